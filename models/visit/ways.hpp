// SPDX-License-Identifier: Apache-2.0
// How long it takes from spot to spot of a visit, by departure, and what it costs.
//
// Near each other (`Local::near_km`): an approximation by distance, at any hour. On foot up to
// `walk_most_m` of way, further by the city's own vehicles: a wait, then a slow speed for the first
// kilometres and a faster one for the rest. All of its figures are assumptions. Further apart, and
// to and from the gateway's terminals: the timetable (world_ways.hpp).
//
// Units: seconds, metres, fen a person. Shapes: pair (i, j) of n spots is i * n + j.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/units.hpp"
#include "engine/orienteering/travel.hpp"
#include "models/visit/sight_book.hpp"

namespace stopover::visit {

using orienteering::Tick;

// Assumptions, the same in every city.
struct Local {
  double detour = 1.3;  // way by straight distance
  double walk_km_h = 4.5;
  double walk_most_m = 1'200;
  double wait_minutes = 8;  // to the stop, for the vehicle, from the stop
  double slow_km_h = 15;    // for the first slow_km
  double slow_km = 5;
  double fast_km_h = 30;
  double walk_at_ends_m = 600;  // of a ride
  double first_yuan = 3;        // for the first 6 km, then a yuan for each further 10
  double near_km = 25;          // straight
  double most_km = 60;          // nobody goes further without the timetable
  double spread = 0.2;          // standard deviation by mean
};

struct LocalWay {
  Seconds time{};
  bool on_foot = false;
  std::int64_t walk_m = 0;
  Fen fare{};
};

[[nodiscard]] double straight_km(const Spot& a, const Spot& b);
// Of `km` straight.
[[nodiscard]] LocalWay local_way(const Local& local, double km);

struct Ways {
  orienteering::TravelTimes travel = orienteering::TravelTimes::constant(0, {});
  std::vector<std::int64_t> fare;    // spots², fen a person: the dearest way of the pair
  std::vector<std::int64_t> walk_m;  // spots²
};

// By distance alone: for cities without a timetable, and for tests. Further apart than `most_km`
// there is no way.
[[nodiscard]] Ways ways_by_distance(const Local& local, const std::vector<Spot>& spots);

}  // namespace stopover::visit
