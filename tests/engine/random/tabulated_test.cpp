// SPDX-License-Identifier: Apache-2.0
// Tables of quantiles against the exact quantiles they stand for, and the gamma quantile against
// Boost.Math.
//
// The error of a variate x is |F(x) - u| / min(u, 1 - u): how far off, in probability, of the tail.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include <boost/math/distributions.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/random/transforms.hpp"

namespace stopover::random {
namespace {

namespace bm = boost::math;

constexpr double kPromised = 1e-10;
constexpr double kAllInTable = 1 - 2 * detail::kLeastTabulated;

int samples() {
  return std::getenv("STOPOVER_FULL") != nullptr ? 1'000'000 : 20'000;
}

// Uniforms over all tails: every second one deep in one of them.
double spread_uniform(int i) {
  const std::uint64_t draw = bits({.seed = 11, .entity = static_cast<std::uint64_t>(i)}, 0);
  if (i % 2 == 0) return open_unit(draw);
  const std::uint64_t shrunk = draw >> (i / 2 % 53);
  return open_unit(i % 4 == 1 ? shrunk : ~shrunk);
}

template <class Distribution, class Reference>
double largest_error(const Distribution& d, const Reference& reference) {
  double largest = 0;
  for (int i = 0; i < samples(); ++i) {
    const double u = spread_uniform(i);
    const double x = d.quantile(u);
    const double tail = std::min(u, 1 - u);
    const double reached = u < 0.5 ? bm::cdf(reference, x) : bm::cdf(bm::complement(reference, x));
    largest = std::max(largest, std::abs(reached - tail) / tail);
  }
  return largest;
}

// Differences to the exact quantile, relative to what the variate moves when its tail doubles.
template <class Distribution>
double largest_miss(const Tabulated<Distribution>& table) {
  double largest = 0;
  for (int i = 0; i < samples(); ++i) {
    const double u = spread_uniform(i);
    const double exact = table.exact().quantile(u);
    const double half_tail = u < 0.5 ? u / 2 : 1 - (1 - u) / 2;
    const double moves = std::abs(table.exact().quantile(half_tail) - exact);
    // The exact quantile is itself rounded.
    const double miss = std::abs(table.quantile(u) - exact) - 1e-14 * std::abs(exact);
    if (moves > 0) largest = std::max(largest, miss / moves);
  }
  return largest;
}

TEST(Tabulated, HasTheDistributionItStandsFor) {
  for (const double sigma : {0.1, 0.5, 1.0, 2.15}) {
    const Tabulated table(Lognormal(1, sigma));
    EXPECT_LT(largest_error(table, bm::lognormal(1, sigma)), kPromised) << sigma;
    EXPECT_EQ(table.tabulated_share(), kAllInTable);
  }
  for (const double shape : {0.5, 1.0, 1.7, 12.0}) {
    const Tabulated table(Weibull(shape, 12));
    EXPECT_LT(largest_error(table, bm::weibull(shape, 12)), kPromised) << shape;
    EXPECT_EQ(table.tabulated_share(), kAllInTable);
  }
  for (const double shape : {0.1, 0.4, 1.0, 2.5, 30.0, 199.9, 200.0, 5000.0}) {
    const Tabulated table(Gamma(shape, 3));
    EXPECT_LT(largest_error(table, bm::gamma_distribution<>(shape, 3)), kPromised) << shape;
    EXPECT_GE(table.tabulated_share(), shape < 0.2 ? 0.8 : kAllInTable) << shape;
  }
  EXPECT_LT(largest_error(Tabulated(Gumbel(2, 3)), bm::extreme_value(2, 3)), kPromised);
}

RC_GTEST_PROP(Tabulated, IsTheExactQuantile, ()) {
  const auto any = [](double low, double high) {
    return low + (high - low) * 1e-4 * *rc::gen::inRange(0, 10'000);
  };
  RC_ASSERT(largest_miss(Tabulated(Lognormal(any(-5, 5), any(0.01, 3)))) < kPromised);
  RC_ASSERT(largest_miss(Tabulated(Weibull(any(0.3, 20), any(1e-3, 1e3)))) < kPromised);
  RC_ASSERT(largest_miss(Tabulated(Exponential(any(1, 900)))) < kPromised);
  RC_ASSERT(largest_miss(Tabulated(TruncatedExponential(30, 10, any(11, 300)))) < kPromised);
}

// A kink (triangular at its mode) and quantiles too steep for a polynomial fall back.
TEST(Tabulated, LeavesWhatItDoesNotFitToTheExactQuantile) {
  const Tabulated triangular(Triangular(0, 0.3, 1));
  EXPECT_LT(triangular.tabulated_share(), kAllInTable);
  EXPECT_GT(triangular.tabulated_share(), 0.95);
  EXPECT_EQ(triangular.quantile(0.3), triangular.exact().quantile(0.3));
  EXPECT_LT(largest_miss(triangular), kPromised);
  const Tabulated steep(Lognormal(0, 40));
  EXPECT_LT(steep.tabulated_share(), 0.9);
  EXPECT_LT(largest_miss(steep), kPromised);
  const Tabulated constant(Lognormal(1, 0));
  EXPECT_EQ(constant.quantile(0.7), constant.exact().quantile(0.7));
}

// Where two cells, two binades or the two tails meet, and at the far ends.
TEST(Tabulated, RisesAcrossTheEdgesOfItsCells) {
  const Tabulated gamma(Gamma(2.5, 3));
  const Tabulated lognormal(Lognormal(1, 0.5));
  const auto rises = [](const auto& d, double u, double v) {
    const double from = d.quantile(u);
    return from <= d.quantile(v) + 1e-14 * std::abs(from);
  };
  const auto rises_everywhere = [&](double u, double v) {
    EXPECT_TRUE(rises(gamma, u, v)) << u;
    EXPECT_TRUE(rises(lognormal, u, v)) << u;
    EXPECT_TRUE(rises(Normal(0, 1), u, v)) << u;
  };
  for (std::size_t cell = 0; cell < detail::kCellsATail; ++cell) {
    const double edge = detail::tail_at(cell, -0.5);
    const double before = edge - 0x1p-53;
    rises_everywhere(before, edge);
    rises_everywhere(1 - edge, 1 - before);
  }
  rises_everywhere(0.5 - 0x1p-53, 0.5);
  rises_everywhere(0.5, 0.5 + 0x1p-53);
  for (const double u : {0x1p-53, 0x1p-30, kLargestOpenUnit})
    EXPECT_EQ(gamma.quantile(u), gamma.exact().quantile(u));
}

RC_GTEST_PROP(Tabulated, DrawsTheQuantileOfItsUniform, (std::uint64_t any)) {
  static const Tabulated gamma(Gamma(0.7, 3));
  const std::uint64_t shrunk = any >> *rc::gen::inRange(0, 64);
  for (const std::uint64_t draw : {any, shrunk, ~shrunk}) {
    RC_ASSERT(normal_quantile_of_bits(draw) == normal_quantile(open_unit(draw)));
    const detail::TailPlace a = detail::tail_place_of_bits(draw);
    const detail::TailPlace b = detail::tail_place(open_unit(draw));
    RC_ASSERT((a.cell == b.cell && a.upper == b.upper && a.s == b.s));
  }
  const StreamKey key{.seed = any};
  Stream stream(key);
  RC_ASSERT(gamma(stream) == gamma.quantile(open_unit(bits(key, 0))));
  RC_ASSERT(stream.position() == 1);
}

RC_GTEST_PROP(Tabulated, ALargerUniformIsNeverASmallerVariate, ()) {
  static const Tabulated gamma(Gamma(0.7, 3));
  static const Tabulated weibull(Weibull(1.7, 12));
  static const PoissonTable poisson(4.5);
  const double x = spread_uniform(*rc::gen::inRange(0, 1'000'000));
  const double y = std::min(x + 1e-9 * *rc::gen::inRange(0, 1000), kLargestOpenUnit);
  RC_ASSERT(gamma.quantile(x) <= gamma.quantile(y) * (1 + 1e-14));
  RC_ASSERT(weibull.quantile(x) <= weibull.quantile(y) * (1 + 1e-14));
  RC_ASSERT(poisson.quantile(x) <= poisson.quantile(y));
}

TEST(NormalTable, IsAlgorithmAs241) {
  double largest = 0;
  for (int i = 0; i < 10 * samples(); ++i) {
    const double u = spread_uniform(i);
    const double exact = exact_normal_quantile(u);
    largest = std::max(largest, std::abs(normal_quantile(u) - exact) / (1 + std::abs(exact)));
  }
  EXPECT_LT(largest, 1e-13);
  EXPECT_LT(largest_error(Normal(0, 1), bm::normal(0, 1)), 1e-11);
  EXPECT_EQ(normal_quantile(0.25), -normal_quantile(0.75));
}

TEST(Gamma, ReachesTheProbabilityItWasAskedFor) {
  for (const double shape : {0.1, 0.4, 0.999, 1.0, 1.5, 5.0, 17.0, 50.0, 199.0, 200.0, 1e3, 1e5}) {
    const Gamma gamma(shape, 0.25);
    const bm::gamma_distribution<> reference(shape, 0.25);
    for (int i = 0; i < 4'000; ++i) {
      const double u = spread_uniform(i);
      const double x = gamma.quantile(u);
      const double tail = std::min(u, 1 - u);
      const double reached =
          u < 0.5 ? bm::cdf(reference, x) : bm::cdf(bm::complement(reference, x));
      ASSERT_NEAR(reached / tail, 1, 1e-11) << shape << " at " << u;
    }
  }
}

// At the ends of the shapes that are taken: closed forms.
TEST(Gamma, TendsToItsLimits) {
  for (const double u : {1e-12, 0.01, 0.3, 0.5, 0.79, 0.81, 0.999, kLargestOpenUnit}) {
    // P(x) tends to x^a / Gamma(a + 1) where x is small.
    const double x = Gamma(1e-3, 1).quantile(u);
    if (x < 1e-9 && x > 1e-300) {
      EXPECT_NEAR(std::log(x), (std::log(u) + std::lgamma(1.001)) * 1e3, 1e-9 * 1e3) << u;
    }
    const double z = (Gamma(1e12, 1).quantile(u) - 1e12) / 1e6;
    const double normal = exact_normal_quantile(u);
    EXPECT_NEAR(z, normal + (normal * normal - 1) / 3e6, 3e-9 + 1e-10 * std::abs(normal)) << u;
    EXPECT_NEAR(Gamma(1, 2).quantile(u) / (-2 * std::log1p(-u)), 1, 1e-13) << u;
  }
}

// The least n with u <= P(N <= n), the sum taken from 0.
TEST(PoissonTable, IsTheLeastCountThatReachesU) {
  for (const double mean : {0.01, 0.7, 4.5, 9.99, 31.0, 400.0}) {
    const bm::poisson reference(mean);
    const PoissonTable table(mean);
    for (int i = 0; i < 4'000; ++i) {
      const double u = spread_uniform(i);
      const auto n = static_cast<double>(table.quantile(u));
      // Summing up 100 probabilities loses a few 1e-16.
      ASSERT_GE(bm::cdf(reference, n), u - 1e-14) << mean << " at " << u;
      if (n > 0) {
        ASSERT_LT(bm::cdf(reference, n - 1), u + 1e-14) << mean << " at " << u;
      }
    }
  }
}

TEST(PoissonTable, AgreesWithTheSumOfSmallMeans) {
  for (const double mean : {0.3, 4.5, 9.9}) {
    const PoissonTable table(mean);
    const Poisson slow(mean);
    for (std::uint64_t entity = 0; entity < 20'000; ++entity) {
      const StreamKey key{.seed = 8, .entity = entity};
      Stream a(key);
      Stream b(key);
      ASSERT_EQ(table(a), slow(b)) << mean << ", " << entity;
      ASSERT_EQ(a.position(), 1);
    }
  }
}

RC_GTEST_PROP(PoissonTable, ALargerMeanIsNeverASmallerCount, ()) {
  const double mean = *rc::gen::inRange(0, 5000) * 0.01;
  const PoissonTable less(mean);
  const PoissonTable more(mean * 1.01 + 0.01);
  for (int i = 0; i < 200; ++i) {
    const double u = spread_uniform(i);
    RC_ASSERT(less.quantile(u) <= more.quantile(u));
  }
}

TEST(PoissonTable, OfMeanZeroIsZero) {
  const PoissonTable none(0);
  for (const double u : {0x1p-53, 0.5, kLargestOpenUnit}) EXPECT_EQ(none.quantile(u), 0);
  EXPECT_FALSE(PoissonTable::valid(-1));
  EXPECT_FALSE(PoissonTable::valid(2e6));
  EXPECT_FALSE(PoissonTable::valid(std::nan("")));
}

}  // namespace
}  // namespace stopover::random
