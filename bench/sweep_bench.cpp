// SPDX-License-Identifier: Apache-2.0
// What a sweep costs besides its cells: results as bytes, on disk, read back, hashed. Items are
// cells of 10 outputs and 20 replications.
//
// Must reach: a cell's result sent, checked and kept in far less than 1 ms, so that rank 0 serves a
// thousand ranks with cells of a second (docs/scaling.md); 10,000 cells read back in a second, so
// that a merge of them is done in ten.
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include "engine/base/stable_hash.hpp"
#include "engine/experiment/plan.hpp"
#include "engine/experiment/store.hpp"
#include "engine/io/sha256.hpp"

namespace {

using namespace stopover;
using namespace stopover::experiment;
namespace fs = std::filesystem;

constexpr std::size_t kOutputs = 10;
constexpr std::uint32_t kReplications = 20;

Plan plan_of_cells(std::uint64_t cells) {
  Plan plan{.id = "bench", .title = "Bench", .base = "base", .replications = kReplications};
  plan.factors.push_back({.id = "f", .kind = Kind::kUniform, .low = 0, .high = 1});
  plan.fields.emplace_back("field");
  plan.design = {.kind = DesignKind::kLatinHypercube, .n = cells - 1};
  plan.cells = make_cells(plan.design, plan.factors);
  for (std::size_t o = 0; o < kOutputs; ++o)
    plan.outputs.push_back({.id = fmt::format("y{}", o), .group = "all", .unit = "1"});
  for (std::uint64_t c = 0; c < plan.cells.size(); ++c)
    plan.keys.push_back(io::sha256_hex(fmt::format("cell {}", c)));
  return plan;
}

CellResult result_of(const Plan& plan, std::uint64_t cell) {
  CellResult result{.cell = cell, .key = plan.keys[cell]};
  for (std::size_t o = 0; o < kOutputs; ++o) {
    OutputSums sums;
    for (std::uint32_t r = 0; r < kReplications; ++r)
      sums.sums.push_back(
          {static_cast<std::int64_t>(stable_hash(cell, o * 100 + r) % 1'000'000), 1'000'000});
    result.outputs.emplace_back(std::move(sums));
  }
  return result;
}

std::vector<CellResult> results_of(const Plan& plan) {
  std::vector<CellResult> results;
  for (std::uint64_t c = 0; c < plan.cells.size(); ++c) results.push_back(result_of(plan, c));
  return results;
}

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / fmt::format("stopover-bench-{}", getpid())) {
    fs::remove_all(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;
  [[nodiscard]] std::string name() const { return path_.string(); }

 private:
  fs::path path_;
};

// As a rank sends it and rank 0 reads it.
void message(benchmark::State& state) {
  const Plan plan = plan_of_cells(2);
  const CellResult result = result_of(plan, 1);
  for (auto _ : state) {
    const std::string bytes = results_file(std::span(&result, 1));
    benchmark::DoNotOptimize(read_results_file(bytes));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(message);

// So many finished cells at once: written, synced, renamed, logged.
void commit(benchmark::State& state) {
  const Plan plan = plan_of_cells(static_cast<std::uint64_t>(state.range(0)));
  const std::vector<CellResult> results = results_of(plan);
  const StoreHeader header = header_of(plan);
  for (auto _ : state) {
    state.PauseTiming();
    const Folder folder;
    StoreWriter store(folder.name(), header, {});
    state.ResumeTiming();
    store.commit(results);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(commit)->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond)->UseRealTime();

void read_back(benchmark::State& state) {
  const Plan plan = plan_of_cells(static_cast<std::uint64_t>(state.range(0)));
  const Folder folder;
  {
    StoreWriter store(folder.name(), header_of(plan), {});
    store.commit(results_of(plan));
  }
  for (auto _ : state) {
    StoreContents contents = read_header(folder.name());
    read_results(folder.name(), plan.keys, contents);
    benchmark::DoNotOptimize(results_hash(contents.id, contents.results));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(read_back)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
