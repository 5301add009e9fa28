// SPDX-License-Identifier: Apache-2.0
// The engine held to scenarios/minimal/README.md: every formula there, for the numbers that came.
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "models/scenario/load.hpp"
#include "models/simulation/indicators.hpp"
#include "models/simulation/run.hpp"
#include "models/simulation/world.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

// As many people as the example on paper, and a sweep of luck around it.
struct Letters {
  std::int64_t v = 0, d = 0, r = 0, t = 0, h = 0, c = 0;
};

const World& minimal() {
  static const World world = [] {
    FaultList faults;
    const std::string folder = std::string(STOPOVER_SOURCE_DIR) + "/scenarios/minimal";
    const scenario::LoadedScenario loaded = scenario::load(folder, faults);
    EXPECT_TRUE(loaded.complete);
    const auto executor = serial_executor();
    World compiled = compile(loaded.scenario, *executor, faults);
    EXPECT_TRUE(faults.empty()) << faults.text();
    return compiled;
  }();
  return world;
}

Letters letters_of(const PlansOfReplication& plans) {
  std::map<std::string, std::int64_t> people;
  for (const PlannedParty& party : plans.parties)
    people[minimal().demand.markets[party.market].key] += party.size;
  return {people["a_city"], people["a_delta"],     people["city_b"],
          people["a_b"],    people["b_a_hurried"], people["b_a_curious"]};
}

class Minimal : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  Minimal()
      : luck_{.seed = 1, .replication = GetParam()},
        behaviour_(behaviour_of(minimal().parameters)),
        n_(letters_of(plans_of(minimal(), behaviour_, luck_))),
        tally_(simulate(minimal(), central(minimal()), luck_)) {}

  [[nodiscard]] std::int64_t total(Count count) const { return tally_.total(count); }
  [[nodiscard]] const QueueTally& queue(const std::string& key) const {
    for (const auto id : ids_of(minimal().checkpoint_info))
      if (minimal().checkpoint_info[id].key == key) return tally_.queues[id];
    ADD_FAILURE() << "no checkpoint " << key;
    return tally_.queues[network::CheckpointId(0)];
  }
  [[nodiscard]] std::int64_t fen(spending::Visitor visitor, spending::Category category) const {
    return tally_.spending[static_cast<std::size_t>(visitor)][static_cast<std::size_t>(category)]
        .count();
  }

  demand::Luck luck_;
  Behaviour behaviour_;
  Letters n_;
  Tally tally_;
};

// Waits of n people who join one desk together and are served for s seconds each.
std::int64_t sum_of_waits(std::int64_t n, std::int64_t s) {
  return s * n * (n - 1) / 2;
}

TEST_P(Minimal, Totals) {
  const auto [v, d, r, t, h, c] = n_;
  EXPECT_EQ(total(Count::kPersons), v + d + r + t + h + c);
  EXPECT_EQ(total(Count::kHandled), (v + d + t) + c + (r + t) + c);
  EXPECT_EQ(total(Count::kHandledInternational), total(Count::kHandled));
  EXPECT_EQ(total(Count::kTransfer), t + c);
  EXPECT_EQ(total(Count::kAirMovements), v + d + r);
  EXPECT_EQ(total(Count::kAirRail), d);
  EXPECT_EQ(total(Count::kMayEnter), t + c);
  EXPECT_EQ(total(Count::kEntered), c);
  EXPECT_EQ(total(Count::kSteppedOut), c);
  EXPECT_EQ(total(Count::kConnections), d + t + c);
  EXPECT_EQ(total(Count::kNights), 2 * v);
  for (const Count none : {Count::kMissed, Count::kOverRival, Count::kStopover, Count::kStranded,
                           Count::kUnserved, Count::kDeparturesMissed})
    EXPECT_EQ(total(none), 0) << static_cast<int>(none);
}

TEST_P(Minimal, Rates) {
  const auto [v, d, r, t, h, c] = n_;
  struct OnPaper {
    std::int64_t top = 0;
    std::int64_t bottom = 0;
  };
  const std::map<std::string, OnPaper> rates{
      {"air_transfer_rate", {2 * (t + c), (v + d + t) + c + (r + t) + c}},
      {"air_rail_rate", {d, v + d + r}},
      {"exit_rate", {c, t + c}},
      {"missed_connection_rate", {0, d + t + c}}};
  std::size_t found = 0;
  for (const Indicator& indicator : indicators(minimal())) {
    const auto on_paper = rates.find(indicator.id);
    if (on_paper == rates.end() || !indicator.headline) continue;
    ++found;
    EXPECT_EQ(indicator.numerator(tally_), on_paper->second.top) << indicator.id;
    EXPECT_EQ(indicator.denominator(tally_), on_paper->second.bottom) << indicator.id;
  }
  EXPECT_EQ(found, rates.size());
}

TEST_P(Minimal, Fares) {
  const auto [v, d, r, t, h, c] = n_;
  EXPECT_EQ(total(Count::kFares),
            100 * (1000 * v + 1040 * d + 1000 * r + 2000 * (t + c) + 5000 * h));
}

TEST_P(Minimal, Queues) {
  const auto [v, d, r, t, h, c] = n_;
  EXPECT_EQ(queue("entry").persons, v + d);
  EXPECT_EQ(queue("entry").wait_seconds, sum_of_waits(v + d, 30));
  EXPECT_EQ(queue("recheck").persons, t);
  EXPECT_EQ(queue("recheck").wait_seconds, sum_of_waits(t, 30));
  // The last of n is served after all others: at 10:09:00 of 16 visitors.
  const auto longest = [](const QueueTally& tally) {
    std::int64_t minute = -1;
    for (std::size_t m = 0; m < tally.wait_minutes.size(); ++m)
      if (tally.wait_minutes[m] > 0) minute = static_cast<std::int64_t>(m);
    return minute;
  };
  EXPECT_EQ(longest(queue("entry")), v + d == 0 ? -1 : 30 * (v + d - 1) / 60);
  EXPECT_EQ(longest(queue("recheck")), t == 0 ? -1 : 30 * (t - 1) / 60);
  EXPECT_EQ(queue("permit").persons, c);
  EXPECT_EQ(queue("permit").wait_seconds, sum_of_waits(c, 60));
  EXPECT_EQ(queue("security").persons, r + c);
  EXPECT_EQ(queue("security").wait_seconds,
            30 * ((r - 1) * (r - 1) / 4) + 30 * ((c - 1) * (c - 1) / 4));
  EXPECT_EQ(queue("exit").persons, r + c);
  EXPECT_EQ(queue("exit").wait_seconds, 30 * (r * r / 4) + 30 * (c * c / 4));
}

TEST_P(Minimal, Spending) {
  using spending::Category;
  using spending::Visitor;
  const auto [v, d, r, t, h, c] = n_;
  EXPECT_EQ(fen(Visitor::kVisitor, Category::kAccommodation), 80'000 * v);
  EXPECT_EQ(fen(Visitor::kVisitor, Category::kShopping), 30'000 * v);
  EXPECT_EQ(fen(Visitor::kStepOut, Category::kFood), 8'000 * c);
  EXPECT_EQ(fen(Visitor::kStepOut, Category::kShopping), 12'000 * c);
  EXPECT_EQ(fen(Visitor::kAirside, Category::kFood), 5'000 * t);
  std::int64_t all = 0;
  for (const auto& amounts : tally_.spending)
    for (const Fen amount : amounts) all += amount.count();
  EXPECT_EQ(all, 100 * (1100 * v + 200 * c + 50 * t));
}

// Replications small and large enough that each market came with none, one and many people.
INSTANTIATE_TEST_SUITE_P(Replications, Minimal, ::testing::Range(0U, 25U));

// The times of the worked example, for everybody: nobody's way depends on how many come.
TEST(MinimalTimes, ArrivalsAtTheDoorsAreThoseOnPaper) {
  const World& world = minimal();
  const demand::Luck luck{.seed = 1, .replication = 0};
  const PlansOfReplication plans = plans_of(world, behaviour_of(world.parameters), luck);
  const auto executor = serial_executor();
  const flow::Outcome outcome =
      flow::sweep(plans.flow, world.setting(1, 0), world.stages, *executor);
  const std::map<std::string, Seconds> door{{"a_city", hours(11)},
                                            {"a_delta", hours(11) + minutes(25)},
                                            {"a_b", hours(22) + minutes(30)}};
  const Instant midnight = world.zone.instant_at(world.first_day, Seconds(0));
  std::map<std::string, int> checked;
  for (const auto party : ids_of(plans.flow.key)) {
    const std::string& market = world.demand.markets[plans.parties[party.value()].market].key;
    if (market == "city_b") {
      EXPECT_EQ(plans.flow.release[party] - midnight, hours(16) + minutes(20));
      ++checked[market];
    }
    const auto expected = door.find(market);
    if (expected == door.end()) continue;
    EXPECT_EQ(outcome.finished[party] - midnight, expected->second) << market;
    ++checked[market];
  }
  EXPECT_EQ(checked.size(), 4U);
}

}  // namespace
}  // namespace stopover::simulation
