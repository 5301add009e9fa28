// SPDX-License-Identifier: Apache-2.0
// The scenarios of an experiment: the base, and what each cell makes of it.
//
// Order: the base; over it the change files of the chosen choices, factor by factor; then the
// values of the factors. One reading of the files serves all cells with the same change files.
//
// Errors: faults of the base, of each choice's change files and of paths go to `faults` when the
// variants are opened. What only shows in one cell (two choices that do not go together, a value
// out of range) is that cell's failure.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/experiment/plan.hpp"
#include "models/scenario/load.hpp"
#include "models/sweep/experiment_file.hpp"

namespace stopover::sweep {

class Variants {
 public:
  // Reads the base, and the changes of every choice. Keeps a reference to the experiment.
  Variants(const Experiment& experiment, std::vector<std::filesystem::path> shelves,
           FaultList& faults);

  // Reads the combinations of change files that the cells have; before content_of and scenario_of.
  void read_combinations(const std::vector<experiment::Settings>& cells);

  [[nodiscard]] const scenario::LoadedScenario& base() const;

  // Loaded and checked; what is wrong with it goes to `faults`. Any thread.
  [[nodiscard]] scenario::LoadedScenario scenario_of(const experiment::Settings& settings,
                                                     FaultList& faults) const;

  // What a cell's scenario is made of: the content of the base with its changes, fields and values.
  [[nodiscard]] std::string content_of(const experiment::Settings& settings) const;

 private:
  using Combination = std::vector<std::filesystem::path>;
  struct Read {
    scenario::LoadedScenario loaded;
    FaultList faults;
  };
  [[nodiscard]] Combination changes_of(const experiment::Settings& settings) const;
  const Read& read(const Combination& changes);
  void check_choices(FaultList& faults);
  void check_paths(FaultList& faults) const;

  const Experiment* experiment_;
  std::vector<std::filesystem::path> shelves_;
  std::map<Combination, Read> read_;
};

// All that a cell's results are computed from, as 64 hexadecimal digits: cells with one key have
// the same results. `plan` needs version, base_hash, seed, replications and outputs.
[[nodiscard]] std::string cell_key(const experiment::Plan& plan, const std::string& content);

}  // namespace stopover::sweep
