// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "engine/base/check.hpp"
#include "engine/flow/day_sweep.hpp"

namespace stopover::flow {
namespace {

// How many entries ahead a party's memory is asked for; parties lie in no order.
constexpr std::size_t kPrefetch = 16;

}  // namespace

DaySweep::CheckpointState::CheckpointState(const Checkpoint& checkpoint,
                                           const CheckpointTimes& times, const SweepLuck& luck)
    : background(checkpoint, luck), flows(checkpoint.background.size()) {
  if (checkpoint.unlimited) {
    flows.clear();
  } else if (checkpoint.is_plain()) {
    queue.emplace(desk_periods(checkpoint.staffing));
  } else {
    lines = std::make_unique<LinesState>(checkpoint, times);
  }
  std::iota(flows.begin(), flows.end(), std::uint32_t{0});
  std::stable_sort(flows.begin(), flows.end(), [&](std::uint32_t a, std::uint32_t b) {
    return checkpoint.background[a].from < checkpoint.background[b].from;
  });
}

void DaySweep::add_background(CheckpointState& state, std::vector<Arrival>& arrivals) const {
  state.drawn.take_before(until_, arrivals);
  for (; state.next_flow_from() < until_; ++state.next_flow) {
    const std::uint32_t flow = state.flows[state.next_flow];
    const std::uint32_t passenger_class = state.background.passenger_class(flow);
    state.background.draw(flow, [&](Tick time, std::uint64_t key) {
      const Arrival a{time, key, kNobody, passenger_class};
      if (time < until_) {
        arrivals.push_back(a);
      } else {
        state.drawn.add(a);
      }
    });
  }
}

std::vector<Tick> DaySweep::services_of(CheckpointId checkpoint,
                                        const std::vector<Arrival>& arrivals) const {
  std::vector<Tick> services(arrivals.size());
  const auto stream = [&](std::size_t i) {
    const Arrival& a = arrivals[i];
    return luck_.stream(a.party == kNobody ? kBackgroundService : kServicePurpose, luck_of(a));
  };
  const auto size = [&](std::size_t i) {
    if (i + kPrefetch < arrivals.size() && arrivals[i + kPrefetch].party != kNobody)
      __builtin_prefetch(&since(arrivals[i + kPrefetch]));
    return arrivals[i].party == kNobody ? 1 : int{since(arrivals[i]).size};
  };
  desks_[checkpoint].draw(arrivals.size(), stream, size, services.data());
  return services;
}

// `times` lacks the columns of persons.
void DaySweep::tell_listener(CheckpointId checkpoint, const std::vector<Arrival>& arrivals,
                             const QueueVisits& times) const {
  std::vector<std::int16_t> persons(arrivals.size());
  std::vector<std::uint8_t> own(arrivals.size());
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    const bool nobody = arrivals[i].party == kNobody;
    own[i] = nobody ? 0 : 1;
    persons[i] = nobody ? std::int16_t{1} : since(arrivals[i]).size;
  }
  setting_.listener->hear(checkpoint,
                          {times.arrival, times.start, times.service, persons, own, {}});
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
  const RunId planned = planned_run(a);
  if (!planned.is_none())
    ride.cause = is_cancelled(planned) ? MissCause::kCancelled
                 : since_ride.refused  ? MissCause::kClosed
                                       : MissCause::kQueue;
  ride.queued = seconds_of(since_ride.queued);
}

void DaySweep::note_wait(CheckpointOutcome& seen, const Arrival& a, Tick wait) const {
  seen.wait.push_back(seconds_of(wait));
  seen.persons.push_back(since(a).size);
  seen.joined.push_back(instant_of(a.time));
}

void DaySweep::sweep_checkpoint(std::size_t stage) {
  CheckpointState& state = *stages_[stage].checkpoint;
  std::vector<Arrival>& arrivals = take_arrivals(stage);
  add_background(state, arrivals);
  std::vector<Arrival> scratch;
  sort_arrivals(arrivals, scratch);
  if (state.lines) {
    sweep_lines(stage, arrivals);
  } else if (state.queue) {
    sweep_plain(stage, arrivals);
  } else {
    sweep_unlimited(stage, arrivals);
  }
}

void DaySweep::sweep_plain(std::size_t stage, const std::vector<Arrival>& arrivals) {
  if (arrivals.empty()) return;
  const CheckpointId id = program_.stages[stage].checkpoint;
  const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
  const std::vector<Tick> services = services_of(id, arrivals);
  std::vector<Tick> times(arrivals.size());
  std::transform(arrivals.begin(), arrivals.end(), times.begin(),
                 [](const Arrival& a) { return a.time; });
  std::vector<Tick> starts(arrivals.size());
  stages_[stage].checkpoint->queue->serve(times, services, starts);
  if (setting_.listener != nullptr)
    tell_listener(id, arrivals, {times, starts, services, {}, {}, {}});

  CheckpointOutcome& seen = checkpoints_[id];
  Exits& exits = stages_[stage].exits;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    if (i + kPrefetch < arrivals.size() && arrivals[i + kPrefetch].party != kNobody)
      __builtin_prefetch(&since(arrivals[i + kPrefetch]));
    const Arrival& a = arrivals[i];
    const Tick end = starts[i] == kNever ? kNever : starts[i] + services[i];
    if (a.party == kNobody) {
      if (writes()) write_queue(stage, a, starts[i], end, exits);
      continue;
    }
    if (end == kNever) {
      note_queue(checkpoint, a, 0);
      strand_in_queue(a, exits);
      if (writes()) write_queue(stage, a, kNever, kNever, exits);
      continue;
    }
    note_wait(seen, a, starts[i] - a.time);
    if (writes()) write_queue(stage, a, starts[i], end, exits);
    note_queue(checkpoint, a, starts[i] - a.time);
    go_on({end, a.key, a.party, a.step + 1}, batch_of(a), exits);
  }
}

// The members' draws, one each, then the last of their bags: the greatest of k even draws.
Tick DaySweep::last_bag(const Arrival& a, const BagStream& bags) const {
  const std::size_t rides = program_.steps[a.step].ride;
  if (rides == 0) return a.time;
  const RunId run = batch_of(a).outcome.rides[ride_of(a) - 1].run;
  STOPOVER_CHECK(!run.is_none(), "who comes to the bags has arrived");
  random::Stream stream = luck_.stream(kBagPurpose, luck_of(a));
  int count = 0;
  for (int person = 0; person < since(a).size; ++person)
    if (random::chance(stream, bags.bag_share)) ++count;
  if (count == 0) return a.time;
  const double last =
      random::portable::exp(random::portable::log(random::open_unit(stream)) / count);
  const Instant arrived = setting_.timetable->arrival(run, program_.steps[a.step].alight) +
                          Seconds(run_delay_[run.value()]);
  return std::max(a.time, ticks(arrived + bags.first) +
                              static_cast<Tick>(last * static_cast<double>(ticks(bags.span))));
}

void DaySweep::sweep_unlimited(std::size_t stage, const std::vector<Arrival>& arrivals) {
  const CheckpointId id = program_.stages[stage].checkpoint;
  const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
  CheckpointOutcome& seen = checkpoints_[id];
  Exits& exits = stages_[stage].exits;
  for (const Arrival& a : arrivals) {
    random::Stream visit = luck_.stream(kVisitPurpose, luck_of(a));
    if (!random::chance(visit, checkpoint.visit_share)) {
      note_queue(checkpoint, a, 0);
      if (writes()) write_queue(stage, a, a.time, a.time, exits);
      go_on({a.time, a.key, a.party, a.step + 1}, batch_of(a), exits);
      continue;
    }
    const Tick start = checkpoint.bags ? last_bag(a, *checkpoint.bags) : a.time;
    const Tick stays = desks_[id].draw(luck_.stream(kServicePurpose, luck_of(a)), since(a).size);
    note_wait(seen, a, start - a.time);
    note_queue(checkpoint, a, 0);  // bags come when they come, however many wait
    if (writes()) write_queue(stage, a, start, start + stays, exits);
    go_on({start + stays, a.key, a.party, a.step + 1}, batch_of(a), exits);
  }
}

void DaySweep::sweep_lines(std::size_t stage, const std::vector<Arrival>& arrivals) {
  LinesState& state = *stages_[stage].checkpoint->lines;
  LineColumns columns;
  std::vector<std::uint8_t> own;
  for (const Arrival& a : arrivals) {
    const bool background = a.party == kNobody;
    const std::int16_t size = background ? std::int16_t{1} : since(a).size;
    const std::uint8_t passenger_class =
        background ? static_cast<std::uint8_t>(a.step) : program_.steps[a.step].passenger_class;
    state.lines.add({.arrival = a.time,
                     .luck = luck_of(a),
                     .background = background,
                     .passenger_class = passenger_class,
                     .size = size},
                    luck_, columns);
    own.push_back(background ? 0 : 1);
    LinesState::Inside& customer = state.inside.emplace_back();
    customer.arrival = a;
    customer.size = size;
    if (!writes()) continue;
    customer.told = std::make_unique<LinesState::Told>();
    customer.told->lines.patience = columns.patience.back();
    customer.told->lines.passenger_class = passenger_class;
    customer.told->lines.may_use = state.lines.may_use(columns.line.back());
  }
  const CheckpointId checkpoint = program_.stages[stage].checkpoint;
  if (setting_.listener != nullptr) setting_.listener->come(checkpoint, columns.view(), own);
  state.queue.add(columns.view());
  std::vector<QueueVisit> visits;
  if (until_ == kNever) {
    state.queue.finish(visits);
  } else {
    state.queue.advance(until_, visits);
  }
  for (const QueueVisit& visit : visits) {
    LinesState::Inside& customer = state.inside[visit.customer - state.first];
    customer.visit = visit;
    if (customer.arrival.party != kNobody) note_visit(stage, customer.arrival, visit);
    if (writes()) note_passage(stage, customer.arrival, visit, customer);
  }
  let_go(checkpoint, state, stages_[stage].exits);
}

void DaySweep::let_go(CheckpointId checkpoint, LinesState& state, Exits& exits) const {
  VisitColumns columns;
  for (; !state.inside.empty() && state.inside.front().visit; ++state.first) {
    const LinesState::Inside& customer = state.inside.front();
    if (setting_.listener != nullptr)
      columns.add(customer.arrival.time, *customer.visit, customer.size,
                  customer.arrival.party != kNobody);
    if (writes()) write_lines(state, *customer.told, exits);
    state.inside.pop_front();
  }
  if (!columns.empty()) setting_.listener->hear(checkpoint, columns.view());
}

void DaySweep::note_visit(std::size_t stage, const Arrival& a, const QueueVisit& visit) {
  const CheckpointId id = program_.stages[stage].checkpoint;
  const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
  CheckpointOutcome& seen = checkpoints_[id];
  Exits& exits = stages_[stage].exits;
  const LineVisit line = line_visit(a.time, visit);
  const auto note = [&](QueueIncident::Kind kind, Tick time) {
    seen.incidents.push_back({instant_of(a.time), seconds_of(time), since(a).size, kind});
  };
  if (line.held > 0) note(QueueIncident::Kind::kHeld, line.held);
  if (line.refused) note(QueueIncident::Kind::kRefused, 0);
  if (line.gave_up) note(QueueIncident::Kind::kGaveUp, 0);
  switch (visit.fate) {
    case QueueVisit::Fate::kServed:
      note_wait(seen, a, visit.waited);
      note_queue(checkpoint, a, visit.waited);
      go_on({visit.end, a.key, a.party, a.step + 1}, batch_of(a), exits);
      break;
    case QueueVisit::Fate::kGaveUp: {
      const Tick instead = ticks(checkpoint.patience->instead);
      note_queue(checkpoint, a, visit.waited + instead);
      go_on({visit.end + instead, a.key, a.party, a.step + 1}, batch_of(a), exits);
      break;
    }
    case QueueVisit::Fate::kTurnedAway:  // halls of a sweep hold back
    case QueueVisit::Fate::kStranded:
      note_queue(checkpoint, a, 0);
      strand_in_queue(a, exits);
      break;
  }
}

}  // namespace stopover::flow
