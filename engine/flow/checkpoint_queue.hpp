// SPDX-License-Identifier: Apache-2.0
// The exact recursion of a first-come-first-served queue at desks that open and close.
//
// With a constant number of desks it is the recursion of Kiefer & Wolfowitz (1955): the n-th
// customer starts when they have come and the earliest desk is free. Desks that open and close are
// counted, not named: at time t a service may start if fewer than d(t) are under way. So when desks
// close, idle ones close first; a desk at work finishes its customer, counts as one of the open
// desks until then, and takes no other if too many are open. In symbols, with S starts, D = S +
// service ends:
//
//   S_n = least t >= max(arrival_n, S_{n-1}) with  #{j < n : D_j > t} < d(t)
//
// The right side falls when any D_j falls and when d rises, so by induction more desks, or shorter
// services, never delay anybody: the property that named desks with tie rules lose.
//
// A customer who ends at t makes way for one who starts at t. Periods are half-open: a service may
// start at `from`, none at `until`.
//
// Cost: O(log desks) a customer in a heap; up to kRowDesks desks a sorted row is faster, since the
// new end is usually among the latest and moves a few places only; while up to 64 desks stay open,
// a row put in order by comparisons without a branch is faster still (bench/flow_bench.cpp).
// What it is not: a queue with priorities, abandonment or a finite hall.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "engine/flow/clock.hpp"

namespace stopover::flow {

struct DeskPeriod {
  Tick from = 0;
  Tick until = 0;
  int desks = 0;  // >= 1
  friend bool operator==(const DeskPeriod&, const DeskPeriod&) = default;
};

// Ascending, without overlap, each with time and a desk in it; else a bug.
void check_desk_periods(std::span<const DeskPeriod> periods);

// Up to this many desks at once the sorted row is used.
inline constexpr int kRowDesks = 96;

enum class DeskStore : std::uint8_t { kRow, kHeap };  // both give the same starts

// The queue between batches of arrivals: any cutting of the arrivals into batches gives the same
// starts, since each start depends on earlier customers only.
class FifoQueue {
 public:
  // Periods ascending, without overlap.
  explicit FifoQueue(std::span<const DeskPeriod> periods);
  // With the store chosen by the caller: for tests and benches.
  FifoQueue(std::span<const DeskPeriod> periods, DeskStore store);
  FifoQueue(FifoQueue&& other) noexcept;
  FifoQueue& operator=(FifoQueue&& other) noexcept;
  FifoQueue(const FifoQueue&) = delete;
  FifoQueue& operator=(const FifoQueue&) = delete;
  ~FifoQueue();

  // Columns of one length: arrivals non-decreasing, from batch to batch too; services >= 0. Writes
  // the start of each service; kNever for who waits when the last desk has closed for good, and for
  // all after them: stranded.
  void serve(std::span<const Tick> arrival, std::span<const Tick> service, std::span<Tick> start);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// All customers in one batch.
void checkpoint_starts(std::span<const DeskPeriod> periods, std::span<const Tick> arrival,
                       std::span<const Tick> service, std::span<Tick> start);

}  // namespace stopover::flow
