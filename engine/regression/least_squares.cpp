// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/least_squares.hpp"

#include <cmath>
#include <limits>

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/regression/normal.hpp"
#include "engine/regression/orthogonal.hpp"

namespace stopover::regression {

namespace {

namespace portable = random::portable;

double weighted_squares(const Vector& values, std::span<const double> weights) {
  double sum = 0;
  for (Eigen::Index r = 0; r < values.size(); ++r)
    sum += weight_of(weights, static_cast<std::size_t>(r)) * values[r] * values[r];
  return sum;
}

double weighted_mean(const Vector& values, std::span<const double> weights) {
  double sum = 0;
  double of = 0;
  for (Eigen::Index r = 0; r < values.size(); ++r) {
    const double weight = weight_of(weights, static_cast<std::size_t>(r));
    sum += weight * values[r];
    of += weight;
  }
  return sum / of;
}

// Do the columns make a constant? Then they leave nothing of a column of ones.
bool makes_constant(const Sample& sample, const Orthogonal& solver) {
  const Vector ones = Vector::Ones(sample.outcome.size());
  const Vector left = ones - sample.design.cells * solver.solve(ones);
  return weighted_squares(left, sample.weights) < 1e-16 * weighted_squares(ones, sample.weights);
}

double r_squared(const Sample& sample, const Orthogonal& solver, double residual_squares) {
  Vector outcome = sample.outcome;
  if (makes_constant(sample, solver)) outcome.array() -= weighted_mean(outcome, sample.weights);
  const double squares = weighted_squares(outcome, sample.weights);
  if (!(squares > 0)) return std::numeric_limits<double>::quiet_NaN();
  return 1 - residual_squares / squares;
}

double normal_log_likelihood(double rows, double squares, std::span<const double> weights) {
  double sum = -rows * (kLnSqrtTwoPi + 0.5 * portable::log(squares / rows) + 0.5);
  for (const double weight : weights)
    if (weight > 0) sum += 0.5 * portable::log(weight);
  return sum;
}

void add_covariances(const Sample& sample, const Matrix& inverse, LeastSquares& fit) {
  const auto n = static_cast<double>(fit.rows);
  const auto k = static_cast<double>(fit.terms.size());
  fit.classical = fit.sigma * fit.sigma * inverse;
  const RowMatrix scores = fit.residuals.asDiagonal() * sample.design.cells;
  const auto sandwich = [&](const Clusters& clusters, double factor) -> Matrix {
    const Matrix middle = estimation::outer_product(scores, sample.weights, clusters);
    return factor * (inverse * middle * inverse);
  };
  fit.robust = sandwich({}, n / (n - k));
  if (!sample.clusters.of_unit.empty())
    fit.clustered =
        sandwich(sample.clusters, sample.clusters.small_sample ? (n - 1) / (n - k) : 1.0);
}

}  // namespace

LeastSquares least_squares(const Sample& sample) {
  LeastSquares fit;
  fit.terms = sample.design.terms;
  fit.findings = check(sample);
  if (!fit.findings.empty()) return fit;
  fit.rows = used_rows(sample.design.rows(), sample.weights);
  const auto n = static_cast<double>(fit.rows);
  const Orthogonal solver(sample.design.cells, sample.weights);
  fit.coefficients = solver.solve(sample.outcome);
  fit.residuals = sample.outcome - sample.design.cells * fit.coefficients;
  const double squares = weighted_squares(fit.residuals, sample.weights);
  fit.sigma = std::sqrt(squares / (n - static_cast<double>(fit.terms.size())));
  fit.r_squared = r_squared(sample, solver, squares);
  fit.log_likelihood = normal_log_likelihood(n, squares, sample.weights);
  add_covariances(sample, solver.inverse(), fit);
  return fit;
}

LeastSquares log_linear(const Sample& sample) {
  LeastSquares fit;
  fit.terms = sample.design.terms;
  fit.findings = check(sample);
  check_positive(sample, fit.findings);
  if (!fit.findings.empty()) return fit;
  Sample logarithms = sample;
  for (Eigen::Index r = 0; r < sample.outcome.size(); ++r)  // a row of no weight may hold a zero
    logarithms.outcome[r] = sample.outcome[r] > 0 ? portable::log(sample.outcome[r]) : 0.0;
  return least_squares(logarithms);
}

double smearing_factor(const LeastSquares& fit, std::span<const double> weights) {
  STOPOVER_CHECK(
      weights.empty() || static_cast<Eigen::Index>(weights.size()) == fit.residuals.size(),
      "one weight a residual");
  return weighted_mean(fit.residuals.unaryExpr([](double e) { return portable::exp(e); }), weights);
}

double lognormal_factor(const LeastSquares& fit) {
  return portable::exp(0.5 * fit.sigma * fit.sigma);
}

}  // namespace stopover::regression
