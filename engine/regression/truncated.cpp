// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/truncated.hpp"

#include <cmath>

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/regression/index_likelihood.hpp"
#include "engine/regression/normal.hpp"

namespace stopover::regression {

namespace {

namespace portable = random::portable;
using Eigen::Matrix2d;
using Eigen::Vector2d;

// A standardised value (v - x'b) / exp(s) with its derivatives in (x'b, s).
struct Standardised {
  double value;
  Vector2d gradient;
  Matrix2d hessian;
};

Standardised standardised(double v, double index, double per_sigma) {
  const double z = (v - index) * per_sigma;
  Matrix2d hessian;
  hessian << 0, per_sigma, per_sigma, z;
  return {z, {-per_sigma, -z}, hessian};
}

// ln (cdf(upper) - cdf(lower)), lower < upper, also far in one tail.
double ln_between(double lower, double upper) {
  if (lower > 0) return ln_between(-upper, -lower);
  const double high = ln_normal_cdf(upper);
  return high + portable::log1p(-portable::exp(ln_normal_cdf(lower) - high));
}

class TruncatedLikelihood final : public IndexLikelihood {
 public:
  TruncatedLikelihood(const Sample& sample, const Limits& limits)
      : IndexLikelihood({&sample.design.cells}, 1), outcome_(sample.outcome), limits_(limits) {}

 private:
  [[nodiscard]] Jet row(std::size_t row, const Eigen::Vector4d& indices) const override {
    const double per_sigma = portable::exp(-indices[1]);
    const Standardised e =
        standardised(outcome_[static_cast<Eigen::Index>(row)], indices[0], per_sigma);
    const double low = (limits_.lower - indices[0]) * per_sigma;
    const double high = (limits_.upper - indices[0]) * per_sigma;
    const double ln_seen = ln_between(low, high);
    Jet jet;
    jet.value = ln_normal_density(e.value) - indices[1] - ln_seen;
    Vector2d first = -e.value * e.gradient - Vector2d(0, 1);
    Matrix2d second = -e.gradient * e.gradient.transpose() - e.value * e.hessian;
    // Derivatives of ln_seen: those of each limit, weighed by density / P(seen).
    Vector2d seen = Vector2d::Zero();
    const auto add_limit = [&](double limit, double z, double side) {
      if (!std::isfinite(limit)) return;
      const Standardised at = standardised(limit, indices[0], per_sigma);
      const double ratio = side * portable::exp(ln_normal_density(z) - ln_seen);
      seen += ratio * at.gradient;
      second -= ratio * (at.hessian - z * at.gradient * at.gradient.transpose());
    };
    add_limit(limits_.lower, low, -1);
    add_limit(limits_.upper, high, 1);
    jet.gradient.head<2>() = first - seen;
    jet.hessian.topLeftCorner<2, 2>() = second + seen * seen.transpose();
    return jet;
  }

  const Vector& outcome_;
  Limits limits_;
};

}  // namespace

LimitedFit truncated_regression(const Sample& sample, const Limits& limits, Executor& executor) {
  STOPOVER_CHECK(limits.lower < limits.upper, "a range between the limits");
  LimitedFit result;
  result.fit.names = with_ln_sigma(sample.design.terms);
  Findings& findings = result.fit.findings;
  const Vector start = start_with_ln_sigma(sample, findings);
  for (std::size_t r = 0; r < sample.design.rows(); ++r) {
    const double outcome = sample.outcome[static_cast<Eigen::Index>(r)];
    if (weight_of(sample.weights, r) > 0 && (outcome < limits.lower || outcome > limits.upper))
      add(findings, {.problem = Problem::kBeyondLimit, .terms = {"outcome"}, .row = r});
  }
  if (!findings.empty()) return result;
  const TruncatedLikelihood likelihood(sample, limits);
  fit_limited(likelihood, sample, start, result, executor);
  return result;
}

std::unique_ptr<estimation::Likelihood> truncated_likelihood(const Sample& sample,
                                                             const Limits& limits) {
  return std::make_unique<TruncatedLikelihood>(sample, limits);
}

}  // namespace stopover::regression
