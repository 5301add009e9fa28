// SPDX-License-Identifier: Apache-2.0
// Layers, matrices and networks that the built program writes, opened by programs that are not
// ours: GDAL's ogrinfo, HDF5's h5dump, Python's csv and zipfile.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"
#include "tools/stopover/report_page.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

std::string other(const char* program, std::vector<std::string> words) {
  const Outcome outcome = run(Call{.arguments = std::move(words), .program = program});
  EXPECT_EQ(outcome.code, 0) << program << outcome.err;
  return outcome.out;
}
std::string ogrinfo(std::vector<std::string> words) {
  return other("/usr/bin/ogrinfo", std::move(words));
}

// "  s (Real) = 12.5" of an answer to SQL.
double answer(const std::string& text, const std::string& column) {
  std::smatch found;
  const std::regex wanted("  " + column + R"( \((?:Real|Integer|Integer64)\) = (\S+))");
  if (!std::regex_search(text, found, wanted)) {
    ADD_FAILURE() << text;
    return -1;
  }
  return json::parse(found[1].str()).get<double>();
}

void expect_near(double value, double stored) {
  EXPECT_LE(std::abs(value - stored), 1e-9 * std::max(1.0, std::abs(stored)));
}

constexpr const char* kMore = R"plan(id: "more" title: "More visitors" base: "minimal"
change {
  id: "more" reason: "more" provenance { source: "test" confidence: "assumption" }
  alter { market { id: "a_city" persons_per_day: 30 } }
}
)plan";

class Exports : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new Scratch;
    page_ = *scratch_ / "page.html";
    std::ofstream(page_)
        << "<html><script type=\"application/json\" id=\"stopover-data\" data-format=\""
        << tool::kReportFormat << "\"></script></html>";
    ASSERT_EQ(run({"run", "minimal", "-r", "3", "-o", at("run")}).code, 0);
    fs::create_directory(at("more"));
    std::ofstream(at("more") + "/scenario.txtpb") << kMore;
    ASSERT_EQ(run({"compare", "minimal", at("more"), "-r", "2", "-o", at("pair")}).code, 0);
  }
  static void TearDownTestSuite() {
    delete scratch_;
    scratch_ = nullptr;
  }
  static std::string at(const std::string& name) { return *scratch_ / name; }
  static Outcome report(std::vector<std::string> words) {
    words.insert(words.begin(), {"report", "--force", "-o", at("report.html")});
    return run(
        Call{.arguments = std::move(words), .environment = {{"STOPOVER_REPORT_PAGE", page_}}});
  }
  // Of the result's database.
  static double stored(const std::string& result, const std::string& query) {
    SQLite::Database db(at(result) + "/results.sqlite", SQLite::OPEN_READONLY);
    return db.execAndGet(query).getDouble();
  }
  static std::string whole_rows(const std::string& result, const std::string& table) {
    return std::to_string(static_cast<int>(stored(result, "SELECT count(*) FROM " + table)));
  }

  static Scratch* scratch_;
  static std::string page_;
};
Scratch* Exports::scratch_ = nullptr;
std::string Exports::page_;

TEST_F(Exports, AGeoPackageOpensInGdalReadOnly) {
  const fs::path folder = at("read-only");
  fs::create_directory(folder);
  const std::string file = folder / "plan.gpkg";
  ASSERT_EQ(report({at("run"), "--gpkg", file}).code, 0);
  fs::permissions(file, fs::perms::owner_read);
  fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
  const std::string places = ogrinfo({"-ro", "-so", file, "places"});
  EXPECT_THAT(places, HasSubstr("using driver `GPKG' successful"));
  EXPECT_THAT(places, HasSubstr("Geometry: Point"));
  EXPECT_THAT(places, HasSubstr("Feature Count: " + whole_rows("run", "places") + "\n"));
  EXPECT_THAT(places, HasSubstr("ID[\"EPSG\",4326]"));
  EXPECT_THAT(places, HasSubstr("Extent: (100.500000, 13.700000) - (139.700000, 35.700000)"));
  const std::string links = ogrinfo({"-ro", "-so", file, "links"});
  EXPECT_THAT(links, HasSubstr("Geometry: Multi Line String"));
  EXPECT_THAT(links, HasSubstr("Feature Count: " + whole_rows("run", "links") + "\n"));
  const std::string sums =
      ogrinfo({"-ro", file, "-sql",
               "SELECT SUM(people_per_day) AS people, SUM(runs_per_day) AS runs FROM links"});
  expect_near(answer(sums, "people"), stored("run", "SELECT sum(people) / 3.0 FROM links"));
  expect_near(answer(sums, "runs"), stored("run", "SELECT sum(scheduled_runs) FROM links"));
  EXPECT_GT(answer(sums, "people"), 0);
  EXPECT_EQ(names_in(folder), std::vector<std::string>{"plan.gpkg"});
  fs::permissions(folder, fs::perms::owner_all);
  SQLite::Database db(file, SQLite::OPEN_READONLY);
  EXPECT_EQ(db.execAndGet("PRAGMA application_id").getInt(), 0x47504B47);
  EXPECT_EQ(db.execAndGet("PRAGMA integrity_check").getString(), "ok");
}

TEST_F(Exports, GeoJsonHasTheSameLayers) {
  const std::string file = at("plan.geojson");
  ASSERT_EQ(report({at("run"), "--geojson", file}).code, 0);
  const std::string sums =
      ogrinfo({"-ro", file, "-dialect", "SQLITE", "-sql",
               "SELECT SUM(people_per_day) AS people, COUNT(*) AS features FROM plan"});
  expect_near(answer(sums, "people"), stored("run", "SELECT sum(people) / 3.0 FROM links"));
  expect_near(answer(sums, "features"), stored("run",
                                               "SELECT (SELECT count(*) FROM places) + (SELECT "
                                               "count(*) FROM links)"));
  const json data = json::parse(slurp(file));
  EXPECT_FALSE(data.contains("crs"));  // RFC 7946 knows one
  for (const json& one : data["features"])
    if (one["properties"].value("place", "") == "city") {
      EXPECT_EQ(one["geometry"]["coordinates"], json::array({121.47, 31.23}));
    }
}

TEST_F(Exports, LayersOfAComparisonHoldBothSidesAndTheDifference) {
  const std::string file = at("pair.gpkg");
  ASSERT_EQ(report({at("pair"), "--gpkg", file}).code, 0);
  const std::string sums =
      ogrinfo({"-ro", file, "-sql",
               "SELECT SUM(people_per_day_base) AS base, SUM(people_per_day_variant) AS variant, "
               "SUM(people_per_day_difference) AS difference FROM links"});
  const auto side = [](const std::string& name) {
    return stored("pair", "SELECT sum(people) / 2.0 FROM links WHERE side = '" + name + "'");
  };
  expect_near(answer(sums, "base"), side("base"));
  expect_near(answer(sums, "variant"), side("variant"));
  expect_near(answer(sums, "difference"), side("variant") - side("base"));
  EXPECT_NE(answer(sums, "difference"), 0);
  const std::string about = ogrinfo({"-ro", file, "about"});
  for (const char* const key :
       {"sample_base", "sample_variant", "days_base", "first_day_variant", "stopover_version"})
    EXPECT_THAT(about, HasSubstr(std::string("key (String) = ") + key + "\n"));
}

// The base of this comparison has nobody on rails, its variant has.
TEST_F(Exports, MatricesOfAComparisonStandThreeTimesEach) {
  const std::string file = at("pair.omx");
  ASSERT_EQ(report({at("pair"), "--omx", file}).code, 0);
  const std::string head = other("/usr/bin/h5dump", {"-n", file});
  for (const char* const stem : {"trips", "rides_air", "rides_rail"})
    for (const char* const side : {"_base", "_variant", "_difference"})
      EXPECT_THAT(head, HasSubstr(std::string("/data/") + stem + side + "\n"));
}

TEST_F(Exports, AnOpenMatrixOpensInH5dump) {
  const std::string file = at("plan.omx");
  ASSERT_EQ(report({at("run"), "--omx", file}).code, 0);
  const std::string head = other("/usr/bin/h5dump", {"-H", "-p", file});
  const std::string n = whole_rows("run", "places");
  for (const std::string& part :
       {std::string("ATTRIBUTE \"OMX_VERSION\""), std::string("ATTRIBUTE \"SHAPE\""),
        std::string("GROUP \"data\""), std::string("GROUP \"lookup\""),
        "DATASPACE  SIMPLE { ( " + n + ", " + n + " )", "CHUNKED ( 1, " + n + " )",
        std::string("COMPRESSION DEFLATE"), std::string("DATATYPE  H5T_IEEE_F64LE")})
    EXPECT_THAT(head, HasSubstr(part));
  EXPECT_THAT(other("/usr/bin/h5dump", {"-a", "OMX_VERSION", file}), HasSubstr("\"0.2\""));
  const std::string ids = other("/usr/bin/h5dump", {"-d", "/lookup/zone_id", file});
  EXPECT_THAT(ids, HasSubstr("\"city\\000"));
  for (const auto& [matrix, query] :
       {std::pair("/data/trips", "SELECT sum(people) / 3.0 FROM trips"),
        std::pair("/data/rides_air", "SELECT sum(people) / 3.0 FROM rides WHERE mode = 'AIR'")}) {
    const std::string text =
        other("/usr/bin/h5dump", {"-d", matrix, "-y", "-w", "0", "-m", "%.17g", file});
    const std::size_t from = text.find("DATA {");
    double sum = 0;
    const std::regex number(R"((\d+(?:\.\d+)?(?:e[+-]\d+)?),?)");
    const std::string cells = text.substr(from, text.find('}', from) - from);
    std::size_t seen = 0;
    for (std::sregex_iterator it(cells.begin(), cells.end(), number), end; it != end; ++it) {
      sum += json::parse((*it)[1].str()).get<double>();
      ++seen;
    }
    EXPECT_EQ(seen, std::stoul(n) * std::stoul(n));
    expect_near(sum, stored("run", query));
    EXPECT_GT(sum, 0);
  }
}

TEST_F(Exports, AreTheSameBytesEachTime) {
  for (const char* const name : {"a", "b"})
    ASSERT_EQ(report({at("run"), "--gpkg", at(name) + ".gpkg", "--geojson", at(name) + ".geojson",
                      "--omx", at(name) + ".omx"})
                  .code,
              0);
  for (const char* const kind : {".gpkg", ".geojson", ".omx"})
    EXPECT_TRUE(slurp(at("a") + kind) == slurp(at("b") + kind)) << kind;
  for (const char* const name : {"a", "b"})
    ASSERT_EQ(
        run({"export", "minimal", "--gtfs", at(name) + ".zip", "--gmns", at(name), "-q"}).code, 0);
  EXPECT_TRUE(slurp(at("a") + ".zip") == slurp(at("b") + ".zip"));
  EXPECT_EQ(fingerprint(at("a")), fingerprint(at("b")));
}

TEST_F(Exports, OfSeveralResultsOrWhereAFileIsAreRefused) {
  const Outcome two = report({at("run"), at("pair"), "--gpkg", at("two.gpkg")});
  EXPECT_EQ(two.code, tool::kExitUsage);
  EXPECT_THAT(two.err, HasSubstr("--gpkg takes one RESULT"));
  EXPECT_EQ(report({at("run"), "--gpkg", at("x"), "--omx", at("x")}).code, tool::kExitUsage);
  EXPECT_EQ(report({at("run"), "--gpkg", at("./x"), "--omx", at("x")}).code, tool::kExitUsage);
  EXPECT_EQ(report({at("run"), "--gpkg", at("./report.html")}).code, tool::kExitUsage);
  EXPECT_FALSE(fs::exists(at("x")));
  const Outcome nested =
      run({"export", "minimal", "--gtfs", at("net/x.zip"), "--gmns", at("./net"), "--force"});
  EXPECT_EQ(nested.code, tool::kExitUsage);
  EXPECT_THAT(nested.err, HasSubstr("inside the folder of --gmns"));
  const Outcome inside = report({at("run"), "--omx", at("run") + "/plan.omx"});
  EXPECT_EQ(inside.code, tool::kExitInput);
  EXPECT_THAT(inside.err, HasSubstr("E-RES-010"));
  const Outcome nothing = run({"export", "minimal"});
  EXPECT_EQ(nothing.code, tool::kExitUsage);
  EXPECT_THAT(nothing.err, HasSubstr("--gtfs or --gmns is missing"));
  std::ofstream(at("mine.zip")) << "mine";
  EXPECT_EQ(run({"export", "minimal", "--gtfs", at("mine.zip")}).code, tool::kExitInput);
  EXPECT_EQ(slurp(at("mine.zip")), "mine");
}

// Runs from stop to stop by Python alone: days of each trip times its pairs of stops.
constexpr const char* kRunsOfFeed = R"py(
import collections, csv, io, json, sys, zipfile
feed = zipfile.ZipFile(sys.argv[1])
table = lambda name: list(csv.DictReader(io.TextIOWrapper(feed.open(name), "utf-8")))
days = collections.Counter(row["service_id"] for row in table("calendar_dates.txt"))
trips = {row["trip_id"]: days[row["service_id"]] for row in table("trips.txt")}
stops = collections.defaultdict(list)
for row in table("stop_times.txt"):
    assert row["arrival_time"] <= row["departure_time"]
    stops[row["trip_id"]].append((int(row["stop_sequence"]), row["stop_id"]))
runs = collections.Counter()
for trip, calls in stops.items():
    order = [stop for _, stop in sorted(calls)]
    for pair in zip(order, order[1:]):
        runs[" ".join(pair)] += trips[trip]
print(json.dumps(runs))
)py";

// The own loader finds no fault, nor a key that stands twice, which is a warning.
void expect_sound(const std::string& feed) {
  const Outcome read = run({"validate", feed});
  EXPECT_EQ(read.code, 0) << read.out << read.err;
  EXPECT_THAT(read.out + read.err, Not(HasSubstr("W-GTFS-013")));
}

TEST_F(Exports, AFeedIsReadByTheLoaderAndHasTheRunsOfTheScenario) {
  const std::string file = at("network.zip");
  ASSERT_EQ(run({"export", "minimal", "--gtfs", file}).code, 0);
  expect_sound(file);
  const json runs = json::parse(other("/usr/bin/python3", {"-c", kRunsOfFeed, file}));
  SQLite::Database db(at("run") + "/results.sqlite", SQLite::OPEN_READONLY);
  SQLite::Statement rows(db,
                         "SELECT from_place || ' ' || to_place, sum(scheduled_runs) FROM links "
                         "WHERE scheduled_runs > 0 GROUP BY 1");
  std::size_t pairs = 0;
  for (; rows.executeStep(); ++pairs)
    EXPECT_EQ(runs.value(rows.getColumn(0).getString(), 0), rows.getColumn(1).getInt())
        << rows.getColumn(0).getString();
  EXPECT_EQ(runs.size(), pairs);
  EXPECT_GT(pairs, 4U);
  // The intercity train leaves at half past six and is there 45 minutes later.
  const std::string times = other("/usr/bin/python3", {"-c",
                                                       "import sys, zipfile; print(zipfile.ZipFile("
                                                       "sys.argv[1]).read('stop_times.txt').decode("
                                                       "))",
                                                       file});
  EXPECT_THAT(times, HasSubstr("06:30:00,06:30:00,station,1"));
  EXPECT_THAT(times, HasSubstr("07:15:00,07:15:00,delta,2"));
}

// `minimal` on the night on which clocks go back, about the meridian of 180°, with two aeroplanes
// at nine from A and names that must be quoted.
std::string hard_scenario(const Scratch& scratch) {
  const std::string folder = copy_of_scenario("minimal", scratch);
  const auto edit = [&](const std::string& name,
                        const std::vector<std::pair<std::string, std::string>>& changes) {
    std::string text = slurp(folder + "/" + name);
    for (const auto& [from, to] : changes) {
      EXPECT_NE(text.find(from), std::string::npos) << from;
      for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    }
    std::ofstream(folder + "/" + name) << text;
  };
  edit("scenario.txtpb", {{"first_day: \"2024-06-03\"", "first_day: \"2024-10-27\""},
                          {"from: \"06:30\" until: \"21:30\"", "from: \"00:20\" until: \"00:50\""},
                          {"Asia/Shanghai", "Europe/Berlin"},
                          {"title: \"Minimal: six", R"(title: "Six, \"line\nfeed)"},
                          {"name: \"City\"", R"(name: "City, \"old\"\ntown א")"},
                          {"lon: 121.47", "lon: 179.47"},
                          {"lon: 121.80", "lon: 179.80"},
                          {"lon: 120.60", "lon: 178.60"},
                          {"lon: 139.70", "lon: -162.30"},
                          {"lon: 100.50", "lon: 158.50"}});
  edit("flights.csv", {{"a_gates,XA,a,gates,09:00,,1", "a_gates,XA,a,gates,09:00,09:00,2"}});
  edit("shuttle/calendar.txt", {{"20240630", "20241230"}});
  return folder;
}

TEST_F(Exports, AFeedHoldsVehiclesOfOneTimeAndTheNightOnWhichClocksGoBack) {
  const Scratch scratch;
  const std::string file = scratch / "hard.zip";
  ASSERT_EQ(run({"export", hard_scenario(scratch), "--gtfs", file}).code, 0);
  expect_sound(file);
  const json runs = json::parse(other("/usr/bin/python3", {"-c", kRunsOfFeed, file}));
  EXPECT_EQ(runs.value("a gates", 0), 2);
  EXPECT_EQ(runs.value("gates b", 0), 1);
  constexpr const char* kCells = R"py(
import csv, io, sys, zipfile
feed = zipfile.ZipFile(sys.argv[1])
for name, column in (("feed_info.txt", "feed_start_date"), ("agency.txt", "agency_name"),
                     ("stops.txt", "stop_name"), ("stop_times.txt", "departure_time")):
    for row in csv.DictReader(io.TextIOWrapper(feed.open(name), "utf-8", newline="")):
        print(row[column].encode("unicode_escape").decode())
)py";
  const std::string cells = other("/usr/bin/python3", {"-c", kCells, file});
  EXPECT_THAT(cells, HasSubstr("20241026\n"));
  EXPECT_THAT(cells, HasSubstr("\n24:20:00\n"));
  EXPECT_THAT(cells, HasSubstr("\nCity, \"old\" town \\u05d0\n"));
  EXPECT_THAT(cells, HasSubstr("\nSix, \"line feed"));
}

TEST_F(Exports, LinesOfANetworkAreCutAt180) {
  const Scratch scratch;
  const std::string folder = scratch / "net";
  ASSERT_EQ(run({"export", hard_scenario(scratch), "--gmns", folder}).code, 0);
  const std::string links = slurp(folder + "/link.csv");
  EXPECT_THAT(links, HasSubstr("\"MULTILINESTRING ((179.8 31.15, 180 "));
  EXPECT_THAT(links, HasSubstr("LINESTRING (179.8 31.15, 178.6 31.3)"));
  EXPECT_THAT(links, Not(HasSubstr("LINESTRING (179.8 31.15, -162.3")));
}

TEST_F(Exports, LayersOfHardNamesAndOfNobodyAreRead) {
  const Scratch scratch;
  const std::string scenario = hard_scenario(scratch);
  std::string text = slurp(scenario + "/scenario.txtpb");
  text = std::regex_replace(text, std::regex(R"(persons_per_day: \d+)"), "persons_per_day: 0");
  std::ofstream(scenario + "/scenario.txtpb") << text;
  ASSERT_EQ(run({"run", scenario, "-r", "2", "-o", scratch / "nobody"}).code, 0);
  ASSERT_EQ(report({scratch / "nobody", "--gpkg", scratch / "l.gpkg", "--geojson",
                    scratch / "l.geojson", "--omx", scratch / "l.omx"})
                .code,
            0);
  EXPECT_THAT(ogrinfo({"-ro", scratch / "l.gpkg", "places"}),
              HasSubstr("name (String) = City, \"old\"\ntown א"));
  EXPECT_EQ(answer(ogrinfo({"-ro", scratch / "l.gpkg", "-sql",
                            "SELECT SUM(people_per_day) AS people FROM links"}),
                   "people"),
            0);
  const json data = json::parse(slurp(scratch / "l.geojson"));
  EXPECT_GT(data["features"].size(), 6U);
  EXPECT_THAT(other("/usr/bin/h5dump", {"-n", scratch / "l.omx"}), HasSubstr("/data/trips"));
}

constexpr const char* kKeysOfNetwork = R"py(
import csv, sys
rows = lambda name: list(csv.DictReader(open(sys.argv[1] + "/" + name, encoding="utf-8")))
nodes = {row["node_id"] for row in rows("node.csv")}
links = rows("link.csv")
assert len({row["link_id"] for row in links}) == len(links)
assert all(row[end] in nodes for row in links for end in ("from_node_id", "to_node_id"))
print(len(nodes), len(links))
)py";

TEST_F(Exports, GmnsTablesOpenInGdalAndTheirKeysMeet) {
  const std::string folder = at("gmns");
  ASSERT_EQ(run({"export", "minimal", "--gmns", folder}).code, 0);
  EXPECT_EQ(other("/usr/bin/python3", {"-c", kKeysOfNetwork, folder}),
            whole_rows("run", "places") + " " + whole_rows("run", "links") + "\n");
  const std::string links =
      ogrinfo({"-ro", "-so", folder + "/link.csv", "-oo", "GEOM_POSSIBLE_NAMES=geometry", "link"});
  EXPECT_THAT(links, HasSubstr("Feature Count: " + whole_rows("run", "links") + "\n"));
  EXPECT_THAT(links, HasSubstr("Extent: (100.500000, 13.700000) - (139.700000, 35.700000)"));
  EXPECT_EQ(run({"verify", folder}).code, 0);
  EXPECT_EQ(run({"export", "minimal", "--gmns", folder}).code, tool::kExitInput);
}

}  // namespace
}  // namespace stopover::system_test
