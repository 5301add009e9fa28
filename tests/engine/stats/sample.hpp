// SPDX-License-Identifier: Apache-2.0
// Random samples for the tests of engine/stats: SplitMix64 with textbook transforms, independent of
// engine/random so that neither can hide the other's faults.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <utility>

#include "engine/base/stable_hash.hpp"

namespace stopover::stats {

class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(stable_hash(seed)) {}
  std::uint64_t next() {
    const std::uint64_t word = mix64(state_);
    state_ += 0x9e3779b97f4a7c15ULL;
    return word;
  }
  // Open interval (0, 1).
  double uniform() { return (static_cast<double>(next() >> 12U) + 0.5) * 0x1p-52; }
  double normal() {  // Box and Muller 1958
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }
  double lognormal(double sigma) { return std::exp(sigma * normal()); }
  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(n));
  }

 private:
  std::uint64_t state_;
};

// Half of the range that a binomial share of `trials` leaves once in 10,000 runs (normal bound).
inline double share_tolerance(double share, int trials) {
  return 3.9 * std::sqrt(share * (1 - share) / trials);
}

template <class T>
void shuffle(std::span<T> items, SplitMix& random) {
  for (std::size_t i = items.size(); i > 1; --i)
    std::swap(items[i - 1],
              items[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(i)))]);
}

}  // namespace stopover::stats
