// SPDX-License-Identifier: Apache-2.0
// `stopover journeys` as a person and as another program use it.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/base/time.hpp"
#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::system_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Local times of one place, on one clock: "2024-06-04T08:15:00+08:00".
bool lasts(const nlohmann::json& parts, int hours) {
  const auto seconds = [](const std::string& text) {
    const auto civil = parse_civil_time(text.substr(0, 19));
    return std::int64_t{civil->date.days_since_epoch()} * 86'400 + civil->time_of_day.count();
  };
  const std::string arrives = parts.at(0).at("legs").back().at("arrive");
  const std::string leaves = parts.at(1).at("legs").front().at("depart");
  return seconds(leaves) - seconds(arrives) >= std::int64_t{hours} * 3'600;
}

Outcome journeys(std::vector<std::string> words) {
  words.insert(words.begin(), {"journeys", "shanghai/2024"});
  return run(words);
}

TEST(Journeys, ReadsAsATimetable) {
  const Outcome outcome = journeys({"suzhou", "tokyo", "--depart", "07:00"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("leaving from 2024-06-03T07:00 to 2024-06-03T11:00"));
  EXPECT_THAT(outcome.out, HasSubstr("(Asia/Shanghai)"));
  EXPECT_THAT(outcome.out, HasSubstr("Pudong Terminal 1, international"));
  EXPECT_THAT(outcome.out, HasSubstr("train rail_hq_nanjing"));
  const Outcome chinese = journeys({"南京", "成都", "--arrive-by", "18:00", "--lang", "zh"});
  ASSERT_EQ(chinese.code, tool::kExitOk) << chinese.err;
  EXPECT_THAT(chinese.out, HasSubstr("虹桥火车站"));
  EXPECT_THAT(chinese.out, HasSubstr("2024-06-03T18:00 前到达"));
}

TEST(Journeys, JsonHasTheTimesOfBothZones) {
  const Outcome outcome = journeys({"suzhou", "tokyo", "--json", "-n", "3"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document.at("format"), "stopover-journeys-1");
  ASSERT_FALSE(document.at("journeys").empty());
  EXPECT_LE(document.at("journeys").size(), 3U);
  for (const auto& journey : document.at("journeys")) {
    EXPECT_THAT(journey.at("depart").get<std::string>(), HasSubstr("+08:00"));
    EXPECT_THAT(journey.at("arrive").get<std::string>(), HasSubstr("+09:00"));
    EXPECT_GT(journey.at("fare_fen").get<int>(), 100'000) << "a flight among the legs";
  }
}

TEST(Journeys, ArrivesByTheClockOfTheDestination) {
  const Outcome outcome = journeys({"suzhou", "tokyo", "--arrive-by", "18:30", "--json"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  ASSERT_FALSE(document.at("journeys").empty());
  for (const auto& journey : document.at("journeys"))
    EXPECT_LE(journey.at("arrive").get<std::string>(), "2024-06-03T18:30:00+09:00");
}

TEST(Journeys, PlacesInHubsAndTaxisAloneAreReached) {
  for (const auto& [from, to] :
       {std::pair{"suzhou", "pvg_t1i"}, std::pair{"pvg_t1i", "suzhou"},
        std::pair{"huangpu", "pvg_curb"}, std::pair{"suzhou_ct", "tokyo"}}) {
    const Outcome outcome = journeys({from, to, "--json"});
    ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
    EXPECT_FALSE(nlohmann::json::parse(outcome.out).at("journeys").empty()) << from << " " << to;
  }
}

// Trains leave every few minutes: some of one kind, and what is otherwise on offer.
TEST(Journeys, ChoicesAreOfSeveralKinds) {
  const Outcome outcome = journeys({"suzhou", "tokyo", "--depart", "07:00", "-n", "4", "--json"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  std::set<std::string> kinds;
  const auto document = nlohmann::json::parse(outcome.out);
  for (const auto& journey : document.at("journeys")) {
    std::string kind;
    for (const auto& leg : journey.at("parts").at(0).at("legs"))
      kind += leg.value("mode", "walk") + " ";
    kinds.insert(kind);
  }
  EXPECT_GE(kinds.size(), 2U) << outcome.out;
}

// An hour between two flights, whatever is ridden in between: round the car park and back.
TEST(Journeys, AConnectionTimeOfFlightsIsNotDodgedByABus) {
  const Scratch scratch;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(scratch / name, std::ios::binary) << text;
  };
  write("flights.csv",
        "carrier,number,from,to,departs,arrives,from_zone,to_zone,seats\n"
        "XA,1,AAA,HHH,08:00,10:00,Asia/Shanghai,Asia/Shanghai,\n"
        "XA,2,HHH,BBB,10:40,12:00,Asia/Shanghai,Asia/Shanghai,\n"
        "XA,3,HHH,BBB,13:40,15:00,Asia/Shanghai,Asia/Shanghai,\n#rows=3\n");
  std::filesystem::create_directory(scratch / "bus");
  write("bus/agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone\na,A,http://a.example,Asia/Shanghai\n");
  write("bus/stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon\nP,Park,31.2,121.5\nQ,Quay,31.21,121.51\n");
  write("bus/routes.txt", "route_id,agency_id,route_short_name,route_type\nr,a,R,3\n");
  write("bus/trips.txt", "route_id,service_id,trip_id\nr,c,t\n");
  write("bus/calendar_dates.txt", "service_id,date,exception_type\nc,20240603,1\n");
  write("bus/stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t,10:10:00,10:10:00,P,1\nt,10:20:00,10:20:00,Q,2\n");
  write("links.csv", "from,to,minutes\nHHH,P,5\nHHH,Q,5\n");
  const Outcome outcome =
      run({"journeys", scratch / "flights.csv", "AAA", "BBB", "--depart", "2024-06-03T07:00",
           "--with", scratch / "bus", "--links", scratch / "links.csv", "--json"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  ASSERT_EQ(document.at("journeys").size(), 1U) << outcome.out;
  EXPECT_EQ(document["journeys"][0]["arrive"], "2024-06-03T15:00:00+08:00");
  // The bus is there: who only wants to the quay takes it.
  const Outcome quay =
      run({"journeys", scratch / "flights.csv", "AAA", "Q", "--depart", "2024-06-03T07:00",
           "--with", scratch / "bus", "--links", scratch / "links.csv", "--json"});
  EXPECT_FALSE(nlohmann::json::parse(quay.out).at("journeys").empty()) << quay.err;
}

// Two platforms of one station, a kilometre from a stop; and a name that two stops share.
TEST(Journeys, AFeedIsSearchedByIdNameAndStation) {
  const Scratch scratch;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(scratch / name, std::ios::binary) << text;
  };
  write("agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone\na,A,http://a.example,Asia/Shanghai\n");
  write("stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
        "S,Central,31.2,121.5,1,\nS1,Central,31.2,121.5,0,S\nS2,Central,31.2001,121.5,0,S\n"
        "T1,Park,31.3,121.6,,\nT2,Park,31.4,121.7,,\n");
  write("routes.txt", "route_id,agency_id,route_short_name,route_type\nr,a,R,12\n");
  write("trips.txt", "route_id,service_id,trip_id\nr,c,t\nr,c,u\n");
  write("calendar_dates.txt", "service_id,date,exception_type\nc,20240603,1\n");
  write("stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t,08:00:00,08:00:00,S2,1\nt,08:10:00,08:10:00,T1,2\n"
        "u,08:30:00,08:30:00,S1,1\nu,08:50:00,08:50:00,T2,2\n");
  const std::string feed = scratch.path();
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"journeys", feed});
    return run(words);
  };
  const Outcome by_station = ask({"Central", "T1", "--depart", "2024-06-03T07:30", "--json"});
  ASSERT_EQ(by_station.code, tool::kExitOk) << by_station.err;
  const auto document = nlohmann::json::parse(by_station.out);
  ASSERT_EQ(document.at("journeys").size(), 1U);
  EXPECT_EQ(document["journeys"][0]["depart"], "2024-06-03T08:00:00+08:00");
  EXPECT_EQ(document["journeys"][0]["parts"][0]["legs"][0]["mode"], "metro");
  const Outcome two = ask({"Central", "Park", "--depart", "2024-06-03T07:30"});
  EXPECT_EQ(two.code, tool::kExitUsage);
  EXPECT_THAT(two.err, HasSubstr("T1, T2"));
  const Outcome undated = ask({"S", "T1"});
  EXPECT_EQ(undated.code, tool::kExitUsage);
  EXPECT_THAT(undated.err, HasSubstr("from 2024-06-03 to 2024-06-03"));
}

// An SSIM file, a flight schedule and a table of trains: what they say, and a way between them.
TEST(Journeys, AirAndRailAreSearchedTogether) {
  const Scratch scratch;
  const std::string folder = std::string(STOPOVER_SOURCE_DIR) + "/scenarios/minimal-schedules/";
  std::ofstream(scratch / "links.csv") << "from,to,minutes\nGWY,机场,25\n";
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"journeys", folder + "gateway.ssim"});
    return run(words);
  };
  const std::vector<std::string> together{
      "--with", folder + "rivals.csv", "--with",  folder + "rail",
      "--zone", "Asia/Shanghai",       "--links", scratch / "links.csv"};
  const auto both = [&](std::vector<std::string> words) {
    words.insert(words.end(), together.begin(), together.end());
    return ask(words);
  };
  const Outcome there =
      both({"AAA", "邻近城市", "--depart", "2024-06-03T08:00", "--window", "2", "--json"});
  ASSERT_EQ(there.code, tool::kExitOk) << there.err;
  const auto document = nlohmann::json::parse(there.out);
  ASSERT_EQ(document.at("journeys").size(), 1U) << there.out;
  const auto& journey = document["journeys"][0];
  EXPECT_EQ(journey["depart"], "2024-06-03T09:00:00+09:00");
  EXPECT_EQ(journey["arrive"], "2024-06-03T11:15:00+08:00");
  const auto& legs = journey["parts"][0]["legs"];
  ASSERT_EQ(legs.size(), 3U);
  EXPECT_EQ(legs[0]["mode"], "flight");
  EXPECT_EQ(legs[1]["seconds"], 25 * 60);
  EXPECT_EQ(legs[2]["line"], "D120");
  // A rival's airport is that of the SSIM file: by way of it, or nonstop.
  const Outcome onward = both({"AAA", "BBB", "--depart", "2024-06-03T08:00", "--json"});
  ASSERT_EQ(onward.code, tool::kExitOk) << onward.err;
  const auto ways = nlohmann::json::parse(onward.out);
  ASSERT_EQ(ways.at("journeys").size(), 1U)
      << onward.out;  // 10:30 local, before any by the gateway
  EXPECT_EQ(ways["journeys"][0]["parts"][0]["legs"][0]["line"], "XR1");
  const Outcome alone = ask({"AAA", "BBB", "--depart", "2024-06-03T08:00"});
  EXPECT_THAT(alone.out, HasSubstr("flight XA2"));
  EXPECT_THAT(alone.out, HasSubstr("8 h 00 min")) << "the wait between the flights";
  // What is missing is said.
  const Outcome undated = ask({"AAA", "BBB"});
  EXPECT_EQ(undated.code, tool::kExitUsage);
  EXPECT_THAT(undated.err, HasSubstr("from 2024-03-31 to 2024-10-26"));
  const Outcome zoneless =
      run({"journeys", folder + "rail", "机场", "邻近城市", "--depart", "2024-06-03T08:00"});
  EXPECT_EQ(zoneless.code, tool::kExitUsage);
  EXPECT_THAT(zoneless.err, HasSubstr("--zone is missing"));
  std::ofstream(scratch / "links.csv") << "from,to,minutes\nGWX,机场,25\n";
  const Outcome nowhere = both({"AAA", "BBB", "--depart", "2024-06-03T08:00"});
  EXPECT_EQ(nowhere.code, tool::kExitInput);
  EXPECT_THAT(nowhere.err, HasSubstr("links.csv:2: from: found \"GWX\""));
  EXPECT_THAT(nowhere.err, HasSubstr("E-JRN-002"));
  const Outcome scenario = run({"journeys", "minimal", "a", "b", "--zone", "Asia/Shanghai"});
  EXPECT_EQ(scenario.code, tool::kExitUsage);
}

// Opened on 27 December 2024: in June it carries nobody, but where a plan opens it earlier.
TEST(Journeys, ALineIsThereFromItsOpeningDate) {
  for (const auto& [scenario, there] :
       {std::pair("shanghai/2024", false), std::pair("shanghai/2024-link", true)}) {
    const Outcome outcome =
        run({"journeys", scenario, "sha_t2_link", "pvg_link", "--depart", "09:00", "--json"});
    ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
    EXPECT_EQ(outcome.out.find("airport_link") != std::string::npos, there) << scenario;
  }
}

TEST(Journeys, StopoverIsAsLongAsAsked) {
  const Outcome outcome = journeys({"paris", "tokyo", "--via", "huangpu", "--stay", "30", "--class",
                                    "permit", "--window", "24", "--json"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  ASSERT_FALSE(document.at("journeys").empty());
  for (const auto& journey : document.at("journeys"))
    EXPECT_TRUE(lasts(journey.at("parts"), 30)) << journey;
  const Outcome by = journeys({"paris", "tokyo", "--via", "huangpu", "--stay", "30", "--class",
                               "permit", "--arrive-by", "2024-06-06T08:00", "--json"});
  ASSERT_EQ(by.code, tool::kExitOk) << by.err;
  EXPECT_FALSE(nlohmann::json::parse(by.out).at("journeys").empty());
}

TEST(Journeys, GeoJsonIsAMap) {
  const Outcome outcome = journeys({"suzhou", "tokyo", "--geojson", "-n", "1"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document.at("type"), "FeatureCollection");
  EXPECT_GE(document.at("features").size(), 3U);
  for (const auto& feature : document.at("features")) {
    EXPECT_EQ(feature.at("geometry").at("type"), "LineString");
    const auto& ends = feature.at("geometry").at("coordinates");
    EXPECT_NE(ends[0], ends[1]);
    EXPECT_NEAR(ends[0][0].get<double>(), 130, 20) << "longitude first";
    EXPECT_NEAR(ends[0][1].get<double>(), 33, 5);
  }
}

TEST(Journeys, SaysWhatIsWrong) {
  const auto expect_usage = [](const Outcome& outcome, const std::string& text) {
    EXPECT_EQ(outcome.code, tool::kExitUsage);
    EXPECT_THAT(outcome.err, HasSubstr(text));
    EXPECT_THAT(outcome.out, IsEmpty());
  };
  expect_usage(journeys({"suzou", "tokyo"}), "did you mean \"suzhou\"?");
  expect_usage(journeys({"suzhou", "tokyo", "--depart", "7 o'clock"}), "expected a time such as");
  expect_usage(journeys({"suzhou", "tokyo", "--depart", "2024-02-30T08:00"}), "expected a time");
  expect_usage(journeys({"suzhou", "tokyo", "--depart", "08:00", "--arrive-by", "09:00"}),
               "exclude each other");
  expect_usage(journeys({"suzhou", "tokyo", "--stay", "3"}), "--stay needs --via");
  expect_usage(journeys({"suzhou", "suzhou"}), "one place");
  expect_usage(journeys({"suzhou", "tokyo", "--via", "tokyo"}), "starts or ends");
  expect_usage(journeys({"suzhou", "tokyo", "--json", "--geojson"}), "exclude each other");
  expect_usage(journeys({"suzhou", "tokyo", "--class", "forein"}), "did you mean \"foreign\"?");
  expect_usage(journeys({"suzhou", "tokyo", "--window", "0"}), "a whole number from 1 to 72");
  const Outcome none = journeys({"suzhou", "tokyo", "--depart", "2026-01-01T08:00"});
  EXPECT_EQ(none.code, tool::kExitOk);
  EXPECT_THAT(none.out, HasSubstr("No journey found"));
  EXPECT_THAT(none.out, HasSubstr("services from 2024-0"));
}

// Each origin with each destination, whatever the threads; what --json says of one pair it says of
// it among several.
TEST(Journeys, SeveralPairsAreAnsweredAtOnce) {
  const std::vector<std::string> several{"suzhou",    "tokyo", "--also-from", "nanjing",
                                         "--also-to", "paris", "--depart",    "07:00",
                                         "--json",    "-n",    "2",           "--threads"};
  auto one = several;
  one.emplace_back("1");
  auto two = several;
  two.emplace_back("2");
  const Outcome outcome = journeys(one);
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  EXPECT_EQ(journeys(two).out, outcome.out);
  const auto document = nlohmann::json::parse(outcome.out);
  ASSERT_EQ(document.at("pairs").size(), 4U);
  const auto alone = nlohmann::json::parse(
      journeys({"nanjing", "tokyo", "--depart", "07:00", "--json", "-n", "2"}).out);
  EXPECT_EQ(document["pairs"][2].at("journeys"), alone.at("journeys"));
  EXPECT_FALSE(alone.at("journeys").empty());
  EXPECT_EQ(document["pairs"][3].at("to"), "paris");
  // One question is a list of pairs too; each has one journey unless more are asked for.
  const auto single = nlohmann::json::parse(
      journeys({"nanjing", "tokyo", "--also-from", "nanjing", "--depart", "07:00", "--json"}).out);
  ASSERT_EQ(single.at("pairs").size(), 1U);
  EXPECT_EQ(single["pairs"][0].at("journeys").size(), 1U);
}

TEST(Journeys, AWayThroughTheCountryKeepsAVisasHours) {
  const std::vector<std::string> words{"paris",    "tokyo", "--via",   "huangpu", "--stay", "20",
                                       "--window", "24",    "--class", "permit",  "--json"};
  const auto with = [&](const std::vector<std::string>& more) {
    auto all = words;
    all.insert(all.end(), more.begin(), more.end());
    const Outcome outcome = journeys(all);
    EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
    return nlohmann::json::parse(outcome.out).at("journeys");
  };
  EXPECT_FALSE(with({"--visa", "72"}).empty());
  EXPECT_TRUE(with({"--visa", "19"}).empty()) << "shorter than the stay";
  EXPECT_FALSE(with({"--visa", "19", "--visa-midnight"}).empty()) << "counted from the next day";
  EXPECT_EQ(journeys({"suzhou", "tokyo", "--visa-midnight"}).code, tool::kExitUsage);
  const Outcome airside = journeys({"paris", "tokyo", "--visa", "24", "--class", "airside"});
  EXPECT_EQ(airside.code, tool::kExitUsage) << "who never enters";
}

// A flight that is cancelled, where it lies, and its journey as a line of text.
TEST(Journeys, SchedulesAreCancelledPlacedAndWrittenAsLines) {
  const Scratch scratch;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(scratch / name, std::ios::binary) << text;
  };
  write("flights.csv",
        "carrier,number,from,to,departs,arrives,from_zone,to_zone,seats\n"
        "XA,1,AAA,BBB,08:00,10:00,Asia/Shanghai,Asia/Shanghai,\n"
        "XA,2,AAA,BBB,09:00,11:00,Asia/Shanghai,Asia/Shanghai,\n#rows=2\n");
  const auto ask = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"journeys", scratch / "flights.csv", "AAA", "BBB", "--depart",
                               "2024-06-03T07:00"});
    return run(more);
  };
  EXPECT_EQ(nlohmann::json::parse(ask({"--json"}).out).at("journeys").size(), 2U);
  const Outcome lines = ask({"--lines"});
  EXPECT_EQ(lines.out,
            "AAA@2024-06-03T00:00:00Z [XA1:2/2024-06-03 0-1] BBB@2024-06-03T02:00:00Z\n"
            "AAA@2024-06-03T01:00:00Z [XA2:3/2024-06-03 0-1] BBB@2024-06-03T03:00:00Z\n")
      << lines.err;
  write("cancelled.csv", "trip,service_day\nXA1:2,2024-06-03\n");
  const auto left =
      nlohmann::json::parse(ask({"--cancelled", scratch / "cancelled.csv", "--json"}).out);
  ASSERT_EQ(left.at("journeys").size(), 1U);
  EXPECT_EQ(left["journeys"][0]["depart"], "2024-06-03T09:00:00+08:00");
  write("cancelled.csv", "trip,service_day\nXA9:2,2024-06-03\n");
  const Outcome unknown = ask({"--cancelled", scratch / "cancelled.csv"});
  EXPECT_NE(unknown.err.find("E-JRN-003"), std::string::npos) << unknown.err;
  EXPECT_NE(unknown.err.find("did you mean"), std::string::npos) << unknown.err;
  // The beginning of a name is not one.
  for (const auto& [name, told] :
       {std::pair("XA1", "the whole name of a trip; 1 begins so: XA1:2"),
        std::pair("XA", "the whole name of a trip; 2 begin so: XA1:2, ")}) {
    write("cancelled.csv", std::string("trip,service_day\n") + name + ",2024-06-03\n");
    const Outcome prefix = ask({"--cancelled", scratch / "cancelled.csv"});
    EXPECT_NE(prefix.code, tool::kExitOk);
    EXPECT_NE(prefix.err.find(told), std::string::npos) << prefix.err;
  }
  EXPECT_TRUE(nlohmann::json::parse(ask({"--geojson"}).out).at("features").empty());
  // The same point in two systems.
  write("places.csv", "id,lon,lat,system\nAAA,121.5,31.2,\nBBB,121.5045,31.198,GCJ-02\n");
  const auto map =
      nlohmann::json::parse(ask({"--places", scratch / "places.csv", "--geojson"}).out);
  ASSERT_EQ(map.at("features").size(), 2U);
  const auto& line = map["features"][0]["geometry"]["coordinates"];
  EXPECT_NEAR(line[0][0], 121.5, 1e-9);
  EXPECT_NEAR(line[1][0], 121.5, 2e-4) << "as WGS-84";
  EXPECT_NEAR(line[1][1], 31.2, 2e-4);
  write("places.csv", "id,lon,lat\nZZZ,121.5,31.2\n");
  EXPECT_NE(ask({"--places", scratch / "places.csv"}).err.find("E-JRN-004"), std::string::npos);
  // Of two inputs' places of one id the first is meant; another of that id is 2:ID.
  std::filesystem::create_directory(scratch / "bus");
  write("bus/agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone\na,A,http://a.example,Asia/Shanghai\n");
  write("bus/stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon\nAAA,Stand,40,100\nQ,Quay,40.2,100\n");
  write("bus/routes.txt", "route_id,agency_id,route_short_name,route_type\nr,a,R,3\n");
  write("bus/trips.txt", "route_id,service_id,trip_id\nr,c,t\n");
  write("bus/calendar_dates.txt", "service_id,date,exception_type\nc,20240603,1\n");
  write("bus/stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t,10:10:00,10:10:00,AAA,1\nt,10:20:00,10:20:00,Q,2\n");
  const auto of_bus = [&](const std::string& places) {
    write("places.csv", "id,lon,lat\n" + places);
    const Outcome outcome =
        run({"journeys", scratch / "flights.csv", "2:AAA", "Q", "--depart", "2024-06-03T07:00",
             "--with", scratch / "bus", "--places", scratch / "places.csv", "--geojson"});
    EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
    return nlohmann::json::parse(outcome.out)["features"][0]["geometry"]["coordinates"][0][0];
  };
  EXPECT_EQ(of_bus("AAA,121.5,31.2\n"), 100) << "where its feed has it";
  EXPECT_EQ(of_bus("AAA,121.5,31.2\n2:AAA,101,40\n"), 101);
  write("places.csv", "id,lon,lat\nQ,121.5,31.2\nQuay,121.5,31.2\n");
  const Outcome twice = run({"journeys", scratch / "bus", "AAA", "Q", "--depart",
                             "2024-06-03T07:00", "--places", scratch / "places.csv"});
  EXPECT_NE(twice.err.find("E-JRN-005"), std::string::npos) << twice.err;
}

// Two ways, of which the slower is cheaper; and stops too far apart for the usual walk.
TEST(Journeys, AFeedsFaresCountAndWalksReachAsFarAsAsked) {
  const Scratch scratch;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(scratch / name, std::ios::binary) << text;
  };
  write("agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone\na,A,http://a.example,Asia/Shanghai\n");
  write("stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon\nP,Park,31.2,121.5\nQ,Quay,31.3,121.5\n"
        "W,West,31.309,121.5\n");
  write("routes.txt", "route_id,agency_id,route_short_name,route_type\nf,a,F,3\ns,a,S,3\n");
  write("trips.txt", "route_id,service_id,trip_id\nf,c,t\ns,c,u\n");
  write("calendar_dates.txt", "service_id,date,exception_type\nc,20240603,1\n");
  write("stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t,08:00:00,08:00:00,P,1\nt,08:20:00,08:20:00,Q,2\n"
        "u,08:00:00,08:00:00,P,1\nu,08:40:00,08:40:00,Q,2\nu,09:59:00,09:59:00,W,3\n");
  write("fare_attributes.txt",
        "fare_id,price,currency_type,payment_method,transfers\nfast,9.50,EUR,0,\nslow,2,EUR,0,\n");
  write("fare_rules.txt", "fare_id,route_id\nfast,f\nslow,s\n");
  const auto ask = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"journeys", scratch.path()});
    more.insert(more.end(), {"--depart", "2024-06-03T07:00"});
    return run(more);
  };
  const auto found = nlohmann::json::parse(ask({"P", "Q", "--json"}).out).at("journeys");
  ASSERT_EQ(found.size(), 2U) << "the cheaper one is a choice too";
  EXPECT_EQ(found[0]["fare"]["minor_units"], 950);
  EXPECT_EQ(found[1]["fare"]["currency"], "EUR");
  EXPECT_NE(ask({"P", "Q"}).out.find("EUR 9.50"), std::string::npos);
  const auto arrival = [&](const std::vector<std::string>& more) {
    auto words = more;
    words.insert(words.begin(), {"P", "W", "--json"});
    return nlohmann::json::parse(ask(words).out).at("journeys").at(0).at("arrive");
  };
  EXPECT_EQ(arrival({}), "2024-06-03T09:59:00+08:00");
  EXPECT_LT(arrival({"--walk", "1500"}), "2024-06-03T08:50:00+08:00") << "a kilometre on foot";
  // Two stops of one position: on foot, unless nobody walks.
  write("stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon\nP,Park,31.2,121.5\nQ,Quay,31.3,121.5\n"
        "W,West,31.3,121.5\n");
  EXPECT_LT(arrival({}), "2024-06-03T08:50:00+08:00");
  EXPECT_EQ(arrival({"--walk", "0"}), "2024-06-03T09:59:00+08:00");
}

// One departure of a group is cancelled, by the day and clock of its first place.
TEST(Journeys, OneDepartureOfAGroupIsCancelled) {
  const Scratch scratch;
  const auto ask = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"tokyo", "huangpu", "--depart", "2024-06-03T00:00", "--window", "30",
                               "-n", "100", "--json"});
    return journeys(more);
  };
  const auto flights = [&](const Outcome& outcome) {
    EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
    std::set<std::string> rides;
    const auto document = nlohmann::json::parse(outcome.out);
    for (const auto& journey : document.at("journeys"))
      for (const auto& leg : journey.at("parts").at(0).at("legs"))
        if (leg.value("mode", "") == "flight")
          rides.insert(leg.at("trip").get<std::string>() + "," +
                       leg.at("service_day").get<std::string>() + "," +
                       leg.at("depart").get<std::string>().substr(11, 5));
    return rides;
  };
  const auto all = flights(ask({}));
  ASSERT_FALSE(all.empty());
  for (const std::string& row : {*all.begin(), *all.rbegin()}) {
    EXPECT_THAT(row, HasSubstr(",2024-06-0"));
    std::ofstream(scratch / "cancelled.csv") << "trip,service_day,departs\n" << row << "\n";
    const auto left = flights(ask({"--cancelled", scratch / "cancelled.csv"}));
    EXPECT_FALSE(left.contains(row)) << row;
  }
  std::ofstream(scratch / "cancelled.csv")
      << "trip,service_day,departs\n"
      << all.begin()->substr(0, all.begin()->size() - 5) << "03:59\n";
  EXPECT_THAT(ask({"--cancelled", scratch / "cancelled.csv"}).err, HasSubstr("E-JRN-003"));
}

}  // namespace
}  // namespace stopover::system_test
