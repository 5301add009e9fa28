// SPDX-License-Identifier: Apache-2.0
// The interval that covers simulation error and what the drawn figures of an estimate do to it.
//
// Its squared standard error is the simulation's plus the mean square, over replications, of the
// effect that drawing the figures has under the same luck; half-width by Student's t. Where
// drawing changes nothing it is the simulation's interval.
//
// Units: those of the estimate. nullopt: no standard error, or fewer than two effects.
#pragma once

#include <optional>
#include <span>

#include "engine/stats/estimate.hpp"

namespace stopover::stats {

// An effect is nullopt where a replication says nothing of it.
[[nodiscard]] std::optional<Interval> total_interval(
    const Estimate& simulation, std::span<const std::optional<double>> effects);

}  // namespace stopover::stats
