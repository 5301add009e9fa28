// SPDX-License-Identifier: Apache-2.0
#include "models/economy/multipliers.hpp"

#include <array>

#include <gtest/gtest.h>

namespace stopover::economy {
namespace {

constexpr auto kFood = static_cast<std::size_t>(spending::Category::kFood);
constexpr auto kSights = static_cast<std::size_t>(spending::Category::kSights);

Multiplier of_food(double value) {
  Multiplier m{.key = "m", .value = value, .low = value, .high = value};
  m.of[kFood] = true;
  return m;
}

TEST(Multipliers, TakeTheirCategoriesOfAllVisitors) {
  std::array<spending::Amounts, 2> spent{};
  spent[0][kFood] = Fen(1'001);
  spent[1][kFood] = Fen(2'000);
  spent[1][kSights] = Fen(5'000);
  EXPECT_EQ(effect_of(of_food(2), 2, spent), 6'002);
  EXPECT_EQ(effect_of(of_food(2), 0.5, spent), 1'501) << "1500.5: half away from zero";
  Multiplier all = of_food(3);
  all.of.fill(true);
  EXPECT_EQ(effect_of(all, 3, spent), 3 * 8'001);
}

TEST(Multipliers, StayWithinWhatSumsHold) {
  std::array<spending::Amounts, 1> spent{};
  spent[0][kFood] = Fen(9'000'000'000'000'000);
  EXPECT_EQ(effect_of(of_food(1'000), 1'000, spent), 1'000'000'000'000'000);
}

TEST(Multipliers, AreDrawnFromTheirRangeAloneAndTheSameForAScenarioWithMore) {
  Multiplier wide = of_food(2);
  wide.low = 1;
  wide.high = 4;
  const Multiplier fixed = of_food(1.5);
  Multiplier other = wide;
  other.key = "other";
  double sum = 0;
  constexpr int kDraws = 2'000;
  for (std::uint32_t r = 0; r < kDraws; ++r) {
    const demand::Luck luck{.seed = 3, .replication = r};
    const auto two = drawn_values(std::array{wide, fixed}, luck);
    const auto three = drawn_values(std::array{other, wide, fixed}, luck);
    EXPECT_EQ(two[1], 1.5);
    EXPECT_EQ(three[1], two[0]);
    EXPECT_NE(three[0], two[0]);
    EXPECT_GE(two[0], 1);
    EXPECT_LE(two[0], 4);
    sum += two[0];
  }
  // Triangular: mean (1 + 2 + 4) / 3, variance (1 + 4 + 16 - 2 - 4 - 8) / 18; six standard errors.
  EXPECT_NEAR(sum / kDraws, 7.0 / 3, 6 * 0.6236 / 44.7);
}

TEST(Multipliers, WordsAreThoseOfTheSchema) {
  EXPECT_EQ(parse_effect("value-added"), Effect::kValueAdded);
  EXPECT_EQ(parse_reach("induced"), Reach::kInduced);
  EXPECT_FALSE(parse_effect("Output"));
  EXPECT_FALSE(parse_reach(""));
}

}  // namespace
}  // namespace stopover::economy
