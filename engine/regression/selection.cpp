// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/selection.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/regression/index_likelihood.hpp"
#include "engine/regression/normal.hpp"
#include "engine/regression/orthogonal.hpp"

namespace stopover::regression {

namespace {

namespace portable = random::portable;
using Eigen::Matrix4d;
using Eigen::Vector4d;

// The outcome design with zeros where nothing is seen: what stands there is not read.
RowMatrix seen_cells(const SelectionSample& sample) {
  RowMatrix cells = sample.outcome_design.cells;
  for (std::size_t r = 0; r < sample.selected.size(); ++r)
    if (!sample.selected[r]) cells.row(static_cast<Eigen::Index>(r)).setZero();
  return cells;
}

// Holds the cells before the base class points at them.
struct SeenCells {
  RowMatrix seen;
};

class SelectionLikelihood final : private SeenCells, public IndexLikelihood {
 public:
  explicit SelectionLikelihood(const SelectionSample& sample)
      : SeenCells{seen_cells(sample)},
        IndexLikelihood({&sample.selection.cells, &seen}, 2),
        sample_(sample) {}

 private:
  // Indices: z'g, x'b, ln sigma, atanh rho = t. (z'g + rho e) / sqrt(1 - rho^2) is
  // z'g cosh t + e sinh t.
  [[nodiscard]] Jet row(std::size_t row, const Vector4d& at) const override {
    Jet jet;
    if (!sample_.selected[row]) {
      const double ratio = inverse_mills(-at[0]);
      jet.value = ln_normal_cdf(-at[0]);
      jet.gradient[0] = -ratio;
      jet.hessian(0, 0) = -ratio * (ratio - at[0]);
      return jet;
    }
    const double per_sigma = portable::exp(-at[2]);
    const double e = (sample_.outcome[static_cast<Eigen::Index>(row)] - at[1]) * per_sigma;
    const double sinh = 0.5 * (portable::expm1(at[3]) - portable::expm1(-at[3]));
    const double cosh = 0.5 * (portable::exp(at[3]) + portable::exp(-at[3]));
    const double a = at[0] * cosh + e * sinh;
    const double ratio = inverse_mills(a);
    const Vector4d e_slope(0, -per_sigma, -e, 0);
    Matrix4d e_bend = Matrix4d::Zero();
    e_bend(1, 2) = e_bend(2, 1) = per_sigma;
    e_bend(2, 2) = e;
    const Vector4d a_slope = Vector4d(cosh, 0, 0, at[0] * sinh + e * cosh) + sinh * e_slope;
    Matrix4d a_bend = sinh * e_bend;
    a_bend.col(3) += cosh * e_slope + Vector4d(sinh, 0, 0, 0);
    a_bend.row(3) += (cosh * e_slope + Vector4d(sinh, 0, 0, 0)).transpose();
    a_bend(3, 3) = a;
    jet.value = ln_normal_cdf(a) + ln_normal_density(e) - at[2];
    jet.gradient = ratio * a_slope - e * e_slope - Vector4d(0, 0, 1, 0);
    jet.hessian = -ratio * (ratio + a) * a_slope * a_slope.transpose() + ratio * a_bend -
                  e_slope * e_slope.transpose() - e * e_bend;
    return jet;
  }

  const SelectionSample& sample_;
};

void check_shape(const SelectionSample& sample) {
  const std::size_t rows = sample.selection.rows();
  STOPOVER_CHECK(sample.selected.size() == rows, "selected or not, a row");
  STOPOVER_CHECK(sample.outcome_design.rows() == rows, "designs of equal length");
  STOPOVER_CHECK(static_cast<std::size_t>(sample.outcome.size()) == rows, "one outcome a row");
}

std::vector<std::size_t> selected_rows(const SelectionSample& sample) {
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < sample.selected.size(); ++r)
    if (sample.selected[r] && weight_of(sample.weights, r) > 0) rows.push_back(r);
  return rows;
}

// What is wrong with the selected rows, by their numbers in the whole.
Findings check_outcomes(const Sample& selected, const std::vector<std::size_t>& rows) {
  Findings findings = check(selected);
  for (Finding& finding : findings)
    if (finding.row) finding.row = rows[*finding.row];
  return of_part("outcome", std::move(findings));
}

Binary selection_probit(const SelectionSample& sample, Executor& executor) {
  Vector selected(sample.outcome.size());
  for (std::size_t r = 0; r < sample.selected.size(); ++r)
    selected[static_cast<Eigen::Index>(r)] = sample.selected[r] ? 1.0 : 0.0;
  return binary_regression({sample.selection, selected, sample.weights, sample.clusters},
                           Link::kProbit, executor);
}

// The second step: what is known of the selected rows.
struct Second {
  Sample outcomes;    // with "inverse_mills" as its last term
  RowMatrix cells_z;  // of selection
  Vector delta;       // lambda (lambda + z'g): how much the variance is smaller
};

Second second_step(const SelectionSample& sample, const std::vector<std::size_t>& rows,
                   const Vector& gamma) {
  Second step;
  step.outcomes =
      rows_of(Sample{sample.outcome_design, sample.outcome, sample.weights, sample.clusters}, rows);
  step.cells_z = rows_of(sample.selection, rows).cells;
  const Vector index = step.cells_z * gamma;
  const Vector mills = index.unaryExpr([](double v) { return inverse_mills(v); });
  step.delta = mills.cwiseProduct(mills + index);
  Design& design = step.outcomes.design;
  design.terms.emplace_back("inverse_mills");
  design.cells.conservativeResize(Eigen::NoChange, design.cells.cols() + 1);
  design.cells.rightCols(1) = mills;
  return step;
}

void estimate_second(const Second& step, const Matrix& of_gamma, TwoStep& result) {
  const RowMatrix& x = step.outcomes.design.cells;
  const Vector weights =
      step.outcomes.weights.empty()
          ? Vector(Vector::Ones(x.rows()))
          : Vector(Eigen::Map<const Vector>(step.outcomes.weights.data(), x.rows()));
  const Orthogonal solver(x, step.outcomes.weights);
  result.coefficients = solver.solve(step.outcomes.outcome);
  const Vector residuals = step.outcomes.outcome - x * result.coefficients;
  const double theta = result.coefficients[x.cols() - 1];
  const double variance =
      weights.dot(residuals.cwiseAbs2() + theta * theta * step.delta) / weights.sum();
  result.sigma = std::sqrt(variance);
  result.rho = theta / result.sigma;
  // sigma^2 (1 - rho^2 delta) of each row, and what the probit does not know.
  const Vector spread = weights.cwiseAbs2().cwiseProduct(Vector::Constant(x.rows(), variance) -
                                                         theta * theta * step.delta);
  const Matrix carried =
      x.transpose() * weights.cwiseProduct(step.delta).asDiagonal() * step.cells_z;
  const Matrix middle = x.transpose() * spread.asDiagonal() * x +
                        theta * theta * (carried * of_gamma * carried.transpose());
  const Matrix inverse = solver.inverse();
  result.covariance = inverse * middle * inverse;
}

}  // namespace

TwoStep heckman_two_step(const SelectionSample& sample, Executor& executor) {
  check_shape(sample);
  TwoStep result;
  result.terms = sample.outcome_design.terms;
  result.terms.emplace_back("inverse_mills");
  result.selection = selection_probit(sample, executor);
  result.findings = of_part("selection", result.selection.fit.findings);
  if (!result.findings.empty()) return result;
  const std::vector<std::size_t> rows = selected_rows(sample);
  result.selected = rows.size();
  const Second step = second_step(sample, rows, result.selection.fit.coefficients());
  result.findings = check_outcomes(step.outcomes, rows);
  if (!result.findings.empty()) return result;
  const bool plain = sample.weights.empty() && sample.clusters.of_unit.empty();
  const estimation::Covariances& covariances = result.selection.fit.covariances;
  estimate_second(step, plain ? covariances.classical : covariances.robust, result);
  const double size = step.outcomes.outcome.cwiseAbs().maxCoeff();
  if (!(result.sigma > 1e-12 * size))
    add(result.findings, {.problem = Problem::kExactFit, .terms = {"outcome"}});
  return result;
}

Selection heckman_ml(const SelectionSample& sample, Executor& executor) {
  Selection result;
  for (const std::string& term : sample.selection.terms)
    result.fit.names.push_back("selection: " + term);
  for (const std::string& term : sample.outcome_design.terms)
    result.fit.names.push_back("outcome: " + term);
  result.fit.names.emplace_back("ln_sigma");
  result.fit.names.emplace_back("atanh_rho");
  const TwoStep first = heckman_two_step(sample, executor);
  result.selected = first.selected;
  result.fit.findings = first.findings;
  if (!first.findings.empty()) return result;
  const Vector& gamma = first.selection.fit.coefficients();
  const Eigen::Index k = first.coefficients.size() - 1;
  const double rho = std::clamp(first.rho, -0.9, 0.9);
  Vector start(gamma.size() + k + 2);
  start << gamma, first.coefficients.head(k), portable::log(first.sigma),
      0.5 * portable::log((1 + rho) / (1 - rho));
  const SelectionLikelihood likelihood(sample);
  result.fit = fit_by_ml({.likelihood = likelihood,
                          .names = result.fit.names,
                          .start = start,
                          .weights = sample.weights,
                          .clusters = sample.clusters},
                         executor);
  const std::size_t last = result.fit.names.size() - 1;
  result.sigma = exp_of(result.fit, last - 1);
  result.rho = tanh_of(result.fit, last);
  if (std::abs(result.rho.value) > 1 - 1e-6)
    add(result.fit.findings, {.problem = Problem::kNotIdentified, .terms = {"atanh_rho"}});
  return result;
}

std::unique_ptr<estimation::Likelihood> selection_likelihood(const SelectionSample& sample) {
  return std::make_unique<SelectionLikelihood>(sample);
}

}  // namespace stopover::regression
