// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "tools/stopover/commands.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/output_folder.hpp"
#include "tools/stopover/results.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/signals.hpp"

namespace stopover::tool {

int run_command(const Options& options) {
  const auto executor = tbb_executor(settle_threads(options));
  Progress progress(progress_form(options));
  progress.stage("reading " + options.arguments[0]);
  const Session session = open_session(options.arguments[0], options.sample, *executor);
  const Session* const sessions[] = {&session};
  progress.end();
  remark_warnings(session.faults, options);

  const RunPlan plan = settle(options, session.loaded.scenario.run());
  const std::string folder = options.output.value_or(default_folder(sessions, plan));
  const io::Existing existing = check_output_folder(folder, options.force);
  const Replicated replicated = replicate(sessions, plan, *executor, progress);
  progress.end();

  const auto& replications = replicated.of[0];
  const auto estimates = simulation::estimate(session.indicators, replications);
  const RunResults results{.loaded = &session.loaded,
                           .world = &session.world,
                           .seed = plan.seed,
                           .replications = static_cast<std::uint32_t>(replications.size()),
                           .estimates = &estimates,
                           .replications_data = &replications,
                           .command = repeat_line("run", sessions, plan, options.sample),
                           .folder = session.folder};
  {
    const WritingResults writing;
    write_run(results, folder, existing);
  }
  const ReportForm form = report_form(options);
  print_results(options, folder, [&] {
    if (options.json)
      print_json(run_json(results));
    else
      print(run_report(results, form) + files_report(folder, form));
  });
  return precision_code(replicated.precise, results.replications);
}

}  // namespace stopover::tool
