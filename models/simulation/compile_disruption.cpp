// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/flow/run_conditions.hpp"
#include "models/scenario/staff_plans.hpp"
#include "models/scenario/valid_days.hpp"
#include "models/simulation/compile_parts.hpp"

namespace stopover::simulation {
namespace {

using timetable::ServiceId;

// An element's `id`, `name` and `name_zh`.
template <class Element>
Named named(const Element& element) {
  return {element.id(), element.name(), element.name_zh()};
}

void compile_day_types(Compiling& c) {
  for (const auto& d : c.scenario.elements().day_type()) {
    flow::DayType type{d.id(), {}};
    for (std::size_t month = 0; month < type.month_weight.size(); ++month)
      type.month_weight[month] =
          d.month_weight(d.month_weight_size() == 1 ? 0 : static_cast<int>(month));
    c.names.day_type[d.id()] = c.world.disruption.day_types.push_back(type);
    c.world.day_type_names.push_back(named(d));
  }
}

bool varies(const scenario::DelayProfile& d) {
  return d.hour_factor_size() > 0 || d.month_factor_size() > 0 || d.common_share() > 0 ||
         d.cancelled_share() > 0 || d.on_day_size() > 0;
}

flow::DelayVariation variation_of(const Compiling& c, const scenario::DelayProfile& d) {
  flow::DelayVariation v;
  std::copy(d.hour_factor().begin(), d.hour_factor().end(), v.hour.begin());
  std::copy(d.month_factor().begin(), d.month_factor().end(), v.month.begin());
  v.common = d.common_share();
  v.group = d.common_group().empty() ? "delay " + d.id() : d.common_group();
  v.cancelled = d.cancelled_share();
  if (d.on_day().empty()) return v;
  v.on_day.assign(c.names.day_type.size(), {.cancelled = v.cancelled});
  for (const auto& effect : d.on_day()) {
    flow::DayEffect& day = v.on_day[lookup(c.names.day_type, effect.day_type()).value()];
    if (effect.has_late_factor()) day.late = effect.late_factor();
    if (effect.has_lateness_factor()) day.lateness = effect.lateness_factor();
    if (effect.has_cancelled_share()) day.cancelled = effect.cancelled_share();
  }
  return v;
}

void compile_variations(Compiling& c) {
  const auto& profiles = c.scenario.elements().delay();
  if (std::none_of(profiles.begin(), profiles.end(), varies)) return;
  for (const auto& d : profiles) c.world.disruption.variations.push_back(variation_of(c, d));
}

// The services of lines, flights and routes by their id.
class ServicesOf {
 public:
  explicit ServicesOf(const timetable::Timetable& timetable) {
    for (const ServiceId id : ids_of(timetable.services()))
      by_line_[timetable.services()[id].line].push_back(id);
  }
  void add(const std::string& line, std::vector<ServiceId>& to) const {
    const auto found = by_line_.find(line);
    if (found != by_line_.end()) to.insert(to.end(), found->second.begin(), found->second.end());
  }

 private:
  std::map<std::string, std::vector<ServiceId>, std::less<>> by_line_;
};

void compile_rotations(Compiling& c, const ServicesOf& services) {
  for (const auto& r : c.scenario.elements().rotation()) {
    flow::Rotation rotation{r.id(), {}, minutes(r.turnaround_minutes())};
    for (const std::string& member : r.member()) services.add(member, rotation.services);
    for (const auto& flight : c.scenario.elements().flight())
      if (!r.carrier().empty() && flight.carrier() == r.carrier())
        services.add(flight.id(), rotation.services);
    c.world.disruption.rotations.push_back(std::move(rotation));
  }
}

// Places of one hub are one ground.
void compile_grounds(World& world) {
  const auto hubs = static_cast<std::uint32_t>(world.network.hubs.size());
  for (const network::PlaceId id : ids_of(world.network.places)) {
    const network::HubId hub = world.network.places[id].hub;
    world.disruption.ground.push_back(hub.is_none() ? hubs + id.value() : hub.value());
  }
}

// Of a checkpoint: 0 the ordinary desks, then the types.
std::optional<std::uint8_t> desk_of(const CheckpointInfo& info, const std::string& type) {
  if (type.empty()) return std::nullopt;
  if (type == scenario::kOrdinaryDesks) return std::uint8_t{0};
  const auto at = std::ranges::find(info.desk_types, type, &Named::key);
  STOPOVER_CHECK(at != info.desk_types.end(), "validation found every desk type");
  return static_cast<std::uint8_t>(at - info.desk_types.begin() + 1);
}

void compile_desk_restriction(Compiling& c, const scenario::Restriction& r,
                              network::CheckpointId checkpoint) {
  flow::DeskRestriction one{.key = r.id(),
                            .checkpoint = checkpoint,
                            .desk = desk_of(c.world.checkpoint_info[checkpoint], r.desk_type()),
                            .desks = r.desks(),
                            .day_type = flow::DayTypeId::none(),
                            .dates = scenario::valid_days(r.valid_from(), r.valid_until()),
                            .from = service_time(r.from()),
                            .until = service_time(r.until())};
  if (!r.day_type().empty()) one.day_type = lookup(c.names.day_type, r.day_type());
  c.world.disruption.desk_restrictions.push_back(std::move(one));
  c.world.desk_restriction_names.push_back(named(r));
}

void compile_restrictions(Compiling& c, const ServicesOf& services) {
  const World& w = c.world;
  for (const auto& r : c.scenario.elements().restriction()) {
    const auto checkpoint = c.names.checkpoint.find(r.target());
    if (checkpoint != c.names.checkpoint.end()) {
      compile_desk_restriction(c, r, checkpoint->second);
      continue;
    }
    flow::Restriction one;
    one.key = r.id();
    const auto hub = c.names.hub.find(r.target());
    const auto place = c.names.place.find(r.target());
    if (hub != c.names.hub.end()) {
      for (const network::PlaceId id : ids_of(w.network.places))
        if (w.network.places[id].hub == hub->second) one.places.push_back(id);
    } else if (place != c.names.place.end()) {
      one.places.push_back(place->second);
    } else {
      services.add(r.target(), one.services);
    }
    for (const int mode : r.only()) one.modes.push_back(static_cast<network::Mode>(mode));
    std::sort(one.modes.begin(), one.modes.end());
    if (!r.day_type().empty()) one.day_type = lookup(c.names.day_type, r.day_type());
    one.dates = scenario::valid_days(r.valid_from(), r.valid_until());
    one.from = service_time(r.from());
    one.until = service_time(r.until());
    if (r.has_per_hour()) one.per_hour = r.per_hour();
    one.hold = minutes(r.hold_minutes());
    c.world.disruption.restrictions.push_back(std::move(one));
    c.world.restriction_names.push_back(named(r));
  }
}

}  // namespace

void compile_disruption(Compiling& c) {
  World& w = c.world;
  w.disruption.zone = w.zone;
  const ServicesOf services(w.timetable);
  compile_day_types(c);
  compile_variations(c);
  compile_rotations(c, services);
  compile_grounds(w);
  compile_restrictions(c, services);
  if (!w.disruption.empty()) w.run_plan = flow::RunPlan(w.timetable, w.disruption);
}

}  // namespace stopover::simulation
