// SPDX-License-Identifier: Apache-2.0
// The rules that only show once a scenario is compiled (see engine/base/rules.hpp).
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::simulation {

[[nodiscard]] std::span<const Rule> world_rules();

namespace rule {

inline constexpr std::string_view kNoJourney = "W-WLD-004";
inline constexpr std::string_view kStageCycle = "E-WLD-005";
inline constexpr std::string_view kNoRoute = "E-WLD-006";
inline constexpr std::string_view kNoSeats = "E-WLD-007";
inline constexpr std::string_view kNoBuyer = "E-WLD-008";
inline constexpr std::string_view kNoIndicator = "E-WLD-009";
inline constexpr std::string_view kNoCarrier = "E-WLD-010";
inline constexpr std::string_view kIdleMinimum = "W-WLD-011";
inline constexpr std::string_view kHoldersHeldUp = "W-WLD-012";

}  // namespace rule
}  // namespace stopover::simulation
