// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/limits.hpp"

#include "engine/random/portable_math.hpp"
#include "engine/regression/least_squares.hpp"

namespace stopover::regression {

Vector start_with_ln_sigma(const Sample& sample, Findings& findings) {
  const LeastSquares line = least_squares(sample);
  if (!line.findings.empty()) {
    findings = line.findings;
    return {};
  }
  const double size = sample.outcome.cwiseAbs().maxCoeff();
  if (!(line.sigma > 1e-12 * size)) {
    add(findings, {.problem = Problem::kExactFit, .terms = {"outcome"}});
    return {};
  }
  Vector start(line.coefficients.size() + 1);
  start << line.coefficients, random::portable::log(line.sigma);
  return start;
}

std::vector<std::string> with_ln_sigma(std::vector<std::string> terms) {
  terms.emplace_back("ln_sigma");
  return terms;
}

void fit_limited(const estimation::Likelihood& likelihood, const Sample& sample,
                 const Vector& start, LimitedFit& result, Executor& executor) {
  result.fit = fit_by_ml({.likelihood = likelihood,
                          .names = result.fit.names,
                          .start = start,
                          .weights = sample.weights,
                          .clusters = sample.clusters},
                         executor);
  result.sigma = exp_of(result.fit, sample.design.terms.size());
}

}  // namespace stopover::regression
