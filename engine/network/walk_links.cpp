// SPDX-License-Identifier: Apache-2.0
#include "engine/network/walk_links.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <utility>

#include <boost/geometry/algorithms/intersects.hpp>
#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>

#include "engine/base/check.hpp"

namespace stopover::network {
namespace bg = boost::geometry;
namespace {

using SpacePoint = bg::model::point<double, 3, bg::cs::cartesian>;
using Entry = std::pair<SpacePoint, std::uint32_t>;
constexpr std::size_t kNodeEntries = 16;
using Tree = bg::index::rtree<Entry, bg::index::quadratic<kNodeEntries>>;

bool is_placed(Position p) {
  return std::isfinite(p.lon) && std::isfinite(p.lat);
}

SpacePoint on_unit_sphere(Position p) {
  constexpr double kDegree = std::numbers::pi / 180;
  const double lon = p.lon * kDegree;
  const double lat = p.lat * kDegree;
  return {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
}

// Half the side of a box that holds all points within the radius: the chord, and a little more than
// the rounding of a coordinate.
double reach_on_unit_sphere(double radius_metres) {
  constexpr double kSlack = 1e-12;
  const double angle = std::min(radius_metres / kEarthRadiusMetres, std::numbers::pi);
  return 2 * std::sin(angle / 2) + kSlack;
}

void check_rules(const WalkRules& rules) {
  STOPOVER_CHECK(std::isfinite(rules.radius_metres) && rules.radius_metres >= 0,
                 "a radius is a number, 0 or more");
  STOPOVER_CHECK(std::isfinite(rules.detour) && rules.detour >= 1, "a detour is 1 or more");
  STOPOVER_CHECK(std::isfinite(rules.speed_metres_per_second) && rules.speed_metres_per_second > 0,
                 "a walking speed is above 0");
  STOPOVER_CHECK(rules.fixed >= Seconds(0), "a walk's fixed time is 0 or more");
}

WalkLink computed(std::uint32_t from, std::uint32_t to, double distance, const WalkRules& rules) {
  const double length = distance * rules.detour;
  return {from, to,
          rules.fixed + round_to<Seconds>(std::ceil(length / rules.speed_metres_per_second)),
          round_to<Millimetres>(length * 1000)};
}

std::vector<WalkLink> near_links(std::span<const Position> points, const WalkRules& rules) {
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (is_placed(points[i]))
      entries.emplace_back(on_unit_sphere(points[i]), static_cast<std::uint32_t>(i));
  const Tree tree(entries);
  const double reach = reach_on_unit_sphere(rules.radius_metres);
  std::vector<WalkLink> links;
  std::vector<Entry> found;
  for (const auto& [at, from] : entries) {
    const double x = at.get<0>(), y = at.get<1>(), z = at.get<2>();
    const bg::model::box<SpacePoint> box({x - reach, y - reach, z - reach},
                                         {x + reach, y + reach, z + reach});
    found.clear();
    tree.query(bg::index::intersects(box), std::back_inserter(found));
    for (const auto& [ignored, to] : found) {
      const double distance = great_circle_metres(points[from], points[to]);
      if (from != to && distance <= rules.radius_metres)
        links.push_back(computed(from, to, distance, rules));
    }
  }
  return links;
}

bool before(const WalkLink& a, const WalkLink& b) {
  return std::pair(a.from, a.to) < std::pair(b.from, b.to);
}

// The last of each pair, sorted by (from, to).
std::vector<StatedWalk> last_stated(std::span<const StatedWalk> stated, std::size_t points) {
  std::vector<StatedWalk> last(stated.begin(), stated.end());
  for (const StatedWalk& walk : last) {
    STOPOVER_CHECK(walk.from < points && walk.to < points, "a stated walk joins known points");
    STOPOVER_CHECK(walk.from != walk.to, "a stated walk joins two points");
    STOPOVER_CHECK(!walk.time || *walk.time >= Seconds(0), "a stated walk takes 0 s or more");
  }
  const auto pair_of = [](const StatedWalk& walk) { return std::pair(walk.from, walk.to); };
  std::stable_sort(last.begin(), last.end(), [&](const StatedWalk& a, const StatedWalk& b) {
    return pair_of(a) < pair_of(b);
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < last.size(); ++i)
    if (i + 1 == last.size() || pair_of(last[i]) != pair_of(last[i + 1])) last[kept++] = last[i];
  last.resize(kept);
  return last;
}

// Both sorted by (from, to).
std::vector<WalkLink> overridden(std::span<const WalkLink> near,
                                 std::span<const StatedWalk> stated) {
  std::vector<WalkLink> links;
  links.reserve(near.size() + stated.size());
  auto next = near.begin();
  for (const StatedWalk& walk : stated) {
    const WalkLink link{walk.from, walk.to, walk.time.value_or(Seconds(0)), walk.length};
    while (next != near.end() && before(*next, link)) links.push_back(*next++);
    if (next != near.end() && !before(link, *next)) ++next;
    if (walk.time) links.push_back(link);
  }
  links.insert(links.end(), next, near.end());
  return links;
}

}  // namespace

std::vector<WalkLink> walk_links(std::span<const Position> points, const WalkRules& rules,
                                 std::span<const StatedWalk> stated) {
  check_rules(rules);
  STOPOVER_CHECK(std::in_range<std::uint32_t>(points.size()), "points are numbered by 32 bits");
  std::vector<WalkLink> near = near_links(points, rules);
  std::sort(near.begin(), near.end(), before);
  return overridden(near, last_stated(stated, points.size()));
}

}  // namespace stopover::network
