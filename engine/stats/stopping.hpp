// SPDX-License-Identifier: Apache-2.0
// When to stop replicating: the relative half-width of the interval is small enough.
//
// The rule (Chow and Robbins 1965 for a fixed width, Nadas 1969 and Law, Kelton and Koenig 1981 for
// a relative one; Law 2015, section 9.4.1): after at least `min_replications`, stop as soon as
//   half width <= g' |value|,  g' = g / (1 + g),
// with g the relative error asked for. g' makes |value - true| <= g |true| whenever the interval
// holds the true value. `absolute_half_width` is an alternative that suffices too; without it a
// true value of zero never gets there and `max_replications` ends the run.
//
// Known weakness: n is random and small n comes from luckily small variance, so coverage is below
// the level until the target is tight (asymptotically it reaches it). Measured with 2,000 trials a
// cell (tests/engine/stats/coverage_test.cpp), nominal 0.95, a look after each replication:
//                                            min 2    min 10   min 30    mean n at min 10
//     normal, cv 0.3, g = 0.10               0.910    0.941     0.942         43
//     normal, cv 0.3, g = 0.05               0.932    0.940     0.948        154
//     lognormal(0, 1), cv 1.31, g = 0.30     0.857    0.883     0.887        100
//     lognormal(0, 1), cv 1.31, g = 0.15     0.916    0.913     0.920        347
// With looks where next_look puts them, as the program does:
//     normal, cv 0.3, g = 0.10               0.917    0.946     0.937         46
//     normal, cv 0.3, g = 0.05               0.924    0.941     0.944        159
//     lognormal(0, 1), cv 1.31, g = 0.30     0.860    0.888     0.890        109
//     lognormal(0, 1), cv 1.31, g = 0.15     0.904    0.920     0.921        371
// So keep min_replications >= 10 (the default), and do not read 0.95 as exact for skewed outputs.
//
// What it is not: a reason to look at an interval after each replication and stop when a comparison
// becomes significant; that has no error control at all.
//
// A value whose replications are all equal so far has half width zero and counts as precise: an
// event that never happened in min_replications looks so. Errors: options out of range are bugs
// (readers check what a person wrote).
#pragma once

#include <cstdint>
#include <span>

#include "engine/stats/estimate.hpp"

namespace stopover::stats {

struct PrecisionTarget {
  double relative_half_width = 0.02;  // g above, > 0
  double absolute_half_width = 0;     // in the estimate's unit; 0 = relative only
  std::int64_t min_replications = 10;
  std::int64_t max_replications = 1000;
};

enum class Stop : std::uint8_t { kContinue, kPrecise, kExhausted };

struct StopDecision {
  Stop stop = Stop::kContinue;
  // Replications that the target is expected to need in all, n * (half width / wanted)^2 within
  // [min, max]: for progress and time left, not for the decision.
  std::int64_t expected_replications = 0;
  friend bool operator==(const StopDecision&, const StopDecision&) = default;
};

[[nodiscard]] StopDecision decide_stop(const Estimate& estimate, const PrecisionTarget& target);
// Several estimates of the same replications: precise when each is. Not empty.
[[nodiscard]] StopDecision decide_stop(std::span<const Estimate> estimates,
                                       const PrecisionTarget& target);

// How many replications to have before the next look, where not to look after each: as many as are
// expected to be needed, but at least one more and at most twice as many.
[[nodiscard]] std::int64_t next_look(std::int64_t n, std::int64_t expected_replications,
                                     const PrecisionTarget& target);

}  // namespace stopover::stats
