// SPDX-License-Identifier: Apache-2.0
// Against Boost.Math and the C library in long double (64 bits of mantissa, exponents to -16,000).
#include "engine/regression/normal.hpp"

#include <cmath>
#include <cstdio>
#include <limits>

#include <boost/math/special_functions/erf.hpp>
#include <gtest/gtest.h>

namespace stopover::regression {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

long double exact_cdf(double x) {
  return 0.5L * boost::math::erfc(-static_cast<long double>(x) / std::sqrt(2.0L));
}

long double exact_density(double x) {
  const long double z = x;
  return std::exp(-0.5L * z * z) / std::sqrt(2.0L * std::acos(-1.0L));
}

double relative(double got, long double exact) {
  return static_cast<double>(std::abs((got - exact) / exact));
}

TEST(Normal, AgreesWithLongDoubleFromOneTailToTheOther) {
  double cdf = 0;
  double ln_cdf = 0;
  double mills = 0;
  // The other tail is a subnormal number beyond 37.5.
  for (int i = -37'500; i <= 37'500; ++i) {
    const double x = i / 1000.0;
    cdf = std::max(cdf, relative(normal_cdf(x), exact_cdf(x)));
    const long double exact_ln = x > 0 ? std::log1p(-exact_cdf(-x)) : std::log(exact_cdf(x));
    ln_cdf = std::max(ln_cdf, relative(ln_normal_cdf(x), exact_ln));
    mills = std::max(mills, relative(inverse_mills(x), exact_density(x) / exact_cdf(x)));
  }
  std::printf("relative error: cdf %.1e, ln cdf %.1e, inverse Mills %.1e\n", cdf, ln_cdf, mills);
  EXPECT_LT(cdf, 2e-13);
  EXPECT_LT(ln_cdf, 2e-13);  // far to the right ln cdf is minus the other tail
  EXPECT_LT(mills, 2e-13);   // the same
}

TEST(Normal, LosesNothingOnTheSideOfTheRareEvent) {
  double ln_cdf = 0;
  double mills = 0;
  for (int i = -38'000; i <= 0; ++i) {
    const double x = i / 1000.0;
    ln_cdf = std::max(ln_cdf, relative(ln_normal_cdf(x), std::log(exact_cdf(x))));
    mills = std::max(mills, relative(inverse_mills(x), exact_density(x) / exact_cdf(x)));
  }
  std::printf("x <= 0: ln cdf %.1e, inverse Mills %.1e\n", ln_cdf, mills);
  EXPECT_LT(ln_cdf, 2e-15);
  EXPECT_LT(mills, 2e-15);
}

TEST(Normal, GoesOnWhereTheDistributionIsNoNumberAnyMore) {
  for (const double x : {-200.0, -1e3, -1e6}) {
    const long double z = -static_cast<long double>(x);
    const long double series = 1 - 1 / (z * z) + 3 / (z * z * z * z) - 15 / std::pow(z, 6.0L);
    EXPECT_NEAR(inverse_mills(x) / static_cast<double>(z / series), 1, 1e-14) << x;
    EXPECT_NEAR(ln_normal_cdf(x) /
                    (-0.5 * x * x - kLnSqrtTwoPi - static_cast<double>(std::log(z / series))),
                1, 1e-14)
        << x;
  }
  EXPECT_EQ(inverse_mills(-kInfinite), kInfinite);
  EXPECT_EQ(inverse_mills(kInfinite), 0);
  EXPECT_EQ(ln_normal_cdf(-kInfinite), -kInfinite);
  EXPECT_EQ(ln_normal_cdf(kInfinite), 0);
  EXPECT_EQ(normal_cdf(-kInfinite), 0);
  EXPECT_EQ(normal_cdf(kInfinite), 1);
  EXPECT_TRUE(std::isnan(normal_cdf(std::nan(""))));
  EXPECT_TRUE(std::isnan(ln_normal_cdf(std::nan(""))));
  EXPECT_TRUE(std::isnan(inverse_mills(std::nan(""))));
}

TEST(Normal, TheRatioIsTheSlopeOfTheLogarithm) {
  for (double x = -37; x <= 6; x += 0.37) {
    const double h = 1e-5;
    const double slope = (ln_normal_cdf(x + h) - ln_normal_cdf(x - h)) / (2 * h);
    EXPECT_NEAR(inverse_mills(x), slope, 1e-8 * (1 + inverse_mills(x))) << x;
  }
}

}  // namespace
}  // namespace stopover::regression
