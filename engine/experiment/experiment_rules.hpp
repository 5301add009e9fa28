// SPDX-License-Identifier: Apache-2.0
// Rules of folders of results of an experiment (store.hpp).
#pragma once

#include <span>
#include <string_view>

#include "engine/base/rules.hpp"

namespace stopover::experiment {

[[nodiscard]] std::span<const Rule> experiment_rules();

namespace rule {

inline constexpr std::string_view kNoStore = "E-EXP-001";
inline constexpr std::string_view kOtherExperiment = "E-EXP-002";
inline constexpr std::string_view kInUse = "E-EXP-003";
inline constexpr std::string_view kHeaderDamaged = "E-EXP-004";
inline constexpr std::string_view kForeignFolder = "E-EXP-005";
inline constexpr std::string_view kLogDamaged = "W-EXP-006";
inline constexpr std::string_view kResultsDamaged = "W-EXP-007";
inline constexpr std::string_view kConflict = "E-EXP-008";
inline constexpr std::string_view kOtherKey = "W-EXP-009";
inline constexpr std::string_view kIncomplete = "E-EXP-010";

}  // namespace rule

}  // namespace stopover::experiment
