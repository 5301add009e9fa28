// SPDX-License-Identifier: Apache-2.0
// The rules of flight tables: their codes by name. 00x fields, 01x flights, 02x codeshares.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::io::flights {

[[nodiscard]] std::span<const Rule> flight_rules();

namespace rule {

inline constexpr std::string_view kZone = "E-FLT-001";
inline constexpr std::string_view kTime = "E-FLT-002";
inline constexpr std::string_view kDays = "E-FLT-003";
inline constexpr std::string_view kName = "E-FLT-004";
inline constexpr std::string_view kValidity = "E-FLT-005";
inline constexpr std::string_view kBlockTime = "E-FLT-010";
inline constexpr std::string_view kZonesDiffer = "E-FLT-011";
inline constexpr std::string_view kTwice = "E-FLT-012";
inline constexpr std::string_view kNowhere = "E-FLT-013";
inline constexpr std::string_view kNeverFlies = "W-FLT-014";
inline constexpr std::string_view kNotOperating = "E-FLT-020";
inline constexpr std::string_view kCodeshareDiffers = "E-FLT-021";
inline constexpr std::string_view kOperatingMissing = "W-FLT-022";

}  // namespace rule
}  // namespace stopover::io::flights
