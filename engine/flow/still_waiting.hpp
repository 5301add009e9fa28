// SPDX-License-Identifier: Apache-2.0
// How many of those who came to a checkpoint before still wait there, asked as each one comes.
//
//   const std::size_t ahead = waiting.at(arrival);  // arrivals do not fall
//   waiting.waits(arrival, start);                  // start <= arrival: does not wait
//
// Who has come, been refused and waits once more is told of twice. Who stops waiting at an instant
// does not wait at it.
// Units: ticks. Cost: O(log waiting) a call.
#pragma once

#include <cstddef>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "engine/flow/clock.hpp"

namespace stopover::flow {

class StillWaiting {
 public:
  [[nodiscard]] std::size_t at(Tick now) {
    for (; !to_come_.empty() && to_come_.top().first <= now; to_come_.pop())
      until_.push(to_come_.top().second);
    while (!until_.empty() && until_.top() <= now) until_.pop();
    return until_.size();
  }
  void waits(Tick from, Tick until) { to_come_.emplace(from, until); }

 private:
  template <class T>
  using EarliestFirst = std::priority_queue<T, std::vector<T>, std::greater<>>;

  EarliestFirst<std::pair<Tick, Tick>> to_come_;
  EarliestFirst<Tick> until_;
};

}  // namespace stopover::flow
