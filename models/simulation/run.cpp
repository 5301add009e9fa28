// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/run.hpp"

#include <mutex>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/flow/sweep.hpp"

namespace stopover::simulation {

Tally simulate(const World& world, const Assumptions& assumptions, demand::Luck luck) {
  const std::string doing = fmt::format("simulating {} with --seed {} --replications {}", world.id,
                                        luck.seed, luck.replication + 1);
  const BugContext context(doing);
  const PlansOfReplication plans = make_plans(world, assumptions.behaviour, luck);
  const auto inside = serial_executor();  // replications are the parallel dimension
  const flow::Outcome outcome =
      flow::sweep(plans.flow, world.setting(luck.seed, luck.replication), world.stages, *inside);
  return tally(world, assumptions, plans, outcome, luck);
}

std::vector<Replication> run_replications(const World& world, const RunSettings& settings,
                                          Executor& executor) {
  const std::size_t variants = settings.drawn ? 2 : 1;
  const std::size_t packages = settings.replications * variants;
  std::vector<Replication> results(settings.replications);
  std::mutex reporting;
  std::size_t done = 0;
  executor.run(packages, [&](std::size_t package) {
    const auto r = static_cast<std::uint32_t>(package / variants);
    const bool drawing = package % variants == 1;
    const demand::Luck luck{settings.seed, settings.first_replication + r};
    Tally t = simulate(world, drawing ? drawn(world, luck) : central(world), luck);
    (drawing ? results[r].drawn : results[r].central) = std::move(t);
    const std::lock_guard lock(reporting);
    ++done;
    if (settings.progress) settings.progress(done, packages);
  });
  return results;
}

}  // namespace stopover::simulation
