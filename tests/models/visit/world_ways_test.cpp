// SPDX-License-Identifier: Apache-2.0
// Ways by a compiled timetable: scenarios/minimal has a shuttle to the city and trains to a delta
// city every hour, the last one back at 21:30.
#include "models/visit/world_ways.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "models/visit/plan.hpp"
#include "tests/models/simulation/small_scenarios.hpp"
#include "tests/models/visit/visit_cases.hpp"

namespace stopover::visit {
namespace {

constexpr double kDeltaLon = 120.60;
constexpr double kDeltaLat = 31.30;

struct Town {
  scenario::Scenario scenario;
  simulation::World world;
  SightBook book;
  Placement spots;
};

// One sight in the middle of the delta city, open into the night.
Town town(double on_time_share = 1) {
  Town t;
  t.scenario = simulation::scenario_of("minimal");
  scenario::Sight& sight = add_sight(t.scenario, {"garden", 0, "08:00", "24:00", 60});
  sight.set_place("delta");
  sight.set_lon(kDeltaLon);
  sight.set_lat(kDeltaLat);
  for (auto& delay : *t.scenario.mutable_elements()->mutable_delay()) {
    delay.set_on_time_share(on_time_share);
    if (on_time_share == 1) continue;
    delay.set_mean_late_minutes(10);
    delay.set_max_minutes(60);
  }
  FaultList faults;
  t.world = simulation::world_of(t.scenario, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  t.book = sight_book(t.scenario);
  t.spots = placement(t.book);
  return t;
}

network::PlaceId place(const simulation::World& world, const std::string& key) {
  for (const network::PlaceId id : ids_of(world.places))
    if (world.places[id].key == key) return id;
  ADD_FAILURE() << key;
  return {};
}

WaysQuestion between(const Town& t, int from_hour, int until_hour, double missed = 0.01) {
  WaysQuestion q;
  q.from = place(t.world, "gates");
  q.to = q.from;
  const Instant day = t.world.zone.instant_at(t.world.first_day, Seconds(0));
  q.span = {day + hours(from_hour), day + hours(until_hour)};
  q.most_missed = missed;
  return q;
}

WorldWays ways_of(const Town& t, const WaysQuestion& q, Executor& executor) {
  return {t.world, q, t.spots.spots, executor};
}

WorldWays ways_of(const Town& t, const WaysQuestion& q) {
  const auto serial = serial_executor();
  return ways_of(t, q, *serial);
}

std::vector<VisitItinerary> plans(const Town& t, const WorldWays& ways, const WaysQuestion& q) {
  VisitQuestion question;
  question.arrive = q.span.from;
  question.gate = q.span.until;
  question.purpose = "leisure";
  question.pace = Pace::kUsual;
  const auto serial = serial_executor();
  return plan_visits({t.book, t.spots, ways, {ways.zero(), t.world.zone}}, question,
                     {.search = {.steps = 500}}, *serial);
}

TEST(WorldWays, TheLastTrainIsTheLast) {
  const Town t = town();
  const WaysQuestion q = between(t, 9, 47);
  const WorldWays ways = ways_of(t, q);
  const auto& travel = ways.ways().travel;
  const std::size_t garden = t.spots.of_sight[SightId(0)];
  const Tick late = ways.tick(q.span.from + hours(12) + minutes(29));  // 21:29
  // Too late for the train of 21:30, with a boarding of ten minutes: the next is that of 6:30.
  const Tick next = travel.arrival(garden, 1, late);
  EXPECT_GT(next, 30 * 3600);
  // In time for it.
  const Tick evening = travel.arrival(garden, 1, ways.tick(q.span.from + hours(12)));
  EXPECT_LT(evening, 24 * 3600);
  EXPECT_LE(travel.latest_departure(garden, 1, 24 * 3600), 21 * 3600 + 20 * 60);
}

TEST(WorldWays, NobodyStaysBeyondTheLastTrain) {
  const Town t = town();
  // Until four in the night: no train after 21:30 helps.
  const WaysQuestion q = between(t, 18, 28);
  const WorldWays ways = ways_of(t, q);
  for (const VisitItinerary& one : plans(t, ways, q))
    for (const PlannedDay& day : one.days)
      for (const PlannedStop& stop : day.stops)
        EXPECT_LE(stop.leave, t.world.zone.instant_at(t.world.first_day, hours(21) + minutes(20)));
  // After the last train out there is nothing to see, and nobody is lost.
  const WaysQuestion night = between(t, 22, 29);
  const WorldWays none = ways_of(t, night);
  const auto nothing = plans(t, none, night);
  ASSERT_EQ(nothing.size(), 1U);
  EXPECT_EQ(nothing[0].worth, 0);
}

TEST(WorldWays, TheWayBackHoldsTheReserve) {
  const Town punctual = town(1);
  const Town late = town(0.5);
  const WaysQuestion q = between(punctual, 9, 23);
  const WorldWays sure = ways_of(punctual, q);
  const WorldWays unsure = ways_of(late, between(late, 9, 23));
  const WorldWays bold = ways_of(late, between(late, 9, 23, 0.3));
  const std::size_t garden = punctual.spots.of_sight[SightId(0)];
  const Tick ready = sure.tick(q.span.from + hours(3));
  const Tick a = sure.ways().travel.arrival(garden, 1, ready);
  const Tick b = bold.ways().travel.arrival(garden, 1, ready);
  const Tick c = unsure.ways().travel.arrival(garden, 1, ready);
  EXPECT_LT(b, c);
  EXPECT_LE(a, b);
  // Half of the trains are late, by ten minutes in the mean: P(late > s) = 0.5 exp(-s / 10 min),
  // one in a hundred at 39 min. Waits at desks come on top.
  EXPECT_GT(c - a, 30 * 60);
}

TEST(WorldWays, ItinerariesKeepTheStatedProbability) {
  const Town t = town(0.5);
  for (const double missed : {0.01, 0.05}) {
    const WaysQuestion q = between(t, 9, 16, missed);
    const WorldWays ways = ways_of(t, q);
    const auto found = plans(t, ways, q);
    ASSERT_FALSE(found.empty());
    ASSERT_EQ(found[0].days[0].stops.size(), 1U);
    EXPECT_LE(found[0].miss.low, missed);
    EXPECT_GT(found[0].slack, Seconds(0));
    const std::size_t garden = t.spots.of_sight[SightId(0)];
    const Tick latest = ways.ways().travel.latest_departure(garden, 1, ways.tick(q.span.until));
    const Way way = ways.way(garden, 1, latest);
    const MissChance chance = ways.miss(garden, latest, q.span.until - way.arrive);
    EXPECT_LE(chance.low, missed) << "left as late as may be";
  }
}

// By night only a taxi goes, an hour and a half to the station and through its hub to the gates:
// expected are its time and what the hub is expected to take, without the slack of planning.
TEST(WorldWays, ATaxiBackTakesItsTimeAndTheHubs) {
  Town t = town();
  scenario::Road& road = *t.scenario.mutable_elements()->add_road();
  road.set_id("taxi");
  road.set_mode(scenario::TAXI);
  road.set_from("delta");
  road.set_to("station");
  road.set_both_ways(true);
  road.set_minutes(90);
  road.set_fare_yuan(200);
  road.set_party_max(4);
  FaultList faults;
  t.world = simulation::world_of(t.scenario, faults);
  ASSERT_FALSE(faults.has_errors()) << faults.text();
  WaysQuestion q = between(t, 9, 29);
  q.roads = true;
  const WorldWays ways = ways_of(t, q);
  const std::size_t garden = t.spots.of_sight[SightId(0)];
  const Way back = ways.way(garden, 1, ways.tick(q.span.from + hours(14)));
  const auto hub = t.world.network.connection(place(t.world, "station"), place(t.world, "gates"),
                                              q.passenger_class);
  ASSERT_TRUE(hub.has_value());
  EXPECT_EQ(back.depart, q.span.from + hours(14));
  EXPECT_EQ(back.arrive - back.depart, minutes(90) + hub->expected);
  EXPECT_EQ(back.fare, yuan(200));
}

TEST(WorldWays, AWayIsAsTheTravelTimesSay) {
  const Town t = town();
  const WaysQuestion q = between(t, 8, 23);
  const WorldWays ways = ways_of(t, q);
  const std::size_t garden = t.spots.of_sight[SightId(0)];
  for (int minute = 0; minute < 600; minute += 37) {
    const Tick ready = ways.tick(q.span.from + minutes(minute));
    const Way there = ways.way(0, garden, ready);
    EXPECT_GE(ways.tick(there.depart), ready);
    EXPECT_EQ(ways.tick(there.arrive), ways.ways().travel.arrival(0, garden, ready));
    const Way back = ways.way(garden, 1, ready);
    EXPECT_GE(ways.tick(back.depart), ready);
    EXPECT_LE(ways.tick(back.arrive), ways.ways().travel.arrival(garden, 1, ready));
    EXPECT_EQ(there.fare, yuan(40));
    ASSERT_FALSE(back.legs.empty());
    for (std::size_t i = 1; i < back.legs.size(); ++i)
      EXPECT_LE(back.legs[i - 1].arrive, back.legs[i].depart);
  }
}

TEST(WorldWays, AreTheSameForAnyNumberOfThreads) {
  const Town t = town(0.5);
  const WaysQuestion q = between(t, 9, 23);
  const std::size_t garden = t.spots.of_sight[SightId(0)];
  std::vector<Tick> first;
  for (const int threads : {1, 2, 3, 7}) {
    const auto executor = thread_executor(threads);
    const WorldWays ways = ways_of(t, q, *executor);
    std::vector<Tick> arrivals;
    for (Tick ready = 9 * 3600; ready < 22 * 3600; ready += 600)
      arrivals.push_back(ways.ways().travel.arrival(garden, 1, ready));
    if (first.empty()) first = arrivals;
    EXPECT_EQ(arrivals, first) << threads;
  }
}

}  // namespace
}  // namespace stopover::visit
