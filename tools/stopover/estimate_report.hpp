// SPDX-License-Identifier: Apache-2.0
// An estimated choice model as a person reads it.
#pragma once

#include <string>
#include <vector>

#include "engine/choice/estimate.hpp"
#include "models/choice/indicators.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

[[nodiscard]] std::string estimate_report(const choice::Problem& problem,
                                          const choice::Estimate& estimate,
                                          const std::vector<choice::Indicator>& indicators,
                                          const ReportForm& form);

}  // namespace stopover::tool
