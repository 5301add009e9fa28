// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "engine/base/check.hpp"
#include "engine/flow/day_sweep.hpp"

namespace stopover::flow {
namespace {

// How many entries ahead a party's memory is asked for; parties lie in no order.
constexpr std::size_t kPrefetch = 16;

[[nodiscard]] std::vector<DeskPeriod> desk_periods(const std::vector<StaffPeriod>& staffing) {
  std::vector<DeskPeriod> periods;
  for (const StaffPeriod& staff : staffing) {
    const DeskPeriod period{ticks(staff.from), ticks(staff.until), staff.desks};
    if (period.desks > 0 && period.from < period.until) periods.push_back(period);
  }
  return periods;
}

}  // namespace

DaySweep::CheckpointState::CheckpointState(const Checkpoint& checkpoint, const SweepLuck& luck)
    : queue(desk_periods(checkpoint.staffing)),
      background(checkpoint, luck),
      flows(checkpoint.background.size()) {
  std::iota(flows.begin(), flows.end(), std::uint32_t{0});
  std::stable_sort(flows.begin(), flows.end(), [&](std::uint32_t a, std::uint32_t b) {
    return checkpoint.background[a].from < checkpoint.background[b].from;
  });
}

void DaySweep::add_background(CheckpointState& state, std::vector<Arrival>& arrivals) const {
  if (state.next_drawn < until_) take_due(state.drawn, state.next_drawn, arrivals);
  for (; state.next_flow_from() < until_; ++state.next_flow)
    state.background.draw(state.flows[state.next_flow], [&](Tick time, std::uint64_t key) {
      if (time >= until_) state.next_drawn = std::min(state.next_drawn, time);
      (time < until_ ? arrivals : state.drawn).push_back({time, key, kNobody, kNobody});
    });
}

std::vector<Tick> DaySweep::services_of(CheckpointId checkpoint,
                                        const std::vector<Arrival>& arrivals) const {
  std::vector<Tick> services(arrivals.size());
  const auto stream = [&](std::size_t i) {
    const Arrival& a = arrivals[i];
    if (a.party == kNobody) return luck_.stream(kBackgroundService, a.key);
    return luck_.stream(kServicePurpose, stable_hash(a.key, program_.steps[a.step].luck));
  };
  const auto size = [&](std::size_t i) {
    if (i + kPrefetch < arrivals.size() && arrivals[i + kPrefetch].party != kNobody)
      __builtin_prefetch(&since(arrivals[i + kPrefetch]));
    return arrivals[i].party == kNobody ? 1 : int{since(arrivals[i]).size};
  };
  desks_[checkpoint].draw(arrivals.size(), stream, size, services.data());
  return services;
}

// After the closing time for the planned run of the next ride; no planned run, no closing.
bool DaySweep::closed_for(const Arrival& a, const Checkpoint& checkpoint) const {
  const FlatStep& step = program_.steps[a.step];
  if (!checkpoint.closes_before || !step.ride_follows) return false;
  const RunId planned = planned_run(a);
  if (planned.is_none()) return false;
  return a.time >
         ticks(setting_.timetable->departure(planned, step.board) - *checkpoint.closes_before);
}

void DaySweep::note_queue(const Checkpoint& checkpoint, const Arrival& a, Tick wait) {
  SinceRide& since_ride = since(a);
  if (closed_for(a, checkpoint)) since_ride.refused = true;
  since_ride.queued += wait;
  since_ride.lost += wait;
}

void DaySweep::strand_in_queue(const Arrival& a, Exits& exits) {
  Batch& batch = batch_of(a);
  strand(a, batch, exits);
  if (!program_.steps[a.step].ride_follows) return;
  RideOutcome& ride = batch.outcome.rides[ride_of(a)];
  const SinceRide& since_ride = since(a);
  if (!planned_run(a).is_none())
    ride.cause = since_ride.refused ? MissCause::kClosed : MissCause::kQueue;
  ride.queued = seconds_of(since_ride.queued);
}

void DaySweep::sweep_checkpoint(std::size_t stage) {
  const CheckpointId id = program_.stages[stage].checkpoint;
  const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
  CheckpointState& state = *stages_[stage].checkpoint;
  std::vector<Arrival> arrivals = take_arrivals(stage);
  add_background(state, arrivals);
  if (arrivals.empty()) return;
  std::vector<Arrival> scratch;
  sort_arrivals(arrivals, scratch);
  const std::vector<Tick> services = services_of(id, arrivals);
  std::vector<Tick> times(arrivals.size());
  std::transform(arrivals.begin(), arrivals.end(), times.begin(),
                 [](const Arrival& a) { return a.time; });
  std::vector<Tick> starts(arrivals.size());
  state.queue.serve(times, services, starts);

  CheckpointOutcome& seen = checkpoints_[id];
  Exits& exits = stages_[stage].exits;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    if (i + kPrefetch < arrivals.size() && arrivals[i + kPrefetch].party != kNobody)
      __builtin_prefetch(&since(arrivals[i + kPrefetch]));
    const Arrival& a = arrivals[i];
    if (a.party == kNobody) continue;
    if (starts[i] == kNever) {
      note_queue(checkpoint, a, 0);
      strand_in_queue(a, exits);
      continue;
    }
    seen.wait.push_back(seconds_of(starts[i] - a.time));
    seen.persons.push_back(since(a).size);
    seen.joined.push_back(instant_of(a.time));
    note_queue(checkpoint, a, starts[i] - a.time);
    go_on({starts[i] + services[i], a.key, a.party, a.step + 1}, batch_of(a), exits);
  }
}

}  // namespace stopover::flow
