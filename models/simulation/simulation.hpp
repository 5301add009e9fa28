// SPDX-License-Identifier: Apache-2.0
// One simulation of a world's horizon, day by day: plan a day, sweep what it settles, count what
// has ended.
//
// Between days only those under way are kept: their plans and outcomes, by demand day, until the
// last of the day has ended. So memory is bounded by the days that one journey spans, not by the
// horizon.
//
// Determinism: the tally depends on the world, the assumptions and the luck only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/flow/sweep.hpp"
#include "models/simulation/assumptions.hpp"
#include "models/simulation/departures.hpp"
#include "models/simulation/plans.hpp"
#include "models/simulation/tally.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

// Keeps a reference to the world.
class Simulation {
 public:
  Simulation(const World& world, Assumptions assumptions, demand::Luck luck);
  // Days in order, from 0; `departures` hold its anchors_of_day.
  void next_day(const Departures& departures, Executor& executor);
  [[nodiscard]] std::size_t days_done() const { return day_; }
  // After the last day.
  [[nodiscard]] Tally finish(Executor& executor);

 private:
  void count_ended();

  const World* world_;
  Assumptions assumptions_;
  demand::Luck luck_;
  std::unique_ptr<const Rebooking> rebooking_;  // the setting refers to it
  std::unique_ptr<const std::vector<flow::RunCondition>> conditions_;
  std::unique_ptr<const flow::Setting> setting_;  // the stream refers to it
  flow::SweepStream stream_;
  Tally tally_;
  std::uint16_t day_ = 0;
  std::map<flow::BatchId, std::shared_ptr<const PlansOfReplication>> under_way_;
};

}  // namespace stopover::simulation
