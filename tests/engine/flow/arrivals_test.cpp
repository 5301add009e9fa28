// SPDX-License-Identifier: Apache-2.0
// The radix sort of arrivals against std::sort.
#include "engine/flow/arrivals.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/random/transforms.hpp"

namespace stopover::flow {
namespace {

// `span` is the range of times: 1 makes all equal, small makes ties.
std::vector<Arrival> some_arrivals(std::size_t n, Tick from, Tick span, std::uint64_t seed) {
  random::Stream stream({.seed = seed, .purpose = random::purpose("test.arrivals")});
  std::vector<Arrival> arrivals;
  for (std::size_t i = 0; i < n; ++i)
    arrivals.push_back({from + random::between(stream, 0, span - 1), random::below(stream, 3 * n),
                        static_cast<std::uint32_t>(i), 0});
  return arrivals;
}

void expect_sorted_as_by_comparison(std::vector<Arrival> arrivals) {
  std::vector<Arrival> expected = arrivals;
  std::sort(expected.begin(), expected.end(), comes_before);
  std::vector<Arrival> scratch;
  sort_arrivals(arrivals, scratch);
  ASSERT_EQ(arrivals, expected);
}

TEST(SortArrivals, AgreesWithComparisonForEverySizeAndSpan) {
  for (const std::size_t n : {0U, 1U, 2U, 511U, 512U, 513U, 5000U})
    for (const Tick span : {Tick{1}, Tick{2}, Tick{50}, Tick{2047}, Tick{2048}, Tick{2049},
                            Tick{86'400'000}, Tick{1} << 40, Tick{1} << 62})
      expect_sorted_as_by_comparison(some_arrivals(n, 1'700'000'000'000, span, n));
}

TEST(SortArrivals, TimesBefore1970ComeFirst) {
  expect_sorted_as_by_comparison(some_arrivals(3000, -5000, 10'000, 1));
}

TEST(SortArrivals, SortedAndReversedBatchesStayRight) {
  std::vector<Arrival> arrivals = some_arrivals(2000, 0, 100'000, 2);
  std::sort(arrivals.begin(), arrivals.end(), comes_before);
  expect_sorted_as_by_comparison(arrivals);
  std::reverse(arrivals.begin(), arrivals.end());
  expect_sorted_as_by_comparison(arrivals);
}

// The digits then tell nearly nobody apart.
TEST(SortArrivals, CrowdsAndStragglersAreSorted) {
  for (const Tick far : {Tick{1} << 30, Tick{1} << 45, Tick{1} << 62}) {
    std::vector<Arrival> arrivals = some_arrivals(3000, 0, 1000, 4);
    for (const Arrival& crowd : some_arrivals(3000, 500'000, 40, 5)) arrivals.push_back(crowd);
    arrivals[17].time = far;
    arrivals[4711].time = -far;
    expect_sorted_as_by_comparison(arrivals);
  }
}

RC_GTEST_PROP(SortArrivals, TheOrderInWhichTheyCameIsForgotten, (std::uint64_t seed)) {
  std::vector<Arrival> arrivals = some_arrivals(700, 0, 300, seed);
  std::vector<Arrival> shuffled = arrivals;
  random::Stream stream({.seed = seed, .purpose = random::purpose("test.shuffle")});
  random::shuffle(std::span(shuffled), stream);
  std::vector<Arrival> scratch;
  sort_arrivals(arrivals, scratch);
  sort_arrivals(shuffled, scratch);
  RC_ASSERT(arrivals == shuffled);
}

}  // namespace
}  // namespace stopover::flow
