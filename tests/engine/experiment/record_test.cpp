// SPDX-License-Identifier: Apache-2.0
// Files of results: what is written is read back, and no other bytes are taken for one.
#include "engine/experiment/record.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/experiment/experiment_sample.hpp"

namespace stopover::experiment {
namespace {

std::vector<CellResult> some_results() {
  const Plan plan = sample_plan({.kind = DesignKind::kOneAtATime});
  std::vector<CellResult> results{sample_result(plan, 0, 1.5), sample_result(plan, 3, -2)};
  results[1].outputs[1].reset();  // not in this cell
  results.push_back({.cell = 5, .key = plan.keys[5], .failure = "desks: found \"-1\" [E-SCN-103]"});
  return results;
}

TEST(ResultsFile, ReadsBack) {
  const auto results = some_results();
  EXPECT_EQ(read_results_file(results_file(results)), results);
  EXPECT_EQ(read_results_file(results_file({})), std::vector<CellResult>());
}

TEST(ResultsFile, IsRefusedWhereverItIsCut) {
  const std::string whole = results_file(some_results());
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(read_results_file(whole.substr(0, size))) << size;
  EXPECT_FALSE(read_results_file(whole + "x"));
}

TEST(ResultsFile, IsRefusedWhicheverBitIsFlipped) {
  const std::string whole = results_file(some_results());
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string other = whole;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(read_results_file(other)) << bit;
  }
}

// Well-formed, but no run writes them: statistics would stop at their sums.
TEST(ResultsFile, IsRefusedWithSumsThatNoStatisticTakes) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  for (const stats::RatioSample& other : {stats::RatioSample{1, 0}, stats::RatioSample{0, 1}}) {
    std::vector<CellResult> results = some_results();
    results[0].outputs[0]->sums = {{kMost, kMost}, {0, 0}};
    EXPECT_TRUE(read_results_file(results_file(results)));
    results[0].outputs[0]->sums[1] = other;
    EXPECT_FALSE(read_results_file(results_file(results)));
  }
  std::vector<CellResult> results = some_results();
  results[0].outputs[0]->sums[0].denominator = -1;
  EXPECT_FALSE(read_results_file(results_file(results)));
}

RC_GTEST_PROP(ResultsFileProperty, AnyBytesAreReadOrRefused, (const std::string& bytes)) {
  (void)read_results_file("STOPCEL1" + bytes);
}

TEST(ResultsFile, KnowsTheCheckOfTheStandard) {
  EXPECT_EQ(crc32_of("123456789"), 0xcbf43926U);
}

}  // namespace
}  // namespace stopover::experiment
