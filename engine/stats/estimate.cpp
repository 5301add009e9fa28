// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/estimate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "engine/base/check.hpp"
#include "engine/stats/distributions.hpp"
#include "engine/stats/tally.hpp"

namespace stopover::stats {
namespace {

constexpr std::array<std::string_view, 6> kMethodTexts{
    "mean over replications, Student t",
    "ratio of sums, jackknife, Student t",
    "ratio of sums, delta method, Student t",
    "paired difference of means, Student t",
    "paired difference of ratios, jackknife, Student t",
    "paired difference of ratios, delta method, Student t",
};

Estimate student_estimate(double mean, std::optional<double> variance, std::int64_t n,
                          const MeanOptions& options) {
  STOPOVER_CHECK(options.level > 0 && options.level < 1, "a confidence level between 0 and 1");
  Estimate out{.value = mean,
               .standard_error = {},
               .interval = {},
               .n = n,
               .level = options.level,
               .method = options.method};
  if (!variance) return out;
  const double error = std::sqrt(*variance / static_cast<double>(n));
  const double reach = student_t_quantile(0.5 + options.level / 2, n - 1) * error;
  out.standard_error = error;
  out.interval = Interval{mean - reach, mean + reach};
  return out;
}

}  // namespace

std::string_view method_text(Method method) {
  const auto place = static_cast<std::size_t>(method);
  STOPOVER_CHECK(place < kMethodTexts.size(), "a named method");
  return kMethodTexts[place];
}

Estimate mean_estimate(std::span<const double> replications, const MeanOptions& options) {
  STOPOVER_CHECK(!replications.empty(), "at least one replication");
  const auto n = static_cast<double>(replications.size());
  // Measured from the first value, so that equal replications have exactly their own mean.
  const double origin = replications.front();
  double shifted = 0;
  for (const double x : replications) {
    STOPOVER_CHECK(std::isfinite(x), "replications are finite");
    shifted += x - origin;
  }
  const double mean = origin + shifted / n;
  if (replications.size() == 1) return student_estimate(mean, std::nullopt, 1, options);
  // Two passes; the square of the summed deviations takes out the rounding of the mean (Chan,
  // Golub, LeVeque 1983).
  double squares = 0;
  double deviations = 0;
  for (const double x : replications) {
    squares += (x - mean) * (x - mean);
    deviations += x - mean;
  }
  const double variance = std::max(0.0, squares - deviations * deviations / n) / (n - 1);
  return student_estimate(mean, variance, static_cast<std::int64_t>(replications.size()), options);
}

Estimate mean_estimate(std::span<const std::int64_t> replications, const MeanOptions& options) {
  STOPOVER_CHECK(!replications.empty(), "at least one replication");
  IntegerTally tally;
  for (const std::int64_t x : replications) tally.add(x);
  return student_estimate(*tally.mean(), tally.variance(), tally.count(), options);
}

}  // namespace stopover::stats
