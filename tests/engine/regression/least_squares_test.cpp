// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/least_squares.hpp"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/regression/samples.hpp"

namespace stopover::regression {
namespace {

using ::testing::ElementsAre;
using testing::error_of;
using testing::intercept_only;
using testing::line;
using testing::SplitMix;
using testing::vector_of;

// By hand: sums of squares 10 (x), 2.4 (residuals -0.8 0.6 1 -0.6 -0.2), 6 (y about its mean).
Sample by_hand() {
  return {line({1, 2, 3, 4, 5}), vector_of({2, 4, 5, 4, 5})};
}

TEST(LeastSquares, AgreesWithTheSumsByHand) {
  const LeastSquares fit = least_squares(by_hand());
  ASSERT_TRUE(fit.findings.empty());
  EXPECT_NEAR(fit.coefficients[0], 2.2, 1e-14);
  EXPECT_NEAR(fit.coefficients[1], 0.6, 1e-14);
  EXPECT_NEAR(fit.sigma, std::sqrt(0.8), 1e-14);
  EXPECT_NEAR(fit.r_squared, 0.6, 1e-14);
  EXPECT_EQ(fit.rows, 5U);
  EXPECT_NEAR(fit.classical(0, 0), 0.8 * (1.0 / 5 + 9.0 / 10), 1e-14);
  EXPECT_NEAR(fit.classical(1, 1), 0.08, 1e-14);
  EXPECT_NEAR(fit.classical(0, 1), -0.24, 1e-14);
  EXPECT_NEAR(fit.log_likelihood, -2.5 * (std::log(2 * std::numbers::pi * 2.4 / 5) + 1), 1e-13);
  // Sum of (x - 3)^2 e^2 is 3.44.
  EXPECT_NEAR(fit.robust(1, 1), 3.44 / 100 * 5 / 3, 1e-14);
  EXPECT_EQ(fit.clustered.size(), 0);
}

TEST(LeastSquares, ClustersAddUpTheirScoresFirst) {
  Sample sample = by_hand();
  sample.clusters = {.of_unit = {0, 0, 1, 2, 2}, .count = 3};
  // Sums of (x - 3) e: 1, 0, -1.
  EXPECT_NEAR(least_squares(sample).clustered(1, 1), 0.02, 1e-14);
  sample.clusters.small_sample = true;
  EXPECT_NEAR(least_squares(sample).clustered(1, 1), 0.02 * (3.0 / 2) * (4.0 / 3), 1e-14);
}

TEST(LeastSquares, ClustersOfOneRowAreTheRobustCovarianceWithoutItsFactor) {
  Sample sample = by_hand();
  sample.clusters = {.of_unit = {4, 1, 0, 2, 3}, .count = 5};
  const LeastSquares fit = least_squares(sample);
  EXPECT_TRUE(fit.clustered.isApprox(fit.robust * 3.0 / 5, 1e-13));
}

// Longley (1967), from the statistical reference datasets of NIST: ill-conditioned.
TEST(LeastSquares, HoldsItsDigitsOnLongleysData) {
  const double data[16][7] = {
      {60323, 83.0, 234289, 2356, 1590, 107608, 1947},
      {61122, 88.5, 259426, 2325, 1456, 108632, 1948},
      {60171, 88.2, 258054, 3682, 1616, 109773, 1949},
      {61187, 89.5, 284599, 3351, 1650, 110929, 1950},
      {63221, 96.2, 328975, 2099, 3099, 112075, 1951},
      {63639, 98.1, 346999, 1932, 3594, 113270, 1952},
      {64989, 99.0, 365385, 1870, 3547, 115094, 1953},
      {63761, 100.0, 363112, 3578, 3350, 116219, 1954},
      {66019, 101.2, 397469, 2904, 3048, 117388, 1955},
      {67857, 104.6, 419180, 2822, 2857, 118734, 1956},
      {68169, 108.4, 442769, 2936, 2798, 120445, 1957},
      {66513, 110.8, 444546, 4681, 2637, 121950, 1958},
      {68655, 112.6, 482704, 3813, 2552, 123366, 1959},
      {69564, 114.2, 502601, 3931, 2514, 125368, 1960},
      {69331, 115.7, 518173, 4806, 2572, 127852, 1961},
      {70551, 116.9, 554894, 4007, 2827, 130081, 1962},
  };
  const double certified[7][2] = {
      {-3482258.63459582, 890420.383607373},
      {15.0618722713733, 84.9149257747669},
      {-0.358191792925910e-01, 0.334910077722432e-01},
      {-2.02022980381683, 0.488399681651699},
      {-1.03322686717359, 0.214274163161675},
      {-0.511041056535807e-01, 0.226073200069370},
      {1829.15146461355, 455.478499142212},
  };
  Sample sample{{{"one", "a", "b", "c", "d", "e", "year"}, RowMatrix::Ones(16, 7)}, Vector(16)};
  for (Eigen::Index r = 0; r < 16; ++r) {
    sample.outcome[r] = data[r][0];
    for (Eigen::Index c = 1; c < 7; ++c) sample.design.cells(r, c) = data[r][c];
  }
  const LeastSquares fit = least_squares(sample);
  ASSERT_TRUE(fit.findings.empty());
  for (std::size_t k = 0; k < 7; ++k) {
    EXPECT_NEAR(fit.coefficients[static_cast<Eigen::Index>(k)] / certified[k][0], 1, 1e-10) << k;
    EXPECT_NEAR(error_of(fit.classical, k) / certified[k][1], 1, 1e-10) << k;
  }
  EXPECT_NEAR(fit.sigma / 304.854073561965, 1, 1e-11);
  EXPECT_NEAR(fit.r_squared, 0.995479004577296, 1e-13);
}

TEST(LeastSquares, WholeWeightsMoveTheLineAsRepeatedRowsDo) {
  Sample weighted = by_hand();
  weighted.weights = {1, 3, 2, 1, 2};
  const LeastSquares a = least_squares(weighted);
  const LeastSquares b = least_squares(testing::repeated(by_hand(), {1, 3, 2, 1, 2}));
  EXPECT_TRUE(a.coefficients.isApprox(b.coefficients, 1e-13));
  EXPECT_NEAR(a.r_squared, b.r_squared, 1e-13);
  // The same sum of squares, over 5 - 2 and 9 - 2.
  EXPECT_TRUE((a.classical * 3).isApprox(b.classical * 7, 1e-12));
}

TEST(LeastSquares, TheUnitOfWeightsDoesNotMatterToErrors) {
  Sample sample = by_hand();
  sample.weights = {1, 3, 2, 1, 2};
  const LeastSquares a = least_squares(sample);
  for (double& weight : sample.weights) weight *= 1000;
  const LeastSquares b = least_squares(sample);
  EXPECT_TRUE(a.coefficients.isApprox(b.coefficients, 1e-13));
  EXPECT_TRUE(a.classical.isApprox(b.classical, 1e-12));
  EXPECT_TRUE(a.robust.isApprox(b.robust, 1e-12));
  EXPECT_NEAR(a.log_likelihood, b.log_likelihood, 1e-12);
}

TEST(LeastSquares, ARowWithoutWeightIsLeftOut) {
  Sample sample{line({1, 2, 3, 4, 5, 99}), vector_of({2, 4, 5, 4, 5, -7}), {1, 1, 1, 1, 1, 0}};
  const LeastSquares with = least_squares(sample);
  const LeastSquares without = least_squares(by_hand());
  EXPECT_TRUE(with.coefficients.isApprox(without.coefficients, 1e-13));
  EXPECT_TRUE(with.robust.isApprox(without.robust, 1e-13));
  EXPECT_NEAR(with.sigma, without.sigma, 1e-14);
  EXPECT_NEAR(with.log_likelihood, without.log_likelihood, 1e-13);
  EXPECT_NEAR(smearing_factor(with, sample.weights), smearing_factor(without, {}), 1e-14);
}

TEST(LeastSquares, UnitsOfColumnsScaleTheirCoefficientsOnly) {
  SplitMix luck(11);
  Sample sample{testing::normal_design(40, 3, luck), Vector(40)};
  for (double& y : sample.outcome) y = luck.normal();
  const LeastSquares a = least_squares(sample);
  const Vector units = vector_of({1, 1e9, 1e-7, -3});
  sample.design.cells = sample.design.cells * units.asDiagonal();
  const LeastSquares b = least_squares(sample);
  EXPECT_TRUE(a.coefficients.isApprox(b.coefficients.cwiseProduct(units), 1e-12));
  EXPECT_TRUE(a.robust.isApprox(units.asDiagonal() * b.robust * units.asDiagonal(), 1e-12));
  EXPECT_NEAR(a.r_squared, b.r_squared, 1e-13);
}

TEST(LeastSquares, RSquaredIsAboutTheMeanWhereColumnsMakeAConstant) {
  const Vector outcome = vector_of({101, 103, 102, 106});
  const Design dummies{{"a", "b"}, RowMatrix{{1, 0}, {1, 0}, {0, 1}, {0, 1}}};
  // About the mean 103: 4 + 0 + 1 + 9; residuals -1, 1, -2, 2.
  EXPECT_NEAR(least_squares({dummies, outcome}).r_squared, 1 - 10.0 / 14, 1e-12);
  const Design through_zero{{"x"}, RowMatrix{{1}, {2}, {3}, {4}}};
  const LeastSquares fit = least_squares({through_zero, outcome});
  EXPECT_NEAR(fit.r_squared, 1 - fit.residuals.squaredNorm() / outcome.squaredNorm(), 1e-14);
  EXPECT_TRUE(std::isnan(least_squares({dummies, Vector::Zero(4)}).r_squared));
}

TEST(LeastSquares, FactorsTurnLogarithmsIntoMeans) {
  const Sample sample{intercept_only(2), vector_of({std::exp(1.0), std::exp(-1.0)})};
  const LeastSquares fit = log_linear(sample);
  ASSERT_TRUE(fit.findings.empty());
  EXPECT_NEAR(fit.coefficients[0], 0, 1e-15);
  EXPECT_NEAR(smearing_factor(fit, {}), std::cosh(1.0), 1e-14);
  EXPECT_NEAR(lognormal_factor(fit), std::exp(1.0), 1e-14);  // sigma^2 = 2 / (2 - 1)
}

TEST(LeastSquares, NamesWhatIsWrong) {
  EXPECT_THAT(log_linear({line({1, 2, 3, 5}), vector_of({1, 0, 3, -2})}).findings,
              ElementsAre(Finding{Problem::kNotPositive, {"outcome"}, 1},
                          Finding{Problem::kNotPositive, {"outcome"}, 3}));
  EXPECT_THAT(least_squares({line({2, 2, 2}), vector_of({1, 0, 3})}).findings,
              ElementsAre(Finding{Problem::kCollinear, {"x", "one"}, {}}));
  EXPECT_THAT(least_squares({line({1, 2}), vector_of({1, 0})}).findings,
              ElementsAre(Finding{Problem::kTooFewRows, {}, {}}));
}

// Null: (b - truth) / s.e. is Student's t; 400 x 2 intervals at 95 %. The share is binomial; 3.9
// standard deviations are passed once in 10,000 runs.
TEST(LeastSquares, RobustIntervalsHoldUnderHeteroscedasticityWhereClassicalOnesDoNot) {
  constexpr int kTrials = 400;
  SplitMix luck(20);
  int robust = 0;
  int classical = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    Sample sample{testing::normal_design(300, 1, luck), Vector(300)};
    for (Eigen::Index r = 0; r < 300; ++r) {
      const double x = sample.design.cells(r, 1);
      sample.outcome[r] = 1 + 2 * x + x * luck.normal();
    }
    const LeastSquares fit = least_squares(sample);
    const double off = std::abs(fit.coefficients[1] - 2);
    robust += off < 1.968 * error_of(fit.robust, 1) ? 1 : 0;
    classical += off < 1.968 * error_of(fit.classical, 1) ? 1 : 0;
  }
  EXPECT_NEAR(robust / double{kTrials}, 0.94, stats::share_tolerance(0.94, kTrials));
  EXPECT_LT(classical / double{kTrials}, 0.85);  // sqrt(3) too narrow: 0.74
}

}  // namespace
}  // namespace stopover::regression
