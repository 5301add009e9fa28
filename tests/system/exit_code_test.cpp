// SPDX-License-Identifier: Apache-2.0
// Every documented exit code is reached, with a message that says what to do. 134, an error of the
// program itself, has no way in from outside: engine/base/check_test.cpp reaches it. 130 and 143:
// interrupt_test.cpp.
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(ExitCode, ZeroWhenDone) {
  const Scratch scratch;
  const Outcome outcome = run({"run", "minimal", "-o", scratch / "out"});
  EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Air-rail transfer rate"));
  EXPECT_THAT(outcome.out, HasSubstr(scratch / "out"));
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(ExitCode, OneWhenTheMachineRefuses) {
  const Outcome missing = run({"run", "minmal"});
  EXPECT_EQ(missing.code, tool::kExitEnvironment);
  EXPECT_THAT(missing.err, HasSubstr("did you mean \"minimal\"?"));
  EXPECT_THAT(missing.out, IsEmpty());
  EXPECT_EQ(run({"validate", "/no/such/feed.zip"}).code, tool::kExitEnvironment);

  const Outcome full =
      run(Call{.arguments = {"run", "minimal", "--force"}, .stdout_file = "/dev/full"});
  EXPECT_EQ(full.code, tool::kExitEnvironment);
  EXPECT_THAT(full.err, HasSubstr("the folder of results is complete: runs/minimal-"));
  EXPECT_THAT(full.err, HasSubstr("standard output: cannot write: No space left on device"));
}

TEST(ExitCode, OneForAFolderThatCannotBeWritten) {
  if (::geteuid() == 0) {
    // Root may write anywhere; a path below a file is refused to everyone.
    const Scratch scratch;
    std::ofstream(scratch / "file") << "x";
    const Outcome outcome = run({"run", "minimal", "-o", (scratch / "file") + "/out"});
    EXPECT_EQ(outcome.code, tool::kExitEnvironment) << outcome.err;
    EXPECT_EQ(slurp(scratch / "file"), "x");
    EXPECT_EQ(run({"run", "minimal", "-o", "/proc/stopover-out"}).code, tool::kExitEnvironment);
    return;
  }
  const Scratch scratch;
  fs::permissions(scratch.path(), fs::perms::owner_read | fs::perms::owner_exec);
  const Outcome outcome = run({"run", "minimal", "-r", "100000", "-o", scratch / "out"});
  EXPECT_EQ(outcome.code, tool::kExitEnvironment);  // at once, not after the replications
  EXPECT_THAT(outcome.err, HasSubstr("Permission denied"));
  EXPECT_THAT(names_in(scratch.path()), IsEmpty());
}

// The reason is the machine's, or that something is there that is no folder.
TEST(ExitCode, SaysWhyAFolderCannotBe) {
  const Scratch scratch;
  std::ofstream(scratch / "file") << "x";
  const Outcome below = run({"run", "minimal", "-o", (scratch / "file") + "/a/b"});
  EXPECT_EQ(below.code, tool::kExitEnvironment);
  EXPECT_THAT(below.err, HasSubstr("Not a directory"));
  const Outcome longer = run({"run", "minimal", "-o", scratch / std::string(300, 'x')});
  EXPECT_EQ(longer.code, tool::kExitEnvironment);
  EXPECT_THAT(longer.err, HasSubstr("File name too long"));
  const Outcome there = run({"run", "minimal", "-o", scratch / "file"});
  EXPECT_EQ(there.code, tool::kExitInput);
  EXPECT_THAT(there.err, HasSubstr("something that is no folder"));
  EXPECT_EQ(slurp(scratch / "file"), "x");
}

TEST(ExitCode, TwoForAWrongCommandLine) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{}, "a command is missing"},
      {{"rnu"}, "did you mean \"run\"?"},
      {{"run"}, "SCENARIO is missing"},
      {{"compare", "minimal"}, "VARIANT is missing"},
      {{"run", "minimal", "again"}, "no further argument"},
      {{"run", "minimal", "--treads", "2"}, "did you mean \"--threads\"?"},
      {{"run", "minimal", "--treads=2"}, "did you mean \"--threads\"?"},
      {{"run", "minimal", "--threads"}, "a value is missing"},
      {{"run", "minimal", "--threads", "0"}, "from 1 to 1024"},
      {{"run", "minimal", "--threads", "1025"}, "from 1 to 1024"},
      {{"run", "minimal", "--threads", "2x"}, "found \"2x\""},
      {{"run", "minimal", "--threads", ""}, "from 1 to 1024"},
      {{"run", "minimal", "--seed", "-1"}, "--seed"},
      {{"run", "minimal", "--seed", "18446744073709551616"}, "--seed"},
      {{"run", "minimal", "--replications", "0"}, "--replications"},
      {{"run", "minimal", "--replications", "1e3"}, "--replications"},
      {{"run", "minimal", "--precision", "nan"}, "--precision"},
      {{"run", "minimal", "--precision", "0"}, "--precision"},
      {{"run", "minimal", "--sample", "1.01"}, "--sample"},
      {{"run", "minimal", "--sample", "0,5"}, "--sample"},
      {{"run", "minimal", "--lang", "de"}, "expected en or zh"},
      {{"run", "minimal", "--output", ""}, "--output"},
      {{"run", ""}, "SCENARIO is empty"},
      {{"explain", "E-SCN-999"}, "there is no code"},
      {{"completion", "tcsh"}, "bash, zsh and fish"},
      {{"--lang", "zh", "run", "minimal"},
       "options of a command stand after it: stopover run … --lang"},
      {{"--threads=2"}, "stand after it"},
      {{"help", "rnu"}, "did you mean \"run\"?"},
      {{"--verson"}, "did you mean \"--version\"?"},
  };
  for (const auto& [arguments, text] : cases) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, tool::kExitUsage) << text;
    EXPECT_THAT(outcome.err, HasSubstr(text));
    EXPECT_THAT(outcome.err, HasSubstr("--help"));
    EXPECT_THAT(outcome.out, IsEmpty());
  }
  const Outcome variable =
      run(Call{.arguments = {"run", "minimal"}, .environment = {{"STOPOVER_THREADS", "many"}}});
  EXPECT_EQ(variable.code, tool::kExitUsage);
  EXPECT_THAT(variable.err, HasSubstr("STOPOVER_THREADS"));
}

TEST(ExitCode, ThreeForWrongInputWithEveryFault) {
  const Scratch scratch;
  const std::string folder = copy_of_scenario("minimal", scratch);
  std::string flights = slurp(folder + "/flights.csv");
  flights.replace(flights.find("a,gates,09:00"), 13, "a,gaets,09:61");
  std::ofstream(folder + "/flights.csv") << flights;
  for (const char* const command : {"run", "validate"}) {
    const Outcome outcome = run({command, folder});
    EXPECT_EQ(outcome.code, tool::kExitInput);
    EXPECT_THAT(outcome.err, HasSubstr("flights.csv:2"));
    EXPECT_THAT(outcome.err, HasSubstr("gaets"));
    EXPECT_THAT(outcome.err, HasSubstr("09:61"));
    EXPECT_THAT(outcome.err, HasSubstr("2 errors"));
  }
  const Outcome json = run({"validate", folder, "--json"});
  EXPECT_EQ(json.code, tool::kExitInput);
  const auto document = nlohmann::json::parse(json.out);
  EXPECT_EQ(document["valid"], false);
  EXPECT_EQ(document["faults"]["errors"], 2);
  EXPECT_FALSE(document["not_checked"].empty());
}

TEST(ExitCode, ThreeForScenariosThatHaveNothingInCommon) {
  const Scratch scratch;
  const Outcome outcome = run({"compare", "minimal", "shanghai/2024", "-o", scratch / "out"});
  EXPECT_EQ(outcome.code, tool::kExitInput);
  EXPECT_THAT(outcome.err, HasSubstr("minimal and shanghai/2024 cannot be compared"));
  EXPECT_THAT(names_in(scratch.path()), IsEmpty());
}

TEST(ExitCode, ThreeForAFolderThatIsThere) {
  const Scratch scratch;
  ASSERT_EQ(run({"run", "minimal", "-o", scratch / "out"}).code, 0);
  const std::string before = fingerprint(scratch / "out");
  const Outcome again = run({"run", "minimal", "-o", scratch / "out"});
  EXPECT_EQ(again.code, tool::kExitInput);
  EXPECT_THAT(again.err, HasSubstr("--force replaces it"));
  EXPECT_EQ(fingerprint(scratch / "out"), before);
  EXPECT_EQ(run({"run", "minimal", "-o", scratch / "out", "--force"}).code, 0);
  EXPECT_EQ(fingerprint(scratch / "out"), before);

  // What others put there is not replaced, with or without --force.
  std::ofstream(scratch / "out/mine.txt") << "mine";
  EXPECT_EQ(run({"run", "minimal", "-o", scratch / "out", "--force"}).code, tool::kExitInput);
  EXPECT_EQ(slurp(scratch / "out/mine.txt"), "mine");
}

TEST(ExitCode, ThreeForAResultThatWasChanged) {
  const Scratch scratch;
  ASSERT_EQ(run({"run", "minimal", "-o", scratch / "out"}).code, 0);
  ASSERT_EQ(run({"verify", scratch / "out"}).code, 0);
  std::ofstream(scratch / "out/summary.json", std::ios::app) << " ";
  const Outcome outcome = run({"verify", scratch / "out"});
  EXPECT_EQ(outcome.code, tool::kExitInput);
  EXPECT_THAT(outcome.err, HasSubstr("summary.json"));
}

TEST(ExitCode, FiveWhenThePrecisionWasMissed) {
  const Scratch scratch;
  const Outcome outcome =
      run({"run", "minimal", "--precision", "0.0001", "-r", "12", "-o", scratch / "out"});
  EXPECT_EQ(outcome.code, tool::kExitPrecision);
  EXPECT_THAT(outcome.err, HasSubstr("12 replications"));
  EXPECT_EQ(run({"verify", scratch / "out"}).code, 0);  // written all the same

  const Outcome one = run({"run", "minimal", "--precision", "0.2", "-r", "1", "-o", scratch / "c"});
  EXPECT_EQ(one.code, tool::kExitPrecision) << one.err;  // one replication has no interval

  const Outcome reached = run({"run", "minimal", "--precision", "0.2", "-o", scratch / "b"});
  EXPECT_EQ(reached.code, 0) << reached.err;
  EXPECT_THAT(reached.err, Not(HasSubstr("precision")));
}

}  // namespace
}  // namespace stopover::system_test
