// SPDX-License-Identifier: Apache-2.0
// What the actions of `stopover sweep` share: an experiment from its file to its cells, and folders
// of results read back.
//
// Errors: InputError with every fault that could be reached; EnvironmentError.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/base/executor.hpp"
#include "engine/base/fault.hpp"
#include "engine/experiment/analysis.hpp"
#include "engine/experiment/plan.hpp"
#include "engine/experiment/store.hpp"
#include "models/sweep/cell_runner.hpp"
#include "models/sweep/experiment_file.hpp"
#include "models/sweep/variants.hpp"
#include "tools/stopover/options.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

// An experiment that can be computed.
struct OpenSweep {
  std::unique_ptr<sweep::Experiment> experiment;  // the variants refer to it
  std::unique_ptr<sweep::Variants> variants;      // the runner refers to them
  std::unique_ptr<sweep::CellRunner> runner;
  experiment::Plan plan;
  FaultList faults;               // warnings
  std::uint64_t world_bytes = 0;  // resident memory that the base's world took, about
};
[[nodiscard]] OpenSweep open_sweep(const std::string& file, Executor& executor);

// Folders of results of one experiment, together.
struct ReadSweep {
  experiment::Plan plan;
  experiment::StoreContents contents;
  [[nodiscard]] const experiment::Results& results() const { return contents.results; }
  [[nodiscard]] std::uint64_t missing() const { return plan.cells.size() - results().size(); }
  [[nodiscard]] std::uint64_t failed() const { return experiment::failed_cells(results()); }
};
// E-EXP-010 if cells are missing, unless `partial`.
[[nodiscard]] ReadSweep read_sweep(const std::vector<std::string>& folders, bool partial);

// "1/1" unless given. UsageError.
[[nodiscard]] experiment::Shard shard_of(const Options& options);

// Memory of this process that is in use now; 0 where the system does not tell.
[[nodiscard]] std::uint64_t resident_bytes();

[[nodiscard]] int sweep_plan(const Options& options);
[[nodiscard]] int sweep_run(const Options& options);
[[nodiscard]] int sweep_merge(const Options& options);
[[nodiscard]] int sweep_analyse(const Options& options);

// What analysis tells, for a person and for a program.
[[nodiscard]] std::string analysis_report(const ReadSweep& read, const ReportForm& form);
[[nodiscard]] nlohmann::json analysis_json(const ReadSweep& read);
// "Full factorial design: 12 cells and the base, 40 replications each." and the end of the line.
[[nodiscard]] std::string design_text(const experiment::Plan& plan, const ReportForm& form);
[[nodiscard]] std::string factors_table(const experiment::Plan& plan, const ReportForm& form);
// The first cells that failed, with their reasons; empty: none did.
[[nodiscard]] std::string failures_text(const experiment::Plan& plan,
                                        const experiment::Results& results, const ReportForm& form);

}  // namespace stopover::tool
