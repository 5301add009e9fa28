// SPDX-License-Identifier: Apache-2.0
// Each answer against a walk over all days.
#include "engine/io/flight_days.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::io::flights {
namespace {

// Validities lie inside the days walked over, or are open.
constexpr int kFirst = -40;
constexpr int kLast = 120;

rc::Gen<std::optional<CivilDate>> bound(int from, int until) {
  return rc::gen::map(rc::gen::inRange(from - 10, until), [from](int day) {
    return day < from ? std::nullopt : std::optional(CivilDate(day));
  });
}

rc::Gen<Flight> any_flight() {
  return rc::gen::apply(
      [](std::optional<CivilDate> from, std::optional<CivilDate> until, int weekdays) {
        Flight flight;
        flight.valid_from = from;
        flight.valid_until = until;
        flight.weekdays = static_cast<std::uint8_t>(weekdays);
        return flight;
      },
      bound(0, 40), bound(1, 60), rc::gen::inRange(1, 128));
}

std::vector<CivilDate> days_of(const Flight& flight) {
  std::vector<CivilDate> days;
  for (int day = kFirst; day < kLast; ++day)
    if (operates(flight, CivilDate(day))) days.push_back(CivilDate(day));
  return days;
}

RC_GTEST_PROP(FlightDays, ASpanEndsOnTheFirstAndLastDayFlown, ()) {
  const Flight flight = *any_flight();
  const auto days = days_of(flight);
  const auto span = span_of(flight);
  RC_ASSERT(span.has_value() == !days.empty());
  if (!span) return;
  const bool begins = flight.valid_from ? span->first == days.front() : span->first < days.front();
  const bool ends = flight.valid_until ? span->last == days.back() : span->last > days.back();
  RC_ASSERT(begins);
  RC_ASSERT(ends);
}

RC_GTEST_PROP(FlightDays, TwoFlyTogetherIfADayIsOfBoth, ()) {
  const Flight a = *any_flight();
  const Flight b = *any_flight();
  bool together = false;
  for (const CivilDate day : days_of(a)) together = together || operates(b, day);
  RC_ASSERT(fly_together(a, b) == together);
}

RC_GTEST_PROP(FlightDays, OneFliesWheneverTheOtherDoesIfEachDayIsOfBoth, ()) {
  const Flight operating = *any_flight();
  Flight codeshare = *any_flight();
  // Often a part of the other.
  if (*rc::gen::arbitrary<bool>())
    codeshare.weekdays = std::max<std::uint8_t>(codeshare.weekdays & operating.weekdays, 1);
  const auto days = days_of(codeshare);
  RC_PRE(!days.empty());
  bool always = true;
  for (const CivilDate day : days) always = always && operates(operating, day);
  RC_ASSERT(flies_whenever(operating, codeshare) == always);
}

TEST(FlightDays, ChecksEachSeasonOfEachYear) {
  Flight flight;
  flight.valid_from = CivilDate::from_ymd(2025, 2, 1);
  flight.valid_until = CivilDate::from_ymd(2026, 8, 1);
  std::vector<std::string> days;
  for (const CivilDate day : days_to_check(flight)) days.push_back(day.text());
  EXPECT_EQ(days,
            (std::vector<std::string>{"2025-02-01", "2026-07-31", "2025-03-20", "2025-07-15",
                                      "2025-10-31", "2026-01-15", "2026-03-20", "2026-07-15"}));
  flight.valid_from.reset();
  flight.valid_until.reset();
  EXPECT_EQ(days_to_check(flight).size(), 14U * 4);
}

}  // namespace
}  // namespace stopover::io::flights
