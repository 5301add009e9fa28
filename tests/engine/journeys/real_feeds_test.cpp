// SPDX-License-Identifier: Apache-2.0
// Real timetables: earliest arrivals and profiles equal the oracle's, query by query, by the fast
// search and, profiles of 2 h, by the general one.
//
// For each feed its busiest date and the day after; with links inside stations only, and with walks
// up to 400 m. Stops, pairs and times are drawn from a fixed seed. STOPOVER_FULL=1: 1,000 queries a
// feed and kind of links; otherwise 40.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "engine/journeys/multi_criteria.hpp"
#include "engine/journeys/trip_based.hpp"
#include "tests/engine/journeys/feed_data.hpp"
#include "tests/engine/journeys/oracle.hpp"

namespace stopover::journeys {
namespace {

using testing::Oracle;

std::string text_of(const std::vector<JourneyPoint>& points, TimeZone zone) {
  std::string out;
  for (const JourneyPoint& p : points)
    out += iso_text(p.depart, zone) + " > " + iso_text(p.arrive, zone) + " " +
           std::to_string(p.boardings) + "\n";
  return out;
}

std::vector<JourneyPoint> points_of(const Transit& transit, const std::vector<Journey>& journeys) {
  std::vector<JourneyPoint> points;
  for (const Journey& journey : journeys) {
    EXPECT_EQ(fault_of(transit, journey), "");
    points.push_back(journey.point);
  }
  return points;
}

std::vector<JourneyPoint> sorted(std::vector<JourneyPoint> points) {
  std::sort(points.begin(), points.end(), [](const JourneyPoint& a, const JourneyPoint& b) {
    return std::tie(a.depart, a.arrive, a.boardings) < std::tie(b.depart, b.arrive, b.boardings);
  });
  return points;
}

struct Sample {
  int targets = 0;
  int sources = 0;  // for each target
};

Sample sample() {
  if (std::getenv("STOPOVER_FULL") != nullptr) return {40, 25};
  return {2, 20};
}

class Comparison {
 public:
  Comparison(const Transit& transit, HalfOpen<CivilDate> days, TimeZone zone, const Oracle& oracle)
      : transit_(transit),
        prepared_(transit, days, *serial_executor()),
        search_(prepared_),
        general_(prepared_.window, prepared_.bounds),
        zone_(zone),
        oracle_(oracle) {}

  [[nodiscard]] std::vector<StopId> served() const {
    return testing::served_stops(prepared_.window);
  }

  void compare(StopId from, StopId to, Instant depart) {
    SCOPED_TRACE(transit_.stops()[from].key + " > " + transit_.stops()[to].key + " " +
                 iso_text(depart, zone_));
    const auto earliest = points_of(transit_, search_.earliest(from, to, depart));
    EXPECT_EQ(text_of(earliest, zone_), text_of(oracle_.earliest(from, depart), zone_));
    found_ += earliest.size();
    for (const int length : {2, 24}) {
      const HalfOpen<Instant> departures{depart, depart + hours(length)};
      const auto profile = points_of(transit_, search_.profile(from, to, departures));
      EXPECT_EQ(text_of(profile, zone_), text_of(oracle_.profile(from, departures), zone_))
          << length << " h";
      found_ += profile.size();
    }
    const HalfOpen<Instant> departures{depart, depart + hours(2)};
    Request request{from, to, departures};
    request.most_boardings = kMostBoardings;
    std::vector<JourneyPoint> points;
    for (const Offer& offer : general_.profile(request)) {
      EXPECT_EQ(fault_of(transit_, offer.journey), "");
      points.push_back(offer.journey.point);
    }
    EXPECT_EQ(text_of(sorted(points), zone_),
              text_of(sorted(oracle_.profile(from, departures)), zone_))
        << "2 h, by the general search";
    found_ += points.size();
  }
  [[nodiscard]] std::size_t found() const { return found_; }

 private:
  const Transit& transit_;
  Prepared prepared_;
  TripBasedSearch search_;
  MultiCriteriaSearch general_;
  TimeZone zone_;
  const Oracle& oracle_;
  std::size_t found_ = 0;
};

void compare_feed(const std::string& name, const std::string& path, bool walking) {
  SCOPED_TRACE(walking ? "walks up to 400 m" : "links in stations");
  const auto start = std::chrono::steady_clock::now();
  const io::gtfs::Feed feed = testing::read_sound_feed(path);
  GtfsOptions options;
  if (walking) options.walks = testing::walks_within(feed, 400);
  const Transit transit = transit_of(feed, options);
  const CivilDate date = testing::busiest_date(feed);
  const HalfOpen<CivilDate> days{date, date.plus_days(2)};
  Oracle oracle(transit, days);
  Comparison comparison(transit, days, feed.zone, oracle);
  const std::vector<StopId> stops = comparison.served();
  ASSERT_GE(stops.size(), 2U);
  std::mt19937_64 random(walking ? 400 : 0);
  const auto any_stop = [&] { return stops[random() % stops.size()]; };
  const Sample count = sample();
  for (int target = 0; target < count.targets && !::testing::Test::HasFailure(); ++target) {
    const StopId to = any_stop();
    oracle.aim_at(to, kMostBoardings);
    for (int source = 0; source < count.sources; ++source) {
      const Seconds time(static_cast<std::int64_t>(random() % 86'400));
      comparison.compare(any_stop(), to, feed.zone.instant_at(ServiceDay(date), time));
    }
  }
  // That there was something to find.
  EXPECT_GT(comparison.found(), static_cast<std::size_t>(count.targets));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%s %s, %s: %d queries, %zu journeys, %zu links, %.0f s\n", name.c_str(),
              date.text().c_str(), walking ? "400 m" : "stations", count.targets * count.sources,
              comparison.found(), transit.link_count(), took.count());
}

class RealFeed : public ::testing::TestWithParam<const char*> {};

TEST_P(RealFeed, EqualsTheOracle) {
  const auto path = testing::feed_path(GetParam());
  if (!path) GTEST_SKIP() << "STOPOVER_SHARED_DATA has no gtfs/" << GetParam() << ".zip";
  for (const bool walking : {false, true})
    if (!HasFailure()) compare_feed(GetParam(), *path, walking);
}

INSTANTIATE_TEST_SUITE_P(Journeys, RealFeed,
                         ::testing::Values("anaheim", "bart_new", "caltrain", "fortaleza",
                                           "harbour_air_seaplane", "hart_tampa", "kuopio_finland",
                                           "nyc_subway", "poa_porto_alegre",
                                           "spo_saopaulo_frequencies"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace stopover::journeys
