// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/plans.hpp"

#include <algorithm>
#include <memory_resource>
#include <unordered_map>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::simulation {
namespace {

void append_flow(const World& world, const demand::Party& party, const Candidate& chosen,
                 const timetable::Itinerary& plan, flow::Plans& flow) {
  const Journey& j = world.alternatives.journeys[chosen.journey];
  const bool stays = chosen.stay != StayKind::kNone;
  const flow::RouteId route = j.route[chosen.passenger_class][stays ? 1 : 0];
  flow.key.push_back(party.key);
  flow.size.push_back(party.size);
  flow.route.push_back(route);
  flow.release.push_back(plan.leave);
  for (const timetable::ScheduledLeg& leg : plan.legs)
    if (leg.leg.is_ride()) flow.planned_run.push_back(leg.run);
  flow.ride_offset.push_back(static_cast<std::uint32_t>(flow.planned_run.size()));
  for (const PlannedStay& stay : world.alternatives.stays[route])
    flow.stay_until.push_back(plan.legs[stay.leg].depart - stay.before);
  flow.stay_offset.push_back(static_cast<std::uint32_t>(flow.stay_until.size()));
}

// Nights that somebody spends who comes to stay in the gateway.
std::int16_t visitor_nights(const World& world, const demand::Party& party) {
  const demand::Segment& segment =
      world.demand.segments[world.demand.markets[party.market].segment];
  const bool comes = segment.kind == demand::VisitorKind::kVisitorIn;
  return comes && world.places[party.to].in_gateway ? party.nights : std::int16_t{0};
}

bool is_through(const World& world, const demand::Party& party) {
  return world.demand.segments[world.demand.markets[party.market].segment].kind ==
         demand::VisitorKind::kThrough;
}

PlannedParty describe(const World& world, const demand::Party& party, const Candidate& chosen,
                      const timetable::Itinerary& plan) {
  const Journey& j = world.alternatives.journeys[chosen.journey];
  PlannedParty p;
  p.market = party.market;
  p.journey = chosen.journey;
  p.size = party.size;
  p.to = party.to;
  p.anchor = chosen.option->anchor;
  p.arrive = plan.arrive;
  p.nights = chosen.stay == StayKind::kNights ? chosen.nights : visitor_nights(world, party);
  p.stay = chosen.stay;
  p.way = chosen.stay == StayKind::kNights ? Way::kNights
          : chosen.side == 1               ? Way::kAirside
                                           : Way::kDirect;
  p.passenger_class = chosen.passenger_class;
  p.stay_hours = static_cast<float>(chosen.stay_hours);
  p.over_gateway = j.over_gateway && j.between_foreign;
  const double road = road_yuan(world, j, party.size) * party.size;
  p.fare = plan.ride_fare * party.size + round_to<Fen>(road * 100);
  return p;
}

// With room for so many parties; rides and stays grow.
PlansOfReplication empty_plans(std::size_t parties) {
  PlansOfReplication plans;
  plans.parties.reserve(parties);
  plans.flow.key.reserve(parties);
  plans.flow.size.reserve(parties);
  plans.flow.route.reserve(parties);
  plans.flow.release.reserve(parties);
  plans.flow.ride_offset.reserve(parties + 1);
  plans.flow.stay_offset.reserve(parties + 1);
  plans.flow.ride_offset.push_back(0);
  plans.flow.stay_offset.push_back(0);
  return plans;
}

// Plans the parties of a package one by one.
class Planner {
 public:
  Planner(const Planning& planning, std::size_t parties)
      : planning_(planning), plans_(empty_plans(parties)) {}

  // False when nothing in the timetable serves the party.
  bool plan(const demand::Party& party, std::uint16_t day, bool only_here) {
    const std::optional<Candidate> chosen = choose(planning_, party);
    if (!chosen) return false;
    const World& world = planning_.world;
    const timetable::Itinerary& dated = dated_plan(*chosen);
    append_flow(world, party, *chosen, dated, plans_.flow);
    PlannedParty planned = describe(world, party, *chosen, dated);
    planned.day = day;
    planned.only_here = only_here;
    if (is_through(world, party)) planned.chances = chances(planning_, party);
    planned.may_enter = planned.over_gateway && may_enter(planning_, party, *chosen);
    if (planned.over_gateway) planned.regime = entered_under(planning_, party, *chosen);
    plans_.parties.push_back(planned);
    return true;
  }
  [[nodiscard]] PlansOfReplication take() && { return std::move(plans_); }

 private:
  // Many take the same departure.
  const timetable::Itinerary& dated_plan(const Candidate& chosen) {
    const auto [it, fresh] = dated_.try_emplace(chosen.option);
    if (fresh) {
      const Journey& journey = planning_.world.alternatives.journeys[chosen.journey];
      const int planned_as =
          chosen.side == 1 ? static_cast<int>(kAirside) : planning_class(journey.group);
      const int nights = chosen.stay == StayKind::kNights ? chosen.nights : 0;
      auto plan = replay(planning_.world, journey, *chosen.option, planned_as, nights);
      STOPOVER_CHECK(plan.has_value(), "an option can be planned again");
      it->second = *std::move(plan);
    }
    return it->second;
  }

  const Planning& planning_;
  PlansOfReplication plans_;
  // An option belongs to one journey, planning class and number of nights.
  std::pmr::monotonic_buffer_resource room_;
  std::pmr::unordered_map<const Option*, timetable::Itinerary> dated_{&room_};
};

// Parties of one market and day, by ordinal.
struct Package {
  demand::MarketId market;
  std::uint16_t day = 0;
  HalfOpen<std::int64_t> ordinals{};
  std::int64_t also_there = 0;  // from this ordinal on parties travel here only
};

std::vector<Package> packages_of(const Planning& planning, HalfOpen<std::uint16_t> days) {
  constexpr std::int64_t kParties = 8192;
  const World& world = planning.world;
  const std::vector<CivilDate> dates = world.demand_days();
  std::vector<Package> packages;
  for (std::uint16_t d = days.from; d < days.until; ++d)
    for (const demand::MarketId market : ids_of(world.demand.markets)) {
      const demand::Volume volume = planning.volumes == nullptr
                                        ? demand::Volume{}
                                        : demand::volume_of(*planning.volumes, market);
      const auto count_at = [&](double times) {
        return demand::party_count(world.demand, market, dates[d], world.sample * times,
                                   planning.luck);
      };
      const std::int64_t count = count_at(volume.here);
      const std::int64_t there = volume.there == volume.here ? count : count_at(volume.there);
      for (std::int64_t k = 0; k < count; k += kParties)
        packages.push_back({market, d, {k, std::min(k + kParties, count)}, there});
    }
  return packages;
}

template <class T>
void append(const std::vector<T>& part, std::vector<T>& whole) {
  whole.insert(whole.end(), part.begin(), part.end());
}

void append(const PlansOfReplication& part, PlansOfReplication& whole) {
  const auto append_offsets = [](const auto& from, auto& to) {
    const auto base = to.back();
    for (std::size_t i = 1; i < from.size(); ++i) to.push_back(base + from[i]);
  };
  append(part.parties, whole.parties);
  const flow::Plans& f = part.flow;
  flow::Plans& w = whole.flow;
  for (const auto key : f.key) w.key.push_back(key);
  for (const auto size : f.size) w.size.push_back(size);
  for (const auto route : f.route) w.route.push_back(route);
  for (const auto release : f.release) w.release.push_back(release);
  append_offsets(f.ride_offset, w.ride_offset);
  append(f.planned_run, w.planned_run);
  append_offsets(f.stay_offset, w.stay_offset);
  append(f.stay_until, w.stay_until);
}

}  // namespace

PlansOfReplication make_plans(const Planning& planning, HalfOpen<std::uint16_t> days,
                              Executor& executor) {
  const World& world = planning.world;
  const std::vector<CivilDate> dates = world.demand_days();
  const std::vector<Package> packages = packages_of(planning, days);
  std::vector<PlansOfReplication> parts(packages.size());
  std::vector<std::int64_t> unserved(packages.size());  // persons of counted days
  executor.run(packages.size(), [&](std::size_t i) {
    const Package& package = packages[i];
    Planner planner(planning,
                    static_cast<std::size_t>(package.ordinals.until - package.ordinals.from));
    for (std::int64_t k = package.ordinals.from; k < package.ordinals.until; ++k) {
      const demand::Party party =
          demand::draw_party(world.demand, package.market, dates[package.day], k, planning.luck);
      const bool only_here = k >= package.also_there;
      if (!planner.plan(party, package.day, only_here) && package.day >= world.warmup_days)
        unserved[i] += party.size;
    }
    parts[i] = std::move(planner).take();
  });
  std::size_t parties = 0;
  for (const PlansOfReplication& part : parts) parties += part.parties.size();
  PlansOfReplication plans = empty_plans(parties);
  plans.unserved = Table<demand::MarketId, std::int64_t>(world.demand.markets.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    plans.unserved[packages[i].market] += unserved[i];
    append(std::exchange(parts[i], {}), plans);
  }
  return plans;
}

PlansOfReplication make_plans(const Planning& planning) {
  const std::size_t days = planning.world.demand_days().size();
  return make_plans(planning, {0, static_cast<std::uint16_t>(days)}, *serial_executor());
}

}  // namespace stopover::simulation
