// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/ratio.hpp"

#include "engine/base/check.hpp"
#include "engine/stats/tally.hpp"

namespace stopover::stats {
namespace {

RatioSample sum_of(std::span<const RatioSample> replications) {
  STOPOVER_CHECK(!replications.empty(), "at least one replication");
  RatioSample sum;
  for (const RatioSample& sample : replications) {
    STOPOVER_CHECK(sample.denominator >= 0, "denominators are not negative");
    const bool overflow =
        __builtin_add_overflow(sum.numerator, sample.numerator, &sum.numerator) ||
        __builtin_add_overflow(sum.denominator, sample.denominator, &sum.denominator);
    STOPOVER_CHECK(!overflow, "sums of a ratio fit 64 bits");
  }
  return sum;
}

double quotient(const RatioSample& sum) {
  return static_cast<double>(sum.numerator) / static_cast<double>(sum.denominator);
}

}  // namespace

std::optional<double> pooled_ratio(std::span<const RatioSample> replications) {
  const RatioSample sum = sum_of(replications);
  if (sum.denominator == 0) return std::nullopt;
  return quotient(sum);
}

std::optional<std::vector<double>> ratio_values(std::span<const RatioSample> replications,
                                                RatioMethod method) {
  const RatioSample sum = sum_of(replications);
  if (sum.denominator == 0 || replications.size() < 2) return std::nullopt;
  const double ratio = quotient(sum);
  const auto whole = static_cast<double>(sum.denominator);
  const auto k = static_cast<double>(replications.size());
  std::vector<double> values;
  values.reserve(replications.size());
  for (const RatioSample& sample : replications) {
    // D times the deviation n_i - r d_i; below 2^127 in size.
    const auto deviation = static_cast<double>(Int128{sample.numerator} * sum.denominator -
                                               Int128{sum.numerator} * sample.denominator);
    if (method == RatioMethod::kDelta) {
      values.push_back(ratio + k * deviation / (whole * whole));
      continue;
    }
    const std::int64_t rest = sum.denominator - sample.denominator;
    if (rest == 0) return std::nullopt;
    // k r - (k-1) r(-i) = r + (k-1) (r - r(-i)), and r - r(-i) = deviation / (D (D - d_i)).
    values.push_back(ratio + (k - 1) * deviation / (whole * static_cast<double>(rest)));
  }
  return values;
}

std::optional<Estimate> ratio_estimate(std::span<const RatioSample> replications,
                                       const RatioOptions& options) {
  const std::optional<double> pooled = pooled_ratio(replications);
  if (!pooled) return std::nullopt;
  const bool jackknife = options.method == RatioMethod::kJackknife;
  const MeanOptions record{.level = options.level,
                           .method = jackknife ? Method::kRatioJackknife : Method::kRatioDelta};
  const std::optional<std::vector<double>> values = ratio_values(replications, options.method);
  if (!values) {
    Estimate out = mean_estimate(std::span(&*pooled, 1), record);
    out.n = static_cast<std::int64_t>(replications.size());
    return out;
  }
  return mean_estimate(*values, record);
}

}  // namespace stopover::stats
