// SPDX-License-Identifier: Apache-2.0
// One row an oddity. Expected values are from `zdump -v` of tz 2026f and counted by hand from it.
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/base/time.hpp"

namespace stopover {
namespace {

TimeZone zone(std::string_view name) {
  const auto found = TimeZone::find(name);
  EXPECT_TRUE(found.has_value()) << name;
  return found.value_or(TimeZone::utc());
}

std::string utc_text(Instant t) {
  return iso_text(t, TimeZone::utc());
}

struct LocalRow {
  const char* why;
  const char* zone;
  const char* local;
  const char* utc;
};

const LocalRow kLocal[] = {
    {"plain", "Asia/Shanghai", "2024-06-03 08:15", "2024-06-03T00:15:00+00:00"},
    {"western China", "Asia/Urumqi", "2024-06-03 08:15", "2024-06-03T02:15:00+00:00"},
    {"leap day", "Asia/Shanghai", "2024-02-29 00:00", "2024-02-28T16:00:00+00:00"},
    {"after 28 February 2100", "Asia/Shanghai", "2100-03-01 00:00", "2100-02-28T16:00:00+00:00"},
    {"before 1970", "UTC", "1969-12-31 23:59:59", "1969-12-31T23:59:59+00:00"},
    {"after 32-bit seconds", "UTC", "2038-01-19 03:14:08", "2038-01-19T03:14:08+00:00"},
    {"local mean time", "Asia/Shanghai", "1900-01-01 00:00", "1899-12-31T15:54:17+00:00"},
    {"Shanghai spring 1986, missing", "Asia/Shanghai", "1986-05-04 02:30",
     "1986-05-03T18:00:00+00:00"},
    {"Shanghai summer 1988", "Asia/Shanghai", "1988-07-01 12:00", "1988-07-01T03:00:00+00:00"},
    {"Shanghai autumn 1991, twice", "Asia/Shanghai", "1991-09-15 01:30",
     "1991-09-14T16:30:00+00:00"},
    {"Shanghai summer 1992, no more", "Asia/Shanghai", "1992-07-01 12:00",
     "1992-07-01T04:00:00+00:00"},
    {"Hong Kong autumn 1979, twice", "Asia/Hong_Kong", "1979-10-21 02:45",
     "1979-10-20T17:45:00+00:00"},
    {"Macau autumn 1979, twice", "Asia/Macau", "1979-10-21 02:45", "1979-10-20T17:45:00+00:00"},
    {"Berlin gap begins", "Europe/Berlin", "2024-03-31 02:00", "2024-03-31T01:00:00+00:00"},
    {"Berlin gap", "Europe/Berlin", "2024-03-31 02:30", "2024-03-31T01:00:00+00:00"},
    {"Berlin gap's last second", "Europe/Berlin", "2024-03-31 02:59:59",
     "2024-03-31T01:00:00+00:00"},
    {"Berlin after the gap", "Europe/Berlin", "2024-03-31 03:00", "2024-03-31T01:00:00+00:00"},
    {"Berlin before the gap", "Europe/Berlin", "2024-03-31 01:59:59", "2024-03-31T00:59:59+00:00"},
    {"Berlin overlap begins", "Europe/Berlin", "2024-10-27 02:00", "2024-10-27T00:00:00+00:00"},
    {"Berlin overlap", "Europe/Berlin", "2024-10-27 02:30", "2024-10-27T00:30:00+00:00"},
    {"Berlin after the overlap", "Europe/Berlin", "2024-10-27 03:00", "2024-10-27T02:00:00+00:00"},
    {"Berlin double summer time 1947", "Europe/Berlin", "1947-06-01 12:00",
     "1947-06-01T09:00:00+00:00"},
    {"Berlin, last year with rules", "Europe/Berlin", "2037-07-01 12:00",
     "2037-07-01T10:00:00+00:00"},
    {"Lord Howe gap of 30 minutes", "Australia/Lord_Howe", "2024-10-06 02:15",
     "2024-10-05T15:30:00+00:00"},
    {"Lord Howe overlap of 30 minutes", "Australia/Lord_Howe", "2024-04-07 01:45",
     "2024-04-06T14:45:00+00:00"},
    {"Lord Howe before the overlap", "Australia/Lord_Howe", "2024-04-07 01:15",
     "2024-04-06T14:15:00+00:00"},
    {"Apia has no 30 December 2011", "Pacific/Apia", "2011-12-30 09:00",
     "2011-12-30T10:00:00+00:00"},
    {"Apia, last second before", "Pacific/Apia", "2011-12-29 23:59:59",
     "2011-12-30T09:59:59+00:00"},
    {"Apia, first second after", "Pacific/Apia", "2011-12-31 00:00", "2011-12-30T10:00:00+00:00"},
    {"St. John's, half an hour", "America/St_Johns", "2024-01-15 12:00",
     "2024-01-15T15:30:00+00:00"},
    {"St. John's, change at 00:01", "America/St_Johns", "1987-10-24 23:30",
     "1987-10-25T02:00:00+00:00"},
    {"St. John's, gap of two hours", "America/St_Johns", "1988-04-03 01:00",
     "1988-04-03T03:31:00+00:00"},
};

TEST(TimeZone, LocalTimesBecomeInstants) {
  for (const LocalRow& row : kLocal) {
    const auto local = parse_civil_time(row.local);
    ASSERT_TRUE(local) << row.why;
    EXPECT_EQ(utc_text(zone(row.zone).instant_at(local->date, local->time_of_day)), row.utc)
        << row.why;
  }
}

struct ServiceRow {
  const char* why;
  const char* zone;
  const char* day;
  const char* service_time;
  const char* local;  // with offset
};

const ServiceRow kService[] = {
    {"plain", "Asia/Shanghai", "20240603", "08:15", "2024-06-03T08:15:00+08:00"},
    {"24:00 is the next date", "Asia/Shanghai", "20240603", "24:00", "2024-06-04T00:00:00+08:00"},
    {"25:10", "Asia/Shanghai", "20240603", "25:10", "2024-06-04T01:10:00+08:00"},
    {"48:00", "Asia/Shanghai", "20240603", "48:00", "2024-06-05T00:00:00+08:00"},
    {"over the year's end", "Asia/Shanghai", "20241231", "24:30", "2025-01-01T00:30:00+08:00"},
    {"into the leap day", "Asia/Shanghai", "20240228", "24:30", "2024-02-29T00:30:00+08:00"},
    {"past 28 February 2100", "Asia/Shanghai", "21000228", "24:30", "2100-03-01T00:30:00+08:00"},
    // On the day clocks go forward, service time 0 is 23:00 of the evening before.
    {"Berlin spring, 0", "Europe/Berlin", "20240331", "00:00", "2024-03-30T23:00:00+01:00"},
    {"Berlin spring, 2", "Europe/Berlin", "20240331", "02:00", "2024-03-31T01:00:00+01:00"},
    {"Berlin spring, 3", "Europe/Berlin", "20240331", "03:00", "2024-03-31T03:00:00+02:00"},
    {"Berlin spring, 8", "Europe/Berlin", "20240331", "08:00", "2024-03-31T08:00:00+02:00"},
    {"Berlin spring, the night before", "Europe/Berlin", "20240330", "26:30",
     "2024-03-31T03:30:00+02:00"},
    // On the day clocks go back, service time 0 is 01:00 of the day itself.
    {"Berlin autumn, 0", "Europe/Berlin", "20241027", "00:00", "2024-10-27T01:00:00+02:00"},
    {"Berlin autumn, 1, first 02:00", "Europe/Berlin", "20241027", "01:00",
     "2024-10-27T02:00:00+02:00"},
    {"Berlin autumn, 2, second 02:00", "Europe/Berlin", "20241027", "02:00",
     "2024-10-27T02:00:00+01:00"},
    {"Berlin autumn, 8", "Europe/Berlin", "20241027", "08:00", "2024-10-27T08:00:00+01:00"},
    {"Shanghai spring 1986, 0", "Asia/Shanghai", "19860504", "00:00", "1986-05-03T23:00:00+08:00"},
    {"Shanghai spring 1986, 12", "Asia/Shanghai", "19860504", "12:00", "1986-05-04T12:00:00+09:00"},
    {"Shanghai autumn 1986, 0", "Asia/Shanghai", "19860914", "00:00", "1986-09-14T01:00:00+09:00"},
    {"Lord Howe spring, 0", "Australia/Lord_Howe", "20241006", "00:00",
     "2024-10-05T23:30:00+10:30"},
    {"Lord Howe autumn, 0", "Australia/Lord_Howe", "20240407", "00:00",
     "2024-04-07T00:30:00+11:00"},
    {"Apia, the day before", "Pacific/Apia", "20111229", "00:00", "2011-12-29T00:00:00-10:00"},
    // No such noon: the first instant after the gap stands for it.
    {"Apia, the skipped day", "Pacific/Apia", "20111230", "00:00", "2011-12-29T12:00:00-10:00"},
    {"Apia, the day after", "Pacific/Apia", "20111231", "00:00", "2011-12-31T00:00:00+14:00"},
    {"St. John's double summer time", "America/St_Johns", "19880403", "00:00",
     "1988-04-02T22:00:00-03:30"},
    {"St. John's, autumn", "America/St_Johns", "20111106", "00:00", "2011-11-06T01:00:00-02:30"},
};

TEST(TimeZone, ServiceTimesCountFromNoonMinusTwelveHours) {
  for (const ServiceRow& row : kService) {
    const TimeZone place = zone(row.zone);
    const auto day = CivilDate::parse(row.day);
    const auto time = parse_service_time(row.service_time);
    ASSERT_TRUE(day && time) << row.why;
    EXPECT_EQ(iso_text(place.instant_at(ServiceDay(*day), *time), place), row.local) << row.why;
  }
}

// -3e9 s = 34,723 days before 1970 plus 18:40:00, i.e. 1874-12-07T18:40:00Z.
TEST(TimeZone, OffsetsWithSecondsAreWrittenWhole) {
  EXPECT_EQ(iso_text(Instant(-3'000'000'000), zone("Asia/Shanghai")),
            "1874-12-08T02:45:43+08:05:43");
  EXPECT_EQ(iso_text(Instant(-3'000'000'000), zone("America/St_Johns")),
            "1874-12-07T15:09:08-03:30:52");
}

TEST(TimeZone, OnlyExactNamesOfTheDatabaseAreFound) {
  for (const char* name : {"Asia/Shanghai", "PRC", "Asia/Chongqing", "UTC", "Etc/UTC"})
    EXPECT_TRUE(TimeZone::find(name).has_value()) << name;
  for (const char* name :
       {"", " ", "asia/shanghai", "Asia/Shanghai ", "Asia", "Mars/Olympus", "../../../etc/passwd",
        "/etc/passwd", "tzdata.zi", "+08:00", "localtime"})
    EXPECT_FALSE(TimeZone::find(name).has_value()) << name;
  EXPECT_FALSE(TimeZone::find(std::string_view("Asia/Shanghai\0", 14)).has_value());
  EXPECT_EQ(zone("Asia/Shanghai").name(), "Asia/Shanghai");
  EXPECT_EQ(zone("Asia/Shanghai"), zone("Asia/Shanghai"));
  EXPECT_NE(zone("Asia/Shanghai"), TimeZone::utc());
}

TEST(TimeZone, TheDatabaseVersionIsARelease) {
  // "-slim" here means that summer time abroad would be wrong on this machine.
  EXPECT_THAT(tz_database_version(), testing::MatchesRegex("[0-9][0-9][0-9][0-9][a-z]+"));
}

TEST(TimeZone, TheProcessesOwnZoneDoesNotMatter) {
  const Instant t(1'717'373'700);
  const std::string before = iso_text(t, zone("Asia/Shanghai"));
  ASSERT_EQ(setenv("TZ", "America/New_York", 1), 0);
  tzset();
  EXPECT_EQ(iso_text(t, zone("Asia/Shanghai")), before);
  ASSERT_EQ(unsetenv("TZ"), 0);
  tzset();
}

std::vector<TimeZone> odd_zones() {
  return {zone("Asia/Shanghai"),  zone("Europe/Berlin"),    zone("Australia/Lord_Howe"),
          zone("Pacific/Apia"),   zone("America/St_Johns"), zone("Asia/Hong_Kong"),
          zone("Asia/Kathmandu"), TimeZone::utc()};
}

// Naming an instant's local time leads back to it, or to its earlier twin when clocks went back.
RC_GTEST_PROP(TimeZone, LocalTimeLeadsBackToTheInstantOrItsEarlierTwin, ()) {
  const TimeZone place = *rc::gen::elementOf(odd_zones());
  const Instant t(*rc::gen::inRange<std::int64_t>(-3'000'000'000, 2'145'916'800));  // 1874 … 2037
  const CivilTime local = place.civil(t);
  RC_ASSERT(local.time_of_day >= Seconds(0));
  RC_ASSERT(local.time_of_day < hours(24));
  const Instant back = place.instant_at(local.date, local.time_of_day);
  RC_ASSERT(back <= t);
  RC_ASSERT(place.civil(back) == local);
  RC_ASSERT(t - back == place.utc_offset(back) - place.utc_offset(t));
}

RC_GTEST_PROP(TimeZone, LaterServiceTimesAreLaterInstantsByTheSameSpan, ()) {
  const TimeZone place = *rc::gen::elementOf(odd_zones());
  const ServiceDay day(CivilDate(*rc::gen::inRange(0, 24'800)));
  const Seconds time(*rc::gen::inRange(0, 200'000));
  const Seconds span(*rc::gen::inRange(0, 200'000));
  RC_ASSERT(place.instant_at(day, time + span) - place.instant_at(day, time) == span);
}

RC_GTEST_PROP(TimeZone, ALocalTimeNeverLeadsToAnEarlierInstantThanALocalTimeBefore, ()) {
  const TimeZone place = *rc::gen::elementOf(odd_zones());
  const CivilDate day(*rc::gen::inRange(-30'000, 24'800));
  const Seconds time(*rc::gen::inRange(0, 86'400));
  const Seconds later = time + Seconds(*rc::gen::inRange(0, 86'400));
  const Instant a = place.instant_at(day, time);
  const Instant b = place.instant_at(day, later);
  RC_ASSERT(a <= b);
}

}  // namespace
}  // namespace stopover
