// SPDX-License-Identifier: Apache-2.0
// Where points lie on the Earth, in three coordinate systems. Distances: engine/base/position.hpp.
//
// WGS-84 is what satellites and OpenStreetMap give. GCJ-02 is what maps published in mainland China
// give: WGS-84 moved by a few hundred metres, about 480 m in Shanghai. BD-09 is Baidu's: GCJ-02
// moved by about another 900 m. A set of points says which it is in; nothing here guesses
// (coordinates_check.hpp names a set that says wrong).
//
// Units: degrees, positive to the east and north; metres. GCJ-02 differs from WGS-84 inside the
// rectangle of `in_gcj02_area` alone, the one that published formulae use; it also holds parts of
// neighbouring countries.
// Exactness: inverses iterate to less than a millimetre within the area; beside its edge, where the
// formulae jump, a point may be off by the whole shift.
// Errors: none; a NaN goes through.
// Method: the polynomial with which eviltransform and coordtransform have published GCJ-02 since
// 2013 (on the Krasovsky 1940 ellipsoid), and Baidu's offset, also from there.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/position.hpp"

namespace stopover::network {

enum class CoordinateSystem : std::uint8_t { kWgs84, kGcj02, kBd09 };
inline constexpr std::size_t kCoordinateSystems = 3;

// "WGS-84", "GCJ-02", "BD-09"; nullopt for any other text.
[[nodiscard]] std::optional<CoordinateSystem> find_coordinate_system(std::string_view name);
[[nodiscard]] std::string_view name_of(CoordinateSystem system);

[[nodiscard]] bool in_gcj02_area(Position wgs84);
[[nodiscard]] Position converted(Position p, CoordinateSystem from, CoordinateSystem to);

}  // namespace stopover::network
