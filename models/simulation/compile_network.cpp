// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/base/check.hpp"
#include "models/scenario/staff_plans.hpp"
#include "models/simulation/background.hpp"
#include "models/simulation/compile_parts.hpp"

namespace stopover::simulation {
namespace {

using network::HubVertex;

std::optional<Seconds> optional_minutes(bool present, std::int32_t value) {
  if (!present) return std::nullopt;
  return minutes(value);
}

flow::Distribution distribution_of(scenario::Distribution d) {
  switch (d) {
    case scenario::EXPONENTIAL:
      return flow::Distribution::kExponential;
    case scenario::LOGNORMAL:
      return flow::Distribution::kLognormal;
    case scenario::GAMMA:
      return flow::Distribution::kGamma;
    default:
      return flow::Distribution::kConstant;
  }
}

// The plan of each service day; adjoining equal periods become one.
template <class Desks>
std::vector<flow::StaffPeriod> staff_over_days(const World& w, const Desks& checkpoint) {
  std::vector<flow::StaffPeriod> periods;
  const HalfOpen<CivilDate> days = w.service_days();
  const std::vector<scenario::StaffPlan> plans = scenario::staff_plans(checkpoint.staffing());
  for (CivilDate day = days.from; day < days.until; day = day.plus_days(1)) {
    const scenario::StaffPlan* const plan = scenario::plan_on(plans, day);
    if (plan == nullptr) continue;
    for (const int i : plan->periods) {
      const scenario::Staffing& s = checkpoint.staffing(i);
      if (s.desks() == 0) continue;  // as outside all periods
      const flow::StaffPeriod next{w.zone.instant_at(day, service_time(s.from())),
                                   w.zone.instant_at(day, service_time(s.until())), s.desks()};
      if (!periods.empty() && periods.back().until == next.from &&
          periods.back().desks == next.desks)
        periods.back().until = next.until;
      else
        periods.push_back(next);
    }
  }
  return periods;
}

flow::ServiceTime time_of(const scenario::ServiceTime& time) {
  return {distribution_of(time.distribution()), time.mean_seconds(), time.cv()};
}

// Types of desk, rules, hall and patience.
void add_lines(const World& w, const scenario::Checkpoint& checkpoint, flow::Checkpoint& desk) {
  for (const auto& type : checkpoint.desk_type())
    desk.desk_types.push_back(
        {.staffing = staff_over_days(w, type),
         .service = time_of(type.service()),
         .serves = w.holders.open_to(scenario::class_mask(type.serves()), type.needs()),
         .eligible_share = type.has_eligible_share() ? type.eligible_share() : 1,
         .refusal_share = type.refusal_share()});
  for (const auto& rule : checkpoint.passenger_rule()) {
    desk.rules.push_back(
        {.classes = w.holders.open_to(scenario::class_mask(rule.of()), rule.needs()),
         .level = rule.level(),
         .weight = rule.has_weight() ? rule.weight() : 1,
         .service = std::nullopt});
    if (rule.has_service()) desk.rules.back().service = time_of(rule.service());
  }
  if (checkpoint.has_hall_room()) desk.room = checkpoint.hall_room();
  if (checkpoint.has_patience())
    desk.patience = {time_of(checkpoint.patience().time()),
                     minutes(checkpoint.patience().instead_minutes())};
}

void add_dwell(const scenario::Dwell& dwell, flow::Checkpoint& desk) {
  desk.unlimited = true;
  if (dwell.has_visit_share()) desk.visit_share = dwell.visit_share();
  if (dwell.has_bags())
    desk.bags = {minutes(dwell.bags().first_minutes()), minutes(dwell.bags().span_minutes()),
                 dwell.bags().bag_share()};
}

void add_checkpoint(Compiling& c, const scenario::Checkpoint& checkpoint, network::HubId hub) {
  World& w = c.world;
  flow::Checkpoint desk;
  desk.key = checkpoint.id();
  desk.staffing = staff_over_days(w, checkpoint);
  desk.service = time_of(checkpoint.service());
  add_lines(w, checkpoint, desk);
  if (checkpoint.has_dwell()) add_dwell(checkpoint.dwell(), desk);
  desk.closes_before =
      optional_minutes(checkpoint.has_closes_minutes_before(), checkpoint.closes_minutes_before());
  desk.background = background_flows(c, checkpoint.id());
  c.names.checkpoint[checkpoint.id()] = w.checkpoints.push_back(std::move(desk));

  CheckpointInfo info;
  info.key = checkpoint.id();
  info.name = checkpoint.name();
  info.name_zh = checkpoint.name_zh();
  info.hub = hub;
  info.kind = checkpoint.kind();
  info.wait_target =
      optional_minutes(checkpoint.has_wait_target_minutes(), checkpoint.wait_target_minutes());
  info.expected = round_to<Seconds>(checkpoint.service().mean_seconds()) +
                  info.wait_target.value_or(Seconds(0)) / 2;
  for (const auto& type : checkpoint.desk_type())
    info.desk_types.push_back({type.id(), type.name(), type.name_zh()});
  w.checkpoint_info.push_back(std::move(info));
}

void add_places(Compiling& c) {
  World& w = c.world;
  std::set<std::string> inside(c.scenario.gateway().places().begin(),
                               c.scenario.gateway().places().end());
  std::set<std::string> international;  // departure piers of international flights
  std::map<std::string, std::string> country;
  for (const auto& p : c.scenario.elements().place()) country[p.id()] = p.country();
  for (const auto& f : c.scenario.elements().flight())
    if (country[f.from()] != country[f.to()]) international.insert(f.from());

  for (const auto& p : c.scenario.elements().place()) {
    network::Place place;
    place.key = p.id();
    const auto zone = TimeZone::find(p.time_zone());
    STOPOVER_CHECK(zone.has_value(), "validation found every zone");
    place.zone = *zone;
    place.board = optional_minutes(p.has_board_minutes(), p.board_minutes());
    place.alight = optional_minutes(p.has_alight_minutes(), p.alight_minutes());
    place.connect = optional_minutes(p.has_connect_minutes(), p.connect_minutes());
    const char* reserve =
        p.kind() == scenario::AIRPORT_GATES
            ? (international.contains(p.id()) ? "plan.access_reserve_international"
                                              : "plan.access_reserve_domestic")
        : p.kind() == scenario::RAIL_STATION ? "plan.access_reserve_rail"
                                             : nullptr;
    if (p.has_reserve_minutes())
      place.reserve = minutes(p.reserve_minutes());
    else if (reserve != nullptr)
      place.reserve = seconds_from_minutes(value_of(w.parameters, reserve));
    c.names.place[p.id()] = w.network.places.push_back(std::move(place));
    w.places.push_back({p.id(),
                        p.name(),
                        p.name_zh(),
                        p.kind(),
                        policy::Country(p.country()),
                        inside.contains(p.id()),
                        p.lon(),
                        p.lat(),
                        {}});
  }
}

void add_minimum(Compiling& c, const scenario::MinimumConnection& row, network::HubId hub) {
  const auto place = [&](const std::string& key) {
    return key.empty() ? network::PlaceId::none() : lookup(c.names.place, key);
  };
  const auto ride = [](scenario::Mode mode, const std::string& carrier) {
    network::RideKind kind{{}, carrier};
    if (mode != scenario::MODE_UNSPECIFIED) kind.mode = static_cast<network::Mode>(mode);
    return kind;
  };
  c.world.network.add(
      {place(row.from()), place(row.to()), minutes(row.minutes()), hub,
       ride(row.mode_in(), row.carrier_in()), ride(row.mode_out(), row.carrier_out()),
       c.world.holders.open_to(scenario::class_mask(row.only())), row.product(), row.replaces()});
}

void add_hub(Compiling& c, const scenario::Hub& hub) {
  World& w = c.world;
  network::HubGraph graph;
  std::map<std::string, network::HubGraph::Vertex> vertex;
  const network::HubId id = w.network.hubs.next_id();
  for (const std::string& key : hub.places()) {
    const network::PlaceId place = lookup(c.names.place, key);
    w.network.places[place].hub = id;
    vertex[key + ":arrive"] = graph.add_vertex(
        {.kind = HubVertex::Kind::kArrive, .place = place, .key = key + ":arrive"});
    vertex[key + ":depart"] = graph.add_vertex(
        {.kind = HubVertex::Kind::kDepart, .place = place, .key = key + ":depart"});
  }
  for (const auto& checkpoint : hub.checkpoint()) {
    add_checkpoint(c, checkpoint, id);
    const network::CheckpointId desk = lookup(c.names.checkpoint, checkpoint.id());
    vertex[checkpoint.id()] =
        graph.add_vertex({.kind = HubVertex::Kind::kCheckpoint,
                          .checkpoint = desk,
                          .serves = w.holders.open_to(scenario::class_mask(checkpoint.serves())),
                          .expected = w.checkpoint_info[desk].expected,
                          .key = checkpoint.id(),
                          .closes = w.checkpoints[desk].closes_before});
  }
  const auto find = [&](const std::string& key) {
    const auto it = vertex.find(key);
    STOPOVER_CHECK(it != vertex.end(), "validation found every vertex");
    return it->second;
  };
  for (const auto& walk : hub.walk()) {
    const auto mean = round_to<Seconds>(walk.seconds());
    const auto sd = round_to<Seconds>(walk.sd_seconds());
    const network::ClassMask only =
        w.holders.open_to(scenario::class_mask(walk.only()), walk.needs(), walk.not_with());
    graph.add_walk(find(walk.from()), find(walk.to()), mean, sd, only);
    if (walk.both_ways()) graph.add_walk(find(walk.to()), find(walk.from()), mean, sd, only);
  }
  for (const auto& row : hub.minimum_connection()) add_minimum(c, row, id);
  c.names.hub[hub.id()] = w.network.hubs.push_back(std::move(graph));
  w.hubs.push_back({hub.id(), hub.name(), hub.name_zh()});
}

void add_road(Compiling& c, const scenario::Road& road) {
  network::Road one;
  one.key = road.id();
  one.mode = static_cast<network::Mode>(road.mode());
  one.from = lookup(c.names.place, road.from());
  one.to = lookup(c.names.place, road.to());
  one.mean = seconds_from_minutes(road.minutes());
  one.sd = seconds_from_minutes(road.sd_minutes());
  one.fare = fen_from_yuan(road.fare_yuan());
  for (const double at : road.hour_minutes()) one.by_hour.push_back(seconds_from_minutes(at));
  one.party_max = road.party_max() > 0 ? road.party_max() : 4;
  if (road.both_ways()) {
    network::Road back = one;
    back.key += "/back";
    std::swap(back.from, back.to);  // hours by the clock of the other end
    c.world.network.roads.push_back(std::move(back));
  }
  c.world.network.roads.push_back(std::move(one));
}

}  // namespace

void compile_network(Compiling& c) {
  c.world.holders = scenario::Holders(c.scenario.elements().product());
  add_places(c);
  for (const auto& hub : c.scenario.elements().hub()) add_hub(c, hub);
  for (const auto& road : c.scenario.elements().road()) add_road(c, road);
}

}  // namespace stopover::simulation
