// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/trip_based.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/journeys/networks.hpp"
#include "tests/engine/journeys/oracle.hpp"

namespace stopover::journeys {
namespace {

using testing::first_date;
using testing::NetworkSize;
using testing::Oracle;
using testing::random_transit;

int rounds() {
  return std::getenv("STOPOVER_FULL") != nullptr ? 20'000 : 600;
}

std::vector<JourneyPoint> points_of(const std::vector<Journey>& journeys) {
  std::vector<JourneyPoint> points;
  for (const Journey& journey : journeys) points.push_back(journey.point);
  return points;
}

std::string text_of(const std::vector<JourneyPoint>& points) {
  std::string out;
  for (const JourneyPoint& p : points)
    out += iso_text(p.depart, TimeZone::utc()) + " > " + iso_text(p.arrive, TimeZone::utc()) + " " +
           std::to_string(p.boardings) + "\n";
  return out;
}

NetworkSize any_size(std::mt19937_64& random) {
  const auto number = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  NetworkSize size;
  size.stops = number(2, 12);
  size.patterns = number(1, 10);
  size.trips = number(1, 60);
  size.links = number(0, 14);
  size.longest_pattern = number(2, 9);
  if (number(0, 2) > 0) size.rules = number(1, 25);
  return size;
}

void expect_sound(const Transit& transit, const std::vector<Journey>& journeys) {
  for (const Journey& journey : journeys) EXPECT_EQ(fault_of(transit, journey), "");
}

// For each number of boardings the latest departure that arrives in time; then the earliest
// arrival.
std::vector<JourneyPoint> latest_of(const Transit& transit, const Oracle& oracle, StopId from,
                                    StopId to, Instant arrive, Seconds longest) {
  std::vector<JourneyPoint> all;
  if (from == to) all.push_back({arrive, arrive, 0});
  for (const Link& link : transit.links_of(from))
    if (link.to == to && Seconds(link.seconds) <= longest)
      all.push_back({arrive - Seconds(link.seconds), arrive, 0});
  for (const JourneyPoint& p : oracle.profile(from, {arrive - longest, arrive + Seconds(1)}))
    if (p.arrive <= arrive) all.push_back(p);
  std::vector<JourneyPoint> out;
  for (const JourneyPoint& p : all)
    if (std::none_of(all.begin(), all.end(), [&](const JourneyPoint& o) {
          if (o.depart == p.depart && o.boardings == p.boardings) return o.arrive < p.arrive;
          return o.depart >= p.depart && o.boardings <= p.boardings;
        }))
      out.push_back(p);
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.boardings < b.boardings; });
  return out;
}

TEST(TripBased, EqualsTheOracleOnRandomNetworks) {
  std::mt19937_64 random(20'261'125);
  const auto serial = serial_executor();
  for (int round = 0; round < rounds() && !::testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(round);
    const Transit transit = random_transit(random, any_size(random));
    const Prepared prepared(transit, transit.dates(), *serial);
    TripBasedSearch search(prepared);
    Oracle oracle(transit, transit.dates());
    const auto any_stop = [&] {
      return StopId(std::uniform_int_distribution<std::uint32_t>(
          0, static_cast<std::uint32_t>(transit.stops().size()) - 1)(random));
    };
    for (int query = 0; query < 6; ++query) {
      const StopId to = any_stop();
      const int most = query == 0 ? 2 : 8;
      oracle.aim_at(to, most);
      for (int source = 0; source < 3; ++source) {
        const StopId from = any_stop();
        const Instant depart = TimeZone::utc().instant_at(
            first_date(), Seconds(std::uniform_int_distribution<int>(0, 2 * 86'400)(random)));
        const std::vector<Journey> earliest = search.earliest(from, to, depart, most);
        EXPECT_EQ(text_of(points_of(earliest)), text_of(oracle.earliest(from, depart)))
            << "earliest " << from.value() << " > " << to.value() << " "
            << iso_text(depart, TimeZone::utc());
        expect_sound(transit, earliest);
        const std::vector<Journey> latest = search.latest(from, to, depart, hours(20), most);
        EXPECT_EQ(text_of(points_of(latest)),
                  text_of(latest_of(transit, oracle, from, to, depart, hours(20))))
            << "latest " << from.value() << " > " << to.value() << " "
            << iso_text(depart, TimeZone::utc());
        expect_sound(transit, latest);
        for (const int hours_long : {2, 24}) {
          const HalfOpen<Instant> departures{depart, depart + hours(hours_long)};
          const std::vector<Journey> profile = search.profile(from, to, departures, most);
          EXPECT_EQ(text_of(points_of(profile)), text_of(oracle.profile(from, departures)))
              << "profile " << from.value() << " > " << to.value() << " "
              << iso_text(depart, TimeZone::utc()) << " " << hours_long << " h";
          expect_sound(transit, profile);
          const auto points = search.profile_points(from, to, departures, most);
          EXPECT_EQ(points_of(profile), std::vector(points.begin(), points.end()));
        }
      }
    }
  }
}

TEST(TripBased, OneToAllEqualsEachPair) {
  std::mt19937_64 random(7);
  const auto serial = serial_executor();
  for (int round = 0; round < rounds() / 3; ++round) {
    const Transit transit = random_transit(random, any_size(random));
    const Prepared prepared(transit, transit.dates(), *serial);
    TripBasedSearch search(prepared);
    const Instant depart = TimeZone::utc().instant_at(
        first_date(), Seconds(std::uniform_int_distribution<int>(0, 86'400)(random)));
    for (const StopId from : ids_of(transit.stops())) {
      const auto all = search.to_all(from, depart);
      for (const StopId to : ids_of(transit.stops())) {
        std::vector<Arrival> expected;
        for (const Journey& journey : search.earliest(from, to, depart))
          expected.push_back({journey.point.arrive, journey.point.boardings});
        EXPECT_EQ(all[to.value()], expected) << round << " " << from.value() << " " << to.value();
      }
    }
  }
}

TEST(TripBased, OneToAllProfileEqualsEachPair) {
  std::mt19937_64 random(8);
  const auto serial = serial_executor();
  std::size_t found = 0;
  for (int round = 0; round < rounds() / 3; ++round) {
    const Transit transit = random_transit(random, any_size(random));
    const Prepared prepared(transit, transit.dates(), *serial);
    TripBasedSearch search(prepared);
    const auto number = [&](int from, int to) {
      return std::uniform_int_distribution<int>(from, to)(random);
    };
    const Instant depart = TimeZone::utc().instant_at(first_date(), Seconds(number(0, 86'400)));
    const HalfOpen<Instant> departures{depart, depart + Seconds(number(60, 12 * 3'600))};
    const int most = number(0, 4);
    for (const StopId from : ids_of(transit.stops())) {
      const auto all = search.profile_to_all(from, departures, most);
      ASSERT_EQ(all.size(), transit.stops().size());
      for (const StopId to : ids_of(transit.stops())) {
        const auto points = search.profile_points(from, to, departures, most);
        EXPECT_EQ(all[to.value()], std::vector(points.begin(), points.end()))
            << round << " " << from.value() << " " << to.value();
        found += points.size();
      }
    }
  }
  EXPECT_GT(found, 1'000U);
}

}  // namespace
}  // namespace stopover::journeys
