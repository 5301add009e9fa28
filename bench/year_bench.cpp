// SPDX-License-Identifier: Apache-2.0
// Shanghai at full size, passenger by passenger: the stages of one day, and days as a stream. To
// reach: a day in 0.3 s of one core, a year in 2 minutes of two cores and 2 GB. Items are persons a
// second of processor time; the first argument is threads, one without. Nothing is learnt, and
// windows have no visits; a day swept alone is without rebooking and conditions of runs.
#include <string>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "models/scenario/load.hpp"
#include "models/simulation/run.hpp"

namespace stopover::simulation {
namespace {

World shanghai(int days) {
  FaultList faults;
  scenario::Scenario scenario =
      scenario::load(std::string(STOPOVER_SOURCE_DIR) + "/scenarios/shanghai/2024", faults)
          .scenario;
  scenario.mutable_horizon()->set_days(days);
  return compile(scenario, *tbb_executor(2), faults);
}

const World& short_world() {
  static const World compiled = shanghai(2);
  return compiled;
}

// What one simulated day needs.
struct Day {
  Assumptions assumptions = central(short_world());
  Departures departures{short_world()};
  std::uint16_t day = static_cast<std::uint16_t>(short_world().warmup_days);

  Day() {
    departures.slide(anchors_of_day(short_world(), short_world().demand_days()[day]),
                     *serial_executor());
  }
  [[nodiscard]] PlansOfReplication plans(Executor& executor) const {
    return make_plans({short_world(), departures, assumptions.behaviour, {1, 0}},
                      {day, static_cast<std::uint16_t>(day + 1)}, executor);
  }
};

const Day& day() {
  static const Day ready;
  return ready;
}

std::int64_t persons_of(const PlansOfReplication& plans) {
  std::int64_t persons = 0;
  for (const PlannedParty& party : plans.parties) persons += party.size;
  return persons;
}

void BM_DayPlanned(benchmark::State& state) {
  const auto executor = tbb_executor(static_cast<int>(state.range(0)));
  std::int64_t persons = 0;
  for (auto unused : state) persons += persons_of(day().plans(*executor));
  state.SetItemsProcessed(persons);
}
BENCHMARK(BM_DayPlanned)->Arg(1)->Arg(2)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

// A stream of one day: what it carries of the timetable and of others at desks is in it once.
void BM_DaySwept(benchmark::State& state) {
  const auto executor = serial_executor();
  const PlansOfReplication plans = day().plans(*executor);
  for (auto unused : state)
    benchmark::DoNotOptimize(
        flow::sweep(plans.flow, short_world().setting(1, 0), short_world().stages, *executor));
  state.SetItemsProcessed(state.iterations() * persons_of(plans));
}
BENCHMARK(BM_DaySwept)->Unit(benchmark::kMillisecond);

void BM_DayCounted(benchmark::State& state) {
  const auto executor = serial_executor();
  const PlansOfReplication plans = day().plans(*executor);
  const flow::Outcome outcome =
      flow::sweep(plans.flow, short_world().setting(1, 0), short_world().stages, *executor);
  for (auto unused : state) {
    Tally tally = empty_tally(short_world());
    add_parties(short_world(), day().assumptions, {plans, outcome, outcome.run_delay}, {1, 0},
                tally);
    benchmark::DoNotOptimize(tally);
  }
  state.SetItemsProcessed(state.iterations() * persons_of(plans));
}
BENCHMARK(BM_DayCounted)->Unit(benchmark::kMillisecond);

// So many threads and counted days, day by day; `megabytes` is the most that the program has held.
void BM_Streamed(benchmark::State& state) {
  const World world = shanghai(static_cast<int>(state.range(1)));
  const auto executor = tbb_executor(static_cast<int>(state.range(0)));
  std::int64_t persons = 0;
  for (auto unused : state)
    for (const Replication& r :
         run_replications(world, {.seed = 1, .replications = 1, .drawn = false}, *executor))
      persons += r.central.total(Count::kPersons);
  state.SetItemsProcessed(persons);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  state.counters["megabytes"] = static_cast<double>(used.ru_maxrss) / 1024;
}
BENCHMARK(BM_Streamed)
    ->Args({1, 14})
    ->Args({2, 14})
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stopover::simulation
