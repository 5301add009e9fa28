// SPDX-License-Identifier: Apache-2.0
// The standard normal distribution far into its tails: density, distribution, their logarithms and
// the inverse Mills ratio, without loss where the distribution itself is no longer a number.
//
// What it is not: a quantile function (engine/random/normal.hpp).
// Accuracy: measured against Boost.Math in tests/engine/regression/normal_test.cpp: a relative
// error below 1e-14 for the ratio and the logarithm, x from -38 to 38; below 1e-12 for `cdf`.
// Only IEEE-754 arithmetic and engine/random/portable_math.hpp, so the same bytes on every machine.
// Method: rational approximations of erf and of exp(x^2) erfc(x) by Cody (1969).
// Errors: none; NaN gives NaN, infinite arguments give the limits.
#pragma once

namespace stopover::regression {

inline constexpr double kLnSqrtTwoPi = 0.91893853320467274178;

[[nodiscard]] double ln_normal_density(double x);
[[nodiscard]] double normal_cdf(double x);
[[nodiscard]] double ln_normal_cdf(double x);
// density(x) / cdf(x): the mean of a standard normal variable above -x; about -x far to the left.
[[nodiscard]] double inverse_mills(double x);

}  // namespace stopover::regression
