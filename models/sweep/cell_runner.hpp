// SPDX-License-Identifier: Apache-2.0
// One cell of an experiment, from its scenario to the sums of its outputs: compiled, learnt,
// replicated as `stopover run` does it, without drawn figures.
//
// Against the base, volumes respond to what travelling costs, as in `stopover compare`
// (simulation/trip_costs.hpp). What travellers expect is learnt for each cell by itself, in as many
// rounds as it needs; `compare` takes the same number for both.
//
// Determinism: a cell's result depends on the experiment and the cell only, not on the executor,
// nor on which cells were run before. Each cell compiles a world of its own.
//
// Errors: a fault of the cell's scenario is its failure, told without files and lines.
// EnvironmentError and whatever `progress` throws end the cell without a result.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/experiment/plan.hpp"
#include "models/simulation/indicators.hpp"
#include "models/simulation/world.hpp"
#include "models/sweep/experiment_file.hpp"
#include "models/sweep/variants.hpp"

namespace stopover::sweep {

// Called between days and rounds, by any thread; may throw to abandon the cell.
using Interruption = std::function<void()>;

class CellRunner {
 public:
  // Compiles the base; faults of it go to `faults`, and the runner is of use only without errors.
  // Keeps a reference to the variants.
  CellRunner(const Variants& variants, Executor& executor, FaultList& faults);

  // What the experiment asks for, of the base's indicators, in their order: its wishes, or the
  // headlines. E-SWP-012 for what there is not.
  [[nodiscard]] std::vector<experiment::Output> outputs(const Experiment& experiment,
                                                        FaultList& faults) const;

  // The base travels as it has learnt to; once, before the first cell.
  void learn_base(std::uint64_t seed, Executor& executor, const Interruption& interruption = {});

  [[nodiscard]] experiment::CellResult run(const experiment::Plan& plan, std::uint64_t cell,
                                           Executor& executor,
                                           const Interruption& interruption = {}) const;

 private:
  const Variants* variants_;
  simulation::World base_;
};

}  // namespace stopover::sweep
