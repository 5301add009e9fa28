// SPDX-License-Identifier: Apache-2.0
// A figure estimated from replications, with its interval.
//
// What it is: the mean of n independent replications with Student's interval (Gosset 1908; Law
// 2015, section 4.5): value +- t(n-1) s / sqrt(n). Exact for normal replications; for others the
// coverage comes near the level as n grows. Measured with 10,000 trials a cell (tests/engine/stats/
// coverage_test.cpp), nominal 0.95:
//                      n = 5    n = 10   n = 40
//     normal           0.949    0.949    0.949
//     lognormal(0, 1)  0.822    0.844    0.891
// What it is not: an interval for the whole uncertainty. It covers simulation error only.
//
// One replication gives a value and no interval (nullopt, never a made-up one). Replications that
// are all equal give an interval of width zero, exactly at the value.
//
// Units: those of the replications. Sums run in the order given, so results do not depend on
// threads. Errors: no replication at all, a value that is not finite and a level outside (0, 1)
// are bugs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace stopover::stats {

enum class Method : std::uint8_t {
  kMean,
  kRatioJackknife,
  kRatioDelta,
  kPairedMean,
  kPairedRatioJackknife,
  kPairedRatioDelta,
};

// "mean over replications, Student t"; for reports and the result store.
[[nodiscard]] std::string_view method_text(Method method);

struct Interval {
  double low = 0;
  double high = 0;
  [[nodiscard]] bool contains(double x) const { return low <= x && x <= high; }
  [[nodiscard]] double half_width() const { return (high - low) / 2; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct Estimate {
  double value = 0;
  std::optional<double> standard_error;  // nullopt: unknown (n = 1, or a ratio's hold on one run)
  std::optional<Interval> interval;      // nullopt in the same cases
  std::int64_t n = 0;                    // replications
  double level = 0.95;
  Method method = Method::kMean;
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

struct MeanOptions {
  double level = 0.95;
  Method method = Method::kMean;  // what the values are, for the record
};

[[nodiscard]] Estimate mean_estimate(std::span<const double> replications,
                                     const MeanOptions& options = {});
// From exact sums: the same bytes for any order of the replications.
[[nodiscard]] Estimate mean_estimate(std::span<const std::int64_t> replications,
                                     const MeanOptions& options = {});

}  // namespace stopover::stats
