// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/ratio.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/stats/sample.hpp"

namespace stopover::stats {
namespace {

using Samples = std::vector<RatioSample>;

constexpr RatioOptions kDelta{.level = 0.95, .method = RatioMethod::kDelta};
constexpr RatioOptions kJackknife{.level = 0.95, .method = RatioMethod::kJackknife};

// 1/2, 2/3, 3/5: N = 6, D = 10, r = 0.6.
const Samples kThree{{1, 2}, {2, 3}, {3, 5}};

// Deviations n - r d: -0.2, 0.2, 0; variance of their mean 0.08/2/3, over the mean denominator
// (10/3)^2: 0.0012.
TEST(RatioEstimate, DeltaMethodByHand) {
  const Estimate e = *ratio_estimate(kThree, kDelta);
  EXPECT_NEAR(e.value, 0.6, 1e-15);
  EXPECT_NEAR(*e.standard_error, std::sqrt(0.0012), 1e-15);
  EXPECT_EQ(e.n, 3);
  EXPECT_EQ(e.method, Method::kRatioDelta);
}

// Without the i-th: 5/8, 4/7, 3/5. Pseudo-values 3 r - 2 r(-i): 11/20, 23/35, 3/5 = 77/140, 92/140,
// 84/140. Mean 253/420; deviations (-22, 23, -1)/420; squared standard error 1014/420^2/6 =
// (13/420)^2.
TEST(RatioEstimate, JackknifeByHand) {
  const Estimate e = *ratio_estimate(kThree, kJackknife);
  EXPECT_NEAR(e.value, 253.0 / 420, 1e-15);
  EXPECT_NEAR(*e.standard_error, 13.0 / 420, 1e-15);
  const double t = 0.95 * std::sqrt(2 / (4 * 0.975 * 0.025));  // Student, 2 degrees
  EXPECT_NEAR(e.interval->high, (253 + t * 13) / 420, 1e-12);
  EXPECT_EQ(e.method, Method::kRatioJackknife);
}

// Populations of ten cities in 1920 and 1930, Cochran 1977 and Davison and Hinkley 1997, table 2.1;
// the latter give the ratio 1.520.
TEST(RatioEstimate, OfTheTenCities) {
  const Samples cities{{143, 138}, {104, 93}, {69, 61}, {260, 179}, {75, 48},
                       {63, 37},   {50, 29},  {48, 23}, {111, 30},  {50, 2}};
  EXPECT_NEAR(*pooled_ratio(cities), 1.520, 0.0005);
  EXPECT_NEAR(ratio_estimate(cities, kDelta)->value, 1.520, 0.0005);
}

TEST(RatioEstimate, TheJackknifeIsTheDefault) {
  EXPECT_EQ(*ratio_estimate(kThree), *ratio_estimate(kThree, kJackknife));
}

// With equal denominators a ratio is a mean, and both methods are Student's classical interval.
RC_GTEST_PROP(RatioEstimate, WithEqualDenominatorsBothMethodsAreTheClassicalMean, ()) {
  const auto numerators = *rc::gen::suchThat(rc::gen::container<std::vector<std::int64_t>>(
                                                 rc::gen::inRange<std::int64_t>(-10'000, 10'000)),
                                             [](const auto& v) { return v.size() >= 2; });
  const auto denominator = *rc::gen::inRange<std::int64_t>(1, 1000);
  Samples samples;
  std::vector<double> ratios;
  for (const std::int64_t n : numerators) {
    samples.push_back({n, denominator});
    ratios.push_back(static_cast<double>(n) / static_cast<double>(denominator));
  }
  const Estimate classical = mean_estimate(ratios);
  for (const RatioOptions& options : {kDelta, kJackknife}) {
    const Estimate e = *ratio_estimate(samples, options);
    const double scale = 1 + std::abs(classical.value) + *classical.standard_error;
    RC_ASSERT(std::abs(e.value - classical.value) <= 1e-12 * scale);
    RC_ASSERT(std::abs(*e.standard_error - *classical.standard_error) <= 1e-12 * scale);
  }
}

// The textbook forms, computed the long way.
RC_GTEST_PROP(RatioEstimate, AgreesWithLeavingOneOutAndWithCochransFormula, ()) {
  const auto samples = *rc::gen::suchThat(
      rc::gen::container<Samples>(rc::gen::build<RatioSample>(
          rc::gen::set(&RatioSample::numerator, rc::gen::inRange<std::int64_t>(-500, 1000)),
          rc::gen::set(&RatioSample::denominator, rc::gen::inRange<std::int64_t>(1, 1000)))),
      [](const auto& v) { return v.size() >= 2; });
  const auto k = static_cast<double>(samples.size());
  double n = 0;
  double d = 0;
  for (const RatioSample& s : samples) {
    n += static_cast<double>(s.numerator);
    d += static_cast<double>(s.denominator);
  }
  const double r = n / d;
  std::vector<double> pseudo;
  double squares = 0;
  for (const RatioSample& s : samples) {
    const auto ni = static_cast<double>(s.numerator);
    const auto di = static_cast<double>(s.denominator);
    pseudo.push_back(k * r - (k - 1) * (n - ni) / (d - di));
    squares += (ni - r * di) * (ni - r * di);
  }
  const Estimate long_way = mean_estimate(pseudo);
  const Estimate jackknife = *ratio_estimate(samples, kJackknife);
  const double scale = 1 + std::abs(long_way.value) + *long_way.standard_error;
  RC_ASSERT(std::abs(jackknife.value - long_way.value) <= 1e-9 * scale);
  RC_ASSERT(std::abs(*jackknife.standard_error - *long_way.standard_error) <= 1e-9 * scale);
  const Estimate delta = *ratio_estimate(samples, kDelta);
  const double cochran = std::sqrt(squares / (k - 1) / k) / (d / k);
  RC_ASSERT(std::abs(delta.value - r) <= 1e-12 * (1 + std::abs(r)));
  RC_ASSERT(std::abs(*delta.standard_error - cochran) <= 1e-9 * (1 + cochran));
}

TEST(RatioEstimate, OneCommonRatioHasExactlyNoVariance) {
  const Samples thirds{{1, 3}, {2, 6}, {7, 21}, {0, 0}, {1'000'000'007, 3'000'000'021}};
  for (const RatioOptions& options : {kDelta, kJackknife}) {
    const Estimate e = *ratio_estimate(thirds, options);
    EXPECT_EQ(e.value, 1.0 / 3);
    EXPECT_EQ(e.interval, (Interval{1.0 / 3, 1.0 / 3}));
  }
}

TEST(RatioEstimate, WithoutADenominatorThereIsNoRatio) {
  EXPECT_EQ(pooled_ratio(Samples{{0, 0}, {0, 0}}), std::nullopt);
  EXPECT_EQ(ratio_estimate(Samples{{0, 0}, {0, 0}}), std::nullopt);
  EXPECT_EQ(ratio_estimate(Samples{{0, 0}}, kDelta), std::nullopt);
}

TEST(RatioEstimate, OneReplicationHasARatioAndNoInterval) {
  for (const RatioOptions& options : {kDelta, kJackknife}) {
    const Estimate e = *ratio_estimate(Samples{{3, 4}}, options);
    EXPECT_EQ(e.value, 0.75);
    EXPECT_EQ(e.n, 1);
    EXPECT_EQ(e.interval, std::nullopt);
  }
}

TEST(RatioEstimate, OneReplicationHoldingTheWholeDenominatorLeavesTheJackknifeWithoutInterval) {
  const Samples lopsided{{3, 4}, {0, 0}, {0, 0}};
  const Estimate e = *ratio_estimate(lopsided, kJackknife);
  EXPECT_EQ(e.value, 0.75);
  EXPECT_EQ(e.n, 3);
  EXPECT_EQ(e.interval, std::nullopt);
  EXPECT_EQ(e.method, Method::kRatioJackknife);
  EXPECT_TRUE(ratio_estimate(lopsided, kDelta)->interval);
}

TEST(RatioEstimate, LargeSumsKeepTheirDigits) {
  // Rates that differ in the tenth digit: 10^17 passengers a replication.
  constexpr std::int64_t kMany = 100'000'000'000'000'000;
  const Samples samples{{kMany / 2 - 5'000'000, kMany}, {kMany / 2 + 5'000'000, kMany}};
  const Estimate e = *ratio_estimate(samples, kJackknife);
  EXPECT_EQ(e.value, 0.5);
  EXPECT_NEAR(*e.standard_error / 5e-11, 1, 1e-6);
}

TEST(RatioEstimateDeathTest, NegativeDenominatorsAndOverflowAreBugs) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)ratio_estimate(Samples{{1, -1}}), "denominators are not negative");
  EXPECT_DEATH((void)ratio_estimate(Samples{}), "at least one replication");
  EXPECT_DEATH((void)ratio_estimate(Samples{{INT64_MAX, 1}, {1, 1}}), "fit 64 bits");
}

}  // namespace
}  // namespace stopover::stats
