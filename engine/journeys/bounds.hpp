// SPDX-License-Identifier: Apache-2.0
// What a journey still needs at least, from any stop to any other: what lets a search pass over
// rides that lead away.
//
// Stops are grouped into *cells* by halving along the longer side (a k-d tree: Bentley 1975). For
// each cell and each stop: the least seconds of riding, dwelling, changing and walking to the
// cell's nearest stop, whatever the time of day, and the fewest boardings: by rounds over the lines
// with their least ride times, from the cell back (as RAPTOR: Delling, Pajor & Werneck 2012).
// Goal direction by such bounds: Hart, Nilsson & Raphael (1968).
//
// With as many cells as stops the bounds are for pairs. Bounds never exceed what any journey takes,
// so nothing found with them is lost.
//
// Cost: 4 bytes for each cell and stop; a search of the network for each cell, in parallel.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/journeys/window.hpp"

namespace stopover::journeys {

// From one stop to one cell.
class Bound {
 public:
  static constexpr std::uint32_t kFarSeconds = (1U << 24U) - 1;
  static constexpr std::uint32_t kFarBoardings = 127;

  Bound() = default;
  // Beyond the reach of any service, unless one can walk.
  static Bound unreachable() { return {kFarSeconds, kFarBoardings, false}; }
  Bound(std::uint32_t seconds, std::uint32_t boardings, bool walk)
      : packed_(seconds | boardings << 24U | (walk ? 1U << 31U : 0U)) {}

  // For who alighted here and takes one more ride at least: so long, and so many boardings (>= 1).
  // The seconds begin with this stop's least change time, or with a link.
  [[nodiscard]] std::int32_t seconds() const {
    return static_cast<std::int32_t>(packed_ & 0xFF'FFFFU);
  }
  [[nodiscard]] std::uint32_t boardings() const { return packed_ >> 24U & 0x7FU; }
  // In the cell, or one link away from it.
  [[nodiscard]] bool may_walk() const { return packed_ >> 31U != 0; }

 private:
  std::uint32_t packed_ = 0;
};

class Bounds {
 public:
  // At most `max_cells` (>= 1), and not more than fit `max_bytes`.
  Bounds(const Window& window, Executor& executor, std::size_t max_cells = 1024,
         std::size_t max_bytes = std::size_t{64} << 20U);

  // By stop.
  [[nodiscard]] const Bound* to(std::uint32_t stop) const {
    return bounds_.data() + std::size_t{cell_[stop]} * stops_;
  }
  // By call: least seconds to the next of its line, and least stay there.
  [[nodiscard]] std::int32_t ride(std::uint32_t call) const { return rides_[call].seconds; }
  [[nodiscard]] std::int32_t dwell(std::uint32_t call) const { return rides_[call].dwell; }
  // Some vehicle of the line goes on as another.
  [[nodiscard]] bool goes_on(std::uint32_t line) const { return goes_on_[line] != 0; }
  [[nodiscard]] std::size_t cells() const {
    return bounds_.size() / std::max<std::size_t>(stops_, 1);
  }
  [[nodiscard]] std::size_t bytes() const { return bounds_.size() * sizeof(Bound); }

 private:
  struct Ride {
    std::int32_t seconds = 0;
    std::int32_t dwell = 0;  // at the call
  };
  std::size_t stops_;
  std::vector<Ride> rides_;          // by call
  std::vector<char> goes_on_;        // by line
  std::vector<std::uint32_t> cell_;  // by stop
  std::vector<Bound> bounds_;        // by cell, then stop
};

}  // namespace stopover::journeys
