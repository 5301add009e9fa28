// SPDX-License-Identifier: Apache-2.0
// The statistical tests must be able to fail: each planted defect here is one that was made in
// earnest somewhere, and the test that guards against it rejects it outright. (A shared generator:
// stream_test.cpp. Colliding keys: independence_test.cpp.)
#include <array>
#include <vector>

#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <gtest/gtest.h>

#include "engine/random/transforms.hpp"
#include "tests/engine/random/goodness_of_fit.hpp"

namespace stopover::random {
namespace {

using testing::chi_square_p_value;
using testing::equal_chi_square_p_value;
using testing::ks_p_value;
using testing::test_seed;

constexpr double kRejectedOutright = 1e-9;

Stream planted(const char* name) {
  return Stream({.seed = test_seed(), .purpose = purpose(name)});
}

TEST(PlantedDefect, BoundedIntegerByRemainderIsCaught) {
  Stream stream = planted("modulo");
  std::array<std::uint64_t, 3> seen{};
  for (int i = 0; i < 20'000; ++i) ++seen[(stream.next64() % (3ULL << 62U)) >> 62U];
  EXPECT_LT(equal_chi_square_p_value(seen), kRejectedOutright);
}

TEST(PlantedDefect, BoundedIntegerByProductWithoutRejectionIsCaught) {
  Stream stream = planted("product");
  std::array<std::uint64_t, 3> seen{};
  for (int i = 0; i < 20'000; ++i) {
    const detail::Wide product = detail::Wide{stream.next64()} * (3ULL << 62U);
    ++seen[static_cast<std::uint64_t>(product >> 64U) % 3];
  }
  EXPECT_LT(equal_chi_square_p_value(seen), kRejectedOutright);
}

TEST(PlantedDefect, ShuffleThatSwapsWithAnyPlaceIsCaught) {
  Stream stream = planted("naive_shuffle");
  std::array<std::uint64_t, 27> seen{};
  for (int i = 0; i < 20'000; ++i) {
    std::array<std::size_t, 3> order = {0, 1, 2};
    for (std::size_t a = 0; a < 3; ++a) std::swap(order[a], order[below(stream, 3)]);
    ++seen[order[0] * 9 + order[1] * 3 + order[2]];
  }
  std::vector<std::uint64_t> orders;
  for (const std::uint64_t n : seen)
    if (n > 0) orders.push_back(n);
  ASSERT_EQ(orders.size(), 6);
  EXPECT_LT(equal_chi_square_p_value(orders), kRejectedOutright);
}

TEST(PlantedDefect, NormalAsASumOfTwelveUniformsIsCaught) {
  Stream stream = planted("sum_of_12");
  std::vector<double> values(1'000'000);
  for (double& x : values) {
    x = -6;
    for (int i = 0; i < 12; ++i) x += unit(stream);
  }
  const boost::math::normal standard;
  EXPECT_LT(ks_p_value(values, [&](double x) { return cdf(standard, x); }), 1e-4);
}

TEST(PlantedDefect, MeanTakenForRateIsCaught) {
  Stream stream = planted("rate");
  const boost::math::exponential reference(1 / 1.02);  // 2 % off
  std::vector<double> values(200'000);
  for (double& x : values) x = Exponential(1.0)(stream);
  EXPECT_LT(ks_p_value(values, [&](double x) { return cdf(reference, x); }), kRejectedOutright);
}

TEST(PlantedDefect, RoundedNormalForPoissonIsCaught) {
  Stream stream = planted("poisson");
  const boost::math::poisson reference(30);
  std::vector<std::uint64_t> seen(100);
  for (int i = 0; i < 20'000; ++i) {
    const double x = Normal(30, std::sqrt(30.0))(stream);
    ++seen[static_cast<std::size_t>(std::clamp(x + 0.5, 0.0, 99.0))];
  }
  std::vector<double> p(100);
  for (std::size_t k = 0; k < 100; ++k) p[k] = pdf(reference, static_cast<double>(k));
  EXPECT_LT(chi_square_p_value(seen, p), kRejectedOutright);
}

TEST(PlantedDefect, LowDiscrepancyPointsInPlaceOfRandomOnesAreTooGood) {
  std::vector<double> values(10'000);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = (static_cast<double>(i) + 0.5) / static_cast<double>(values.size());
  EXPECT_GT(ks_p_value(values, [](double x) { return x; }), 0.995);
}

// The p-values themselves: published points of the two reference distributions.
TEST(PlantedDefect, PValuesAgreeWithPublishedTables) {
  EXPECT_NEAR(testing::kolmogorov_p_value(1.3581 / 1000.0, 1'000'000), 0.05, 2e-4);
  EXPECT_NEAR(testing::kolmogorov_p_value(1.6276 / 1000.0, 1'000'000), 0.01, 1e-4);
  EXPECT_NEAR(testing::kolmogorov_p_value(0.8276 / 1000.0, 1'000'000), 0.50, 1e-3);
  EXPECT_NEAR(testing::kolmogorov_p_value(0.29 / 1000.0, 1'000'000), 1.0, 1e-5);
  EXPECT_NEAR(chi_square_p_value(18.307, 10), 0.05, 1e-5);
  // 60 throws of a die, by hand: (25 + 4 + 1 + 4 + 0 + 100) / 10 = 13.4, five degrees of freedom.
  const std::array<std::uint64_t, 6> throws = {5, 8, 9, 8, 10, 20};
  EXPECT_NEAR(equal_chi_square_p_value(throws), chi_square_p_value(13.4, 5), 1e-12);
}

}  // namespace
}  // namespace stopover::random
