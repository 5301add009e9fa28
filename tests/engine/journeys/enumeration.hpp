// SPDX-License-Identifier: Apache-2.0
// The slowest way to find journeys: to make all of them, one ride after another, and keep what none
// beats. For networks of a handful of trips; knows fares, walking, hub rules and stay clocks.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/journeys/multi_criteria.hpp"

namespace stopover::journeys::testing {

// Of a clock that does not run: later than any.
inline constexpr Instant kNoDeadline(std::int64_t{1} << 40);

struct OfferPoint {
  JourneyPoint point;
  Fen fare{};
  Seconds walking{};
  // If it counts what binds who goes on: the deadline of a stay clock, and what was left.
  Instant deadline{};
  std::vector<LeftBehind> left{};
  friend auto operator<=>(const OfferPoint&, const OfferPoint&) = default;
};

[[nodiscard]] std::vector<OfferPoint> enumerate(const Transit& transit, HalfOpen<CivilDate> days,
                                                const HubRules& rules,
                                                const std::vector<Cancelled>& cancelled,
                                                const Request& request);

}  // namespace stopover::journeys::testing
