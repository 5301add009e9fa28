// SPDX-License-Identifier: Apache-2.0
// What a sweep will be and take, before anything is written.
#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/sweep.hpp"

namespace stopover::tool {
namespace {

struct Costs {
  double cell_seconds = 0;   // of a cell on one thread
  double sweep_seconds = 0;  // of all cells
  std::uint64_t bytes = 0;   // with all threads at work
};

double seconds_of_base(const OpenSweep& sweep, std::uint32_t replications) {
  experiment::Plan trial = sweep.plan;
  trial.replications = replications;
  const auto inside = serial_executor();
  const auto begun = std::chrono::steady_clock::now();
  (void)sweep.runner->run(trial, 0, *inside);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// From the base with one replication and with two: what every cell takes, learning with it, and
// what each replication adds.
Costs pilot(const OpenSweep& sweep, int threads) {
  Costs costs;
  double one = seconds_of_base(sweep, 1);
  if (one < 1) one = seconds_of_base(sweep, 1);  // the first is slow with what is done once only
  const double each = std::max(0.0, seconds_of_base(sweep, 2) - one);
  const auto cells = static_cast<double>(sweep.plan.cells.size());
  const auto replications = static_cast<double>(sweep.plan.replications);
  costs.cell_seconds = one + each * (replications - 1);
  costs.sweep_seconds = costs.cell_seconds * cells / threads;
  const std::uint64_t sums =
      sweep.plan.cells.size() * sweep.plan.outputs.size() * sweep.plan.replications;
  costs.bytes = resident_bytes() + sweep.world_bytes * static_cast<std::uint64_t>(threads) +
                sums * sizeof(stats::RatioSample);
  return costs;
}

std::string cell_time(double seconds) {
  return seconds < 1 ? fmt::format("{:.0f} ms", 1000 * seconds) : duration_text(seconds);
}

std::string size_text(std::uint64_t bytes) {
  constexpr double kMega = 1e6;
  const double mega = static_cast<double>(bytes) / kMega;
  return mega < 1000 ? fmt::format("{:.0f} MB", mega) : fmt::format("{:.1f} GB", mega / 1000);
}

std::string plan_report(const OpenSweep& sweep, const Costs& costs, int threads,
                        const ReportForm& form) {
  const experiment::Plan& plan = sweep.plan;
  std::string out = heading(in(form, plan.title, plan.title_zh), form);
  out += say(form, "Base: {}. {}\n", "基础情景：{}。{}\n", plan.base, design_text(plan, form));
  out += factors_table(plan, form);
  out += in(form, "Kept of each cell:", "每个单元保留：");
  for (const experiment::Output& output : plan.outputs) out += " " + output.label();
  out += say(form,
             "\nAbout {} a cell on one thread; all cells about {} on {} threads, {} of memory.\n",
             "\n每个单元单线程约 {0}；全部单元约 {1}（{2} 线程），内存约 {3}。\n",
             cell_time(costs.cell_seconds), duration_text(costs.sweep_seconds), threads,
             size_text(costs.bytes));
  return out;
}

}  // namespace

int sweep_plan(const Options& options) {
  const int threads = settle_threads(options);
  const auto executor = tbb_executor(threads);
  Progress progress(progress_form(options));
  progress.stage("reading " + options.arguments[1]);
  const OpenSweep sweep = open_sweep(options.arguments[1], *executor);
  progress.stage("trying the base");
  const Costs costs = pilot(sweep, threads);
  progress.end();
  remark_warnings(sweep.faults, options);
  if (options.json) {
    nlohmann::json document = nlohmann::json::parse(experiment::header_of(sweep.plan).document);
    document["estimate"] = {{"cell_seconds", costs.cell_seconds},
                            {"sweep_seconds", costs.sweep_seconds},
                            {"threads", threads},
                            {"memory_bytes", costs.bytes}};
    print_json(document);
  } else {
    print(plan_report(sweep, costs, threads, report_form(options)));
  }
  return kExitOk;
}

}  // namespace stopover::tool
