// SPDX-License-Identifier: Apache-2.0
// How often the intervals hold the true value: the figures in the headers of engine/stats are
// printed by these tests. Seeds are fixed, so a run cannot flake; each expectation is the header's
// figure with the tolerance that a fresh seed would leave once in 10,000 cells (share_tolerance).
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/stats/estimate.hpp"
#include "engine/stats/paired.hpp"
#include "engine/stats/ratio.hpp"
#include "engine/stats/stopping.hpp"
#include "tests/engine/stats/sample.hpp"

namespace stopover::stats {
namespace {

const double kLognormalMean = std::exp(0.5);  // of exp(N(0, 1)); cv sqrt(e - 1) = 1.31

struct MeanCell {
  const char* name;
  std::function<double(SplitMix&)> draw;
  double truth;
  int n;
  double coverage;  // in estimate.hpp
};

TEST(Coverage, OfStudentIntervalsForNormalAndSkewedReplications) {
  constexpr int kTrials = 10'000;
  const auto normal = [](SplitMix& r) { return 10 + 3 * r.normal(); };
  const auto skewed = [](SplitMix& r) { return r.lognormal(1); };
  const std::vector<MeanCell> cells{
      {"normal", normal, 10, 5, 0.95},
      {"normal", normal, 10, 10, 0.95},
      {"normal", normal, 10, 40, 0.95},
      {"lognormal", skewed, kLognormalMean, 5, 0.822},
      {"lognormal", skewed, kLognormalMean, 10, 0.844},
      {"lognormal", skewed, kLognormalMean, 40, 0.891},
  };
  for (const MeanCell& cell : cells) {
    SplitMix random(static_cast<std::uint64_t>(cell.n));
    int held = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
      std::vector<double> x(static_cast<std::size_t>(cell.n));
      for (double& v : x) v = cell.draw(random);
      held += mean_estimate(x).interval->contains(cell.truth) ? 1 : 0;
    }
    const double share = held / double{kTrials};
    std::printf("%-10s n=%-3d %.3f\n", cell.name, cell.n, share);
    EXPECT_NEAR(share, cell.coverage, share_tolerance(cell.coverage, kTrials))
        << cell.name << cell.n;
  }
}

// Passengers d lognormal(sigma 0.5) around 100,000; transfers n = 0.2 d sqrt(d / 100,000) times an
// own lognormal(0.3): the rate rises with the crowd, so the ratio estimator is biased.
RatioSample crowded_day(SplitMix& random) {
  const double crowd = random.lognormal(0.5);
  const double own = random.lognormal(0.3);
  return {std::llround(20'000 * std::pow(crowd, 1.5) * own), std::llround(100'000 * crowd)};
}
// E n / E d = 0.2 exp(1.5^2 0.25 / 2 + 0.09 / 2) / exp(0.25 / 2).
const double kCrowdedRatio = 0.2 * std::exp(2.25 * 0.125 + 0.045 - 0.125);

struct RatioCell {
  RatioMethod method;
  int n;
  double coverage;  // in ratio.hpp
};

TEST(Coverage, OfRatioIntervalsAndTheBiasThatTheJackknifeRemoves) {
  constexpr int kTrials = 10'000;
  const RatioCell cells[] = {
      {RatioMethod::kJackknife, 5, 0.865},  {RatioMethod::kJackknife, 10, 0.871},
      {RatioMethod::kJackknife, 40, 0.904}, {RatioMethod::kDelta, 5, 0.850},
      {RatioMethod::kDelta, 10, 0.860},     {RatioMethod::kDelta, 40, 0.897},
  };
  std::array<double, 2> bias_of_five{};
  for (const RatioCell& cell : cells) {
    SplitMix random(static_cast<std::uint64_t>(cell.n));
    int held = 0;
    double sum = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
      std::vector<RatioSample> x(static_cast<std::size_t>(cell.n));
      for (RatioSample& v : x) v = crowded_day(random);
      const Estimate e = *ratio_estimate(x, {.method = cell.method});
      held += e.interval->contains(kCrowdedRatio) ? 1 : 0;
      sum += e.value;
    }
    const double share = held / double{kTrials};
    const double bias = sum / kTrials / kCrowdedRatio - 1;
    const bool jackknife = cell.method == RatioMethod::kJackknife;
    if (cell.n == 5) bias_of_five[jackknife ? 0 : 1] = bias;
    std::printf("%-10s n=%-3d %.3f bias %+.4f\n", jackknife ? "jackknife" : "delta", cell.n, share,
                bias);
    EXPECT_NEAR(share, cell.coverage, share_tolerance(cell.coverage, kTrials)) << cell.n;
  }
  EXPECT_LT(std::abs(bias_of_five[0]), std::abs(bias_of_five[1]) / 3);
}

// Null: base and variant have the same expected ratio; p <= 0.05 happens in 5 % of the comparisons.
TEST(Coverage, OfThePairedTestWhenThereIsNoDifference) {
  constexpr int kTrials = 10'000;
  constexpr int kReplications = 20;
  SplitMix random(99);
  int wrong = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<RatioSample> base;
    std::vector<RatioSample> variant;
    for (int i = 0; i < kReplications; ++i) {
      const double passengers = 100'000 * random.lognormal(0.3);
      const double luck = 0.2 + 0.02 * random.normal();
      const auto transfers = [&] {
        return std::llround(passengers * (luck + 0.005 * random.normal()));
      };
      base.push_back({transfers(), std::llround(passengers)});
      variant.push_back({transfers(), std::llround(passengers)});
    }
    wrong += paired_ratios(base, variant)->distinguishable ? 1 : 0;
  }
  const double share = wrong / double{kTrials};
  std::printf("paired ratios, no difference: distinguishable in %.4f\n", share);
  EXPECT_NEAR(share, 0.05, share_tolerance(0.05, kTrials));
}

struct StopCell {
  const char* name;
  std::function<double(SplitMix&)> draw;
  double truth;
  double g;
  int min;
  double coverage;  // in stopping.hpp
  double mean_n;    // 0: not held
};

// Looks after each replication, or where next_look puts them.
enum class Looks { kEach, kJumps };

struct Stopped {
  double coverage = 0;
  double mean_n = 0;
};

Stopped stop_often(const StopCell& cell, Looks looks, int trials) {
  SplitMix random(static_cast<std::uint64_t>(cell.min));
  const PrecisionTarget target{
      .relative_half_width = cell.g, .min_replications = cell.min, .max_replications = 100'000};
  int held = 0;
  std::size_t replications = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> x;
    for (int i = 0; i < cell.min; ++i) x.push_back(cell.draw(random));
    Estimate e = mean_estimate(x);
    for (StopDecision d = decide_stop(e, target); d.stop == Stop::kContinue;
         d = decide_stop(e, target)) {
      const std::int64_t to =
          looks == Looks::kEach ? e.n + 1 : next_look(e.n, d.expected_replications, target);
      while (std::ssize(x) < to) x.push_back(cell.draw(random));
      e = mean_estimate(x);
    }
    held += e.interval->contains(cell.truth) ? 1 : 0;
    replications += x.size();
  }
  return {held / double(trials), static_cast<double>(replications) / trials};
}

using StopTable = std::array<std::array<double, 3>, 4>;  // by row and column of stopping.hpp

// `mean_n`: by row, at 10 replications or more; the seeds are fixed, so it tells one way of looking
// from the other.
void expect_coverage(Looks looks, const StopTable& documented,
                     const std::array<double, 4>& mean_n) {
  constexpr int kTrials = 2'000;
  const auto normal = [](SplitMix& r) { return 10 + 3 * r.normal(); };
  const auto skewed = [](SplitMix& r) { return r.lognormal(1); };
  std::vector<StopCell> cells;
  const std::array<int, 3> mins{2, 10, 30};
  for (std::size_t m = 0; m < 3; ++m) {
    const auto n = [&](std::size_t row) { return mins[m] == 10 ? mean_n[row] : 0; };
    cells.push_back({"normal", normal, 10, 0.10, mins[m], documented[0][m], n(0)});
    cells.push_back({"normal", normal, 10, 0.05, mins[m], documented[1][m], n(1)});
    cells.push_back({"lognormal", skewed, kLognormalMean, 0.30, mins[m], documented[2][m], n(2)});
    cells.push_back({"lognormal", skewed, kLognormalMean, 0.15, mins[m], documented[3][m], n(3)});
  }
  for (const StopCell& cell : cells) {
    const Stopped got = stop_often(cell, looks, kTrials);
    std::printf("%-10s g=%.2f min=%-3d %.3f mean n %.0f\n", cell.name, cell.g, cell.min,
                got.coverage, got.mean_n);
    EXPECT_NEAR(got.coverage, cell.coverage, share_tolerance(cell.coverage, kTrials))
        << cell.name << ' ' << cell.g << ' ' << cell.min;
    if (cell.mean_n > 0) {
      EXPECT_NEAR(got.mean_n, cell.mean_n, 0.5) << cell.name << ' ' << cell.g;
    }
  }
}

TEST(Coverage, OfTheSequentialRuleIsBelowTheLevelAsDocumented) {
  expect_coverage(Looks::kEach,
                  {{{0.910, 0.941, 0.942},
                    {0.932, 0.940, 0.948},
                    {0.857, 0.883, 0.887},
                    {0.916, 0.913, 0.920}}},
                  {43, 154, 100, 347});
}

// As tools/stopover replicates.
TEST(Coverage, OfTheSequentialRuleWithLooksInJumps) {
  expect_coverage(Looks::kJumps,
                  {{{0.917, 0.946, 0.937},
                    {0.924, 0.941, 0.944},
                    {0.860, 0.888, 0.890},
                    {0.904, 0.920, 0.921}}},
                  {46, 159, 109, 371});
}

// As wide as wanted twice over needs four times as many: at most twice as many are had before the
// next look, and never more than all.
TEST(Coverage, NextLookGoesWhereTheTargetIsExpected) {
  const PrecisionTarget target{.relative_half_width = 0.1, .max_replications = 70};
  EXPECT_EQ(next_look(20, 33, target), 33);
  EXPECT_EQ(next_look(20, 80, target), 40);
  EXPECT_EQ(next_look(20, 20, target), 21);
  EXPECT_EQ(next_look(40, 80, target), 70);
}

}  // namespace
}  // namespace stopover::stats
