// SPDX-License-Identifier: Apache-2.0
// Sample enumeration: parties of every market, in fixed numbers, asked instead of simulated.
//
// For each market the first parties of some days are drawn, whatever its volume; who visits them
// weighs them by the persons that they stand for. Days: those that learning lives through, a few of
// them. What is expected is what the world expects.
//
// What it is not: a simulation. Nobody travels, so nothing is sold out or late.
//
// Determinism: the same for any executor, if what is visited for one market is kept apart from
// what is visited for another. Parties of a market come in order, of different markets at once.
#pragma once

#include <cstdint>
#include <functional>

#include "engine/base/executor.hpp"
#include "models/simulation/candidates.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

struct EnumeratedParty {
  const Planning& planning;
  const demand::Party& party;
  double persons = 0;  // a day that the party stands for
};

struct Enumeration {
  demand::Luck luck;
  int days = 4;                             // at most
  std::int64_t parties_a_day = 32;          // of a market
  const product::Levels* levels = nullptr;  // of products; none: as written
};

void enumerate(const World& world, const Behaviour& behaviour, const Enumeration& how,
               Executor& executor,
               const std::function<void(demand::MarketId, const EnumeratedParty&)>& visit);

}  // namespace stopover::simulation
