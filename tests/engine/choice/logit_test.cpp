// SPDX-License-Identifier: Apache-2.0
// Closed forms of the multinomial logit, and simulated choice against them.
#include "engine/choice/logit.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::choice {
namespace {

TEST(Logit, TwoAlternativesGiveTheLogisticFunction) {
  const std::array<double, 2> u{1.5, 0.25};
  EXPECT_NEAR(probabilities(u)[0], 1 / (1 + std::exp(-1.25)), 1e-15);
  EXPECT_NEAR(logsum(u), std::log(std::exp(1.5) + std::exp(0.25)), 1e-14);
}

TEST(Logit, LargeUtilitiesDoNotOverflow) {
  const std::array<double, 3> u{5000, 4999, kUnavailable};
  const auto p = probabilities(u);
  EXPECT_NEAR(p[0], 1 / (1 + std::exp(-1.0)), 1e-12);
  EXPECT_EQ(p[2], 0);
}

TEST(Logit, NothingAvailableChoosesNothing) {
  const std::array<double, 2> u{kUnavailable, kUnavailable};
  EXPECT_FALSE(choose(u, std::array<double, 2>{0, 0}).has_value());
  EXPECT_EQ(logsum(u), kUnavailable);
  EXPECT_EQ(probabilities(u), (std::vector<double>{0, 0}));
}

// Null: shares of the greatest utility + Gumbel error are the logit shares. n = 200,000, chi-square
// with 3 degrees of freedom; the 0.1 % point is 16.27. One fixed seed: no flake.
TEST(Logit, SimulatedSharesAreTheClosedForm) {
  const std::array<double, 4> u{0.0, 0.7, -0.4, 1.1};
  const auto p = probabilities(u);
  constexpr int kPeople = 200'000;
  std::array<int, 4> chosen{};
  const random::Gumbel gumbel(0, 1);
  for (std::uint64_t person = 0; person < kPeople; ++person) {
    random::Stream stream({.seed = 11, .entity = person, .purpose = random::purpose("test")});
    std::array<double, 4> error{};
    for (double& e : error) e = gumbel(stream);
    ++chosen[*choose(u, error)];
  }
  double chi_square = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const double expected = kPeople * p[i];
    chi_square += (chosen[i] - expected) * (chosen[i] - expected) / expected;
  }
  EXPECT_LT(chi_square, 16.27);
}

RC_GTEST_PROP(Logit, AConstantAddedToAllChangesNothing, (std::vector<std::int16_t> raw)) {
  RC_PRE(!raw.empty());
  std::vector<double> u;
  std::vector<double> shifted;
  for (const auto r : raw) {
    u.push_back(r / 1000.0);
    shifted.push_back(r / 1000.0 + 3);
  }
  const auto a = probabilities(u);
  const auto b = probabilities(shifted);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    RC_ASSERT(std::abs(a[i] - b[i]) < 1e-12);
    sum += a[i];
  }
  RC_ASSERT(std::abs(sum - 1) < 1e-12);
}

}  // namespace
}  // namespace stopover::choice
