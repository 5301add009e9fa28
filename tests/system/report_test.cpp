// SPDX-License-Identifier: Apache-2.0
// `stopover report` of the built program: what it refuses, and that the page holds what the result
// holds. The page itself is tested in a browser: tests/report.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/io/result_folder.hpp"
#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kOpen = R"(<script type="application/json" id="stopover-data" data-format="1">)";

// Sheets as openpyxl reads them: values, kinds of cells, widths, the cell that stays in sight.
constexpr const char* kReader = R"py(
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps({sheet.title: {
    "rows": [[cell.value for cell in row] for row in sheet.iter_rows()],
    "kinds": sorted({cell.data_type for row in sheet.iter_rows() for cell in row}),
    "formats": [cell.number_format for cell in sheet[2]],
    "width": sheet.column_dimensions["B"].width, "frozen": sheet.freeze_panes}
    for sheet in book}))
)py";

json sheets_of(const std::string& file) {
  const Outcome read = run(Call{.arguments = {"-c", kReader, file}, .program = "/usr/bin/python3"});
  EXPECT_EQ(read.code, 0) << read.err;
  return json::parse(read.out);
}

// An empty page and a small run, for a program that needs no Node.js.
class Report : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(page_) << "<html>" << kOpen << "</script></html>";
    const Outcome made = run({"run", "minimal", "-r", "3", "-o", result_});
    ASSERT_EQ(made.code, 0) << made.err;
  }
  [[nodiscard]] Outcome report(std::vector<std::string> words) const {
    words.insert(words.begin(), "report");
    return run(
        Call{.arguments = std::move(words), .environment = {{"STOPOVER_REPORT_PAGE", page_}}});
  }
  [[nodiscard]] static json data_of(const std::string& file) {
    const std::string html = slurp(file);
    const std::size_t from = html.find(kOpen) + kOpen.size();
    return json::parse(html.substr(from, html.find("</script>", from) - from));
  }

  [[nodiscard]] json sheets_of_report(const std::string& result, const std::string& name) const {
    const std::string file = scratch_ / (name + ".xlsx");
    const Outcome made = report({result, "-o", scratch_ / (name + ".html"), "--xlsx", file});
    EXPECT_EQ(made.code, 0) << made.err;
    return sheets_of(file);
  }

  Scratch scratch_;
  std::string page_ = scratch_ / "page.html";
  std::string result_ = scratch_ / "result";
  std::string out_ = scratch_ / "report.html";
};

TEST_F(Report, HoldsSummaryManifestAndTablesOfTheResult) {
  const Outcome outcome = report({result_, "-o", out_, "--lang", "zh"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr(out_));
  EXPECT_THAT(outcome.err, IsEmpty());
  const json data = data_of(out_);
  EXPECT_EQ(data["language"], "zh");
  ASSERT_EQ(data["results"].size(), 1U);
  const json& one = data["results"][0];
  for (const char* const part : {"summary", "manifest"}) {
    json stored = json::parse(slurp(result_ + "/" + part + ".json"));
    stored["seed"] = stored["seed"].dump();
    EXPECT_EQ(one[part], stored);
  }

  SQLite::Database db(result_ + "/results.sqlite", SQLite::OPEN_READONLY);
  for (const char* const name : {"counts", "spending", "queues", "queue_hours", "assumptions"}) {
    const json& table = one["tables"][name];
    const std::int64_t rows = db.execAndGet(std::string("SELECT count(*) FROM ") + name).getInt64();
    EXPECT_GT(rows, 0) << name;
    EXPECT_EQ(table["rows"].size(), static_cast<std::size_t>(rows)) << name;
    EXPECT_EQ(table["total"], rows);
    for (std::size_t c = 0; c < table["columns"].size(); ++c) {
      SQLite::Statement cells(db, "SELECT \"" + table["columns"][c]["name"].get<std::string>() +
                                      "\" FROM " + name + " ORDER BY rowid");
      for (const json& row : table["rows"]) {
        ASSERT_TRUE(cells.executeStep());
        const SQLite::Column cell = cells.getColumn(0);
        if (cell.isNull())
          EXPECT_TRUE(row[c].is_null());
        else if (cell.isText())
          EXPECT_EQ(row[c], cell.getString());
        else
          EXPECT_EQ(row[c].get<double>(), cell.getDouble()) << name;
      }
    }
    EXPECT_FALSE(table["columns"][0]["zh"].get<std::string>().empty()) << name;
  }
}

TEST_F(Report, IsTheSameBytesForTheSameResultWhereverItLies) {
  ASSERT_EQ(report({result_, "-o", out_}).code, 0);
  const std::string moved = scratch_ / "another place";
  fs::rename(result_, moved);
  ASSERT_EQ(report({moved, "-o", scratch_ / "again.html"}).code, 0);
  EXPECT_EQ(slurp(out_), slurp(scratch_ / "again.html"));
}

TEST_F(Report, TakesSeveralResultsAndTheirOrder) {
  const std::string compared = scratch_ / "compared";
  ASSERT_EQ(run({"compare", "minimal", "minimal-tour", "-r", "2", "-o", compared}).code, 0);
  ASSERT_EQ(report({compared, result_, "-o", out_}).code, 0);
  const json data = data_of(out_);
  EXPECT_TRUE(data["language"].is_null());
  ASSERT_EQ(data["results"].size(), 2U);
  EXPECT_EQ(data["results"][0]["summary"]["kind"], "compare");
  EXPECT_EQ(data["results"][1]["summary"]["kind"], "run");
}

TEST_F(Report, ReplacesAFileOnlyIfAskedAndAFolderNever) {
  std::ofstream(out_) << "mine";
  const Outcome there = report({result_, "-o", out_});
  EXPECT_EQ(there.code, tool::kExitInput);
  EXPECT_THAT(there.err, HasSubstr("E-RES-010"));
  EXPECT_EQ(slurp(out_), "mine");
  EXPECT_EQ(report({result_, "-o", out_, "--force"}).code, 0);
  EXPECT_NE(slurp(out_), "mine");
  const Outcome folder = report({result_, "-o", scratch_.path(), "--force"});
  EXPECT_EQ(folder.code, tool::kExitInput);
  EXPECT_THAT(folder.err, HasSubstr("a folder"));
  EXPECT_EQ(report({result_, "-o", (scratch_ / "no/such/folder") + "/x.html"}).code,
            tool::kExitEnvironment);
}

TEST_F(Report, LeavesTheFolderOfAResultAsItIs) {
  fs::create_directory_symlink(result_, scratch_ / "link");
  for (const std::string& file : {result_ + "/report.html", (scratch_ / "link") + "/report.html",
                                  result_ + "/csv/../report.html"}) {
    const Outcome page = report({result_ + "/", "-o", file});
    EXPECT_EQ(page.code, tool::kExitInput) << file;
    EXPECT_THAT(page.err, HasSubstr("E-RES-010"));
    EXPECT_EQ(report({result_, "-o", out_, "--xlsx", file}).code, tool::kExitInput) << file;
  }
  EXPECT_FALSE(fs::exists(out_));
  EXPECT_EQ(run({"verify", result_}).code, 0);
  EXPECT_EQ(report({result_, "-o", result_ + ".html"}).code, 0);
}

TEST_F(Report, KeepsEveryDigitOfTheSeed) {
  const std::string result = scratch_ / "seeded";
  const std::string seed = "9007199254740993";  // 2^53 + 1
  ASSERT_EQ(run({"run", "minimal", "-r", "2", "--seed", seed, "-o", result}).code, 0);
  ASSERT_EQ(report({result, "-o", out_}).code, 0);
  EXPECT_EQ(data_of(out_)["results"][0]["summary"]["seed"], seed);
}

TEST_F(Report, RefusesWhatIsNoWholeResult) {
  const Outcome missing = report({scratch_ / "nothing", "-o", out_});
  EXPECT_EQ(missing.code, tool::kExitEnvironment) << missing.err;
  const Outcome empty = report({scratch_.path(), "-o", out_});
  EXPECT_EQ(empty.code, tool::kExitInput);
  EXPECT_THAT(empty.err, HasSubstr("E-RES-001"));
  std::ofstream(result_ + "/summary.json", std::ios::app) << " ";
  const Outcome changed = report({result_, "-o", out_});
  EXPECT_EQ(changed.code, tool::kExitInput);
  EXPECT_THAT(changed.err, HasSubstr("E-RES-005"));
  EXPECT_FALSE(fs::exists(out_));
}

TEST_F(Report, RefusesResultsOfOtherKindsAndDamagedDatabases) {
  const auto refused = [&](const char* name, const std::string& summary, const std::string& db,
                           const char* rule) {
    const std::string folder = scratch_ / name;
    io::ResultFolder made(folder);
    if (!summary.empty()) made.write_file("summary.json", summary);
    made.write_file("results.sqlite", db);
    made.publish(json::object());
    const Outcome outcome = report({folder, "-o", out_});
    EXPECT_EQ(outcome.code, tool::kExitInput) << name;
    EXPECT_THAT(outcome.err, HasSubstr(rule)) << name;
    EXPECT_FALSE(fs::exists(out_));
  };
  const std::string good = R"({"kind": "run", "schema_version": 1})";
  refused("no-summary", "", "", "E-RES-008");
  refused("no-json", "kind: run", "", "E-RES-008");
  refused("sweep", R"({"kind": "sweep", "schema_version": 1})", "", "E-RES-008");
  refused("newer", R"({"kind": "run", "schema_version": 2})", "", "E-RES-008");
  refused("list", "[1]", "", "E-RES-008");
  refused("no-database", good, "this is no database", "E-RES-009");
  const std::string cut = slurp(result_ + "/results.sqlite").substr(0, 20'000);
  refused("cut", good, cut, "E-RES-009");
}

TEST_F(Report, SaysHowToBuildThePageWhereThereIsNone) {
  fs::remove(page_);
  const Outcome none = report({result_, "-o", out_});
  EXPECT_EQ(none.code, tool::kExitEnvironment);
  EXPECT_THAT(none.err, HasSubstr("tools/report/build"));
  EXPECT_THAT(none.err, HasSubstr("Node.js"));
  std::ofstream(page_) << "<html>some other page</html>";
  const Outcome other = report({result_, "-o", out_});
  EXPECT_EQ(other.code, tool::kExitEnvironment);
  EXPECT_THAT(other.err, HasSubstr("not the page of this version"));
  EXPECT_FALSE(fs::exists(out_));
}

TEST_F(Report, SaysWhatIsMissingOnTheCommandLine) {
  const Outcome none = report({});
  EXPECT_EQ(none.code, tool::kExitUsage);
  EXPECT_THAT(none.err, HasSubstr("RESULT is missing"));
  const Outcome blank = report({result_, ""});
  EXPECT_EQ(blank.code, tool::kExitUsage);
  EXPECT_THAT(blank.err, HasSubstr("RESULT is empty"));
  EXPECT_THAT(run({"report", "--help"}).out, HasSubstr("stopover report RESULT... [options]"));
}

// A spreadsheet keeps sixteen digits.
bool agrees(const json& cell, const SQLite::Column& stored) {
  const double value = stored.getDouble();
  return std::abs(cell.get<double>() - value) <= 1e-15 * std::abs(value);
}

TEST_F(Report, WritesASpreadsheetThatAnotherProgramReads) {
  const std::string file = scratch_ / "plan.xlsx";
  const Outcome outcome = report({result_, "-o", out_, "--xlsx", file});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const json sheets = sheets_of(file);
  for (const char* const name : {"说明 About", "结论 Headlines", "排队 Queues", "来源 Sources"})
    EXPECT_TRUE(sheets.contains(name)) << name;
  SQLite::Database db(result_ + "/results.sqlite", SQLite::OPEN_READONLY);
  const json& rows = sheets["指标 Indicators"]["rows"];
  SQLite::Statement kpi(db, "SELECT value, simulation_low, total_high FROM kpi ORDER BY rowid");
  std::size_t at = 1;
  for (; kpi.executeStep(); ++at) {
    ASSERT_LT(at, rows.size());
    EXPECT_TRUE(agrees(rows[at][3], kpi.getColumn(0))) << rows[at];
    EXPECT_TRUE(agrees(rows[at][4], kpi.getColumn(1))) << rows[at];
    EXPECT_TRUE(agrees(rows[at][7], kpi.getColumn(2))) << rows[at];
  }
  EXPECT_EQ(at, rows.size());
  const json& headlines = sheets["结论 Headlines"];
  EXPECT_EQ(headlines["rows"][1][0], "Air transfer rate");
  EXPECT_EQ(headlines["rows"][1][1], "航空中转率");
  EXPECT_EQ(headlines["formats"][3], "0.00%");
  EXPECT_EQ(headlines["frozen"], "B2");
  EXPECT_GE(headlines["width"].get<double>(), 18);  // nine Chinese characters and more
  const std::int64_t sources = db.execAndGet("SELECT count(*) FROM assumptions").getInt64();
  EXPECT_EQ(sheets["来源 Sources"]["rows"].size(), static_cast<std::size_t>(sources) + 1);

  ASSERT_EQ(report({result_, "-o", out_, "--xlsx", scratch_ / "again.xlsx", "--force"}).code, 0);
  EXPECT_EQ(slurp(file), slurp(scratch_ / "again.xlsx"));
  EXPECT_THAT(names_in(scratch_.path()), Not(::testing::Contains(HasSubstr("partial"))));
}

// Columns of a sheet by the first line of their headings, without the unit.
json column_of(const json& sheet, const std::string& name) {
  json out = json::array();
  const json& rows = sheet["rows"];
  for (std::size_t c = 0; c < rows[0].size(); ++c) {
    const std::string heading = rows[0][c].get<std::string>();
    if (!heading.starts_with(name + " (") && !heading.starts_with(name + "\n")) continue;
    for (std::size_t r = 1; r < rows.size(); ++r) out.push_back(rows[r][c]);
  }
  return out;
}

// The minimal scenario has one day.
TEST_F(Report, ASpreadsheetTellsQueuesAndBottlenecksOfAUsualDay) {
  const std::string result = scratch_ / "six";
  ASSERT_EQ(run({"run", "minimal", "-r", "6", "-o", result}).code, 0);
  const std::string file = scratch_ / "six.xlsx";
  ASSERT_EQ(report({result, "-o", out_, "--xlsx", file}).code, 0);
  const json sheets = sheets_of(file);
  SQLite::Database db(result + "/results.sqlite", SQLite::OPEN_READONLY);
  const auto expect = [&](const char* sheet, const std::string& table, const std::string& column,
                          const std::string& days) {
    SQLite::Statement rows(db, "SELECT 1.0 * " + column + " / " + days + " FROM " + table +
                                   " WHERE " + column + " IS NOT NULL ORDER BY rowid");
    const json cells = column_of(sheets[sheet], column);
    std::size_t seen = 0;
    for (const json& cell : cells)
      if (!cell.is_null()) {
        ASSERT_TRUE(rows.executeStep());
        EXPECT_TRUE(agrees(cell, rows.getColumn(0))) << column << cell;
        ++seen;
      }
    EXPECT_FALSE(rows.executeStep());
    EXPECT_GT(seen, 0U) << column;
  };
  expect("排队 Queues", "queues", "people", "6");
  expect("排队 Queues", "queues", "wait_person_seconds", "6");
  expect("排队 Queues", "queues", "over_target_people", "6");
  expect("排队 Queues", "queues", "wait_target_seconds", "1");
  expect("瓶颈 Bottlenecks", "bottlenecks", "lost_person_seconds", "6");
  expect("瓶颈 Bottlenecks", "bottlenecks", "trial_lost_person_seconds", "trial_replications");
  EXPECT_THAT(sheets["瓶颈 Bottlenecks"]["rows"][0].dump(), HasSubstr("person-seconds a day"));
}

TEST_F(Report, ASpreadsheetSaysWhatToReadWithCare) {
  const std::string steady = scratch_ / "steady";
  ASSERT_EQ(run({"run", "minimal", "-r", "10", "-o", steady}).code, 0);
  EXPECT_THAT(sheets_of_report(steady, "plain")["说明 About"].dump(),
              Not(HasSubstr("read with care")));
  const std::string compared = scratch_ / "compared";
  ASSERT_EQ(run({"compare", "minimal", "minimal-tour", "-r", "3", "--no-drawn", "--sample", "0.07",
                 "-o", compared})
                .code,
            0);
  const json sheets = sheets_of_report(compared, "compared");
  const std::string about = sheets["说明 About"].dump();
  for (const char* const part : {"Few replications (3)", "not drawn", "A sample", "\"7 %\""})
    EXPECT_THAT(about, HasSubstr(part));
  EXPECT_THAT(sheets["结论 Headlines"].dump(), HasSubstr("by luck alone"));
}

constexpr const char* kFormulas = R"plan(id: "plan" title: "=1+1" base: "minimal"
change {
  id: "c" reason: "=cmd()" provenance { source: "@SUM(1)" confidence: "assumption" }
  alter { segment { id: "thrifty" name: "=HYPERLINK('x')" stay_interest: 1 } }
}
)plan";

TEST_F(Report, ASpreadsheetTellsDifferencesAndRunsNoFormula) {
  const std::string plan = scratch_ / "plan";
  fs::create_directory(plan);
  std::ofstream(plan + "/scenario.txtpb") << kFormulas;
  const std::string compared = scratch_ / "compared";
  const Outcome made = run({"compare", "minimal", plan, "-r", "12", "-o", compared});
  ASSERT_EQ(made.code, 0) << made.err;
  const std::string file = scratch_ / "plan.xlsx";
  ASSERT_EQ(report({compared, "-o", out_, "--xlsx", file}).code, 0);
  const json sheets = sheets_of(file);
  for (const auto& [name, sheet] : sheets.items())
    for (const json& kind : sheet["kinds"]) EXPECT_NE(kind, "f") << name;
  EXPECT_THAT(sheets["变更 Changes"].dump(), HasSubstr("=cmd()"));
  SQLite::Database db(compared + "/results.sqlite", SQLite::OPEN_READONLY);
  SQLite::Statement rows(db,
                         "SELECT difference, unit, distinguishable FROM comparison ORDER BY rowid");
  std::size_t same = 0;
  for (const json& row : sheets["指标 Indicators"]["rows"]) {
    if (!row[5].is_number()) continue;  // the heading
    ASSERT_TRUE(rows.executeStep());
    const double scale = rows.getColumn(1).getString() == "share" ? 100 : 1;
    EXPECT_DOUBLE_EQ(row[5].get<double>(), scale * rows.getColumn(0).getDouble());
    const bool told = row[11].get<std::string>().starts_with("no detectable difference");
    EXPECT_EQ(told, rows.getColumn(2).getInt() == 0) << row;
    same += told ? 1 : 0;
  }
  EXPECT_FALSE(rows.executeStep());
  EXPECT_GT(same, 0U);
}

TEST_F(Report, ASpreadsheetIsOfOneResult) {
  const Outcome two = report({result_, result_, "-o", out_, "--xlsx", scratch_ / "x.xlsx"});
  EXPECT_EQ(two.code, tool::kExitUsage);
  EXPECT_THAT(two.err, HasSubstr("--xlsx takes one RESULT"));
  EXPECT_EQ(report({result_, "-o", out_, "--xlsx", out_}).code, tool::kExitUsage);
  EXPECT_FALSE(fs::exists(out_));
}

}  // namespace
}  // namespace stopover::system_test
