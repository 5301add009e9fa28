// SPDX-License-Identifier: Apache-2.0
// From a journey to the steps a passenger takes: walks, checkpoints, rides, and the stay between
// two flights. Private to models/simulation.
#pragma once

#include <optional>
#include <vector>

#include "engine/flow/sweep.hpp"
#include "models/scenario/holders.hpp"
#include "models/simulation/alternatives.hpp"

namespace stopover::simulation {

struct BuiltRoute {
  flow::Route route;
  std::vector<PlannedStay> stays;  // one for each kStay step, in order
  // By step: the road that a kWalk step is; none: on foot, or another step. May be shorter.
  std::vector<network::RoadId> road;
};

// nullopt: the class has no way through some hub. With `stay`, the passenger leaves the airport
// between the flights: out by the way of arrival (border entry, permit, reclaim, customs) to a
// landside place of the hub, and back from there in time. Where land legs lie between the flights
// there are two stays, one at either airport. A holder of rights goes by the ways that are open to
// holders, and is told apart where a checkpoint does.
[[nodiscard]] std::optional<BuiltRoute> build_route(
    const World& world, const Journey& journey, PassengerClass passenger_class, bool stay,
    scenario::HolderId holder = scenario::HolderId::none());

}  // namespace stopover::simulation
