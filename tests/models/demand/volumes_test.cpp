// SPDX-License-Identifier: Apache-2.0
// Volumes: elasticity by closed form, ranges by their distribution.
#include "models/demand/volumes.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace stopover::demand {
namespace {

// Two segments; markets 0 and 1 are of the first.
Demand demand_of(double low, double high) {
  Demand d;
  for (const char* key : {"holidays", "trade"}) {
    Segment s;
    s.key = key;
    s.volume_low = low;
    s.volume_high = high;
    d.segments.push_back(s);
  }
  for (const SegmentId segment : {SegmentId(0), SegmentId(0), SegmentId(1)}) {
    Market m;
    m.segment = segment;
    d.markets.push_back(m);
  }
  return d;
}

constexpr double kElasticity = -0.8;

TEST(Volumes, AreAsWrittenWithoutCostsAndRanges) {
  const Demand d = demand_of(0.5, 2);
  for (const Volume& v : volumes(d, {}, kElasticity, std::nullopt)) EXPECT_EQ(v, Volume{});
  const Demand certain = demand_of(1, 1);
  for (const Volume& v : volumes(certain, {}, kElasticity, Luck{1, 2})) EXPECT_EQ(v, Volume{});
  EXPECT_EQ(volume_of({}, MarketId(7)), Volume{});
}

TEST(Volumes, FollowCostsByAConstantElasticity) {
  const RelativeCosts costs{{.here = 1.1}, {.there = 0.9}, {}};
  const Volumes v = volumes(demand_of(1, 1), costs, kElasticity, std::nullopt);
  EXPECT_NEAR(v[MarketId(0)].here, std::pow(1.1, kElasticity), 1e-14);
  EXPECT_EQ(v[MarketId(0)].there, 1);
  EXPECT_EQ(v[MarketId(1)].here, 1);
  EXPECT_NEAR(v[MarketId(1)].there, std::pow(0.9, kElasticity), 1e-14);
  EXPECT_EQ(v[MarketId(2)], Volume{});
  for (const Volume& same : volumes(demand_of(1, 1), costs, 0, std::nullopt))
    EXPECT_EQ(same, Volume{});
}

TEST(Volumes, GoUpAndDownTogetherWithinASegmentAndInBothScenarios) {
  const Demand d = demand_of(0.8, 1.5);
  int apart = 0;
  for (std::uint32_t r = 0; r < 50; ++r) {
    const Volumes v = volumes(d, {}, kElasticity, Luck{3, r});
    EXPECT_EQ(v[MarketId(0)], v[MarketId(1)]);
    EXPECT_EQ(v[MarketId(0)].here, v[MarketId(0)].there);
    apart += v[MarketId(0)].here != v[MarketId(2)].here ? 1 : 0;
  }
  EXPECT_EQ(apart, 50);
}

// Null: triangular (0.8, 1, 1.5), mean 1.1, standard deviation 0.1472. n = 4000; mean
// within 4 standard errors (0.0094). Fixed seed: no flake.
TEST(Volumes, AreDrawnFromTheirRange) {
  const Demand d = demand_of(0.8, 1.5);
  double sum = 0;
  constexpr int kRuns = 4000;
  for (std::uint32_t r = 0; r < kRuns; ++r) {
    const double v = volumes(d, {}, kElasticity, Luck{4, r})[MarketId(0)].here;
    EXPECT_GE(v, 0.8);
    EXPECT_LE(v, 1.5);
    sum += v;
  }
  EXPECT_NEAR(sum / kRuns, 1.1, 0.0094);
}

}  // namespace
}  // namespace stopover::demand
