// SPDX-License-Identifier: Apache-2.0
// Places of vehicles that others than the simulated passengers take. Private to models/simulation.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/units.hpp"
#include "models/simulation/compile_parts.hpp"

namespace stopover::simulation {

// Share of a vehicle's places that others take, by time of its first departure.
class BackgroundShare {
 public:
  // `target`: the scenario's id of a line, flight or (prefix and route id) GTFS route.
  BackgroundShare(const Compiling& c, const std::string& target);
  // To the nearest place; `departure` is service time, its hour of the day counts.
  [[nodiscard]] std::int32_t taken(Seconds departure, std::int32_t places) const;

 private:
  std::vector<std::pair<HalfOpen<Seconds>, double>> periods_;
};

}  // namespace stopover::simulation
