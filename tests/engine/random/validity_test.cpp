// SPDX-License-Identifier: Apache-2.0
// Figures from a file are refused by valid() and make(); the same figures given to a constructor
// are a bug and abort. Nothing valid gives a variate that is not finite.
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "engine/random/transforms.hpp"

namespace stopover::random {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
const double kNan = std::nan("");
const std::vector<double> kAwkward = {0,      -0.0, -1,  1,   1e-308, 5e-324, 1e308,
                                      -1e308, 1e-9, 1e9, 709, kInf,   -kInf,  kNan};

template <class Distribution>
void expect_finite(const Distribution& distribution) {
  for (const double u : {0x1p-53, 1e-9, 0.3, 0.5, 0.999, kLargestOpenUnit})
    EXPECT_TRUE(std::isfinite(distribution.quantile(u))) << u;
}

// Every pair of awkward figures: refused, or good for finite variates.
TEST(Validity, AwkwardFiguresAreRefusedOrHarmless) {
  int accepted = 0;
  for (const double a : kAwkward) {
    for (const double b : kAwkward) {
      SCOPED_TRACE(::testing::Message() << a << ", " << b);
      const auto try_one = [&](const auto& made) {
        if (!made) return;
        ++accepted;
        expect_finite(*made);
      };
      try_one(make<Normal>(a, b));
      try_one(make<Lognormal>(a, b));
      try_one(Lognormal::from_mean_sd(a, b));
      try_one(Lognormal::from_mean_sigma(a, b));
      try_one(make<Exponential>(a));
      try_one(make<Weibull>(a, b));
      try_one(make<Gumbel>(a, b));
      try_one(make<Gamma>(a, b));
      try_one(Gamma::from_mean_sd(a, b));
      try_one(make<Triangular>(a, a, b));
      try_one(make<Triangular>(a, b, b));
      for (const double c : kAwkward) {
        try_one(make<TruncatedNormal>(a, 2.0, b, c));
        try_one(make<TruncatedNormal>(1.0, a, b, c));
        try_one(make<TruncatedLognormal>(a, 1.5, b, c));
        try_one(make<TruncatedExponential>(a, b, c));
        try_one(make<TruncatedWeibull>(1.5, a, b, c));
        try_one(make<TruncatedWeibull>(a, 2.0, b, c));
      }
    }
  }
  EXPECT_GT(accepted, 500);
}

TEST(Validity, AwkwardFiguresOfRejectionMethodsAreRefusedOrHarmless) {
  int accepted = 0;
  for (const double a : kAwkward) {
    for (const double b : kAwkward) {
      SCOPED_TRACE(::testing::Message() << a << ", " << b);
      Stream stream({.seed = 5});
      const auto try_one = [&](const auto& made) {
        if (!made) return;
        ++accepted;
        for (int i = 0; i < 50; ++i)
          EXPECT_TRUE(std::isfinite(static_cast<double>((*made)(stream))));
      };
      try_one(make<Beta>(a, b));
      try_one(make<Pert>(a, a, b));
      try_one(make<Poisson>(a));
      try_one(make<PoissonTable>(a));
    }
  }
  EXPECT_GT(accepted, 100);
}

TEST(Validity, OrdinaryFiguresAreAccepted) {
  EXPECT_TRUE(Normal::valid(0, 0));
  EXPECT_TRUE(Lognormal::valid(6, 0));
  EXPECT_TRUE(Exponential::valid(90));
  EXPECT_TRUE(Weibull::valid(0.5, 3600));
  EXPECT_TRUE(Gumbel::valid(0, 1));
  EXPECT_TRUE(Triangular::valid(5, 5, 6));
  EXPECT_TRUE(TruncatedNormal::valid(0, 1, 30, 31));
  EXPECT_TRUE(TruncatedLognormal::valid(0, 1, 0, kInf));
  EXPECT_TRUE(TruncatedExponential::valid(1, 0, 1));
  EXPECT_TRUE(TruncatedWeibull::valid(0.5, 3600, 0, 7200));
  EXPECT_TRUE(Gamma::valid(0.1, 1));
  EXPECT_TRUE(Beta::valid(1, 1));
  EXPECT_TRUE(Pert::valid(0, 0, 1));
  EXPECT_TRUE(Poisson::valid(0));
  EXPECT_TRUE(Poisson::valid(1e9));
}

TEST(Validity, LognormalKeepsTheMeanAndSpreadItWasGiven) {
  const Lognormal d = *Lognormal::from_mean_sd(800, 600);
  const double variance_of_log = d.sigma() * d.sigma();
  EXPECT_NEAR(std::exp(d.mu() + variance_of_log / 2), 800, 1e-10);
  EXPECT_NEAR(800 * std::sqrt(std::expm1(variance_of_log)), 600, 1e-10);
  const Lognormal e = *Lognormal::from_mean_sigma(800, 0.9);
  EXPECT_NEAR(std::exp(e.mu() + 0.405), 800, 1e-10);
  EXPECT_EQ(e.sigma(), 0.9);
}

TEST(Validity, WeightsMustBeUsable) {
  const auto valid = [](std::vector<double> weights) { return AliasTable::valid(weights); };
  EXPECT_TRUE(valid({1}));
  EXPECT_TRUE(valid({0, 0, 1e-9}));
  EXPECT_FALSE(valid({}));
  EXPECT_FALSE(valid({0, 0}));
  EXPECT_FALSE(valid({1, -1e-12}));
  EXPECT_FALSE(valid({1, kNan}));
  EXPECT_FALSE(valid({1, kInf}));
  EXPECT_FALSE(valid({1e308, 1e308}));
}

TEST(Validity, KnotsMustRiseFromZeroToOne) {
  const auto valid = [](std::vector<QuantileKnot> knots) { return QuantileTable::valid(knots); };
  EXPECT_TRUE(valid({{0, 1}, {1, 1}}));
  EXPECT_FALSE(valid({{0, 1}}));
  EXPECT_FALSE(valid({{0.1, 1}, {1, 2}}));
  EXPECT_FALSE(valid({{0, 1}, {0.9, 2}}));
  EXPECT_FALSE(valid({{0, 1}, {0.5, 2}, {0.5, 3}, {1, 4}}));
  EXPECT_FALSE(valid({{0, 1}, {0.5, 0.5}, {1, 4}}));
  EXPECT_FALSE(valid({{0, kNan}, {1, 4}}));
  EXPECT_FALSE(valid({{0, 1}, {kNan, 2}, {1, 4}}));
  EXPECT_FALSE(valid({{0, -kInf}, {1, 4}}));
  EXPECT_FALSE(valid({{0, 1}, {1, kInf}}));
  EXPECT_FALSE(QuantileTable::from_sample({1}).has_value());
  EXPECT_FALSE(QuantileTable::from_sample({1, kNan}).has_value());
}

TEST(ValidityDeathTest, AConstructorTakesValidFiguresOnly) {
  EXPECT_DEATH(Normal(0, -1), "normal distribution");
  EXPECT_DEATH(Lognormal(kNan, 1), "lognormal");
  EXPECT_DEATH(Exponential(0), "exponential");
  EXPECT_DEATH(Weibull(0, 1), "Weibull");
  EXPECT_DEATH(Gumbel(0, 0), "Gumbel");
  EXPECT_DEATH(Triangular(1, 0, 2), "triangular");
  EXPECT_DEATH(TruncatedNormal(0, 1, 40, 41), "truncated normal");
  EXPECT_DEATH(TruncatedLognormal(0, 1, -1, 1), "truncated");
  EXPECT_DEATH(TruncatedExponential(1, 2, 2), "truncated exponential");
  EXPECT_DEATH(TruncatedWeibull(1, 2, 3, 3), "truncated Weibull");
  EXPECT_DEATH(Gamma(0, 1), "gamma");
  EXPECT_DEATH(Beta(0, 1), "beta");
  EXPECT_DEATH(Beta(0.05, 1), "beta");
  EXPECT_DEATH(Pert(1, 1, 1), "beta");
  EXPECT_DEATH(Poisson(-1), "Poisson");
  EXPECT_DEATH(PoissonTable(1e7), "Poisson");
  EXPECT_DEATH(AliasTable(std::vector<double>{}), "weights");
  EXPECT_DEATH(QuantileTable(std::vector<QuantileKnot>{}), "knots");
  Stream stream({.seed = 1});
  EXPECT_DEATH((void)below(stream, 0), "not empty");
  EXPECT_DEATH((void)between(stream, 2, 1), "in order");
  EXPECT_DEATH((void)chance(stream, 1.01), "probability");
  EXPECT_DEATH((void)uniform(stream, 0, kInf), "finite bounds");
}

}  // namespace
}  // namespace stopover::random
