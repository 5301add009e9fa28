// SPDX-License-Identifier: Apache-2.0
// SIGINT, SIGTERM and SIGKILL at any moment: a folder of results is absent or complete, and the
// next run leaves nothing of the dead one behind.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/system/program.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Long enough to be still simulating after a second.
Call long_run(const std::string& out) {
  return {.arguments = {"run", "minimal", "-r", "100000", "-o", out}};
}

TEST(Interrupt, SignalsEndARunWithTheirCodesAndNothingWritten) {
  for (const auto& [signal, code] : {std::pair(SIGINT, 130), std::pair(SIGTERM, 143)}) {
    const Scratch scratch;
    Running running(long_run(scratch / "out"));
    std::this_thread::sleep_for(milliseconds(500));
    const auto sent = std::chrono::steady_clock::now();
    running.send(signal);
    const Outcome outcome = running.wait();
    EXPECT_LT(std::chrono::steady_clock::now() - sent, std::chrono::seconds(10));
    EXPECT_EQ(outcome.code, code);
    EXPECT_THAT(outcome.err, HasSubstr("nothing was written"));
    EXPECT_THAT(outcome.err, HasSubstr(signal == SIGTERM ? "terminated" : "interrupted"));
    EXPECT_THAT(names_in(scratch.path()), IsEmpty());
  }
}

TEST(Interrupt, KilledRunsLeaveAWholeResultOrNoneAndTheNextRunIsClean) {
  const int kills = full_sweeps() ? 200 : 25;
  const std::vector<std::string> words{"run", "minimal", "-r", "6", "--quiet"};
  const auto into = [&](const std::string& out) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"-o", out, "--force"});
    return Call{.arguments = all};
  };
  const Scratch reference;
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(run(into(reference / "out")).code, 0);
  const auto whole = std::chrono::steady_clock::now() - begun;
  const std::string expected = fingerprint(reference / "out");

  int killed = 0;
  for (int i = 0; i < kills; ++i) {
    const Scratch scratch;
    Running running(into(scratch / "out"));
    std::this_thread::sleep_for(whole * (i + 1) / kills);
    running.send(SIGKILL);
    killed += running.wait().signal == SIGKILL ? 1 : 0;
    if (fs::exists(scratch / "out")) {
      EXPECT_EQ(fingerprint(scratch / "out"), expected) << i;
    }
    const Outcome again = run(into(scratch / "out"));
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(fingerprint(scratch / "out"), expected);
    EXPECT_THAT(names_in(scratch.path()), ElementsAre("out")) << i;
  }
  EXPECT_GT(killed, 0) << "no run was still alive when it was to be killed";
}

// Kills between the first and the last byte on disk, those of the database among them: the
// unfinished folder is there under another name, never under the result's.
TEST(Interrupt, KilledWhileWritingLeavesNoResultAndTheNextRunTidiesUp) {
  const int kills = full_sweeps() ? 100 : 12;
  const auto into = [](const std::string& out) {
    return Call{.arguments = {"run", "minimal", "-r", "6", "--quiet", "-o", out}};
  };
  const Scratch reference;
  ASSERT_EQ(run(into(reference / "out")).code, 0);
  const std::string expected = fingerprint(reference / "out");

  int in_the_middle = 0;
  for (int i = 0; i < kills; ++i) {
    const Scratch scratch;
    Running running(into(scratch / "out"));
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (names_in(scratch.path()).empty() && std::chrono::steady_clock::now() < patience)
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    std::this_thread::sleep_for(std::chrono::microseconds(500) * i);
    running.send(SIGKILL);
    (void)running.wait();
    const std::vector<std::string> left = names_in(scratch.path());
    const bool whole = fs::exists(scratch / "out");
    if (whole) {
      EXPECT_EQ(fingerprint(scratch / "out"), expected) << i;
    } else {
      in_the_middle += left.empty() ? 0 : 1;
    }
    if (whole) continue;
    const Outcome again = run(into(scratch / "out"));
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(fingerprint(scratch / "out"), expected);
    EXPECT_THAT(names_in(scratch.path()), ElementsAre("out")) << i;
  }
  EXPECT_GT(in_the_middle, 0) << "no kill came while a result was being written";
}

TEST(Interrupt, TerminatedWhileWritingIsCompleteOrAbsent) {
  const int stops = full_sweeps() ? 100 : 15;
  const Scratch reference;
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(run({"run", "minimal", "-q", "-o", reference / "out"}).code, 0);
  const auto whole = std::chrono::steady_clock::now() - begun;
  const std::string expected = fingerprint(reference / "out");
  for (int i = 0; i < stops; ++i) {
    const Scratch scratch;
    Running running({.arguments = {"run", "minimal", "-q", "-o", scratch / "out"}});
    std::this_thread::sleep_for(whole * (i + 1) / stops);
    running.send(SIGTERM);
    const Outcome outcome = running.wait();
    EXPECT_TRUE(outcome.code == 143 || outcome.code == 0 || outcome.signal == SIGTERM)
        << outcome.code;
    if (fs::exists(scratch / "out")) {
      EXPECT_EQ(fingerprint(scratch / "out"), expected);
    } else {
      EXPECT_NE(outcome.code, 0);
    }
    for (const std::string& name : names_in(scratch.path())) EXPECT_EQ(name, "out");
  }
}

}  // namespace
}  // namespace stopover::system_test
