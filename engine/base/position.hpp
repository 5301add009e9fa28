// SPDX-License-Identifier: Apache-2.0
// A point on the Earth in WGS-84, and distances.
//
// Units: degrees, positive to the east and north; metres. Distances are great circles on a sphere
// of the Earth's mean radius (IUGG 1980), within 0.6 % of the ellipsoid's.
// Errors: none; a NaN goes through. Other coordinate systems: engine/network/coordinates.hpp.
#pragma once

namespace stopover {

struct Position {
  double lon = 0;
  double lat = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

inline constexpr double kEarthRadiusMetres = 6'371'008.8;

[[nodiscard]] double great_circle_metres(Position a, Position b);

}  // namespace stopover
