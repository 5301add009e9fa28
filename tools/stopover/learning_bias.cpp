// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/learning_bias.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace stopover::tool {
namespace {

using simulation::LearningRound;
using simulation::Shift;

struct Watched {
  std::string_view indicator;
  Shift LearningRound::*shift;
};
constexpr Watched kWatched[] = {{"air_transfer_rate", &LearningRound::transfer},
                                {"air_rail_rate", &LearningRound::air_rail}};

}  // namespace

std::vector<LearningBias> learning_biases(const CompareResults& results) {
  std::vector<LearningBias> biases;
  if (results.base.learned->rounds.empty()) return biases;
  for (const Watched& watched : kWatched) {
    const auto compared = std::ranges::find_if(
        *results.compared,
        [&](const simulation::Compared& c) { return c.indicator->id == watched.indicator; });
    if (compared == results.compared->end()) continue;
    const stats::PairedDifference& d = compared->difference;
    if (!d.difference.interval) continue;
    const Shift& base = results.base.learned->rounds.back().*watched.shift;
    const Shift& variant = results.variant.learned->rounds.back().*watched.shift;
    const double left = std::abs(variant.change * d.variant.value - base.change * d.base.value);
    const double error = std::hypot(variant.error * d.variant.value, base.error * d.base.value);
    biases.push_back(
        {.compared = &*compared,
         .about = left + 2 * error,
         .half_width = (d.difference.interval->high - d.difference.interval->low) / 2});
  }
  return biases;
}

}  // namespace stopover::tool
