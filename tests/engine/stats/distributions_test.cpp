// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/distributions.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

namespace stopover::stats {
namespace {

struct TableRow {
  int degrees;
  double p90, p95, p975, p99, p995;
};

// The t table found in every textbook (three decimals).
const TableRow kTable[] = {
    {1, 3.078, 6.314, 12.706, 31.821, 63.657}, {2, 1.886, 2.920, 4.303, 6.965, 9.925},
    {3, 1.638, 2.353, 3.182, 4.541, 5.841},    {4, 1.533, 2.132, 2.776, 3.747, 4.604},
    {5, 1.476, 2.015, 2.571, 3.365, 4.032},    {9, 1.383, 1.833, 2.262, 2.821, 3.250},
    {10, 1.372, 1.812, 2.228, 2.764, 3.169},   {20, 1.325, 1.725, 2.086, 2.528, 2.845},
    {30, 1.310, 1.697, 2.042, 2.457, 2.750},   {60, 1.296, 1.671, 2.000, 2.390, 2.660},
    {120, 1.289, 1.658, 1.980, 2.358, 2.617},
};

TEST(StudentT, QuantilesAreThoseOfThePublishedTable) {
  for (const TableRow& row : kTable) {
    EXPECT_NEAR(student_t_quantile(0.90, row.degrees), row.p90, 0.00051) << row.degrees;
    EXPECT_NEAR(student_t_quantile(0.95, row.degrees), row.p95, 0.00051) << row.degrees;
    EXPECT_NEAR(student_t_quantile(0.975, row.degrees), row.p975, 0.00051) << row.degrees;
    EXPECT_NEAR(student_t_quantile(0.99, row.degrees), row.p99, 0.00051) << row.degrees;
    EXPECT_NEAR(student_t_quantile(0.995, row.degrees), row.p995, 0.00051) << row.degrees;
  }
  EXPECT_NEAR(student_t_quantile(0.975, 100'000'000), 1.959964, 1e-6);  // normal
}

TEST(StudentT, OneAndTwoDegreesHaveClosedForms) {
  for (const double p : {0.01, 0.3, 0.6, 0.975, 0.9995}) {
    EXPECT_NEAR(student_t_quantile(p, 1) / std::tan(std::numbers::pi * (p - 0.5)), 1, 1e-12);
    const double a = 4 * p * (1 - p);
    EXPECT_NEAR(student_t_quantile(p, 2) / (2 * (p - 0.5) * std::sqrt(2 / a)), 1, 1e-12);
  }
  EXPECT_EQ(student_t_quantile(0.5, 7), 0);
}

TEST(StudentT, TwoSidedPUndoesTheQuantile) {
  for (const int degrees : {1, 4, 9, 200})
    for (const double alpha : {0.5, 0.05, 0.001, 1e-10}) {
      const double t = student_t_quantile(1 - alpha / 2, degrees);
      EXPECT_NEAR(student_t_two_sided_p(t, degrees) / alpha, 1, 1e-5);
      EXPECT_EQ(student_t_two_sided_p(t, degrees), student_t_two_sided_p(-t, degrees));
    }
  EXPECT_EQ(student_t_two_sided_p(0, 5), 1);
  EXPECT_EQ(student_t_two_sided_p(std::numeric_limits<double>::infinity(), 5), 0);
  EXPECT_NEAR(student_t_two_sided_p(1, 1), 0.5, 1e-14);  // Cauchy: 1 - 2 atan(1) / pi
}

TEST(Binomial, CumulatedProbabilitiesAgreeWithDirectSums) {
  for (const int n : {1, 2, 7, 30})
    for (const double p : {0.05, 0.5, 0.9}) {
      double sum = 0;
      double choose = 1;
      for (int k = 0; k <= n; ++k) {
        sum += choose * std::pow(p, k) * std::pow(1 - p, n - k);
        EXPECT_NEAR(binomial_cdf(k, n, p), sum, 1e-13) << n << ' ' << k << ' ' << p;
        choose = choose * (n - k) / (k + 1);
      }
    }
}

TEST(Binomial, HoldsAtItsEnds) {
  EXPECT_EQ(binomial_cdf(-1, 10, 0.5), 0);
  EXPECT_EQ(binomial_cdf(10, 10, 0.5), 1);
  EXPECT_EQ(binomial_cdf(0, 0, 0.5), 1);
  EXPECT_EQ(binomial_cdf(0, 10, 0), 1);
  EXPECT_EQ(binomial_cdf(9, 10, 1), 0);
}

TEST(DistributionsDeathTest, ArgumentsOutsideTheDistributionAreBugs) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)student_t_quantile(1, 5), "inside the distribution");
  EXPECT_DEATH((void)student_t_quantile(0.5, 0), "inside the distribution");
  EXPECT_DEATH((void)student_t_two_sided_p(std::nan(""), 5), "t statistic");
  EXPECT_DEATH((void)binomial_cdf(1, 5, 1.5), "a binomial distribution");
}

}  // namespace
}  // namespace stopover::stats
