// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/selection.hpp"

#include <cmath>
#include <cstdio>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/regression/least_squares.hpp"
#include "tests/engine/regression/samples.hpp"

namespace stopover::regression {
namespace {

using ::testing::ElementsAre;
using testing::error_of;
using testing::line;
using testing::SplitMix;
using testing::vector_of;

constexpr double kRho = 0.6;
constexpr double kSigma = 1.5;

// z'g = 0.2 + 0.7 x1 + 0.9 x2, x'b = 1 + 0.5 x1; what is not selected is NaN.
SelectionSample drawn(std::size_t rows, SplitMix& luck) {
  const Design z = testing::normal_design(rows, 2, luck);
  SelectionSample sample{.selection = z,
                         .selected = std::vector<bool>(rows),
                         .outcome_design = {{"one", "x1"}, z.cells.leftCols(2)},
                         .outcome = Vector(static_cast<Eigen::Index>(rows))};
  for (std::size_t r = 0; r < rows; ++r) {
    const auto at = static_cast<Eigen::Index>(r);
    const double u = luck.normal();
    const double e = kRho * u + std::sqrt(1 - kRho * kRho) * luck.normal();
    sample.selected[r] = 0.2 + 0.7 * z.cells(at, 1) + 0.9 * z.cells(at, 2) + u > 0;
    sample.outcome[at] = 1 + 0.5 * z.cells(at, 1) + kSigma * e;
    if (sample.selected[r]) continue;
    sample.outcome[at] = std::numeric_limits<double>::quiet_NaN();
    sample.outcome_design.cells(at, 1) = std::numeric_limits<double>::infinity();
  }
  return sample;
}

TwoStep two_steps(const SelectionSample& sample) {
  return heckman_two_step(sample, *serial_executor());
}
Selection by_ml(const SelectionSample& sample) {
  return heckman_ml(sample, *serial_executor());
}

// 10 estimates, seed pinned; see kFarOff.
TEST(Selection, BothWaysRecoverWhatDataWereMadeWith) {
  SplitMix luck(81);
  const SelectionSample sample = drawn(4'000, luck);
  const TwoStep steps = two_steps(sample);
  ASSERT_TRUE(steps.findings.empty()) << text(steps.findings.front());
  const double truth[] = {1, 0.5, kRho * kSigma};
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_NEAR(steps.coefficients[static_cast<Eigen::Index>(k)], truth[k],
                testing::kFarOff * error_of(steps.covariance, k));
  EXPECT_NEAR(steps.sigma, kSigma, 0.2);
  EXPECT_NEAR(steps.rho, kRho, 0.2);

  const Selection ml = by_ml(sample);
  ASSERT_TRUE(ml.fit.findings.empty()) << text(ml.fit.findings.front());
  const double all[] = {0.2, 0.7, 0.9, 1, 0.5};
  for (std::size_t k = 0; k < 5; ++k)
    EXPECT_NEAR(ml.fit.coefficients()[static_cast<Eigen::Index>(k)], all[k],
                testing::kFarOff * error_of(ml.fit.covariances.classical, k))
        << ml.fit.names[k];
  EXPECT_NEAR(ml.sigma.value, kSigma, testing::kFarOff * ml.sigma.error);
  EXPECT_NEAR(ml.rho.value, kRho, testing::kFarOff * ml.rho.error);
  EXPECT_NEAR(ml.rho.robust_error / ml.rho.error, 1, 0.2);
  EXPECT_EQ(ml.selected, steps.selected);
  EXPECT_THAT(ml.fit.names, ElementsAre("selection: one", "selection: x1", "selection: x2",
                                        "outcome: one", "outcome: x1", "ln_sigma", "atanh_rho"));

  const LeastSquares naive =
      least_squares(rows_of(Sample{sample.outcome_design, sample.outcome}, [&] {
        std::vector<std::size_t> rows;
        for (std::size_t r = 0; r < sample.selected.size(); ++r)
          if (sample.selected[r]) rows.push_back(r);
        return rows;
      }()));
  EXPECT_GT(std::abs(naive.coefficients[1] - 0.5), 5 * error_of(naive.classical, 1));
}

TEST(Selection, WithoutCorrelationTheLikelihoodFallsApartIntoItsTwo) {
  SplitMix luck(82);
  const SelectionSample sample = drawn(300, luck);
  const TwoStep steps = two_steps(sample);
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < sample.selected.size(); ++r)
    if (sample.selected[r]) rows.push_back(r);
  const LeastSquares line = least_squares(rows_of({sample.outcome_design, sample.outcome}, rows));
  const double sigma = std::sqrt(line.residuals.squaredNorm() / static_cast<double>(rows.size()));
  Vector theta(7);
  theta << steps.selection.fit.coefficients(), line.coefficients, std::log(sigma), 0;
  const estimation::Total sum = estimation::total(*selection_likelihood(sample), theta, {},
                                                  estimation::Want::kGradient, *serial_executor());
  EXPECT_NEAR(sum.value, steps.selection.fit.log_likelihood() + line.log_likelihood, 1e-9);
  EXPECT_LT(sum.gradient.head(6).cwiseAbs().maxCoeff(), 1e-6);
}

// Null: the corrected standard errors are right. The spread of 400 estimates has a relative error
// of 1 / sqrt(800); 4.5 of them are 16 %. The uncorrected ones would be a third too small.
TEST(Selection, CorrectedErrorsAreTheSpreadOfTheTwoSteps) {
  constexpr int kTrials = 400;
  SplitMix luck(83);
  Eigen::Array3d sum = Eigen::Array3d::Zero();
  Eigen::Array3d squares = Eigen::Array3d::Zero();
  Eigen::Array3d variances = Eigen::Array3d::Zero();
  for (int trial = 0; trial < kTrials; ++trial) {
    const TwoStep fit = two_steps(drawn(500, luck));
    ASSERT_TRUE(fit.findings.empty());
    sum += fit.coefficients.array();
    squares += fit.coefficients.array().square();
    variances += fit.covariance.diagonal().array();
  }
  const Eigen::Array3d spread = (squares - sum.square() / kTrials) / (kTrials - 1);
  const Eigen::Array3d ratio = (variances / kTrials / spread).sqrt();
  std::printf("corrected errors over spread: %.3f %.3f %.3f\n", ratio[0], ratio[1], ratio[2]);
  EXPECT_LT((ratio - 1).abs().maxCoeff(), 0.16);
}

TEST(Selection, WholeWeightsAreRepeatedRows) {
  SplitMix luck(84);
  SelectionSample weighted = drawn(150, luck);
  SelectionSample repeated = weighted;
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < 150; ++r) {
    weighted.weights.push_back(static_cast<double>(luck.below(4)));
    rows.insert(rows.end(), static_cast<std::size_t>(weighted.weights.back()), r);
  }
  repeated.selection = rows_of(weighted.selection, rows);
  repeated.outcome_design = rows_of(weighted.outcome_design, rows);
  repeated.outcome.resize(static_cast<Eigen::Index>(rows.size()));
  repeated.selected.clear();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    repeated.outcome[static_cast<Eigen::Index>(r)] =
        weighted.outcome[static_cast<Eigen::Index>(rows[r])];
    repeated.selected.push_back(weighted.selected[rows[r]]);
  }
  const Selection a = by_ml(weighted);
  const Selection b = by_ml(repeated);
  ASSERT_TRUE(a.fit.findings.empty()) << text(a.fit.findings.front());
  EXPECT_TRUE(a.fit.coefficients().isApprox(b.fit.coefficients(), 1e-6));
  EXPECT_TRUE(a.fit.covariances.classical.isApprox(b.fit.covariances.classical, 1e-5));
  const TwoStep c = two_steps(weighted);
  const TwoStep d = two_steps(repeated);
  EXPECT_TRUE(c.coefficients.isApprox(d.coefficients, 1e-7));
  EXPECT_NEAR(c.sigma, d.sigma, 1e-7);
}

TEST(Selection, NamesRowsOfTheWholeAndTheirStage) {
  SplitMix luck(85);
  SelectionSample sample = drawn(60, luck);
  std::size_t row = 30;
  while (!sample.selected[row]) ++row;
  SelectionSample bad = sample;
  bad.outcome[static_cast<Eigen::Index>(row)] = std::nan("");
  bad.outcome_design.cells(static_cast<Eigen::Index>(row), 1) = std::nan("");
  const Findings expected{{Problem::kNotFinite, {"outcome: x1"}, row},
                          {Problem::kNotFinite, {"outcome: outcome"}, row}};
  EXPECT_EQ(two_steps(bad).findings, expected);
  EXPECT_EQ(by_ml(bad).fit.findings, expected);
  bad = sample;
  bad.selected.assign(60, true);
  EXPECT_EQ(two_steps(bad).findings, (Findings{{Problem::kOneClass, {"selection: outcome"}, {}}}));
}

// Nothing moves selection: the Mills ratio is a constant, like the intercept.
TEST(Selection, AConstantMillsRatioIsNamed) {
  SplitMix luck(86);
  SelectionSample sample = drawn(60, luck);
  sample.selection = testing::intercept_only(60);
  EXPECT_EQ(two_steps(sample).findings,
            (Findings{{Problem::kCollinear, {"outcome: inverse_mills", "outcome: one"}, {}}}));
}

}  // namespace
}  // namespace stopover::regression
