// SPDX-License-Identifier: Apache-2.0
// Whether the indicators that a model asks for can be worked out; for indicators.cpp only.
#pragma once

#include "models/choice/model_file.hpp"

namespace stopover::choice {

// Reports names that nothing has (E-CHO-002), parts that do not go together (E-CHO-005), shares
// that cannot be (E-CHO-008) and weights that are none (E-CHO-014).
void check_indicators(const ModelFile& model, const Table& table, const Problem& problem,
                      FaultList& faults);

}  // namespace stopover::choice
