// SPDX-License-Identifier: Apache-2.0
// What windows are worth to through passengers of scenarios/minimal, with sights in its city, and
// what that does to their choice.
#include "models/visit/window_values.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "models/simulation/candidates.hpp"
#include "tests/models/simulation/small_scenarios.hpp"
#include "tests/models/visit/visit_cases.hpp"

namespace stopover::visit {
namespace {

using simulation::World;

// `sights` sights of three kinds around the middle of the city, open by day, closed on Tuesdays.
World town(int sights, Executor& executor, std::int64_t steps = kWindowSteps) {
  scenario::Scenario s = simulation::scenario_of("minimal");
  simulation::soften(s);
  for (const auto& place : s.elements().place()) {
    if (place.id() != "city") continue;
    for (int i = 0; i < sights; ++i) {
      scenario::Sight& sight =
          add_sight(s, {"sight" + std::to_string(i), 0, "09:00", "17:00", 60 + 10 * (i % 5)});
      sight.set_category(i % 3 == 0 ? "garden" : i % 3 == 1 ? "museum" : "temple");
      sight.set_place("city");
      sight.set_lon(place.lon() + 0.002 * i);
      sight.set_lat(place.lat());
      sight.set_closed_days("2");
    }
    break;
  }
  FaultList faults;
  World world = simulation::compile(s, executor, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  value_windows(world, sight_book(s), executor, steps);
  return world;
}

World town(int sights, std::int64_t steps = kWindowSteps) {
  const auto serial = serial_executor();
  return town(sights, *serial, steps);
}

demand::SegmentId through(const World& world) {
  for (const auto id : ids_of(world.demand.segments))
    if (world.demand.segments[id].kind == demand::VisitorKind::kThrough) return id;
  ADD_FAILURE() << "nobody passes through";
  return {};
}

network::HubId airport(const World& world) {
  for (const auto id : ids_of(world.hubs))
    if (world.visit_values.hours(id, through(world), {world.first_day, hours(9)}, 8)) return id;
  ADD_FAILURE() << "no hub has values";
  return {};
}

double at(const World& world, int arrival, double length) {
  return world.visit_values
      .hours(airport(world), through(world), {world.first_day, hours(arrival)}, length)
      .value();
}

TEST(WindowValues, WithoutSightsThereAreNone) {
  EXPECT_TRUE(town(0).visit_values.empty());
}

TEST(WindowValues, OnlyThroughSegmentsHaveThem) {
  const World world = town(1);
  for (const auto id : ids_of(world.demand.segments))
    EXPECT_EQ(
        world.visit_values.hours(airport(world), id, {world.first_day, hours(9)}, 8).has_value(),
        world.demand.segments[id].kind == demand::VisitorKind::kThrough);
}

// One sight of an hour: worth its hour, by the expected maximum with not going.
TEST(WindowValues, OfOneSightAreItsHour) {
  const World world = town(1);
  EXPECT_NEAR(at(world, 9, 10), std::log(1 + std::exp(1.0)), 0.02);
  EXPECT_NEAR(at(world, 9, 24), std::log(1 + std::exp(1.0)), 0.02);
}

TEST(WindowValues, OfTheNightAreNothing) {
  const World world = town(1);
  EXPECT_EQ(at(world, 18, 6), 0);
  EXPECT_EQ(at(world, 0, 4), 0);
  EXPECT_EQ(at(world, 18, 20), 0);  // a Tuesday follows
}

// Landing on the last counted day or after it is no exception.
TEST(WindowValues, AreThoseOfTheWeekday) {
  const World world = town(1);
  ASSERT_EQ(world.first_day.weekday(), 0);
  const auto on = [&](int weekday) {
    return world.visit_values
        .hours(airport(world), through(world), {world.first_day.plus_days(weekday), hours(9)}, 8)
        .value();
  };
  EXPECT_EQ(on(1), 0);  // closed
  EXPECT_GT(on(0), 1);
  for (const int weekday : {2, 3, 4, 5, 6}) EXPECT_EQ(on(weekday), on(0)) << weekday;
}

TEST(WindowValues, GrowWithLengthAndSights) {
  const World one = town(1);
  const World three = town(3);
  for (const int arrival : simulation::VisitValues::kArrivals)
    for (const int length : {6, 8, 12, 16})
      EXPECT_LE(at(one, arrival, length), at(one, arrival, length + 4)) << arrival << length;
  EXPECT_GT(at(three, 9, 12), at(one, 9, 12) + 1);
}

// What the header says of kWindowSteps, with more sights than a day holds.
TEST(WindowValues, HardlyGrowWithTheSearch) {
  const World few = town(14);
  const World many = town(14, 10 * kWindowSteps);
  double most = 0;
  for (const int arrival : simulation::VisitValues::kArrivals)
    for (const int length : simulation::VisitValues::kLengths) {
      EXPECT_NEAR(at(few, arrival, length), at(many, arrival, length),
                  at(many, arrival, length) / 30);
      most = std::max(most, at(many, arrival, length));
    }
  EXPECT_GT(most, 5);
}

TEST(WindowValues, AreTheSameForAnyThreadsAndOrderOfWork) {
  const World once = town(3);
  std::vector<std::unique_ptr<Executor>> executors;
  for (const int threads : {2, 3, 7}) executors.push_back(tbb_executor(threads));
  for (const std::uint64_t seed : {1U, 2U}) executors.push_back(shuffled_executor(seed));
  for (const auto& executor : executors) {
    const World again = town(3, *executor);
    for (const int arrival : simulation::VisitValues::kArrivals)
      for (const int length : simulation::VisitValues::kLengths)
        EXPECT_EQ(at(again, arrival, length), at(once, arrival, length));
  }
}

// More to see: more step out, and more come over the gateway at all.
TEST(WindowValues, DrawPeopleThroughTheGateway) {
  const demand::Luck luck{.seed = 7, .replication = 0};
  const auto drawn = [&](const World& world) {
    const auto departures = simulation::departures_of(world);
    const auto behaviour = simulation::behaviour_of(world.parameters);
    const simulation::Planning planning{world, departures, behaviour, luck};
    std::pair<std::int64_t, std::int64_t> sum{0, 0};
    for (const auto market : ids_of(world.demand.markets)) {
      const auto segment = world.demand.markets[market].segment;
      if (world.demand.segments[segment].kind != demand::VisitorKind::kThrough) continue;
      for (int k = 0; k < 200; ++k) {
        const auto chances = simulation::chances(
            planning, demand::draw_party(world.demand, market, world.first_day, k, luck));
        sum.first += chances.step_out;
        sum.second += chances.over_gateway;
      }
    }
    return sum;
  };
  const auto few = drawn(town(1));
  const auto many = drawn(town(4));
  EXPECT_GT(few.first, 0);
  EXPECT_GT(many.first, few.first + few.first / 10);
  EXPECT_GT(many.second, few.second);
}

}  // namespace
}  // namespace stopover::visit
