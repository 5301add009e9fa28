// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/learning_days.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "models/simulation/run.hpp"

namespace stopover::simulation {
namespace {

constexpr int kWholeWeeks = 21;  // counted days that are lived through whole
constexpr int kDaysBefore = 1;
constexpr int kDaysAfter = 2;
constexpr int kWeek = 7;

// The i-th of so many days at even distances, or the nearest free one of the weekday whose turn it
// is; of any, if there is none.
int spread_day(const World& world, int i, int of, std::vector<bool>& taken) {
  const int even = static_cast<int>(std::int64_t{i} * world.days / of);
  for (const bool any_weekday : {false, true}) {
    for (int distance = 0; distance < world.days; ++distance) {
      for (const int day : {even + distance, even - distance}) {
        if (day < 0 || day >= world.days || taken[static_cast<std::size_t>(day)]) continue;
        if (!any_weekday && world.first_day.plus_days(day).weekday() != i % kWeek) continue;
        taken[static_cast<std::size_t>(day)] = true;
        return day;
      }
    }
  }
  STOPOVER_CHECK(false, "no more days are wanted than there are");
}

}  // namespace

LearningDays learning_days(const World& world, int wanted) {
  const int warmup = world.warmup_days;
  const int all = warmup + world.days;
  const auto span = [](int from, int until) {
    return HalfOpen<std::uint16_t>{static_cast<std::uint16_t>(from),
                                   static_cast<std::uint16_t>(until)};
  };
  if (static_cast<std::size_t>(all) <= kShortHorizon || world.days <= kWholeWeeks) {
    const int times = (wanted + world.days - 1) / world.days;
    return {{{span(0, all), span(warmup, all)}}, static_cast<std::uint32_t>(times)};
  }
  const int days = std::min(wanted, world.days);
  LearningDays lived;
  std::vector<bool> taken(static_cast<std::size_t>(world.days));
  for (int i = 0; i < days; ++i) {
    const int day = warmup + spread_day(world, i, days, taken);
    lived.stretches.push_back({span(std::max(0, day - std::max(warmup, kDaysBefore)),
                                    std::min(all, day + 1 + kDaysAfter)),
                               span(day, day + 1)});
  }
  return lived;
}

}  // namespace stopover::simulation
