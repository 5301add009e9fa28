// SPDX-License-Identifier: Apache-2.0
// Lines of layers: cut where they pass 180°, so that none runs around the Earth.
#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tools/stopover/report_layers.hpp"

namespace stopover::tool {
namespace {

using ::testing::ElementsAre;

TEST(PartedLine, IsOneWhereItDoesNotPass180) {
  EXPECT_THAT(parted_line({121.5, 31.2}, {139.7, 35.7}),
              ElementsAre(Line{{121.5, 31.2}, {139.7, 35.7}}));
}

TEST(PartedLine, IsCutHalfWay) {
  EXPECT_THAT(parted_line({170, 10}, {-170, 30}),
              ElementsAre(Line{{170, 10}, {180, 20}}, Line{{-180, 20}, {-170, 30}}));
  EXPECT_THAT(parted_line({-170, 30}, {170, 10}),
              ElementsAre(Line{{-170, 30}, {-180, 20}}, Line{{180, 20}, {170, 10}}));
}

TEST(PartedLine, OfTheMeridianItselfIsOneWithoutABreak) {
  EXPECT_THAT(parted_line({-180, 0}, {180, 10}), ElementsAre(Line{{-180, 0}, {-180, 10}}));
  EXPECT_THAT(parted_line({180, 0}, {-180, 10}), ElementsAre(Line{{180, 0}, {180, 10}}));
  EXPECT_THAT(parted_line({180, 0}, {-170, 10}), ElementsAre(Line{{-180, 0}, {-170, 10}}));
  EXPECT_THAT(parted_line({170, 0}, {-180, 10}), ElementsAre(Line{{170, 0}, {180, 10}}));
}

// Whole degrees of both ends: its parts together are as long as the shorter way.
RC_GTEST_PROP(PartedLine, GoesTheShorterWay, ()) {
  const auto lon = [] { return static_cast<double>(*rc::gen::inRange(-180, 181)); };
  const auto lat = [] { return static_cast<double>(*rc::gen::inRange(-80, 81)); };
  const Position from{lon(), lat()};
  const Position to{lon(), lat()};
  const double apart = std::abs(to.lon - from.lon);
  double length = 0;
  const std::vector<Line> lines = parted_line(from, to);
  for (const Line& line : lines) {
    RC_ASSERT(line.size() == 2U);
    length += std::abs(line[1].lon - line[0].lon);
    for (const Position at : line) RC_ASSERT(std::abs(at.lon) <= 180 && std::abs(at.lat) <= 80);
  }
  RC_ASSERT(std::abs(length - std::min(apart, 360 - apart)) < 1e-9);
  const auto same = [](Position a, Position b) {
    return a.lat == b.lat && std::fmod(a.lon - b.lon, 360) == 0;
  };
  RC_ASSERT(same(lines.front().front(), from) && same(lines.back().back(), to));
}

}  // namespace
}  // namespace stopover::tool
