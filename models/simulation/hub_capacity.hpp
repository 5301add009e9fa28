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

// Replications 0 to count − 1 of a seed.
struct Replications {
  std::uint64_t seed = 0;
  std::uint32_t count = 1;
};

// Desks × milliseconds open, by checkpoint, type (the ordinary ones first) and hour, summed over
// the replications and the counted days; what is closed in one of them is not open.
[[nodiscard]] Table<network::CheckpointId, std::vector<std::vector<std::int64_t>>> open_by_type(
    const World& world, Replications replications);

// The same of all types together, by checkpoint and hour.
[[nodiscard]] Table<network::CheckpointId, std::vector<std::int64_t>> open_desks(
    const World& world, Replications replications);

// Persons an hour, of any class; as staffed, whatever may be closed on some days.
[[nodiscard]] Table<network::CheckpointId, std::vector<std::int64_t>> desk_capacity(
    const World& world);

// Every way that is open to some class, by hub, from, to and class. One search an hour each.
[[nodiscard]] std::vector<HubWay> hub_ways(const World& world, Executor& executor);

}  // namespace stopover::simulation
