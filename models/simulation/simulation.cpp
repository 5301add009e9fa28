// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/simulation.hpp"

#include <functional>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::simulation {
namespace {

// A sweep beside choices runs by itself: worth it where what it leaves idle is one thread.
constexpr int kThreadsForBoth = 2;

using Checkpoints = Table<network::CheckpointId, flow::Checkpoint>;

HalfOpen<std::uint16_t> all_days(const World& world) {
  return {0, static_cast<std::uint16_t>(world.demand_days().size())};
}

// On which parties of the demand days may ride.
HalfOpen<CivilDate> service_days(const World& world, HalfOpen<std::uint16_t> days) {
  const std::vector<CivilDate> dates = world.demand_days();
  const HalfOpen<CivilDate> all = world.service_days();
  const auto before = days_between(all.from, dates.front());
  const auto after = days_between(dates.back(), all.until);
  return {dates[days.from].plus_days(-before), dates[days.until - 1].plus_days(after)};
}

std::unique_ptr<const flow::Setting> setting_of(const World& world, demand::Luck luck,
                                                const Rebooking& rebooking,
                                                const std::vector<flow::RunCondition>& conditions,
                                                const Checkpoints& checkpoints,
                                                const Watch& watch) {
  auto setting = std::make_unique<flow::Setting>(world.setting(luck.seed, luck.replication));
  setting->rerouter = &rebooking;
  setting->checkpoints = &checkpoints;
  if (!conditions.empty()) setting->conditions = &conditions;
  setting->journal = watch.journal;
  setting->listener = watch.queues;
  return setting;
}

}  // namespace

Simulation::Simulation(const World& world, Assumptions assumptions, demand::Luck luck, Watch watch)
    : Simulation(world, std::move(assumptions), luck, std::move(watch), all_days(world),
                 world.run_conditions(luck.seed, luck.replication)) {}

Simulation::Simulation(const World& world, Assumptions assumptions, demand::Luck luck, Watch watch,
                       HalfOpen<std::uint16_t> days)
    : Simulation(world, std::move(assumptions), luck, std::move(watch), days,
                 world.run_conditions(luck.seed, luck.replication, service_days(world, days))) {}

Simulation::Simulation(const World& world, Assumptions assumptions, demand::Luck luck, Watch watch,
                       HalfOpen<std::uint16_t> days, std::vector<flow::RunCondition> conditions)
    : world_(&world),
      assumptions_(std::move(assumptions)),
      luck_(luck),
      watch_(std::move(watch)),
      rebooking_(std::make_unique<const Rebooking>(world)),
      conditions_(std::make_unique<const std::vector<flow::RunCondition>>(std::move(conditions))),
      checkpoints_(world.open_checkpoints(luck.seed, luck.replication)),
      setting_(setting_of(world, luck, *rebooking_, *conditions_, *checkpoints_, watch_)),
      stream_(*setting_, world.stages),
      stock_(world.shelf, world.sample),
      tally_(empty_tally(world)),
      day_(days.from),
      end_(days.until) {}

void Simulation::next_day(const Departures& departures, Executor& executor) {
  const World& world = *world_;
  const auto next = static_cast<std::uint16_t>(day_ + 1);
  std::function<void()> beside;
  if (executor.threads() <= kThreadsForBoth)
    beside = [this] { sweep_settled(*serial_executor()); };
  else
    sweep_settled(executor);
  auto plans = std::make_shared<const PlansOfReplication>(
      make_plans({world, departures, assumptions_.behaviour, luck_, &assumptions_.volumes,
                  &assumptions_.products, &stock_},
                 {day_, next}, executor, beside));
  if (watch_.planned) watch_.planned(*plans);
  const flow::BatchId id = stream_.add(std::shared_ptr<const flow::Plans>(plans, &plans->flow));
  under_way_.emplace(id, std::move(plans));
  const CivilDate tomorrow = world.demand_days()[day_].plus_days(1);
  day_ = next;
  settled_ = world.zone.instant_at(tomorrow, Seconds(0)) - kPlanningLead;
}

void Simulation::sweep_settled(Executor& executor) {
  if (!settled_) return;
  stream_.advance(*settled_, executor);
  settled_.reset();
  count_ended();
}

void Simulation::count_ended() {
  for (flow::EndedBatch& batch : stream_.take_ended()) {
    const auto plans = under_way_.extract(batch.id);
    const EndedParties ended{*plans.mapped(), batch.outcome, stream_.run_delay()};
    add_parties(*world_, assumptions_, ended, luck_, tally_);
    if (watch_.seen) watch_.seen(ended);
    if (watch_.ended) watch_.ended(plans.mapped(), std::move(batch.outcome));
  }
  add_queues(*world_, stream_.take_checkpoints(), tally_);
}

Tally Simulation::finish(Executor& executor) {
  STOPOVER_CHECK(day_ == end_, "all days have been simulated");
  sweep_settled(executor);
  stream_.finish(executor);
  count_ended();
  tally_.runs =
      tally_runs(*world_, {luck_.seed, luck_.replication}, *conditions_, stream_.run_delay());
  set_effects(*world_, assumptions_, tally_);
  return std::move(tally_);
}

}  // namespace stopover::simulation
