// SPDX-License-Identifier: Apache-2.0
// A checkpoint with several types of desk and several lines before them.
//
// What it is: a queueing station with
//   desk types   manual, e-gate, crew...: each with desks that open and close by the clock;
//                counted, as in checkpoint_queue.hpp: a service in progress finishes, and is one of
//                the open desks until then
//   lines        who may use which types, in order of preference. In a line: first come, first
//                served. Between lines: non-preemptive head-of-line priority by `level` (Cobham
//                1954), and within a level accumulating priority (Kleinrock 1964; Stanford, Taylor
//                & Ziedins 2014): the line whose head has the largest weight times time waited.
//                Equal weights make lines of a level one queue in order of joining
//   refusal      a customer whom a desk refuses has spent the service there, and joins another line
//   patience     who has not begun a service that long after arriving leaves
//   a hall       with room for so many persons, waiting or being served. When it is full, who comes
//                is turned away, or waits outside in one line, without overtaking
// Everything is work-conserving: no desk idles while somebody who may use it waits.
//
// What it is not: a queue that preempts, or with lines that a customer changes of their own will.
// Who waits outside holds up nobody at the desks they come from.
//
// One instant, in this order:
//   1. services end, by customer; who was refused joins the next line
//   2. desks close and open
//   3. who waits outside enters while there is room
//   4. arrivals, in their order: into the hall, or outside if anybody waits there or there is no
//      room
//   5. until nothing changes: of the lines whose head may use a desk that is free, the one of
//      highest priority (then earliest in joining) sends its head to the first such type of its
//      list. Services of no length end, and 3 and 5 come again
//   6. whose patience ends now leaves; if anybody did, 3 and 5 again
// So a desk that is free at the last moment of somebody's patience still takes them; with
// patience 0 nobody waits (Erlang's loss system).
//
// A customer of several persons enters when there is room for all of them; one that is larger than
// the hall enters when it is empty. A hall without room lets nobody in.
//
// Time comes in steps: the visits, in order, are the same for any cutting of time and arrivals.
// One type of desk, lines alike and none of the rest is a first-come-first-served queue, and runs
// as checkpoint_queue.hpp: 1.5 to 2.7 times faster, and then most is the writing of visits
// (bench/flow_bench.cpp).
//
// Units: ticks; persons. Shapes: columns of one length n, services n rows of one entry a desk type.
// Cost: O(log(desks + customers with patience) + lines * types) an event. Memory: 104 bytes and the
// services of a customer who has come and not gone.
// Errors: what is stated here and does not hold is a bug.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/flow/checkpoint_queue.hpp"
#include "engine/flow/clock.hpp"

namespace stopover::flow {

// Of an arrival from 1970, either way: 140,000 years.
inline constexpr Tick kFarthest = Tick{1} << 52U;

inline constexpr int kMostDeskTypes = 8;
inline constexpr int kMostLines = 32;
inline constexpr int kLargestWeight = 1000;

struct QueueLine {
  std::vector<std::uint8_t> desks;  // types, the preferred one first; not empty, no type twice
  int level = 0;                    // lower is served first
  int weight = 1;                   // 1 to kLargestWeight, within the level
  // The line joined by whom a desk refuses; without it no desk refuses. Nobody is refused twice.
  std::optional<std::uint8_t> after_refusal;
  bool impatient = false;  // else its customers' patience has no end
  friend bool operator==(const QueueLine&, const QueueLine&) = default;
};

struct QueueRules {
  std::vector<std::vector<DeskPeriod>> desks;  // by type; 1 to kMostDeskTypes of them
  std::vector<QueueLine> lines;                // 1 to kMostLines
  std::optional<std::int64_t> room;            // persons in the hall, >= 0; none: no limit
  bool turns_away = false;                     // when the hall is full; else they wait outside
};

// An empty span stands for a column of: line 0; 1 person; patience without end; nobody refused.
struct QueueCustomers {
  std::span<const Tick> arrival;          // non-decreasing
  std::span<const Tick> service;          // >= 0, up to kLongestDraw
  std::span<const std::uint8_t> line;     // the one joined first
  std::span<const std::int16_t> persons;  // >= 1
  std::span<const Tick> patience;         // >= 0; kNever: no end
  std::span<const std::uint8_t> refused;  // bit k: by a desk of type k
};

// A service at a desk that did not let them through.
struct Refusal {
  Tick start = 0;
  Tick end = 0;
  std::uint8_t desk = 0;  // type
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

struct QueueVisit {
  enum class Fate : std::uint8_t {
    kServed,
    kGaveUp,      // patience ended
    kTurnedAway,  // the hall was full
    kStranded,    // no desk for them ever opens, or no room is ever free
  };
  std::uint64_t customer = 0;  // counted from 0 in order of adding
  Tick entered = kNever;       // the hall; kNever: did not
  Tick start = kNever;         // kServed: of the service that let them through
  Tick end = kNever;           // goes away; kStranded: never
  Tick waited = 0;             // outside and in lines; kStranded: 0
  Fate fate = Fate::kStranded;
  std::uint8_t desk = 0;           // kServed: type
  std::optional<Refusal> refused;  // before that
  friend bool operator==(const QueueVisit&, const QueueVisit&) = default;
};

enum class QueuePath : std::uint8_t { kFastest, kGeneral };  // both give the same visits

class DeskQueue {
 public:
  explicit DeskQueue(QueueRules rules, QueuePath path = QueuePath::kFastest);
  DeskQueue(DeskQueue&& other) noexcept;
  DeskQueue& operator=(DeskQueue&& other) noexcept;
  DeskQueue(const DeskQueue&) = delete;
  DeskQueue& operator=(const DeskQueue&) = delete;
  ~DeskQueue();

  // Arrivals not before those added earlier, nor before the time advanced to.
  void add(const QueueCustomers& customers);
  // Everything that happens before `until`, which does not go back. Appends the visits whose end
  // has become known, in order: at the start of the last service, at going away without. A
  // first-come-first-served queue knows ends of all who were added, and may append those too.
  void advance(Tick until, std::vector<QueueVisit>& visits);
  // While anybody is there, nothing happens before this; kNever: nobody, or nothing any more.
  [[nodiscard]] Tick next_event() const;
  // Everything that still happens; then, in their order, those who wait for ever.
  void finish(std::vector<QueueVisit>& visits);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// One type of desk, lines alike, and no refusal, impatience or limit to the hall.
[[nodiscard]] bool is_first_come_first_served(const QueueRules& rules);

}  // namespace stopover::flow
