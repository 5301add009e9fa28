// SPDX-License-Identifier: Apache-2.0
#include "models/sweep/cell_runner.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/base/check.hpp"
#include "engine/io/text.hpp"
#include "models/simulation/learning.hpp"
#include "models/simulation/run.hpp"
#include "models/simulation/trip_costs.hpp"
#include "models/sweep/sweep_rules.hpp"
#include "models/visit/window_values.hpp"

namespace stopover::sweep {
namespace {

void learn_alone(const scenario::LoadedScenario& loaded, simulation::World& world,
                 std::uint64_t seed, Executor& executor, const Interruption& interruption) {
  simulation::LearningSettings settings =
      simulation::learning_settings(loaded.scenario.run(), seed);
  settings.progress = [&](std::size_t /*done*/, std::size_t /*all*/) {
    if (interruption) interruption();
  };
  simulation::World* const worlds[] = {&world};
  (void)simulation::teach(worlds, settings, executor);
}

// The first faults, in one line. Not the files and lines: they do not decide what a cell gives, and
// the reason is part of its result.
std::string reason_of(const FaultList& faults) {
  constexpr std::size_t kTold = 3;
  std::string out;
  std::size_t errors = 0;
  for (const InputFault& fault : faults.kept()) {
    if (fault.is_warning() || ++errors > kTold) continue;
    const InputFault told{.rule = fault.rule,
                          .file = {},
                          .field = fault.field,
                          .found = fault.found,
                          .expected = fault.expected};
    out += (out.empty() ? "" : "; ") + told.text();
  }
  if (faults.errors() > kTold) out += fmt::format("; and {} more", faults.errors() - kTold);
  return out;
}

std::optional<experiment::OutputSums> sums_of(
    const experiment::Output& output, const std::vector<simulation::Indicator>& indicators,
    const std::vector<simulation::Replication>& replications) {
  const auto at = std::find_if(indicators.begin(), indicators.end(), [&](const auto& indicator) {
    return indicator.id == output.id && indicator.group == output.group;
  });
  if (at == indicators.end() || at->is_ratio() != output.is_ratio) return std::nullopt;
  experiment::OutputSums out{.scale = at->scale};
  out.sums.reserve(replications.size());
  for (const simulation::Replication& replication : replications)
    out.sums.push_back({at->numerator(replication.central),
                        at->is_ratio() ? at->denominator(replication.central) : 1});
  return out;
}

experiment::Output output_of(const simulation::Indicator& indicator) {
  return {.id = indicator.id,
          .group = indicator.group,
          .unit = indicator.unit,
          .name = indicator.name,
          .name_zh = indicator.name_zh,
          .is_ratio = indicator.is_ratio()};
}

}  // namespace

CellRunner::CellRunner(const Variants& variants, Executor& executor, FaultList& faults)
    : variants_(&variants), base_(visit::compile_with_visits(variants.base(), executor, faults)) {}

std::vector<experiment::Output> CellRunner::outputs(const Experiment& experiment,
                                                    FaultList& faults) const {
  std::vector<experiment::Output> out;
  const std::vector<simulation::Indicator> all = simulation::indicators(base_);
  if (experiment.outputs.empty()) {
    for (const simulation::Indicator& indicator : all)
      if (indicator.headline) out.push_back(output_of(indicator));
    return out;
  }
  for (std::size_t i = 0; i < experiment.outputs.size(); ++i) {
    const OutputWish& wish = experiment.outputs[i];
    bool found = false;
    std::vector<std::string> ids;
    std::vector<std::string> groups;
    for (const simulation::Indicator& indicator : all) {
      ids.push_back(indicator.id);
      if (indicator.id != wish.id) continue;
      groups.push_back(indicator.group);
      if (wish.group != "*" && wish.group != indicator.group) continue;
      found = true;
      experiment::Output output = output_of(indicator);
      if (std::find(out.begin(), out.end(), output) == out.end()) out.push_back(std::move(output));
    }
    if (found) continue;
    const bool known = !groups.empty();
    faults.add(experiment.fault(
        rule::kUnknownOutput, fmt::format("output[{}].{}", i, known ? "group" : "id"),
        known ? wish.group : wish.id,
        known ? fmt::format("one of the groups of this indicator: {}", fmt::join(groups, ", "))
              : "an id of csv/indicators.csv of a run" + io::did_you_mean(wish.id, ids)));
  }
  return out;
}

void CellRunner::learn_base(std::uint64_t seed, Executor& executor,
                            const Interruption& interruption) {
  learn_alone(variants_->base(), base_, seed, executor, interruption);
}

experiment::CellResult CellRunner::run(const experiment::Plan& plan, std::uint64_t cell,
                                       Executor& executor, const Interruption& interruption) const {
  experiment::CellResult result{.cell = cell, .key = plan.keys[cell]};
  FaultList faults;
  try {
    const scenario::LoadedScenario loaded = variants_->scenario_of(plan.cells[cell], faults);
    if (interruption) interruption();
    simulation::World world;
    if (!faults.has_errors()) world = visit::compile_with_visits(loaded, executor, faults);
    if (faults.has_errors()) {
      result.failure = reason_of(faults);
      return result;
    }
    learn_alone(loaded, world, plan.seed, executor, interruption);
    world.trip_costs = simulation::trip_costs(base_, world, plan.seed, executor).variant;
    simulation::RunSettings settings{
        .seed = plan.seed, .replications = plan.replications, .drawn = false};
    settings.progress = [&](std::size_t /*done*/, std::size_t /*all*/) {
      if (interruption) interruption();
    };
    const auto replications = simulation::run_replications(world, settings, executor);
    const std::vector<simulation::Indicator> indicators = simulation::indicators(world);
    result.outputs.reserve(plan.outputs.size());
    for (const experiment::Output& output : plan.outputs)
      result.outputs.push_back(sums_of(output, indicators, replications));
  } catch (const InputError& error) {
    result.outputs.clear();
    result.failure = reason_of(error.faults());
  }
  return result;
}

}  // namespace stopover::sweep
