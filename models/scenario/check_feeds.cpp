// SPDX-License-Identifier: Apache-2.0
// Timetables from elsewhere: what is stated of them.
#include <map>
#include <set>

#include <fmt/format.h>

#include "models/scenario/checking.hpp"
#include "models/scenario/feeds.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

void check_stops_once(Checking& c, std::string_view list, const Feed& feed) {
  std::set<std::string> seen;
  for (int i = 0; i < feed.stop_place_size(); ++i) {
    const std::string& stop = feed.stop_place(i).key();
    if (!stop.empty() && !seen.insert(stop).second)
      c.fault(rule::kTwiceInList, {list, feed.path(), indexed("stop_place", i) + ".key"}, stop,
              "each stop once");
  }
}

void check_feed_fares(Checking& c, std::string_view list, const Feed& feed) {
  const Spot spot{list, feed.path(), ""};
  std::set<std::string> places;
  for (const StopPlace& stop : feed.stop_place()) places.insert(stop.value());
  check_fares(c, feed.fare(), places, spot, "feed");
  if (list != "gtfs" && feed.fare_size() == 0 && !feed.has_flat_fare_yuan())
    c.fault(rule::kScheduleFare, spot.at("fare"), "no fare",
            "fare or flat_fare_yuan, as the file has none");
}

// The tables name no zone: it is that of the stations' places.
void check_zone(Checking& c, std::string_view list, const Feed& feed) {
  if (list != "rail") return;
  const Place* first = nullptr;
  for (int i = 0; i < feed.stop_place_size(); ++i) {
    const Place* place = c.place(feed.stop_place(i).value());
    if (place == nullptr) continue;
    if (first == nullptr) first = place;
    if (place->time_zone() != first->time_zone())
      c.fault(rule::kRailZone, {list, feed.path(), indexed("stop_place", i) + ".value"},
              fmt::format("{} ({})", place->id(), place->time_zone()),
              fmt::format("a place in {}, as {} is", first->time_zone(), first->id()));
  }
}

}  // namespace

void check_feeds(Checking& c) {
  std::map<std::string, std::string> seen;
  each_feed(c.loaded().scenario.files(), [&](std::string_view list, const Feed& feed) {
    check_stops_once(c, list, feed);
    check_feed_fares(c, list, feed);
    check_zone(c, list, feed);
    const auto [first, is_new] = seen.try_emplace(feed.prefix(), feed.path());
    if (!is_new)
      c.fault(rule::kFeedTwice, {list, feed.path(), "prefix"}, feed.prefix(),
              "a prefix other than that of " + first->second);
  });
}

}  // namespace stopover::scenario
