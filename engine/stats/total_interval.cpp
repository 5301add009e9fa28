// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/total_interval.hpp"

#include <cmath>

#include "engine/stats/distributions.hpp"

namespace stopover::stats {

std::optional<Interval> total_interval(const Estimate& simulation,
                                       std::span<const std::optional<double>> effects) {
  std::int64_t n = 0;
  double squares = 0;
  for (const std::optional<double>& effect : effects) {
    if (!effect) continue;
    squares += *effect * *effect;
    ++n;
  }
  if (!simulation.standard_error || n < 2) return std::nullopt;
  const double error = std::sqrt(*simulation.standard_error * *simulation.standard_error +
                                 squares / static_cast<double>(n));
  const double half = student_t_quantile(0.975, n - 1) * error;
  return Interval{simulation.value - half, simulation.value + half};
}

}  // namespace stopover::stats
