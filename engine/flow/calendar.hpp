// SPDX-License-Identifier: Apache-2.0
// Those who come later, in slots of time, so that taking those due looks at nobody else. After
// R. Brown (1988), "Calendar queues"; but what is taken is in no order, for stages sort.
//
// Cost: adding O(1) while times lie within three days, else O(log slots).
#pragma once

#include <array>
#include <cstddef>
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
  using Slots = std::map<Tick, Slot>;  // by number
  static constexpr std::size_t kRecent = 256;

  [[nodiscard]] Slots::value_type*& recent(Tick number) {
    return recent_[static_cast<std::size_t>(number) % kRecent];
  }

  Slots slots_;
  std::array<Slots::value_type*, kRecent> recent_{};  // by number modulo; null: none, or taken
};

}  // namespace stopover::flow
