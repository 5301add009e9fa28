// SPDX-License-Identifier: Apache-2.0
// The routes of who travels with a product that grants rights at hubs.
//
// A holder takes the journey that they chose among all, with its runs: only the ways through hubs
// differ, and who needs more before the first ride sets out so much earlier as it is planned to
// take, what closes before the ride counted. Who needs less has the time to spare. Nobody buys a
// product to travel where holders have no way, or would set out more than `kMostEarlier` earlier;
// who needs more between two rides has no more time, and compilation says so (W-WLD-012).
//
// What it is not: a choice of another departure; minimum connections of a product count in
// `journeys` alone.
#pragma once

#include <array>

#include "engine/base/executor.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "models/scenario/holders.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/products.hpp"

namespace stopover::simulation {

// By class, and whether there is a stay between the flights.
template <class Value>
using ByWay = std::array<std::array<Value, 2>, kPassengerClasses>;

struct HolderRoutes {
  JourneyId journey;
  // As Journey::route, the same where a holder does what others do, none where holders cannot go.
  ByWay<flow::RouteId> route{};
  ByWay<Seconds> earlier{};
  ByWay<Seconds> longer{};  // at most, between two rides, than the plan has time for
};

// Adds routes to the world's alternatives, and to `products_of` which they are.
[[nodiscard]] Table<HolderRoutesId, HolderRoutes> find_holder_routes(World& world,
                                                                     Executor& executor);

// nullptr: the product grants nothing that changes this journey, or there is none.
[[nodiscard]] const HolderRoutes* holder_routes_of(const World& world, JourneyId journey,
                                                   product::ProductId product);
[[nodiscard]] scenario::HolderId holder_of(const World& world, product::ProductId product);

}  // namespace stopover::simulation
