// SPDX-License-Identifier: Apache-2.0
// Private to engine/journeys: the labels of a multi-criteria search and when one beats another.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/journeys/transit.hpp"

namespace stopover::journeys::detail {

// What a hub still asks of who left a governed service there; kNoHub: nothing.
struct Pending {
  Hub hub = kNoHub;
  Group group = kUngoverned;
  std::int32_t since = 0;

  // Bound no more than the other.
  [[nodiscard]] bool no_stricter_than(const Pending& other) const {
    return hub == kNoHub || (hub == other.hub && group == other.group && since <= other.since);
  }
};

// What adds up along a journey.
struct Spent {
  std::int64_t fen = 0;
  std::int32_t walk = 0;
};

// Which of it counts.
struct Criteria {
  bool fare = false;
  bool walking = false;
  [[nodiscard]] bool no_more(const Spent& a, const Spent& b) const {
    return (!fare || a.fen <= b.fen) && (!walking || a.walk <= b.walk);
  }
};

// Ready to board at a stop.
struct Ready {
  std::int32_t at = 0;
  std::uint32_t round = 0;  // boardings so far
  Spent spent;
  Pending pending;
  std::uint32_t segment = 0;  // the ride before, kNone: none
  std::uint32_t left = 0;     // its event of alighting
  // Where rules ask who arrived: `at` is the arrival, and from there the change is still to come,
  // one of the targets of its slot (1 + index of all); 0: `at` is when one can board.
  std::uint32_t target = 0;
};

[[nodiscard]] inline bool beats(const Ready& a, const Ready& b, const Criteria& criteria) {
  return a.target == b.target && a.at <= b.at && a.round <= b.round &&
         criteria.no_more(a.spent, b.spent) && a.pending.no_stricter_than(b.pending);
}

// On board a run of the line at hand.
struct OnBoard {
  std::uint32_t run = 0;
  std::uint32_t position = 0;  // on board from
  std::uint32_t call = 0;      // boarded at, in the trip's pattern
  Spent spent;                 // before this ride
  Pending pending;
  std::uint32_t segment = 0;  // this ride
};

// Of one line and round. Where calls differ in fares, or in what is sold, only who boarded at one
// call compares.
[[nodiscard]] inline bool beats(const OnBoard& a, const OnBoard& b, const Criteria& criteria,
                                bool by_call) {
  return a.run <= b.run && (!by_call || a.call == b.call) && criteria.no_more(a.spent, b.spent) &&
         a.pending.no_stricter_than(b.pending);
}

// At the destination, or about to be at best.
struct Arrived {
  std::int32_t at = 0;
  std::uint32_t round = 0;
  Spent spent;
};

[[nodiscard]] inline bool beats(const Arrived& a, const Arrived& b, const Criteria& criteria) {
  return a.at <= b.at && a.round <= b.round && criteria.no_more(a.spent, b.spent);
}

// Adds unless beaten (equal counts as beaten), and throws out what the new one beats.
template <class Label, class... More>
bool add_to(std::vector<Label>& bag, const Label& label, const More&... more) {
  for (const Label& old : bag)
    if (beats(old, label, more...)) return false;
  bag.erase(std::remove_if(bag.begin(), bag.end(),
                           [&](const Label& old) { return beats(label, old, more...); }),
            bag.end());
  bag.push_back(label);
  return true;
}

}  // namespace stopover::journeys::detail
