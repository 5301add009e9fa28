// SPDX-License-Identifier: Apache-2.0
// `stopover choices` as a person and as another program use it.
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
using ::testing::Not;

std::size_t widest(const std::string& text) {
  std::istringstream in(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(in, line);)
    widest = std::max(widest, tool::display_width(line));
  return widest;
}

TEST(Choices, TellsAPersonInBothLanguages) {
  const Outcome en = run({"choices", "minimal", "-r", "3", "--lang", "en"});
  ASSERT_EQ(en.code, tool::kExitOk) << en.err;
  for (const char* part : {"What they would choose", "Own elasticities", "Through passengers",
                           "change here", "What an hour is worth"})
    EXPECT_THAT(en.out, HasSubstr(part));
  EXPECT_THAT(en.out, Not(HasSubstr("consumer surplus")));
  const Outcome zh = run({"choices", "minimal", "minimal-tour", "-r", "3", "--lang", "zh"});
  ASSERT_EQ(zh.code, tool::kExitOk) << zh.err;
  for (const char* part : {"旅客的选择", "自弹性", "过境旅客", "一小时的价值", "消费者剩余"})
    EXPECT_THAT(zh.out, HasSubstr(part));
  for (const Outcome& outcome : {en, zh}) EXPECT_LE(widest(outcome.out), 120U) << outcome.out;
}

// Shares of each group add up; a scenario is worth nothing against itself.
TEST(Choices, JsonHoldsTogether) {
  const Outcome outcome = run({"choices", "minimal", "minimal", "-r", "2", "--json"});
  ASSERT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json.at("replications"), 2);
  EXPECT_TRUE(json.at("surplus").empty() ||
              std::ranges::all_of(json.at("surplus"), [](const auto& row) {
                return row.at("id") == "surplus_matched" || row.at("value") == 0;
              }));
  std::map<std::string, double> share;
  for (const auto& row : json.at("values"))
    if (row.at("id") == "share") share[row.at("group")] += row.at("value").get<double>();
  EXPECT_TRUE(share.contains("all"));
  EXPECT_TRUE(share.contains("through"));
  for (const auto& [group, sum] : share) EXPECT_NEAR(sum, 1, 1e-9) << group;
}

TEST(Choices, IsTheSameForAnyNumberOfThreads) {
  const std::vector<std::string> asked{"choices", "minimal", "minimal-tour", "-r", "3", "--json"};
  const auto with = [&](const char* threads) {
    std::vector<std::string> words = asked;
    words.insert(words.end(), {"--threads", threads});
    return run(words).out;
  };
  const std::string one = with("1");
  EXPECT_FALSE(one.empty());
  for (const char* threads : {"2", "3", "7", "16"}) EXPECT_EQ(with(threads), one) << threads;
}

}  // namespace
}  // namespace stopover::system_test
