// SPDX-License-Identifier: Apache-2.0
// The rules of rail timetables: their codes by name. 00x trips, 01x stop times, 02x trains.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::io::rail {

[[nodiscard]] std::span<const Rule> rail_rules();

namespace rule {

inline constexpr std::string_view kRunDates = "E-RAIL-001";
inline constexpr std::string_view kReference = "E-RAIL-002";
inline constexpr std::string_view kShortTrip = "E-RAIL-003";
inline constexpr std::string_view kValidity = "E-RAIL-004";
inline constexpr std::string_view kTime = "E-RAIL-010";
inline constexpr std::string_view kNoTime = "E-RAIL-011";
inline constexpr std::string_view kTimeOrder = "E-RAIL-012";
inline constexpr std::string_view kSequenceTwice = "E-RAIL-013";
inline constexpr std::string_view kMidnight = "W-RAIL-014";
inline constexpr std::string_view kTwoVersions = "E-RAIL-020";
inline constexpr std::string_view kEnds = "W-RAIL-021";

}  // namespace rule
}  // namespace stopover::io::rail
