// SPDX-License-Identifier: Apache-2.0
#include "models/visit/value.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/models/visit/visit_cases.hpp"

namespace stopover::visit {
namespace {

scenario::Scenario town() {
  scenario::Scenario s;
  for (int i = 0; i < 8; ++i)
    add_sight(s, {"s" + std::to_string(i), 0.4 * i, "09:00", "18:00", 45 + 5 * i})
        .set_appeal(1 + 0.2 * i);
  return s;
}

VisitValue value_of(const SightBook& book, const WindowClass& window, Executor& executor) {
  const Placement spots = placement(book);
  const Ways ways = town_ways(spots);
  const VisitCity city{book, spots, ways, clock_of(), monday(), minutes(30)};
  return visit_values(city, {window}, asked(0, 1), {.search = {.steps = 1'000}}, executor)[0];
}

VisitValue value_of(const SightBook& book, const WindowClass& window) {
  const auto serial = serial_executor();
  return value_of(book, window, *serial);
}

TEST(ExpectedMaximum, OfOneItineraryAndOfNotGoing) {
  EXPECT_DOUBLE_EQ(expected_maximum({}, 100), 0);
  EXPECT_NEAR(expected_maximum({{{SightId(0), 300}}}, 100), 100 * std::log(1 + std::exp(3.0)),
              1e-9);
}

TEST(ExpectedMaximum, CountsWhatIsListedTwiceOnce) {
  const std::vector<WorthOfSight> a{{SightId(0), 200}, {SightId(1), 100}};
  const std::vector<WorthOfSight> b{{SightId(2), 280}};
  EXPECT_NEAR(expected_maximum({a, a}, 100), expected_maximum({a}, 100), 1e-9);
  EXPECT_NEAR(expected_maximum({a, b, b}, 100), expected_maximum({a, b}, 100), 1e-9);
  EXPECT_GT(expected_maximum({a, b}, 100), expected_maximum({a}, 100));
}

TEST(VisitValue, StaysWhereEverySightIsListedTwice) {
  scenario::Scenario s = town();
  const SightBook once = sight_book(s);
  const auto written = s.elements().sight();
  for (const scenario::Sight& sight : written) {
    scenario::Sight& again = *s.mutable_elements()->add_sight();
    again = sight;
    again.set_id(sight.id() + "_again");
  }
  const SightBook by_name = sight_book(s);
  for (auto& sight : *s.mutable_elements()->mutable_sight())
    if (sight.id().ends_with("_again")) {
      sight.set_name("another name");
      sight.set_same_as(sight.id().substr(0, 2));
    }
  const SightBook by_reference = sight_book(s);
  for (const int length : {3, 6, 12})
    for (const int slot : {8, 13}) {
      const WindowClass window{hours(length), hours(slot)};
      const VisitValue value = value_of(once, window);
      EXPECT_GT(value.yuan, 0);
      EXPECT_EQ(value_of(by_name, window).yuan, value.yuan) << length;
      EXPECT_EQ(value_of(by_reference, window).yuan, value.yuan) << length;
    }
}

TEST(VisitValue, GrowsWithTheWindow) {
  const SightBook book = sight_book(town());
  double before = -1;
  for (const int length : {1, 2, 4, 8}) {
    const VisitValue value = value_of(book, {hours(length), hours(9)});
    EXPECT_GE(value.yuan, before) << length;
    EXPECT_DOUBLE_EQ(value.minutes, value.yuan / 100 * 60);
    EXPECT_GE(value.yuan, static_cast<double>(value.best));
    before = value.yuan;
  }
  EXPECT_GT(before, 500);
}

// At the terminal itself: from the arrival at six, but not before 7:30, to half an hour before the
// flight at 14:00.
TEST(VisitValue, UsableHoursAreThoseOfTheDay) {
  const SightBook book = sight_book(town());
  EXPECT_EQ(value_of(book, {hours(8), hours(6)}).usable, hours(6));
  EXPECT_EQ(value_of(book, {hours(4), hours(1)}).usable, Seconds(0));
}

TEST(VisitValue, IsTheSameForAnyNumberOfThreads) {
  const SightBook book = sight_book(town());
  const Placement spots = placement(book);
  const Ways ways = town_ways(spots);
  const VisitCity city{book, spots, ways, clock_of(), monday(), minutes(30)};
  std::vector<WindowClass> windows;
  for (int length = 2; length < 9; ++length) windows.push_back({hours(length), hours(8)});
  std::vector<double> first;
  for (const int threads : {1, 2, 3, 7}) {
    const auto executor = thread_executor(threads);
    std::vector<double> yuan;
    for (const VisitValue& value :
         visit_values(city, windows, asked(0, 1), {.search = {.steps = 300}}, *executor))
      yuan.push_back(value.yuan);
    if (first.empty()) first = yuan;
    EXPECT_EQ(yuan, first) << threads;
  }
}

}  // namespace
}  // namespace stopover::visit
