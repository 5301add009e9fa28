// SPDX-License-Identifier: Apache-2.0
// Reads what `stopover estimate` is given: a model in protobuf text (choice_model.proto) and a
// table of numbers.
//
// Data: CSV by engine/io/csv.hpp; a file whose header has tabs or semicolons instead of commas is
// read as that. Only columns that the model names are read; an empty cell is a missing value, and a
// fault only where something reads it (E-CHO-010).
// Errors: all faults with line and field; with errors the result must not be used.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/choice/model.hpp"
#include "engine/choice/problem.hpp"

namespace stopover::choice {

// What to report of the estimated model (choice_model.proto: Indicators).
struct IndicatorSpec {
  struct Measure {
    std::string name;
    Expression as;
    std::string unit;
  };
  struct Sum {
    std::string name;
    std::string of;
    Expression times = {};
    std::string unit;
  };
  struct Elasticity {
    std::string of;
    std::string column;
    double change = 0;
  };
  struct Forecast {
    std::string name;
    std::vector<std::pair<std::string, Expression>> changes;
    Expression money = {};
  };
  struct Constant {
    std::string of;
    std::string parameter;
    double share = 0;
  };
  bool wanted = false;
  Expression weight = {};
  std::size_t draws = 200;
  std::uint64_t seed = 0;
  std::vector<Measure> measures;
  std::vector<Sum> sums;
  std::vector<Elasticity> elasticities;
  std::vector<Forecast> forecasts;
  std::vector<Constant> constants;

  [[nodiscard]] std::set<std::string, std::less<>> names() const;  // of expressions and columns
};

struct ModelFile {
  ModelSpec spec;
  DataSpec data;
  DrawSpec draws;
  bool small_sample = false;
  IndicatorSpec indicators;
  ModelPlaces places;
};

[[nodiscard]] ModelFile read_model(std::string_view text, const std::string& file,
                                   FaultList& faults);

[[nodiscard]] Table read_table(std::string bytes, const std::string& file, const ModelFile& model,
                               FaultList& faults);

}  // namespace stopover::choice
