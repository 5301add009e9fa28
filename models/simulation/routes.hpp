// SPDX-License-Identifier: Apache-2.0
// From a journey to the steps a passenger takes: walks, checkpoints, rides, and the stay between
// two flights. Private to models/simulation.
#pragma once

#include <optional>

#include "engine/flow/sweep.hpp"
#include "models/simulation/alternatives.hpp"

namespace stopover::simulation {

struct BuiltRoute {
  flow::Route route;
  RouteInfo info;
};

// nullopt: the class has no way through some hub. With `stay`, the passenger leaves the airport
// between the flights: the stay lies after the last checkpoint of arrival (border entry, permit,
// reclaim, customs) and before the first of departure.
[[nodiscard]] std::optional<BuiltRoute> build_route(const World& world, const Journey& journey,
                                                    PassengerClass passenger_class, bool stay);

}  // namespace stopover::simulation
