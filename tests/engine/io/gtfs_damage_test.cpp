// SPDX-License-Identifier: Apache-2.0
// Damaged and real feeds: each ends in a diagnosis or in a sound feed; counts as published.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <gtest/gtest.h>

#include "engine/io/file_source.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/feed_text.hpp"

namespace stopover::io::gtfs {
namespace {

namespace fs = std::filesystem;

// What read_feed promises of a feed without errors.
void expect_sound(const Feed& feed, const std::string& what) {
  EXPECT_FALSE(feed.trips.empty()) << what;
  std::size_t next = 0;
  for (const TripId trip : ids_of(feed.trips)) {
    const Trip& row = feed.trips[trip];
    ASSERT_TRUE(feed.routes.contains(row.route) && feed.calendars.contains(row.calendar)) << what;
    ASSERT_EQ(row.first_stop_time, next) << what;
    next += row.stop_time_count;
    const auto times = feed.stop_times_of(trip);
    ASSERT_GE(times.size(), 2U) << what;
    std::int32_t reached = 0;
    for (const StopTime& t : times) {
      ASSERT_TRUE(feed.stops.contains(t.stop) && t.arrive >= reached && t.depart >= t.arrive)
          << what << " " << row.key;
      reached = t.depart;
    }
  }
  EXPECT_EQ(next, feed.stop_times.size()) << what;
  for (const Block& block : feed.blocks)
    for (const TripId trip : block.trips) ASSERT_TRUE(feed.trips.contains(trip)) << what;
  for (const Through& t : feed.throughs)
    ASSERT_TRUE(feed.trips.contains(t.from) && feed.trips.contains(t.to)) << what;
  const auto none_or_there = [](const auto& table, auto id) {
    return id.is_none() || table.contains(id);
  };
  for (const Transfer& t : feed.transfers)
    ASSERT_TRUE(none_or_there(feed.stops, t.from_stop) && none_or_there(feed.stops, t.to_stop) &&
                none_or_there(feed.routes, t.from_route) &&
                none_or_there(feed.routes, t.to_route) && none_or_there(feed.trips, t.from_trip) &&
                none_or_there(feed.trips, t.to_trip))
        << what;
  for (const Pathway& way : feed.pathways)
    ASSERT_TRUE(feed.stops.contains(way.from) && feed.stops.contains(way.to)) << what;
  for (const Stop& stop : feed.stops)
    ASSERT_TRUE(none_or_there(feed.fare_zones, stop.fare_zone) &&
                none_or_there(feed.levels, stop.level))
        << what;
  for (const Fare& fare : feed.fares)
    ASSERT_TRUE(fare.price >= 0 && fare.currency.size() == 3 &&
                none_or_there(feed.agencies, fare.agency))
        << what;
  for (const Frequency& f : feed.frequencies)
    ASSERT_TRUE(feed.trips.contains(f.trip) && !f.span.empty() && f.headway > Seconds(0)) << what;
}

FeedText shuttle() {
  FeedText feed;
  const fs::path folder = fs::path(STOPOVER_SOURCE_DIR) / "scenarios/minimal/shuttle";
  for (const auto& entry : fs::directory_iterator(folder))
    feed[entry.path().filename().string()] = read_file(entry.path().string());
  return feed;
}

// A cut inside the last line may leave a shorter but readable value; it is then warned of, but for
// the loss of the line end alone, which is.
TEST(GtfsDamage, EachCutOfEachFileOfTheShuttleIsFoundOrWarnedOf) {
  const FeedText whole = shuttle();
  ASSERT_EQ(whole.size(), 6U);
  const TempFolder folder;
  write_feed(folder, whole, "");
  const bool full = std::getenv("STOPOVER_FULL") != nullptr;
  std::size_t cuts = 0;
  for (const auto& [name, text] : whole) {
    const std::size_t step = full || text.size() < 600 ? 1 : 29;
    for (std::size_t size = 0; size < text.size(); size += step, ++cuts) {
      folder.write(name, std::string_view(text).substr(0, size));
      FaultList faults;
      const Feed feed = read_feed(folder.path().string(), faults);
      const std::string what = name + " cut to " + std::to_string(size);
      if (!faults.has_errors()) expect_sound(feed, what);
      const bool at_line_end = size > 0 && text[size - 1] == '\n';
      EXPECT_TRUE(!faults.empty() || at_line_end) << what;
    }
    folder.write(name, text);
  }
  std::cout << cuts << " cuts\n";
}

// Each byte replaced by one that means something to the format.
TEST(GtfsDamage, EachChangedByteOfTheShuttleIsADiagnosisOrASoundFeed) {
  const FeedText whole = shuttle();
  const TempFolder folder;
  write_feed(folder, whole, "");
  const std::size_t step = std::getenv("STOPOVER_FULL") != nullptr ? 1 : 83;
  for (const auto& [name, text] : whole)
    for (std::size_t at = 0; at < text.size(); at += step) {
      for (const char byte : {'"', ',', '\n', '\r', '\0', '9', '\xff'}) {
        std::string damaged = text;
        damaged[at] = byte;
        folder.write(name, damaged);
        FaultList faults;
        const Feed feed = read_feed(folder.path().string(), faults);
        if (!faults.has_errors()) expect_sound(feed, name + " byte " + std::to_string(at));
      }
      folder.write(name, text);
    }
}

fs::path shared_data(const char* folder) {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  return root == nullptr ? fs::path() : fs::path(root) / folder;
}

struct Published {
  const char* zip;
  std::size_t stops, routes, trips, stop_times;
  std::size_t frequencies = 0;
  // Rows that the counts include and that are left out here.
  std::size_t trips_out = 0, stop_times_out = 0;
};

// Counts as published with the collection. Fortaleza has four trips whose clock goes back to 00:00
// at midnight (E-GTFS-042, within the budget); the merged feed contains them.
constexpr Published kPublished[] = {
    {"nyc_subway.zip", 1223, 22, 15'911, 446'924},
    {"hart_tampa.zip", 2349, 45, 14'718, 435'507},
    {"poa_porto_alegre.zip", 3986, 115, 2374, 130'019},
    {"bart_new.zip", 186, 14, 4225, 61'853},
    {"cdmx_mexico.zip", 6021, 145, 1741, 70'714, 1741},
    {"kuopio_finland.zip", 1355, 46, 2149, 79'123},
    {"anaheim.zip", 75, 13, 13'840, 49'371},
    {"fortaleza.zip", 209, 14, 2292, 44'646, 0, 4, 36},
    {"trimet_2routes.zip", 103, 2, 2341, 43'813},
    {"caltrain.zip", 64, 6, 185, 2853},
    {"berlin_subset.zip", 211, 6, 348, 8865},
    {"warsaw_subset.zip", 165, 3, 56, 1649},
    {"spo_saopaulo_frequencies.zip", 654, 19, 36, 860, 704},
    {"harbour_air_seaplane.zip", 15, 26, 890, 1780},
    {"bc_inland_ferries.zip", 28, 14, 178, 356},
    {"perf_merged_1p36M.zip", 15'507, 416, 59'591, 1'361'970, 1741, 4, 36},
};

TEST(GtfsCorpus, RealFeedsLoadWithTheirPublishedCounts) {
  const fs::path folder = shared_data("gtfs");
  if (folder.empty()) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set";
  for (const Published& one : kPublished) {
    FaultList faults;
    const Feed feed = read_feed((folder / one.zip).string(), faults);
    EXPECT_FALSE(faults.has_errors()) << faults.text();
    EXPECT_EQ(feed.stops.size(), one.stops) << one.zip;
    EXPECT_EQ(feed.routes.size(), one.routes) << one.zip;
    EXPECT_EQ(feed.trips.size(), one.trips - one.trips_out) << one.zip;
    EXPECT_EQ(feed.stop_times.size(), one.stop_times - one.stop_times_out) << one.zip;
    EXPECT_EQ(feed.frequencies.size(), one.frequencies) << one.zip;
    expect_sound(feed, one.zip);
  }
}

TEST(GtfsCorpus, DirtyFeedsEndInADiagnosisOrASoundFeed) {
  const fs::path folder = shared_data("gtfs_dirty");
  if (folder.empty()) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set";
  std::vector<fs::path> zips;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".zip") zips.push_back(entry.path());
  std::sort(zips.begin(), zips.end());
  EXPECT_EQ(zips.size(), 115U);
  std::size_t refused = 0;
  for (const fs::path& zip : zips) {
    FaultList faults;
    const Feed feed = read_feed(zip.string(), faults);
    if (faults.has_errors()) ++refused;
    if (!faults.has_errors()) expect_sound(feed, zip.string());
    for (const InputFault& fault : faults.kept()) {
      EXPECT_FALSE(fault.rule.empty() || fault.file.empty() || fault.expected.empty());
    }
    if (zip.filename() == "good_feed.zip") {
      EXPECT_FALSE(faults.has_errors()) << faults.text();
    }
  }
  EXPECT_EQ(refused, 66U);
  std::cout << refused << " refused, " << zips.size() - refused << " loaded\n";
}

}  // namespace
}  // namespace stopover::io::gtfs
