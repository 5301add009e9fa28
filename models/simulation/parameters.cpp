// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/parameters.hpp"

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::simulation {
namespace {
constexpr random::Purpose kParameter = random::purpose("parameter");
constexpr double kMinutesPerHour = 60;
}  // namespace

ParameterSet drawn(const ParameterSet& parameters, demand::Luck luck) {
  ParameterSet out = parameters;
  for (auto& [id, figure] : out) {
    if (!(figure.low < figure.high)) continue;
    const double u = random::open_unit(
        random::bits({luck.seed, luck.replication, stable_hash(id), kParameter}, 0));
    figure.value = random::Triangular(figure.low, figure.value, figure.high).quantile(u);
  }
  return out;
}

double value_of(const ParameterSet& parameters, const std::string& id) {
  const auto it = parameters.find(id);
  STOPOVER_CHECK(it != parameters.end(), "validation found every parameter");
  return it->second.value;
}

Behaviour behaviour_of(const ParameterSet& p) {
  const auto v = [&](const char* id) { return value_of(p, id); };
  return {
      .scale_per_hour = v("choice.scale_per_hour"),
      .wait_weight = v("choice.wait_weight"),
      .connect_weight = v("choice.connect_weight"),
      .transfer_hours = v("choice.transfer_minutes") / kMinutesPerHour,
      .early_weight = v("choice.early_weight"),
      .late_weight = v("choice.late_weight"),
      .lateness_weight = v("choice.lateness_weight"),
      .crowded_seat_weight = v("choice.crowded_seat_weight"),
      .standing_weight = v("choice.standing_weight"),
      .nest_route = v("choice.nest_route"),
      .nest_mode = v("choice.nest_mode"),
      .path_size = v("choice.path_size"),
      .nonstop = v("choice.nonstop_constant"),
      .rival_hub = v("choice.rival_hub_constant"),
      .gateway_hub = v("choice.gateway_hub_constant"),
      .air_rail = v("choice.air_rail_constant"),
      .road = v("choice.road_constant"),
      .coach = v("choice.coach_constant"),
      .metro = v("choice.metro_constant"),
      .step_out_constant = v("stay.step_out_constant"),
      .step_out_per_hour = v("stay.step_out_per_hour"),
      .step_out_min_layover = v("stay.step_out_min_layover"),
      .step_out_reserve = v("stay.step_out_reserve"),
      .night_constant = v("stay.night_constant"),
      .per_night = v("stay.per_night"),
      .usable_hours_per_day = v("stay.usable_hours_per_day"),
      .spending_day_hours = v("spend.day_hours"),
      .trip_elasticity = v("demand.trip_elasticity"),
  };
}

}  // namespace stopover::simulation
