// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/binary.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/QR>
#include <Eigen/SVD>

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/regression/index_likelihood.hpp"
#include "engine/regression/normal.hpp"

namespace stopover::regression {

namespace {

namespace portable = random::portable;

// Value, first and second derivative of ln P in the index of the side that was observed.
struct Side {
  double value;
  double first;
  double second;
};

Side side(Link link, double index) {
  if (link == Link::kProbit) {
    const double ratio = inverse_mills(index);
    return {ln_normal_cdf(index), ratio, -ratio * (ratio + index)};
  }
  const double fall = portable::exp(-std::abs(index));
  const double other = (index > 0 ? fall : 1.0) / (1 + fall);  // 1 - P
  return {std::min(index, 0.0) - portable::log1p(fall), other, -fall / ((1 + fall) * (1 + fall))};
}

class BinaryLikelihood final : public IndexLikelihood {
 public:
  BinaryLikelihood(const Sample& sample, Link link)
      : IndexLikelihood({&sample.design.cells}, 0), outcome_(sample.outcome), link_(link) {}

 private:
  [[nodiscard]] Jet row(std::size_t row, const Eigen::Vector4d& indices) const override {
    const double sign = outcome_[static_cast<Eigen::Index>(row)] > 0 ? 1.0 : -1.0;
    const Side of = side(link_, sign * indices[0]);
    Jet jet;
    jet.value = of.value;
    jet.gradient[0] = sign * of.first;
    jet.hessian(0, 0) = of.second;
    return jet;
  }

  const Vector& outcome_;
  Link link_;
};

Findings check_outcomes(const Sample& sample) {
  Findings findings;
  bool zero = false;
  bool one = false;
  for (std::size_t r = 0; r < sample.design.rows(); ++r) {
    const double outcome = sample.outcome[static_cast<Eigen::Index>(r)];
    if (outcome != 0 && outcome != 1)
      add(findings, {.problem = Problem::kNotBinary, .terms = {"outcome"}, .row = r});
    if (weight_of(sample.weights, r) == 0) continue;
    zero = zero || outcome == 0;
    one = one || outcome == 1;
  }
  if (findings.empty() && zero != one)
    add(findings, {.problem = Problem::kOneClass, .terms = {"outcome"}});
  return findings;
}

// Looks for a direction d with x'd = 0 in the rows that are still in doubt, and on the right side
// in those that are not: ln L rises along it for ever. Columns are scaled to length 1.
class SeparationSearch {
 public:
  SeparationSearch(const Sample& sample, const Binary& model)
      : sample_(sample), cells_(sample.design.cells), certainty_(cells_.rows()) {
    const Vector scale = cells_.colwise().norm();
    for (Eigen::Index c = 0; c < cells_.cols(); ++c) cells_.col(c) /= scale[c];
    theta_ = model.fit.coefficients().cwiseProduct(scale);
    const Vector index = cells_ * theta_;
    for (Eigen::Index r = 0; r < cells_.rows(); ++r)
      certainty_[r] = side(model.link, sign(r) * index[r]).first;
  }

  [[nodiscard]] bool any_certain() const { return certainty_.minCoeff() < 1e-6; }

  // With rows counted as certain from 1 - P < `doubt` on.
  [[nodiscard]] std::optional<Finding> find(double doubt) const {
    const Vector d = direction(doubt);
    const Vector along = cells_ * d;
    const double largest = along.cwiseAbs().maxCoeff();
    if (!(largest > 1)) return {};  // round-off: no row became certain along it
    std::optional<std::size_t> first;
    for (Eigen::Index r = 0; r < along.size(); ++r) {
      if (!used(r)) continue;
      if (sign(r) * along[r] < -1e-8 * largest) return {};
      if (!first && sign(r) * along[r] > 1e-6 * largest) first = static_cast<std::size_t>(r);
    }
    if (!first) return {};
    Finding finding{.problem = Problem::kSeparated, .row = first};
    for (Eigen::Index c = 0; c < d.size(); ++c)
      if (std::abs(d[c]) > 1e-6 * d.cwiseAbs().maxCoeff())
        finding.terms.push_back(sample_.design.terms[static_cast<std::size_t>(c)]);
    return finding;
  }

 private:
  [[nodiscard]] double sign(Eigen::Index r) const { return sample_.outcome[r] > 0 ? 1.0 : -1.0; }
  [[nodiscard]] bool used(Eigen::Index r) const {
    return weight_of(sample_.weights, static_cast<std::size_t>(r)) > 0;
  }

  // The part of the estimate that no row in doubt sees.
  [[nodiscard]] Vector direction(double doubt) const {
    const Eigen::Index k = cells_.cols();
    Matrix doubtful = Matrix::Zero(cells_.rows() + k, k);
    for (Eigen::Index r = 0; r < cells_.rows(); ++r)
      if (used(r) && certainty_[r] >= doubt) doubtful.row(r) = cells_.row(r);
    const Eigen::HouseholderQR<Matrix> decomposition(doubtful);
    const Matrix triangle = decomposition.matrixQR().topRows(k).triangularView<Eigen::Upper>();
    const Eigen::JacobiSVD<Matrix> svd(triangle, Eigen::ComputeFullV);
    Vector result = Vector::Zero(k);
    for (Eigen::Index e = 0; e < k; ++e)
      if (svd.singularValues()[e] < 1e-9)
        result += svd.matrixV().col(e) * svd.matrixV().col(e).dot(theta_);
    return result;
  }

  const Sample& sample_;
  Matrix cells_;
  Vector certainty_;  // 1 - P of what was observed, or the inverse Mills ratio
  Vector theta_;
};

void look_for_separation(const Sample& sample, Binary& model) {
  const SeparationSearch search(sample, model);
  if (model.fit.findings.empty() && !search.any_certain()) return;
  for (const double doubt : {1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1}) {
    const std::optional<Finding> finding = search.find(doubt);
    if (!finding) continue;
    model.fit.findings = {*finding};  // it is why the search failed, if it did
    return;
  }
}

}  // namespace

Binary binary_regression(const Sample& sample, Link link, Executor& executor) {
  Binary model;
  model.link = link;
  model.fit.names = sample.design.terms;
  model.fit.findings = check(sample);
  if (model.fit.findings.empty()) model.fit.findings = check_outcomes(sample);
  if (!model.fit.findings.empty()) return model;
  const BinaryLikelihood likelihood(sample, link);
  model.fit = fit_by_ml({.likelihood = likelihood,
                         .names = sample.design.terms,
                         .start = Vector::Zero(sample.design.cells.cols()),
                         .weights = sample.weights,
                         .clusters = sample.clusters,
                         .concave = true},
                        executor);
  look_for_separation(sample, model);
  return model;
}

double probability(Link link, double index) {
  if (link == Link::kProbit) return normal_cdf(index);
  const double fall = portable::exp(-std::abs(index));
  return (index > 0 ? 1.0 : fall) / (1 + fall);
}

Vector probabilities(const Binary& model, const Design& design) {
  STOPOVER_CHECK(design.cells.cols() == model.fit.coefficients().size(), "the terms of the model");
  const Vector index = design.cells * model.fit.coefficients();
  return index.unaryExpr([&](double v) { return probability(model.link, v); });
}

std::unique_ptr<estimation::Likelihood> binary_likelihood(const Sample& sample, Link link) {
  return std::make_unique<BinaryLikelihood>(sample, link);
}

}  // namespace stopover::regression
