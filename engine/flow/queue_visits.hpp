// SPDX-License-Identifier: Apache-2.0
// Who came to a checkpoint and when they were served, as columns; and whoever listens to that.
#pragma once

#include <cstdint>
#include <span>

#include "engine/flow/clock.hpp"
#include "engine/network/network.hpp"

namespace stopover::flow {

// Columns of one length, arrivals rising within a batch and from batch to batch. A party is one
// visit, background comes person by person. Who gives up waiting is told of as served at once when
// they do; a service at a desk that refuses counts as time in the queue.
struct QueueVisits {
  std::span<const Tick> arrival;
  std::span<const Tick> start;    // of the service; kNever: not served
  std::span<const Tick> service;  // how long
  std::span<const std::int16_t> persons;
  std::span<const std::uint8_t> own;  // 1: of the plans, 0: background
};

// Hears of every visit of a sweep, background too, as the sweep works; shops and bags, where nobody
// queues, are left out. Batches of one checkpoint come one after another, those of two may come at
// once from two threads.
class QueueListener {
 public:
  virtual void hear(network::CheckpointId checkpoint, const QueueVisits& visits) = 0;

  QueueListener() = default;
  QueueListener(const QueueListener&) = delete;
  QueueListener& operator=(const QueueListener&) = delete;
  QueueListener(QueueListener&&) = delete;
  QueueListener& operator=(QueueListener&&) = delete;
  virtual ~QueueListener() = default;
};

}  // namespace stopover::flow
