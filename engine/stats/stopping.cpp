// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/stopping.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/check.hpp"

namespace stopover::stats {
namespace {

void check(const PrecisionTarget& target) {
  STOPOVER_CHECK(target.relative_half_width > 0 && target.absolute_half_width >= 0,
                 "a half width above zero");
  STOPOVER_CHECK(target.min_replications >= 2, "at least two replications make an interval");
  STOPOVER_CHECK(target.max_replications >= target.min_replications, "least before most");
}

std::int64_t expected_replications(const Estimate& estimate, const PrecisionTarget& target,
                                   double wanted) {
  if (!estimate.interval) return target.max_replications;
  const double over = estimate.interval->half_width() / wanted;  // inf or nan when wanted is 0
  const double needed = std::ceil(static_cast<double>(estimate.n) * over * over);
  if (!(needed < static_cast<double>(target.max_replications))) return target.max_replications;
  return std::max(static_cast<std::int64_t>(needed), target.min_replications);
}

}  // namespace

StopDecision decide_stop(const Estimate& estimate, const PrecisionTarget& target) {
  check(target);
  const double g = target.relative_half_width;
  const double wanted =
      std::max(g / (1 + g) * std::abs(estimate.value), target.absolute_half_width);
  const bool precise = estimate.n >= target.min_replications && estimate.interval &&
                       estimate.interval->half_width() <= wanted;
  if (precise) return {Stop::kPrecise, estimate.n};
  if (estimate.n >= target.max_replications) return {Stop::kExhausted, estimate.n};
  return {Stop::kContinue,
          std::max(expected_replications(estimate, target, wanted), estimate.n + 1)};
}

StopDecision decide_stop(std::span<const Estimate> estimates, const PrecisionTarget& target) {
  STOPOVER_CHECK(!estimates.empty(), "at least one estimate");
  StopDecision out{Stop::kPrecise, 0};
  bool exhausted = false;
  for (const Estimate& estimate : estimates) {
    STOPOVER_CHECK(estimate.n == estimates.front().n, "estimates of the same replications");
    const StopDecision one = decide_stop(estimate, target);
    exhausted = exhausted || one.stop == Stop::kExhausted;
    if (one.stop == Stop::kContinue) out.stop = Stop::kContinue;
    out.expected_replications = std::max(out.expected_replications, one.expected_replications);
  }
  if (exhausted) out.stop = Stop::kExhausted;
  return out;
}

std::int64_t next_look(std::int64_t n, std::int64_t expected_replications,
                       const PrecisionTarget& target) {
  STOPOVER_CHECK(n >= 1, "looked at something");
  return std::min(std::clamp(expected_replications, n + 1, 2 * n), target.max_replications);
}

}  // namespace stopover::stats
