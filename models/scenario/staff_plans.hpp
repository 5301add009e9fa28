// SPDX-License-Identifier: Apache-2.0
// Staffing by date: which periods hold on a day.
//
// Periods of the same dates and days of the week are one plan of a day. On each date the last plan
// counts that holds on it; where none does, nobody is there. So a plan for a week of festival
// stands behind the plan of all days, and replaces it.
//
// Errors: none; what is not sound is reported by check_hubs.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/time.hpp"
#include "models/scenario/scenario.pb.h"
#include "models/scenario/valid_days.hpp"

namespace stopover::scenario {

// Of a restriction's desk_type: those of no type.
inline constexpr std::string_view kOrdinaryDesks = "ordinary";

using StaffingList = google::protobuf::RepeatedPtrField<Staffing>;

struct StaffPlan {
  HalfOpen<CivilDate> dates;
  std::string days;          // of the week; empty: all
  std::vector<int> periods;  // of the list, in its order

  [[nodiscard]] bool holds_on(CivilDate date) const {
    return dates.contains(date) && runs_on(days, date);
  }
};

// In the order of their first periods.
[[nodiscard]] inline std::vector<StaffPlan> staff_plans(const StaffingList& staffing) {
  std::vector<StaffPlan> plans;
  for (int i = 0; i < staffing.size(); ++i) {
    const Staffing& period = staffing[i];
    const HalfOpen<CivilDate> dates = valid_days(period.valid_from(), period.valid_until());
    StaffPlan* own = nullptr;
    for (StaffPlan& plan : plans)
      if (plan.dates.from == dates.from && plan.dates.until == dates.until &&
          plan.days == period.days())
        own = &plan;
    if (own == nullptr) own = &plans.emplace_back(StaffPlan{dates, period.days(), {}});
    own->periods.push_back(i);
  }
  return plans;
}

// nullptr: nobody is there.
[[nodiscard]] inline const StaffPlan* plan_on(const std::vector<StaffPlan>& plans, CivilDate date) {
  for (auto plan = plans.rbegin(); plan != plans.rend(); ++plan)
    if (plan->holds_on(date)) return &*plan;
  return nullptr;
}

}  // namespace stopover::scenario
