// SPDX-License-Identifier: Apache-2.0
// A choice model joined with its data: checked, flattened, ready for a likelihood.
//
// Rows are alternatives that were available, in the order of unit, case (one choice), alternative;
// a unit is what is independent: a case, or all cases of one person (panel).
// What it is not: an estimate. Only free parameters have positions; fixed ones are numbers here.
// Errors: every fault of model and data at once, in `faults` (rule codes E-CHO-…,
// choice_rules.cpp); with errors the result must not be used.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/choice/gev_network.hpp"
#include "engine/choice/linear_form.hpp"
#include "engine/choice/model.hpp"
#include "engine/choice/program.hpp"
#include "engine/estimation/likelihood.hpp"

namespace stopover::choice {

// Columns of numbers by name; a cell without a number is NaN.
struct Table {
  std::string file;
  std::map<std::string, std::size_t, std::less<>> names;
  Columns columns;
  std::vector<int> lines;  // of the file, one a row

  [[nodiscard]] std::size_t rows() const { return lines.size(); }
};

// Where a part of the model is written: "alternative[2].utility" gives its line.
struct ModelPlaces {
  std::string file;
  std::function<int(std::string_view field)> line = [](std::string_view) { return 0; };
};

// A number that is a free parameter, or fixed.
struct Value {
  std::int32_t parameter = -1;  // position among the free ones
  double number = 0;

  [[nodiscard]] double at(std::span<const double> theta) const {
    return parameter < 0 ? number : theta[static_cast<std::size_t>(parameter)];
  }
};

// Utilities of one class: value and derivative of row r are offset[r] + matrix row r times theta,
// and the programs of its alternative on top.
struct Design {
  estimation::Vector offset;
  estimation::RowMatrix matrix;            // rows x free parameters
  std::vector<std::vector<Program>> rest;  // an alternative; run on the table's rows

  [[nodiscard]] bool linear() const;
};

struct ClassShare {
  std::optional<Program> share;       // a probability, or
  std::optional<Program> membership;  // a utility
};

struct RandomPart {
  struct Coefficient {
    Draw draw = Draw::kNormal;
    Shape shape = Shape::kPlain;
    Value mean;
    std::vector<std::pair<std::size_t, Value>> loads;  // draw, spread
    double lower = 0;
    double upper = 1;
  };
  std::vector<Coefficient> coefficients;
  estimation::RowMatrix columns;  // rows x coefficients
};

struct Problem {
  ModelSpec spec;
  std::vector<Parameter> free;
  bool long_form = false;

  std::vector<std::size_t> unit_case;  // units + 1
  std::vector<std::size_t> case_row;   // cases + 1
  std::vector<std::uint32_t> row_alternative;
  std::vector<double> chosen;  // times the row was chosen
  std::vector<double> weight;  // of each case
  std::vector<int> case_line;
  std::vector<std::uint32_t> cluster;  // of each unit; empty: units themselves
  std::uint32_t clusters = 0;

  Columns columns;  // of the table, its rows are cases (long: rows)
  Symbols symbols;  // of model and data; the table's columns come first, in its order
  std::vector<Design> classes;
  std::vector<ClassShare> shares;  // one a class, if there are several
  std::optional<GevNetwork> network;
  std::vector<Program> network_values;
  RandomPart random;

  [[nodiscard]] std::size_t units() const { return unit_case.size() - 1; }
  [[nodiscard]] std::size_t cases() const { return case_row.size() - 1; }
  [[nodiscard]] std::size_t rows() const { return row_alternative.size(); }
};

[[nodiscard]] Problem build(const ModelSpec& spec, const DataSpec& data, const Table& table,
                            const ModelPlaces& places, FaultList& faults);

}  // namespace stopover::choice
