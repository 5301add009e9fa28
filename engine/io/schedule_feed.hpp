// SPDX-License-Identifier: Apache-2.0
// Flight schedules and tables of trains as GTFS feeds, so that what serves feeds serves them.
//
//   FaultList faults;
//   const flights::Schedule schedule = flights::read_flights("flights.csv", faults);
//   const gtfs::ScheduleFeed made = gtfs::feed_of(schedule, {first, first.plus_days(7)});
//   use(made.feed, made.seats);
//
// What it is not: a way to write GTFS files. Only what a timetable needs is there: no positions,
// fares or transfers.
//
// A flight is a route of type 1100, named by its number, of an agency named by its airline; a train
// one of type 2, of none. Airports and stations are stops, keyed by code or name. With
// `Terminals::kApart` those of an SSIM file are stops of their own, "PVG/T2", inside the airport. A
// flight's service days are those of UTC, on which it leaves its first airport: so times are right
// on both sides of a change of clocks, at either end. It is a trip for each set of times in UTC. A
// train's days are those of the railway's zone.
// Left out: codeshares of flights that are in the schedule; of SSIM, legs that sell no seats to the
// public (service types other than J, S, Q, G, B and R: cargo, mail, charter, positioning, surface
// vehicles). The legs of an itinerary that stay and follow each other are one trip.
// Clocks of an SSIM file are offsets: an airport has the zone "Etc/GMT-8" of its only whole-hour
// offset, else UTC. That is for showing times; the instants are right.
//
// Units: `days` are service days. Shapes: `seats` as the feed's trips; 0 is not stated.
// Cost: time and memory grow with flights × days. Errors: none for what was read without.
#pragma once

#include <cstdint>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "engine/io/flight_table.hpp"
#include "engine/io/gtfs.hpp"
#include "engine/io/rail_table.hpp"
#include "engine/io/ssim.hpp"

namespace stopover::io::gtfs {

struct ScheduleFeed {
  Feed feed;
  Table<TripId, Places> seats;
};

enum class Terminals : std::uint8_t { kTogether, kApart };

[[nodiscard]] ScheduleFeed feed_of(const ssim::Schedule& schedule, HalfOpen<CivilDate> days,
                                   Terminals terminals = Terminals::kTogether);
[[nodiscard]] ScheduleFeed feed_of(const flights::Schedule& schedule, HalfOpen<CivilDate> days);
[[nodiscard]] ScheduleFeed feed_of(const rail::Timetable& trains, TimeZone zone,
                                   HalfOpen<CivilDate> days);

// From the first to the last day that is stated; empty if none is. Open ends do not count.
[[nodiscard]] HalfOpen<CivilDate> stated_days(const ssim::Schedule& schedule);
[[nodiscard]] HalfOpen<CivilDate> stated_days(const flights::Schedule& schedule);
[[nodiscard]] HalfOpen<CivilDate> stated_days(const rail::Timetable& trains);

}  // namespace stopover::io::gtfs
