// SPDX-License-Identifier: Apache-2.0
// What a feed says is what can be searched.
#include "engine/journeys/from_gtfs.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/engine/io/feed_text.hpp"

namespace stopover::journeys {
namespace {

namespace gtfs = io::gtfs;
using gtfs::changed;
using gtfs::FeedText;
using gtfs::sound_feed;
using gtfs::with;
using gtfs::without;

gtfs::Feed read(const FeedText& text) {
  FaultList faults;
  gtfs::Feed feed = gtfs::read_text(text, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  return feed;
}

// "name: A 08:00:00-08:00:00 B …" of each trip; '!' after what is forbidden.
std::string text_of(const Transit& transit) {
  std::string out;
  for (const TripId trip : ids_of(transit.trips())) {
    out += fmt::format("{}:", transit.name_of(trip));
    const auto calls = transit.calls_of(transit.trips()[trip].pattern);
    const auto times = transit.times_of(trip);
    const Seconds shift(transit.trips()[trip].shift);
    for (std::size_t i = 0; i < calls.size(); ++i)
      out += fmt::format(
          " {}{} {}-{}{}", transit.stops()[calls[i].stop].key, calls[i].alight ? "" : "!",
          service_time_text(shift + Seconds(times[i].arrive)),
          service_time_text(shift + Seconds(times[i].depart)), calls[i].board ? "" : "!");
    out += "\n";
  }
  return out;
}

std::string days_of(const Transit& transit, TripId trip) {
  std::string out;
  for (CivilDate date = transit.dates().from; date < transit.dates().until;
       date = date.plus_days(1))
    if (transit.runs_on(trip, ServiceDay(date))) out += (out.empty() ? "" : " ") + date.text();
  return out;
}

// Two feeds whose trips do not meet but by a stop of one key, a walk, or nothing.
TEST(FromGtfs, SeveralFeedsAreOneNetwork) {
  const gtfs::Feed one = read(sound_feed());
  const gtfs::Feed other = read(changed(sound_feed(), "stops.txt", "C,Sea,35.2", "C,Sea,36.2"));
  const gtfs::StopId c(3);
  const auto join = [&](const std::string& family) {
    const std::array parts{FeedPart{.feed = &one, .family = family},
                           FeedPart{.feed = &other, .family = family}};
    const std::array walks{WalkBetween{{0, c}, {1, c}, Seconds(90)}};
    return transit_of(parts, family.empty() ? std::span<const WalkBetween>(walks)
                                            : std::span<const WalkBetween>());
  };
  const JoinedFeeds apart = join("");
  EXPECT_EQ(apart.transit.stops().size(), 2 * one.stops.size());
  EXPECT_EQ(apart.transit.trips().size(), 4U);
  const StopId here = apart.stop_of[0][c];
  const StopId there = apart.stop_of[1][c];
  ASSERT_NE(here, there);
  EXPECT_EQ(apart.transit.link(here, there)->seconds, 90);
  EXPECT_EQ(apart.transit.link(there, here), nullptr);
  const JoinedFeeds shared = join("family");
  EXPECT_EQ(shared.transit.stops().size(), one.stops.size());
  EXPECT_EQ(shared.stop_of[0][c], shared.stop_of[1][c]);
  EXPECT_EQ(shared.transit.stops()[shared.stop_of[1][c]].lat, 35.2) << "the first feed's";
  EXPECT_EQ(text_of(shared.transit).size(), text_of(apart.transit).size());
}

TEST(FromGtfs, NearStopsOfDifferentFeedsAreWalkedBetween) {
  const gtfs::Feed one = read(sound_feed());
  const gtfs::Feed other = read(changed(sound_feed(), "stops.txt", "C,Sea,35.2", "C,Sea,36.2"));
  const std::array parts{FeedPart{.feed = &one}, FeedPart{.feed = &other}};
  const auto walks = walks_between(parts, {.radius_metres = 400, .speed_metres_per_second = 1});
  ASSERT_EQ(walks.size(), 4U);  // A and B, both ways
  for (const WalkBetween& walk : walks) {
    EXPECT_NE(walk.from.part, walk.to.part);
    EXPECT_EQ(walk.from.stop, walk.to.stop);
    EXPECT_LT(walk.from.stop, gtfs::StopId(3));
  }
}

TEST(FromGtfs, TakesTripsStopsAndDays) {
  const gtfs::Feed feed = read(sound_feed());
  const Transit transit = transit_of(feed);
  EXPECT_EQ(text_of(transit),
            "t1: A 08:00:00-08:00:00 B 08:10:00-08:11:00 C 08:20:00-08:20:00\n"
            "t2: A 09:00:00-09:00:00 B 09:10:00-09:11:00 C 09:20:00-09:20:00\n");
  EXPECT_EQ(transit.stops().size(), feed.stops.size());
  EXPECT_EQ(transit.stops()[StopId(1)].key, "A");
  EXPECT_EQ(transit.stops()[StopId(2)].lon, 139.1);
  EXPECT_EQ(transit.stops()[StopId(2)].zone.name(), "Asia/Tokyo");
  EXPECT_EQ(transit.zone_of(TripId(0)).name(), "Asia/Tokyo");
  EXPECT_EQ(transit.patterns().size(), 1U);
  EXPECT_EQ(transit.patterns()[PatternId(0)].line.name, "1");
  EXPECT_EQ(transit.patterns()[PatternId(0)].line.mode, 3);
  EXPECT_EQ(transit.dates(), (HalfOpen<CivilDate>{*CivilDate::parse("2024-06-01"),
                                                  *CivilDate::parse("2024-07-01")}));
  EXPECT_FALSE(
      transit.runs_on(TripId(0), ServiceDay(*CivilDate::parse("2024-06-01"))));  // Saturday
  EXPECT_TRUE(transit.runs_on(TripId(0), ServiceDay(*CivilDate::parse("2024-06-28"))));
}

TEST(FromGtfs, LaysOutFrequencies) {
  for (const char* exact : {"0", "1"}) {
    const FeedText text = with(sound_feed(), "frequencies.txt",
                               fmt::format("trip_id,start_time,end_time,headway_secs,exact_times\n"
                                           "t1,06:00:00,06:31:00,600,{0}\n"
                                           "t1,23:50:00,24:20:00,900,{0}\n",
                                           exact));
    EXPECT_EQ(text_of(transit_of(read(text))),
              "t1@06:00:00: A 06:00:00-06:00:00 B 06:10:00-06:11:00 C 06:20:00-06:20:00\n"
              "t1@06:10:00: A 06:10:00-06:10:00 B 06:20:00-06:21:00 C 06:30:00-06:30:00\n"
              "t1@06:20:00: A 06:20:00-06:20:00 B 06:30:00-06:31:00 C 06:40:00-06:40:00\n"
              "t1@06:30:00: A 06:30:00-06:30:00 B 06:40:00-06:41:00 C 06:50:00-06:50:00\n"
              "t1@23:50:00: A 23:50:00-23:50:00 B 24:00:00-24:01:00 C 24:10:00-24:10:00\n"
              "t1@24:05:00: A 24:05:00-24:05:00 B 24:15:00-24:16:00 C 24:25:00-24:25:00\n"
              "t2: A 09:00:00-09:00:00 B 09:10:00-09:11:00 C 09:20:00-09:20:00\n");
  }
}

TEST(FromGtfs, KeepsWhoMayGetOnAndOff) {
  const FeedText text =
      with(changed(sound_feed(), "trips.txt", "r1,daily,t2\n", ""), "stop_times.txt",
           "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n"
           "t1,08:00:00,08:00:00,A,1,0,1\n"
           "t1,08:10:00,08:11:00,B,2,1,0\n"
           "t1,08:20:00,08:20:00,C,3,1,0\n");
  EXPECT_EQ(text_of(transit_of(read(text))),
            "t1: A! 08:00:00-08:00:00 B 08:10:00-08:11:00! C 08:20:00-08:20:00!\n");
}

TEST(FromGtfs, FillsInBlankTimes) {
  const FeedText text =
      with(changed(sound_feed(), "trips.txt", "r1,daily,t2\n", ""), "stop_times.txt",
           "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
           "t1,08:00:00,08:00:00,A,1\n"
           "t1,,,B,2\n"
           "t1,08:20:00,08:20:00,C,3\n");
  EXPECT_EQ(text_of(transit_of(read(text))),
            "t1: A 08:00:00-08:00:00 B 08:10:00-08:10:00 C 08:20:00-08:20:00\n");
}

TEST(FromGtfs, TakesDatesAlone) {
  const FeedText text = with(without(sound_feed(), "calendar.txt"), "calendar_dates.txt",
                             "service_id,date,exception_type\n"
                             "daily,20240229,1\n"
                             "daily,20240601,1\n"
                             "daily,20240301,1\n");
  const gtfs::Feed feed = read(text);
  EXPECT_EQ(dates_of(feed), (HalfOpen<CivilDate>{*CivilDate::parse("2024-02-29"),
                                                 *CivilDate::parse("2024-06-02")}));
  EXPECT_EQ(days_of(transit_of(feed), TripId(0)), "2024-02-29 2024-03-01 2024-06-01");
}

TEST(FromGtfs, TakesDatesBesideTheWeek) {
  const FeedText text = with(sound_feed(), "calendar_dates.txt",
                             "service_id,date,exception_type\n"
                             "daily,20240603,2\n"
                             "daily,20240707,1\n");
  const Transit transit = transit_of(read(text));
  EXPECT_FALSE(transit.runs_on(TripId(0), ServiceDay(*CivilDate::parse("2024-06-03"))));
  EXPECT_TRUE(transit.runs_on(TripId(0), ServiceDay(*CivilDate::parse("2024-06-04"))));
  EXPECT_TRUE(transit.runs_on(TripId(0), ServiceDay(*CivilDate::parse("2024-07-07"))));
}

TEST(FromGtfs, WalksInStationsAndWhereTold) {
  const FeedText text =
      changed(sound_feed(), "stops.txt", "B,Bee,35.1,139.1,,\n", "B,Bee,35.1,139.1,0,S\n");
  const gtfs::Feed feed = read(text);
  GtfsOptions options;
  options.change = Seconds(45);
  options.in_station = Seconds(150);
  options.walks.push_back({StopId(2), StopId(3), Seconds(400)});
  const Transit transit = transit_of(feed, options);
  EXPECT_EQ(transit.stops()[StopId(1)].change, Seconds(45));
  ASSERT_EQ(transit.link_count(), 3U);
  EXPECT_EQ(transit.links_of(StopId(1)).front(), (Link{StopId(2), 150}));
  EXPECT_EQ(transit.links_of(StopId(2)).front(), (Link{StopId(1), 150}));
  EXPECT_EQ(transit.links_of(StopId(2)).back(), (Link{StopId(3), 400}));
  EXPECT_TRUE(transit.links_of(StopId(3)).empty());
}

TEST(FromGtfs, KeepsWhatTransfersSay) {
  FeedText text =
      changed(sound_feed(), "stops.txt", "B,Bee,35.1,139.1,,\n", "B,Bee,35.1,139.1,0,S\n");
  text = with(text, "transfers.txt",
              "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"
              "S,S,2,300\n"  // all platforms of the station
              "A,B,2,500\n"  // a platform's own goes first
              "B,A,3,\n"     // nobody changes so
              "B,C,1,\n"     // the other waits
              "C,C,3,\n"     // nor here
              "C,A,0,\n");   // a good place, no time stated
  GtfsOptions options;
  options.change = Seconds(45);
  options.in_station = Seconds(150);
  const Transit transit = transit_of(read(text), options);
  EXPECT_EQ(transit.stops()[StopId(1)].change, Seconds(300));
  EXPECT_EQ(transit.stops()[StopId(2)].change, Seconds(300));
  EXPECT_EQ(transit.stops()[StopId(3)].change, std::nullopt);
  ASSERT_EQ(transit.link_count(), 3U);
  EXPECT_EQ(transit.links_of(StopId(1)).front(), (Link{StopId(2), 500}));
  EXPECT_EQ(transit.links_of(StopId(2)).front(), (Link{StopId(3), 0}));
  EXPECT_EQ(transit.links_of(StopId(3)).front(), (Link{StopId(1), 150}));
}

TEST(FromGtfs, VehiclesOfABlockGoOn) {
  FeedText text = with(sound_feed(), "trips.txt",
                       "route_id,service_id,trip_id,block_id\nr1,daily,t1,b\nr1,daily,t2,b\n");
  text = with(text, "stop_times.txt",
              "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
              "t1,08:00:00,08:00:00,A,1\nt1,08:10:00,08:10:00,B,2\n"
              "t2,08:15:00,08:15:00,B,1\nt2,08:30:00,08:30:00,C,2\n");
  const Transit transit = transit_of(read(text));
  const ServiceDay day(*CivilDate::parse("2024-06-03"));
  EXPECT_EQ(transit.next_on(TripId(0), day).trip, TripId(1));
  EXPECT_TRUE(transit.next_on(TripId(1), day).is_none());
}

// A fare for all, a cheaper one from zone to zone, and one in another currency.
TEST(FromGtfs, RidesCostWhatFaresSay) {
  FeedText text = sound_feed();
  text = changed(text, "stops.txt", "location_type,parent_station\n",
                 "location_type,parent_station,zone_id\n");
  text = changed(text, "stops.txt", "35.0,139.0,1,\n", "35.0,139.0,1,,\n");
  text = changed(text, "stops.txt", "139.0,0,S\n", "139.0,0,S,z1\n");
  text = changed(text, "stops.txt", "139.1,,\n", "139.1,,,z1\n");
  text = changed(text, "stops.txt", "139.2,,\n", "139.2,,,z2\n");
  text["fare_attributes.txt"] =
      "fare_id,price,currency_type,payment_method,transfers,agency_id\n"
      "near,2.00,EUR,0,,ag\nfar,3.50,EUR,0,,ag\n";
  text["fare_rules.txt"] = "fare_id,route_id,origin_id,destination_id\nnear,,z1,z1\nfar,,z1,z2\n";
  GtfsOptions options;
  options.currency = "EUR";
  const FeedPart priced{.feed = nullptr, .options = options};
  const auto joined = [&](const gtfs::Feed& feed, const std::string& currency) {
    FeedPart part = priced;
    part.feed = &feed;
    part.options.currency = currency;
    return transit_of(std::span(&part, 1), {});
  };
  const gtfs::Feed feed = read(text);
  const JoinedFeeds eur = joined(feed, "EUR");
  ASSERT_EQ(eur.transit.patterns().size(), 1U);
  EXPECT_EQ(eur.transit.patterns()[PatternId(0U)].line.tariff,
            (Tariff{-1, 200, 350, -1, -1, 350, -1, -1, -1}));
  EXPECT_EQ(eur.without_fare.front().none, 0U);
  const JoinedFeeds free = joined(feed, "");
  EXPECT_TRUE(free.transit.patterns()[PatternId(0U)].line.tariff.empty());
  const JoinedFeeds yen = joined(feed, "JPY");
  EXPECT_EQ(yen.without_fare.front().other_currency, 3U);
  EXPECT_EQ(yen.transit.patterns()[PatternId(0U)].line.tariff[1], 0);
  text["fare_rules.txt"] = "fare_id,route_id,origin_id,destination_id\nnear,,z1,z1\nfar,,z2,z2\n";
  const gtfs::Feed gaps = read(text);
  EXPECT_EQ(joined(gaps, "EUR").without_fare.front().none, 2U) << "to C, from A and from B";
}

TEST(FromGtfs, AFeedWithoutDaysRunsNever) {
  gtfs::Feed feed = read(sound_feed());
  for (const gtfs::CalendarId id : ids_of(feed.calendars)) feed.calendars[id] = {};
  EXPECT_TRUE(dates_of(feed).empty());
  const Transit transit = transit_of(feed);
  EXPECT_FALSE(transit.runs_on(TripId(0), ServiceDay(*CivilDate::parse("2024-06-03"))));
}

}  // namespace
}  // namespace stopover::journeys
