// SPDX-License-Identifier: Apache-2.0
// A GTFS feed as a Transit, or several as one.
//
// Stops are the feed's platforms, by the same number as in the feed (stations, entrances and nodes
// keep their numbers too, without services); those of several feeds come one feed after another.
// Trips of `frequencies` are laid out as single trips, exact or not. A trip without two calls is
// left out.
//
// Changing at one stop takes `change`. Walking: between the platforms of one station `in_station`;
// `walks` adds what the caller measured, or `walks_between` near platforms; the shorter counts.
//
// Of transfers.txt, what is said between stops and stations counts: minimum times, timed (0) and
// impossible changes replace what is computed; recommended ones without a time make a walk of
// `in_station`. What is said of single routes and trips is not used. Through services (blocks and
// in-seat transfers) are, where the next trip of the same service day begins at the same stop.
//
// Errors: none for a feed that read_feed passed or feed_of made.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/units.hpp"
#include "engine/io/gtfs.hpp"
#include "engine/journeys/transit.hpp"
#include "engine/network/walk_links.hpp"

namespace stopover::journeys {

struct Walk {
  StopId from;
  StopId to;
  Seconds time{};
};

// `change` and `in_station` hold where transfers.txt says nothing.
struct GtfsOptions {
  Seconds change = Seconds(60);
  Seconds in_station = Seconds(120);
  std::vector<Walk> walks;
  // Journeys may start and end at a station: at any of its platforms, in no time.
  bool station_doors = false;
};

// The dates on which some trip may run; empty if none does.
[[nodiscard]] HalfOpen<CivilDate> dates_of(const io::gtfs::Feed& feed);

// Between platforms that trips serve.
[[nodiscard]] std::vector<Walk> walks_between(const io::gtfs::Feed& feed,
                                              const network::WalkRules& rules);

[[nodiscard]] Transit transit_of(const io::gtfs::Feed& feed, const GtfsOptions& options = {});

// One of several feeds. Stops of one key in feeds of one family are one stop, as the first of the
// feeds has it: airports, by their codes. No family: "".
struct FeedPart {
  const io::gtfs::Feed* feed = nullptr;
  GtfsOptions options{};
  std::string family{};
};
struct FeedStop {
  std::size_t part = 0;
  io::gtfs::StopId stop;
  friend auto operator<=>(const FeedStop&, const FeedStop&) = default;
};
struct WalkBetween {
  FeedStop from;
  FeedStop to;
  Seconds time{};
};
struct JoinedFeeds {
  Transit transit;
  std::vector<Table<io::gtfs::StopId, StopId>> stop_of;  // by part
};

// Between platforms of different feeds that trips serve.
[[nodiscard]] std::vector<WalkBetween> walks_between(std::span<const FeedPart> parts,
                                                     const network::WalkRules& rules);
[[nodiscard]] JoinedFeeds transit_of(std::span<const FeedPart> parts,
                                     std::span<const WalkBetween> walks);

}  // namespace stopover::journeys
