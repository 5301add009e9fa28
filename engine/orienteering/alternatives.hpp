// SPDX-License-Identifier: Apache-2.0
// Several solutions that differ in their sites, best first.
//
// Each one after the first is the best found that leaves out at least `apart` of the sites of every
// earlier one. Sites with a priority are not counted: who must see something sees it in all of
// them. The condition is a resource of the problem, so it holds exactly.
//
// What it is not: a sample of near-optimal solutions; how much the later ones lose is in their
// scores.
//
// Cost: a search each. Same bytes, stopping and errors: search.hpp.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/orienteering/search.hpp"

namespace stopover::orienteering {

struct Apart {
  std::size_t solutions = 3;  // at most; fewer when no other is feasible or has a score
  std::size_t apart = 2;      // sites of an earlier one left out, or all of them when it has fewer
  std::vector<char> counted{};  // by site: 0 leaves it out of account; empty: all are counted
};

[[nodiscard]] std::vector<SearchResult> solve_apart(const Problem& problem, const Apart& apart,
                                                    const SearchOptions& options,
                                                    Executor& executor);

}  // namespace stopover::orienteering
