// SPDX-License-Identifier: Apache-2.0
// Who came to a checkpoint and when they were served, as columns; and whoever listens to that.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/flow/clock.hpp"
#include "engine/flow/desk_queue.hpp"
#include "engine/network/network.hpp"

namespace stopover::flow {

// What a checkpoint of several lines adds to a visit (desk_queue.hpp).
struct LineVisit {
  std::uint8_t desk = 0;           // type that served
  bool gave_up = false;            // at `start`, without a service
  Tick held = 0;                   // outside a full hall
  std::optional<Refusal> refused;  // before `start`; not in the queue meanwhile
  friend bool operator==(const LineVisit&, const LineVisit&) = default;
};

// Columns of one length, arrivals rising within a batch and from batch to batch. A party is one
// visit, background comes person by person.
struct QueueVisits {
  std::span<const Tick> arrival;
  std::span<const Tick> start;    // of the service; kNever: not served
  std::span<const Tick> service;  // how long; 0 for who gave up
  std::span<const std::int16_t> persons;
  std::span<const std::uint8_t> own;  // 1: of the plans, 0: background
  std::span<const LineVisit> lines;   // empty: one line, one type of desk
};

// The same, visit by visit, as a queue of several lines gives them.
class VisitColumns {
 public:
  void add(Tick arrival, const QueueVisit& visit, std::int16_t persons, bool own);
  [[nodiscard]] bool empty() const { return arrival_.empty(); }
  [[nodiscard]] QueueVisits view() const {
    return {arrival_, start_, service_, persons_, own_, lines_};
  }

 private:
  std::vector<Tick> arrival_;
  std::vector<Tick> start_;
  std::vector<Tick> service_;
  std::vector<std::int16_t> persons_;
  std::vector<std::uint8_t> own_;
  std::vector<LineVisit> lines_;
};
[[nodiscard]] LineVisit line_visit(Tick arrival, const QueueVisit& visit);

// Hears of every visit of a sweep, background too, as the sweep works; shops and bags, where nobody
// queues, are left out. Batches of one checkpoint come one after another, those of two may come at
// once from two threads.
class QueueListener {
 public:
  virtual void hear(network::CheckpointId checkpoint, const QueueVisits& visits) = 0;
  // Of a checkpoint of several lines: who comes, with all they draw, before `hear` says what became
  // of them; `own` as in QueueVisits.
  virtual void come(network::CheckpointId /*checkpoint*/, const QueueCustomers& /*customers*/,
                    std::span<const std::uint8_t> /*own*/) {}

  QueueListener() = default;
  QueueListener(const QueueListener&) = delete;
  QueueListener& operator=(const QueueListener&) = delete;
  QueueListener(QueueListener&&) = delete;
  QueueListener& operator=(QueueListener&&) = delete;
  virtual ~QueueListener() = default;
};

}  // namespace stopover::flow
