// SPDX-License-Identifier: Apache-2.0
// log, exp, log1p and expm1 that give the same bits on every machine and compiler.
//
// Why: the C library chooses a variant of log and exp by processor when the program starts, and the
// variants may differ in the last digit; two ranks of one run on unlike machines would then
// disagree. These use only IEEE-754 +, -, *, / in a written order, so with contraction off (the
// build's flag) the result is fixed by the standard.
//
// What it is not: correctly rounded. Error: below 2 units in the last place for log and exp, 3
// for log1p, 4 for expm1 (measured in tests/engine/random/portable_math_test.cpp).
//
// Methods: log by a table of 256 intervals and a short series (Tang 1990, "Table-driven
// implementation of the logarithm function"), the table itself by the area-tangent series at
// compile time; exp by Taylor's series after the two-constant reduction of Cody and Waite (1980).
//
// Cost: within a third of the C library's; a few nanoseconds.
//
// Domain: log and log1p of a negative argument and any function of NaN are NaN; log(0) is -inf;
// exp goes to 0 below -745.14 and to +inf above 709.79.
#pragma once

#include <array>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <limits>

#if defined(__FAST_MATH__)
#error "random numbers need IEEE-754 arithmetic: build without fast-math"
#endif
static_assert(FLT_EVAL_METHOD == 0, "double expressions are evaluated in double");
static_assert(std::numeric_limits<double>::is_iec559, "double is IEEE-754 binary64");

namespace stopover::random::portable {

namespace detail {

// ln 2 in two parts: k * kLn2High is exact for |k| < 2^20.
inline constexpr double kLn2High = 0x1.62e42feep-1;
inline constexpr double kLn2Low = 0x1.a39ef35793c76p-33;

// s * (f - R) in log(1 + f) = f - s * (f - R), where s = f / (2 + f) and
// R = 2/3 s^2 + 2/5 s^4 + ..., for f in [sqrt(1/2) - 1, sqrt(2) - 1]. f is exact, so the rounding
// of this smaller term is all that is lost.
[[nodiscard]] constexpr double log_correction(double f) {
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double w = z * z;
  const double odd = 2.0 / 3 + w * (2.0 / 7 + w * (2.0 / 11 + w * (2.0 / 15 + w * (2.0 / 19))));
  const double even = 2.0 / 5 + w * (2.0 / 9 + w * (2.0 / 13 + w * (2.0 / 17 + w * (2.0 / 21))));
  return s * (f - (z * odd + w * even));
}

// log z = -log(inverse) + log(1 + r), r = z * inverse - 1, where `inverse` has 12 bits and is close
// to 1 / z in the whole interval: |r| < 2^-8 + 2^-10. On both sides of 1 it is 1, so
// that no digit is lost.
struct LogInterval {
  double inverse;
  double log;  // -log(inverse)
};
inline constexpr std::uint64_t kLogFrom = 0x3fe6800000000000U;  // 0.703125, where z begins
inline constexpr unsigned kLogIndexShift = 44;
inline constexpr std::array<LogInterval, 256> kLogIntervals = [] {
  std::array<LogInterval, 256> table{};
  for (std::uint64_t i = 0; i < table.size(); ++i) {
    const auto from = std::bit_cast<double>(kLogFrom + (i << kLogIndexShift));
    const auto until = std::bit_cast<double>(kLogFrom + ((i + 1) << kLogIndexShift));
    const bool next_to_one = from == 1.0 || until == 1.0;
    const double scaled = 4096 / (from + until);
    const int nearest_whole = static_cast<int>(2 * scaled + 1) / 2;  // of a positive number
    const double nearest = nearest_whole / 2048.0;
    const double inverse = next_to_one ? 1.0 : nearest;
    table[i] = {inverse, log_correction(inverse - 1.0) - (inverse - 1.0)};
  }
  return table;
}();

// exp(r) - 1 for |r| <= 0.36.
[[nodiscard]] inline double expm1_near_zero(double r) {
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double a = 1.0 / 2 + r * (1.0 / 6);
  const double b = 1.0 / 24 + r * (1.0 / 120);
  const double c = 1.0 / 720 + r * (1.0 / 5040);
  const double d = 1.0 / 40320 + r * (1.0 / 362880);
  const double e = 1.0 / 3628800 + r * (1.0 / 39916800);
  const double g = 1.0 / 479001600 + r * (1.0 / 6227020800);
  return r + r2 * ((a + r2 * b) + r4 * ((c + r2 * d) + r4 * (e + r2 * g)));
}

[[nodiscard]] inline double two_to(std::int64_t k) {  // -1022 <= k <= 1023
  return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52U);
}

// exp(x) = factor * 2^power with factor in [0.7, 1.5].
struct Split {
  double factor;
  std::int64_t power;
};
[[nodiscard]] inline Split split_exp(double x) {
  constexpr double kPerLn2 = 0x1.71547652b82fep+0;
  const auto power = static_cast<std::int64_t>(x * kPerLn2 + std::copysign(0.5, x));
  const auto n = static_cast<double>(power);
  const double r = (x - n * kLn2High) - n * kLn2Low;
  return {1.0 + expm1_near_zero(r), power};
}

[[nodiscard]] double log_of_unusual(double x);  // zero, negative, subnormal, infinite, NaN
[[nodiscard]] double exp_of_unusual(double x);  // result outside the normal numbers, NaN

}  // namespace detail

// log of a positive normal number: what log() does after its range check.
[[nodiscard]] constexpr double log_of_normal(double x) {
  // x = 2^k z with z in [0.703125, 1.40625).
  const auto ix = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t from_start = ix - detail::kLogFrom;
  const auto k = static_cast<double>(static_cast<std::int64_t>(from_start) >> 52);
  const detail::LogInterval& near =
      detail::kLogIntervals[(from_start >> detail::kLogIndexShift) % 256];
  const std::uint64_t iz = ix - (from_start & 0xfff0000000000000U);
  // z in two parts whose products with `inverse` are exact; r is rounded once.
  const auto z = std::bit_cast<double>(iz);
  const auto z_high = std::bit_cast<double>(iz & 0xffffffff00000000U);
  const double r = (z_high * near.inverse - 1.0) + (z - z_high) * near.inverse;
  const double r2 = r * r;
  const double low = r2 * (-1.0 / 2 + r * (1.0 / 3));
  const double high = (-1.0 / 4 + r * (1.0 / 5)) + r2 * (-1.0 / 6 + r * (1.0 / 7));
  const double small = (low + (r2 * r2) * high) + k * detail::kLn2Low;
  return (k * detail::kLn2High + near.log) + (r + small);
}

[[nodiscard]] constexpr double log(double x) {
  if (!(x >= 0x1p-1022 && x <= DBL_MAX)) [[unlikely]]
    return detail::log_of_unusual(x);
  return log_of_normal(x);
}

[[nodiscard]] inline double exp(double x) {
  if (!(x > -708.0 && x < 709.0)) [[unlikely]]
    return detail::exp_of_unusual(x);
  const detail::Split parts = detail::split_exp(x);
  return parts.factor * detail::two_to(parts.power);
}

// log(1 + x) without loss near x = 0.
[[nodiscard]] inline double log1p(double x) {
  if (x > -0.29 && x < 0.41) return x - detail::log_correction(x);
  return log(1.0 + x);
}

// exp(x) - 1 without loss near x = 0.
[[nodiscard]] inline double expm1(double x) {
  if (x > -0.35 && x < 0.35) return detail::expm1_near_zero(x);
  return exp(x) - 1.0;
}

// x^y for x > 0. Relative error about |y log x| units in the last place.
[[nodiscard]] inline double power(double x, double y) {
  return exp(y * log(x));
}

// log(n!) for a whole n >= 0.
[[nodiscard]] double log_factorial(double n);

}  // namespace stopover::random::portable
