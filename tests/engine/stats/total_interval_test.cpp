// SPDX-License-Identifier: Apache-2.0
// The total interval by hand.
#include "engine/stats/total_interval.hpp"

#include <array>

#include <gtest/gtest.h>

#include "engine/stats/distributions.hpp"

namespace stopover::stats {
namespace {

using Effects = std::vector<std::optional<double>>;

constexpr std::array<double, 3> kValues{7, 10, 13};  // standard error 3 / sqrt 3

TEST(TotalInterval, IsTheSimulationsWhereDrawingChangesNothing) {
  const Estimate e = mean_estimate(kValues);
  const auto total = total_interval(e, Effects{0.0, 0.0, 0.0});
  ASSERT_TRUE(total.has_value());
  EXPECT_NEAR(total->low, e.interval->low, 1e-12);
  EXPECT_NEAR(total->high, e.interval->high, 1e-12);
}

// Errors of 3 and of root mean square 4 together are 5.
TEST(TotalInterval, AddsVariances) {
  Estimate e{.value = 100, .standard_error = 3, .n = 4};
  const auto total = total_interval(e, Effects{4.0, -4.0, 4.0, -4.0});
  ASSERT_TRUE(total.has_value());
  EXPECT_NEAR(total->half_width(), 5 * student_t_quantile(0.975, 3), 1e-12);
  EXPECT_NEAR((total->low + total->high) / 2, 100, 1e-12);
}

TEST(TotalInterval, LeavesOutReplicationsThatSayNothing) {
  const Estimate e{.value = 0, .standard_error = 0, .n = 4};
  const auto total = total_interval(e, Effects{2.0, std::nullopt, 2.0, std::nullopt});
  ASSERT_TRUE(total.has_value());
  EXPECT_NEAR(total->half_width(), 2 * student_t_quantile(0.975, 1), 1e-12);
}

TEST(TotalInterval, IsUnknownFromTooLittle) {
  EXPECT_EQ(total_interval({.value = 1, .standard_error = 1}, Effects{2.0}), std::nullopt);
  EXPECT_EQ(total_interval({.value = 1}, Effects{2.0, 2.0}), std::nullopt);
}

}  // namespace
}  // namespace stopover::stats
