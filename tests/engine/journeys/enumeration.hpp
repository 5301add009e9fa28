// SPDX-License-Identifier: Apache-2.0
// The slowest way to find journeys: to make all of them, one ride after another, and keep what none
// beats. For networks of a handful of trips; knows fares, walking and hub rules.
#pragma once

#include <vector>

#include "engine/journeys/multi_criteria.hpp"

namespace stopover::journeys::testing {

struct OfferPoint {
  JourneyPoint point;
  Fen fare{};
  Seconds walking{};
  friend auto operator<=>(const OfferPoint&, const OfferPoint&) = default;
};

[[nodiscard]] std::vector<OfferPoint> enumerate(const Transit& transit, HalfOpen<CivilDate> days,
                                                const HubRules& rules,
                                                const std::vector<Cancelled>& cancelled,
                                                const Request& request);

}  // namespace stopover::journeys::testing
