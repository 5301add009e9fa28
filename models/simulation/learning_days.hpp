// SPDX-License-Identifier: Apache-2.0
// Which demand days a round of learning lives through. Private to models/simulation.
//
// Up to three weeks, and up to kShortHorizon days with the warm-up, whole, as often as gives the
// days; of longer horizons single days at about even distances, weekday after weekday, none twice,
// each with its warm-up (a day at the least) before it and two days after it, as far as the horizon
// has them: who travels then meets who set out the day before, and who of the days after crosses
// their way.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/half_open.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

// Days in a row that are simulated together; some of them count.
struct Stretch {
  HalfOpen<std::uint16_t> simulated;
  HalfOpen<std::uint16_t> counted;
};

struct LearningDays {
  std::vector<Stretch> stretches;
  std::uint32_t times = 1;  // each
  [[nodiscard]] int counted() const {
    int sum = 0;
    for (const Stretch& s : stretches) sum += s.counted.until - s.counted.from;
    return sum * static_cast<int>(times);
  }
};

// Counted: of a horizon that is lived through whole at least `wanted` (1 or more), else at most.
[[nodiscard]] LearningDays learning_days(const World& world, int wanted);

}  // namespace stopover::simulation
