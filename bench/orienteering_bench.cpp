// SPDX-License-Identifier: Apache-2.0
// Visits inside stay windows, on a made-up city of 60 sights and 3 hotels. Must reach: 1,000 stay
// windows in 60 s on two cores; three itineraries that differ in 300 ms; travel by departure is
// looked up, so timed problems may take more.
#include <algorithm>
#include <cmath>

#include <benchmark/benchmark.h>

#include "engine/orienteering/alternatives.hpp"
#include "engine/orienteering/bound.hpp"
#include "engine/orienteering/search.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::orienteering {
namespace {

constexpr std::size_t kSights = 60;
constexpr std::size_t kHotels = 3;
constexpr std::size_t kPlaces = kSights + kHotels + 1;  // the last one is the airport
constexpr Tick kHour = 3600;
constexpr Tick kDay = 24 * kHour;

class City {
 public:
  City() : luck_({.seed = 1, .purpose = random::purpose("orienteering.bench")}) {
    for (std::size_t i = 0; i < kPlaces; ++i) {
      x_.push_back(random::uniform(luck_, 0, 20));
      y_.push_back(random::uniform(luck_, 0, 20));
    }
    x_.back() = 45;
    for (std::size_t i = 0; i < kSights; ++i) {
      open_.push_back(draw(8, 10) * kHour);
      close_.push_back(draw(16, 21) * kHour);
      duration_.push_back(draw(2, 12) * kHour / 4);
      score_.push_back(draw(5, 100));
      price_.push_back(draw(0, 150));
    }
  }

  // Kilometres at 20 an hour and ten minutes; by departure: half as long again at 8:00 and 18:00.
  [[nodiscard]] TravelTimes travel(bool timed) const {
    std::vector<Tick> matrix;
    TravelProfiles profiles;
    profiles.places = kPlaces;
    profiles.first.push_back(0);
    for (std::size_t i = 0; i < kPlaces; ++i)
      for (std::size_t j = 0; j < kPlaces; ++j) {
        const double way = std::hypot(x_[i] - x_[j], y_[i] - y_[j]) * 180;
        matrix.push_back(i == j ? 0 : 600 + static_cast<Tick>(way));
        for (Tick t = 0; t <= 4 * kDay; t += kHour / 4) {
          const Tick hour = t % kDay / kHour;
          const bool busy = hour == 8 || hour == 18;
          const Tick arrival = t + (i == j ? 0 : matrix.back() * (busy ? 3 : 2) / 2);
          const bool first = profiles.points.size() == profiles.first.back();
          profiles.points.push_back(
              {t, first ? arrival : std::max(arrival, profiles.points.back().arrival)});
        }
        profiles.first.push_back(static_cast<std::uint32_t>(profiles.points.size()));
      }
    return timed ? TravelTimes::by_departure(std::move(profiles))
                 : TravelTimes::constant(kPlaces, std::move(matrix));
  }

  // Lands at `from`, leaves at `until`; sights from 8:00 to 21:00 each day.
  [[nodiscard]] Spec window(const TravelTimes& travel, Tick from, Tick until) const {
    Spec spec;
    spec.travel.push_back(travel);
    spec.terminals.push_back({{{.place = kPlaces - 1}}});
    for (Tick day = from / kDay; day <= until / kDay; ++day) {
      const Tick earliest = std::max(from, day * kDay + 8 * kHour);
      const Tick deadline = std::min(until, day * kDay + 21 * kHour);
      if (deadline - earliest < 4 * kHour) continue;
      const std::size_t last = spec.terminals.size() - 1;
      spec.routes.push_back(
          {.start = last, .end = last + 1, .earliest = earliest, .deadline = deadline});
      Terminal night;
      for (std::size_t h = 0; h < kHotels; ++h)
        night.options.push_back(
            {.place = kSights + h, .uses = {300 + 100 * static_cast<std::int64_t>(h)}});
      spec.terminals.push_back(night);
    }
    spec.routes.back().end = 0;
    spec.terminals.pop_back();
    spec.resources.push_back({.capacity = 1500});
    for (std::size_t i = 0; i < kSights; ++i) {
      std::vector<std::vector<Window>> windows;
      for (const Route& route : spec.routes) {
        const Tick midnight = route.earliest / kDay * kDay;
        windows.push_back({{midnight + open_[i], midnight + close_[i] - duration_[i]}});
      }
      spec.sites.push_back({.place = i,
                            .duration = duration_[i],
                            .score = score_[i],
                            .windows = std::move(windows),
                            .uses = {price_[i]}});
    }
    return spec;
  }

 private:
  std::int32_t draw(std::int32_t low, std::int32_t high) {
    return static_cast<std::int32_t>(random::between(luck_, low, high));
  }
  random::Stream luck_;
  std::vector<double> x_{};
  std::vector<double> y_{};
  std::vector<Tick> open_{};
  std::vector<Tick> close_{};
  std::vector<Tick> duration_{};
  std::vector<std::int32_t> score_{};
  std::vector<std::int32_t> price_{};
};

// Argument 0: days; 1: travel by departure.
void steps(benchmark::State& state) {
  const City city;
  const Problem problem(city.window(city.travel(state.range(1) != 0), 9 * kHour,
                                    static_cast<Tick>(state.range(0) - 1) * kDay + 20 * kHour));
  const auto executor = serial_executor();
  constexpr std::int64_t kSteps = 2000;
  std::int64_t score = 0;
  for (auto _ : state) score = solve(problem, {.steps = kSteps}, *executor)->best.score;
  state.SetItemsProcessed(state.iterations() * kSteps);
  state.counters["score"] = static_cast<double>(score);
  state.counters["bound"] = static_cast<double>(score_bound(problem));
}
BENCHMARK(steps)->ArgsProduct({{1, 2, 3}, {0, 1}})->Unit(benchmark::kMillisecond);

// One traveller waits: three itineraries of two days, travel by departure.
void three_itineraries(benchmark::State& state) {
  const City city;
  const Problem problem(city.window(city.travel(true), 9 * kHour, kDay + 20 * kHour));
  const auto executor = serial_executor();
  for (auto _ : state)
    benchmark::DoNotOptimize(solve_apart(problem, {}, {.steps = 2000}, *executor));
}
BENCHMARK(three_itineraries)->Unit(benchmark::kMillisecond);

// 1,000 stay windows of 8 to 72 hours at two threads, 2,000 steps each, travel by departure.
void thousand_windows(benchmark::State& state) {
  const City city;
  const TravelTimes travel = city.travel(true);
  const auto outer = tbb_executor(2);
  std::vector<std::int64_t> scores(1000);
  for (auto _ : state)
    outer->run(scores.size(), [&](std::size_t i) {
      const auto inner = serial_executor();
      const Tick from = (6 + static_cast<Tick>(i % 10)) * kHour;
      const Tick until = from + (8 + static_cast<Tick>(i / 10 % 65)) * kHour;
      const Spec spec = city.window(travel, from, until);
      const auto result = solve(Problem(spec), {.steps = 2000}, *inner);
      scores[i] = result ? result->best.score : 0;
    });
  std::int64_t sum = 0;
  for (const std::int64_t s : scores) sum += s;
  state.counters["mean score"] = static_cast<double>(sum) / 1000;
}
BENCHMARK(thousand_windows)->Unit(benchmark::kSecond)->UseRealTime()->MeasureProcessCPUTime();

}  // namespace
}  // namespace stopover::orienteering
