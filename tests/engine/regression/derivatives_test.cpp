// SPDX-License-Identifier: Apache-2.0
// Scores and second derivatives of every likelihood against central differences, at ordinary and
// at extreme parameters.
#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "engine/regression/binary.hpp"
#include "engine/regression/selection.hpp"
#include "engine/regression/tobit.hpp"
#include "engine/regression/truncated.hpp"
#include "tests/engine/regression/samples.hpp"

namespace stopover::regression {
namespace {

using estimation::Likelihood;
using testing::SplitMix;

constexpr std::size_t kRows = 40;

Vector nudged(const Vector& theta, Eigen::Index k, double step) {
  Vector result = theta;
  result[k] += step;
  return result;
}

// Differences carry an error of about h^2 of the third derivative and 1e-16 / h of the value.
void expect_derivatives(const Likelihood& likelihood, const Vector& theta, const char* what) {
  const auto executor = serial_executor();
  const RowMatrix scores = estimation::scores(likelihood, theta, *executor);
  const Vector weights = Vector::LinSpaced(static_cast<Eigen::Index>(likelihood.units()), 0, 2);
  const Matrix second = -estimation::information(
      likelihood, theta, {weights.data(), likelihood.units()}, {}, *executor);
  ASSERT_TRUE(scores.allFinite()) << what;
  for (Eigen::Index k = 0; k < theta.size(); ++k) {
    const double h = 1e-5 * (1 + std::abs(theta[k]));
    const auto slope = [&](const auto& f) {
      return ((f(nudged(theta, k, h)) - f(nudged(theta, k, -h))) / (2 * h)).eval();
    };
    const Vector of_value =
        slope([&](const Vector& at) { return estimation::by_unit(likelihood, at, *executor); });
    const Vector of_scores = slope([&](const Vector& at) -> Vector {
      return estimation::scores(likelihood, at, *executor).transpose() * weights;
    });
    const double size = 1 + scores.cwiseAbs().maxCoeff();
    EXPECT_LT((of_value - scores.col(k)).cwiseAbs().maxCoeff(), 3e-8 * size * size) << what << k;
    EXPECT_LT((of_scores - second.col(k)).cwiseAbs().maxCoeff(),
              1e-7 * (1 + second.cwiseAbs().maxCoeff()))
        << what << k;
  }
  EXPECT_TRUE(second.isApprox(second.transpose(), 1e-14)) << what;
}

Vector random_vector(Eigen::Index size, double scale, SplitMix& luck) {
  Vector result(size);
  for (double& v : result) v = scale * luck.normal();
  return result;
}

TEST(Derivatives, OfLogitAndProbit) {
  SplitMix luck(51);
  Sample sample{testing::normal_design(kRows, 2, luck), Vector(kRows)};
  for (double& y : sample.outcome) y = luck.uniform() < 0.5 ? 1 : 0;
  for (const double scale : {0.3, 1.0, 4.0})
    for (const Link link : {Link::kLogit, Link::kProbit})
      expect_derivatives(*binary_likelihood(sample, link), random_vector(3, scale, luck),
                         link == Link::kLogit ? "logit " : "probit ");
}

TEST(Derivatives, OfTruncatedRegressionAndTobit) {
  SplitMix luck(52);
  Sample sample{testing::normal_design(kRows, 2, luck), random_vector(kRows, 1, luck)};
  const Limits sides[] = {{}, {.lower = -0.7}, {.upper = 0.9}, {.lower = -0.7, .upper = 0.9}};
  for (const Limits& limits : sides) {
    Sample inside = sample;
    for (double& y : inside.outcome)
      y = std::clamp(y, std::max(limits.lower, -9.0) + 0.01, std::min(limits.upper, 9.0) - 0.01);
    Sample heaped = sample;
    for (double& y : heaped.outcome) y = std::clamp(y, limits.lower, limits.upper);
    for (const double scale : {0.2, 1.0, 2.0}) {
      Vector theta = random_vector(4, scale, luck);
      theta[3] = 0.5 * luck.normal();  // ln sigma
      expect_derivatives(*truncated_likelihood(inside, limits), theta, "truncated ");
      expect_derivatives(*tobit_likelihood(heaped, limits), theta, "tobit ");
    }
  }
}

// A row far on the wrong side of both limits: only the ratio of the densities is left.
TEST(Derivatives, OfTruncatedRegressionFarFromItsLimits) {
  const Sample sample{testing::intercept_only(3), testing::vector_of({0.1, 0.2, 0.3})};
  for (const double mean : {-30.0, 30.0}) {
    expect_derivatives(*truncated_likelihood(sample, {.lower = 0, .upper = 0.5}),
                       testing::vector_of({mean, 0}), "far ");
    expect_derivatives(*truncated_likelihood(sample, {.lower = 0}), testing::vector_of({mean, 0}),
                       "far, one side ");
  }
}

TEST(Derivatives, OfSampleSelection) {
  SplitMix luck(53);
  SelectionSample sample{.selection = testing::normal_design(kRows, 2, luck),
                         .selected = {},
                         .outcome_design = testing::normal_design(kRows, 1, luck),
                         .outcome = random_vector(kRows, 1, luck)};
  for (std::size_t r = 0; r < kRows; ++r) sample.selected.push_back(luck.uniform() < 0.6);
  for (const double scale : {0.3, 1.0, 2.0}) {
    Vector theta = random_vector(7, scale, luck);
    theta[5] = 0.3 * luck.normal();
    for (const double atanh_rho : {-2.5, -0.4, 0.0, 0.8}) {
      theta[6] = atanh_rho;
      expect_derivatives(*selection_likelihood(sample), theta, "selection ");
    }
  }
}

}  // namespace
}  // namespace stopover::regression
