// SPDX-License-Identifier: Apache-2.0
// Published instances: a sample at a fixed number of steps, each solution held to the file by a
// checker of its own; small time-dependent ones to their optimum. The whole table, by time:
// published_gap_test.cpp.
#include "tests/engine/orienteering/published.hpp"

#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/orienteering/bound.hpp"
#include "engine/orienteering/exact.hpp"
#include "engine/orienteering/search.hpp"

namespace stopover::orienteering {
namespace {

using ::testing::IsEmpty;

Solution searched(const Problem& problem, std::int64_t steps) {
  const auto executor = serial_executor();
  auto result = solve(problem, {.steps = steps}, *executor);
  STOPOVER_CHECK(result.has_value(), "empty tours are feasible");
  return result->best;
}

// The shortest of proved optima: it hangs on distances cut to the right decimal.
TEST(Published, SolomonAndCordeauInstancesHaveTheirBestKnown) {
  const auto folder = testing::instance_folder();
  if (!folder) GTEST_SKIP() << testing::kNoInstances;
  for (const auto& [name, best] : {std::pair("c101", 320), {"r101", 198}, {"pr01", 308}}) {
    const auto instance = testing::read_toptw(*folder, name, 1);
    const Problem problem(testing::spec_of(instance));
    const Solution found = searched(problem, 6000);
    EXPECT_THAT(testing::faults_of(instance, found), IsEmpty()) << name;
    EXPECT_EQ(found.score, best) << name;
    EXPECT_GE(score_bound(problem), found.score) << name;
  }
}

TEST(Published, EveryInstanceIsFeasibleAndNearItsBestKnown) {
  const auto folder = testing::instance_folder();
  if (!folder) GTEST_SKIP() << testing::kNoInstances;
  double sum = 0;
  const auto references = testing::toptw_references(*folder);
  for (const auto& row : references) {
    const auto instance = testing::read_toptw(*folder, row.file, row.tours);
    const Problem problem(testing::spec_of(instance));
    const Solution found = searched(problem, 500);
    EXPECT_THAT(testing::faults_of(instance, found), IsEmpty()) << row.file;
    EXPECT_GE(score_bound(problem), row.best_known) << row.file;
    sum += 1 - static_cast<double>(found.score) / static_cast<double>(row.best_known);
  }
  EXPECT_EQ(references.size(), 148U);
  const double gap = 100 * sum / static_cast<double>(references.size());
  std::printf("mean gap after 500 steps: %.2f %%\n", gap);
  EXPECT_LT(gap, 5);
}

TEST(Published, EveryMultiConstraintInstanceIsFeasible) {
  const auto folder = testing::instance_folder();
  if (!folder) GTEST_SKIP() << testing::kNoInstances;
  double sum = 0;
  const auto references = testing::mctopmtw_references(*folder);
  for (const auto& row : references) {
    const auto instance = testing::read_mctopmtw(*folder, row.file);
    const Solution found = searched(Problem(testing::spec_of(instance)), 500);
    EXPECT_THAT(testing::faults_of(instance, found), IsEmpty()) << row.file;
    sum += 1 - static_cast<double>(found.score) / static_cast<double>(row.best_known);
  }
  ASSERT_FALSE(references.empty());
  const double gap = 100 * sum / static_cast<double>(references.size());
  std::printf("mean gap after 500 steps: %.2f %%\n", gap);
  EXPECT_LT(gap, 6);
}

TEST(Published, SmallTimeDependentInstancesAreSolvedToTheOptimum) {
  const auto folder = testing::instance_folder();
  if (!folder) GTEST_SKIP() << testing::kNoInstances;
  for (const std::string& name : testing::tdoptw_names()) {
    const auto instance = testing::read_tdoptw(*folder, name);
    const Problem problem(instance.spec);
    const Solution found = searched(problem, 30'000);
    EXPECT_THAT(testing::faults_of_tdoptw(*folder, name, found), IsEmpty()) << name;
    EXPECT_GE(score_bound(problem), found.score) << name;
    // A second each: one of each set of small ones; published_gap_test.cpp has all.
    if (problem.sites() > kMaxExactSitesOfOneRoute || !name.ends_with(".2")) continue;
    EXPECT_EQ(found.score, solve_exactly(problem)->score) << name;
  }
}

TEST(Published, SpeedsOfFourPeriodsAreKeptTo) {
  const auto folder = testing::instance_folder();
  if (!folder) GTEST_SKIP() << testing::kNoInstances;
  const auto names = testing::tdop_names(*folder);
  EXPECT_EQ(names.size(), 37U);
  for (const std::string& name : names) {
    const auto instance = testing::read_tdop(*folder, name);
    const Problem problem(testing::spec_of(instance));
    const Solution found = searched(problem, 200);
    EXPECT_THAT(testing::faults_of(instance, found), IsEmpty()) << name;
    EXPECT_GT(found.score, 0) << name;
    EXPECT_GE(score_bound(problem), found.score) << name;
  }
}

}  // namespace
}  // namespace stopover::orienteering
