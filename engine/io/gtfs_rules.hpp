// SPDX-License-Identifier: Apache-2.0
// The rules of GTFS feeds: their codes by name. 00x the feed, 01x references, 02x agencies and
// stops, 03x calendars, 04x trips, 05x rows left out, 06x frequencies, 07x use in a scenario, 08x
// transfers, pathways and fares.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::io::gtfs {

[[nodiscard]] std::span<const Rule> gtfs_rules();

namespace rule {

inline constexpr std::string_view kNoFeed = "E-GTFS-001";
inline constexpr std::string_view kTwoFeeds = "E-GTFS-002";
inline constexpr std::string_view kMissingFile = "E-GTFS-003";
inline constexpr std::string_view kNoCalendar = "E-GTFS-004";
inline constexpr std::string_view kBudget = "E-GTFS-005";
inline constexpr std::string_view kNoTrips = "E-GTFS-006";
inline constexpr std::string_view kFileUnknown = "W-GTFS-007";
inline constexpr std::string_view kFileNotRead = "W-GTFS-008";
inline constexpr std::string_view kKeyTwice = "E-GTFS-010";
inline constexpr std::string_view kReference = "E-GTFS-011";
inline constexpr std::string_view kAgencyNeeded = "E-GTFS-012";
inline constexpr std::string_view kRowTwice = "W-GTFS-013";
inline constexpr std::string_view kZoneUnknown = "E-GTFS-020";
inline constexpr std::string_view kZonesDiffer = "E-GTFS-021";
inline constexpr std::string_view kNoPosition = "E-GTFS-022";
inline constexpr std::string_view kNullIsland = "W-GTFS-023";
inline constexpr std::string_view kParentKind = "E-GTFS-024";
inline constexpr std::string_view kRouteType = "W-GTFS-025";
inline constexpr std::string_view kNoParent = "W-GTFS-026";
inline constexpr std::string_view kFarFromStation = "W-GTFS-027";
inline constexpr std::string_view kNoLevel = "W-GTFS-028";
inline constexpr std::string_view kDateOrder = "E-GTFS-030";
inline constexpr std::string_view kNeverRuns = "W-GTFS-031";
inline constexpr std::string_view kFarDate = "W-GTFS-032";
inline constexpr std::string_view kOutsideDates = "W-GTFS-033";
inline constexpr std::string_view kInfoRows = "W-GTFS-034";
inline constexpr std::string_view kShortTrip = "W-GTFS-040";
inline constexpr std::string_view kNoEndTime = "E-GTFS-041";
inline constexpr std::string_view kTimeOrder = "E-GTFS-042";
inline constexpr std::string_view kSequenceTwice = "E-GTFS-043";
inline constexpr std::string_view kOneTime = "W-GTFS-044";
inline constexpr std::string_view kStopKind = "E-GTFS-045";
inline constexpr std::string_view kDistanceOrder = "W-GTFS-046";
inline constexpr std::string_view kTooFast = "W-GTFS-047";
inline constexpr std::string_view kBlockOverlap = "W-GTFS-048";
inline constexpr std::string_view kTwinTrips = "W-GTFS-049";
inline constexpr std::string_view kRowLeftOut = "W-GTFS-050";
inline constexpr std::string_view kRowsLeftOut = "W-GTFS-051";
inline constexpr std::string_view kTableLeftOut = "W-GTFS-052";
inline constexpr std::string_view kFrequencyOrder = "E-GTFS-060";
inline constexpr std::string_view kFrequencyOverlap = "E-GTFS-061";
inline constexpr std::string_view kTooManyRuns = "E-GTFS-070";
inline constexpr std::string_view kMappedStop = "E-GTFS-071";
inline constexpr std::string_view kNoPattern = "W-GTFS-072";
inline constexpr std::string_view kNoRun = "W-GTFS-073";
inline constexpr std::string_view kOtherCurrency = "W-GTFS-074";
inline constexpr std::string_view kNoFare = "W-GTFS-075";
inline constexpr std::string_view kTransferEnds = "E-GTFS-080";
inline constexpr std::string_view kTransferStop = "E-GTFS-081";
inline constexpr std::string_view kTransferTrip = "E-GTFS-082";
inline constexpr std::string_view kTransferTime = "W-GTFS-083";
inline constexpr std::string_view kInSeat = "W-GTFS-084";
inline constexpr std::string_view kPathwayEnd = "E-GTFS-085";
inline constexpr std::string_view kExitGate = "E-GTFS-086";
inline constexpr std::string_view kPathwayLoop = "W-GTFS-087";
inline constexpr std::string_view kPrice = "E-GTFS-088";
inline constexpr std::string_view kCurrencies = "W-GTFS-089";

}  // namespace rule
}  // namespace stopover::io::gtfs
