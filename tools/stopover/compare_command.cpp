// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "models/simulation/trip_costs.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/comparison.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/output_folder.hpp"
#include "tools/stopover/signals.hpp"

namespace stopover::tool {

Comparison open_comparison(const Options& options, const std::string& base,
                           const std::string& variant, Executor& executor) {
  Comparison c;
  c.base = open_session(base, options.sample, executor);
  const double sample = c.base.world.sample;
  // A sample of the base's own holds for the variant too: else the luck would not be the same.
  c.variant = open_session(variant, sample < 1 ? std::optional(sample) : options.sample, executor);
  c.plan = settle(options, c.base.loaded.scenario.run());
  return c;
}

namespace {

// How many travel follows what travelling costs.
void respond(Comparison& c, Executor& executor) {
  simulation::TripCosts costs =
      simulation::trip_costs(c.base.world, c.variant.world, c.plan.seed, executor);
  c.base.world.trip_costs = std::move(costs.base);
  c.variant.world.trip_costs = std::move(costs.variant);
  for (Session* const session : {&c.base, &c.variant})
    session->indicators = simulation::indicators(session->world);
}

}  // namespace

bool simulate(Comparison& c, Executor& executor, Progress& progress) {
  Session* const opened[] = {&c.base, &c.variant};
  learn(opened, c.plan, executor, progress);
  respond(c, executor);
  Replicated replicated = replicate(c.sessions(), c.plan, executor, progress);
  c.base_replications = std::move(replicated.of[0]);
  c.variant_replications = std::move(replicated.of[1]);
  c.base_detail = std::move(replicated.detail[0]);
  c.variant_detail = std::move(replicated.detail[1]);
  c.compared = simulation::compare({c.base.indicators, c.base_replications},
                                   {c.variant.indicators, c.variant_replications});
  c.base_estimates = simulation::estimate(c.base.indicators, c.base_replications);
  c.variant_estimates = simulation::estimate(c.variant.indicators, c.variant_replications);
  return replicated.precise;
}

CompareResults results_of(const Comparison& c, std::string command) {
  const auto n = static_cast<std::uint32_t>(c.base_replications.size());
  return {.base = {.loaded = &c.base.loaded,
                   .world = &c.base.world,
                   .seed = c.plan.seed,
                   .replications = n,
                   .estimates = &c.base_estimates,
                   .replications_data = &c.base_replications,
                   .detail = &c.base_detail,
                   .command = {},
                   .folder = c.base.folder,
                   .learned = &c.base.learned},
          .variant = {.loaded = &c.variant.loaded,
                      .world = &c.variant.world,
                      .seed = c.plan.seed,
                      .replications = n,
                      .estimates = &c.variant_estimates,
                      .replications_data = &c.variant_replications,
                      .detail = &c.variant_detail,
                      .command = {},
                      .folder = c.variant.folder,
                      .learned = &c.variant.learned},
          .compared = &c.compared,
          .command = std::move(command)};
}

namespace {

bool share_a_place(const Comparison& c) {
  const auto& base = c.base.loaded.scenario.gateway().places();
  const auto& variant = c.variant.loaded.scenario.gateway().places();
  return std::ranges::any_of(base, [&](const std::string& place) {
    return std::ranges::find(variant, place) != variant.end();
  });
}

std::string every_difference(const ReportForm& form) {
  return in(form, "csv/comparison.csv has every difference.\n",
            "全部差值见 csv/comparison.csv。\n");
}

}  // namespace

int compare_command(const Options& options) {
  const auto executor = tbb_executor(settle_threads(options));
  Progress progress(progress_form(options));
  progress.stage("reading " + options.arguments[0] + " and " + options.arguments[1]);
  Comparison c = open_comparison(options, options.arguments[0], options.arguments[1], *executor);
  progress.end();
  remark_warnings(c.base.faults, options);
  remark_warnings(c.variant.faults, options);

  if (!share_a_place(c)) {
    remark(
        fmt::format("stopover: {} and {} cannot be compared: their gateways have no place in "
                    "common; a variant names its base, or is a copy of it",
                    c.base.name, c.variant.name));
    return kExitInput;
  }

  const std::string folder = options.output.value_or(default_folder(c.sessions(), c.plan));
  const io::Existing existing = check_output_folder(folder, options.force);
  const bool precise = simulate(c, *executor, progress);
  progress.end();

  const CompareResults results =
      results_of(c, repeat_line("compare", c.sessions(), c.plan, options.sample));
  {
    const WritingResults writing;
    write_compare(results, folder, existing);
  }
  const ReportForm form = report_form(options);
  print_results(options, folder, [&] {
    if (options.json)
      print_json(compare_json(results));
    else
      print(compare_report(results, form) + every_difference(form) + files_report(folder, form));
  });
  return precision_code(precise, results.base.replications);
}

}  // namespace stopover::tool
