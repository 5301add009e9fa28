// SPDX-License-Identifier: Apache-2.0
// One party's story and what it chose among, for a person and for another program; and which
// parties there are.
//
// Times are those of the clock where the party is. What a line says is worked out from the events
// (engine/flow/events.hpp), the plan and the timetable; nothing is simulated again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "models/simulation/reasons.hpp"
#include "models/simulation/told.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

[[nodiscard]] std::string trace_text(const simulation::World& world,
                                     const simulation::ToldReplication& told, std::size_t number,
                                     const simulation::Reasons& reasons, const ReportForm& form);
[[nodiscard]] nlohmann::json trace_json(const simulation::World& world,
                                        const simulation::ToldReplication& told, std::size_t number,
                                        const simulation::Reasons& reasons);

// Parties by number, the first `shown` of `found`.
[[nodiscard]] std::string search_text(const simulation::World& world,
                                      const simulation::ToldReplication& told,
                                      const std::vector<std::size_t>& found, std::size_t shown,
                                      const ReportForm& form);
[[nodiscard]] nlohmann::json search_json(const simulation::World& world,
                                         const simulation::ToldReplication& told,
                                         const std::vector<std::size_t>& found, std::size_t shown);

}  // namespace stopover::tool
