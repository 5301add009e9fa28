// SPDX-License-Identifier: Apache-2.0
// The verifier on a good log, and on the same log with one fault planted at a time: each rule has a
// plant, and each plant is named by its rule, file and line.
#include "tools/verify_events/verify.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/tools/verify_events/good_log.hpp"

namespace stopover::verify_events::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The faults of a log written to a folder of its own.
std::vector<Fault> faults_of(const LogText& log) {
  static int count = 0;
  const fs::path folder =
      fs::temp_directory_path() /
      ("verify_events_test-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
  fs::create_directories(folder);
  for (const auto& [name, text] : log) std::ofstream(folder / name) << text;
  const std::vector<Fault> faults = verify(folder).sorted();
  fs::remove_all(folder);
  return faults;
}

std::string text_of(const std::vector<Fault>& faults) {
  std::string out;
  for (const Fault& fault : faults) out += fault_line(fault, false) + "\n";
  return out;
}

struct Edit {
  std::string file;
  std::string old_text;  // found once
  std::string new_text;
};
struct Plant {
  std::string rule;
  std::string what;
  std::vector<Edit> edits;
};

void put(const Edit& edit, LogText& log) {
  std::string& text = log.at(edit.file);
  const std::size_t at = text.find(edit.old_text);
  ASSERT_NE(at, std::string::npos) << edit.old_text;
  ASSERT_EQ(text.find(edit.old_text, at + 1), std::string::npos) << edit.old_text;
  text.replace(at, edit.old_text.size(), edit.new_text);
}

Edit events(std::string old_text, std::string new_text) {
  return {"events.csv", std::move(old_text), std::move(new_text)};
}

const std::vector<Plant>& plants() {
  static const std::vector<Plant> all{
      {"E-EVT-002", "a column has another name", {{"runs.csv", "delay_s", "delay"}}},
      {"E-EVT-003", "a time is no number", {events("0,released,a1", "x,released,a1")}},
      {"E-EVT-003", "an unknown event", {events("20,released,a2", "20,hatched,a2")}},
      {"E-EVT-003", "a field is gone", {events("20,released,a2,,1,0,", "20,released,a2,1,")}},
      {"E-EVT-003", "a step of no kind", {{"routes.csv", "0,0,walk", "0,0,flight"}}},
      {"E-EVT-003", "a desk that is no number", {{"visits.csv", "CITIZEN,1,50", "CITIZEN,x,50"}}},
      {"E-EVT-003", "desks with a rest", {{"visits.csv", "CITIZEN,1,50", "CITIZEN,1;2,50"}}},
      {"E-EVT-003", "a desk beyond all", {{"visits.csv", "CITIZEN,1,50", "CITIZEN,1 40,50"}}},
      {"E-EVT-003",
       "the ordinary desks, open to all",
       {{"visits.csv", "CITIZEN,1,50", "CITIZEN,0 1,50"}}},
      {"E-EVT-003", "a share that is no number", {{"desks.csv", "0.5,0.25", "nan,0.25"}}},
      {"E-EVT-003", "a share below nothing", {{"desks.csv", "0.5,0.25", "0.5,-1"}}},
      {"E-EVT-003", "a share above all", {{"desks.csv", "0.5,0.25", "0.5,7"}}},
      {"E-EVT-004", "a party that is nowhere", {events("20,released,a2", "20,released,zz")}},
      {"E-EVT-004", "a route that is nowhere", {{"parties.csv", "A,B,5,120", "A,B,55,120"}}},
      {"E-EVT-005", "a party twice", {{"parties.csv", "a2,1,1", "a1,1,1"}}},
      {"E-EVT-005", "a plan twice", {{"plans.csv", "a2,0,2,1", "a1,0,2,1"}}},
      {"E-EVT-006", "a stop left out", {{"calls.csv", "11,1,B,140,140,140,140,140,1\n", ""}}},
      {"E-EVT-007", "an older log", {{"settings.csv", "form,4\n", ""}}},
      {"E-EVT-007", "a newer log", {{"settings.csv", "form,4", "form,5"}}},
      {"E-EVT-010",
       "an event in the past",
       {events("311,finished,a2,,1,0,4", "309,finished,a2,,1,0,4")}},
      {"E-EVT-010", "desk periods overlap", {{"staffing.csv", "visa,0,500", "visa,0,499"}}},
      {"E-EVT-011",
       "queues while it rides",
       {events("300,alights,a1,,1,0,2,,1,1,,",
               "250,joins,a1,,1,0,2,visa,,,,0,\n300,alights,a1,,1,0,2,,1,1,,")}},
      {"E-EVT-011",
       "walks while it waits to board",
       {events("150,joins,c1", "140,walk_starts,a1,,1,0,3,,,,,,\n150,joins,c1")}},
      {"E-EVT-012",
       "leaves a checkpoint out",
       {events("50,joins,a1,,1,0,1,sec,,,,0,\n", ""),
        events("50,service_starts,a1,,1,0,1,sec,,,,,\n", ""),
        events("60,service_ends,a1,,1,0,1,sec,,,,,\n", "")}},
      {"E-EVT-012", "queues elsewhere", {{"routes.csv", "3,0,queue,visa", "3,0,queue,perm"}}},
      {"E-EVT-012",
       "waits for another run",
       {events("60,ready,a1,,1,0,2,,1,0", "60,ready,a1,,1,0,2,,2,0")}},
      {"E-EVT-013", "starts early", {{"parties.csv", "0,20,1000", "0,25,1000"}}},
      {"E-EVT-014",
       "goes on after the end",
       {events("310,finished,a1,,1,0,4,,,,,,\n",
               "310,finished,a1,,1,0,4,,,,,,\n310,walk_starts,a1,,1,0,4,,,,,,\n")}},
      {"E-EVT-015", "is lost", {events("510,finished,a3,,1,0,4,,,,,,\n", "")}},
      {"E-EVT-015",
       "never starts",
       {events("590,released,e1,,1,0,0,,,,,,\n", ""), events("590,ready,e1,,1,0,0,,,0,,,\n", ""),
        events("600,boards,e1,,1,0,0,,20,0,,,\n", ""),
        events("610,alights,e1,,1,0,0,,20,1,,,\n", ""),
        events("610,finished,e1,,1,0,1,,,,,,\n", "")}},
      {"E-EVT-016",
       "arrives before the last walk",
       {events("310,walk_ends,a1,,1,0,3,,,,,,\n", ""),
        events("300,walk_starts,a1,,1,0,3,,,,,,\n", ""),
        events("310,finished,a1,,1,0,4,,,,,,\n", ""),
        events("300,alights,a1,,1,0,2,,1,1,,,\n",
               "300,alights,a1,,1,0,2,,1,1,,,\n300,finished,a1,,1,0,3,,,,,,\n")}},
      {"E-EVT-017", "loses a person", {events("300,alights,b1,,2", "300,alights,b1,,1")}},
      {"E-EVT-018", "a stay is too short", {{"plans.csv", "b1,0,1,,150,", "b1,0,1,,151,"}}},
      {"E-EVT-019",
       "a gap between two steps",
       {events("60,ready,a1,,1,0,2,,1,0,,,\n", ""),
        events("75,ready,a2", "70,ready,a1,,1,0,2,,1,0,,,\n75,ready,a2")}},
      {"E-EVT-020", "boards before it is ready", {events("60,ready,a1,,1,0,2,,1,0,,,\n", "")}},
      {"E-EVT-021",
       "boards after the closing",
       {{"calls.csv", "200,200,200,190,200", "200,200,200,189,200"}}},
      {"E-EVT-022",
       "boards at another stop",
       {events("130,boards,b2,,1,0,0,,11,0", "130,boards,b2,,1,0,0,,11,1")}},
      {"E-EVT-022",
       "alights from another run",
       {events("120,alights,b1,,2,0,0,,10,2", "120,alights,b1,,2,0,0,,11,2")}},
      {"E-EVT-023",
       "alights before the run is there",
       {{"calls.csv", "1,1,B,300,300,300", "1,1,B,300,300,301"}}},
      {"E-EVT-024",
       "boards though closed",
       {events("390,boards,a3,,1,0,2,,2,0", "390,boards,a3,,1,0,2,,1,0")}},
      {"E-EVT-025",
       "is left behind beside a free place",
       {{"runs.csv", "10,mt,mt,0,3", "10,mt,mt,0,4"}}},
      {"E-EVT-026",
       "nobody says that it was left behind",
       {events("100,left_behind,b2,,1,0,0,,10,0,,,\n", "")}},
      {"E-EVT-026",
       "lets a run pass",
       {{"runs.csv", "11,mt,mt,0,3,1,0,0\n", "11,mt,mt,0,3,1,0,0\n13,mt,mt,0,3,1,0,0\n"},
        {"calls.csv", "12,0,A",
         "13,0,A,97,97,97,97,97,0\n13,1,B,98,98,98,98,98,0\n"
         "13,2,C,99,99,99,99,99,0\n12,0,A"}}},
      {"E-EVT-026", "waits longer than anybody does", {{"settings.csv", "ms,200", "ms,9"}}},
      {"E-EVT-027",
       "who came later boards first",  // b1, alone now, takes the last place before b2
       {{"runs.csv", "10,mt,mt,0,3,1", "10,mt,mt,0,3,2"},
        {"parties.csv", "b2,4,1,1,m,s,A,B,1,95", "b2,4,1,1,m,s,A,B,1,85"},
        {"parties.csv", "b1,3,1,2", "b1,3,1,1"},
        events("100,boards,b1,,2", "100,boards,b1,,1"),
        events("95,released,b2,,1,0,0,,,,,,\n95,ready,b2,,1,0,0,,10,0,,,\n", ""),
        events("90,released,b1",
               "85,released,b2,,1,0,0,,,,,,\n85,ready,b2,,1,0,0,,10,0,,,\n90,released,b1")}},
      {"E-EVT-028",
       "takes a booked place",
       {{"routes.csv", "6,0,ride,,,co,0,1", "6,0,ride,,,co,0,2"}}},
      {"E-EVT-030", "more persons than places", {{"runs.csv", "1,fl,fl,1,7,1", "1,fl,fl,1,5,1"}}},
      {"E-EVT-031", "somebody rides unseen", {{"calls.csv", "390,400,4", "390,400,5"}}},
      {"E-EVT-032",
       "leaves before it arrives",
       {{"calls.csv", "10,1,B,110,110,110", "10,1,B,110,110,111"}}},
      {"E-EVT-040",
       "a missed run is not told",
       {events("190,missed,a3,,1,0,2,,1,0,closed,,\n", "")}},
      {"E-EVT-040",
       "missed though made",
       {events("190,boards,a1", "190,missed,a1,,1,0,2,,1,0,queue,,\n190,boards,a1")}},
      {"E-EVT-041", "closed, not the walk", {events("1,0,closed", "1,0,walk")}},
      {"E-EVT-041", "late inbound, not the queue", {events("1,0,late_inbound", "1,0,queue")}},
      {"E-EVT-041",
       "the queue, not the walk",
       {events("195,missed,c1,,1,0,1,,1,0,queue", "195,missed,c1,,1,0,1,,1,0,walk")}},
      {"E-EVT-041", "no seat, not the walk", {events("10,0,no_seat", "10,0,walk")}},
      {"E-EVT-041",
       "the walk, not the seat",
       {events("200,missed,c2,,1,0,1,,1,0,walk", "200,missed,c2,,1,0,1,,1,0,no_seat")}},
      {"E-EVT-041",
       "cancelled, not the seat",
       {{"runs.csv", "10,mt,mt,0,3,1,0,0", "10,mt,mt,0,3,1,0,1"}}},
      {"E-EVT-030",
       "rides a cancelled run",
       {{"runs.csv", "12,mt,mt,0,3,1,0,0", "12,mt,mt,0,3,1,0,1"}}},
      {"E-EVT-042",
       "missed before it closed",
       {events("190,missed,a3,,1,0,2,,1,0,closed,,\n", ""),
        events("190,boards,a1", "189,missed,a3,,1,0,2,,1,0,closed,,\n190,boards,a1")}},
      {"E-EVT-042",
       "missed and stranded later than the last desk closed",
       {events("120,missed,d1,,1,0,0,,1,0,queue,,\n120,stranded,d1",
               "125,missed,d1,,1,0,0,,1,0,queue,,\n125,stranded,d1")}},
      {"E-EVT-019",
       "strands in a queue later than the last desk closed",
       {events("120,stranded,d1", "125,stranded,d1")}},
      {"E-EVT-019",
       "strands later than its run closed",
       {events("450,stranded,d2", "451,stranded,d2")}},
      {"E-EVT-050",
       "overtakes in the queue",
       {events("75,service_starts,,f1", "75,service_starts,,f2"),
        events("80,service_ends,,f1", "80,service_ends,,f2"),
        events("80,service_starts,,f2", "80,service_starts,,f1"),
        events("90,service_ends,,f2", "90,service_ends,,f1")}},
      {"E-EVT-051",
       "two services at one desk",
       {events("80,service_starts,,f2,1,,,sec,,,,,\n", ""),
        events("80,service_ends,,f1", "79,service_starts,,f2,1,,,sec,,,,,\n80,service_ends,,f1")}},
      {"E-EVT-051",
       "served after the desks have closed",
       {{"staffing.csv", "visa,0,0,500,1\n", "visa,0,0,180,1\n"}}},
      {"E-EVT-052",
       "waits beside a free desk",
       {{"staffing.csv", "sec,0,0,1000,1", "sec,0,0,1000,2"}}},
      {"E-EVT-052",
       "strands before an open desk",
       {{"staffing.csv", "perm,0,0,100,1", "perm,0,0,121,1"}}},
      {"E-EVT-053",
       "another number ahead",
       {events("150,joins,c1,,1,0,0,visa,,,,0", "150,joins,c1,,1,0,0,visa,,,,1")}},
      {"E-EVT-054", "served without having come", {events("149,joins,,f3,1,,,visa,,,,,\n", "")}},
      {"E-EVT-054", "never leaves the desk", {events("188,service_ends,,f3,1,,,visa,,,,,\n", "")}},
      {"E-EVT-004",
       "a visitor who brought nothing",
       {{"visits.csv", "gate,,92,,,FOR", "gate,,99,,,FOR"}}},
      {"E-EVT-005", "brings two lines", {{"visits.csv", "gate,,93", "gate,,92"}}},
      {"E-EVT-050",
       "goes before who has priority",
       {events("722,service_starts,,94", "722,service_starts,,91"),
        events("730,service_ends,,94", "730,service_ends,,91"),
        events("730,service_starts,,91", "730,service_starts,,94"),
        events("735,service_ends,,91", "735,service_ends,,94")}},
      {"E-EVT-050", "another order of classes", {{"rules.csv", "AIRSIDE,-1", "AIRSIDE,1"}}},
      {"E-EVT-051", "passes a closed gate", {{"staffing.csv", "gate,1,700,800", "gate,1,700,710"}}},
      {"E-EVT-052",
       "waits beside a free gate",
       {{"staffing.csv", "gate,1,700,800,1", "gate,1,700,800,2"}}},
      {"E-EVT-053", "not all ahead are counted", {events("gate,,,,3,", "gate,,,,2,")}},
      {"E-EVT-054", "is refused without a service", {events("701,tries,,91,1,,,gate,,,,,1\n", "")}},
      {"E-EVT-055",
       "takes a gate",
       {events("702,service_starts,,92,1,,,gate,,,,,0", "702,service_starts,,92,1,,,gate,,,,,1")}},
      {"E-EVT-055",
       "leaves another gate",
       {events("711,refused,,91,1,,,gate,,,,,1", "711,refused,,91,1,,,gate,,,,,0")}},
      {"E-EVT-056", "gives up early", {events("714,gave_up", "713,gave_up")}},
      {"E-EVT-056", "has less patience", {{"visits.csv", "AIRSIDE,,60", "AIRSIDE,,16"}}},
      {"E-EVT-056", "is through later", {{"checkpoints.csv", "3,7", "3,6"}}},
      {"E-EVT-057", "refused where nobody is", {{"desks.csv", "0.5,0.25", "0.5,0"}}},
      {"E-EVT-057", "passes where nobody does", {{"desks.csv", "0.5,0.25", "0.5,1"}}},
      {"E-EVT-058", "a larger hall", {{"checkpoints.csv", "3,7", "4,7"}}},
      {"E-EVT-058", "waits outside a hall without limit", {{"checkpoints.csv", "3,7", ",7"}}},
      {"E-EVT-059",
       "of another class than its route says",
       {{"routes.csv", "9,0,queue,gate,FOR", "9,0,queue,gate,X"}}},
      {"E-EVT-059", "may not use that gate", {{"desks.csv", "CITIZEN RESIDENT", "RESIDENT"}}},
      {"E-EVT-059", "everybody may use the gate", {{"desks.csv", "CITIZEN RESIDENT,0.5", "all,1"}}},
      {"E-EVT-060", "a person too many", {{"totals.csv", "persons,12", "persons,13"}}},
      {"E-EVT-060", "one stranded too few", {{"totals.csv", "stranded,2", "stranded,1"}}},
      {"E-EVT-061", "a fare goes missing", {{"plans.csv", "a1,0,2,1,,1000", "a1,0,2,1,,999"}}},
      {"E-EVT-061", "a total of other fares", {{"totals.csv", "fares,11475", "fares,11476"}}},
      {"E-EVT-061", "a saving is forgotten", {{"parties.csv", "1050,50,5", "1050,50,0"}}},
      {"E-EVT-062", "a gate open in a strike", {{"closures.csv", "600,700,0", "600,701,0"}}},
      {"E-EVT-062", "a desk too many in all", {{"closures.csv", "400,500,1", "400,501,1"}}},
      {"E-EVT-004", "closes what is nowhere", {{"closures.csv", "festival,visa", "festival,x"}}},
      {"E-EVT-004",
       "closes a type of none",
       {{"closures.csv", "strike,gate,1,600", "strike,gate,2,600"}}},
  };
  return all;
}

TEST(VerifyEvents, FindNothingInAGoodLog) {
  EXPECT_THAT(faults_of(good_log()), IsEmpty()) << text_of(faults_of(good_log()));
}

TEST(VerifyEvents, NameEachPlantedFault) {
  for (const Plant& plant : plants()) {
    SCOPED_TRACE(plant.rule + ": " + plant.what);
    LogText log = good_log();
    for (const Edit& edit : plant.edits) put(edit, log);
    const std::vector<Fault> faults = faults_of(log);
    EXPECT_THAT(faults, Contains(::testing::Field(&Fault::rule, plant.rule))) << text_of(faults);
  }
}

TEST(VerifyEvents, HaveAPlantForEachRule) {
  std::set<std::string_view> planted{"E-EVT-001"};  // below
  for (const Plant& plant : plants()) planted.insert(plant.rule);
  for (const Rule& rule : rules()) EXPECT_TRUE(planted.contains(rule.code)) << rule.code;
}

TEST(VerifyEvents, MissATable) {
  for (const auto& [name, text] : good_log()) {
    LogText log = good_log();
    log.erase(name);
    const std::vector<Fault> faults = faults_of(log);
    ASSERT_FALSE(faults.empty()) << name;
    EXPECT_THAT(text_of(faults), HasSubstr(name + ": a table is missing [E-EVT-001]"));
  }
}

// Each as it is meant, not as another rule happens to see what follows.
TEST(VerifyEvents, NameDesksThatAreNotThere) {
  const auto text_after = [](const Edit& edit) {
    LogText log = good_log();
    put(edit, log);
    return text_of(faults_of(log));
  };
  EXPECT_THAT(
      text_after({"visits.csv", "CITIZEN,1,50", "CITIZEN,1;2,50"}),
      HasSubstr("desks: a field cannot be read: found 1;2, expected a number from 1 to 31"));
  EXPECT_THAT(text_after({"desks.csv", "0.5,0.25", "0.5,nan"}),
              HasSubstr("share: a field cannot be read: found nan, expected a number from 0 to 1"));
  EXPECT_THAT(text_after(events("702,service_starts,,92,1,,,gate,,,,,0",
                                "702,service_starts,,92,1,,,gate,,,,,9")),
              HasSubstr("found desk type 9, expected one that is there [E-EVT-055]"));
  std::string more;  // 31 are the most
  for (int desk = 2; desk <= 31; ++desk) more += fmt::format("gate,{},more,X,0,0\n", desk);
  const Edit all{"desks.csv", "0.5,0.25\n", "0.5,0.25\n" + more};
  EXPECT_EQ(text_after(all), "");
  EXPECT_THAT(text_after({all.file, all.old_text, all.new_text + "gate,32,more,X,0,0\n"}),
              HasSubstr("gate, desk: names something that is not in its table: found 32, expected "
                        "at most 31 types [E-EVT-004]"));
}

TEST(VerifyEvents, SayWhereWhatAndWhatInstead) {
  LogText log = good_log();
  put(events("1,0,late_inbound", "1,0,queue"), log);
  const std::vector<Fault> faults = faults_of(log);
  EXPECT_EQ(text_of(faults),
            "events.csv:70: party b3, step 1: missed for another cause: found queue, expected "
            "late_inbound [E-EVT-041]\n");
  EXPECT_EQ(fault_line(faults.front(), true),
            "events.csv:70: party b3, step 1: 错过原因不符：发现 queue，应为 late_inbound "
            "[E-EVT-041]");
}

// Whatever line of the events is left out or doubled, something is wrong.
TEST(VerifyEvents, SeeAnyLineLeftOutOrDoubled) {
  const LogText good = good_log();
  std::vector<std::string> lines;
  const std::string& text = good.at("events.csv");
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from) + 1;
    lines.push_back(text.substr(from, end - from));
    from = end;
  }
  const auto with = [&](std::size_t at, int copies) {
    LogText log = good;
    std::string& events = log.at("events.csv");
    events.clear();
    for (std::size_t i = 0; i < lines.size(); ++i)
      for (int copy = 0; copy < (i == at ? copies : 1); ++copy) events += lines[i];
    return faults_of(log);
  };
  ASSERT_THAT(with(0, 1), IsEmpty());
  for (std::size_t at = 1; at < lines.size(); ++at) {
    EXPECT_THAT(with(at, 0), Not(IsEmpty())) << "left out: " << lines[at];
    EXPECT_THAT(with(at, 2), Not(IsEmpty())) << "doubled: " << lines[at];
  }
}

TEST(VerifyEvents, AreDescribedInTheDocumentation) {
  std::ifstream file(fs::path(STOPOVER_SOURCE_DIR) / "docs/formats/events.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  for (const Rule& rule : rules())
    EXPECT_THAT(
        page, HasSubstr(fmt::format("| {} | {} | {} |", rule.code, rule.title_en, rule.title_zh)));
}

TEST(VerifyEvents, LinkAndIncludeNothingOfTheEngine) {
  for (const auto& entry :
       fs::directory_iterator(fs::path(STOPOVER_SOURCE_DIR) / "tools/verify_events")) {
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (const std::string_view folder :
         {"\"engine/", "\"models/", "engine_", "models_", "\"tools/stopover"})
      EXPECT_EQ(text.find(folder), std::string::npos) << entry.path() << ": " << folder;
  }
}

}  // namespace
}  // namespace stopover::verify_events::testing
