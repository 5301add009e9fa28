// SPDX-License-Identifier: Apache-2.0
// Reads what `stopover sweep` is given: an experiment (experiment.proto) and the table of its
// cells, if it has one.
//
//   FaultList faults;
//   const Experiment experiment = read_experiment("desks.txtpb", shelves(), faults);
//   if (faults.has_errors()) throw InputError(faults);
//
// What it is not: a check of what paths and outputs mean, which needs the base scenario
// (variants.hpp, cell_runner.hpp).
//
// Errors: all faults with line and field; with errors the result must not be used. EnvironmentError
// if the file itself cannot be read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/experiment/design.hpp"
#include "engine/experiment/plan.hpp"
#include "models/scenario/source_map.hpp"
#include "models/sweep/field_value.hpp"

namespace stopover::sweep {

struct ChoiceTarget {
  std::string value;                           // empty: none
  std::vector<std::filesystem::path> changes;  // files, in order
};

// Where a factor's value goes.
struct FactorTarget {
  std::vector<std::string> fields;
  Combine how = Combine::kSet;
  std::vector<ChoiceTarget> choices;  // of a factor with choices, by index
};

struct OutputWish {
  std::string id;
  std::string group;  // "*": every group
};

struct Experiment {
  std::string file;
  std::string id;
  std::string title;
  std::string title_zh;
  std::string base;                 // as written
  std::filesystem::path base_file;  // its scenario.txtpb
  std::vector<experiment::Factor> factors;
  std::vector<FactorTarget> targets;  // by factor
  experiment::Design design;
  std::uint32_t replications = 0;  // 0: the base scenario's
  std::optional<std::uint64_t> seed;
  std::vector<OutputWish> outputs;  // none: the headlines
  scenario::SourceMap sources;      // kind "experiment"

  // A fault of "factor[1].field[0]", with its line.
  [[nodiscard]] InputFault fault(std::string_view rule, const std::string& field, std::string found,
                                 std::string expected) const;
};

// Columns, and sums to be held in memory, of a plan with outputs: E-SWP-014.
void check_size(const Experiment& experiment, const experiment::Plan& plan, FaultList& faults);

[[nodiscard]] Experiment read_experiment(const std::filesystem::path& file,
                                         const std::vector<std::filesystem::path>& shelves,
                                         FaultList& faults);

}  // namespace stopover::sweep
