// SPDX-License-Identifier: Apache-2.0
// Multipliers and goals: ranges around values, and goals that say what they are held against.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

// A multiplier of money above this is a slip: of a yuan, at most a few yuan are made.
constexpr double kMostOfAYuan = 20;

void check_multiplier(Checking& c, const Multiplier& m) {
  check_between(
      c, {"multiplier", m.id(), ""},
      {"value", m.value(), m.has_value_low(), m.value_low(), m.has_value_high(), m.value_high()});
  if (m.effect() == "jobs") return;
  for (const auto& [field, value] : {std::pair("value", m.value()), {"value_high", m.value_high()}})
    if (value > kMostOfAYuan)
      c.fault(rule::kGoalForm, {"multiplier", m.id(), field}, fmt::format("{}", value),
              fmt::format("at most {} yuan a yuan spent", kMostOfAYuan));
}

// Figures that would say nothing, or something else.
void check_figures(Checking& c, const Spot& spot, const Goal& goal) {
  const auto wrong = [&](const char* field, std::string found, const char* expected) {
    c.fault(rule::kGoalForm, spot.at(field), std::move(found), expected);
  };
  if (goal.unit() == "share" && goal.value() > 1)
    wrong("value", fmt::format("{}", goal.value()), "a share: 0.06 for 6 percent");
  if (goal.unit() == "share" && goal.observed() > 1)
    wrong("observed", fmt::format("{}", goal.observed()), "a share: 0.06 for 6 percent");
  if (goal.at_most() && !goal.has_value()) wrong("at_most", "true", "an upper bound has a value");
  if (goal.part() && goal.has_value() && !goal.has_observed())
    wrong("part", "true", "what was last published, as observed");
  if (goal.indicator().empty() && !goal.group().empty())
    wrong("group", goal.group(), "a group of an indicator only");
}

void check_goal(Checking& c, const Goal& goal) {
  const Spot spot{"goal", goal.id(), ""};
  check_figures(c, spot, goal);
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
