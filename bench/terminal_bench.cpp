// SPDX-License-Identifier: Apache-2.0
// The terminal pipeline: three checkpoints, two walks, passengers drawn as they come, on one core.
//
// Must reach: 10 M passengers a second with 10 desks each; a cost a passenger that stays within a
// third from 10^4 to 10^8 passengers, in memory that does not grow. Counters: nanoseconds of CPU
// time a passenger by part; peak memory. Before anything is timed the mean waits must be those of
// Erlang's C; that they are those of a plain simulation is tested in
// tests/engine/flow/terminal_pipeline_test.cpp.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "bench/terminal_pipeline.hpp"

namespace {

using namespace stopover;
using bench::Part;
using bench::Terminal;
using bench::TerminalPipeline;

constexpr std::size_t kBatch = 4096;

// Mean wait in seconds: Erlang 1917, by the recursion of his B.
double erlang_wait(const Terminal& terminal) {
  const double offered = terminal.desks * terminal.load;
  double lost = 1;
  for (int c = 1; c <= terminal.desks; ++c) lost = offered * lost / (c + offered * lost);
  const double waits = lost / (1 - terminal.load * (1 - lost));
  return waits * terminal.service / (terminal.desks * (1 - terminal.load));
}

// Student's t of 30 replications, at each checkpoint. The limit is passed by chance once in 10,000.
void check_waits() {
  constexpr int kReplications = 30;
  constexpr double kLimit = 4.53;
  constexpr double kWidest = 0.05;  // of the mean: a band that tells something
  Terminal terminal;
  std::array<double, TerminalPipeline::kStages> sum{};
  std::array<double, TerminalPipeline::kStages> squares{};
  for (int r = 0; r < kReplications; ++r) {
    terminal.seed = static_cast<std::uint64_t>(100 + r);
    TerminalPipeline pipeline(terminal, kBatch);
    pipeline.run(300'000);
    for (std::size_t k = 0; k < sum.size(); ++k) {
      const double seconds = pipeline.waits()[k].mean().value() / flow::kTicksPerSecond;
      sum[k] += seconds;
      squares[k] += seconds * seconds;
    }
  }
  const double expected = erlang_wait(terminal);
  bool right = true;
  for (std::size_t k = 0; k < sum.size(); ++k) {
    const double mean = sum[k] / kReplications;
    const double error =
        std::sqrt((squares[k] / kReplications - mean * mean) / (kReplications - 1));
    std::fprintf(stderr, "checkpoint %zu: mean wait %.3f s, Erlang C %.3f s, error %.3f s\n", k + 1,
                 mean, expected, error);
    right =
        right && std::abs(mean - expected) < kLimit * error && kLimit * error < kWidest * expected;
  }
  if (right) return;
  std::fputs("the waits are not those of M/M/c: nothing is timed\n", stderr);
  std::exit(1);
}

void run(benchmark::State& state, const Terminal& terminal, std::size_t batch, std::int64_t n) {
  TerminalPipeline pipeline(terminal, batch);
  pipeline.run(batch);  // fills the table of walks
  const auto seconds_before = [&] {
    std::array<double, bench::kParts> seconds{};
    for (std::size_t k = 0; k < seconds.size(); ++k)
      seconds[k] = pipeline.seconds(static_cast<Part>(k));
    return seconds;
  }();
  for (auto _ : state) {
    pipeline.run(static_cast<std::uint64_t>(n));
    benchmark::DoNotOptimize(pipeline.waits());
  }
  const std::int64_t passengers = state.iterations() * n;
  state.SetItemsProcessed(passengers);
  const char* names[] = {"bits", "variates", "queue", "sort", "hand_on", "tally"};
  for (std::size_t k = 0; k < bench::kParts; ++k)
    state.counters[names[k]] = 1e9 * (pipeline.seconds(static_cast<Part>(k)) - seconds_before[k]) /
                               static_cast<double>(passengers);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}

void passengers(benchmark::State& state) {
  run(state, {}, kBatch, state.range(0));
}
BENCHMARK(passengers)
    ->RangeMultiplier(10)
    ->Range(10'000, 100'000'000)
    ->Unit(benchmark::kMillisecond);

void desks(benchmark::State& state) {
  run(state, {.desks = static_cast<int>(state.range(0))}, kBatch, 1'000'000);
}
BENCHMARK(desks)->Arg(1)->Arg(4)->Arg(8)->Arg(16)->Arg(32)->Arg(64)->Unit(benchmark::kMillisecond);

void batch(benchmark::State& state) {
  run(state, {}, static_cast<std::size_t>(state.range(0)), 1'000'000);
}
BENCHMARK(batch)->RangeMultiplier(4)->Range(256, 262'144)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  check_waits();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
