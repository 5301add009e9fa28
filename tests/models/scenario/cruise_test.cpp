// SPDX-License-Identifier: Apache-2.0
// Each rule of cruise ports has a slip that breaks it: the exact code, field and line.
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/cruise_rules.hpp"
#include "models/scenario/known_cruise.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/validate.hpp"
#include "tests/models/scenario/scenario_text.hpp"
#include "tests/models/scenario/slips.hpp"
#include "tests/models/scenario/sound_scenario.hpp"

namespace stopover::scenario {
namespace {

using testing::ElementsAre;

std::string second_call(const std::string& fields) {
  return "cruise_call { id: \"second\" ship: \"ship\" terminal: \"quay\" kind: \"turnaround\" " +
         fields + " " + kWho + " }\n";
}

// `at`: part of the line that must be named.
std::vector<Slip> slips() {
  return {
      {"E-CRU-001", "arrive", {{"\"2024-06-04T07:00\"", "\"4 June\""}}, "\"4 June\""},
      {"E-CRU-002", "arrive", {{"arrive: \"2024-06-04T07:00\" ", ""}}, "cruise_call {"},
      {"E-CRU-002", "depart", {{"depart: \"2024-06-04T17:00\" ", ""}}, "cruise_call {"},
      {"E-CRU-003",
       "depart",
       {{"depart: \"2024-06-04T17:00\"", "depart: \"2024-06-04T06:00\""}},
       "06:00\" guests_off"},
      {"E-CRU-003",
       "depart",
       {{"departs_on: \"15\" arrive: \"07:10\"", "departs_on: \"15\" arrive: \"18:10\""}},
       "18:10"},
      {"E-CRU-004",
       "berth",
       {{"quay_1\" terminal: \"quay\" length_m: 350.5",
         "quay_1\" terminal: \"quay\" length_m: 310"},
        with_element("cruise_berth { id: \"quay_2\" terminal: \"quay\" length_m: 350 depth_m: 12 " +
                     kWho + " }\n")},
       "id: \"call\" ship"},
      {"E-CRU-005",
       "berth",
       {with_element("cruise_terminal { id: \"pier\" name: \"Pier\" place: \"town\" "
                     "arrival_hall: 1 departure_hall: 1 " +
                     kWho +
                     " }\ncruise_berth { id: \"pier_1\" terminal: \"pier\" length_m: 400 "
                     "depth_m: 12 " +
                     kWho + " }\n"),
        {"berth: \"quay_1\" kind", "berth: \"pier_1\" kind"}},
       "berth: \"pier_1\" kind"},
      {"E-CRU-006",
       "berth",
       {with_element(
           "cruise_ship { id: \"other\" name: \"O\" length_m: 200 draught_m: 7 gt: 1000 "
           "lower_berths: 10 guests_max: 20 crew: 5 " +
           kWho +
           " }\ncruise_call { id: \"third\" ship: \"other\" terminal: \"quay\" berth: \"quay_1\" "
           "kind: \"turnaround\" arrive: \"2024-06-04T12:00\" depart: \"2024-06-04T20:00\" " +
           kWho + " }\n")},
       "id: \"third\" ship"},
      {"E-CRU-007",
       "ship",
       {with_element(second_call("arrive: \"2024-06-04T16:00\" depart: \"2024-06-05T08:00\""))},
       "id: \"second\""},
      {"E-CRU-008", "guests_off", {{"guests_off: 3001", "guests_off: 4999"}}, "guests_off: 4999"},
      {"E-CRU-009", "nights[1]", {{"nights: [4, 5]", "nights: [4, 5.5]"}}, "5.5]"},
      {"E-CRU-010",
       "month_events",
       {{"month_events: [1.5, 1, 2, 3, 2, 1, 0, 0, 0, 1, 1, 1]", "month_events: [1.5, 1]"}},
       "month_events: [1.5, 1]"},
      {"E-CRU-010",
       "valid_from",
       {{"cruise_closure {\n    id: \"dredging\" name: \"Dredging\" kind: \"works\"\n    "
         "valid_from: "
         "\"2024-06-20\" valid_until: \"2024-06-21\" from: ",
         "cruise_closure { id: \"dredging\" name: \"Dredging\" kind: \"works\" from: "}},
       "id: \"dredging\""},
      {"E-CRU-010", "mean_hours", {{"mean_hours: 5.5", "mean_hours: 0"}}, "mean_hours: 0 cv"},
      {"E-CRU-011",
       "terminals[0]",
       {with_element("cruise_channel { id: \"detour\" terminals: \"quay\" minutes: 9 pilots: 1 "
                     "depth_m: 9 " +
                     kWho + " }\n")},
       "id: \"detour\""},
      {"E-CRU-012",
       "type",
       {with_element("cruise_desk { id: \"odd\" terminal: \"quay\" stage: \"customs\" "
                     "type: \"egate\" from: \"05:00\" until: \"06:00\" desks: 1 mean_seconds: 5 " +
                     kWho + " }\n")},
       "id: \"odd\""},
      {"E-CRU-013",
       "id",
       {{"until: \"24:00\" desks: 12 mean_seconds: 41",
         "until: \"24:00\" desks: 0 mean_seconds: 41"}},
       "id: \"quay\" name"},
      {"E-CRU-020",
       "share",
       {{"kind: \"transit\" share: 1 party", "kind: \"transit\" share: 0.5 party"}},
       "share: 0.5 party"},
      {"E-CRU-021",
       "id",
       {{"id: \"visitors_walk\" guest: \"visitors\"", "id: \"visitors_walk\" guest: \"delta\""}},
       "id: \"visitors\" name"},
      {"E-CRU-022",
       "id",
       {with_element("cruise_figure { id: \"bags.first_minute\" value: 1 unit: \"min\" " + kWho +
                     " }\n")},
       "bags.first_minute\" value"},
  };
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++n;
  return n;
}

int line_of(std::string_view text, std::string_view part) {
  EXPECT_EQ(count(text, part), 1U) << part;
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(text.find(part));
  return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

FaultList faults_of(const std::string& text) {
  const TempFolder folder;
  folder.write("scenario.txtpb", text);
  FaultList faults;
  validate(load(folder.path(), faults), faults);
  return faults;
}

TEST(CruiseRules, OneSlipGivesTheOneFaultOfItsRuleAtItsLine) {
  for (const Slip& slip : slips()) {
    SCOPED_TRACE(slip.rule + " " + slip.field + ": " + slip.edits.front().to.substr(0, 200));
    std::string text = sound_scenario();
    for (const Edit& edit : slip.edits) {
      ASSERT_EQ(count(text, edit.from), 1U) << edit.from;
      text.replace(text.find(edit.from), edit.from.size(), edit.to);
    }
    const FaultList faults = faults_of(text);
    EXPECT_THAT(brief(faults), ElementsAre(fmt::format("{} scenario.txtpb:{} {}", slip.rule,
                                                       line_of(text, slip.at), slip.field)))
        << faults.text();
  }
}

TEST(CruiseRules, AFigureIsInItsRangeAndThere) {
  const std::string text = sound_scenario();
  const std::string from = "id: \"coach.persons\"\n    value: 100";
  ASSERT_EQ(count(text, from), 1U);
  std::string high = text;
  high.replace(high.find(from), from.size(), "id: \"coach.persons\"\n    value: 101");
  const FaultList out = faults_of(high);
  EXPECT_EQ(out.count("E-CRU-023"), 2U) << "the value, and high below it\n" << out.text();
  std::string renamed = text;
  renamed.replace(renamed.find(from), from.size(), "id: \"coach.seats\"\n    value: 100");
  const FaultList missing = faults_of(renamed);
  EXPECT_EQ(missing.count("E-CRU-022"), 1U);
  EXPECT_EQ(missing.count("E-CRU-024"), 1U);
}

TEST(CruiseRules, AScenarioWithoutCallsNeedsNoFigures) {
  FaultList faults;
  validate(load(STOPOVER_SOURCE_DIR "/scenarios/minimal", faults), faults);
  EXPECT_EQ(faults.text(), "0 errors, 0 warnings\n");
}

TEST(CruiseRules, AscendAndAreWrittenInBothLanguages) {
  std::string before;
  for (const Rule& rule : cruise_rules()) {
    if (!before.empty()) {
      EXPECT_LT(before.substr(2), rule.code.substr(2)) << rule.code;
    }
    before = rule.code;
    for (const std::string_view text :
         {rule.title_en, rule.title_zh, rule.explanation_en, rule.explanation_zh})
      EXPECT_FALSE(text.empty()) << rule.code;
  }
}

}  // namespace
}  // namespace stopover::scenario
