// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/feed_fares.hpp"

#include <fmt/format.h>

#include "engine/io/gtfs_rules.hpp"

namespace stopover::simulation {

namespace gtfs = io::gtfs;

Fen FeedFares::price(gtfs::RouteId route, const std::vector<gtfs::StopId>& stops) {
  if (feed_.fares.empty()) return Fen(0);
  const auto price = gtfs::price_of(feed_, route, stops);
  if (price && price->currency == "CNY") return Fen(price->amount);
  if (price) {
    ++other_currencies_[price->currency];
  } else if (without_fare_++ == 0) {
    first_without_fare_ =
        fmt::format("{} from {} to {}", feed_.routes[route].key, feed_.stops[stops.front()].key,
                    feed_.stops[stops.back()].key);
  }
  return Fen(0);
}

void FeedFares::report(const std::string& path, FaultList& faults) const {
  for (const auto& [currency, rides] : other_currencies_)
    faults.add({.rule = std::string(gtfs::rule::kOtherCurrency),
                .file = path,
                .field = "currency_type",
                .found = fmt::format("{}, of {} rides", currency, rides),
                .expected = "CNY; these rides cost nothing here"});
  if (without_fare_ > 0)
    faults.add({.rule = std::string(gtfs::rule::kNoFare),
                .file = path,
                .field = "fare_rules",
                .found = fmt::format("none for {} rides, the first {}", without_fare_,
                                     first_without_fare_),
                .expected = "a fare for each ride; these cost nothing here"});
}

}  // namespace stopover::simulation
