// SPDX-License-Identifier: Apache-2.0
// Those who come to a stage later, in slots of time, so that taking those due looks at nobody else.
// After R. Brown (1988), "Calendar queues"; but what is taken is in no order, for the stage sorts.
//
// Cost: adding O(1) while times lie close to the last one's, else O(log slots).
#pragma once

#include <map>
#include <vector>

#include "engine/flow/arrivals.hpp"

namespace stopover::flow {

class Calendar {
 public:
  void add(const Arrival& arrival);
  // kNever: nobody comes.
  [[nodiscard]] Tick earliest() const {
    return slots_.empty() ? kNever : slots_.begin()->second.earliest;
  }
  // Moves those who come before `until`.
  void take_before(Tick until, std::vector<Arrival>& to);

 private:
  struct Slot {
    std::vector<Arrival> arrivals;  // not empty
    Tick earliest = kNever;
  };
  std::map<Tick, Slot> slots_;  // by number
  Tick last_number_ = 0;        // of the slot added to last
  Slot* last_ = nullptr;        // that slot; null: none, or taken
};

}  // namespace stopover::flow
