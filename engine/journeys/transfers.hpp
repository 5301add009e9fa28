// SPDX-License-Identifier: Apache-2.0
// Which rides of a Window are worth changing between: the transfers of trip-based search.
//
// For each event (a run at a call where one may alight) the runs and positions that a journey may
// go on with there, at the same stop after its change time or over one link. Built in two steps
// (Witt 2015, "Trip-Based Public Transit Routing"): all transfers to the first run of each line in
// reach that are not back where the run came from; then those that bring an arrival or a change
// nowhere earlier than staying on board or changing later does are dropped. What is left suffices:
// for every departure and stop, the earliest arrival for each number of boardings is found with it.
//
// Shapes: `first` has an entry for each event and one past; a transfer packs run and position.
// Determinism: does not depend on the executor. Cost: seconds and about 4 bytes a stop time and
// kept transfer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/journeys/window.hpp"

namespace stopover::journeys {

class Transfer {
 public:
  Transfer() = default;
  Transfer(std::uint32_t run, std::uint32_t position) : packed_(run << 8U | position) {}
  [[nodiscard]] std::uint32_t run() const { return packed_ >> 8U; }
  [[nodiscard]] std::uint32_t position() const { return packed_ & 0xFFU; }
  friend auto operator<=>(Transfer, Transfer) = default;

 private:
  std::uint32_t packed_ = 0;
};
static_assert(sizeof(Transfer) == 4, "a network's transfers stay in cache");

struct Transfers {
  std::vector<std::uint32_t> first;
  std::vector<Transfer> all;

  [[nodiscard]] std::span<const Transfer> at(std::uint32_t event) const {
    return std::span(all).subspan(first[event], first[event + 1] - first[event]);
  }
};

// With `reduce` false the first step alone, which a test compares with.
[[nodiscard]] Transfers find_transfers(const Window& window, Executor& executor,
                                       bool reduce = true);

}  // namespace stopover::journeys
