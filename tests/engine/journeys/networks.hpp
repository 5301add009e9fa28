// SPDX-License-Identifier: Apache-2.0
// Small random timetables with everything in them that makes a search go wrong: overtaking, trips
// past midnight, days off, loops, zero minutes, forbidden boardings, through services that move to
// other stops and days or are forbidden, one-way links, rules of changing for routes and trips.
#pragma once

#include <cstdint>
#include <random>

#include "engine/journeys/transit.hpp"

namespace stopover::journeys::testing {

struct NetworkSize {
  int stops = 8;
  int patterns = 6;
  int trips = 30;
  int links = 6;
  int days = 3;
  int longest_pattern = 6;
  bool fares_and_hubs = false;
  int rules = 0;               // of changing
  bool links_by_hour = false;  // some take longer at some hours; not beside rules
};

[[nodiscard]] Transit random_transit(std::mt19937_64& random, const NetworkSize& size);
// The first of a random network's dates.
[[nodiscard]] CivilDate first_date();

}  // namespace stopover::journeys::testing
