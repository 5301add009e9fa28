// SPDX-License-Identifier: Apache-2.0
#include "engine/random/rejection.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/check.hpp"
#include "engine/random/normal.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::random {

namespace detail {

RejectionGamma::RejectionGamma(double shape)
    : d_((shape < 1 ? shape + 1 : shape) - 1.0 / 3),
      c_(1.0 / std::sqrt(9 * d_)),
      boost_(shape < 1 ? 1.0 / shape : 0) {}

double RejectionGamma::operator()(Stream& stream) const {
  const double lift = boost_ > 0 ? portable::power(open_unit(stream), boost_) : 1.0;
  while (true) {
    const double x = standard_normal(stream);
    const double u = open_unit(stream);
    const double t = 1.0 + c_ * x;
    if (t <= 0) continue;
    const double v = t * t * t;
    const double x2 = x * x;
    if (u < 1.0 - 0.0331 * x2 * x2 ||
        portable::log(u) < 0.5 * x2 + d_ * (1.0 - v + portable::log(v)))
      return d_ * v * lift;
  }
}

}  // namespace detail

Beta::Beta(double a, double b) : a_(a), b_(b) {
  STOPOVER_CHECK(valid(a, b), "parameters of a beta distribution");
}

// At 0.1 the smallest gamma variate is about 2^-530, so the sum below is never 0.
bool Beta::valid(double a, double b) {
  return a >= 0.1 && a <= 1e6 && b >= 0.1 && b <= 1e6;
}

double Beta::operator()(Stream& stream) const {
  const double x = a_(stream);
  const double y = b_(stream);
  return x / (x + y);
}

Pert::Pert(double low, double mode, double high)
    : low_(low),
      high_(high),
      beta_(1.0 + 4.0 * ((mode - low) / (high - low)), 1.0 + 4.0 * ((high - mode) / (high - low))) {
  STOPOVER_CHECK(valid(low, mode, high), "parameters of a PERT distribution");
}

bool Pert::valid(double low, double mode, double high) {
  return Triangular::valid(low, mode, high);
}

double Pert::operator()(Stream& stream) const {
  return std::clamp(low_ + (high_ - low_) * beta_(stream), low_, high_);
}

namespace {

constexpr double kLeastMeanForRejection = 10;

}  // namespace

Poisson::Poisson(double mean) : mean_(mean) {
  STOPOVER_CHECK(valid(mean), "mean of a Poisson distribution");
  if (mean < kLeastMeanForRejection) {
    p_zero_ = portable::exp(-mean);
    return;
  }
  b_ = 0.931 + 2.53 * std::sqrt(mean);
  a_ = -0.059 + 0.02483 * b_;
  inverse_alpha_ = 1.1239 + 1.1328 / (b_ - 3.4);
  v_r_ = 0.9277 - 3.6224 / (b_ - 2);
  log_mean_ = portable::log(mean);
}

bool Poisson::valid(double mean) {
  return mean >= 0 && mean <= 1e9;
}

std::int64_t Poisson::operator()(Stream& stream) const {
  if (mean_ == 0) return 0;
  if (mean_ < kLeastMeanForRejection) return by_inversion(open_unit(stream));
  return by_rejection(stream);
}

// Adds up probabilities from 0. P(N > 70) is below 1e-37 for every mean here, so the bound is met
// only when rounding keeps the sum below u.
std::int64_t Poisson::by_inversion(double u) const {
  constexpr std::int64_t kLast = 70;
  double p = p_zero_;
  double sum = p;
  std::int64_t n = 0;
  while (u > sum && n < kLast) {
    ++n;
    p *= mean_ / static_cast<double>(n);
    sum += p;
  }
  return n;
}

std::int64_t Poisson::by_rejection(Stream& stream) const {
  while (true) {
    const double u = open_unit(stream) - 0.5;
    const double v = open_unit(stream);
    const double us = 0.5 - std::abs(u);
    const double k = std::floor((2 * a_ / us + b_) * u + mean_ + 0.43);
    if (us >= 0.07 && v <= v_r_) return static_cast<std::int64_t>(k);
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const double hat = portable::log(v * inverse_alpha_ / (a_ / (us * us) + b_));
    if (hat <= k * log_mean_ - mean_ - portable::log_factorial(k))
      return static_cast<std::int64_t>(k);
  }
}

}  // namespace stopover::random
