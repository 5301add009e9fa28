// SPDX-License-Identifier: Apache-2.0
// Draws from tables of weights and of quantiles.
//
//   AliasTable      many draws from one list of weights: O(n) to build, O(1) a draw
//   pick_by_weight  one draw from weights that change: O(n), nothing built
//   PoissonTable    many draws from one Poisson distribution: O(1) a draw
//   QuantileTable   a distribution given by its quantiles, straight between them: O(1) a draw,
//                   unless many knots crowd in 1/256 of the probability
//
// One draw each. AliasTable is the fastest but scrambles: after a small change of a weight another
// index may come out for the same bits. pick_by_weight keeps the order (a larger u never gives a
// smaller index): prefer it where base and variant must meet the same luck.
//
// Errors: weights or knots outside `valid(...)` are a bug; `make<AliasTable>(weights)`
// (continuous.hpp) for figures from a file.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::random {

// Weights: at least one, fewer than 2^32, each >= 0, the sum in (1e-290, 1e290).
[[nodiscard]] bool valid_weights(std::span<const double> weights);

// Walker 1977, built as Vose 1991. An index of weight 0 never comes out; the others with their
// share to within a few 1e-16 and size / 2^64. Bits are exact on every machine.
class AliasTable {
 public:
  explicit AliasTable(std::span<const double> weights);
  [[nodiscard]] static bool valid(std::span<const double> weights) {
    return valid_weights(weights);
  }

  // The high half of bits * size chooses a cell, the low half decides between its two indices.
  [[nodiscard]] std::size_t index(std::uint64_t bits) const {
    const detail::Wide product = detail::Wide{bits} * cells_.size();
    const auto cell = static_cast<std::size_t>(product >> 64U);
    // Without a branch, which no processor could foresee.
    const auto other = std::size_t{static_cast<std::uint64_t>(product) >= cells_[cell].own};
    return cell + other * (cells_[cell].alias - cell);
  }
  [[nodiscard]] std::size_t operator()(Stream& stream) const { return index(stream.next64()); }

  [[nodiscard]] std::size_t size() const { return cells_.size(); }
  // The probability with which an index really comes out; O(n).
  [[nodiscard]] double probability(std::size_t index) const;

 private:
  struct Cell {
    std::uint64_t own;  // of 2^64 parts, those that give the cell's own index
    std::uint32_t alias;
  };
  std::vector<Cell> cells_;
};

// The index whose stretch of the cumulated weights holds u * sum, u in [0, 1). Weight 0 is never
// chosen.
[[nodiscard]] std::size_t pick_by_weight(std::span<const double> weights, double u);

struct QuantileKnot {
  double p;      // P(X <= value)
  double value;  // in the caller's unit
  friend bool operator==(const QuantileKnot&, const QuantileKnot&) = default;
};

// Poisson of mean 0 to 1e6 by inversion: the least n whose distribution function reaches u. One
// draw whatever the mean, and a larger mean never gives a smaller count for the same bits (up to
// rounding). To build: 1 us at mean 4.5, 8 us at 400, 0.8 ms at 1e6.
class PoissonTable {
 public:
  explicit PoissonTable(double mean);
  [[nodiscard]] static bool valid(double mean) { return mean >= 0 && mean <= 1e6; }

  // The guide table of Chen and Asau 1974: where to begin, by the first bits of u in (0, 1).
  [[nodiscard]] std::int64_t quantile(double u) const {
    std::size_t n = guide_[static_cast<std::size_t>(u * guide_cells_)];
    n += std::size_t{cdf_[n] < u};  // most searches end here, without a branch
    while (cdf_[n] < u) [[unlikely]]++ n;
    return first_ + static_cast<std::int64_t>(n);
  }
  [[nodiscard]] std::int64_t operator()(Stream& stream) const {
    return quantile(open_unit(stream));
  }

 private:
  std::int64_t first_ = 0;   // count of cdf_[0]; all below together are less than 2^-53
  std::vector<double> cdf_;  // the last is 1
  std::vector<std::uint32_t> guide_;
  double guide_cells_ = 0;
};

class QuantileTable : public ByInversion<QuantileTable> {
 public:
  // From p = 0 to p = 1, p rising, values finite and not falling; at least two knots.
  explicit QuantileTable(std::span<const QuantileKnot> knots);
  [[nodiscard]] static bool valid(std::span<const QuantileKnot> knots);
  // Observed values, in any order, at p = 0, 1/(n-1), ..., 1 (type 7 of Hyndman and Fan 1996).
  [[nodiscard]] static std::optional<QuantileTable> from_sample(std::vector<double> sample);

  // The distribution kept to [low, high]: nullopt where a value of no probability would be left.
  [[nodiscard]] std::optional<QuantileTable> truncated(double low, double high) const;

  // Any u in [0, 1]. By a guide table too.
  [[nodiscard]] double quantile(double u) const {
    STOPOVER_CHECK(u >= 0 && u <= 1, "a probability");
    const Stretch* at = &stretches_[guide_[static_cast<std::size_t>(u * guide_cells_)]];
    while (at->until <= u) [[unlikely]]++ at;
    return std::min(at->value + at->rise * ((u - at->from) / at->width), at->top);
  }
  [[nodiscard]] double mean() const;

 private:
  struct Stretch {  // from one knot to the next
    double from;    // probability
    double until;   // the next knot's; infinite for the last, so that u = 1 ends there
    double width;
    double value;  // at `from`
    double rise;
    double top;  // value of the next knot
  };
  std::vector<Stretch> stretches_;
  std::vector<std::uint32_t> guide_;  // of u in [0, 1]: the stretch where its cell begins
  double guide_cells_ = 0;            // a power of two
};

}  // namespace stopover::random
