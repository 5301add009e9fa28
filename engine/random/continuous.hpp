// SPDX-License-Identifier: Apache-2.0
// Continuous distributions drawn by inversion, whole and truncated.
//
// Each is a small value built once from its parameters. `quantile(u)`, u in (0, 1), gives the
// variate; `d(stream)` is d.quantile(open_unit(stream)). One draw is one variate and a larger u
// never gives a smaller variate (up to rounding), so two scenarios that differ in a parameter meet
// the same luck.
//
// Units: those of the parameters. Every variate of a valid distribution is finite.
// Errors: parameters outside `valid(...)` are a bug. Figures from a file go through
// `make<D>(...)`, which gives nullopt, and the reader reports the fault.
#pragma once

#include <optional>

#include "engine/random/normal.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::random {

// The distribution, or nullopt when the parameters are not valid for it.
template <class Distribution, class... Parameters>
[[nodiscard]] std::optional<Distribution> make(const Parameters&... parameters) {
  if (!Distribution::valid(parameters...)) return std::nullopt;
  return Distribution(parameters...);
}

// Gives a distribution with a quantile function its `d(stream)`.
template <class Derived>
class ByInversion {
 public:
  [[nodiscard]] double operator()(Stream& stream) const {
    return static_cast<const Derived&>(*this).quantile(open_unit(stream));
  }

 private:
  friend Derived;
  ByInversion() = default;
};

// sd >= 0.
class Normal : public ByInversion<Normal> {
 public:
  Normal(double mean, double sd);
  [[nodiscard]] static bool valid(double mean, double sd);
  [[nodiscard]] double quantile(double u) const { return mean_ + sd_ * normal_quantile(u); }

 private:
  double mean_;
  double sd_;
};

// exp of a normal with mean mu and standard deviation sigma >= 0. The median is exp(mu).
class Lognormal : public ByInversion<Lognormal> {
 public:
  Lognormal(double mu, double sigma);
  [[nodiscard]] static bool valid(double mu, double sigma);
  // From the mean and standard deviation of the variate itself; mean > 0, sd >= 0.
  [[nodiscard]] static std::optional<Lognormal> from_mean_sd(double mean, double sd);
  // From the mean of the variate and the standard deviation of its logarithm.
  [[nodiscard]] static std::optional<Lognormal> from_mean_sigma(double mean, double sigma);

  [[nodiscard]] double quantile(double u) const {
    return portable::exp(mu_ + sigma_ * normal_quantile(u));
  }
  [[nodiscard]] double mu() const { return mu_; }
  [[nodiscard]] double sigma() const { return sigma_; }

 private:
  double mu_;
  double sigma_;
};

// By its mean > 0 (the rate is 1 / mean).
class Exponential : public ByInversion<Exponential> {
 public:
  explicit Exponential(double mean);
  [[nodiscard]] static bool valid(double mean);
  [[nodiscard]] double quantile(double u) const {
    return -mean_ * portable::log_of_normal(1.0 - u);
  }

 private:
  double mean_;
};

// P(X > x) = exp(-(x / scale)^shape); both > 0.
class Weibull : public ByInversion<Weibull> {
 public:
  Weibull(double shape, double scale);
  [[nodiscard]] static bool valid(double shape, double scale);
  [[nodiscard]] double quantile(double u) const {
    return scale_ * portable::power(-portable::log_of_normal(1.0 - u), power_);
  }

 private:
  double power_;  // 1 / shape
  double scale_;
};

// Largest extreme value: P(X <= x) = exp(-exp(-(x - location) / scale)); scale > 0. The standard
// one (0, 1) is the error term of a logit model; its mean is Euler's constant, not 0.
class Gumbel : public ByInversion<Gumbel> {
 public:
  Gumbel(double location, double scale);
  [[nodiscard]] static bool valid(double location, double scale);
  [[nodiscard]] double quantile(double u) const {
    return location_ - scale_ * portable::log(-portable::log(u));
  }

 private:
  double location_;
  double scale_;
};

// low <= mode <= high, low < high.
class Triangular : public ByInversion<Triangular> {
 public:
  Triangular(double low, double mode, double high);
  [[nodiscard]] static bool valid(double low, double mode, double high);
  [[nodiscard]] double quantile(double u) const;

 private:
  double low_;
  double high_;
  double mode_share_;  // P(X <= mode)
};

// A normal (mean, sd of the whole one; sd > 0) kept to [low, high]; a bound may be infinite. The
// interval must hold a probability of at least 1e-290, which bounds 36 sd away from the mean do.
class TruncatedNormal : public ByInversion<TruncatedNormal> {
 public:
  TruncatedNormal(double mean, double sd, double low, double high);
  [[nodiscard]] static bool valid(double mean, double sd, double low, double high);
  [[nodiscard]] double quantile(double u) const;

 private:
  double mean_;
  double sd_;
  double low_;
  double high_;
  double p_from_ = 0;   // distribution function where the interval begins
  double p_width_ = 0;  // probability of the interval
  bool mirrored_;       // worked out in the lower tail, where probabilities keep their digits
};

// A lognormal (mu, sigma of the whole one; sigma > 0) kept to [low, high]; 0 <= low < high, high
// may be infinite. The same least probability as TruncatedNormal.
class TruncatedLognormal : public ByInversion<TruncatedLognormal> {
 public:
  TruncatedLognormal(double mu, double sigma, double low, double high);
  [[nodiscard]] static bool valid(double mu, double sigma, double low, double high);
  [[nodiscard]] double quantile(double u) const;

 private:
  double low_;
  double high_;
  TruncatedNormal log_;
};

// An exponential (mean of the whole one) kept to [low, high]; 0 <= low < high, both finite.
class TruncatedExponential : public ByInversion<TruncatedExponential> {
 public:
  TruncatedExponential(double mean, double low, double high);
  [[nodiscard]] static bool valid(double mean, double low, double high);
  [[nodiscard]] double quantile(double u) const;

 private:
  double mean_;
  double low_;
  double high_;
  double mass_;  // P(low <= X <= high | X >= low)
};

// A Weibull (shape and scale of the whole one) kept to [low, high]; 0 <= low < high, both finite.
class TruncatedWeibull : public ByInversion<TruncatedWeibull> {
 public:
  TruncatedWeibull(double shape, double scale, double low, double high);
  [[nodiscard]] static bool valid(double shape, double scale, double low, double high);
  [[nodiscard]] double quantile(double u) const;

 private:
  double power_;  // 1 / shape
  double scale_;
  double low_;
  double high_;
  TruncatedExponential hazard_;  // (X / scale)^shape
};

}  // namespace stopover::random
