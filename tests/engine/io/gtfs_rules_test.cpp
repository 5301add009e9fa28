// SPDX-License-Identifier: Apache-2.0
// One fixture a rule of GTFS: the sound feed with one thing wrong, and where that is reported.
#include "engine/io/gtfs_rules.hpp"

#include <gtest/gtest.h>

#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/feed_text.hpp"

namespace stopover::io::gtfs {
namespace {

struct Fixture {
  std::string rule;
  FeedText feed;
  std::string file;  // end of the reported name
  int line = 0;
  std::string field = {};
  // Of a table that the timetable does not need: the row is left out with a warning.
  bool left_out = false;
};

const std::string kHeadsFrequencies = "trip_id,start_time,end_time,headway_secs\n";

// Rows enough that one bad one is within the budget.
FeedText long_feed(std::size_t bad) {
  std::string stops = "stop_id,stop_name,stop_lat,stop_lon\nA,a,35,139\nB,b,35,139\nC,c,35,139\n";
  for (std::size_t i = 0; i < 997; ++i) {
    stops += 'x';
    stops += std::to_string(i);
    stops += i < bad ? ",x,91,139\n" : ",x,35,139\n";
  }
  return with(sound_feed(), "stops.txt", stops);
}

std::vector<Fixture> feed_fixtures() {
  const FeedText sound = sound_feed();
  return {
      {"E-GTFS-001", {{"readme.md", "nothing"}}, ""},
      {"E-GTFS-002", {{"a/stops.txt", "stop_id\n"}, {"b/stops.txt", "stop_id\n"}}, ""},
      {"E-GTFS-003", without(sound, "routes.txt"), "/routes.txt"},
      {"E-GTFS-004", without(sound, "calendar.txt"), "/calendar.txt"},
      {"E-GTFS-005", changed(sound, "stops.txt", "35.1", "95.1"), "/stops.txt"},
      {"E-GTFS-006",
       with(with(sound, "trips.txt", "route_id,service_id,trip_id\n"), "stop_times.txt",
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"),
       ""},
      {"W-GTFS-007", with(sound, "stop_time.txt", ""), "/stop_time.txt"},
      {"W-GTFS-008", with(sound, "fare_products.txt", ""), "/fare_products.txt"},
  };
}

std::vector<Fixture> table_fixtures() {
  const FeedText sound = sound_feed();
  const std::string second_agency = "ag,Agency,https://example.org/,Asia/Tokyo\nb2,B,u,";
  const FeedText two_agencies =
      changed(sound, "agency.txt", "ag,Agency,https://example.org/,Asia/Tokyo\n",
              second_agency + "Asia/Tokyo\n");
  return {
      {"E-GTFS-010", changed(sound, "stops.txt", "B,Bee", "A,Again,35,139,,\nB,Bee"), "/stops.txt",
       4, "stop_id"},
      {"E-GTFS-011", changed(sound, "stop_times.txt", "08:11:00,B", "08:11:00,X"),
       "/stop_times.txt", 3, "stop_id"},
      {"E-GTFS-011", changed(sound, "stop_times.txt", "t2,09:20", "t3,09:20"), "/stop_times.txt", 7,
       "trip_id"},
      {"E-GTFS-011", changed(sound, "trips.txt", "r1,daily,t1", "r2,daily,t1"), "/trips.txt", 2,
       "route_id"},
      {"E-GTFS-011", changed(sound, "trips.txt", "r1,daily,t1", "r1,nightly,t1"), "/trips.txt", 2,
       "service_id"},
      {"E-GTFS-011", changed(sound, "routes.txt", "r1,ag", "r1,other"), "/routes.txt", 2,
       "agency_id"},
      {"E-GTFS-011", with(sound, "frequencies.txt", kHeadsFrequencies + "t9,06:00,07:00,600\n"),
       "/frequencies.txt", 2, "trip_id"},
      {"E-GTFS-012", changed(two_agencies, "routes.txt", "r1,ag", "r1,"), "/routes.txt", 2,
       "agency_id"},
      {"W-GTFS-013", changed(sound, "trips.txt", "r1,daily,t1\n", "r1,daily,t1\nr1,daily,t1\n"),
       "/trips.txt", 3, "trip_id"},
      {"E-GTFS-020", changed(sound, "agency.txt", "Asia/Tokyo", "JST"), "/agency.txt", 2,
       "agency_timezone"},
      {"E-GTFS-021", changed(two_agencies, "agency.txt", "u,Asia/Tokyo", "u,Asia/Seoul"),
       "/agency.txt", 3, "agency_timezone"},
      {"E-GTFS-022", changed(sound, "stops.txt", "B,Bee,35.1", "B,Bee,"), "/stops.txt", 4,
       "stop_lat, stop_lon"},
      {"W-GTFS-023", changed(sound, "stops.txt", "35.1,139.1", "0,0"), "/stops.txt", 4,
       "stop_lat, stop_lon"},
      {"E-GTFS-024",
       changed(sound, "stops.txt", "A,Platform,35.0,139.0,0,S", "A,Platform,35.0,139.0,0,B"),
       "/stops.txt", 3, "parent_station"},
      {"W-GTFS-025", changed(sound, "routes.txt", "One,3", "One,8"), "/routes.txt", 2,
       "route_type"},
      {"W-GTFS-026", changed(sound, "stops.txt", "139.0,0,S", "139.0,0,Z"), "/stops.txt", 3,
       "parent_station"},
      {"E-GTFS-030", changed(sound, "calendar.txt", "20240630", "20240531"), "/calendar.txt", 2,
       "end_date"},
      {"W-GTFS-031", changed(sound, "calendar.txt", "1,1,1,1,1,0,0", "0,0,0,0,0,0,0"),
       "/calendar.txt", 2, "service_id"},
      {"W-GTFS-032", changed(sound, "calendar.txt", "20240630", "20380101"), "/calendar.txt", 2,
       "end_date"},
  };
}

std::vector<Fixture> trip_fixtures() {
  const FeedText sound = sound_feed();
  return {
      {"W-GTFS-040", changed(sound, "trips.txt", "r1,daily,t2\n", "r1,daily,t2\nr1,daily,t3\n"),
       "/trips.txt", 4, "trip_id"},
      {"E-GTFS-041", changed(sound, "stop_times.txt", "t1,08:00:00,08:00:00", "t1,,"),
       "/stop_times.txt", 2, "arrival_time, departure_time"},
      {"E-GTFS-042", changed(sound, "stop_times.txt", "t1,08:10:00", "t1,07:59:59"),
       "/stop_times.txt", 3, "arrival_time"},
      {"E-GTFS-042", changed(sound, "stop_times.txt", "08:10:00,08:11:00", "08:10:00,08:09:59"),
       "/stop_times.txt", 3, "departure_time"},
      {"E-GTFS-043", changed(sound, "stop_times.txt", "08:11:00,B,2", "08:11:00,B,1"),
       "/stop_times.txt", 3, "stop_sequence"},
      {"W-GTFS-044", changed(sound, "stop_times.txt", "08:10:00,08:11:00", "08:10:00,"),
       "/stop_times.txt", 3, "departure_time"},
      {"E-GTFS-045", changed(sound, "stop_times.txt", "08:00:00,A", "08:00:00,S"),
       "/stop_times.txt", 2, "stop_id"},
      {"W-GTFS-050", long_feed(1), "/stops.txt", 5, "stop_lat"},
      {"W-GTFS-051", long_feed(1), "/stops.txt", 0},
      {"E-GTFS-060", with(sound, "frequencies.txt", kHeadsFrequencies + "t1,07:00,07:00,600\n"),
       "/frequencies.txt", 2, "end_time"},
      {"E-GTFS-061",
       with(sound, "frequencies.txt",
            kHeadsFrequencies + "t1,06:00,07:00,600\nt1,06:59:59,08:00,600\n"),
       "/frequencies.txt", 3, "start_time"},
  };
}

const std::string kHeadsTransfers =
    "from_stop_id,to_stop_id,from_route_id,from_trip_id,to_trip_id,transfer_type,min_transfer_time"
    "\n";

std::vector<Fixture> vehicle_fixtures() {
  const FeedText sound = sound_feed();
  const FeedText one_block = with(sound, "trips.txt",
                                  "route_id,service_id,trip_id,block_id\n"
                                  "r1,daily,t1,v\nr1,daily,t2,v\n");
  return {
      {"W-GTFS-046",
       with(sound, "stop_times.txt",
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled\n"
            "t1,08:00:00,08:00:00,A,1,0\nt1,08:10:00,08:11:00,B,2,9\n"
            "t1,08:20:00,08:20:00,C,3,8\nt2,09:00:00,09:00:00,A,1,0\n"
            "t2,09:20:00,09:20:00,C,3,9\n"),
       "/stop_times.txt", 4, "shape_dist_traveled"},
      {"W-GTFS-047", changed(sound, "stops.txt", "35.1,139.1", "36.1,139.1"), "/stop_times.txt", 3,
       "arrival_time"},
      {"W-GTFS-048",
       changed(one_block, "stop_times.txt", "t2,09:00:00,09:00:00", "t2,08:19:59,08:19:59"),
       "/trips.txt", 3, "block_id"},
      {"W-GTFS-049",
       with(sound, "stop_times.txt",
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
            "t1,08:00:00,08:00:00,A,1\nt1,08:20:00,08:20:00,C,3\n"
            "t2,08:00:00,08:00:00,A,1\nt2,08:20:00,08:20:00,C,2\n"),
       "/trips.txt", 3, "trip_id"},
      {"E-GTFS-080", with(sound, "transfers.txt", kHeadsTransfers + "A,,,,,0,\n"), "/transfers.txt",
       2, "to_stop_id", true},
      {"E-GTFS-080", with(sound, "transfers.txt", kHeadsTransfers + ",,,,t2,4,\n"),
       "/transfers.txt", 2, "from_trip_id", true},
      {"E-GTFS-081", with(sound, "transfers.txt", kHeadsTransfers + ",S,,t1,t2,4,\n"),
       "/transfers.txt", 2, "to_stop_id", true},
      {"E-GTFS-082",
       with(changed(sound, "routes.txt", "One,3\n", "One,3\nr2,ag,2,Two,3\n"), "transfers.txt",
            kHeadsTransfers + "A,C,r2,t1,,0,\n"),
       "/transfers.txt", 2, "from_route_id", true},
      {"W-GTFS-083", with(sound, "transfers.txt", kHeadsTransfers + "A,C,,,,2,\n"),
       "/transfers.txt", 2, "min_transfer_time"},
      {"W-GTFS-084", with(sound, "transfers.txt", kHeadsTransfers + "B,A,,t1,t2,4,\n"),
       "/transfers.txt", 2, "from_trip_id, to_trip_id"},
  };
}

std::vector<Fixture> station_fixtures() {
  const FeedText sound = sound_feed();
  const std::string heads_ways =
      "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional\n";
  const std::string heads_fares = "fare_id,price,currency_type,payment_method,transfers\n";
  return {
      {"W-GTFS-027", changed(sound, "stops.txt", "Platform,35.0,", "Platform,35.01,"), "/stops.txt",
       3, "stop_lat, stop_lon"},
      {"W-GTFS-028",
       with(sound, "stops.txt",
            "stop_id,stop_name,stop_lat,stop_lon,level_id\n"
            "A,a,35.0,139.0,L1\nB,b,35.1,139.1,\nC,c,35.2,139.2,\n"),
       "/stops.txt", 2, "level_id"},
      {"E-GTFS-020",
       with(sound, "stops.txt",
            "stop_id,stop_name,stop_lat,stop_lon,stop_timezone\n"
            "A,a,35.0,139.0,JST\nB,b,35.1,139.1,\nC,c,35.2,139.2,\n"),
       "/stops.txt", 2, "stop_timezone"},
      {"W-GTFS-033",
       with(sound, "feed_info.txt",
            "feed_publisher_name,feed_start_date,feed_end_date\nP,20230101,20231231\n"),
       "/feed_info.txt", 0, "feed_start_date, feed_end_date"},
      {"W-GTFS-034", with(sound, "feed_info.txt", "feed_publisher_name\nP\nQ\n"), "/feed_info.txt",
       3},
      {"W-GTFS-052", with(sound, "pathways.txt", heads_ways + "w,A,X,1,1\n"), "/pathways.txt", 0},
      {"E-GTFS-085", with(sound, "pathways.txt", heads_ways + "w,A,S,1,1\n"), "/pathways.txt", 2,
       "to_stop_id", true},
      {"E-GTFS-086", with(sound, "pathways.txt", heads_ways + "w,A,B,7,1\n"), "/pathways.txt", 2,
       "is_bidirectional", true},
      {"W-GTFS-087", with(sound, "pathways.txt", heads_ways + "w,A,A,1,1\n"), "/pathways.txt", 2,
       "to_stop_id"},
      {"E-GTFS-088", with(sound, "fare_attributes.txt", heads_fares + "f,2.505,CNY,0,\n"),
       "/fare_attributes.txt", 2, "price", true},
      {"W-GTFS-089",
       with(sound, "fare_attributes.txt", heads_fares + "f,2.50,CNY,0,\ng,1.00,USD,0,\n"),
       "/fare_attributes.txt", 3, "currency_type"},
  };
}

std::vector<Fixture> fixtures() {
  std::vector<Fixture> all = feed_fixtures();
  for (const auto& list :
       {table_fixtures(), trip_fixtures(), vehicle_fixtures(), station_fixtures()})
    all.insert(all.end(), list.begin(), list.end());
  return all;
}

const InputFault* find(const FaultList& faults, const std::string& rule) {
  for (const InputFault& fault : faults.kept())
    if (fault.rule == rule) return &fault;
  return nullptr;
}

const InputFault* find_left_out(const FaultList& faults, const std::string& rule) {
  for (const InputFault& fault : faults.kept())
    if (fault.rule == rule::kRowLeftOut && fault.expected.ends_with(" (" + rule + ")"))
      return &fault;
  return nullptr;
}

TEST(GtfsRules, TheSoundFeedHasNoFault) {
  FaultList faults;
  const Feed feed = read_text(sound_feed(), faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  EXPECT_EQ(feed.trips.size(), 2U);
}

// Nothing else is reported, but for the budget that a bad row of a small table passes.
TEST(GtfsRules, EachFixtureIsFoundWhereItIs) {
  const std::set<std::string> along{"E-GTFS-005", "E-CSV-049",  "W-CSV-001", "W-CSV-002",
                                    "W-GTFS-050", "W-GTFS-051", "W-GTFS-052"};
  for (const Fixture& one : fixtures()) {
    FaultList faults;
    (void)read_text(one.feed, faults);
    const InputFault* fault =
        one.left_out ? find_left_out(faults, one.rule) : find(faults, one.rule);
    ASSERT_NE(fault, nullptr) << one.rule << "\n" << faults.text();
    EXPECT_TRUE(fault->file.ends_with(one.file)) << fault->text();
    EXPECT_EQ(fault->line, one.line) << fault->text();
    EXPECT_EQ(fault->field, one.field) << fault->text();
    EXPECT_FALSE(fault->expected.empty());
    for (const std::string& code : codes_of(faults))
      EXPECT_TRUE(code == one.rule || along.contains(code)) << one.rule << "\n" << faults.text();
    EXPECT_EQ(faults.has_errors(), one.rule.starts_with("E-") && !one.left_out) << faults.text();
  }
}

// Those that only a scenario can provoke are tried in tests/models/simulation/feed_test.cpp.
TEST(GtfsRules, EveryRegisteredRuleHasAFixture) {
  std::set<std::string> tried{"E-GTFS-070", "E-GTFS-071", "W-GTFS-072",
                              "W-GTFS-073", "W-GTFS-074", "W-GTFS-075"};
  for (const Fixture& one : fixtures()) tried.insert(one.rule);
  EXPECT_EQ(tried, registered(gtfs_rules(), "GTFS"));
}

TEST(GtfsRules, AreAscendingAndExplainedInBothLanguages) {
  std::string last;
  for (const Rule& rule : gtfs_rules()) {
    EXPECT_LT(last, std::string(rule.code.substr(2)));
    last = rule.code.substr(2);
    for (const std::string_view text :
         {rule.title_en, rule.title_zh, rule.explanation_en, rule.explanation_zh})
      EXPECT_FALSE(text.empty()) << rule.code;
  }
}

// X6: a tenth of a percent passes with warnings, five and fifty do not.
TEST(GtfsBudget, ShareOfBadRowsDecides) {
  for (const auto& [bad, passes] :
       {std::pair(1U, true), {5U, true}, {6U, false}, {50U, false}, {500U, false}}) {
    FaultList faults;
    const Feed feed = read_text(long_feed(bad), faults);
    EXPECT_NE(faults.has_errors(), passes) << bad;
    EXPECT_EQ(feed.trips.size(), 2U);  // none of them needs the bad stops
    const InputFault* total = find(faults, passes ? "W-GTFS-051" : "E-GTFS-005");
    ASSERT_NE(total, nullptr);
    EXPECT_EQ(total->found, std::to_string(bad).append(" of 1000 rows"));
  }
}

// Large files are read in portions: faults far down are where they are, and counted.
TEST(GtfsBudget, FaultsFarDownALargeFileAreFound) {
  FeedText feed = sound_feed();
  for (int i = 0; i < 10'000; ++i) {
    const std::string trip = std::string("u").append(std::to_string(i));
    feed["trips.txt"] += "r1,daily," + trip + "\n";
    feed["stop_times.txt"] += trip + ",10:00:00,10:00:00,A,1\n" + trip + ",1" +
                              std::to_string(i % 10) + ":30:00,2" + std::to_string(i % 4) +
                              ":10:00,B,2\n";
  }
  feed = changed(feed, "stop_times.txt", "u7000,10:30:00", "u7000,noon");
  feed = changed(feed, "stop_times.txt", "u9000,10:30:00,20:10:00,B", "u9000,10:30:00,20:10:00,X");
  FaultList faults;
  const Feed read = read_text(feed, faults);
  const InputFault* form = find_left_out(faults, "E-CSV-035");
  ASSERT_NE(form, nullptr) << faults.text();
  EXPECT_EQ(form->line, 14'009);  // seven lines, two for each trip before, and its first
  const InputFault* reference = find_left_out(faults, "E-GTFS-011");
  ASSERT_NE(reference, nullptr);
  EXPECT_EQ(reference->line, 18'009);
  const InputFault* total = find(faults, "W-GTFS-051");
  ASSERT_NE(total, nullptr);
  EXPECT_EQ(total->found, "2 of 20006 rows");
  EXPECT_EQ(read.trips.size(), 10'000U);
}

// Beyond a hundred of a rule only the count grows, but it does.
TEST(GtfsBudget, CountsAreExact) {
  FeedText feed = sound_feed();
  for (int i = 0; i < 450; ++i) feed["stop_times.txt"] += "t1,noon,10:00:00,A,9\n";
  FaultList faults;
  (void)read_text(feed, faults);
  EXPECT_EQ(faults.errors(), 450U + 449U + 1U) << "a time each, a sequence each but one, the table";
}

TEST(GtfsBudget, ATripThatNeedsABadRowIsLeftOut) {
  FeedText feed = sound_feed();
  for (int i = 0; i < 300; ++i) {
    const std::string trip = std::string("u").append(std::to_string(i));
    feed["trips.txt"] += "r1,daily," + trip + "\n";
    feed["stop_times.txt"] += trip + ",10:00:00,10:00:00,A,1\n" + trip + ",10:10:00,10:10:00,B,2\n";
  }
  feed = changed(feed, "stop_times.txt", "u7,10:10:00,10:10:00", "u7,09:10:00,09:10:00");
  FaultList faults;
  const Feed read = read_text(feed, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  EXPECT_EQ(read.trips.size(), 301U);
  for (const Trip& trip : read.trips) EXPECT_NE(trip.key, "u7");
}

}  // namespace
}  // namespace stopover::io::gtfs
