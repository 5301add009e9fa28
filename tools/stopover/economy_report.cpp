// SPDX-License-Identifier: Apache-2.0
// What spending makes in the region, and the scorecard of goals.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/economy/goals.hpp"
#include "tools/stopover/figures.hpp"
#include "tools/stopover/goal_standings.hpp"
#include "tools/stopover/report.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using economy::Goal;
using economy::Reached;
using economy::Standing;

std::string unit_of(const Goal& goal) {
  return std::string(economy::kGoalUnitNames[static_cast<std::size_t>(goal.unit)]);
}

std::string figure(const Goal& goal, std::optional<double> value) {
  return value ? figure_text(unit_of(goal), *value) : "–";
}

std::string with_year(const std::string& text, int year) {
  return year == 0 ? text : fmt::format("{} ({})", text, year);
}

std::string reached_text(const Goal& goal, const Standing& standing, const ReportForm& form) {
  if (!goal.value || !standing.distance) return "–";
  switch (standing.reached) {
    case Reached::kYes:
      return in(form, "reached", "已达到");
    case Reached::kNo:
      return in(form, "not reached", "未达到");
    case Reached::kNotTold:
      break;
  }
  return in(form, "cannot be told", "无法判定");
}

}  // namespace

std::string economy_text(const RunResults& run, const ReportForm& form) {
  if (run.world->multipliers.empty()) return "";
  std::vector<const simulation::Estimated*> rows;
  for (const simulation::Estimated& e : *run.estimates)
    if (e.indicator->id == "economy") rows.push_back(&e);
  const IntervalColumns intervals(rows, form);
  std::vector<TextTable::Column> columns{{in(form, "what spending makes", "消费带动")},
                                         {in(form, "a yuan", "乘数"), Align::kRight},
                                         {in(form, "reach", "范围")},
                                         {in(form, "value", "数值"), Align::kRight},
                                         {in(form, "unit", "单位")}};
  intervals.add_titles(columns);
  TextTable table(std::move(columns));
  for (const simulation::Estimated* const row : rows) {
    const simulation::Estimated& e = *row;
    const auto at =
        std::ranges::find(run.world->multipliers, e.indicator->group, &economy::Multiplier::key);
    const std::string& unit = e.indicator->unit;
    std::vector<std::string> cells{
        in(form, at->name, at->name_zh), fmt::format("{:.2f}", at->value),
        in(form, economy::kReachNames[static_cast<std::size_t>(at->reach)],
           std::array{"间接", "间接与诱发", "未注明"}[static_cast<std::size_t>(at->reach)]),
        figure_text(unit, e.simulation.value), unit_text(unit, form)};
    intervals.add_cells(e, cells);
    table.add(std::move(cells));
  }
  return heading(
             in(form, "What the spending makes, itself included", "消费的经济带动（含消费本身）"),
             form) +
         table.text(form.style) +
         in(form,
            "Published multipliers times direct spending: no table of sectors, no limits of "
            "capacity, nothing of what\nresidents would have spent otherwise. Direct spending "
            "stands above, by itself.\n",
            "以公开乘数乘直接消费：不含部门投入产出表、能力限制及居民消费替代。直接消费见上。\n");
}

std::string goals_text(const RunResults& run, const ReportForm& form) {
  const std::vector<GoalStanding> standings = goal_standings(run);
  if (standings.empty()) return "";
  TextTable table({{in(form, "goal", "目标")},
                   {in(form, "unit", "单位")},
                   {in(form, "wanted", "目标值"), Align::kRight},
                   {in(form, "simulated, a year", "模拟值（年）"), Align::kRight},
                   {in(form, "95 % interval", "95% 区间"), Align::kRight},
                   {in(form, "last published", "最近公布"), Align::kRight},
                   {in(form, "to go", "差距"), Align::kRight},
                   {in(form, "", "")}});
  std::string silent;
  std::string parts;
  for (const GoalStanding& one : standings) {
    const Goal& goal = *one.goal;
    const Standing& s = one.standing;
    const std::string name = in(form, goal.name, goal.name_zh);
    if (goal.indicator.empty()) {
      silent += say(form, "  {}{}: not modelled: {}\n", "  {}{}：未建模：{}\n", name,
                    goal.value ? ", " + with_year(figure(goal, goal.value), goal.year) : "",
                    in(form, goal.reason, goal.reason_zh));
      continue;
    }
    table.add({name + (goal.part ? " *" : ""),
               goal.unit == economy::GoalUnit::kShare ? "" : unit_text(unit_of(goal), form),
               goal.value
                   ? (goal.at_most ? "≤ " : "") + with_year(figure(goal, goal.value), goal.year)
                   : in(form, "no figure", "无数值"),
               figure(goal, s.value), interval_text(unit_of(goal), s.interval),
               goal.observed ? with_year(figure(goal, goal.observed), goal.observed_year) : "–",
               figure(goal, s.distance), reached_text(goal, s, form)});
    if (goal.part)
      parts = in(form,
                 "* what is simulated is a part of it: the distance is from the last published "
                 "figure\n",
                 "* 模拟值只是其中一部分：差距按最近公布数值计算\n");
  }
  return heading(in(form, "Goals of the plan", "规划目标"), form) + table.text(form.style) + parts +
         silent;
}

}  // namespace stopover::tool
