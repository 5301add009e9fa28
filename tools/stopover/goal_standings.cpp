// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/goal_standings.hpp"

#include <optional>

namespace stopover::tool {

std::vector<GoalStanding> goal_standings(const RunResults& run) {
  std::vector<GoalStanding> out;
  for (const economy::Goal& goal : run.world->goals) {
    GoalStanding one{&goal, economy::standing(goal, std::nullopt, std::nullopt)};
    // Of a sample people and yuan are not scaled up.
    const bool whole = run.world->sample >= 1 || goal.unit == economy::GoalUnit::kShare;
    for (const simulation::Estimated& e : *run.estimates)
      if (whole && e.indicator->id == goal.indicator && e.indicator->group == goal.group)
        one.standing =
            economy::standing(goal, e.simulation.value, e.total ? e.total : e.simulation.interval);
    out.push_back(one);
  }
  return out;
}

}  // namespace stopover::tool
