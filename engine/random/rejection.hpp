// SPDX-License-Identifier: Apache-2.0
// Beta, PERT and Poisson distributions.
//
// What they are not (Poisson below a mean of 10 excepted): one draw a variate. PoissonTable
// (tables.hpp) is, and quicker after it has been built. They take pairs of
// draws until one is accepted, so under common random numbers give each use its own purpose or
// entity, and expect a changed parameter to change which pair is accepted.
//
// Draws: beta and PERT two gammas, each 2 a trial (about 1.05 trials at shape 1, fewer above) and 1
// more for shape < 1; Poisson 1 for mean < 10 (none for mean 0), else 2 a trial (about 1.2
// trials at mean 10, 1.1 at 100).
//
// Units: those of the parameters; Poisson gives a count. Every variate is finite.
// Errors: parameters outside `valid(...)` are a bug; `make<D>(...)` (continuous.hpp) for figures
// from a file.
#pragma once

#include <cstdint>

#include "engine/random/continuous.hpp"
#include "engine/random/stream.hpp"

namespace stopover::random {

namespace detail {
// A gamma of scale 1 by Marsaglia and Tsang 2000, "A simple method for generating gamma variables",
// with the shape + 1 boost below 1.
class RejectionGamma {
 public:
  explicit RejectionGamma(double shape);
  [[nodiscard]] double operator()(Stream& stream) const;

 private:
  double d_;      // shape (or shape + 1) - 1/3
  double c_;      // 1 / sqrt(9 d)
  double boost_;  // 1 / shape below 1, else 0
};
}  // namespace detail

// On (0, 1) with mean a / (a + b); a and b in [0.1, 1e6].
class Beta {
 public:
  Beta(double a, double b);
  [[nodiscard]] static bool valid(double a, double b);
  [[nodiscard]] double operator()(Stream& stream) const;

 private:
  detail::RejectionGamma a_;
  detail::RejectionGamma b_;
};

// A beta on [low, high] with the given mode and mean (low + 4 mode + high) / 6 (Malcolm and others
// 1959): three figures that an expert can give. low <= mode <= high, low < high.
class Pert {
 public:
  Pert(double low, double mode, double high);
  [[nodiscard]] static bool valid(double low, double mode, double high);
  [[nodiscard]] double operator()(Stream& stream) const;

 private:
  double low_;
  double high_;
  Beta beta_;
};

// Mean in [0, 1e9]. Below 10 by inversion; from 10 on PTRS (Hormann 1993, "The transformed
// rejection method for generating Poisson random variables").
class Poisson {
 public:
  explicit Poisson(double mean);
  [[nodiscard]] static bool valid(double mean);
  [[nodiscard]] std::int64_t operator()(Stream& stream) const;

 private:
  [[nodiscard]] std::int64_t by_inversion(double u) const;
  [[nodiscard]] std::int64_t by_rejection(Stream& stream) const;

  double mean_;
  double p_zero_ = 0;    // exp(-mean), inversion
  double log_mean_ = 0;  // the rest: PTRS, in Hormann's letters
  double a_ = 0;
  double b_ = 0;
  double inverse_alpha_ = 0;
  double v_r_ = 0;
};

}  // namespace stopover::random
