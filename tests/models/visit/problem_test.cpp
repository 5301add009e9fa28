// SPDX-License-Identifier: Apache-2.0
// Windows as problems: what fits and what does not, by hand.
#include "models/visit/problem.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/orienteering/alternatives.hpp"
#include "tests/models/visit/visit_cases.hpp"

namespace stopover::visit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Keys = std::vector<std::string>;

// Half a kilometre: 520 s on foot each way, so 60 minutes of visit take 77:20.
TEST(Problem, AWindowHoldsOneVisitOrNone) {
  scenario::Scenario s;
  add_sight(s, {"a", 0.5});
  const SightBook book = sight_book(s);
  VisitQuestion q = asked(10, 12);
  q.gate = q.arrive + minutes(77) + Seconds(20);
  EXPECT_THAT(solved(book, q).seen(book), ElementsAre("a"));
  q.gate = q.gate - Seconds(1);
  EXPECT_THAT(solved(book, q).seen(book), IsEmpty());
}

TEST(Problem, AClosedDayIsNoDay) {
  scenario::Scenario s;
  add_sight(s, {"a", 0.5}).set_closed_days("1");
  add_sight(s, {"b", 0.5});
  const SightBook book = sight_book(s);
  EXPECT_THAT(solved(book, asked(10, 15)).seen(book), ElementsAre("b"));
  const CivilDate tuesday = monday().plus_days(1);
  EXPECT_THAT(solved(book, asked(10, 15, tuesday), tuesday).seen(book),
              UnorderedElementsAre("a", "b"));
}

TEST(Problem, NobodyComesAfterTheLastEntry) {
  scenario::Scenario s;
  add_sight(s, {"a", 0.5}).set_last_entry("15:30");
  const SightBook book = sight_book(s);
  VisitQuestion q = asked(15, 20);
  q.arrive = q.arrive + minutes(30) - Seconds(520);
  EXPECT_THAT(solved(book, q).seen(book), ElementsAre("a"));
  q.arrive += Seconds(1);
  EXPECT_THAT(solved(book, q).seen(book), IsEmpty());
}

// Last entry at 16:30 and closing at 17:00: 45 minutes do not fit after 16:15.
TEST(Problem, AVisitEndsByClosing) {
  scenario::Scenario s;
  add_sight(s, {"a", 0, "09:00", "17:00", 45}).set_last_entry("16:30");
  const SightBook book = sight_book(s);
  VisitQuestion q = asked(16, 20);
  q.arrive += minutes(15);
  EXPECT_THAT(solved(book, q).seen(book), ElementsAre("a"));
  q.arrive += Seconds(1);
  EXPECT_THAT(solved(book, q).seen(book), IsEmpty());
}

TEST(Problem, WaitsForTheOpening) {
  scenario::Scenario s;
  add_sight(s, {"a", 0.5, "11:00"});
  const SightBook book = sight_book(s);
  const Solved out = solved(book, asked(9, 14));
  ASSERT_TRUE(out.result);
  EXPECT_EQ(out.result->best.routes[0].visits[0].start, 11 * 3600);
}

TEST(Problem, AtMostKOfACategory) {
  scenario::Scenario s;
  for (const char* id : {"m1", "m2", "m3", "m4"})
    add_sight(s, {id, 0.1, "09:00", "17:00", 30, 0, "museum"});
  add_sight(s, {"g", 0.1, "09:00", "17:00", 30});
  const SightBook book = sight_book(s);
  for (const int most : {1, 2, 4}) {
    VisitQuestion q = asked(9, 17);
    q.most_of_category = most;
    const Keys seen = solved(book, q).seen(book);
    EXPECT_EQ(std::count_if(seen.begin(), seen.end(), [](const auto& k) { return k[0] == 'm'; }),
              most);
    EXPECT_EQ(std::count(seen.begin(), seen.end(), "g"), 1);
  }
}

TEST(Problem, WhatMustBeSeenGoesBeforeWorth) {
  scenario::Scenario s;
  add_sight(s, {"dear", 0.1, "09:00", "17:00", 120}).set_appeal(5);
  add_sight(s, {"dull", 0.1, "09:00", "17:00", 120}).set_appeal(0.1);
  const SightBook book = sight_book(s);
  VisitQuestion q = asked(9, 12);
  EXPECT_THAT(solved(book, q).seen(book), ElementsAre("dear"));
  q.must = {*book.find("dull")};
  EXPECT_THAT(solved(book, q).seen(book), ElementsAre("dull"));
  q.must = {};
  q.without = {*book.find("dear")};
  EXPECT_THAT(solved(book, q).seen(book), ElementsAre("dull"));
}

TEST(Problem, TicketsAndFaresKeepToTheBudget) {
  scenario::Scenario s;
  add_sight(s, {"a", 0.1, "09:00", "17:00", 30, 40}).set_appeal(9);
  add_sight(s, {"b", 0.1, "09:00", "17:00", 30, 40}).set_appeal(8);
  add_sight(s, {"far", 3, "09:00", "17:00", 30}).set_appeal(1);  // a ride of 3 yuan each way
  const SightBook book = sight_book(s);
  VisitQuestion q = asked(9, 17);
  q.budget = yuan(86);
  EXPECT_THAT(solved(book, q).seen(book), UnorderedElementsAre("a", "b", "far"));
  q.budget = yuan(85);
  EXPECT_THAT(solved(book, q).seen(book), UnorderedElementsAre("a", "b"));
  q.budget = yuan(79);
  EXPECT_THAT(solved(book, q).seen(book), UnorderedElementsAre("a", "far"));
}

// 0.7 km is 910 m of way.
TEST(Problem, WalkingKeepsToItsLimit) {
  scenario::Scenario s;
  add_sight(s, {"a", 0.7});
  const SightBook book = sight_book(s);
  VisitQuestion q = asked(9, 17);
  q.walk = 1820;
  EXPECT_THAT(solved(book, q).seen(book), ElementsAre("a"));
  q.walk = 1819;
  EXPECT_THAT(solved(book, q).seen(book), IsEmpty());
}

TEST(Problem, LunchOnceADayAtItsTime) {
  scenario::Scenario s;
  for (const char* id : {"noodles", "rice"}) {
    scenario::VisitPoint& meal = *s.mutable_elements()->add_visit_point();
    meal.set_id(id);
    meal.set_name(id);
    meal.set_kind("meal");
    meal.set_place("town");
    meal.set_opens("10:00");
    meal.set_closes("17:00");
    meal.set_minutes(45);
  }
  const SightBook book = sight_book(s);
  const Solved out = solved(book, asked(9, 17));
  ASSERT_TRUE(out.result);
  ASSERT_EQ(out.result->best.routes[0].visits.size(), 1U);
  EXPECT_EQ(out.result->best.routes[0].visits[0].start, 11 * 3600);
  EXPECT_THAT(solved(book, asked(14, 17)).seen(book), IsEmpty());
}

void add_hotel(scenario::Scenario& s, const std::string& id, double km, double yuan) {
  scenario::Hotel& hotel = *s.mutable_elements()->add_hotel();
  hotel.set_id(id);
  hotel.set_name(id);
  hotel.set_place("town");
  hotel.set_lat(km / kDegree);
  hotel.set_grade("middle");
  hotel.set_room_yuan(yuan);
}

// The sight is open for its visit from 7:30; from the terminal it takes 70 minutes, and nobody
// leaves a hotel before 6:30.
TEST(Problem, ChoosesTheHotelThatServesTheVisits) {
  scenario::Scenario s;
  add_hotel(s, "cheap", 0, 100);
  add_hotel(s, "near", 20, 300);
  add_sight(s, {"far", 20, "07:30", "08:30", 60});
  const SightBook book = sight_book(s);
  VisitQuestion q = asked(20, 40);
  const Solved out = solved(book, q);
  ASSERT_TRUE(out.result);
  EXPECT_THAT(out.seen(book), ElementsAre("far"));
  EXPECT_EQ(out.problem.days.size(), 2U);
  q.room_most = yuan(200);
  const Solved cheap = solved(book, q);
  ASSERT_TRUE(cheap.result);
  EXPECT_THAT(cheap.seen(book), IsEmpty());
  ASSERT_EQ(cheap.problem.hotels.size(), 1U);
  EXPECT_EQ(book.hotels[cheap.problem.hotels[0]].key, "cheap");
}

TEST(Problem, AShortNightIsSpentUp) {
  scenario::Scenario s;
  add_hotel(s, "inn", 0, 100);
  const SightBook book = sight_book(s);
  EXPECT_EQ(solved(book, asked(23, 28)).problem.days.size(), 1U);
  EXPECT_EQ(solved(book, asked(20, 34)).problem.days.size(), 2U);
  EXPECT_EQ(solved(book, asked(20, 60)).problem.days.size(), 3U);
}

TEST(Problem, TheNightEndsEarlyBeforeAnEarlyGate) {
  scenario::Scenario s;
  add_hotel(s, "inn", 3, 100);
  const SightBook book = sight_book(s);
  const Solved out = solved(book, asked(20, 29));  // 5:00
  ASSERT_TRUE(out.result);
  ASSERT_EQ(out.problem.spec.routes.size(), 2U);
  EXPECT_EQ(out.problem.spec.routes[0].deadline, 25 * 3600);
  EXPECT_EQ(out.problem.spec.routes[1].earliest, 25 * 3600);
  EXPECT_EQ(solved(book, asked(20, 34)).problem.spec.routes[1].earliest, 30 * 3600)
      << "four hours before 10:00";
  EXPECT_EQ(solved(book, asked(20, 40)).problem.spec.routes[1].earliest, 30 * 3600 + 1800);
}

TEST(Problem, ChildrenAreSlowerAndRainSparesWhatIsIndoors) {
  scenario::Scenario s;
  scenario::Sight& garden = add_sight(s, {"a", 0, "09:00", "17:00", 100});
  garden.set_outdoors(true);
  const SightBook book = sight_book(s);
  VisitQuestion q = asked(9, 17);
  const Sight& sight = book.sights[SightId(0)];
  EXPECT_EQ(duration_of(sight, q), minutes(100));
  q.children = true;
  EXPECT_EQ(duration_of(sight, q), minutes(115));
  q.children = false;
  const double dry = worth_of(book, sight, q);
  q.rain = true;
  EXPECT_DOUBLE_EQ(worth_of(book, sight, q), dry / 2);
}

// 40 of 60 minutes: 1 - (1/3)² = 8/9 of the worth, less the ticket.
TEST(Problem, AQuickVisitHasTheBestPart) {
  scenario::Scenario s;
  scenario::Sight& garden = add_sight(s, {"a", 0, "09:00", "17:00", 60, 10});
  garden.set_minutes_low(40);
  garden.set_appeal(1.5);
  const SightBook book = sight_book(s);
  VisitQuestion q = asked(9, 17);
  const Sight& sight = book.sights[SightId(0)];
  EXPECT_DOUBLE_EQ(worth_of(book, sight, q), 140);
  q.pace = Pace::kQuick;
  EXPECT_DOUBLE_EQ(worth_of(book, sight, q), 150 * 8.0 / 9 - 10);
  q.pace = {};
  EXPECT_EQ(pace_of(q), Pace::kQuick) << "a window of eight hours";
}

TEST(Problem, IsTheSameForAnyNumberOfThreads) {
  scenario::Scenario s;
  for (int i = 0; i < 20; ++i)
    add_sight(s, {"s" + std::to_string(i), 0.3 * i, "09:00", "17:00", 20 + i})
        .set_appeal(1 + 0.1 * (i * 7 % 10));
  const SightBook book = sight_book(s);
  const Placement spots = placement(book);
  const VisitProblem problem =
      visit_problem(book, spots, town_ways(spots), clock_of(), asked(9, 18));
  const orienteering::SearchOptions search{.steps = 500, .starts = 4};
  std::vector<orienteering::Solution> first;
  for (const int threads : {1, 2, 3, 7}) {
    const auto executor = thread_executor(threads);
    std::vector<orienteering::Solution> found;
    for (const auto& one :
         orienteering::solve_apart(orienteering::Problem(problem.spec), {}, search, *executor))
      found.push_back(one.best);
    if (first.empty()) first = found;
    EXPECT_EQ(found, first) << threads;
  }
  EXPECT_EQ(first.size(), 3U);
}

}  // namespace
}  // namespace stopover::visit
