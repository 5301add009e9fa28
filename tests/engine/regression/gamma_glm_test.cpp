// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/gamma_glm.hpp"

#include <cmath>

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

TEST(GammaGlm, AnInterceptIsTheLogarithmOfTheMean) {
  const GammaGlm fit = gamma_glm({intercept_only(4), vector_of({1, 2, 3, 6})});
  ASSERT_TRUE(fit.findings.empty());
  EXPECT_NEAR(fit.coefficients[0], std::log(3.0), 1e-13);
  // Squares of (y - 3) / 3: 4 + 1 + 0 + 9 over 9.
  EXPECT_NEAR(fit.scale, 14.0 / 9 / 3, 1e-13);
  EXPECT_NEAR(error_of(fit.classical, 0), std::sqrt(fit.scale / 4), 1e-13);
  EXPECT_NEAR(error_of(fit.robust, 0), std::sqrt(14.0 / 9) / 4, 1e-13);
  EXPECT_NEAR(fit.deviance, 2 * (4 * std::log(3.0) - std::log(36.0)), 1e-13);
}

TEST(GammaGlm, GroupsHaveTheirOwnMeans) {
  const Sample sample{line({0, 0, 1, 1, 1}), vector_of({2, 4, 1, 10, 100})};
  const GammaGlm fit = gamma_glm(sample);
  ASSERT_TRUE(fit.findings.empty());
  const Vector means = mean_outcomes(fit, line({0, 1}));
  EXPECT_NEAR(means[0], 3, 1e-10);
  EXPECT_NEAR(means[1], 37, 1e-10);
}

TEST(GammaGlm, WholeWeightsAreRepeatedRowsAndZerosAreLeftOut) {
  Sample sample{line({1, 2, 3, 4, 5, 6}), vector_of({2, 5, 4, 9, 0, 11}), {1, 2, 1, 3, 0, 1}};
  const GammaGlm a = gamma_glm(sample);
  Sample plain = sample;
  plain.weights.clear();
  const GammaGlm b = gamma_glm(testing::repeated(plain, {1, 2, 1, 3, 0, 1}));
  ASSERT_TRUE(a.findings.empty());
  EXPECT_TRUE(a.coefficients.isApprox(b.coefficients, 1e-10));
  EXPECT_NEAR(a.deviance, b.deviance, 1e-10);
  EXPECT_NEAR(a.scale * (5 - 2), b.scale * (8 - 2), 1e-10);
  EXPECT_EQ(a.rows, 5U);
}

TEST(GammaGlm, TheUnitOfMoneyMovesTheInterceptOnly) {
  SplitMix luck(71);
  Sample sample{testing::normal_design(100, 2, luck), Vector(100)};
  for (double& y : sample.outcome) y = luck.lognormal(2.0);
  const GammaGlm a = gamma_glm(sample);
  sample.outcome *= 1e8;
  const GammaGlm b = gamma_glm(sample);
  EXPECT_NEAR(b.coefficients[0] - a.coefficients[0], std::log(1e8), 1e-9);
  EXPECT_NEAR(b.coefficients[2], a.coefficients[2], 1e-9);
  EXPECT_TRUE(a.robust.isApprox(b.robust, 1e-8));
}

TEST(GammaGlm, ClustersOfOneRowAreTheRobustCovariance) {
  Sample sample{line({1, 2, 3, 4, 5}), vector_of({2, 5, 4, 9, 7})};
  const GammaGlm a = gamma_glm(sample);
  sample.clusters = {.of_unit = {3, 1, 0, 2, 4}, .count = 5};
  EXPECT_TRUE(gamma_glm(sample).robust.isApprox(a.robust, 1e-13));
}

// Exponential outcomes (a gamma of shape 1): scale 1. Seed pinned; see kFarOff. Pearson's scale has
// a standard deviation of sqrt(8 / n) then (the kurtosis of the squares is 9).
TEST(GammaGlm, RecoversWhatDataWereMadeWith) {
  SplitMix luck(72);
  Sample sample{testing::normal_design(5'000, 2, luck), Vector(5'000)};
  const Vector truth = vector_of({2, 0.5, -0.3});
  const Vector index = sample.design.cells * truth;
  for (Eigen::Index r = 0; r < 5'000; ++r)
    sample.outcome[r] = -std::log(luck.uniform()) * std::exp(index[r]);
  const GammaGlm fit = gamma_glm(sample);
  ASSERT_TRUE(fit.findings.empty());
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_NEAR(fit.coefficients[static_cast<Eigen::Index>(k)], truth[static_cast<Eigen::Index>(k)],
                testing::kFarOff * error_of(fit.classical, k));
  EXPECT_NEAR(fit.scale, 1, testing::kFarOff * std::sqrt(8.0 / 5'000));
  EXPECT_NEAR(error_of(fit.robust, 1) / error_of(fit.classical, 1), 1, 0.15);
}

TEST(GammaGlm, NamesWhatIsWrong) {
  EXPECT_THAT(gamma_glm({line({1, 2, 3, 4}), vector_of({2, 0, 4, -1})}).findings,
              ElementsAre(Finding{Problem::kNotPositive, {"outcome"}, 1},
                          Finding{Problem::kNotPositive, {"outcome"}, 3}));
}

}  // namespace
}  // namespace stopover::regression
