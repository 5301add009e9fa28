// SPDX-License-Identifier: Apache-2.0
#include "engine/base/position.hpp"

#include <boost/geometry/algorithms/distance.hpp>
#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/strategies/spherical/distance_haversine.hpp>

namespace stopover {

double great_circle_metres(Position a, Position b) {
  namespace bg = boost::geometry;
  using Point = bg::model::point<double, 2, bg::cs::spherical_equatorial<bg::degree>>;
  return bg::distance(Point(a.lon, a.lat), Point(b.lon, b.lat),
                      bg::strategy::distance::haversine<double>(kEarthRadiusMetres));
}

}  // namespace stopover
