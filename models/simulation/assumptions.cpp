// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/assumptions.hpp"

#include <optional>

#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

demand::Volumes volumes(const World& world, const Behaviour& behaviour,
                        std::optional<demand::Luck> luck) {
  return demand::volumes(world.demand, world.trip_costs, behaviour.trip_elasticity, luck);
}

}  // namespace

Assumptions central(const World& world) {
  const Behaviour behaviour = behaviour_of(world.parameters);
  return {behaviour, world.spending, volumes(world, behaviour, std::nullopt), world.product_levels,
          economy::values(world.multipliers)};
}

Assumptions drawn(const World& world, demand::Luck luck) {
  const Behaviour behaviour = behaviour_of(drawn(world.parameters, luck));
  return {behaviour, world.spending.drawn({.seed = luck.seed, .replication = luck.replication}),
          volumes(world, behaviour, luck), product::drawn_levels(world.shelf, luck),
          economy::drawn_values(world.multipliers, luck)};
}

}  // namespace stopover::simulation
