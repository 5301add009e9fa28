// SPDX-License-Identifier: Apache-2.0
// Timetable search: loading, preparing, queries a second.
//
// Must reach, on one core: 1.36 M stop times loaded in 2 s and 200 MB; on a feed of about 450,000
// stop times, mean of 1,000 random queries: earliest arrival by boardings 80 µs, one to all 0.2 ms,
// profile of 2 h 0.5 ms, of 24 h 2 ms; a second thread worth 1.7.
//
// Networks: a generated city always; with STOPOVER_SHARED_DATA real feeds on their busiest dates
// (gtfs/<name>.zip), each with links inside stations only and with walks up to 400 m. Searched are
// three days, queries leave on the second. Stops are those served, times at random, seeds fixed.
#include <algorithm>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <malloc.h>

#include "bench/city_network.hpp"
#include "engine/base/check.hpp"
#include "engine/base/executor.hpp"
#include "engine/journeys/from_gtfs.hpp"
#include "engine/journeys/trip_based.hpp"
#include "tests/engine/journeys/feed_data.hpp"

namespace {

using namespace stopover;
using namespace stopover::journeys;

constexpr std::size_t kQueries = 1'000;

struct Source {
  std::string name;
  bool walking = false;
  std::int32_t side = bench::CityMaker::kUsualSide;  // of the generated city
  friend bool operator==(const Source&, const Source&) = default;
};

struct Dated {
  Transit transit;
  CivilDate date;  // that queries leave on
  TimeZone zone;
};

Dated make(const Source& source) {
  const auto path = testing::feed_path(source.name);
  if (!path)
    return {bench::CityMaker::make(source.walking, source.side),
            bench::CityMaker::dates().from.plus_days(1), TimeZone::utc()};
  const io::gtfs::Feed feed = testing::read_sound_feed(*path);
  GtfsOptions options;
  if (source.walking) options.walks = testing::walks_within(feed, 400);
  return {transit_of(feed, options), testing::busiest_date(feed), feed.zone};
}

HalfOpen<CivilDate> days_around(CivilDate date) {
  return {date.plus_days(-1), date.plus_days(2)};
}

struct Query {
  StopId from;
  StopId to;
  Instant depart{};
};

struct Loaded {
  explicit Loaded(const Source& source)
      : dated(make(source)), prepared(dated.transit, days_around(dated.date), *serial_executor()) {
    const std::vector<StopId> stops = testing::served_stops(prepared.window);
    std::mt19937_64 random(1);
    const auto any_stop = [&] { return stops[random() % stops.size()]; };
    for (std::size_t i = 0; i < kQueries; ++i) {
      const StopId from = any_stop();
      const StopId to = any_stop();
      const Seconds time(static_cast<std::int64_t>(random() % 86'400));
      queries.push_back({from, to, dated.zone.instant_at(ServiceDay(dated.date), time)});
    }
  }

  Dated dated;
  Prepared prepared;
  std::vector<Query> queries;
};

// Of one network at a time; benches of one come one after the other.
const Loaded& loaded(const Source& source) {
  static std::unique_ptr<Loaded> kept;
  static Source of;
  if (of != source) {
    kept.reset();
    kept = std::make_unique<Loaded>(source);
    of = source;
  }
  return *kept;
}

double memory_megabytes(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == field) {
      double kilobytes = 0;
      status >> kilobytes;
      return kilobytes / 1'000;
    }
  return 0;
}

// Feed and timetable, from the file. Memory: the peak above what was held before.
void load(benchmark::State& state, const Source& source) {
  double peak = 0;
  std::size_t stop_times = 0;
  for (auto _ : state) {
    state.PauseTiming();
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak starts anew
    const double before = memory_megabytes("VmRSS:");
    state.ResumeTiming();
    const Dated dated = make(source);
    peak = std::max(peak, memory_megabytes("VmHWM:") - before);
    stop_times = dated.transit.stop_time_count();
  }
  state.counters["peak_MB"] = peak;
  state.counters["stop_times"] = static_cast<double>(stop_times);
}

void prepare_window(benchmark::State& state, const Source& source) {
  const Dated& dated = loaded(source).dated;
  std::size_t events = 0;
  for (auto _ : state) {
    const Window window(dated.transit, days_around(dated.date));
    events = window.event_count();
  }
  state.counters["events"] = static_cast<double>(events);
}

void prepare_transfers(benchmark::State& state, const Source& source) {
  const Window& window = loaded(source).prepared.window;
  std::size_t kept = 0;
  for (auto _ : state) kept = find_transfers(window, *serial_executor()).all.size();
  state.counters["transfers"] = static_cast<double>(kept);
}

void prepare_bounds(benchmark::State& state, const Source& source) {
  const Window& window = loaded(source).prepared.window;
  std::size_t bytes = 0;
  for (auto _ : state) bytes = Bounds(window, *serial_executor()).bytes();
  state.counters["MB"] = static_cast<double>(bytes) / 1e6;
}

// What one search answers; the number of points keeps it from being optimised away.
template <class Ask>
void queries(benchmark::State& state, const Source& source, Ask ask) {
  const Loaded& l = loaded(source);
  TripBasedSearch search(l.prepared);
  std::size_t next = 0;
  std::size_t found = 0;
  for (auto _ : state) {
    found += ask(search, l.queries[next]);
    next = (next + 1) % kQueries;
  }
  state.counters["found"] =
      benchmark::Counter(static_cast<double>(found), benchmark::Counter::kAvgIterations);
  state.SetItemsProcessed(state.iterations());
}

std::size_t ask_earliest(TripBasedSearch& search, const Query& q) {
  return search.earliest_points(q.from, q.to, q.depart).size();
}

std::size_t ask_all(TripBasedSearch& search, const Query& q) {
  return search.to_all_table(q.from, q.depart).size();
}

template <int Hours>
std::size_t ask_profile(TripBasedSearch& search, const Query& q) {
  return search.profile_points(q.from, q.to, {q.depart, q.depart + hours(Hours)}).size();
}

std::size_t ask_all_2h(TripBasedSearch& search, const Query& q) {
  std::size_t points = 0;
  for (const auto& there : search.profile_to_all(q.from, {q.depart, q.depart + hours(2)}))
    points += there.size();
  return points;
}

std::size_t ask_journeys(TripBasedSearch& search, const Query& q) {
  return search.profile(q.from, q.to, {q.depart, q.depart + hours(24)}).size();
}

// All queries as 2 h profiles, one searcher a thread.
void batch(benchmark::State& state, const Source& source) {
  const Loaded& l = loaded(source);
  const auto threads = static_cast<std::size_t>(state.range(0));
  const auto executor = thread_executor(static_cast<int>(threads));
  std::vector<TripBasedSearch> searches;
  for (std::size_t i = 0; i < threads; ++i) searches.emplace_back(l.prepared);
  std::vector<std::size_t> found(threads * 64);  // far apart in memory
  for (auto _ : state)
    executor->run(threads, [&](std::size_t i) {
      for (std::size_t k = i; k < kQueries; k += threads)
        found[i * 64] += ask_profile<2>(searches[i], l.queries[k]);
    });
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kQueries));
}

void add_queries(const std::string& name, const Source& source) {
  using Run = std::size_t (*)(TripBasedSearch&, const Query&);
  struct Kind {
    const char* name;
    Run run;
    std::int64_t times;
  };
  for (const Kind& kind :
       {Kind{"earliest", ask_earliest, 10 * kQueries}, Kind{"to_all", ask_all, kQueries},
        Kind{"profile_2h", ask_profile<2>, kQueries},
        Kind{"profile_24h", ask_profile<24>, kQueries},
        Kind{"profile_24h_with_legs", ask_journeys, kQueries},
        Kind{"to_all_2h", ask_all_2h, kQueries / 10}})
    benchmark::RegisterBenchmark(
        (name + kind.name).c_str(),
        [source, run = kind.run](benchmark::State& state) { queries(state, source, run); })
        ->Unit(benchmark::kMicrosecond)
        ->Iterations(kind.times);
}

void add_network(const Source& source) {
  const std::string name = fmt::format("{}/{}/", source.name, source.walking ? "400m" : "stations");
  const auto add = [&](const char* what, void (*run)(benchmark::State&, const Source&)) {
    return benchmark::RegisterBenchmark(
        (name + what).c_str(), [source, run](benchmark::State& state) { run(state, source); });
  };
  if (!source.walking) add("load", load)->Unit(benchmark::kMillisecond);
  add("window", prepare_window)->Unit(benchmark::kMillisecond);
  add("transfers", prepare_transfers)->Unit(benchmark::kMillisecond);
  add("bounds", prepare_bounds)->Unit(benchmark::kMillisecond);
  add_queries(name, source);
  add("batch_2h", batch)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);
}

// Cities of about a quarter, half, twice the connections: how queries grow with them.
void add_sizes() {
  for (const std::int32_t side : {16, 23, 32, 45}) {
    const Source source{"city", false, side};
    const std::string name = fmt::format("city_of_{}/", side);
    benchmark::RegisterBenchmark((name + "window").c_str(), [source](benchmark::State& state) {
      prepare_window(state, source);
    })->Unit(benchmark::kMillisecond);
    add_queries(name, source);
  }
}

bool add_networks() {
  for (const char* name : {"city", "nyc_subway", "hart_tampa", "perf_merged_1p36M"})
    for (const bool walking : {false, true})
      if (std::string(name) == "city" || testing::feed_path(name)) add_network({name, walking});
  add_sizes();
  return true;
}

[[maybe_unused]] const bool kAdded = add_networks();

}  // namespace
