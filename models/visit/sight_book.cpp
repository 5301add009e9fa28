// SPDX-License-Identifier: Apache-2.0
#include "models/visit/sight_book.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "models/scenario/valid_days.hpp"

namespace stopover::visit {
namespace {

constexpr int kYearOfDays = 2000;  // a leap year: 29 February is one of its days

std::optional<Seconds> time_of(const std::string& text) {
  return text.empty() ? std::nullopt : parse_service_time(text);
}

Seconds needed_time(const std::string& text) {
  const auto time = parse_service_time(text);
  STOPOVER_CHECK(time.has_value(), "validation found every time");
  return *time;
}

Fen fen_of(double yuan) {
  return round_to<Fen>(yuan * 100);
}

std::uint8_t days_of(const std::string& digits) {
  std::uint8_t mask = 0;
  for (const char c : digits) mask = static_cast<std::uint8_t>(mask | 1U << (c - '1'));
  return mask;
}

Sight sight_of(const scenario::Sight& s) {
  return {.key = s.id(),
          .name = s.name(),
          .name_zh = s.name_zh().empty() ? s.name() : s.name_zh(),
          .category = s.category(),
          .spot = {s.place(), s.lon(), s.lat()},
          .opens = needed_time(s.opens()),
          .closes = needed_time(s.closes()),
          .last_entry = time_of(s.last_entry()),
          .closed_days = days_of(s.closed_days()),
          .shortest = minutes(s.minutes_low()),
          .typical = minutes(s.minutes()),
          .longest = minutes(s.minutes_high()),
          .ticket = fen_of(s.ticket_yuan()),
          .appeal = s.has_appeal() ? s.appeal() : 1,
          .outdoors = s.outdoors(),
          .confidence = s.provenance().confidence()};
}

OtherDays days_of(const scenario::SightDays& d) {
  const HalfOpen<CivilDate> valid = scenario::valid_days(d.valid_from(), d.valid_until());
  OtherDays days{.from = valid.from,
                 .until = valid.until,
                 .every_year = d.every_year(),
                 .closed = d.closed(),
                 .opens = time_of(d.opens()),
                 .closes = time_of(d.closes()),
                 .last_entry = time_of(d.last_entry())};
  if (d.all_week() || !d.closed_days().empty()) days.closed_days = days_of(d.closed_days());
  return days;
}

Point point_of(const scenario::VisitPoint& p) {
  return {p.id(),
          p.name(),
          p.name_zh().empty() ? p.name() : p.name_zh(),
          {p.place(), p.lon(), p.lat()},
          needed_time(p.opens()),
          needed_time(p.closes()),
          minutes(p.minutes()),
          fen_of(p.yuan())};
}

CivilDate in_one_year(CivilDate date) {
  const auto day = CivilDate::from_ymd(kYearOfDays, date.month(), date.day());
  STOPOVER_CHECK(day.has_value(), "a leap year has every day");
  return *day;
}

void find_identities(Table<SightId, Sight>& sights,
                     const google::protobuf::RepeatedPtrField<scenario::Sight>& written) {
  std::map<std::string, SightId> by_key;
  std::map<std::pair<std::string, std::string>, SightId> by_name;
  for (const SightId id : ids_of(sights)) by_key.emplace(sights[id].key, id);
  for (const SightId id : ids_of(sights)) {
    Sight& sight = sights[id];
    const std::string& same = written[static_cast<int>(id.value())].same_as();
    const Sight& root = same.empty() ? sight : sights[by_key.at(same)];
    sight.identity = by_name.try_emplace({root.name, root.spot.place}, id).first->second;
  }
}

}  // namespace

bool OtherDays::holds_on(CivilDate date) const {
  if (!every_year) return from <= date && date < until;
  const CivilDate day = in_one_year(date);
  const CivilDate first = in_one_year(from);
  const CivilDate end = in_one_year(until);
  if (first == end) return from != until;  // the whole year
  return first < end ? first <= day && day < end : first <= day || day < end;
}

std::optional<OpenHours> Sight::hours_on(CivilDate date) const {
  std::uint8_t closed = closed_days;
  bool shut = false;
  Seconds from = opens;
  Seconds to = closes;
  std::optional<Seconds> last = last_entry;
  for (const OtherDays& other : other_days) {
    if (!other.holds_on(date)) continue;
    closed = other.closed_days.value_or(closed_days);
    shut = other.closed;
    from = other.opens.value_or(opens);
    to = other.closes.value_or(closes);
    last = other.last_entry ? other.last_entry : other.closes ? std::nullopt : last_entry;
  }
  if (shut || (static_cast<unsigned>(closed) >> static_cast<unsigned>(date.weekday()) & 1U) != 0 ||
      to <= from)
    return std::nullopt;
  const Seconds entry = std::min(last.value_or(to - shortest), to);
  if (entry < from) return std::nullopt;
  return OpenHours{from, entry, to};
}

double SightBook::interest_of(const std::string& purpose, const std::string& category) const {
  const auto at = interest.find({purpose, category});
  return at == interest.end() ? 1 : at->second;
}

std::optional<SightId> SightBook::find(std::string_view key) const {
  for (const SightId id : ids_of(sights))
    if (sights[id].key == key) return id;
  return std::nullopt;
}

SightBook sight_book(const scenario::Scenario& scenario) {
  const scenario::Elements& elements = scenario.elements();
  SightBook book;
  for (const auto& one : elements.sight()) book.sights.push_back(sight_of(one));
  for (const auto& one : elements.sight_days()) {
    const auto id = book.find(one.sight());
    STOPOVER_CHECK(id.has_value(), "validation found every reference");
    book.sights[*id].other_days.push_back(days_of(one));
  }
  find_identities(book.sights, elements.sight());
  for (const auto& one : elements.hotel())
    book.hotels.push_back({one.id(),
                           one.name(),
                           one.name_zh().empty() ? one.name() : one.name_zh(),
                           {one.place(), one.lon(), one.lat()},
                           one.grade(),
                           fen_of(one.room_yuan())});
  for (const auto& one : elements.visit_point())
    (one.kind() == "meal" ? book.meals : book.storages).push_back(point_of(one));
  for (const auto& one : elements.visit_interest())
    book.interest[{one.purpose(), one.category()}] = one.interest();
  return book;
}

}  // namespace stopover::visit
