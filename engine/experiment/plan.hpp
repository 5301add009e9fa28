// SPDX-License-Identifier: Apache-2.0
// An experiment that is settled: what varies, which cells there are, what is asked of each.
//
// What it is: all that decides the results, as two texts (experiment.json and cells.csv of a
// folder of results) from which it can be read back, so that a folder says by itself what it is.
// What it is not: how a cell is computed; `Plan::base` and the keys stand for that.
//
// Errors: reading texts that stopover did not write gives E-EXP-004.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/experiment/design.hpp"
#include "engine/experiment/store.hpp"

namespace stopover::experiment {

// A figure that is asked of every cell.
struct Output {
  std::string id;
  std::string group;
  std::string unit;
  std::string name;
  std::string name_zh;
  bool is_ratio = false;  // a rate: else the denominators are 1
  [[nodiscard]] std::string label() const { return group == "all" ? id : id + "/" + group; }
  friend bool operator==(const Output&, const Output&) = default;
};

struct Plan {
  std::string id;
  std::string title;
  std::string title_zh;
  std::string base;       // the base as a person wrote it
  std::string base_hash;  // of its content
  std::string version;    // of the program
  std::uint64_t seed = 0;
  std::uint32_t replications = 0;
  std::vector<Factor> factors;
  std::vector<std::string> fields;  // by factor: where its value goes, for reports
  Design design;                    // without rows
  std::vector<Output> outputs;
  std::vector<Settings> cells;    // by number
  std::vector<std::string> keys;  // by number
};

[[nodiscard]] StoreHeader header_of(const Plan& plan);
// `folder` names it in messages.
[[nodiscard]] Plan plan_of(const StoreContents& contents, const std::string& folder);

// Results that have not the outputs and replications of the plan are named (W-EXP-009) and dropped.
void drop_misfits(const Plan& plan, const std::string& folder, StoreContents& contents);

// "desks 2, service 1.2"; "base" for cell 0 and every other cell without a setting.
[[nodiscard]] std::string settings_text(const Plan& plan, std::uint64_t cell);

}  // namespace stopover::experiment
