// SPDX-License-Identifier: Apache-2.0
#include "models/economy/goals.hpp"

#include <gtest/gtest.h>

namespace stopover::economy {
namespace {

constexpr stats::Interval kAround{90, 110};

Goal people(double value, int year = 2027) {
  return {.key = "g",
          .indicator = "handled",
          .group = "all",
          .unit = GoalUnit::kPeopleYear,
          .value = value,
          .year = year};
}

TEST(Goals, AYearHasItsDays) {
  EXPECT_EQ(scale_of(people(1, 2027)), 365);
  EXPECT_EQ(scale_of(people(1, 2028)), 366);
  EXPECT_EQ(scale_of(people(1, 2000)), 366);
  EXPECT_EQ(scale_of(people(1, 2100)), 365);
  Goal share = people(0.1, 2028);
  share.unit = GoalUnit::kShare;
  EXPECT_EQ(scale_of(share), 1);
}

TEST(Goals, AreReachedWhereTheWholeIntervalSaysSo) {
  const auto reached = [](double goal, bool at_most) {
    Goal g = people(goal * 365);
    g.at_most = at_most;
    return standing(g, 100, kAround);
  };
  EXPECT_EQ(reached(80, false).reached, Reached::kYes);
  EXPECT_EQ(reached(100, false).reached, Reached::kNotTold);
  EXPECT_EQ(reached(120, false).reached, Reached::kNo);
  EXPECT_EQ(reached(80, true).reached, Reached::kNo);
  EXPECT_EQ(reached(120, true).reached, Reached::kYes);
  EXPECT_EQ(reached(120, false).distance, 20 * 365) << "still to go";
  EXPECT_EQ(reached(80, true).distance, 20 * 365) << "too many";
  EXPECT_EQ(reached(80, false).distance, -20 * 365);
}

// Replications that are all equal give an interval without width; a bound may be the goal.
TEST(Goals, AnIntervalThatEndsAtTheGoal) {
  const auto reached = [](stats::Interval interval, bool at_most) {
    Goal g = people(100 * 365);
    g.at_most = at_most;
    return standing(g, 100, interval).reached;
  };
  for (const bool at_most : {false, true})
    EXPECT_EQ(reached({100, 100}, at_most), Reached::kYes) << at_most;
  EXPECT_EQ(reached({100, 120}, false), Reached::kYes);
  EXPECT_EQ(reached({100, 120}, true), Reached::kNotTold);
  EXPECT_EQ(reached({80, 100}, false), Reached::kNotTold);
  EXPECT_EQ(reached({80, 100}, true), Reached::kYes);
}

TEST(Goals, APartIsHeldAgainstWhatWasPublished) {
  Goal g = people(1'000'000);
  g.part = true;
  EXPECT_FALSE(standing(g, 100, kAround).distance) << "nothing was published";
  g.observed = 700'000;
  const Standing s = standing(g, 5'000, kAround);
  EXPECT_EQ(s.value, 5'000 * 365.0);
  EXPECT_EQ(s.distance, 300'000) << "whatever is simulated";
  EXPECT_EQ(s.reached, Reached::kNo);
}

TEST(Goals, WithoutAFigureOrASimulationTellNoDistance) {
  Goal g = people(1);
  g.value.reset();
  EXPECT_FALSE(standing(g, 100, kAround).distance);
  EXPECT_EQ(standing(g, 100, kAround).value, 36'500);
  EXPECT_FALSE(standing(people(1), std::nullopt, std::nullopt).distance);
  EXPECT_EQ(standing(people(1), 100, std::nullopt).reached, Reached::kNotTold);
}

TEST(Goals, UnitsAreThoseOfIndicators) {
  EXPECT_EQ(indicator_unit(*parse_goal_unit("share")), "share");
  EXPECT_EQ(indicator_unit(*parse_goal_unit("people/year")), "people/day");
  EXPECT_EQ(indicator_unit(*parse_goal_unit("yuan/year")), "yuan/day");
  EXPECT_FALSE(parse_goal_unit("yuan/day"));
}

}  // namespace
}  // namespace stopover::economy
