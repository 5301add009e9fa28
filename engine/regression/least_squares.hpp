// SPDX-License-Identifier: Apache-2.0
// Linear regression by (weighted) least squares, and the log-linear regression of spending: least
// squares of ln outcome, with the factors that turn exp(x'b) into a mean.
//
//   classical  sigma^2 (X'WX)^-1, sigma^2 = sum of w e^2 / (n - k)
//   robust     HC1: White's (1980) sandwich times n / (n - k) (MacKinnon & White 1985)
//   clustered  Liang & Zeger's (1986) sandwich; with `small_sample` times G/(G-1) (n-1)/(n-k), as
//              most programs print it
// n counts rows of positive weight, k terms. ln L is that of normal errors of variance
// sigma^2 / w, sigma^2 at its maximum-likelihood value. R^2 is about the mean if the columns can
// make a constant, otherwise about zero; NaN for an outcome that does not vary.
//
// What it is not: a choice of terms; nothing is dropped or added.
// Units: of the outcome. Errors: findings (design.hpp); with any, nothing else is filled.
#pragma once

#include "engine/regression/design.hpp"

namespace stopover::regression {

struct LeastSquares {
  Findings findings;
  std::vector<std::string> terms;
  Vector coefficients;
  Matrix classical;
  Matrix robust;
  Matrix clustered;  // empty without clusters
  double sigma = 0;
  double r_squared = 0;
  double log_likelihood = 0;
  std::size_t rows = 0;  // n
  Vector residuals;      // of all rows
};

[[nodiscard]] LeastSquares least_squares(const Sample& sample);

// Of ln outcome; ln L is that of ln outcome, too.
[[nodiscard]] LeastSquares log_linear(const Sample& sample);

// Duan's (1983) smearing factor, the (weighted) mean of exp(residual).
[[nodiscard]] double smearing_factor(const LeastSquares& fit, std::span<const double> weights);

// exp(sigma^2 / 2): right if the logarithms are normal.
[[nodiscard]] double lognormal_factor(const LeastSquares& fit);

}  // namespace stopover::regression
