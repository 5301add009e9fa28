// SPDX-License-Identifier: Apache-2.0
// The gamma distribution by inversion.
//
// What it is not: quick by itself. A quantile solves an incomplete gamma function, about 0.3 us;
// Tabulated<Gamma> (tabulated.hpp) answers in nanoseconds, after eight quantiles for each cell that
// is drawn from.
//
// Accuracy: the distribution function at the variate within 1e-11 of u, relative to min(u, 1 - u),
// for shapes from 0.1 (against Boost.Math, tests/engine/random/tabulated_test.cpp). Below, small
// variates near the least double lose digits as every double there does; those of p below
// 1e-308^shape are 0. Draws, units, errors: continuous.hpp.
#pragma once

#include <optional>

#include "engine/random/continuous.hpp"

namespace stopover::random {

// Mean shape * scale, variance shape * scale^2; shape from 1e-6 to 1e12, scale > 0. The incomplete
// gamma function by its power series and Legendre's continued fraction (Gautschi 1979, "A
// computational procedure for incomplete gamma functions"), from shape 200 on by Temme's uniform
// expansion (1979), solved with Newton's method for the logarithm of the tail, which is concave.
class Gamma : public ByInversion<Gamma> {
 public:
  Gamma(double shape, double scale);
  [[nodiscard]] static bool valid(double shape, double scale);
  // mean, sd > 0.
  [[nodiscard]] static std::optional<Gamma> from_mean_sd(double mean, double sd);
  [[nodiscard]] double quantile(double u) const;

 private:
  [[nodiscard]] double log_lower_quantile(double p) const;
  [[nodiscard]] double log_upper_quantile(double p) const;
  [[nodiscard]] double quantile_of_large_shape(double u) const;

  double shape_;
  double scale_;
  double log_shape_;
  double peak_;  // log of Gamma(shape + 1) / (shape^shape e^-shape)
};

}  // namespace stopover::random
