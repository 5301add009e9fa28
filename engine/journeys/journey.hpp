// SPDX-License-Identifier: Apache-2.0
// A journey through a Transit: what a person does, when, to get from one stop to another.
//
// A value: two searches that find the same journey give equal values. It says which trips, on which
// service day, from which call to which; names and local times are the reader's to look up.
//
// `depart` is when the origin is left, for a journey that starts on foot as late as the first ride
// allows; `arrive` is when the destination is reached. A vehicle that goes on as another trip is
// one boarding and several rides, of which the later say `stays_on`.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::journeys {

struct JourneyLeg {
  StopId from;
  StopId to;
  Instant depart{};
  Instant arrive{};
  TripId trip = TripId::none();  // none: on foot
  ServiceDay day{};
  std::uint32_t board = 0;   // call index in the trip's pattern
  std::uint32_t alight = 0;  // the same
  bool stays_on = false;
  [[nodiscard]] bool is_ride() const { return !trip.is_none(); }
  friend auto operator<=>(const JourneyLeg&, const JourneyLeg&) = default;
};

// The last leg of the vehicle that leg i is on, which may go on as other trips.
[[nodiscard]] inline std::size_t last_of_vehicle(std::span<const JourneyLeg> legs, std::size_t i) {
  while (i + 1 < legs.size() && legs[i + 1].is_ride() && legs[i + 1].stays_on) ++i;
  return i;
}

// What a journey is judged by: late departure, early arrival, few boardings.
struct JourneyPoint {
  Instant depart{};
  Instant arrive{};
  std::int32_t boardings = 0;
  friend auto operator<=>(const JourneyPoint&, const JourneyPoint&) = default;
};

struct Journey {
  JourneyPoint point;
  std::vector<JourneyLeg> legs;  // none: origin and destination are one stop
  friend auto operator<=>(const Journey&, const Journey&) = default;
};

// What is wrong with a journey, empty if nothing: each leg must start where and not before the last
// one ended, with change times and links kept, on trips that run.
[[nodiscard]] std::string fault_of(const Transit& transit, const Journey& journey);

}  // namespace stopover::journeys
