// SPDX-License-Identifier: Apache-2.0
// Choice models: estimation on a survey-like sample that the bench draws itself (the size of
// Swissmetro: 6,768 choices of three alternatives, four parameters), and the inner loop of mixed
// logit. One thread.
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/executor.hpp"
#include "engine/choice/estimate.hpp"
#include "engine/choice/mixed_kernel.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::choice {
namespace {

Expression read(const std::string& text) {
  return parse_expression(text).expression;
}

constexpr int kChoices = 6768;

// Times and costs of three ways, chosen by a logit with tastes for time that differ.
Table survey() {
  Table table{.file = "survey.csv"};
  const std::vector<std::string> names{"t1", "c1", "t2", "c2", "t3", "c3", "car", "choice"};
  for (const std::string& name : names) {
    table.names.emplace(name, table.columns.size());
    table.columns.emplace_back();
  }
  for (std::uint64_t n = 0; n < kChoices; ++n) {
    random::Stream luck({.seed = 7, .entity = n, .purpose = random::purpose("survey")});
    std::vector<double> row;
    for (int j = 0; j < 3; ++j) {
      row.push_back(0.5 + 2 * random::unit(luck));
      row.push_back(0.2 + random::unit(luck));
    }
    const bool car = random::unit(luck) < 0.83;
    const double taste = -2.2 + 1.6 * random::normal_quantile(random::open_unit(luck));
    int best = 0;
    double greatest = -1e300;
    const std::vector<double> constant{-0.4, 0, 0.15};
    for (int j = 0; j < (car ? 3 : 2); ++j) {
      const auto k = static_cast<std::size_t>(j);
      const double gumbel = -std::log(-std::log(random::open_unit(luck)));
      const double value = constant[k] + taste * row[2 * k] - 1.3 * row[2 * k + 1] + gumbel;
      if (value > greatest) {
        greatest = value;
        best = j + 1;
      }
    }
    row.push_back(car ? 1 : 0);
    row.push_back(best);
    for (std::size_t c = 0; c < row.size(); ++c) table.columns[c].push_back(row[c]);
    table.lines.push_back(static_cast<int>(n) + 2);
  }
  return table;
}

ModelSpec logit() {
  ModelSpec spec{.name = "bench"};
  for (const char* name : {"a1", "a3", "time", "cost"}) spec.parameters.push_back({.name = name});
  spec.alternatives = {{.name = "one", .code = 1, .utility = read("a1 + time * t1 + cost * c1")},
                       {.name = "two", .code = 2, .utility = read("time * t2 + cost * c2")},
                       {.name = "three",
                        .code = 3,
                        .available = read("car"),
                        .utility = read("a3 + time * t3 + cost * c3")}};
  return spec;
}

ModelSpec nested() {
  ModelSpec spec = logit();
  spec.parameters.push_back({.name = "mu", .start = 1.1, .lower = 1, .upper = 10});
  spec.nests = {
      {.name = "n", .scale = read("mu"), .members = {{.name = "one"}, {.name = "three"}}}};
  return spec;
}

ModelSpec cross_nested() {
  ModelSpec spec = logit();
  spec.parameters.push_back({.name = "mu1", .start = 1.1, .lower = 1, .upper = 10});
  spec.parameters.push_back({.name = "mu2", .start = 1.1, .lower = 1, .upper = 10});
  spec.parameters.push_back({.name = "a", .start = 0.5, .lower = 0.01, .upper = 0.99});
  spec.nests = {{.name = "n1",
                 .scale = read("mu1"),
                 .members = {{.name = "one", .share = read("a")}, {.name = "three"}}},
                {.name = "n2",
                 .scale = read("mu2"),
                 .members = {{.name = "one", .share = read("1 - a")}, {.name = "two"}}}};
  return spec;
}

ModelSpec mixed() {
  ModelSpec spec = logit();
  spec.parameters.push_back({.name = "spread", .start = 1});
  spec.random = {
      {.name = "taste", .mean = "time", .loads = {{.draw_of = "taste", .spread = "spread"}}}};
  for (Alternative& alternative : spec.alternatives)
    alternative.utility = alternative.utility.with({{"time", read("taste")}});
  return spec;
}

Problem problem(const ModelSpec& spec) {
  FaultList faults;
  Problem result = build(spec, {.choice = "choice"}, survey(), {}, faults);
  STOPOVER_CHECK(!faults.has_errors(), "the bench's own model");
  return result;
}

void run(benchmark::State& state, const ModelSpec& spec, const EstimateOptions& options) {
  const Problem ready = problem(spec);
  const auto executor = serial_executor();
  int evaluations = 0;
  for (auto _ : state) {
    FaultList faults;
    const Estimate result = estimate(ready, options, {}, faults, *executor);
    evaluations = result.maximum.evaluations;
    benchmark::DoNotOptimize(result.maximum.value);
  }
  state.counters["evaluations"] = evaluations;
}

void estimate_logit(benchmark::State& state) {
  run(state, logit(), {});
}
BENCHMARK(estimate_logit)->Unit(benchmark::kMillisecond);

void estimate_nested(benchmark::State& state) {
  run(state, nested(), {});
}
BENCHMARK(estimate_nested)->Unit(benchmark::kMillisecond);

void estimate_cross_nested(benchmark::State& state) {
  run(state, cross_nested(), {});
}
BENCHMARK(estimate_cross_nested)->Unit(benchmark::kMillisecond);

// Long data of the size of the airline itineraries: 105 sets of 57 rows, 17 columns, counts.
void estimate_long(benchmark::State& state) {
  constexpr int kSets = 105;
  constexpr int kRows = 57;
  constexpr int kColumns = 17;
  Table table{.file = "itineraries.csv"};
  const auto column = [&table](const std::string& name) -> std::vector<double>& {
    table.names.emplace(name, table.columns.size());
    return table.columns.emplace_back();
  };
  std::vector<double> value(kSets * kRows, 0.0);
  ModelSpec spec{.name = "bench"};
  std::string utility = "0";
  for (int k = 0; k < kColumns; ++k) {
    const std::string name = "x" + std::to_string(k);
    spec.parameters.push_back({.name = "b" + name});
    utility += " + b" + name + " * " + name;
    std::vector<double>& cells = column(name);
    for (std::size_t r = 0; r < value.size(); ++r) {
      const std::uint64_t entity = r * kColumns + static_cast<std::size_t>(k);
      random::Stream luck({.seed = 9, .entity = entity, .purpose = random::purpose("long")});
      cells.push_back(random::unit(luck));
      value[r] += (k % 2 == 0 ? 0.8 : -0.5) * cells.back();
    }
  }
  for (std::size_t r = 0; r < value.size(); ++r) table.lines.push_back(static_cast<int>(r) + 2);
  std::vector<double>& set = column("set");
  for (std::size_t r = 0; r < value.size(); ++r) set.push_back(static_cast<double>(r / kRows));
  std::vector<double>& times = column("times");
  for (const double v : value) times.push_back(std::floor(10 * std::exp(v)));
  spec.alternatives = {{.name = "row", .utility = read(utility)}};
  FaultList faults;
  const Problem ready =
      build(spec, {.long_form = true, .choice = "times", .case_id = "set"}, table, {}, faults);
  STOPOVER_CHECK(!faults.has_errors(), "the bench's own model");
  const auto executor = serial_executor();
  for (auto _ : state)
    benchmark::DoNotOptimize(estimate(ready, {}, {}, faults, *executor).maximum.value);
}
BENCHMARK(estimate_long)->Unit(benchmark::kMillisecond);

// A normal mixture: draws kept (2,000) and made anew at each use (20,000).
void estimate_mixed(benchmark::State& state) {
  run(state, mixed(), {.draws = {.number = static_cast<std::size_t>(state.range(0))}});
}
BENCHMARK(estimate_mixed)->Arg(500)->Arg(2000)->Unit(benchmark::kMillisecond)->Iterations(1);

// Likelihood and gradient: choices x draws a second.
void mixed_gradient(benchmark::State& state) {
  const Problem ready = problem(mixed());
  const auto draws = static_cast<std::size_t>(state.range(0));
  const auto likelihood = make_likelihood(ready, {.number = draws});
  const auto executor = serial_executor();
  estimation::Vector theta(5);
  theta << -0.4, 0.1, -2.2, -1.3, 1.6;
  for (auto _ : state)
    benchmark::DoNotOptimize(
        total(*likelihood, theta, {}, estimation::Want::kGradient, *executor).value);
  state.counters["choice_draws"] =
      benchmark::Counter(static_cast<double>(kChoices) * static_cast<double>(draws),
                         benchmark::Counter::kIsIterationInvariantRate);
  state.SetLabel(mixed_kernel().name);
}
BENCHMARK(mixed_gradient)->Arg(500)->Arg(2000)->Arg(10000)->Unit(benchmark::kMillisecond);

void make_draws(benchmark::State& state) {
  const Problem ready = problem(mixed());
  for (auto _ : state) benchmark::DoNotOptimize(make_likelihood(ready, {.number = 2000}));
}
BENCHMARK(make_draws)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stopover::choice
