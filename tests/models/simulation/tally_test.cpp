// SPDX-License-Identifier: Apache-2.0
// What counts as a missed connection.
#include "models/simulation/tally.hpp"

#include <gtest/gtest.h>

#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

// Arrivals that come early for their planned train take the one before, if no ticket binds them.
TEST(Tally, ATrainBeforeThePlannedOneIsNoMiss) {
  const World world = minimal_world([](scenario::Scenario& s) {
    auto* line = s.mutable_elements()->mutable_line(0);
    line->set_reserved(false);
    line->mutable_headway(0)->set_minutes(2);
  });
  std::int64_t connections = 0;
  int early = 0;
  for (std::uint32_t r = 0; r < 5; ++r) {
    const demand::Luck luck{.seed = 1, .replication = r};
    const Tally t = simulate(world, central(world), luck);
    EXPECT_EQ(t.total(Count::kMissed), 0);
    EXPECT_EQ(t.total(Count::kDeparturesMissed), 0);
    connections += t.total(Count::kConnections);
    const PlansOfReplication plans = plans_of(world, central(world).behaviour, luck);
    const auto executor = serial_executor();
    const flow::Outcome outcome = flow::sweep(
        plans.flow, world.setting(luck.seed, luck.replication), world.stages, *executor);
    for (std::size_t i = 0; i < outcome.rides.size(); ++i)
      early += outcome.rides[i].run != plans.flow.planned_run[i] ? 1 : 0;
  }
  EXPECT_GT(connections, 50);
  EXPECT_GT(early, 0) << "nobody came early, so nothing was tested";
}

// The last train is full of others: those who planned it are stranded, and the plane that would
// have followed is neither made nor missed.
TEST(Tally, WhatAStrandedPartyNeverCameToIsNotAConnection) {
  const World world = minimal_world([](scenario::Scenario& s) {
    auto* elements = s.mutable_elements();
    for (auto& market : *elements->mutable_market()) {
      market.set_persons_per_day(market.id() == "city_b" ? 30 : 0);
      if (market.id() == "city_b") market.set_from("delta");
    }
    auto* full = elements->add_background();
    full->set_id("full");
    full->set_target("intercity");
    full->set_from("00:00");
    full->set_until("24:00");
    full->set_seat_share(1);
  });
  const Tally t = simulate(world, central(world), {.seed = 1, .replication = 0});
  EXPECT_GT(t.total(Count::kPersons), 10);
  EXPECT_EQ(t.total(Count::kStranded), t.total(Count::kPersons));
  EXPECT_EQ(t.total(Count::kDeparturesMissed), t.total(Count::kPersons));  // the train, no seat
  EXPECT_EQ(t.total(Count::kConnections), 0);
  EXPECT_EQ(t.total(Count::kMissed), 0);
}

}  // namespace
}  // namespace stopover::simulation
