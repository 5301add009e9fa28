// SPDX-License-Identifier: Apache-2.0
// How many times the volume of a market travels, against the persons_per_day that are written.
//
//   volume = range of the segment × (generalised cost / generalised cost of reference)^elasticity
//
// The range is drawn for total intervals: triangular with its mode at 1, one draw a segment and
// replication, so that the markets of a segment go up and down together (their figures come from
// one statistic, split). The second factor makes trips where travelling became easier than in the
// scenario that a scenario is compared with, and takes them away where it became harder: a constant
// elasticity to the composite cost of all alternatives (Ortúzar & Willumsen 2011, Modelling
// Transport, 4th ed., chapter 4; the composite cost is the logsum, Williams 1977). Without a
// comparison it is 1: what is written is what was counted under the services that are written.
//
// `there` is the volume of the same market, with the same draws, in the other scenario. Parties of
// a market and day are a sequence that a volume cuts off (demand.hpp), so those beyond the lesser
// of the two volumes travel in one scenario only.
//
// Units: none. Errors: costs are positive and ranges within 0 < low <= 1 <= high (validated); a
// violation here is a bug.
#pragma once

#include <optional>

#include "engine/base/ids.hpp"
#include "models/demand/demand.hpp"

namespace stopover::demand {

// Generalised cost of a market's journeys, relative to the scenario of reference.
struct RelativeCost {
  double here = 1;
  double there = 1;
  friend bool operator==(const RelativeCost&, const RelativeCost&) = default;
};
using RelativeCosts = Table<MarketId, RelativeCost>;  // empty: 1

struct Volume {
  double here = 1;
  double there = 1;
  friend bool operator==(const Volume&, const Volume&) = default;
};
using Volumes = Table<MarketId, Volume>;  // empty: 1

// `luck`: drawn from the ranges; none: as written.
[[nodiscard]] Volumes volumes(const Demand& demand, const RelativeCosts& costs, double elasticity,
                              std::optional<Luck> luck);

[[nodiscard]] inline Volume volume_of(const Volumes& volumes, MarketId market) {
  return volumes.empty() ? Volume{} : volumes[market];
}

}  // namespace stopover::demand
