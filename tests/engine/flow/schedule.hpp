// SPDX-License-Identifier: Apache-2.0
// A timetable of flights between numbered places, for tests of what happens to runs.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/flow/run_conditions.hpp"

namespace stopover::flow::testing {

inline const CivilDate kSomeDay = *CivilDate::from_ymd(2024, 6, 3);
inline const HalfOpen<CivilDate> kThatDay{kSomeDay, kSomeDay.plus_days(1)};
// Midnight of it; the tests' zone is UTC.
inline const std::int64_t kMidnight = std::int64_t{kSomeDay.days_since_epoch()} * 86'400;

[[nodiscard]] constexpr std::int64_t clock(int hour, int minute = 0) {
  return hour * 3600 + minute * 60;
}

// Departures are seconds after kMidnight. `stops`: places, `block` seconds from each to the next.
struct Flights {
  std::string key;
  std::vector<int> stops;
  std::vector<std::int64_t> departures;
  int block = 3600;
  int places = 100;
  timetable::DelayId delay = timetable::DelayId::none();
  timetable::Mode mode = 1;
};

struct Schedule {
  timetable::Timetable timetable;
  Table<timetable::DelayId, DelayProfile> delays;
  Disruption disruption;

  [[nodiscard]] std::vector<RunCondition> conditions(HalfOpen<CivilDate> days,
                                                     SweepLuck luck = {3, 1}) const {
    std::vector<RunCondition> by_run(timetable.runs().size());
    const RunPlan plan(timetable, disruption);
    RunConditions(timetable, delays, disruption, plan).write(luck, days, by_run);
    return by_run;
  }
  [[nodiscard]] std::vector<RunCondition> conditions() const {
    return conditions({kSomeDay.plus_days(-20), kSomeDay.plus_days(20)});
  }
};

// Services keep the order of `flights`, and so do the runs.
[[nodiscard]] inline Schedule schedule_of(const std::vector<Flights>& flights) {
  timetable::TimetableBuilder builder;
  for (const Flights& f : flights) {
    timetable::Service service;
    service.key = f.key;
    service.line = f.key;
    service.mode = f.mode;
    service.delay = f.delay;
    timetable::Offsets offsets;
    for (std::size_t i = 0; i < f.stops.size(); ++i) {
      service.stops.emplace_back(f.stops[i]);
      offsets.arrive.push_back(static_cast<std::int32_t>(i) * f.block);
      offsets.depart.push_back(static_cast<std::int32_t>(i) * f.block);
    }
    const auto id = builder.add_service(service);
    for (const std::int64_t t : f.departures)
      builder.add_run(id, {Instant(kMidnight + t), f.places, 0}, offsets);
  }
  return {std::move(builder).build(), {}, {}};
}

// Place 0, that day.
[[nodiscard]] inline Restriction closed_at_0(Seconds from, Seconds until, Seconds hold) {
  return {.key = "closed",
          .places = {timetable::PlaceId(0)},
          .dates = kThatDay,
          .from = from,
          .until = until,
          .hold = hold};
}

inline void rotate_all(Schedule& s, Seconds turnaround) {
  s.disruption.rotations = {{"all", ids_of(s.timetable.services()), turnaround}};
}

}  // namespace stopover::flow::testing
