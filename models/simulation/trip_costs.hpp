// SPDX-License-Identifier: Apache-2.0
// How much harder or easier travelling is for the people of each market than in another scenario.
//
// By sample enumeration (enumeration.hpp): for each party all its alternatives in both scenarios,
// with what is expected there. The *composite cost* is the logsum of the alternatives in hours; the
// *cost of reference* what the alternatives of the base cost, in generalised hours weighted by how
// likely they are. A market's relative cost in the variant is
//
//   1 + (composite cost there - composite cost in the base) / cost of reference.
//
// Volumes follow from it by an elasticity (demand/volumes.hpp). Parties that one of the two does
// not serve at all are left out.
//
// What it is not: a fixed point. Those who travel more or less because of it do not change it.
//
// Determinism: the same for any executor. Cost: up to 128 choices a market and scenario.
#pragma once

#include <cstdint>

#include "engine/base/executor.hpp"
#include "models/demand/volumes.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

inline constexpr double kLeastRelativeCost = 0.1;  // no market becomes cheaper than that

struct TripCosts {
  demand::RelativeCosts base;  // by the base's markets: here 1, there the variant's
  demand::RelativeCosts variant;
};

// Markets are the same where their keys are. Both empty if the elasticity is 0, whatever the draw.
[[nodiscard]] TripCosts trip_costs(const World& base, const World& variant, std::uint64_t seed,
                                   Executor& executor);

}  // namespace stopover::simulation
