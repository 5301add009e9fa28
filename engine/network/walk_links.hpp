// SPDX-License-Identifier: Apache-2.0
// Walks between points: those near enough, found by their coordinates, and those that are stated.
//
//   const auto links = walk_links(stops, {.radius_metres = 400, .detour = 1.3,
//                                         .speed_metres_per_second = 1.2}, stated);
//
// A walk of distance d (great circle) is d × detour long and takes that length over the speed, plus
// `fixed`, rounded up to the second. A stated walk replaces the computed one of its direction.
//
// What it is not: a street network, or closed under walking on: A–B and B–C make no A–C.
//
// Shapes: each direction is a link of its own; sorted by (from, to), no pair twice, none from a
// point to itself. A point with a NaN coordinate has stated links only.
// Errors: parameters outside their ranges and indices outside `points` are bugs; readers check.
// Method: an R-tree (Boost.Geometry) over points of the unit sphere in space, so that neither the
// antimeridian nor a pole is an edge. Cost: n log n plus the links.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/units.hpp"
#include "engine/network/coordinates.hpp"

namespace stopover::network {

struct WalkLink {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  Seconds time{};
  Millimetres length{};  // as walked, with the detour
  friend bool operator==(const WalkLink&, const WalkLink&) = default;
};

struct WalkRules {
  double radius_metres = 0;            // of the great circle, inclusive; 0 or more
  double detour = 1;                   // length walked over great circle; 1 or more
  double speed_metres_per_second = 0;  // above 0
  Seconds fixed{};                     // for each walk, however short; 0 or more
};

// One direction. Of several for one pair the last counts.
struct StatedWalk {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::optional<Seconds> time;  // absent: nobody walks here, however near
  Millimetres length{};
};

[[nodiscard]] std::vector<WalkLink> walk_links(std::span<const Position> points,
                                               const WalkRules& rules,
                                               std::span<const StatedWalk> stated = {});

}  // namespace stopover::network
