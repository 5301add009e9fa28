// SPDX-License-Identifier: Apache-2.0
// The rules of SSIM files: their codes by name. 00x records, 01x fields, 02x legs and itineraries.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::io::ssim {

[[nodiscard]] std::span<const Rule> ssim_rules();

namespace rule {

inline constexpr std::string_view kNotSsim = "E-SSIM-001";
inline constexpr std::string_view kLength = "E-SSIM-002";
inline constexpr std::string_view kRecordType = "E-SSIM-003";
inline constexpr std::string_view kRecordOrder = "E-SSIM-004";
inline constexpr std::string_view kNoTrailer = "E-SSIM-005";
inline constexpr std::string_view kTrailer = "E-SSIM-006";
inline constexpr std::string_view kSerial = "W-SSIM-007";
inline constexpr std::string_view kField = "E-SSIM-010";
inline constexpr std::string_view kDate = "E-SSIM-011";
inline constexpr std::string_view kWeekdays = "E-SSIM-012";
inline constexpr std::string_view kTime = "E-SSIM-013";
inline constexpr std::string_view kUtcVariation = "E-SSIM-014";
inline constexpr std::string_view kDateVariation = "E-SSIM-015";
inline constexpr std::string_view kPeriod = "E-SSIM-016";
inline constexpr std::string_view kBlockTime = "E-SSIM-020";
inline constexpr std::string_view kLegTwice = "E-SSIM-021";
inline constexpr std::string_view kSegmentLeg = "E-SSIM-022";
inline constexpr std::string_view kValidity = "W-SSIM-023";
inline constexpr std::string_view kNeverOperates = "W-SSIM-024";
inline constexpr std::string_view kItinerary = "W-SSIM-025";
inline constexpr std::string_view kTwiceADay = "W-SSIM-026";

}  // namespace rule
}  // namespace stopover::io::ssim
