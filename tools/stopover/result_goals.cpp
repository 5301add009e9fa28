// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <optional>
#include <string>

#include "tools/stopover/goal_standings.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

constexpr std::array kReached{"yes", "no", "not told"};

io::SqlValue or_null(const std::optional<double>& value) {
  return value ? io::SqlValue(*value) : io::SqlValue();
}

io::SqlValue year(int of) {
  return of == 0 ? io::SqlValue() : io::SqlValue(std::int64_t{of});
}

}  // namespace

ResultTable goals_table(const RunResults& run) {
  ResultTable table{
      .name = "goals",
      .meaning = "Goals of the plan held against the run; no rows where the scenario has none",
      .meaning_zh = "规划目标与运行结果的对照；情景未列目标则无记录",
      .columns =
          {scenario_column(),
           text_column("goal", "id of the goal", "目标标识"),
           text_column("name", "name in English", "英文名称"),
           text_column("name_zh", "name in Chinese", "中文名称"),
           text_column("kpi", "indicator that it is held against; empty: not modelled",
                       "对照指标；空表示未建模"),
           text_column("kpi_group", "of the indicator", "指标分组"),
           text_column("unit", "of all values", "数值单位"),
           whole_column("year", "year", "the goal is for it", "目标年份", true),
           real_column("wanted", "as unit says", "the goal; empty: no figure", "目标值", true),
           whole_column("at_most", "0 or 1", "1: an upper bound", "1 表示上限"),
           whole_column("part", "0 or 1", "1: others than the simulated count too",
                        "1 表示模拟值只是一部分"),
           real_column("simulated", "as unit says", "what the run tells, a year", "模拟值", true),
           real_column("simulated_low", "as unit says", "its 95 % interval", "区间下限", true),
           real_column("simulated_high", "as unit says", "the same", "区间上限", true),
           real_column("observed", "as unit says", "last published", "最近公布", true),
           whole_column("observed_year", "year", "of what was published", "公布年份", true),
           real_column("to_go", "as unit says",
                       "distance from the simulated or, of a part, the published value", "差距",
                       true),
           text_column("reached", "yes, no, or not told", "是否达到"),
           text_column("reason", "why no run can speak to it; empty: one can", "未建模的原因"),
           text_column("reason_zh", "the same in Chinese", "未建模的原因（中文）")},
      .key = {"scenario", "goal"}};
  table.rows = [&run](const RowSink& sink) {
    for (const GoalStanding& one : goal_standings(run)) {
      const economy::Goal& goal = *one.goal;
      const economy::Standing& s = one.standing;
      const io::SqlValue low = s.interval ? io::SqlValue(s.interval->low) : io::SqlValue();
      const io::SqlValue high = s.interval ? io::SqlValue(s.interval->high) : io::SqlValue();
      sink({run.loaded->scenario.id(),
            goal.key,
            goal.name,
            goal.name_zh,
            goal.indicator,
            goal.group,
            std::string(economy::kGoalUnitNames[static_cast<std::size_t>(goal.unit)]),
            year(goal.year),
            or_null(goal.value),
            std::int64_t{goal.at_most ? 1 : 0},
            std::int64_t{goal.part ? 1 : 0},
            or_null(s.value),
            low,
            high,
            or_null(goal.observed),
            year(goal.observed_year),
            or_null(s.distance),
            std::string(kReached[static_cast<std::size_t>(s.reached)]),
            goal.reason,
            goal.reason_zh});
    }
  };
  return table;
}

}  // namespace stopover::tool
