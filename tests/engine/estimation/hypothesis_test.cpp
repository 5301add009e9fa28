// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/hypothesis.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace stopover::estimation {
namespace {

// Quantiles of chi-square, from tables.
TEST(Hypothesis, LikelihoodRatiosHaveTheTailOfChiSquare) {
  const struct {
    double statistic;
    int degrees;
    double p;
  } known[] = {{3.841458820694124, 1, 0.05},  {6.634896601021213, 1, 0.01},
               {5.991464547107979, 2, 0.05},  {9.210340371976182, 2, 0.01},
               {11.070497693516351, 5, 0.05}, {18.307038053275146, 10, 0.05}};
  for (const auto& row : known) {
    const TestResult result = likelihood_ratio(-100, -100 + row.statistic / 2, row.degrees);
    EXPECT_NEAR(result.statistic, row.statistic, 1e-12);
    EXPECT_EQ(result.degrees_of_freedom, row.degrees);
    EXPECT_NEAR(result.p, row.p, 1e-12);
  }
  EXPECT_EQ(likelihood_ratio(-100, -100, 3).p, 1);
  EXPECT_EQ(likelihood_ratio(-100, -100.1, 3).p, 1);  // round-off of the optimiser
  EXPECT_TRUE(std::isnan(likelihood_ratio(std::nan(""), -100, 3).p));
}

TEST(Hypothesis, WaldIsTheSquareInTheMetricOfTheCovariance) {
  Vector theta(3);
  theta << 2, 7, 1;
  const Matrix covariance{{4, 0, 1}, {0, 9, 0}, {1, 0, 1}};
  Vector zero = Vector::Zero(1);
  const TestResult one = wald(theta, covariance, {0}, zero);
  EXPECT_NEAR(one.statistic, 1, 1e-14);
  EXPECT_NEAR(one.p, 0.31731050786291415, 1e-13);  // P(|N| > 1)
  Vector values(2);
  values << 1, 0;
  // (1, 1) by the inverse of [4 1; 1 1]: (1 - 2 + 4) / 3.
  const TestResult two = wald(theta, covariance, {0, 2}, values);
  EXPECT_NEAR(two.statistic, 1, 1e-14);
  EXPECT_EQ(two.degrees_of_freedom, 2);
  EXPECT_NEAR(two.p, std::exp(-0.5), 1e-14);
}

TEST(Hypothesis, WaldWithoutACovarianceIsNoNumber) {
  Vector theta = Vector::Ones(2);
  Matrix covariance = Matrix::Identity(2, 2);
  covariance(1, 1) = std::nan("");
  EXPECT_TRUE(std::isnan(wald(theta, covariance, {1}, Vector::Zero(1)).p));
  EXPECT_FALSE(std::isnan(wald(theta, covariance, {0}, Vector::Zero(1)).p));
  covariance(1, 1) = -1;
  EXPECT_TRUE(std::isnan(wald(theta, covariance, {1}, Vector::Zero(1)).statistic));
}

TEST(Hypothesis, TwoSidedNormal) {
  EXPECT_NEAR(two_sided_normal_p(1.959963984540054), 0.05, 1e-14);
  EXPECT_EQ(two_sided_normal_p(-2.5), two_sided_normal_p(2.5));
  EXPECT_EQ(two_sided_normal_p(0), 1);
  EXPECT_NEAR(two_sided_normal_p(10) / 1.523970604832105e-23, 1, 1e-12);
  EXPECT_TRUE(std::isnan(two_sided_normal_p(std::nan(""))));
}

}  // namespace
}  // namespace stopover::estimation
