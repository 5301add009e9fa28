// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/stats/distributions.hpp"

namespace stopover::stats {
namespace {

// Law and Kelton, Simulation Modeling and Analysis, example 4.26: ten normal observations, mean
// 1.34, variance 0.17, 90 % interval 1.34 +- 1.833 sqrt(0.17 / 10) = 1.34 +- 0.24.
TEST(MeanEstimate, ReproducesLawAndKeltonExample) {
  const std::vector<double> x{1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09};
  const Estimate e = mean_estimate(x, {.level = 0.90});
  EXPECT_EQ(e.n, 10);
  EXPECT_NEAR(e.value, 1.34, 0.005);
  EXPECT_NEAR(*e.standard_error * *e.standard_error * 10, 0.17, 0.005);
  EXPECT_NEAR(e.interval->half_width(), 0.24, 0.005);
}

// 1, 2, 3: mean 2, s = 1, standard error 1/sqrt(3), t(2) has the closed form of its quantile
// 0.95 sqrt(2 / (4 * 0.975 * 0.025)).
TEST(MeanEstimate, OfOneTwoThreeByHand) {
  const Estimate e = mean_estimate(std::vector<double>{1, 2, 3});
  EXPECT_EQ(e.value, 2);
  EXPECT_NEAR(*e.standard_error, 1 / std::sqrt(3.0), 1e-15);
  const double t = 0.95 * std::sqrt(2 / (4 * 0.975 * 0.025));
  EXPECT_NEAR(e.interval->high, 2 + t / std::sqrt(3.0), 1e-12);
  EXPECT_NEAR(e.interval->low, 2 - t / std::sqrt(3.0), 1e-12);
}

TEST(MeanEstimate, OneReplicationHasAValueAndAnUnknownInterval) {
  const Estimate e = mean_estimate(std::vector<double>{4.5});
  EXPECT_EQ(e.value, 4.5);
  EXPECT_EQ(e.n, 1);
  EXPECT_EQ(e.interval, std::nullopt);
  EXPECT_EQ(e.standard_error, std::nullopt);
}

TEST(MeanEstimate, EqualReplicationsGiveAnIntervalOfWidthZeroAtTheValue) {
  for (const std::size_t n : {2U, 3U, 7U, 1000U}) {
    const Estimate e = mean_estimate(std::vector<double>(n, 0.1));
    EXPECT_EQ(e.value, 0.1);
    EXPECT_EQ(e.interval, (Interval{0.1, 0.1}));
    EXPECT_EQ(e.standard_error, 0.0);
  }
}

TEST(MeanEstimate, VarianceSurvivesALargeCommonPart) {
  const Estimate e = mean_estimate(std::vector<double>{1e15 + 1, 1e15 + 2, 1e15 + 3});
  EXPECT_EQ(e.value, 1e15 + 2);
  EXPECT_NEAR(*e.standard_error, 1 / std::sqrt(3.0), 1e-12);
}

TEST(MeanEstimate, RecordsLevelAndMethod) {
  const Estimate e =
      mean_estimate(std::vector<double>{1, 2}, {.level = 0.8, .method = Method::kPairedMean});
  EXPECT_EQ(e.level, 0.8);
  EXPECT_EQ(method_text(e.method), "paired difference of means, Student t");
}

RC_GTEST_PROP(MeanEstimate, AgreesWithTheTextbookFormulaInLongDouble, ()) {
  const auto x = *rc::gen::suchThat(
      rc::gen::container<std::vector<double>>(
          rc::gen::map(rc::gen::inRange(-1'000'000, 1'000'000), [](int i) { return i / 64.0; })),
      [](const auto& v) { return v.size() >= 2; });
  long double sum = 0;
  for (const double v : x) sum += static_cast<long double>(v);
  const auto n = static_cast<long double>(x.size());
  const long double mean = sum / n;
  long double squares = 0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  const double error = static_cast<double>(std::sqrt(squares / (n - 1) / n));
  const Estimate e = mean_estimate(x);
  RC_ASSERT(std::abs(e.value - static_cast<double>(mean)) <= 1e-10);
  RC_ASSERT(std::abs(*e.standard_error - error) <= 1e-9 * error + 1e-9);
  const double t = student_t_quantile(0.975, static_cast<std::int64_t>(x.size()) - 1);
  RC_ASSERT(std::abs(e.interval->half_width() - t * error) <= 1e-7 * (1 + t * error));
}

RC_GTEST_PROP(MeanEstimate, OfIntegersIsTheSameBytesInAnyOrder, ()) {
  auto x = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000)));
  const Estimate e = mean_estimate(x);
  std::sort(x.begin(), x.end());
  RC_ASSERT(mean_estimate(x) == e);
  std::reverse(x.begin(), x.end());
  RC_ASSERT(mean_estimate(x) == e);
  const std::vector<double> doubles(x.begin(), x.end());
  const Estimate same = mean_estimate(doubles);
  RC_ASSERT(std::abs(same.value - e.value) <= 1e-12 * (1 + std::abs(e.value)) * 1e4);
}

TEST(MeanEstimateDeathTest, NoReplicationAndNoNumberAreBugs) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)mean_estimate(std::vector<double>{}), "at least one replication");
  EXPECT_DEATH((void)mean_estimate(std::vector<double>{1, std::nan("")}), "finite");
  EXPECT_DEATH((void)mean_estimate(std::vector<double>{1, HUGE_VAL}), "finite");
  EXPECT_DEATH((void)mean_estimate(std::vector<double>{1, 2}, {.level = 1}), "confidence level");
}

}  // namespace
}  // namespace stopover::stats
