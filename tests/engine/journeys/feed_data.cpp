// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/journeys/feed_data.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <limits>

#include "engine/base/check.hpp"
#include "engine/network/walk_links.hpp"

namespace stopover::journeys::testing {

namespace gtfs = io::gtfs;

std::optional<std::string> shared_path(const std::string& relative) {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) return std::nullopt;
  const std::filesystem::path path = std::filesystem::path(root) / relative;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path.string();
}

std::optional<std::string> feed_path(const std::string& name) {
  return shared_path("gtfs/" + name + ".zip");
}

gtfs::Feed read_sound_feed(const std::string& path) {
  FaultList faults;
  gtfs::Feed feed = gtfs::read_feed(path, faults);
  STOPOVER_CHECK(!faults.has_errors(), "a sound feed");
  return feed;
}

CivilDate busiest_date(const gtfs::Feed& feed) {
  Table<gtfs::CalendarId, std::size_t> by_calendar(feed.calendars.size());
  for (const gtfs::TripId id : ids_of(feed.trips)) {
    std::size_t runs = feed.frequencies_of(id).empty() ? 1 : 0;
    for (const gtfs::Frequency& f : feed.frequencies_of(id))
      runs += static_cast<std::size_t>((f.span.until - f.span.from) / f.headway);
    by_calendar[feed.trips[id].calendar] += runs * feed.stop_times_of(id).size();
  }
  const HalfOpen<CivilDate> dates = dates_of(feed);
  CivilDate best = dates.from;
  std::size_t most = 0;
  for (CivilDate date = dates.from; date < dates.until; date = date.plus_days(1)) {
    std::size_t count = 0;
    for (const gtfs::CalendarId id : ids_of(feed.calendars))
      if (feed.calendars[id].runs_on(ServiceDay(date))) count += by_calendar[id];
    if (count <= most) continue;
    most = count;
    best = date;
  }
  return best;
}

std::vector<Walk> walks_within(const gtfs::Feed& feed, double metres) {
  constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
  std::vector<Position> at(feed.stops.size(), {kNowhere, kNowhere});
  for (const gtfs::StopTime& t : feed.stop_times)
    if (const auto& position = feed.stops[t.stop].position)
      at[t.stop.value()] = {position->lon, position->lat};
  std::vector<Walk> walks;
  for (const network::WalkLink& link : network::walk_links(
           at, {.radius_metres = metres, .detour = 1.3, .speed_metres_per_second = 1.2}))
    walks.push_back({StopId(link.from), StopId(link.to), link.time});
  return walks;
}

std::vector<StopId> served_stops(const Window& window) {
  std::vector<std::uint32_t> stops = window.call_stop();
  std::sort(stops.begin(), stops.end());
  stops.erase(std::unique(stops.begin(), stops.end()), stops.end());
  return {stops.begin(), stops.end()};
}

}  // namespace stopover::journeys::testing
