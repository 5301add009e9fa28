// SPDX-License-Identifier: Apache-2.0
// Multipliers and goals of the scenario as those of the world.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/io/text.hpp"
#include "models/simulation/compile_parts.hpp"
#include "models/simulation/indicators.hpp"
#include "models/simulation/world_rules.hpp"

namespace stopover::simulation {
namespace {

economy::Multiplier multiplier_of(const scenario::Multiplier& m) {
  const auto effect = economy::parse_effect(m.effect());
  const auto reach = economy::parse_reach(m.reach());
  STOPOVER_CHECK(effect && reach, "validation found effect and reach");
  economy::Multiplier out{.key = m.id(),
                          .name = m.name(),
                          .name_zh = m.name_zh().empty() ? m.name() : m.name_zh(),
                          .effect = *effect,
                          .reach = *reach,
                          .value = m.value(),
                          .low = m.has_value_low() ? m.value_low() : m.value(),
                          .high = m.has_value_high() ? m.value_high() : m.value()};
  out.of.fill(m.category().empty());
  for (const std::string& text : m.category()) {
    const auto category = spending::parse_category(text);
    STOPOVER_CHECK(category.has_value(), "validation found every category");
    out.of[static_cast<std::size_t>(*category)] = true;
  }
  return out;
}

economy::Goal goal_of(const scenario::Goal& g) {
  const auto unit = economy::parse_goal_unit(g.unit());
  STOPOVER_CHECK(unit.has_value(), "validation found every unit");
  economy::Goal out{.key = g.id(),
                    .name = g.name(),
                    .name_zh = g.name_zh().empty() ? g.name() : g.name_zh(),
                    .indicator = g.indicator(),
                    .group = g.group().empty() && !g.indicator().empty() ? "all" : g.group(),
                    .unit = *unit,
                    .at_most = g.at_most(),
                    .year = g.year(),
                    .part = g.part(),
                    .observed_year = g.observed_year(),
                    .reason = g.reason(),
                    .reason_zh = g.reason_zh().empty() ? g.reason() : g.reason_zh()};
  if (g.has_value()) out.value = g.value();
  if (g.has_observed()) out.observed = g.observed();
  return out;
}

}  // namespace

void compile_economy(Compiling& c) {
  for (const auto& m : c.scenario.elements().multiplier())
    c.world.multipliers.push_back(multiplier_of(m));
  for (const auto& g : c.scenario.elements().goal()) c.world.goals.push_back(goal_of(g));
}

void check_goals(Compiling& c) {
  if (c.world.goals.empty()) return;
  const std::vector<Indicator> known = indicators(c.world);
  for (const economy::Goal& goal : c.world.goals) {
    if (goal.indicator.empty()) continue;
    const auto fault = [&](const char* field, const std::string& found, std::string expected) {
      c.add_fault("goal", goal.key,
                  {.rule = std::string(rule::kNoIndicator),
                   .field = field,
                   .found = found,
                   .expected = std::move(expected)});
    };
    const auto at = std::ranges::find_if(known, [&](const Indicator& indicator) {
      return indicator.id == goal.indicator && indicator.group == goal.group;
    });
    if (at == known.end()) {
      std::vector<std::string> names;
      names.reserve(known.size());
      for (const Indicator& indicator : known) names.push_back(indicator.id);
      fault("indicator", fmt::format("{} of {}", goal.indicator, goal.group),
            "an indicator of this scenario's runs (indicators.csv lists them)" +
                io::did_you_mean(goal.indicator, names));
    } else if (at->unit != economy::indicator_unit(goal.unit)) {
      fault("unit", std::string(economy::kGoalUnitNames[static_cast<std::size_t>(goal.unit)]),
            fmt::format("a unit for an indicator in {}", at->unit));
    }
  }
}

}  // namespace stopover::simulation
