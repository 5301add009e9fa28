// SPDX-License-Identifier: Apache-2.0
// Rules of changing between certain trips, laid out for search.
//
// Lines are split so that all runs of one are called the same by rules: its *class*. A call where
// some rule asks who arrived is *ruled*: those of one class at one stop share a *slot*, since what
// they can change to depends on when they arrive and on nothing else. All other arrivals at a stop
// share the slot that has the stop's number: no rule tells them apart. So of two arrivals in one
// slot the earlier one can do all that the other can, and only such are compared. Where no rule is,
// there are no slots but the stops and this costs nothing.
//
// Shapes: a slot has targets, the stops to which one can change; a target has the seconds for most
// and pairs, by class boarded, for some. Errors: none. Cost: each rule times the classes that it is
// for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/journeys/transit.hpp"

namespace stopover::journeys {

class PairChanges {
 public:
  struct Pair {
    std::uint32_t boarded = 0;  // class
    std::int32_t seconds = 0;   // Window::kNoChange: not possible
  };
  struct Target {
    std::uint32_t stop = 0;
    std::int32_t seconds = 0;  // to board what no pair is about
    std::int64_t fen = 0;      // a link's
    bool walks = false;        // to another stop
    std::uint32_t first = 0;   // pairs
    std::uint32_t end = 0;
  };
  // Who arrives where.
  struct Arrival {
    StopId stop;
    std::uint32_t side = 0;  // class
    friend auto operator<=>(const Arrival&, const Arrival&) = default;
  };
  struct Seen {
    std::vector<RuleSide> sides;      // by class
    std::vector<Arrival> arrivals;    // ascending, none twice
    std::vector<Arrival> departures;  // the same
  };

  PairChanges() = default;
  PairChanges(const Transit& transit, const Seen& seen);

  [[nodiscard]] bool empty() const { return first_.size() <= 1; }
  [[nodiscard]] std::uint32_t slot_count() const {
    return stops_ + static_cast<std::uint32_t>(first_.size()) - 1;
  }
  // The stop's own where no rule asks.
  [[nodiscard]] std::uint32_t slot(const Arrival& arrival) const;
  // Of a slot beyond the stops'.
  [[nodiscard]] std::span<const Target> targets(std::uint32_t slot) const {
    return std::span(targets_).subspan(first_[slot - stops_],
                                       first_[slot - stops_ + 1] - first_[slot - stops_]);
  }
  [[nodiscard]] const std::vector<Target>& all_targets() const { return targets_; }
  // Where the slot's vehicles stop.
  [[nodiscard]] std::uint32_t stop_of(std::uint32_t slot) const {
    return slot < stops_ ? slot : ruled_[slot - stops_].stop.value();
  }
  [[nodiscard]] std::int32_t seconds(const Target& target, std::uint32_t boarded) const;
  // Some rule leads from the stop or to it.
  [[nodiscard]] bool touches(std::uint32_t stop) const {
    return !touched_.empty() && touched_[stop] != 0;
  }
  // The least of all that may board.
  [[nodiscard]] std::int32_t least(const Target& target) const;

 private:
  void add_slot(const Transit& transit, const Seen& seen, const Arrival& arrival);
  void add_pairs(const Seen& seen, std::span<const ChangeRule> rules, const RuleSide& left,
                 Target& target);

  std::uint32_t stops_ = 0;
  std::vector<char> touched_;            // by stop; empty without rules
  std::vector<Arrival> ruled_;           // ascending
  std::vector<std::uint32_t> first_{0};  // target, by slot beyond the stops', and one past
  std::vector<Target> targets_;
  std::vector<Pair> pairs_;
};

}  // namespace stopover::journeys
