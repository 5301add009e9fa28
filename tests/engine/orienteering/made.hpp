// SPDX-License-Identifier: Apache-2.0
// Small problems drawn from a seed, and a checker that shares no code with the search: it walks a
// solution through the Spec by itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/orienteering/problem.hpp"

namespace stopover::orienteering::testing {

struct Shape {
  std::size_t sites = 7;
  std::size_t routes = 1;
  bool timed = false;      // travel by departure
  bool timetable = false;  // of departures, with a last one
  bool resources = false;
  bool several_windows = false;
  bool options = false;  // of terminals
  bool priorities = false;
};

[[nodiscard]] Spec made(std::uint64_t seed, const Shape& shape);

// A shape drawn from a seed: at most `sites`, everything on or off.
[[nodiscard]] Shape drawn_shape(std::uint64_t seed, std::size_t sites);

// What is wrong with a solution; empty: nothing.
[[nodiscard]] std::vector<std::string> faults_of(const Spec& spec, const Solution& solution);

// The greatest (priority, score), by trying every order of every set on every route: up to 5 sites.
struct Greatest {
  std::int64_t priority = -1;  // -1: nothing is feasible
  std::int64_t score = 0;
};
[[nodiscard]] Greatest greatest_by_force(const Spec& spec);

// Seconds since an epoch of the work of this thread: what a core has given to it.
[[nodiscard]] double thread_seconds();

}  // namespace stopover::orienteering::testing
