// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network.hpp"

#include <algorithm>

namespace stopover::network {
namespace {

bool same_hub(const Place& a, const Place& b) {
  return !a.hub.is_none() && a.hub == b.hub;
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

std::optional<Seconds> Network::planned_connection(PlaceId from, PlaceId to,
                                                   int passenger_class) const {
  const Place& place = places[from];
  std::optional<Seconds> expected;
  if (same_hub(place, places[to]))
    expected = hubs[place.hub].expected(from, to, passenger_class);
  else if (from == to)
    expected = place.connect;
  if (!expected) return std::nullopt;
  Seconds planned = *expected + places[to].reserve;
  for (const MinimumConnection& minimum : minimum_connections) {
    if (minimum.from == from && minimum.to == to) planned = std::max(planned, minimum.time);
  }
  return planned;
}

}  // namespace stopover::network
