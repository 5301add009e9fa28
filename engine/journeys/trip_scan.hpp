// SPDX-License-Identifier: Apache-2.0
// Private to engine/journeys: the loop of trip-based search, for one departure or for a range.
//
// `Memory` says what is remembered: `OneDeparture` while one departure is searched, one value a run
// and stop, since rounds go up; `Range` from later departures to earlier ones, a value for each
// number of boardings.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "engine/journeys/line_bounds.hpp"
#include "engine/journeys/trip_based.hpp"

namespace stopover::journeys::detail {

inline constexpr std::uint32_t kWidth = 16;  // boardings 0 … 15

// A run ridden from an event to at most another.
struct Segment {
  std::uint32_t run = 0;
  std::uint32_t board = 0;   // event
  std::uint32_t end = 0;     // event
  std::uint32_t parent = 0;  // segment before; kNone: the first
  std::uint32_t left = 0;    // its event of alighting; of the first: the stop of boarding
  std::uint32_t round = 0;   // boardings so far
};

class OneDeparture {
 public:
  explicit OneDeparture(const Window& window)
      : w_(window), reached_(window.run_count(), 0xFF), at_(window.slot_count(), kNever) {}

  void start() {
    for (const std::uint32_t line : touched_) {
      std::memset(reached_.data() + first_touched_[line], 0xFF,
                  w_.end_run(line) - first_touched_[line]);
      first_touched_[line] = kNone;
    }
    touched_.clear();
    if (first_touched_.empty()) first_touched_.assign(w_.line_count(), kNone);
    std::fill(at_.begin(), at_.end(), kNever);
  }
  // Whether the run has not been boarded at the position or before, in it or an earlier run of its
  // line; if so, from where on it has.
  bool claim(std::uint32_t run, std::uint32_t position, std::uint32_t /*round*/,
             std::uint32_t& until) {
    until = reached_[run];
    if (until <= position) return false;
    const std::uint32_t line = w_.runs()[run].line;
    if (run < first_touched_[line]) {
      if (first_touched_[line] == kNone) touched_.push_back(line);
      first_touched_[line] = run;
    }
    const std::uint32_t end = w_.end_run(line);
    const auto value = static_cast<std::uint8_t>(position);
    if (reached_[end - 1] > value) {
      std::memset(reached_.data() + run, value, end - run);
    } else {
      for (std::uint32_t r = run; reached_[r] > value; ++r) reached_[r] = value;
    }
    return true;
  }
  bool earlier(std::uint32_t slot, std::int32_t arrive, std::uint32_t /*round*/) {
    if (arrive >= at_[slot]) return false;
    at_[slot] = arrive;
    return true;
  }

 private:
  const Window& w_;
  std::vector<std::uint8_t> reached_;         // by run: position
  std::vector<std::int32_t> at_;              // by slot
  std::vector<std::uint32_t> first_touched_;  // by line: run
  std::vector<std::uint32_t> touched_;        // lines
};

class Range {
 public:
  explicit Range(const Window& window)
      : w_(window),
        reached_(std::size_t{window.run_count()}, all(0xFF)),
        at_(std::size_t{window.slot_count()}, never()),
        first_touched_(window.line_count(), kNone) {}

  void start() {
    for (const std::uint32_t line : touched_) {
      std::fill(reached_.begin() + first_touched_[line], reached_.begin() + w_.end_run(line),
                all(0xFF));
      first_touched_[line] = kNone;
      for (std::uint32_t call = w_.first_call(line); call < w_.first_call(line + 1); ++call)
        at_[w_.slot(call)] = never();
    }
    touched_.clear();
  }
  bool claim(std::uint32_t run, std::uint32_t position, std::uint32_t round, std::uint32_t& until) {
    until = reached_[run][round];
    if (until <= position) return false;
    const std::uint32_t line = w_.runs()[run].line;
    if (run < first_touched_[line]) {
      if (first_touched_[line] == kNone) touched_.push_back(line);
      first_touched_[line] = run;
    }
    Row cap = all(0xFF);
    for (std::uint32_t i = round; i < kWidth; ++i) cap[i] = static_cast<std::uint8_t>(position);
    const std::uint32_t end = w_.end_run(line);
    for (std::uint32_t r = run; r < end && reached_[r][round] > position; ++r) {
      Row row = reached_[r];  // a copy, so that the compiler sees whole rows
      for (std::uint32_t i = 0; i < kWidth; ++i) row[i] = std::min(row[i], cap[i]);
      reached_[r] = row;
    }
    return true;
  }
  bool earlier(std::uint32_t slot, std::int32_t arrive, std::uint32_t round) {
    if (arrive >= at_[slot][round]) return false;
    Times& at = at_[slot];
    for (std::uint32_t i = round; i < kWidth && at[i] > arrive; ++i) at[i] = arrive;
    return true;
  }

 private:
  using Row = std::array<std::uint8_t, kWidth>;
  using Times = std::array<std::int32_t, kWidth>;
  static Row all(std::uint8_t value) {
    Row row;
    row.fill(value);
    return row;
  }
  static Times never() {
    Times times;
    times.fill(kNever);
    return times;
  }

  const Window& w_;
  std::vector<Row> reached_;  // by run: position for each number of boardings
  std::vector<Times> at_;     // by slot
  std::vector<std::uint32_t> first_touched_;
  std::vector<std::uint32_t> touched_;
};

// The walk from stops to the destination.
class Egress {
 public:
  explicit Egress(const Window& window) : walk_(window.stop_count(), kNever) {
    from_.resize(window.stop_count());
    for (std::uint32_t stop = 0; stop < window.stop_count(); ++stop)
      for (const Link& link : window.transit().links_of(StopId(stop)))
        from_[link.to.value()].push_back({StopId(stop), link.seconds, link.fen});
  }
  void set(std::uint32_t to) {
    clear();
    to_ = to;
    walk_[to] = 0;
    for (const Link& link : from_[to]) walk_[link.to.value()] = link.seconds;
  }
  [[nodiscard]] std::int32_t operator[](std::uint32_t stop) const { return walk_[stop]; }
  [[nodiscard]] std::uint32_t to() const { return to_; }

 private:
  void clear() {
    if (to_ == kNone) return;
    walk_[to_] = kNever;
    for (const Link& link : from_[to_]) walk_[link.to.value()] = kNever;
  }

  std::vector<std::int32_t> walk_;
  std::vector<std::vector<Link>> from_;
  std::uint32_t to_ = kNone;
};

// Best arrivals by boardings, as bounds on what may still count.
class Best {
 public:
  void start(int most_boardings) {
    most_ = static_cast<std::uint32_t>(most_boardings);
    std::fill(at_.begin(), at_.begin() + most_ + 1, kNever);
    std::fill(at_.begin() + most_ + 1, at_.end(), std::numeric_limits<std::int32_t>::min());
  }
  [[nodiscard]] std::int32_t operator[](std::uint32_t boardings) const { return at_[boardings]; }
  [[nodiscard]] std::uint32_t most() const { return most_; }
  void set(std::uint32_t boardings, std::int32_t arrive) {
    for (std::uint32_t n = boardings; n <= most_ && at_[n] > arrive; ++n) at_[n] = arrive;
  }

 private:
  std::uint32_t most_ = 0;
  std::array<std::int32_t, kWidth + Bound::kFarBoardings + 1> at_{};
};

struct Found {
  std::uint32_t segment = kNone;
  std::uint32_t event = 0;
};

// Towards one stop. Bounds by line pay where many departures share them.
template <bool ByLine>
struct ToOne {
  static constexpr bool kBounded = true;
  static constexpr bool kByLine = ByLine;
  const Bound* bounds;
  const Egress& egress;
  Best& best;
  std::array<Found, kWidth>& found;
  LineBounds& lines;

  [[nodiscard]] std::int32_t limit(std::uint32_t round) const { return best[round]; }
  // Whether who boards there, in this round, and arrives then at the next call may still beat what
  // is known.
  [[nodiscard]] bool worth(std::uint32_t line, std::uint32_t position, std::int32_t arrive,
                           std::uint32_t round) const {
    const LineBounds::Least& least = lines.at(line, position, egress);
    return arrive + least.direct < best[round] ||
           arrive + least.further < best[round + least.boardings];
  }
  bool arrive(Found here, std::uint32_t stop, std::int32_t at, std::uint32_t round) {
    const Bound bound = bounds[stop];
    if (bound.may_walk() && egress[stop] != kNever && at + egress[stop] < best[round]) {
      best.set(round, at + egress[stop]);
      found[round] = here;
    }
    return at + bound.seconds() < best[round + bound.boardings()];
  }
};

template <class Memory>
class TripScan {
 public:
  explicit TripScan(const Prepared& p) : w_(p.window), transfers_(p.transfers), memory(p.window) {}

  // Puts the run into the first round.
  template <class Visitor>
  void board_first(std::uint32_t run, std::uint32_t position, std::uint32_t stop,
                   const Visitor& visitor) {
    enqueue(run, position, {kNone, stop}, 1, visitor);
  }

  // All rounds from what was boarded first. The visitor's `limit(round)` ends a segment that
  // arrives no earlier; `arrive(here, stop, at, round)` says whether to change there.
  template <class Visitor>
  void run(Visitor& visitor) {
    for (std::size_t next = 0; next < queue_.size(); ++next) {
      if (next + kAhead < queue_.size())
        __builtin_prefetch(transfers_.all.data() +
                           transfers_.first[queue_[next + kAhead].board + 1]);
      scan(queue_[next], static_cast<std::uint32_t>(next), visitor);
    }
  }
  void clear() { queue_.clear(); }
  [[nodiscard]] bool empty() const { return queue_.empty(); }
  [[nodiscard]] const std::vector<Segment>& segments() const { return queue_; }

 private:
  // Segments whose transfers are fetched before their turn.
  static constexpr std::size_t kAhead = 4;
  struct From {
    std::uint32_t parent = 0;
    std::uint32_t left = 0;
  };
  template <class Visitor>
  void enqueue(std::uint32_t run, std::uint32_t position, From from, std::uint32_t round,
               const Visitor& visitor) {
    std::uint32_t until = 0;
    if (!memory.claim(run, position, round, until)) return;
    const std::uint32_t first = w_.runs()[run].first_event;
    // Read when its turn comes.
    __builtin_prefetch(w_.arrive().data() + first + position + 1);
    __builtin_prefetch(transfers_.first.data() + first + position + 1);
    const std::uint32_t last = w_.call_count(w_.runs()[run].line) - 1;
    queue_.push_back(
        {run, first + position, first + std::min(until, last), from.parent, from.left, round});
    // At once, so that the queue stays in order of boardings. Where only a part of the run is new,
    // what its vehicle becomes is not.
    const std::uint32_t then = w_.runs()[run].then;
    if (then == kNone || until <= last) return;
    const auto number = static_cast<std::uint32_t>(queue_.size() - 1);
    enqueue(then, 0, {number, first + last}, round, visitor);
  }

  // By value: the queue grows meanwhile.
  template <class Visitor>
  void scan(const Segment s, std::uint32_t number, Visitor& visitor) {
    const Window::Run& run = w_.runs()[s.run];
    if constexpr (Visitor::kByLine)
      if (!visitor.worth(run.line, s.board - run.first_event, w_.arrive()[s.board + 1], s.round))
        return;
    const std::uint32_t* stops = w_.alight_stop().data() + w_.first_call(run.line);
    for (std::uint32_t e = s.board + 1; e <= s.end; ++e) {
      const std::int32_t arrive = w_.arrive()[e];
      if (arrive >= visitor.limit(s.round)) return;
      std::uint32_t stop = stops[e - run.first_event];
      if (stop == kNone) continue;
      // Where a line calls twice, its second call may be the one that kept the transfers.
      const bool again = (stop & Window::kAgain) != 0;
      const std::uint32_t slot = (stop & Window::kRuled) != 0
                                     ? w_.slot(w_.first_call(run.line) + e - run.first_event)
                                     : stop & ~Window::kAgain;
      stop &= ~(Window::kAgain | Window::kRuled);
      if (Visitor::kBounded && !visitor.arrive({number, e}, stop, arrive, s.round)) continue;
      if (!memory.earlier(slot, arrive, s.round) && !again) continue;
      if (!Visitor::kBounded && !visitor.arrive({number, e}, stop, arrive, s.round)) continue;
      const std::uint32_t end = transfers_.first[e + 1];
      for (std::uint32_t k = transfers_.first[e]; k < end; ++k) {
        const Transfer t = transfers_.all[k];
        enqueue(t.run(), t.position(), {number, e}, s.round + 1, visitor);
      }
    }
  }

  const Window& w_;
  const Transfers& transfers_;
  std::vector<Segment> queue_;

 public:
  Memory memory;
};

}  // namespace stopover::journeys::detail
