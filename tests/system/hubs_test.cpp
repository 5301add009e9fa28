// SPDX-License-Identifier: Apache-2.0
// `stopover hubs` as a person and as another program use it.
#include <algorithm>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::system_test {
namespace {

using ::testing::HasSubstr;

std::size_t widest(const std::string& text) {
  std::istringstream in(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(in, line);)
    widest = std::max(widest, tool::display_width(line));
  return widest;
}

TEST(Hubs, NamesTheNarrowestFirst) {
  const Outcome outcome = run({"hubs", "minimal"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const std::size_t permit = outcome.out.find("Temporary entry permits");
  const std::size_t entry = outcome.out.find("Border entry");
  ASSERT_NE(permit, std::string::npos) << outcome.out;
  ASSERT_NE(entry, std::string::npos) << outcome.out;
  EXPECT_LT(permit, entry) << "60 an hour before 120";
}

TEST(Hubs, FitsATerminalInBothLanguages) {
  for (const char* language : {"en", "zh"}) {
    const Outcome all = run({"hubs", "shanghai/2024", "--lang", language});
    ASSERT_EQ(all.code, tool::kExitOk) << all.err;
    EXPECT_LE(widest(all.out), 80U) << all.out;
    const Outcome way = run({"hubs", "shanghai/2024", "pvg_t2i", "pvg_t2d", "--lang", language});
    ASSERT_EQ(way.code, tool::kExitOk) << way.err;
    EXPECT_LE(widest(way.out), 80U) << way.out;
  }
}

TEST(Hubs, OneWayShowsClassesAndHours) {
  const Outcome outcome = run({"hubs", "minimal", "gates", "station", "--lang", "zh"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("中国公民"));
  EXPECT_THAT(outcome.out, HasSubstr("00:00–24:00"));
  EXPECT_THAT(outcome.out, HasSubstr("入境边检"));
}

TEST(Hubs, JsonHasEveryWayAndHour) {
  const Outcome outcome = run({"hubs", "minimal", "--json"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document.at("format"), "stopover-hubs-1");
  ASSERT_FALSE(document.at("ways").empty());
  for (const auto& way : document.at("ways")) EXPECT_EQ(way.at("hours").size(), 24U);
}

TEST(Hubs, SaysWhatIsWrongWithTheLine) {
  const Outcome half = run({"hubs", "minimal", "gates"});
  EXPECT_EQ(half.code, tool::kExitUsage);
  EXPECT_THAT(half.err, HasSubstr("TO is missing"));
  const Outcome unknown = run({"hubs", "minimal", "gatez", "station"});
  EXPECT_EQ(unknown.code, tool::kExitUsage);
  EXPECT_THAT(unknown.err, HasSubstr("gatez"));
  const Outcome apart = run({"hubs", "minimal", "city", "station"});
  EXPECT_EQ(apart.code, tool::kExitUsage);
  EXPECT_THAT(apart.err, HasSubstr("no hub"));
}

}  // namespace
}  // namespace stopover::system_test
