// SPDX-License-Identifier: Apache-2.0
// Others than the simulated passengers: places of vehicles they take, desks they use. Private to
// models/simulation.
//
// A period [from, until) is service time of every day, up to 48:00: what lies after 24:00 falls on
// the morning of the day after.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/units.hpp"
#include "engine/flow/sweep.hpp"
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

// Other users of a checkpoint on all service days, quarter-hour by quarter-hour from the start of a
// period; its end cuts the last one. On each day those up to the end of any quarter are as many as
// the rate gives, to the nearest person.
[[nodiscard]] std::vector<flow::BackgroundFlow> background_flows(const Compiling& c,
                                                                 const std::string& checkpoint);

}  // namespace stopover::simulation
