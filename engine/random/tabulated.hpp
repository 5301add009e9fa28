// SPDX-License-Identifier: Apache-2.0
// A continuous distribution made quick for many draws, by a table of its quantiles.
//
//   const Tabulated service(*Gamma::from_mean_sd(90, 60));   // milliseconds, once
//   const double seconds = service(stream);                  // single-digit nanoseconds
//
// Same variates as the distribution itself: one draw each, the same luck, F(x) within 1e-10 of u
// relative to min(u, 1 - u) (measured: 2e-13 of ordinary shapes), a larger u never a smaller
// variate (up to rounding). Where the table does not hold (tails below 2^-13, 1 draw in 4,096, and
// cells that it does not fit) the distribution's own quantile answers.
//
// What it is not: worth its while for a few draws. Building takes 6,144 quantiles (0.2 ms of a
// lognormal, 2 to 5 ms of a gamma) and 48 KiB, of which 16 KiB serve 94 % of the draws; copies
// share them. Keep one a shape, and multiply by the scale.
//
// Bits: pinned like all variates (transforms.hpp); the table is IEEE-754 arithmetic in a written
// order. Errors: none of its own.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>

#include "engine/random/continuous.hpp"
#include "engine/random/inverse_table.hpp"

namespace stopover::random {

template <class Distribution>
class Tabulated {
 public:
  explicit Tabulated(const Distribution& distribution)
      : exact_(distribution),
        cells_(detail::fit_cells([&](double u) { return distribution.quantile(u); })) {}

  [[nodiscard]] double quantile(double u) const {
    const double x = at(detail::tail_place(u));
    return x == x ? x : exact_.quantile(u);
  }
  [[nodiscard]] double operator()(Stream& stream) const {
    const std::uint64_t bits = stream.next64();
    const double x = at(detail::tail_place_of_bits(bits));
    if (x == x) [[likely]]  // a number
      return x;
    return exact_.quantile(open_unit(bits));
  }

  [[nodiscard]] const Distribution& exact() const { return exact_; }
  // Probability that a draw is answered by the table.
  [[nodiscard]] double tabulated_share() const { return detail::tabulated_share(*cells_); }

 private:
  // NaN where the table does not hold.
  [[nodiscard]] double at(const detail::TailPlace& place) const {
    if (place.cell >= detail::kCellsATail) [[unlikely]]
      return std::numeric_limits<double>::quiet_NaN();
    const std::uint64_t first = place.upper & detail::kCellsATail;
    return (*cells_)[first + place.cell](place.s);
  }

  Distribution exact_;
  std::shared_ptr<const detail::InverseCells> cells_;
};

}  // namespace stopover::random
