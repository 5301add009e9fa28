// SPDX-License-Identifier: Apache-2.0
#include "engine/random/normal.hpp"

#include <cmath>
#include <limits>

namespace stopover::random {

namespace {

[[nodiscard]] double normal_density(double z) {
  constexpr double kOneOverRootTwoPi = 0x1.9884533d43651p-2;
  // z = a + b with a^2 exact, so that the exponent keeps its last digits.
  const double a = std::floor(z * 0x1p10) * 0x1p-10;
  const double b = z - a;
  return kOneOverRootTwoPi * (portable::exp(-0.5 * (a * a)) * portable::exp(-b * (a + 0.5 * b)));
}

// z + z^3/3 + z^5/(3*5) + ...: Marsaglia 2004, "Evaluating the normal distribution".
[[nodiscard]] double central_series(double z) {
  double term = z;
  double sum = z;
  for (int i = 3; sum + term != sum || i == 3; i += 2) {
    term *= z * z / i;
    sum += term;
  }
  return sum;
}

// P(Z > z) / density(z) for z >= 2: Laplace's continued fraction, 1/(z + 1/(z + 2/(z + ...))),
// closed with the value its far levels tend to.
[[nodiscard]] double mills_ratio(double z) {
  constexpr int kLevels = 60;
  double bottom = 0.5 * (z + std::sqrt(z * z + 4.0 * (kLevels + 1)));
  for (int level = kLevels; level > 0; --level) bottom = z + level / bottom;
  return 1.0 / bottom;
}

// sqrt(x) to the last digit or the one before, for the compiler.
[[nodiscard]] constexpr double newton_root(double x) {
  double root = x > 1 ? x : 1.0;
  for (int i = 0; i < 12; ++i) root = 0.5 * (root + x / root);
  return root;
}

}  // namespace

namespace detail {

// Worked out by the compiler: other static objects may draw before main.
constinit const std::array<InverseCell, kCellsATail> kNormalCells = [] {
  std::array<InverseCell, kCellsATail> cells{};
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i] = fit_cell(i, [](double tail) { return normal_quantile_of_tail(tail, newton_root); });
  return cells;
}();

}  // namespace detail

double exact_normal_quantile(double p) {
  if (!(p > 0 && p < 1)) {
    if (p == 0) return -std::numeric_limits<double>::infinity();
    if (p == 1) return std::numeric_limits<double>::infinity();
    return std::numeric_limits<double>::quiet_NaN();
  }
  const auto root = [](double x) { return std::sqrt(x); };
  if (p <= 0.5) return detail::normal_quantile_of_tail(p, root);
  return -detail::normal_quantile_of_tail(1.0 - p, root);
}

double normal_cdf(double z) {
  if (std::isnan(z)) return z;
  if (z > 40) return 1.0;
  if (z < -40) return 0.0;
  if (std::abs(z) < 2) return 0.5 + normal_density(z) * central_series(z);
  const double tail = normal_density(std::abs(z)) * mills_ratio(std::abs(z));
  return z < 0 ? tail : 1.0 - tail;
}

}  // namespace stopover::random
