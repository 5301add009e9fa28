// SPDX-License-Identifier: Apache-2.0
// What the hubs let through, hour by hour: capacity as staffed, before anybody comes.
//
// A checkpoint passes (mean number of desks open in the hour) / (mean service of a person) persons,
// all types of desks together; of one class no more than its eligible share lets the types take,
// less those they refuse. A way from one place to another passes as many of a class as the maximum
// flow of the hub's graph (engine/network), and its bottleneck is the minimum cut. Each way and
// class is taken alone, as if nobody else used the desks: an upper bound, to be held against what
// the sweep brings.
//
// Units: whole persons an hour, rounded down. Shapes: an entry an hour of the day, 24. With days of
// different staffing: the mean over the counted days.
#pragma once

#include <cstdint>
#include <vector>

#include "models/simulation/world.hpp"

namespace stopover::simulation {

// A class going from leaving a service at `from` to boarding one at `to`.
struct HubWay {
  network::HubId hub;
  network::PlaceId from;
  network::PlaceId to;
  PassengerClass passenger_class = kCitizen;
  std::vector<network::HubCapacity> hours;
};

// Desks × milliseconds open, by checkpoint and hour, summed over the counted days.
[[nodiscard]] Table<network::CheckpointId, std::vector<std::int64_t>> open_desks(
    const World& world);

// The same of each type of desk, by hour; the ordinary ones first.
[[nodiscard]] std::vector<std::vector<std::int64_t>> open_by_type(const World& world,
                                                                  network::CheckpointId id);

// Persons an hour, of any class.
[[nodiscard]] Table<network::CheckpointId, std::vector<std::int64_t>> desk_capacity(
    const World& world);

// Every way that is open to some class, by hub, from, to and class. One search an hour each.
[[nodiscard]] std::vector<HubWay> hub_ways(const World& world, Executor& executor);

}  // namespace stopover::simulation
