// SPDX-License-Identifier: Apache-2.0
// The pipeline of bench/terminal_bench.cpp, which is quick, against one that is not: every draw by
// itself, everybody sorted at once, the earliest of a heap of desks.
#include "bench/terminal_pipeline.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "engine/random/uniform.hpp"

namespace stopover::bench {
namespace {

using flow::Tick;

TerminalPipeline::Waits plain_waits(const Terminal& terminal, std::uint64_t n) {
  const auto draw = [&](std::uint64_t passenger, std::uint32_t number, const auto& distribution) {
    const std::uint64_t bits = random::bits(TerminalPipeline::key(terminal, passenger), number);
    return flow::ticks_of_draw(distribution.quantile(random::open_unit(bits)));
  };
  const random::Exponential gap = TerminalPipeline::gap(terminal);
  const random::Exponential service(terminal.service);
  const random::Tabulated walk(TerminalPipeline::walk(terminal));

  TerminalPipeline::Waits waits;
  std::vector<std::pair<Tick, std::uint64_t>> line;
  Tick at = 0;
  for (std::uint64_t p = 0; p < n; ++p) line.emplace_back(at += draw(p, 0, gap), p);
  for (std::uint32_t k = 0; k < TerminalPipeline::kStages; ++k) {
    std::sort(line.begin(), line.end());
    std::priority_queue<Tick, std::vector<Tick>, std::greater<>> free_at;
    for (int desk = 0; desk < terminal.desks; ++desk) free_at.push(0);
    for (auto& [time, passenger] : line) {
      const Tick start = std::max(time, free_at.top());
      free_at.pop();
      waits[k].add(start - time);
      time = start + draw(passenger, 2 * k + 1, service);
      free_at.push(time);
      if (k + 1 < TerminalPipeline::kStages) time += draw(passenger, 2 * k + 2, walk);
    }
  }
  return waits;
}

TEST(TerminalPipeline, AnyBatchGivesTheWaitsOfThePlainSimulation) {
  for (const int desks : {1, 3, 10, 40}) {
    const Terminal terminal = {.desks = desks, .load = 0.9, .seed = 7};
    const auto expected = plain_waits(terminal, 20'001);
    for (const std::size_t batch : {1U, 7U, 1000U, 4096U, 30'000U}) {
      TerminalPipeline pipeline(terminal, batch);
      pipeline.run(20'001);
      EXPECT_EQ(pipeline.waits(), expected) << desks << " desks, batches of " << batch;
    }
  }
}

}  // namespace
}  // namespace stopover::bench
