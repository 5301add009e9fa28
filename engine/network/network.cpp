// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network.hpp"

#include <algorithm>
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
std::array<int, 5> rank_of(const MinimumConnection& row) {
  const auto one = [](bool named) { return named ? 1 : 0; };
  return {one(!row.product.empty()), one(!row.in.carrier.empty()) + one(!row.out.carrier.empty()),
          one(!row.from.is_none()) + one(!row.to.is_none()),
          one(row.in.mode.has_value()) + one(row.out.mode.has_value()),
          one(row.only != kAllClasses)};
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

std::optional<PlannedConnection> Network::planned(PlaceId from, PlaceId to,
                                                  int passenger_class) const {
  const Place& place = places[from];
  std::optional<Seconds> expected;
  const bool in_hub = same_hub(place, places[to]);
  if (in_hub)
    expected = hubs[place.hub].expected(from, to, passenger_class);
  else if (from == to)
    expected = place.connect;
  if (!expected) return std::nullopt;
  PlannedConnection out;
  if (in_hub) out.to_departure_ = *hubs[place.hub].to_departure(from, to, passenger_class);
  out.way_ = *expected + places[to].reserve;
  for (const MinimumConnection& row : minimum_connections)
    if ((row.from.is_none() ? place.hub == row.hub : row.from == from) &&
        (row.to.is_none() ? places[to].hub == row.hub : row.to == to) &&
        (row.only >> static_cast<unsigned>(passenger_class) & 1U) != 0)
      out.rows_[row.in.carrier].push_back({&row, rank_of(row)});
  return out;
}

Seconds PlannedConnection::time(const Changing& changing) const {
  const auto each = [&](auto use) {
    const auto use_all = [&](const std::string& carrier) {
      const auto of_carrier = rows_.find(carrier);
      if (of_carrier == rows_.end()) return;
      for (const Ranked& ranked : of_carrier->second) {
        const MinimumConnection& row = *ranked.row;
        if ((row.product.empty() || row.product == changing.product) &&
            holds(row.in, changing.in) && holds(row.out, changing.out))
          use(row, ranked.rank);
      }
    };
    use_all({});
    if (!changing.in.carrier.empty()) use_all(changing.in.carrier);
  };
  std::optional<Rank> set_aside;  // what ranks below it
  each([&](const MinimumConnection& row, const Rank& rank) {
    if (row.replaces && (!set_aside || *set_aside < rank)) set_aside = rank;
  });
  const Seconds way = changing.closes ? std::max(way_, to_departure_ - *changing.closes) : way_;
  Seconds longest = set_aside ? Seconds(0) : way;
  each([&](const MinimumConnection& row, const Rank& rank) {
    if (set_aside && rank < *set_aside) return;
    longest = std::max(longest, row.replaces ? row.time : std::max(way, row.time));
  });
  return longest;
}

std::optional<Seconds> Network::planned_connection(PlaceId from, PlaceId to, int passenger_class,
                                                   const Changing& changing) const {
  const auto connection = planned(from, to, passenger_class);
  if (!connection) return std::nullopt;
  return connection->time(changing);
}

}  // namespace stopover::network
