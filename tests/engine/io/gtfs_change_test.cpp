// SPDX-License-Identifier: Apache-2.0
// What a feed says beyond its timetable: vehicles that go on, transfers, stations, zones, dates.
#include <gtest/gtest.h>

#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/feed_text.hpp"

namespace stopover::io::gtfs {
namespace {

Feed read_sound(const FeedText& text) {
  FaultList faults;
  Feed feed = read_text(text, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return feed;
}

// "t1>t2 t2>t3+1": which trip goes on as which, and whether on the next day.
std::string throughs_text(const Feed& feed) {
  std::string text;
  for (const Through& through : feed.throughs) {
    if (!text.empty()) text += ' ';
    text += feed.trips[through.from].key + ">" + feed.trips[through.to].key;
    if (through.next_day) text += "+1";
  }
  return text;
}

// Trips between A and C on the hour: there at even, back at odd ones, 20 minutes each; `rows` are
// "service,trip,block" of trips named by their hour.
FeedText shuttles(const std::vector<std::string>& rows) {
  std::string trips = "route_id,service_id,trip_id,block_id\n";
  std::string times = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";
  for (const std::string& row : rows) {
    trips += "r1," + row + "\n";
    const std::string trip = row.substr(row.find(',') + 1, 3);  // "t08"
    const std::string hour = trip.substr(1);
    const bool there = std::stoi(hour) % 2 == 0;
    times += trip + "," + hour + ":00:00," + hour + ":00:00," + (there ? "A" : "C") + ",1\n";
    times += trip + "," + hour + ":20:00," + hour + ":20:00," + (there ? "C" : "A") + ",2\n";
  }
  FeedText feed = with(with(sound_feed(), "trips.txt", trips), "stop_times.txt", times);
  feed["calendar.txt"] +=
      "sunday,0,0,0,0,0,0,1,20240601,20240630\n"
      "monday,1,0,0,0,0,0,0,20240601,20240630\n";
  return feed;
}

TEST(GtfsBlock, TheVehicleGoesOnAsItsNextTrip) {
  const Feed feed = read_sound(shuttles(
      {"daily,t08,v", "daily,t09,v", "daily,t11,v", "daily,t12,w", "daily,t14,", "daily,t15,"}));
  // 08 to 09; not 09 (ends at A) to 11 (begins at C); not across blocks, nor without one.
  EXPECT_EQ(throughs_text(feed), "t08>t09");
  ASSERT_EQ(feed.blocks.size(), 2U);
  EXPECT_EQ(feed.blocks[BlockId(0)].key, "v");
  EXPECT_EQ(feed.blocks[BlockId(0)].trips.size(), 3U);
  EXPECT_TRUE(feed.trips[TripId(4)].block.is_none());
}

TEST(GtfsBlock, EachDayHasItsOwnSuccessor) {
  // On Mondays 08 goes on as 09, on other days as 11; on no day with the Sunday trip.
  const Feed feed = read_sound(
      shuttles({"daily,t11,v", "daily,t08,v", "monday,t09,v", "sunday,t13,v", "daily,t15,v"}));
  EXPECT_EQ(throughs_text(feed), "t08>t09 t08>t11");
}

// Two weekday trips of a block with this many Sunday trips between them: is the second the
// successor of the first?
bool goes_on_past(int others) {
  FeedText feed = with(sound_feed(), "trips.txt", "route_id,service_id,trip_id,block_id\n");
  feed["stop_times.txt"] = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";
  feed["calendar.txt"] += "sunday,0,0,0,0,0,0,1,20240601,20240630\n";
  int begins = 8 * 3600;
  const auto add = [&](const std::string& trip, const char* service) {
    feed["trips.txt"] += std::string("r1,") + service + "," + trip + ",v\n";
    for (int call = 1; call <= 2; ++call) {
      const std::string time = service_time_text(Seconds(begins++));
      feed["stop_times.txt"] +=
          trip + "," + time + "," + time + ",A," + std::to_string(call) + "\n";
    }
  };
  add("first", "daily");
  for (int i = 0; i < others; ++i) add("s" + std::to_string(i), "sunday");
  add("second", "daily");
  return (" " + throughs_text(read_sound(feed)) + " ").find(" first>second ") != std::string::npos;
}

// However many trips a block has, only so many are looked at for each.
TEST(GtfsBlock, ASuccessorFarDownTheBlockIsNotLookedFor) {
  EXPECT_TRUE(goes_on_past(1023));
  EXPECT_FALSE(goes_on_past(1024));
}

// A Monday trip, this many Sunday trips that run while it does, and a Monday trip that meets the
// first: is it named, as all but the first Sunday trip are?
bool overlap_is_seen_past(std::size_t others) {
  FeedText feed = with(sound_feed(), "trips.txt", "route_id,service_id,trip_id,block_id\n");
  feed["stop_times.txt"] = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";
  feed["calendar.txt"] +=
      "sunday,0,0,0,0,0,0,1,20240601,20240630\nmonday,1,0,0,0,0,0,0,20240601,20240630\n";
  const auto add = [&](const std::string& trip, const char* service, const char* from) {
    feed["trips.txt"] += std::string("r1,") + service + "," + trip + ",v\n";
    feed["stop_times.txt"] += trip + "," + from + "," + from + ",A,1\n";
    feed["stop_times.txt"] += trip + ",20:00:00,20:00:00,A,2\n";
  };
  add("first", "monday", "08:00:00");
  for (std::size_t i = 0; i < others; ++i) add("s" + std::to_string(i), "sunday", "09:00:00");
  add("last", "monday", "10:00:00");
  FaultList faults;
  (void)read_text(feed, faults);
  return faults.count("W-GTFS-048") == others;
}

TEST(GtfsBlock, OfTripsThatRunAtOnceOnlySoManyAreCompared) {
  EXPECT_TRUE(overlap_is_seen_past(511));
  EXPECT_FALSE(overlap_is_seen_past(512));
}

TEST(GtfsBlock, TripsOfDifferentDaysDoNotOverlap) {
  FeedText feed = shuttles({"sunday,t08,v", "daily,t09,v"});
  feed = changed(feed, "stop_times.txt", "t08,08:20:00,08:20:00", "t08,09:10:00,09:10:00");
  EXPECT_EQ(throughs_text(read_sound(feed)), "");
  FaultList faults;
  (void)read_text(changed(feed, "trips.txt", "sunday", "monday"), faults);
  EXPECT_EQ(codes_of(faults), std::set<std::string>{"W-GTFS-048"}) << faults.text();
}

TEST(GtfsBlock, ATripByHeadwayHasNoPlaceInIt) {
  const Feed feed = read_sound(with(shuttles({"daily,t08,v", "daily,t09,v"}), "frequencies.txt",
                                    "trip_id,start_time,end_time,headway_secs\n"
                                    "t09,06:00,10:00,600\n"));
  EXPECT_EQ(throughs_text(feed), "");
}

const std::string kHeads =
    "from_stop_id,to_stop_id,from_route_id,to_route_id,from_trip_id,to_trip_id,transfer_type,"
    "min_transfer_time\n";

TEST(GtfsTransfer, InSeatAndNotInSeat) {
  const FeedText blocks =
      shuttles({"daily,t08,v", "daily,t09,v", "daily,t10,v", "daily,t12,", "daily,t13,"});
  const Feed feed = read_sound(with(blocks, "transfers.txt",
                                    kHeads + ",,,,t08,t09,5,\n"     // the block's, forbidden
                                             "C,C,,,t12,t13,4,\n"   // without a block
                                             ",,,,t13,t08,4,\n"));  // overnight
  EXPECT_EQ(throughs_text(feed), "t09>t10 t12>t13 t13>t08+1");
  ASSERT_EQ(feed.transfers.size(), 3U);
  EXPECT_EQ(feed.transfers[0].kind, TransferKind::kNotInSeat);
  EXPECT_EQ(feed.transfers[1].kind, TransferKind::kInSeat);
  EXPECT_EQ(feed.transfers[1].from_stop, StopId(3));
}

TEST(GtfsTransfer, AnInSeatTransferInMidTripSaysWhereTheTripsEnd) {
  FaultList faults;
  (void)read_text(with(sound_feed(), "transfers.txt", kHeads + "B,A,,,t1,t2,4,\n"), faults);
  EXPECT_NE(faults.text().find("found \"t1 at B, t2 at A\", expected the end of one trip, C at "
                               "08:20:00, then the start of the other, A at 09:00:00, at most a "
                               "day after"),
            std::string::npos)
      << faults.text();
}

TEST(GtfsTransfer, EachKindWithItsEnds) {
  const Feed feed = read_sound(with(sound_feed(), "transfers.txt",
                                    kHeads + "A,B,,,,,,\n"
                                             "A,C,,,,,1,\n"
                                             "S,C,,,,,2,240\n"
                                             "B,C,,,,,3,\n"
                                             "B,C,r1,,,t2,0,60\n"));
  ASSERT_EQ(feed.transfers.size(), 5U);
  EXPECT_EQ(feed.transfers[0].kind, TransferKind::kRecommended);
  EXPECT_EQ(feed.transfers[1].kind, TransferKind::kTimed);
  EXPECT_EQ(feed.transfers[2].kind, TransferKind::kMinimumTime);
  EXPECT_EQ(feed.transfers[2].min_time, Seconds(240));
  EXPECT_EQ(feed.transfers[2].from_stop, StopId(0));  // a station
  EXPECT_EQ(feed.transfers[3].kind, TransferKind::kImpossible);
  EXPECT_FALSE(feed.transfers[3].min_time);
  EXPECT_EQ(feed.transfers[4].from_route, RouteId(0));
  EXPECT_EQ(feed.transfers[4].to_trip, TripId(1));
  EXPECT_TRUE(feed.transfers[4].to_route.is_none() && feed.transfers[4].from_trip.is_none());
}

// A transfer of a trip that was left out is left out too, in silence.
TEST(GtfsTransfer, FollowsItsTrip) {
  FeedText feed = with(sound_feed(), "transfers.txt", kHeads + "C,A,,,,t3,0,\nC,A,,,,t2,0,\n");
  feed["trips.txt"] += "r1,daily,t3\n";
  feed["stop_times.txt"] += "t3,09:00:00,09:00:00,A,1\n";  // one stop only
  FaultList faults;
  const Feed read = read_text(feed, faults);
  EXPECT_EQ(codes_of(faults), std::set<std::string>{"W-GTFS-040"}) << faults.text();
  ASSERT_EQ(read.transfers.size(), 1U);
  EXPECT_EQ(read.transfers[0].to_trip, TripId(1));
}

TEST(GtfsTransfer, ATableOfFaultsIsLeftOutAndTheTimetableStays) {
  FaultList faults;
  const Feed feed =
      read_text(with(sound_feed(), "transfers.txt", kHeads + "A,X,,,,,0,\nA,B,,,,,0,\n"), faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  EXPECT_TRUE(codes_of(faults).contains("W-GTFS-052"));
  EXPECT_TRUE(feed.transfers.empty());
  EXPECT_EQ(feed.trips.size(), 2U);
}

FeedText station() {
  return with(with(with(sound_feed(), "stops.txt",
                        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,level_id,"
                        "stop_timezone,zone_id\n"
                        "S,Station,35.0,139.0,1,,,Asia/Seoul,9\n"
                        "A,Platform,35.0,139.0,0,S,L-1,Europe/Berlin,z1\n"
                        "E,Entrance,35.0,139.0,2,S,L0,,\n"
                        "B,Bee,35.1,139.1,,,,Asia/Shanghai,z2\n"
                        "C,Sea,35.2,139.2,,,,,z1\n"),
                   "levels.txt", "level_id,level_index,level_name\nL0,0,Street\nL-1,-1.5,Tracks\n"),
              "pathways.txt",
              "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,length,"
              "traversal_time,stair_count\n"
              "w1,E,A,2,1,12.5,40,-31\n"
              "w2,A,E,7,0,,,\n");
}

TEST(GtfsStation, PathwaysAndLevels) {
  const Feed feed = read_sound(station());
  ASSERT_EQ(feed.levels.size(), 2U);
  EXPECT_EQ(feed.levels[LevelId(1)].index, -1.5);
  EXPECT_EQ(feed.levels[feed.stops[StopId(1)].level].name, "Tracks");
  EXPECT_TRUE(feed.stops[StopId(0)].level.is_none());
  ASSERT_EQ(feed.pathways.size(), 2U);
  const Pathway& stairs = feed.pathways[0];
  EXPECT_EQ(stairs.key, "w1");
  EXPECT_EQ(stairs.mode, PathwayMode::kStairs);
  EXPECT_TRUE(stairs.both_ways);
  EXPECT_EQ(stairs.metres, 12.5);
  EXPECT_EQ(stairs.time, Seconds(40));
  EXPECT_EQ(stairs.stairs, -31);
  EXPECT_EQ(feed.pathways[1].mode, PathwayMode::kExitGate);
  EXPECT_FALSE(feed.pathways[1].both_ways || feed.pathways[1].time || feed.pathways[1].stairs);
}

TEST(GtfsStation, AStopKeepsItsStationsClocksElseItsOwnElseTheFeeds) {
  const Feed feed = read_sound(station());
  EXPECT_EQ(feed.stops[StopId(0)].zone.name(), "Asia/Seoul");
  EXPECT_EQ(feed.stops[StopId(1)].zone.name(), "Asia/Seoul");
  EXPECT_EQ(feed.stops[StopId(3)].zone.name(), "Asia/Shanghai");
  EXPECT_EQ(feed.stops[StopId(4)].zone.name(), "Asia/Tokyo");
}

TEST(GtfsInfo, PublisherVersionAndDates) {
  EXPECT_FALSE(read_sound(sound_feed()).info);
  const Feed feed = read_sound(with(sound_feed(), "feed_info.txt",
                                    "feed_publisher_name,feed_publisher_url,feed_lang,"
                                    "feed_start_date,feed_end_date,feed_version\n"
                                    "Bureau,https://example.org/,ja,20240630,,v7\n"));
  ASSERT_TRUE(feed.info);
  EXPECT_EQ(feed.info->publisher, "Bureau");
  EXPECT_EQ(feed.info->version, "v7");
  EXPECT_EQ(feed.info->start, CivilDate::parse("20240630"));
  EXPECT_FALSE(feed.info->end);
}

TEST(GtfsInfo, FilesThatNothingReadsAreNamed) {
  const Feed feed = read_sound(with(sound_feed(), "shapes.txt", "shape_id\n"));
  EXPECT_EQ(feed.not_read, std::vector<std::string>{"shapes.txt"});
}

}  // namespace
}  // namespace stopover::io::gtfs
