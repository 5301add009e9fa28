// SPDX-License-Identifier: Apache-2.0
// The main job's parts on the Shanghai scenario: compiling the world, planning, sweeping, counting.
// Items are pairs of places, parties, or persons simulated; one thread unless the name says
// threads.
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "models/scenario/load.hpp"
#include "models/simulation/asked.hpp"
#include "models/simulation/run.hpp"

namespace stopover::simulation {
namespace {

constexpr double kSample = 0.1;  // of the parties: enough to fill caches as a whole day does

const scenario::Scenario& shanghai() {
  static const scenario::Scenario scenario = [] {
    FaultList faults;
    return scenario::load(std::string(STOPOVER_SOURCE_DIR) + "/scenarios/shanghai/2024", faults)
        .scenario;
  }();
  return scenario;
}

const World& world() {
  static const World compiled = [] {
    FaultList faults;
    World w = compile(shanghai(), *tbb_executor(2), faults);
    w.sample = kSample;
    return w;
  }();
  return compiled;
}

const Departures& departures() {
  static const Departures whole = whole_departures(world(), *tbb_executor(2));
  return whole;
}

PlansOfReplication plans_with(const Behaviour& behaviour) {
  return make_plans({world(), departures(), behaviour, {1, 0}});
}

void BM_Compile(benchmark::State& state) {
  const auto executor = tbb_executor(static_cast<int>(state.range(0)));
  std::size_t pairs = 0;
  for (auto unused : state) {
    FaultList faults;
    const World w = compile(shanghai(), *executor, faults);
    pairs += w.alternatives.pairs.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(pairs));
}
BENCHMARK(BM_Compile)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

void BM_Plans(benchmark::State& state) {
  const Behaviour behaviour = behaviour_of(world().parameters);
  std::size_t parties = 0;
  for (auto unused : state) {
    const PlansOfReplication plans = plans_with(behaviour);
    parties += plans.parties.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(parties));
}
BENCHMARK(BM_Plans)->Unit(benchmark::kMillisecond);

void BM_Sweep(benchmark::State& state) {
  const PlansOfReplication plans = plans_with(behaviour_of(world().parameters));
  const auto executor = serial_executor();
  for (auto unused : state)
    benchmark::DoNotOptimize(
        flow::sweep(plans.flow, world().setting(1, 0), world().stages, *executor));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(plans.parties.size()));
}
BENCHMARK(BM_Sweep)->Unit(benchmark::kMillisecond);

void BM_Tally(benchmark::State& state) {
  const Assumptions assumptions = central(world());
  const PlansOfReplication plans = plans_with(assumptions.behaviour);
  const auto executor = serial_executor();
  const flow::Outcome outcome =
      flow::sweep(plans.flow, world().setting(1, 0), world().stages, *executor);
  for (auto unused : state)
    benchmark::DoNotOptimize(tally(world(), assumptions, plans, outcome, {1, 0}));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(plans.parties.size()));
}
BENCHMARK(BM_Tally)->Unit(benchmark::kMillisecond);

// The whole way, persons travelled a second.
void BM_Replications(benchmark::State& state) {
  const auto executor = tbb_executor(static_cast<int>(state.range(0)));
  std::int64_t persons = 0;
  for (auto unused : state)
    for (const Replication& r :
         run_replications(world(), {.seed = 1, .replications = 4, .drawn = false}, *executor))
      persons += r.central.total(Count::kPersons);
  state.SetItemsProcessed(persons);
}
BENCHMARK(BM_Replications)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

// Shares, elasticities and worth of time of one replication: 8 parties of each market on 3 days.
void BM_Ask(benchmark::State& state) {
  const auto executor = tbb_executor(static_cast<int>(state.range(0)));
  for (auto unused : state)
    benchmark::DoNotOptimize(
        ask(world(), {.seed = 1, .replications = 1, .drawn = false}, *executor));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(world().demand.markets.size() * 8 * 3));
}
BENCHMARK(BM_Ask)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stopover::simulation
