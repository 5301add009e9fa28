// SPDX-License-Identifier: Apache-2.0
// What the maximum-likelihood regressions have in common: a maximum with names, its standard errors
// and what was wrong.
//
// What it is not: an estimator by itself; see binary, truncated, tobit, selection.
// Errors: findings; those before the fit (design.hpp) leave everything else empty, those of the fit
// (not converged, not identified, separated) leave what was reached.
#pragma once

#include "engine/estimation/covariance.hpp"
#include "engine/estimation/maximise.hpp"
#include "engine/regression/design.hpp"

namespace stopover::regression {

struct MlFit {
  Findings findings;
  std::vector<std::string> names;  // terms, then "ln_sigma" and its like
  estimation::Maximum maximum;
  estimation::Covariances covariances;  // classical (from the Hessian), robust or clustered, BHHH
  std::size_t rows = 0;                 // of positive weight

  [[nodiscard]] const Vector& coefficients() const { return maximum.theta; }
  [[nodiscard]] double log_likelihood() const { return maximum.value; }
};

struct MlTask {
  const estimation::Likelihood& likelihood;  // with second derivatives
  std::vector<std::string> names;
  Vector start;
  std::span<const double> weights;
  const Clusters& clusters;
  bool concave = false;  // Newton's method alone finds the maximum
};

[[nodiscard]] MlFit fit_by_ml(const MlTask& task, Executor& executor);

// A parameter made from an estimated one, with its standard errors by the delta method.
struct Derived {
  double value = 0;
  double error = 0;         // classical
  double robust_error = 0;  // robust, clustered if there are clusters
};
// exp and tanh of parameter `which`; NaN errors where the parameter has none.
[[nodiscard]] Derived exp_of(const MlFit& fit, std::size_t which);
[[nodiscard]] Derived tanh_of(const MlFit& fit, std::size_t which);

}  // namespace stopover::regression
