// SPDX-License-Identifier: Apache-2.0
// Whether travellers expect what they meet.
#include "models/simulation/learning.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/simulation/candidates.hpp"
#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

std::vector<Learned> learn_one(const World& world, LearningSettings settings, Executor& executor) {
  const World* const worlds[] = {&world};
  return learn(worlds, settings, executor);
}

Learned learnt(const World& world, int rounds, double tolerance = 0) {
  const auto executor = serial_executor();
  std::vector<Learned> all = learn_one(
      world, {.seed = 1, .rounds = rounds, .days = 12, .tolerance = tolerance}, *executor);
  return std::move(all.front());
}

// Two flights at the same time; the other one is always late.
void two_flights(scenario::Scenario& s) {
  soften(s);
  auto* elements = s.mutable_elements();
  for (auto& market : *elements->mutable_market())
    market.set_persons_per_day(market.id() == "a_delta" ? 600 : 0);
  for (auto& parameter : *elements->mutable_parameter())
    if (parameter.id() == "choice.scale_per_hour") {
      parameter.set_value(0.5);
      parameter.clear_low();
      parameter.clear_high();
    }
  for (auto& flight : *elements->mutable_flight()) flight.set_seats(2000);
  elements->mutable_line(0)->set_seats(2000);
  for (auto& c : *elements->mutable_hub(0)->mutable_checkpoint())
    c.mutable_staffing(0)->set_desks(50);
  for (auto& d : *elements->mutable_delay()) {
    d.set_on_time_share(1);
    d.set_mean_late_minutes(0);
  }
  auto* late = elements->add_delay();
  *late = elements->delay(0);
  late->set_id("late");
  late->set_on_time_share(0);
  late->set_mean_late_minutes(40);
  late->set_max_minutes(120);
  auto* other = elements->add_flight();
  for (const auto& flight : elements->flight())
    if (flight.id() == "a_gates") *other = flight;
  other->set_id("other");
  other->set_delay("late");
}

bool takes_other(const World& world, const Journey& journey) {
  return std::ranges::any_of(journey.legs.legs, [&](const timetable::Leg& leg) {
    return leg.is_ride() && world.timetable.services()[leg.service].line == "other";
  });
}

// Share of the persons to the delta city who take the late flight.
double share_of_late(const World& world) {
  std::int64_t late = 0;
  std::int64_t all = 0;
  for (std::uint32_t r = 0; r < 40; ++r) {
    const auto plans = plans_of(world, central(world).behaviour, {.seed = 3, .replication = r});
    for (const PlannedParty& party : plans.parties) {
      all += party.size;
      if (takes_other(world, world.alternatives.journeys[party.journey])) late += party.size;
    }
  }
  return static_cast<double>(late) / static_cast<double>(all);
}

TEST(Learning, WhereNobodyIsLateTheTimetableIsRight) {
  const World world = minimal_world();
  const Learned learned = learnt(world, 5);
  ASSERT_EQ(learned.rounds.size(), 1U);
  EXPECT_EQ(learned.rounds[0], LearningRound{});
  EXPECT_TRUE(learned.settled());
}

TEST(Learning, NoRoundsLearnNothing) {
  const World world = minimal_world();
  const Learned learned = learnt(world, 0);
  EXPECT_TRUE(learned.rounds.empty());
  EXPECT_TRUE(learned.expectations.empty());
  EXPECT_TRUE(learned.settled());
}

// Logit of two, otherwise the same: ln(P / (1 - P)) = -scale × weight × hours late.
TEST(Learning, ShunsAFlightByHowLateItIsExpected) {
  World world = minimal_world(two_flights);
  EXPECT_NEAR(share_of_late(world), 0.5, 0.04);

  Learned learned = learnt(world, 6);
  EXPECT_GT(learned.rounds.front().gap, 0.005);
  EXPECT_TRUE(learned.settled()) << learned.rounds.back().gap;
  world.expectations = std::move(learned.expectations);
  const Departures departures = departures_of(world);
  double hours = 0;  // expected, weighed by options
  int options = 0;
  for (const JourneyId id : ids_of(world.alternatives.journeys)) {
    const Journey& journey = world.alternatives.journeys[id];
    if (world.places[journey.legs.to].key != "delta") continue;
    for (const Option& o : departures[id].direct[0]) {
      const auto late = static_cast<double>(o.expected.late_hours);
      if (!takes_other(world, journey)) {
        EXPECT_NEAR(late, 0, 0.03);
        continue;
      }
      hours += late;
      ++options;
    }
  }
  ASSERT_GT(options, 0);
  EXPECT_GT(hours / options, 0.3);
  const Behaviour b = behaviour_of(world.parameters);
  const double odds = std::exp(-b.scale_per_hour * b.lateness_weight * hours / options);
  EXPECT_NEAR(share_of_late(world), odds / (1 + odds), 0.04);
}

TEST(Learning, IsTheSameForEveryExecutor) {
  const World world = minimal_world([](scenario::Scenario& s) {
    crowd_at_gates(s);
    s.mutable_horizon()->set_days(2);
  });
  const LearningSettings settings{.seed = 5, .rounds = 3, .days = 6, .tolerance = 0};
  const auto serial = serial_executor();
  const std::vector<Learned> wanted = learn_one(world, settings, *serial);
  EXPECT_GT(wanted[0].rounds[0].gap, 0);
  std::vector<std::unique_ptr<Executor>> others;
  for (const int threads : {1, 2, 3, 7, 16}) others.push_back(tbb_executor(threads));
  others.push_back(thread_executor(3));
  for (const std::uint64_t seed : {1U, 2U}) others.push_back(shuffled_executor(seed));
  for (const auto& executor : others) {
    const std::vector<Learned> found = learn_one(world, settings, *executor);
    EXPECT_EQ(found[0].rounds, wanted[0].rounds);
    EXPECT_TRUE(found[0].expectations == wanted[0].expectations);
  }
}

TEST(Learning, TakesAsManyRoundsInEveryWorld) {
  const World calm = minimal_world();
  const World late = minimal_world(two_flights);
  const World* const worlds[] = {&calm, &late};
  const auto executor = serial_executor();
  std::size_t told = 0;
  const auto learned = learn(worlds,
                             {.seed = 1,
                              .rounds = 8,
                              .days = 12,
                              .tolerance = 0.001,
                              .progress = [&](std::size_t done, std::size_t) { told = done; }},
                             *executor);
  EXPECT_GT(learned[1].rounds.size(), 1U);
  EXPECT_EQ(learned[0].rounds.size(), learned[1].rounds.size());
  EXPECT_EQ(told, 2 * learned[0].rounds.size());
}

// Single days of a long horizon, each after its warm-up, give what the days of a short one do.
TEST(Learning, OfALongHorizonTakesDaysApart) {
  const World world = minimal_world([](scenario::Scenario& s) {
    two_flights(s);
    s.mutable_horizon()->set_days(60);
    s.mutable_horizon()->set_warmup_days(1);
  });
  const Learned learned = learnt(world, 4);
  EXPECT_EQ(learned.days, 12);
  EXPECT_GT(learned.rounds.front().gap, 5 * learned.rounds.back().gap);
  const World brief = minimal_world(two_flights);
  EXPECT_NEAR(learned.rounds.front().gap, learnt(brief, 1).rounds.front().gap,
              0.3 * learned.rounds.front().gap);
}

// What is learnt beforehand is used in the replications.
TEST(Learning, ChangesWhatPeopleDo) {
  World world = minimal_world(two_flights);
  const auto executor = serial_executor();
  const RunSettings settings{.seed = 1, .first_replication = 0, .replications = 3, .drawn = false};
  const auto before = run_replications(world, settings, *executor);
  world.expectations = learnt(world, 3).expectations;
  EXPECT_NE(run_replications(world, settings, *executor), before);
}

}  // namespace
}  // namespace stopover::simulation
