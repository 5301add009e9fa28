// SPDX-License-Identifier: Apache-2.0
// What truncated regression and Tobit share: known limits, and a fit of (b, ln sigma).
#pragma once

#include <limits>

#include "engine/regression/ml_fit.hpp"

namespace stopover::regression {

// Infinite: none.
struct Limits {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
};

struct LimitedFit {
  MlFit fit;  // coefficients of the terms, then ln_sigma
  Derived sigma;
  std::size_t at_lower = 0;  // rows; Tobit only
  std::size_t at_upper = 0;
};

// Least squares gives the start of (b, ln sigma); an exact fit is a finding.
[[nodiscard]] Vector start_with_ln_sigma(const Sample& sample, Findings& findings);
[[nodiscard]] std::vector<std::string> with_ln_sigma(std::vector<std::string> terms);

// Maximum likelihood from there on; fills the fit, whose names are there, and sigma.
void fit_limited(const estimation::Likelihood& likelihood, const Sample& sample,
                 const Vector& start, LimitedFit& result, Executor& executor);

}  // namespace stopover::regression
