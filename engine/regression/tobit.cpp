// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/tobit.hpp"

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/regression/index_likelihood.hpp"
#include "engine/regression/normal.hpp"

namespace stopover::regression {

namespace {

using Eigen::Matrix2d;
using Eigen::Vector2d;

class TobitLikelihood final : public IndexLikelihood {
 public:
  TobitLikelihood(const Sample& sample, const Limits& limits)
      : IndexLikelihood({&sample.design.cells}, 1), outcome_(sample.outcome), limits_(limits) {}

 private:
  [[nodiscard]] Jet row(std::size_t row, const Eigen::Vector4d& indices) const override {
    const double outcome = outcome_[static_cast<Eigen::Index>(row)];
    const double per_sigma = random::portable::exp(-indices[1]);
    if (outcome <= limits_.lower) return censored(limits_.lower, 1, indices[0], per_sigma);
    if (outcome >= limits_.upper) return censored(limits_.upper, -1, indices[0], per_sigma);
    const double e = (outcome - indices[0]) * per_sigma;
    Jet jet;
    jet.value = ln_normal_density(e) - indices[1];
    jet.gradient.head<2>() = Vector2d(e * per_sigma, e * e - 1);
    jet.hessian.topLeftCorner<2, 2>() << -per_sigma * per_sigma, -2 * e * per_sigma,
        -2 * e * per_sigma, -2 * e * e;
    return jet;
  }

  // ln cdf(side z), z = (limit - x'b) / sigma; side -1: beyond the upper limit.
  static Jet censored(double limit, double side, double index, double per_sigma) {
    const double z = side * (limit - index) * per_sigma;
    const double ratio = inverse_mills(z);
    const Vector2d slope(-side * per_sigma, -z);
    Matrix2d bend;
    bend << 0, side * per_sigma, side * per_sigma, z;
    Jet jet;
    jet.value = ln_normal_cdf(z);
    jet.gradient.head<2>() = ratio * slope;
    jet.hessian.topLeftCorner<2, 2>() =
        -ratio * (ratio + z) * slope * slope.transpose() + ratio * bend;
    return jet;
  }

  const Vector& outcome_;
  Limits limits_;
};

}  // namespace

LimitedFit tobit(const Sample& sample, const Limits& limits, Executor& executor) {
  STOPOVER_CHECK(limits.lower < limits.upper, "a range between the limits");
  LimitedFit result;
  result.fit.names = with_ln_sigma(sample.design.terms);
  for (std::size_t r = 0; r < sample.design.rows(); ++r) {
    if (weight_of(sample.weights, r) == 0) continue;
    const double outcome = sample.outcome[static_cast<Eigen::Index>(r)];
    result.at_lower += outcome <= limits.lower ? 1 : 0;
    result.at_upper += outcome >= limits.upper ? 1 : 0;
  }
  Findings& findings = result.fit.findings;
  findings = check(sample);
  if (findings.empty() &&
      result.at_lower + result.at_upper == used_rows(sample.design.rows(), sample.weights))
    add(findings, {.problem = Problem::kOneClass, .terms = {"outcome"}});
  if (!findings.empty()) return result;
  const Vector start = start_with_ln_sigma(sample, findings);
  if (!findings.empty()) return result;
  const TobitLikelihood likelihood(sample, limits);
  fit_limited(likelihood, sample, start, result, executor);
  return result;
}

std::unique_ptr<estimation::Likelihood> tobit_likelihood(const Sample& sample,
                                                         const Limits& limits) {
  return std::make_unique<TobitLikelihood>(sample, limits);
}

}  // namespace stopover::regression
