// SPDX-License-Identifier: Apache-2.0
// Cells: the base is what `run` gives, failures are told, and nothing depends on the executor.
#include "models/sweep/cell_runner.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/simulation/run.hpp"
#include "tests/models/sweep/experiment_cases.hpp"

namespace stopover::sweep {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Opened {
  explicit Opened(const std::string& text) {
    read_text(read, text);
    EXPECT_FALSE(read.faults.has_errors()) << read.faults.text();
    variants = std::make_unique<Variants>(read.experiment, kShelf, read.faults);
    EXPECT_FALSE(read.faults.has_errors()) << read.faults.text();
    plan = {.id = "t", .base_hash = variants->base().hash, .seed = 1, .replications = 2};
    plan.factors = read.experiment.factors;
    plan.design = read.experiment.design;
    plan.cells = experiment::make_cells(plan.design, plan.factors);
    variants->read_combinations(plan.cells);
    runner = std::make_unique<CellRunner>(*variants, *executor, read.faults);
    plan.outputs = runner->outputs(read.experiment, read.faults);
    for (const auto& cell : plan.cells)
      plan.keys.push_back(cell_key(plan, variants->content_of(cell)));
  }
  ReadText read;
  std::unique_ptr<Executor> executor = serial_executor();
  std::unique_ptr<Variants> variants;
  std::unique_ptr<CellRunner> runner;
  experiment::Plan plan;
};

TEST(CellRunner, GivesTheBaseWhatRunGives) {
  const Opened opened(kSound);
  const experiment::CellResult result = opened.runner->run(opened.plan, 0, *opened.executor);
  ASSERT_FALSE(result.failed()) << result.failure;

  FaultList faults;
  const scenario::LoadedScenario loaded = scenario::load(kShelf[0] / "minimal", faults);
  const simulation::World world =
      simulation::compile(loaded.scenario, *opened.executor, faults, &loaded.sources);
  const auto replications = simulation::run_replications(
      world, {.seed = 1, .replications = 2, .drawn = false}, *opened.executor);
  for (const auto& indicator : simulation::indicators(world)) {
    if (indicator.id != "missed_connection_rate" || indicator.group != "all") continue;
    for (std::size_t r = 0; r < 2; ++r) {
      EXPECT_EQ(result.outputs[0]->sums[r].numerator, indicator.numerator(replications[r].central));
      EXPECT_EQ(result.outputs[0]->sums[r].denominator,
                indicator.denominator(replications[r].central));
    }
    return;
  }
  FAIL() << "no such indicator";
}

TEST(CellRunner, DoesNotDependOnTheExecutorOrTheOrder) {
  const Opened opened(kSound);
  for (const std::uint64_t cell : {std::uint64_t{3}, std::uint64_t{9}}) {
    const auto serial = opened.runner->run(opened.plan, cell, *opened.executor);
    const auto parallel = tbb_executor(3);
    EXPECT_EQ(opened.runner->run(opened.plan, cell, *parallel), serial);
    const auto shuffled = shuffled_executor(5);
    EXPECT_EQ(opened.runner->run(opened.plan, cell, *shuffled), serial);
  }
}

TEST(CellRunner, KeepsTheReasonOfACellThatCannotBe) {
  const Opened opened(with(kSound, "whole { low: 1 high: 3 }", "whole { low: -1 high: 2 }"));
  const experiment::CellResult failed = opened.runner->run(opened.plan, 1, *opened.executor);
  EXPECT_TRUE(failed.failed());
  EXPECT_THAT(failed.failure, HasSubstr("E-SCN-103"));
  EXPECT_THAT(failed.failure, Not(HasSubstr("txtpb"))) << "files and lines";
  const Opened moved("\n\n" +
                     with(kSound, "whole { low: 1 high: 3 }", "whole { low: -1 high: 2 }"));
  EXPECT_EQ(moved.runner->run(moved.plan, 1, *moved.executor), failed);
  EXPECT_TRUE(failed.outputs.empty());
}

TEST(CellRunner, GivesCellsOfOneContentOneKey) {
  const Opened opened(with(kSound, "full_factorial {}", "one_at_a_time {}"));
  std::set<std::string> keys(opened.plan.keys.begin(), opened.plan.keys.end());
  EXPECT_EQ(keys.size(), opened.plan.keys.size());
  const Opened choices(R"(id: "c"
base: "minimal"
factor { id: "c" choice { id: "as_it_is" } choice { id: "two" value: "2" }
  field: "checkpoint[entry].staffing[0].desks" }
design { full_factorial {} })");
  EXPECT_EQ(choices.plan.keys[0], choices.plan.keys[1]);
  EXPECT_NE(choices.plan.keys[0], choices.plan.keys[2]);
}

TEST(CellRunner, FindsTheOutputsThatAreWished) {
  const Opened headlines(with(kSound, "output { id: \"missed_connection_rate\" }", ""));
  EXPECT_GT(headlines.plan.outputs.size(), 2U);
  const Opened groups(with(kSound, "rate\"", "rate\" group: \"*\""));
  EXPECT_FALSE(groups.plan.outputs.empty());
  for (const auto& output : groups.plan.outputs) EXPECT_EQ(output.id, "missed_connection_rate");
  const Opened unknown(with(kSound, "missed_connection_rate", "missed_connexion_rate"));
  ASSERT_FALSE(unknown.read.faults.kept().empty());
  EXPECT_EQ(unknown.read.faults.kept().front().rule, "E-SWP-012");
  EXPECT_EQ(unknown.read.faults.kept().front().line, 13);
}

TEST(CellRunner, IsAbandonedByWhateverTheInterruptionThrows) {
  const Opened opened(kSound);
  int calls = 0;
  const Interruption stop = [&] {
    if (++calls == 2) throw std::runtime_error("stop");
  };
  EXPECT_THROW((void)opened.runner->run(opened.plan, 1, *opened.executor, stop),
               std::runtime_error);
}

}  // namespace
}  // namespace stopover::sweep
