// SPDX-License-Identifier: Apache-2.0
#include "engine/network/coordinates.hpp"

#include <array>

#include <gtest/gtest.h>

#include "engine/random/stream.hpp"

namespace stopover::network {
namespace {

using enum CoordinateSystem;

void expect_near(Position got, Position want) {
  EXPECT_NEAR(got.lon, want.lon, 1e-9);
  EXPECT_NEAR(got.lat, want.lat, 1e-9);
}

// Figures that eviltransform and coordtransform give in their own tests and documentation.
TEST(Coordinates, AgreeWithPublishedConversions) {
  expect_near(converted({121.5272106, 31.1774276}, kWgs84, kGcj02),
              {121.531541859215, 31.17530398364597});
  expect_near(converted({113.912316, 22.543847}, kWgs84, kGcj02),
              {113.9171764808363, 22.540796131694766});
  expect_near(converted({116.404, 39.915}, kWgs84, kGcj02),
              {116.41024449916938, 39.91640428150164});
  expect_near(converted({116.404, 39.915}, kGcj02, kBd09), {116.41036949371029, 39.92133699351021});
}

TEST(Coordinates, EachWayBackIsWithinAMillimetre) {
  random::Stream luck({.seed = 84});
  const auto uniform = [&luck] { return static_cast<double>(luck.next64() >> 11U) * 0x1p-53; };
  for (int i = 0; i < 2000; ++i) {
    const Position p{73 + 64 * uniform(), 2 + 53 * uniform()};
    for (const auto from : {kWgs84, kGcj02, kBd09})
      for (const auto to : {kWgs84, kGcj02, kBd09}) {
        const Position back = converted(converted(p, from, to), to, from);
        EXPECT_LT(great_circle_metres(back, p), 0.001)
            << p.lon << ' ' << p.lat << ' ' << name_of(from) << " to " << name_of(to);
      }
  }
}

TEST(Coordinates, StayOutsideTheAreaAndInTheirOwnSystem) {
  const Position tokyo{139.7671, 35.6812};
  EXPECT_FALSE(in_gcj02_area(tokyo));
  EXPECT_EQ(converted(tokyo, kWgs84, kGcj02), tokyo);
  EXPECT_EQ(converted(tokyo, kGcj02, kWgs84), tokyo);
  EXPECT_NE(converted(tokyo, kWgs84, kBd09), tokyo);
  EXPECT_EQ(converted({121.4, 31.2}, kGcj02, kGcj02), (Position{121.4, 31.2}));
}

TEST(Coordinates, InShanghaiTheSystemsLieHundredsOfMetresApart) {
  const Position p{121.4737, 31.2304};
  EXPECT_NEAR(great_circle_metres(p, converted(p, kWgs84, kGcj02)), 480, 30);
  EXPECT_NEAR(great_circle_metres(p, converted(p, kWgs84, kBd09)), 1150, 60);
  EXPECT_GT(converted(p, kWgs84, kGcj02).lon, p.lon);
  EXPECT_LT(converted(p, kWgs84, kGcj02).lat, p.lat);
}

TEST(Coordinates, SystemsAreNamedExactly) {
  EXPECT_EQ(find_coordinate_system("WGS-84"), kWgs84);
  EXPECT_EQ(find_coordinate_system("GCJ-02"), kGcj02);
  EXPECT_EQ(find_coordinate_system("BD-09"), kBd09);
  for (const char* other : {"", "wgs-84", "WGS84", "BD-09 "})
    EXPECT_EQ(find_coordinate_system(other), std::nullopt) << other;
}

}  // namespace
}  // namespace stopover::network
