// SPDX-License-Identifier: Apache-2.0
// Fares of a GTFS feed (fare_attributes.txt, fare_rules.txt: "version 1"), and what one ride costs.
//
//   if (const auto price = gtfs::price_of(feed, route, stops_on_the_way))
//     use(price->amount, price->currency);
//
// What it is not: a journey's price. `transfers` and `duration` say for how long a fare goes on
// over further rides; joining rides is the caller's work. Fares version 2 are not read.
//
// Units: amounts are minor units of the currency as ISO 4217 has them: fen of CNY, cents of USD,
// whole yen of JPY, thousandths of KWD. Amounts of different currencies never mix.
//
// Method: gtfs.org/schedule/reference, fare_rules.txt. A row is met if all that it names is: the
// route, the zone of boarding, the zone of alighting. Rows with a contains_id that differ in it
// alone count together, and are met if the zones of the ride's stops are just those: a fare of two
// zones does not cover a ride through three. A fare applies if one of its rules is met, or if the
// file has no row for it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/units.hpp"
#include "engine/io/gtfs_ids.hpp"

namespace stopover::io::gtfs {

struct Feed;

// What is none() is not asked for.
struct FareRule {
  RouteId route;
  FareZoneId origin;
  FareZoneId destination;
  std::vector<FareZoneId> contains;  // ascending
};

struct Fare {
  std::string key;
  std::int64_t price = 0;              // minor units
  std::string currency;                // "CNY"
  std::optional<int> transfers;        // absent: any number
  std::optional<Seconds> duration;     // during which they are free
  AgencyId agency = AgencyId::none();  // none: of all
  bool on_board = false;               // paid there, else before
  bool by_rules = false;               // applies where `rules` say, not everywhere
  std::vector<FareRule> rules;
};

struct Price {
  std::int64_t amount = 0;  // minor units
  std::string currency;
  FareId fare;
  friend bool operator==(const Price&, const Price&) = default;
};

// Digits after the point in amounts of a currency: 2 unless ISO 4217 says otherwise.
[[nodiscard]] int minor_digits(std::string_view currency);

// The cheapest fare that applies to a ride on one vehicle; `stops` are where it calls, from
// boarding to alighting. Nothing if no fare applies. With several currencies: the cheapest in that
// of the first fare that applies. Cost: linear in the feed's rules.
[[nodiscard]] std::optional<Price> price_of(const Feed& feed, RouteId route,
                                            std::span<const StopId> stops);

}  // namespace stopover::io::gtfs
