// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/paired.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/stats/distributions.hpp"

namespace stopover::stats {
namespace {

struct PairMethods {
  Method single;
  Method paired;
};

std::optional<double> variance_of(const Estimate& e) {
  if (!e.standard_error) return std::nullopt;
  return *e.standard_error * *e.standard_error * static_cast<double>(e.n);
}

void test_for_zero(PairedDifference& out) {
  const Estimate& d = out.difference;
  if (!d.interval) return;
  if (*d.standard_error > 0) {
    out.t_statistic = d.value / *d.standard_error;
    out.p_value = student_t_two_sided_p(*out.t_statistic, d.n - 1);
  } else {
    out.p_value = d.value == 0 ? 1.0 : 0.0;
  }
  out.distinguishable = !d.interval->contains(0);
}

void measure_coupling(std::span<const double> base, std::span<const double> variant,
                      PairedDifference& out) {
  const std::optional<double> var_base = variance_of(out.base);
  const std::optional<double> var_variant = variance_of(out.variant);
  const std::optional<double> var_difference = variance_of(out.difference);
  if (!var_difference) return;
  if (*var_difference > 0) out.variance_reduction = (*var_base + *var_variant) / *var_difference;
  if (!(*var_base > 0 && *var_variant > 0)) return;
  double products = 0;
  for (std::size_t i = 0; i < base.size(); ++i)
    products += (base[i] - out.base.value) * (variant[i] - out.variant.value);
  const double covariance = products / static_cast<double>(base.size() - 1);
  const double correlation = covariance / (std::sqrt(*var_base) * std::sqrt(*var_variant));
  out.correlation = std::clamp(correlation, -1.0, 1.0);  // rounding may pass 1 by a last digit
}

PairedDifference paired(std::span<const double> base, std::span<const double> variant, double level,
                        PairMethods methods) {
  STOPOVER_CHECK(base.size() == variant.size(), "as many replications of variant as of base");
  std::vector<double> differences;
  differences.reserve(base.size());
  for (std::size_t i = 0; i < base.size(); ++i) differences.push_back(variant[i] - base[i]);
  PairedDifference out;
  out.base = mean_estimate(base, {.level = level, .method = methods.single});
  out.variant = mean_estimate(variant, {.level = level, .method = methods.single});
  out.difference = mean_estimate(differences, {.level = level, .method = methods.paired});
  test_for_zero(out);
  measure_coupling(base, variant, out);
  return out;
}

}  // namespace

PairedDifference paired_means(std::span<const double> base, std::span<const double> variant,
                              double level) {
  return paired(base, variant, level, {Method::kMean, Method::kPairedMean});
}

std::optional<PairedDifference> paired_ratios(std::span<const RatioSample> base,
                                              std::span<const RatioSample> variant,
                                              const RatioOptions& options) {
  STOPOVER_CHECK(base.size() == variant.size(), "as many replications of variant as of base");
  const std::optional<Estimate> base_alone = ratio_estimate(base, options);
  const std::optional<Estimate> variant_alone = ratio_estimate(variant, options);
  if (!base_alone || !variant_alone) return std::nullopt;
  const Method difference_method = options.method == RatioMethod::kJackknife
                                       ? Method::kPairedRatioJackknife
                                       : Method::kPairedRatioDelta;
  const auto base_values = ratio_values(base, options.method);
  const auto variant_values = ratio_values(variant, options.method);
  if (base_values && variant_values)
    return paired(*base_values, *variant_values, options.level,
                  {base_alone->method, difference_method});
  PairedDifference out;  // a difference without an interval
  out.base = *base_alone;
  out.variant = *variant_alone;
  out.difference = Estimate{.value = variant_alone->value - base_alone->value,
                            .standard_error = {},
                            .interval = {},
                            .n = base_alone->n,
                            .level = options.level,
                            .method = difference_method};
  return out;
}

}  // namespace stopover::stats
