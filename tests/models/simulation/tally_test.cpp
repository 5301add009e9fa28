// SPDX-License-Identifier: Apache-2.0
// What counts as a missed connection, and what as made when somebody is rebooked.
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

scenario::Elements& only_market(scenario::Scenario& s, const char* from, const char* to,
                                const char* segment) {
  auto* elements = s.mutable_elements();
  for (auto& market : *elements->mutable_market()) market.set_persons_per_day(0);
  auto* market = elements->mutable_market(0);
  market->set_from(from);
  market->set_to(to);
  market->set_segment(segment);
  market->set_persons_per_day(30);
  return *elements;
}

void close(scenario::Elements& elements, const char* target) {
  auto* shut = elements.add_restriction();
  shut->set_id("shut");
  shut->set_name("shut");
  shut->set_target(target);
  shut->set_from("00:00");
  shut->set_until("24:00");
}

void add_taxi(scenario::Elements& elements, const char* from, const char* to, int minutes,
              double fare_yuan) {
  auto* taxi = elements.add_road();
  taxi->set_id("taxi");
  taxi->set_mode(scenario::TAXI);
  taxi->set_from(from);
  taxi->set_to(to);
  taxi->set_minutes(minutes);
  taxi->set_party_max(3);
  taxi->set_fare_yuan(fare_yuan);
}

// By train to a flight that may not go; another goes two hours later.
World train_and_flight(bool goes) {
  return minimal_world([&](scenario::Scenario& s) {
    auto& elements = only_market(s, "delta", "b", "residents");
    for (int i = 0; i < elements.flight_size(); ++i) {
      if (elements.flight(i).id() != "gates_b") continue;
      auto later = elements.flight(i);
      later.set_id("gates_b2");
      later.set_first_departure("20:00");
      *elements.add_flight() = later;
      break;
    }
    if (!goes) close(elements, "gates_b");
  });
}

TEST(Tally, WhoIsRebookedOntoALaterFlightCameByTrainAllTheSame) {
  for (const bool goes : {true, false}) {
    const World world = train_and_flight(goes);
    const Tally t = simulate(world, central(world), {.seed = 1, .replication = 0});
    const std::int64_t all = t.total(Count::kPersons);
    EXPECT_GT(all, 10);
    EXPECT_EQ(t.total(Count::kRebooked), goes ? 0 : all);
    EXPECT_EQ(t.total(count_for(Count::kMissed, flow::MissCause::kCancelled)), goes ? 0 : all);
    EXPECT_EQ(t.total(Count::kHandled), all);
    EXPECT_EQ(t.total(Count::kAirRail), all);
    EXPECT_EQ(t.access[scenario::RAIL], all);
  }
}

// From the plane to a train that does not go; a taxi does.
TEST(Tally, WhoIsRebookedOntoATaxiLeavesTheAirportByTaxi) {
  const World world = minimal_world([](scenario::Scenario& s) {
    auto& elements = only_market(s, "a", "delta", "visitors");
    add_taxi(elements, "station", "delta", 90, 400);
    close(elements, "intercity");
  });
  const Tally t = simulate(world, central(world), {.seed = 1, .replication = 0});
  const std::int64_t all = t.total(Count::kPersons);
  EXPECT_GT(all, 10);
  EXPECT_EQ(t.total(Count::kRebooked), all);
  EXPECT_EQ(t.access[scenario::TAXI], all);
  EXPECT_EQ(t.access[scenario::RAIL], 0);
  EXPECT_EQ(t.total(Count::kAirRail), 0);
}

// Whoever never gets out of the airport takes no taxi there.
TEST(Tally, WhoIsStrandedBehindThePlaneTakesNoTaxi) {
  const World world = minimal_world([](scenario::Scenario& s) {
    add_taxi(only_market(s, "a", "delta", "visitors"), "station", "delta", 10, 0);
  });
  const demand::Luck luck{.seed = 1, .replication = 0};
  const PlansOfReplication plans = plans_of(world, central(world).behaviour, luck);
  const auto executor = serial_executor();
  flow::Outcome outcome =
      flow::sweep(plans.flow, world.setting(luck.seed, luck.replication), world.stages, *executor);
  const Tally arrived = tally(world, central(world), plans, outcome, luck);
  EXPECT_GT(arrived.access[scenario::TAXI], 10);
  for (std::uint8_t& stranded : outcome.stranded) stranded = 1;
  const Tally never = tally(world, central(world), plans, outcome, luck);
  EXPECT_EQ(never.access[scenario::TAXI], 0);
  EXPECT_EQ(never.total(Count::kHandled), arrived.total(Count::kHandled));
}

// The counts of how likely stays are chosen: those of the plans, and rates between 0 and 1.
TEST(Tally, CountsHowLikelyStaysAreChosen) {
  const World world = minimal_world([](scenario::Scenario& s) {
    soften(s);
    s.mutable_horizon()->set_days(3);
    for (auto& regime : *s.mutable_elements()->mutable_regime()) regime.set_stay_hours(144);
  });
  const demand::Luck luck{.seed = 5, .replication = 0};
  const auto [plans, outcome] = swept(world, luck);
  const Tally t = tally(world, central(world), plans, outcome, luck);
  std::int64_t over = 0;
  std::int64_t out = 0;
  std::int64_t nights = 0;
  for (const PlannedParty& party : plans.parties) {
    over += std::int64_t{party.size} * party.chances.over_gateway;
    out += std::int64_t{party.size} * party.chances.step_out;
    nights += std::int64_t{party.size} * party.chances.nights;
    EXPECT_LE(party.chances.step_out + party.chances.nights, party.chances.over_gateway + 2);
  }
  EXPECT_GT(nights, 0);
  EXPECT_GT(out, 0);
  EXPECT_EQ(t.total(Count::kLikelyOverGateway), over);
  EXPECT_EQ(t.total(Count::kLikelySteppedOut), out);
  EXPECT_EQ(t.total(Count::kLikelyNights), nights);
}

}  // namespace
}  // namespace stopover::simulation
