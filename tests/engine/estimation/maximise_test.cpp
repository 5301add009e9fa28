// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/maximise.hpp"

#include <cmath>

#include <Eigen/LU>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/estimation/models.hpp"
#include "tests/engine/stats/sample.hpp"

namespace stopover::estimation {
namespace {

using stats::SplitMix;
using ::testing::ElementsAre;
using testing::LogitSample;
using testing::NormalSample;
using ::testing::UnorderedElementsAre;

Maximum climb(const Likelihood& likelihood, const Vector& start,
              const std::vector<Bound>& bounds = {}, std::span<const double> weights = {}) {
  return maximise(likelihood, start, bounds, weights, {}, *serial_executor());
}

Vector pair(double a, double b) {
  Vector result(2);
  result << a, b;
  return result;
}

// 30 of 100 ones without x, 120 of 200 with: intercept ln 3/7, slope ln (3/2) - ln (3/7). `unit` is
// that of x.
LogitSample two_groups(double unit, bool with_hessian = false) {
  RowMatrix x = RowMatrix::Ones(300, 2);
  std::vector<bool> y;
  for (Eigen::Index u = 0; u < 300; ++u) {
    x(u, 1) = u < 100 ? 0 : unit;
    y.push_back(u < 30 || u >= 180);
  }
  return {x, y, with_hessian};
}
// A decrement of 1e-10 is 1e-5 standard errors; those are 0.22 and 0.26.
constexpr double kPromised = 3e-6;
const Vector kTwoGroups = pair(std::log(3.0 / 7), std::log(3.5));

TEST(Maximise, FindsTheClosedFormOfALogit) {
  for (const bool with_hessian : {false, true})
    for (const Vector& start : {pair(0, 0), pair(-3, 5), pair(4, 4)}) {
      const Maximum best = climb(two_groups(1, with_hessian), start);
      ASSERT_TRUE(best.converged);
      EXPECT_LT(best.decrement, 1e-10);
      EXPECT_TRUE(best.theta.isApprox(kTwoGroups, kPromised));
      EXPECT_NEAR(
          best.value,
          30 * std::log(0.3) + 70 * std::log(0.7) + 120 * std::log(0.6) + 80 * std::log(0.4), 1e-9);
      EXPECT_TRUE(best.identification.empty());
      EXPECT_THAT(best.at_bound, ElementsAre(false, false));
    }
}

TEST(Maximise, UnitsOfTheColumnsDoNotMatter) {
  for (const double unit : {1e-8, 1e-4, 1e5, 1e9}) {
    const Maximum best = climb(two_groups(unit), pair(0, 0));
    ASSERT_TRUE(best.converged) << unit;
    EXPECT_NEAR(best.theta[0], kTwoGroups[0], kPromised) << unit;
    EXPECT_NEAR(best.theta[1] * unit, kTwoGroups[1], kPromised) << unit;
    EXPECT_TRUE(best.identification.empty()) << unit;
  }
}

TEST(Maximise, WeightsAreCounts) {
  // Four cells, weighted as the 300 units are many.
  const LogitSample cells{RowMatrix{{1, 0}, {1, 0}, {1, 1}, {1, 1}}, {true, false, true, false}};
  const double weights[] = {30, 70, 120, 80};
  const Maximum best = climb(cells, pair(0, 0), {}, weights);
  ASSERT_TRUE(best.converged);
  EXPECT_TRUE(best.theta.isApprox(kTwoGroups, kPromised));
}

// A variance below 0 has no likelihood: the search meets it and comes back.
TEST(Maximise, FindsMeanAndVariance) {
  const std::vector<double> y{1, 4, 2, 8, 5, 7};  // mean 4.5, mean square about it 37.5 / 6
  for (const bool with_hessian : {false, true}) {
    const Maximum best = climb(NormalSample(y, with_hessian), pair(0, 50));
    ASSERT_TRUE(best.converged);
    EXPECT_NEAR(best.theta[0], 4.5, 1e-5);
    EXPECT_NEAR(best.theta[1], 37.5 / 6, 1e-4);
  }
}

TEST(Maximise, ABoundThatHoldsIsMarkedAndTheRestIsBestUnderIt) {
  const std::vector<double> y{1, 4, 2, 8, 5, 7};
  const double infinite = std::numeric_limits<double>::infinity();
  const Maximum best = climb(NormalSample(y), pair(1, 5), {{-infinite, 3}, {1e-3, infinite}});
  ASSERT_TRUE(best.converged);
  EXPECT_EQ(best.theta[0], 3);
  EXPECT_NEAR(best.theta[1], 37.5 / 6 + 2.25, 1e-4);  // about 3
  EXPECT_THAT(best.at_bound, ElementsAre(true, false));
  EXPECT_GT(best.gradient[0], 0);
  const Maximum below = climb(NormalSample(y), pair(6, 5), {{5, infinite}, {1e-3, infinite}});
  ASSERT_TRUE(below.converged);
  EXPECT_EQ(below.theta[0], 5);
  EXPECT_THAT(below.at_bound, ElementsAre(true, false));
}

TEST(Maximise, BoundsThatDoNotHoldChangeNothing) {
  const Maximum best = climb(two_groups(1), pair(5, -5), {{-2, 2}, {-2, 2}});
  ASSERT_TRUE(best.converged);
  EXPECT_TRUE(best.theta.isApprox(kTwoGroups, kPromised));
  EXPECT_THAT(best.at_bound, ElementsAre(false, false));
}

// theta[1] and theta[2] only act by their sum; theta[0] is sound.
TEST(Maximise, AFlatDirectionIsNamed) {
  RowMatrix x = RowMatrix::Ones(300, 3);
  std::vector<bool> y;
  for (Eigen::Index u = 0; u < 300; ++u) {
    x(u, 1) = x(u, 2) = u < 100 ? 0 : 1;
    y.push_back(u < 30 || u >= 180);
  }
  for (const bool with_hessian : {false, true}) {
    const Maximum best = climb(LogitSample(x, y, with_hessian), Vector::Zero(3));
    ASSERT_EQ(best.identification.size(), 1U);
    EXPECT_THAT(best.identification[0].parameters, UnorderedElementsAre(1U, 2U));
    EXPECT_NEAR(best.identification[0].parts[0] / best.identification[0].parts[1], -1, 1e-3);
    EXPECT_LT(std::abs(best.identification[0].curvature), 1e-9);
    EXPECT_NEAR(best.theta[1] + best.theta[2], kTwoGroups[1], 1e-5);
    EXPECT_NEAR(best.theta[0], kTwoGroups[0], 1e-5);
    EXPECT_TRUE(best.converged);
  }
}

TEST(Maximise, AParameterThatDoesNothingIsNamed) {
  RowMatrix x = RowMatrix::Ones(60, 2);
  x.col(1).setZero();
  std::vector<bool> y(60);
  for (std::size_t u = 0; u < 20; ++u) y[u] = true;
  const Maximum best = climb(LogitSample(x, y), Vector::Zero(2));
  ASSERT_EQ(best.identification.size(), 1U);
  EXPECT_THAT(best.identification[0].parameters, ElementsAre(1U));
  EXPECT_NEAR(best.theta[0], std::log(0.5), 1e-6);
}

TEST(Maximise, AStartWithoutLikelihoodStaysWhereItIs) {
  const Maximum best = climb(NormalSample({1, 2, 4}), pair(2, -1));
  EXPECT_FALSE(best.converged);
  EXPECT_EQ(best.theta, pair(2, -1));
  EXPECT_FALSE(std::isfinite(best.value));
}

TEST(Maximise, NearTheMaximumAndWithALentInformationItFindsTheSame) {
  const LogitSample model = two_groups(1);
  const auto executor = serial_executor();
  const Maximum first = climb(model, pair(0, 0));
  for (const Matrix& lent : {Matrix{}, first.information, Matrix(1.5 * first.information)}) {
    const Maximum again = maximise(model, first.theta + pair(0.05, -0.05), {}, {},
                                   {.near = true, .information = lent}, *executor);
    ASSERT_TRUE(again.converged);
    EXPECT_TRUE(again.theta.isApprox(kTwoGroups, kPromised));
    EXPECT_TRUE(again.information.isApprox(first.information, 1e-3));
  }
}

TEST(Maximise, ModelsWithoutParametersHaveAValue) {
  const LogitSample model{RowMatrix(5, 0), {true, false, true, true, false}};
  const Maximum best = climb(model, Vector());
  EXPECT_TRUE(best.converged);
  EXPECT_NEAR(best.value, 5 * std::log(0.5), 1e-14);
}

// 200 random logits, with and without exact second derivatives; weights and starts at random. The
// gradient at the end is within the promised decrement of a perfect maximum.
TEST(Maximise, EndsWhereTheGradientIsNothing) {
  SplitMix luck(12);
  for (int trial = 0; trial < 200; ++trial) {
    RowMatrix x(80, 3);
    std::vector<bool> y;
    std::vector<double> weights;
    for (Eigen::Index u = 0; u < 80; ++u) {
      x.row(u) << 1, 100 * luck.normal(), luck.lognormal(1);
      y.push_back(luck.uniform() < 0.5);
      weights.push_back(0.2 + luck.uniform());
    }
    Vector start(3);
    start << luck.normal(), 0.01 * luck.normal(), luck.normal();
    const LogitSample model(x, y, trial % 2 == 0);
    const Maximum best = climb(model, start, {}, weights);
    ASSERT_TRUE(best.converged) << trial;
    const auto executor = serial_executor();
    const Total there = total(model, best.theta, weights, Want::kGradient, *executor);
    EXPECT_EQ(there.value, best.value);
    const Matrix exact = information(LogitSample(x, y, true), best.theta, weights, {}, *executor);
    EXPECT_LT(there.gradient.dot(exact.inverse() * there.gradient), 1.01e-10);
    EXPECT_TRUE(best.information.isApprox(exact, 1e-3));
  }
}

}  // namespace
}  // namespace stopover::estimation
