// SPDX-License-Identifier: Apache-2.0
// One simulation of a world's horizon, day by day: plan a day, sweep what it settles, count what
// has ended.
//
// With one or two threads, what the days before have settled is swept while the parties of a day
// choose: the two have nothing to do with each other. With more it is swept before, by all threads,
// for one alone would hold up the others.
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
#include <optional>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/flow/sweep.hpp"
#include "models/simulation/assumptions.hpp"
#include "models/simulation/departures.hpp"
#include "models/simulation/detail.hpp"
#include "models/simulation/plans.hpp"
#include "models/simulation/tally.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

// Keeps a reference to the world.
class Simulation {
 public:
  // Of the whole horizon. Who watches outlives it.
  Simulation(const World& world, Assumptions assumptions, demand::Luck luck, Watch watch = {});
  // Of some demand days in a row alone, by index; its tally knows nothing of cancelled and late
  // runs.
  Simulation(const World& world, Assumptions assumptions, demand::Luck luck, Watch watch,
             HalfOpen<std::uint16_t> days);
  // Days in order; `departures` hold its anchors_of_day.
  void next_day(const Departures& departures, Executor& executor);
  [[nodiscard]] const std::vector<std::int32_t>& run_delay() const { return stream_.run_delay(); }
  // Empty: runs are late by their delay profiles alone.
  [[nodiscard]] const std::vector<flow::RunCondition>& conditions() const { return *conditions_; }
  // After the last day.
  [[nodiscard]] Tally finish(Executor& executor);

 private:
  Simulation(const World& world, Assumptions assumptions, demand::Luck luck, Watch watch,
             HalfOpen<std::uint16_t> days, std::vector<flow::RunCondition> conditions);
  void sweep_settled(Executor& executor);
  void count_ended();

  const World* world_;
  Assumptions assumptions_;
  demand::Luck luck_;
  Watch watch_;
  // The setting refers to these, the stream to the setting.
  std::unique_ptr<const Rebooking> rebooking_;
  std::unique_ptr<const std::vector<flow::RunCondition>> conditions_;
  std::shared_ptr<const Table<network::CheckpointId, flow::Checkpoint>> checkpoints_;
  std::unique_ptr<const flow::Setting> setting_;
  flow::SweepStream stream_;
  product::Stock stock_;
  Tally tally_;
  std::uint16_t day_ = 0;  // next
  std::uint16_t end_ = 0;
  std::optional<Instant> settled_;  // what lies before it can be swept, and is not yet
  std::map<flow::BatchId, std::shared_ptr<const PlansOfReplication>> under_way_;
};

}  // namespace stopover::simulation
