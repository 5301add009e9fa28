// SPDX-License-Identifier: Apache-2.0
// kill -9: at every operation once, and at arbitrary times of a series that is resumed until done.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <ostream>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/io/result_folder.hpp"
#include "tests/engine/io/result_ops.hpp"
#include "tests/engine/io/result_sample.hpp"

namespace stopover::io {
namespace {

pid_t start(const std::function<void()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    body();
    ::_exit(0);
  }
  return child;
}

// Whether it was killed; any other failure of the child fails the test.
bool was_killed(pid_t child) {
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  const bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  EXPECT_TRUE(killed || status == 0) << "status " << status;
  return killed;
}

struct KillCase {
  const char* name;
  DyingOps::When when;
  bool replace;
  bool modern;
  friend void PrintTo(const KillCase& c, std::ostream* out) { *out << c.name; }
};

class EveryOperationKills : public testing::TestWithParam<KillCase> {};

TEST_P(EveryOperationKills, LeavesTheTargetAbsentOrComplete) {
  const KillCase& c = GetParam();
  const Tree old_tree = sample_tree(1);
  const Tree new_tree = sample_tree(2);
  bool killed = true;
  int n = 0;
  while (killed) {
    const ScratchFolder scratch;
    const std::string path = scratch / "r";
    if (c.replace) write_sample(path, 1, Existing::kRefuse);
    ++n;
    killed = was_killed(start([&] {
      const auto ops = std::make_shared<DyingOps>(n, c.when);
      ops->can_exchange = ops->can_noreplace = c.modern;
      write_sample(path, 2, c.replace ? Existing::kReplace : Existing::kRefuse, ops);
    }));
    SCOPED_TRACE("operation " + std::to_string(n));
    const Tree after = tree_of(path);
    if (!killed) {
      EXPECT_EQ(after, new_tree);
    }
    const bool may_be_absent = !c.replace || !c.modern;
    EXPECT_TRUE(after == new_tree || (c.replace && after == old_tree) ||
                (may_be_absent && after.empty()));
    write_sample(scratch / "next", 1, Existing::kRefuse);
    EXPECT_EQ(remains_in(scratch.path()), "");
    const Tree at_last = tree_of(path);
    EXPECT_EQ(at_last, after.empty() && c.replace ? old_tree : after);
  }
  RecordProperty("kills", n - 1);
  EXPECT_GT(n, 30);
}

INSTANTIATE_TEST_SUITE_P(
    All, EveryOperationKills,
    testing::Values(KillCase{"before", DyingOps::When::kBefore, false, true},
                    KillCase{"in_the_middle", DyingOps::When::kMiddle, false, true},
                    KillCase{"replace_after", DyingOps::When::kAfter, true, true},
                    KillCase{"replace_aside_after", DyingOps::When::kAfter, true, false}),
    [](const auto& c) { return std::string(c.param.name); });

// A series of results, resumed: what is there is verified and kept, what is not is written.
constexpr int kSeries = 12;

void write_series(const fs::path& folder) {
  for (int i = 0; i < kSeries; ++i) {
    const std::string path = (folder / ("run-" + std::to_string(i))).string();
    if (fs::exists(path)) {
      if (!verify_result_folder(path).empty()) ::_exit(3);
      continue;
    }
    write_sample(path, i, Existing::kRefuse);
  }
}

std::chrono::duration<double, std::micro> time_to_write_series(const fs::path& folder) {
  const auto began = std::chrono::steady_clock::now();
  write_series(folder);
  return std::chrono::steady_clock::now() - began;
}

TEST(ResultKills, ResumedSeriesEqualsTheUninterrupted) {
  const ScratchFolder quiet;
  auto whole = time_to_write_series(quiet.path());
  for (int again = 0; again < 4; ++again)
    whole = std::min(whole, time_to_write_series(ScratchFolder().path()));
  const Tree expected = tree_of(quiet.path());
  const int trials = std::getenv("STOPOVER_FULL") != nullptr ? 200 : 10;
  int kills = 0;
  // On a busy machine many kills come too early or too late: then there are more trials.
  for (int trial = 0; trial < trials || (kills <= trials && trial < 20 * trials); ++trial) {
    const ScratchFolder scratch;
    bool killed = true;
    for (int attempt = 0; killed; ++attempt) {
      const pid_t child = start([&] { write_series(scratch.path()); });
      // Up to a quarter of the whole, spread by two coprime steps; later attempts live longer.
      const double share = (trial * 797 + attempt * 1291) % 1000 / 4000.0;
      ::usleep(static_cast<useconds_t>(whole.count() * share * (1 + attempt / 8.0)));
      ASSERT_EQ(::kill(child, SIGKILL), 0);
      killed = was_killed(child);
      kills += killed ? 1 : 0;
    }
    write_sample(scratch / "last", 1, Existing::kRefuse);  // sweeps
    fs::remove_all(scratch / "last");
    ASSERT_EQ(tree_of(scratch.path()), expected) << "trial " << trial;
  }
  RecordProperty("kills", kills);
  EXPECT_GT(kills, trials) << "the kills come while results are written";
}

}  // namespace
}  // namespace stopover::io
