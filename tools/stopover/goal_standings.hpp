// SPDX-License-Identifier: Apache-2.0
// The goals of a run's scenario, held against its estimates.
#pragma once

#include <vector>

#include "models/economy/goals.hpp"
#include "tools/stopover/results.hpp"

namespace stopover::tool {

struct GoalStanding {
  const economy::Goal* goal = nullptr;  // of the run's world
  economy::Standing standing;
};

// Sorted by id. By the total interval, where there is one.
[[nodiscard]] std::vector<GoalStanding> goal_standings(const RunResults& run);

}  // namespace stopover::tool
