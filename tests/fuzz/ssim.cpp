// SPDX-License-Identifier: Apache-2.0
// Flight schedules: nothing crashes, and itineraries keep what ssim.hpp promises, even beside
// faulty records.
#include "engine/io/ssim.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/check.hpp"

namespace {

using namespace stopover;
using namespace stopover::io;

void check_itinerary(std::span<const ssim::FlightLeg> legs) {
  STOPOVER_CHECK(!legs.empty(), "an itinerary has a leg");
  const CivilDate day = legs.front().period.first;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const ssim::FlightLeg& leg = legs[i];
    const Instant departs = ssim::instant_of(leg.origin, day);
    STOPOVER_CHECK(departs < ssim::instant_of(leg.destination, day), "a leg takes time");
    STOPOVER_CHECK(leg.weekdays != 0 && leg.weekdays <= 0x7F, "a leg has days of operation");
    STOPOVER_CHECK(!leg.period.last || leg.period.first <= *leg.period.last,
                   "a period does not end before it begins");
    if (i == 0) continue;
    STOPOVER_CHECK(leg.origin.airport == legs[i - 1].destination.airport, "legs join");
    STOPOVER_CHECK(leg.sequence == legs[i - 1].sequence + 1, "legs are in order");
    STOPOVER_CHECK(ssim::instant_of(legs[i - 1].destination, day) <= departs,
                   "a leg leaves after the one before arrives");
    STOPOVER_CHECK(ssim::operates(leg, day) == ssim::operates(legs.front(), day),
                   "legs run on the same days");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FaultList faults;
  const ssim::Schedule schedule =
      ssim::parse_schedule({reinterpret_cast<const char*>(data), size}, "fuzz.ssim", faults);
  (void)faults.text();
  std::size_t legs = 0;
  for (const ssim::Itinerary& itinerary : schedule.itineraries) {
    STOPOVER_CHECK(itinerary.first_leg == legs, "itineraries share no legs and leave none out");
    check_itinerary(schedule.legs_of(itinerary));
    legs += itinerary.legs;
  }
  STOPOVER_CHECK(legs == schedule.legs.size(), "each leg is in an itinerary");
  return 0;
}
