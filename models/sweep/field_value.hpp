// SPDX-License-Identifier: Apache-2.0
// A new value for a field of a scenario.
//
// Of a figure that may have a range (`value` beside `low`, `high`; `volume` beside `volume_low`,
// `volume_high`) it takes the range away. Money is rounded to fen, whole numbers after TIMES and
// PLUS to the nearest, halves up. The source map learns that the field was written.
//
// What it is not: a check that the value is in range. `scenario::validate` does that, for each
// variant.
//
// Errors: `PathFault`, with what was found and what could be there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/sweep/field_path.hpp"

namespace stopover::sweep {

enum class Combine : std::uint8_t { kSet, kTimes, kPlus };

// nullopt: done. TIMES and PLUS need a number that the scenario has.
[[nodiscard]] std::optional<PathFault> set_number(const FieldPlace& place, Combine how,
                                                  double value);
[[nodiscard]] std::optional<PathFault> set_word(const FieldPlace& place, Combine how,
                                                const std::string& word);

}  // namespace stopover::sweep
