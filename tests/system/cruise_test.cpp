// SPDX-License-Identifier: Apache-2.0
// `stopover cruise` as a planner uses it: a year, and what a change does.
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/base/time.hpp"
#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::system_test {
namespace {

using ::testing::HasSubstr;

nlohmann::json asked(const std::string& scenario, const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{"cruise", scenario, "--json", "--quiet", "-r", "2"};
  words.insert(words.end(), more.begin(), more.end());
  const Outcome outcome = run(words);
  EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  return nlohmann::json::parse(outcome.out, nullptr, false);
}

double figure(const nlohmann::json& document, const std::string& name) {
  return document["indicators"][name]["value"];
}

// A plan beside nothing: its base by the name that commands know.
class Plan {
 public:
  explicit Plan(const std::string& change) {
    std::ofstream(scratch_ / "scenario.txtpb")
        << "id: \"plan\"\ntitle: \"Plan\"\nbase: \"shanghai/2024\"\nchange {\n  id: \"c\"\n  "
           "reason: \"A try.\"\n"
        << change << "\n  provenance { source: \"Own try\" confidence: \"assumption\" }\n}\n";
  }
  [[nodiscard]] std::string path() const { return scratch_.path(); }

 private:
  Scratch scratch_;
};

const char* const kWho = "provenance { source: \"Own try\" confidence: \"assumption\" }";

TEST(Cruise, AYearOfThePorts) {
  const auto document = asked("shanghai/2024");
  EXPECT_EQ(document["format"], "stopover-cruise-1");
  EXPECT_EQ(document["year"], 2024);
  EXPECT_GT(figure(document, "calls.calls"), 150);
  EXPECT_GT(figure(document, "people.passengers"), 800'000);
  EXPECT_GT(figure(document, "people.border_count"), figure(document, "people.passengers"));
  EXPECT_GT(figure(document, "people.fly_cruise"), 0);
  EXPECT_GT(figure(document, "people.rail_cruise"), 0);
  EXPECT_LT(figure(document, "terminal.left_behind"), 0.05);
  EXPECT_GT(figure(document, "money.spending"), 0);
  EXPECT_EQ(document["berths"].size(), 7U);
  EXPECT_EQ(document["goal"]["passengers"], 3'000'000);
  EXPECT_EQ(document["goal"]["binds_first"], "demand");
  for (const auto& call : document["calls"]) {
    EXPECT_GE(call["served"], 1);
    EXPECT_GE(call["passengers"]["value"], 0);
  }
}

TEST(Cruise, TheSameBytesForAnyNumberOfThreads) {
  const std::vector<std::string> words{"cruise", "shanghai/2024", "--json", "--quiet", "-r", "2"};
  const auto with = [&](const char* threads) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--threads", threads});
    return run(all).out;
  };
  const std::string one = with("1");
  EXPECT_GT(one.size(), 10'000U);
  for (const char* threads : {"2", "3", "7", "16"}) EXPECT_EQ(with(threads), one) << threads;
}

TEST(Cruise, AFourthBerthTakesMoreCalls) {
  const Plan plan(std::string("  add { cruise_berth { id: \"north_bund_4\" terminal: "
                              "\"north_bund\" length_m: 300 depth_m: 9.5 gt_max: 90000 ") +
                  kWho + " } }");
  const auto base = asked("shanghai/2024");
  const auto more = asked(plan.path());
  EXPECT_EQ(more["berths"].size(), base["berths"].size() + 1);
  EXPECT_GT(more["goal"]["limits"]["berths"], base["goal"]["limits"]["berths"]);
  // Demand is what it was: the same guests come.
  EXPECT_EQ(figure(more, "people.off"), figure(base, "people.off"));
}

TEST(Cruise, TwoShipsMovedToFriday) {
  const Plan plan(
      "  alter {\n    cruise_deployment { id: \"adora_2024\" departs_on: \"5\" nights: [7] }\n"
      "    cruise_deployment { id: \"bellissima_2024\" departs_on: \"5\" nights: [7] }\n  }");
  const auto base = asked("shanghai/2024");
  const auto moved = asked(plan.path());
  EXPECT_LT(moved["planned_calls"], base["planned_calls"]);
  int fridays = 0;
  for (const auto& call : moved["calls"]) {
    if (call["ship"] != "adora_magic_city") continue;
    ++fridays;
    // 2024-01-05 was a Friday.
    const auto arrive = CivilDate::parse(std::string(call["arrive"]).substr(0, 10));
    ASSERT_TRUE(arrive.has_value());
    EXPECT_EQ(arrive->weekday(), 4) << call["arrive"];
  }
  EXPECT_GT(fridays, 40);
  EXPECT_GT(figure(moved, "people.peak_day"), 0);
}

TEST(Cruise, FogForThreeDays) {
  const Plan plan(std::string("  add { cruise_closure { id: \"long_fog\" name: \"Long fog\" kind: "
                              "\"fog\" valid_from: \"2024-05-01\" valid_until: \"2024-05-04\" ") +
                  kWho + " } }");
  const auto base = asked("shanghai/2024");
  const auto fog = asked(plan.path());
  EXPECT_GT(figure(fog, "calls.closed_hours"), figure(base, "calls.closed_hours") + 60);
  EXPECT_LT(figure(fog, "people.passengers"), figure(base, "people.passengers"));
  EXPECT_GT(figure(fog, "calls.gave_up") + figure(fog, "calls.late_mooring"),
            figure(base, "calls.gave_up") + figure(base, "calls.late_mooring"));
}

TEST(Cruise, AnswersInBothLanguages) {
  const Outcome en = run({"cruise", "shanghai/2024", "-r", "1", "--lang", "en", "--quiet"});
  ASSERT_EQ(en.code, tool::kExitOk) << en.err;
  EXPECT_THAT(en.out, HasSubstr("passengers in and out"));
  EXPECT_THAT(en.out, HasSubstr("binds first: demand"));
  EXPECT_THAT(en.out, HasSubstr("predicted"));
  const Outcome zh =
      run({"cruise", "shanghai/2024", "-r", "1", "--lang", "zh", "--calls", "--quiet"});
  ASSERT_EQ(zh.code, tool::kExitOk) << zh.err;
  EXPECT_THAT(zh.out, HasSubstr("旅客出入境人次"));
  EXPECT_THAT(zh.out, HasSubstr("海洋光谱号"));
}

TEST(Cruise, RefusesWhatHasNoCalls) {
  const Outcome none = run({"cruise", "minimal"});
  EXPECT_EQ(none.code, tool::kExitUsage);
  EXPECT_THAT(none.err, HasSubstr("no cruise calls"));
  const Outcome year = run({"cruise", "shanghai/2024", "--year", "2021"});
  EXPECT_EQ(year.code, tool::kExitUsage);
  EXPECT_THAT(year.err, HasSubstr("2015 to 2019, 2023 to 2027"));
}

TEST(Cruise, FaultsOfACallAreNamed) {
  const Plan plan(std::string("  add { cruise_call { id: \"huge\" ship: \"spectrum\" terminal: "
                              "\"north_bund\" kind: \"turnaround\" arrive: \"2024-05-01T07:00\" "
                              "depart: \"2024-05-01T17:00\" ") +
                  kWho + " } }");
  const Outcome outcome = run({"cruise", plan.path()});
  EXPECT_EQ(outcome.code, tool::kExitInput);
  EXPECT_THAT(outcome.err, HasSubstr("E-CRU-004"));
}

}  // namespace
}  // namespace stopover::system_test
