// SPDX-License-Identifier: Apache-2.0
// A year of calls at the ports of Shanghai on one core: below 10 s, whatever the fleet.
//
//   Year/2024  the timetable of 2024, about 210 calls
//   Year/2017  the fleet of the greatest year, 629 calls made, as many as 6 million movements would
//              take: twice the goal
#include <benchmark/benchmark.h>

#include "engine/base/check.hpp"
#include "models/cruise/limits.hpp"
#include "models/cruise/year.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/validate.hpp"

namespace stopover {
namespace {

const scenario::LoadedScenario& shanghai() {
  static const scenario::LoadedScenario kLoaded = [] {
    FaultList faults;
    auto loaded = scenario::load(STOPOVER_SOURCE_DIR "/scenarios/shanghai/2024", faults);
    scenario::validate(loaded, faults);
    STOPOVER_CHECK(!faults.has_errors(), "the scenario is sound");
    return loaded;
  }();
  return kLoaded;
}

HalfOpen<CivilDate> calendar_year(std::int64_t year) {
  return {CivilDate::from_ymd(static_cast<int>(year), 1, 1).value(),
          CivilDate::from_ymd(static_cast<int>(year) + 1, 1, 1).value()};
}

void Year(benchmark::State& state) {
  const cruise::PortBook book = cruise::port_book(shanghai().scenario);
  const auto span = calendar_year(state.range(0));
  const auto calls = cruise::planned_calls(book, shanghai().scenario.elements(), span);
  const auto executor = serial_executor();
  std::int64_t passengers = 0;
  for (auto _ : state) {
    const auto reps = cruise::simulate_year(book, calls, span, {.seed = 1}, *executor);
    passengers = reps[0].totals.passengers;
  }
  state.counters["calls"] = static_cast<double>(calls.size());
  state.counters["passengers"] = static_cast<double>(passengers);
}
BENCHMARK(Year)->Arg(2024)->Arg(2017)->Unit(benchmark::kMillisecond);

void LimitsOfThePort(benchmark::State& state) {
  const cruise::PortBook book = cruise::port_book(shanghai().scenario);
  const auto span = calendar_year(2024);
  const auto calls = cruise::planned_calls(book, shanghai().scenario.elements(), span);
  const auto executor = serial_executor();
  for (auto _ : state) benchmark::DoNotOptimize(cruise::limits(book, calls, span, 1, *executor));
}
BENCHMARK(LimitsOfThePort)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stopover
