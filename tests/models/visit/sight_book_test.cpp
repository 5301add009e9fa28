// SPDX-License-Identifier: Apache-2.0
#include "models/visit/sight_book.hpp"

#include <gtest/gtest.h>

#include "models/scenario/load.hpp"
#include "models/scenario/validate.hpp"
#include "tests/models/visit/visit_cases.hpp"

namespace stopover::visit {
namespace {

CivilDate date(const char* text) {
  return *CivilDate::parse(text);
}

Seconds at(int hour, int minute = 0) {
  return hours(hour) + minutes(minute);
}

scenario::SightDays& add_days(scenario::Scenario& s, const std::string& sight, const char* from,
                              const char* until) {
  scenario::SightDays& days = *s.mutable_elements()->add_sight_days();
  days.set_id(sight + from);
  days.set_sight(sight);
  days.set_valid_from(from);
  days.set_valid_until(until);
  return days;
}

TEST(SightBook, LastEntryIsAShortestVisitBeforeClosingUnlessWritten) {
  scenario::Scenario s;
  add_sight(s, {"a"});
  add_sight(s, {"b"}).set_last_entry("16:30");
  const SightBook book = sight_book(s);
  EXPECT_EQ(book.sights[SightId(0)].hours_on(monday()), (OpenHours{at(9), at(16), at(17)}));
  EXPECT_EQ(book.sights[SightId(1)].hours_on(monday()), (OpenHours{at(9), at(16, 30), at(17)}));
}

TEST(SightBook, IsClosedOnItsDayOfTheWeek) {
  scenario::Scenario s;
  add_sight(s, {"a"}).set_closed_days("17");
  const SightBook book = sight_book(s);
  const Sight& sight = book.sights[SightId(0)];
  EXPECT_FALSE(sight.hours_on(monday()));
  for (int d = 1; d <= 5; ++d) EXPECT_TRUE(sight.hours_on(monday().plus_days(d))) << d;
  EXPECT_FALSE(sight.hours_on(monday().plus_days(6)));
}

TEST(SightBook, OtherDaysGoBeforeTheUsualOnes) {
  scenario::Scenario s;
  add_sight(s, {"a"}).set_closed_days("1");
  add_days(s, "a", "2024-06-03", "2024-06-10").set_all_week(true);
  add_days(s, "a", "2024-06-05", "2024-06-06").set_closed(true);
  add_days(s, "a", "2024-06-06", "2024-06-07").set_closes("15:00");
  const SightBook book = sight_book(s);
  const Sight& sight = book.sights[SightId(0)];
  EXPECT_TRUE(sight.hours_on(date("2024-06-03"))) << "a Monday of the range";
  EXPECT_FALSE(sight.hours_on(date("2024-06-05")));
  EXPECT_EQ(sight.hours_on(date("2024-06-06")), (OpenHours{at(9), at(14), at(15)}));
  EXPECT_FALSE(sight.hours_on(date("2024-06-10"))) << "the Monday after it";
}

TEST(SightBook, ASeasonMayRunOverTheNewYear) {
  scenario::Scenario s;
  add_sight(s, {"a"});
  scenario::SightDays& winter = add_days(s, "a", "2000-11-16", "2000-03-01");
  winter.set_every_year(true);
  winter.set_closes("16:00");
  const SightBook book = sight_book(s);
  const auto closes = [&](const char* day) {
    return book.sights[SightId(0)].hours_on(date(day))->closes;
  };
  EXPECT_EQ(closes("2025-11-15"), at(17));
  EXPECT_EQ(closes("2025-11-16"), at(16));
  EXPECT_EQ(closes("2028-02-29"), at(16));
  EXPECT_EQ(closes("2026-03-01"), at(17));
}

TEST(SightBook, KnowsOneSightByItsNameOrByWhatIsWritten) {
  scenario::Scenario s;
  add_sight(s, {"a"});
  add_sight(s, {"b"});
  add_sight(s, {"c"}).set_name("a");
  add_sight(s, {"d"}).set_same_as("b");
  add_sight(s, {"e"}).set_same_as("c");
  const SightBook book = sight_book(s);
  std::vector<std::uint32_t> identity;
  for (const Sight& sight : book.sights) identity.push_back(sight.identity.value());
  EXPECT_EQ(identity, (std::vector<std::uint32_t>{0, 1, 0, 1, 0}));
}

TEST(SightBook, OfShanghaiIsWholeAndSound) {
  FaultList faults;
  const scenario::LoadedScenario loaded =
      scenario::load(STOPOVER_SOURCE_DIR "/scenarios/shanghai/2024", faults);
  scenario::validate(loaded, faults);
  ASSERT_FALSE(faults.has_errors()) << faults.text();
  const SightBook book = sight_book(loaded.scenario);
  EXPECT_EQ(book.sights.size(), 57U);
  EXPECT_GE(book.hotels.size(), 20U);
  EXPECT_GE(book.meals.size(), 10U);
  EXPECT_GE(book.storages.size(), 4U);
  for (const SightId id : ids_of(book.sights)) {
    EXPECT_EQ(book.sights[id].identity, id) << book.sights[id].key;
    bool ever = false;
    for (int d = 0; d < 7; ++d) ever = ever || book.sights[id].hours_on(monday().plus_days(d));
    EXPECT_TRUE(ever) << book.sights[id].key;
  }
  EXPECT_FALSE(book.sights[*book.find("yu_garden")].hours_on(monday()));
  EXPECT_FALSE(book.sights[*book.find("museum_east")].hours_on(monday().plus_days(1)));
}

TEST(SightBook, AppealIsOneUnlessWritten) {
  scenario::Scenario s;
  add_sight(s, {"usual"});
  add_sight(s, {"none"}).set_appeal(0);
  const SightBook book = sight_book(s);
  EXPECT_EQ(book.sights[SightId(0)].appeal, 1);
  EXPECT_EQ(book.sights[SightId(1)].appeal, 0);
}

TEST(OtherDays, OfAWholeYearHoldEveryDay) {
  const OtherDays whole{.from = *CivilDate::parse("2024-01-01"),
                        .until = *CivilDate::parse("2025-01-01"),
                        .every_year = true};
  for (const char* day : {"2023-01-01", "2024-02-29", "2024-12-31", "2030-06-15"})
    EXPECT_TRUE(whole.holds_on(*CivilDate::parse(day))) << day;
}

}  // namespace
}  // namespace stopover::visit
