// SPDX-License-Identifier: Apache-2.0
// A folder that `run`, `compare` or `sweep merge` wrote, read back for a report: of the first two
// summary.json and manifest.json as they are, but for the seed, which is text (a browser's whole
// numbers end at 2^53), and the tables of results.sqlite that the report shows.
//
//   {"summary": {...}, "manifest": {...},
//    "tables": {"queues": {"columns": [{"name", "unit", "en", "zh"}],
//                          "rows": [[...]], "total": N}, ...}}
//
// Of a sweep {"sweep": analysis.json, "manifest": {...}}; of each output the cells furthest from
// the base, "effects_total" tells how many there are.
//
// Each number is the double or integer that the database holds. Of long tables the first rows in
// the order that matters are taken; "total" tells how many there are. A table that the database
// does not have (an older version wrote it) is left out.
//
// Errors: EnvironmentError (no such folder); InputError E-RES-001 … 005 (not as it was written),
// E-RES-008 (not of run or compare, or a sweep that is not merged), E-RES-009 (database).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace stopover::tool {

[[nodiscard]] nlohmann::json read_result(const std::string& folder);
[[nodiscard]] bool is_sweep_result(const nlohmann::json& result);
// Of a folder that read_result took: these tables with all their rows. E-RES-009 also where one is
// not there, as in a result of an older version.
[[nodiscard]] nlohmann::json read_whole_tables(const std::string& folder,
                                               std::span<const std::string_view> names);

}  // namespace stopover::tool
