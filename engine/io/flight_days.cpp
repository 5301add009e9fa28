// SPDX-License-Identifier: Apache-2.0
#include "engine/io/flight_days.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace stopover::io::flights {
namespace {

constexpr int kWeek = 7;

// The first day of its own from `day` on, `step` days at a time, if it is in the week.
std::optional<CivilDate> flown_day(const Flight& flight, CivilDate day, int step) {
  for (int i = 0; i < kWeek; ++i, day = day.plus_days(step))
    if (operates(flight, day)) return day;
  return std::nullopt;
}

}  // namespace

std::optional<RunSpan> span_of(const Flight& flight) {
  RunSpan span{.line = flight.line};
  if (flight.valid_from) {
    const auto first = flown_day(flight, *flight.valid_from, 1);
    if (!first) return std::nullopt;
    span.first = *first;
  }
  if (flight.valid_until) {
    const auto last = flown_day(flight, flight.valid_until->plus_days(-1), -1);
    if (!last) return std::nullopt;
    span.last = *last;
  }
  return span;
}

// If their days have one in a week of the common validity.
bool fly_together(const Flight& a, const Flight& b) {
  CivilDate from = a.valid_from.value_or(b.valid_from.value_or(CivilDate()));
  if (a.valid_from && b.valid_from) from = std::max(*a.valid_from, *b.valid_from);
  if (!a.valid_from && !b.valid_from) {
    from = std::min(a.valid_until.value_or(CivilDate()), b.valid_until.value_or(CivilDate()));
    from = from.plus_days(-kWeek);
  }
  for (int i = 0; i < kWeek; ++i)
    if (operates(a, from.plus_days(i)) && operates(b, from.plus_days(i))) return true;
  return false;
}

bool flies_whenever(const Flight& operating, const Flight& codeshare) {
  const auto outer = span_of(operating);
  const auto inner = span_of(codeshare);
  if (!outer || !inner || inner->first < outer->first || outer->last < inner->last) return false;
  // Its first week has each of its weekdays, or any week if there is no first.
  CivilDate day;
  if (codeshare.valid_from)
    day = inner->first;
  else if (codeshare.valid_until)
    day = inner->last.plus_days(1 - kWeek);
  for (int i = 0; i < kWeek; ++i)
    if (operates(codeshare, day.plus_days(i)) && !operates(operating, day.plus_days(i)))
      return false;
  return true;
}

std::vector<CivilDate> days_to_check(const Flight& flight) {
  constexpr int kFirstYear = 1970;  // zone rules are of clocks as they are now
  constexpr int kOpenYear = 2024;
  constexpr int kLastYear = 2037;
  const auto span = span_of(flight);
  if (!span) return {};
  std::vector<CivilDate> days;
  int from = kOpenYear;
  int until = kLastYear;
  if (flight.valid_from) {
    days.push_back(span->first);
    from = std::max(span->first.year(), kFirstYear);
  }
  if (flight.valid_until) {
    days.push_back(span->last);
    until = std::min(span->last.year(), kLastYear);
    if (!flight.valid_from) from = std::clamp(until - 1, kFirstYear, kOpenYear);
  }
  constexpr std::array<std::pair<int, int>, 4> kSeasons{{{1, 15}, {3, 20}, {7, 15}, {10, 31}}};
  for (int year = from; year <= until; ++year)
    for (const auto& [month, day_of_month] : kSeasons)
      if (const auto day = flown_day(flight, *CivilDate::from_ymd(year, month, day_of_month), 1))
        days.push_back(*day);
  return days;
}

}  // namespace stopover::io::flights
