// SPDX-License-Identifier: Apache-2.0
// Factors: values from points of (0, 1), what is refused, and settings as text.
#include "engine/experiment/factor.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::experiment {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Factor uniform(double low, double high) {
  return {.id = "u", .kind = Kind::kUniform, .low = low, .high = high};
}
Factor normal(double mean, double sd) {
  return {.id = "n", .kind = Kind::kNormal, .mean = mean, .sd = sd};
}
Factor whole(double low, double high) {
  return {.id = "w", .kind = Kind::kWhole, .low = low, .high = high};
}
Factor choice() {
  return {.id = "c", .kind = Kind::kChoice, .choices = {"bus", "car", "train"}};
}

std::string part_of_fault(const Factor& factor) {
  const auto fault = factor_fault(factor);
  return fault ? fault->part : "";
}

TEST(Factor, TakesPointsToValuesByTheInverseDistribution) {
  EXPECT_DOUBLE_EQ(value_at(uniform(10, 20), 0.25), 12.5);
  Factor triangular = uniform(0, 4);
  triangular.kind = Kind::kTriangular;
  triangular.mode = 2;
  EXPECT_DOUBLE_EQ(value_at(triangular, 0.5), 2);
  EXPECT_DOUBLE_EQ(value_at(triangular, 0.125), 1);  // half the lower half's area
  EXPECT_DOUBLE_EQ(value_at(normal(5, 2), 0.5), 5);
  EXPECT_NEAR(value_at(normal(5, 2), 0.975), 5 + 2 * 1.959963984540054, 1e-9);
  Factor lognormal = normal(3, 1.5);
  lognormal.kind = Kind::kLognormal;
  // The median of a lognormal is mean / sqrt(1 + (sd / mean)^2).
  EXPECT_NEAR(value_at(lognormal, 0.5), 3 / std::sqrt(1.25), 1e-12);
}

TEST(Factor, SpreadsWholeNumbersAndChoicesEvenly) {
  EXPECT_EQ(value_at(whole(1, 4), 0.2499), 1);
  EXPECT_EQ(value_at(whole(1, 4), 0.2501), 2);
  EXPECT_EQ(value_at(whole(1, 4), 1 - 0x1p-53), 4);
  EXPECT_EQ(value_at(choice(), 0.3), 0);
  EXPECT_EQ(value_at(choice(), 0.34), 1);
  EXPECT_EQ(value_at(choice(), 1 - 0x1p-53), 2);
}

TEST(Factor, KeepsACutNormalInsideItsRange) {
  Factor cut = normal(0, 1);
  cut.low = -0.5;
  cut.high = 0.5;
  ASSERT_FALSE(factor_fault(cut));
  EXPECT_GE(value_at(cut, 1e-12), -0.5);
  EXPECT_LE(value_at(cut, 1 - 0x1p-53), 0.5);
  EXPECT_THAT(value_at(cut, 0.5), DoubleNear(0, 1e-12));
}

TEST(Factor, NamesThePartThatIsWrong) {
  EXPECT_EQ(part_of_fault(uniform(1, 2)), "");
  EXPECT_EQ(part_of_fault(uniform(2, 2)), "high");
  EXPECT_EQ(part_of_fault(uniform(kNan, 2)), "low");
  EXPECT_EQ(part_of_fault({.kind = Kind::kUniform, .low = 1}), "high");
  EXPECT_EQ(part_of_fault(uniform(-1.7e308, 1.7e308)), "high");
  EXPECT_EQ(part_of_fault(normal(0, 0)), "sd");
  EXPECT_EQ(part_of_fault(normal(kNan, 1)), "mean");
  EXPECT_EQ(part_of_fault(whole(0.5, 2)), "low");
  EXPECT_EQ(part_of_fault(whole(0, 1e12)), "high");
  Factor lognormal = normal(-1, 1);
  lognormal.kind = Kind::kLognormal;
  EXPECT_EQ(part_of_fault(lognormal), "mean");
  lognormal.mean = 1e-200;
  lognormal.sd = 1e200;
  EXPECT_EQ(part_of_fault(lognormal), "sd");
  Factor triangular = uniform(0, 1);
  triangular.kind = Kind::kTriangular;
  triangular.mode = 1.5;
  EXPECT_EQ(part_of_fault(triangular), "mode");
  EXPECT_EQ(part_of_fault({.kind = Kind::kChoice, .choices = {"one"}}), "choice");
  Factor levels = whole(1, 9);
  levels.levels = {1, 2.5};
  EXPECT_EQ(part_of_fault(levels), "level");
  levels.levels = {1, 1};
  EXPECT_EQ(part_of_fault(levels), "level");
  levels.levels = {1, 500};
  EXPECT_EQ(part_of_fault(levels), "level") << "above high";
}

TEST(Factor, HasLevelsWhereNoneAreWritten) {
  EXPECT_THAT(levels_of(whole(2, 5)), ElementsAre(2, 3, 4, 5));
  EXPECT_THAT(levels_of(whole(2, 50)), ElementsAre(2, 50));
  EXPECT_THAT(levels_of(choice()), ElementsAre(0, 1, 2));
  EXPECT_THAT(levels_of(uniform(0, 1)), ElementsAre(0.05, 0.5, 0.95));
}

TEST(Factor, RefusesTextOfOtherValues) {
  for (const char* const text : {"1,5", "0x10", "nan", "inf", "1abc", " 1", "+1", "1.5"})
    EXPECT_FALSE(setting_of_text(whole(0, 100), text)) << text;
  EXPECT_FALSE(setting_of_text(choice(), "tram"));
  const auto nothing = setting_of_text(choice(), "");
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(nothing->has_value());
}

RC_GTEST_PROP(FactorProperty, ALargerPointIsNeverASmallerValue, ()) {
  const auto point = [] {
    return rc::gen::map(rc::gen::inRange<std::int64_t>(1, std::int64_t{1} << 52),
                        [](std::int64_t k) { return std::ldexp(static_cast<double>(k), -52); });
  };
  double a = *point();
  double b = *point();
  if (a > b) std::swap(a, b);
  if (b >= 1) return;
  Factor cut = normal(3, 2);
  cut.low = 0;
  for (const Factor& factor : {uniform(-3, 7), normal(3, 2), cut, whole(-2, 11), choice()})
    RC_ASSERT(value_at(factor, a) <= value_at(factor, b));
}

RC_GTEST_PROP(FactorProperty, SettingsReadBackFromTheirText, (std::int32_t numerator)) {
  const double value = static_cast<double>(numerator) / 7;
  const Factor factor = uniform(-1e9, 1e9);
  RC_ASSERT(setting_of_text(factor, setting_text(factor, value)) == Setting(value));
}

}  // namespace
}  // namespace stopover::experiment
