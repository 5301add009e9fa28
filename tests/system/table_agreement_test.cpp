// SPDX-License-Identifier: Apache-2.0
// `--help`, the manual page and the three completions of the built program name the same commands
// and options, the ones that the parser accepts; and what they show by example works.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::system_test {
namespace {

using ::testing::HasSubstr;
using Names = std::set<std::string>;

std::string help_of(const std::string& command) {
  const Outcome outcome = run({command, "--help"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return outcome.out;
}

// Long options at the start of the lines of "Options:".
Names options_in_help(const std::string& help) {
  Names names;
  std::istringstream lines(help.substr(help.find("\nOptions:")));
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("  --")) names.insert(line.substr(4, line.find_first_of(", ", 4) - 4));
  return names;
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t begin = text.find(from);
  if (begin == std::string::npos) return "";
  const std::size_t end = text.find(to, begin + from.size());
  return text.substr(begin + from.size(),
                     end == std::string::npos ? end : end - begin - from.size());
}

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
}

// Every "<mark>name" in a text.
Names names_after(const std::string& text, const std::string& mark) {
  Names names;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at + mark.size());
    const auto end = std::find_if_not(begin, text.end(), in_name);
    if (begin != end) names.insert(std::string(begin, end));
  }
  return names;
}

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;)
    text.erase(at, part.size());
  return text;
}

TEST(TableAgreement, HelpManualAndCompletionsNameTheSame) {
  const std::string man = without(without(run({"man"}).out, "\\fR"), "\\");  // "fB--threads"
  const std::string bash = run({"completion", "bash"}).out;
  const std::string zsh = run({"completion", "zsh"}).out;
  const std::string fish = run({"completion", "fish"}).out;
  const std::string overview = run({"--help"}).out;
  for (const tool::CommandRow& row : tool::command_table()) {
    const std::string name(row.name);
    const Names options = options_in_help(help_of(name));
    EXPECT_EQ(options.size(), row.options.size()) << name;
    EXPECT_THAT(overview, HasSubstr("  " + name + " "));
    EXPECT_EQ(names_after(between(man, ".SS \"stopover " + name, "Examples:"), "fB--"), options)
        << name;
    EXPECT_EQ(names_after(between(bash, "    " + name + ") ", ";;"), "--"), options) << name;
    EXPECT_EQ(names_after(between(zsh, "    " + name + ")\n", ";;"), "'--"), options) << name;
    Names of_fish;
    std::istringstream lines(fish);
    for (std::string line; std::getline(lines, line);)
      if (line.find("__fish_seen_subcommand_from " + name + "'") != std::string::npos)
        of_fish.merge(names_after(line.substr(0, line.find(" -d ")), " -l "));
    EXPECT_EQ(of_fish, options) << name;
  }
}

TEST(TableAgreement, TheParserAcceptsEveryOptionOfTheHelp) {
  for (const tool::CommandRow& row : tool::command_table())
    for (const std::string& option : options_in_help(help_of(std::string(row.name)))) {
      // With a wrong value, so that nothing runs: the value is refused, not the option.
      const Outcome outcome = run({std::string(row.name), "--" + option + "=", "--help"});
      EXPECT_EQ(outcome.err.find("unknown option"), std::string::npos) << row.name << option;
      const Outcome other = run({std::string(row.name), "--" + option + "x", "1"});
      EXPECT_EQ(other.code, 2);
      EXPECT_THAT(other.err, HasSubstr("did you mean \"--" + option + "\"?"));
    }
}

TEST(TableAgreement, HelpBeginsWithExamplesAndCodesAreDocumented) {
  const std::string overview = run({"--help"}).out;
  EXPECT_LT(overview.find("Examples:"), overview.find("Usage:"));
  const std::string man = run({"man"}).out;
  for (const tool::ExitRow& row : tool::exit_table()) {
    EXPECT_THAT(overview, HasSubstr(" " + std::to_string(row.code) + "  "));
    EXPECT_THAT(man, HasSubstr("\\fB" + std::to_string(row.code) + "\\fR"));
  }
  for (const tool::CommandRow& row : tool::command_table()) {
    const std::string help = help_of(std::string(row.name));
    EXPECT_LT(help.find("Examples:"), help.find("Usage:")) << row.name;
    EXPECT_FALSE(row.examples.empty()) << row.name;
  }
}

TEST(TableAgreement, ScriptsAreWellFormed) {
  const Scratch scratch;
  std::ofstream(scratch / "c.bash") << run({"completion", "bash"}).out;
  const auto bash = [&](const std::string& line) {
    return run(Call{.arguments = {"-c", line}, .program = "/bin/bash"});
  };
  EXPECT_EQ(bash("bash -n " + (scratch / "c.bash")).code, 0);
  const std::string ask = "source " + (scratch / "c.bash") +
                          "; COMP_WORDS=(stopover run minimal --thr); COMP_CWORD=3; _stopover; "
                          "echo \"${COMPREPLY[*]}\"";
  EXPECT_EQ(bash(ask).out, "--threads\n");
  const std::string commands = "source " + (scratch / "c.bash") +
                               "; COMP_WORDS=(stopover va); COMP_CWORD=1; _stopover; "
                               "echo \"${COMPREPLY[*]}\"";
  EXPECT_EQ(bash(commands).out, "validate\n");
  const std::string scenarios = "source " + (scratch / "c.bash") +
                                "; COMP_WORDS=(stopover run minimal-t); COMP_CWORD=2; _stopover; "
                                "echo \"${COMPREPLY[*]}\"";
  EXPECT_EQ(bash(scenarios).out, "minimal-tour\n");
  const std::string codes = "source " + (scratch / "c.bash") +
                            "; COMP_WORDS=(stopover explain E-SCN-00); COMP_CWORD=2; _stopover; "
                            "echo \"${COMPREPLY[*]}\"";
  EXPECT_THAT(bash(codes).out, HasSubstr("E-SCN-005"));
  // Names with blanks stay whole.
  std::filesystem::create_directory(scratch / "my plans");
  std::ofstream(scratch / "my file") << "x";
  const std::string blanks = "cd " + scratch.path().string() + "; source c.bash" +
                             "; COMP_WORDS=(stopover validate my); COMP_CWORD=2; _stopover; "
                             "printf '<%s>' \"${COMPREPLY[@]}\"";
  const std::string offered = bash(blanks).out;
  EXPECT_THAT(offered, HasSubstr("<my file>"));
  EXPECT_THAT(offered, HasSubstr("<my plans>"));
  // What follows an option that takes a value is no scenario, file or flag.
  for (const tool::OptionRow& row : tool::option_table()) {
    if (row.kind == tool::Kind::kFlag || row.kind == tool::Kind::kFolder ||
        row.kind == tool::Kind::kFile || row.kind == tool::Kind::kLanguage)
      continue;
    const std::string value = "source " + (scratch / "c.bash") + "; COMP_WORDS=(stopover run --" +
                              std::string(row.name) + " m); COMP_CWORD=3; _stopover; " +
                              "echo \"${COMPREPLY[*]}\"";
    EXPECT_EQ(bash(value).out, "\n") << row.name;
  }
  // No line of roff may begin with a dot that is not a macro of the table.
  std::istringstream man(run({"man"}).out);
  for (std::string line; std::getline(man, line);)
    EXPECT_TRUE(!line.starts_with('.') || line.starts_with(".TH ") || line.starts_with(".SH ") ||
                line.starts_with(".SS ") || line.starts_with(".B ") || line == ".TP" ||
                line == ".PP")
        << line;
}

TEST(TableAgreement, VersionAndCitation) {
  const std::string version = run({"--version"}).out;
  for (const char* const part :
       {"stopover " STOPOVER_VERSION, "compiler: ", "tz database: ", "Boost "})
    EXPECT_THAT(version, HasSubstr(part));
  EXPECT_EQ(run({"--cite"}).out, slurp(STOPOVER_SOURCE_DIR "/CITATION.cff"));
}

}  // namespace
}  // namespace stopover::system_test
