// SPDX-License-Identifier: Apache-2.0
// Changes that depend on the routes and trips: which rule counts, and what searches make of it.
//
// That searches stay exact whatever the rules is shown by the random networks of trip_based_test
// and multi_criteria_test, which have them.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/journeys/from_gtfs.hpp"
#include "engine/journeys/multi_criteria.hpp"
#include "engine/journeys/trip_based.hpp"
#include "tests/engine/io/feed_text.hpp"
#include "tests/engine/journeys/made.hpp"
#include "tests/engine/journeys/oracle.hpp"

namespace stopover::journeys {
namespace {

namespace gtfs = io::gtfs;
using testing::at;
using testing::change_time_by_looking;
using testing::date_of;
using testing::Made;

const CivilDate kDay = date_of("2024-06-03");

RuleSide route(int number) {
  return {RouteId(number), NamedTripId::none()};
}
RuleSide trip(int number) {
  return {RouteId::none(), NamedTripId(number)};
}
RuleSide both(int route_number, int trip_number) {
  return {RouteId(route_number), NamedTripId(trip_number)};
}

std::optional<int> seconds_of(std::optional<Seconds> time) {
  return time ? std::optional(static_cast<int>(time->count())) : std::nullopt;
}

// GTFS reference, transfers.txt: the most specific row that fits counts.
TEST(ChangeRules, TheMostSpecificCounts) {
  Made made({kDay, kDay.plus_days(1)});
  const TripId left = made.trip("A 08:00 B 08:10", made.daily());
  const TripId boarded = made.trip("B 08:20 C 08:30", made.daily());
  made.builder.set_side(left, both(1, 1));
  made.builder.set_side(boarded, both(2, 2));
  const StopId b = made.stop("B");
  // From the most specific on, each alone and beside all that are less specific.
  const std::vector<std::pair<RuleSide, RuleSide>> order{
      {trip(1), trip(2)}, {trip(1), route(2)}, {trip(1), {}}, {route(1), route(2)}, {route(1), {}}};
  for (std::size_t most = 0; most < order.size(); ++most) {
    TransitBuilder builder = made.builder;
    for (std::size_t i = most; i < order.size(); ++i)
      builder.add_rule({b, b, order[i].first, order[i].second, Seconds(100 + static_cast<int>(i))});
    builder.add_rule({b, b, route(3), {}, Seconds(7)});      // another's
    builder.add_rule({b, b, trip(1), trip(3), Seconds(7)});  // another's
    const Transit transit = std::move(builder).build();
    EXPECT_EQ(seconds_of(transit.change_time(b, b, left, boarded)), 100 + static_cast<int>(most));
    EXPECT_EQ(seconds_of(change_time_by_looking(transit, b, b, left, boarded)),
              100 + static_cast<int>(most));
    EXPECT_EQ(seconds_of(transit.change_time(b, b, boarded, left)), 60) << "not the other way";
  }
}

TEST(ChangeRules, OfEqualOnesTheLastCounts) {
  Made made({kDay, kDay.plus_days(1)});
  const TripId left = made.trip("A 08:00 B 08:10", made.daily());
  const TripId boarded = made.trip("B 08:20 C 08:30", made.daily());
  made.builder.set_side(left, both(1, 1));
  const StopId b = made.stop("B");
  made.builder.add_rule({b, b, route(1), {}, Seconds(10)});
  made.builder.add_rule({b, b, route(1), {}, std::nullopt});
  const Transit transit = made.build();
  EXPECT_EQ(transit.change_time(b, b, left, boarded), std::nullopt);
}

class Rules : public ::testing::Test {
 protected:
  // Arrivals at C: from A by a at 08:10, and by b at 08:12. From C on: x at 08:14 and 08:30, y at
  // 08:16, all to D an hour later but y, which takes two.
  Rules() : made({kDay, kDay.plus_days(1)}) {
    a = named("A 08:00 C 08:10", 1);
    b = named("B 08:00 C 08:12", 2);
    x = named("C 08:14 D 09:14", 3);
    named("C 08:30 D 09:30", 3);
    y = named("C 08:16 D 10:16", 4);
  }
  TripId named(const std::string& text, int route_number) {
    const TripId trip = made.trip(text, made.daily());
    made.builder.set_side(trip, route(route_number));
    return trip;
  }
  void rule(RuleSide left, RuleSide boarded, std::optional<Seconds> time) {
    const StopId c = made.stop("C");
    made.builder.add_rule({c, c, left, boarded, time});
  }
  // "09:14 2" of who leaves at 08:00, by both searches and by the oracle.
  std::string found(const std::string& from) {
    const StopId start = made.stop(from);
    const StopId end = made.stop("D");
    const Transit transit = TransitBuilder(made.builder).build();
    const Prepared prepared(transit, transit.dates(), *serial_executor());
    TripBasedSearch search(prepared);
    testing::Oracle oracle(transit, transit.dates());
    oracle.aim_at(end, kMostBoardings);
    std::string out;
    for (const Journey& journey : search.earliest(start, end, at(kDay, hours(8)))) {
      EXPECT_EQ(fault_of(transit, journey), "");
      out += iso_text(journey.point.arrive, TimeZone::utc()).substr(11, 5) +
             fmt::format(" {}\n", journey.point.boardings);
    }
    const HalfOpen<Instant> range{at(kDay, hours(8)), at(kDay, hours(9))};
    MultiCriteriaSearch general(prepared.window, prepared.bounds);
    std::vector<JourneyPoint> points;
    for (const Offer& offer : general.profile({start, end, range})) {
      EXPECT_EQ(fault_of(transit, offer.journey), "");
      points.push_back(offer.journey.point);
    }
    EXPECT_EQ(testing::text_of(points), testing::text_of(oracle.profile(start, range)));
    EXPECT_EQ(testing::text_of(testing::points_of(search.profile(start, end, range))),
              testing::text_of(points));
    return out;
  }

  Made made;
  TripId a;
  TripId b;
  TripId x;
  TripId y;
};

TEST_F(Rules, WithoutThemAllChangesAreAlike) {
  EXPECT_EQ(found("A"), "09:14 2\n");
  EXPECT_EQ(found("B"), "09:14 2\n");
}

TEST_F(Rules, ALongerTimeMissesARun) {
  rule(route(1), route(3), minutes(5));
  EXPECT_EQ(found("A"), "09:30 2\n");
  EXPECT_EQ(found("B"), "09:14 2\n") << "who came later catches it: no arrival stands for another";
}

TEST_F(Rules, AShorterTimeCatchesOne) {
  made.builder.add_rule({made.stop("C"), made.stop("C"), route(1), {}, minutes(30)});
  rule(route(1), route(4), Seconds(0));
  EXPECT_EQ(found("A"), "10:16 2\n");
}

TEST_F(Rules, AForbiddenChangeIsNotMade) {
  rule(route(1), route(3), std::nullopt);
  EXPECT_EQ(found("A"), "10:16 2\n");
  rule(route(1), {}, std::nullopt);
  EXPECT_EQ(found("A"), "");
  rule(route(1), route(4), minutes(1));
  EXPECT_EQ(found("A"), "10:16 2\n") << "both routes go before one";
}

TEST_F(Rules, NobodyChangesFromARouteAtAll) {
  rule(route(1), {}, std::nullopt);
  EXPECT_EQ(found("A"), "");
  EXPECT_EQ(found("B"), "09:14 2\n");
}

TEST_F(Rules, WhoBoardsMayAskToo) {
  rule({}, route(3), minutes(10));
  EXPECT_EQ(found("A"), "09:30 2\n");
  EXPECT_EQ(found("B"), "09:30 2\n");
}

TEST_F(Rules, ARuleMayLeadToAStopThatNoLinkLeadsTo) {
  named("E 08:18 D 08:40", 5);
  made.builder.add_rule({made.stop("C"), made.stop("E"), route(2), {}, minutes(5)});
  EXPECT_EQ(found("A"), "09:14 2\n");
  EXPECT_EQ(found("B"), "08:40 2\n");
}

TEST_F(Rules, ALinkMayBeClosedToSome) {
  named("E 08:18 D 08:40", 5);
  made.link("C", "E", minutes(2));
  made.builder.add_rule({made.stop("C"), made.stop("E"), route(2), route(5), std::nullopt});
  EXPECT_EQ(found("A"), "08:40 2\n");
  EXPECT_EQ(found("B"), "09:14 2\n");
}

// ---- from transfers.txt

gtfs::Feed read(const gtfs::FeedText& text) {
  FaultList faults;
  gtfs::Feed feed = gtfs::read_text(text, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  return feed;
}

// Two routes over station S with platforms A and B; r2 has trips u1 and u2 by headway.
gtfs::FeedText two_routes(const std::string& transfers) {
  gtfs::FeedText text = gtfs::changed(gtfs::sound_feed(), "stops.txt", "B,Bee,35.1,139.1,,\n",
                                      "B,Bee,35.0,139.0,0,S\n");
  text["routes.txt"] += "r2,ag,1,Two,3\n";  // of the same short name
  text["trips.txt"] += "r2,daily,u1\nr2,daily,u2\n";
  for (const char* trip : {"u1", "u2"})
    text["stop_times.txt"] +=
        fmt::format("{0},08:30:00,08:30:00,B,1\n{0},08:50:00,08:50:00,C,2\n", trip);
  text["frequencies.txt"] = "trip_id,start_time,end_time,headway_secs\nu2,10:00:00,11:00:00,600\n";
  return gtfs::with(text, "transfers.txt",
                    "from_stop_id,to_stop_id,from_route_id,to_route_id,from_trip_id,to_trip_id,"
                    "transfer_type,min_transfer_time\n" +
                        transfers);
}

TripId trip_named(const Transit& transit, const std::string& name) {
  for (const TripId trip : ids_of(transit.trips()))
    if (transit.name_of(trip) == name) return trip;
  ADD_FAILURE() << name;
  return TripId::none();
}

std::optional<int> change(const Transit& transit, const std::string& from, const std::string& to,
                          const std::string& left, const std::string& boarded) {
  const auto stop = [&](const std::string& key) {
    for (const StopId id : ids_of(transit.stops()))
      if (transit.stops()[id].key == key) return id;
    return StopId::none();
  };
  const TripId a = trip_named(transit, left);
  const TripId b = trip_named(transit, boarded);
  const auto time = transit.change_time(stop(from), stop(to), a, b);
  EXPECT_EQ(time, change_time_by_looking(transit, stop(from), stop(to), a, b));
  return seconds_of(time);
}

TEST(ChangeRules, OfAFeedAreTaken) {
  const gtfs::Feed feed =
      read(two_routes("S,S,,,,,2,240\n"      // all, between and at the platforms
                      "S,S,r1,r2,,,2,200\n"  // these routes
                      "A,B,r1,r2,,,2,150\n"  // a platform's own goes before its station's
                      "A,B,r1,,,u1,1,\n"     // a route and a trip: the bus waits
                      "A,B,,,t2,u1,3,\n"     // both trips: not possible
                      "A,B,,,t2,,0,\n"       // one trip: as if nothing were said
                      "B,A,r2,,,,2,30\n"));
  const Transit transit = transit_of(feed);
  EXPECT_EQ(change(transit, "B", "B", "t1", "u1"), 200);
  EXPECT_EQ(change(transit, "B", "B", "u1", "t1"), 240);
  EXPECT_EQ(change(transit, "A", "B", "u1", "t1"), 240);
  EXPECT_EQ(change(transit, "A", "B", "t1", "u1"), 0);
  EXPECT_EQ(change(transit, "A", "B", "t2", "u1"), std::nullopt);
  EXPECT_EQ(change(transit, "A", "B", "t2", "u2@10:10:00"), 120) << "the station's usual time";
  EXPECT_EQ(change(transit, "A", "B", "t1", "u2@10:10:00"), 150);
  EXPECT_EQ(change(transit, "B", "A", "u2@10:50:00", "t1"), 30);
  EXPECT_EQ(change(transit, "B", "A", "t1", "u1"), 200);
}

TEST(ChangeRules, ATripByHeadwayIsNamedWithAllItsRuns) {
  const gtfs::Feed feed = read(two_routes("A,B,,,t1,u2,2,33\n"));
  const Transit transit = transit_of(feed);
  for (const char* run : {"u2@10:00:00", "u2@10:50:00"})
    EXPECT_EQ(change(transit, "A", "B", "t1", run), 33);
  EXPECT_EQ(change(transit, "A", "B", "t1", "u1"), 120);
  EXPECT_EQ(change(transit, "A", "B", "t2", "u2@10:00:00"), 120);
}

TEST(ChangeRules, SplitLinesOnlyWhereTheyAre) {
  const auto lines = [](const gtfs::FeedText& text) {
    const gtfs::Feed feed = read(text);
    const Transit transit = transit_of(feed);
    return Window(transit, {kDay, kDay.plus_days(1)}).line_count();
  };
  EXPECT_EQ(lines(two_routes("")), 2U);
  EXPECT_EQ(lines(two_routes("B,B,r1,r2,,,2,30\n")), 2U) << "one route each";
  EXPECT_EQ(lines(two_routes("B,B,,,t1,u1,2,30\n")), 4U) << "t1, t2, u1, those of u2";
  const gtfs::Feed feed = read(two_routes("B,B,r1,r2,,,2,30\n"));
  const Transit transit = transit_of(feed);
  const Window window(transit, {kDay, kDay.plus_days(1)});
  EXPECT_EQ(window.slot_count(), window.stop_count() + 1) << "r1 at B";
  const gtfs::Feed plain = read(two_routes(""));
  const Transit without = transit_of(plain);
  EXPECT_TRUE(Window(without, {kDay, kDay.plus_days(1)}).pairs().empty());
}

TEST(ChangeRules, OfSeveralFeedsDoNotMix) {
  const gtfs::Feed one = read(two_routes("B,B,r1,r2,,,2,30\n"));
  const gtfs::Feed other = read(two_routes("B,B,r1,r2,,,2,40\n"));
  const std::vector<FeedPart> parts{{.feed = &one, .family = "f"}, {.feed = &other, .family = "f"}};
  const Transit transit = transit_of(parts, {}).transit;
  const TripId u1 = trip_named(transit, "u1");
  TripId second;
  for (const TripId trip : ids_of(transit.trips()))
    if (transit.name_of(trip) == "u1") second = trip;
  ASSERT_NE(u1, second);
  const StopId b(2);
  const TripId t1 = trip_named(transit, "t1");
  EXPECT_EQ(seconds_of(transit.change_time(b, b, t1, u1)), 30);
  EXPECT_EQ(seconds_of(transit.change_time(b, b, t1, second)), 60) << "of different feeds";
}

}  // namespace
}  // namespace stopover::journeys
