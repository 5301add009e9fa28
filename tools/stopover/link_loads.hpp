// SPDX-License-Identifier: Apache-2.0
// The network stop by stop: what is scheduled from each stop to the next, and how many rode there.
//
// A link is one direction of one mode between two places that follow each other on some service,
// or a road. What it is not: tracks or streets; a ride counts on each link that it passes.
//
// Units: persons and runs over the counted days. Cost: the runs, and the rides by their stops.
// Errors: rides of another world are a bug.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "models/simulation/world.hpp"

namespace stopover::tool {

struct LinkKey {
  network::PlaceId from;
  network::PlaceId to;
  network::Mode mode = 0;
  friend auto operator<=>(const LinkKey&, const LinkKey&) = default;
};

struct LinkLoad {
  std::optional<std::int64_t> runs;  // first departure on the counted days; none: a road alone
  std::int64_t people = 0;
};

[[nodiscard]] std::string mode_word(network::Mode mode);  // as the scenario writes it: "RAIL"
// `rides` as in simulation::Detail.
[[nodiscard]] std::map<LinkKey, LinkLoad> link_loads(
    const simulation::World& world, const std::map<timetable::Leg, std::int64_t>& rides);

}  // namespace stopover::tool
