// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/stay_clock.hpp"

#include <cstddef>

#include "engine/base/check.hpp"

namespace stopover::journeys {

Instant StayClock::deadline(Instant entered) const {
  if (!midnight) return entered + limit;
  const CivilDate next = midnight->civil(entered).date.plus_days(1);
  return midnight->instant_at(next, Seconds(0)) + limit;
}

ClockState clock_after(const Transit& transit, const StayClock& clock,
                       std::span<const JourneyLeg> legs) {
  STOPOVER_CHECK(clock.inside.size() == transit.stops().size(), "a flag a stop");
  ClockState state;
  if (!legs.empty() && clock.inside[legs.front().from.value()]) state.deadline = clock.running;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const std::size_t first = i;
    if (legs[i].is_ride()) i = last_of_vehicle(legs, i);
    const bool from = clock.inside[legs[first].from.value()];
    const bool to = clock.inside[legs[i].to.value()];
    if (from && !to) {
      if (state.deadline && legs[first].depart > *state.deadline)
        state.fault = "leg " + std::to_string(first) + " leaves after the deadline";
      state.deadline.reset();
    }
    if (!from && to)
      state.deadline = clock.deadline(legs[first].is_ride() ? legs[i].arrive : legs[first].depart);
  }
  return state;
}

}  // namespace stopover::journeys
