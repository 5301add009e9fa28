// SPDX-License-Identifier: Apache-2.0
// Private to engine/journeys: what who boards a line somewhere still needs at least to one stop.
//
// For each call of a line: the least seconds from the arrival at the call after it, riding
// this line to a call where one may alight, then by one walk, or by further boardings as bounds
// (bounds.hpp) have it. They are tighter than the bounds of the stop, from where other lines lead
// elsewhere, so that lines which lead away are not boarded at all.
//
// Found for a line when a query first meets it. What the line's vehicles become is not looked at:
// lines some of whose vehicles go on have no bound.
//
// Cost: 12 bytes a call; a few operations for each call of a line met.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/journeys/bounds.hpp"
#include "engine/journeys/window.hpp"

namespace stopover::journeys::detail {

class LineBounds {
 public:
  struct Least {
    std::int32_t direct = 0;      // without another boarding; kNever: not so
    std::int32_t further = 0;     // with one or more
    std::uint32_t boardings = 0;  // so many more
  };

  LineBounds(const Window& window, const Bounds& bounds)
      : w_(window), bounds_(bounds), least_(window.call_stop().size()), met_(window.line_count()) {}

  // For a query: its row of bounds, and the walk to the destination by stop.
  void start(const Bound* to) {
    to_ = to;
    ++query_;
  }
  template <class Walk>
  const Least& at(std::uint32_t line, std::uint32_t position, const Walk& walk) {
    if (met_[line] != query_) meet(line, walk);
    return least_[w_.first_call(line) + position];
  }

 private:
  // Sums stay far from the edge of 32 bits.
  static constexpr std::int32_t kFar = kNever / 4;

  template <class Walk>
  void meet(std::uint32_t line, const Walk& walk) {
    met_[line] = query_;
    const std::uint32_t first = w_.first_call(line);
    std::uint32_t call = w_.first_call(line + 1) - 1;
    Least next{kFar, kFar, Bound::kFarBoardings};
    if (bounds_.goes_on(line)) next = {0, 0, 0};
    for (; call > first; --call) {
      next.direct = std::min(next.direct + bounds_.dwell(call), kFar);
      next.further = std::min(next.further + bounds_.dwell(call), kFar);
      if (w_.may_alight(call)) {
        const std::uint32_t stop = w_.call_stop()[call];
        next.direct = std::min(next.direct, walk[stop]);
        next.further = std::min(next.further, to_[stop].seconds());
        next.boardings = std::min(next.boardings, to_[stop].boardings());
      }
      least_[call - 1] = next;
      next.direct = std::min(next.direct + bounds_.ride(call - 1), kFar);
      next.further = std::min(next.further + bounds_.ride(call - 1), kFar);
    }
  }

  const Window& w_;
  const Bounds& bounds_;
  const Bound* to_ = nullptr;
  std::vector<Least> least_;        // by call
  std::vector<std::uint32_t> met_;  // by line: query
  std::uint32_t query_ = 0;
};

}  // namespace stopover::journeys::detail
