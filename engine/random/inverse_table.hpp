// SPDX-License-Identifier: Apache-2.0
// A quantile function laid down as polynomials, so that a variate costs a few multiplications
// whatever its distribution.
//
// The tail probability min(u, 1 - u) picks a cell by its exponent and its first mantissa bits: each
// binade of either tail has kCellsABinade cells, so a cell is as narrow as its probabilities are
// small, and errors are relative to the tail. In each cell a polynomial of degree 5 in the place s
// in [-1/2, 1/2), fitted through six Chebyshev-Lobatto points; neighbours share their end points.
//
// What it is not: the whole function. Tails below kLeastTabulated, and cells in which the
// polynomial misses (a kink, a very steep quantile), are left to the exact quantile.
//
// Method: numerical inversion by polynomials with a bounded error in u, as Hormann and Leydold 2003
// and Derflinger, Hormann and Leydold 2010; the cells here are fixed in u, so no search is needed.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace stopover::random::detail {

inline constexpr unsigned kCellBits = 5;
inline constexpr std::size_t kCellsABinade = 1U << kCellBits;
inline constexpr std::size_t kBinades = 12;
inline constexpr std::size_t kCellsATail = kBinades * kCellsABinade;
inline constexpr double kLeastTabulated = 0x1p-13;  // 2^-(kBinades + 1)
// Largest |F(x) - u| / min(u, 1 - u) of a cell that is kept, at two points between the fitted ones.
inline constexpr double kTableTolerance = 5e-12;

inline constexpr std::size_t kNodeCount = 6;

// c[0] + c[1] s + ... + c[5] s^5
[[nodiscard]] constexpr double quintic(const std::array<double, kNodeCount>& c, double s) {
  const double s2 = s * s;
  const double high = (c[2] + c[3] * s) + s2 * (c[4] + c[5] * s);
  return (c[0] + c[1] * s) + s2 * high;
}
struct alignas(64) InverseCell {
  std::array<double, kNodeCount> c;
  [[nodiscard]] constexpr double operator()(double s) const { return quintic(c, s); }
};

struct TailPlace {
  std::uint64_t cell;   // kCellsATail or more: tail outside [kLeastTabulated, 1/2), or no number
  std::uint64_t upper;  // all bits set for u > 1/2, else none
  double s;
};

inline constexpr unsigned kBelowCellBits = 52 - kCellBits;
inline constexpr std::uint64_t kFirstCell =
    std::bit_cast<std::uint64_t>(kLeastTabulated) >> kBelowCellBits;

// `tail` = 2^exponent * the tail probability.
template <unsigned Exponent>
[[nodiscard]] constexpr TailPlace place_of_tail(double tail, std::uint64_t upper) {
  constexpr std::uint64_t kFirst = kFirstCell + (std::uint64_t{Exponent} << kCellBits);
  constexpr std::uint64_t kOne = 0x3ff0000000000000U;
  constexpr std::uint64_t kMantissa = 0x000fffffffffffffU;
  const auto bits = std::bit_cast<std::uint64_t>(tail);
  const auto within = std::bit_cast<double>(kOne | (bits << kCellBits & kMantissa));
  return {(bits >> kBelowCellBits) - kFirst, upper, within - 1.5};
}

// Both in whole numbers, since compilers make a branch of a comparison, and no processor foresees
// it. Of a probability:
[[nodiscard]] constexpr TailPlace tail_place(double u) {
  const std::uint64_t upper = 0 - (std::bit_cast<std::uint64_t>(0.5 - u) >> 63U);
  const auto below = std::bit_cast<std::uint64_t>(u);
  const auto above = std::bit_cast<std::uint64_t>(1.0 - u);
  return place_of_tail<0>(std::bit_cast<double>(below ^ ((below ^ above) & upper)), upper);
}
// Of open_unit(bits), which is an odd number of 2^-53; so is 1 minus it.
[[nodiscard]] constexpr TailPlace tail_place_of_bits(std::uint64_t bits) {
  const std::uint64_t upper = 0 - (bits >> 63U);
  const auto odd = static_cast<std::int64_t>((bits ^ upper) >> 11U | 1U);
  return place_of_tail<53>(static_cast<double>(odd), upper);
}

// The lower tail at a place; exact when s is a multiple of 2^-20, and so is 1 minus it.
[[nodiscard]] constexpr double tail_at(std::size_t cell, double s) {
  const auto from = std::bit_cast<double>((cell + kFirstCell) << kBelowCellBits);
  const auto until = std::bit_cast<double>((cell + kFirstCell + 1) << kBelowCellBits);
  return from + (until - from) * (s + 0.5);
}

// -cos(pi j / 5) / 2, rounded to multiples of 2^-20.
inline constexpr std::array<double, kNodeCount> kNodes = {
    -0.5, -424158 * 0x1p-20, -162014 * 0x1p-20, 162014 * 0x1p-20, 424158 * 0x1p-20, 0.5};

// Through (kNodes[i], y[i]): Newton's divided differences, multiplied out.
[[nodiscard]] constexpr InverseCell through_nodes(std::array<double, kNodeCount> y) {
  for (std::size_t order = 1; order < kNodeCount; ++order)
    for (std::size_t i = kNodeCount - 1; i >= order; --i)
      y[i] = (y[i] - y[i - 1]) / (kNodes[i] - kNodes[i - order]);
  InverseCell cell{};
  for (std::size_t i = kNodeCount; i-- > 0;) {
    for (std::size_t power = kNodeCount - 1; power > 0; --power)
      cell.c[power] = cell.c[power - 1] - kNodes[i] * cell.c[power];
    cell.c[0] = y[i] - kNodes[i] * cell.c[0];
  }
  return cell;
}

// `quantile_of_tail(p)` in one cell; a polynomial of NaN where it misses.
template <class QuantileOfTail>
[[nodiscard]] constexpr InverseCell fit_cell(std::size_t cell, const QuantileOfTail& quantile) {
  std::array<double, kNodeCount> y{};
  for (std::size_t i = 0; i < kNodeCount; ++i) y[i] = quantile(tail_at(cell, kNodes[i]));
  InverseCell fitted = through_nodes(y);
  const double rise = y.back() < y[0] ? y[0] - y.back() : y.back() - y[0];
  // A cell is at most 1 / kCellsABinade of its smallest tail wide.
  const double allowed = kTableTolerance * static_cast<double>(kCellsABinade) * rise;
  for (const double s : {-0.453125, 0.28125}) {
    const double miss = fitted(s) - quantile(tail_at(cell, s));
    // Written so that NaN and infinity fail too.
    if (!(miss <= allowed && -miss <= allowed))
      fitted.c[0] = std::numeric_limits<double>::quiet_NaN();
  }
  return fitted;
}

// The lower tail's cells, then the upper tail's. Each is fitted by the first thread that asks for
// it; the fit hangs on nothing but the quantile, so it does not matter which.
class InverseTable {
 public:
  static constexpr std::size_t kCells = 2 * kCellsATail;
  [[nodiscard]] static std::size_t index(const TailPlace& place) {
    return (place.upper & kCellsATail) + place.cell;
  }

  // Fitted, and the polynomial holds.
  [[nodiscard]] bool holds(std::size_t index) const {
    return slots_[index].state.load(std::memory_order_acquire) == kHolds;
  }
  [[nodiscard]] double at(std::size_t index, double s) const { return quintic(slots_[index].c, s); }
  // NaN where the polynomial misses.
  [[nodiscard]] double fit(std::size_t index, double s,
                           const std::function<double(double)>& quantile);

 private:
  enum State : std::uint8_t { kNone, kBeingWritten, kHolds, kMisses };
  struct alignas(64) Slot {  // one cache line
    std::array<double, kNodeCount> c;
    std::atomic<std::uint8_t> state;
  };
  std::array<Slot, kCells> slots_{};
};

}  // namespace stopover::random::detail
