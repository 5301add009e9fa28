// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "models/simulation/bottlenecks.hpp"
#include "models/simulation/told.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/output_folder.hpp"
#include "tools/stopover/results.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/signals.hpp"

namespace stopover::tool {
namespace {

constexpr std::size_t kBottlenecksShown = 5;
constexpr std::uint32_t kDeskTrials = 4;  // replications that are simulated again

void check_events_folder(const Options& options, const std::string& folder) {
  if (options.replication && !options.events)
    throw UsageError("run", "--nth needs --events, the folder for what is told");
  if (!options.events) return;
  if (std::filesystem::absolute(*options.events).lexically_normal() ==
      std::filesystem::absolute(folder).lexically_normal())
    throw UsageError("run", "--events and --output name one folder");
  (void)check_output_folder(*options.events, options.force);
}

// After the results: a replication more, the same as theirs.
void tell_events(const Options& options, const RunResults& results, io::Existing existing,
                 Executor& executor, Progress& progress) {
  progress.stage("telling events");
  const simulation::ToldReplication told = simulation::tell(
      *results.world, simulation::central(*results.world),
      {results.seed, options.replication.value_or(0)}, {.everybody = true}, executor);
  progress.end();
  const WritingResults writing;
  write_events(results, told, *options.events, existing);
}

std::string events_line(const Options& options, const ReportForm& form) {
  if (!options.events) return {};
  return say(form, "Events of replication {}: {} (verify_events checks them)\n",
             "第 {} 次重复的事件：{}（可用 verify_events 核对）\n", options.replication.value_or(0),
             *options.events);
}

}  // namespace

int run_command(const Options& options) {
  const auto executor = tbb_executor(settle_threads(options));
  Progress progress(progress_form(options));
  progress.stage("reading " + options.arguments[0]);
  Session session = open_session(options.arguments[0], options.sample, *executor);
  Session* const opened[] = {&session};
  const Session* const sessions[] = {&session};
  progress.end();
  remark_warnings(session.faults, options);

  const RunPlan plan = settle(options, session.loaded.scenario.run());
  const std::string folder = options.output.value_or(default_folder(sessions, plan));
  const io::Existing existing = check_output_folder(folder, options.force);
  check_events_folder(options, folder);
  learn(opened, plan, *executor, progress);
  const Replicated replicated = replicate(sessions, plan, *executor, progress);
  progress.end();

  const auto& replications = replicated.of[0];
  const auto estimates = simulation::estimate(session.indicators, replications);
  std::vector<simulation::Bottleneck> bottlenecks =
      simulation::find_bottlenecks(replicated.detail[0], kBottlenecksShown);
  progress.stage("trying one more desk");
  const auto trials = std::min(static_cast<std::uint32_t>(replications.size()), kDeskTrials);
  simulation::try_one_more_desk(session.world, plan.seed, trials, *executor, bottlenecks);
  progress.end();
  const RunResults results{.loaded = &session.loaded,
                           .world = &session.world,
                           .seed = plan.seed,
                           .replications = static_cast<std::uint32_t>(replications.size()),
                           .estimates = &estimates,
                           .replications_data = &replications,
                           .detail = replicated.detail.data(),
                           .command = repeat_line("run", sessions, plan, options.sample),
                           .folder = session.folder,
                           .bottlenecks = &bottlenecks,
                           .learned = &session.learned};
  {
    const WritingResults writing;
    write_run(results, folder, existing);
  }
  if (options.events) tell_events(options, results, existing, *executor, progress);
  const ReportForm form = report_form(options);
  print_results(options, folder, [&] {
    if (options.json)
      print_json(run_json(results));
    else
      print(run_report(results, form) + files_report(folder, form) + events_line(options, form));
  });
  return precision_code(replicated.precise, results.replications);
}

}  // namespace stopover::tool
