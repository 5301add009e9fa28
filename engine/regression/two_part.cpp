// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/two_part.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::regression {

namespace {

// A row that one part refuses is refused here, by its own number.
Findings check_both(const TwoPartSample& sample) {
  STOPOVER_CHECK(sample.amount.rows() == sample.participation.rows(), "designs of equal length");
  STOPOVER_CHECK(static_cast<std::size_t>(sample.outcome.size()) == sample.amount.rows(),
                 "one outcome a row");
  Findings findings;
  check_cells(sample.amount, sample.weights, findings);
  findings = of_part("amount", std::move(findings));
  for (std::size_t r = 0; r < sample.amount.rows(); ++r)
    if (sample.outcome[static_cast<Eigen::Index>(r)] < 0)
      add(findings, {.problem = Problem::kNotPositive, .terms = {"outcome"}, .row = r});
  return findings;
}

void append(Findings& all, Findings more) {
  std::ranges::move(more, std::back_inserter(all));
}

}  // namespace

TwoPart two_part(const TwoPartSample& sample, Link link, Executor& executor) {
  TwoPart model;
  model.findings = check_both(sample);
  Sample whether{sample.participation, sample.outcome, sample.weights, sample.clusters};
  std::vector<std::size_t> spenders;
  for (std::size_t r = 0; r < sample.amount.rows(); ++r) {
    double& outcome = whether.outcome[static_cast<Eigen::Index>(r)];
    if (outcome < 0) outcome = 0;                         // reported already
    if (!(outcome > 0) || std::isinf(outcome)) continue;  // what is no number stays for the check
    spenders.push_back(r);
    outcome = 1;
  }
  model.participation = binary_regression(whether, link, executor);
  append(model.findings, of_part("participation", model.participation.fit.findings));
  if (!model.findings.empty()) return model;
  const Sample amounts =
      rows_of(Sample{sample.amount, sample.outcome, sample.weights, sample.clusters}, spenders);
  model.amount = log_linear(amounts);
  append(model.findings, of_part("amount", model.amount.findings));
  if (!model.findings.empty()) return model;
  model.smearing_factor = smearing_factor(model.amount, amounts.weights);
  model.lognormal_factor = lognormal_factor(model.amount);
  return model;
}

Vector mean_outcomes(const TwoPart& model, const Design& participation, const Design& amount,
                     Retransform retransform) {
  STOPOVER_CHECK(model.findings.empty(), "a model without findings");
  STOPOVER_CHECK(participation.rows() == amount.rows(), "designs of equal length");
  STOPOVER_CHECK(amount.cells.cols() == model.amount.coefficients.size(), "the terms of the model");
  const double factor =
      retransform == Retransform::kSmearing ? model.smearing_factor : model.lognormal_factor;
  const Vector logarithms = amount.cells * model.amount.coefficients;
  const Vector shares = probabilities(model.participation, participation);
  return factor * shares.cwiseProduct(
                      logarithms.unaryExpr([](double v) { return random::portable::exp(v); }));
}

}  // namespace stopover::regression
