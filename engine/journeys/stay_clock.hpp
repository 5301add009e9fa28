// SPDX-License-Identifier: Apache-2.0
// A clock that runs while a journey is inside an area: the hours of a transit visa.
//
// Who enters has until a deadline to leave again. One enters with a ride boarded outside, when one
// leaves it inside, and leaves with a ride boarded inside and left outside, when it departs; a link
// across the border does either when it begins. A vehicle that goes on as another trip is one ride;
// one that only passes through the area enters nothing. A journey may end inside. Who begins inside
// is under no clock, unless one is `running`. A new entry begins anew.
//
// What it is not: a rule of who may enter (models/policy), or of how often.
//
// Units: instants, seconds. Shapes: `inside` has a flag a stop. Errors: another size is a bug.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "engine/journeys/journey.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::journeys {

struct StayClock {
  std::vector<bool> inside;  // by stop
  Seconds limit{};
  // Counted from the first midnight after the entry, by this zone's clock; none: from the entry.
  std::optional<TimeZone> midnight{};
  // For who begins inside under a clock: its deadline.
  std::optional<Instant> running{};

  [[nodiscard]] Instant deadline(Instant entered) const;
};

struct ClockState {
  std::optional<Instant> deadline;  // still running at the end of the legs
  std::string fault;                // empty: none
};

// Of a journey's legs, leg by leg: what searches are held against.
[[nodiscard]] ClockState clock_after(const Transit& transit, const StayClock& clock,
                                     std::span<const JourneyLeg> legs);

}  // namespace stopover::journeys
