// SPDX-License-Identifier: Apache-2.0
// The same bytes for any executor and number of threads, and with two simulations alive at once.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

std::vector<std::unique_ptr<Executor>> executors() {
  std::vector<std::unique_ptr<Executor>> all;
  all.push_back(serial_executor());
  for (const int threads : {1, 2, 3, 7, 16}) all.push_back(tbb_executor(threads));
  for (const int threads : {2, 5}) all.push_back(thread_executor(threads));
  for (const std::uint64_t seed : {1U, 2U, 3U}) all.push_back(shuffled_executor(seed));
  return all;
}

World soft_world() {
  return minimal_world(soften);
}

TEST(Determinism, ReplicationsAreTheSameForEveryExecutor) {
  const World world = soft_world();
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const RunSettings settings{.seed = seed, .first_replication = 0, .replications = 6};
    const auto serial = serial_executor();
    const auto wanted = run_replications(world, settings, *serial);
    EXPECT_NE(wanted[0].central, wanted[1].central) << "the softened world has no luck in it";
    EXPECT_TRUE(std::any_of(wanted.begin(), wanted.end(), [](const Replication& r) {
      return r.central != r.drawn;
    })) << "nothing was drawn";
    for (const auto& executor : executors())
      EXPECT_EQ(run_replications(world, settings, *executor), wanted)
          << "seed " << seed << ", " << executor->threads() << " threads";
  }
}

TEST(Determinism, AWorldIsCompiledTheSameByEveryExecutor) {
  const scenario::Scenario scenario = [] {
    scenario::Scenario s = scenario_of("minimal");
    soften(s);
    return s;
  }();
  FaultList faults;
  const World wanted = world_of(scenario, faults);
  const RunSettings settings{.seed = 5, .first_replication = 0, .replications = 2};
  const auto serial = serial_executor();
  const auto result = run_replications(wanted, settings, *serial);
  for (const auto& executor : executors()) {
    const World world = compile(scenario, *executor, faults);
    ASSERT_EQ(world.alternatives.journeys.size(), wanted.alternatives.journeys.size());
    for (const JourneyId id : ids_of(wanted.alternatives.journeys))
      EXPECT_EQ(world.alternatives.journeys[id].identity,
                wanted.alternatives.journeys[id].identity);
    EXPECT_EQ(run_replications(world, settings, *serial), result);
  }
  EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(Determinism, ReplicationsDoNotDependOnHowManyAreAskedFor) {
  const World world = soft_world();
  const auto executor = serial_executor();
  const auto all =
      run_replications(world, {.seed = 9, .first_replication = 0, .replications = 5}, *executor);
  const auto tail =
      run_replications(world, {.seed = 9, .first_replication = 3, .replications = 2}, *executor);
  EXPECT_EQ(tail[0], all[3]);
  EXPECT_EQ(tail[1], all[4]);
}

TEST(Determinism, TwoSimulationsAliveInOneProcessDoNotMeet) {
  const World soft = soft_world();
  const World plain = minimal_world();
  const Assumptions of_soft = central(soft);
  const Assumptions of_plain = central(plain);
  std::vector<Tally> apart;
  for (std::uint32_t r = 0; r < 3; ++r) apart.push_back(simulate(soft, of_soft, {1, r}));
  for (std::uint32_t r = 0; r < 3; ++r) apart.push_back(simulate(plain, of_plain, {1, r}));
  std::vector<Tally> together(6);
  const auto executor = tbb_executor(4);
  executor->run(6, [&](std::size_t i) {
    const auto r = static_cast<std::uint32_t>(i % 3);
    together[i] = i < 3 ? simulate(soft, of_soft, {1, r}) : simulate(plain, of_plain, {1, r});
  });
  EXPECT_EQ(together, apart);
}

// The order in which the scenario lists its elements has no meaning.
TEST(Determinism, ElementsInAnyOrderGiveTheSameTallies) {
  scenario::Scenario scenario = scenario_of("minimal");
  soften(scenario);
  FaultList faults;
  const World world = world_of(scenario, faults);
  auto* markets = scenario.mutable_elements()->mutable_market();
  std::reverse(markets->begin(), markets->end());
  auto* flights = scenario.mutable_elements()->mutable_flight();
  std::reverse(flights->begin(), flights->end());
  const World reversed = world_of(scenario, faults);
  const auto total = [](const World& w, Count count) {
    return simulate(w, central(w), {3, 0}).total(count);
  };
  for (std::size_t c = 0; c < count_texts().size(); ++c)
    EXPECT_EQ(total(world, static_cast<Count>(c)), total(reversed, static_cast<Count>(c)))
        << count_texts()[c].id;
}

}  // namespace
}  // namespace stopover::simulation
