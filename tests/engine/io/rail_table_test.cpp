// SPDX-License-Identifier: Apache-2.0
#include "engine/io/rail_table.hpp"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/io/file_source.hpp"
#include "engine/io/rail_rules.hpp"
#include "engine/random/stream.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/temp_folder.hpp"

namespace stopover::io::rail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kTrips =
    "trip,train,run_dates,from,to,train_dep,train_arr\n"
    "1,G1,ALL,A,C,08:00,09:30\n"
    "2,D2,2016-03-02|2016-03-01,A,C,23:30,01:00\n";
const std::string kStops =
    "trip,stop_seq,station,arr,dep,open\n"
    "1,1,A,----,08:00:00,True\n"
    "1,4,B,08:40:00,08:42:00,False\n"
    "1,9,C,09:30:00,09:30:00,True\n"
    "2,1,A,,23:30,True\n"
    "2,2,B,23:58,00:02,True\n"
    "2,3,C,01:00,----,True\n";

struct Text {
  std::string trips = kTrips;
  std::string stops = kStops;
  std::string seats;
};

Timetable parse(const Text& text, FaultList& faults) {
  const TempFolder folder;
  folder.write("trips.csv", text.trips);
  folder.write("stop_times.csv", text.stops);
  if (!text.seats.empty()) folder.write("seats.csv", text.seats);
  return read_timetable(files_in(folder.path().string()), faults);
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  STOPOVER_CHECK(at != std::string::npos, "the text to change is there");
  return text.replace(at, from.size(), to);
}

CivilDate date(std::string_view text) {
  return *CivilDate::parse(text);
}

TEST(Rail, ReadsTripsGapsAndClosedCalls) {
  FaultList faults;
  const Timetable t = parse({.seats = "trip,class,seats\n1,二等座,500\n1,一等座,50\n"}, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  ASSERT_EQ(t.trips.size(), 2U);
  EXPECT_EQ(t.trips[0].train, "G1");
  ASSERT_EQ(t.trips[0].seats.size(), 2U);
  EXPECT_EQ(t.trips[0].seats[0].name, "一等座");
  EXPECT_EQ(t.trips[0].seats[1].seats, Places(500));
  const auto calls = t.stop_times_of(t.trips[0]);
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(t.stations[calls[1].station], "B");
  EXPECT_EQ(calls[1].sequence, 4);
  EXPECT_FALSE(calls[1].open);
  EXPECT_TRUE(calls[2].open);
  EXPECT_EQ(calls[0].arrive, hours(8));
}

TEST(Rail, AClockThatGoesBackMeansTheNextDayAndIsNamed) {
  FaultList faults;
  const Timetable t = parse({}, faults);
  const auto calls = t.stop_times_of(t.trips[1]);
  EXPECT_EQ(calls[1].arrive, hours(23) + minutes(58));
  EXPECT_EQ(calls[1].depart, hours(24) + minutes(2));
  EXPECT_EQ(calls[2].depart, hours(25));
  EXPECT_EQ(faults.warnings(), 1U);
  EXPECT_THAT(faults.text(), HasSubstr("trips.csv:3: trip: found \"1 trips, this the first\""));
  EXPECT_THAT(faults.text(), HasSubstr("W-RAIL-014"));
}

TEST(Rail, TwoNightsAndHoursPastTwentyFour) {
  FaultList faults;
  const Timetable t = parse({.trips = "trip,train,run_dates\n1,K1,ALL\n2,K2,ALL\n",
                             .stops = "trip,stop_seq,station,arr,dep\n1,1,A,,20:00\n"
                                      "1,2,B,06:00,16:00\n1,3,C,22:00,22:10\n1,4,D,03:00,\n"
                                      "2,1,A,,23:00\n2,2,B,24:30:00,24:31:00\n2,3,C,25:00,\n"},
                            faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  EXPECT_EQ(t.stop_times_of(t.trips[0])[3].arrive, hours(51));
  EXPECT_EQ(t.stop_times_of(t.trips[1])[2].arrive, hours(25));
  EXPECT_THAT(faults.text(), HasSubstr("1 trips"));  // what is written past 24:00 is not inferred
}

TEST(Rail, RunsOnListedDatesOrEveryDayWithinItsValidity) {
  FaultList faults;
  const Timetable t = parse(
      {.trips = "trip,train,run_dates,valid_from,valid_until\n1,G1,ALL,2016-03-01,2016-03-10\n"
                "2,D2,2016-03-02|2016-03-01 00:00:00,,\n"},
      faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  EXPECT_FALSE(runs_on(t.trips[0], date("2016-02-29")));
  EXPECT_TRUE(runs_on(t.trips[0], date("2016-03-01")));
  EXPECT_FALSE(runs_on(t.trips[0], date("2016-03-10")));
  EXPECT_TRUE(runs_on(t.trips[1], date("2016-03-01")));
  EXPECT_TRUE(runs_on(t.trips[1], date("2016-03-02")));
  EXPECT_FALSE(runs_on(t.trips[1], date("2016-03-03")));
}

TEST(Rail, VersionsOfATrainPartTheirDates) {
  FaultList faults;
  const Timetable t =
      parse({.trips = "trip,train,run_dates,valid_from,valid_until\n1,G1,ALL,,2016-03-10\n"
                      "2,G1,ALL,2016-03-10,\n"},
            faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  EXPECT_EQ(t.trips.size(), 2U);
}

struct Damage {
  const char* code;
  Text text;
  const char* says;
};

std::vector<Damage> damages() {
  return {
      {"E-RAIL-001",
       {.trips = changed(kTrips, "ALL", "all")},
       "trips.csv:2: run_dates: found \"all\""},
      {"E-RAIL-001",
       {.trips = changed(kTrips, "|2016-03-01", "|2016-02-30")},
       "found \"2016-02-30\""},
      {"E-RAIL-002",
       {.stops = kStops + "7,1,A,08:00,08:00,True\n"},
       "stop_times.csv:8: trip: found \"7\""},
      {"E-RAIL-002", {.seats = "trip,class,seats\n8,x,1\n"}, "seats.csv:2: trip: found \"8\""},
      {"E-RAIL-003", {.trips = kTrips + "3,G3,ALL,,,,\n"}, "trips.csv:4: trip: found \"3\""},
      {"E-RAIL-004",
       {.trips = "trip,train,run_dates,valid_from,valid_until\n1,G1,ALL,2016-03-01,2016-03-01\n"
                 "2,D2,ALL,,\n"},
       "valid_until: found \"2016-03-01\""},
      {"E-RAIL-010",
       {.stops = changed(kStops, "08:40:00", "8h40")},
       "stop_times.csv:3: arr: found \"8h40\""},
      {"E-RAIL-011",
       {.stops = changed(kStops, "----,08:00:00", "----,")},
       "stop_times.csv:2: arr, dep"},
      {"E-RAIL-012",
       {.stops = changed(kStops, "08:42:00", "08:39:00")},
       "found \"08:39:00\", expected 08:40:00 or later"},
      // Written out past 24:00, a time that goes back is not the next day's.
      {"E-RAIL-012",
       {.stops = changed(kStops, "2,2,B,23:58,00:02", "2,2,B,30:05,29:00")},
       "dep: found \"29:00:00\", expected 30:05:00 or later"},
      {"E-RAIL-013", {.stops = changed(kStops, "1,9,C", "1,4,C")}, "stop_seq: found \"4\""},
      {"E-RAIL-020", {.trips = changed(kTrips, "D2", "G1")}, "other dates than in line 2"},
      {"W-RAIL-021", {.trips = changed(kTrips, "A,C", "A,D")}, "to: found \"D\", expected C"},
      {"W-RAIL-021", {.trips = changed(kTrips, "09:30", "09:31")}, "train_arr: found \"09:31\""},
      {"W-RAIL-021", {.trips = changed(kTrips, "01:00", "25:01")}, "expected 01:00:00, as in"},
  };
}

TEST(RailRules, EachFaultIsNamedWithItsPlace) {
  std::set<std::string> tried{"W-RAIL-014"};  // the sound text has it
  for (const Damage& damage : damages()) {
    FaultList faults;
    (void)parse(damage.text, faults);
    std::set<std::string> codes = codes_of(faults);
    codes.erase("W-RAIL-014");
    EXPECT_EQ(codes, std::set<std::string>{damage.code}) << faults.text();
    EXPECT_THAT(faults.text(), HasSubstr(damage.says));
    tried.insert(damage.code);
  }
  EXPECT_EQ(tried, registered(rail_rules(), "RAIL"));
}

TEST(RailRules, TimesOfTheTableOfTripsAreComparedByTheClock) {
  FaultList faults;
  (void)parse({.trips = changed(kTrips, "01:00", "25:00")}, faults);
  EXPECT_EQ(codes_of(faults), std::set<std::string>{"W-RAIL-014"}) << faults.text();
}

// A row without a number has no place among the others, be it the first or a second number 0.
TEST(RailRules, ARowWithoutItsNumberIsOneFault) {
  FaultList faults;
  (void)parse({.stops = changed(changed(kStops, "1,1,A", "1,0,A"), "1,9,C", "1,nine,C")}, faults);
  std::set<std::string> codes = codes_of(faults);
  codes.erase("W-RAIL-014");
  EXPECT_EQ(codes, std::set<std::string>{"E-CSV-033"}) << faults.text();
}

// Versions of one train by random dates, against each day of each pair.
RC_GTEST_PROP(RailRules, VersionsMeetIfADayIsOfTwo, ()) {
  struct Version {
    std::vector<int> days;  // of March; none: every day within the bounds
    int from = 1;
    int until = 2;
    [[nodiscard]] bool runs(int day) const {
      return day >= from && day < until &&
             (days.empty() || std::find(days.begin(), days.end(), day) != days.end());
    }
  };
  const auto versions = *rc::gen::container<std::vector<Version>>(rc::gen::apply(
      [](std::vector<int> days, int from, int length) {
        return Version{std::move(days), from, from + length};
      },
      rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 31)), rc::gen::inRange(1, 25),
      rc::gen::inRange(1, 6)));
  RC_PRE(!versions.empty());
  std::string trips = "trip,train,run_dates,valid_from,valid_until\n";
  std::string stops = "trip,stop_seq,station,arr,dep\n";
  for (std::size_t i = 0; i < versions.size(); ++i) {
    std::string dates;
    for (const int day : versions[i].days)
      dates += fmt::format("{}2016-03-{:02}", dates.empty() ? "" : "|", day);
    trips += fmt::format("{},G1,{},2016-03-{:02},2016-03-{:02}\n", i, dates.empty() ? "ALL" : dates,
                         versions[i].from, versions[i].until);
    stops += fmt::format("{0},1,A,,08:00\n{0},2,B,09:00,\n", i);
  }
  bool meet = false;
  for (std::size_t i = 0; i < versions.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      for (int day = 1; day < 31; ++day)
        meet = meet || (versions[i].runs(day) && versions[j].runs(day));
  FaultList faults;
  (void)parse({.trips = trips, .stops = stops}, faults);
  RC_ASSERT(codes_of(faults) ==
            (meet ? std::set<std::string>{"E-RAIL-020"} : std::set<std::string>{}));
}

TEST(RailRules, AFaultyTripIsLeftOutAndTheOthersStay) {
  FaultList faults;
  const Timetable t = parse({.stops = changed(kStops, "08:40:00", "8h40")}, faults);
  ASSERT_EQ(t.trips.size(), 1U);
  EXPECT_EQ(t.trips[0].train, "D2");
  EXPECT_EQ(t.stop_times.size(), 3U);
}

TEST(RailRules, FaultsOfCellsLeaveTheirTripOrSeatsOut) {
  FaultList faults;
  const Timetable t = parse({.stops = changed(kStops, "1,4,B", "1,four,B"),
                             .seats = "trip,class,seats\n2,一等座,-1\n2,二等座,500\n"},
                            faults);
  EXPECT_TRUE(codes_of(faults).contains("E-CSV-033")) << faults.text();
  EXPECT_TRUE(codes_of(faults).contains("E-CSV-049")) << faults.text();
  EXPECT_EQ(faults.errors(), 2U) << faults.text();
  ASSERT_EQ(t.trips.size(), 1U);
  ASSERT_EQ(t.trips[0].seats.size(), 1U);
  EXPECT_EQ(t.trips[0].seats[0].name, "二等座");
}

TEST(RailRules, ATableWithoutANeededColumnIsOneFault) {
  for (const Text& text : {Text{.trips = changed(kTrips, "run_dates", "days")},
                           Text{.trips = changed(kTrips, "trip", "key")},
                           Text{.stops = changed(kStops, "arr", "at")}, Text{.stops = ""}}) {
    FaultList faults;
    const Timetable t = parse(text, faults);
    std::set<std::string> codes = codes_of(faults);
    codes.erase("E-CSV-011");  // the unknown column instead
    EXPECT_EQ(codes.size(), 1U) << faults.text();
    EXPECT_TRUE(codes.contains("E-CSV-010") || codes.contains("E-CSV-001")) << faults.text();
    EXPECT_TRUE(t.trips.empty());
  }
}

TEST(RailDamage, NeverCrashes) {
  random::Stream luck({.seed = 11});
  for (int i = 0; i < 300; ++i) {
    Text text;
    for (std::string* file : {&text.trips, &text.stops})
      for (int changes = 0; changes < 3; ++changes)
        (*file)[luck.next64() % file->size()] = "0:-|,\n\"x"[luck.next64() % 8];
    text.stops.resize(luck.next64() % text.stops.size());
    FaultList faults;
    const Timetable t = parse(text, faults);
    for (const Trip& trip : t.trips) EXPECT_GE(t.stop_times_of(trip).size(), 2U);
  }
}

// ---- The published set, read in place ----------------------------------------------------------

class Hsr : public testing::Test {
 protected:
  void SetUp() override {
    const char* root = std::getenv("STOPOVER_SHARED_DATA");
    if (root == nullptr) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set";
    const auto folder = std::filesystem::path(root) / "rail_cn/hsr_20160310";
    if (!exists(folder)) GTEST_SKIP() << "no rail data there";
    timetable_ = read_timetable(files_in(folder.string()), faults_);
  }
  FaultList faults_;
  Timetable timetable_;
};

TEST_F(Hsr, LoadsWholeWithItsMidnightsNamed) {
  EXPECT_FALSE(faults_.has_errors()) << faults_.text();
  EXPECT_EQ(timetable_.trips.size(), 4458U);
  EXPECT_EQ(timetable_.stop_times.size(), 34'647U);
  EXPECT_EQ(timetable_.stations.size(), 672U);
  EXPECT_THAT(faults_.text(), HasSubstr("found \"101 trips, this the first\""));
  EXPECT_EQ(faults_.warnings(), 2U) << faults_.text();  // and one trip's `to`
}

TEST_F(Hsr, CountsAreThoseOfItsDescription) {
  std::size_t past_midnight = 0, twice = 0, gaps = 0, closed = 0, listed = 0;
  std::map<std::string, int> versions;
  for (const Trip& trip : timetable_.trips) {
    ++versions[trip.train];
    if (!trip.every_day) ++listed;
    const auto calls = timetable_.stop_times_of(trip);
    std::set<StationId> stations;
    bool gap = false;
    for (std::size_t i = 0; i < calls.size(); ++i) {
      stations.insert(calls[i].station);
      gap = gap || calls[i].sequence != static_cast<std::int32_t>(i) + 1;
      if (!calls[i].open) ++closed;
    }
    if (calls.back().arrive >= hours(24)) ++past_midnight;
    EXPECT_LT(calls.back().arrive, hours(48));
    if (stations.size() < calls.size()) ++twice;
    if (gap) ++gaps;
  }
  EXPECT_EQ(past_midnight, 101U);
  EXPECT_EQ(twice, 4U);
  EXPECT_EQ(gaps, 313U);
  EXPECT_EQ(closed, 52U);
  EXPECT_EQ(listed, 1260U);
  EXPECT_EQ(versions.size(), 4402U);
  EXPECT_EQ(std::count_if(versions.begin(), versions.end(),
                          [](const auto& train) { return train.second > 1; }),
            56);
}

TEST_F(Hsr, OneVersionOfATrainRunsOnADate) {
  const auto running = [this](CivilDate day) {
    std::vector<std::string> keys;
    for (const Trip& trip : timetable_.trips)
      if (trip.train == "C1002" && runs_on(trip, day)) keys.push_back(trip.key);
    return keys;
  };
  EXPECT_THAT(running(date("2016-03-03")), ElementsAre("2"));
  EXPECT_THAT(running(date("2016-03-04")), ElementsAre("3"));
}

}  // namespace
}  // namespace stopover::io::rail
