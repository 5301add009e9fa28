// SPDX-License-Identifier: Apache-2.0
// The sweep's oracle: the whole network under one time-ordered event queue.
//
// It shares the keyed draws (draws.hpp), the rounding (clock.hpp), who stands in which line
// (checkpoint_lines.hpp) and the contract with sweep(), and nothing else: no stage order in time,
// no recursion, no batches. A counterfactual is a second clock that a party carries, not a
// difference. Slow and plain; for small worlds.
#pragma once

#include <string>
#include <vector>

#include "engine/flow/events.hpp"
#include "engine/flow/sweep.hpp"

namespace stopover::flow::testing {

// `story`: all that happened, in the order of events_of.
[[nodiscard]] Outcome event_sweep(const Plans& plans, const Setting& setting,
                                  std::vector<Event>* story = nullptr);

// All that each event says, one below the other.
[[nodiscard]] std::string story_text(const std::vector<Event>& events);

}  // namespace stopover::flow::testing
