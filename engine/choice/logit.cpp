// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/logit.hpp"

#include <algorithm>

namespace stopover::choice {

double logsum(std::span<const double> utility) {
  double top = kUnavailable;
  for (const double u : utility) top = std::max(top, u);
  if (top == kUnavailable) return kUnavailable;
  double sum = 0;
  for (const double u : utility) sum += std::exp(u - top);
  return top + std::log(sum);
}

std::vector<double> probabilities(std::span<const double> utility) {
  std::vector<double> p(utility.size(), 0.0);
  const double total = logsum(utility);
  if (total == kUnavailable) return p;
  for (std::size_t i = 0; i < utility.size(); ++i) p[i] = std::exp(utility[i] - total);
  return p;
}

}  // namespace stopover::choice
