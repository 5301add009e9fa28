// SPDX-License-Identifier: Apache-2.0
// A feed's busiest date as a plain GTFS folder that any journey planner reads the same way, and
// this engine's answers on it: stations as stops, 180 s to change there, no walks, no blocks.
//
//   plain_feed FEED.zip FOLDER COUNT
//
// Writes into FOLDER (which is there) the six tables and queries.csv: from, to, departs, arrives
// (seconds of the service day; empty: no way), of COUNT random pairs of stops between 06:00 and
// 20:00, seed 1; prints the mean processor time of a query. other-planner.mjs asks another planner
// the same.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/base/executor.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/journeys/from_gtfs.hpp"
#include "engine/journeys/trip_based.hpp"
#include "tests/engine/journeys/feed_data.hpp"

namespace {

using namespace stopover;
using namespace stopover::journeys;
namespace gtfs = io::gtfs;

struct Query {
  StopId from;
  StopId to;
  std::int32_t departs = 0;
};

std::string clock(std::int32_t t) {
  return fmt::format("{:02}:{:02}:{:02}", t / 3600, t / 60 % 60, t % 60);
}

gtfs::StopId station_of(const gtfs::Feed& feed, gtfs::StopId stop) {
  while (!feed.stops[stop].parent.is_none()) stop = feed.stops[stop].parent;
  return stop;
}

void write_plain(const gtfs::Feed& feed, CivilDate date, const std::string& folder) {
  std::string day = date.text();
  std::erase(day, '-');
  std::ofstream(folder + "/agency.txt")
      << "agency_id,agency_name,agency_url,agency_timezone\na,A,https://example.org/,"
      << feed.zone.name() << "\n";
  std::ofstream(folder + "/calendar.txt")
      << "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
      << "d,1,1,1,1,1,1,1," << day << "," << day << "\n";
  std::ofstream routes(folder + "/routes.txt");
  std::ofstream trips(folder + "/trips.txt");
  std::ofstream times(folder + "/stop_times.txt");
  routes << "route_id,agency_id,route_short_name,route_type\n";
  for (const gtfs::RouteId route : ids_of(feed.routes))
    routes << "r" << route.value() << ",a,R" << route.value() << ",3\n";
  trips << "route_id,service_id,trip_id\n";
  times << "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";
  std::set<gtfs::StopId> used;
  for (const gtfs::TripId trip : ids_of(feed.trips)) {
    if (!feed.calendars[feed.trips[trip].calendar].runs_on(ServiceDay(date))) continue;
    if (!feed.frequencies_of(trip).empty()) continue;
    trips << "r" << feed.trips[trip].route.value() << ",d,t" << trip.value() << "\n";
    int sequence = 0;
    for (const gtfs::StopTime& time : feed.stop_times_of(trip)) {
      const gtfs::StopId stop = station_of(feed, time.stop);
      used.insert(stop);
      times << "t" << trip.value() << "," << clock(time.arrive) << "," << clock(time.depart) << ",s"
            << stop.value() << "," << ++sequence << "\n";
    }
  }
  std::ofstream stops(folder + "/stops.txt");
  std::ofstream transfers(folder + "/transfers.txt");
  stops << "stop_id,stop_name,stop_lat,stop_lon\n";
  transfers << "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n";
  for (const gtfs::StopId stop : used) {
    const Position at = feed.stops[stop].position.value_or(Position{});
    stops << fmt::format("s{0},S{0},{1:.6f},{2:.6f}\n", stop.value(), at.lat, at.lon);
    transfers << fmt::format("s{0},s{0},2,180\n", stop.value());
  }
}

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void answer(const std::string& folder, CivilDate date, std::size_t count) {
  const gtfs::Feed feed = testing::read_sound_feed(folder);
  const Transit transit = transit_of(feed);
  const double before = processor_seconds();
  const Prepared prepared(transit, {date, date.plus_days(1)}, *serial_executor());
  const double prepare = processor_seconds() - before;
  const std::vector<StopId> stops = testing::served_stops(prepared.window);
  STOPOVER_CHECK(stops.size() >= 2, "a query needs two served stops");
  std::mt19937_64 random(1);
  std::vector<Query> queries;
  while (queries.size() < count) {
    const StopId from = stops[random() % stops.size()];
    const StopId to = stops[random() % stops.size()];
    const auto departs = static_cast<std::int32_t>(6 * 3'600 + random() % (14 * 3'600));
    if (from != to) queries.push_back({from, to, departs});
  }
  const Instant zero = feed.zone.instant_at(ServiceDay(date), Seconds(0));
  TripBasedSearch search(prepared);
  std::vector<std::optional<Instant>> arrives(count);
  const double start = processor_seconds();
  for (std::size_t i = 0; i < count; ++i) {
    const Query& q = queries[i];
    for (const JourneyPoint& point :
         search.earliest_points(q.from, q.to, zero + Seconds(q.departs)))
      arrives[i] = arrives[i] ? std::min(*arrives[i], point.arrive) : point.arrive;
  }
  const double took = processor_seconds() - start;
  std::ofstream out(folder + "/queries.csv");
  out << "from,to,departs,arrives\n";
  for (std::size_t i = 0; i < count; ++i) {
    const Query& q = queries[i];
    out << transit.stops()[q.from].key << "," << transit.stops()[q.to].key << "," << q.departs
        << ",";
    if (arrives[i]) out << (*arrives[i] - zero).count();
    out << "\n";
  }
  fmt::print("{} stop times, {} stops; prepared in {:.2f} s, {:.1f} µs a query\n",
             transit.stop_time_count(), stops.size(), prepare,
             took / static_cast<double>(count) * 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::int64_t kMostQueries = 10'000'000;
  const auto count = argc == 4 ? io::parse_integer(argv[3]) : std::nullopt;
  if (!count || *count < 1 || *count > kMostQueries) {
    fmt::print(stderr, "plain_feed FEED.zip FOLDER COUNT, COUNT from 1 to {}\n", kMostQueries);
    return 2;
  }
  const gtfs::Feed feed = testing::read_sound_feed(argv[1]);
  const CivilDate date = testing::busiest_date(feed);
  write_plain(feed, date, argv[2]);
  answer(argv[2], date, static_cast<std::size_t>(*count));
  fmt::print("date {}\n", date.text());
  return 0;
}
