// SPDX-License-Identifier: Apache-2.0
// Feeds: each input is several files, every one headed by a line "@name.txt". Nothing crashes, and
// a feed read without errors keeps what gtfs.hpp promises.
#include "engine/io/gtfs.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/io/file_source.hpp"
#include "tests/fuzz/scratch_folder.hpp"

namespace {

using namespace stopover;
using namespace stopover::io;

void unpack(std::string_view text, const fuzz::ScratchFolder& folder) {
  while (text.starts_with('@')) {
    const std::size_t line = text.find('\n');
    if (line == std::string_view::npos) return;
    const std::string_view name = text.substr(1, line - 1);
    text.remove_prefix(line + 1);
    const std::size_t next = text.starts_with('@') ? 0 : text.find("\n@");
    const std::size_t size =
        next == std::string_view::npos ? text.size() : next + (next > 0 ? 1 : 0);
    if (is_safe_relative_name(name) && name.find('/') == std::string_view::npos && name.size() < 64)
      folder.write(name, text.substr(0, size));
    text.remove_prefix(size);
  }
}

// What stands beside the timetable leads to what is there.
void check_beside(const gtfs::Feed& feed) {
  for (const gtfs::Through& t : feed.throughs)
    STOPOVER_CHECK(feed.trips.contains(t.from) && feed.trips.contains(t.to), "trips are there");
  for (const gtfs::Transfer& t : feed.transfers) {
    STOPOVER_CHECK(t.from_trip.is_none() || feed.trips.contains(t.from_trip), "trip is there");
    STOPOVER_CHECK(t.to_stop.is_none() || feed.stops.contains(t.to_stop), "stop is there");
  }
  for (const gtfs::Pathway& way : feed.pathways)
    STOPOVER_CHECK(feed.stops.contains(way.from) && way.from != way.to, "stops are there");
  for (const gtfs::Fare& fare : feed.fares) STOPOVER_CHECK(fare.price >= 0, "no fare pays");
}

void check_sound(const gtfs::Feed& feed) {
  check_beside(feed);
  STOPOVER_CHECK(!feed.trips.empty(), "a feed without errors has trips");
  for (const gtfs::TripId trip : ids_of(feed.trips)) {
    const auto times = feed.stop_times_of(trip);
    STOPOVER_CHECK(times.size() >= 2, "a trip has two stops");
    std::int32_t reached = 0;
    for (const gtfs::StopTime& t : times) {
      STOPOVER_CHECK(feed.stops.contains(t.stop), "a stop time's stop is there");
      STOPOVER_CHECK(t.arrive >= reached && t.depart >= t.arrive, "times do not go back");
      reached = t.depart;
    }
    STOPOVER_CHECK(feed.routes.contains(feed.trips[trip].route), "a trip's route is there");
    (void)feed.calendars[feed.trips[trip].calendar].runs_on(ServiceDay(CivilDate(19'900)));
    std::vector<gtfs::StopId> stops;
    for (const gtfs::StopTime& t : times) stops.push_back(t.stop);
    (void)gtfs::price_of(feed, feed.trips[trip].route, stops);
    Seconds until(0);
    for (const gtfs::Frequency& f : feed.frequencies_of(trip)) {
      STOPOVER_CHECK(f.span.from >= until && !f.span.empty() && f.headway > Seconds(0),
                     "periods are apart and in order");
      until = f.span.until;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::ScratchFolder folder;
  folder.clear();
  unpack({reinterpret_cast<const char*>(data), size}, folder);
  FaultList faults;
  const gtfs::Feed feed = gtfs::read_feed(folder.path().string(), faults);
  (void)faults.text();
  if (!faults.has_errors()) check_sound(feed);
  return 0;
}
