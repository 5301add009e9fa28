// SPDX-License-Identifier: Apache-2.0
#include "engine/random/tables.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::random {

bool valid_weights(std::span<const double> weights) {
  if (weights.empty() || weights.size() > 0xffffffffU) return false;
  double sum = 0;
  for (const double w : weights) {
    if (!(w >= 0)) return false;
    sum += w;
  }
  // The largest share must not vanish when it is scaled by the number of weights.
  return sum > 1e-290 && sum < 1e290;
}

namespace {

// share in [0, 1) of 2^64 parts.
[[nodiscard]] std::uint64_t parts(double share) {
  return static_cast<std::uint64_t>(share * 0x1p64);
}

}  // namespace

AliasTable::AliasTable(std::span<const double> weights) {
  STOPOVER_CHECK(valid(weights), "weights of an alias table");
  const std::size_t n = weights.size();
  double sum = 0;
  for (const double w : weights) sum += w;
  // How much of its own cell each index fills; the sum is n.
  std::vector<double> fill(n);
  for (std::size_t i = 0; i < n; ++i) fill[i] = weights[i] / sum * static_cast<double>(n);
  std::vector<std::uint32_t> small;
  std::vector<std::uint32_t> large;
  for (std::uint32_t i = 0; i < n; ++i) (fill[i] < 1 ? small : large).push_back(i);

  const auto heaviest = static_cast<std::uint32_t>(
      std::max_element(weights.begin(), weights.end()) - weights.begin());
  // What the loop does not reach differs from a full cell by rounding only.
  cells_.resize(n);
  for (std::uint32_t i = 0; i < n; ++i)
    cells_[i] = weights[i] > 0 ? Cell{~std::uint64_t{0}, i} : Cell{0, heaviest};
  while (!small.empty() && !large.empty()) {
    const std::uint32_t s = small.back();
    const std::uint32_t l = large.back();
    small.pop_back();
    cells_[s] = {parts(fill[s]), l};
    fill[l] -= 1 - fill[s];
    if (fill[l] < 1) {
      large.pop_back();
      small.push_back(l);
    }
  }
}

double AliasTable::probability(std::size_t index) const {
  STOPOVER_CHECK(index < cells_.size(), "an index of the table");
  double filled = 0;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const double own = static_cast<double>(cells_[i].own) * 0x1p-64;
    if (i == index) filled += own;
    if (cells_[i].alias == index) filled += 1 - own;
  }
  return filled / static_cast<double>(cells_.size());
}

std::size_t pick_by_weight(std::span<const double> weights, double u) {
  STOPOVER_CHECK(valid_weights(weights) && u >= 0 && u < 1, "weights and a number in [0, 1)");
  double sum = 0;
  for (const double w : weights) sum += w;
  const double target = u * sum;
  double reached = 0;
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    chosen = i;
    reached += weights[i];
    if (target < reached) break;
  }
  return chosen;
}

namespace {

// Probabilities of first, first + 1, ... over that of the mode; those left out are below 1e-20.
struct PoissonWeights {
  std::int64_t first;
  std::vector<double> weights;
};
[[nodiscard]] PoissonWeights poisson_weights(double mean) {
  constexpr double kLeast = 1e-20;
  const auto mode = static_cast<std::int64_t>(mean);
  std::vector<double> weights;
  double weight = 1;
  std::int64_t n = mode;
  for (; weight > kLeast && n > 0; --n) {
    weight *= static_cast<double>(n) / mean;
    weights.push_back(weight);
  }
  std::reverse(weights.begin(), weights.end());
  weights.push_back(1);
  weight = 1;
  for (std::int64_t above = mode + 1; weight > kLeast; ++above) {
    weight *= mean / static_cast<double>(above);
    weights.push_back(weight);
  }
  return {n, std::move(weights)};
}

}  // namespace

PoissonTable::PoissonTable(double mean) {
  STOPOVER_CHECK(valid(mean), "mean of a Poisson table");
  PoissonWeights poisson = poisson_weights(mean);
  first_ = poisson.first;
  cdf_ = std::move(poisson.weights);
  std::partial_sum(cdf_.begin(), cdf_.end(), cdf_.begin());
  const double sum = cdf_.back();
  for (double& p : cdf_) p /= sum;

  // Four cells a count on average, so that few cells hold two steps of the function.
  const std::size_t cells = std::bit_ceil(std::max<std::size_t>(4 * cdf_.size(), 256));
  guide_cells_ = static_cast<double>(cells);
  guide_.resize(cells);
  std::uint32_t n = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    while (cdf_[n] < static_cast<double>(i) / guide_cells_) ++n;
    guide_[i] = n;
  }
}

QuantileTable::QuantileTable(std::span<const QuantileKnot> knots) {
  STOPOVER_CHECK(valid(knots), "knots of a quantile table");
  for (std::size_t i = 1; i < knots.size(); ++i) {
    const QuantileKnot& left = knots[i - 1];
    const QuantileKnot& right = knots[i];
    stretches_.push_back({.from = left.p,
                          .until = right.p,
                          .width = right.p - left.p,
                          .value = left.value,
                          .rise = right.value - left.value,
                          .top = right.value});
  }
  stretches_.back().until = std::numeric_limits<double>::infinity();

  const std::size_t cells = std::bit_ceil(std::max<std::size_t>(2 * knots.size(), 256));
  guide_cells_ = static_cast<double>(cells);
  guide_.resize(cells + 1);  // u may be 1
  std::uint32_t stretch = 0;
  for (std::size_t i = 0; i <= cells; ++i) {
    while (stretches_[stretch].until <= static_cast<double>(i) / guide_cells_) ++stretch;
    guide_[i] = stretch;
  }
}

bool QuantileTable::valid(std::span<const QuantileKnot> knots) {
  if (knots.size() < 2 || knots.front().p != 0 || knots.back().p != 1) return false;
  if (!std::isfinite(knots.front().value)) return false;
  for (std::size_t i = 1; i < knots.size(); ++i) {
    const QuantileKnot& before = knots[i - 1];
    if (!(knots[i].p > before.p) || !(knots[i].value >= before.value)) return false;
  }
  return std::isfinite(knots.back().value - knots.front().value);
}

std::optional<QuantileTable> QuantileTable::from_sample(std::vector<double> sample) {
  if (sample.size() < 2) return std::nullopt;
  for (const double x : sample)
    if (!std::isfinite(x)) return std::nullopt;
  std::sort(sample.begin(), sample.end());
  const auto last = static_cast<double>(sample.size() - 1);
  std::vector<QuantileKnot> knots(sample.size());
  for (std::size_t i = 0; i < sample.size(); ++i)
    knots[i] = {static_cast<double>(i) / last, sample[i]};
  return make<QuantileTable>(std::span<const QuantileKnot>(knots));
}

std::optional<QuantileTable> QuantileTable::truncated(double low, double high) const {
  double below = 0;  // probabilities of values below low, and up to high
  double up_to = 0;
  const auto part = [](const Stretch& s, double value) {
    return s.from + s.width * ((value - s.value) / s.rise);
  };
  for (const Stretch& s : stretches_) {
    if (s.top < low)
      below = s.from + s.width;
    else if (s.value < low)
      below = part(s, low);
    if (s.top <= high)
      up_to = s.from + s.width;
    else if (s.value <= high)
      up_to = part(s, high);
  }
  const double mass = up_to - below;
  if (!(mass > 0)) return std::nullopt;
  std::vector<QuantileKnot> knots{{0, std::max(low, stretches_.front().value)}};
  for (const Stretch& s : stretches_) {
    if (s.value < low || s.value > high) continue;  // `part` may lie an ulp beyond its stretch
    const double p = (s.from - below) / mass;
    if (p > knots.back().p && p < 1) knots.push_back({p, s.value});
  }
  knots.push_back({1, std::min(high, stretches_.back().top)});
  return make<QuantileTable>(std::span<const QuantileKnot>(knots));
}

double QuantileTable::mean() const {
  double sum = 0;
  for (const Stretch& s : stretches_) sum += s.width * (0.5 * s.top + 0.5 * s.value);
  return sum;
}

}  // namespace stopover::random
