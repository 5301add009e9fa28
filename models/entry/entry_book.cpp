// SPDX-License-Identifier: Apache-2.0
#include "models/entry/entry_book.hpp"

#include <utility>
#include <vector>

#include "engine/base/check.hpp"
#include "models/scenario/valid_days.hpp"

namespace stopover::entry {
namespace {

using RegimeNames = std::map<std::string, policy::RegimeId, std::less<>>;

template <class IdT>
IdT lookup(const std::map<std::string, IdT, std::less<>>& names, const std::string& key) {
  const auto at = names.find(key);
  STOPOVER_CHECK(at != names.end(), "validation found every reference");
  return at->second;
}

// 0: absent, which is the enum of the policy's first value.
template <class To, class From>
To nth(From value, int absent = 1) {
  return static_cast<To>((value == 0 ? absent : static_cast<int>(value)) - 1);
}

policy::PortStay port_stay(scenario::PortStay stay) {
  switch (stay) {
    case scenario::STAYS_IN_PORT:
      return policy::PortStay::kInside;
    case scenario::LEAVES_PORT:
      return policy::PortStay::kOutside;
    default:
      return policy::PortStay::kEither;
  }
}

policy::Regime regime_of(const scenario::Regime& r, const EntryBook& book) {
  policy::Regime regime;
  regime.key = r.id();
  regime.valid = scenario::valid_days(r.valid_from(), r.valid_until());
  regime.transit = r.transit();
  regime.no_limit = r.no_limit();
  regime.stay = hours(r.stay_hours());
  regime.clock = nth<policy::Clock>(r.clock());
  regime.counts_from = nth<policy::CountsFrom>(r.clock_start());
  regime.domestic_call = nth<policy::DomesticCall>(r.domestic_call());
  regime.all_nationalities = r.all_nationalities();
  regime.counter = nth<policy::Counter>(r.counter());
  regime.port_stay = port_stay(r.port_stay());
  regime.exit_ports = r.exit_ports();
  for (const std::string& region : r.regions())
    regime.regions |= policy::region_bit(lookup(book.region, region));
  regime.passport_months = static_cast<std::int16_t>(r.passport_months());
  for (const int activity : r.activities())
    regime.activities |= policy::activity_bit(nth<policy::Activity>(activity));
  for (const int document : r.documents())
    regime.documents |= policy::document_bit(nth<policy::Document>(document));
  regime.group = {.persons_min = static_cast<std::int16_t>(r.group().persons_min()),
                  .agency = r.group().agency(),
                  .same_ship = r.group().same_ship(),
                  .list_hours_before = static_cast<std::int16_t>(r.group().list_hours_before())};
  regime.max_uses = static_cast<std::int16_t>(r.max_uses());
  regime.uses_within_days = static_cast<std::int16_t>(r.uses_within_days());
  return regime;
}

void name_ports(const scenario::Elements& elements, EntryBook& book) {
  std::uint32_t next = 0;
  for (const auto& port : elements.entry_port()) {
    const policy::PortId id(next++);
    book.port.emplace(port.id(), id);
    for (const std::string& place : port.places()) book.port_of_place.emplace(place, id);
  }
  for (const auto& regime : elements.regime())
    for (const std::string& name : regime.ports()) {
      const bool known = book.port.contains(name) || book.port_of_place.contains(name);
      if (!known) book.port_of_place.emplace(name, policy::PortId(next++));
    }
}

policy::PortId port_named(const EntryBook& book, const std::string& name) {
  const auto at = book.port.find(name);
  return at == book.port.end() ? lookup(book.port_of_place, name) : at->second;
}

// The rows of a list, those of the regimes that take it over too.
template <class Row>
std::vector<Row> taken_over(std::vector<Row> rows, const scenario::Elements& elements,
                            const RegimeNames& names, const auto& model_of) {
  std::vector<Row> all = rows;
  for (const auto& regime : elements.regime()) {
    const std::string& model = model_of(regime);
    if (model.empty()) continue;
    for (Row row : rows) {
      if (row.regime != lookup(names, model)) continue;
      row.regime = lookup(names, regime.id());
      all.push_back(row);
    }
  }
  return all;
}

std::vector<policy::Listing> listings(const scenario::Elements& elements,
                                      const RegimeNames& names) {
  std::vector<policy::Listing> rows;
  for (const auto& l : elements.entry_listing())
    rows.push_back({lookup(names, l.regime()), policy::Country(l.country()),
                    scenario::valid_days(l.valid_from(), l.valid_until())});
  return taken_over(std::move(rows), elements, names,
                    [](const auto& regime) -> const std::string& { return regime.countries_as(); });
}

std::vector<policy::PortListing> ports(const scenario::Elements& elements, const EntryBook& book,
                                       const RegimeNames& names) {
  const HalfOpen<CivilDate> always = scenario::valid_days("", "");
  std::vector<policy::PortListing> rows;
  for (const auto& regime : elements.regime())
    for (const std::string& port : regime.ports())
      rows.push_back({lookup(names, regime.id()), port_named(book, port), always});
  for (const auto& l : elements.port_listing())
    rows.push_back({lookup(names, l.regime()), port_named(book, l.port()),
                    scenario::valid_days(l.valid_from(), l.valid_until())});
  return taken_over(std::move(rows), elements, names,
                    [](const auto& regime) -> const std::string& { return regime.ports_as(); });
}

// Lays what a switch says over a regime.
void turn(const scenario::EntrySwitch& one, scenario::Regime& regime) {
  if (one.clock() != scenario::CLOCK_UNSPECIFIED) regime.set_clock(one.clock());
  if (one.clock_start() != scenario::CLOCK_START_UNSPECIFIED)
    regime.set_clock_start(one.clock_start());
  if (one.domestic_call() != scenario::DOMESTIC_CALL_UNSPECIFIED)
    regime.set_domestic_call(one.domestic_call());
  for (const std::string& port : one.ports()) regime.add_ports(port);
}

scenario::Elements with_switches(const scenario::Elements& written,
                                 const std::set<std::string>& switched) {
  scenario::Elements elements;
  *elements.mutable_regime() = written.regime();
  *elements.mutable_entry_listing() = written.entry_listing();
  *elements.mutable_port_listing() = written.port_listing();
  *elements.mutable_entry_port() = written.entry_port();
  *elements.mutable_entry_region() = written.entry_region();
  for (const auto& one : written.entry_switch()) {
    if (one.on() == switched.contains(one.id())) continue;
    for (auto& regime : *elements.mutable_regime())
      for (const std::string& named : one.regimes())
        if (named == regime.id()) turn(one, regime);
  }
  return elements;
}

}  // namespace

EntryBook entry_book(const scenario::Scenario& scenario, const std::set<std::string>& switched) {
  const scenario::Elements elements = with_switches(scenario.elements(), switched);
  const auto zone = TimeZone::find(scenario.gateway().time_zone());
  STOPOVER_CHECK(zone.has_value(), "validation found the zone");
  EntryBook book;
  std::uint8_t region = 0;
  for (const auto& one : elements.entry_region())
    book.region.emplace(one.id(), policy::RegionId(region++));
  name_ports(elements, book);
  Table<policy::RegimeId, policy::Regime> regimes;
  RegimeNames names;
  for (const auto& regime : elements.regime())
    names[regime.id()] = regimes.push_back(regime_of(regime, book));
  book.rules =
      policy::EntryRules(*zone, policy::Country(scenario.gateway().country()), std::move(regimes),
                         listings(elements, names), ports(elements, book, names));
  return book;
}

}  // namespace stopover::entry
