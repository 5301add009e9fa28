// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/gamma_glm.hpp"

#include <cmath>

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/regression/orthogonal.hpp"

namespace stopover::regression {

namespace {

namespace portable = random::portable;

constexpr int kSteps = 500;
constexpr int kHalvings = 30;
constexpr double kStill = 1e-12;  // relative change of means, in the mean

class Scoring {
 public:
  explicit Scoring(const Sample& sample)
      : sample_(sample), solver_(sample.design.cells, sample.weights) {}

  // (y - mu) / mu. With the log link the weights of Fisher's scoring are 1 whatever the means, so
  // one decomposition serves all steps.
  [[nodiscard]] Vector relative_residuals(const Vector& theta) const {
    Vector result = sample_.design.cells * theta;
    for (Eigen::Index r = 0; r < result.size(); ++r)
      result[r] = weight(r) == 0 ? 0.0 : sample_.outcome[r] * portable::exp(-result[r]) - 1;
    return result;
  }

  [[nodiscard]] double deviance(const Vector& theta) const {
    const Vector relative = relative_residuals(theta);
    const Vector index = sample_.design.cells * theta;
    double sum = 0;
    for (Eigen::Index r = 0; r < relative.size(); ++r)
      if (weight(r) > 0)
        sum += 2 * weight(r) * (relative[r] - (portable::log(sample_.outcome[r]) - index[r]));
    return sum;
  }

  [[nodiscard]] double chi_square(const Vector& theta) const {
    const Vector relative = relative_residuals(theta);
    double sum = 0;
    for (Eigen::Index r = 0; r < relative.size(); ++r) sum += weight(r) * relative[r] * relative[r];
    return sum;
  }

  [[nodiscard]] Vector start() const {
    Vector logarithms(sample_.outcome.size());
    for (Eigen::Index r = 0; r < logarithms.size(); ++r)
      logarithms[r] = weight(r) == 0 ? 0.0 : portable::log(sample_.outcome[r]);
    return solver_.solve(logarithms);
  }

  // One step, halved until the deviance does not rise; the relative change of means, squared and
  // averaged, or none if it only rises.
  [[nodiscard]] std::optional<double> step(Vector& theta) const {
    Vector move = solver_.solve(relative_residuals(theta));
    const double before = deviance(theta);
    for (int i = 0; i < kHalvings; ++i, move *= 0.5) {
      const double after = deviance(theta + move);
      if (!(after <= before * (1 + 1e-12))) continue;
      theta += move;
      return (sample_.design.cells * move).squaredNorm() /
             static_cast<double>(sample_.design.rows());
    }
    return std::nullopt;
  }

  [[nodiscard]] Matrix inverse() const { return solver_.inverse(); }

 private:
  [[nodiscard]] double weight(Eigen::Index r) const {
    return weight_of(sample_.weights, static_cast<std::size_t>(r));
  }

  const Sample& sample_;
  Orthogonal solver_;
};

}  // namespace

GammaGlm gamma_glm(const Sample& sample) {
  GammaGlm fit;
  fit.terms = sample.design.terms;
  fit.findings = check(sample);
  check_positive(sample, fit.findings);
  if (!fit.findings.empty()) return fit;
  const Scoring scoring(sample);
  fit.rows = used_rows(sample.design.rows(), sample.weights);
  fit.coefficients = scoring.start();
  bool still = false;
  while (!still && fit.steps < kSteps) {
    const std::optional<double> change = scoring.step(fit.coefficients);
    if (!change) break;
    ++fit.steps;
    still = *change < kStill * kStill;
  }
  if (!still) add(fit.findings, {.problem = Problem::kNotConverged});
  const Matrix inverse = scoring.inverse();
  fit.deviance = scoring.deviance(fit.coefficients);
  fit.scale = scoring.chi_square(fit.coefficients) /
              (static_cast<double>(fit.rows) - static_cast<double>(fit.terms.size()));
  fit.classical = fit.scale * inverse;
  const RowMatrix scores =
      scoring.relative_residuals(fit.coefficients).asDiagonal() * sample.design.cells;
  fit.robust =
      inverse * estimation::outer_product(scores, sample.weights, sample.clusters) * inverse;
  return fit;
}

Vector mean_outcomes(const GammaGlm& model, const Design& design) {
  STOPOVER_CHECK(design.cells.cols() == model.coefficients.size(), "the terms of the model");
  const Vector index = design.cells * model.coefficients;
  return index.unaryExpr([](double v) { return portable::exp(v); });
}

}  // namespace stopover::regression
