// SPDX-License-Identifier: Apache-2.0
// The oracle of DeskQueue: the same station as a plain simulation that keeps no counts. At every
// instant at which anything may happen it looks at every customer again. Shares no code with the
// engine but the types of rules and visits.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/flow/desk_queue.hpp"

namespace stopover::flow::testing {

struct StationCustomer {
  Tick arrival = 0;
  std::vector<Tick> service;  // by desk type
  std::uint8_t line = 0;
  std::int16_t persons = 1;
  Tick patience = kNever;
  std::uint8_t refused = 0;
};

[[nodiscard]] std::vector<QueueVisit> simulate_station(
    const QueueRules& rules, const std::vector<StationCustomer>& customers);

}  // namespace stopover::flow::testing
