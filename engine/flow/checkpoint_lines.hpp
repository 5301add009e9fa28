// SPDX-License-Identifier: Apache-2.0
// From a checkpoint with types of desk, rules and patience to the lines of a DeskQueue, and what
// its customers draw. Private to the folder.
//
// A line stands for a rule (or none) and a set of desk types that its customers may use; ordinary
// desks are type 0 and open to all. Who is refused joins the line of the same rule that may use
// the ordinary desks only.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/flow/desk_queue.hpp"
#include "engine/flow/draws.hpp"

namespace stopover::flow {

// Periods in ticks, without those that are empty or have no desk.
[[nodiscard]] std::vector<DeskPeriod> desk_periods(const std::vector<StaffPeriod>& staffing);

struct LineCustomer {
  Tick arrival = 0;
  std::uint64_t luck = 0;  // what keys the draws: hash(party key, step's luck), or the person's key
  bool background = false;
  std::uint8_t passenger_class = 0;
  std::int16_t size = 1;
};

struct LineColumns {
  std::vector<Tick> arrival;
  std::vector<Tick> service;
  std::vector<std::uint8_t> line;
  std::vector<std::int16_t> persons;
  std::vector<Tick> patience;
  std::vector<std::uint8_t> refused;

  [[nodiscard]] QueueCustomers view() const {
    return {arrival, service, line, persons, patience, refused};
  }
};

class CheckpointLines {
 public:
  // Both outlive the lines.
  CheckpointLines(const Checkpoint& checkpoint, const CheckpointTimes& times);
  [[nodiscard]] const QueueRules& rules() const { return rules_; }
  void add(const LineCustomer& customer, const SweepLuck& luck, LineColumns& columns) const;
  // Desk types beside the ordinary one that are open to a line: bit k for type k + 1.
  [[nodiscard]] std::uint8_t may_use(std::uint8_t line) const;

 private:
  using Subset = std::uint32_t;  // bit k: desk type k of the checkpoint

  [[nodiscard]] std::size_t rule_of(std::uint8_t passenger_class) const;
  [[nodiscard]] std::uint8_t add_line(std::size_t rule, Subset usable);

  const Checkpoint& checkpoint_;
  const CheckpointTimes& times_;
  QueueRules rules_;
  // By rule, the last for who has none, and subset.
  std::array<std::array<std::uint8_t, 1U << kMostExtraDesks>, kMostRules + 1> line_{};
};

}  // namespace stopover::flow
