// SPDX-License-Identifier: Apache-2.0
// calendar.txt and calendar_dates.txt: the days on which a feed's trips run.
#include <algorithm>
#include <string>
#include <tuple>

#include "engine/io/gtfs_parts.hpp"

namespace stopover::io::gtfs {
namespace {

// Where a calendar is first named.
struct Defined {
  const CsvTable* table;
  int line;
};

std::uint8_t weekdays_of(CsvRow row) {
  std::uint8_t days = 0;
  for (unsigned day = 0; day < 7; ++day)
    if (row.choice(static_cast<unsigned>(CalendarColumn::kMonday) + day) == 1)
      days = static_cast<std::uint8_t>(days | 1U << day);
  return days;
}

void read_weekly(Reading& reading, FeedTable& table, std::vector<Defined>& defined) {
  for (const CsvRow row : table.rows()) {
    const std::string_view key = row.text(CalendarColumn::kId);
    if (key.empty()) continue;
    const CivilDate start = row.date(CalendarColumn::kStart);
    const CivilDate end = row.date(CalendarColumn::kEnd);
    if (table.usable() && !row.faulty() && end < start)
      table.fault(row.index(),
                  {rule::kDateOrder, "end_date", end.text(), "a day not before start_date"});
    if (end.year() > kLastZoneRuleYear)
      table.warn(row.index(), {rule::kFarDate, "end_date", end.text(), "a date before 2038"});
    const CalendarId id = reading.feed.calendars.next_id();
    if (!enter(table, row.index(), "service_id", reading.calendar, key, id)) continue;
    reading.feed.calendars.push_back(
        {std::string(key), {start, end.plus_days(1)}, weekdays_of(row), {}, {}});
    defined.push_back({&table.rows(), row.line()});
  }
}

// The calendar that a row of calendar_dates.txt is about; one is made if only dates define it.
Calendar& calendar_of(Reading& reading, std::string_view key, Defined where,
                      std::vector<Defined>& defined) {
  const KeyIndex<CalendarId>::Entry* at = nullptr;
  if (reading.calendar.add(key, {reading.feed.calendars.next_id(), 0, true}, &at)) {
    reading.feed.calendars.push_back({std::string(key), {}, 0, {}, {}});
    defined.push_back(where);
  }
  return reading.feed.calendars[at->id];
}

struct Exception {
  std::string_view calendar;
  CivilDate date;
  std::size_t row = 0;
};

void read_dates(Reading& reading, FeedTable& table, std::vector<Defined>& defined) {
  std::vector<Exception> seen;
  for (const CsvRow row : table.rows()) {
    const std::string_view key = row.text(DateColumn::kId);
    if (key.empty()) continue;
    if (table.bad(row.index())) {  // a day more or less: no trip of this calendar is sure
      calendar_of(reading, key, {&table.rows(), row.line()}, defined);
      reading.calendar.spoil(key);
      continue;
    }
    seen.push_back({key, row.date(DateColumn::kDate), row.index()});
  }
  std::sort(seen.begin(), seen.end(), [](const Exception& a, const Exception& b) {
    return std::tie(a.calendar, a.date, a.row) < std::tie(b.calendar, b.date, b.row);
  });
  const auto same_day = [](const Exception& a, const Exception& b) {
    return a.calendar == b.calendar && a.date == b.date;
  };
  std::vector<Exception> kept;
  for (const Exception& one : seen) {
    if (kept.empty() || !same_day(kept.back(), one)) {
      kept.push_back(one);
      continue;
    }
    report_twice(table, one.row, kept.back().row, "service_id, date", one.date.text());
    if (table.bad(one.row)) reading.calendar.spoil(one.calendar);
  }
  std::sort(kept.begin(), kept.end(),
            [](const Exception& a, const Exception& b) { return a.row < b.row; });
  for (const Exception& one : kept) {
    const CsvRow row = table.rows()[one.row];
    Calendar& calendar = calendar_of(reading, one.calendar, {&table.rows(), row.line()}, defined);
    (row.choice(DateColumn::kException) == 0 ? calendar.added : calendar.removed)
        .push_back(one.date);
  }
}

bool runs_at_all(const Calendar& calendar) {
  if (!calendar.added.empty()) return true;
  if (calendar.weekdays == 0) return false;
  // More days than are removed need no look; the others are few.
  const std::int64_t length = days_between(calendar.span.from, calendar.span.until);
  const auto most = static_cast<std::int64_t>(calendar.removed.size()) * 7 + 7;
  CivilDate day = calendar.span.from;
  for (std::int64_t i = 0; i < std::min(length, most); ++i, day = day.plus_days(1))
    if (calendar.runs_on(ServiceDay(day))) return true;
  return false;
}

void finish(Reading& reading, const std::vector<Defined>& defined) {
  std::size_t at = 0;
  for (Calendar& calendar : reading.feed.calendars) {
    std::sort(calendar.added.begin(), calendar.added.end());
    std::sort(calendar.removed.begin(), calendar.removed.end());
    const Defined& where = defined[at++];
    if (!reading.calendar.find(calendar.key)->sound || runs_at_all(calendar)) continue;
    reading.faults.add({.rule = std::string(rule::kNeverRuns),
                        .file = where.table->file(),
                        .line = where.line,
                        .field = "service_id",
                        .found = calendar.key,
                        .expected = "a day on which it runs"});
  }
}

// A faulty date can be far from its time: no more days than are needed are looked at.
bool share_weekly_day(const Calendar& a, const Calendar& b) {
  const auto both = a.span.intersection(b.span);
  const unsigned weekdays = a.weekdays & b.weekdays;
  if (!both || weekdays == 0) return false;
  const std::size_t most = (a.removed.size() + b.removed.size()) * 7 + 7;
  CivilDate day = both->from;
  for (std::size_t i = 0; i < most && day < both->until; ++i, day = day.plus_days(1))
    if ((weekdays >> static_cast<unsigned>(day.weekday()) & 1U) != 0 &&
        a.runs_on(ServiceDay(day)) && b.runs_on(ServiceDay(day)))
      return true;
  return false;
}

}  // namespace

bool share_a_day(const Calendar& a, const Calendar& b) {
  const auto added_to_one = [](const Calendar& one, const Calendar& other) {
    return std::any_of(one.added.begin(), one.added.end(), [&](CivilDate day) {
      return one.runs_on(ServiceDay(day)) && other.runs_on(ServiceDay(day));
    });
  };
  return added_to_one(a, b) || added_to_one(b, a) || share_weekly_day(a, b);
}

void check_dates(Reading& reading) {
  const auto& info = reading.feed.info;
  if (!info || (!info->start && !info->end)) return;
  const CivilDate start = info->start.value_or(CivilDate(-CivilDate::kFarthestDay));
  const CivilDate end = info->end.value_or(CivilDate(CivilDate::kFarthestDay));
  const bool inside = std::any_of(
      reading.feed.calendars.begin(), reading.feed.calendars.end(), [&](const Calendar& calendar) {
        const HalfOpen<CivilDate>& span = calendar.span;
        return (!span.empty() && span.from <= end && start < span.until) ||
               std::any_of(calendar.added.begin(), calendar.added.end(),
                           [&](CivilDate day) { return start <= day && day <= end; });
      });
  if (inside || reading.feed.calendars.empty()) return;
  reading.faults.add({.rule = std::string(rule::kOutsideDates),
                      .file = reading.source.display_name(reading.root + "feed_info.txt"),
                      .field = "feed_start_date, feed_end_date",
                      .found = (info->start ? info->start->text() : "") + " to " +
                               (info->end ? info->end->text() : ""),
                      .expected = "dates within which some trip runs"});
}

void read_calendars(Reading& reading) {
  FeedTable weekly = reading.table("calendar.txt", calendar_spec());
  FeedTable dates = reading.table("calendar_dates.txt", calendar_dates_spec());
  std::vector<Defined> defined;  // by calendar
  read_weekly(reading, weekly, defined);
  read_dates(reading, dates, defined);
  finish(reading, defined);
  const bool weekly_there = reading.has("calendar.txt");
  const bool dates_there = reading.has("calendar_dates.txt");
  reading.calendar.complete = (weekly_there || dates_there) && weekly.complete() == weekly_there &&
                              dates.complete() == dates_there;
  weekly.settle(reading.options.bad_row_share, reading.faults);
  dates.settle(reading.options.bad_row_share, reading.faults);
}

}  // namespace stopover::io::gtfs
