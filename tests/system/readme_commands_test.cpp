// SPDX-License-Identifier: Apache-2.0
// The commands of the front page are run as they stand there, in a folder like the checkout. Those
// that simulate all of Shanghai take minutes: they are listed, so that a new command is either run
// or put here by someone who knows that it is not.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/system/program.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr const char* kVisitOfADay =
    "visit shanghai/2024 --arrive pvg_t2i@2024-06-03T09:00 --depart pvg_t2i@2024-06-03T22:00 "
    "--segment through_europe";

// Those that take minutes, and what needs their results.
constexpr const char* kDear[] = {
    "compare shanghai/2024 my-plan --output out-plan",
    "choices shanghai/2024 shanghai/2024-link -r 5",
    "run shanghai/2024-products",
    kVisitOfADay,
    "visit shanghai/2024 --arrive pvg_t2i@2024-06-03T09:00 --segment through_europe --table",
    "cruise shanghai/2024",
    "trace shanghai/2024 --sample 0.02 --search missed",
    "run shanghai/2024 --replications 50 --seed 7 --threads 16 --output out-50",
    "run shanghai/2024 --precision 0.02 --json > summary.json",
    "verify out-50"};

std::string front_page() {
  return slurp(STOPOVER_SOURCE_DIR "/README.md");
}

// Indented lines that begin with the program's name, without it; in order.
std::vector<std::string> commands() {
  const std::string kMark = "    stopover ";
  std::istringstream page(front_page());
  std::vector<std::string> out;
  for (std::string line; std::getline(page, line);)
    if (line.starts_with(kMark)) out.push_back(line.substr(kMark.size()));
  return out;
}

std::vector<std::string> words_of(const std::string& command) {
  std::istringstream in(command);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool is_dear(const std::string& command) {
  return std::ranges::find(kDear, command) != std::end(kDear);
}

// The indented block of the page that begins with this line.
std::string block_from(const std::string& first) {
  std::istringstream page(front_page());
  std::string block;
  for (std::string line; std::getline(page, line);) {
    if (line == "    " + first || (!block.empty() && line.starts_with("    ")))
      block += line.substr(4) + '\n';
    else if (!block.empty())
      break;
  }
  return block;
}

TEST(ReadmeCommands, EndWellAsTheyStandThere) {
  const Scratch scratch;
  fs::create_directory_symlink(kScenarios, scratch / "scenarios");
  fs::create_directory(scratch / "my-plan");
  const std::string plan = block_from("id: \"my-plan\"");
  EXPECT_THAT(plan, HasSubstr("change {"));
  std::ofstream(scratch / "my-plan/scenario.txtpb") << plan;
  int seen = 0;
  for (const std::string& command : commands()) {
    if (is_dear(command)) continue;
    ++seen;
    const Outcome outcome = run({.arguments = words_of(command), .folder = scratch.path()});
    EXPECT_EQ(outcome.code, 0) << command << "\n" << outcome.err;
    EXPECT_NE(outcome.out, "") << command;
  }
  EXPECT_GE(seen, 8);
}

TEST(ReadmeCommands, ThatAreTooDearAreStillThere) {
  EXPECT_THAT(commands(), ::testing::IsSupersetOf(kDear));
}

TEST(ReadmeCommands, InTheTextEndWellToo) {
  const std::string page = front_page();
  for (const std::string command : {"demo", "--help", "--cite"}) {
    EXPECT_THAT(page, HasSubstr("`stopover " + command + "`"));
    EXPECT_EQ(run(words_of(command)).code, 0) << command;
  }
}

}  // namespace
}  // namespace stopover::system_test
