// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/tally.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/stats/sample.hpp"

namespace stopover::stats {
namespace {

IntegerTally tally_of(const std::vector<std::int64_t>& values) {
  IntegerTally tally;
  for (const std::int64_t v : values) tally.add(v);
  return tally;
}

// 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squared deviations 9+1+1+1+0+0+4+16 = 32, variance 32/7.
TEST(IntegerTally, MeanAndVarianceOfAHandWorkedSample) {
  const IntegerTally tally = tally_of({2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_EQ(tally.count(), 8);
  EXPECT_EQ(tally.sum(), 40);
  EXPECT_TRUE(tally.sum_of_squares() == 232);
  EXPECT_EQ(tally.min(), 2);
  EXPECT_EQ(tally.max(), 9);
  EXPECT_EQ(tally.mean(), 5.0);
  EXPECT_EQ(tally.variance(), 32.0 / 7);
}

TEST(IntegerTally, EmptyHasNoMeanAndOneValueHasNoVariance) {
  IntegerTally tally;
  EXPECT_EQ(tally.mean(), std::nullopt);
  EXPECT_EQ(tally.min(), std::nullopt);
  EXPECT_EQ(tally.max(), std::nullopt);
  EXPECT_EQ(tally.variance(), std::nullopt);
  tally.add(-7);
  EXPECT_EQ(tally.mean(), -7.0);
  EXPECT_EQ(tally.min(), -7);
  EXPECT_EQ(tally.max(), -7);
  EXPECT_EQ(tally.variance(), std::nullopt);
}

TEST(IntegerTally, VarianceDoesNotCancelFarFromZero) {
  // Around 2^62 / 4 a sum of squared doubles would keep no digit of the variance 1.
  constexpr std::int64_t kFar = std::int64_t{1} << 60U;
  EXPECT_EQ(tally_of({kFar - 1, kFar, kFar + 1}).variance(), 1.0);
  EXPECT_EQ(tally_of({-kFar - 1, -kFar, -kFar + 1}).variance(), 1.0);
  EXPECT_EQ(tally_of({kFar, kFar, kFar}).variance(), 0.0);
}

TEST(IntegerTally, ZeroTimesIsNothingAtAll) {
  IntegerTally tally;
  tally.add(5, 0);
  EXPECT_EQ(tally, IntegerTally());
}

RC_GTEST_PROP(IntegerTally, TimesCountsAsSoManyAdds, ()) {
  const auto value = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000);
  const auto times = *rc::gen::inRange(0, 50);
  IntegerTally once;
  once.add(value, times);
  RC_ASSERT(once == tally_of(std::vector<std::int64_t>(static_cast<std::size_t>(times), value)));
}

RC_GTEST_PROP(IntegerTally, PartsMergeToTheSameTallyInAnyOrderAndGrouping, (std::uint64_t seed)) {
  const auto values = *rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::inRange<std::int64_t>(-3'000'000'000, 3'000'000'000));
  SplitMix random(seed);
  std::vector<IntegerTally> parts(static_cast<std::size_t>(random.below(6) + 1));
  for (const std::int64_t v : values)
    parts[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(parts.size())))].add(v);
  shuffle(std::span(parts), random);
  while (parts.size() > 1) {  // merge two at random until one is left
    const auto from =
        static_cast<std::size_t>(random.below(static_cast<std::int64_t>(parts.size())));
    const IntegerTally moved = parts[from];
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(from));
    parts[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(parts.size())))].merge(
        moved);
  }
  RC_ASSERT(parts.front() == tally_of(values));
}

// Blocks of small values are added up another way than those with a large one.
RC_GTEST_PROP(IntegerTally, ManyAtOnceAreAsOneByOne, ()) {
  const int bits = *rc::gen::inRange(1, 40);
  const std::int64_t limit = std::int64_t{1} << bits;
  auto values = *rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::weightedOneOf<std::int64_t>({{1, rc::gen::element(-limit, limit, limit - 1)},
                                            {9, rc::gen::inRange<std::int64_t>(-1000, 1000)}}));
  IntegerTally expected;
  for (const std::int64_t value : values) expected.add(value);
  IntegerTally tally;
  const auto cut = *rc::gen::inRange<std::size_t>(0, values.size() + 1);
  tally.add(std::span(values).first(cut));
  tally.add(std::span(values).subspan(cut));
  RC_ASSERT(tally == expected);
}

TEST(IntegerTally, ManyOfTheLargestSmallValueStayExact) {
  const std::vector<std::int64_t> values(20'000, (std::int64_t{1} << 25U) - 1);
  IntegerTally tally;
  tally.add(values);
  IntegerTally expected;
  expected.add(values.front(), 20'000);
  EXPECT_EQ(tally, expected);
}

TEST(IntegerTallyDeathTest, ASumThatLeavesItsIntegersIsABug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  IntegerTally tally;
  tally.add(kMost);
  EXPECT_DEATH(tally.add(1), "tally fits its integers");
  EXPECT_DEATH(tally.merge(tally), "tally fits its integers");
  EXPECT_DEATH(tally.add(2, kMost), "tally fits its integers");
  EXPECT_DEATH(tally.add(1, -1), "negative number of times");
  IntegerTally squares;  // sums cancel, squares pass 2^127
  squares.add(kMost);
  squares.add(-kMost);
  EXPECT_DEATH(
      {
        for (int i = 0; i < 2; ++i) {
          squares.add(-kMost);
          squares.add(kMost);
        }
      },
      "tally fits its integers");
}

}  // namespace
}  // namespace stopover::stats
