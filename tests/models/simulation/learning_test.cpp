// SPDX-License-Identifier: Apache-2.0
// Whether travellers expect what they meet.
#include "models/simulation/learning.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/simulation/candidates.hpp"
#include "models/simulation/experience.hpp"
#include "models/simulation/made_journey.hpp"
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
  EXPECT_LT(learned.rounds.back().gap, 0.02 * learned.rounds.front().gap);
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

// Experience against a plain loop: by journey and way, and by whole days, on a world with queues,
// lateness, missed runs and other ways.
TEST(Experience, IsASumOverParties) {
  for (const bool trains : {false, true}) {
    const World world = trains ? crowded_trains(180) : minimal_world(crowd_at_gates);
    const auto [plans, outcome] = swept(world, {.seed = 4, .replication = 1});
    Observer observer(world, {0, 1});
    observer.look_at({plans, outcome, outcome.run_delay});
    const Experience met = std::move(observer).finish({});
    std::map<OfferId, Lateness> wanted;
    std::int64_t late_parties = 0;
    for (const flow::PartyIndex i : ids_of(plans.flow.key)) {
      const PlannedParty& party = plans.parties[i.value()];
      const Seconds late = outcome.stranded[i] != 0
                               ? hours(12)
                               : std::min(hours(12), outcome.finished[i] - party.arrive);
      late_parties += late > Seconds(0) ? 1 : 0;
      wanted[offer_of(party.journey, party.way)].add(
          {.persons = party.size,
           .extra = party.size * late.count(),
           .late = party.size * std::max(late, Seconds(0)).count()});
    }
    EXPECT_GT(late_parties, 0);
    std::map<OfferId, Lateness> found;
    for (const auto& cell : met.journeys.cells()) {
      EXPECT_GE(cell.value.times, 1);
      Lateness value = cell.value;
      value.times = 0;
      found[cell.id].add(value);
    }
    EXPECT_EQ(found, wanted);
    // What a ride brings is within bounds, and never the catching up of another's lateness.
    for (const auto& cell : met.services.cells()) {
      EXPECT_LE(cell.value.late, cell.value.persons * hours(12).count());
      EXPECT_GE(cell.value.extra, -cell.value.persons * hours(1).count());
    }
  }
}

// Every counted day at most once.
TEST(Learning, OfALongHorizonTakesEachDayOnce) {
  for (const int days : {22, 30, 44, 100}) {
    const World world = minimal_world([&](scenario::Scenario& s) {
      s.mutable_horizon()->set_days(days);
      for (auto& market : *s.mutable_elements()->mutable_market()) market.set_persons_per_day(1);
    });
    const World* const worlds[] = {&world};
    const auto executor = serial_executor();
    for (const int wanted : {12, 28, 200}) {
      const auto learned =
          learn(worlds, {.seed = 1, .rounds = 1, .days = wanted, .tolerance = -1}, *executor);
      EXPECT_EQ(learned[0].days, std::min(wanted, days));
    }
  }
}

// A nonstop flight, late by an exponential of mean 40 min cut at 120: the mean is 40 (1 - e^-3)
// min, credited by how many quarter-hours of days there were.
TEST(Learning, OfANonstopFlightIsTheMeanOfItsDelay) {
  const World world = minimal_world([](scenario::Scenario& s) {
    auto* elements = s.mutable_elements();
    for (auto& market : *elements->mutable_market())
      market.set_persons_per_day(market.id() == "b_a_hurried" ? 20 : 0);
    for (auto& d : *elements->mutable_delay()) {
      d.set_on_time_share(0);
      d.set_mean_late_minutes(40);
      d.set_max_minutes(120);
    }
  });
  const World* const worlds[] = {&world};
  const auto executor = serial_executor();
  constexpr int kDays = 400;
  const auto learned =
      learn(worlds, {.seed = 2, .rounds = 2, .days = kDays, .tolerance = -1}, *executor);
  const Departures departures = whole_departures(world, learned[0].expectations, *executor);
  double late = -1;
  for (const JourneyId id : ids_of(world.alternatives.journeys)) {
    const Journey& journey = world.alternatives.journeys[id];
    if (!journey.nonstop || departures[id].direct[0].empty()) continue;
    if (world.places[journey.legs.from].key != "b") continue;
    for (const Option& o : departures[id].direct[0])
      late = std::max(late, static_cast<double>(o.expected.late_hours));
  }
  const double usual = kDays / (kDays + kCredible);
  const double credit = (kDays + kCredible * usual) / (kDays + kCredible);
  const double mean = 40 * (1 - std::exp(-3.0)) / 60;
  // 400 days, standard deviation about 0.54 h.
  EXPECT_NEAR(late, credit * mean, 4 * 0.54 / std::sqrt(kDays));
}

// Lived through whole several times, and by single days.
class LearningHorizon : public ::testing::TestWithParam<int> {};
TEST_P(LearningHorizon, IsTheSameForEveryExecutor) {
  const World world = minimal_world([](scenario::Scenario& s) {
    two_flights(s);  // and long queues, and trains too small
    s.mutable_elements()->mutable_line(0)->set_seats(200);
    for (auto& c : *s.mutable_elements()->mutable_hub(0)->mutable_checkpoint())
      c.mutable_staffing(0)->set_desks(3);
    s.mutable_horizon()->set_days(GetParam());
  });
  const LearningSettings settings{.seed = 5, .rounds = 2, .days = 4, .tolerance = 0};
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

INSTANTIATE_TEST_SUITE_P(Days, LearningHorizon, ::testing::Values(2, 20));

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

// A line that runs at weekends alone is met.
TEST(Learning, OfALongHorizonMeetsEveryWeekday) {
  for (const int days : {28, 84, 365}) {
    const World world = minimal_world([&](scenario::Scenario& s) {
      two_flights(s);
      s.mutable_horizon()->set_days(days);
      for (auto& market : *s.mutable_elements()->mutable_market())
        market.set_persons_per_day(market.persons_per_day() / 10);
      for (auto& flight : *s.mutable_elements()->mutable_flight())
        if (flight.id() == "other") flight.set_days("7");
    });
    const Learned learned = learnt(world, 2, -1);
    const auto executor = serial_executor();
    Departures departures(world, learned.expectations);
    const CivilDate first = world.first_day;
    departures.slide(
        {anchors_of_day(world, first).from, anchors_of_day(world, first.plus_days(7)).until},
        *executor);
    bool known = false;
    for (const JourneyId id : ids_of(world.alternatives.journeys))
      if (takes_other(world, world.alternatives.journeys[id]))
        for (const Option& o : departures[id].direct[0]) known = known || o.expected.late_hours > 0;
    EXPECT_TRUE(known) << days;
  }
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
