// SPDX-License-Identifier: Apache-2.0
// The rules a scenario keeps: their codes by name.
//
// 0xx reading and inheritance · 1xx single values · 2xx services, people, parameters · 3xx hubs ·
// 4xx the scenario as a whole. Titles and explanations: scenario_rules.cpp.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::scenario {

[[nodiscard]] std::span<const Rule> scenario_rules();

namespace rule {

inline constexpr std::string_view kNotUtf8 = "E-SCN-002";
inline constexpr std::string_view kTooDeep = "E-SCN-003";
inline constexpr std::string_view kSyntax = "E-SCN-004";
inline constexpr std::string_view kUnknownField = "E-SCN-005";
inline constexpr std::string_view kUnknownEnum = "E-SCN-006";
inline constexpr std::string_view kFieldTwice = "E-SCN-007";
inline constexpr std::string_view kNumberForm = "E-SCN-008";
inline constexpr std::string_view kMissingFile = "E-SCN-009";
inline constexpr std::string_view kBaseCycle = "E-SCN-010";
inline constexpr std::string_view kFileTwice = "E-SCN-011";
inline constexpr std::string_view kNoId = "E-SCN-012";
inline constexpr std::string_view kDuplicateId = "E-SCN-013";
inline constexpr std::string_view kAlterMissing = "E-SCN-014";
inline constexpr std::string_view kChangeForm = "E-SCN-015";
inline constexpr std::string_view kWeightList = "E-SCN-016";
inline constexpr std::string_view kMissing = "E-SCN-101";
inline constexpr std::string_view kNotFinite = "E-SCN-102";
inline constexpr std::string_view kRange = "E-SCN-103";
inline constexpr std::string_view kIdForm = "E-SCN-104";
inline constexpr std::string_view kReference = "E-SCN-105";
inline constexpr std::string_view kTime = "E-SCN-106";
inline constexpr std::string_view kDate = "E-SCN-107";
inline constexpr std::string_view kDays = "E-SCN-108";
inline constexpr std::string_view kCountry = "E-SCN-109";
inline constexpr std::string_view kZone = "E-SCN-110";
inline constexpr std::string_view kMoney = "E-SCN-111";
inline constexpr std::string_view kWord = "E-SCN-112";
inline constexpr std::string_view kNoSource = "E-SCN-113";
inline constexpr std::string_view kConfidence = "E-SCN-114";
inline constexpr std::string_view kTwiceInList = "E-SCN-115";
inline constexpr std::string_view kNullIsland = "W-SCN-116";
inline constexpr std::string_view kDateRange = "E-SCN-201";
inline constexpr std::string_view kTimeRange = "E-SCN-202";
inline constexpr std::string_view kFewStops = "E-SCN-203";
inline constexpr std::string_view kStopOrder = "E-SCN-204";
inline constexpr std::string_view kFareStop = "E-SCN-205";
inline constexpr std::string_view kNothingSold = "W-SCN-206";
inline constexpr std::string_view kMode = "E-SCN-207";
inline constexpr std::string_view kFlightPlace = "E-SCN-208";
inline constexpr std::string_view kSamePlace = "E-SCN-209";
inline constexpr std::string_view kPeriods = "E-SCN-210";
inline constexpr std::string_view kNoService = "E-SCN-211";
inline constexpr std::string_view kFlightSpeed = "W-SCN-212";
inline constexpr std::string_view kLineSpeed = "E-SCN-213";
inline constexpr std::string_view kHours = "E-SCN-214";
inline constexpr std::string_view kNoWeight = "E-SCN-215";
inline constexpr std::string_view kNobody = "W-SCN-216";
inline constexpr std::string_view kLowHigh = "E-SCN-217";
inline constexpr std::string_view kUnknownParameter = "E-SCN-218";
inline constexpr std::string_view kParameterUnit = "E-SCN-219";
inline constexpr std::string_view kParameterRange = "E-SCN-220";
inline constexpr std::string_view kNoParameter = "E-SCN-221";
inline constexpr std::string_view kSpendingTwice = "E-SCN-222";
inline constexpr std::string_view kBackgroundForm = "E-SCN-223";
inline constexpr std::string_view kTargetTwice = "E-SCN-224";
inline constexpr std::string_view kNoDelay = "E-SCN-225";
inline constexpr std::string_view kFactorCount = "E-SCN-226";
inline constexpr std::string_view kRotation = "E-SCN-227";
inline constexpr std::string_view kRestriction = "E-SCN-228";
inline constexpr std::string_view kOtherDates = "W-SCN-229";
inline constexpr std::string_view kScheduleFare = "E-SCN-230";
inline constexpr std::string_view kStayLimit = "E-SCN-231";
inline constexpr std::string_view kPortTwice = "E-SCN-232";
inline constexpr std::string_view kManyRegimes = "E-SCN-233";
inline constexpr std::string_view kIdleSwitch = "E-SCN-234";
inline constexpr std::string_view kTakenOver = "E-SCN-235";
inline constexpr std::string_view kNeverOpen = "E-SCN-236";
inline constexpr std::string_view kSameSight = "E-SCN-237";
inline constexpr std::string_view kIdleDays = "E-SCN-238";
inline constexpr std::string_view kInterestTwice = "E-SCN-239";
inline constexpr std::string_view kFarStop = "W-SCN-240";
inline constexpr std::string_view kBranchJump = "W-SCN-241";
inline constexpr std::string_view kOpenLoop = "W-SCN-242";
inline constexpr std::string_view kFreeStop = "W-SCN-243";
inline constexpr std::string_view kOvertaking = "E-SCN-244";
inline constexpr std::string_view kPartOfWhat = "E-SCN-260";
inline constexpr std::string_view kOnePrice = "E-SCN-261";
inline constexpr std::string_view kBearers = "E-SCN-262";
inline constexpr std::string_view kOpenCount = "E-SCN-263";
inline constexpr std::string_view kNoVisitorLeft = "E-SCN-264";
inline constexpr std::string_view kGoalForm = "E-SCN-265";
inline constexpr std::string_view kManyHolders = "E-SCN-266";
inline constexpr std::string_view kIdleRight = "W-SCN-267";
inline constexpr std::string_view kTwoHubs = "E-SCN-301";
inline constexpr std::string_view kVertex = "E-SCN-302";
inline constexpr std::string_view kOtherHub = "E-SCN-303";
inline constexpr std::string_view kCheckpointTwice = "E-SCN-304";
inline constexpr std::string_view kNoStaff = "E-SCN-305";
inline constexpr std::string_view kStaffGap = "W-SCN-306";
inline constexpr std::string_view kServiceTime = "E-SCN-307";
inline constexpr std::string_view kWalkDirection = "E-SCN-308";
inline constexpr std::string_view kDeadEnd = "E-SCN-309";
inline constexpr std::string_view kUnreached = "W-SCN-310";
inline constexpr std::string_view kNoWalks = "W-SCN-311";
inline constexpr std::string_view kHubConnection = "E-SCN-312";
inline constexpr std::string_view kHubCycle = "E-SCN-313";
inline constexpr std::string_view kDeskTypes = "E-SCN-316";
inline constexpr std::string_view kDwell = "E-SCN-317";
inline constexpr std::string_view kMinimumCarrier = "E-SCN-318";
inline constexpr std::string_view kDeskUnreached = "W-SCN-314";
inline constexpr std::string_view kDeskDeadEnd = "W-SCN-315";
inline constexpr std::string_view kGatewayZone = "W-SCN-401";
inline constexpr std::string_view kNoDemand = "W-SCN-402";
inline constexpr std::string_view kFeedTwice = "E-SCN-403";
inline constexpr std::string_view kZoneRules = "W-SCN-404";
inline constexpr std::string_view kRailZone = "E-SCN-405";
}  // namespace rule

}  // namespace stopover::scenario
