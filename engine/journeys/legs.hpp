// SPDX-License-Identifier: Apache-2.0
// Private to engine/journeys: the legs of a journey from the segments that a search left behind.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/journeys/journey.hpp"
#include "engine/journeys/trip_scan.hpp"
#include "engine/journeys/window.hpp"

namespace stopover::journeys::detail {

// The walk from door to door; empty from a stop to itself.
[[nodiscard]] std::vector<JourneyLeg> walk_of(const Window& window, StopId from, StopId to,
                                              const JourneyPoint& point);

// With the walk before the first ride, which ends as it departs, and after the last.
[[nodiscard]] std::vector<JourneyLeg> legs_of(const Window& window,
                                              const std::vector<Segment>& segments,
                                              const Found& found, StopId from, StopId to);

}  // namespace stopover::journeys::detail
