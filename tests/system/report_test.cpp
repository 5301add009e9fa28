// SPDX-License-Identifier: Apache-2.0
// `stopover report` of the built program: what it refuses, and that the page holds what the result
// holds. The page itself is tested in a browser: tests/report.
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
    return run(Call{.arguments = std::move(words), .environment = {{"STOPOVER_REPORT_PAGE", page_}}});
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
    const std::int64_t rows =
        db.execAndGet(std::string("SELECT count(*) FROM ") + name).getInt64();
    EXPECT_GT(rows, 0) << name;
    EXPECT_EQ(table["rows"].size(), static_cast<std::size_t>(rows)) << name;
    EXPECT_EQ(table["total"], rows);
    for (std::size_t c = 0; c < table["columns"].size(); ++c) {
      SQLite::Statement cells(db, "SELECT \"" + table["columns"][c]["name"].get<std::string>() +
                                      "\" FROM " + name);
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

}  // namespace
}  // namespace stopover::system_test
