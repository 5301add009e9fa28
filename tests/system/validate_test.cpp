// SPDX-License-Identifier: Apache-2.0
// The reports of `stopover validate`: what they hold, and that nothing from a feed can run in a
// browser. That a file appears whole or not at all: tests/engine/io/whole_file_test.cpp.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// A feed of two stops and a trip; its latitude is what a test wants.
fs::path feed(const Scratch& scratch, const std::string& stop_lat) {
  const fs::path folder = scratch.path() / "feed";
  fs::create_directory(folder);
  write(folder / "agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone\na,A,http://a.example,Asia/Shanghai\n");
  write(folder / "stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon\ns1,One," + stop_lat + ",121.5\ns2,Two,31.3,121.6\n");
  write(folder / "routes.txt", "route_id,agency_id,route_short_name,route_type\nr,a,R,3\n");
  write(folder / "trips.txt", "route_id,service_id,trip_id\nr,c,t\n");
  write(folder / "calendar.txt",
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "c,1,1,1,1,1,1,1,20240101,20241231\n");
  write(folder / "stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t,08:00:00,08:00:00,s1,1\nt,08:10:00,08:10:00,s2,2\n");
  return folder;
}

// Tables of a scenario have columns of their own.
TEST(Validate, ATableOfAScenarioIsSentToIt) {
  const Scratch scratch;
  write(scratch.path() / "scenario.txtpb", "id: \"x\"");
  write(scratch.path() / "flights.csv", "id,first_departure\nx,08:00\n#rows=1\n");
  const Outcome beside = run({"validate", scratch / "flights.csv"});
  EXPECT_EQ(beside.code, tool::kExitInput);
  EXPECT_THAT(beside.err, HasSubstr("stopover validate " + scratch.path().string()));
  fs::remove(scratch.path() / "scenario.txtpb");
  EXPECT_THAT(run({"validate", scratch / "flights.csv"}).err, Not(HasSubstr("scenario.txtpb")));
}

TEST(Validate, WritesWhatItFoundAsJsonAndAsAPage) {
  const Scratch scratch;
  const fs::path input = feed(scratch, "north");
  const Outcome outcome = run({"validate", input, "--report-json", scratch / "r.json",
                               "--report-html", scratch / "r.html", "--json"});
  EXPECT_EQ(outcome.code, tool::kExitInput);
  EXPECT_EQ(content(scratch / "r.json"), outcome.out);
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document.at("valid"), false);
  const std::string page = content(scratch / "r.html");
  EXPECT_THAT(page, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(page, HasSubstr("not valid"));
  EXPECT_THAT(page, HasSubstr("stops.txt</td><td class=\"number\">2</td>"));
  EXPECT_THAT(page, HasSubstr("</html>\n"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("http://"))) << "nothing is fetched";
}

TEST(Validate, ChecksSchedulesByThemselves) {
  const std::string folder = std::string(STOPOVER_SOURCE_DIR) + "/scenarios/minimal-schedules/";
  struct Case {
    std::string input;
    std::string kind;
    std::string what;
    int count;
  };
  for (const Case& c : {Case{folder + "gateway.ssim", "SSIM schedule", "legs", 4},
                        Case{folder + "rivals.csv", "flight schedule", "flights", 2},
                        Case{folder + "rail", "rail timetable", "versions", 32}}) {
    const Outcome outcome = run({"validate", c.input, "--json"});
    EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
    const auto document = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(document.at("kind"), c.kind);
    EXPECT_EQ(document.at("valid"), true);
    EXPECT_EQ(document.at("counts").at(c.what), c.count);
  }
  // By its first record, whatever its name; each with the rules of its own.
  const Scratch scratch;
  write(scratch / "summer.txt", content(folder + "gateway.ssim").substr(0, 450));
  write(scratch / "f.csv", "carrier,number\nMU,1\n");
  fs::create_directory(scratch / "trains");
  write(fs::path(scratch / "trains") / "trips.csv", "trip,train,run_dates\n1,G1,never\n");
  write(fs::path(scratch / "trains") / "stop_times.csv", "trip,stop_seq,station,arr,dep\n");
  for (const auto& [input, code] :
       {std::pair{"summer.txt", "E-SSIM-005"}, std::pair{"f.csv", "E-CSV-010"},
        std::pair{"trains", "E-RAIL-001"}}) {
    const Outcome outcome = run({"validate", scratch / input});
    EXPECT_EQ(outcome.code, tool::kExitInput) << input;
    EXPECT_THAT(outcome.err, HasSubstr(code)) << input;
  }
}

TEST(Validate, CountsWhatAFeedHolds) {
  const Scratch scratch;
  const fs::path input = feed(scratch, "31.2");
  write(input / "feed_info.txt",
        "feed_publisher_name,feed_version\nBureau \x1b[31m,\"<i>7</i>\"\n");
  write(input / "shapes.txt", "shape_id\n");
  const Outcome outcome = run({"validate", input, "--json", "--report-html", scratch / "r.html"});
  EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  const auto& counts = document.at("counts");
  EXPECT_EQ(counts.at("stops"), 2);
  EXPECT_EQ(counts.at("routes"), 1);
  EXPECT_EQ(counts.at("trips"), 1);
  EXPECT_EQ(counts.at("stop times"), 2);
  EXPECT_EQ(counts.at("services"), 1);
  EXPECT_EQ(counts.at("service days"), 366);
  EXPECT_EQ(document.at("details").at("first day"), "2024-01-01");
  EXPECT_EQ(document.at("details").at("last day"), "2024-12-31");
  EXPECT_EQ(document.at("details").at("time zone"), "Asia/Shanghai");
  EXPECT_THAT(document.at("not_checked").dump(), HasSubstr("shapes.txt"));
  EXPECT_THAT(content(scratch / "r.html"), HasSubstr("&lt;i&gt;7&lt;/i&gt;"));
  EXPECT_THAT(run({"validate", input}).out, Not(HasSubstr("\x1b")));
}

// One stop of three has no position: a third of the rows.
TEST(Validate, ABudgetOfFaultyRowsIsGiven) {
  const Scratch scratch;
  const fs::path input = feed(scratch, "31.2");
  write(input / "stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon\ns1,One,31.2,121.5\ns2,Two,31.3,121.6\ns3,Three,,\n");
  EXPECT_EQ(run({"validate", input}).code, tool::kExitInput);
  EXPECT_EQ(run({"validate", input, "--bad-rows", "0.3"}).code, tool::kExitInput);
  const Outcome passed = run({"validate", input, "--bad-rows", "0.34"});
  EXPECT_EQ(passed.code, tool::kExitOk);
  EXPECT_THAT(passed.err, HasSubstr("W-GTFS-051"));
  EXPECT_EQ(run({"validate", input, "--bad-rows", "0"}).code, tool::kExitUsage);
}

TEST(Validate, NothingOfAFeedIsMarkup) {
  const Scratch scratch;
  const fs::path input = feed(scratch, "<script>alert(1)</script>");
  const Outcome outcome =
      run({"validate", input, "--report-html", scratch / "r.html", "--lang", "zh", "--quiet"});
  EXPECT_EQ(outcome.code, tool::kExitInput);
  const std::string page = content(scratch / "r.html");
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("无效"));
  EXPECT_THAT(page, HasSubstr("站点"));
  EXPECT_THAT(page, Not(HasSubstr("not used")));
}

TEST(Validate, ARefusedReportLeavesNothing) {
  const Scratch scratch;
  const fs::path input = feed(scratch, "31.2");
  const Outcome refused =
      run({"validate", input, "--report-html", scratch / "no/such/folder.html"});
  EXPECT_EQ(refused.code, tool::kExitEnvironment);
  const Outcome done = run({"validate", input, "--report-html", scratch / "r.html"});
  EXPECT_EQ(done.code, tool::kExitOk) << done.err;
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(scratch.path()))
    if (entry.is_regular_file()) ++files;
  EXPECT_EQ(files, 1U) << "no partial file is left";
  // A folder of that name is in the way of the last step.
  fs::create_directory(scratch.path() / "r2.html");
  const Outcome in_the_way = run({"validate", input, "--report-html", scratch / "r2.html"});
  EXPECT_EQ(in_the_way.code, tool::kExitEnvironment);
  EXPECT_TRUE(fs::is_directory(scratch.path() / "r2.html"));
  for (const auto& entry : fs::directory_iterator(scratch.path()))
    EXPECT_EQ(entry.path().filename().string().find("partial"), std::string::npos) << entry.path();
}

}  // namespace
}  // namespace stopover::system_test
