// SPDX-License-Identifier: Apache-2.0
// Are points in the coordinate system that they say? Which of them are misplaced?
//
//   const SystemCheck check = check_system({stations, CoordinateSystem::kWgs84},
//                                          {osm_stations, CoordinateSystem::kWgs84}, {});
//   report(check, {stations, CoordinateSystem::kWgs84}, "stations.csv", faults);
//
// `check_system` compares points with references of the same name (the nearest of several). Each
// point is read in each of the three systems; the one that puts it near its reference, and clearly
// nearer than the others do, has its vote. So it works where GCJ-02 moves points by more than
// `SystemLimits::clear_metres`, which is all of mainland China; elsewhere WGS-84 and GCJ-02 are the
// same and nothing is undecided between them but BD-09.
// `misplaced_on_lines` needs no references: a point far from both its neighbours on a line, and off
// the way between them.
//
// Errors: none thrown. `report` adds E-POS-001 (another system), E-POS-002 (mixed), W-POS-003 (far
// from its reference, or a stray where nothing is mixed); `report_misplaced` adds W-POS-004.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/rules.hpp"
#include "engine/network/coordinates.hpp"

namespace stopover::network {

struct NamedPosition {
  std::string name;
  Position at;
};

struct PositionSet {
  std::span<const NamedPosition> points;
  CoordinateSystem system = CoordinateSystem::kWgs84;  // as declared
};

struct SystemLimits {
  double near_metres = 200;     // a vote is at most so far from the reference,
  double clear_metres = 150;    // and nearer by so much than in the next system
  double far_metres = 600;      // beyond it a point is misplaced
  std::size_t least_votes = 5;  // fewer decide nothing
  double mixed_share = 0.05;    // so many votes for a second system: mixed
  std::size_t mixed_votes = 3;  // and at least so many
};

enum class SystemVerdict : std::uint8_t { kAsDeclared, kOtherSystem, kMixed, kUndecided };

struct SystemCheck {
  SystemVerdict verdict = SystemVerdict::kUndecided;
  CoordinateSystem nearest = CoordinateSystem::kWgs84;  // of most votes; declared if undecided
  std::size_t matched = 0;                              // points with a reference
  // By the system in which the points are read.
  std::array<double, kCoordinateSystems> median_metres{};  // to the reference; 0 if none matched
  std::array<std::size_t, kCoordinateSystems> votes{};
  std::vector<std::uint32_t> strays;  // points that vote for another system than `nearest`
  std::vector<std::uint32_t> far;     // far from their reference in `nearest`, and no strays
  std::vector<double> far_metres;     // how far, each
};

[[nodiscard]] SystemCheck check_system(const PositionSet& points, const PositionSet& references,
                                       const SystemLimits& limits);

struct LineLimits {
  double gaps = 1.5;         // median gaps of the line to the nearer neighbour, or more
  double detour_gaps = 0.4;  // and so many more by way of the point than past it
};

// A line lists positions in order of travel. A list that jumps from the end of one branch to
// another gives false alarms there: list branches by themselves. Ends are not judged. Ascending.
[[nodiscard]] std::vector<std::uint32_t> misplaced_on_lines(
    std::span<const NamedPosition> points, std::span<const std::vector<std::uint32_t>> lines,
    const LineLimits& limits);

void report(const SystemCheck& check, const PositionSet& points, std::string_view file,
            FaultList& faults);
void report_misplaced(std::span<const std::uint32_t> misplaced,
                      std::span<const NamedPosition> points, std::string_view file,
                      FaultList& faults);

[[nodiscard]] std::span<const Rule> position_rules();

}  // namespace stopover::network
