// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace stopover::network {
namespace {

bool same_hub(const Place& a, const Place& b) {
  return !a.hub.is_none() && a.hub == b.hub;
}

bool holds(const RideKind& row, const RideKind& ride) {
  return (!row.mode || row.mode == ride.mode) &&
         (row.carrier.empty() || row.carrier == ride.carrier);
}

// From the most to the least telling.
using Rank = std::array<int, 5>;
Rank rank_of(const MinimumConnection& row) {
  const auto one = [](bool named) { return named ? 1 : 0; };
  return {one(!row.product.empty()), one(!row.in.carrier.empty()) + one(!row.out.carrier.empty()),
          one(row.in.mode.has_value()) + one(row.out.mode.has_value()),
          one(row.only != kAllClasses), one(!row.from.is_none()) + one(!row.to.is_none())};
}

}  // namespace

std::optional<ProcessPath> Network::connection(PlaceId from, PlaceId to,
                                               int passenger_class) const {
  const Place& place = places[from];
  if (same_hub(place, places[to])) return hubs[place.hub].path(from, to, passenger_class);
  if (from != to || !place.connect) return std::nullopt;
  const Seconds time = *place.connect;
  return ProcessPath{{{ProcessStep::Kind::kWalk, time, Seconds(0), CheckpointId::none()}}, time};
}

std::optional<Seconds> Network::planned_connection(PlaceId from, PlaceId to, int passenger_class,
                                                   const Changing& changing) const {
  const Place& place = places[from];
  std::optional<Seconds> expected;
  if (same_hub(place, places[to]))
    expected = hubs[place.hub].expected(from, to, passenger_class);
  else if (from == to)
    expected = place.connect;
  if (!expected) return std::nullopt;
  const MinimumConnection* best = nullptr;
  for (const MinimumConnection& row : minimum_connections) {
    if (!(row.from.is_none() ? place.hub == row.hub : row.from == from) ||
        !(row.to.is_none() ? places[to].hub == row.hub : row.to == to))
      continue;
    if ((row.only >> static_cast<unsigned>(passenger_class) & 1U) == 0 ||
        (!row.product.empty() && row.product != changing.product) || !holds(row.in, changing.in) ||
        !holds(row.out, changing.out))
      continue;
    if (best == nullptr ||
        std::pair(rank_of(*best), best->time) < std::pair(rank_of(row), row.time))
      best = &row;
  }
  const Seconds planned = *expected + places[to].reserve;
  if (best == nullptr) return planned;
  return best->replaces ? best->time : std::max(planned, best->time);
}

}  // namespace stopover::network
