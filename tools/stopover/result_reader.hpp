// SPDX-License-Identifier: Apache-2.0
// A folder that `run` or `compare` wrote, read back for a report: summary.json and manifest.json as
// they are, but for the seed, which is text (a browser's whole numbers end at 2^53), and the tables
// of results.sqlite that the report shows.
//
//   {"summary": {...}, "manifest": {...},
//    "tables": {"queues": {"columns": [{"name", "unit", "en", "zh"}],
//                          "rows": [[...]], "total": N}, ...}}
//
// Each number is the double or integer that the database holds. Of long tables the first rows in
// the order that matters are taken; "total" tells how many there are. A table that the database
// does not have (an older version wrote it) is left out.
//
// Errors: EnvironmentError (no such folder); InputError E-RES-001 … 005 (not as it was written),
// E-RES-008 (not of run or compare), E-RES-009 (database).
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace stopover::tool {

[[nodiscard]] nlohmann::json read_result(const std::string& folder);

}  // namespace stopover::tool
