// SPDX-License-Identifier: Apache-2.0
// What cells say, on outputs that are known functions of the factors.
#include "engine/experiment/analysis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/stats/paired.hpp"
#include "tests/engine/experiment/experiment_sample.hpp"

namespace stopover::experiment {
namespace {

// 3 f0 + f1, the base being 1.
double straight(const Settings& settings) {
  if (!settings[0] && !settings[1]) return 1;
  return 3 * settings[0].value_or(0.5) + settings[1].value_or(0.5);
}

Results results_of(const Plan& plan, double (*y)(const Settings&)) {
  Results results;
  for (std::uint64_t cell = 0; cell < plan.cells.size(); ++cell)
    results.emplace(cell, sample_result(plan, cell, y(plan.cells[cell])));
  return results;
}

TEST(PairedEffects, AreDifferencesUnderTheSameLuck) {
  const Plan plan = sample_plan({.kind = DesignKind::kOneAtATime});
  const Results results = results_of(plan, straight);
  const auto effects = paired_effects(plan, results, 0);
  ASSERT_EQ(effects.size(), plan.cells.size() - 1);
  for (const PairedEffect& effect : effects) {
    const double expected = straight(plan.cells[effect.cell]) - 1;
    EXPECT_NEAR(effect.difference.difference.value, expected, 1e-9);
    // The luck is the same in both, so nothing is left of it.
    EXPECT_NEAR(effect.difference.difference.interval->half_width(), 0, 1e-12);
    EXPECT_TRUE(effect.adjusted_p);
  }
  const auto rates = paired_effects(plan, results, 1);
  EXPECT_EQ(rates.size(), effects.size());
  EXPECT_NEAR(rates[0].difference.difference.value, effects[0].difference.difference.value / 100,
              1e-6);
}

TEST(PairedEffects, LeaveOutCellsThatFailedAndNeedABase) {
  const Plan plan = sample_plan({.kind = DesignKind::kOneAtATime});
  Results results = results_of(plan, straight);
  results.at(2).outputs.clear();
  results.at(2).failure = "why";
  results.erase(3);
  results.at(4).outputs[0].reset();
  EXPECT_EQ(paired_effects(plan, results, 0).size(), plan.cells.size() - 4);
  EXPECT_EQ(paired_effects(plan, results, 1).size(), plan.cells.size() - 3);
  results.erase(0);
  EXPECT_TRUE(paired_effects(plan, results, 0).empty());
}

TEST(MainEffects, OfACrossedDesignAreThoseOfTheFunction) {
  const Plan plan = sample_plan({.kind = DesignKind::kFullFactorial});
  const auto effects = main_effects(plan, results_of(plan, straight), 0);
  ASSERT_EQ(effects.size(), 2U);
  ASSERT_EQ(effects[0].levels.size(), 3U);  // 0.05, 0.5, 0.95
  ASSERT_EQ(effects[1].levels.size(), 3U);
  EXPECT_NEAR(effects[0].levels[0].effect.value, 3 * -0.45, 1e-9);
  EXPECT_NEAR(effects[0].levels[1].effect.value, 0, 1e-9);
  EXPECT_NEAR(effects[1].levels[2].effect.value, 0.45, 1e-9);
  EXPECT_EQ(effects[1].factor, 1U);
  EXPECT_EQ(effects[1].levels[2].cells, 3U);
  EXPECT_EQ(effects[1].left_out, 0U);
}

// With the two cells of large f0 and small f1 gone, the mean of small f1 would be too low, and f1
// would seem to do nearly twice what it does.
TEST(MainEffects, LeaveOutCombinationsThatAreNotWhole) {
  const Plan plan = sample_plan({.kind = DesignKind::kFullFactorial});
  Results results = results_of(plan, straight);
  for (std::uint64_t cell = 1; cell < plan.cells.size(); ++cell)
    if (*plan.cells[cell][0] > 0.9 && *plan.cells[cell][1] < 0.9) {
      results.at(cell).outputs.clear();
      results.at(cell).failure = "why";
    }
  auto effects = main_effects(plan, results, 0);
  EXPECT_EQ(effects[1].used, 2U);
  EXPECT_EQ(effects[1].left_out, 1U);
  ASSERT_EQ(effects[1].levels.size(), 3U);
  EXPECT_NEAR(effects[1].levels[0].effect.value, -0.45, 1e-9);
  EXPECT_NEAR(effects[1].levels[2].effect.value, 0.45, 1e-9);
  EXPECT_EQ(effects[0].used, 1U);
  EXPECT_NEAR(effects[0].levels[0].effect.value, 3 * -0.45, 1e-9);
  for (auto& [cell, result] : results)
    if (cell > 0 && *plan.cells[cell][0] > 0.9) result.outputs.clear();
  effects = main_effects(plan, results, 0);
  EXPECT_TRUE(effects[0].levels.empty());
  EXPECT_EQ(effects[0].left_out, 3U);
}

TEST(MainEffects, OfOneAtATimeNeedEveryLevel) {
  const Plan plan = sample_plan({.kind = DesignKind::kOneAtATime});
  Results results = results_of(plan, straight);
  results.erase(3);
  const auto effects = main_effects(plan, results, 0);
  EXPECT_TRUE(effects[0].levels.empty());
  EXPECT_EQ(effects[1].levels.size(), 3U);
}

TEST(SobolAnalysis, SharesOutTheVarianceOfASum) {
  const Plan plan = sample_plan({.kind = DesignKind::kSaltelli, .n = 512, .seed = 2});
  const auto found = sobol_analysis(plan, results_of(plan, straight), 0);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rows, 512U);
  EXPECT_NEAR(found->indices.first[0].value, 0.9, 0.02);
  EXPECT_NEAR(found->indices.total[0].value, 0.9, 0.02);
  EXPECT_NEAR(found->indices.first[1].value, 0.1, 0.02);
  EXPECT_NEAR(found->indices.total[1].value, 0.1, 0.02);
}

TEST(SobolAnalysis, LeavesWholeRowsOut) {
  const Plan plan = sample_plan({.kind = DesignKind::kSaltelli, .n = 16, .seed = 2});
  Results results = results_of(plan, straight);
  results.erase(saltelli_row(5, 2).ab[1]);
  const auto found = sobol_analysis(plan, results, 0);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rows, 15U);
  EXPECT_EQ(found->left_out, 1U);
  EXPECT_FALSE(morris_analysis(plan, results, 0)) << "another design";
}

// f0 f1 in [0, 1]: V = 1/9 - 1/16, of which a factor has 1/48 and the pair 1/144.
TEST(SobolAnalysis, TellsWhatAPairShares) {
  const Plan plan =
      sample_plan({.kind = DesignKind::kSaltelli, .n = 2048, .seed = 2, .second_order = true});
  const auto product = [](const Settings& x) { return x[0].value_or(0) * x[1].value_or(0); };
  const auto found = sobol_analysis(plan, results_of(plan, product), 0);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rows, 2048U);
  ASSERT_EQ(found->indices.second.size(), 1U);
  EXPECT_NEAR(found->indices.second[0].index.value, 1.0 / 7, 0.03);
  EXPECT_NEAR(found->indices.first[0].value, 3.0 / 7, 0.03);
}

TEST(MorrisAnalysis, FindsTheSlopesOfAStraightLine) {
  const Plan plan = sample_plan({.kind = DesignKind::kMorris, .n = 6, .seed = 2});
  const auto found = morris_analysis(plan, results_of(plan, straight), 0);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->factors[0].mu, 3, 1e-6);
  EXPECT_NEAR(found->factors[0].mu_star.value, 3, 1e-6);
  EXPECT_NEAR(*found->factors[0].sigma, 0, 1e-6);
  EXPECT_NEAR(found->factors[1].mu, 1, 1e-6);
}

}  // namespace
}  // namespace stopover::experiment
