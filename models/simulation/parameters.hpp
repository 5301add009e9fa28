// SPDX-License-Identifier: Apache-2.0
// The behavioural figures of a scenario, as the models use them, and their uncertainty.
//
// As written, each parameter has its value. `drawn` takes, for one replication, a triangular draw
// between low and high with its mode at the value: the same draw in base and variant, keyed by the
// parameter's name. That is how the total interval of an estimate comes to cover the assumptions.
// What it is not: estimated or correlated; covariances arrive with calibration.
//
// Units: hours and yuan unless the name says otherwise. Errors: a missing parameter is an input
// fault that validation reports first; here it is a bug.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "engine/base/provenance.hpp"
#include "models/demand/demand.hpp"

namespace stopover::simulation {

using ParameterSet = std::map<std::string, Figure>;

struct Behaviour {
  // Utility = -scale × generalised hours + constants.
  double scale_per_hour = 0;
  double wait_weight = 0;
  double connect_weight = 0;
  double transfer_hours = 0;  // per change of vehicle
  double early_weight = 0;
  double late_weight = 0;
  double lateness_weight = 0;
  double crowded_seat_weight = 0;
  double standing_weight = 0;
  double nest_route = 1;  // dissimilarities
  double nest_mode = 1;
  double path_size = 0;  // weight of the logarithm
  double nonstop = 0;
  double rival_hub = 0;
  double gateway_hub = 0;
  double air_rail = 0;
  double road = 0;
  double coach = 0;
  double metro = 0;
  // Stays between two flights.
  double step_out_constant = 0;
  double step_out_per_hour = 0;
  double step_out_min_layover = 0;
  double step_out_reserve = 0;
  double night_constant = 0;
  double per_night = 0;
  double usable_hours_per_day = 0;
  double spending_day_hours = 0;
  double trip_elasticity = 0;  // of a market's volume to its generalised cost
};

[[nodiscard]] ParameterSet drawn(const ParameterSet& parameters, demand::Luck luck);
[[nodiscard]] double value_of(const ParameterSet& parameters, const std::string& id);
[[nodiscard]] Behaviour behaviour_of(const ParameterSet& parameters);

}  // namespace stopover::simulation
