// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/multi_criteria.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/journeys/journey_text.hpp"
#include "engine/journeys/trip_based.hpp"
#include "engine/journeys/via.hpp"
#include "tests/engine/journeys/enumeration.hpp"
#include "tests/engine/journeys/networks.hpp"

namespace stopover::journeys {
namespace {

using testing::enumerate;
using testing::first_date;
using testing::NetworkSize;
using testing::OfferPoint;
using testing::random_transit;

int rounds() {
  return std::getenv("STOPOVER_FULL") != nullptr ? 30'000 : 2'000;
}

std::string text_of(std::vector<OfferPoint> points) {
  std::sort(points.begin(), points.end());
  std::string out;
  for (const OfferPoint& p : points) {
    out += iso_text(p.point.depart, TimeZone::utc()) + " > " +
           iso_text(p.point.arrive, TimeZone::utc()) + " " + std::to_string(p.point.boardings) +
           " fen " + std::to_string(p.fare.count()) + " walk " + std::to_string(p.walking.count()) +
           " until " + std::to_string(p.deadline.unix_seconds());
    for (const LeftBehind& left : p.left)
      out += " hub " + std::to_string(left.hub) + " group " + std::to_string(left.group) + " at " +
             std::to_string(left.at.unix_seconds());
    out += "\n";
  }
  return out;
}

std::vector<OfferPoint> points_of(const MultiCriteriaSearch& search,
                                  const std::vector<Offer>& offers, const Request& request) {
  const Transit& transit = search.window().transit();
  std::vector<OfferPoint> points;
  for (const Offer& offer : offers) {
    OfferPoint point{offer.journey.point,
                     request.by_fare ? offer.fare : Fen(0),
                     request.by_walking ? offer.walking : Seconds(0),
                     {},
                     {}};
    if (request.stay_after) {
      point.deadline = testing::kNoDeadline;
      if (request.clock)
        point.deadline = clock_after(transit, *request.clock, offer.journey.legs)
                             .deadline.value_or(testing::kNoDeadline);
      const Instant leaves = offer.journey.point.arrive + *request.stay_after;
      point.left = left_behind(transit, search.rules(), offer.journey.legs, leaves);
    }
    points.push_back(std::move(point));
  }
  return points;
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine(seed) {}
  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(engine); }
  bool one_in(int n) { return number(1, n) == 1; }
  std::mt19937_64 engine;
};

StayClock any_clock(Random& random, const Transit& transit, Instant depart) {
  StayClock clock;
  for (std::size_t i = 0; i < transit.stops().size(); ++i) clock.inside.push_back(random.one_in(2));
  clock.limit = Seconds(60 * random.number(0, 900));
  if (random.one_in(3)) clock.midnight = *TimeZone::find("Asia/Shanghai");
  if (random.one_in(2)) clock.running = depart + Seconds(60 * random.number(0, 900));
  return clock;
}

HubRules any_rules(Random& random) {
  HubRules rules;
  if (random.one_in(4)) return rules;
  for (Hub a = 0; a < 3; ++a)
    for (Hub b = 0; b < 3; ++b)
      for (Group g = 1; g < 3; ++g)
        for (Group h = 1; h < 3; ++h)
          if (random.one_in(a == b ? 2 : 4))
            rules.set({a, g, b, h}, Seconds(60 * random.number(0, 240)));
  return rules;
}

std::vector<Cancelled> any_cancelled(Random& random, const Transit& transit) {
  std::vector<Cancelled> out;
  if (!random.one_in(3)) return out;
  for (const TripId trip : ids_of(transit.trips()))
    if (random.one_in(4)) out.push_back({trip, ServiceDay(first_date())});
  return out;
}

TEST(MultiCriteria, EqualsWhatEnumerationFinds) {
  Random random(3);
  const auto serial = serial_executor();
  for (int round = 0; round < rounds() && !::testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(round);
    NetworkSize size;
    size.stops = random.number(2, 7);
    size.patterns = random.number(1, 5);
    size.trips = random.number(1, 9);
    size.links = random.number(0, 5);
    size.longest_pattern = random.number(2, 5);
    size.days = random.number(1, 2);
    size.fares_and_hubs = !random.one_in(4);
    size.links_by_hour = random.one_in(3);
    if (!size.links_by_hour && !random.one_in(3)) size.rules = random.number(1, 12);
    const Transit transit = random_transit(random.engine, size);
    const std::vector<Cancelled> cancelled = any_cancelled(random, transit);
    const Window window(transit, transit.dates(), cancelled);
    const Bounds bounds(window, *serial, random.one_in(2) ? 1024 : 2);
    const HubRules rules = any_rules(random);
    MultiCriteriaSearch search(window, bounds, rules);
    const int last = static_cast<int>(transit.stops().size()) - 1;
    for (int query = 0; query < 4; ++query) {
      Request request;
      request.from = StopId(static_cast<std::uint32_t>(random.number(0, last)));
      request.to = StopId(static_cast<std::uint32_t>(random.number(0, last)));
      const Instant depart =
          TimeZone::utc().instant_at(first_date(), Seconds(random.number(0, 86'400)));
      request.departures = {depart, depart + hours(random.number(1, 30))};
      request.most_boardings = random.number(1, 3);
      request.by_fare = random.one_in(2);
      request.by_walking = random.one_in(2);
      if (random.one_in(3)) request.arrive_by = depart + hours(random.number(1, 20));
      if (random.one_in(3)) request.clock = any_clock(random, transit, depart);
      if (random.one_in(3)) request.stay_after = Seconds(60 * random.number(0, 200));
      const std::vector<Offer> offers = search.profile(request);
      EXPECT_EQ(text_of(points_of(search, offers, request)),
                text_of(enumerate(transit, transit.dates(), rules, cancelled, request)))
          << request.from.value() << " > " << request.to.value();
      for (const Offer& offer : offers) {
        EXPECT_EQ(fault_of(transit, offer.journey), "");
        std::string fault;
        const std::string text = journeys::text_of(transit, offer.journey);
        const auto again = journey_from(transit, text, fault);
        ASSERT_TRUE(again.has_value()) << text << ": " << fault;
        EXPECT_EQ(journeys::text_of(transit, *again), text);
        EXPECT_EQ(again->point, offer.journey.point);
        EXPECT_EQ(hub_fault_of(transit, rules, offer.journey.legs), "");
        if (request.clock) {
          EXPECT_EQ(clock_after(transit, *request.clock, offer.journey.legs).fault, "");
        }
      }
    }
  }
}

TEST(MultiCriteria, EqualsTheTripBasedSearchOnLargerNetworks) {
  Random random(4);
  const auto serial = serial_executor();
  for (int round = 0; round < rounds() / 40; ++round) {
    SCOPED_TRACE(round);
    NetworkSize size;
    size.stops = random.number(10, 40);
    size.patterns = random.number(10, 30);
    size.trips = random.number(100, 400);
    size.links = random.number(0, 60);
    size.longest_pattern = 12;
    if (random.one_in(2)) size.rules = random.number(1, 100);
    const Transit transit = random_transit(random.engine, size);
    const Prepared prepared(transit, transit.dates(), *serial);
    TripBasedSearch trip_based(prepared);
    MultiCriteriaSearch general(prepared.window, prepared.bounds);
    for (int query = 0; query < 10; ++query) {
      const auto any_stop = [&] {
        return StopId(static_cast<std::uint32_t>(random.number(0, size.stops - 1)));
      };
      Request request;
      request.from = any_stop();
      request.to = any_stop();
      const Instant depart =
          TimeZone::utc().instant_at(first_date(), Seconds(random.number(0, 2 * 86'400)));
      request.departures = {depart, depart + hours(random.number(1, 24))};
      request.most_boardings = random.number(1, 8);
      const auto points = trip_based.profile_points(request.from, request.to, request.departures,
                                                    request.most_boardings);
      std::vector<OfferPoint> expected;
      for (const JourneyPoint& point : points)
        expected.push_back({point, Fen(0), Seconds(0), {}, {}});
      EXPECT_EQ(text_of(points_of(general, general.profile(request), request)), text_of(expected));
    }
  }
}

// Two runs leave at once; who stays after the later one may stay for longer.
TEST(MultiCriteria, OfRunsThatLeaveAtOnceTheLaterMayBeBetter) {
  const CivilDate date = first_date();
  TransitBuilder builder({date, date.plus_days(1)});
  const StopId out = builder.add_stop({.key = "out"});
  const StopId in = builder.add_stop({.key = "in"});
  const PatternId pattern = builder.add_pattern({"line"}, {{out}, {in}});
  for (const std::int32_t arrives : {8 * 3600 + 1800, 8 * 3600 + 2220}) {
    const std::vector<CallTime> times{{8 * 3600, 8 * 3600}, {arrives, arrives}};
    builder.add_trip("run", pattern, builder.add_days(TimeZone::utc(), {date}), times);
  }
  const Transit transit = std::move(builder).build();
  const Window window(transit, transit.dates());
  const Bounds bounds(window, *serial_executor());
  MultiCriteriaSearch search(window, bounds);
  const Instant zero = TimeZone::utc().instant_at(date, Seconds(0));
  Request request{out, in, {zero, zero + hours(24)}};
  request.clock = StayClock{{false, true}, hours(1), {}, {}};
  EXPECT_EQ(search.profile(request).size(), 1U);
  request.stay_after = minutes(10);
  EXPECT_EQ(search.profile(request).size(), 2U);
}

// A flight that leaves an hour after one that arrived is caught by a ride round the car park, if a
// search lets it.
TEST(MultiCriteria, DoesNotDodgeAConnectionTime) {
  const CivilDate date = first_date();
  TransitBuilder builder({date, date.plus_days(1)});
  const auto stop = [&](const std::string& key, Hub hub, std::optional<Seconds> change) {
    Stop s;
    s.key = key;
    s.change = change;
    s.hub = hub;
    return builder.add_stop(s);
  };
  const StopId tokyo = stop("tokyo", kNoHub, minutes(0));
  const StopId gates = stop("gates", 0, minutes(10));
  const StopId kerb = stop("kerb", 0, minutes(0));
  const StopId park = stop("park", kNoHub, minutes(0));
  const StopId xian = stop("xian", kNoHub, minutes(0));
  builder.add_link(gates, kerb, minutes(5));
  builder.add_link(kerb, gates, minutes(5));
  const DaysId days = builder.add_days(TimeZone::utc(), {date});
  const auto run = [&](const std::string& name, Group group, StopId from, StopId to, int departs,
                       int arrives) {
    const PatternId pattern = builder.add_pattern({name, 0, group}, {{from}, {to}});
    const std::vector<CallTime> times{{departs * 60, departs * 60}, {arrives * 60, arrives * 60}};
    builder.add_trip(name, pattern, days, times);
  };
  run("NH1", 1, tokyo, gates, 8 * 60, 10 * 60);
  run("bus there", kUngoverned, kerb, park, 10 * 60 + 6, 10 * 60 + 10);
  run("bus back", kUngoverned, park, kerb, 10 * 60 + 12, 10 * 60 + 16);
  run("MU2", 1, gates, xian, 10 * 60 + 30, 12 * 60);
  run("MU3", 1, gates, xian, 11 * 60 + 15, 13 * 60);
  const Transit transit = std::move(builder).build();
  const auto serial = serial_executor();
  const Window window(transit, transit.dates());
  const Bounds bounds(window, *serial);
  const Instant zero = TimeZone::utc().instant_at(date, Seconds(0));
  Request request{tokyo, xian, {zero, zero + hours(24)}};

  MultiCriteriaSearch free(window, bounds);
  ASSERT_EQ(free.profile(request).size(), 1U);
  EXPECT_EQ(free.profile(request)[0].journey.point.arrive, zero + hours(12));

  HubRules rules;
  rules.set({0, 1, 0, 1}, minutes(60));
  MultiCriteriaSearch ruled(window, bounds, rules);
  const std::vector<Offer> offers = ruled.profile(request);
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers[0].journey.point.arrive, zero + hours(13)) << "by MU3, 75 minutes later";
}

// The same by a train out of the airport and back: each change of mode keeps its own rule, and the
// flights' still counts from the first.
TEST(MultiCriteria, DoesNotDodgeAConnectionTimeByAnotherGovernedRide) {
  constexpr Group kFlight = 1;
  constexpr Group kTrain = 2;
  const CivilDate date = first_date();
  TransitBuilder builder({date, date.plus_days(1)});
  const auto stop = [&](const std::string& key, Hub hub) {
    Stop s;
    s.key = key;
    s.change = minutes(0);
    s.hub = hub;
    return builder.add_stop(s);
  };
  const StopId tokyo = stop("tokyo", kNoHub);
  const StopId airport = stop("airport", 0);
  const StopId town = stop("town", 1);
  const StopId xian = stop("xian", kNoHub);
  const DaysId days = builder.add_days(TimeZone::utc(), {date});
  const auto run = [&](const std::string& name, Group group, StopId from, StopId to, int departs,
                       int arrives, Seconds closes = Seconds(0)) {
    LineInfo line{name, 0, group, {}, closes};
    const PatternId pattern = builder.add_pattern(std::move(line), {{from}, {to}});
    const std::vector<CallTime> times{{departs * 60, departs * 60}, {arrives * 60, arrives * 60}};
    builder.add_trip(name, pattern, days, times);
  };
  run("NH1", kFlight, tokyo, airport, 8 * 60, 10 * 60);
  run("G1", kTrain, airport, town, 10 * 60 + 15, 10 * 60 + 20);
  run("G2", kTrain, town, airport, 10 * 60 + 25, 10 * 60 + 30);
  run("MU2", kFlight, airport, xian, 10 * 60 + 50, 12 * 60);
  run("MU3", kFlight, airport, xian, 11 * 60 + 5, 12 * 60 + 30, minutes(10));
  run("MU4", kFlight, airport, xian, 11 * 60 + 10, 13 * 60, minutes(10));
  const Transit transit = std::move(builder).build();
  const auto serial = serial_executor();
  const Window window(transit, transit.dates());
  const Bounds bounds(window, *serial);
  const Instant zero = TimeZone::utc().instant_at(date, Seconds(0));
  const Request request{tokyo, xian, {zero, zero + hours(24)}};
  HubRules rules;
  rules.set({0, kFlight, 0, kFlight}, minutes(60));
  rules.set({0, kFlight, 0, kTrain}, minutes(15));
  rules.set({0, kTrain, 0, kFlight}, minutes(20));
  MultiCriteriaSearch ruled(window, bounds, rules);
  const std::vector<Offer> offers = ruled.profile(request);
  ASSERT_EQ(offers.size(), 1U) << "not by MU2, by G1 and G2";
  EXPECT_EQ(offers[0].journey.point.arrive, zero + hours(13))
      << "by MU4, whose boarding ends 60 minutes after the arrival, not by MU3";

  // What checks journeys says so too, of what a search without rules finds.
  MultiCriteriaSearch free(window, bounds);
  const std::vector<Offer> dodging = free.profile(request);
  ASSERT_EQ(dodging.size(), 1U);
  EXPECT_EQ(hub_fault_of(transit, rules, dodging[0].journey.legs),
            "leg 1 is boarded too soon after leg 0");
  EXPECT_EQ(hub_fault_of(transit, rules, offers[0].journey.legs), "");

  // Nor is it by a stay in town shorter than the rule.
  const std::vector<StopoverOffer> stays = profile_via(ruled, request, {town, minutes(5)});
  ASSERT_FALSE(stays.empty());
  for (const StopoverOffer& offer : stays)
    EXPECT_EQ(offer.point().arrive, zero + hours(13)) << "by MU4, after all";

  // What was left before the first part counts after the stay too.
  Request later{airport, xian, {zero + hours(10), zero + hours(24)}};
  const auto arrives = [&] {
    std::vector<Instant> out;
    for (const StopoverOffer& offer : profile_via(ruled, later, {town, minutes(5)}))
      out.push_back(offer.point().arrive);
    return out;
  };
  EXPECT_EQ(arrives(), (std::vector{zero + hours(12)}));
  later.left = {{0, kFlight, zero + hours(10)}};
  EXPECT_EQ(arrives(), (std::vector{zero + hours(13)}));
}

}  // namespace
}  // namespace stopover::journeys
