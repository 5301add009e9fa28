// SPDX-License-Identifier: Apache-2.0
// Private to engine/journeys: walks between the platforms of one feed or of several.
//
// By coordinates, as far as a person walks. Where a station's pathways lead to entrances one walks
// from entrance to entrance, and through the stations on either side as their pathways allow.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/io/gtfs.hpp"
#include "engine/journeys/station_paths.hpp"
#include "engine/network/walk_links.hpp"

namespace stopover::journeys {

struct FeedPaths {
  const io::gtfs::Feed* feed = nullptr;
  const StationPaths* paths = nullptr;
};
struct FeedWalk {
  std::size_t from_feed = 0;
  std::size_t to_feed = 0;
  io::gtfs::StopId from;
  io::gtfs::StopId to;
  Seconds time{};
};

// Between different feeds, or within each.
[[nodiscard]] std::vector<FeedWalk> walks_of(std::span<const FeedPaths> feeds,
                                             const network::WalkRules& rules, bool between_feeds);

}  // namespace stopover::journeys
