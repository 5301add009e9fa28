// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/assumptions.hpp"

#include "models/simulation/world.hpp"

namespace stopover::simulation {

Assumptions central(const World& world) {
  return {behaviour_of(world.parameters), world.spending};
}

Assumptions drawn(const World& world, demand::Luck luck) {
  return {behaviour_of(drawn(world.parameters, luck)),
          world.spending.drawn({.seed = luck.seed, .replication = luck.replication})};
}

}  // namespace stopover::simulation
