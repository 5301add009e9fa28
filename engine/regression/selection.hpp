// SPDX-License-Identifier: Apache-2.0
// Sample selection (Heckman 1979; type II in Amemiya's count): an outcome x'b + sigma e is seen
// where z'g + u > 0; e and u are standard normal with correlation rho.
//
//   two-step  probit of selection, then least squares with the inverse Mills ratio as a further
//             term; covariance corrected as by Heckman (Greene 1981, "Sample selection bias as a
//             specification error: a comment"); rho = coefficient / sigma may leave [-1, 1]
//   ML        both together; standard errors from the Hessian; sigma and rho by the delta method
//             from ln sigma and atanh rho
//
// What it is not: a cure without a term that moves selection and not the outcome.
// Shapes: both designs have all rows; outcome and outcome design are not read where not selected.
// Weights are importances; the correction takes the probit's robust covariance then, and with
// clusters. Errors: findings, named "selection: ..." and "outcome: ...".
#pragma once

#include <memory>

#include "engine/regression/binary.hpp"

namespace stopover::regression {

struct SelectionSample {
  Design selection;
  std::vector<bool> selected;
  Design outcome_design;
  Vector outcome;
  std::vector<double> weights = {};
  Clusters clusters = {};
};

struct TwoStep {
  Findings findings;
  Binary selection;                // the probit
  std::vector<std::string> terms;  // of the outcome, then "inverse_mills"
  Vector coefficients;
  Matrix covariance;  // corrected
  double sigma = 0;
  double rho = 0;
  std::size_t selected = 0;  // rows, of positive weight
};

[[nodiscard]] TwoStep heckman_two_step(const SelectionSample& sample, Executor& executor);

struct Selection {
  MlFit fit;  // "selection: ...", "outcome: ...", "ln_sigma", "atanh_rho"
  Derived sigma;
  Derived rho;
  std::size_t selected = 0;
};

// Starts from the two steps.
[[nodiscard]] Selection heckman_ml(const SelectionSample& sample, Executor& executor);

// The likelihood itself, for tests.
[[nodiscard]] std::unique_ptr<estimation::Likelihood> selection_likelihood(
    const SelectionSample& sample);

}  // namespace stopover::regression
