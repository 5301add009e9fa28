// SPDX-License-Identifier: Apache-2.0
// The queue of one checkpoint again, with other staffing and the same arrivals and services.
//
// What it is: an exact rerun of one queue (checkpoint_queue.hpp), fed like its profile.
// What it is not: a rerun of the sweep. It moves one queue alone: who comes earlier to the next
// queue, and who makes which run, stays as it was. For that, change the scenario and compare.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/flow/checkpoint_queue.hpp"
#include "engine/flow/queue_profile.hpp"

namespace stopover::flow {

// `more` desks in each of the spans, which ascend without overlap; where that leaves none, none.
[[nodiscard]] std::vector<DeskPeriod> with_more_desks(std::span<const DeskPeriod> periods,
                                                      std::span<const HalfOpen<Tick>> spans,
                                                      int more);

class StaffingWhatIf {
 public:
  // `slots` outlives it.
  StaffingWhatIf(const TimeSlots& slots, std::optional<Seconds> wait_target,
                 std::span<const DeskPeriod> staffing);

  void add(const QueueVisits& batch);  // its starts are not looked at
  [[nodiscard]] QueueProfile finish() &&;

 private:
  FifoQueue queue_;
  QueueProfiler profiler_;
  std::vector<Tick> start_;
};

}  // namespace stopover::flow
