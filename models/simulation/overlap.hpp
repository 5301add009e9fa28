// SPDX-License-Identifier: Apache-2.0
// How much a journey shares with others of its pair: path size (Ben-Akiva & Bierlaire 1999).
//
//   PS_i = sum over the parts a of journey i of (l_a / L_i) / N_a
//
// A part is a ride between two successive stops of a line, or a road; l_a is its planned time, L_i
// their sum, N_a how many journeys of the pair have it. ln PS is 0 for a journey that shares
// nothing and -ln n for each of n equal ones. Lines count, not runs: two departures of a flight are
// one journey.
//
// Units: none. Cost: once per pair, linear in its parts.
#pragma once

#include <vector>

#include "models/simulation/alternatives.hpp"

namespace stopover::simulation {

// ln PS of each of the journeys of a pair, in their order.
[[nodiscard]] std::vector<double> ln_path_sizes(const World& world,
                                                const std::vector<Journey>& journeys);

}  // namespace stopover::simulation
