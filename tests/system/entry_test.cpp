// SPDX-License-Identifier: Apache-2.0
// `stopover entry` as a person and as another program use it.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::system_test {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> asked(const std::vector<std::string>& more) {
  std::vector<std::string> words{"entry", "--nationality", "US",       "--from",          "NRT",
                                 "--to",  "LHR",           "--arrive", "2025-05-06T10:00"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::size_t widest(const std::string& text) {
  std::istringstream in(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(in, line);)
    widest = std::max(widest, tool::display_width(line));
  return widest;
}

TEST(Entry, AnswersAPersonInBothLanguages) {
  const Outcome en = run(asked({"--depart", "2025-05-10T12:00", "--lang", "en"}));
  ASSERT_EQ(en.code, tool::kExitOk) << en.err;
  EXPECT_THAT(en.out, HasSubstr("May enter: 240-hour visa-free transit"));
  EXPECT_THAT(en.out, HasSubstr("2025-05-16 24:00"));
  EXPECT_THAT(en.out, HasSubstr("temporary entry permits"));
  EXPECT_THAT(en.out, HasSubstr("leaves after the latest lawful exit"));
  EXPECT_THAT(en.out, HasSubstr("National Immigration Administration"));
  const Outcome zh = run(asked({"--depart", "2025-05-10T12:00", "--lang", "zh"}));
  ASSERT_EQ(zh.code, tool::kExitOk) << zh.err;
  EXPECT_THAT(zh.out, HasSubstr("可以入境：240小时过境免签"));
  EXPECT_THAT(zh.out, HasSubstr("2025-05-16 24:00"));
  EXPECT_THAT(zh.out, HasSubstr("临时入境许可"));
  for (const Outcome& outcome : {en, zh}) EXPECT_LE(widest(outcome.out), 80U) << outcome.out;
}

TEST(Entry, TakesCountriesForAirports) {
  std::vector<std::string> words = asked({"--json"});
  const Outcome by_airport = run(words);
  words[4] = "JP";
  words[6] = "GB";
  const Outcome by_country = run(words);
  ASSERT_EQ(by_country.code, tool::kExitOk) << by_country.err;
  EXPECT_EQ(by_airport.out, by_country.out);
}

TEST(Entry, JsonNamesEachFailedCondition) {
  const Outcome outcome = run(asked({"--passport", "2025-06-01", "--json"}));
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document["format"], "stopover-entry-1");
  EXPECT_TRUE(document["best"].is_null());
  int seen = 0;
  for (const auto& regime : document["regimes"]) {
    if (regime["id"] == "transit_240") {
      EXPECT_EQ(regime["failed"], nlohmann::json::array({"passport"}));
      EXPECT_EQ(regime["latest_exit"], "2025-05-17T00:00:00+08:00");
      ++seen;
    }
    if (regime["id"] == "transit_144") {
      EXPECT_EQ(regime["failed"], nlohmann::json::array({"in-force", "nationality", "passport"}));
      ++seen;
    }
  }
  EXPECT_EQ(seen, 2);
}

TEST(Entry, ASwitchTurnsAPointOver) {
  const std::vector<std::string> day{"--depart", "2025-05-07T23:00", "--json", "--nationality",
                                     "IN"};
  const auto best = [&](std::vector<std::string> more) {
    more.insert(more.end(), day.begin(), day.end());
    return nlohmann::json::parse(run(asked(more)).out)["best"];
  };
  EXPECT_TRUE(best({}).is_null());
  EXPECT_EQ(best({"--switch", "next_day_24"})["id"], "transit_24");
}

TEST(Entry, SaysWhatToWrite) {
  std::vector<std::string> words = asked({});
  words[4] = "NRX";
  const Outcome stop = run(words);
  EXPECT_EQ(stop.code, tool::kExitUsage);
  EXPECT_THAT(stop.err, HasSubstr("did you mean \"NRT\"?"));
  EXPECT_THAT(stop.err, HasSubstr("the country of the stop, such as JP"));
  const Outcome port = run(asked({"--port", "QQQ"}));
  EXPECT_EQ(port.code, tool::kExitUsage);
  EXPECT_THAT(port.err, HasSubstr("PVG"));
  const Outcome nobody = run({"entry", "--nationality", "XX", "--from", "NRT"});
  EXPECT_EQ(nobody.code, tool::kExitUsage) << "a slip is no answer about entry";
  EXPECT_THAT(nobody.err, HasSubstr("ISO 3166"));
  const Outcome none = run({"entry", "--nationality", "US"});
  EXPECT_EQ(none.code, tool::kExitUsage);
  EXPECT_THAT(none.err, HasSubstr("--from is missing"));
  const Outcome back = run(asked({"--depart", "2025-05-05T10:00"}));
  EXPECT_EQ(back.code, tool::kExitUsage);
  EXPECT_THAT(back.err, HasSubstr("after --arrive"));
  const Outcome minimal = run(
      {"entry", "minimal", "--nationality", "US", "--from", "JP", "--arrive", "2024-06-03T10:00"});
  EXPECT_EQ(minimal.code, tool::kExitUsage);
  EXPECT_THAT(minimal.err, HasSubstr("no entry_port"));
}

TEST(Entry, WhoHoldsAVisaNeedsNoTransit) {
  const Outcome outcome =
      run({"entry", "--nationality", "IN", "--from", "DEL", "--arrive", "2025-05-06T10:00",
           "--holds", "visa", "--activity", "work", "--lang", "en"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("May enter: Visa in hand"));
  EXPECT_THAT(outcome.out, HasSubstr("as the document says"));
}

}  // namespace
}  // namespace stopover::system_test
