// SPDX-License-Identifier: Apache-2.0
// A sample of parties, what each chose by one table of expectations, and what by the next: how far
// choice and experience are apart. Private to models/simulation.
//
// Parties are in the sample by their keys, with the same error terms both times. Sums are over
// persons; in the order of the sample, whatever the executor.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/half_open.hpp"
#include "models/simulation/candidates.hpp"
#include "models/simulation/learning.hpp"

namespace stopover::simulation {

// Whose choices.
struct SampleOf {
  const World& world;
  const Behaviour& behaviour;
  std::uint64_t seed = 0;
  std::uint32_t times = 1;   // replications 0 … times - 1
  std::uint64_t one_in = 1;  // parties
};

// One party of the sample, and what it chose.
struct Chosen {
  demand::Party party;
  demand::Luck luck;
  Candidate candidate;  // its option is gone
  Instant anchor{};
  timetable::RunId run = timetable::RunId::none();

  [[nodiscard]] bool is(const Candidate& other) const {
    return other.journey == candidate.journey && other.side == candidate.side &&
           other.stay == candidate.stay && other.nights == candidate.nights &&
           other.option->anchor == anchor && other.option->run == run;
  }
};

// Persons who choose something of a kind, and who come to it or leave it.
struct Moved {
  std::int64_t before = 0;
  std::int64_t change = 0;
  std::int64_t squares = 0;  // of each party's change

  void count(bool was, bool is, std::int64_t persons);
  void add(const Moved& other);
  [[nodiscard]] Shift shift() const;
};

struct Anew {
  double gained_hours = 0;
  double travelled_hours = 0;  // nights left out
  std::int64_t persons = 0;
  std::int64_t changed = 0;
  Moved over_gateway;  // without nights: whom the transfer rate counts
  Moved air_rail;

  void add(const Anew& other);
  [[nodiscard]] LearningRound round() const;
};

// The parties of some demand days, by index; `departures` hold what they may choose.
[[nodiscard]] std::vector<Chosen> choose_sample(const SampleOf& of, HalfOpen<std::uint16_t> days,
                                                const Departures& departures, Executor& executor);
// The same with other expectations, on the same timetable.
[[nodiscard]] Anew choose_anew(const SampleOf& of, const std::vector<Chosen>& sample,
                               const Departures& departures, Executor& executor);

}  // namespace stopover::simulation
