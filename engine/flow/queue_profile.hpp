// SPDX-License-Identifier: Apache-2.0
// What the queue of one checkpoint was like, hour by hour: exact counts.
//
// What it is: a listener. It is fed everyone who came to the checkpoint, batch after batch in order
// of arrival, and keeps whole numbers that merge to the same value in any order. How the visits are
// cut into batches makes no difference.
// What it is not: a queue (checkpoint_queue.hpp says who starts when), nor an estimate: people of
// one replication are not independent, precision comes from replications.
//
// Time is cut into spans, each of which belongs to a slot: the 24 hours of the day, say, each with
// one span a day. A person belongs to the slot in which they arrive (arrivals, waits, target, never
// served); time in the queue and time at work belong to the slot in which they pass. What lies
// outside all spans is not counted. Someone is in the queue over [arrival, start), except while a
// desk is at work that will refuse them; who gives up until they do. Two who come and go at one
// instant never stood together. Those whom no desk ever serves are counted as such and are in no
// queue.
//
// Little (1961): the mean number in the queue over a slot is queued_ticks / its length.
//
// Units: persons; ticks (clock.hpp) where the name says so; waits in whole seconds, each rounded
// once. Errors: arrivals that go back, starts before arrivals are bugs. Cost: O(log queue) a visit;
// 16 bytes each who waits; the histogram of waits 512 bytes a slot and minute that occurs.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <queue>
#include <span>
#include <tuple>
#include <vector>

#include "engine/base/units.hpp"
#include "engine/flow/checkpoint_queue.hpp"
#include "engine/flow/clock.hpp"
#include "engine/flow/queue_visits.hpp"
#include "engine/stats/histogram.hpp"

namespace stopover::flow {

class TimeSlots {
 public:
  // Spans [edges[k], edges[k + 1]) of slot[k]; edges do not go back, one more than slots. Two equal
  // edges: a span that the clock leaps over.
  TimeSlots(std::vector<Tick> edges, std::vector<std::uint32_t> slot);

  [[nodiscard]] std::size_t slots() const { return length_.size(); }
  // All spans of the slot together.
  [[nodiscard]] Tick length(std::size_t slot) const { return length_[slot]; }
  [[nodiscard]] std::optional<std::size_t> slot_at(Tick t) const;
  // Calls part(slot, ticks) for each span that [from, until) meets.
  template <class Part>
  void split(Tick from, Tick until, const Part& part) const;

  [[nodiscard]] std::span<const Tick> edges() const { return edges_; }
  [[nodiscard]] std::size_t slot_of_span(std::size_t span) const { return slot_[span]; }

 private:
  // Of the last edge at or before t; t lies at or behind the first.
  [[nodiscard]] std::size_t span_at(Tick t) const;

  std::vector<Tick> edges_;
  std::vector<std::uint32_t> slot_;
  std::vector<Tick> length_;  // by slot
};

struct QueueCounts {
  std::int64_t arrived = 0;         // of the plans
  std::int64_t arrived_others = 0;  // background
  std::int64_t served = 0;          // of `arrived`, and so the next two
  std::int64_t waited_seconds = 0;  // persons × wait
  std::int64_t over_target = 0;     // waited longer than the target
  std::int64_t queued_ticks = 0;    // persons × ticks in the queue, everyone's
  std::int64_t busy_ticks = 0;      // desks × ticks at work, for everyone
  std::int64_t longest = 0;         // most persons in the queue at once, everyone
  // Of checkpoints of several lines; persons of `arrived`.
  std::int64_t gave_up = 0;
  std::int64_t refused = 0;                                 // by a desk, and sent on to another
  std::int64_t held = 0;                                    // outside a full hall
  std::int64_t held_seconds = 0;                            // persons × time outside
  std::array<std::int64_t, kMostDeskTypes> busy_by_type{};  // of busy_ticks, by type of desk

  // Sums; the greater `longest`.
  void add(const QueueCounts& other);
  friend bool operator==(const QueueCounts&, const QueueCounts&) = default;
};

struct QueueSlot {
  QueueCounts counts;
  stats::IntegerHistogram waits;  // persons of the plans by whole seconds
  friend bool operator==(const QueueSlot&, const QueueSlot&) = default;
};

struct QueueProfile {
  std::vector<QueueSlot> slots;
  void add(const QueueProfile& other);  // of the same slots
  friend bool operator==(const QueueProfile&, const QueueProfile&) = default;
};

// Desks × ticks open in each slot.
[[nodiscard]] std::vector<std::int64_t> open_ticks(const TimeSlots& slots,
                                                   std::span<const DeskPeriod> periods);

class QueueProfiler {
 public:
  // `slots` outlives it.
  QueueProfiler(const TimeSlots& slots, std::optional<Seconds> wait_target);

  void add(const QueueVisits& batch);
  [[nodiscard]] QueueProfile finish() &&;

 private:
  // Of the length of the queue. At one instant those who leave go first.
  struct Change {
    Tick time = 0;
    std::int64_t persons = 0;
    friend bool operator<(const Change& a, const Change& b) {
      return std::tie(a.time, a.persons) > std::tie(b.time, b.persons);
    }
  };
  struct Visit;

  void come(const Visit& visit);
  void count(const Visit& visit, QueueSlot& slot) const;
  // From the latest arrival on, or later.
  void queue(Tick from, Tick until, std::int64_t persons);
  void work(std::uint8_t desk, Tick from, Tick until);
  // Changes up to then; spans that begin by then begin.
  void advance(Tick now);
  void note_length(Tick now);

  const TimeSlots& slots_;
  std::optional<Seconds> target_;
  QueueProfile profile_;
  std::priority_queue<Change> changes_;
  std::int64_t length_ = 0;     // persons in the queue
  std::size_t next_span_ = 0;   // the first that has not begun
  std::optional<Tick> latest_;  // arrival
};

template <class Part>
void TimeSlots::split(Tick from, Tick until, const Part& part) const {
  if (from < edges_.front()) from = edges_.front();
  if (until > edges_.back()) until = edges_.back();
  if (from >= until) return;
  for (std::size_t span = span_at(from); from < until; ++span) {
    const Tick end = edges_[span + 1] < until ? edges_[span + 1] : until;
    part(std::size_t{slot_[span]}, end - from);
    from = end;
  }
}

}  // namespace stopover::flow
