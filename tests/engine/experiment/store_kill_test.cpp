// SPDX-License-Identifier: Apache-2.0
// kill -9 at every operation of a writer, and every operation failing, once and from then on: the
// sweep is completed by the next run, with the same hash, and nothing is left behind.
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/fault.hpp"
#include "engine/experiment/store.hpp"
#include "tests/engine/experiment/experiment_sample.hpp"
#include "tests/engine/io/result_ops.hpp"
#include "tests/engine/io/result_sample.hpp"

namespace stopover::experiment {
namespace {

namespace fs = std::filesystem;
using io::ScratchFolder;

// Cells that are missing, two at a time; how many there were.
std::size_t go_on(const std::string& folder, std::shared_ptr<io::FileOps> ops, Shard shard = {}) {
  const Plan p = small_plan();
  StoreWriter store(folder, header_of(p), shard, std::move(ops));
  std::vector<CellResult> some;
  std::size_t computed = 0;
  for (std::uint64_t cell = 0; cell < p.cells.size(); ++cell) {
    if (store.before().results.contains(cell)) continue;
    ++computed;
    some.push_back(sample_result(p, cell, static_cast<double>(cell)));
    if (some.size() == 2) store.commit(std::exchange(some, {}));
  }
  store.commit(some);
  return computed;
}

StoreContents contents_of(const std::string& folder) {
  StoreContents contents = read_header(folder);
  read_results(folder, small_plan().keys, contents);
  return contents;
}

std::string hash_of(const std::string& folder) {
  const StoreContents contents = contents_of(folder);
  EXPECT_TRUE(contents.faults.empty()) << contents.faults.text();
  return results_hash(contents.id, contents.results);
}

std::string expected_hash() {
  const ScratchFolder scratch;
  (void)go_on(scratch / "s", std::make_shared<io::FileOps>());
  return hash_of(scratch / "s");
}

// Names that are neither the header, nor a log, nor a file that a log names.
std::string remains_of(const std::string& folder) {
  std::string logs;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".log") logs += io::bytes_of(entry.path());
  std::string out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    const bool known = name == "experiment.json" || name == "cells.csv" ||
                       entry.path().extension() == ".log" || logs.find(name) != std::string::npos;
    if (!known) out += name + " ";
  }
  return out;
}

std::size_t finished_in(const std::string& folder) {
  return fs::exists(folder + "/experiment.json") && fs::exists(folder + "/cells.csv")
             ? contents_of(folder).results.size()
             : 0;
}

TEST(StoreKills, AtEveryOperationLeaveASweepThatIsCompleted) {
  const std::string expected = expected_hash();
  const std::size_t cells = small_plan().cells.size();
  for (const auto when :
       {io::DyingOps::When::kBefore, io::DyingOps::When::kMiddle, io::DyingOps::When::kAfter}) {
    bool killed = true;
    int n = 0;
    while (killed) {
      ++n;
      SCOPED_TRACE("operation " + std::to_string(n));
      const ScratchFolder scratch;
      const std::string folder = scratch / "s";
      const pid_t child = ::fork();
      if (child == 0) {
        (void)go_on(folder, std::make_shared<io::DyingOps>(n, when));
        ::_exit(0);
      }
      int status = 0;
      ASSERT_EQ(::waitpid(child, &status, 0), child);
      killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
      ASSERT_TRUE(killed || status == 0) << status;
      const std::size_t before = finished_in(folder);
      if (!killed) {
        EXPECT_EQ(before, cells);
      }
      // By other hands: what the dead writer finished is not computed again.
      const Shard shard = n % 2 == 0 ? Shard{} : Shard{2, 2};
      EXPECT_EQ(go_on(folder, std::make_shared<io::FileOps>(), shard), cells - before);
      EXPECT_EQ(hash_of(folder), expected);
      EXPECT_EQ(remains_of(folder), "");
    }
    EXPECT_GT(n, 40);
  }
}

TEST(StoreFaults, OfEveryOperationAreToldAndTheNextRunCompletes) {
  const std::string expected = expected_hash();
  for (const bool sticky : {false, true}) {
    bool reached = true;
    std::set<std::string> failed;
    for (int n = 1; reached; ++n) {
      SCOPED_TRACE("operation " + std::to_string(n));
      const ScratchFolder scratch;
      const std::string folder = scratch / "s";
      const auto ops = std::make_shared<io::FailingOps>(n, sticky, ENOSPC);
      try {
        (void)go_on(folder, ops);
        EXPECT_EQ(hash_of(folder), expected) << "no fault was told";
      } catch (const EnvironmentError& error) {
        EXPECT_NE(std::string(error.what()).find("No space left"), std::string::npos)
            << error.what();
      }
      reached = ops->was_reached();
      failed.insert(ops->failed());
      (void)go_on(folder, std::make_shared<io::FileOps>());
      EXPECT_EQ(hash_of(folder), expected);
      EXPECT_EQ(remains_of(folder), "");
    }
    for (const char* const name : {"open", "write", "fsync", "close", "rename", "mkdir", "lock"})
      EXPECT_TRUE(failed.contains(name)) << name;
  }
}

}  // namespace
}  // namespace stopover::experiment
