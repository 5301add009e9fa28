// SPDX-License-Identifier: Apache-2.0
// A GTFS feed as a Transit, or several as one.
//
// Stops are the feed's platforms, by the same number as in the feed (stations, entrances and nodes
// keep their numbers too, without services); those of several feeds come one feed after another.
// Trips of `frequencies` are laid out as single trips, exact or not. A trip without two calls is
// left out.
//
// Changing at one stop takes `change`. Walking: between the platforms of one station what its
// pathways take (station_paths.hpp), and `in_station` where it has none; between platforms and
// street entrances what pathways take; `walks` adds what the caller measured, or `walks_between`
// near platforms, by way of entrances where there are; the shorter counts. Nothing but
// transfers.txt joins platforms of a station whose pathways do not join them.
//
// transfers.txt replaces what is computed: minimum times, timed (0) and impossible changes, for all
// or as rules for routes and trips; recommended ones without a time take what is computed, and are
// a walk of `in_station` where nothing is. Through services (in-seat transfers, then blocks) are
// used on one service day and across midnight. In-seat transfers may lead from any stop to any; a
// block's vehicle takes passengers along to another stop of the station, or to one to which
// transfers.txt has a way.
//
// Errors: none for a feed that read_feed passed or feed_of made.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/units.hpp"
#include "engine/io/gtfs.hpp"
#include "engine/journeys/hub_rules.hpp"
#include "engine/journeys/station_paths.hpp"
#include "engine/journeys/transit.hpp"
#include "engine/network/walk_links.hpp"

namespace stopover::journeys {

struct Walk {
  StopId from;
  StopId to;
  Seconds time{};
};

// `change` and `in_station` hold where transfers.txt and pathways.txt say nothing.
struct GtfsOptions {
  Seconds change = Seconds(60);
  Seconds in_station = Seconds(120);
  PathwaySpeeds pathways{};
  std::vector<Walk> walks;
  // Journeys may start and end at a station: at any of its platforms, in no time.
  bool station_doors = false;
  // Flights, trains: each stop is a hub, and who leaves one of the group there boards no other of
  // it there within `change`, whatever ungoverned ride lies between (hub_rules.hpp). kUngoverned:
  // `change` holds only for who stays at the stop.
  Group group = kUngoverned;
  // What rides cost, each by itself: the cheapest fare that applies, if it is in this currency, and
  // nothing where none is (counted: JoinedFeeds). "": all free. Cost: the feed's fare rules for
  // each pair of calls of each pattern.
  std::string currency{};
};

// The dates on which some trip may run; empty if none does.
[[nodiscard]] HalfOpen<CivilDate> dates_of(const io::gtfs::Feed& feed);

// Between platforms that trips serve, and the entrances of their stations.
[[nodiscard]] std::vector<Walk> walks_between(const io::gtfs::Feed& feed,
                                              const network::WalkRules& rules,
                                              const PathwaySpeeds& speeds = {});

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
struct RidesWithoutFare {
  std::size_t none = 0;            // of pairs of calls of patterns, to which no fare applies
  std::size_t other_currency = 0;  // whose fare is in another currency
};
struct JoinedFeeds {
  Transit transit;
  HubRules rules;
  std::vector<Table<io::gtfs::StopId, StopId>> stop_of;  // by part
  std::vector<RidesWithoutFare> without_fare;            // by part
};

// Between platforms of different feeds that trips serve.
[[nodiscard]] std::vector<WalkBetween> walks_between(std::span<const FeedPart> parts,
                                                     const network::WalkRules& rules);
[[nodiscard]] JoinedFeeds transit_of(std::span<const FeedPart> parts,
                                     std::span<const WalkBetween> walks);

}  // namespace stopover::journeys
