// SPDX-License-Identifier: Apache-2.0
// Each rule of the scenario has a fixture that breaks it, and one slip gives one fault: the exact
// code, file, line and field, without echoes.
#include "models/scenario/validate.hpp"

#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/rules.hpp"
#include "models/scenario/tables.hpp"
#include "tests/models/scenario/scenario_text.hpp"
#include "tests/models/scenario/slips.hpp"
#include "tests/models/scenario/sound_scenario.hpp"

namespace stopover::scenario {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++n;
  return n;
}

std::string edited(std::string text, const std::vector<Edit>& edits) {
  for (const Edit& edit : edits) {
    EXPECT_EQ(count(text, edit.from), 1U) << edit.from;
    const std::size_t at = text.find(edit.from);
    if (at != std::string::npos) text.replace(at, edit.from.size(), edit.to);
  }
  return text;
}

int line_of(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
  EXPECT_EQ(count(text, part), 1U) << part;
  const auto end =
      text.begin() + static_cast<std::ptrdiff_t>(std::min(text.find(part), text.size()));
  return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

FaultList faults_of(const std::filesystem::path& folder) {
  FaultList faults;
  const LoadedScenario loaded = load(folder, faults);
  validate(loaded, faults);
  return faults;
}

std::vector<Slip> all_slips() {
  std::vector<Slip> all;
  for (const auto& part :
       {reading_slips(), value_slips(), service_slips(), people_slips(), hub_slips()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST(Validate, TheSoundScenarioHasNoFault) {
  const TempFolder folder;
  folder.write("scenario.txtpb", sound_scenario());
  EXPECT_EQ(faults_of(folder.path()).text(), "0 errors, 0 warnings\n");
}

// Two rights in a row are passed by who holds both, and six by who holds six.
TEST(Validate, AWayMayAskForSeveralRights) {
  const auto text_of = [](const std::string& both) {
    const std::string plain =
        R"(    walk { not_with: "pass_by" from: "entry" to: "rail:depart" seconds: 240 })";
    const std::string other = "\n  right { id: \"z\" name: \"Z\" name_zh: \"Z\" " + kWho + " }\n";
    return edited(sound_scenario(),
                  {{plain, R"(    walk { needs: "z" from: "entry" to: "security" seconds: 240 })"},
                   {R"(seconds: 150 from: "entry")", R"(seconds: 150 from: "security")"},
                   {R"(grants: ["pass_by"])", both},
                   with_element(other)});
  };
  const TempFolder folder;
  folder.write("scenario.txtpb", text_of(R"(grants: ["pass_by", "z"])"));
  EXPECT_EQ(faults_of(folder.path()).text(), "0 errors, 0 warnings\n");
  folder.write("scenario.txtpb", text_of(R"(grants: ["pass_by"])"));
  EXPECT_THAT(faults_of(folder.path()).text(), ::testing::HasSubstr("W-SCN-269"));
}

TEST(Validate, ScenariosMinimalHasNoFault) {
  const std::string folder = STOPOVER_SOURCE_DIR "/scenarios/minimal";
  EXPECT_EQ(faults_of(folder).text(), "0 errors, 0 warnings\n");
}

TEST(Validate, OneSlipGivesTheOneFaultOfItsRuleAtItsLine) {
  for (const Slip& slip : all_slips()) {
    SCOPED_TRACE(slip.rule + " " + slip.field + ": " + slip.edits.front().to.substr(0, 300));
    const TempFolder folder;
    const std::string text = edited(sound_scenario(), slip.edits);
    folder.write("scenario.txtpb", text);
    std::string where = text;
    for (const auto& [name, content] : slip.files) {
      folder.write(name, content);
      if (name == slip.file) where = content;
    }
    const FaultList faults = faults_of(folder.path());
    const std::string expected = slip.rule + " " + slip.file + ":" +
                                 std::to_string(line_of(where, slip.at)) + " " + slip.field;
    EXPECT_THAT(brief(faults), ElementsAre(expected)) << faults.text();
    for (const InputFault& fault : faults.kept()) EXPECT_FALSE(fault.expected.empty());
  }
}

TEST(Validate, EveryRegisteredRuleHasASlipAndEverySlipARule) {
  std::set<std::string> registered;
  for (const Rule& rule : scenario_rules()) registered.emplace(rule.code);
  std::set<std::string> exercised;
  for (const Slip& slip : all_slips()) exercised.insert(slip.rule);
  EXPECT_EQ(exercised, registered);
}

TEST(Validate, RulesAscendAndAreWrittenInBothLanguages) {
  std::string before;
  for (const Rule& rule : scenario_rules()) {
    EXPECT_LT(before, rule.code);
    before = rule.code;
    for (const std::string_view text :
         {rule.title_en, rule.title_zh, rule.explanation_en, rule.explanation_zh})
      EXPECT_FALSE(text.empty()) << rule.code;
  }
}

TEST(Validate, AllFaultsOfAllFilesComeTogether) {
  const TempFolder folder;
  std::string text = edited(sound_scenario(), {{"lon: 121.8 ", "lon: nan "},
                                               {"delay: \"late\" gate", "delay: \"lat\" gate"},
                                               {"persons_per_day: 120", "persons_per_day: -1"},
                                               with_field("files { roads: \"r.csv\" }\n")});
  folder.write("scenario.txtpb", text);
  folder.write("r.csv",
               "id,mode,from,to,minutes,fare_yuan,party_max,source,confidence\n"
               "a,CAR,rail,twon,90,10,4,s,low\nb,CAR,rail,town,9O,10,4,s,low\n");
  const auto line = [&](const char* part) { return std::to_string(line_of(text, part)); };
  EXPECT_THAT(
      brief(faults_of(folder.path())),
      ElementsAre("E-CSV-034 r.csv:3 minutes",
                  "E-SCN-102 scenario.txtpb:" + line("lon: nan") + " lon",
                  "E-SCN-103 scenario.txtpb:" + line("per_day: -1") + " persons_per_day",
                  "E-SCN-105 r.csv:2 to", "E-SCN-105 scenario.txtpb:" + line("\"lat\"") + " delay",
                  "W-SCN-402 scenario.txtpb:1 elements.market"));
}

// Far from its neighbours only if the refused cell counted as 0.
TEST(Validate, ARefusedCoordinateIsNotCheckedAgainstTheLine) {
  const TempFolder folder;
  std::string line = "line { id: \"m\" name: \"M\" mode: METRO seats: 1 flat_fare_yuan: 3 " + kWho +
                     " headway { from: \"06:00\" until: \"07:00\" minutes: 5 }";
  std::string rows = "id,name,kind,lon,lat,time_zone,country,source,confidence\n";
  for (int i = 0; i < 8; ++i) {
    line += fmt::format(" stop {{ place: \"m{}\" minutes: {} }}", i, 9 * i);
    rows += fmt::format("m{},M,METRO_STATION,{:.2f},{},Asia/Shanghai,CN,s,low\n", i, 121 + 0.01 * i,
                        i == 3 ? "x" : "31");
  }
  folder.write("places.csv", rows);
  folder.write("scenario.txtpb",
               edited(sound_scenario(), {with_field("files { places: \"places.csv\" }\n"),
                                         with_element(line + " }")}));
  EXPECT_THAT(brief(faults_of(folder.path())), ElementsAre("E-CSV-034 places.csv:5 lat"));
}

TEST(Validate, NamesTheNearestName) {
  const TempFolder folder;
  const auto text_of = [&](const Edit& edit) {
    folder.write("scenario.txtpb", edited(sound_scenario(), {edit}));
    return faults_of(folder.path()).text();
  };
  EXPECT_THAT(text_of({"delay: \"late\" gate", "delay: \"lat\" gate"}),
              HasSubstr("found \"lat\", expected the id of a delay; did you mean \"late\"?"));
  EXPECT_THAT(text_of({"id: \"spend.day_hours\"", "id: \"spend.day_hour\""}),
              HasSubstr("did you mean \"spend.day_hours\"?"));
  EXPECT_THAT(text_of({"to: \"entry\" seconds", "to: \"entri\" seconds"}),
              HasSubstr("did you mean \"entry\"?"));
}

// A change of one of three figures: the fault says where the other stands.
TEST(Validate, ARangeBrokenByAChangeNamesBothPlaces) {
  const TempFolder folder;
  folder.write("base/scenario.txtpb", sound_scenario());
  folder.write(
      "plan/scenario.txtpb",
      "id: \"plan\"\ntitle: \"Plan\"\nbase: \"../base\"\nchange {\n  id: \"c\" reason: "
      "\"r\"\n  alter { spending { id: \"visitor:food\" mean_yuan: 99 } }\n  provenance { source: "
      "\"own estimate\" confidence: \"assumption\" }\n}\n");
  FaultList faults;
  const LoadedScenario loaded = load(folder.path() / "plan", faults);
  validate(loaded, faults);
  EXPECT_THAT(faults.text(), HasSubstr("mean_yuan_low: found \"100\""));
  EXPECT_THAT(faults.text(), HasSubstr("at most the value, 99, of "));
  EXPECT_THAT(faults.text(), HasSubstr("plan/scenario.txtpb:6"));
}

TEST(Validate, GrowthNeedsTheYearThatItCountsFrom) {
  const TempFolder folder;
  folder.write("scenario.txtpb", edited(sound_scenario(), {{"volume_year: 2023 ", ""}}));
  EXPECT_THAT(brief(faults_of(folder.path())), ElementsAre(HasSubstr("E-SCN-101")));
}

TEST(Validate, ABracketLeftOpenIsNamedOnce) {
  const TempFolder folder;
  folder.write(
      "scenario.txtpb",
      edited(sound_scenario(), {{"places: [\"gates\", \"rail\"]\n}", "places: \"rail\""}}));
  const FaultList faults = faults_of(folder.path());
  EXPECT_THAT(brief(faults), ElementsAre(HasSubstr("E-SCN-004 "),
                                         "E-SCN-005 scenario.txtpb:12 "
                                         "gateway.horizon"));
  EXPECT_THAT(faults.text(), HasSubstr("a field of Gateway; is a } missing above?"));
}

TEST(Validate, WhatCouldNotBeReadGivesNoEchoes) {
  const TempFolder folder;
  // The text breaks off: nothing that refers to what follows may be reported.
  folder.write(
      "scenario.txtpb",
      edited(sound_scenario(), {{"  delay {\n    id: \"late\"", "  delay {\n    id: }\n"}}));
  const FaultList broken = faults_of(folder.path());
  EXPECT_FALSE(broken.empty());
  for (const InputFault& fault : broken.kept())
    EXPECT_EQ(fault.rule, rule::kSyntax) << fault.text();
}

// What a missing file cannot explain is reported beside it: a value that is wrong alone, two that
// do not go together, a name of a kind that was read whole. A place may stand in the missing file.
TEST(Validate, AMissingTableHidesNoOtherFault) {
  const TempFolder folder;
  const std::vector<Edit> slips{
      {"lon: 121.8 ", "lon: nan "},
      {"delay: \"late\" gate", "delay: \"lat\" gate"},
      {"from: \"gates\" to: \"abroad\"", "from: \"gates\" to: \"elsewhere\""},
      {"\"09:00\" until: \"22:00\"", "\"09:00\" until: \"08:00\""}};
  std::vector<Edit> edits = slips;
  edits.push_back(with_field("files { places: \"none.csv\" }\n"));
  folder.write("scenario.txtpb", edited(sound_scenario(), edits));
  EXPECT_THAT(brief(faults_of(folder.path())),
              UnorderedElementsAre(HasSubstr("E-SCN-009"), HasSubstr("E-SCN-102"),
                                   HasSubstr(std::string(rule::kReference) + " scenario.txtpb"),
                                   HasSubstr(std::string(rule::kTimeRange))));
  folder.write("scenario.txtpb", edited(sound_scenario(), slips));
  EXPECT_EQ(faults_of(folder.path()).count(std::string(rule::kReference)), 2U);  // the place too
}

// Each kind of table and feed in turn, and the base: the sound rest has nothing to say of it.
TEST(Validate, OneMissingFileIsOneFault) {
  std::vector<std::string> files;
  for (const TableKind& table : table_kinds())
    files.push_back("files { " + std::string(table.list) + ": \"none.csv\" }\n");
  files.push_back("files { gtfs { path: \"none\" prefix: \"m:\" " + kWho + " } }\n");
  files.emplace_back("base: \"none\"\n");
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    const TempFolder folder;
    folder.write("scenario.txtpb", edited(sound_scenario(), {with_field(file)}));
    EXPECT_THAT(brief(faults_of(folder.path())), ElementsAre(HasSubstr("E-SCN-009")));
  }
}

// Nor has what is left of scenarios/minimal and shanghai/2024 where one of their tables is gone:
// all that names its rows, counts or sums them is silent.
TEST(Validate, OneMissingTableOfARealScenarioIsOneFault) {
  namespace fs = std::filesystem;
  for (const auto& [shelf, name] : {std::pair("minimal", ""), std::pair("shanghai", "2024")}) {
    const fs::path source = fs::path(STOPOVER_SOURCE_DIR "/scenarios") / shelf;
    const TempFolder folder;
    fs::copy(source, folder.path(), fs::copy_options::recursive);
    FaultList none;
    const LoadedScenario whole = load(folder.path() / name, none);
    ASSERT_TRUE(none.empty()) << none.text();
    for (const InputFile& table : whole.inputs) {
      if (!table.path.ends_with(".csv")) continue;
      const fs::path away = folder.path() / "away";
      fs::rename(table.path, away);
      EXPECT_THAT(brief(faults_of(folder.path() / name)), ElementsAre(HasSubstr("E-SCN-009")))
          << table.path;
      fs::rename(away, table.path);
    }
  }
}

// A place that cannot be left does not hide a checkpoint elsewhere in its hub that nobody comes to;
// nor is what leads to that place, or from it, named beside it.
TEST(Validate, APlaceThatIsCutOffHidesNoOtherCheckpoint) {
  const TempFolder folder;
  const std::string walks = "walk { from: \"security\" to: \"gates:depart\" seconds: 120 }\n";
  const std::string spare =
      "checkpoint { id: \"spare\" name: \"Spare\" kind: SECURITY\n"
      "      staffing { from: \"06:00\" until: \"23:00\" desks: 3 }\n"
      "      service { distribution: CONSTANT mean_seconds: 31 } " +
      kWho + " }\n    ";
  folder.write(
      "scenario.txtpb",
      edited(sound_scenario(),
             {{"    " + walks, "    walk { from: \"spare\" to: \"rail:depart\" seconds: 9 }\n"},
              {"walk { from: \"gates:arrive\"", spare + "walk { from: \"gates:arrive\""}}));
  EXPECT_THAT(brief(faults_of(folder.path())),
              UnorderedElementsAre("E-SCN-309 scenario.txtpb:40 places[1]", HasSubstr("places[0]"),
                                   HasSubstr("checkpoint[2]")));
}

TEST(Validate, EveryValueThatItsFieldCannotHoldIsReported) {
  const TempFolder folder;
  folder.write("scenario.txtpb",
               edited(sound_scenario(), {{"days: 7 ", "days: seven "},
                                         {"volume_year: 2023 ", "volume_year: 20230000000 "},
                                         {"lon: 121.8 ", "lon: \"121.8\" "},
                                         {"id: \"late\"", "id: 7"}}));
  EXPECT_THAT(brief(faults_of(folder.path())),
              UnorderedElementsAre(HasSubstr("horizon.days"), HasSubstr("volume_year"),
                                   HasSubstr("lon"), HasSubstr("delay.id")));
}

TEST(Validate, ARowWithARefusedCellGivesNoEchoes) {
  const TempFolder folder;
  folder.write("scenario.txtpb",
               edited(sound_scenario(), {with_field("files { flights: \"f.csv\" }\n")}));
  folder.write("f.csv",
               "id,carrier,from,to,first_departure,per_day,block_minutes,seats,fare_yuan,source,"
               "confidence\nx,XB,gates,abroad,07:00,1,150,many,900,,low\n");
  EXPECT_THAT(brief(faults_of(folder.path())),
              ElementsAre("E-CSV-023 f.csv:2 source", HasSubstr("f.csv:2 seats")));
}

TEST(Validate, AnEmptyCellOfATextSaysWhatBelongsThere) {
  const TempFolder folder;
  folder.write("scenario.txtpb",
               edited(sound_scenario(), {with_field("files { flights: \"f.csv\" }\n")}));
  folder.write("f.csv",
               "id,carrier,from,to,first_departure,per_day,block_minutes,seats,fare_yuan,source,"
               "confidence\nx,XB,gates,abroad,,1,150,200,900,,low\n");
  const std::string text = faults_of(folder.path()).text();
  EXPECT_THAT(text, HasSubstr("a citation, a source id or \"own estimate\", never empty"));
  EXPECT_THAT(text, HasSubstr("a time such as 08:15"));
}

// One misnamed column: what it would have said is not invented for the rows.
TEST(Validate, AColumnThatIsMissingGivesNoEchoes) {
  const TempFolder folder;
  const std::string rows =
      ",source,confidence\nx,XB,gates,abroad,07:00,1,150,180,900,s,low\n"
      "y,XB,gates,abroad,08:00,1,150,180,900,s,low\n";
  const auto faults_with = [&](const std::string& list, const std::string& table) {
    folder.write("scenario.txtpb",
                 edited(sound_scenario(), {with_field("files { " + list + ": \"t.csv\" }\n")}));
    folder.write("t.csv", table);
    return brief(faults_of(folder.path()));
  };
  EXPECT_THAT(
      faults_with("flights",
                  "id,carrier,from,to,first_departure,perday,block_minutes,seats,fare_yuan" + rows),
      ElementsAre("E-CSV-010 t.csv:1 per_day", "E-CSV-011 t.csv:1 perday"));
  EXPECT_THAT(
      faults_with(
          "flights",
          "key,carrier,from,to,first_departure,per_day,block_minutes,seats,fare_yuan" + rows),
      ElementsAre("E-CSV-010 t.csv:1 id", "E-CSV-011 t.csv:1 key"));
  EXPECT_THAT(
      faults_with("catchments",
                  "catchment,town,weight,source,confidence\nw,town,1,s,low\nw,rail,1,s,low\n"),
      ElementsAre("E-CSV-010 t.csv:1 place", "E-CSV-011 t.csv:1 town"));
}

// 上海 in GBK, as a Chinese Excel saves it.
TEST(Validate, ACellThatIsNotUtf8IsOneFault) {
  const TempFolder folder;
  folder.write("scenario.txtpb",
               edited(sound_scenario(), {with_field("files { flights: \"f.csv\" }\n")}));
  folder.write("f.csv",
               "id,carrier,from,to,first_departure,per_day,block_minutes,seats,fare_yuan,source,"
               "confidence\nx,XB,gates,abroad,07:00,1,150,200,900,\xC9\xCF\xBA\xA3,low\n");
  EXPECT_THAT(brief(faults_of(folder.path())), ElementsAre("E-CSV-002 f.csv:2 "));
}

TEST(Validate, AMissingParameterIsMissingFromItsTable) {
  const TempFolder folder;
  folder.write("scenario.txtpb", "files { parameters: \"p.csv\" }\n");
  folder.write("p.csv",
               "id,value,unit,source,confidence\nspend.day_hours,8,h,own estimate,assumption\n");
  const FaultList faults = faults_of(folder.path());
  EXPECT_THAT(faults.text(), HasSubstr("p.csv: id: expected parameter "));
  std::size_t missing = 0;
  for (const InputFault& fault : faults.kept())
    if (fault.rule == rule::kNoParameter) {
      ++missing;
      EXPECT_EQ(fault.file, (folder.path() / "p.csv").string());
    }
  EXPECT_GT(missing, 1U);
}

TEST(Validate, AChangeIsCheckedWhereItWasWritten) {
  const TempFolder folder;
  folder.write("base/scenario.txtpb", sound_scenario());
  folder.write("scenario.txtpb", "id: \"plan\" base: \"base\"\nchange { id: \"c\" reason: \"r\" " +
                                     kWho +
                                     "\n  alter { line { id: \"train\"\n    seats: -1 } } }\n");
  EXPECT_THAT(brief(faults_of(folder.path())), ElementsAre("E-SCN-103 scenario.txtpb:4 seats"));
}

TEST(Validate, ASingleDepartureIsALine) {
  const TempFolder folder;
  folder.write(
      "scenario.txtpb",
      edited(sound_scenario(), {{"\"09:00\" until: \"22:00\"", "\"22:00\" until: \"22:00\""}}));
  EXPECT_THAT(brief(faults_of(folder.path())), IsEmpty());
}

TEST(Validate, BackgroundMayNameARouteOfAFeed) {
  const TempFolder folder;
  folder.write("feed/agency.txt", "agency_id\n");
  const std::string gtfs = "files { gtfs { path: \"feed\" prefix: \"metro:\" " + kWho + " } }\n";
  folder.write(
      "scenario.txtpb",
      edited(sound_scenario(), {with_field(gtfs), {"target: \"train\"", "target: \"metro:2\""}}));
  EXPECT_THAT(brief(faults_of(folder.path())), IsEmpty());
  folder.write(
      "scenario.txtpb",
      edited(sound_scenario(), {with_field(gtfs), {"target: \"train\"", "target: \"tram:2\""}}));
  EXPECT_THAT(faults_of(folder.path()).text(),
              HasSubstr("the id of a line, flight, checkpoint, or a feed's prefix and route_id"));
}

}  // namespace
}  // namespace stopover::scenario
