// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/gtfs_walks.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace stopover::journeys {
namespace {

namespace gtfs = io::gtfs;

struct Place {
  std::size_t feed = 0;
  gtfs::StopId stop;
};

// By stop; NaN where one neither boards nor comes in from the street.
std::vector<Position> positions_of(const FeedPaths& part) {
  constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
  const gtfs::Feed& feed = *part.feed;
  std::vector<Position> positions(feed.stops.size(), {kNowhere, kNowhere});
  std::vector<bool> served(feed.stops.size(), false);
  for (const gtfs::StopTime& time : feed.stop_times) served[time.stop.value()] = true;
  const auto place = [&](gtfs::StopId stop) {
    if (const auto& at = feed.stops[stop].position) positions[stop.value()] = *at;
  };
  for (const gtfs::StopId stop : ids_of(feed.stops))
    if (served[stop.value()] && !part.paths->has_entrance(stop)) place(stop);
  for (const StationPath& path : part.paths->all()) {
    if (feed.stops[path.from].kind == gtfs::StopKind::kEntrance && served[path.to.value()])
      place(path.from);
    if (feed.stops[path.to].kind == gtfs::StopKind::kEntrance && served[path.from.value()])
      place(path.to);
  }
  return positions;
}

bool is_entrance(const FeedPaths& part, gtfs::StopId stop) {
  return part.feed->stops[stop].kind == gtfs::StopKind::kEntrance;
}

// What one comes from when one is at the place, and how long that takes: itself, and through an
// entrance the platforms; the same the other way round.
std::vector<StationPath> sides(const FeedPaths& part, gtfs::StopId stop, bool arriving) {
  std::vector<StationPath> out{{stop, stop, Seconds(0)}};
  if (!is_entrance(part, stop)) return out;
  for (const StationPath& path : part.paths->all())
    if ((arriving ? path.from : path.to) == stop &&
        !is_entrance(part, arriving ? path.to : path.from))
      out.push_back(path);
  return out;
}

}  // namespace

std::vector<FeedWalk> walks_of(std::span<const FeedPaths> feeds, const network::WalkRules& rules,
                               bool between_feeds) {
  std::vector<Position> positions;
  std::vector<Place> places;
  for (std::size_t part = 0; part < feeds.size(); ++part) {
    const std::vector<Position> of_part = positions_of(feeds[part]);
    for (std::size_t i = 0; i < of_part.size(); ++i) places.push_back({part, gtfs::StopId(i)});
    positions.insert(positions.end(), of_part.begin(), of_part.end());
  }
  std::map<std::tuple<std::size_t, gtfs::StopId, std::size_t, gtfs::StopId>, Seconds> best;
  for (const network::WalkLink& link : network::walk_links(positions, rules)) {
    const Place& from = places[link.from];
    const Place& to = places[link.to];
    if ((from.feed != to.feed) != between_feeds) continue;
    for (const StationPath& out : sides(feeds[from.feed], from.stop, false))
      for (const StationPath& in : sides(feeds[to.feed], to.stop, true)) {
        if (from.feed == to.feed && out.from == in.to) continue;
        const Seconds time = out.time + link.time + in.time;
        const auto [at, fresh] = best.try_emplace({from.feed, out.from, to.feed, in.to}, time);
        if (!fresh) at->second = std::min(at->second, time);
      }
  }
  std::vector<FeedWalk> walks;
  for (const auto& [ends, time] : best) {
    const auto& [from_feed, from, to_feed, to] = ends;
    walks.push_back({from_feed, to_feed, from, to, time});
  }
  return walks;
}

}  // namespace stopover::journeys
