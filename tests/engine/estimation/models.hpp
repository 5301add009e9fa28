// SPDX-License-Identifier: Apache-2.0
// Small likelihoods with known maxima, for the tests of engine/estimation.
#pragma once

#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "engine/estimation/likelihood.hpp"

namespace stopover::estimation::testing {

// y ~ N(mean, variance), both estimated. The maximum: sample mean, mean square about it.
// Variances at or below 0 have no likelihood.
class NormalSample : public Likelihood {
 public:
  explicit NormalSample(std::vector<double> y, bool with_hessian = true, std::size_t block = 256)
      : y_(std::move(y)), with_hessian_(with_hessian), block_(block) {}
  [[nodiscard]] std::size_t parameters() const override { return 2; }
  [[nodiscard]] std::size_t units() const override { return y_.size(); }
  [[nodiscard]] std::size_t block() const override { return block_; }
  [[nodiscard]] bool has_hessian() const override { return with_hessian_; }
  void evaluate(std::span<const double> theta, std::size_t first, std::span<double> ln_l,
                std::span<double> scores) const override {
    const double v = theta[1];
    for (std::size_t u = 0; u < ln_l.size(); ++u) {
      const double d = y_[first + u] - theta[0];
      ln_l[u] = v > 0 ? -0.5 * (std::log(2 * std::numbers::pi * v) + d * d / v)
                      : -std::numeric_limits<double>::infinity();
      if (scores.empty()) continue;
      scores[2 * u] = d / v;
      scores[2 * u + 1] = 0.5 * (d * d / v - 1) / v;
    }
  }
  void add_hessian(std::span<const double> theta, std::size_t first,
                   std::span<const double> weights, Matrix& hessian) const override {
    const double v = theta[1];
    for (std::size_t u = 0; u < weights.size(); ++u) {
      const double d = y_[first + u] - theta[0];
      Matrix part(2, 2);
      part << -1 / v, -d / (v * v), -d / (v * v), (0.5 - d * d / v) / (v * v);
      hessian += weights[u] * part;
    }
  }

 private:
  std::vector<double> y_;
  bool with_hessian_;
  std::size_t block_;
};

// Binary logit of an index x'theta; each unit is a row of x with its outcome.
class LogitSample : public Likelihood {
 public:
  LogitSample(RowMatrix x, std::vector<bool> y, bool with_hessian = false)
      : x_(std::move(x)), y_(std::move(y)), with_hessian_(with_hessian) {}
  [[nodiscard]] std::size_t parameters() const override {
    return static_cast<std::size_t>(x_.cols());
  }
  [[nodiscard]] std::size_t units() const override { return y_.size(); }
  [[nodiscard]] std::size_t block() const override { return 7; }
  [[nodiscard]] bool has_hessian() const override { return with_hessian_; }
  void evaluate(std::span<const double> theta, std::size_t first, std::span<double> ln_l,
                std::span<double> scores) const override {
    for (std::size_t u = 0; u < ln_l.size(); ++u) {
      const bool one = y_[first + u];
      const double v = index(theta, first + u);
      ln_l[u] = -std::log1p(std::exp(one ? -v : v));
      if (scores.empty()) continue;
      for (std::size_t k = 0; k < parameters(); ++k)
        scores[u * parameters() + k] = ((one ? 1 : 0) - share(v)) * cell(first + u, k);
    }
  }
  void add_hessian(std::span<const double> theta, std::size_t first,
                   std::span<const double> weights, Matrix& hessian) const override {
    for (std::size_t u = 0; u < weights.size(); ++u) {
      const double p = share(index(theta, first + u));
      const auto row = x_.row(static_cast<Eigen::Index>(first + u));
      hessian -= weights[u] * p * (1 - p) * row.transpose() * row;
    }
  }

 private:
  [[nodiscard]] double cell(std::size_t u, std::size_t k) const {
    return x_(static_cast<Eigen::Index>(u), static_cast<Eigen::Index>(k));
  }
  [[nodiscard]] double index(std::span<const double> theta, std::size_t u) const {
    double sum = 0;
    for (std::size_t k = 0; k < theta.size(); ++k) sum += theta[k] * cell(u, k);
    return sum;
  }
  static double share(double v) { return 1 / (1 + std::exp(-v)); }

  RowMatrix x_;
  std::vector<bool> y_;
  bool with_hessian_;
};

// y = x'b + N(0, 1): least squares, whose sandwich is White's.
class UnitNormalLine : public Likelihood {
 public:
  UnitNormalLine(RowMatrix x, Vector y) : x_(std::move(x)), y_(std::move(y)) {}
  [[nodiscard]] std::size_t parameters() const override {
    return static_cast<std::size_t>(x_.cols());
  }
  [[nodiscard]] std::size_t units() const override { return static_cast<std::size_t>(y_.size()); }
  void evaluate(std::span<const double> theta, std::size_t first, std::span<double> ln_l,
                std::span<double> scores) const override {
    const Eigen::Map<const Vector> b(theta.data(), x_.cols());
    for (std::size_t u = 0; u < ln_l.size(); ++u) {
      const auto row = x_.row(static_cast<Eigen::Index>(first + u));
      const double e = y_[static_cast<Eigen::Index>(first + u)] - row.dot(b);
      ln_l[u] = -0.5 * e * e;
      for (Eigen::Index k = 0; k < x_.cols() && !scores.empty(); ++k)
        scores[u * parameters() + static_cast<std::size_t>(k)] = e * row[k];
    }
  }

 private:
  RowMatrix x_;
  Vector y_;
};

}  // namespace stopover::estimation::testing
