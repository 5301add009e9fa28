// SPDX-License-Identifier: Apache-2.0
// What a sample of travellers would choose, for people and as JSON.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "models/simulation/asked.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

// Groups of all and of each kind of visitor; segments are in the JSON only.
[[nodiscard]] std::string choices_text(const std::vector<simulation::Asked>& asked,
                                       const ReportForm& form);
// Surplus of a variant.
[[nodiscard]] std::string surplus_text(const std::vector<simulation::Asked>& asked,
                                       const ReportForm& form);
[[nodiscard]] nlohmann::ordered_json asked_json(const std::vector<simulation::Asked>& asked);

}  // namespace stopover::tool
