// SPDX-License-Identifier: Apache-2.0
// Reading and inheritance: what a chain of scenarios resolves to, and where each figure stands.
#include "models/scenario/load.hpp"

#include <bit>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/resolved.hpp"
#include "tests/models/scenario/scenario_text.hpp"

namespace stopover::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kFlightHead =
    "id,carrier,from,to,first_departure,last_departure,per_day,days,block_minutes,seats,fare_yuan,"
    "valid_from,valid_until,delay,gate_closes_minutes,source,confidence,note\n";

constexpr std::string_view kBase = R"(id: "base"
title: "Base"
gateway { name: "G" time_zone: "Asia/Shanghai" country: "CN" places: ["p", "q"] }
horizon { first_day: "2024-06-03" days: 7 warmup_days: 1 }
run { seed: 5 replications: 3 }
files { flights: "flights.csv" }
elements {
  place { id: "q" name: "Q" kind: CITY lon: 121 lat: 31 }
  place {
    id: "p"
    name: "P"
    kind: AIRPORT_GATES
    board_minutes: 40
    provenance { source: "atlas" confidence: "high" note: "old" }
  }
  line {
    id: "metro"
    seats: 300
    stop { place: "p" minutes: 0 }
    stop { place: "q" minutes: 20 }
    headway { from: "06:00" until: "22:00" minutes: 10 }
    headway { from: "22:00" until: "23:00" minutes: 20 }
  }
  hub {
    id: "h"
    checkpoint {
      id: "a" wait_target_minutes: 10 staffing { from: "00:00" until: "24:00" desks: 4 }
    }
    checkpoint { id: "b" }
  }
}
)";

struct Loaded : testing::Test {
  TempFolder folder;
  FaultList faults;

  void SetUp() override {
    folder.write("base/scenario.txtpb", kBase);
    folder.write("base/flights.csv", std::string(kFlightHead) +
                                         "f2,XA,p,q,09:00,,1,,120,200,1000,,,,0,s,low,\n"
                                         "f1,XA,q,p,10:00,,2,135,90,150,12.34,,,,0,s,low,n\n");
  }
  LoadedScenario load_child(const std::string& body) {
    folder.write("child/scenario.txtpb", "id: \"child\"\nbase: \"../base\"\n" + body);
    return load(folder.path() / "child", faults);
  }
  static const Elements& elements(const LoadedScenario& loaded) {
    return loaded.scenario.elements();
  }
};

const char* const kWhy = R"( reason: "r" provenance { source: "s" confidence: "low" } )";

std::string change(const std::string& what) {
  return std::string("change { id: \"c\"") + kWhy + what + " }\n";
}

TEST_F(Loaded, ElementsComeSortedByIdWhateverTheOrderOfRowsAndText) {
  const LoadedScenario loaded = load(folder.path() / "base", faults);
  EXPECT_EQ(faults.text().find("E-"), std::string::npos) << faults.text();
  EXPECT_TRUE(loaded.complete);
  ASSERT_EQ(elements(loaded).flight_size(), 2);
  EXPECT_EQ(elements(loaded).flight(0).id(), "f1");
  EXPECT_EQ(elements(loaded).flight(0).fare_yuan(), 12.34);
  EXPECT_EQ(elements(loaded).flight(0).days(), "135");
  EXPECT_EQ(elements(loaded).place(0).id(), "p");
  EXPECT_FALSE(loaded.scenario.has_files());
}

TEST_F(Loaded, FileOrFolderNameTheSameScenario) {
  const LoadedScenario a = load(folder.path() / "base", faults);
  const LoadedScenario b = load(folder.path() / "base/scenario.txtpb", faults);
  EXPECT_EQ(a.hash, b.hash);
  EXPECT_EQ(a.inputs, b.inputs);
  ASSERT_EQ(a.inputs.size(), 2U);
  EXPECT_THAT(a.inputs[0].path, HasSubstr("flights.csv"));
  EXPECT_EQ(a.inputs[1].bytes, kBase.size());
}

TEST_F(Loaded, SourcesNameTheLineOfEachField) {
  const LoadedScenario loaded = load(folder.path() / "base", faults);
  const auto line = [&](const char* kind, const char* id, const char* path) {
    return loaded.sources.where(kind, id, path).line;
  };
  EXPECT_EQ(line("place", "q", ""), 8);
  EXPECT_EQ(line("place", "p", "kind"), 12);
  EXPECT_EQ(line("place", "p", "provenance.note"), 14);
  EXPECT_EQ(line("place", "p", "lon"), 9) << "not written: the element";
  EXPECT_EQ(line("line", "metro", "stop[1].minutes"), 20);
  EXPECT_EQ(line("line", "metro", "headway[1]"), 22);
  EXPECT_EQ(line("scenario", "", "gateway.country"), 3);
  EXPECT_EQ(line("flight", "f1", "seats"), 3);
  EXPECT_THAT(loaded.sources.where("flight", "f1").file, HasSubstr("flights.csv"));
  EXPECT_EQ(loaded.sources.where("flight", "nothing").file, "");
}

TEST_F(Loaded, ChildKeepsWhatItDoesNotWrite) {
  const LoadedScenario loaded = load_child("horizon { days: 3 }\nrun { seed: 0 }\n");
  EXPECT_EQ(loaded.scenario.id(), "child");
  EXPECT_EQ(loaded.scenario.title(), "Base");
  EXPECT_EQ(loaded.scenario.horizon().first_day(), "2024-06-03");
  EXPECT_EQ(loaded.scenario.horizon().days(), 3);
  EXPECT_EQ(loaded.scenario.horizon().warmup_days(), 1);
  EXPECT_EQ(loaded.scenario.run().seed(), 0U) << "a written zero counts";
  EXPECT_EQ(loaded.scenario.run().replications(), 3);
  EXPECT_THAT(loaded.sources.where("scenario", "", "horizon.days").file, HasSubstr("child"));
  EXPECT_THAT(loaded.sources.where("scenario", "", "horizon.first_day").file, HasSubstr("base"));
  EXPECT_THAT(loaded.chain, ElementsAre("base", "child"));
}

TEST_F(Loaded, ATitleOfOnesOwnBringsNoWordsOfTheBase) {
  std::string base(kBase);
  base.insert(base.find("gateway"), "title_zh: \"基础\" description: \"Of the base.\"\n");
  folder.write("base/scenario.txtpb", base);
  const LoadedScenario kept = load_child("");
  EXPECT_EQ(kept.scenario.title_zh(), "基础");
  EXPECT_EQ(kept.scenario.description(), "Of the base.");
  const LoadedScenario own = load_child("title: \"Child\"\n");
  EXPECT_EQ(own.scenario.title(), "Child");
  EXPECT_EQ(own.scenario.title_zh(), "");
  EXPECT_EQ(own.scenario.description(), "");
  const LoadedScenario all =
      load_child("title: \"Child\" title_zh: \"子\" description: \"Its own.\"\n");
  EXPECT_EQ(all.scenario.title_zh(), "子");
  EXPECT_EQ(all.scenario.description(), "Its own.");
}

TEST_F(Loaded, AlteredNameDropsItsTranslation) {
  std::string base(kBase);
  base.replace(base.find("name: \"P\""), 9, "name: \"P\" name_zh: \"旧\"");
  folder.write("base/scenario.txtpb", base);
  const auto name_zh = [&](const std::string& fields) {
    const LoadedScenario loaded =
        load_child(change("alter { place { id: \"p\" " + fields + " } }"));
    return elements(loaded).place(0).name_zh();
  };
  EXPECT_EQ(name_zh("lon: 1"), "旧");
  EXPECT_EQ(name_zh("name: \"R\""), "");
  EXPECT_EQ(name_zh("name_zh: \"新\" name: \"R\""), "新");
}

TEST_F(Loaded, AListOfTheGatewayIsReplacedWhole) {
  const LoadedScenario loaded = load_child("gateway { places: \"p\" }\n");
  EXPECT_THAT(loaded.scenario.gateway().places(), ElementsAre("p"));
  EXPECT_EQ(loaded.scenario.gateway().country(), "CN");
}

TEST_F(Loaded, AlterChangesOnlyWhatIsWrittenAlsoToZero) {
  const LoadedScenario loaded = load_child(change(R"(alter {
    place { id: "p" board_minutes: 0 provenance { note: "new" } }
    line { id: "metro" seats: 0 }
  })"));
  EXPECT_EQ(faults.errors(), 0U) << faults.text();
  const Place& p = elements(loaded).place(0);
  EXPECT_TRUE(p.has_board_minutes());
  EXPECT_EQ(p.board_minutes(), 0);
  EXPECT_EQ(p.name(), "P");
  EXPECT_EQ(p.provenance().note(), "new");
  EXPECT_EQ(elements(loaded).line(0).seats(), 0);
  EXPECT_EQ(elements(loaded).line(0).stop_size(), 2);
  EXPECT_EQ(loaded.sources.where("line", "metro", "seats").line, 5);
  EXPECT_THAT(loaded.sources.where("line", "metro", "seats").file, HasSubstr("child"));
  EXPECT_THAT(loaded.sources.where("line", "metro", "stop[0]").file, HasSubstr("base"));
}

// Beside a figure that a plan altered no report may name the base's source alone.
TEST_F(Loaded, AnAlteredFigureNamesTheChangeAndIsAsWeakAsTheWeakerSource) {
  const auto altered = [&](const std::string& fields) {
    const LoadedScenario loaded =
        load_child(change("alter {\n place { id: \"p\" " + fields + " } }"));
    EXPECT_EQ(faults.errors(), 0U) << faults.text();
    return std::pair(elements(loaded).place(0).provenance(),
                     loaded.sources.where("place", "p", "provenance"));
  };
  const auto [own, place] = altered("board_minutes: 5");
  EXPECT_EQ(own.source(), "s (change c); before it: atlas");
  EXPECT_EQ(own.confidence(), "low") << "the base's is high";
  EXPECT_EQ(own.note(), "old");
  EXPECT_THAT(place.file, HasSubstr("child"));
  EXPECT_EQ(place.line, 4);
  const auto [written, there] =
      altered("board_minutes: 5 provenance { source: \"clock\" confidence: \"medium\" }");
  EXPECT_EQ(written.source(), "clock");
  EXPECT_EQ(written.confidence(), "medium");
  EXPECT_EQ(altered("provenance { note: \"n\" }").first.source(), "atlas") << "no figure altered";
}

TEST_F(Loaded, AWeakSourceStaysWeakUnderAStrongDecision) {
  const LoadedScenario loaded = load_child(
      "change { id: \"c\" reason: \"r\" provenance { source: \"s\" confidence: \"high\" } "
      "alter { flight { id: \"f2\" seats: 100 } } }");
  const FlightGroup& f2 = elements(loaded).flight(1);
  EXPECT_EQ(f2.provenance().confidence(), "low");
  EXPECT_EQ(f2.provenance().source(), "s (change c); before it: s");
}

TEST_F(Loaded, APartWithASourceOfItsOwnLeavesItsOwnersSource) {
  std::string base(kBase);
  base.replace(base.find("checkpoint { id: \"b\" }"), 22,
               "checkpoint { id: \"b\" provenance { source: \"count\" confidence: \"high\" } }\n"
               "    provenance { source: \"plan\" confidence: \"high\" }");
  folder.write("base/scenario.txtpb", base);
  const LoadedScenario loaded = load_child(
      change("alter { hub { id: \"h\" checkpoint { id: \"b\" wait_target_minutes: 3 } } }"));
  const Hub& hub = elements(loaded).hub(0);
  EXPECT_EQ(hub.provenance().source(), "plan");
  EXPECT_EQ(hub.checkpoint(1).provenance().source(), "s (change c); before it: count");
  EXPECT_EQ(hub.checkpoint(1).provenance().confidence(), "low");
}

TEST_F(Loaded, ACheckpointIsRemovedByItsId) {
  const LoadedScenario loaded = load_child(change("remove { checkpoint: \"a\" }") + "");
  EXPECT_EQ(faults.errors(), 0U) << faults.text();
  const Hub& hub = elements(loaded).hub(0);
  ASSERT_EQ(hub.checkpoint_size(), 1);
  EXPECT_EQ(hub.checkpoint(0).id(), "b");
  EXPECT_EQ(loaded.sources.where("hub", "h", "checkpoint[0].id").line, 29) << "its own line still";
  (void)load_child(change("remove { checkpoint: \"bb\" }"));
  EXPECT_THAT(faults.text(), HasSubstr("E-SCN-014"));
  EXPECT_THAT(faults.text(), HasSubstr("did you mean"));
}

TEST_F(Loaded, AlterReplacesAListWholeAndMayEmptyIt) {
  const LoadedScenario loaded = load_child(change(R"(alter {
    line { id: "metro" headway { from: "05:00" until: "24:00" minutes: 5 } stop: [] }
  })"));
  ASSERT_EQ(elements(loaded).line(0).headway_size(), 1);
  EXPECT_EQ(elements(loaded).line(0).headway(0).minutes(), 5);
  EXPECT_EQ(elements(loaded).line(0).stop_size(), 0);
}

TEST_F(Loaded, AlterOfATableRowWorksLikeAnyOther) {
  const LoadedScenario loaded = load_child(change(R"(alter { flight { id: "f2" seats: 7 } })"));
  EXPECT_EQ(elements(loaded).flight(1).seats(), 7);
  EXPECT_EQ(elements(loaded).flight(1).carrier(), "XA");
  EXPECT_THAT(loaded.sources.where("flight", "f2", "carrier").file, HasSubstr("flights.csv"));
  EXPECT_THAT(loaded.sources.where("flight", "f2", "seats").file, HasSubstr("child"));
}

TEST_F(Loaded, CheckpointsOfAHubAreMatchedById) {
  const LoadedScenario loaded = load_child(change(R"(alter {
    hub {
      id: "h"
      checkpoint { id: "c" wait_target_minutes: 3 }
      checkpoint { id: "a" staffing { from: "00:00" until: "24:00" desks: 9 } }
    }
  })"));
  const Hub& hub = elements(loaded).hub(0);
  ASSERT_EQ(hub.checkpoint_size(), 3);
  EXPECT_EQ(hub.checkpoint(0).id(), "a");
  EXPECT_EQ(hub.checkpoint(0).wait_target_minutes(), 10);
  ASSERT_EQ(hub.checkpoint(0).staffing_size(), 1);
  EXPECT_EQ(hub.checkpoint(0).staffing(0).desks(), 9);
  EXPECT_EQ(hub.checkpoint(1).id(), "b");
  EXPECT_EQ(hub.checkpoint(2).id(), "c");
  EXPECT_EQ(loaded.sources.where("hub", "h", "checkpoint[0].staffing[0].desks").line, 7);
  EXPECT_EQ(loaded.sources.where("hub", "h", "checkpoint[2].id").line, 6);
}

TEST_F(Loaded, ChangesApplyInOrderAndAreKept) {
  const LoadedScenario loaded = load_child(std::string("change { id: \"1\"") + kWhy +
                                           R"(remove { flight: "f1" } }
change { id: "2")" + kWhy + R"(add { flight { id: "f1" seats: 9 } } }
change { id: "3")" + kWhy + R"(alter { flight { id: "f1" carrier: "ZZ" } } }
change { id: "4")" + kWhy + "horizon { days: 2 } }\n");
  EXPECT_EQ(faults.errors(), 0U) << faults.text();
  const FlightGroup& f1 = elements(loaded).flight(0);
  EXPECT_EQ(f1.seats(), 9);
  EXPECT_EQ(f1.carrier(), "ZZ");
  EXPECT_EQ(f1.per_day(), 0);
  EXPECT_EQ(loaded.scenario.horizon().days(), 2);
  EXPECT_EQ(loaded.scenario.horizon().warmup_days(), 1);
  ASSERT_EQ(loaded.changes.size(), 4U);
  EXPECT_EQ(loaded.changes[2].change.id(), "3");
  EXPECT_EQ(loaded.changes[2].scenario, "child");
  EXPECT_EQ(loaded.changes[3].place.line, 6);
}

TEST_F(Loaded, AChainOfTwoBasesAppliesTheOldestFirst) {
  (void)load_child(change(R"(alter { line { id: "metro" seats: 310 standing: 5 } })"));
  folder.write("grandchild.txtpb", std::string("id: \"g\" base: \"child\"\nchange { id: \"d\"") +
                                       kWhy + R"(alter { line { id: "metro" seats: 320 } } })");
  faults = {};
  const LoadedScenario loaded = load(folder.path() / "grandchild.txtpb", faults);
  EXPECT_EQ(faults.errors(), 0U) << faults.text();
  EXPECT_EQ(elements(loaded).line(0).seats(), 320);
  EXPECT_EQ(elements(loaded).line(0).standing(), 5);
  EXPECT_THAT(loaded.chain, ElementsAre("base", "child", "g"));
  EXPECT_EQ(loaded.inputs.size(), 4U);
}

TEST_F(Loaded, CatchmentRowsMakeOneElementWithMembersByPlace) {
  folder.write("base/flights.csv", kFlightHead);
  const auto with_rows = [&](const std::string& rows) {
    folder.write("child/c.csv", "catchment,place,weight,source,confidence,note\n" + rows);
    return load_child("files { catchments: \"c.csv\" }\n");
  };
  const LoadedScenario loaded =
      with_rows("west,q,0.5,book,high,\nwest,p,1.5,survey,low,n\neast,p,1,book,high,\n");
  ASSERT_EQ(elements(loaded).catchment_size(), 2);
  const Catchment& west = elements(loaded).catchment(1);
  EXPECT_EQ(west.member(0).place(), "p");
  EXPECT_EQ(west.member(0).weight(), 1.5);
  EXPECT_EQ(west.provenance().source(), "book; survey");
  EXPECT_EQ(west.provenance().confidence(), "low") << "the weakest";
  EXPECT_EQ(
      loaded.hash,
      with_rows("east,p,1,book,high,\nwest,p,1.5,survey,low,n\nwest,q,0.5,book,high,\n").hash);
}

TEST_F(Loaded, AListCellIsRefusedAsWhatItHolds) {
  folder.write("child/r.csv",
               "id,mode,from,to,minutes,fare_yuan,party_max,hour_minutes,source,confidence\n"
               "r,CAR,q,p,90,10,4,90;9O;110,s,low\n");
  (void)load_child("files { roads: \"r.csv\" }\n");
  EXPECT_THAT(faults.text(), HasSubstr("figures such as 90;95;110"));
}

TEST_F(Loaded, SegmentCellsHoldWeights) {
  folder.write("child/s.csv",
               "id,name,kind,purpose,nationality,party_size_weight,nights_weight,"
               "value_of_time_yuan_per_hour,time_profile,source,confidence\n"
               "s,S,THROUGH,leisure,US:0.6;CA:0.4,0.5;0.3;0.2,,60,flat,x,low\n");
  const LoadedScenario loaded = load_child("files { segments: \"s.csv\" }\n");
  const Segment& s = elements(loaded).segment(0);
  EXPECT_EQ(s.kind(), THROUGH);
  ASSERT_EQ(s.nationality_size(), 2);
  EXPECT_EQ(s.nationality(1).country(), "CA");
  EXPECT_EQ(s.nationality(1).weight(), 0.4);
  EXPECT_THAT(s.party_size_weight(), ElementsAre(0.5, 0.3, 0.2));
  EXPECT_EQ(s.nights_weight_size(), 0);
}

TEST(Hash, DoesNotHangOnTheOrderOfMappedStops) {
  const auto hash_of = [](const std::vector<std::pair<std::string, std::string>>& stops) {
    Scenario scenario;
    Feed& feed = *scenario.mutable_files()->add_gtfs();
    for (const auto& [stop, place] : stops) {
      StopPlace& mapped = *feed.add_stop_place();
      mapped.set_key(stop);
      mapped.set_value(place);
    }
    return content_hash(scenario, {{"", "feed"}});
  };
  EXPECT_EQ(hash_of({{"1", "a"}, {"2", "b"}}), hash_of({{"2", "b"}, {"1", "a"}}));
  EXPECT_NE(hash_of({{"1", "a"}, {"2", "b"}}), hash_of({{"1", "b"}, {"2", "a"}}));
}

// The second list begins where the first ends: only their lengths tell the two apart. A weight with
// the bits of a field's number stands in for that field.
TEST(Hash, KnowsWhereAListEnds) {
  const auto hash_of = [](const std::vector<double>& party, const std::vector<double>& nights,
                          double interest) {
    Scenario scenario;
    Segment& segment = *scenario.mutable_elements()->add_segment();
    segment.mutable_party_size_weight()->Add(party.begin(), party.end());
    segment.mutable_nights_weight()->Add(nights.begin(), nights.end());
    segment.set_stay_interest(interest);
    return content_hash(scenario, {});
  };
  const auto as_weight = [](int field) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(field));
  };
  const double nights = as_weight(Segment::kNightsWeightFieldNumber);
  const double interest = as_weight(Segment::kStayInterestFieldNumber);
  EXPECT_NE(hash_of({1}, {2, interest, 3}, 0), hash_of({1, nights, 2}, {}, 3));
}

// As commands find scenarios by name; what lies beside the file goes first.
TEST(Load, ABaseMayBeNamedBelowAShelf) {
  const TempFolder shelf;
  shelf.write("city/2024/scenario.txtpb", "id: \"on the shelf\"\n");
  const TempFolder own;
  own.write("plan/scenario.txtpb", "id: \"plan\"\nbase: \"city/2024\"\n");
  const auto chain = [&](const std::vector<std::filesystem::path>& shelves, FaultList& faults) {
    return load(own.path() / "plan", faults, shelves).chain;
  };
  FaultList alone;
  (void)chain({}, alone);
  EXPECT_THAT(brief(alone), ElementsAre("E-SCN-009 scenario.txtpb:2 base"));
  EXPECT_THAT(alone.text(), Not(HasSubstr("by name")));
  FaultList found;
  EXPECT_THAT(chain({"/nowhere", shelf.path()}, found), ElementsAre("on the shelf", "plan"));
  EXPECT_TRUE(found.empty()) << found.text();
  own.write("plan/city/2024/scenario.txtpb", "id: \"beside\"\n");
  EXPECT_THAT(chain({shelf.path()}, found), ElementsAre("beside", "plan"));
}

TEST(Load, SaysWhatIsInPlaceOfATable) {
  const TempFolder folder;
  folder.write("scenario.txtpb", "files { flights: \"none.csv\" roads: \"folder\" }\n");
  std::filesystem::create_directory(folder.path() / "folder");
  FaultList faults;
  (void)load(folder.path(), faults);
  EXPECT_THAT(faults.text(), HasSubstr("there is nothing of that name"));
  EXPECT_THAT(faults.text(), HasSubstr("that is a folder"));
}

// Some editors begin a file with a mark, others write UTF-16.
TEST(Load, ReadsTextWithAByteOrderMarkAndNamesUtf16) {
  const TempFolder folder;
  folder.write("scenario.txtpb", "\xEF\xBB\xBFid: \"marked\"\n");
  FaultList faults;
  EXPECT_EQ(load(folder.path(), faults).scenario.id(), "marked");
  EXPECT_TRUE(faults.empty()) << faults.text();
  folder.write("scenario.txtpb", std::string_view("\xFF\xFEi\0d\0", 6));
  (void)load(folder.path(), faults);
  EXPECT_THAT(brief(faults), ElementsAre("E-SCN-002 scenario.txtpb:1 "));
  EXPECT_THAT(faults.text(), HasSubstr("UTF-16"));
}

TEST(Load, NamesTheScenarioThatIsNotThere) {
  FaultList faults;
  EXPECT_THROW((void)load("/nowhere/at/all", faults), EnvironmentError);
}

}  // namespace
}  // namespace stopover::scenario
