// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/multiple.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::stats {

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  for (const double p : p_values) STOPOVER_CHECK(p >= 0 && p <= 1, "p between 0 and 1");
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(p_values[a], a) < std::pair(p_values[b], b);
  });
  std::vector<double> adjusted(p_values.size());
  double least = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto remaining = static_cast<double>(order.size() - i);
    least = std::max(least, std::min(1.0, remaining * p_values[order[i]]));
    adjusted[order[i]] = least;
  }
  return adjusted;
}

}  // namespace stopover::stats
