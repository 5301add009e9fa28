// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/port_book.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"
#include "models/scenario/valid_days.hpp"

namespace stopover::cruise {
namespace {

// Position of a word in a list that the field's rule allows.
template <class Enum, std::size_t N>
Enum word_of(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto at = std::find(names.begin(), names.end(), text);
  STOPOVER_CHECK(at != names.end(), "validation found every word");
  return static_cast<Enum>(at - names.begin());
}

template <class IdT, class T>
std::optional<IdT> find_key(const Table<IdT, T>& table, std::string_view key) {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.rows()[i].key == key) return IdT(i);
  return std::nullopt;
}

template <class IdT, class T>
IdT need_key(const Table<IdT, T>& table, std::string_view key) {
  const auto id = find_key(table, key);
  STOPOVER_CHECK(id.has_value(), "validation found every reference");
  return *id;
}

Seconds time_of(const std::string& text, Seconds otherwise) {
  return parse_service_time(text).value_or(otherwise);
}

Seconds span_of(double minutes) {
  return round_to<Seconds>(minutes * 60);
}

void add_terminals(const scenario::Elements& e, PortBook& book) {
  for (const auto& one : e.cruise_terminal()) {
    Terminal t{.key = one.id(), .name = one.name(), .name_zh = one.name_zh()};
    if (const auto at = book.entry.port.find(one.entry_port()); at != book.entry.port.end())
      t.port = at->second;
    for (const auto& place : e.place())
      if (place.id() == one.place()) {
        t.lon = place.lon();
        t.lat = place.lat();
      }
    t.arrival_hall = one.arrival_hall();
    t.departure_hall = one.departure_hall();
    book.terminals.push_back(std::move(t));
  }
  for (const auto& desk : e.cruise_desk()) {
    Terminal& t = book.terminals[need_key(book.terminals, desk.terminal())];
    t.desks[static_cast<std::size_t>(word_of<Stage>(kStageNames, desk.stage()))].push_back(
        {.kind = word_of<DeskKind>(kDeskKindNames, desk.type()),
         .from = time_of(desk.from(), Seconds(0)),
         .until = time_of(desk.until(), hours(24)),
         .desks = desk.desks(),
         .mean_seconds = desk.mean_seconds(),
         .cv = desk.cv()});
  }
}

void add_harbour(const scenario::Elements& e, PortBook& book) {
  for (const auto& one : e.cruise_berth())
    book.berths.push_back({.key = one.id(),
                           .terminal = need_key(book.terminals, one.terminal()),
                           .length_m = one.length_m(),
                           .depth_m = one.depth_m(),
                           .gt_max = one.gt_max(),
                           .valid = scenario::valid_days(one.valid_from(), one.valid_until())});
  for (const auto& one : e.cruise_channel()) {
    const ChannelId id = book.channels.push_back({.key = one.id(),
                                                  .passage = span_of(one.minutes()),
                                                  .separation = span_of(one.separation_minutes()),
                                                  .one_way = one.one_way(),
                                                  .pilots = one.pilots(),
                                                  .pilot = span_of(one.pilot_minutes()),
                                                  .depth_m = one.depth_m(),
                                                  .tide_m = one.tide_m(),
                                                  .keel_share = one.keel_share(),
                                                  .daylight_over_m = one.daylight_over_m()});
    for (const std::string& terminal : one.terminals())
      book.terminals[need_key(book.terminals, terminal)].channel = id;
  }
  for (const auto& one : e.cruise_closure()) {
    Closure c{.key = one.id(), .kind = word_of<ClosureKind>(kClosureKindNames, one.kind())};
    if (one.month_events_size() == 0)
      c.dates = scenario::valid_days(one.valid_from(), one.valid_until());
    c.from = time_of(one.from(), Seconds(0));
    c.until = time_of(one.until(), hours(24));
    for (std::size_t m = 0;
         m < c.events.size() && m < static_cast<std::size_t>(one.month_events_size()); ++m)
      c.events[m] = one.month_events(static_cast<int>(m));
    c.starts_from = time_of(one.starts_from(), Seconds(0));
    c.starts_until = time_of(one.starts_until(), c.starts_from);
    c.mean_hours = one.mean_hours();
    c.cv = one.cv();
    book.closures.push_back(std::move(c));
  }
}

void add_ships(const scenario::Elements& e, PortBook& book) {
  for (const auto& one : e.cruise_ship())
    book.ships.push_back({.key = one.id(),
                          .name = one.name(),
                          .name_zh = one.name_zh(),
                          .listed_as = one.listed_as().empty() ? one.name() : one.listed_as(),
                          .length_m = one.length_m(),
                          .draught_m = one.draught_m(),
                          .gt = one.gt(),
                          .lower_berths = one.lower_berths(),
                          .guests_max = one.guests_max(),
                          .crew = one.crew()});
}

void add_guests(const scenario::Elements& e, PortBook& book) {
  constexpr std::array<std::string_view, 3> kKinds{"homeport", "transit", "crew"};
  for (const auto& one : e.cruise_guest()) {
    Guest g{.key = one.id(),
            .name = one.name(),
            .name_zh = one.name_zh(),
            .kind = word_of<GuestKind>(kKinds, one.kind()),
            .share = one.share(),
            .foreign_share = one.has_foreign_share() ? one.foreign_share() : one.share(),
            .party_size = {one.party_size_weight().begin(), one.party_size_weight().end()},
            .group_share = one.group_share(),
            .nights_before = one.nights_before(),
            .nights_before_share = one.nights_before_share(),
            .nights_after = one.nights_after(),
            .nights_after_share = one.nights_after_share()};
    book.guests.push_back(std::move(g));
  }
  for (const auto& one : e.cruise_mode()) {
    Mode m{.key = one.id(),
           .name = one.name(),
           .name_zh = one.name_zh(),
           .guest = need_key(book.guests, one.guest()),
           .way = word_of<LongWay>(kLongWayNames, one.mode()),
           .kerb = word_of<Kerb>(kKerbNames, one.kerb()),
           .constant = one.constant(),
           .hour_utility = one.hour_utility(),
           .minutes = one.minutes(),
           .sd_minutes = one.sd_minutes(),
           .yuan = one.yuan(),
           .late_share = one.late_share(),
           .late_minutes = one.late_minutes(),
           .onward_minutes = one.onward_minutes(),
           .protected_share = one.protected_share()};
    if (!one.terminal().empty()) m.terminal = need_key(book.terminals, one.terminal());
    book.modes.push_back(std::move(m));
  }
  for (const auto& one : e.cruise_spending()) {
    SpendingRule r{.guest = need_key(book.guests, one.guest()),
                   .category = word_of<std::uint8_t>(kSpendingNames, one.category()),
                   .probability = one.probability(),
                   .mean_yuan = one.mean_yuan(),
                   .low_yuan = one.has_mean_yuan_low() ? one.mean_yuan_low() : one.mean_yuan(),
                   .high_yuan = one.has_mean_yuan_high() ? one.mean_yuan_high() : one.mean_yuan(),
                   .sigma = one.sigma(),
                   .per_night = one.per() == "night",
                   .city_share = one.has_city_share() ? one.city_share() : 1};
    if (!one.mode().empty()) r.mode = need_key(book.modes, one.mode());
    book.spending.push_back(r);
  }
}

void add_totals(const scenario::Elements& e, PortBook& book) {
  for (const auto& one : e.cruise_total()) {
    Total t{.key = one.id(),
            .span = scenario::valid_days(one.valid_from(), one.valid_until()),
            .use = one.use(),
            .series = one.series(),
            .source = one.provenance().source(),
            .confidence = one.provenance().confidence()};
    if (one.has_calls()) t.calls = one.calls();
    if (one.has_passengers()) t.passengers = one.passengers();
    book.totals.push_back(std::move(t));
  }
  for (const auto& one : e.cruise_figure()) book.figures[one.id()] = one.value();
}

template <class Written>
Mix mix_of_written(const PortBook& book, const Written& w) {
  Mix mix;
  mix.load = w.load() > 0 ? w.load() : book.figure("load.lower_berths");
  double sum = 0;
  for (const auto& one : w.nationality()) sum += one.weight();
  for (const auto& one : w.nationality())
    if (sum > 0) mix.nationality.emplace_back(policy::Country(one.country()), one.weight() / sum);
  if (mix.nationality.empty()) mix.nationality.emplace_back(book.own, 1);
  double ages = 0;
  for (const double weight : w.age_weight()) ages += weight;
  if (w.age_weight_size() == 3 && ages > 0)
    for (std::size_t i = 0; i < 3; ++i) mix.age[i] = w.age_weight(static_cast<int>(i)) / ages;
  else
    mix.age = {book.figure("mix.under_14"),
               std::max(0.0, 1 - book.figure("mix.under_14") - book.figure("mix.over_64")),
               book.figure("mix.over_64")};
  mix.crew_ashore = w.has_crew_ashore() ? w.crew_ashore() : book.figure("crew.ashore");
  if (!w.previous_country().empty()) mix.previous = policy::Country(w.previous_country());
  if (!w.next_country().empty()) mix.next = policy::Country(w.next_country());
  return mix;
}

}  // namespace

bool holds(const Berth& berth, const Ship& ship) {
  return ship.length_m <= berth.length_m && ship.draught_m <= berth.depth_m &&
         (berth.gt_max == 0 || ship.gt <= berth.gt_max);
}

double PortBook::figure(std::string_view name) const {
  const auto at = figures.find(name);
  STOPOVER_CHECK(at != figures.end(), "validation found every figure");
  return at->second;
}

Seconds PortBook::minutes_of(std::string_view name) const {
  return span_of(figure(name));
}

std::optional<ShipId> PortBook::ship(std::string_view key) const {
  return find_key(ships, key);
}

std::optional<TerminalId> PortBook::terminal(std::string_view key) const {
  return find_key(terminals, key);
}

PortBook port_book(const scenario::Scenario& scenario) {
  PortBook book;
  const auto zone = TimeZone::find(scenario.gateway().time_zone());
  STOPOVER_CHECK(zone.has_value(), "validation found the zone");
  book.zone = *zone;
  book.own = policy::Country(scenario.gateway().country());
  book.entry = entry::entry_book(scenario);
  const scenario::Elements& e = scenario.elements();
  add_terminals(e, book);
  add_harbour(e, book);
  add_ships(e, book);
  add_guests(e, book);
  add_totals(e, book);
  return book;
}

Mix mix_of(const PortBook& book, const scenario::CruiseCall& call) {
  return mix_of_written(book, call);
}
Mix mix_of(const PortBook& book, const scenario::CruiseDeployment& deployment) {
  return mix_of_written(book, deployment);
}

}  // namespace stopover::cruise
