// SPDX-License-Identifier: Apache-2.0
// A utility taken apart: what does not change while parameters do is computed once.
//
//   utility = offset + sum of parameter x column + sum of random coefficient x column + the rest
//
// The rest (products of parameters, Box-Cox with an unknown lambda, …) are Programs. Most published
// utilities have none, and then an evaluation is a matrix product.
// Errors: a random coefficient in the rest, i.e. one that is multiplied with a parameter or goes
// through a function, is named in `not_linear`; the form is then not to be used.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/choice/program.hpp"

namespace stopover::choice {

struct LinearTerm {
  std::size_t index = 0;   // of the parameter or the random coefficient
  std::size_t column = 0;  // of Columns
};

struct LinearForm {
  std::vector<std::size_t> offset;  // columns that are added; none or one
  std::vector<LinearTerm> parameters;
  std::vector<LinearTerm> random;
  std::vector<Program> rest;
  std::vector<std::string> not_linear;
};

[[nodiscard]] LinearForm linear_form(const Expression& expression, const Symbols& symbols,
                                     Columns& columns, std::size_t rows);

}  // namespace stopover::choice
