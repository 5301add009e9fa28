// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/check.hpp"
#include "engine/random/stream.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::stats {
namespace {

constexpr random::Purpose kRows = random::purpose("stats.bootstrap_rows");
constexpr random::Purpose kEffects = random::purpose("stats.bootstrap_effects");

using Rows = std::vector<std::size_t>;

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments moments_of(const SobolSample& sample, const Rows& rows) {
  const double n = 2 * static_cast<double>(rows.size());
  double sum = 0;
  for (const std::size_t i : rows) sum += sample.a[i] + sample.b[i];
  const double mean = sum / n;
  double squares = 0;
  for (const std::size_t i : rows)
    squares +=
        (sample.a[i] - mean) * (sample.a[i] - mean) + (sample.b[i] - mean) * (sample.b[i] - mean);
  return {mean, squares / n};
}

double first_order(const SobolSample& sample, std::size_t j, const Rows& rows, const Moments& m) {
  double sum = 0;
  for (const std::size_t i : rows) sum += (sample.b[i] - m.mean) * (sample.ab[j][i] - sample.a[i]);
  return sum / static_cast<double>(rows.size()) / m.variance;
}

double total_order(const SobolSample& sample, std::size_t j, const Rows& rows, const Moments& m) {
  double sum = 0;
  for (const std::size_t i : rows) {
    const double d = sample.a[i] - sample.ab[j][i];
    sum += d * d;
  }
  return sum / (2 * static_cast<double>(rows.size())) / m.variance;
}

// Of inputs i and j together, both alone taken off.
double second_order(const SobolSample& sample, std::size_t i, std::size_t j, const Rows& rows,
                    const Moments& m) {
  double sum = 0;
  for (const std::size_t r : rows) {
    const auto product = [&](double x, double y) { return (x - m.mean) * (y - m.mean); };
    sum += (product(sample.ba[i][r], sample.ab[j][r]) + product(sample.ba[j][r], sample.ab[i][r])) /
               2 -
           product(sample.a[r], sample.b[r]);
  }
  return sum / static_cast<double>(rows.size()) / m.variance - first_order(sample, i, rows, m) -
         first_order(sample, j, rows, m);
}

Rows drawn_rows(std::size_t n, random::Stream& stream) {
  Rows rows(n);
  for (std::size_t& row : rows) row = random::below(stream, n);
  return rows;
}

// Between order statistics, linearly (type 7 of Hyndman and Fan 1996). Sorts.
double percentile(std::vector<double>& values, double p) {
  std::sort(values.begin(), values.end());
  const double at = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

Index with_interval(double value, std::vector<double>& drawn, const BootstrapOptions& options) {
  if (drawn.empty() || drawn.size() < options.samples / 2) return {value, {}};
  const double tail = (1 - options.level) / 2;
  const double low = percentile(drawn, tail);
  return {value, Interval{low, percentile(drawn, 1 - tail)}};
}

void check(const SobolSample& sample) {
  const std::size_t n = sample.a.size();
  STOPOVER_CHECK(n >= 2 && sample.b.size() == n, "rows of A and B, two at least");
  const auto finite = [](const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double y) { return std::isfinite(y); });
  };
  STOPOVER_CHECK(finite(sample.a) && finite(sample.b), "finite outputs");
  for (const std::vector<double>& ab : sample.ab)
    STOPOVER_CHECK(ab.size() == n && finite(ab), "a row of AB for each of A");
  STOPOVER_CHECK(sample.ba.empty() || sample.ba.size() == sample.ab.size(), "BA as AB, or none");
  for (const std::vector<double>& ba : sample.ba)
    STOPOVER_CHECK(ba.size() == n && finite(ba), "a row of BA for each of A");
}

// Not more than rounding: a sum of equal numbers need not be exact.
bool varies(const Moments& m) {
  constexpr double kRounding = 1e-24;
  return m.variance > kRounding * m.mean * m.mean;
}

}  // namespace

std::optional<SobolIndices> sobol_indices(const SobolSample& sample,
                                          const BootstrapOptions& options) {
  check(sample);
  const std::size_t k = sample.ab.size();
  Rows all(sample.a.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const Moments m = moments_of(sample, all);
  if (!varies(m)) return std::nullopt;

  std::vector<std::vector<double>> first(k);
  std::vector<std::vector<double>> total(k);
  SobolIndices out{.mean = m.mean, .variance = m.variance};
  if (!sample.ba.empty())
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = i + 1; j < k; ++j)
        out.second.push_back({.i = i, .j = j, .index = {second_order(sample, i, j, all, m), {}}});
  std::vector<std::vector<double>> second(out.second.size());
  const std::uint32_t samples = all.size() < kFewestRows ? 0 : options.samples;
  for (std::uint32_t s = 0; s < samples; ++s) {
    random::Stream stream({.seed = options.seed, .entity = s, .purpose = kRows});
    const Rows rows = drawn_rows(all.size(), stream);
    const Moments drawn = moments_of(sample, rows);
    if (!varies(drawn)) continue;
    for (std::size_t j = 0; j < k; ++j) {
      first[j].push_back(first_order(sample, j, rows, drawn));
      total[j].push_back(total_order(sample, j, rows, drawn));
    }
    for (std::size_t p = 0; p < second.size(); ++p)
      second[p].push_back(second_order(sample, out.second[p].i, out.second[p].j, rows, drawn));
  }
  out.first.reserve(k);
  out.total.reserve(k);
  for (std::size_t j = 0; j < k; ++j) {
    out.first.push_back(with_interval(first_order(sample, j, all, m), first[j], options));
    out.total.push_back(with_interval(total_order(sample, j, all, m), total[j], options));
  }
  for (std::size_t p = 0; p < second.size(); ++p)
    out.second[p].index = with_interval(out.second[p].index.value, second[p], options);
  return out;
}

ElementaryEffects elementary_effects(std::span<const double> effects, std::uint64_t input,
                                     const BootstrapOptions& options) {
  STOPOVER_CHECK(!effects.empty(), "at least one effect");
  const auto n = static_cast<double>(effects.size());
  const auto size_of = [](double sum, double effect) { return sum + std::abs(effect); };
  ElementaryEffects out;
  out.mu = std::accumulate(effects.begin(), effects.end(), 0.0) / n;
  out.mu_star.value = std::accumulate(effects.begin(), effects.end(), 0.0, size_of) / n;
  STOPOVER_CHECK(std::isfinite(out.mu_star.value), "finite effects");
  double squares = 0;
  for (const double effect : effects) squares += (effect - out.mu) * (effect - out.mu);
  if (effects.size() > 1) out.sigma = std::sqrt(squares / (n - 1));

  std::vector<double> drawn;
  const std::uint32_t samples = effects.size() < kFewestEffects ? 0 : options.samples;
  drawn.reserve(samples);
  for (std::uint32_t s = 0; s < samples; ++s) {
    random::Stream stream(
        {.seed = options.seed, .replication = s, .entity = input, .purpose = kEffects});
    double sum = 0;
    for (std::size_t i = 0; i < effects.size(); ++i)
      sum += std::abs(effects[random::below(stream, effects.size())]);
    drawn.push_back(sum / n);
  }
  out.mu_star = with_interval(out.mu_star.value, drawn, options);
  return out;
}

}  // namespace stopover::stats
