// SPDX-License-Identifier: Apache-2.0
// Oracle: the C library in long double (64-bit mantissa), 11 bits more than what is tested.
#include "engine/random/portable_math.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/factorials.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <gtest/gtest.h>

#include "engine/random/normal.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::random {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

// Distance in units in the last place of the oracle's value.
double ulps(double got, long double want) {
  const auto near = static_cast<double>(want);
  const double ulp = std::nextafter(std::abs(near), kInf) - std::abs(near);
  return static_cast<double>(std::abs(static_cast<long double>(got) - want)) / ulp;
}

struct Range {
  double low;
  double high;
};

// Largest error over 200,000 points of each range.
template <class Function, class Oracle>
double largest_error(std::initializer_list<Range> ranges, Function function, Oracle oracle) {
  Stream stream({.seed = 1, .purpose = purpose("portable_math_test")});
  double largest = 0;
  for (const Range& range : ranges) {
    for (int i = 0; i < 200'000; ++i) {
      const double x = uniform(stream, range.low, range.high);
      largest = std::max(largest, ulps(function(x), oracle(static_cast<long double>(x))));
    }
  }
  return largest;
}

TEST(PortableMath, LogIsWithinTwoUlps) {
  const double error =
      largest_error({{0, 1}, {0.5, 2}, {0.999, 1.001}, {1, 1e6}, {1e-300, 1e-290}, {0, 1e300}},
                    portable::log, [](long double x) { return std::log(x); });
  RecordProperty("largest_ulps", std::to_string(error));
  EXPECT_LT(error, 2.0);
}

TEST(PortableMath, ExpIsWithinTwoUlps) {
  const double error =
      largest_error({{-1, 1}, {-50, 50}, {-707, 708.9}, {-708.39, -707}, {708.9, 709.78}},
                    portable::exp, [](long double x) { return std::exp(x); });
  RecordProperty("largest_ulps", std::to_string(error));
  EXPECT_LT(error, 2.0);
}

TEST(PortableMath, Log1pAndExpm1KeepTheirDigitsNearZero) {
  EXPECT_LT(largest_error({{-0.999, 2}, {-1e-3, 1e-3}, {-1e-12, 1e-12}, {-0.3, -0.28}, {0.4, 0.42}},
                          portable::log1p, [](long double x) { return std::log1p(x); }),
            3.0);
  EXPECT_LT(largest_error({{-5, 5}, {-1e-3, 1e-3}, {-1e-12, 1e-12}, {-0.36, 0.36}}, portable::expm1,
                          [](long double x) { return std::expm1(x); }),
            4.0);
}

TEST(PortableMath, HandlesTheEndsOfTheRange) {
  EXPECT_EQ(portable::log(1.0), 0.0);
  EXPECT_EQ(portable::log(0.0), -kInf);
  EXPECT_EQ(portable::log(kInf), kInf);
  EXPECT_TRUE(std::isnan(portable::log(-1.0)));
  EXPECT_TRUE(std::isnan(portable::log(std::nan(""))));
  EXPECT_DOUBLE_EQ(portable::log(5e-324), -744.44007192138122);
  EXPECT_DOUBLE_EQ(portable::log(DBL_MAX), 709.78271289338397);
  EXPECT_EQ(portable::exp(0.0), 1.0);
  EXPECT_EQ(portable::exp(-kInf), 0.0);
  EXPECT_EQ(portable::exp(-746.0), 0.0);
  EXPECT_EQ(portable::exp(kInf), kInf);
  EXPECT_EQ(portable::exp(709.8), kInf);
  EXPECT_TRUE(std::isfinite(portable::exp(709.78)));
  EXPECT_DOUBLE_EQ(portable::exp(-740.0), 4.2e-322);
  EXPECT_EQ(portable::exp(-745.13), 5e-324);
  EXPECT_TRUE(std::isnan(portable::exp(std::nan(""))));
  EXPECT_EQ(portable::log1p(-1.0), -kInf);
  EXPECT_EQ(portable::expm1(-800.0), -1.0);
}

TEST(PortableMath, LogFactorialAgreesWithTheExactFactorials) {
  for (unsigned n = 0; n <= 170; ++n) {
    const double want = std::log(boost::math::factorial<double>(n));
    EXPECT_NEAR(portable::log_factorial(n), want, 1e-13 * (1 + want)) << n;
  }
  for (const double n : {1e3, 1e5, 1e7, 1e9})
    EXPECT_NEAR(portable::log_factorial(n) / boost::math::lgamma(n + 1), 1.0, 1e-14) << n;
}

const boost::math::normal kStandard;

TEST(Normal, QuantileAgreesWithBoost) {
  Stream stream({.seed = 2, .purpose = purpose("portable_math_test")});
  for (int i = 0; i < 20'000; ++i) {
    const double u = open_unit(stream);
    const double z = boost::math::quantile(kStandard, u);
    ASSERT_NEAR(exact_normal_quantile(u), z, 4e-15 * std::max(1.0, std::abs(z))) << u;
    const double tail = portable::exp(-600 * u);
    const double far = boost::math::quantile(kStandard, tail);
    ASSERT_NEAR(exact_normal_quantile(tail), far, 4e-15 * std::max(1.0, std::abs(far))) << tail;
  }
}

// Critical values as printed in tables of the normal distribution.
TEST(Normal, QuantileGivesThePublishedCriticalValues) {
  EXPECT_EQ(normal_quantile(0.5), 0.0);
  EXPECT_NEAR(exact_normal_quantile(0.975), 1.959963984540054, 1e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-13);
  EXPECT_NEAR(exact_normal_quantile(0.995), 2.575829303548901, 1e-14);
  EXPECT_NEAR(normal_quantile(0.995), 2.575829303548901, 1e-13);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-14);
  EXPECT_EQ(normal_quantile(0.0), -kInf);
  EXPECT_EQ(normal_quantile(1.0), kInf);
  EXPECT_TRUE(std::isnan(normal_quantile(1.5)));
}

TEST(Normal, CdfAgreesWithErfcInBothTails) {
  for (double z = -37; z <= 9; z += 1.0 / 64) {
    const long double want = std::erfc(-static_cast<long double>(z) / std::sqrt(2.0L)) / 2;
    ASSERT_NEAR(static_cast<double>(normal_cdf(z) / want), 1.0, 1e-14) << z;
  }
  EXPECT_EQ(normal_cdf(-kInf), 0.0);
  EXPECT_EQ(normal_cdf(kInf), 1.0);
  EXPECT_TRUE(std::isnan(normal_cdf(std::nan(""))));
}

}  // namespace
}  // namespace stopover::random
