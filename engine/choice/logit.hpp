// SPDX-License-Identifier: Apache-2.0
// Multinomial logit over alternatives that are given as utilities (McFadden 1974).
//
// `choose` takes the alternative with the greatest utility plus Gumbel error. The errors come from
// the caller, keyed by the identity of party and alternative, so that adding an alternative leaves
// the others' luck (common random numbers) and shares over many parties are the logit shares.
// `probabilities` and `logsum` are the closed forms, for checks and expected values.
//
// What it is not: an estimator, nor a nested model.
// Units: utilities without unit. Unavailable alternatives have utility -infinity.
// Errors: NaN is a bug; a set without any available alternative gives nullopt / -infinity.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/check.hpp"

namespace stopover::choice {

constexpr double kUnavailable = -std::numeric_limits<double>::infinity();

// Index of the greatest sum; ties go to the lower index.
[[nodiscard]] inline std::optional<std::size_t> choose(std::span<const double> utility,
                                                       std::span<const double> error) {
  STOPOVER_CHECK(utility.size() == error.size(), "one error per alternative");
  std::optional<std::size_t> best;
  double best_value = kUnavailable;
  for (std::size_t i = 0; i < utility.size(); ++i) {
    const double value = utility[i] + error[i];
    STOPOVER_CHECK(!std::isnan(value), "utilities are numbers");
    if (value > best_value) {
      best_value = value;
      best = i;
    }
  }
  return best;
}

// ln sum exp(utility), stable for large utilities.
[[nodiscard]] double logsum(std::span<const double> utility);

// Sums to 1 unless nothing is available (then all 0).
[[nodiscard]] std::vector<double> probabilities(std::span<const double> utility);

}  // namespace stopover::choice
