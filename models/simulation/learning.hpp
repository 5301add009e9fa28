// SPDX-License-Identifier: Apache-2.0
// Days lived through again and again until what travellers expect is what they meet.
//
//   std::vector<Learned> learned = learn(worlds, settings, executor);
//   world.expectations = std::move(learned[0].expectations);
//
// In each round everybody chooses by what is expected, the days are simulated, and what was met is
// weighed in by the method of successive weighted averages (Liu, He & He 2009, with d = 1): of
// round k, 2 / (k + 1), so that later rounds count more. The first expects the timetable. All
// rounds simulate the same days with the same luck, drawn apart from that of the replications, so
// that a round differs from the last only by what people do. Kinds of days are drawn by their
// weights, so that in the mean over seeds they count by them.
//
// After each round a sample of the parties chooses anew by what was met in it (where nothing was
// met, by what was expected). The *gap* is the hours of utility that they gain by this, for an hour
// of their journeys, nights left out; 0 where choice and experience agree. How far the numbers of
// planned connections would shift is told with it: by about that much the gap biases them. What the
// days are a sample of is another matter, and not told: more days make it less. Rounds end when the
// gap of every world is within tolerance; the expectations are those that the last round was lived
// by, whose gap is known, so that one round alone only tells the gap of the timetable. All worlds
// take the same number of rounds.
//
// Which days: learning_days.hpp. Of many parties every fourth chooses anew, of few each.
//
// Determinism: the same for any executor and number of threads. Cost: per round a simulation of
// the days (of long horizons, with those about them, and each with the background of all service
// days), twice their departures, and two choices of each party of the sample.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/executor.hpp"
#include "models/scenario/scenario.pb.h"
#include "models/simulation/expectations.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

struct LearningSettings {
  std::uint64_t seed = 0;
  int rounds = 0;  // at most; 0: nothing is learnt
  // Counted in a round. Where the horizon is lived through whole at least, else at most so many.
  int days = 12;
  double tolerance = 0.001;
  // Called with (done, all) rounds; may be empty.
  std::function<void(std::size_t, std::size_t)> progress = {};
};

// As the scenario states them; nothing where it states none.
[[nodiscard]] LearningSettings learning_settings(const scenario::RunDefaults& defaults,
                                                 std::uint64_t seed);

// Relative change of a number of persons, and its standard error as one of a sample.
struct Shift {
  double change = 0;
  double error = 0;
  friend bool operator==(const Shift&, const Shift&) = default;
};

// What a round says of the expectations that it was lived by.
struct LearningRound {
  double gap = 0;      // hours gained by choosing anew, an hour travelled
  double changed = 0;  // share of persons who would choose otherwise
  // If all chose anew: of those who plan to connect between flights at the gateway, and of those
  // who plan a train next to a flight. 0 where nobody does.
  Shift transfer;
  Shift air_rail;
  friend bool operator==(const LearningRound&, const LearningRound&) = default;
};

struct Learned {
  Expectations expectations;
  int days = 0;  // counted in a round
  double tolerance = 0;
  std::vector<LearningRound> rounds;  // empty: nothing was learnt
  [[nodiscard]] bool settled() const { return rounds.empty() || rounds.back().gap <= tolerance; }
};

[[nodiscard]] std::vector<Learned> learn(std::span<const World* const> worlds,
                                         const LearningSettings& settings, Executor& executor);
// As `learn`, and moves each world's expectations into it, so that those returned are empty.
// Without rounds nothing is done.
std::vector<Learned> teach(std::span<World* const> worlds, const LearningSettings& settings,
                           Executor& executor);

}  // namespace stopover::simulation
