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
      {"W-GTFS-008", with(sound, "transfers.txt", ""), "/transfers.txt"},
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

std::vector<Fixture> fixtures() {
  std::vector<Fixture> all = feed_fixtures();
  for (const auto& list : {table_fixtures(), trip_fixtures()})
    all.insert(all.end(), list.begin(), list.end());
  return all;
}

const InputFault* find(const FaultList& faults, const std::string& rule) {
  for (const InputFault& fault : faults.kept())
    if (fault.rule == rule) return &fault;
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
  const std::set<std::string> along{"E-GTFS-005", "E-CSV-049",  "W-CSV-001",
                                    "W-CSV-002",  "W-GTFS-050", "W-GTFS-051"};
  for (const Fixture& one : fixtures()) {
    FaultList faults;
    (void)read_text(one.feed, faults);
    const InputFault* fault = find(faults, one.rule);
    ASSERT_NE(fault, nullptr) << one.rule << "\n" << faults.text();
    EXPECT_TRUE(fault->file.ends_with(one.file)) << fault->text();
    EXPECT_EQ(fault->line, one.line) << fault->text();
    EXPECT_EQ(fault->field, one.field) << fault->text();
    EXPECT_FALSE(fault->expected.empty());
    for (const std::string& code : codes_of(faults))
      EXPECT_TRUE(code == one.rule || along.contains(code)) << one.rule << "\n" << faults.text();
    EXPECT_EQ(faults.has_errors(), one.rule.starts_with("E-")) << faults.text();
  }
}

// The four that only a scenario can provoke are tried in tests/models/simulation/feed_test.cpp.
TEST(GtfsRules, EveryRegisteredRuleHasAFixture) {
  std::set<std::string> tried{"E-GTFS-070", "E-GTFS-071", "W-GTFS-072", "W-GTFS-073"};
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
