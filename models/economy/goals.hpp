// SPDX-License-Identifier: Apache-2.0
// Goals of a plan held against what is simulated: a scorecard.
//
// A goal names an indicator of a run, or says why none can speak to it. What a run tells a day is
// taken times the days of the goal's year. The distance is
//
//   whole    goal - value        the indicator is all that the goal counts
//   part     goal - observed     others count too: what is simulated is shown beside
//
// so that what lies outside the scenario is never credited to it; of an upper bound the other way
// round. Of the whole, `reached` is told only where the interval is on one side; of a part, by what
// was observed alone.
//
// What it is not: a forecast for the goal's year. The scenario's days stand for a year as they are.
// Units: share (0.1 = 10 %), people a year, yuan a year. An at-most goal is reached below it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/stats/estimate.hpp"

namespace stopover::economy {

enum class GoalUnit : std::uint8_t { kShare, kPeopleYear, kYuanYear };
inline constexpr std::array<std::string_view, 3> kGoalUnitNames{"share", "people/year",
                                                                "yuan/year"};
[[nodiscard]] std::optional<GoalUnit> parse_goal_unit(std::string_view text);
// The unit of the indicators that it may be held against: "share", "people/day", "yuan/day".
[[nodiscard]] std::string_view indicator_unit(GoalUnit unit);

struct Goal {
  std::string key;
  std::string name;
  std::string name_zh;
  std::string indicator;  // id; empty: not modelled, for `reason`
  std::string group;      // "all"; empty with the indicator
  GoalUnit unit = GoalUnit::kShare;
  std::optional<double> value;  // none: the plan names no figure
  bool at_most = false;
  int year = 0;  // 0: not stated
  bool part = false;
  std::optional<double> observed;
  int observed_year = 0;
  std::string reason;
  std::string reason_zh;
};

enum class Reached : std::uint8_t { kYes, kNo, kNotTold };

struct Standing {
  std::optional<double> value;              // simulated, in the goal's unit
  std::optional<stats::Interval> interval;  // of it
  std::optional<double> distance;           // > 0: still to go, whichever way the goal points
  Reached reached = Reached::kNotTold;
};

// What an indicator's figure is in the goal's unit: itself, or times the days of the goal's year.
[[nodiscard]] double scale_of(const Goal& goal);
// `value` and `interval` as the run tells them; the wider interval where there are two.
[[nodiscard]] Standing standing(const Goal& goal, std::optional<double> value,
                                const std::optional<stats::Interval>& interval);

}  // namespace stopover::economy
