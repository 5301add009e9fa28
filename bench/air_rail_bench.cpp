// SPDX-License-Identifier: Apache-2.0
// Must reach: on 1,300 flights and 1,500 trains a day, the 10
// best door-to-door alternatives with up to three connections for 2,400 pairs of cities, by
// departure, arrival, boardings and fare, under hub rules, in 10 s on one core. (MultiModX reports
// about 5 s a pair on 1,253 flights and 1,418 trains; not measured here.)
#include <algorithm>
#include <random>

#include <benchmark/benchmark.h>

#include "bench/air_rail.hpp"
#include "engine/journeys/choose.hpp"
#include "engine/journeys/multi_criteria.hpp"

namespace stopover::bench {
namespace {

constexpr int kPairs = 2'400;

void prepare(benchmark::State& state) {
  const AirRail country = AirRailMaker::make();
  const auto serial = serial_executor();
  for (auto _ : state) {
    const journeys::Window window(country.transit, country.transit.dates());
    const journeys::Bounds bounds(window, *serial);
    benchmark::DoNotOptimize(bounds.bytes());
  }
}
BENCHMARK(prepare)->Unit(benchmark::kMillisecond);

void ten_best(benchmark::State& state) {
  const AirRail country = AirRailMaker::make();
  const auto serial = serial_executor();
  const journeys::Window window(country.transit, country.transit.dates());
  const journeys::Bounds bounds(window, *serial);
  journeys::MultiCriteriaSearch search(window, bounds, country.rules);
  const Instant start = TimeZone::utc().instant_at(country.date, Seconds(0));
  std::mt19937_64 random(1);
  std::size_t found = 0;
  std::size_t offers = 0;
  std::size_t pairs = 0;
  for (auto _ : state) {
    const auto city = [&] { return country.cities[random() % country.cities.size()]; };
    journeys::Request request{city(), city(), {start + hours(5), start + hours(22)}};
    request.most_boardings = 4;
    request.by_fare = true;
    journeys::ChooseOptions options;
    options.wanted = start + hours(9);
    const auto all = search.profile(request);
    const auto ten = journeys::choose(all, options);
    offers += all.size();
    found += ten.size();
    ++pairs;
  }
  state.counters["pairs/s"] =
      benchmark::Counter(static_cast<double>(pairs), benchmark::Counter::kIsRate);
  state.counters["offers"] = static_cast<double>(offers) / static_cast<double>(pairs);
  state.counters["chosen"] = static_cast<double>(found) / static_cast<double>(pairs);
}
BENCHMARK(ten_best)->Iterations(kPairs)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stopover::bench
