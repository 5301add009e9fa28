// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/visit_values.hpp"

#include <algorithm>

namespace stopover::simulation {

std::optional<double> VisitValues::hours(network::HubId hub, demand::SegmentId segment,
                                         CivilTime arrival, double length) const {
  if (weeks_.empty() || !taste_[segment]) return std::nullopt;
  const auto found = weeks_.find({hub, *taste_[segment]});
  if (found == weeks_.end()) return std::nullopt;
  constexpr double kStep = 24.0 / static_cast<double>(kArrivals.size());
  const double slot = static_cast<double>(arrival.time_of_day.count()) / 3600 / kStep;
  const auto first = static_cast<std::size_t>(slot);
  const double later = slot - static_cast<double>(first);
  const double bounded = std::clamp(length, double{kLengths.front()}, double{kLengths.back()});
  const auto* const above = std::upper_bound(kLengths.begin() + 1, kLengths.end() - 1, bounded);
  const auto column = static_cast<std::size_t>(above - kLengths.begin()) - 1;
  const double longer = (bounded - kLengths[column]) / (kLengths[column + 1] - kLengths[column]);
  const auto weekday = static_cast<std::size_t>(arrival.date.weekday());
  const auto at = [&](std::size_t arrival_slot) {
    const Row& row = found->second[(weekday + arrival_slot / kArrivals.size()) % 7];
    const float* const lengths = &row[arrival_slot % kArrivals.size() * kLengths.size()];
    return (1 - longer) * static_cast<double>(lengths[column]) +
           longer * static_cast<double>(lengths[column + 1]);
  };
  return (1 - later) * at(first) + later * at(first + 1);
}

}  // namespace stopover::simulation
