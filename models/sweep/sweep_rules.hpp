// SPDX-License-Identifier: Apache-2.0
// Rules of experiment files (experiment.proto).
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::sweep {

[[nodiscard]] std::span<const Rule> sweep_rules();

namespace rule {

inline constexpr std::string_view kMissingPart = "E-SWP-001";
inline constexpr std::string_view kNoFile = "E-SWP-002";
inline constexpr std::string_view kIdOfExperiment = "E-SWP-003";
inline constexpr std::string_view kIdTwice = "E-SWP-004";
inline constexpr std::string_view kOneRange = "E-SWP-005";
inline constexpr std::string_view kRangeOfFactor = "E-SWP-006";
inline constexpr std::string_view kPath = "E-SWP-007";
inline constexpr std::string_view kPathValue = "E-SWP-008";
inline constexpr std::string_view kFieldVariedTwice = "E-SWP-009";
inline constexpr std::string_view kDesignOfCells = "E-SWP-010";
inline constexpr std::string_view kTableCell = "E-SWP-011";
inline constexpr std::string_view kUnknownOutput = "E-SWP-012";
inline constexpr std::string_view kCount = "E-SWP-013";
inline constexpr std::string_view kTooLarge = "E-SWP-014";

}  // namespace rule

}  // namespace stopover::sweep
