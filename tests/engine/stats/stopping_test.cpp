// SPDX-License-Identifier: Apache-2.0
// Rules of the decision; how often it is right is measured in coverage_test.cpp.
#include "engine/stats/stopping.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace stopover::stats {
namespace {

Estimate known(double value, double half_width, std::int64_t n) {
  return {.value = value,
          .standard_error = half_width / 2,
          .interval = Interval{value - half_width, value + half_width},
          .n = n};
}

constexpr PrecisionTarget kTenPercent{
    .relative_half_width = 0.1, .min_replications = 10, .max_replications = 500};

TEST(StoppingRule, StopsWhenTheHalfWidthIsTheAdjustedShareOfTheValue) {
  // g' = 0.1 / 1.1: a half width of 10 is enough for 110, not for 109.9; the sign does not matter.
  EXPECT_EQ(decide_stop(known(110.001, 10, 20), kTenPercent).stop, Stop::kPrecise);
  EXPECT_EQ(decide_stop(known(-110.001, 10, 20), kTenPercent).stop, Stop::kPrecise);
  EXPECT_EQ(decide_stop(known(109.9, 10, 20), kTenPercent).stop, Stop::kContinue);
}

TEST(StoppingRule, NeverStopsBelowTheLeastNumberOfReplications) {
  EXPECT_EQ(decide_stop(known(100, 0.001, 9), kTenPercent).stop, Stop::kContinue);
  EXPECT_EQ(decide_stop(known(100, 0.001, 10), kTenPercent).stop, Stop::kPrecise);
}

TEST(StoppingRule, AnAbsoluteHalfWidthSufficesToo) {
  PrecisionTarget target = kTenPercent;
  target.absolute_half_width = 0.5;
  EXPECT_EQ(decide_stop(known(0, 0.5, 10), target).stop, Stop::kPrecise);
  EXPECT_EQ(decide_stop(known(0, 0.6, 10), target).stop, Stop::kContinue);
  EXPECT_EQ(decide_stop(known(0, 0.5, 10), kTenPercent).stop, Stop::kContinue);
}

TEST(StoppingRule, IsExhaustedAtTheGreatestNumberUnlessPrecise) {
  EXPECT_EQ(decide_stop(known(100, 50, 500), kTenPercent).stop, Stop::kExhausted);
  EXPECT_EQ(decide_stop(known(100, 5, 500), kTenPercent).stop, Stop::kPrecise);
}

TEST(StoppingRule, WithoutAnIntervalItContinues) {
  Estimate single;
  single.value = 5;
  single.n = 1;
  const StopDecision d = decide_stop(single, kTenPercent);
  EXPECT_EQ(d.stop, Stop::kContinue);
  EXPECT_EQ(d.expected_replications, 500);
}

TEST(StoppingRule, ExpectsReplicationsToGrowWithTheSquareOfTheHalfWidth) {
  // Twice as wide as wanted: four times as many.
  EXPECT_EQ(decide_stop(known(110, 20, 25), kTenPercent).expected_replications, 100);
  EXPECT_EQ(decide_stop(known(110, 2000, 25), kTenPercent).expected_replications, 500);
  EXPECT_EQ(decide_stop(known(110, 0.1, 3), kTenPercent).expected_replications, 10);
  EXPECT_EQ(decide_stop(known(0, 1, 25), kTenPercent).expected_replications, 500);
  EXPECT_EQ(decide_stop(known(110.001, 10, 25), kTenPercent).expected_replications, 25);
}

TEST(StoppingRule, SeveralEstimatesMustAllBePrecise) {
  const std::vector<Estimate> mixed{known(110.001, 10, 20), known(110, 20, 20)};
  const StopDecision d = decide_stop(mixed, kTenPercent);
  EXPECT_EQ(d.stop, Stop::kContinue);
  EXPECT_EQ(d.expected_replications, 80);
  const std::vector<Estimate> fine{known(110.001, 10, 20), known(200, 1, 20)};
  EXPECT_EQ(decide_stop(fine, kTenPercent), (StopDecision{Stop::kPrecise, 20}));
  const std::vector<Estimate> late{known(110.001, 10, 500), known(1, 1, 500)};
  EXPECT_EQ(decide_stop(late, kTenPercent), (StopDecision{Stop::kExhausted, 500}));
}

TEST(StoppingRuleDeathTest, OptionsOutOfRangeAreBugs) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const Estimate e = known(1, 1, 5);
  EXPECT_DEATH((void)decide_stop(e, {.relative_half_width = 0}), "half width above zero");
  EXPECT_DEATH((void)decide_stop(e, {.min_replications = 1}), "at least two replications");
  EXPECT_DEATH((void)decide_stop(e, {.min_replications = 20, .max_replications = 19}),
               "least before most");
  EXPECT_DEATH((void)decide_stop(std::span<const Estimate>(), {}), "at least one estimate");
}

}  // namespace
}  // namespace stopover::stats
