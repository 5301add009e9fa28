// SPDX-License-Identifier: Apache-2.0
// A plan with goals and a multiplier, run as a planner does: what the files and the report tell.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/system/program.hpp"

namespace stopover::system_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPlan = R"(id: "goals" title: "Goals" base: "minimal"
change {
  id: "goals" reason: "a test" provenance { source: "test" confidence: "assumption" }
  add {
    multiplier {
      id: "twice" name: "Twice" effect: "output" reach: "indirect" value: 2
      provenance { source: "test" confidence: "assumption" }
    }
    goal {
      id: "rate" name: "Rate" indicator: "air_transfer_rate" unit: "share" value: 0.01 year: 2027
      provenance { source: "test" confidence: "assumption" }
    }
    goal {
      id: "money" name: "Money" indicator: "spending" unit: "yuan/year" value: 1000000000 year: 2027
      part: true observed: 400000000 observed_year: 2023
      provenance { source: "test" confidence: "assumption" }
    }
    goal {
      id: "ships" name: "Ships" unit: "people/year" value: 7 reason: "no ships here"
      provenance { source: "test" confidence: "assumption" }
    }
  }
}
)";

using Row = std::map<std::string, std::string>;

// By the first of `keys` that names a row; no cell holds a comma.
std::map<std::string, Row> rows_of(const std::string& path, const std::vector<std::string>& keys) {
  std::map<std::string, Row> rows;
  std::vector<std::string> names;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells(1);
    for (const char c : line)
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
    if (names.empty()) {
      names = cells;
      continue;
    }
    Row row;
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) row[names[i]] = cells[i];
    std::string key;
    for (const std::string& name : keys) key += (key.empty() ? "" : "/") + row[name];
    rows[key] = row;
  }
  return rows;
}

Outcome run_plan(const Scratch& scratch, const std::string& out, std::vector<std::string> more) {
  std::filesystem::create_directories(scratch / "plan");
  std::ofstream(scratch / "plan/scenario.txtpb") << kPlan;
  std::vector<std::string> words{"run", scratch / "plan", "-r", "10", "--lang", "en", "-o", out};
  words.insert(words.end(), more.begin(), more.end());
  return run(words);
}

TEST(Goals, StandInTheReportAndInItsTable) {
  const Scratch scratch;
  const Outcome outcome = run_plan(scratch, scratch / "out", {});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Ships, 7: not modelled: no ships here"));
  EXPECT_THAT(outcome.out, HasSubstr("What the spending makes"));
  auto kpi = rows_of(scratch / "out/csv/kpi.csv", {"kpi", "kpi_group"});
  auto goals = rows_of(scratch / "out/csv/goals.csv", {"goal"});
  ASSERT_EQ(goals.size(), 3U);
  const double spending = std::stod(kpi["spending/all"]["value"]);
  EXPECT_GT(spending, 0);
  EXPECT_DOUBLE_EQ(std::stod(kpi["economy/twice"]["value"]), 2 * spending);

  EXPECT_EQ(goals["rate"]["simulated"], kpi["air_transfer_rate/all"]["value"]);
  EXPECT_EQ(goals["rate"]["simulated_low"], kpi["air_transfer_rate/all"]["total_low"])
      << "the total interval decides";
  EXPECT_EQ(goals["rate"]["reached"], "yes");
  EXPECT_DOUBLE_EQ(std::stod(goals["money"]["simulated"]), 365 * spending);
  EXPECT_DOUBLE_EQ(std::stod(goals["money"]["to_go"]), 6e8) << "from what was published";
  EXPECT_EQ(goals["money"]["reached"], "no");
  EXPECT_EQ(goals["ships"]["kpi"], "");
  EXPECT_EQ(goals["ships"]["simulated"], "");
  EXPECT_EQ(goals["ships"]["to_go"], "");
  EXPECT_EQ(goals["ships"]["reached"], "not told");
  const std::ifstream assumptions(scratch / "out/csv/assumptions.csv");
  std::stringstream told;
  told << assumptions.rdbuf();
  EXPECT_THAT(told.str(), HasSubstr(",multiplier,twice,"));
  EXPECT_THAT(told.str(), Not(HasSubstr(",goal,"))) << "no result hangs on a goal";
}

TEST(Goals, OfASampleOnlySharesAreHeldAgainstRuns) {
  const Scratch scratch;
  const Outcome outcome = run_plan(scratch, scratch / "out", {"--sample", "0.5"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  auto goals = rows_of(scratch / "out/csv/goals.csv", {"goal"});
  EXPECT_EQ(goals["money"]["simulated"], "");
  EXPECT_NE(goals["rate"]["simulated"], "");
}

}  // namespace
}  // namespace stopover::system_test
