// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/told.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/flow/run_conditions.hpp"
#include "models/simulation/made_journey.hpp"
#include "models/simulation/routes.hpp"
#include "models/simulation/simulation.hpp"

namespace stopover::simulation {
namespace {

void number_days(std::vector<ToldDay>& days) {
  std::erase_if(days, [](const ToldDay& day) { return day.plans->parties.empty(); });
  std::ranges::sort(days, {}, [](const ToldDay& day) { return day.plans->parties.front().day; });
  std::size_t first = 0;
  for (ToldDay& day : days) first = (day.first = first) + day.plans->parties.size();
}

std::vector<network::RoadId> roads_of(const World& world, flow::RouteId route,
                                      const Journey& journey, PassengerClass passenger_class,
                                      bool stay, scenario::HolderId holder) {
  const auto built = build_route(world, journey, passenger_class, stay, holder);
  STOPOVER_CHECK(built.has_value(), "a route can be built again");
  std::vector<network::RoadId> roads = built->road;
  roads.resize(world.alternatives.routes[route].steps.size(), network::RoadId::none());
  return roads;
}

}  // namespace

ToldReplication tell(const World& world, const Assumptions& assumptions, demand::Luck luck,
                     const Wanted& wanted, Executor& executor) {
  const flow::JournalWish wish{
      .everybody = wanted.everybody, .rides = wanted.key || wanted.number, .party = wanted.key};
  ToldReplication told{.luck = luck,
                       .longest_wait = world.setting(luck.seed, luck.replication).longest_wait,
                       .days = {},
                       .journal = flow::Journal(wish),
                       .run_delay = {},
                       .cancelled = {},
                       .tally = {}};
  Departures departures(world);
  std::size_t planned = 0;
  const auto look = [&](const PlansOfReplication& day) {
    const std::size_t first = std::exchange(planned, planned + day.parties.size());
    if (!wanted.number || *wanted.number < first || *wanted.number >= planned) return;
    const auto index = static_cast<std::uint32_t>(*wanted.number - first);
    told.journal.look_for(day.flow.key[flow::PartyIndex(index)]);
  };
  Simulation simulation(
      world, assumptions, luck,
      {.journal = &told.journal, .planned = look, .ended = [&](auto plans, auto outcome) {
         told.days.push_back({0, std::move(plans), std::move(outcome)});
       }});
  for (const CivilDate day : world.demand_days()) {
    departures.slide(anchors_of_day(world, day), executor);
    simulation.next_day(departures, executor);
  }
  told.tally = simulation.finish(executor);
  told.run_delay = simulation.run_delay();
  for (const flow::RunCondition& run : world.run_conditions(luck.seed, luck.replication))
    told.cancelled.push_back(run.cancelled);
  number_days(told.days);
  return told;
}

std::size_t ToldReplication::parties() const {
  return days.empty() ? 0 : days.back().first + days.back().plans->parties.size();
}

ToldParty ToldReplication::party(std::size_t number) const {
  STOPOVER_CHECK(number < parties(), "a party has a number below their count");
  const auto after = std::ranges::upper_bound(days, number, {}, &ToldDay::first);
  const ToldDay& day = *(after - 1);
  return {&day, flow::PartyIndex(static_cast<std::uint32_t>(number - day.first))};
}

std::optional<std::size_t> ToldReplication::number_of(std::uint64_t key) const {
  for (const ToldDay& day : days) {
    const std::vector<std::uint64_t>& keys = day.plans->flow.key.rows();
    const auto at = std::ranges::find(keys, key);
    if (at != keys.end()) return day.first + static_cast<std::size_t>(at - keys.begin());
  }
  return std::nullopt;
}

std::vector<flow::Event> ToldReplication::events(const World& world) const {
  flow::Setting setting = world.setting(luck.seed, luck.replication);
  setting.longest_wait = longest_wait;
  const auto checkpoints = world.open_checkpoints(luck.seed, luck.replication);
  setting.checkpoints = checkpoints.get();
  return flow::events_of(journal, setting, run_delay);
}

std::vector<std::vector<std::int32_t>> persons_aboard(const World& world,
                                                      const flow::Journal& journal) {
  std::vector<std::vector<std::int32_t>> aboard(world.timetable.runs().size());
  for (const flow::Passage& p : journal.passages()) {
    if (p.kind != flow::Passage::Kind::kRide || p.run.is_none()) continue;
    std::vector<std::int32_t>& persons = aboard[p.run.value()];
    persons.resize(world.timetable.services()[p.service].stops.size());
    for (std::size_t stop = p.board; stop < p.alight; ++stop) persons[stop] += p.size;
  }
  return aboard;
}

std::string party_key_text(std::uint64_t key) {
  return fmt::format("{:016x}", key);
}

std::vector<flow::MissCause> misses_of(const World& world, const ToldParty& party) {
  std::vector<flow::MissCause> misses;
  MadeJourneys journeys(world, *party.day->plans, party.day->outcome);
  for (const MadeLeg& leg : journeys.of(party.index))
    if (leg.missed()) misses.push_back(leg.outcome.cause);
  return misses;
}

std::vector<network::RoadId> roads_of(const World& world, const ToldParty& party) {
  const PlannedParty& plan = party.plan();
  return roads_of(world, party.route(), world.alternatives.journeys[plan.journey],
                  plan.passenger_class, plan.stay != StayKind::kNone,
                  holder_of(world, party.bought()));
}

std::vector<network::RoadId> roads_of(const World& world, flow::RouteId way_on) {
  Journey journey;
  journey.legs = *world.ways_on.legs.at(way_on);
  const int passenger_class = world.ways_on.travellers[way_on].passenger_class;
  return roads_of(world, way_on, journey, static_cast<PassengerClass>(passenger_class), false,
                  scenario::HolderId::none());
}

product::ProductId ToldParty::bought() const {
  for (const Purchase& purchase : day->plans->purchases)
    if (purchase.party == index.value()) return purchase.product;
  return product::ProductId::none();
}

Fen ride_fare(const World& world, const flow::Step& ride) {
  const timetable::Service& service = world.timetable.services()[ride.service];
  return service.fare_between(ride.board, ride.alight).value_or(Fen(0));
}

Fen road_fare(const World& world, const Journey& journey, int size) {
  Fen fare{};
  for (const timetable::Leg& leg : journey.legs.legs) {
    if (leg.is_ride()) continue;
    const network::Road& road = world.network.roads[leg.road];
    fare += road.fare * ((size + road.party_max - 1) / road.party_max);
  }
  return fare;
}

}  // namespace stopover::simulation
