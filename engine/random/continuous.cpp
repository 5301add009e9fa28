// SPDX-License-Identifier: Apache-2.0
#include "engine/random/continuous.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/check.hpp"

namespace stopover::random {

namespace {

// No standard normal variate made here is larger, truncated ones included.
constexpr double kLargestNormal = 40;
constexpr double kLeastMass = 1e-290;

[[nodiscard]] bool positive_finite(double x) {
  return std::isfinite(x) && x > 0;
}

[[nodiscard]] double largest_standard_exponential() {
  return -portable::log(1.0 - kLargestOpenUnit);
}

}  // namespace

Normal::Normal(double mean, double sd) : mean_(mean), sd_(sd) {
  STOPOVER_CHECK(valid(mean, sd), "parameters of a normal distribution");
}
bool Normal::valid(double mean, double sd) {
  return sd >= 0 && std::isfinite(std::abs(mean) + sd * kLargestNormal);
}

Lognormal::Lognormal(double mu, double sigma) : mu_(mu), sigma_(sigma) {
  STOPOVER_CHECK(valid(mu, sigma), "parameters of a lognormal distribution");
}
bool Lognormal::valid(double mu, double sigma) {
  return std::isfinite(mu) && sigma >= 0 &&
         std::isfinite(portable::exp(mu + sigma * normal_quantile(kLargestOpenUnit)));
}
std::optional<Lognormal> Lognormal::from_mean_sd(double mean, double sd) {
  if (!positive_finite(mean) || !(sd >= 0) || !std::isfinite(sd)) return std::nullopt;
  const double ratio = sd / mean;
  return from_mean_sigma(mean, std::sqrt(portable::log1p(ratio * ratio)));
}
std::optional<Lognormal> Lognormal::from_mean_sigma(double mean, double sigma) {
  if (!positive_finite(mean) || !(sigma >= 0) || !std::isfinite(sigma)) return std::nullopt;
  return make<Lognormal>(portable::log(mean) - 0.5 * sigma * sigma, sigma);
}

Exponential::Exponential(double mean) : mean_(mean) {
  STOPOVER_CHECK(valid(mean), "mean of an exponential distribution");
}
bool Exponential::valid(double mean) {
  return mean > 0 && std::isfinite(mean * largest_standard_exponential());
}

Weibull::Weibull(double shape, double scale) : power_(1.0 / shape), scale_(scale) {
  STOPOVER_CHECK(valid(shape, scale), "parameters of a Weibull distribution");
}
bool Weibull::valid(double shape, double scale) {
  return positive_finite(shape) && positive_finite(scale) &&
         std::isfinite(scale * portable::power(largest_standard_exponential(), 1.0 / shape));
}

Gumbel::Gumbel(double location, double scale) : location_(location), scale_(scale) {
  STOPOVER_CHECK(valid(location, scale), "parameters of a Gumbel distribution");
}
bool Gumbel::valid(double location, double scale) {
  return scale > 0 && std::isfinite(std::abs(location) + scale * kLargestNormal);
}

Triangular::Triangular(double low, double mode, double high)
    : low_(low), high_(high), mode_share_((mode - low) / (high - low)) {
  STOPOVER_CHECK(valid(low, mode, high), "parameters of a triangular distribution");
}
bool Triangular::valid(double low, double mode, double high) {
  return low <= mode && mode <= high && low < high && std::isfinite(high - low);
}
double Triangular::quantile(double u) const {
  const double width = high_ - low_;
  const double x = u < mode_share_ ? low_ + width * std::sqrt(u * mode_share_)
                                   : high_ - width * std::sqrt((1.0 - u) * (1.0 - mode_share_));
  return std::clamp(x, low_, high_);
}

namespace {

struct NormalInterval {
  double p_from;
  double p_width;
  bool mirrored;
};

[[nodiscard]] NormalInterval normal_interval(double low_z, double high_z) {
  const bool mirrored = low_z > 0;
  const double from = normal_cdf(mirrored ? -high_z : low_z);
  const double until = normal_cdf(mirrored ? -low_z : high_z);
  return {from, until - from, mirrored};
}

}  // namespace

TruncatedNormal::TruncatedNormal(double mean, double sd, double low, double high)
    : mean_(mean), sd_(sd), low_(low), high_(high) {
  STOPOVER_CHECK(valid(mean, sd, low, high), "parameters of a truncated normal distribution");
  const NormalInterval interval = normal_interval((low - mean) / sd, (high - mean) / sd);
  p_from_ = interval.p_from;
  p_width_ = interval.p_width;
  mirrored_ = interval.mirrored;
}
bool TruncatedNormal::valid(double mean, double sd, double low, double high) {
  if (!(sd > 0) || !Normal::valid(mean, sd) || !(low < high)) return false;
  return normal_interval((low - mean) / sd, (high - mean) / sd).p_width >= kLeastMass;
}
double TruncatedNormal::quantile(double u) const {
  const double p = p_from_ + p_width_ * (mirrored_ ? 1.0 - u : u);
  const double z = normal_quantile(std::min(p, kLargestOpenUnit));
  return std::clamp(mean_ + sd_ * (mirrored_ ? -z : z), low_, high_);
}

TruncatedLognormal::TruncatedLognormal(double mu, double sigma, double low, double high)
    : low_(low), high_(high), log_(mu, sigma, portable::log(low), portable::log(high)) {
  STOPOVER_CHECK(valid(mu, sigma, low, high), "parameters of a truncated lognormal distribution");
}
bool TruncatedLognormal::valid(double mu, double sigma, double low, double high) {
  if (!(low >= 0 && low < high) || !(sigma > 0)) return false;
  const bool finite =
      std::isfinite(high) || std::isfinite(portable::exp(mu + sigma * kLargestNormal));
  return finite && TruncatedNormal::valid(mu, sigma, portable::log(low), portable::log(high));
}
double TruncatedLognormal::quantile(double u) const {
  return std::clamp(portable::exp(log_.quantile(u)), low_, high_);
}

TruncatedExponential::TruncatedExponential(double mean, double low, double high)
    : mean_(mean), low_(low), high_(high), mass_(-portable::expm1(-(high - low) / mean)) {
  STOPOVER_CHECK(valid(mean, low, high), "parameters of a truncated exponential distribution");
}
bool TruncatedExponential::valid(double mean, double low, double high) {
  return Exponential::valid(mean) && low >= 0 && low < high && std::isfinite(high) &&
         (high - low) / mean > 1e-300;
}
double TruncatedExponential::quantile(double u) const {
  return std::clamp(low_ - mean_ * portable::log1p(-u * mass_), low_, high_);
}

namespace {

// The share of an exponential of mean 1 that is this far above any bound is no double.
constexpr double kBeyondAll = 745;

struct Hazards {
  double low = 0;
  double high = 0;  // maybe lowered to where nothing is above
};
Hazards hazards(double shape, double scale, double low, double high) {
  const double from = portable::power(low / scale, shape);
  return {from, std::min(portable::power(high / scale, shape), from + kBeyondAll)};
}

TruncatedExponential hazard_between(double shape, double scale, double low, double high) {
  STOPOVER_CHECK(TruncatedWeibull::valid(shape, scale, low, high),
                 "parameters of a truncated Weibull distribution");
  const Hazards h = hazards(shape, scale, low, high);
  return {1.0, h.low, h.high};
}

}  // namespace

TruncatedWeibull::TruncatedWeibull(double shape, double scale, double low, double high)
    : power_(1.0 / shape),
      scale_(scale),
      low_(low),
      high_(high),
      hazard_(hazard_between(shape, scale, low, high)) {}
bool TruncatedWeibull::valid(double shape, double scale, double low, double high) {
  if (!positive_finite(shape) || !positive_finite(scale)) return false;
  if (!(low >= 0 && low < high) || !std::isfinite(high)) return false;
  const Hazards h = hazards(shape, scale, low, high);
  return TruncatedExponential::valid(1, h.low, h.high);
}
double TruncatedWeibull::quantile(double u) const {
  return std::clamp(scale_ * portable::power(hazard_.quantile(u), power_), low_, high_);
}

}  // namespace stopover::random
