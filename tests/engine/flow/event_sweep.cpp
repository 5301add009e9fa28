// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/flow/event_sweep.hpp"

#include <algorithm>
#include <utility>

#include "tests/engine/flow/event_sweep_parts.hpp"

namespace stopover::flow::testing {

EventSweep::EventSweep(const Plans& plans, const Setting& setting)
    : plans_(plans),
      setting_(setting),
      luck_{setting.seed, setting.replication},
      desk_times_(*setting.checkpoints) {
  const std::size_t runs = setting.timetable->runs().size();
  outcome_.rides.resize(plans.planned_run.size());
  outcome_.finished = Table<PartyIndex, Instant>(plans.key.size());
  outcome_.stranded = Table<PartyIndex, std::uint8_t>(plans.key.size(), 1);
  outcome_.checkpoints = Table<CheckpointId, CheckpointOutcome>(setting.checkpoints->size());
  outcome_.run_delay.resize(runs);
  outcome_.run_boarded.resize(runs);
  const StepLuck step_luck(setting);
  for (const Route& route : *setting.routes) step_luck_.push_back(step_luck.of(route));
  at_work_.resize(setting.checkpoints->size());
  desks_.resize(setting.checkpoints->size());
  line_.resize(setting.checkpoints->size());
  waiting_.resize(setting.timetable->services().size());
  booked_.resize(runs);
  on_board_.resize(runs);
  for (const PartyIndex p : ids_of(plans.key)) {
    const auto from = plans.planned_run.begin();
    const std::uint32_t first = plans.ride_offset[p.value()];
    way_.push_back(
        {plans.route[p], first, {from + first, from + plans.ride_offset[p.value() + 1]}});
    last_told_.push_back(ticks(plans.release[p]));
  }
}

Outcome EventSweep::run() {
  set_up_services();
  set_up_checkpoints();
  for (std::uint32_t p = 0; p < plans_.key.size(); ++p) {
    Traveller t;
    t.party = p;
    t.key = plans_.key[PartyIndex(p)];
    t.clock = t.on_plan = t.unhindered = ticks(plans_.release[PartyIndex(p)]);
    book(t);
    tell(t, t.clock, EventKind::kReleased);
    go_on(t);
  }
  if (setting_.rerouter != nullptr && !events_.empty())
    ways_.begin(std::get<0>(events_.begin()->first));
  while (!events_.empty()) {
    const auto event = events_.begin();
    now_ = std::get<0>(event->first);
    const auto action = std::move(event->second);
    events_.erase(event);
    action();
  }
  for (const auto& line : line_)
    for (const Traveller& t : line) strand(t);
  for (const auto& waiting : waiting_)
    for (const Traveller& t : waiting) tell_stranded(t);
  for (auto& [id, lines] : lines_)
    for (const QueueVisit& visit : lines.station.strand()) {
      note_hall(id, lines.people[visit.customer], visit);
      tell_visit(id, lines.people[visit.customer], visit);
      strand(lines.people[visit.customer]);
    }
  std::ranges::stable_sort(outcome_.reroutings, {}, &Rerouting::party);
  return outcome_;
}

void EventSweep::strand(const Traveller& t) {
  if (t.party == kNobody) return;
  if (next_ride(t) == nullptr) return tell_stranded(t);
  RideOutcome& ride = outcome_.rides[ride_index(t)];
  ride.queued = seconds_of(t.queued);
  if (!planned(t).is_none())
    ride.cause = is_cancelled(planned(t)) ? MissCause::kCancelled
                 : t.refused              ? MissCause::kClosed
                                          : MissCause::kQueue;
  tell_stranded(t);
}

void EventSweep::go_on(Traveller t) {
  for (; t.step < steps(t).size(); ++t.step) {
    const Step& step = steps(t)[t.step];
    if (step.kind == Step::Kind::kWalk) {
      tell(t, t.clock, EventKind::kWalkStarts);
      pass(t, WalkTime(step.mean, step.sd).draw(luck_, t.key, step_luck(t)));
      tell(t, t.clock, EventKind::kWalkEnds);
    } else if (step.kind == Step::Kind::kStay) {
      const Tick until = ticks(plans_.stay_until[plans_.stay_offset[t.party] + t.stay++]);
      tell(t, t.clock, EventKind::kStayStarts);
      t.clock = std::max(t.clock, until);
      tell(t, t.clock, EventKind::kStayEnds);
      t.on_plan = std::max(t.on_plan, until);
      t.unhindered = std::max(t.unhindered, until);
    } else {
      outcome_.finished[PartyIndex(t.party)] = instant_of(t.clock);  // in case it stays here
      if (step.kind == Step::Kind::kQueue) {
        at(t.clock, stage_of(step.checkpoint), Phase::kComes, t.key,
           [=, this] { join(step.checkpoint, t); });
      } else {
        at(t.clock, stage_of(step.service), Phase::kComes, t.key,
           [=, this] { come_to(step.service, t); });
      }
      return;
    }
  }
  outcome_.finished[PartyIndex(t.party)] = instant_of(t.clock);
  outcome_.stranded[PartyIndex(t.party)] = 0;
  tell(t, t.clock, EventKind::kFinished);
}

Outcome event_sweep(const Plans& plans, const Setting& setting, std::vector<Event>* story) {
  EventSweep sweep(plans, setting);
  Outcome outcome = sweep.run();
  if (story != nullptr) *story = sweep.story();
  return outcome;
}

}  // namespace stopover::flow::testing
