// SPDX-License-Identifier: Apache-2.0
// The sweep's oracle: the whole network under one time-ordered event queue.
//
// It shares the keyed draws (draws.hpp), the rounding (clock.hpp) and the contract with sweep(),
// and nothing else: no stage order in time, no recursion, no batches. A counterfactual is a second
// clock that a party carries, not a difference. Slow and plain; for small worlds.
#pragma once

#include "engine/flow/sweep.hpp"

namespace stopover::flow::testing {

[[nodiscard]] Outcome event_sweep(const Plans& plans, const Setting& setting);

}  // namespace stopover::flow::testing
