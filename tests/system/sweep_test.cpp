// SPDX-License-Identifier: Apache-2.0
// `stopover sweep`: one hash for any threads, shards, order of merging and interruption; cells that
// fail; two runs on one folder; what is printed and written.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/system/program.hpp"
#include "tests/system/sweep_sample.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;

std::string merged_hash(const Scratch& scratch, const std::string& name,
                        const std::vector<std::string>& folders) {
  std::vector<std::string> words{"sweep", "merge"};
  words.insert(words.end(), folders.begin(), folders.end());
  words.insert(words.end(), {"-o", scratch / name, "--force"});
  return json_of(words).value("results_sha256", "");
}

TEST(Sweep, GivesOneHashForAnyThreadsShardsAndOrder) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch);
  const json first = json_of(sweep_words(file, scratch / "t1", {"--threads", "1"}));
  const std::string expected = first.value("results_sha256", "");
  ASSERT_EQ(expected.size(), 64U) << first.dump();
  EXPECT_EQ(first.value("cells", 0U), kCells);
  EXPECT_EQ(first.value("computed", 0U), kCells);
  for (const char* const threads : {"2", "3", "7"}) {
    const std::string folder = scratch / (std::string("t") + threads);
    const json result = json_of(sweep_words(file, folder, {"--threads", threads}));
    EXPECT_EQ(result.value("results_sha256", ""), expected) << threads;
  }
  for (const char* const part : {"1", "2", "3"}) {
    const std::string shard = std::string(part) + "/3";
    EXPECT_EQ(run(sweep_words(file, scratch / "together", {"--shard", shard})).code, 0);
    EXPECT_EQ(run(sweep_words(file, scratch / (std::string("p") + part), {"--shard", shard})).code,
              0);
  }
  EXPECT_EQ(merged_hash(scratch, "m0", {scratch / "t1"}), expected);
  EXPECT_EQ(merged_hash(scratch, "m1", {scratch / "together"}), expected);
  EXPECT_EQ(merged_hash(scratch, "m2", {scratch / "p1", scratch / "p2", scratch / "p3"}), expected);
  EXPECT_EQ(merged_hash(scratch, "m3", {scratch / "p3", scratch / "p1", scratch / "p2"}), expected);
  EXPECT_EQ(fingerprint(scratch / "m0"), fingerprint(scratch / "m2"));
  EXPECT_EQ(fingerprint(scratch / "m0"), fingerprint(scratch / "m3"));
  EXPECT_EQ(run({"verify", scratch / "m0"}).code, 0);
}

TEST(Sweep, ComputesNoFinishedCellAgain) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch);
  EXPECT_EQ(json_of(sweep_words(file, scratch / "s", {"--shard", "2/4"})).value("computed", 0U),
            6U);
  const json rest = json_of(sweep_words(file, scratch / "s"));
  EXPECT_EQ(rest.value("finished_before", 0U), 6U);
  EXPECT_EQ(rest.value("computed", 0U), kCells - 6);
  EXPECT_EQ(json_of(sweep_words(file, scratch / "s")).value("computed", 99U), 0U);
}

TEST(Sweep, KeepsCellsThatFailWithTheirReason) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch);
  const Outcome outcome = run(sweep_words(file, scratch / "s"));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("12 failed"));
  EXPECT_THAT(outcome.out, HasSubstr("E-SCN-103"));
  EXPECT_EQ(run({"sweep", "merge", scratch / "s", "-o", scratch / "m"}).code, 0);
  const std::string cells = slurp(scratch / "m/csv/cells.csv");
  EXPECT_THAT(cells, HasSubstr("1,failed,"));
  EXPECT_THAT(cells, HasSubstr("9,finished,,"));
  EXPECT_THAT(cells, Not(HasSubstr(scratch.path().string())));
  EXPECT_TRUE(fs::exists(scratch / "m/results.sqlite"));
}

// Cells that are finished in a folder; 0 if it is none yet.
std::size_t finished_in(const std::string& folder) {
  const Outcome outcome = run({"sweep", "analyse", folder, "--partial", "--json"});
  if (outcome.code != 0) return 0;
  const json document = json::parse(outcome.out, nullptr, false);
  return document.value("cells", std::size_t{0}) - document.value("missing", std::size_t{0});
}

TEST(Sweep, KilledAtAnyTimeItIsCompletedToTheSameHash) {
  const Scratch scratch;
  // Some seconds of work, of which a part is written down each second.
  const std::string file = write_experiment(scratch, "seed: 5\n", 300);
  const auto begun = std::chrono::steady_clock::now();
  const std::string expected =
      json_of(sweep_words(file, scratch / "whole")).value("results_sha256", "");
  const auto whole = std::chrono::steady_clock::now() - begun;
  const int trials = full_sweeps() ? 200 : 8;
  int killed = 0;
  int half_finished = 0;
  for (int i = 0; i < trials; ++i) {
    const std::string folder = scratch / ("s" + std::to_string(i));
    for (int attempt = 0; attempt < 3; ++attempt) {
      const char* const threads = attempt % 2 == 0 ? "2" : "1";
      Running running({.arguments = sweep_words(file, folder, {"--threads", threads})});
      std::this_thread::sleep_for(whole * ((i * 37 + attempt * 61) % 100) / 100);
      running.send(SIGKILL);
      killed += running.wait().signal == SIGKILL ? 1 : 0;
      const std::size_t finished = finished_in(folder);
      half_finished += finished > 0 && finished < kCells ? 1 : 0;
    }
    const json last = json_of(sweep_words(file, folder, {"--threads", "3"}));
    EXPECT_EQ(last.value("results_sha256", ""), expected) << i;
    for (const std::string& name : names_in(folder)) {
      EXPECT_THAT(name, Not(HasSubstr("partial")));
      EXPECT_THAT(name, Not(HasSubstr("lock")));
    }
  }
  EXPECT_GE(killed, trials) << "the kills come while cells are computed";
  EXPECT_GE(half_finished, 1) << "and meet a store with some of them";
}

// Long enough to be still at it: kills and locks need a sweep that is alive.
std::string write_long_experiment(const Scratch& scratch) {
  const std::string file = scratch / "long.txtpb";
  std::ofstream(file) << R"(id: "long"
base: "minimal"
factor {
  id: "service" field: "checkpoint[*].service.mean_seconds" how: TIMES uniform { low: 1 high: 2 }
}
design { latin_hypercube { points: 500 } }
replications: 40000
output { id: "missed_connection_rate" }
)";
  return file;
}

bool begun(const std::string& folder) {
  for (int i = 0; i < 6000; ++i) {
    if (fs::exists(folder + "/all.log")) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

TEST(Sweep, LeavesWithinTenSecondsOfASignalAndCanBeGoneOnWith) {
  for (const auto& [signal, code] : {std::pair(SIGTERM, 143), std::pair(SIGINT, 130)}) {
    const Scratch scratch;
    const std::string file = write_long_experiment(scratch);
    Running running({.arguments = sweep_words(file, scratch / "s")});
    ASSERT_TRUE(begun(scratch / "s"));
    const auto sent = std::chrono::steady_clock::now();
    running.send(signal);
    const Outcome outcome = running.wait();
    EXPECT_LT(std::chrono::steady_clock::now() - sent, std::chrono::seconds(10));
    EXPECT_EQ(outcome.code, code) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("finished cells are kept"));
    EXPECT_THAT(outcome.err, HasSubstr("stopped with"));
    EXPECT_EQ(run({"sweep", "analyse", scratch / "s", "--partial"}).code, 0);
  }
}

TEST(Sweep, RefusesASecondRunOnItsFolder) {
  const Scratch scratch;
  const std::string file = write_long_experiment(scratch);
  Running running({.arguments = sweep_words(file, scratch / "s")});
  ASSERT_TRUE(begun(scratch / "s"));
  const Outcome second = run(sweep_words(file, scratch / "s"));
  EXPECT_EQ(second.code, 3);
  EXPECT_THAT(second.err, HasSubstr("E-EXP-003"));
  running.send(SIGKILL);
  (void)running.wait();
}

TEST(Sweep, NamesWhatIsMissingAndTakesThePartWhenAsked) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch);
  EXPECT_EQ(run(sweep_words(file, scratch / "s", {"--shard", "1/5"})).code, 0);
  const Outcome refused = run({"sweep", "merge", scratch / "s", "-o", scratch / "m"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("E-EXP-010"));
  EXPECT_FALSE(fs::exists(scratch / "m"));
  EXPECT_EQ(run({"sweep", "merge", scratch / "s", "-o", scratch / "m", "--partial"}).code, 0);
  EXPECT_THAT(slurp(scratch / "m/csv/cells.csv"), HasSubstr(",missing,"));
}

TEST(Sweep, RefusesAFolderOfAnotherExperiment) {
  const Scratch scratch;
  EXPECT_EQ(run(sweep_words(write_experiment(scratch), scratch / "s")).code, 0);
  const Outcome other = run(sweep_words(write_experiment(scratch, "seed: 9\n"), scratch / "s"));
  EXPECT_EQ(other.code, 3);
  EXPECT_THAT(other.err, HasSubstr("E-EXP-002"));
}

TEST(Sweep, PlansAndAnalysesTheExamples) {
  const Scratch scratch;
  const std::string examples = kScenarios + "/sweeps/";
  const Outcome plan = run({"sweep", "plan", examples + "minimal-assumptions.txtpb"});
  EXPECT_EQ(plan.code, 0) << plan.err;
  EXPECT_THAT(plan.out, HasSubstr("80 cells and the base"));
  EXPECT_THAT(plan.out, HasSubstr("whole changes"));
  EXPECT_THAT(plan.out, HasSubstr("memory"));
  EXPECT_EQ(run(sweep_words(examples + "minimal-assumptions.txtpb", scratch / "a")).code, 0);
  const Outcome shares = run({"sweep", "analyse", scratch / "a"});
  EXPECT_EQ(shares.code, 0) << shares.err;
  EXPECT_THAT(shares.out, HasSubstr("Total (95 %)"));
  EXPECT_EQ(run(sweep_words(examples + "minimal-desks.txtpb", scratch / "d")).code, 0);
  const json effects = json_of({"sweep", "analyse", scratch / "d"});
  ASSERT_TRUE(effects.contains("outputs"));
  EXPECT_EQ(effects["outputs"][0]["effects"].size(), 9U);
  EXPECT_EQ(effects["outputs"][0]["main_effects"].size(), 2U);
  EXPECT_EQ(effects["outputs"][0]["main_effects"][1]["levels"].size(), 3U);
  const Outcome chinese = run({"sweep", "analyse", scratch / "d", "--lang", "zh"});
  EXPECT_THAT(chinese.out, HasSubstr("主效应"));
}

// The base of a sweep and `run` are the same figures.
TEST(Sweep, HasABaseThatRunAgreesWith) {
  const Scratch scratch;
  const std::string file = kScenarios + "/sweeps/minimal-desks.txtpb";
  EXPECT_EQ(run(sweep_words(file, scratch / "s")).code, 0);
  const json sweep = json_of({"sweep", "analyse", scratch / "s"});
  EXPECT_EQ(run({"run", "minimal", "-r", "10", "--no-drawn", "-q", "-o", scratch / "r"}).code, 0);
  std::ifstream in(scratch / "r/csv/kpi.csv");
  const double base = sweep["outputs"][2]["base"]["value"];
  bool found = false;
  for (std::string line; std::getline(in, line);)
    if (line.find("mean_wait,exit,") != std::string::npos) {
      found = true;
      EXPECT_THAT(line, HasSubstr("," + json(base).dump() + ",")) << line;
    }
  EXPECT_TRUE(found);
}

// The lines of docs/formats/sweep.md, in Debian's Python.
TEST(Sweep, OpensInPandas) {
  const Call asked{.arguments = {"-c", "import pandas"}, .program = "/usr/bin/python3"};
  if (run(asked).code != 0) GTEST_SKIP() << "Debian's python3-pandas is not installed";
  const Scratch scratch;
  const std::string file = kScenarios + "/sweeps/minimal-desks.txtpb";
  EXPECT_EQ(run(sweep_words(file, scratch / "s")).code, 0);
  EXPECT_EQ(run({"sweep", "merge", scratch / "s", "-o", scratch / "tables"}).code, 0);
  const Outcome outcome = run({.arguments = {"-c", R"(
import pandas, sqlite3
table = pandas.read_csv("tables/csv/results.csv")
print(len(table), table["missed_connection_rate"].isna().sum())
base = pandas.read_sql("SELECT * FROM results", sqlite3.connect("tables/results.sqlite"))
print((base["missed_connection_rate"] - table["missed_connection_rate"]).abs().max() < 1e-12)
)"},
                               .folder = scratch.path(),
                               .program = "/usr/bin/python3"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "10 0\nTrue\n");
}

TEST(Sweep, SaysWhatIsWrongWithTheLine) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch);
  for (const std::vector<std::string>& words : {std::vector<std::string>{"sweep"},
                                                {"sweep", "plan"},
                                                {"sweep", "walk", file},
                                                {"sweep", "run", file, "--shard", "0/3"},
                                                {"sweep", "run", file, "--shard", "4/3"},
                                                {"sweep", "run", file, "--shard", "1"},
                                                {"sweep", "plan", file, file},
                                                {"sweep", "merge", file, "--shard", "1/2"},
                                                {"sweep", "plan", file, "-o", "x"},
                                                {"sweep", "analyse", file, "-o", "x"},
                                                {"sweep", "run", file, "--force"},
                                                {"sweep", "run", file, "--partial"}})
    EXPECT_EQ(run(words).code, 2) << words.back();
  EXPECT_EQ(run({"sweep", "plan", scratch / "none.txtpb"}).code, 1);
  EXPECT_EQ(run({"sweep", "analyse", scratch / "none"}).code, 3);
}

}  // namespace
}  // namespace stopover::system_test
