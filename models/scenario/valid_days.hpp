// SPDX-License-Identifier: Apache-2.0
// The days on which an element holds: valid_from is in, valid_until is out, empty text is
// unbounded.
//
// Errors: none; the texts are validated, and what is no date is read as empty.
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/half_open.hpp"
#include "engine/base/time.hpp"

namespace stopover::scenario {

[[nodiscard]] inline HalfOpen<CivilDate> valid_days(const std::string& from,
                                                    const std::string& until) {
  const auto bound = [](const std::string& text, std::int32_t otherwise) {
    return CivilDate::parse(text).value_or(CivilDate(otherwise));
  };
  return {bound(from, -CivilDate::kFarthestDay), bound(until, CivilDate::kFarthestDay)};
}

// On such days of the week ("12345", Monday first)? Empty: on all.
[[nodiscard]] inline bool runs_on(const std::string& days, CivilDate date) {
  return days.empty() || days.find(static_cast<char>('1' + date.weekday())) != std::string::npos;
}

}  // namespace stopover::scenario
