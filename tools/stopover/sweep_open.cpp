// SPDX-License-Identifier: Apache-2.0
// An experiment from its file to its cells, and folders of results read back.
#include <fstream>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "engine/base/check.hpp"
#include "engine/experiment/experiment_rules.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/sha256.hpp"
#include "tools/stopover/build_info.hpp"
#include "tools/stopover/git_commit.hpp"
#include "tools/stopover/scenario_finder.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/sweep.hpp"

namespace stopover::tool {
namespace {

// The commit says what is computed; where files differ from it or it is not known, the program.
std::string version_of_program() {
  std::string version = fmt::format("{} {}", kVersion, kGitCommit);
  if (kGitCommit.ends_with("-dirty") || kGitCommit == "unknown")
    version += " " + io::sha256_hex(io::read_file("/proc/self/exe"));
  return version;
}

experiment::Plan plan_of_file(const sweep::Experiment& from, const scenario::LoadedScenario& base) {
  const scenario::RunDefaults& defaults = base.scenario.run();
  experiment::Plan plan{.id = from.id,
                        .title = from.title,
                        .title_zh = from.title_zh,
                        .base = from.base,
                        .base_hash = base.hash,
                        .version = version_of_program()};
  plan.seed = from.seed.value_or(defaults.seed());
  plan.replications = from.replications > 0 ? from.replications
                      : defaults.replications() > 0
                          ? static_cast<std::uint32_t>(defaults.replications())
                          : kUsualReplications;
  plan.factors = from.factors;
  plan.fields.reserve(from.targets.size());
  for (const sweep::FactorTarget& target : from.targets) {
    plan.fields.push_back(target.fields.empty()
                              ? "whole changes"
                              : fmt::format("{}", fmt::join(target.fields, ", ")));
  }
  plan.design = from.design;
  plan.cells = experiment::make_cells(from.design, from.factors);
  plan.design.rows.clear();
  return plan;
}

void refuse_if_faulty(const FaultList& faults) {
  if (faults.has_errors()) throw InputError(faults);
}

void read_fitting_results(const std::string& folder, const experiment::Plan& plan,
                          experiment::StoreContents& contents) {
  experiment::read_results(folder, plan.keys, contents);
  experiment::drop_misfits(plan, folder, contents);
}

}  // namespace

std::uint64_t resident_bytes() {
  std::ifstream in("/proc/self/statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  if (!(in >> all >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

OpenSweep open_sweep(const std::string& file, Executor& executor) {
  OpenSweep out;
  out.experiment =
      std::make_unique<sweep::Experiment>(sweep::read_experiment(file, shelves(), out.faults));
  refuse_if_faulty(out.faults);
  out.variants = std::make_unique<sweep::Variants>(*out.experiment, shelves(), out.faults);
  refuse_if_faulty(out.faults);
  out.plan = plan_of_file(*out.experiment, out.variants->base());
  out.variants->read_combinations(out.plan.cells);
  const std::uint64_t before = resident_bytes();
  out.runner = std::make_unique<sweep::CellRunner>(*out.variants, executor, out.faults);
  refuse_if_faulty(out.faults);
  const std::uint64_t after = resident_bytes();
  out.world_bytes = after > before ? after - before : 0;
  out.plan.outputs = out.runner->outputs(*out.experiment, out.faults);
  sweep::check_size(*out.experiment, out.plan, out.faults);
  refuse_if_faulty(out.faults);
  out.plan.keys.reserve(out.plan.cells.size());
  for (const experiment::Settings& cell : out.plan.cells)
    out.plan.keys.push_back(sweep::cell_key(out.plan, out.variants->content_of(cell)));
  return out;
}

ReadSweep read_sweep(const std::vector<std::string>& folders, bool partial) {
  STOPOVER_CHECK(!folders.empty(), "a folder is given");
  ReadSweep out;
  for (std::size_t i = 0; i < folders.size(); ++i) {
    experiment::StoreContents contents = experiment::read_header(folders[i]);
    if (i == 0) {
      out.plan = experiment::plan_of(contents, folders[i]);
      out.contents = contents;
    }
    if (contents.id == out.contents.id) read_fitting_results(folders[i], out.plan, contents);
    experiment::add_contents(out.contents, folders[i], contents);
  }
  if (out.missing() == 0 || partial) return out;
  FaultList faults = out.contents.faults;  // why, perhaps
  faults.add(
      {.rule = std::string(experiment::rule::kIncomplete),
       .file = folders.front(),
       .found = fmt::format("{} of {} cells", out.results().size(), out.plan.cells.size()),
       .expected = "every cell; go on with the sweep, or take what there is with --partial"});
  throw InputError(std::move(faults));
}

}  // namespace stopover::tool
