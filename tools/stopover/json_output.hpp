// SPDX-License-Identifier: Apache-2.0
// JSON on standard output: one document, two blanks deep. Bytes that are not UTF-8 (they can only
// come from paths and faulty input) are replaced.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "engine/base/fault.hpp"

namespace stopover::tool {

// {"errors": n, "warnings": n, "kept": [{rule, file, line, field, found, expected}]}: counts are
// exact; of one rule at most FaultList::kKeptPerRule faults are kept.
[[nodiscard]] nlohmann::json faults_json(const FaultList& faults);

void print_json(const nlohmann::json& document);

}  // namespace stopover::tool
