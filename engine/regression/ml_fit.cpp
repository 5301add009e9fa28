// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/ml_fit.hpp"

#include <cmath>

#include "engine/random/portable_math.hpp"

namespace stopover::regression {

namespace {

namespace portable = random::portable;

// Of the Newton decrement: sought, and enough where round-off allows no more (1e-5 s.e.).
constexpr double kSought = 1e-16;
constexpr double kEnough = 1e-10;

// f and |f'| at an estimate.
Derived derived(const MlFit& fit, std::size_t which, double value, double slope) {
  const auto k = static_cast<Eigen::Index>(which);
  const auto error = [&](const Matrix& covariance) {
    return slope * estimation::standard_errors(covariance)[k];
  };
  return {value, error(fit.covariances.classical), error(fit.covariances.robust)};
}

}  // namespace

MlFit fit_by_ml(const MlTask& task, Executor& executor) {
  MlFit fit;
  fit.names = task.names;
  fit.rows = used_rows(task.likelihood.units(), task.weights);
  fit.maximum = estimation::maximise(task.likelihood, task.start, {}, task.weights,
                                     {.tolerance = kSought, .near = task.concave}, executor);
  // Exactly there: the search is content with the information of a place next to it.
  fit.maximum.information =
      estimation::information(task.likelihood, fit.maximum.theta, task.weights, {}, executor);
  fit.covariances =
      estimation::covariances(task.likelihood, fit.maximum, task.weights, task.clusters, executor);
  if (!fit.maximum.converged && !(fit.maximum.decrement < kEnough))
    add(fit.findings, {.problem = Problem::kNotConverged});
  for (const estimation::FlatDirection& flat : fit.maximum.identification) {
    Finding finding{.problem = Problem::kNotIdentified};
    for (const std::size_t k : flat.parameters) finding.terms.push_back(fit.names[k]);
    add(fit.findings, std::move(finding));
  }
  return fit;
}

Derived exp_of(const MlFit& fit, std::size_t which) {
  const double value = portable::exp(fit.coefficients()[static_cast<Eigen::Index>(which)]);
  return derived(fit, which, value, value);
}

Derived tanh_of(const MlFit& fit, std::size_t which) {
  const double twice = 2 * fit.coefficients()[static_cast<Eigen::Index>(which)];
  // Of |t|, that nothing overflows.
  const double fall = portable::expm1(-std::abs(twice));
  const double value = std::copysign(-fall / (2 + fall), twice);
  return derived(fit, which, value, 4 * (1 + fall) / ((2 + fall) * (2 + fall)));
}

}  // namespace stopover::regression
