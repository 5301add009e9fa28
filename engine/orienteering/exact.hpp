// SPDX-License-Identifier: Apache-2.0
// The best solution of a small problem, proved: dynamic programming over sets of sites.
//
// For each route and set of sites, the orders that no other order of the same set and last site
// beats in time and in what its ways use; then the best division of the sites among the routes, for
// every choice of options. Travel that depends on the departure is exact too, because it is FIFO.
//
// What it is not: for large problems. Cost: 3^n for several routes, 2^n n² for each, times the
// number of choices of options. More sites than the limits below are a bug.
// Sources: Bellman 1962, Held and Karp 1962; Feillet et al. 2004 (dominance by time and resources).
#pragma once

#include <optional>

#include "engine/orienteering/problem.hpp"

namespace stopover::orienteering {

inline constexpr std::size_t kMaxExactSites = 14;
inline constexpr std::size_t kMaxExactSitesOfOneRoute = 18;  // about a second and 200 MB

// Nothing when not even empty routes can be carried out, and no others.
[[nodiscard]] std::optional<Solution> solve_exactly(const Problem& problem);

}  // namespace stopover::orienteering
