// SPDX-License-Identifier: Apache-2.0
// The answer of `stopover cruise`: a year of the ports, as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "models/cruise/fit.hpp"
#include "models/cruise/indicators.hpp"
#include "models/cruise/limits.hpp"
#include "models/scenario/load.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

struct CruiseFinding {
  const scenario::LoadedScenario& loaded;
  const cruise::PortBook& book;
  const std::vector<cruise::PlannedCall>& calls;
  int year = 0;
  std::uint64_t seed = 0;
  std::vector<cruise::YearReplication> reps;
  std::vector<cruise::CruiseIndicator> indicators;
  std::vector<cruise::CallSummary> summaries;
  std::vector<cruise::BerthConflict> conflicts;
  std::vector<cruise::FitSeries> fits;
  cruise::Limits limits;
};

[[nodiscard]] std::string cruise_text(const CruiseFinding& finding, bool every_call,
                                      const ReportForm& form);
[[nodiscard]] nlohmann::json cruise_json(const CruiseFinding& finding);

}  // namespace stopover::tool
