// SPDX-License-Identifier: Apache-2.0
// What must be true of a log, in four parts. Each knows the rules of the day sweep from
// docs/models/day-sweep.md alone and works them out anew from the log.
//
//   parties      one place at a time, the steps of the route in order, times that add up, boarding
//                and alighting with the run, what was missed and why
//   checkpoints  first come, first served; as many services at a time as open desks, no free desk
//                beside a queue; the number ahead. At several lines (check_lines.cpp) the station
//                is worked again, instant by instant: desk type, priority, refusal, hall, patience
//   runs         places on every segment, bookings, who was left behind and who went first
//   totals       persons and money
//
// Cost: linear in the events but for sorting and, in `runs`, for the runs a party waited out.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "tools/verify_events/faults.hpp"
#include "tools/verify_events/log.hpp"

namespace stopover::verify_events {

void check_parties(const Log& log, Faults& faults);
void check_checkpoints(const Log& log, Faults& faults);
// One party, or one of the others, at one checkpoint: its events there; nullptr: no such event.
struct Customer {
  const Event* joined = nullptr;
  const Event* entered = nullptr;
  const Event* tries = nullptr;
  const Event* refused = nullptr;
  const Event* gave_up = nullptr;
  const Event* through = nullptr;
  const Event* start = nullptr;
  const Event* end = nullptr;
};
// Of `checkpoint`, which has several lines, in order of coming.
void check_lines(const Log& log, Index checkpoint, const std::vector<Customer>& customers,
                 Faults& faults);

void check_runs(const Log& log, Faults& faults);
void check_totals(const Log& log, Faults& faults);

[[nodiscard]] inline const Party& party_of(const Log& log, const Event& event) {
  return log.parties[static_cast<std::size_t>(event.party)];
}
[[nodiscard]] inline const Run& run_of(const Log& log, Index run) {
  return log.runs[static_cast<std::size_t>(run)];
}
inline constexpr Time kNever = std::numeric_limits<Time>::max();
[[nodiscard]] inline Time time_of(const Event* e) {
  return e == nullptr ? kNever : e->time;
}
[[nodiscard]] std::string time_text(Time t);
[[nodiscard]] std::string who_at(const Log& log, const Event& event);  // "party a3 at desk"

// nullptr: no such run or stop.
[[nodiscard]] inline const Call* call_of(const Log& log, Index run, Index stop) {
  if (run == kNone || stop < 0) return nullptr;
  const Run& r = run_of(log, run);
  return static_cast<std::size_t>(stop) < r.calls.size() ? &r.calls[static_cast<std::size_t>(stop)]
                                                         : nullptr;
}

}  // namespace stopover::verify_events
