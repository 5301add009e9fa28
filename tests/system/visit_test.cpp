// SPDX-License-Identifier: Apache-2.0
// `stopover visit` as a person and as another program use it.
#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::system_test {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> asked(const std::vector<std::string>& more) {
  std::vector<std::string> words{"visit",     "shanghai/2024",
                                 "--arrive",  "pvg_t2i@2024-06-03T09:00",
                                 "--depart",  "pvg_t2i@2024-06-03T21:00",
                                 "--segment", "through_europe",
                                 "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::set<std::string> sights(const nlohmann::json& itinerary) {
  std::set<std::string> ids;
  for (const auto& day : itinerary["days"])
    for (const auto& stop : day["stops"])
      if (stop["kind"] == "sight") ids.insert(stop["id"]);
  return ids;
}

TEST(Visit, ThreeItinerariesThatDifferAndComeBackInTime) {
  const Outcome outcome = run(asked({"--json"}));
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document["format"], "stopover-visit-1");
  ASSERT_EQ(document["itineraries"].size(), 3U);
  const std::string gate = document["gate_closes"];
  for (const auto& one : document["itineraries"]) {
    EXPECT_GT(one["worth_yuan"], 0);
    EXPECT_GE(one["slack_seconds"], 0);
    EXPECT_LE(one["miss"]["low"], 0.01);
    EXPECT_FALSE(sights(one).contains("yu_garden")) << "closed on Mondays";
    std::string at = document["arrive"];
    for (const auto& way : one["days"][0]["ways"]) {
      EXPECT_LE(at, way["depart"]);
      at = way["arrive"];
    }
    EXPECT_LE(at, gate);
  }
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto a = sights(document["itineraries"][i]);
      const auto b = sights(document["itineraries"][j]);
      std::vector<std::string> left;
      std::set_difference(b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(left));
      EXPECT_GE(left.size(), std::min<std::size_t>(2, b.size()));
    }
}

TEST(Visit, TheSameBytesForAnyNumberOfThreads) {
  const Outcome one = run(asked({"--json", "--threads", "1"}));
  for (const char* threads : {"2", "7"})
    EXPECT_EQ(run(asked({"--json", "--threads", threads})).out, one.out);
}

TEST(Visit, AnswersInBothLanguages) {
  const Outcome en = run(asked({"--lang", "en", "--count", "1", "--luggage"}));
  ASSERT_EQ(en.code, tool::kExitOk) << en.err;
  EXPECT_THAT(en.out, HasSubstr("a person"));
  EXPECT_THAT(en.out, HasSubstr("left luggage"));
  EXPECT_THAT(en.out, HasSubstr("leave the last stop by"));
  const Outcome zh = run(asked({"--lang", "zh", "--count", "1"}));
  ASSERT_EQ(zh.code, tool::kExitOk) << zh.err;
  EXPECT_THAT(zh.out, HasSubstr("误机概率"));
}

TEST(Visit, MapsAndCalendars) {
  const auto map = nlohmann::json::parse(run(asked({"--geojson"})).out);
  EXPECT_EQ(map["type"], "FeatureCollection");
  EXPECT_GT(map["features"].size(), 10U);
  const Outcome calendar = run(asked({"--ics", "--lang", "zh"}));
  ASSERT_EQ(calendar.code, tool::kExitOk) << calendar.err;
  EXPECT_TRUE(calendar.out.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_TRUE(calendar.out.ends_with("END:VCALENDAR\r\n"));
  std::istringstream lines(calendar.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 76U) << line;
}

TEST(Visit, TwoNightsBetweenTwoAirports) {
  std::vector<std::string> words = asked({"--json", "--must", "yu_garden", "--hotel", "budget"});
  words[3] = "pvg_t2i@2024-06-03T14:00";
  words[5] = "sha_t2@2024-06-05T19:00";
  const Outcome outcome = run(words);
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  ASSERT_FALSE(document["itineraries"].empty());
  const auto& best = document["itineraries"][0];
  EXPECT_EQ(best["nights"], 2);
  EXPECT_THAT(std::string(best["hotel"]), HasSubstr("budget"));
  EXPECT_TRUE(sights(best).contains("yu_garden"));
  EXPECT_EQ(best["days"].size(), 3U);
}

TEST(Visit, ATableOfWindows) {
  std::vector<std::string> words = asked({"--json", "--table"});
  words.erase(words.begin() + 4, words.begin() + 6);
  const Outcome outcome = run(words);
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document["format"], "stopover-visit-table-1");
  ASSERT_EQ(document["windows"].size(), 80U);
  for (const auto& window : document["windows"]) {
    EXPECT_LE(window["usable_hours"], window["hours"]);
    EXPECT_GE(window["expected_maximum_yuan"], window["best_yuan"]);
    EXPECT_TRUE(window["hours"] != 4 || window["best_yuan"] == 0) << "there and back take it all";
    EXPECT_TRUE(window["feasible"]) << window;
  }
}

// By a hub whose hotels are far: nights in the terminal keep what is worth seeing by day.
TEST(Visit, LongerWindowsAreWorthNoLess) {
  std::vector<std::string> words = asked({"--json", "--table"});
  words.erase(words.begin() + 4, words.begin() + 6);
  words[3] = "sha_t1i@2024-06-03T09:00";
  const Outcome outcome = run(words);
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  std::map<int, double> longest;  // by hour of arrival; windows come by length
  int grown = 0;
  const auto document = nlohmann::json::parse(outcome.out);
  for (const auto& window : document["windows"]) {
    const double yuan = window["expected_maximum_yuan"];
    double& before = longest[window["arrival_hour"]];
    EXPECT_GE(yuan, before) << window;
    grown += yuan > before ? 1 : 0;
    before = yuan;
  }
  EXPECT_EQ(longest.size(), 8U);
  EXPECT_GT(grown, 40);
  words[3] = "sha_t1i@2024-06-11T09:00";
  EXPECT_THAT(run(words).err, HasSubstr("services end"));
}

TEST(Visit, SaysWhatToWrite) {
  const auto with = [](std::size_t at, const std::string& text) {
    std::vector<std::string> words = asked({});
    words[at] = text;
    return run(words);
  };
  const Outcome place = with(3, "pvg_t2j@2024-06-03T09:00");
  EXPECT_EQ(place.code, tool::kExitUsage);
  EXPECT_THAT(place.err, HasSubstr("did you mean \"pvg_t2"));
  EXPECT_THAT(with(3, "pvg_t2i").err, HasSubstr("a place and its time such as"));
  EXPECT_THAT(with(5, "pvg_t2i@2031-06-03T09:00").err, HasSubstr("services run"));
  EXPECT_THAT(with(5, "pvg_t2i@2024-06-03T08:00").err, HasSubstr("after --arrive"));
  EXPECT_THAT(with(7, "through_europa").err, HasSubstr("through_europe"));
  EXPECT_THAT(run(asked({"--must", "yu_gardn"})).err, HasSubstr("did you mean \"yu_garden\"?"));
  EXPECT_THAT(run(asked({"--hotel", "grand"})).err, HasSubstr("luxury"));
  EXPECT_THAT(run(asked({"--hotel", "upper"})).err, HasSubstr("what the scenario has: "));
  EXPECT_THAT(run(asked({"--table", "--luggage"})).err, HasSubstr("without --luggage"));
  EXPECT_THAT(run(asked({"--json", "--ics"})).err, HasSubstr("exclude each other"));
  EXPECT_THAT(with(1, "minimal").err, HasSubstr("has no sights"));
}

}  // namespace
}  // namespace stopover::system_test
