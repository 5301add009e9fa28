// SPDX-License-Identifier: Apache-2.0
// What windows are worth, with the sights of scenarios/shanghai: ways by the timetable, and windows
// of 4 to 24 hours as a run values them, and with ten times the search.
// Items are windows, or pairs of spots.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/check.hpp"
#include "models/scenario/load.hpp"
#include "models/simulation/world.hpp"
#include "models/visit/value.hpp"
#include "models/visit/window_values.hpp"
#include "models/visit/world_ways.hpp"

namespace stopover::visit {
namespace {

struct City {
  scenario::Scenario scenario;
  simulation::World world;
  SightBook book;
  Placement places;
  WaysQuestion question;
};

const City& city() {
  static const City kCity = [] {
    FaultList faults;
    City c;
    c.scenario =
        scenario::load(std::string(STOPOVER_SOURCE_DIR) + "/scenarios/shanghai/2024", faults)
            .scenario;
    c.world = simulation::compile(c.scenario, *tbb_executor(2), faults);
    c.book = sight_book(c.scenario);
    c.places = placement(c.book);
    for (const network::PlaceId id : ids_of(c.world.places))
      if (c.world.places[id].key == "pvg_t2i") c.question.from = c.question.to = id;
    STOPOVER_CHECK(!faults.has_errors() && !c.question.from.is_none(), "Shanghai compiles");
    const Instant midnight = c.world.zone.instant_at(c.world.first_day, Seconds(0));
    c.question.span = {midnight, midnight + hours(48)};
    return c;
  }();
  return kCity;
}

void BM_Ways(benchmark::State& state) {
  const auto executor = tbb_executor(static_cast<int>(state.range(0)));
  const City& c = city();
  for (auto unused : state)
    benchmark::DoNotOptimize(WorldWays(c.world, c.question, c.places.spots, *executor));
  const auto spots = static_cast<std::int64_t>(c.places.spots.size() + 2);
  state.SetItemsProcessed(state.iterations() * spots * spots);
}
BENCHMARK(BM_Ways)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

// Threads, steps of the search.
void BM_Windows(benchmark::State& state) {
  const auto executor = tbb_executor(static_cast<int>(state.range(0)));
  const City& c = city();
  const WorldWays ways(c.world, c.question, c.places.spots, *executor);
  const VisitCity seen{.book = c.book,
                       .placement = c.places,
                       .ways = ways.ways(),
                       .clock = {ways.zero(), c.world.zone},
                       .day = c.world.first_day,
                       .gate_closes = gate_closes(c.world, c.question.from)};
  std::vector<WindowClass> windows;
  for (const int arrival : simulation::VisitValues::kArrivals)
    for (const int length : simulation::VisitValues::kLengths)
      windows.push_back({.length = hours(length), .arrival = hours(arrival)});
  VisitQuestion taste;
  taste.purpose = "leisure";
  const ValueSettings settings{.itineraries = 1, .search = {.steps = state.range(1)}};
  for (auto unused : state)
    benchmark::DoNotOptimize(visit_values(seen, windows, taste, settings, *executor));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(windows.size()));
}
BENCHMARK(BM_Windows)
    ->Args({1, kWindowSteps})
    ->Args({2, kWindowSteps})
    ->Args({1, 10 * kWindowSteps})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stopover::visit
