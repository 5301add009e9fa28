// SPDX-License-Identifier: Apache-2.0
// The queue of one checkpoint again, with other staffing and the same arrivals, services, patience
// and refusals.
//
// What it is: an exact rerun of one queue (desk_queue.hpp), and its profile.
// What it is not: a rerun of the sweep. It moves one queue alone: who comes earlier to the next
// queue, and who makes which run, stays as it was. For that, change the scenario and compare.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/flow/desk_queue.hpp"
#include "engine/flow/queue_profile.hpp"

namespace stopover::flow {

// `more` desks in each of the spans, which ascend without overlap; where that leaves none, none.
[[nodiscard]] std::vector<DeskPeriod> with_more_desks(std::span<const DeskPeriod> periods,
                                                      std::span<const HalfOpen<Tick>> spans,
                                                      int more);

// Of one line at one type of desk.
[[nodiscard]] QueueRules one_line(std::vector<DeskPeriod> periods);

class StaffingWhatIf {
 public:
  // `slots` outlives it.
  StaffingWhatIf(const TimeSlots& slots, std::optional<Seconds> wait_target, QueueRules rules);

  // In order of arrival; `own` as in QueueVisits.
  void add(const QueueCustomers& customers, std::span<const std::uint8_t> own);
  [[nodiscard]] QueueProfile finish() &&;

 private:
  struct Inside {
    Tick arrival = 0;
    std::int16_t persons = 1;
    bool own = false;
    std::optional<QueueVisit> visit;  // once over
  };
  // Visits that are over, up to the first that is not, go to the profile.
  void settle();

  DeskQueue queue_;
  QueueProfiler profiler_;
  std::deque<Inside> inside_;  // from customer `first_` on
  std::uint64_t first_ = 0;
  std::vector<QueueVisit> visits_;
};

}  // namespace stopover::flow
