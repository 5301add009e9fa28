// SPDX-License-Identifier: Apache-2.0
// A flight schedule as one CSV table: a row a flight, from its first airport to its last.
// docs/formats/flight-schedule.md.
//
//   FaultList faults;
//   const flights::Schedule schedule = flights::read_flights("flights.csv", faults);
//   for (const flights::Flight& flight : schedule.flights)
//     if (flights::operates(flight, day)) use(flights::departure(flight, day));
//
// What it is not: the table of a scenario (docs/formats/flights.md), whose rows are groups of
// flights between places, with fares and delays. Legs one by one: ssim.hpp.
//
// Units: times are local at each end, after 00:00 of the day of departure there; an arrival may
// pass 24 h or, over the date line, lie before 0. Nothing is inferred: an arrival on another day
// says so ("06:55+1"). Zones are names of the tz database, so daylight saving is right.
// Shapes: rows in file order; `operated_by` is the position of the row that flies a codeshare.
//
// Errors: nothing throws but EnvironmentError (no such path). Faults have E-CSV-…, E-GZIP-… codes
// or E-FLT-…, W-FLT-… (flight_rules.cpp); a row with a fault is left out, but a codeshare whose
// flight does not fit stays, without `operated_by`. A schedule read with errors must not be used.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "engine/io/ssim.hpp"

namespace stopover::io::flights {

using ssim::FlightName;

struct FlightEnd {
  std::string airport;  // of three letters
  TimeZone zone = TimeZone::utc();
  Seconds time{};
};

struct Flight {
  FlightName name;
  FlightEnd origin;
  FlightEnd destination;
  std::optional<CivilDate> valid_from;   // of departure days; absent: unbounded
  std::optional<CivilDate> valid_until;  // the first day no more
  std::uint8_t weekdays = 0x7F;          // of departure; bit 0 is Monday
  Places seats{};                        // 0: not stated
  int stops = 0;                         // in between, inside the block time
  std::optional<FlightName> operated_as;
  std::optional<std::uint32_t> operated_by;  // flies on all days of this one; absent: itself
  int line = 0;
};

struct Schedule {
  std::vector<Flight> flights;
};

[[nodiscard]] bool operates(const Flight& flight, CivilDate day);
[[nodiscard]] Instant departure(const Flight& flight, CivilDate day);
[[nodiscard]] Instant arrival(const Flight& flight, CivilDate day);  // `day` of departure

[[nodiscard]] Schedule parse_flights(std::string bytes, const std::string& file, FaultList& faults);
// A path that ends in ".gz" is unpacked.
[[nodiscard]] Schedule read_flights(const std::string& path, FaultList& faults);

}  // namespace stopover::io::flights
