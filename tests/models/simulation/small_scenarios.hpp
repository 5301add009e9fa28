// SPDX-License-Identifier: Apache-2.0
// Worlds for tests: a scenario of the tree, changed as a test needs.
#pragma once

#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "models/scenario/load.hpp"
#include "models/simulation/assumptions.hpp"
#include "models/simulation/plans.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

inline scenario::Scenario scenario_of(const std::string& name) {
  FaultList faults;
  scenario::LoadedScenario loaded =
      scenario::load(std::string(STOPOVER_SOURCE_DIR) + "/scenarios/" + name, faults);
  EXPECT_TRUE(loaded.complete) << faults.text();
  return loaded.scenario;
}

inline World world_of(const scenario::Scenario& scenario, FaultList& faults) {
  const auto executor = serial_executor();
  return compile(scenario, *executor, faults);
}

// scenarios/minimal after `change`; it must compile without a fault.
inline World minimal_world(const std::function<void(scenario::Scenario&)>& change = {}) {
  scenario::Scenario scenario = scenario_of("minimal");
  if (change) change(scenario);
  FaultList faults;
  World world = world_of(scenario, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return world;
}

inline Departures departures_of(const World& world) {
  const auto executor = serial_executor();
  return whole_departures(world, *executor);
}

inline PlansOfReplication plans_of(const World& world, const Behaviour& behaviour,
                                   demand::Luck luck) {
  return make_plans({world, departures_of(world), behaviour, luck});
}

// Minimal with spread everywhere: choice is soft, services and walks vary, vehicles are late.
inline void soften(scenario::Scenario& s) {
  for (auto& p : *s.mutable_elements()->mutable_parameter()) {
    if (p.id() == "choice.scale_per_hour") p.set_value(0.1);
    if (p.id() == "stay.step_out_constant") p.set_value(-1);
    if (p.id() == "stay.step_out_per_hour") p.set_value(0.2);
    if (p.id() == "stay.max_nights") p.set_value(2);
    if (p.id() == "stay.night_constant") p.set_value(-1);
    if (p.id() == "choice.scale_per_hour") {
      p.set_low(0.05);
      p.set_high(0.2);
    } else {
      p.clear_low();
      p.clear_high();
    }
  }
  for (auto& flight : *s.mutable_elements()->mutable_flight())  // a real rival
    if (flight.carrier() == "XR") flight.set_fare_yuan(2200);
  for (auto& hub : *s.mutable_elements()->mutable_hub()) {
    for (auto& c : *hub.mutable_checkpoint())
      c.mutable_service()->set_distribution(scenario::EXPONENTIAL);
    for (auto& w : *hub.mutable_walk()) w.set_sd_seconds(w.seconds() / 4);
  }
  for (auto& d : *s.mutable_elements()->mutable_delay()) {
    d.set_on_time_share(0.5);
    d.set_mean_late_minutes(20);
    d.set_max_minutes(120);
  }
  for (auto& segment : *s.mutable_elements()->mutable_segment()) {
    segment.set_stay_interest(1);
    segment.set_value_of_time_sigma(0.6);
  }
  for (auto& spending : *s.mutable_elements()->mutable_spending()) {
    spending.set_probability(0.5);
    spending.set_sigma(0.8);
    spending.set_mean_yuan_low(spending.mean_yuan() / 2);
    spending.set_mean_yuan_high(spending.mean_yuan() * 2);
  }
}

// Minimal with gates beside the desks of security that refuse some, a small hall, little patience,
// and more people than it can take.
inline void crowd_at_gates(scenario::Scenario& s) {
  soften(s);
  for (auto& c : *s.mutable_elements()->mutable_hub(0)->mutable_checkpoint()) {
    if (c.id() != "security") continue;
    auto* gates = c.add_desk_type();
    gates->set_id("gate");
    gates->set_name("Gates");
    gates->set_name_zh("闸机");
    *gates->mutable_staffing() = c.staffing();
    gates->mutable_service()->set_distribution(scenario::EXPONENTIAL);
    gates->mutable_service()->set_mean_seconds(10);
    gates->set_eligible_share(0.6);
    gates->set_refusal_share(0.3);
    c.set_hall_room(20);
    c.mutable_patience()->mutable_time()->set_distribution(scenario::EXPONENTIAL);
    c.mutable_patience()->mutable_time()->set_mean_seconds(600);
    c.mutable_patience()->set_instead_minutes(15);
    c.set_wait_target_minutes(5);
  }
  auto* crowd = s.mutable_elements()->add_background();
  crowd->set_id("crowd");
  crowd->set_target("security");
  crowd->set_from("06:00");
  crowd->set_until("22:00");
  crowd->set_people_per_quarter(120);
}

// Trains from the airport with fewer places than people come for; a taxi goes too.
inline World crowded_trains(int taxi_minutes) {
  return minimal_world([&](scenario::Scenario& s) {
    soften(s);
    auto* elements = s.mutable_elements();
    for (auto& market : *elements->mutable_market())
      market.set_persons_per_day(market.id() == "a_delta" ? 60 : 0);
    for (auto& line : *elements->mutable_line()) line.set_seats(20);
    scenario::Road* taxi = elements->add_road();
    taxi->set_id("station_delta");
    taxi->set_mode(scenario::TAXI);
    taxi->set_from("station");
    taxi->set_to("delta");
    taxi->set_minutes(taxi_minutes);
    taxi->set_party_max(4);
    taxi->set_fare_yuan(500);
  });
}

struct Swept {
  PlansOfReplication plans;
  flow::Outcome outcome;
};

// One replication at once, with rebooking.
inline Swept swept(const World& world, demand::Luck luck) {
  Swept s{plans_of(world, central(world).behaviour, luck), {}};
  const Rebooking rebooking(world);
  flow::Setting setting = world.setting(luck.seed, luck.replication);
  setting.rerouter = &rebooking;
  const auto executor = serial_executor();
  s.outcome = flow::sweep(s.plans.flow, setting, world.stages, *executor);
  return s;
}

}  // namespace stopover::simulation
