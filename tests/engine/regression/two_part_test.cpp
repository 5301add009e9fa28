// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/two_part.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/regression/samples.hpp"

namespace stopover::regression {
namespace {

using ::testing::ElementsAre;
using testing::intercept_only;
using testing::line;
using testing::SplitMix;
using testing::vector_of;

TwoPart fit(const TwoPartSample& sample, Link link = Link::kLogit) {
  return two_part(sample, link, *serial_executor());
}

// exp(b) times the smearing factor is the mean amount; times the share it is the mean outcome.
TEST(TwoPart, WithInterceptsAloneTheSmearedMeanIsTheSampleMean) {
  const Design one = intercept_only(6);
  const TwoPartSample sample{one, one, vector_of({0, 10, 0, 40, 25, 0})};
  for (const Link link : {Link::kLogit, Link::kProbit}) {
    const TwoPart model = fit(sample, link);
    ASSERT_TRUE(model.findings.empty());
    EXPECT_EQ(model.amount.rows, 3U);
    EXPECT_NEAR(mean_outcomes(model, one, one, Retransform::kSmearing)[0], 12.5, 1e-7);
  }
}

TEST(TwoPart, WeightsGiveTheWeightedMean) {
  const Design one = intercept_only(6);
  const TwoPart model = fit({one, one, vector_of({0, 10, 0, 40, 25, 0}), {2, 1, 0, 3, 1, 1}});
  ASSERT_TRUE(model.findings.empty());
  EXPECT_NEAR(mean_outcomes(model, one, one, Retransform::kSmearing)[3], (10 + 3 * 40 + 25) / 8.0,
              1e-7);
}

// Seed pinned. Null: each estimate is normal about the truth, and so is the mean of 20,000 new
// outcomes about the predicted mean; see kFarOff.
TEST(TwoPart, RecoversSharesAmountsAndTheMean) {
  SplitMix luck(61);
  constexpr Eigen::Index kRows = 20'000;
  const Design design = testing::normal_design(kRows, 1, luck);
  Vector outcome(kRows);
  for (Eigen::Index r = 0; r < kRows; ++r) {
    const double x = design.cells(r, 1);
    const bool spends = luck.uniform() < probability(Link::kProbit, 0.3 - 0.5 * x);
    outcome[r] = spends ? std::exp(4 + 0.4 * x + 0.6 * luck.normal()) : 0;
  }
  const TwoPart model = fit({design, design, outcome}, Link::kProbit);
  ASSERT_TRUE(model.findings.empty());
  const auto near = [](double got, double truth, double variance) {
    EXPECT_NEAR(got, truth, testing::kFarOff * std::sqrt(variance));
  };
  const MlFit& whether = model.participation.fit;
  near(whether.coefficients()[0], 0.3, whether.covariances.classical(0, 0));
  near(whether.coefficients()[1], -0.5, whether.covariances.classical(1, 1));
  near(model.amount.coefficients[0], 4, model.amount.classical(0, 0));
  near(model.amount.coefficients[1], 0.4, model.amount.classical(1, 1));
  EXPECT_NEAR(model.lognormal_factor, std::exp(0.18), 0.02);
  EXPECT_NEAR(model.smearing_factor, std::exp(0.18), 0.02);
  for (const Retransform how : {Retransform::kSmearing, Retransform::kLognormal}) {
    const double predicted = mean_outcomes(model, design, design, how).mean();
    const double spread = (outcome.array() - outcome.mean()).square().mean();
    near(predicted, outcome.mean(), spread / static_cast<double>(kRows));
  }
}

TEST(TwoPart, NamesRowAndPart) {
  const Design design = line({1, 2, 3, 4, 5, 6});
  EXPECT_THAT(fit({design, design, vector_of({0, 3, -1, 4, 0, 2})}).findings,
              ElementsAre(Finding{Problem::kNotPositive, {"outcome"}, 2}));
  Design bad = design;
  bad.cells(4, 1) = std::nan("");
  EXPECT_THAT(fit({design, bad, vector_of({0, 3, 0, 4, 0, 2})}).findings,
              ElementsAre(Finding{Problem::kNotFinite, {"amount: x"}, 4}));
  EXPECT_THAT(fit({design, design, vector_of({3, 0, 4, 0, 0, 0})}).findings,
              ElementsAre(Finding{Problem::kTooFewRows, {"amount"}, {}}));
  EXPECT_THAT(fit({design, design, vector_of({3, 1, 4, 1, 5, 9})}).findings,
              ElementsAre(Finding{Problem::kOneClass, {"participation: outcome"}, {}}));
  const Design flat = line({1, 7, 1, 8, 1, 1});
  EXPECT_THAT(fit({line({1, 2, 3, 4, 5, 6}), flat, vector_of({3, 0, 4, 0, 5, 1})}).findings,
              ElementsAre(Finding{Problem::kCollinear, {"amount: x", "amount: one"}, {}}));
  EXPECT_THAT(fit({design, design, vector_of({0, 3, std::nan(""), 4, 0, 2})}).findings,
              ElementsAre(Finding{Problem::kNotFinite, {"participation: outcome"}, 2}));
}

}  // namespace
}  // namespace stopover::regression
