// SPDX-License-Identifier: Apache-2.0
#include "engine/random/portable_math.hpp"

#include <array>
#include <cstddef>

namespace stopover::random::portable {

namespace detail {

double log_of_unusual(double x) {
  if (std::isnan(x) || x < 0) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0) return -std::numeric_limits<double>::infinity();
  if (std::isinf(x)) return x;
  constexpr double kShift = 54;  // a subnormal times 2^54 is normal
  return log(x * 0x1p54) - kShift * 0x1.62e42fefa39efp-1;
}

double exp_of_unusual(double x) {
  if (std::isnan(x)) return x;
  if (x > 709.79) return std::numeric_limits<double>::infinity();
  if (x < -745.14) return 0.0;
  // In two steps: the last product overflows or underflows as the true value does.
  const Split parts = split_exp(x);
  const std::int64_t first = parts.power / 2;
  return parts.factor * two_to(first) * two_to(parts.power - first);
}

}  // namespace detail

double log_factorial(double n) {
  constexpr std::size_t kExact = 19;  // 18! is below 2^53
  static constexpr std::array<double, kExact> kFactorials = [] {
    std::array<double, kExact> table{};
    table[0] = 1;
    for (std::size_t i = 1; i < kExact; ++i) table[i] = table[i - 1] * static_cast<double>(i);
    return table;
  }();
  if (n < static_cast<double>(kExact)) return log(kFactorials[static_cast<std::size_t>(n)]);
  // Stirling's series; the first term left out is below 1e-14 from n = 19 on.
  constexpr double kHalfLogTwoPi = 0x1.d67f1c864beb5p-1;
  const double v = 1.0 / (n * n);
  const double series = (1.0 / 12 - v * (1.0 / 360 - v * (1.0 / 1260 - v * (1.0 / 1680)))) / n;
  return (n + 0.5) * log(n) - n + kHalfLogTwoPi + series;
}

}  // namespace stopover::random::portable
