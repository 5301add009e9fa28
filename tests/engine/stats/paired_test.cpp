// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/paired.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/stats/sample.hpp"

namespace stopover::stats {
namespace {

// Base 1, 2, 3, 4; variant 2, 2, 5, 5. Differences 1, 0, 2, 1: mean 1, variance 2/3, standard error
// sqrt(1/6), t = sqrt(6). Variances 5/3 and 3, covariance (1.5^2 + 0.5*1.5 + 0.5*1.5 + 1.5^2)/3 =
// 2.
TEST(PairedMeans, OfFourReplicationsByHand) {
  const PairedDifference d =
      paired_means(std::vector<double>{1, 2, 3, 4}, std::vector<double>{2, 2, 5, 5});
  EXPECT_EQ(d.base.value, 2.5);
  EXPECT_EQ(d.variant.value, 3.5);
  EXPECT_EQ(d.difference.value, 1);
  EXPECT_EQ(d.difference.method, Method::kPairedMean);
  EXPECT_NEAR(*d.difference.standard_error, std::sqrt(1.0 / 6), 1e-15);
  EXPECT_NEAR(*d.t_statistic, std::sqrt(6.0), 1e-14);
  // Student with 3 degrees: P(|T| > t) = 1 - 2/pi (atan(a) + a / (1 + a^2)), a = t / sqrt(3).
  const double a = std::sqrt(2.0);
  EXPECT_NEAR(*d.p_value, 1 - 2 / std::numbers::pi * (std::atan(a) + a / (1 + a * a)), 1e-14);
  EXPECT_NEAR(*d.correlation, 2 / std::sqrt(5.0), 1e-15);
  EXPECT_NEAR(*d.variance_reduction, (5.0 / 3 + 3) / (2.0 / 3), 1e-13);
  EXPECT_FALSE(d.distinguishable);  // p = 0.092
  EXPECT_TRUE(paired_means(std::vector<double>{1, 2, 3, 4}, std::vector<double>{2, 2, 5, 5}, 0.9)
                  .distinguishable);
}

TEST(PairedMeans, OneReplicationIsNeverDistinguishable) {
  const PairedDifference d = paired_means(std::vector<double>{1}, std::vector<double>{100});
  EXPECT_EQ(d.difference.value, 99);
  EXPECT_EQ(d.difference.interval, std::nullopt);
  EXPECT_EQ(d.p_value, std::nullopt);
  EXPECT_EQ(d.t_statistic, std::nullopt);
  EXPECT_EQ(d.correlation, std::nullopt);
  EXPECT_EQ(d.variance_reduction, std::nullopt);
  EXPECT_FALSE(d.distinguishable);
}

TEST(PairedMeans, EqualDifferencesGiveADegenerateIntervalAndNoT) {
  const PairedDifference d =
      paired_means(std::vector<double>{1, 5, 9}, std::vector<double>{3, 7, 11});
  EXPECT_EQ(d.difference.interval, (Interval{2, 2}));
  EXPECT_EQ(d.t_statistic, std::nullopt);
  EXPECT_EQ(d.p_value, 0.0);
  EXPECT_EQ(d.variance_reduction, std::nullopt);
  EXPECT_NEAR(*d.correlation, 1, 1e-15);
  EXPECT_LE(*d.correlation, 1);
  EXPECT_TRUE(d.distinguishable);
}

TEST(PairedMeans, AScenarioDoesNotDifferFromItself) {
  const std::vector<double> x{0.1, 0.7, 0.3};
  const PairedDifference d = paired_means(x, x);
  EXPECT_EQ(d.difference.value, 0);
  EXPECT_EQ(d.difference.interval, (Interval{0, 0}));
  EXPECT_EQ(d.p_value, 1.0);
  EXPECT_FALSE(d.distinguishable);
}

RC_GTEST_PROP(PairedMeans, DistinguishableMeansPBelowAlphaAndZeroOutside, ()) {
  const auto pairs =
      *rc::gen::suchThat(rc::gen::container<std::vector<std::pair<int, int>>>(
                             rc::gen::pair(rc::gen::inRange(-50, 50), rc::gen::inRange(-40, 60))),
                         [](const auto& v) { return v.size() >= 2; });
  std::vector<double> base;
  std::vector<double> variant;
  for (const auto& [b, v] : pairs) {
    base.push_back(b);
    variant.push_back(v);
  }
  const PairedDifference d = paired_means(base, variant);
  RC_ASSERT(d.distinguishable == !d.difference.interval->contains(0));
  if (std::abs(*d.p_value - 0.05) > 1e-9) {
    RC_ASSERT(d.distinguishable == (*d.p_value < 0.05));
  }
  const PairedDifference back = paired_means(variant, base);
  RC_ASSERT(back.difference.value == -d.difference.value);
  RC_ASSERT(back.p_value == d.p_value);
  if (d.correlation) {
    RC_ASSERT(std::abs(*d.correlation) <= 1);
  }
}

// Base 1/2, 2/3, 3/5 (pseudo-values 77, 92, 84 over 140; ratio_test.cpp); variant 2/2, 2/3, 3/5:
// N = 7, D = 10, r = 7/10; without the i-th 5/8, 5/7, 4/5; pseudo-values 21/10 - 2 r(-i) = 17/20,
// 47/70, 1/2 = 119, 94, 70 over 140. Differences 42, 2, -14 over 140: mean 10/140, squares
// 32^2 + 8^2 + 24^2 = 1664, standard error sqrt(1664/6)/140.
TEST(PairedRatios, JackknifeByHand) {
  const std::vector<RatioSample> base{{1, 2}, {2, 3}, {3, 5}};
  const std::vector<RatioSample> variant{{2, 2}, {2, 3}, {3, 5}};
  const PairedDifference d = *paired_ratios(base, variant);
  EXPECT_NEAR(d.base.value, 253.0 / 420, 1e-15);
  EXPECT_NEAR(d.variant.value, 283.0 / 420, 1e-15);
  EXPECT_NEAR(d.difference.value, 10.0 / 140, 1e-15);
  EXPECT_NEAR(*d.difference.standard_error, std::sqrt(1664.0 / 6) / 140, 1e-15);
  EXPECT_EQ(d.base.method, Method::kRatioJackknife);
  EXPECT_EQ(d.difference.method, Method::kPairedRatioJackknife);
}

// Delta: base deviations -0.2, 0.2, 0 over 10/3; variant n - 0.7 d: 0.6, -0.1, -0.5 over 10/3.
// Differences of deviations 0.8, -0.3, -0.5 times 3/10: squares 0.98 * 0.09; over 2 * 3.
TEST(PairedRatios, DeltaByHand) {
  const std::vector<RatioSample> base{{1, 2}, {2, 3}, {3, 5}};
  const std::vector<RatioSample> variant{{2, 2}, {2, 3}, {3, 5}};
  const PairedDifference d = *paired_ratios(base, variant, {.method = RatioMethod::kDelta});
  EXPECT_NEAR(d.difference.value, 0.1, 1e-15);
  EXPECT_NEAR(*d.difference.standard_error, std::sqrt(0.98 * 0.09 / 6), 1e-15);
  EXPECT_EQ(d.difference.method, Method::kPairedRatioDelta);
}

TEST(PairedRatios, AScenarioDoesNotDifferFromItself) {
  const std::vector<RatioSample> x{{1, 2}, {2, 3}, {3, 5}};
  for (const RatioMethod method : {RatioMethod::kJackknife, RatioMethod::kDelta}) {
    const PairedDifference d = *paired_ratios(x, x, {.method = method});
    EXPECT_EQ(d.difference.interval, (Interval{0, 0}));
    EXPECT_EQ(d.p_value, 1.0);
    EXPECT_FALSE(d.distinguishable);
  }
}

TEST(PairedRatios, WithoutARatioOnEitherSideThereIsNoDifference) {
  const std::vector<RatioSample> some{{1, 2}, {2, 3}};
  const std::vector<RatioSample> none{{0, 0}, {0, 0}};
  EXPECT_EQ(paired_ratios(some, none), std::nullopt);
  EXPECT_EQ(paired_ratios(none, some), std::nullopt);
}

TEST(PairedRatios, OneSideWithoutIntervalLeavesADifferenceWithoutInterval) {
  const std::vector<RatioSample> some{{1, 2}, {2, 4}};
  const std::vector<RatioSample> lopsided{{3, 4}, {0, 0}};
  const PairedDifference d = *paired_ratios(some, lopsided);
  EXPECT_EQ(d.difference.value, 0.25);
  EXPECT_EQ(d.difference.n, 2);
  EXPECT_EQ(d.difference.interval, std::nullopt);
  EXPECT_EQ(d.p_value, std::nullopt);
  EXPECT_FALSE(d.distinguishable);
}

// Two scenarios that share their luck: ratio noise sigma 0.2 in common, 0.02 of their own. Pairing
// must find a difference of 0.01 that independent intervals could not.
TEST(PairedRatios, CommonRandomNumbersMakeASmallDifferenceDistinguishable) {
  SplitMix random(7);
  std::vector<RatioSample> base;
  std::vector<RatioSample> variant;
  for (int i = 0; i < 40; ++i) {
    const double passengers = 1e6 * std::exp(0.3 * random.normal());
    const double luck = 0.2 * std::exp(0.2 * random.normal());
    const double own = std::exp(0.02 * random.normal());
    base.push_back({std::llround(passengers * luck), std::llround(passengers)});
    variant.push_back({std::llround(passengers * (luck * own + 0.01)), std::llround(passengers)});
  }
  const PairedDifference d = *paired_ratios(base, variant);
  EXPECT_TRUE(d.distinguishable);
  EXPECT_TRUE(d.difference.interval->contains(0.01));
  EXPECT_TRUE(d.base.interval->contains(d.variant.value));  // apart they overlap
  EXPECT_GT(*d.correlation, 0.95);
  EXPECT_GT(*d.variance_reduction, 20);
  std::rotate(variant.begin(), variant.begin() + 1, variant.end());  // the wrong pairs
  const PairedDifference unpaired = *paired_ratios(base, variant);
  EXPECT_FALSE(unpaired.distinguishable);
  EXPECT_LT(std::abs(*unpaired.correlation), 0.5);
}

TEST(PairedDeathTest, UnequalNumbersOfReplicationsAreABug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)paired_means(std::vector<double>{1, 2}, std::vector<double>{1}),
               "as many replications");
  EXPECT_DEATH((void)paired_ratios(std::vector<RatioSample>{{1, 2}}, std::vector<RatioSample>{}),
               "as many replications");
}

}  // namespace
}  // namespace stopover::stats
