// SPDX-License-Identifier: Apache-2.0
#include "engine/random/positive_stable.hpp"

#include <numbers>

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::random {

namespace {

// ln sin x for 0 < x < pi, by Taylor's series of sin x / x within a right angle.
double ln_sine(double x) {
  const double angle = x > std::numbers::pi / 2 ? std::numbers::pi - x : x;
  const double z = angle * angle;
  double ratio = 1;  // sin x / x = 1 - z/6 (1 - z/20 (1 - z/42 (…)))
  for (int k = 22; k >= 2; k -= 2) ratio = 1 - z / (k * (k + 1.0)) * ratio;
  return portable::log(angle * ratio);
}

}  // namespace

double ln_positive_stable(double alpha, double angle, double exponential) {
  STOPOVER_CHECK(alpha > 0 && alpha <= 1, "the exponent of a positive stable law");
  STOPOVER_CHECK(angle > 0 && angle < 1 && exponential > 0 && exponential < 1, "open uniforms");
  if (alpha == 1) return 0;
  const double u = std::numbers::pi * angle;
  const double rest = (1 - alpha) / alpha;
  const double ln_exponential = portable::log(-portable::log(exponential));
  return ln_sine(alpha * u) - ln_sine(u) / alpha +
         rest * (ln_sine((1 - alpha) * u) - ln_exponential);
}

}  // namespace stopover::random
