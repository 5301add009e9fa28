// SPDX-License-Identifier: Apache-2.0
// Figures as a person reads them: a share in percent, people with thousands parted.
//
// The full digits are in the files; here are as many as can be told apart.
#pragma once

#include <optional>
#include <string>

#include "engine/stats/estimate.hpp"

namespace stopover::tool {

// `unit` is an indicator's: "share", "people/day", "yuan/day", "yuan/person", "minutes", ….
[[nodiscard]] std::string figure_text(const std::string& unit, double value);  // "57.14 %"
[[nodiscard]] std::string change_text(const std::string& unit,
                                      double value);  // "+1.30": points of a share
// "56.90 … 57.38", "–" without one. A change carries signs.
[[nodiscard]] std::string interval_text(const std::string& unit,
                                        const std::optional<stats::Interval>& interval);
[[nodiscard]] std::string change_interval_text(const std::string& unit,
                                               const std::optional<stats::Interval>& interval);
[[nodiscard]] std::string whole_text(long long value);  // "1,234,567"

}  // namespace stopover::tool
