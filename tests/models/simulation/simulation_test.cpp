// SPDX-License-Identifier: Apache-2.0
// A horizon simulated day by day counts what one whole sweep of it counts.
#include "models/simulation/simulation.hpp"

#include <gtest/gtest.h>

#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

World soft_world(int days) {
  return minimal_world([days](scenario::Scenario& s) {
    soften(s);
    s.mutable_horizon()->set_days(days);
  });
}

// All days planned, then swept, then counted at once.
Tally at_once(const World& world, demand::Luck luck) {
  const Assumptions assumptions = central(world);
  const auto [plans, outcome] = swept(world, luck);
  return tally(world, assumptions, plans, outcome, luck);
}

TEST(Simulation, DayByDayCountsWhatTheWholeHorizonDoes) {
  const World world = soft_world(6);
  for (std::uint32_t r = 0; r < 5; ++r)
    EXPECT_EQ(simulate(world, central(world), {4, r}), at_once(world, {4, r})) << r;
}

// Beyond two weeks departures slide along, and simulations go side by side.
TEST(Simulation, ALongHorizonIsTheSameForAnyNumberOfThreads) {
  const World world = soft_world(25);
  const RunSettings settings{.seed = 4, .replications = 3};
  const auto serial = serial_executor();
  const auto expected = run_replications(world, settings, *serial);
  for (std::uint32_t r = 0; r < 3; ++r) EXPECT_EQ(expected[r].central, at_once(world, {4, r})) << r;
  for (const int threads : {2, 3, 7, 16}) {
    const auto executor = tbb_executor(threads);
    EXPECT_EQ(run_replications(world, settings, *executor), expected) << threads;
  }
  const auto shuffled = shuffled_executor(5);
  EXPECT_EQ(run_replications(world, settings, *shuffled), expected);
}

// Alone it is parallel inside: with two threads swept while the next day chooses, with more before.
TEST(Simulation, OneAloneIsTheSameForAnyNumberOfThreads) {
  const World world = soft_world(18);
  const RunSettings settings{.seed = 4, .replications = 1, .drawn = false};
  const Tally expected = at_once(world, {4, 0});
  for (const int threads : {1, 2, 3, 7}) {
    for (const auto& executor : {tbb_executor(threads), thread_executor(threads)})
      EXPECT_EQ(run_replications(world, settings, *executor).front().central, expected) << threads;
  }
}

TEST(Simulation, ProgressCountsTheDaysOfAllSimulations) {
  for (const int days : {3, 16}) {
    const World world = soft_world(days);
    const std::size_t all = 2 * 2 * world.demand_days().size();
    std::size_t last = 0;
    const RunSettings settings{
        .seed = 1, .replications = 2, .progress = [&](std::size_t done, std::size_t of) {
          EXPECT_GE(done, last);  // told as each begins, too, so that it can be abandoned
          EXPECT_EQ(of, all);
          last = done;
        }};
    const auto serial = serial_executor();
    static_cast<void>(run_replications(world, settings, *serial));
    EXPECT_EQ(last, all);
  }
}

// Trains with fewer places than people booked them: who is left behind at the station goes on by
// the next train with a place for the whole party, or by road if that is sooner.
class Rebooked : public ::testing::TestWithParam<int> {};
TEST_P(Rebooked, WhoMissesATrainGoesOnByWhatArrivesFirst) {
  const World world = crowded_trains(GetParam());
  int by_road = 0;
  int by_rail = 0;
  for (std::uint32_t r = 0; r < 5; ++r) {
    const demand::Luck luck{.seed = 7, .replication = r};
    const auto [plans, outcome] = swept(world, luck);
    for (const flow::Rerouting& way : outcome.reroutings) {
      EXPECT_NE(outcome.rides[way.missed_ride].cause, flow::MissCause::kNone);
      EXPECT_EQ(outcome.stranded[way.party], 0);
      const timetable::Template& legs = *world.ways_on.legs.at(way.route);
      EXPECT_EQ(world.places[legs.to].key, "delta");
      ++(legs.legs.front().is_ride() ? by_rail : by_road);
    }
    const Tally counted = tally(world, central(world), plans, outcome, luck);
    EXPECT_GE(counted.total(Count::kRebooked),
              static_cast<std::int64_t>(outcome.reroutings.size()));
  }
  EXPECT_GT(GetParam() < 60 ? by_road : by_rail, 0);
}
INSTANTIATE_TEST_SUITE_P(MinutesByRoad, Rebooked, ::testing::Values(45, 180));

// A party takes no departure further away than these, however rare flights are.
TEST(Departures, NoneIsTooFarFromWhatAPartyWants) {
  const World world = minimal_world([](scenario::Scenario& s) {
    soften(s);
    s.mutable_horizon()->set_days(12);
    for (auto& flight : *s.mutable_elements()->mutable_flight()) flight.set_days("1");
  });
  const Departures departures = departures_of(world);
  const Behaviour behaviour = behaviour_of(world.parameters);
  const demand::Luck luck{.seed = 2, .replication = 0};
  std::vector<Candidate> all;
  int early = 0;
  int late = 0;
  for (const CivilDate day : world.demand_days())
    for (const auto market : ids_of(world.demand.markets))
      for (int k = 0; k < 20; ++k) {
        const demand::Party party = demand::draw_party(world.demand, market, day, k, luck);
        const Instant wanted =
            world.network.places[party.from].zone.instant_at(party.day, party.wanted);
        candidates({world, departures, behaviour, luck}, party, all);
        for (const Candidate& c : all) {
          EXPECT_LE(wanted - c.option->anchor, kEarliest);
          EXPECT_LE(c.option->anchor - wanted, kLatest);
          early += wanted - c.option->anchor > hours(24) ? 1 : 0;
          late += c.option->anchor - wanted > hours(96) ? 1 : 0;
        }
      }
  EXPECT_GT(early, 0);
  EXPECT_GT(late, 0);
}

}  // namespace
}  // namespace stopover::simulation
