// SPDX-License-Identifier: Apache-2.0
// Dates and written times, without zones (time_zone_test.cpp).
#include "engine/base/time.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover {
namespace {

CivilDate date(std::string_view text) {
  const auto parsed = CivilDate::parse(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(CivilDate());
}

TEST(Instant, ArithmeticIsInSeconds) {
  const Instant t(1000);
  EXPECT_EQ(t + minutes(1), Instant(1060));
  EXPECT_EQ(t - minutes(1), Instant(940));
  EXPECT_EQ(Instant(1060) - t, Seconds(60));
  Instant moved = t;
  moved += hours(1);
  EXPECT_EQ(moved, Instant(4600));
}

TEST(TimeDeathTest, LeavingTheRangeIsABugAndNotAWrap) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)(Instant(INT64_MAX) + Seconds(1)), "fits 64 bits");
  EXPECT_DEATH((void)(Instant(INT64_MAX) - Instant(-1)), "fits 64 bits");
  EXPECT_DEATH((void)CivilDate(4'000'001), "within 4 million days");
  EXPECT_DEATH((void)CivilDate(INT64_MIN), "within 4 million days");
  EXPECT_DEATH((void)date("9999-12-31").plus_days(INT32_MAX), "within 4 million days");
  EXPECT_DEATH((void)TimeZone::utc().civil(Instant(INT64_MAX)), "within 4 million days");
  EXPECT_DEATH((void)TimeZone::utc().utc_offset(Instant(INT64_MIN)), "within 4 million days");
  EXPECT_DEATH((void)TimeZone::utc().instant_at(date("2024-01-01"), Seconds(INT64_MAX)), "fits 64");
}

struct DateRow {
  const char* why;
  const char* text;
  const char* canonical;  // nullptr: refused
  int weekday = 0;        // Monday = 0
};

// Week days from published calendars: 1 January 1 (proleptic Gregorian) and 1900 were Mondays.
const DateRow kDates[] = {
    {"plain", "2024-06-03", "2024-06-03", 0},
    {"compact, as in GTFS", "20240603", "2024-06-03", 0},
    {"leap day", "2024-02-29", "2024-02-29", 3},
    {"leap day of a century divisible by 400", "2000-02-29", "2000-02-29", 1},
    {"no leap day", "2023-02-29", nullptr},
    {"no leap day in 2100", "2100-02-29", nullptr},
    {"28 February 2100", "2100-02-28", "2100-02-28", 6},
    {"no leap day in 1900", "1900-02-29", nullptr},
    {"before 1970", "1969-12-31", "1969-12-31", 2},
    {"epoch", "1970-01-01", "1970-01-01", 3},
    {"1900", "1900-01-01", "1900-01-01", 0},
    {"first year", "0001-01-01", "0001-01-01", 0},
    {"last year", "9999-12-31", "9999-12-31", 4},
    {"32-bit seconds end", "2038-01-19", "2038-01-19", 1},
    {"ISO week 53", "2020-12-31", "2020-12-31", 3},
    {"year 0", "0000-12-31", nullptr},
    {"month 0", "2024-00-10", nullptr},
    {"month 13", "2024-13-01", nullptr},
    {"day 0", "2024-06-00", nullptr},
    {"31 June", "2024-06-31", nullptr},
    {"one digit", "2024-6-3", nullptr},
    {"slashes", "2024/06/03", nullptr},
    {"other order", "03-06-2024", nullptr},
    {"space before", " 2024-06-03", nullptr},
    {"space after", "2024-06-03 ", nullptr},
    {"sign", "+024-06-03", nullptr},
    {"minus year", "-024-06-03", nullptr},
    {"two digits of year", "24-06-03", nullptr},
    {"five digits of year", "12024-06-03", nullptr},
    {"letters", "2024-o6-03", nullptr},
    {"half compact", "2024-0603", nullptr},
    {"full-width digits", "２０２４0603", nullptr},
    {"empty", "", nullptr},
};

TEST(CivilDate, ReadsTheExactFormOnly) {
  for (const DateRow& row : kDates) {
    const auto got = CivilDate::parse(row.text);
    ASSERT_EQ(got.has_value(), row.canonical != nullptr) << row.why;
    if (!got) continue;
    EXPECT_EQ(got->text(), row.canonical) << row.why;
    EXPECT_EQ(got->weekday(), row.weekday) << row.why;
  }
  EXPECT_EQ(CivilDate::parse(std::string_view("2024-06-0\0", 10)), std::nullopt);
}

// Every date a person may write, counted by hand: 400 years hold 146,097 days.
TEST(CivilDate, AllDaysOfYears1To9999CountUpOneByOne) {
  static constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::int32_t day_number = -719'162;  // 0001-01-01
  for (int year = 1; year <= 9999; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    for (int month = 1; month <= 12; ++month) {
      const int length = kLengths[month - 1] + (leap && month == 2 ? 1 : 0);
      for (int day = 1; day <= length; ++day, ++day_number) {
        const auto made = CivilDate::from_ymd(year, month, day);
        ASSERT_TRUE(made && made->days_since_epoch() == day_number) << year << '-' << month;
        ASSERT_TRUE(made->year() == year && made->month() == month && made->day() == day)
            << made->text();
      }
      ASSERT_EQ(CivilDate::from_ymd(year, month, length + 1), std::nullopt);
    }
  }
  EXPECT_EQ(day_number, 2'932'897);  // 10000-01-01
}

RC_GTEST_PROP(CivilDate, WeekdaysRepeatEverySevenDaysOnBothSidesOf1970, ()) {
  const CivilDate d(*rc::gen::inRange(-3'999'000, 3'999'000));
  RC_ASSERT(d.weekday() >= 0);
  RC_ASSERT(d.weekday() < 7);
  RC_ASSERT(d.plus_days(7).weekday() == d.weekday());
  RC_ASSERT(d.plus_days(1).weekday() == (d.weekday() + 1) % 7);
  const int n = *rc::gen::inRange(-900, 900);
  RC_ASSERT(days_between(d, d.plus_days(n)) == n);
}

struct TimeRow {
  const char* text;
  std::int64_t seconds;  // -1: refused
  const char* canonical = "";
};

const TimeRow kServiceTimes[] = {
    {"08:15", 29'700, "08:15:00"},
    {"8:15", 29'700, "08:15:00"},
    {"08:15:30", 29'730, "08:15:30"},
    {"00:00", 0, "00:00:00"},
    {"23:59:59", 86'399, "23:59:59"},
    {"24:00", 86'400, "24:00:00"},
    {"24:00:00", 86'400, "24:00:00"},
    {"25:10:00", 90'600, "25:10:00"},
    {"48:00:00", 172'800, "48:00:00"},
    {"100:00:00", 360'000, "100:00:00"},
    {"999:59:59", 3'599'999, "999:59:59"},
    {"1000:00:00", -1},
    {"008:15", -1},
    {"08:60", -1},
    {"08:15:60", -1},
    {"23:59:60", -1},
    {"08:5", -1},
    {"08:015", -1},
    {"08:15:3", -1},
    {"08:15:300", -1},
    {"08:15:", -1},
    {"08:15:30:00", -1},
    {"08", -1},
    {":15", -1},
    {"-1:00", -1},
    {"+8:15", -1},
    {" 8:15", -1},
    {"08:15 ", -1},
    {"08.15", -1},
    {"8:15am", -1},
    {"0x:15", -1},
    {"08:1a", -1},
    {"08:15:-1", -1},
    {"０８:15", -1},
    {"", -1},
    {":", -1},
    {"::", -1},
};

TEST(ServiceTime, ReadsTheExactFormOnlyAndMayPass24And48Hours) {
  for (const TimeRow& row : kServiceTimes) {
    const auto got = parse_service_time(row.text);
    ASSERT_EQ(got.has_value(), row.seconds >= 0) << row.text;
    if (!got) continue;
    EXPECT_EQ(got->count(), row.seconds) << row.text;
    EXPECT_EQ(service_time_text(*got), row.canonical) << row.text;
  }
}

TEST(ServiceTime, BeforeTheServiceDayHasAMinusInFront) {
  EXPECT_EQ(service_time_text(Seconds(-1)), "-00:00:01");
  EXPECT_EQ(service_time_text(minutes(-1)), "-00:01:00");
  EXPECT_EQ(service_time_text(hours(-1) - minutes(30)), "-01:30:00");
  EXPECT_EQ(service_time_text(Seconds::min()), "-2562047788015215:30:08");
}

RC_GTEST_PROP(ServiceTime, WritingAndReadingGivesTheSameTime, ()) {
  const Seconds t(*rc::gen::inRange(0, 3'600'000));
  RC_ASSERT(parse_service_time(service_time_text(t)) == t);
}

RC_GTEST_PROP(TimeText, AnyTextIsReadOrRefusedAndWhatIsReadIsAFixedPoint, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789:-T ")));
  if (const auto t = parse_service_time(text)) {
    RC_ASSERT(parse_service_time(service_time_text(*t)) == t);
  }
  if (const auto d = CivilDate::parse(text)) {
    RC_ASSERT(CivilDate::parse(d->text()) == d);
  }
  if (const auto c = parse_civil_time(text)) {
    RC_ASSERT(parse_civil_time(c->text()) == c);
  }
}

struct CivilRow {
  const char* text;
  const char* canonical;  // nullptr: refused
};

const CivilRow kCivilTimes[] = {
    {"2024-06-03T08:15", "2024-06-03T08:15:00"},
    {"2024-06-03 08:15", "2024-06-03T08:15:00"},
    {"2024-06-03T08:15:59", "2024-06-03T08:15:59"},
    {"2024-06-03T00:00:00", "2024-06-03T00:00:00"},
    {"2024-12-31T23:59:59", "2024-12-31T23:59:59"},
    {"2016-12-31T23:59:60", nullptr},  // a leap second that did happen
    {"2024-06-03T24:00", nullptr},
    {"2024-06-03T25:10:00", nullptr},
    {"2024-06-03T8:15:00", nullptr},
    {"2024-06-03T008:15", nullptr},
    {"2024-06-03T8:15", nullptr},
    {"2024-06-03t08:15", nullptr},
    {"2024-06-03T08:15Z", nullptr},
    {"2024-06-03T08:15+08:00", nullptr},
    {"2024-06-03T08:15:00.0", nullptr},
    {"2024-06-03", nullptr},
    {"2024-06-03T", nullptr},
    {"2023-02-29T08:15", nullptr},
    {"20240603T08:15:00", nullptr},
    {"", nullptr},
};

TEST(CivilTime, ReadsTheExactFormOnly) {
  for (const CivilRow& row : kCivilTimes) {
    const auto got = parse_civil_time(row.text);
    ASSERT_EQ(got.has_value(), row.canonical != nullptr) << row.text;
    if (got) {
      EXPECT_EQ(got->text(), row.canonical);
    }
  }
}

}  // namespace
}  // namespace stopover
