// SPDX-License-Identifier: Apache-2.0
#include "engine/base/time.hpp"

#include <charconv>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include "engine/base/fault.hpp"

namespace stopover {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr int kMaxServiceHours = 999;
constexpr const char* kZoneFolder = "/usr/share/zoneinfo";

date::year_month_day ymd_of(CivilDate date) {
  return date::year_month_day(date::sys_days(date::days(date.days_since_epoch())));
}

// All of `text` as a non-negative decimal number.
std::optional<int> digits(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  int value = 0;
  const char* end = text.data() + text.size();
  for (const char c : text)
    if (c < '0' || c > '9') return std::nullopt;
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

const date::tzdb& database() {
  try {
    return date::get_tzdb();
  } catch (const std::runtime_error& error) {
    throw EnvironmentError(kZoneFolder, "read the time zones (package tzdata)", error.what());
  }
}

date::sys_seconds sys_time_of(Instant t) {
  STOPOVER_CHECK(t.unix_seconds() / kSecondsPerDay < CivilDate::kFarthestDay &&
                     t.unix_seconds() / kSecondsPerDay > -CivilDate::kFarthestDay,
                 "instant within 4 million days of 1970");
  return date::sys_seconds(std::chrono::seconds(t.unix_seconds()));
}

}  // namespace

std::optional<CivilDate> CivilDate::from_ymd(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
    return std::nullopt;
  const date::year_month_day ymd(date::year(year), date::month(static_cast<unsigned>(month)),
                                 date::day(static_cast<unsigned>(day)));
  if (!ymd.ok()) return std::nullopt;
  return CivilDate(date::sys_days(ymd).time_since_epoch().count());
}

std::optional<CivilDate> CivilDate::parse(std::string_view text) {
  std::optional<int> year;
  std::optional<int> month;
  std::optional<int> day;
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    year = digits(text.substr(0, 4));
    month = digits(text.substr(5, 2));
    day = digits(text.substr(8, 2));
  } else if (text.size() == 8) {
    year = digits(text.substr(0, 4));
    month = digits(text.substr(4, 2));
    day = digits(text.substr(6, 2));
  }
  if (!year || !month || !day) return std::nullopt;
  return from_ymd(*year, *month, *day);
}

int CivilDate::year() const {
  return static_cast<int>(ymd_of(*this).year());
}
int CivilDate::month() const {
  return static_cast<int>(static_cast<unsigned>(ymd_of(*this).month()));
}
int CivilDate::day() const {
  return static_cast<int>(static_cast<unsigned>(ymd_of(*this).day()));
}

std::string CivilDate::text() const {
  return fmt::format("{:04}-{:02}-{:02}", year(), month(), day());
}

std::string CivilTime::text() const {
  return date.text() + "T" + service_time_text(time_of_day);
}

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  (void)database();
  if (name == "localtime") return std::nullopt;
  try {
    const date::time_zone* zone = date::locate_zone(std::string(name));
    (void)zone->get_info(
        date::sys_seconds());  // reads the zone's file now, not in the middle of a run
    return TimeZone(zone);
  } catch (const std::runtime_error&) {  // date/tz reports an unknown name by throwing
    return std::nullopt;
  }
}

TimeZone TimeZone::utc() {
  const std::optional<TimeZone> zone = find("Etc/UTC");
  if (!zone) throw EnvironmentError(kZoneFolder, "find the zone Etc/UTC", "no such zone");
  return *zone;
}

std::string_view TimeZone::name() const {
  return zone_->name();
}

Instant TimeZone::instant_at(CivilDate date, Seconds time_of_day) const {
  const Seconds wall = Seconds(date.days_since_epoch()) * kSecondsPerDay + time_of_day;
  const date::local_seconds local{sys_time_of(Instant(wall.count())).time_since_epoch()};
  // In a gap both choices name the transition itself; in an overlap `earliest` is the first pass.
  return Instant(zone_->to_sys(local, date::choose::earliest).time_since_epoch().count());
}

Instant TimeZone::instant_at(ServiceDay day, Seconds service_time) const {
  return instant_at(day.date(), hours(12)) - hours(12) + service_time;
}

CivilTime TimeZone::civil(Instant t) const {
  const auto local = zone_->to_local(sys_time_of(t)).time_since_epoch();
  const auto day = date::floor<date::days>(local);
  return {CivilDate(day.count()), Seconds((local - day).count())};
}

Seconds TimeZone::utc_offset(Instant t) const {
  return Seconds(zone_->get_info(sys_time_of(t)).offset.count());
}

std::optional<Seconds> parse_service_time(std::string_view text) {
  const std::size_t first = text.find(':');
  if (first == std::string_view::npos || first == 0 || first > 3) return std::nullopt;
  if (first == 3 && text[0] == '0') return std::nullopt;
  const auto hour = digits(text.substr(0, first));
  const std::string_view rest = text.substr(first + 1);
  if (rest.size() != 2 && !(rest.size() == 5 && rest[2] == ':')) return std::nullopt;
  const auto minute = digits(rest.substr(0, 2));
  const auto second = rest.size() == 5 ? digits(rest.substr(3, 2)) : std::optional<int>(0);
  if (!hour || !minute || !second) return std::nullopt;
  if (*hour > kMaxServiceHours || *minute > 59 || *second > 59) return std::nullopt;
  return hours(*hour) + minutes(*minute) + Seconds(*second);
}

std::optional<CivilTime> parse_civil_time(std::string_view text) {
  if ((text.size() != 16 && text.size() != 19) || text[13] != ':') return std::nullopt;
  if (text[10] != 'T' && text[10] != ' ') return std::nullopt;
  const auto date = CivilDate::parse(text.substr(0, 10));
  const auto time = parse_service_time(text.substr(11));
  if (!date || !time || time->count() >= kSecondsPerDay) return std::nullopt;
  return CivilTime{*date, *time};
}

std::string service_time_text(Seconds service_time) {
  const std::int64_t count = service_time.count();
  const auto bits = static_cast<std::uint64_t>(count);
  const std::uint64_t s = count < 0 ? std::uint64_t{0} - bits : bits;
  return fmt::format("{}{:02}:{:02}:{:02}", count < 0 ? "-" : "", s / 3600, s / 60 % 60, s % 60);
}

std::string iso_text(Instant t, TimeZone zone) {
  const std::int64_t offset = zone.utc_offset(t).count();
  const std::int64_t magnitude = offset < 0 ? -offset : offset;
  std::string out = fmt::format("{}{}{:02}:{:02}", zone.civil(t).text(), offset < 0 ? '-' : '+',
                                magnitude / 3600, magnitude / 60 % 60);
  if (magnitude % 60 != 0) out += fmt::format(":{:02}", magnitude % 60);
  return out;
}

std::string tz_database_version() {
  std::string version = database().version;
  if (version.empty() || version == "unknown") {  // date/tz does not look where Debian writes it
    version = "unknown";
    std::ifstream rules(std::string(kZoneFolder) + "/tzdata.zi");
    constexpr std::string_view kLead = "# version ";
    std::string line;
    if (std::getline(rules, line) && line.starts_with(kLead)) version = line.substr(kLead.size());
  }
  const std::optional<TimeZone> berlin = TimeZone::find("Europe/Berlin");
  const std::optional<CivilDate> summer = CivilDate::from_ymd(kLastZoneRuleYear, 7, 1);
  const bool whole =
      berlin && berlin->utc_offset(berlin->instant_at(*summer, hours(12))) == hours(2);
  return whole ? version : version + "-slim";
}

}  // namespace stopover
