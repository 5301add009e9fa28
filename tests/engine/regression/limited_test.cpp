// SPDX-License-Identifier: Apache-2.0
// Truncated and censored normal regression.
#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/regression/least_squares.hpp"
#include "engine/regression/tobit.hpp"
#include "engine/regression/truncated.hpp"
#include "tests/engine/regression/samples.hpp"

namespace stopover::regression {
namespace {

using ::testing::ElementsAre;
using testing::error_of;
using testing::line;
using testing::SplitMix;
using testing::vector_of;

constexpr double kNoLimit = std::numeric_limits<double>::infinity();
constexpr double kSigma = 1.3;
const Vector kTruth = vector_of({1, 0.8, -0.6});

using Estimator = LimitedFit (*)(const Sample&, const Limits&, Executor&);

LimitedFit fit(Estimator estimator, const Sample& sample, const Limits& limits) {
  return estimator(sample, limits, *serial_executor());
}

Sample latent(std::size_t rows, std::uint64_t seed) {
  SplitMix luck(seed);
  Sample sample{testing::normal_design(rows, 2, luck), {}};
  sample.outcome = sample.design.cells * kTruth;
  for (double& y : sample.outcome) y += kSigma * luck.normal();
  return sample;
}

Sample seen_between(const Sample& all, const Limits& limits) {
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < all.design.rows(); ++r) {
    const double y = all.outcome[static_cast<Eigen::Index>(r)];
    if (y > limits.lower && y < limits.upper) rows.push_back(r);
  }
  return rows_of(all, rows);
}

Sample heaped_at(const Sample& all, const Limits& limits) {
  Sample heaped = all;
  for (double& y : heaped.outcome) y = std::clamp(y, limits.lower, limits.upper);
  return heaped;
}

void expect_truth(const LimitedFit& model) {
  ASSERT_TRUE(model.fit.findings.empty()) << text(model.fit.findings.front());
  for (std::size_t k = 0; k < 3; ++k) {
    const auto at = static_cast<Eigen::Index>(k);
    EXPECT_NEAR(model.fit.coefficients()[at], kTruth[at],
                testing::kFarOff * error_of(model.fit.covariances.classical, k))
        << k;
  }
  EXPECT_NEAR(model.sigma.value, kSigma, testing::kFarOff * model.sigma.error);
  EXPECT_NEAR(model.sigma.robust_error / model.sigma.error, 1, 0.15);
}

constexpr Limits kSides[] = {{.lower = 0.5}, {.upper = 2}, {.lower = -0.5, .upper = 2.5}};

// 2 estimators x 3 sides x 4 estimates, seeds pinned; see kFarOff.
TEST(Limited, TruncatedRegressionRecoversWhatTheSampleLeavesOut) {
  for (const Limits& limits : kSides)
    expect_truth(fit(truncated_regression, seen_between(latent(8'000, 31), limits), limits));
}

TEST(Limited, TobitRecoversWhatTheLimitsHide) {
  for (const Limits& limits : kSides) {
    const Sample sample = heaped_at(latent(4'000, 32), limits);
    const LimitedFit model = fit(tobit, sample, limits);
    expect_truth(model);
    EXPECT_EQ(model.at_lower > 0, std::isfinite(limits.lower));
    EXPECT_EQ(model.at_upper > 0, std::isfinite(limits.upper));
  }
}

TEST(Limited, LeastSquaresIsBiasedOnSuchSamples) {
  const LeastSquares seen = least_squares(seen_between(latent(8'000, 31), kSides[0]));
  EXPECT_GT((kTruth - seen.coefficients).cwiseAbs()[1], 10 * error_of(seen.classical, 1));
  const LeastSquares heaped = least_squares(heaped_at(latent(4'000, 32), kSides[0]));
  EXPECT_GT((kTruth - heaped.coefficients).cwiseAbs()[1], 10 * error_of(heaped.classical, 1));
}

// Normal errors: b as by least squares, sigma^2 = squares / n, its error sigma / sqrt(2 n).
TEST(Limited, WithoutLimitsInReachBothAreLeastSquares) {
  const Sample sample = latent(50, 33);
  const LeastSquares plain = least_squares(sample);
  for (const Estimator estimator : {&tobit, &truncated_regression})
    for (const Limits& limits : {Limits{}, Limits{-1e3, 1e3}, Limits{.lower = -1e3}}) {
      const LimitedFit model = fit(estimator, sample, limits);
      ASSERT_TRUE(model.fit.findings.empty());
      const double sigma = std::sqrt(plain.residuals.squaredNorm() / 50);
      EXPECT_TRUE(model.fit.coefficients().head(3).isApprox(plain.coefficients, 1e-8));
      EXPECT_NEAR(model.sigma.value, sigma, 1e-8);
      EXPECT_NEAR(model.sigma.error, sigma / 10, 1e-8);
      EXPECT_NEAR(model.fit.log_likelihood(), plain.log_likelihood, 1e-9);
      EXPECT_NEAR(error_of(model.fit.covariances.classical, 1),
                  error_of(plain.classical, 1) * std::sqrt(47.0 / 50), 1e-8);
    }
}

TEST(Limited, MirroredOutcomesTurnSignsAndLimits) {
  const Limits limits{.lower = 0.2, .upper = 2.9};
  const Limits mirrored{.lower = -2.9, .upper = -0.2};
  for (const Estimator estimator : {&tobit, &truncated_regression}) {
    Sample sample = seen_between(latent(800, 34), limits);
    if (estimator == &tobit) sample = heaped_at(latent(800, 34), limits);
    const LimitedFit a = fit(estimator, sample, limits);
    sample.outcome = -sample.outcome;
    const LimitedFit b = fit(estimator, sample, mirrored);
    ASSERT_TRUE(a.fit.findings.empty());
    EXPECT_TRUE(a.fit.coefficients().head(3).isApprox(-b.fit.coefficients().head(3), 1e-7));
    EXPECT_NEAR(a.sigma.value, b.sigma.value, 1e-7);
    EXPECT_NEAR(a.fit.log_likelihood(), b.fit.log_likelihood(), 1e-8);
    EXPECT_EQ(a.at_lower, b.at_upper);
  }
}

TEST(Limited, UnitsOfTheOutcomeScaleTheEstimates) {
  const Limits limits{.lower = 0.2};
  const Limits in_fen{.lower = 20};
  for (const Estimator estimator : {&tobit, &truncated_regression}) {
    Sample sample = seen_between(latent(800, 35), limits);
    if (estimator == &tobit) sample = heaped_at(latent(800, 35), limits);
    const LimitedFit a = fit(estimator, sample, limits);
    sample.outcome *= 100;
    const LimitedFit b = fit(estimator, sample, in_fen);
    EXPECT_TRUE((100 * a.fit.coefficients().head(3)).isApprox(b.fit.coefficients().head(3), 1e-7));
    EXPECT_NEAR(100 * a.sigma.value, b.sigma.value, 1e-5);
    EXPECT_NEAR(100 * a.sigma.error, b.sigma.error, 1e-5);
  }
}

TEST(Limited, WholeWeightsAreRepeatedRows) {
  SplitMix luck(36);
  Sample sample = heaped_at(latent(60, 36), {.lower = 0});
  std::vector<int> times;
  for (int r = 0; r < 60; ++r) times.push_back(static_cast<int>(luck.below(4)));
  const LimitedFit b = fit(tobit, testing::repeated(sample, times), {.lower = 0});
  sample.weights.assign(times.begin(), times.end());
  const LimitedFit a = fit(tobit, sample, {.lower = 0});
  EXPECT_TRUE(a.fit.coefficients().isApprox(b.fit.coefficients(), 1e-7));
  EXPECT_TRUE(a.fit.covariances.classical.isApprox(b.fit.covariances.classical, 1e-6));
  EXPECT_EQ(a.fit.rows, 60U - static_cast<std::size_t>(std::ranges::count(times, 0)));
}

TEST(Limited, NamesWhatIsWrong) {
  const Sample sample{line({1, 2, 4, 3}), vector_of({1, 2, 3, 5})};
  EXPECT_THAT(fit(truncated_regression, sample, {.lower = 1.5, .upper = 4}).fit.findings,
              ElementsAre(Finding{Problem::kBeyondLimit, {"outcome"}, 0},
                          Finding{Problem::kBeyondLimit, {"outcome"}, 3}));
  EXPECT_THAT(fit(tobit, sample, {.lower = 5}).fit.findings,
              ElementsAre(Finding{Problem::kOneClass, {"outcome"}, {}}));
  EXPECT_THAT(fit(tobit, {line({1, 2, 4, 3}), vector_of({3, 5, 9, 7})}, {}).fit.findings,
              ElementsAre(Finding{Problem::kExactFit, {"outcome"}, {}}));
  Sample bad = sample;
  bad.outcome[2] = std::nan("");
  EXPECT_THAT(fit(truncated_regression, bad, {}).fit.findings,
              ElementsAre(Finding{Problem::kNotFinite, {"outcome"}, 2}));
  EXPECT_THAT(fit(tobit, bad, {}).fit.findings,
              ElementsAre(Finding{Problem::kNotFinite, {"outcome"}, 2}));
}

// Tails thicker than exponential look like no normal tail at all: sigma runs off.
TEST(Limited, ATruncatedSampleWithoutANormalTailDoesNotConverge) {
  SplitMix luck(37);
  Sample sample{testing::intercept_only(500), Vector(500)};
  for (double& y : sample.outcome) y = std::pow(luck.uniform(), -0.5) - 1;
  const LimitedFit model = fit(truncated_regression, sample, {.lower = 0});
  ASSERT_FALSE(model.fit.findings.empty());
  EXPECT_THAT(model.fit.findings[0].problem,
              ::testing::AnyOf(Problem::kNotConverged, Problem::kNotIdentified));
}

TEST(LimitedDeathTest, LimitsTheWrongWayRoundAreABug) {
  EXPECT_DEATH((void)fit(tobit, latent(20, 1), {.lower = kNoLimit, .upper = 0}), "between");
}

}  // namespace
}  // namespace stopover::regression
