// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/draws.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <boost/random/sobol.hpp>

#include "engine/base/check.hpp"
#include "engine/random/normal.hpp"

namespace stopover::choice {

namespace {

constexpr double kLeast = 0x1p-54;  // what a uniform of 0 counts as

double variate(Draw draw, double u) {
  const double inside = std::clamp(u, kLeast, random::kLargestOpenUnit);
  switch (draw) {
    case Draw::kNormal:
      return random::normal_quantile(inside);
    case Draw::kUniform:
      return 2 * inside - 1;
    case Draw::kTriangular:
      return inside < 0.5 ? std::sqrt(2 * inside) - 1 : 1 - std::sqrt(2 * (1 - inside));
  }
  return 0;
}

std::vector<double> sobol_points(std::size_t dimensions, std::size_t number) {
  boost::random::sobol engine(dimensions);
  const double range = static_cast<double>(boost::random::sobol::max()) + 1.0;
  std::vector<double> points(dimensions * number);
  for (std::size_t r = 0; r < number; ++r)
    for (std::size_t d = 0; d < dimensions; ++d)
      points[d * number + r] = static_cast<double>(engine()) / range;
  return points;
}

}  // namespace

Draws::Draws(std::vector<Draw> dimensions, std::size_t units, const DrawSpec& spec,
             std::size_t kept_bytes)
    : dimensions_(std::move(dimensions)), number_(spec.number), seed_(spec.seed) {
  STOPOVER_CHECK(number_ >= 1 && !dimensions_.empty(), "there is something to draw");
  if (dimensions_.size() > 1) points_ = sobol_points(dimensions_.size(), number_);
  const std::size_t of_block = dimensions_.size() * kBlock;
  const std::size_t of_unit = of_block * blocks();
  if (of_unit * units > kept_bytes / sizeof(double)) return;
  kept_.resize(of_unit * units);
  for (std::size_t u = 0; u < units; ++u)
    for (std::size_t b = 0; b < blocks(); ++b) make(u, b, &kept_[u * of_unit + b * of_block]);
}

const double* Draws::block(std::size_t unit, std::size_t block, std::span<double> scratch) const {
  const std::size_t of_block = dimensions_.size() * kBlock;
  if (kept()) return &kept_[(unit * blocks() + block) * of_block];
  make(unit, block, scratch.data());
  return scratch.data();
}

void Draws::make(std::size_t unit, std::size_t block, double* out) const {
  constexpr random::Purpose kShift = random::purpose("draws.shift");
  random::Stream luck({.seed = seed_, .entity = unit, .purpose = kShift});
  const std::size_t first = block * kBlock;
  const std::size_t n = std::min(kBlock, number_ - first);
  for (std::size_t d = 0; d < dimensions_.size(); ++d) {
    const double shift = random::unit(luck);
    for (std::size_t i = 0; i < n; ++i) {
      double u = 0;
      if (points_.empty()) {
        u = (static_cast<double>(first + i) + shift) / static_cast<double>(number_);
      } else {
        u = points_[d * number_ + first + i] + shift;
        if (u >= 1) u -= 1;
      }
      out[d * kBlock + i] = variate(dimensions_[d], u);
    }
    std::fill_n(out + d * kBlock + n, kBlock - n, 0.0);
  }
}

}  // namespace stopover::choice
