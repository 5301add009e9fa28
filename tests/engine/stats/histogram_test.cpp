// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/stats/sample.hpp"

namespace stopover::stats {
namespace {

using Values = std::vector<std::int64_t>;

IntegerHistogram histogram_of(const Values& values) {
  IntegerHistogram histogram;
  for (const std::int64_t v : values) histogram.add(v);
  return histogram;
}

IntegerHistogram one_to(std::int64_t n) {
  IntegerHistogram histogram;
  for (std::int64_t v = 1; v <= n; ++v) histogram.add(v);
  return histogram;
}

// Hyndman and Fan's type 1: rank ceil(n p), and the least value for p = 0.
TEST(IntegerHistogram, QuantileIsTheLeastValueWithThatShareAtOrBelow) {
  const IntegerHistogram waits = histogram_of({10, 20, 30, 40, 50});
  EXPECT_EQ(waits.quantile(Share::percent(0)), 10);
  EXPECT_EQ(waits.quantile(Share::percent(20)), 10);
  EXPECT_EQ(waits.quantile(Share::percent(21)), 20);
  EXPECT_EQ(waits.quantile(Share::percent(50)), 30);
  EXPECT_EQ(waits.quantile(Share::percent(95)), 50);
  EXPECT_EQ(waits.quantile(Share::percent(100)), 50);
  EXPECT_EQ(waits.quantile(Share(1, 3)), 20);
}

TEST(IntegerHistogram, RanksAreNotMovedByRounding) {
  // In doubles 0.07 * 100 = 7.000000000000001 and 0.55 * 100 = 55.00000000000001.
  const IntegerHistogram hundred = one_to(100);
  for (std::int64_t p = 1; p <= 100; ++p) EXPECT_EQ(hundred.quantile(Share::percent(p)), p);
  EXPECT_EQ(one_to(1000).quantile(Share::per_mille(975)), 975);
}

TEST(IntegerHistogram, EmptyHasNoQuantile) {
  const IntegerHistogram none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.quantile(Share::percent(50)), std::nullopt);
  EXPECT_EQ(none.quantile_estimate(Share::percent(50)), std::nullopt);
  EXPECT_EQ(none.tally(), IntegerTally());
}

TEST(IntegerHistogram, HoldsValuesAtBothEndsOf64Bits) {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const IntegerHistogram h = histogram_of({kMost, -1, kLeast, 0, -64, -65});
  EXPECT_EQ(h.bins(), (std::vector<IntegerHistogram::Bin>{
                          {kLeast, 1}, {-65, 1}, {-64, 1}, {-1, 1}, {0, 1}, {kMost, 1}}));
  EXPECT_EQ(h.order_statistic(1), kLeast);
  EXPECT_EQ(h.order_statistic(6), kMost);
}

TEST(IntegerHistogram, ZeroTimesLeavesNoTrace) {
  IntegerHistogram h;
  h.add(5, 0);
  EXPECT_EQ(h, IntegerHistogram());
}

struct OracleCase {
  Values values;
  IntegerHistogram histogram;
};

OracleCase draw_case() {
  OracleCase out;
  out.values =
      *rc::gen::nonEmpty(rc::gen::container<Values>(rc::gen::inRange<std::int64_t>(-200, 200)));
  out.histogram = histogram_of(out.values);
  std::sort(out.values.begin(), out.values.end());
  return out;
}

RC_GTEST_PROP(IntegerHistogram, QuantilesCountsAndTallyAgreeWithASortedVector, ()) {
  const OracleCase drawn = draw_case();
  const Values& sorted = drawn.values;
  const IntegerHistogram& histogram = drawn.histogram;
  const auto n = static_cast<std::int64_t>(sorted.size());
  RC_ASSERT(histogram.count() == n);
  for (std::int64_t rank = 1; rank <= n; ++rank)
    RC_ASSERT(histogram.order_statistic(rank) == sorted[static_cast<std::size_t>(rank - 1)]);

  const auto denominator = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
  const auto numerator = *rc::gen::inRange<std::int64_t>(0, denominator + 1);
  // From the definition: the least value v with count(<= v) * denominator >= n * numerator.
  const auto at_or_below = [&](std::int64_t v) {
    return std::upper_bound(sorted.begin(), sorted.end(), v) - sorted.begin();
  };
  const auto expected = std::find_if(sorted.begin(), sorted.end(), [&](std::int64_t v) {
    return at_or_below(v) * denominator >= n * numerator;
  });
  RC_ASSERT(histogram.quantile(Share(numerator, denominator)) == *expected);

  IntegerTally tally;
  for (const std::int64_t v : sorted) tally.add(v);
  RC_ASSERT(histogram.tally() == tally);
  const auto probe = *rc::gen::inRange<std::int64_t>(-210, 210);
  RC_ASSERT(histogram.count_at_most(probe) == at_or_below(probe));
  RC_ASSERT(histogram.count_of(probe) == std::count(sorted.begin(), sorted.end(), probe));
}

RC_GTEST_PROP(IntegerHistogram, PartsMergeToTheSameHistogramInAnyOrder, (std::uint64_t seed)) {
  const auto values =
      *rc::gen::container<Values>(rc::gen::inRange<std::int64_t>(-100'000, 100'000));
  SplitMix random(seed);
  std::vector<IntegerHistogram> parts(static_cast<std::size_t>(random.below(5) + 1));
  for (const std::int64_t v : values)
    parts[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(parts.size())))].add(v);
  shuffle(std::span(parts), random);
  IntegerHistogram merged;
  for (const IntegerHistogram& part : parts) merged.merge(part);
  RC_ASSERT(merged == histogram_of(values));
  if (!values.empty()) {
    IntegerHistogram changed = merged;
    changed.add(values.front());
    RC_ASSERT(!(changed == merged));
  }
}

TEST(IntegerHistogram, MergingIntoItselfDoublesEveryCount) {
  IntegerHistogram h = histogram_of({1, 1, 500});
  h.merge(h);
  EXPECT_EQ(h.bins(), (std::vector<IntegerHistogram::Bin>{{1, 4}, {500, 2}}));
}

struct RankRow {
  std::int64_t n;
  Share share;
  std::int64_t low, high;  // 0: none
  double coverage;
};

// Binomial sums worked out exactly: the median of 10 lies between the 2nd and 9th with chance
// 1 - 2 (1 + 10) / 1024; of 20 between the 6th and 15th with 0.9586; of 6 between the extremes with
// 1 - 2 / 64; 5 are too few (1 - 2 / 32 = 0.9375). The 90th percentile of 28: P(B <= 21) =
// 0.0179..., and no upper bound, since 0.9^28 = 0.0523 is above 0.025.
const RankRow kRanks[] = {
    {10, Share::percent(50), 2, 9, 1 - 22.0 / 1024},
    {20, Share::percent(50), 6, 15, 0.95861053466796875},
    {6, Share::percent(50), 1, 6, 1 - 2.0 / 64},
    {5, Share::percent(50), 0, 0, 1},
    {1, Share::percent(50), 0, 0, 1},
};

TEST(QuantileEstimate, RanksAndCoverageAreTheBinomialOnes) {
  for (const RankRow& row : kRanks) {
    const auto e = one_to(row.n).quantile_estimate(row.share);
    ASSERT_TRUE(e);
    EXPECT_EQ(e->low.value_or(0), row.low) << row.n;
    EXPECT_EQ(e->high.value_or(0), row.high) << row.n;
    EXPECT_NEAR(e->coverage, row.coverage, 1e-13) << row.n;
    EXPECT_EQ(e->n, row.n);
  }
}

TEST(QuantileEstimate, AnUpperQuantileOfFewHasNoUpperBound) {
  const auto e = one_to(28).quantile_estimate(Share::percent(90));
  ASSERT_TRUE(e);
  EXPECT_EQ(e->value, 26);
  EXPECT_TRUE(e->low);
  EXPECT_FALSE(e->high);
  EXPECT_GE(e->coverage, 0.95);
}

RC_GTEST_PROP(QuantileEstimate, RanksAreTheTightestWithAtMostHalfOfTheErrorOnEachSide, ()) {
  const int n = *rc::gen::inRange(1, 60);
  const int hundredths = *rc::gen::inRange(1, 100);
  const double p = hundredths / 100.0;
  const double tail = *rc::gen::elementOf(std::vector<double>{0.05, 0.025, 0.005});
  std::vector<double> cdf;  // by direct summation
  double choose = 1;
  double sum = 0;
  for (int k = 0; k <= n; ++k) {
    sum += choose * std::pow(p, k) * std::pow(1 - p, n - k);
    cdf.push_back(sum);
    choose = choose * (n - k) / (k + 1);
  }
  int low = 0;
  int high = n + 1;
  for (int r = 1; r <= n; ++r)
    if (cdf[static_cast<std::size_t>(r - 1)] <= tail) low = r;
  for (int r = n; r >= 1; --r)
    if (cdf[static_cast<std::size_t>(r - 1)] >= 1 - tail) high = r;
  const auto e = one_to(n).quantile_estimate(Share::percent(hundredths), 1 - 2 * tail);
  RC_ASSERT(e->low.value_or(0) == low);
  RC_ASSERT(e->high.value_or(n + 1) == high);
  RC_ASSERT(e->coverage >= 1 - 2 * tail - 1e-12);
  RC_ASSERT(e->low.value_or(0) <= e->value);
  RC_ASSERT(e->value <= e->high.value_or(n + 1));
}

// Null: 95 % intervals for the median and the 90th percentile hold the true value in at least 95 %
// of 4,000 samples of 100, for values without and with heavy ties. Fixed seed: no flakes.
TEST(QuantileEstimate, CoverageBySimulationIsAtLeastTheLevel) {
  constexpr int kTrials = 4000;
  SplitMix random(20240603);
  for (const std::int64_t range : {1'000'000, 10}) {
    int median = 0;
    int p90 = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
      IntegerHistogram h;
      for (int i = 0; i < 100; ++i) h.add(random.below(range));  // uniform 0 ... range - 1
      const auto m = *h.quantile_estimate(Share::percent(50));
      const auto u = *h.quantile_estimate(Share::percent(90));
      const std::int64_t true_median = range / 2 - 1;
      const std::int64_t true_p90 = range / 10 * 9 - 1;
      median += m.low <= true_median && true_median <= m.high ? 1 : 0;
      p90 += u.low <= true_p90 && true_p90 <= u.high ? 1 : 0;
    }
    EXPECT_GE(median / double{kTrials}, 0.95 - share_tolerance(0.95, kTrials)) << range;
    EXPECT_GE(p90 / double{kTrials}, 0.95 - share_tolerance(0.95, kTrials)) << range;
    if (range > 10) {  // without ties the stated coverage is exact: 0.9648 and 0.9602 here
      const double exact = one_to(100).quantile_estimate(Share::percent(50))->coverage;
      EXPECT_NEAR(median / double{kTrials}, exact, share_tolerance(exact, kTrials));
    }
  }
}

TEST(IntegerHistogramDeathTest, WrongRanksSharesAndCountsAreBugs) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  IntegerHistogram h = one_to(3);
  EXPECT_DEATH((void)h.order_statistic(0), "a rank among the counts");
  EXPECT_DEATH((void)h.order_statistic(4), "a rank among the counts");
  EXPECT_DEATH(h.add(1, -1), "negative number of times");
  EXPECT_DEATH(h.add(1, std::numeric_limits<std::int64_t>::max()), "histogram fits 64 bits");
  EXPECT_DEATH((void)Share(3, 2), "a share between 0 and 1");
  EXPECT_DEATH((void)h.quantile_estimate(Share::percent(50), 1.0), "confidence level");
}

}  // namespace
}  // namespace stopover::stats
