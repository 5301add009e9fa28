// SPDX-License-Identifier: Apache-2.0
// Private to models/visit: journeys between places of a compiled world over a span, with the steps
// in which the way to a gate may be late.
//
// Determinism: a result depends on world and question alone. One thread at a time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/journeys/bounds.hpp"
#include "engine/journeys/multi_criteria.hpp"
#include "engine/journeys/window.hpp"
#include "models/simulation/journey_network.hpp"
#include "models/visit/world_ways.hpp"

namespace stopover::visit {

// Shared by all searches.
struct SearchNetwork {
  SearchNetwork(const simulation::World& world, const WaysQuestion& question, Executor& executor);

  const simulation::World& world;
  const WaysQuestion& question;
  simulation::JourneyNetwork network;
  journeys::Window window;
  journeys::Bounds bounds;
  std::map<std::string, timetable::ServiceId, std::less<>> service_of;  // by key
};

struct FoundJourney {
  PlaceJourney journey;
  std::vector<LateStep> late;  // of a way to a gate
};

struct FoundPair {
  std::vector<FoundJourney> journeys;  // departures ascend
  std::vector<FoundJourney> any_time;  // one or none
};

// A terminal is left where services arrive, and reached where they are boarded; other places from
// door to door. `access`: what lies before the first boarding, for its lateness.
[[nodiscard]] FoundPair find_pair(const SearchNetwork& search, network::PlaceId from,
                                  network::PlaceId to, Seconds access);

}  // namespace stopover::visit
