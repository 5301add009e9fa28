// SPDX-License-Identifier: Apache-2.0
// The routes of who travels with a product that grants rights at hubs.
//
// A holder takes the journey that they chose among all, with its runs: only the ways through hubs
// differ, and who meets more before the first ride sets out so much earlier as that is expected to
// take. Who meets less has the time to spare.
//
// What it is not: a choice of another departure; minimum connections of a product count in
// `journeys` alone.
#pragma once

#include <array>

#include "engine/base/executor.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/products.hpp"

namespace stopover::simulation {

struct HolderRoutes {
  JourneyId journey;
  // As Journey::route, and the same route where a holder does what others do.
  std::array<std::array<flow::RouteId, 2>, kPassengerClasses> route{};
  std::array<std::array<Seconds, 2>, kPassengerClasses> earlier{};
};

// Adds routes to the world's alternatives, and to `products_of` which they are.
[[nodiscard]] Table<HolderRoutesId, HolderRoutes> find_holder_routes(World& world,
                                                                     Executor& executor);

// nullptr: the product grants nothing, or there is none.
[[nodiscard]] const HolderRoutes* holder_routes_of(const World& world, JourneyId journey,
                                                   product::ProductId product);
[[nodiscard]] scenario::HolderId holder_of(const World& world, product::ProductId product);

}  // namespace stopover::simulation
