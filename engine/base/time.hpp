// SPDX-License-Identifier: Apache-2.0
// Time: four types that do not mix.
//
//   Instant      a point on the time line: whole seconds since 1970-01-01T00:00:00Z, leap seconds
//                not counted
//   Seconds      a duration (units.hpp)
//   CivilDate    a calendar date (year, month, day) without a place
//   ServiceDay   a timetable's day in one zone; service times are seconds after its noon minus 12 h
//                and may pass 24:00:00 and 48:00:00 (the GTFS rule)
//
// A `TimeZone` turns civil times into instants and back (IANA tz database through Howard Hinnant's
// date/tz). Gaps and overlaps of local time: `instant_at` takes the first instant not before the
// wanted local time in a gap, and the earlier of two in an overlap.
//
// Zones come from the system's compiled tz files. date/tz does not read the rules those files end
// with, so after `kLastZoneRuleYear` a zone with daylight saving keeps its winter offset; readers
// warn about later dates.
//
// Errors: parse functions return nullopt on anything but the whole, exact form; `TimeZone::find`
// returns nullopt for an unknown name. None throws on text. A machine without a tz database is an
// EnvironmentError. An instant more than `CivilDate::kFarthestDay` days from 1970 in a zone is a
// bug.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/base/units.hpp"
#include "engine/base/whole_number.hpp"

namespace date {
class time_zone;
}

namespace stopover {

class Instant {
 public:
  constexpr Instant() = default;
  explicit constexpr Instant(WholeNumber auto unix_seconds)
      : unix_seconds_(Seconds(unix_seconds).count()) {}
  [[nodiscard]] constexpr std::int64_t unix_seconds() const { return unix_seconds_; }

  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant t, Seconds d) {
    return Instant((Seconds(t.unix_seconds_) + d).count());
  }
  friend constexpr Instant operator-(Instant t, Seconds d) {
    return Instant((Seconds(t.unix_seconds_) - d).count());
  }
  friend constexpr Seconds operator-(Instant a, Instant b) {
    return Seconds(a.unix_seconds_) - Seconds(b.unix_seconds_);
  }
  constexpr Instant& operator+=(Seconds d) { return *this = *this + d; }

 private:
  std::int64_t unix_seconds_ = 0;
};

// Days since 1970-01-01 in the proleptic Gregorian calendar, years -8981 … 12921 (outside: a bug).
// What a person may write is narrower, years 1 … 9999, so that a few days of service time past an
// input date never reach the abort.
class CivilDate {
 public:
  static constexpr std::int32_t kFarthestDay = 4'000'000;

  constexpr CivilDate() = default;
  explicit constexpr CivilDate(WholeNumber auto days_since_epoch)
      : days_(static_cast<std::int32_t>(days_since_epoch)) {
    STOPOVER_CHECK(std::cmp_greater_equal(days_since_epoch, -kFarthestDay) &&
                       std::cmp_less_equal(days_since_epoch, kFarthestDay),
                   "date within 4 million days of 1970");
  }
  // nullopt for a date that does not exist (2023-02-29).
  static std::optional<CivilDate> from_ymd(int year, int month, int day);
  // "2024-06-03" or "20240603".
  static std::optional<CivilDate> parse(std::string_view text);

  [[nodiscard]] constexpr std::int32_t days_since_epoch() const { return days_; }
  [[nodiscard]] int year() const;
  [[nodiscard]] int month() const;
  [[nodiscard]] int day() const;
  // Monday = 0 … Sunday = 6.
  [[nodiscard]] constexpr int weekday() const {
    return static_cast<int>((days_ % 7 + 7 + 3) % 7);  // 1970-01-01 was a Thursday
  }
  [[nodiscard]] std::string text() const;  // "2024-06-03"

  friend constexpr auto operator<=>(CivilDate, CivilDate) = default;
  [[nodiscard]] constexpr CivilDate plus_days(std::int32_t n) const {
    return CivilDate(std::int64_t{days_} + n);
  }
  friend constexpr std::int32_t days_between(CivilDate from, CivilDate to) {
    return to.days_ - from.days_;
  }

 private:
  std::int32_t days_ = 0;
};

// A timetable's operating day. Not a civil date: a service time of 25:10 on service day D happens
// on civil date D+1.
class ServiceDay {
 public:
  constexpr ServiceDay() = default;
  explicit constexpr ServiceDay(CivilDate date) : date_(date) {}
  [[nodiscard]] constexpr CivilDate date() const { return date_; }
  friend constexpr auto operator<=>(ServiceDay, ServiceDay) = default;

 private:
  CivilDate date_{};
};

struct CivilTime {
  CivilDate date{};
  Seconds time_of_day{};  // 0 … 86399
  friend constexpr auto operator<=>(const CivilTime&, const CivilTime&) = default;
  [[nodiscard]] std::string text() const;  // "2024-06-03T08:15:00"
};

inline constexpr int kLastZoneRuleYear = 2037;

// A named zone of the tz database. A small value; copies are cheap. Zone data live in a read-only
// process-wide table owned by date/tz.
class TimeZone {
 public:
  // "Asia/Shanghai". Never "localtime": a result must not depend on the machine's own zone.
  static std::optional<TimeZone> find(std::string_view name);
  static TimeZone utc();

  [[nodiscard]] std::string_view name() const;
  // `time_of_day` is the wall clock's; outside 0 … 86399 it is the clock of a neighbouring date.
  [[nodiscard]] Instant instant_at(CivilDate date, Seconds time_of_day) const;
  // Noon minus twelve hours plus the service time: right on days when clocks change.
  [[nodiscard]] Instant instant_at(ServiceDay day, Seconds service_time) const;
  [[nodiscard]] CivilTime civil(Instant t) const;
  [[nodiscard]] Seconds utc_offset(Instant t) const;

  friend bool operator==(TimeZone, TimeZone) = default;

 private:
  explicit TimeZone(const date::time_zone* zone) : zone_(zone) {}
  const date::time_zone* zone_;
};

// "08:15", "8:15", "08:15:30", "25:10:00": hours may pass 24 (up to 999), minutes and seconds may
// not pass 59.
[[nodiscard]] std::optional<Seconds> parse_service_time(std::string_view text);
// "2024-06-03T08:15" or "2024-06-03 08:15", seconds optional; two digits each, hours up to 23.
[[nodiscard]] std::optional<CivilTime> parse_civil_time(std::string_view text);
// "08:15:00"; hours may pass 24; before the service day's zero "-00:01:00".
[[nodiscard]] std::string service_time_text(Seconds service_time);
// "2024-06-03T08:15:00+08:00"; an offset with seconds (local mean time) keeps them: "+08:05:43".
[[nodiscard]] std::string iso_text(Instant t, TimeZone zone);
// The release of the tz database in use ("2024a"): part of a run's fingerprint. "unknown" where the
// system does not say; "-slim" is added when the files lack the transitions of coming years, and
// daylight saving abroad is wrong.
[[nodiscard]] std::string tz_database_version();

}  // namespace stopover
