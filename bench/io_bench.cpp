// SPDX-License-Identifier: Apache-2.0
// Reading tables and feeds: bytes and rows a second, from memory and from a folder.
//
// Must reach: 100 MB/s for a table of mixed columns and a million stop times a second for a feed,
// since a city's feed has one to five million and a scenario is read at each run.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/gtfs.hpp"

namespace {

using namespace stopover;
using namespace stopover::io;

std::string table_text(std::size_t rows) {
  std::string text = "id,name,lon,at,fare_yuan,count\n";
  for (std::size_t i = 0; i < rows; ++i)
    text += fmt::format("stop_{},\"Name, of {}\",121.{:06},{:02}:{:02}:00,{}.50,{}\n", i, i,
                        stable_hash(i) % 1'000'000, i % 30, i % 60, i % 100, i);
  return text;
}

void csv_read(benchmark::State& state) {
  const std::string text = table_text(100'000);
  const CsvSpec spec{.columns = {{.name = "id", .type = IdField{}},
                                 {.name = "name", .type = TextField{}},
                                 {.name = "lon", .type = DecimalField{.min = -180, .max = 180}},
                                 {.name = "at", .type = ServiceTimeField{}},
                                 {.name = "fare_yuan", .type = MoneyField{}},
                                 {.name = "count", .type = IntegerField{}}},
                     .key = {"id"}};
  for (auto _ : state) {
    FaultList faults;
    const CsvTable table = read_csv(text, "bench.csv", spec, faults);
    STOPOVER_CHECK(!faults.has_errors() && table.size() == 100'000, "the table is sound");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.SetItemsProcessed(state.iterations() * 100'000);
}
BENCHMARK(csv_read)->Unit(benchmark::kMillisecond);

constexpr std::size_t kStops = 200;
constexpr std::size_t kTrips = 5000;
constexpr std::size_t kCalls = 40;

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// A feed of 200,000 stop times, every other time blank.
std::filesystem::path feed_folder() {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("stopover-io-bench-{}", getpid());
  std::filesystem::create_directories(folder);
  write(folder / "agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone\na,A,u,Asia/Tokyo\n");
  write(folder / "routes.txt", "route_id,route_short_name,route_type\nr,R,3\n");
  write(folder / "calendar.txt",
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "d,1,1,1,1,1,1,1,20240101,20241231\n");
  std::string stops = "stop_id,stop_name,stop_lat,stop_lon\n";
  for (std::size_t i = 0; i < kStops; ++i)
    stops += fmt::format("s{},Stop {},35.{},139.{}\n", i, i, i, i);
  write(folder / "stops.txt", stops);
  std::string trips = "route_id,service_id,trip_id\n";
  std::string times = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";
  for (std::size_t t = 0; t < kTrips; ++t) {
    trips += fmt::format("r,d,trip_{}\n", t);
    for (std::size_t k = 0; k < kCalls; ++k) {
      const std::size_t minute = t % 1200 + 2 * k;
      const bool blank = k % 2 == 1 && k + 1 < kCalls;
      const std::string at = blank ? "" : fmt::format("{:02}:{:02}:00", minute / 60, minute % 60);
      times += fmt::format("trip_{},{},{},s{},{}\n", t, at, at, (t + k) % kStops, k);
    }
  }
  write(folder / "trips.txt", trips);
  write(folder / "stop_times.txt", times);
  return folder;
}

void gtfs_read(benchmark::State& state) {
  const std::filesystem::path folder = feed_folder();
  for (auto _ : state) {
    FaultList faults;
    const gtfs::Feed feed = gtfs::read_feed(folder.string(), faults);
    STOPOVER_CHECK(!faults.has_errors() && feed.stop_times.size() == kTrips * kCalls,
                   "the feed is sound");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kTrips * kCalls));
  std::filesystem::remove_all(folder);
}
BENCHMARK(gtfs_read)->Unit(benchmark::kMillisecond);

}  // namespace
