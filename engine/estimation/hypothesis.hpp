// SPDX-License-Identifier: Apache-2.0
// Tests on estimates: likelihood ratio (Wilks 1938), Wald (1943), and the two-sided normal test of
// one parameter. Chi-square and normal by Boost.Math.
// A likelihood-ratio test needs nested models; whether they are is the caller's to know. Where the
// null lies on a bound (a standard deviation of 0) the printed p is too large (Self & Liang 1987).
#pragma once

#include <vector>

#include "engine/estimation/likelihood.hpp"

namespace stopover::estimation {

struct TestResult {
  double statistic = 0;
  int degrees_of_freedom = 0;
  double p = 1;
};

// 2 (unrestricted - restricted); degrees of freedom >= 1.
[[nodiscard]] TestResult likelihood_ratio(double restricted, double unrestricted,
                                          int degrees_of_freedom);

// Are the parameters `which` equal to `values`? With any covariance of `theta`. NaN if the part of
// the covariance is not positive.
[[nodiscard]] TestResult wald(const Vector& theta, const Matrix& covariance,
                              const std::vector<std::size_t>& which, const Vector& values);

// P(|N| >= |z|)
[[nodiscard]] double two_sided_normal_p(double z);

}  // namespace stopover::estimation
