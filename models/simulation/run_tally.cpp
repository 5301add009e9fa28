// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/run_tally.hpp"

#include "engine/flow/own_delay.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

void count(const flow::RunCondition& run, network::Mode mode, RunTally& tally) {
  RunTally::ByMode& by_mode = tally.by_mode.at(mode);
  RunTally::ByCause& by_cause = tally.by_cause.at(static_cast<std::size_t>(run.cause));
  ++by_mode.scheduled;
  by_mode.cancelled += run.cancelled ? 1 : 0;
  by_mode.late += Seconds(run.delay) > kPunctual ? 1 : 0;
  by_cause.cancelled += run.cancelled ? 1 : 0;
  by_cause.delay_seconds += run.delay;
  if (run.restriction.is_none()) return;
  ++(run.cancelled ? tally.by_restriction[run.restriction].cancelled
                   : tally.by_restriction[run.restriction].held);
}

}  // namespace

void RunTally::add(const RunTally& other) {
  for (std::size_t m = 0; m < by_mode.size(); ++m) {
    by_mode[m].scheduled += other.by_mode[m].scheduled;
    by_mode[m].cancelled += other.by_mode[m].cancelled;
    by_mode[m].late += other.by_mode[m].late;
  }
  for (std::size_t c = 0; c < by_cause.size(); ++c) {
    by_cause[c].cancelled += other.by_cause[c].cancelled;
    by_cause[c].delay_seconds += other.by_cause[c].delay_seconds;
  }
  for (const flow::RestrictionId r : ids_of(by_restriction)) {
    by_restriction[r].cancelled += other.by_restriction[r].cancelled;
    by_restriction[r].held += other.by_restriction[r].held;
  }
  for (const flow::DayTypeId d : ids_of(days)) days[d] += other.days[d];
  for (const flow::DeskRestrictionId r : ids_of(desk_seconds_closed))
    desk_seconds_closed[r] += other.desk_seconds_closed[r];
}

RunTally empty_run_tally(const World& world) {
  RunTally tally;
  tally.by_restriction.resize(world.disruption.restrictions.size());
  tally.days.resize(world.disruption.day_types.size());
  tally.desk_seconds_closed.resize(world.disruption.desk_restrictions.size());
  return tally;
}

RunTally tally_runs(const World& world, const flow::SweepLuck& luck,
                    const std::vector<flow::RunCondition>& conditions,
                    const std::vector<std::int32_t>& run_delay) {
  RunTally tally = empty_run_tally(world);
  const auto condition_of = [&](timetable::RunId run) {
    if (!conditions.empty()) return conditions[run.value()];
    const std::int32_t delay = run_delay[run.value()];
    return flow::RunCondition{
        .delay = delay,
        .cause = delay > 0 ? flow::DisruptionCause::kOwn : flow::DisruptionCause::kNone};
  };
  const CivilDate end = world.first_day.plus_days(world.days);
  const HalfOpen<Instant> counted{world.zone.instant_at(world.first_day, Seconds(0)),
                                  world.zone.instant_at(end, Seconds(0))};
  for (const timetable::Service& service : world.timetable.services())
    for (std::uint32_t n = 0; n < service.run_count; ++n) {
      const timetable::RunId run(service.first_run + n);
      if (counted.contains(world.timetable.runs()[run].departure))
        count(condition_of(run), service.mode, tally);
    }
  for (CivilDate day = world.first_day; day < end; day = day.plus_days(1)) {
    const flow::DayTypeId type = flow::draw_day_type(world.disruption, luck, day);
    if (!type.is_none()) ++tally.days[type];
  }
  for (const flow::DeskClosure& closure : world.desk_closures(luck.seed, luck.replication))
    tally.desk_seconds_closed[closure.restriction] +=
        flow::desk_seconds_closed(world.checkpoints[closure.checkpoint], closure, counted);
  return tally;
}

}  // namespace stopover::simulation
