// SPDX-License-Identifier: Apache-2.0
// The rules of journey searches: their codes by name.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::journeys {

[[nodiscard]] std::span<const Rule> journey_rules();

namespace rule {

inline constexpr std::string_view kTooManyRuns = "E-JRN-001";
inline constexpr std::string_view kLinkNowhere = "E-JRN-002";
inline constexpr std::string_view kCancelledNothing = "E-JRN-003";
inline constexpr std::string_view kPlaceNowhere = "E-JRN-004";
inline constexpr std::string_view kPlaceTwice = "E-JRN-005";

}  // namespace rule
}  // namespace stopover::journeys
