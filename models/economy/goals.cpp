// SPDX-License-Identifier: Apache-2.0
#include "models/economy/goals.hpp"

#include <chrono>

#include "engine/base/names.hpp"

namespace stopover::economy {
namespace {

constexpr std::array<std::string_view, 3> kIndicatorUnits{"share", "people/day", "yuan/day"};
constexpr double kDaysOfYear = 365;

}  // namespace

std::optional<GoalUnit> parse_goal_unit(std::string_view text) {
  return enumerator_called<GoalUnit>(text, kGoalUnitNames);
}

std::string_view indicator_unit(GoalUnit unit) {
  return kIndicatorUnits[static_cast<std::size_t>(unit)];
}

double scale_of(const Goal& goal) {
  if (goal.unit == GoalUnit::kShare) return 1;
  const bool leap = goal.year != 0 && std::chrono::year(goal.year).is_leap();
  return leap ? kDaysOfYear + 1 : kDaysOfYear;
}

Standing standing(const Goal& goal, std::optional<double> value,
                  const std::optional<stats::Interval>& interval) {
  Standing out;
  const double scale = scale_of(goal);
  if (value) out.value = *value * scale;
  if (interval) out.interval = stats::Interval{interval->low * scale, interval->high * scale};
  if (!goal.value) return out;
  const std::optional<double> held = goal.part ? goal.observed : out.value;
  if (!held) return out;
  out.distance = goal.at_most ? *held - *goal.value : *goal.value - *held;
  if (goal.part) {
    out.reached = *out.distance <= 0 ? Reached::kYes : Reached::kNo;
    return out;
  }
  if (!out.interval) return out;
  const auto& [low, high] = *out.interval;
  if (goal.at_most ? high <= *goal.value : low >= *goal.value) out.reached = Reached::kYes;
  if (goal.at_most ? low > *goal.value : high < *goal.value) out.reached = Reached::kNo;
  return out;
}

}  // namespace stopover::economy
