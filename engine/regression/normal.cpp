// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/normal.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "engine/random/portable_math.hpp"

namespace stopover::regression {

namespace {

namespace portable = random::portable;

constexpr double kSqrtHalfPi = 1.25331413731550025121;

// Cody (1969), "Rational Chebyshev approximations for the error function"; highest power last but
// for the first and last number, which stand as in his program CALERF.
constexpr std::array kA{3.16112374387056560e00, 1.13864154151050156e02, 3.77485237685302021e02,
                        3.20937758913846947e03, 1.85777706184603153e-1};
constexpr std::array kB{2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03,
                        2.84423683343917062e03};
constexpr std::array kC{5.64188496988670089e-1, 8.88314979438837594e00, 6.61191906371416295e01,
                        2.98635138197400131e02, 8.81952221241769090e02, 1.71204761263407058e03,
                        2.05107837782607147e03, 1.23033935479799725e03, 2.15311535474403846e-8};
constexpr std::array kD{1.57449261107098347e01, 1.17693950891312499e02, 5.37181101862009858e02,
                        1.62138957456669019e03, 3.29079923573345963e03, 4.36261909014324716e03,
                        3.43936767414372164e03, 1.23033935480374942e03};
constexpr std::array kP{3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
                        1.60837851487422766e-2, 6.58749161529837803e-4, 1.63153871373020978e-2};
constexpr std::array kQ{2.56852019228982242e00, 1.87295284992346725e00, 5.27905102951428412e-1,
                        6.05183413124413191e-2, 2.33520497626869185e-3};

template <std::size_t N, std::size_t D>
double ratio(const std::array<double, N>& numerator, const std::array<double, D>& denominator,
             double z) {
  static_assert(N == D + 1);
  double over = numerator.back() * z;
  double under = z;
  for (std::size_t i = 0; i + 1 < D; ++i) {
    over = (over + numerator[i]) * z;
    under = (under + denominator[i]) * z;
  }
  return (over + numerator[D - 1]) / (under + denominator[D - 1]);
}

constexpr double kErfUntil = 0.46875;

double erf_near_zero(double x) {
  return x * ratio(kA, kB, x * x);
}

// exp(x^2) erfc(x) for x >= 0.46875.
double scaled_erfc(double x) {
  if (x <= 4) return ratio(kC, kD, x);
  const double z = 1 / (x * x);
  return (std::numbers::inv_sqrtpi - z * ratio(kP, kQ, z)) / x;
}

double density(double x) {
  return portable::exp(ln_normal_density(x));
}

// cdf(-x) / density(x) for x >= 0.
double mills(double x) {
  const double t = x / std::numbers::sqrt2;
  if (t < kErfUntil) return 0.5 * (1 - erf_near_zero(t)) / density(x);
  return kSqrtHalfPi * scaled_erfc(t);
}

double lower_tail(double x) {  // x <= 0
  if (std::isinf(x)) return 0;
  const double t = -x / std::numbers::sqrt2;
  if (t < kErfUntil) return 0.5 * (1 - erf_near_zero(t));
  return density(x) * mills(-x);
}

}  // namespace

double ln_normal_density(double x) {
  return -0.5 * x * x - kLnSqrtTwoPi;
}

double normal_cdf(double x) {
  return x > 0 ? 1 - lower_tail(-x) : lower_tail(x);
}

double ln_normal_cdf(double x) {
  if (x > 0) return portable::log1p(-lower_tail(-x));
  if (x > -0.5) return portable::log(lower_tail(x));
  if (std::isinf(x)) return -std::numeric_limits<double>::infinity();
  return ln_normal_density(x) + portable::log(mills(-x));
}

double inverse_mills(double x) {
  if (x > 0) return density(x) / (1 - lower_tail(-x));
  return std::isinf(x) ? -x : 1 / mills(-x);
}

}  // namespace stopover::regression
