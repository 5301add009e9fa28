// SPDX-License-Identifier: Apache-2.0
#include "engine/network/walk_links.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include <gtest/gtest.h>

#include "engine/random/stream.hpp"

namespace stopover::network {
namespace {

constexpr double kDegreeMetres = kEarthRadiusMetres * std::numbers::pi / 180;
const WalkRules kRules{
    .radius_metres = 500, .detour = 1.5, .speed_metres_per_second = 1.25, .fixed = Seconds(30)};

// Another formula than the one under test: the angle between two vectors by its tangent.
double distance(Position a, Position b) {
  const double k = std::numbers::pi / 180;
  const double lat_a = a.lat * k, lat_b = b.lat * k, lon = (b.lon - a.lon) * k;
  const double x =
      std::cos(lat_a) * std::sin(lat_b) - std::sin(lat_a) * std::cos(lat_b) * std::cos(lon);
  const double y = std::cos(lat_b) * std::sin(lon);
  const double z =
      std::sin(lat_a) * std::sin(lat_b) + std::cos(lat_a) * std::cos(lat_b) * std::cos(lon);
  return kEarthRadiusMetres * std::atan2(std::hypot(x, y), z);
}

TEST(WalkLinks, GoBothWaysByLengthOverSpeedAndRoundUp) {
  // 0.004° of latitude: 444.78 m; × 1.5 = 667.17 m; / 1.25 = 533.7 s; + 30.
  const std::vector<Position> points{{121.0, 31.0}, {121.0, 31.004}, {121.0, 31.009}};
  const auto links = walk_links(points, kRules);
  const Millimetres length = round_to<Millimetres>(0.004 * kDegreeMetres * 1.5 * 1000);
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[0], (WalkLink{0, 1, Seconds(564), length}));
  EXPECT_EQ(links[1], (WalkLink{1, 0, Seconds(564), length}));
}

TEST(WalkLinks, PointsInOnePlaceAreTheFixedTimeApart) {
  const std::vector<Position> points{{121.0, 31.0}, {121.0, 31.0}};
  WalkRules rules = kRules;
  rules.radius_metres = 0;
  EXPECT_EQ(walk_links(points, rules),
            (std::vector<WalkLink>{{0, 1, Seconds(30), {}}, {1, 0, Seconds(30), {}}}));
}

TEST(WalkLinks, AStatedWalkReplacesItsDirectionAddsOrForbids) {
  const std::vector<Position> points{{121.0, 31.0}, {121.0, 31.001}, {121.0, 31.5}};
  const std::vector<StatedWalk> stated{{2, 0, Seconds(900), Millimetres(5)},
                                       {0, 1, Seconds(1), {}},
                                       {0, 1, Seconds(77), Millimetres(9)},
                                       {1, 0, std::nullopt, {}}};
  EXPECT_EQ(walk_links(points, kRules, stated),
            (std::vector<WalkLink>{{0, 1, Seconds(77), Millimetres(9)},
                                   {2, 0, Seconds(900), Millimetres(5)}}));
}

TEST(WalkLinks, TheLastOfManyStatedWalksCounts) {
  const std::vector<Position> points{{121.0, 31.0}, {121.0, 31.5}, {121.0, 32.0}};
  std::vector<StatedWalk> stated;
  for (int i = 0; i < 100; ++i) {
    stated.push_back({2, 1, Seconds(1000 + i), {}});
    stated.push_back({0, 1, Seconds(i), {}});
  }
  EXPECT_EQ(walk_links(points, kRules, stated),
            (std::vector<WalkLink>{{0, 1, Seconds(99), {}}, {2, 1, Seconds(1099), {}}}));
}

TEST(WalkLinks, APointWithoutCoordinatesHasStatedWalksOnly) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Position> points{{nan, 31.0}, {121.0, 31.0}, {121.0, nan}};
  EXPECT_TRUE(walk_links(points, kRules).empty());
  const std::vector<StatedWalk> stated{{0, 1, Seconds(60), {}}};
  EXPECT_EQ(walk_links(points, kRules, stated).size(), 1U);
  EXPECT_TRUE(walk_links({}, kRules).empty());
}

TEST(WalkLinks, NeitherTheAntimeridianNorThePoleIsAnEdge) {
  const std::vector<Position> points{{179.999, -17.0}, {-179.999, -17.0}, {180.0, -17.0},
                                     {-180.0, -17.0},  {0.0, 89.999},     {180.0, 89.999},
                                     {-90.0, 89.999},  {12.0, 90.0},      {77.0, 90.0}};
  const auto links = walk_links(points, kRules);
  EXPECT_EQ(links.size(), 4U * 3U + 5U * 4U);
  for (const WalkLink& link : links) EXPECT_EQ(link.from < 4, link.to < 4);
}

struct Cloud {
  double lon, lat, width, height;  // of its south-west corner; degrees
  double radius;
};

// All pairs, by the other formula; pairs at the very edge of the radius may go either way.
void expect_same_as_all_pairs(const std::vector<Position>& points, const WalkRules& rules) {
  const auto links = walk_links(points, rules);
  std::size_t at = 0;
  std::size_t sure = 0;
  for (std::uint32_t from = 0; from < points.size(); ++from)
    for (std::uint32_t to = 0; to < points.size(); ++to) {
      if (from == to) continue;
      const double d = distance(points[from], points[to]);
      const bool is_here = at < links.size() && links[at].from == from && links[at].to == to;
      if (std::abs(d - rules.radius_metres) > 0.01) {
        ASSERT_EQ(is_here, d < rules.radius_metres) << from << " to " << to << ", " << d << " m";
        ++sure;
      }
      if (!is_here) continue;
      const double length = d * rules.detour;
      EXPECT_NEAR(static_cast<double>(links[at].length.count()), length * 1000, 2);
      EXPECT_NEAR(static_cast<double>((links[at].time - rules.fixed).count()),
                  length / rules.speed_metres_per_second + 0.5, 0.51);
      ++at;
    }
  EXPECT_EQ(at, links.size());
  EXPECT_GT(sure, points.size());
}

TEST(WalkLinks, AreThoseOfAllPairs) {
  random::Stream luck({.seed = 2024});
  const auto uniform = [&luck] { return static_cast<double>(luck.next64() >> 11U) * 0x1p-53; };
  for (const Cloud& cloud :
       {Cloud{121.4, 31.2, 0.05, 0.05, 600}, Cloud{179.98, 51.9, 0.04, 0.03, 700},
        Cloud{-180, 89.9, 360, 0.1, 3000}, Cloud{-180, -90, 360, 0.05, 2000},
        Cloud{-180, -90, 360, 180, 2e6}, Cloud{-180, -90, 360, 180, 3e7},
        Cloud{10, -0.01, 0.02, 0.02, 0}}) {
    std::vector<Position> points;
    for (int i = 0; i < 250; ++i) {
      double lon = cloud.lon + cloud.width * uniform();
      if (lon > 180) lon -= 360;
      points.push_back({lon, cloud.lat + cloud.height * uniform()});
    }
    WalkRules rules = kRules;
    rules.radius_metres = cloud.radius;
    expect_same_as_all_pairs(points, rules);
  }
}

TEST(WalkLinksDeathTest, RefusesWhatAReaderMustHaveChecked) {
  const std::vector<Position> points{{0, 0}, {0, 0}};
  WalkRules rules = kRules;
  rules.speed_metres_per_second = 0;
  EXPECT_DEATH((void)walk_links(points, rules), "speed is above 0");
  const std::vector<StatedWalk> nowhere{{0, 2, Seconds(1), {}}};
  EXPECT_DEATH((void)walk_links(points, kRules, nowhere), "known points");
  const std::vector<StatedWalk> itself{{1, 1, Seconds(1), {}}};
  EXPECT_DEATH((void)walk_links(points, kRules, itself), "two points");
}

}  // namespace
}  // namespace stopover::network
