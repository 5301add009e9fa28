// SPDX-License-Identifier: Apache-2.0
// The rules of cruise ports: their codes by name. 00x calls, 01x harbour and terminal, 02x people
// and figures, 10x itinerary files.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::scenario {

[[nodiscard]] std::span<const Rule> cruise_rules();

namespace rule {

inline constexpr std::string_view kCallTime = "E-CRU-001";
inline constexpr std::string_view kCallNoTime = "E-CRU-002";
inline constexpr std::string_view kCallOrder = "E-CRU-003";
inline constexpr std::string_view kBerthTooSmall = "E-CRU-004";
inline constexpr std::string_view kBerthElsewhere = "E-CRU-005";
inline constexpr std::string_view kBerthTaken = "E-CRU-006";
inline constexpr std::string_view kShipTwice = "E-CRU-007";
inline constexpr std::string_view kTooManyGuests = "E-CRU-008";
inline constexpr std::string_view kNights = "E-CRU-009";
inline constexpr std::string_view kClosureForm = "E-CRU-010";
inline constexpr std::string_view kNoChannel = "E-CRU-011";
inline constexpr std::string_view kDeskForm = "E-CRU-012";
inline constexpr std::string_view kNoDesk = "E-CRU-013";
inline constexpr std::string_view kGuestShares = "E-CRU-020";
inline constexpr std::string_view kNoMode = "E-CRU-021";
inline constexpr std::string_view kUnknownFigure = "E-CRU-022";
inline constexpr std::string_view kFigureRange = "E-CRU-023";
inline constexpr std::string_view kNoFigure = "E-CRU-024";
inline constexpr std::string_view kItineraryForm = "E-CRU-101";
inline constexpr std::string_view kItineraryTime = "E-CRU-102";
inline constexpr std::string_view kItineraryOrder = "E-CRU-103";
inline constexpr std::string_view kItineraryShip = "W-CRU-104";
inline constexpr std::string_view kItineraryTwice = "W-CRU-105";
inline constexpr std::string_view kItineraryDate = "W-CRU-106";

}  // namespace rule
}  // namespace stopover::scenario
