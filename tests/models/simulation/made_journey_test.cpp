// SPDX-License-Identifier: Apache-2.0
// Journeys as they were made against plans and reroutings, looked at one by one.
#include "models/simulation/made_journey.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using flow::MissCause;

struct Rebooked {
  World world = crowded_trains(180);  // so slow that trains are taken
  Swept swept = simulation::swept(world, {.seed = 7, .replication = 0});

  [[nodiscard]] std::vector<MadeLeg> legs(flow::PartyIndex party) const {
    return MadeJourneys(world, swept.plans, swept.outcome).of(party);
  }
  [[nodiscard]] const timetable::Template& plan(flow::PartyIndex party) const {
    return world.alternatives.journeys[swept.plans.parties[party.value()].journey].legs;
  }
};

TEST(MadeJourney, WithoutAnotherWayItIsThePlan) {
  const Rebooked r;
  int checked = 0;
  for (const flow::PartyIndex party : ids_of(r.swept.plans.flow.key)) {
    if (!r.swept.outcome.reroutings_of(party).empty()) continue;
    const std::vector<MadeLeg> legs = r.legs(party);
    const std::vector<timetable::Leg>& plan = r.plan(party).legs;
    ASSERT_EQ(legs.size(), plan.size());
    std::uint32_t ride = r.swept.plans.flow.ride_offset[party.value()];
    for (std::size_t k = 0; k < legs.size(); ++k) {
      EXPECT_EQ(*legs[k].leg, plan[k]);
      EXPECT_FALSE(legs[k].begins_way_on || legs[k].rerouted);
      EXPECT_TRUE(legs[k].made);
      if (!plan[k].is_ride()) continue;
      EXPECT_EQ(legs[k].planned, r.swept.plans.flow.planned_run[ride]);
      EXPECT_EQ(legs[k].outcome, r.swept.outcome.rides[ride++]);
    }
    ++checked;
  }
  EXPECT_GT(checked, 5);
}

TEST(MadeJourney, WhatFollowsAMissIsTheWayOn) {
  const Rebooked r;
  int checked = 0;
  for (const flow::PartyIndex party : ids_of(r.swept.plans.flow.key)) {
    const auto ways = r.swept.outcome.reroutings_of(party);
    if (ways.size() != 1) continue;
    const timetable::Template& way = *r.world.ways_on.legs.at(ways[0].route);
    const std::vector<MadeLeg> legs = r.legs(party);
    const auto missed = std::ranges::find_if(legs, &MadeLeg::rerouted);
    ASSERT_NE(missed, legs.end());
    EXPECT_EQ(missed->ride, ways[0].missed_ride);
    EXPECT_FALSE(missed->made);
    EXPECT_TRUE(missed->missed());
    ASSERT_EQ(legs.end() - missed, static_cast<std::ptrdiff_t>(way.legs.size()) + 1);
    EXPECT_TRUE((missed + 1)->begins_way_on);
    EXPECT_EQ((missed + 1)->leg, way.legs.data());
    EXPECT_EQ(legs.back().to, way.to);
    if (!legs.back().leg->is_ride()) continue;
    EXPECT_FALSE(legs.back().planned.is_none());
    EXPECT_EQ(legs.back().planned, legs.back().outcome.run) << "a booked place is kept";
    ++checked;
  }
  EXPECT_GT(checked, 5);
}

// The last ride of a party that is rebooked is made to miss in turn: its road behind is not made.
TEST(MadeJourney, AMissOnAnotherWayIsKnownToo) {
  Rebooked r;
  ASSERT_FALSE(r.swept.outcome.reroutings.empty());
  const flow::Rerouting& way = r.swept.outcome.reroutings.front();
  r.swept.outcome.rides[way.first_ride] = {.run = flow::RunId::none(), .cause = MissCause::kNoSeat};
  r.swept.outcome.stranded[way.party] = 1;
  const std::vector<MadeLeg> legs = r.legs(way.party);
  const auto missed = [](const MadeLeg& leg) { return leg.missed(); };
  EXPECT_EQ(std::ranges::count_if(legs, missed), 2);
  EXPECT_FALSE(legs.back().made);
  EXPECT_TRUE(legs.back().tried());

  // Planned connections end with the first miss: the rest was not planned as one.
  int departures = 0;
  int connections = 0;
  for_each_departure(legs, [&](const MadeLeg* before, const MadeLeg& leg) {
    ++(before == nullptr ? departures : connections);
    EXPECT_EQ(leg.missed(), before != nullptr);
  });
  EXPECT_EQ(departures, 1);
  EXPECT_EQ(connections, 1);
}

}  // namespace
}  // namespace stopover::simulation
