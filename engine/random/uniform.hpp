// SPDX-License-Identifier: Apache-2.0
// Uniform numbers, whole numbers in a range, coin flips and shuffles.
//
// Bits: exact on every machine (integer arithmetic and scaling by powers of two).
// Draws: `unit`, `open_unit`, `uniform` and `chance` take one. `below`, `between` and each swap of
// `shuffle` take one, and one more with probability below n / 2^64 (a rejection).
//
// Errors: an empty range, a probability outside [0, 1] or a bound that is not finite is a bug.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/random/stream.hpp"

namespace stopover::random {

// The largest number open_unit() gives; the smallest is 1 minus it.
inline constexpr double kLargestOpenUnit = 1.0 - 0x1p-53;

// [0, 1): a multiple of 2^-53.
[[nodiscard]] constexpr double unit(std::uint64_t bits) {
  return static_cast<double>(bits >> 11U) * 0x1p-53;
}
[[nodiscard]] inline double unit(Stream& stream) {
  return unit(stream.next64());
}

// (0, 1): an odd multiple of 2^-53, so symmetric about 1/2 and 1 - u is exact.
[[nodiscard]] constexpr double open_unit(std::uint64_t bits) {
  return static_cast<double>((bits >> 11U) | 1U) * 0x1p-53;
}
[[nodiscard]] inline double open_unit(Stream& stream) {
  return open_unit(stream.next64());
}

// [low, high); low itself when the bounds are equal.
[[nodiscard]] inline double uniform(Stream& stream, double low, double high) {
  STOPOVER_CHECK(low <= high && std::isfinite(high - low), "finite bounds in order");
  const double x = low + (high - low) * unit(stream);
  return x < high ? x : std::nextafter(high, low);  // rounding may reach high
}

// True with probability p: never at 0, always at 1, and at a larger p whenever at a smaller one.
[[nodiscard]] inline bool chance(Stream& stream, double p) {
  STOPOVER_CHECK(p >= 0 && p <= 1, "a probability");
  return unit(stream) < p;
}

namespace detail {
__extension__ using Wide = unsigned __int128;
}  // namespace detail

// {0, ..., n - 1}, exactly equally likely: Lemire 2019, "Fast random integer generation in an
// interval".
[[nodiscard]] inline std::uint64_t below(Stream& stream, std::uint64_t n) {
  STOPOVER_CHECK(n > 0, "a range that is not empty");
  detail::Wide product = detail::Wide{stream.next64()} * n;
  if (static_cast<std::uint64_t>(product) < n) [[unlikely]] {
    const std::uint64_t surplus = (0 - n) % n;  // 2^64 mod n
    while (static_cast<std::uint64_t>(product) < surplus)
      product = detail::Wide{stream.next64()} * n;
  }
  return static_cast<std::uint64_t>(product >> 64U);
}

// {first, ..., last}, both included.
[[nodiscard]] inline std::int64_t between(Stream& stream, std::int64_t first, std::int64_t last) {
  STOPOVER_CHECK(first <= last, "bounds in order");
  const std::uint64_t span =
      static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) + 1;
  const std::uint64_t offset = span == 0 ? stream.next64() : below(stream, span);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + offset);
}

// Every order equally likely: Fisher and Yates 1938, in place (Durstenfeld 1964).
template <class T>
void shuffle(std::span<T> items, Stream& stream) {
  for (std::size_t left = items.size(); left > 1; --left) {
    using std::swap;
    const std::uint64_t chosen = below(stream, left);
    if (chosen != left - 1) swap(items[left - 1], items[chosen]);
  }
}

}  // namespace stopover::random
