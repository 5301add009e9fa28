// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/gates.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::flow {
namespace {

using timetable::Service;
using timetable::ServiceId;

constexpr std::int64_t kMillisecondsPerHour = 3'600'000;

template <class List, class Value>
bool holds(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

void add_gate(GatesOnWay& way, const Service& service, ServiceId id, const Restriction& target,
              GateId gate) {
  if (holds(target.services, id)) way.depart.push_back(gate);
  if (!target.modes.empty() && !holds(target.modes, service.mode)) return;
  const std::size_t last = service.stops.size() - 1;
  if (holds(target.places, service.stops.front())) way.depart.push_back(gate);
  if (holds(target.places, service.stops[last])) way.land.push_back(gate);
  for (std::size_t stop = 1; stop < last; ++stop)
    if (holds(target.places, service.stops[stop]))
      way.between.push_back({static_cast<std::uint16_t>(stop), gate});
}

}  // namespace

GatePlan::GatePlan(const timetable::Timetable& timetable, const Disruption& disruption)
    : way_(timetable.services().size()) {
  using Target = std::tuple<std::vector<ServiceId>, std::vector<timetable::PlaceId>,
                            std::vector<timetable::Mode>>;
  std::map<Target, GateId> known;
  for (const RestrictionId id : ids_of(disruption.restrictions)) {
    const Restriction& r = disruption.restrictions[id];
    const auto [at, added] =
        known.try_emplace({r.services, r.places, r.modes}, GateId(gates_.size()));
    if (added) {
      gates_.emplace_back();
      for (const ServiceId service : ids_of(timetable.services()))
        add_gate(way_[service], timetable.services()[service], service, r, at->second);
    }
    gates_[at->second.value()].push_back(id);
  }
}

Gates::Gates(const GatePlan& plan, const Disruption& disruption, const SweepLuck& luck,
             HalfOpen<CivilDate> dates) {
  gates_.resize(plan.gates().size());
  for (CivilDate date = dates.from; date < dates.until; date = date.plus_days(1)) {
    const DayTypeId type = draw_day_type(disruption, luck, date);
    for (std::size_t g = 0; g < gates_.size(); ++g) {
      for (const RestrictionId id : plan.gates()[g]) {
        const Restriction& r = disruption.restrictions[id];
        if (!r.dates.contains(date)) continue;
        if (!r.day_type.is_none() && r.day_type != type) continue;
        Window window{.from = disruption.zone.instant_at(date, r.from).unix_seconds(),
                      .until = disruption.zone.instant_at(date, r.until).unix_seconds(),
                      .hold = r.hold.count(),
                      .restriction = id};
        if (!r.per_hour) {
          gates_[g].closed.push_back(window);
          continue;
        }
        STOPOVER_CHECK(*r.per_hour > 0, "a rate above 0; 0 is closed");
        window.gap_ms = std::max<std::int64_t>(
            std::llround(static_cast<double>(kMillisecondsPerHour) / *r.per_hour), 1);
        gates_[g].slowed.push_back(window);
      }
    }
  }
}

std::optional<Gates::Closed> Gates::closed_at(GateId gate, std::int64_t t) const {
  std::optional<Closed> found;
  for (const Window& w : gates_[gate.value()].closed)
    if (w.from <= t && t < w.until && (!found || w.until > found->until))
      found = Closed{w.until, w.hold, w.restriction};
  return found;
}

Gates::Turn Gates::turn(GateId id, std::int64_t t) const {
  const Gate& gate = gates_[id.value()];
  const std::int64_t at = gate.turn_ms(t);
  return {at / 1000 + (at % 1000 > 0 ? 1 : 0), at > t * 1000 ? gate.last : RestrictionId::none()};
}

void Gates::pass(GateId id, std::int64_t t) {
  Gate& gate = gates_[id.value()];
  const std::int64_t time = turn(id, t).time;
  const Window* slowest = nullptr;
  for (const Window& w : gate.slowed)
    if (w.from <= time && time < w.until && (slowest == nullptr || w.gap_ms > slowest->gap_ms))
      slowest = &w;
  if (slowest == nullptr) return;
  gate.free_ms = gate.turn_ms(t) + slowest->gap_ms;
  gate.last = slowest->restriction;
}

}  // namespace stopover::flow
