// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/multiple.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/stats/sample.hpp"

namespace stopover::stats {
namespace {

// The four-hypothesis example in common use: 0.01, 0.04, 0.03, 0.005 -> 4 * 0.005, 3 * 0.01,
// 2 * 0.03 and max(0.06, 0.04).
TEST(Holm, OfFourHypotheses) {
  const std::vector<double> adjusted = holm_adjusted(std::vector<double>{0.01, 0.04, 0.03, 0.005});
  const std::vector<double> expected{0.03, 0.06, 0.06, 0.02};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(adjusted[i], expected[i], 1e-15);
}

TEST(Holm, OneHypothesisIsLeftAlone) {
  EXPECT_EQ(holm_adjusted(std::vector<double>{0.3}), std::vector<double>{0.3});
  EXPECT_TRUE(holm_adjusted({}).empty());
}

// Step by step, as Holm words it: reject the smallest while p <= alpha / (hypotheses left).
RC_GTEST_PROP(Holm, RejectsWhatTheStepDownProcedureRejects, ()) {
  const auto p = *rc::gen::container<std::vector<double>>(
      rc::gen::map(rc::gen::inRange(0, 1001), [](int i) { return i / 1000.0; }));
  const double alpha = *rc::gen::elementOf(std::vector<double>{0.0501, 0.1003, 0.5007});
  std::vector<double> sorted = p;
  std::sort(sorted.begin(), sorted.end());
  double greatest_rejected = -1;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i] * static_cast<double>(sorted.size() - i) > alpha) break;
    greatest_rejected = sorted[i];
  }
  const std::vector<double> adjusted = holm_adjusted(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    RC_ASSERT((adjusted[i] <= alpha) == (p[i] <= greatest_rejected));
    RC_ASSERT(adjusted[i] >= p[i]);
    RC_ASSERT(adjusted[i] <= std::min(1.0, p[i] * static_cast<double>(p.size())));
  }
}

// Null: 20 true null hypotheses, 10,000 families; a family with any adjusted p <= 0.05 happens in
// at most 5 % (and near it when they are independent).
TEST(Holm, KeepsTheFamilyWiseErrorAtAlpha) {
  constexpr int kTrials = 10'000;
  SplitMix random(3);
  int wrong = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> p(20);
    for (double& x : p) x = random.uniform();
    const auto adjusted = holm_adjusted(p);
    wrong += *std::min_element(adjusted.begin(), adjusted.end()) <= 0.05 ? 1 : 0;
  }
  const double expected = 1 - std::pow(1 - 0.05 / 20, 20);  // 0.0488
  EXPECT_NEAR(wrong / double{kTrials}, expected, share_tolerance(expected, kTrials));
}

TEST(HolmDeathTest, WhatIsNoProbabilityIsABug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)holm_adjusted(std::vector<double>{1.1}), "p between 0 and 1");
  EXPECT_DEATH((void)holm_adjusted(std::vector<double>{std::nan("")}), "p between 0 and 1");
}

}  // namespace
}  // namespace stopover::stats
