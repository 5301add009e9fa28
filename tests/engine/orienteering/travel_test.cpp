// SPDX-License-Identifier: Apache-2.0
#include "engine/orienteering/travel.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/orienteering/made.hpp"

namespace stopover::orienteering {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TravelProfiles two_places(BetweenPoints between, std::vector<TravelPoint> points) {
  TravelProfiles profiles;
  profiles.places = 2;
  profiles.between = between;
  const auto count = static_cast<std::uint32_t>(points.size());
  profiles.first = {0, 0, count, count, count};
  profiles.points = std::move(points);
  return profiles;
}

TEST(Travel, TakesTheNextDepartureAndNoneAfterTheLast) {
  const auto times = TravelTimes::by_departure(
      two_places(BetweenPoints::kTimetable, {{100, 130}, {200, 230}, {290, 320}}));
  EXPECT_EQ(times.arrival(0, 1, 0), 130);
  EXPECT_EQ(times.arrival(0, 1, 100), 130);
  EXPECT_EQ(times.arrival(0, 1, 101), 230);
  EXPECT_EQ(times.arrival(0, 1, 290), 320);
  EXPECT_GE(times.arrival(0, 1, 291), kNever);
  EXPECT_EQ(times.latest_departure(0, 1, 1000), 290);
  EXPECT_EQ(times.latest_departure(0, 1, 319), 200);
  EXPECT_EQ(times.latest_departure(0, 1, 129), -1);
  EXPECT_EQ(times.shortest(0, 1), 30);
}

TEST(Travel, WalksWhenThatIsSooner) {
  auto profiles = two_places(BetweenPoints::kTimetable, {{100, 130}});
  profiles.walk = {0, 70, kNever, 0};
  const auto times = TravelTimes::by_departure(std::move(profiles));
  EXPECT_EQ(times.arrival(0, 1, 0), 70);
  EXPECT_EQ(times.arrival(0, 1, 90), 130);
  EXPECT_EQ(times.arrival(0, 1, 101), 171);
  EXPECT_EQ(times.latest_departure(0, 1, 169), 100);
  EXPECT_EQ(times.latest_departure(0, 1, 172), 102);
}

TEST(Travel, InterpolatesAndRoundsUp) {
  const auto times =
      TravelTimes::by_departure(two_places(BetweenPoints::kLinear, {{100, 130}, {103, 137}}));
  EXPECT_EQ(times.arrival(0, 1, 50), 80);
  EXPECT_EQ(times.arrival(0, 1, 101), 133);
  EXPECT_EQ(times.arrival(0, 1, 102), 135);
  EXPECT_EQ(times.arrival(0, 1, 200), 234);
}

TEST(Travel, ListsEveryPairThatOvertakes) {
  EXPECT_THAT(unsound(two_places(BetweenPoints::kLinear, {{100, 130}, {110, 129}})),
              ElementsAre(HasSubstr("from 0 to 1: point 1: arrives before an earlier")));
  EXPECT_THAT(unsound(two_places(BetweenPoints::kLinear, {{100, 99}})),
              ElementsAre(HasSubstr("arrives before it departs")));
  EXPECT_THAT(unsound(two_places(BetweenPoints::kLinear, {{100, 130}, {100, 140}})),
              ElementsAre(HasSubstr("departs no later")));
  EXPECT_THAT(unsound(two_places(BetweenPoints::kLinear, {{100, 130}, {101, 130}})), IsEmpty());
}

// Of drawn travel times, by trying every departure.
RC_GTEST_PROP(TravelProperty, LatestDepartureIsTheInverseOfArrival, (std::uint64_t seed)) {
  testing::Shape shape = testing::drawn_shape(seed, 3);
  const Spec spec = testing::made(seed, shape);
  const TravelTimes& times = spec.travel[0];
  for (std::size_t i = 0; i < times.places(); ++i)
    for (std::size_t j = 0; j < times.places(); ++j) {
      Tick shortest = kNever;
      for (Tick t = 0; t < 1300; ++t) {
        RC_ASSERT(times.arrival(i, j, t) >= t);
        RC_ASSERT(times.arrival(i, j, t) <= times.arrival(i, j, t + 1));
        if (times.arrival(i, j, t) < kNever)
          shortest = std::min(shortest, times.arrival(i, j, t) - t);
      }
      RC_ASSERT(times.shortest(i, j) <= shortest);
      for (Tick by = 0; by < 1200; by += 83) {
        Tick latest = -1;
        for (Tick t = 0; t <= by; ++t)
          if (times.arrival(i, j, t) <= by) latest = t;
        RC_ASSERT(times.latest_departure(i, j, by) == latest);
      }
    }
}

}  // namespace
}  // namespace stopover::orienteering
