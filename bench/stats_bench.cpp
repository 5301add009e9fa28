// SPDX-License-Identifier: Apache-2.0
// What keeping and estimating costs. Items are values added, histograms merged, replications read.
//
// Must reach: a tally add and a histogram add in single-digit nanoseconds, since the day
// sweep makes one of each a person and stage; an estimate of 1,000 replications well under a
// millisecond, since the stopping rule makes one for each output after each replication.
#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/stable_hash.hpp"
#include "engine/stats/histogram.hpp"
#include "engine/stats/paired.hpp"
#include "engine/stats/ratio.hpp"
#include "engine/stats/stopping.hpp"
#include "engine/stats/tally.hpp"

namespace {

using namespace stopover;
using namespace stopover::stats;

constexpr std::int64_t kTwoHours = 7200;

// Waits skewed towards short ones, 0 ... two hours.
std::vector<std::int64_t> waits(std::size_t n, std::uint64_t seed) {
  std::vector<std::int64_t> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double u = static_cast<double>(stable_hash(seed, i) >> 11U) * 0x1p-53;
    out[i] = static_cast<std::int64_t>(u * u * kTwoHours);
  }
  return out;
}

std::vector<RatioSample> rates(std::size_t n, std::uint64_t seed) {
  std::vector<RatioSample> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto passengers = static_cast<std::int64_t>(100'000 + stable_hash(i) % 20'000);
    const auto transfers = static_cast<std::int64_t>(10'000 + stable_hash(seed, i) % 5'000);
    out[i] = {transfers, passengers};
  }
  return out;
}

void count_items(benchmark::State& state, std::int64_t a_round) {
  state.SetItemsProcessed(state.iterations() * a_round);
}

void tally_add(benchmark::State& state) {
  const auto values = waits(100'000, 1);
  for (auto _ : state) {
    IntegerTally tally;
    for (const std::int64_t v : values) tally.add(v);
    benchmark::DoNotOptimize(tally);
  }
  count_items(state, 100'000);
}
BENCHMARK(tally_add);

void histogram_add(benchmark::State& state) {
  const auto values = waits(100'000, 1);
  for (auto _ : state) {
    IntegerHistogram histogram;
    for (const std::int64_t v : values) histogram.add(v);
    benchmark::DoNotOptimize(histogram);
  }
  count_items(state, 100'000);
}
BENCHMARK(histogram_add);

IntegerHistogram full_histogram(std::uint64_t seed) {
  IntegerHistogram histogram;
  for (const std::int64_t v : waits(100'000, seed)) histogram.add(v);
  return histogram;
}

void histogram_merge(benchmark::State& state) {
  const IntegerHistogram one = full_histogram(1);
  IntegerHistogram total = full_histogram(2);
  for (auto _ : state) {
    total.merge(one);
    benchmark::DoNotOptimize(total);
  }
  count_items(state, 1);
}
BENCHMARK(histogram_merge);

void histogram_quantile_interval(benchmark::State& state) {
  const IntegerHistogram histogram = full_histogram(1);
  for (auto _ : state) benchmark::DoNotOptimize(histogram.quantile_estimate(Share::percent(95)));
  count_items(state, 1);
}
BENCHMARK(histogram_quantile_interval);

void ratio_interval(benchmark::State& state) {
  const auto method = static_cast<RatioMethod>(state.range(0));
  const auto samples = rates(static_cast<std::size_t>(state.range(1)), 1);
  for (auto _ : state) benchmark::DoNotOptimize(ratio_estimate(samples, {.method = method}));
  count_items(state, state.range(1));
}
BENCHMARK(ratio_interval)
    ->ArgNames({"delta", "replications"})
    ->ArgsProduct({{0, 1}, {10, 100, 1000}});

void paired_ratio_difference(benchmark::State& state) {
  const auto base = rates(static_cast<std::size_t>(state.range(0)), 1);
  const auto variant = rates(static_cast<std::size_t>(state.range(0)), 2);
  for (auto _ : state) benchmark::DoNotOptimize(paired_ratios(base, variant));
  count_items(state, state.range(0));
}
BENCHMARK(paired_ratio_difference)->ArgName("replications")->Arg(100)->Arg(1000);

void stop_decision(benchmark::State& state) {
  const auto samples = rates(100, 1);
  for (auto _ : state) benchmark::DoNotOptimize(decide_stop(*ratio_estimate(samples), {}));
  count_items(state, 1);
}
BENCHMARK(stop_decision);

}  // namespace
