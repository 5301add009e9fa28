// SPDX-License-Identifier: Apache-2.0
// A timetable of trains as a pair of CSV tables, as published for Chinese railways: train codes
// that run in several versions by date, clock times without days. docs/formats/rail.md.
//
//   FaultList faults;
//   const rail::Timetable trains = rail::read_timetable(rail::files_in("hsr_20160310"), faults);
//   for (const rail::Trip& trip : trains.trips)
//     if (rail::runs_on(trip, day)) use(trains.stop_times_of(trip));
//
// Units: times are seconds after 00:00 of the date on which the train leaves its first station, in
// the one zone of the railway; they never go back and may pass 24 h. A clock time that goes back
// means the next day, if no more than 12 h lie between; one written out past 24:00 never does.
// Shapes: a trip's stop times are contiguous, in order of their sequence numbers, at least two;
// numbers may leave gaps; a trip may call twice at a station; `open` says whether tickets are sold
// from and to it.
//
// Errors: nothing throws but EnvironmentError (no such path). Faults have E-CSV-…, E-GZIP-… codes
// or E-RAIL-…, W-RAIL-… (rail_rules.cpp); a trip with a fault is left out. A timetable read with
// errors must not be used.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"

namespace stopover::io::rail {

using StationId = Id<struct RailStationTag>;

struct ClassSeats {
  std::string name;  // "二等座"
  Places seats{};
};

struct Trip {
  std::string key;                       // of the version: unique
  std::string train;                     // "G1", "D7101/D7104"; versions share it
  std::string kind;                      // "高速", or ""
  bool every_day = false;                // within the days below
  std::optional<CivilDate> valid_from;   // absent: unbounded
  std::optional<CivilDate> valid_until;  // the first day no more
  std::vector<CivilDate> dates;          // ascending; without `every_day`
  std::vector<ClassSeats> seats;         // by name; empty: not stated
  std::uint32_t first_stop_time = 0;
  std::uint32_t stop_time_count = 0;
  int line = 0;
};

struct StopTime {
  StationId station;
  std::int32_t sequence = 0;
  Seconds arrive{};
  Seconds depart{};
  bool open = true;
};

struct Timetable {
  Table<StationId, std::string> stations;  // names, in order of first call
  std::vector<Trip> trips;
  std::vector<StopTime> stop_times;

  [[nodiscard]] std::span<const StopTime> stop_times_of(const Trip& trip) const {
    return std::span(stop_times).subspan(trip.first_stop_time, trip.stop_time_count);
  }
};

[[nodiscard]] bool runs_on(const Trip& trip, CivilDate day);

// Paths; one that ends in ".gz" is unpacked. No `seats`: "".
struct Files {
  std::string trips;
  std::string stop_times;
  std::string seats = {};
};
// trips.csv, stop_times.csv and, if it is there, seats.csv of a folder, or the same with ".gz".
[[nodiscard]] Files files_in(const std::string& folder);

[[nodiscard]] Timetable read_timetable(const Files& files, FaultList& faults);

}  // namespace stopover::io::rail
