// SPDX-License-Identifier: Apache-2.0
// Utilities of a problem's rows at given parameters: what every likelihood begins with.
//
// What it is not: probabilities (likelihoods.hpp, application.hpp).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/choice/problem.hpp"

namespace stopover::choice {

// Utilities of the rows of some cases and where their derivatives stand: rows x free
// parameters, row-major, in the design itself or in `scratch`.
struct RowUtilities {
  std::size_t first = 0;  // row of the problem that is the first here
  std::vector<double> value;
  const double* derivative = nullptr;
  estimation::RowMatrix scratch;
};
void row_utilities(const Problem& problem, const Design& design, std::span<const double> theta,
                   HalfOpen<std::size_t> cases, bool with_derivative, RowUtilities& out);

}  // namespace stopover::choice
