// SPDX-License-Identifier: Apache-2.0
// Multipliers and goals in runs of scenarios/minimal.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/simulation/indicators.hpp"
#include "models/simulation/run.hpp"
#include "models/simulation/world_rules.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using ::testing::HasSubstr;

scenario::Multiplier& add_multiplier(scenario::Scenario& s, const std::string& id, double value) {
  auto& m = *s.mutable_elements()->add_multiplier();
  m.set_id(id);
  m.set_name(id);
  m.set_effect("output");
  m.set_reach("indirect");
  m.set_value(value);
  return m;
}

std::int64_t all_spending(const Tally& tally) {
  std::int64_t fen = 0;
  for (const auto& amounts : tally.spending)
    for (const Fen amount : amounts) fen += amount.count();
  return fen;
}

TEST(Economy, EffectsAreSpendingTimesMultipliers) {
  const World world = minimal_world([](scenario::Scenario& s) {
    add_multiplier(s, "twice", 2);
    add_multiplier(s, "food", 1.5).add_category("food");
    auto& range = add_multiplier(s, "range", 3);
    range.set_value_low(1);
    range.set_value_high(4);
  });
  const demand::Luck luck{.seed = 1, .replication = 2};
  const Tally central_tally = simulate(world, central(world), luck);
  ASSERT_EQ(central_tally.effects.size(), 3U);
  EXPECT_GT(central_tally.effects[0], 0);
  EXPECT_EQ(central_tally.effects[0], 2 * all_spending(central_tally));
  std::int64_t food = 0;
  for (const auto& amounts : central_tally.spending)
    food += amounts[static_cast<std::size_t>(spending::Category::kFood)].count();
  EXPECT_NEAR(static_cast<double>(central_tally.effects[1]), 1.5 * static_cast<double>(food), 0.5);
  EXPECT_EQ(central_tally.effects[2], 3 * all_spending(central_tally));

  const Assumptions other = drawn(world, luck);
  EXPECT_EQ(other.multipliers[0], 2);
  EXPECT_NE(other.multipliers[2], 3);
  const Tally drawn_tally = simulate(world, other, luck);
  EXPECT_NEAR(static_cast<double>(drawn_tally.effects[2]),
              other.multipliers[2] * static_cast<double>(all_spending(drawn_tally)), 0.5);

  int found = 0;
  for (const Indicator& indicator : indicators(world)) {
    if (indicator.id != "economy") continue;
    ++found;
    EXPECT_EQ(indicator.unit, "yuan/day");
  }
  EXPECT_EQ(found, 3);
}

TEST(Economy, JobsAreOfAYear) {
  const World world =
      minimal_world([](scenario::Scenario& s) { add_multiplier(s, "jobs", 4).set_effect("jobs"); });
  const Tally tally = simulate(world, central(world), {.seed = 1, .replication = 0});
  int found = 0;
  for (const Indicator& indicator : indicators(world)) {
    if (indicator.id != "economy") continue;
    ++found;
    EXPECT_EQ(indicator.unit, "jobs");
    const double yuan_a_year = static_cast<double>(all_spending(tally)) / 100 * 365;  // of one day
    EXPECT_NEAR(static_cast<double>(indicator.numerator(tally)) / indicator.scale,
                4 * yuan_a_year / 1e6, 1e-9);
  }
  EXPECT_EQ(found, 1);
}

TEST(Economy, AGoalNamesAnIndicatorInItsUnit) {
  const auto faults_with = [](const std::string& indicator, const std::string& unit) {
    scenario::Scenario s = scenario_of("minimal");
    auto& goal = *s.mutable_elements()->add_goal();
    goal.set_id("g");
    goal.set_name("G");
    goal.set_indicator(indicator);
    goal.set_unit(unit);
    FaultList faults;
    (void)world_of(s, faults);
    return faults;
  };
  EXPECT_TRUE(faults_with("spending", "yuan/year").empty());
  EXPECT_TRUE(faults_with("air_transfer_rate", "share").empty());
  const FaultList slip = faults_with("spendin", "yuan/year");
  EXPECT_EQ(slip.count(std::string(rule::kNoIndicator)), 1U);
  EXPECT_THAT(slip.text(), HasSubstr("did you mean \"spending\"?"));
  EXPECT_EQ(faults_with("spending", "share").count(std::string(rule::kNoIndicator)), 1U);
}

}  // namespace
}  // namespace stopover::simulation
