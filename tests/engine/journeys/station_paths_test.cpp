// SPDX-License-Identifier: Apache-2.0
// Ways inside stations: by hand, against Floyd and Warshall on random stations, and of a real feed.
#include "engine/journeys/station_paths.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/journeys/from_gtfs.hpp"
#include "tests/engine/io/feed_text.hpp"
#include "tests/engine/journeys/feed_data.hpp"

namespace stopover::journeys {
namespace {

namespace gtfs = io::gtfs;
using gtfs::FeedText;
using gtfs::sound_feed;
using gtfs::with;

gtfs::Feed read(const FeedText& text) {
  FaultList faults;
  gtfs::Feed feed = gtfs::read_text(text, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  return feed;
}

const std::string kWays =
    "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,length,traversal_time,"
    "stair_count\n";

// Station S: platforms A and B of one trip's calls, T apart; hall H below the street entrance E,
// M between the platforms. C is another stop, 150 m from E.
FeedText station(const std::string& ways) {
  FeedText text = with(sound_feed(), "stops.txt",
                       "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,level_id\n"
                       "S,Station,35.0,139.0,1,,\n"
                       "A,One,35.0,139.0,0,S,L-1\n"
                       "B,Two,35.0001,139.0,0,S,L-1\n"
                       "T,Three,35.0002,139.0,0,S,L-1\n"
                       "E,Street,35.001,139.0,2,S,L0\n"
                       "H,Hall,,,3,S,L0\n"
                       "M,Mezzanine,,,3,S,L-1\n"
                       "C,Sea,35.00235,139.0,0,,\n");
  text = with(text, "levels.txt", "level_id,level_index,level_name\nL0,0,Street\nL-1,-1,Tracks\n");
  text["stop_times.txt"] =
      "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
      "t1,08:00:00,08:00:00,A,1\nt1,08:10:00,08:10:00,B,2\n"
      "t2,08:00:00,08:00:00,T,1\nt2,08:10:00,08:10:00,C,2\n";
  return with(text, "pathways.txt", kWays + ways);
}

std::string text_of(const gtfs::Feed& feed, const std::vector<StationPath>& paths) {
  std::string out;
  for (const StationPath& path : paths)
    out += fmt::format("{}>{} {}\n", feed.stops[path.from].key, feed.stops[path.to].key,
                       path.time.count());
  return out;
}

std::string paths_of(const FeedText& text) {
  const gtfs::Feed feed = read(text);
  return text_of(feed, StationPaths(feed).all());
}

TEST(StationPaths, AddUpOverNodesAndKeepDirections) {
  EXPECT_EQ(paths_of(station("w1,A,M,1,1,,30,\n"
                             "w2,M,B,1,0,,20,\n"  // one way
                             "w3,M,H,4,0,,15,\n"  // escalator up
                             "w4,H,E,7,0,,5,\n"   // exit gate
                             "w5,E,H,6,0,,4,\n"   // fare gate
                             "w6,H,M,2,0,,40,\n")),
            "A>B 50\nA>E 50\nE>A 74\nE>B 64\n");
}

TEST(StationPaths, OfSeveralWaysTheShortestCounts) {
  EXPECT_EQ(
      paths_of(station("w1,A,B,1,1,,90,\nw2,A,B,5,1,,70,\nw3,A,M,1,0,,30,\nw4,M,B,1,0,,30,\n")),
      "A>B 60\nB>A 70\n");
}

// A path is rounded up once: three ways of 0.5 s are 2 s.
TEST(StationPaths, TakeWhatTheirModesTake) {
  const auto seconds = [](const std::string& way) {
    const gtfs::Feed feed = read(station(way));
    return pathway_seconds(feed, feed.pathways.at(0), {}, false);
  };
  const auto back = [](const std::string& way) {
    const gtfs::Feed feed = read(station(way));
    return pathway_seconds(feed, feed.pathways.at(0), {}, true);
  };
  EXPECT_DOUBLE_EQ(seconds("w,A,B,1,1,60,,\n"), 60 / 1.2);
  EXPECT_DOUBLE_EQ(seconds("w,A,B,3,1,60,,\n"), 60 / 0.5);
  EXPECT_DOUBLE_EQ(seconds("w,A,B,4,1,12,,\n"), 12 / 0.5);
  EXPECT_DOUBLE_EQ(seconds("w,A,B,2,1,6,,20\n"), 20 * 0.30 / 0.610) << "up, stairs before length";
  EXPECT_DOUBLE_EQ(back("w,A,B,2,1,6,,20\n"), 20 * 0.30 / 0.694) << "the same stairs, down";
  EXPECT_DOUBLE_EQ(seconds("w,A,B,2,1,,,-20\n"), 20 * 0.30 / 0.694);
  EXPECT_DOUBLE_EQ(seconds("w,A,B,2,1,6,,\n"), 6 / 1.2);
  EXPECT_DOUBLE_EQ(seconds("w,A,H,2,1,,,\n"), 4 / 0.17 * 0.30 / 0.610) << "one level up";
  EXPECT_DOUBLE_EQ(back("w,A,H,2,1,,,\n"), 4 / 0.17 * 0.30 / 0.694);
  EXPECT_DOUBLE_EQ(seconds("w,A,H,4,0,,,\n"), 16);
  EXPECT_DOUBLE_EQ(seconds("w,A,H,5,1,,,\n"), 64);
  EXPECT_DOUBLE_EQ(seconds("w,A,H,5,1,,33,\n"), 33) << "a stated time goes before all";
  EXPECT_DOUBLE_EQ(seconds("w,A,B,6,1,,,\n"), 3);
  EXPECT_DOUBLE_EQ(seconds("w,A,B,7,0,6,,\n"), 3 + 5);
  EXPECT_NEAR(seconds("w,A,B,1,1,,,\n"), 11.12 / 1.2, 0.01) << "by the places of the ends";
  EXPECT_DOUBLE_EQ(seconds("w,H,M,1,1,,,\n"), 30) << "of nodes without places";
  EXPECT_EQ(paths_of(station("w1,A,H,1,0,0.6,,\nw2,H,M,1,0,0.6,,\nw3,M,B,1,0,0.6,,\n")), "A>B 2\n");
}

TEST(StationPaths, APlatformIsReachedAtItsNearestBoardingArea) {
  FeedText text = station("w1,A1,B,1,1,,50,\nw2,A2,B,1,1,,20,\nw3,A1,A2,1,1,,90,\n");
  text["stops.txt"] += "A1,Front,,,4,A,\nA2,Rear,,,4,A,\n";
  EXPECT_EQ(paths_of(text), "A>B 20\nB>A 20\n");
}

std::string links_of(const Transit& transit) {
  std::string out;
  for (const StopId from : ids_of(transit.stops()))
    for (const Link& link : transit.links_of(from))
      out += fmt::format("{}>{} {}\n", transit.stops()[from].key, transit.stops()[link.to].key,
                         link.seconds);
  return out;
}

// T has no pathway: nobody gets there from A or B, whatever a station's platforms take elsewhere
// and however near they lie.
TEST(StationPaths, PlatformsThatNothingJoinsAreApart) {
  const FeedText text = station("w1,A,B,1,1,,50,\n");
  const gtfs::Feed feed = read(text);
  GtfsOptions options;
  options.walks = {{StopId(1), StopId(3), Seconds(10)},   // A to T
                   {StopId(1), StopId(2), Seconds(10)},   // A to B
                   {StopId(3), StopId(7), Seconds(99)}};  // T to C, outside
  EXPECT_EQ(links_of(transit_of(feed, options)), "A>B 50\nB>A 50\nT>C 99\n");
  const StationPaths paths(feed);
  EXPECT_TRUE(paths.rules_out(gtfs::StopId(1), gtfs::StopId(3)));
  EXPECT_FALSE(paths.rules_out(gtfs::StopId(1), gtfs::StopId(2)));
  EXPECT_FALSE(paths.rules_out(gtfs::StopId(1), gtfs::StopId(7)));
  EXPECT_FALSE(paths.covers(gtfs::StopId(7)));
}

TEST(StationPaths, TransfersGoBeforePathways) {
  const FeedText text = with(station("w1,A,B,1,1,,300,\n"), "transfers.txt",
                             "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"
                             "A,B,2,70\n"    // instead of the pathway
                             "B,A,0,\n"      // recommended: as the pathway has it
                             "A,T,0,\n"      // no pathway, but said to be possible
                             "T,B,2,80\n");  // the same, with a time
  GtfsOptions options;
  options.in_station = Seconds(120);
  EXPECT_EQ(links_of(transit_of(read(text), options)), "A>B 70\nA>T 120\nB>A 300\nT>B 80\n");
}

// E and C are 150.1 m apart: 151 s at 1 m/s and no detour.
TEST(StationPaths, OneWalksThroughEntrances) {
  const gtfs::Feed feed = read(station("w1,E,A,1,1,,40,\nw2,A,B,1,1,,50,\n"));
  const network::WalkRules rules{.radius_metres = 200, .detour = 1, .speed_metres_per_second = 1};
  GtfsOptions options;
  options.walks = walks_between(feed, rules);
  EXPECT_EQ(links_of(transit_of(feed, options)),
            "A>B 50\nA>E 40\nA>C 191\nB>A 50\nB>E 90\nB>C 241\n"
            "E>A 40\nE>B 90\nE>C 151\nC>A 191\nC>B 241\nC>E 151\n");
  // Without an entrance the platforms lie where they lie, too far from C.
  const gtfs::Feed closed = read(station("w2,A,B,1,1,,50,\n"));
  const std::vector<Walk> walks = walks_between(closed, rules);
  EXPECT_TRUE(std::none_of(walks.begin(), walks.end(),
                           [](const Walk& w) { return w.from == StopId(7) || w.to == StopId(7); }));
}

TEST(StationPaths, FeedsAreWalkedBetweenThroughEntrances) {
  const gtfs::Feed one = read(station("w1,E,A,1,1,,40,\n"));
  const gtfs::Feed other = read(sound_feed());  // its A lies where the station does, far from E
  const std::array parts{FeedPart{.feed = &one}, FeedPart{.feed = &other}};
  std::string out;
  for (const WalkBetween& walk :
       walks_between(parts, {.radius_metres = 120, .detour = 1, .speed_metres_per_second = 1}))
    out += fmt::format("{}.{}>{}.{} {}\n", walk.from.part,
                       parts[walk.from.part].feed->stops[walk.from.stop].key, walk.to.part,
                       parts[walk.to.part].feed->stops[walk.to.stop].key, walk.time.count());
  EXPECT_EQ(out, "0.A>1.A 152\n0.E>1.A 112\n1.A>0.A 152\n1.A>0.E 112\n");
}

// Random stations of two dozen locations, against all pairs by Floyd and Warshall.
TEST(StationPaths, EqualFloydAndWarshall) {
  std::mt19937_64 random(5);
  const auto number = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  std::size_t found = 0;
  for (int round = 0; round < 120; ++round) {
    FeedText text = sound_feed();
    const int count = number(3, 24);
    std::vector<bool> is_end;
    for (int i = 0; i < count; ++i) {
      const int kind = std::array{0, 0, 2, 3, 3}.at(static_cast<std::size_t>(number(0, 4)));
      is_end.push_back(kind != 3);
      text["stops.txt"] += fmt::format("n{},n,35.0,139.{},{},S\n", i, i, kind);
    }
    constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;
    const auto n = static_cast<std::size_t>(count);
    std::vector<std::vector<std::int64_t>> far(n, std::vector<std::int64_t>(n, kFar));
    std::string ways;
    for (int i = 0; i < number(0, 3 * count); ++i) {
      const int a = number(0, count - 1);
      const int b = number(0, count - 1);
      const int both = number(0, 1);
      const int time = number(1, 99);
      if (a == b) continue;
      ways += fmt::format("w{},n{},n{},1,{},,{},\n", i, a, b, both, time);
      const auto from = static_cast<std::size_t>(a);
      const auto to = static_cast<std::size_t>(b);
      far[from][to] = std::min<std::int64_t>(far[from][to], time);
      if (both == 1) far[to][from] = std::min<std::int64_t>(far[to][from], time);
    }
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) far[i][j] = std::min(far[i][j], far[i][k] + far[k][j]);
    const gtfs::Feed feed = read(with(text, "pathways.txt", kWays + ways));
    const StationPaths paths(feed);
    constexpr std::uint32_t kFirst = 4;  // after S, A, B and C
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        const auto time = paths.between(gtfs::StopId(kFirst + i), gtfs::StopId(kFirst + j));
        const bool expected = i != j && is_end[i] && is_end[j] && far[i][j] < kFar;
        ASSERT_EQ(time.has_value(), expected) << round << " " << i << " " << j;
        if (expected) {
          EXPECT_EQ(time->count(), far[i][j]);
        }
        found += expected ? 1 : 0;
      }
  }
  EXPECT_GT(found, 1'000U);
}

// A large city's real stations, 4,515 pathways: each path is as long as its ways one after another
// would be at most, no path leaves its joined locations, and what is not joined is apart.
TEST(StationPaths, OfARealFeed) {
  const auto path = testing::shared_path("gtfs_dirty/gtfsvtor/MBTA_random_shapes.zip");
  if (!path) GTEST_SKIP() << "STOPOVER_SHARED_DATA has no gtfs_dirty/gtfsvtor";
  FaultList faults;
  const gtfs::Feed feed = gtfs::read_feed(*path, faults, {.bad_row_share = 1});
  ASSERT_GT(feed.pathways.size(), 4'000U);
  const StationPaths paths(feed);
  std::size_t direct = 0;
  for (const gtfs::Pathway& way : feed.pathways) {
    const auto time = paths.between(way.from, way.to);
    if (!time) continue;
    ++direct;
    EXPECT_LE(static_cast<double>(time->count()), std::ceil(pathway_seconds(feed, way, {}, false)));
  }
  std::size_t far = 0;
  std::set<gtfs::StopId> stations;
  for (const StationPath& p : paths.all()) {
    stations.insert(paths.station(p.from));
    far += p.time > minutes(10) ? 1U : 0U;
    EXPECT_NE(p.from, p.to);
  }
  EXPECT_GT(stations.size(), 30U);
  EXPECT_GT(direct, 0U);
  std::printf("pathways %zu, stations %zu, paths %zu (%zu over 10 min), direct %zu\n",
              feed.pathways.size(), stations.size(), paths.all().size(), far, direct);
}

}  // namespace
}  // namespace stopover::journeys
