// SPDX-License-Identifier: Apache-2.0
// One result as a spreadsheet that can be sent on unedited: conclusions first, then every
// indicator, goals, queues, bottlenecks, and the sources, weakest first. Each heading stands in
// English and Chinese.
//
// Queues and bottlenecks are told a usual day, not as the sums that the result has. What should be
// known first (few replications, a sample, parameters not drawn, …) stands under "About".
//
// Numbers are numbers, to the sixteen digits that a spreadsheet keeps: shares as fractions shown in
// per cent, differences of shares in points. Columns are as wide as their text, Chinese characters
// two places each, at most 60. Sheets print on A4, landscape, headings repeated.
//
// `result` is what result_reader.hpp reads. The same result makes the same bytes.
//
// Errors: EnvironmentError; a file that is there is replaced.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace stopover::tool {

void write_workbook(const nlohmann::json& result, const std::string& file);

}  // namespace stopover::tool
