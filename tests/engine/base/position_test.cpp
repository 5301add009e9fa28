// SPDX-License-Identifier: Apache-2.0
#include "engine/base/position.hpp"

#include <gtest/gtest.h>

namespace stopover {
namespace {

TEST(Position, AGreatCircleIsMeasuredOnTheMeanSphere) {
  EXPECT_NEAR(great_circle_metres({0, 0}, {0, 90}), 10'007'557, 1);
  EXPECT_NEAR(great_circle_metres({179.5, 0}, {-179.5, 0}), 111'195, 1);
  EXPECT_EQ(great_circle_metres({121, 31}, {121, 31}), 0);
}

}  // namespace
}  // namespace stopover
