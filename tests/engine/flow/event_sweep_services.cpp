// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include "engine/flow/run_conditions.hpp"
#include "tests/engine/flow/event_sweep_parts.hpp"

namespace stopover::flow::testing {

void EventSweep::set_up_services() {
  const timetable::Timetable& tt = *setting_.timetable;
  for (const ServiceId id : ids_of(tt.services())) {
    const timetable::Service& service = tt.services()[id];
    for (std::uint32_t n = service.first_run; n < service.first_run + service.run_count; ++n) {
      const RunId run(n);
      if (setting_.conditions != nullptr)
        outcome_.run_delay[n] = setting_.conditions->at(n).delay;
      else if (!service.delay.is_none())
        outcome_.run_delay[n] =
            static_cast<std::int32_t>(draw_delay((*setting_.delays)[service.delay], luck_,
                                                 service.key, tt.runs()[run].departure)
                                          .count());
      for (std::size_t stop = 0; stop + 1 < service.stops.size(); ++stop)
        at(closing(run, stop), stage_of(id), Phase::kActs, n * std::uint64_t{65536} + stop,
           [=, this] { close(id, run, stop); });
    }
  }
}

Tick EventSweep::closing(RunId run, std::size_t stop) const {
  const timetable::Timetable& tt = *setting_.timetable;
  return ticks(tt.departure(run, stop) + Seconds(outcome_.run_delay[run.value()]) -
               tt.services()[tt.runs()[run].service].boarding_closes);
}

bool EventSweep::is_cancelled(RunId run) const {
  return setting_.conditions != nullptr && setting_.conditions->at(run.value()).cancelled;
}

void EventSweep::book(const Traveller& t) {
  std::size_t ride = 0;
  for (const Step& step : steps(t))
    if (step.kind == Step::Kind::kRide) {
      const RunId run = way_[t.party].planned[ride++];
      if (!run.is_none()) booked_[run.value()].push_back({step.board, step.alight, size(t)});
    }
}

void EventSweep::come_to(ServiceId id, const Traveller& t) {
  outcome_.rides[ride_index(t)].queued = seconds_of(t.queued);
  if (!planned(t).is_none() && closing(planned(t), steps(t)[t.step].board) < t.clock)
    outcome_.rides[ride_index(t)].cause = why_late(t);
  tell_run(t, t.clock, EventKind::kReady, planned(t), steps(t)[t.step].board);
  if (outcome_.rides[ride_index(t)].cause != MissCause::kNone) tell_missed(t, t.clock);
  waiting_[id.value()].push_back(t);
}

MissCause EventSweep::why_late(const Traveller& t) const {
  const Tick closed = closing(planned(t), steps(t)[t.step].board);
  if (is_cancelled(planned(t))) return MissCause::kCancelled;
  if (t.refused) return MissCause::kClosed;
  if (t.on_plan <= closed) return MissCause::kLateInbound;
  if (t.unhindered <= closed) return MissCause::kQueue;
  return MissCause::kWalk;
}

void EventSweep::close(ServiceId id, RunId run, std::size_t stop) {
  const timetable::Service& service = setting_.timetable->services()[id];
  std::vector<Traveller>& waiting = waiting_[id.value()];
  std::sort(waiting.begin(), waiting.end(), [](const Traveller& a, const Traveller& b) {
    return std::tuple(a.clock, a.key) < std::tuple(b.clock, b.key);
  });
  for (const bool holders : {true, false}) {
    std::vector<Traveller> left;
    for (const Traveller& t : waiting) {
      const Step& step = steps(t)[t.step];
      const bool own = planned(t) == run;
      const bool in_turn =
          holders ? service.reserved && own && !t.refused
                  : free_to_choose(t, service, run, stop) && !gave_up(t, service, run, stop);
      if (step.board == stop && in_turn && fits(t, service, run, holders)) {
        board(t, run);
      } else {
        left.push_back(t);
        if (step.board == stop && in_turn) tell_run(t, now_, EventKind::kLeftBehind, run, stop);
      }
    }
    waiting = left;
  }
  for (const Traveller& t : waiting) {  // in time, and still here
    if (planned(t) != run || steps(t)[t.step].board != stop) continue;
    outcome_.rides[ride_index(t)].cause = is_cancelled(run) ? MissCause::kCancelled
                                          : t.refused       ? MissCause::kClosed
                                                            : MissCause::kNoSeat;
    tell_missed(t, now_);
  }
}

bool EventSweep::free_to_choose(const Traveller& t, const timetable::Service& service, RunId run,
                                std::size_t stop) const {
  if (planned(t).is_none() || !(service.reserved || t.refused)) return true;
  return std::tuple(closing(run, stop), run) > std::tuple(closing(planned(t), stop), planned(t));
}

bool EventSweep::gave_up(const Traveller& t, const timetable::Service& service, RunId run,
                         std::size_t stop) const {
  if (!setting_.longest_wait) return false;
  Tick since = t.clock;
  if (!planned(t).is_none() && (service.reserved || t.refused))
    since = std::max(since, closing(planned(t), stop));
  return closing(run, stop) - since > ticks(*setting_.longest_wait);
}

bool EventSweep::fits(const Traveller& t, const timetable::Service& service, RunId run,
                      bool holder) const {
  const Step& step = steps(t)[t.step];
  const timetable::Run& vehicle = setting_.timetable->runs()[run];
  if (is_cancelled(run)) return false;
  for (std::size_t segment = step.board; segment < step.alight; ++segment) {
    int taken = vehicle.background + size(t);
    for (const Load& load : on_board_[run.value()])
      if (load.board <= segment && segment < load.alight) taken += load.persons;
    if (!holder && service.reserved)
      for (const Load& load : booked_[run.value()])
        if (load.board > step.board && load.board <= segment && segment < load.alight)
          taken += load.persons;
    if (taken > vehicle.places) return false;
  }
  return true;
}

void EventSweep::board(Traveller t, RunId run) {
  const Step& step = steps(t)[t.step];
  outcome_.rides[ride_index(t)].run = run;
  outcome_.run_boarded[run.value()] += size(t);
  on_board_[run.value()].push_back({step.board, step.alight, size(t)});
  const timetable::Timetable& tt = *setting_.timetable;
  const RunId meant = planned(t).is_none() ? run : planned(t);
  tell_run(t, now_, EventKind::kBoards, run, step.board);
  t.clock = ticks(tt.arrival(run, step.alight) + Seconds(outcome_.run_delay[run.value()]));
  tell_run(t, t.clock, EventKind::kAlights, run, step.alight);
  t.on_plan = t.unhindered = std::min(t.clock, ticks(tt.arrival(meant, step.alight)));
  t.queued = 0;
  t.refused = false;
  ++t.step;
  ++t.ride;
  go_on(t);
}

}  // namespace stopover::flow::testing
