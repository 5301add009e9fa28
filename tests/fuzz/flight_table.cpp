// SPDX-License-Identifier: Apache-2.0
// Tables of flights: nothing crashes, and each flight that is kept has what flight_table.hpp
// promises.
#include "engine/io/flight_table.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/check.hpp"

namespace {

using namespace stopover;
using namespace stopover::io;

void check_flight(const flights::Schedule& schedule, const flights::Flight& flight) {
  constexpr Seconds kLongest = hours(26);
  const CivilDate day = flight.valid_from.value_or(CivilDate(19'737));
  const Seconds block = flights::arrival(flight, day) - flights::departure(flight, day);
  STOPOVER_CHECK(block > Seconds(0) && block <= kLongest, "a flight arrives within 26 hours");
  STOPOVER_CHECK(flight.origin.airport != flight.destination.airport, "a flight goes elsewhere");
  STOPOVER_CHECK(!flight.valid_from || !flights::operates(flight, day.plus_days(-1)),
                 "no flight before its validity");
  if (!flight.operated_by) return;
  STOPOVER_CHECK(flight.operated_as && *flight.operated_by < schedule.flights.size(),
                 "an operating flight is there");
  const flights::Flight& operating = schedule.flights[*flight.operated_by];
  STOPOVER_CHECK(!operating.operated_as && operating.name == *flight.operated_as,
                 "an operating flight flies itself");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FaultList faults;
  const flights::Schedule schedule = flights::parse_flights(
      std::string(reinterpret_cast<const char*>(data), size), "fuzz.csv", faults);
  (void)faults.text();
  for (const flights::Flight& flight : schedule.flights) check_flight(schedule, flight);
  return 0;
}
