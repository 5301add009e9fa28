// SPDX-License-Identifier: Apache-2.0
// `stopover journeys` as a person and as another program use it.
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
using ::testing::IsEmpty;

Outcome journeys(std::vector<std::string> words) {
  words.insert(words.begin(), {"journeys", "shanghai/2024"});
  return run(words);
}

TEST(Journeys, ReadsAsATimetable) {
  const Outcome outcome = journeys({"suzhou", "tokyo", "--depart", "07:00"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("leaving from 2024-06-03T07:00 to 2024-06-03T11:00"));
  EXPECT_THAT(outcome.out, HasSubstr("(Asia/Shanghai)"));
  EXPECT_THAT(outcome.out, HasSubstr("Pudong Terminal 1, international"));
  EXPECT_THAT(outcome.out, HasSubstr("train rail_hq_nanjing"));
  const Outcome chinese = journeys({"南京", "成都", "--arrive-by", "18:00", "--lang", "zh"});
  ASSERT_EQ(chinese.code, tool::kExitOk) << chinese.err;
  EXPECT_THAT(chinese.out, HasSubstr("虹桥火车站"));
}

TEST(Journeys, JsonHasTheTimesOfBothZones) {
  const Outcome outcome = journeys({"suzhou", "tokyo", "--json", "-n", "3"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document.at("format"), "stopover-journeys-1");
  ASSERT_FALSE(document.at("journeys").empty());
  EXPECT_LE(document.at("journeys").size(), 3U);
  for (const auto& journey : document.at("journeys")) {
    EXPECT_THAT(journey.at("depart").get<std::string>(), HasSubstr("+08:00"));
    EXPECT_THAT(journey.at("arrive").get<std::string>(), HasSubstr("+09:00"));
    EXPECT_GT(journey.at("fare_fen").get<int>(), 100'000) << "a flight among the legs";
  }
}

TEST(Journeys, StopoverIsAsLongAsAsked) {
  const Outcome outcome = journeys({"paris", "tokyo", "--via", "huangpu", "--stay", "30", "--class",
                                    "permit", "--window", "24", "--json"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  ASSERT_FALSE(document.at("journeys").empty());
  for (const auto& journey : document.at("journeys"))
    EXPECT_GE(journey.at("seconds").get<int>(), (30 + 13) * 3'600);
}

TEST(Journeys, GeoJsonIsAMap) {
  const Outcome outcome = journeys({"suzhou", "tokyo", "--geojson", "-n", "1"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document.at("type"), "FeatureCollection");
  EXPECT_GE(document.at("features").size(), 4U);
  for (const auto& feature : document.at("features"))
    EXPECT_EQ(feature.at("geometry").at("type"), "LineString");
}

TEST(Journeys, SaysWhatIsWrong) {
  const auto expect_usage = [](const Outcome& outcome, const std::string& text) {
    EXPECT_EQ(outcome.code, tool::kExitUsage);
    EXPECT_THAT(outcome.err, HasSubstr(text));
    EXPECT_THAT(outcome.out, IsEmpty());
  };
  expect_usage(journeys({"suzou", "tokyo"}), "did you mean \"suzhou\"?");
  expect_usage(journeys({"suzhou", "tokyo", "--depart", "7 o'clock"}), "expected a time such as");
  expect_usage(journeys({"suzhou", "tokyo", "--depart", "2024-02-30T08:00"}), "expected a time");
  expect_usage(journeys({"suzhou", "tokyo", "--depart", "08:00", "--arrive-by", "09:00"}),
               "exclude each other");
  expect_usage(journeys({"suzhou", "tokyo", "--stay", "3"}), "--stay needs --via");
  expect_usage(journeys({"suzhou", "tokyo", "--class", "forein"}), "did you mean \"foreign\"?");
  expect_usage(journeys({"suzhou", "tokyo", "--window", "0"}), "a whole number from 1 to 72");
  const Outcome none = journeys({"suzhou", "tokyo", "--depart", "2026-01-01T08:00"});
  EXPECT_EQ(none.code, tool::kExitOk);
  EXPECT_THAT(none.out, HasSubstr("No journey found"));
  EXPECT_THAT(none.out, HasSubstr("services from 2024-0"));
}

}  // namespace
}  // namespace stopover::system_test
