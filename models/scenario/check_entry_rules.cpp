// SPDX-License-Identifier: Apache-2.0
// Regimes of entry and the nationalities listed under them.
#include <map>

#include <fmt/format.h>

#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

void check_regime(Checking& c, const Regime& regime, int listings) {
  const Spot spot{"regime", regime.id(), ""};
  check_valid_dates(c, spot, regime.valid_from(), regime.valid_until());
  if (regime.all_nationalities() == (listings == 0)) return;
  c.fault(
      rule::kNobody, spot.at("all_nationalities"),
      regime.all_nationalities() ? fmt::format("true and {} listings", listings) : "no nationality",
      "all_nationalities or entry listings, one of the two");
}

}  // namespace

void check_entry_rules(Checking& c) {
  std::map<std::string, int> listings;
  for (const EntryListing& listing : c.elements().entry_listing()) ++listings[listing.regime()];
  c.each("regime", c.elements().regime(),
         [&](const Regime& regime) { check_regime(c, regime, listings[regime.id()]); });
  c.each("entry_listing", c.elements().entry_listing(), [&](const EntryListing& listing) {
    check_valid_dates(c, {"entry_listing", listing.id(), ""}, listing.valid_from(),
                      listing.valid_until());
  });
}

}  // namespace stopover::scenario
