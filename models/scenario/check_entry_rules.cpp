// SPDX-License-Identifier: Apache-2.0
// Regimes of entry, their lists of nationalities and ports, and switches between sources.
#include <map>
#include <set>

#include <fmt/format.h>

#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

// Sets of them are words of 64 bits (models/policy/regime.hpp).
constexpr int kMostInASet = 64;

// What regimes have and take over, by id.
struct Lists {
  std::map<std::string, int> nationalities;
  std::set<std::string> with_countries_as;
  std::set<std::string> with_ports_as;
  std::map<std::string, std::string> port_of_place;
};

Lists lists_of(const Elements& elements) {
  Lists lists;
  for (const EntryListing& listing : elements.entry_listing())
    ++lists.nationalities[listing.regime()];
  for (const Regime& regime : elements.regime()) {
    if (!regime.countries_as().empty()) lists.with_countries_as.insert(regime.id());
    if (!regime.ports_as().empty()) lists.with_ports_as.insert(regime.id());
  }
  for (const EntryPort& port : elements.entry_port())
    for (const std::string& place : port.places()) lists.port_of_place.emplace(place, port.id());
  return lists;
}

void check_nationalities(Checking& c, const Regime& regime, const Lists& lists) {
  const auto found = lists.nationalities.find(regime.id());
  const int listings = found == lists.nationalities.end() ? 0 : found->second;
  const bool listed = listings > 0 || !regime.countries_as().empty();
  if (regime.all_nationalities() != listed) return;
  if (!listed && !c.has_all("entry_listing")) return;
  c.fault(
      rule::kNobody, Spot{"regime", regime.id(), "all_nationalities"},
      regime.all_nationalities() ? fmt::format("true and {} listings", listings) : "no nationality",
      "all_nationalities or entry listings, one of the two");
}

void check_taken_over(Checking& c, const Regime& regime, const Lists& lists) {
  const Spot spot{"regime", regime.id(), ""};
  const auto check = [&](const std::string& field, const std::string& from,
                         const std::set<std::string>& takers) {
    if (!from.empty() && takers.contains(from))
      c.fault(rule::kTakenOver, spot.at(field), from,
              fmt::format("a regime without {} of its own", field));
  };
  check("countries_as", regime.countries_as(), lists.with_countries_as);
  check("ports_as", regime.ports_as(), lists.with_ports_as);
}

void check_regime(Checking& c, const Regime& regime, const Lists& lists) {
  const Spot spot{"regime", regime.id(), ""};
  check_valid_dates(c, spot, regime.valid_from(), regime.valid_until());
  if ((regime.stay_hours() == 0) != regime.no_limit())
    c.fault(rule::kStayLimit, spot.at("stay_hours"),
            fmt::format("{} hours{}", regime.stay_hours(), regime.no_limit() ? ", no_limit" : ""),
            "stay_hours above 0, or no_limit: true");
  check_nationalities(c, regime, lists);
  check_taken_over(c, regime, lists);
  for (int i = 0; i < regime.ports_size(); ++i)
    if (const auto at = lists.port_of_place.find(regime.ports(i)); at != lists.port_of_place.end())
      c.fault(rule::kPortTwice, spot.at(indexed("ports", i)), regime.ports(i),
              fmt::format("the port that this place belongs to, \"{}\"", at->second));
}

void check_port(Checking& c, const EntryPort& port, const Lists& lists) {
  for (int i = 0; i < port.places_size(); ++i) {
    const auto owner = lists.port_of_place.find(port.places(i));
    if (owner != lists.port_of_place.end() && owner->second != port.id())
      c.fault(rule::kPortTwice, Spot{"entry_port", port.id(), indexed("places", i)}, port.places(i),
              fmt::format("a place of one port; \"{}\" has it already", owner->second));
  }
}

void check_switch(Checking& c, const EntrySwitch& one) {
  if (one.clock() != CLOCK_UNSPECIFIED || one.clock_start() != CLOCK_START_UNSPECIFIED ||
      one.domestic_call() != DOMESTIC_CALL_UNSPECIFIED || one.ports_size() > 0)
    return;
  c.fault(rule::kIdleSwitch, Spot{"entry_switch", one.id(), "id"}, one.id(),
          "one of clock, clock_start, domestic_call, ports");
}

void check_number(Checking& c, std::string_view kind, const std::string& last, int number) {
  if (number > kMostInASet)
    c.fault(rule::kManyRegimes, Spot{kind, last, "id"}, std::to_string(number),
            fmt::format("at most {}", kMostInASet));
}

}  // namespace

void check_entry_rules(Checking& c) {
  const Elements& e = c.elements();
  const Lists lists = lists_of(e);
  c.each("regime", e.regime(), [&](const Regime& regime) { check_regime(c, regime, lists); });
  c.each("entry_listing", e.entry_listing(), [&](const EntryListing& listing) {
    check_valid_dates(c, {"entry_listing", listing.id(), ""}, listing.valid_from(),
                      listing.valid_until());
  });
  c.each("port_listing", e.port_listing(), [&](const PortListing& listing) {
    check_valid_dates(c, {"port_listing", listing.id(), ""}, listing.valid_from(),
                      listing.valid_until());
  });
  c.each("entry_port", e.entry_port(), [&](const EntryPort& port) { check_port(c, port, lists); });
  c.each("entry_switch", e.entry_switch(), [&](const EntrySwitch& one) { check_switch(c, one); });
  if (!e.regime().empty()) check_number(c, "regime", e.regime().rbegin()->id(), e.regime_size());
  if (!e.entry_region().empty())
    check_number(c, "entry_region", e.entry_region().rbegin()->id(), e.entry_region_size());
}

}  // namespace stopover::scenario
