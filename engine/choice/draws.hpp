// SPDX-License-Identifier: Apache-2.0
// Randomised quasi-random draws for simulated likelihoods.
//
// Points: in one dimension an equal grid of R cells, in more a Sobol' sequence (1967; Boost.Random,
// directions of Joe & Kuo 2008), for all units the same; each unit moves them by a shift of its own
// (Cranley & Patterson 1976), so that errors of units do not add up. Another seed is another set of
// shifts: the spread of a result over seeds is its simulation error. Normal by inversion,
// triangular likewise.
//
// Draws are kept where all fit into kKeptBytes, and made anew at each use otherwise, so memory does
// not grow with their number. They come in blocks of kBlock; places behind the last draw are 0.
// A unit's draws do not depend on how many other units there are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/choice/model.hpp"

namespace stopover::choice {

class Draws {
 public:
  static constexpr std::size_t kBlock = 64;
  static constexpr std::size_t kKeptBytes = std::size_t{256} << 20U;

  Draws(std::vector<Draw> dimensions, std::size_t units, const DrawSpec& spec,
        std::size_t kept_bytes = kKeptBytes);

  [[nodiscard]] std::size_t number() const { return number_; }
  [[nodiscard]] std::size_t blocks() const { return (number_ + kBlock - 1) / kBlock; }
  [[nodiscard]] std::size_t dimensions() const { return dimensions_.size(); }
  [[nodiscard]] bool kept() const { return !kept_.empty(); }

  // Draws [block x kBlock, …) of a unit: dimensions() x kBlock numbers, where they are kept, or in
  // `scratch`, which has that many places.
  [[nodiscard]] const double* block(std::size_t unit, std::size_t block,
                                    std::span<double> scratch) const;

 private:
  void make(std::size_t unit, std::size_t block, double* out) const;

  std::vector<Draw> dimensions_;
  std::size_t number_;
  std::uint64_t seed_;
  std::vector<double> points_;  // of more than one dimension: number_ a dimension
  std::vector<double> kept_;
};

}  // namespace stopover::choice
