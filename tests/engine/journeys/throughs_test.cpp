// SPDX-License-Identifier: Apache-2.0
// Vehicles that go on as another trip: from another stop, on the next day, or without passengers.
#include <string>
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
using testing::date_of;
using testing::Made;

const CivilDate kDay = date_of("2024-06-03");

// "B>C 08:30 stays" of each leg of the fastest journey.
std::string fastest(const Transit& transit, StopId from, StopId to, Instant depart) {
  const Prepared prepared(transit, transit.dates(), *serial_executor());
  TripBasedSearch search(prepared);
  const auto found = search.earliest(from, to, depart);
  testing::Oracle oracle(transit, transit.dates());
  oracle.aim_at(to, kMostBoardings);
  EXPECT_EQ(testing::text_of(testing::points_of(found)),
            testing::text_of(oracle.earliest(from, depart)));
  MultiCriteriaSearch general(prepared.window, prepared.bounds);
  const HalfOpen<Instant> range{depart, depart + hours(48)};
  std::vector<JourneyPoint> points;
  for (const Offer& offer : general.profile({from, to, range})) {
    EXPECT_EQ(fault_of(transit, offer.journey), "");
    points.push_back(offer.journey.point);
  }
  EXPECT_EQ(testing::text_of(points), testing::text_of(oracle.profile(from, range)));
  if (found.empty()) return "";
  EXPECT_EQ(fault_of(transit, found.back()), "");
  std::string out;
  for (const JourneyLeg& leg : found.back().legs)
    out += fmt::format("{}>{} {}{}\n", transit.stops()[leg.from].key, transit.stops()[leg.to].key,
                       iso_text(leg.arrive, TimeZone::utc()).substr(5, 11),
                       leg.stays_on ? " stays" : "");
  return out + std::to_string(found.back().point.boardings);
}

class Throughs : public ::testing::Test {
 protected:
  Throughs() : made({kDay, kDay.plus_days(3)}) {}
  std::string found(const std::string& from, const std::string& to, Seconds time) {
    const StopId a = made.stop(from);
    const StopId b = made.stop(to);
    const Transit transit = TransitBuilder(made.builder).build();
    return fastest(transit, a, b, at(kDay, time));
  }
  Made made;
};

TEST_F(Throughs, TheVehicleTakesPassengersToAnotherStop) {
  const TripId first = made.trip("A 08:00 B 08:10", made.daily());
  made.builder.add_next(first, made.trip("C 08:15 D 08:30 E 08:40", made.daily()));
  EXPECT_EQ(found("A", "E", hours(8)), "A>B 06-03T08:10\nC>E 06-03T08:40 stays\n1");
  EXPECT_EQ(found("A", "D", hours(8)), "A>B 06-03T08:10\nC>D 06-03T08:30 stays\n1");
  EXPECT_EQ(found("A", "C", hours(8)), "") << "one gets off at the next trip's second call";
}

TEST_F(Throughs, WhoStaysNeedsNoChange) {
  const StopId b = made.builder.add_stop({"B", "B", 0, 0, std::nullopt, TimeZone::utc()});
  const auto two = [&](StopId from, StopId to, int departs, int arrives) {
    const std::vector<CallTime> times{{departs, departs}, {arrives, arrives}};
    return made.builder.add_trip("t", made.builder.add_pattern({"l"}, {{from}, {to}}), made.daily(),
                                 times);
  };
  const TripId first = two(made.stop("A"), b, 28'800, 29'400);
  made.builder.add_next(first, two(b, made.stop("D"), 29'400, 30'000));
  EXPECT_EQ(found("A", "D", hours(8)), "A>B 06-03T08:10\nB>D 06-03T08:20 stays\n1");
}

TEST_F(Throughs, TheVehicleGoesOnTheNextDay) {
  const TripId late = made.trip("A 23:30 B 24:30", made.daily());
  const TripId early = made.trip("B 00:40 C 01:00", made.daily());
  made.builder.add_next(late, early, {.next_day = true});
  EXPECT_EQ(found("A", "C", hours(23)), "A>B 06-04T00:30\nB>C 06-04T01:00 stays\n1");
  // The last day's has no day after it.
  EXPECT_EQ(found("A", "C", hours(23 + 48)), "");
}

TEST_F(Throughs, ATripMayFollowItselfDayAfterDay) {
  const TripId night = made.trip("A 20:00 B 32:00 C 43:00", made.daily());
  const TripId back = made.trip("C 19:30 A 19:50", made.daily());
  made.builder.add_next(night, back, {.next_day = true});
  made.builder.add_next(back, night);
  EXPECT_EQ(found("B", "B", hours(8)), "0");
  EXPECT_EQ(found("A", "C", hours(20)), "A>C 06-04T19:00\n1");
  EXPECT_EQ(found("C", "B", hours(19)), "C>A 06-03T19:50\nA>B 06-04T08:00 stays\n1");
}

TEST_F(Throughs, NobodyStaysWhereAllMustLeave) {
  const TripId first = made.trip("A 08:00 B 08:10", made.daily());
  const TripId next = made.trip("B 08:10 C 08:30", made.daily());
  const TripId later = made.trip("B 08:15 C 08:45", made.daily());
  made.builder.add_next(first, next, {.may_stay = false});
  made.builder.add_next(first, later);  // does not follow on a day when the other runs
  EXPECT_EQ(found("A", "C", hours(8)), "A>B 06-03T08:10\nB>C 06-03T08:45\n2");
}

TEST_F(Throughs, AShortNightMayBeTooShort) {
  const TimeZone paris = *TimeZone::find("Europe/Paris");
  Made spring({date_of("2024-03-29"), date_of("2024-04-02")}, paris);
  const TripId late = spring.trip("A 23:00 B 26:50", spring.daily());
  const TripId early = spring.trip("B 03:00 C 04:00", spring.daily());
  spring.builder.add_next(late, early, {.next_day = true});
  const Transit transit = spring.build();
  EXPECT_FALSE(transit.next_on(late, ServiceDay(date_of("2024-03-29"))).is_none());
  // From the 30th to the 31st an hour is lacking, as it leaves ten minutes later by the clock.
  EXPECT_TRUE(transit.next_on(late, ServiceDay(date_of("2024-03-30"))).is_none());
  EXPECT_FALSE(transit.next_on(late, ServiceDay(date_of("2024-03-31"))).is_none());
}

TEST_F(Throughs, WhatGoesWrongIsNamed) {
  const TripId first = made.trip("A 08:00 B 08:10", made.daily());
  const TripId next = made.trip("C 08:15 D 08:30", made.daily());
  made.builder.add_next(first, next);
  const StopId a = made.stop("A");
  const StopId d = made.stop("D");
  const Transit transit = made.build();
  const Prepared prepared(transit, transit.dates(), *serial_executor());
  Journey journey = TripBasedSearch(prepared).earliest(a, d, at(kDay, hours(8))).back();
  ASSERT_EQ(fault_of(transit, journey), "");
  Journey other_day = journey;
  other_day.legs[1].day = ServiceDay(kDay.plus_days(1));
  EXPECT_NE(fault_of(transit, other_day), "");
  Journey not_staying = journey;
  not_staying.legs[1].stays_on = false;
  not_staying.point.boardings = 2;
  EXPECT_EQ(fault_of(transit, not_staying), "leg 2: does not start where the last leg ended");
}

// ---- from feeds

gtfs::Feed read(const gtfs::FeedText& text) {
  FaultList faults;
  gtfs::Feed feed = gtfs::read_text(text, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  return feed;
}

// t1 ends at B; t2 begins at D, 100 m away, or at another stop.
gtfs::FeedText moving(const std::string& block, const std::string& transfers,
                      const std::string& stops = "") {
  gtfs::FeedText text = gtfs::with(
      gtfs::sound_feed(), "trips.txt",
      fmt::format("route_id,service_id,trip_id,block_id\nr1,daily,t1,{0}\nr1,daily,t2,{0}\n",
                  block));
  text["stops.txt"] += stops.empty() ? "D,Dee,35.1009,139.1,,\n" : stops;
  text["stop_times.txt"] =
      "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
      "t1,08:00:00,08:00:00,A,1\nt1,08:10:00,08:10:00,B,2\n"
      "t2,08:15:00,08:15:00,D,1\nt2,08:30:00,08:30:00,C,2\n";
  if (!transfers.empty())
    text["transfers.txt"] =
        "from_stop_id,to_stop_id,from_trip_id,to_trip_id,transfer_type,min_transfer_time\n" +
        transfers;
  return text;
}

bool goes_on(const gtfs::FeedText& text) {
  const gtfs::Feed feed = read(text);
  return !transit_of(feed).next_on(TripId(0), ServiceDay(kDay)).is_none();
}

TEST(FeedThroughs, AnInSeatTransferLeadsToAnyStop) {
  EXPECT_TRUE(goes_on(moving("", ",,t1,t2,4,\n")));
  EXPECT_TRUE(goes_on(moving("", "B,D,t1,t2,4,\n", "D,Dee,35.5,139.1,,\n")));
  EXPECT_FALSE(goes_on(moving("", "")));
}

TEST(FeedThroughs, ABlockLeadsToAStopOnlyWhereATransferDoes) {
  EXPECT_FALSE(goes_on(moving("v", ""))) << "near, but nothing says so";
  EXPECT_TRUE(goes_on(moving("v", "B,D,,,2,100\n")));
  EXPECT_TRUE(goes_on(moving("v", "B,D,,,0,\n")));
  EXPECT_TRUE(goes_on(moving("v", "B,D,,,2,100\n", "D,Dee,35.5,139.1,,\n"))) << "however far";
  EXPECT_FALSE(goes_on(moving("v", "B,D,,,3,\n")));
  EXPECT_FALSE(goes_on(moving("v", "D,B,,,2,100\n"))) << "the other way";
  EXPECT_TRUE(
      goes_on(gtfs::changed(moving("v", "", "D,Dee,35.5,139.1,0,S2\nS2,Two,35.5,139.1,1,\n"),
                            "stops.txt", "B,Bee,35.1,139.1,,", "B,Bee,35.1,139.1,0,S2")))
      << "of one station";
}

TEST(FeedThroughs, AllMustLeaveBeforeTheNext) {
  EXPECT_FALSE(goes_on(moving("v", "B,D,,,2,100\n,,t1,t2,5,\n")));
}

TEST(FeedThroughs, AnInSeatTransferGoesBeforeTheBlock) {
  gtfs::FeedText text = moving("v", "B,D,,,2,100\n,,t1,t3,4,\n");
  text["trips.txt"] += "r1,daily,t3,\n";
  text["stop_times.txt"] += "t3,08:20:00,08:20:00,B,1\nt3,08:40:00,08:40:00,C,2\n";
  const gtfs::Feed feed = read(text);
  const Transit transit = transit_of(feed);
  EXPECT_EQ(transit.name_of(transit.next_on(TripId(0), ServiceDay(kDay)).trip), "t3");
}

TEST(FeedThroughs, AVehicleGoesOnAcrossMidnight) {
  gtfs::FeedText text = moving("", "B,D,t1,t2,4,\n");
  text["stop_times.txt"] =
      "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
      "t1,23:50:00,23:50:00,A,1\nt1,24:10:00,24:10:00,B,2\n"
      "t2,00:15:00,00:15:00,D,1\nt2,00:30:00,00:30:00,C,2\n";
  const gtfs::Feed feed = read(text);
  const Transit transit = transit_of(feed);
  EXPECT_EQ(transit.next_on(TripId(0), ServiceDay(kDay)),
            (DatedTrip{TripId(1), ServiceDay(kDay.plus_days(1))}));
  // On Fridays none follows: the calendar ends the week there.
  EXPECT_TRUE(transit.next_on(TripId(0), ServiceDay(date_of("2024-06-07"))).is_none());
  const TimeZone tokyo = *TimeZone::find("Asia/Tokyo");
  EXPECT_EQ(fastest(transit, StopId(1), StopId(3), at(kDay, hours(23), tokyo)).back(), '1');
}

}  // namespace
}  // namespace stopover::journeys
