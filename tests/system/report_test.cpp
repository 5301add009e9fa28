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

const std::string kOpen = R"(<script type="application/json" id="stopover-data" data-format="1">)";

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
  EXPECT_EQ(one["summary"], json::parse(slurp(result_ + "/summary.json")));
  EXPECT_EQ(one["manifest"], json::parse(slurp(result_ + "/manifest.json")));

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
  EXPECT_THAT(names_in(scratch_.path()), ::testing::Not(::testing::Contains(HasSubstr("partial"))));
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
