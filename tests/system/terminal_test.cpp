// SPDX-License-Identifier: Apache-2.0
// What a person sees: colours only where wanted, progress on stderr only, a closed pipe, both
// languages, the demo.
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/system/program.hpp"

namespace stopover::system_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kEscape = "\033[";

// The program on a terminal of its own: everything it shows.
std::string on_terminal(const std::string& shell_line) {
  int master = -1;
  const pid_t child = ::forkpty(&master, nullptr, nullptr, nullptr);
  if (child < 0) return "no terminal";
  if (child == 0) {
    ::execl("/bin/sh", "sh", "-c", shell_line.c_str(), nullptr);
    ::_exit(97);
  }
  std::string shown;
  std::array<char, 4096> bytes{};
  for (ssize_t n = 0; (n = ::read(master, bytes.data(), bytes.size())) > 0;)
    shown.append(bytes.data(), static_cast<std::size_t>(n));
  ::close(master);
  ::waitpid(child, nullptr, 0);
  return shown;
}

Outcome shell(const std::string& line) {
  return run(Call{.arguments = {"-c", line}, .program = "/bin/bash"});
}

TEST(Terminal, ColoursOnlyWhereWanted) {
  const std::string line = kProgram + " validate minimal";
  EXPECT_THAT(on_terminal("TERM=xterm " + line), HasSubstr(kEscape));
  EXPECT_THAT(on_terminal("TERM=xterm NO_COLOR=1 " + line), Not(HasSubstr(kEscape)));
  EXPECT_THAT(on_terminal("TERM=dumb " + line), Not(HasSubstr(kEscape)));
  EXPECT_THAT(on_terminal("TERM=xterm " + line + " --no-color"), Not(HasSubstr(kEscape)));
  EXPECT_THAT(run({"validate", "minimal"}).out, Not(HasSubstr(kEscape)));
}

TEST(Terminal, ProgressIsABarOnATerminalAndQuietElsewhere) {
  const Scratch scratch;
  const std::string line = kProgram + " run minimal --force -r 300 -o " + (scratch / "out");
  const std::string shown = on_terminal("TERM=xterm " + line + " >/dev/null");
  EXPECT_THAT(shown, HasSubstr("simulating ["));
  EXPECT_THAT(shown, HasSubstr("600 of 600 (100 %)"));
  EXPECT_THAT(on_terminal("TERM=xterm " + line + " --quiet >/dev/null"), IsEmpty());
  EXPECT_THAT(shell(line).err, IsEmpty());  // shorter than the first line's ten seconds
}

TEST(Terminal, PlainLinesOfALongRun) {
  // The first line comes after ten seconds, the next a minute later.
  const Scratch scratch;
  Running running({.arguments = {"run", "minimal", "-r", "100000", "-o", scratch / "out"}});
  ::sleep(12);
  running.send(SIGTERM);
  const Outcome outcome = running.wait();
  ASSERT_EQ(outcome.code, 143) << "the run ended before it could say how far it was";
  EXPECT_THAT(outcome.err, HasSubstr("stopover: simulating: "));
  EXPECT_THAT(outcome.err, HasSubstr(" left\n"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("\r")));
}

TEST(Terminal, AClosedPipeIsNoError) {
  const Scratch scratch;
  const Outcome outcome = shell("set -o pipefail; " + kProgram + " run minimal -o " +
                                (scratch / "out") + " | head -1; echo ${PIPESTATUS[0]}");
  EXPECT_THAT(outcome.out, HasSubstr("\n0\n"));
  EXPECT_THAT(outcome.err, IsEmpty());
  EXPECT_EQ(run({"verify", scratch / "out"}).code, 0);
  const Outcome unread = shell(kProgram + " man | true; echo ${PIPESTATUS[0]}");
  EXPECT_EQ(unread.out, "0\n");
  EXPECT_THAT(unread.err, IsEmpty());
  EXPECT_NE(shell(kProgram + " man >&-").code, 0);  // closed before it began: said, not passed over
}

TEST(Terminal, JsonIsOneDocumentAndNothingElse) {
  const Scratch scratch;
  const Outcome ran = run({"run", "minimal", "--json", "-o", scratch / "a"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(nlohmann::json::parse(ran.out),
            nlohmann::json::parse(slurp(scratch / "a/summary.json")));
  const Outcome compared =
      run({"compare", "minimal", "minimal-tour", "--json", "-o", scratch / "b"});
  ASSERT_EQ(compared.code, 0) << compared.err;
  EXPECT_EQ(nlohmann::json::parse(compared.out),
            nlohmann::json::parse(slurp(scratch / "b/summary.json")));
  EXPECT_EQ(nlohmann::json::parse(run({"validate", "minimal", "--json"}).out)["valid"], true);
  EXPECT_TRUE(nlohmann::json::parse(run({"verify", scratch / "a", "--json"}).out)["faults"]["kept"]
                  .empty());
}

TEST(Terminal, CompareSaysWhichDifferencesAreDistinguishable) {
  const Scratch scratch;
  const Outcome outcome =
      run({"compare", "minimal", "minimal-tour", "-r", "40", "-o", scratch / "out"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex(
                               "  Exit rate of eligible transit passengers +[0-9.]+ % +[0-9.]+ % "
                               "+[+][0-9.]+  points +[+][0-9.]+ … [+][0-9.]+  distinguishable\n"));
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex("  Air transfer rate [^\n]* 0.00 … 0.00  not "
                                                    "distinguishable\n"));
  EXPECT_THAT(outcome.out, HasSubstr("csv/comparison.csv has every difference"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Too few")));
  const Outcome same = run({"compare", "minimal", "minimal", "-o", scratch / "same"});
  ASSERT_EQ(same.code, 0) << same.err;
  EXPECT_THAT(same.out, HasSubstr("\n0 of "));  // a scenario does not differ from itself
}

TEST(Terminal, CompareGivesNoVerdictWithoutAnInterval) {
  const Outcome one = run({"compare", "minimal", "minimal-tour", "-r", "1", "--lang", "en"});
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_THAT(one.out, HasSubstr("One replication gives no interval"));
  EXPECT_THAT(one.out, Not(HasSubstr("distinguishable from zero")));
  EXPECT_THAT(one.out, Not(HasSubstr("indicators differ")));
}

TEST(Terminal, CompareSaysHowFarAVerdictCarries) {
  const Scratch scratch;
  const auto said = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"compare", "minimal", "minimal-tour", "-f", "-o", scratch / "o"};
    words.insert(words.end(), more.begin(), more.end());
    return run(std::move(words)).out;
  };
  EXPECT_THAT(said({"-r", "9"}), HasSubstr("Few replications (9)"));
  EXPECT_THAT(said({"-r", "9", "--lang", "zh"}), HasSubstr("重复次数较少"));
  EXPECT_THAT(said({"-r", "10"}), Not(HasSubstr("Too few")));
  const std::string luck = said({"--no-drawn"});
  EXPECT_THAT(luck, ::testing::ContainsRegex("  distinguishable by luck alone\n"));
  EXPECT_THAT(luck, HasSubstr("by the luck of the replications alone"));
  EXPECT_THAT(said({"--no-drawn", "--lang", "zh"}), HasSubstr("可区分（仅就随机性）"));

  const std::string later = copy_of_scenario("minimal", scratch);
  std::string text = slurp(later + "/scenario.txtpb");
  text.replace(text.find("2024-06-03"), 10, "2024-06-04");
  std::ofstream(later + "/scenario.txtpb") << text;
  const Outcome days = run({"compare", "minimal", later, "-o", scratch / "days"});
  EXPECT_EQ(days.code, 0) << days.err;
  EXPECT_THAT(days.out, HasSubstr("do not simulate the same days"));
  EXPECT_THAT(luck, Not(HasSubstr("do not simulate the same days")));
}

TEST(Terminal, JsonLeavesTheFolderToStandardError) {
  const Scratch scratch;
  EXPECT_EQ(run({"run", "minimal", "--json", "-o", scratch / "a"}).err,
            "Results: " + (scratch / "a") + "\n");
  EXPECT_THAT(run({"run", "minimal", "--json", "-q", "-o", scratch / "b"}).err, IsEmpty());
}

TEST(Terminal, HelpIsACommandToo) {
  EXPECT_EQ(run({"help"}).out, run({"--help"}).out);
  EXPECT_EQ(run({"help", "compare"}).out, run({"compare", "--help"}).out);
  EXPECT_THAT(run({"help", "compar"}).err, HasSubstr("did you mean \"compare\"?"));
}

TEST(Terminal, TheMachinesLanguageHoldsForReportsAndFaults) {
  const Scratch scratch;
  const auto in = [&](std::vector<std::string> words, const std::string& value) {
    return run(Call{.arguments = std::move(words), .environment = {{"LC_ALL", value}}});
  };
  EXPECT_THAT(in({"demo"}, "zh_CN.UTF-8").out, HasSubstr("基础情景：最小算例"));
  EXPECT_THAT(in({"demo", "--lang", "en"}, "zh_CN.UTF-8").out, HasSubstr("Air transfer rate"));
  const std::string copy = copy_of_scenario("minimal", scratch);
  std::string text = slurp(copy + "/scenario.txtpb");
  text.replace(text.find("2024-06-03"), 10, "2024-06-31");
  std::ofstream(copy + "/scenario.txtpb") << text;
  EXPECT_THAT(in({"validate", copy}, "zh_CN.UTF-8").err,
              ::testing::ContainsRegex("\\[E-SCN-107 [^]]*日期[^]]*\\]"));
  EXPECT_THAT(in({"validate", copy}, "C").err, HasSubstr("[E-SCN-107]"));
}

TEST(Terminal, QuietVerifyAnswersByItsExitCode) {
  const Scratch scratch;
  ASSERT_EQ(run({"run", "minimal", "-r", "2", "-o", scratch / "out"}).code, 0);
  const Outcome outcome = run({"verify", scratch / "out", "-q"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out + outcome.err, IsEmpty());
}

TEST(Terminal, ChineseTablesAndExplanations) {
  const Scratch scratch;
  const Outcome outcome = run({"run", "minimal", "--lang", "zh", "-o", scratch / "out"});
  EXPECT_THAT(outcome.out, HasSubstr("空铁联运中转率"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Air-rail transfer rate")));
  EXPECT_THAT(run({"explain", "E-SCN-105", "--lang", "zh"}).out, HasSubstr("引用不存在"));
  const auto in = [](const std::string& name, const std::string& value) {
    return run(Call{.arguments = {"explain", "e-scn-105"}, .environment = {{name, value}}}).out;
  };
  EXPECT_THAT(in("LC_ALL", "zh_CN.UTF-8"), HasSubstr("引用不存在"));
  EXPECT_THAT(in("LC_ALL", "de_DE.UTF-8"), HasSubstr("Reference to nothing"));
  const Outcome all = run({"explain"});
  for (const char* const code : {"E-SCN-004", "E-CSV-003", "E-GTFS-001", "E-RES-006", "E-ZIP-001"})
    EXPECT_THAT(all.out, HasSubstr(code));
}

TEST(Terminal, DemoShowsADifferenceInUnderAMinuteAndWritesNothing) {
  const Scratch scratch;
  const auto begun = std::chrono::steady_clock::now();
  const Outcome outcome = run(Call{.arguments = {"demo"}, .folder = scratch.path()});
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(60));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("  distinguishable\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Try next:"));
  EXPECT_THAT(names_in(scratch.path()), IsEmpty());
}

TEST(Terminal, ScenariosAreFoundByNameAndByVariable) {
  const Scratch scratch;
  const std::string copy = copy_of_scenario("minimal", scratch);
  const std::string text = slurp(copy + "/scenario.txtpb");
  const Outcome outcome = run(Call{.arguments = {"validate", "minimal", "--json"},
                                   .environment = {{"STOPOVER_SCENARIOS", scratch.path()}}});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(::truncate((copy + "/scenario.txtpb").c_str(), static_cast<off_t>(text.size() / 2)), 0);
  EXPECT_EQ(run(Call{.arguments = {"validate", "minimal"},
                     .environment = {{"STOPOVER_SCENARIOS", scratch.path()}}})
                .code,
            3);
}

}  // namespace
}  // namespace stopover::system_test
