// SPDX-License-Identifier: Apache-2.0
// Random numbers of a test: a seed, and what is drawn by the way.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/random/normal.hpp"
#include "engine/random/stream.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::choice::testing {

class Luck {
 public:
  explicit Luck(std::uint64_t seed)
      : stream_({.seed = seed, .purpose = random::purpose("choice.test")}) {}

  double unit() { return random::open_unit(stream_); }
  double between(double low, double high) { return low + (high - low) * unit(); }
  double normal() { return random::normal_quantile(unit()); }
  double gumbel() { return -std::log(-std::log(unit())); }
  std::size_t below(std::size_t n) {
    return static_cast<std::size_t>(static_cast<double>(n) * random::unit(stream_));
  }
  bool chance(double p) { return unit() < p; }
  template <class T>
  const T& one_of(const std::vector<T>& of) {
    return of[below(of.size())];
  }

 private:
  random::Stream stream_;
};

}  // namespace stopover::choice::testing
