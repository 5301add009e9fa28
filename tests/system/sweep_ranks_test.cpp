// SPDX-License-Identifier: Apache-2.0
// `mpirun stopover sweep run`: one hash for any number of ranks, also after one of them died.
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

using nlohmann::json;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

// As root in a container, on fewer cores than ranks.
Call on_ranks(int ranks, const std::vector<std::string>& words) {
  Call call{.arguments = {"-n", std::to_string(ranks), kProgram},
            .environment = {{"OMPI_ALLOW_RUN_AS_ROOT", "1"},
                            {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"},
                            {"OMPI_MCA_rmaps_base_oversubscribe", "1"},
                            {"OMPI_MCA_btl_vader_single_copy_mechanism", "none"},
                            {"OMPI_MCA_plm_rsh_agent", "false"},
                            {"OMPI_MCA_odls_base_sigkill_timeout", "3"},
                            {"OMPI_MCA_mpi_yield_when_idle", "1"}},
            .folder = {},
            .stdout_file = {},
            .program = STOPOVER_MPIRUN};
  call.arguments.insert(call.arguments.end(), words.begin(), words.end());
  return call;
}

json json_on_ranks(int ranks, std::vector<std::string> words) {
  words.emplace_back("--json");
  const Outcome outcome = run(on_ranks(ranks, words));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return json::parse(outcome.out, nullptr, false);
}

std::string hash_alone(const std::string& file, const Scratch& scratch) {
  return json_of(sweep_words(file, scratch / "alone", {"--threads", "2"}))
      .value("results_sha256", "");
}

TEST(SweepRanks, GiveTheHashThatThreadsGive) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch);
  const std::string expected = hash_alone(file, scratch);
  ASSERT_EQ(expected.size(), 64U);
  for (const int ranks : {1, 2, 5}) {
    const std::string folder = scratch / ("r" + std::to_string(ranks));
    const json result = json_on_ranks(ranks, sweep_words(file, folder));
    EXPECT_EQ(result.value("results_sha256", ""), expected) << ranks;
    EXPECT_EQ(result.value("computed", 0U), kCells) << ranks;
    EXPECT_EQ(json_on_ranks(ranks, sweep_words(file, folder)).value("computed", 99U), 0U);
  }
}

TEST(SweepRanks, AllCompute) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch, "seed: 5\n", 300);
  const json result = json_on_ranks(2, sweep_words(file, scratch / "s", {"--threads", "2"}));
  EXPECT_EQ(result.value("results_sha256", ""), hash_alone(file, scratch));
  EXPECT_GT(result.value("computed_by_other_ranks", 0U), 0U) << result.dump();
  EXPECT_LT(result.value("computed_by_other_ranks", kCells), kCells) << result.dump();
}

// The processes that mpirun has started, and those they have.
std::vector<pid_t> children_of(pid_t process) {
  const std::string task = "/proc/" + std::to_string(process) + "/task/" + std::to_string(process);
  std::ifstream in(task + "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; in >> child;) children.push_back(child);
  return children;
}

bool wait_for_results(const std::string& folder) {
  for (int i = 0; i < 6000; ++i) {
    if (std::filesystem::exists(folder + "/all-000001.cells")) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

TEST(SweepRanks, AreCompletedToTheSameHashAfterOneDied) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch, "seed: 5\n", 300);
  const std::string expected = hash_alone(file, scratch);
  const int trials = full_sweeps() ? 40 : 3;
  int killed = 0;
  std::size_t kept = 0;
  for (int i = 0; i < trials; ++i) {
    const std::string folder = scratch / ("s" + std::to_string(i));
    Running running(on_ranks(3, sweep_words(file, folder)));
    ASSERT_TRUE(wait_for_results(folder));
    std::this_thread::sleep_for(milliseconds(i * 73 % 500));
    const std::vector<pid_t> ranks = children_of(running.pid());
    if (ranks.size() == 3) killed += kill(ranks[static_cast<std::size_t>(i) % 3], SIGKILL) == 0;
    (void)running.wait();
    const json last = i % 2 == 0 ? json_on_ranks(2, sweep_words(file, folder))
                                 : json_of(sweep_words(file, folder, {"--threads", "3"}));
    EXPECT_EQ(last.value("results_sha256", ""), expected) << i;
    kept += last.value("finished_before", std::size_t{0});
  }
  EXPECT_GE(killed, 1) << "ranks are killed while they compute";
  EXPECT_GE(kept, 1U) << "and what was finished stays so";
}

// A rank that is asked to leave gives its cells back, and the others complete the sweep. On a
// machine that is much too busy it may not come to that within its eight seconds: then mpirun ends
// all.
TEST(SweepRanks, GoOnWithoutOneThatLeaves) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch, "seed: 5\n", 300);
  const std::string expected = hash_alone(file, scratch);
  bool went_on = false;
  for (int trial = 0; trial < 3 && !went_on; ++trial) {
    const std::string folder = scratch / ("s" + std::to_string(trial));
    Running running(on_ranks(3, sweep_words(file, folder, {"--json"})));
    ASSERT_TRUE(wait_for_results(folder));
    const std::vector<pid_t> ranks = children_of(running.pid());
    ASSERT_EQ(ranks.size(), 3U);
    EXPECT_EQ(kill(ranks[2], SIGTERM), 0);
    const Outcome outcome = running.wait();
    if (outcome.code != 0) continue;
    went_on = true;
    EXPECT_EQ(json::parse(outcome.out, nullptr, false).value("results_sha256", ""), expected);
  }
  EXPECT_TRUE(went_on);
}

// mpirun itself sits out its time before it kills, twice.
TEST(SweepRanks, LeaveWithFinishedCellsWhenMpirunIsStopped) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch, "seed: 5\n", 3000);
  Running running(on_ranks(2, sweep_words(file, scratch / "s")));
  ASSERT_TRUE(wait_for_results(scratch / "s"));
  const auto sent = std::chrono::steady_clock::now();
  running.send(SIGTERM);
  const Outcome outcome = running.wait();
  EXPECT_LT(std::chrono::steady_clock::now() - sent, std::chrono::seconds(20));
  EXPECT_NE(outcome.code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("stopped with"));
  EXPECT_EQ(run({"sweep", "analyse", scratch / "s", "--partial"}).code, 0);
}

TEST(SweepRanks, RefuseTwoExperiments) {
  const Scratch scratch;
  const std::string file = write_experiment(scratch);
  const Scratch elsewhere;
  const std::string other = write_experiment(elsewhere, "seed: 9\n");
  std::vector<std::string> words = sweep_words(file, scratch / "s");
  words.insert(words.end(), {":", "-n", "1", kProgram});
  for (const std::string& word : sweep_words(other, scratch / "s")) words.push_back(word);
  const Outcome outcome = run(on_ranks(1, words));
  EXPECT_NE(outcome.code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("E-EXP-002"));
  EXPECT_THAT(outcome.err, HasSubstr("on rank 1"));
  EXPECT_FALSE(std::filesystem::exists(scratch / "s"));
}

}  // namespace
}  // namespace stopover::system_test
