// SPDX-License-Identifier: Apache-2.0
// The difference between a variant and its base, replication by replication.
//
// Both scenarios run with common random numbers: replication i of one and of the other meet the
// same luck. So the difference d_i = variant_i - base_i is estimated from the d_i (paired t; Law
// 2015, section 10.2.1), not from two separate intervals, and noise that both share cancels. For
// ratios d_i is the difference of the replications' jackknife or delta values (ratio.hpp), which
// keeps the correlation between all four sums.
//
// What it is not: a test of many comparisons at once (multiple.hpp), nor of the total uncertainty.
// Gross shifts between alternatives depend on the coupling; net changes carry the headline.
//
// Equal differences in all replications have zero variance: then the interval has width zero, there
// is no t statistic, and p is 0 for a difference other than zero and 1 for zero.
// One replication: no interval, no p, not distinguishable. Errors: spans of different lengths or
// empty ones are bugs.
#pragma once

#include <optional>
#include <span>

#include "engine/stats/estimate.hpp"
#include "engine/stats/ratio.hpp"

namespace stopover::stats {

struct PairedDifference {
  Estimate base;
  Estimate variant;
  Estimate difference;  // variant - base
  std::optional<double> t_statistic;
  std::optional<double> p_value;  // two-sided, of "no difference"
  // Of base and variant across replications; what common random numbers achieved. nullopt: one of
  // them does not vary.
  std::optional<double> correlation;
  // Replications that independent runs would need, over those that paired ones need: (var base +
  // var variant) / var difference. Above 1 pairing helped. nullopt: the differences do not vary.
  std::optional<double> variance_reduction;
  bool distinguishable = false;  // the interval exists and does not hold zero

  friend bool operator==(const PairedDifference&, const PairedDifference&) = default;
};

[[nodiscard]] PairedDifference paired_means(std::span<const double> base,
                                            std::span<const double> variant, double level = 0.95);

// nullopt: base or variant has no ratio (all denominators zero).
[[nodiscard]] std::optional<PairedDifference> paired_ratios(std::span<const RatioSample> base,
                                                            std::span<const RatioSample> variant,
                                                            const RatioOptions& options = {});

}  // namespace stopover::stats
