// SPDX-License-Identifier: Apache-2.0
// Commands that pages show are commands that exist: `stopover …` is understood by the parser of the
// command line, scripts are there and may be run, presets are in CMakePresets.json.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "tools/stopover/command_table.hpp"
#include "tools/stopover/options.hpp"

namespace stopover::docs {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = STOPOVER_SOURCE_DIR;

struct Command {
  std::string page;
  std::vector<std::string> words;
};

// Words up to a comment, a pipe or a redirection.
std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    if (word == "#" || word == "|" || word == ">" || word == "&&") break;
    words.push_back(word);
  }
  return words;
}

// Indented lines of all pages: blocks of code.
std::vector<Command> commands() {
  std::vector<Command> out;
  std::vector<fs::path> pages{kRoot / "README.md", kRoot / "CONTRIBUTING.md",
                              kRoot / "bench/README.md", kRoot / "tests/README.md"};
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "docs"))
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  for (const fs::path& page : pages) {
    std::ifstream in(page);
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with("    ")) continue;
      for (std::size_t from = 0; from < line.size();) {  // a && b
        const std::size_t to = std::min(line.find("&&", from), line.size());
        out.push_back({page.lexically_relative(kRoot), words_of(line.substr(from, to - from))});
        from = to + 2;
      }
    }
  }
  std::erase_if(out, [](const Command& c) { return c.words.empty(); });
  return out;
}

TEST(ShownCommands, AreUnderstoodByTheProgram) {
  int seen = 0;
  for (const Command& command : commands()) {
    if (command.words.front() != "stopover") continue;
    ++seen;
    std::vector<const char*> argv;
    std::string line;
    for (const std::string& word : command.words) {
      argv.push_back(word.c_str());
      line += word + ' ';
    }
    EXPECT_NO_THROW((void)tool::parse_command_line(static_cast<int>(argv.size()), argv.data()))
        << command.page << ": " << line;
  }
  EXPECT_GE(seen, 10);
}

TEST(ShownCommands, ScriptsAreThereAndMayBeRun) {
  int seen = 0;
  for (const Command& command : commands()) {
    if (!command.words.front().starts_with("tools/")) continue;
    ++seen;
    EXPECT_EQ(::access((kRoot / command.words.front()).c_str(), X_OK), 0)
        << command.page << ": " << command.words.front();
  }
  EXPECT_GE(seen, 3);
}

TEST(ShownCommands, ExitCodesAreThoseOfTheTable) {
  std::ifstream in(kRoot / "docs/formats/exit-codes.md");
  std::string page(std::istreambuf_iterator<char>(in), {});
  std::erase(page, '`');
  for (const tool::ExitRow& row : tool::exit_table())
    EXPECT_NE(page.find(fmt::format("| {} | {} |", row.code, row.meaning)), std::string::npos)
        << row.code << " " << row.meaning;
}

TEST(ShownCommands, PresetsExist) {
  std::ifstream in(kRoot / "CMakePresets.json");
  const auto presets = nlohmann::json::parse(in);
  int seen = 0;
  for (const Command& command : commands())
    for (std::size_t i = 0; i + 1 < command.words.size(); ++i) {
      if (command.words[i] != "--preset") continue;
      ++seen;
      const auto& all = presets["configurePresets"];
      EXPECT_TRUE(
          std::any_of(all.begin(), all.end(),
                      [&](const auto& preset) { return preset["name"] == command.words[i + 1]; }))
          << command.page << ": " << command.words[i + 1];
    }
  EXPECT_GE(seen, 3);
}

}  // namespace
}  // namespace stopover::docs
