// SPDX-License-Identifier: Apache-2.0
// Statistical tests of draws, with a written flake budget.
//
// Each test states a null hypothesis and gives a p-value. A budgeted test runs 20 trials of its own
// streams; it fails when more than 4 p-values are below 0.005, or more than 4 above 0.995 (a fit
// too good is a defect as well). Under the null hypothesis either happens with probability
// P(Bin(20, 0.005) > 4) = 4.5e-8. Seeds are fixed, so a run never flakes; STOPOVER_TEST_SEED sets
// another for a nightly run: about 60 budgeted tests, one false alarm in 180,000 nights. Tests of
// one large sample are at 1e-7 a side, z-tests of its moments at |z| < 5.5 (3.8e-8): about 85 and
// 65 of them, one in 90,000.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <numbers>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>

#include "engine/base/stable_hash.hpp"
#include "engine/random/stream.hpp"

namespace stopover::random::testing {

inline std::uint64_t test_seed() {
  const char* given = std::getenv("STOPOVER_TEST_SEED");
  return given == nullptr ? 20240101 : stable_hash(std::string_view(given));
}

// P(D >= d) for the Kolmogorov-Smirnov distance of n values: Kolmogorov's limit with Stephens's
// (1970) correction for finite n.
inline double kolmogorov_p_value(double d, std::size_t n) {
  const double root = std::sqrt(static_cast<double>(n));
  const double x = d * (root + 0.12 + 0.11 / root);
  if (x < 0.3) {  // the other form of the theta function converges there
    double sum = 0;
    for (int k = 1; k <= 5; ++k) {
      const double a = (2 * k - 1) * std::numbers::pi / x;
      sum += std::exp(-a * a / 8);
    }
    return 1 - std::sqrt(2 * std::numbers::pi) / x * sum;
  }
  double sum = 0;
  for (int k = 1; k <= 100; ++k) sum += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
  return std::clamp(sum, 0.0, 1.0);
}

// Null hypothesis: the sample is independent draws from the continuous distribution `cdf`.
inline double ks_p_value(std::vector<double> sample, const std::function<double(double)>& cdf) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double d = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double f = cdf(sample[i]);
    const auto rank = static_cast<double>(i);
    d = std::max({d, f - rank / n, (rank + 1) / n - f});
  }
  return kolmogorov_p_value(d, sample.size());
}

inline double chi_square_p_value(double statistic, double degrees_of_freedom) {
  return boost::math::cdf(
      boost::math::complement(boost::math::chi_squared(degrees_of_freedom), statistic));
}

// Null hypothesis: `observed` are counts of independent draws with these probabilities (sum 1).
// Neighbouring cells are pooled until each expects at least 10.
inline double chi_square_p_value(std::span<const std::uint64_t> observed,
                                 std::span<const double> probabilities) {
  const double n =
      static_cast<double>(std::accumulate(observed.begin(), observed.end(), std::uint64_t{0}));
  std::vector<std::pair<double, double>> cells;  // seen, expected
  double seen = 0;
  double expected = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    seen += static_cast<double>(observed[i]);
    expected += n * probabilities[i];
    if (expected < 10) continue;
    cells.emplace_back(seen, expected);
    seen = expected = 0;
  }
  cells.back().first += seen;
  cells.back().second += expected;
  double statistic = 0;
  for (const auto& [s, e] : cells) statistic += (s - e) * (s - e) / e;
  return chi_square_p_value(statistic, static_cast<double>(cells.size() - 1));
}

inline double equal_chi_square_p_value(std::span<const std::uint64_t> observed) {
  const std::vector<double> p(observed.size(), 1.0 / static_cast<double>(observed.size()));
  return chi_square_p_value(observed, p);
}

struct TrialCounts {
  int too_small = 0;
  int too_large = 0;
  [[nodiscard]] bool within_budget() const { return too_small <= 4 && too_large <= 4; }
};

// Runs `p_value_of` on 20 independent streams. `name` makes this test's streams its own.
inline TrialCounts run_trials(const std::string& name,
                              const std::function<double(Stream&)>& p_value_of) {
  TrialCounts counts;
  for (std::uint32_t trial = 0; trial < 20; ++trial) {
    Stream stream({.seed = test_seed(), .replication = trial, .purpose = purpose(name)});
    const double p = p_value_of(stream);
    counts.too_small += p < 0.005 ? 1 : 0;
    counts.too_large += p > 0.995 ? 1 : 0;
  }
  return counts;
}

}  // namespace stopover::random::testing
