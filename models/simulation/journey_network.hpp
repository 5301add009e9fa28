// SPDX-License-Identifier: Apache-2.0
// A world's places and timetable as a network for journey search, for one class of passengers.
//
// Each place has two stops: where its services are, and its *door*, where journeys from and to it
// start and end. Links between stops are what a passenger does there: from door to departure and
// from arrival to door, in a hub also from and to the doors of its other places (arriving needs no
// reserve); planned connections inside a hub (its process graph, or its table of minimum connection
// times, reserve included); and roads, with what lies before and after them, at the fare of one
// vehicle. What would take more than a day is no connection, nor is a road of a day. Where a road's
// time depends on the hour so does its link's; of several roads between two stops the one of the
// least `mean` stands, with what lies around it.
//
// Flights, intercity trains and what else rows of minimum connections name by mode or carrier are
// governed: from leaving one at a place of a hub to boarding another at a place of it at least the
// planned connection of the two places, modes and carriers must lie, whatever is ridden in between;
// for two places without a way between them the least of the hub for these modes and carriers.
// Links and changes take the least that any two services of their places ask for; where rows ask of
// rides, what others ask beyond it is a rule too. At the ends of roads, where no rule counts, it is
// the longest that any service of the place asks for; from doors, what holds for any ride.
//
// Where a checkpoint closes before departures earlier than the way and its reserve ask for, rides
// are told apart by the end of their boarding too, and who comes from a door keeps the strictest.
//
// Days are those of the first place of a service; a run of it is a trip. Errors: none for a
// compiled world.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/journeys/hub_rules.hpp"
#include "engine/journeys/transit.hpp"
#include "engine/network/network.hpp"
#include "models/simulation/alternatives.hpp"

namespace stopover::simulation {

struct JourneyNetwork {
  journeys::Transit transit;
  journeys::HubRules rules;
  Table<journeys::StopId, network::PlaceId> place_of;
  // Which links are by road.
  std::map<std::pair<journeys::StopId, journeys::StopId>, network::RoadId> road_of;

  [[nodiscard]] static journeys::StopId door_of(network::PlaceId place) {
    return journeys::StopId(2 * place.value() + 1);
  }
  [[nodiscard]] static journeys::StopId stop_of(network::PlaceId place) {
    return journeys::StopId(2 * place.value());
  }
};

// kNone: nobody takes a taxi or a car. kMean: they take the same time at all hours.
enum class Roads : std::uint8_t { kNone, kMean, kByHour };

// `product`: of a passenger who holds it, by id.
[[nodiscard]] JourneyNetwork journey_network(const World& world, PassengerClass passenger_class,
                                             Roads roads = Roads::kByHour,
                                             const std::string& product = {});

}  // namespace stopover::simulation
