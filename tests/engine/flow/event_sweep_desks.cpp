// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/random/portable_math.hpp"
#include "tests/engine/flow/event_sweep_parts.hpp"

namespace stopover::flow::testing {

// ---- coming ----

// A checkpoint on nobody's route does not exist for a sweep, nor do the others there.
bool EventSweep::is_on_a_route(CheckpointId id) const {
  return std::ranges::any_of(*setting_.routes, [&](const Route& route) {
    return std::ranges::any_of(route.steps, [&](const Step& step) {
      return step.kind == Step::Kind::kQueue && step.checkpoint == id;
    });
  });
}

void EventSweep::set_up_checkpoints() {
  for (const CheckpointId id : ids_of(*setting_.checkpoints)) {
    if (!is_on_a_route(id)) continue;
    const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
    if (!checkpoint.is_plain()) {
      const auto [lines, added] = lines_.try_emplace(id, checkpoint, desk_times_.all(id));
      for (const Tick time : lines->second.station.times())
        at(time, stage_of(id), Phase::kActs, 0, [=, this] { act(id); });
    }
    if (checkpoint.unlimited) continue;
    for (const StaffPeriod& staff : checkpoint.staffing) {
      at(ticks(staff.until), stage_of(id), Phase::kDesksClose, 0, [=, this] { staff_to(id, 0); });
      at(ticks(staff.from), stage_of(id), Phase::kDesksOpen, 0,
         [=, this] { staff_to(id, staff.desks); });
    }
    const BackgroundDraw background(checkpoint, luck_);
    for (std::size_t n = 0; n < checkpoint.background.size(); ++n)
      background.draw(n, [&](Tick time, std::uint64_t key) {
        Traveller t;
        t.party = kNobody;
        t.key = key;
        t.clock = time;
        t.passenger_class = checkpoint.background[n].passenger_class;
        at(time, stage_of(id), Phase::kComes, key, [=, this] { join(id, t); });
      });
  }
}

void EventSweep::staff_to(CheckpointId id, int desks) {
  desks_[id.value()] = desks;
  now_serve(id);
}

void EventSweep::join(CheckpointId id, Traveller t) {
  const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
  if (t.party != kNobody && checkpoint.closes_before && next_ride(t) != nullptr &&
      !planned(t).is_none()) {
    const Instant departure = setting_.timetable->departure(planned(t), next_ride(t)->board);
    if (t.clock > ticks(departure - *checkpoint.closes_before)) t.refused = true;
  }
  tell_join(id, t);
  if (checkpoint.unlimited) {
    stay_at(id, t);
  } else if (checkpoint.is_plain()) {
    line_[id.value()].push_back(t);
    now_serve(id);
  } else {
    stand_in_lines(id, t);
  }
}

// ---- checkpoints where nobody queues ----

void EventSweep::stay_at(CheckpointId id, Traveller t) {
  const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
  random::Stream visit = luck_.stream(kVisitPurpose, luck_at_desk(t));
  if (random::unit(visit) < checkpoint.visit_share) {
    const Tick wait = checkpoint.bags ? wait_for_bags(t, *checkpoint.bags) : 0;
    note_wait(id, t, wait);
    t.clock += wait;
    t.on_plan += wait;
    t.unhindered += wait;
    const Tick service = service_of(id, t);
    tell_desk(id, t, t.clock, EventKind::kServiceStarts);
    tell_desk(id, t, t.clock + service, EventKind::kServiceEnds);
    pass(t, service);
  } else {
    tell_served(id, t, t.clock, t.clock);
  }
  ++t.step;
  go_on(t);
}

Tick EventSweep::wait_for_bags(const Traveller& t, const BagStream& bags) const {
  if (t.ride == 0) return 0;
  random::Stream stream = luck_.stream(kBagPurpose, luck_at_desk(t));
  int mine = 0;
  for (int person = 0; person < size(t); ++person)
    if (random::unit(stream) < bags.bag_share) ++mine;
  if (mine == 0) return 0;
  const RunId run = outcome_.rides[ride_index(t) - 1].run;
  std::size_t step = t.step;
  while (steps(t)[step].kind != Step::Kind::kRide) --step;
  const Instant arrived = setting_.timetable->arrival(run, steps(t)[step].alight) +
                          Seconds(outcome_.run_delay[run.value()]);
  const double share =
      random::portable::exp(random::portable::log(random::open_unit(stream)) / mine);
  const Tick last = ticks(arrived + bags.first) +
                    static_cast<Tick>(share * static_cast<double>(ticks(bags.span)));
  return std::max<Tick>(last - t.clock, 0);
}

void EventSweep::stand_in_lines(CheckpointId id, const Traveller& t) {
  const bool background = t.party == kNobody;
  const std::uint8_t passenger_class =
      background ? t.passenger_class : steps(t)[t.step].passenger_class;
  Lines& lines = lines_.at(id);
  LineColumns columns;
  lines.draws.add({t.clock, luck_at_desk(t), background, passenger_class,
                   static_cast<std::int16_t>(background ? 1 : size(t))},
                  luck_, columns);
  lines.station.add({columns.arrival[0], columns.service, columns.line[0], columns.persons[0],
                     columns.patience[0], columns.refused[0]});
  lines.people.push_back(t);
  act_at_all_times(id);
}

void EventSweep::act_at_all_times(CheckpointId id) {
  for (const Tick time : lines_.at(id).station.times())
    at(time, stage_of(id), Phase::kActs, 0, [=, this] { act(id); });
}

void EventSweep::act(CheckpointId id) {
  Lines& lines = lines_.at(id);
  if (!lines.station.times().contains(now_)) return;
  for (const QueueVisit& visit : lines.station.act(now_))
    leave_lines(id, lines.people[visit.customer], visit);
  act_at_all_times(id);
}

void EventSweep::note_hall(CheckpointId id, const Traveller& t, const QueueVisit& visit) {
  if (t.party == kNobody) return;
  using Kind = QueueIncident::Kind;
  const auto note = [&](Kind kind, Tick time) {
    outcome_.checkpoints[id].incidents.push_back(
        {instant_of(t.clock), seconds_of(time), static_cast<std::int16_t>(size(t)), kind});
  };
  const bool never_in = visit.entered == kNever;
  if (never_in && visit.end != kNever && visit.end != t.clock)
    note(Kind::kHeld, visit.end - t.clock);
  if (!never_in && visit.entered != t.clock) note(Kind::kHeld, visit.entered - t.clock);
  if (visit.refused) note(Kind::kRefused, 0);
  if (visit.fate == QueueVisit::Fate::kGaveUp) note(Kind::kGaveUp, 0);
}

void EventSweep::leave_lines(CheckpointId id, Traveller t, const QueueVisit& visit) {
  tell_visit(id, t, visit);
  if (t.party == kNobody) return;
  note_hall(id, t, visit);
  Tick lost = visit.waited;
  if (visit.fate == QueueVisit::Fate::kServed) {
    note_wait(id, t, visit.waited);
  } else {
    lost += ticks((*setting_.checkpoints)[id].patience->instead);
  }
  const Tick at_desks = visit.end - t.clock - visit.waited;
  t.clock += lost;
  t.on_plan += lost;
  t.queued += lost;
  pass(t, at_desks);
  ++t.step;
  go_on(t);
}

void EventSweep::note_wait(CheckpointId id, const Traveller& t, Tick wait) {
  CheckpointOutcome& seen = outcome_.checkpoints[id];
  seen.wait.push_back(seconds_of(wait));
  seen.persons.push_back(static_cast<std::int16_t>(size(t)));
  seen.joined.push_back(instant_of(t.clock));
}

// ---- plain checkpoints ----

void EventSweep::now_serve(CheckpointId id) {
  at(now_, stage_of(id), Phase::kActs, 0, [=, this] { serve(id); });
}

void EventSweep::serve(CheckpointId id) {
  const Tick now = now_;
  auto& line = line_[id.value()];
  while (!line.empty() && at_work_[id.value()] < desks_[id.value()]) {
    Traveller t = line.front();
    line.pop_front();
    ++at_work_[id.value()];
    const Tick service = service_of(id, t);
    at(now + service, stage_of(id), Phase::kServiceEnds, 0, [=, this] {
      --at_work_[id.value()];
      now_serve(id);
    });
    tell_served(id, t, now, now + service);
    if (t.party == kNobody) continue;
    note_wait(id, t, now - t.clock);
    t.queued += now - t.clock;
    t.on_plan += now - t.clock;
    t.clock = now;
    pass(t, service);
    ++t.step;
    go_on(t);
  }
}

std::uint64_t EventSweep::luck_at_desk(const Traveller& t) const {
  return t.party == kNobody ? t.key : stable_hash(t.key, step_luck(t));
}

Tick EventSweep::service_of(CheckpointId id, const Traveller& t) const {
  Tick service = 0;
  desk_times_[id].draw(
      1,
      [&](std::size_t /*i*/) {
        return luck_.stream(t.party == kNobody ? kBackgroundService : kServicePurpose,
                            luck_at_desk(t));
      },
      [&](std::size_t /*i*/) { return t.party == kNobody ? 1 : size(t); }, &service);
  return service;
}

}  // namespace stopover::flow::testing
