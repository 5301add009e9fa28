// SPDX-License-Identifier: Apache-2.0
// The figures of one simulation that have ranges: behaviour, mean spending and what it makes, how
// many travel, and who knows of products.
#pragma once

#include "models/demand/demand.hpp"
#include "models/demand/volumes.hpp"
#include "models/product/worth.hpp"
#include "models/simulation/parameters.hpp"
#include "models/spending/spending.hpp"

namespace stopover::simulation {

struct World;

struct Assumptions {
  Behaviour behaviour;
  spending::Model spending;
  demand::Volumes volumes;
  product::Levels products;
  std::vector<double> multipliers;  // by World::multipliers
};

// As the scenario states them.
[[nodiscard]] Assumptions central(const World& world);
// From their ranges, for one replication; the same in every scenario that shares them.
[[nodiscard]] Assumptions drawn(const World& world, demand::Luck luck);

}  // namespace stopover::simulation
