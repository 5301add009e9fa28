// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/background.hpp"

#include <algorithm>
#include <cmath>

namespace stopover::simulation {

BackgroundShare::BackgroundShare(const Compiling& c, const std::string& target) {
  for (const auto& b : c.scenario.elements().background())
    if (b.target() == target && b.has_seat_share())
      periods_.push_back({{service_time(b.from()), service_time(b.until())}, b.seat_share()});
}

std::int32_t BackgroundShare::taken(Seconds departure, std::int32_t places) const {
  double share = 0;
  const Seconds of_day(departure.count() % 86'400);
  for (const auto& [period, value] : periods_)
    if (period.contains(of_day)) share += value;
  return static_cast<std::int32_t>(std::llround(std::min(share, 1.0) * places));
}

}  // namespace stopover::simulation
