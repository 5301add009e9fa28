// SPDX-License-Identifier: Apache-2.0
// A continuous distribution made quick for many draws, by a table of its quantiles.
//
//   const Tabulated service(*Gamma::from_mean_sd(90, 60));   // once
//   const double seconds = service(stream);                  // single-digit nanoseconds
//
// Same variates as the distribution itself: one draw each, the same luck, F(x) within 1e-10 of u
// relative to min(u, 1 - u) (measured: 2e-13 of ordinary shapes), a larger u never a smaller
// variate (up to rounding). Where the table does not hold (tails below 2^-13, 1 draw in 4,096, and
// cells that it does not fit) the distribution's own quantile answers.
//
// What it is not: worth its while for a few draws. A cell costs eight quantiles when it is first
// drawn from; all of them (few draws need them) 0.2 ms of a lognormal, 2 to 5 ms of a gamma.
// Memory: 48 KiB, of which 16 KiB serve 94 % of the draws; copies share it. Keep one a shape, and
// multiply by the scale. Safe to draw from in many threads.
//
// Bits: pinned like all variates (transforms.hpp); the table is IEEE-754 arithmetic in a written
// order, whoever fills it. Errors: none of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/random/continuous.hpp"
#include "engine/random/inverse_table.hpp"

namespace stopover::random {

template <class Distribution>
class Tabulated {
 public:
  explicit Tabulated(const Distribution& distribution)
      : exact_(distribution), table_(std::make_shared<detail::InverseTable>()) {}

  [[nodiscard]] double quantile(double u) const { return at(detail::tail_place(u), u); }
  [[nodiscard]] double operator()(Stream& stream) const {
    const std::uint64_t bits = stream.next64();
    return at(detail::tail_place_of_bits(bits), open_unit(bits));
  }

  [[nodiscard]] const Distribution& exact() const { return exact_; }
  // Probability that a draw is answered by the table. Fills it.
  [[nodiscard]] double tabulated_share() const {
    double share = 0;
    for (std::size_t i = 0; i < detail::InverseTable::kCells; ++i) {
      const std::size_t cell = i % detail::kCellsATail;
      const double x = fit(i, 0);
      if (x == x) share += detail::tail_at(cell, 0.5) - detail::tail_at(cell, -0.5);
    }
    return share;
  }

 private:
  [[nodiscard]] double at(const detail::TailPlace& place, double u) const {
    if (place.cell < detail::kCellsATail) [[likely]] {
      const std::size_t index = detail::InverseTable::index(place);
      if (table_->holds(index)) [[likely]]
        return table_->at(index, place.s);
      const double x = fit(index, place.s);
      if (x == x) return x;  // a number
    }
    return exact_.quantile(u);
  }
  [[nodiscard]] double fit(std::size_t index, double s) const {
    return table_->fit(index, s, [this](double p) { return exact_.quantile(p); });
  }

  Distribution exact_;
  std::shared_ptr<detail::InverseTable> table_;
};

}  // namespace stopover::random
