// SPDX-License-Identifier: Apache-2.0
// A score that no solution exceeds, in the time of sorting the sites.
//
// The least of: the scores of the sites that can be reached at all; for the time of all routes and
// for each resource, the best fractional filling. A visit takes its duration and half of the
// shortest way in and of the shortest way out. Priorities are left aside: it bounds the score also
// of solutions without them.
//
// What it is not: tight. Where windows bind it is far above the best.
// Source: Dantzig 1957 (fractional knapsack); Leifer and Rosenwein 1994 (bounds of this kind).
#pragma once

#include <cstdint>

#include "engine/orienteering/problem.hpp"

namespace stopover::orienteering {

[[nodiscard]] std::int64_t score_bound(const Problem& problem);

}  // namespace stopover::orienteering
