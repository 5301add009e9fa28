// SPDX-License-Identifier: Apache-2.0
// Private to engine/network: what a HubGraph holds.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/graph/adjacency_list.hpp>

#include "engine/base/stable_hash.hpp"
#include "engine/network/network.hpp"

namespace stopover::network::detail {

inline constexpr std::size_t kClasses = 32;

struct Walk {
  HubGraph::Vertex from = 0;
  HubGraph::Vertex to = 0;
  Seconds mean;
  Seconds sd;
  ClassMask only = 0;
};

struct WalkNumber {
  std::size_t walk = 0;
};

using WalkGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS,
                                        boost::no_property, WalkNumber>;

struct HubShape {
  std::vector<HubVertex> vertices;
  std::vector<Walk> walks;
  std::map<PlaceId, HubGraph::Vertex> arrivals;
  std::map<PlaceId, HubGraph::Vertex> departures;

  [[nodiscard]] WalkGraph graph(bool reversed) const;
};

struct PairHash {
  std::size_t operator()(const std::pair<PlaceId, PlaceId>& pair) const {
    return mix64(std::uint64_t{pair.first.value()} << 32U | pair.second.value());
  }
};

using Paths = std::unordered_map<std::pair<PlaceId, PlaceId>, ProcessPath, PairHash>;

// All paths of one class between arrivals and departures.
[[nodiscard]] Paths find_paths(const HubShape& hub, int passenger_class);

// One class's paths, found at the first question by whichever thread asks it.
struct ClassPaths {
  std::once_flag once;
  Paths paths;
};

}  // namespace stopover::network::detail

namespace stopover::network {

struct HubGraph::Impl {
  detail::HubShape shape;
  std::array<detail::ClassPaths, detail::kClasses> by_class;
  std::atomic<bool> asked = false;

  // nullptr: none.
  [[nodiscard]] const ProcessPath* look_up(PlaceId from, PlaceId to, int passenger_class);
};

}  // namespace stopover::network
