// SPDX-License-Identifier: Apache-2.0
#include "engine/io/gtfs_fares.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/io/gtfs.hpp"

namespace stopover::io::gtfs {
namespace {

// A ride as rules see it.
struct Ride {
  RouteId route;
  FareZoneId origin;
  FareZoneId destination;
  std::vector<FareZoneId> zones;  // of all its stops, ascending
};

Ride ride_of(const Feed& feed, RouteId route, std::span<const StopId> stops) {
  Ride ride{route, feed.stops[stops.front()].fare_zone, feed.stops[stops.back()].fare_zone, {}};
  for (const StopId stop : stops) {
    const FareZoneId zone = feed.stops[stop].fare_zone;
    if (!zone.is_none()) ride.zones.push_back(zone);
  }
  std::sort(ride.zones.begin(), ride.zones.end());
  ride.zones.erase(std::unique(ride.zones.begin(), ride.zones.end()), ride.zones.end());
  return ride;
}

bool is_met(const FareRule& rule, const Ride& ride) {
  return (rule.route.is_none() || rule.route == ride.route) &&
         (rule.origin.is_none() || rule.origin == ride.origin) &&
         (rule.destination.is_none() || rule.destination == ride.destination) &&
         (rule.contains.empty() || rule.contains == ride.zones);
}

bool applies(const Feed& feed, const Fare& fare, const Ride& ride) {
  if (!fare.agency.is_none() && fare.agency != feed.routes[ride.route].agency) return false;
  return !fare.by_rules || std::any_of(fare.rules.begin(), fare.rules.end(),
                                       [&](const FareRule& rule) { return is_met(rule, ride); });
}

}  // namespace

int minor_digits(std::string_view currency) {
  constexpr std::array<std::string_view, 17> kNone{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                                   "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                                   "VND", "VUV", "XAF", "XOF", "XPF"};
  constexpr std::array<std::string_view, 7> kThree{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  if (std::find(kNone.begin(), kNone.end(), currency) != kNone.end()) return 0;
  return std::find(kThree.begin(), kThree.end(), currency) != kThree.end() ? 3 : 2;
}

std::optional<Price> price_of(const Feed& feed, RouteId route, std::span<const StopId> stops) {
  if (stops.empty()) return std::nullopt;
  const Ride ride = ride_of(feed, route, stops);
  FareId best;
  for (const FareId id : ids_of(feed.fares)) {
    const Fare& fare = feed.fares[id];
    if (!best.is_none() &&
        (fare.currency != feed.fares[best].currency || fare.price >= feed.fares[best].price))
      continue;
    if (applies(feed, fare, ride)) best = id;
  }
  if (best.is_none()) return std::nullopt;
  return Price{feed.fares[best].price, feed.fares[best].currency, best};
}

}  // namespace stopover::io::gtfs
