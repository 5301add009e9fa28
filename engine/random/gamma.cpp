// SPDX-License-Identifier: Apache-2.0
#include "engine/random/gamma.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "engine/base/check.hpp"
#include "engine/random/normal.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::random {

namespace {

constexpr double kLeastLargeShape = 200;
constexpr double kUpperFrom = 0.8;  // u above it are found from the upper tail
constexpr double kFine = 1e-9;      // Newton's last step; the error after it is about its square
constexpr int kMostSteps = 100;
constexpr double kTiny = 1e-300;
constexpr double kHalfLogTwoPi = 0x1.d67f1c864beb5p-1;

// log Gamma*(a) = log Gamma(a) - (a - 1/2) log a + a - log(2 pi) / 2: Stirling's series. The first
// term left out is below 2e-16 from a = 16 on.
double stirling(double a) {
  const double v = 1.0 / (a * a);
  return (1.0 / 12 - v * (1.0 / 360 - v * (1.0 / 1260 - v * (1.0 / 1680 - v * (1.0 / 1188))))) / a;
}

// log of Gamma(a + 1) e^a / a^a; the density's peak is its inverse.
double log_peak(double a, double log_a) {
  if (a >= 16) return kHalfLogTwoPi + 0.5 * log_a + stirling(a);
  double y = a + 1;
  double product = 1;
  while (y < 16) {
    product *= y;
    y += 1;
  }
  const double log_gamma =
      (y - 0.5) * portable::log(y) - y + kHalfLogTwoPi + stirling(y) - portable::log(product);
  return log_gamma + a - a * log_a;
}

// sum of x^n / ((a + 1) ... (a + n)): what the lower tail is of x^a e^-x / Gamma(a + 1).
double lower_series(double a, double x) {
  double term = 1;
  double sum = 1;
  for (std::int64_t n = 1; term > sum * 0x1p-54; ++n) {
    term *= x / (a + static_cast<double>(n));
    sum += term;
  }
  return sum;
}

// The upper tail's part of x^a e^-x / Gamma(a), x >= a + 1: Legendre's continued fraction by the
// modified algorithm of Lentz.
double upper_fraction(double a, double x) {
  double b = x + 1 - a;
  double c = 1 / kTiny;
  double d = 1 / b;
  double h = d;
  for (int i = 1; i < 10'000; ++i) {
    const double n = i;
    const double an = n * (a - n);
    b += 2;
    d = an * d + b;
    if (std::abs(d) < kTiny) d = kTiny;
    c = b + an / c;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1 / d;
    const double factor = d * c;
    h *= factor;
    if (std::abs(factor - 1) < 0x1p-51) break;
  }
  return h;
}

// Wilson and Hilferty 1931; 0 where their cube has no meaning.
double wilson_hilferty(double a, double u) {
  const double cube_root = 1 - 1 / (9 * a) + normal_quantile(u) / (3 * std::sqrt(a));
  return cube_root > 0.1 ? a * cube_root * cube_root * cube_root : 0;
}

}  // namespace

Gamma::Gamma(double shape, double scale)
    : shape_(shape),
      scale_(scale),
      log_shape_(portable::log(shape)),
      peak_(log_peak(shape, log_shape_)) {
  STOPOVER_CHECK(valid(shape, scale), "parameters of a gamma distribution");
}

bool Gamma::valid(double shape, double scale) {
  // A variate is below scale * d * (1 + 8.3 / sqrt(9 d))^3, d = shape + 2/3.
  return shape >= 1e-6 && shape <= 1e12 && scale > 0 && std::isfinite((shape + 1) * scale * 1e4);
}

std::optional<Gamma> Gamma::from_mean_sd(double mean, double sd) {
  if (!(mean > 0) || !(sd > 0) || !std::isfinite(mean) || !std::isfinite(sd)) return std::nullopt;
  const double ratio = mean / sd;
  return make<Gamma>(ratio * ratio, sd / ratio);
}

double Gamma::quantile(double u) const {
  if (shape_ >= kLeastLargeShape) return quantile_of_large_shape(u) * scale_;
  const double log_x = u <= kUpperFrom ? log_lower_quantile(u) : log_upper_quantile(1.0 - u);
  return portable::exp(log_x) * scale_;
}

// Newton in w = log x on log P(w) - log p, which is concave and rises: from below it never steps
// past the root, from above it does so once.
double Gamma::log_lower_quantile(double p) const {
  const double log_p = portable::log(p);
  const double start = shape_ < 1 ? 0 : wilson_hilferty(shape_, p);
  // P(x) < x^shape / Gamma(shape + 1) gives a bound from below.
  double w = start > 0 ? portable::log(start) : (log_p + peak_ - shape_) / shape_ + log_shape_;
  for (int step = 0; step < kMostSteps; ++step) {
    const double x = portable::exp(w);
    const double log_density = shape_ * ((w - log_shape_) - (x / shape_ - 1)) - peak_;
    const double sum = lower_series(shape_, x);
    const double change = (log_p - log_density - portable::log(sum)) * sum / shape_;
    w += std::min(change, 2.0);
    if (std::abs(change) < kFine) break;
  }
  return w;
}

// The same from above: log Q(w) is concave and falls. P(shape, x) falls with the shape, so below 1
// the exponential quantile is a bound from above.
double Gamma::log_upper_quantile(double p) const {
  const double log_p = portable::log(p);
  const double start = shape_ < 1 ? 0 : wilson_hilferty(shape_, 1.0 - p);
  double w = portable::log(start > 0 ? start : -log_p);
  for (int step = 0; step < kMostSteps; ++step) {
    const double x = portable::exp(w);
    const double log_density = shape_ * ((w - log_shape_) - (x / shape_ - 1)) - peak_;
    double log_tail = 0;
    double tail_over_density = 0;
    if (x < shape_ + 1) {
      const double density = portable::exp(log_density);
      const double tail = std::max(1.0 - density * lower_series(shape_, x), kTiny);
      log_tail = portable::log(tail);
      tail_over_density = tail / (shape_ * density);
    } else {
      tail_over_density = upper_fraction(shape_, x);
      log_tail = log_density + log_shape_ + portable::log(tail_over_density);
    }
    const double change = (log_tail - log_p) * tail_over_density;
    w += std::min(change, 2.0);
    if (std::abs(change) < kFine) break;
  }
  return w;
}

// ---- large shapes -------------------------------------------------------------------------------

namespace {

constexpr std::size_t kTerms = 20;
using Series = std::array<double, kTerms>;

// x / shape = 1 + sum of c[k] eta^(k + 1), where eta^2 / 2 = x / shape - 1 - log(x / shape).
constexpr Series kRatio = [] {
  Series c{1.0};
  for (std::size_t k = 2; k <= kTerms; ++k) {
    double sum = c[k - 2];
    for (std::size_t j = 2; j < k; ++j) sum -= static_cast<double>(j) * c[j - 1] * c[k - j];
    c[k - 1] = sum / static_cast<double>(k + 1);
  }
  return c;
}();

// eta / (x / shape - 1): the density of eta sqrt(shape) over a normal one, but for a constant.
constexpr Series kSkew = [] {
  Series h{1.0};
  for (std::size_t k = 1; k < kTerms; ++k)
    for (std::size_t j = 1; j <= k; ++j) h[k] -= kRatio[j] * h[k - j];
  return h;
}();

double sum_of(const Series& series, double x) {
  double sum = 0;
  for (std::size_t k = kTerms; k-- > 0;) sum = sum * x + series[k];
  return sum;
}

struct Tail {
  double beyond;   // integral of the density from y to infinity, not normalised
  double density;  // at y
};
// `slope` = +-1 / sqrt(shape): the density is phi(y) * sum of kSkew[k] (slope y)^k.
Tail tail_from(double y, double slope) {
  constexpr double kOneOverRootTwoPi = 0x1.9884533d43651p-2;
  const double phi = kOneOverRootTwoPi * portable::exp(-0.5 * y * y);
  double even = normal_cdf(-y);  // integrals of y^k phi
  double odd = phi;
  double power = 1;  // y^k
  double factor = 1;
  double beyond = 0;
  for (std::size_t k = 0; k < kTerms; k += 2) {
    beyond += kSkew[k] * factor * even + kSkew[k + 1] * factor * slope * odd;
    factor *= slope * slope;
    power *= y;
    even = power * phi + static_cast<double>(k + 1) * even;
    power *= y;
    odd = power * phi + static_cast<double>(k + 2) * odd;
  }
  return {beyond, phi * sum_of(kSkew, slope * y)};
}

}  // namespace

double Gamma::quantile_of_large_shape(double u) const {
  const double side = u < 0.5 ? -1.0 : 1.0;
  const double p = std::min(u, 1.0 - u);
  const double slope = side / std::sqrt(shape_);
  const double goal = p * portable::exp(stirling(shape_));
  double y = -normal_quantile(p) - slope / 3;
  for (int step = 0; step < kMostSteps; ++step) {
    const Tail tail = tail_from(y, slope);
    const double change = portable::log(tail.beyond / goal) * tail.beyond / tail.density;
    y += change;
    if (std::abs(change) < kFine) break;
  }
  const double eta = slope * y;
  return shape_ * (1.0 + eta * sum_of(kRatio, eta));
}

}  // namespace stopover::random
