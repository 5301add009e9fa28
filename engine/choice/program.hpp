// SPDX-License-Identifier: Apache-2.0
// An expression compiled for many rows of data: value and exact derivatives with respect to the
// parameters, by reverse accumulation (Griewank & Walther 2008).
//
// Parts without parameters are computed once, into columns of their own, when it is compiled. The
// rest runs operation by operation over a block of rows, in flat loops.
// What it is not: a check of names; every name must be among the symbols, and random coefficients
// are the business of linear_form.hpp.
// Numbers that are not finite go through; who reads the result looks for them. A missing value
// (NaN)
// makes a condition missing, unless "and", "or" or "if" are settled without it. log, exp and power
// are portable_math's, so results are the same bytes on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/choice/expression.hpp"

namespace stopover::choice {

using Columns = std::vector<std::vector<double>>;

enum class SymbolKind : std::uint8_t { kColumn, kParameter, kRandom, kNumber };
struct Symbol {
  SymbolKind kind = SymbolKind::kNumber;
  std::size_t index = 0;
  double number = 0;
};
using Symbols = std::map<std::string, Symbol, std::less<>>;

class Program {
 public:
  // Appends the columns it computes ahead to `columns`, which all have `rows` rows.
  Program(const Expression& expression, const Symbols& symbols, Columns& columns, std::size_t rows);

  // Ascending, each once.
  [[nodiscard]] const std::vector<std::size_t>& parameters() const { return parameters_; }

  // Values of rows [first, first + value.size()), and with a non-empty `derivative` those with
  // respect to parameters()[p] at [p * value.size() + row].
  void evaluate(const Columns& columns, std::span<const double> theta, std::size_t first,
                std::span<double> value, std::span<double> derivative) const;

 private:
  struct Instruction {
    Op op = Op::kNumber;  // kName: a column, or a parameter
    std::int32_t a = -1;
    std::int32_t b = -1;
    std::int32_t c = -1;
    double number = 0;
    std::int32_t column = -1;
    std::int32_t parameter = -1;  // position in parameters_
  };
  void run(const Columns& columns, std::span<const double> theta, std::size_t first, std::size_t n,
           std::span<double> slots) const;
  void run_back(std::size_t n, std::span<const double> slots, std::span<double> adjoint,
                std::span<double> derivative) const;

  std::vector<Instruction> code_;
  std::vector<std::size_t> parameters_;
};

// Which nodes depend on data alone.
[[nodiscard]] std::vector<bool> data_only(const Expression& expression, const Symbols& symbols);

// An expression of data alone, for each row.
[[nodiscard]] std::vector<double> evaluate_data(const Expression& expression,
                                                const Symbols& symbols, const Columns& columns,
                                                std::size_t rows);

}  // namespace stopover::choice
