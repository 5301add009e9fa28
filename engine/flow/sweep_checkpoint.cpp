// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/flow/checkpoint_queue.hpp"
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

std::vector<Arrival> DaySweep::background_of(const Checkpoint& checkpoint) const {
  std::vector<Arrival> people;
  draw_background(checkpoint, luck_, [&](Tick time, std::uint64_t key) {
    people.push_back({time, key, kNobody, kNobody});
  });
  return people;
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
    const std::uint32_t party = arrivals[i].party;
    if (i + kPrefetch < arrivals.size() && arrivals[i + kPrefetch].party != kNobody)
      __builtin_prefetch(&since_ride_[arrivals[i + kPrefetch].party]);
    return party == kNobody ? 1 : int{since_ride_[party].size};
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
  SinceRide& since = since_ride_[a.party];
  if (closed_for(a, checkpoint)) since.refused = true;
  since.queued += wait;
  since.lost += wait;
}

void DaySweep::strand_in_queue(const Arrival& a) {
  strand(a);
  const FlatStep& step = program_.steps[a.step];
  if (!step.ride_follows) return;
  RideOutcome& ride = outcome_.rides[ride_of(a)];
  const SinceRide& since = since_ride_[a.party];
  if (!planned_run(a).is_none())
    ride.cause = since.refused ? MissCause::kClosed : MissCause::kQueue;
  ride.queued = seconds_of(since.queued);
}

void DaySweep::sweep_checkpoint(std::size_t stage) {
  const CheckpointId id = program_.stages[stage].checkpoint;
  const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
  const std::vector<Arrival> arrivals = take_arrivals(stage, background_of(checkpoint));
  const std::vector<Tick> services = services_of(id, arrivals);
  std::vector<Tick> times(arrivals.size());
  std::transform(arrivals.begin(), arrivals.end(), times.begin(),
                 [](const Arrival& a) { return a.time; });
  std::vector<Tick> starts(arrivals.size());
  checkpoint_starts(desk_periods(checkpoint.staffing), times, services, starts);

  CheckpointOutcome& seen = outcome_.checkpoints[id];
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    if (i + kPrefetch < arrivals.size() && arrivals[i + kPrefetch].party != kNobody)
      __builtin_prefetch(&since_ride_[arrivals[i + kPrefetch].party]);
    const Arrival& a = arrivals[i];
    if (a.party == kNobody) continue;
    if (starts[i] == kNever) {
      note_queue(checkpoint, a, 0);
      strand_in_queue(a);
      continue;
    }
    seen.wait.push_back(seconds_of(starts[i] - a.time));
    seen.persons.push_back(since_ride_[a.party].size);
    seen.joined.push_back(instant_of(a.time));
    note_queue(checkpoint, a, starts[i] - a.time);
    go_on({starts[i] + services[i], a.key, a.party, a.step + 1}, outboxes_[stage]);
  }
}

}  // namespace stopover::flow
