// SPDX-License-Identifier: Apache-2.0
// The worked cases against the rules that scenarios/shanghai ships, and against the list of facts
// they come from (facts/visa_rule_tests.csv beside STOPOVER_SHARED_DATA) where it is there.
#include "tests/models/entry/entry_cases.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "models/scenario/load.hpp"
#include "models/scenario/validate.hpp"
#include "tests/models/scenario/scenario_text.hpp"

namespace stopover::entry {
namespace {

const scenario::Scenario& shanghai() {
  static const scenario::Scenario kScenario = [] {
    FaultList faults;
    const auto loaded = scenario::load(STOPOVER_SOURCE_DIR "/scenarios/shanghai/2024", faults);
    scenario::validate(loaded, faults);
    EXPECT_FALSE(faults.has_errors()) << faults.text();
    return loaded.scenario;
  }();
  return kScenario;
}

const EntryBook& book(const std::string& switched) {
  static std::map<std::string, EntryBook> books;
  const auto at = books.find(switched);
  if (at != books.end()) return at->second;
  std::set<std::string> turned;
  if (!switched.empty()) turned.insert(switched);
  return books.emplace(switched, entry_book(shanghai(), turned)).first->second;
}

class WorkedCase : public ::testing::TestWithParam<EntryCase> {};

INSTANTIATE_TEST_SUITE_P(Facts, WorkedCase, ::testing::ValuesIn(entry_cases()),
                         [](const auto& one) {
                           return one.param.id + "_" + std::to_string(one.index);
                         });

TEST_P(WorkedCase, IsDecidedAsPublished) {
  const EntryCase& one = GetParam();
  const EntryBook& rules = book(one.switched);
  const policy::EntryQuestion question = question_of(one, rules);
  const policy::EntryAnswer answer = rules.rules.decide(question);
  SCOPED_TRACE(one.id + ": " + one.nationality + " from " + one.from + " to " + one.to + ", " +
               one.arrive + " at " + one.port + ", " +
               (one.regime.empty() ? "the longest" : one.regime));
  std::optional<policy::RegimeAnswer> asked;
  if (one.regime.empty()) {
    ASSERT_TRUE(answer.best.has_value());
    asked = answer.best;
    EXPECT_EQ(rules.rules.regimes()[asked->regime].key, one.says);
  } else {
    for (const policy::RegimeAnswer& each : answer.regimes)
      if (rules.rules.regimes()[each.regime].key == one.regime) asked = each;
    ASSERT_TRUE(asked.has_value());
    EXPECT_EQ(failed_text(asked->failed), one.says);
  }
  if (one.latest.empty()) return;
  ASSERT_TRUE(asked->latest_exit.has_value());
  EXPECT_EQ(*asked->latest_exit, civil_instant(one.latest));
}

TEST(EntryCases, AreFortyThree) {
  std::set<std::string> ids;
  for (const EntryCase& one : entry_cases()) ids.insert(one.id.substr(0, 3));
  EXPECT_EQ(ids.size(), 43U);
}

// Fields of one line, quotes taken off.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
  }
  return fields;
}

bool is_country(const std::string& text) {
  return text.size() == 2 && policy::Country(text).index() + 1 < policy::Country::kCodes;
}

TEST(EntryCases, AgreeWithTheListOfFacts) {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) GTEST_SKIP() << "STOPOVER_SHARED_DATA does not name the references";
  const auto path = std::filesystem::path(root).parent_path() / "facts" / "visa_rule_tests.csv";
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << "no " << path;
  std::string line;
  std::getline(file, line);
  std::set<std::string> seen;
  while (std::getline(file, line)) {
    const std::vector<std::string> row = fields_of(line);
    ASSERT_EQ(row.size(), 14U) << line;
    SCOPED_TRACE(line);
    const std::vector<EntryCase> all = entry_cases();
    const auto mine =
        std::find_if(all.begin(), all.end(), [&](const EntryCase& c) { return c.id == row[0]; });
    ASSERT_NE(mine, all.end());
    seen.insert(row[0]);
    if (is_country(row[3])) {
      EXPECT_EQ(mine->nationality, row[3]);
    }
    if (is_country(row[4])) {
      EXPECT_EQ(mine->from, row[4]);
    }
    if (is_country(row[5])) {
      EXPECT_EQ(mine->to, row[5]);
    }
    if (row[6].starts_with("20")) {
      EXPECT_TRUE(mine->arrive.starts_with(row[6])) << mine->arrive;
    }
    if (row[7].starts_with("20")) {
      EXPECT_TRUE(mine->exit.starts_with(row[7])) << mine->exit;
    }
    if (row[10].starts_with("20")) {
      EXPECT_EQ(mine->latest, row[10]);
    }
    const std::string& says = row[9];
    const std::string& answer = mine->says;
    if (says.starts_with("eligible")) {
      EXPECT_EQ(answer, "yes");
    }
    if (says.starts_with("not eligible") || says == "refuse" || says == "violation") {
      EXPECT_NE(answer, "yes");
    }
    if (says == "240h") {
      EXPECT_EQ(answer, "transit_240");
    }
    if (says == "unilateral 30 days") {
      EXPECT_EQ(answer, "exempt_30");
    }
    if (says == "unilateral 15 days") {
      EXPECT_EQ(answer, "exempt_15");
    }
    if (says == "mutual 30 days") {
      EXPECT_EQ(answer, "mutual_30");
    }
  }
  EXPECT_EQ(seen.size(), 43U);
}

// Who of the transit nationalities has no other right, by day: counted from the lists.
TEST(EntryCases, CountWhoStillNeedsTheTransitRule) {
  const auto needing = [&](const char* day) {
    int count = 0;
    for (char a = 'A'; a <= 'Z'; ++a)
      for (char b = 'A'; b <= 'Z'; ++b) {
        EntryCase one{"", "", "", {a, b}, "XX", "XY", std::string(day) + "T10:00"};
        const auto best = book("").rules.best(question_of(one, book("")));
        count += best && book("").rules.regimes()[best->regime].key == "transit_240" ? 1 : 0;
      }
    return count;
  };
  EXPECT_EQ(needing("2024-12-17"), 12);
  EXPECT_EQ(needing("2025-06-12"), 10);
  EXPECT_EQ(needing("2025-09-15"), 9);
  EXPECT_EQ(needing("2025-11-10"), 8);
  EXPECT_EQ(needing("2026-02-17"), 6);
  EXPECT_EQ(needing("2026-09-15"), 7);
}

// The harbour of Shanghai is one port with two terminals; 60, 65 and 13 are what was announced.
TEST(EntryCases, CountThePortsOfEachRule) {
  const auto open_to = [&](const std::string& regime, const std::string& day) {
    int count = 0;
    for (const auto& [key, id] : book("").port) {
      if (key == "NORTH_BUND") continue;
      EntryCase one{"", "", "", "US", "JP", "GB", day + "T10:00"};
      one.port = key;
      for (const policy::RegimeAnswer& answer :
           book("").rules.decide(question_of(one, book(""))).regimes)
        if (book("").rules.regimes()[answer.regime].key == regime)
          count += (" " + failed_text(answer.failed) + " ").find(" port ") == std::string::npos;
    }
    return count;
  };
  EXPECT_EQ(open_to("transit_240", "2025-11-04"), 60);
  EXPECT_EQ(open_to("transit_240", "2025-11-05"), 65);
  EXPECT_EQ(open_to("cruise_group", "2024-05-14"), 1);
  EXPECT_EQ(open_to("cruise_group", "2024-05-15"), 13);
}

// Other hours, one more country, the lists of the rule that it is to replace: written as changes.
TEST(EntryCases, AProposedRegimeIsAChange) {
  const scenario::TempFolder folder;
  folder.write("scenario.txtpb", R"(
id: "proposed" title: "Proposed"
base: ")" STOPOVER_SOURCE_DIR R"(/scenarios/shanghai/2024"
change {
  id: "longer" reason: "fifteen days of transit, India too"
  add {
    regime {
      id: "proposed_360" name: "360 hours" valid_from: "2024-06-01" transit: true stay_hours: 360
      clock: NEXT_MIDNIGHT counter: AT_PERMIT_DESK exit_ports: true
      countries_as: "transit_144" ports_as: "transit_144"
      provenance { source: "Own proposal" confidence: "assumption" }
    }
    entry_listing {
      id: "proposed_360:IN" regime: "proposed_360" country: "IN"
      provenance { source: "Own proposal" confidence: "assumption" }
    }
  }
  provenance { source: "Own proposal" confidence: "assumption" }
}
)");
  FaultList faults;
  const auto loaded = scenario::load(folder.path(), faults);
  scenario::validate(loaded, faults);
  ASSERT_FALSE(faults.has_errors()) << faults.text();
  const EntryBook proposed = entry_book(loaded.scenario);
  for (const char* nationality : {"US", "IN"}) {
    EntryCase one{"", "", "", nationality, "DE", "JP", "2024-06-04T10:00"};
    const auto best = proposed.rules.best(question_of(one, proposed));
    ASSERT_TRUE(best.has_value());
    EXPECT_EQ(proposed.rules.regimes()[best->regime].key, "proposed_360");
    EXPECT_EQ(best->latest_exit, civil_instant("2024-06-19T24:00"));
    one.port = "PEK";
    const auto elsewhere = proposed.rules.best(question_of(one, proposed));
    ASSERT_TRUE(elsewhere.has_value());
    EXPECT_EQ(proposed.rules.regimes()[elsewhere->regime].key, "transit_24");
  }
}

}  // namespace
}  // namespace stopover::entry
