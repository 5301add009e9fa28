// SPDX-License-Identifier: Apache-2.0
// Multipliers and goals: ranges around values, and goals that say what they are held against.
#include <fmt/format.h>

#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

void check_multiplier(Checking& c, const Multiplier& m) {
  check_between(
      c, {"multiplier", m.id(), ""},
      {"value", m.value(), m.has_value_low(), m.value_low(), m.has_value_high(), m.value_high()});
}

void check_goal(Checking& c, const Goal& goal) {
  const Spot spot{"goal", goal.id(), ""};
  if (goal.indicator().empty() == goal.reason().empty())
    c.fault(rule::kGoalForm, spot.at("indicator"),
            goal.indicator().empty() ? "neither an indicator nor a reason" : "both",
            "an indicator of a run, or the reason why none can speak to the goal");
  if (goal.has_observed() != (goal.observed_year() != 0))
    c.fault(rule::kGoalForm, spot.at("observed_year"), fmt::format("{}", goal.observed_year()),
            "a year with what was observed, and only then");
}

}  // namespace

void check_economy(Checking& c) {
  c.each("multiplier", c.elements().multiplier(),
         [&](const Multiplier& m) { check_multiplier(c, m); });
  c.each("goal", c.elements().goal(), [&](const Goal& goal) { check_goal(c, goal); });
}

}  // namespace stopover::scenario
