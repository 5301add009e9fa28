// SPDX-License-Identifier: Apache-2.0
// Replications: from a world to one tally each.
//
// Every replication is planned, swept and tallied twice: with the scenario's figures as they are
// (`central`) and, when asked for, with parameters and mean spending drawn from their ranges
// (`drawn`). Replication r meets the same luck in both, and in every scenario run with the same
// seed, so that differences can be paired.
//
// Over a short horizon simulations run apart, each on one thread. Over a long one as many as there
// are threads go day by day side by side, and share the departures of the days at hand.
//
// Determinism: tallies depend on the world, seed and replication number only.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/base/executor.hpp"
#include "models/simulation/assumptions.hpp"
#include "models/simulation/detail.hpp"
#include "models/simulation/tally.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

// Of up to so many demand days all departures are kept, for all simulations.
inline constexpr std::size_t kShortHorizon = 14;

struct RunSettings {
  std::uint64_t seed = 0;
  std::uint32_t first_replication = 0;
  std::uint32_t replications = 0;
  bool drawn = true;         // also with drawn figures
  Detail* detail = nullptr;  // what central simulations see is added to it; may be none
  // Who watches the central simulation of a replication; may be empty. Not beside `detail`.
  std::function<Watch(std::uint32_t)> watch;
  // Called with (done, all) demand days of all simulations, as simulations begin and as days are
  // done; may be empty. Any thread, one at a time. May throw to abandon what has not begun.
  std::function<void(std::size_t, std::size_t)> progress;
};

struct Replication {
  Tally central;
  Tally drawn;  // empty unless asked for
  friend bool operator==(const Replication&, const Replication&) = default;
};

// One simulation by itself, on this thread.
[[nodiscard]] Tally simulate(const World& world, const Assumptions& assumptions, demand::Luck luck);

[[nodiscard]] std::vector<Replication> run_replications(const World& world,
                                                        const RunSettings& settings,
                                                        Executor& executor);

}  // namespace stopover::simulation
