// SPDX-License-Identifier: Apache-2.0
// A GTFS feed (General Transit Feed Specification, Schedule) as plain tables with strong ids.
//
//   FaultList faults;
//   const gtfs::Feed feed = gtfs::read_feed("gtfs.zip", faults);
//   if (!faults.has_errors())
//     for (const gtfs::TripId trip : ids_of(feed.trips)) use(feed.stop_times_of(trip));
//
// Read: agency, stops, routes, trips, stop_times, calendar, calendar_dates (either alone),
// frequencies, transfers, pathways, levels, fare_attributes, fare_rules and feed_info, from a
// folder or a zip; the feed may lie in one sub-folder of it.
// Not read, with a warning that says so: fares version 2, flexible services.
// Not read, silently (`Feed::not_read` names them): shapes, translations, attributions; nor head
// signs and accessibility.
//
// Units: service times are seconds after noon minus 12 h of the service day in `zone`, and may pass
// 24 h and 48 h; coordinates are WGS-84 degrees. Shapes: a trip's stop times are contiguous, in
// order of stop_sequence, at least two; times never decrease along a trip. Blank times are filled
// in between the timed stops around them: by shape_dist_traveled where all of them have it and
// it grows, otherwise in equal steps; whole seconds, rounded down.
//
// Errors: nothing throws but EnvironmentError (no such path, read error). Faults have E-CSV-…,
// E-IO-…, E-ZIP-… codes or those of gtfs_rules.cpp.
//   structural  no feed, a missing file or column, unreadable text, a wrong time zone: the feed is
//               refused, and tables that depend on the missing one are not checked.
//   by row      the row is left out, and with it each trip that needs it. Up to
//               `ReadOptions::bad_row_share` of a table's rows may be left out: they are then
//               warnings (W-GTFS-050 names the rule) with a total (W-GTFS-051). Beyond that they
//               are errors, and so is the table (E-GTFS-005). Transfers, pathways, levels, fares
//               and feed_info, which the timetable does not need, are then left out as a whole
//               (W-GTFS-052).
// A feed read with errors must not be used. One read without has only sound trips.
//
// Method: gtfs.org/schedule/reference, revision of 2024-08.
// Cost: 16 bytes a stop time kept; at the peak the unpacked text of stop_times.txt and 40 bytes a
// stop time more.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/position.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "engine/io/gtfs_fares.hpp"
#include "engine/io/gtfs_ids.hpp"
#include "engine/io/gtfs_stations.hpp"

namespace stopover::io::gtfs {

struct Agency {
  std::string key;  // "" if the feed's only agency has none
  std::string name;
};

enum class StopKind : std::uint8_t { kPlatform, kStation, kEntrance, kNode, kBoardingArea };

struct Stop {
  std::string key;
  std::string name;
  std::optional<Position> position;  // absent: a node or boarding area without its own
  StopKind kind = StopKind::kPlatform;
  StopId parent = StopId::none();   // station of a platform, platform of a boarding area
  TimeZone zone = TimeZone::utc();  // of its clocks: its station's, else its own, else the feed's
  FareZoneId fare_zone = FareZoneId::none();
  LevelId level = LevelId::none();
};

struct Route {
  std::string key;
  std::string short_name;
  std::string long_name;
  int type = 0;  // 0 … 12 or extended, 100 … 1799
  AgencyId agency = AgencyId::none();
};

// A service_id: the days on which trips run.
struct Calendar {
  std::string key;
  HalfOpen<CivilDate> span;        // of the weekly pattern; empty if only dates are listed
  std::uint8_t weekdays = 0;       // bit 0 is Monday
  std::vector<CivilDate> added;    // ascending
  std::vector<CivilDate> removed;  // ascending

  [[nodiscard]] bool runs_on(ServiceDay day) const;
};

struct Trip {
  std::string key;
  RouteId route;
  CalendarId calendar;
  std::uint32_t first_stop_time = 0;
  std::uint32_t stop_time_count = 0;
  BlockId block = BlockId::none();
};

struct StopTime {
  StopId stop;
  std::int32_t arrive = 0;  // seconds of service time
  std::int32_t depart = 0;
  bool pick_up = true;   // passengers may board
  bool set_down = true;  // passengers may leave
  friend bool operator==(const StopTime&, const StopTime&) = default;
};
static_assert(sizeof(StopTime) == 16, "a city's stop times stay in memory");

// The trip runs at `from`, `from` + headway, … before `until`, counted at its first stop; its own
// times are only a pattern.
struct Frequency {
  TripId trip;
  HalfOpen<Seconds> span;
  Seconds headway{};   // > 0
  bool exact = false;  // published times rather than a typical headway
};

struct FeedInfo {
  std::string publisher;
  std::string version;
  std::optional<CivilDate> start;  // first and last day that the feed speaks for
  std::optional<CivilDate> end;
};

struct Feed {
  TimeZone zone = TimeZone::utc();
  std::optional<FeedInfo> info;
  Table<AgencyId, Agency> agencies;
  Table<StopId, Stop> stops;
  Table<RouteId, Route> routes;
  Table<CalendarId, Calendar> calendars;
  Table<TripId, Trip> trips;           // in the order of trips.txt
  std::vector<StopTime> stop_times;    // by trip
  std::vector<Frequency> frequencies;  // by trip, then time
  Table<BlockId, Block> blocks;
  std::vector<Through> throughs;  // by `from`, then departure of `to`
  std::vector<Transfer> transfers;
  Table<LevelId, Level> levels;
  std::vector<Pathway> pathways;
  Table<FareZoneId, std::string> fare_zones;  // zone_id
  Table<FareId, Fare> fares;
  std::vector<std::string> not_read;  // files of the feed that nothing here reads, sorted

  [[nodiscard]] std::span<const StopTime> stop_times_of(TripId trip) const;
  [[nodiscard]] std::span<const Frequency> frequencies_of(TripId trip) const;
};

struct ReadOptions {
  // Between a slip in a large file (one row in a thousand) and a wrong export (one in twenty).
  double bad_row_share = 0.005;
};

// A folder or a zip.
[[nodiscard]] Feed read_feed(const std::string& path, FaultList& faults,
                             const ReadOptions& options = {});

}  // namespace stopover::io::gtfs
