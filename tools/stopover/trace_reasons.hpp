// SPDX-License-Identifier: Apache-2.0
// What a party chose among, as text and for another program.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "models/simulation/reasons.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

// The likeliest few and the one taken.
[[nodiscard]] std::string reasons_text(const simulation::World& world,
                                       const simulation::Reasons& reasons, const ReportForm& form);
// All of them.
[[nodiscard]] nlohmann::json reasons_json(const simulation::World& world,
                                          const simulation::Reasons& reasons);

}  // namespace stopover::tool
