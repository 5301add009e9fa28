// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/flow/day_sweep.hpp"

namespace stopover::flow {
namespace {

// Why the planned run, which ran, left without the party. `closing`: of that run.
[[nodiscard]] MissCause cause_of(Tick ready, Tick closing, const SinceRide& since) {
  if (since.refused) return MissCause::kClosed;
  if (ready <= closing) return MissCause::kNoSeat;
  if (ready - since.late <= closing) return MissCause::kLateInbound;
  if (ready - since.lost <= closing) return MissCause::kQueue;
  return MissCause::kWalk;
}

}  // namespace

Tick DaySweep::closing_of(RunId run, std::size_t stop, const timetable::Service& service) const {
  return ticks(setting_.timetable->departure(run, stop) + Seconds(run_delay_[run.value()]) -
               service.boarding_closes);
}

// Those that would begin to close in this window without their delay; it is never negative.
void DaySweep::add_runs(const timetable::Service& service, VehicleBoarding& boarding) const {
  const timetable::Timetable& timetable = *setting_.timetable;
  std::vector<Tick> closing;
  while (boarding.runs_added() < service.run_count) {
    const RunId id(service.first_run + boarding.runs_added());
    const timetable::Run& run = timetable.runs()[id];
    if (ticks(run.departure - service.boarding_closes) >= until_) return;
    closing.resize(service.stops.size());
    for (std::size_t stop = 0; stop < closing.size(); ++stop)
      closing[stop] = closing_of(id, stop, service);
    boarding.add_run(places_of(id), closing);
  }
}

Tick DaySweep::next_closing(std::size_t stage) const {
  const VehicleBoarding& boarding = stages_[stage].service->boarding;
  const timetable::Service& service =
      setting_.timetable->services()[program_.stages[stage].service];
  Tick next = boarding.next_closing();
  if (boarding.empty() || boarding.runs_added() == service.run_count) return next;
  const RunId run(service.first_run + boarding.runs_added());
  return std::min(next, ticks(setting_.timetable->runs()[run].departure - service.boarding_closes));
}

bool DaySweep::has_bookings_of(std::size_t stage) const {
  return std::any_of(releases_.begin(), releases_.end(),
                     [&](const Release& part) { return !part.bookings[stage].empty(); });
}

void DaySweep::add_bookings_of(std::size_t stage, VehicleBoarding& boarding) {
  for (const Release& part : releases_)
    for (const Booking& booking : part.bookings[stage]) boarding.book(booking);
}

BoardingRequest DaySweep::request_of(const Arrival& a, const timetable::Service& service) const {
  const FlatStep& step = program_.steps[a.step];
  const SinceRide& since_ride = since(a);
  const RunId planned = planned_run(a);
  return {.ready = a.time,
          .own_closing = planned.is_none() ? 0 : closing_of(planned, step.board, service),
          .own_run = planned.is_none() ? kNoRun : planned.value() - service.first_run,
          .size = since_ride.size,
          .board = step.board,
          .alight = step.alight,
          .refused = since_ride.refused};
}

void DaySweep::note_ride(const Arrival& a, const BoardingRequest& request,
                         const VehicleBoarding::Boarded& boarded) {
  const SinceRide& since_ride = since(a);
  RideOutcome& ride = batch_of(a).outcome.rides[ride_of(a)];
  ride.queued = seconds_of(since_ride.queued);
  if (request.own_run == kNoRun) return;
  const bool made = boarded.run != kNoRun && std::tuple(boarded.closing, boarded.run) <=
                                                 std::tuple(request.own_closing, request.own_run);
  if (!made)
    ride.cause = is_cancelled(planned_run(a)) ? MissCause::kCancelled
                                              : cause_of(a.time, request.own_closing, since_ride);
}

void DaySweep::leave_vehicle(const Arrival& a, RunId run, Exits& exits) {
  const FlatStep& step = program_.steps[a.step];
  const timetable::Timetable& timetable = *setting_.timetable;
  Batch& batch = batch_of(a);
  SinceRide& since_ride = since(a);
  const RunId planned = planned_run(a);
  const Instant on_time = timetable.arrival(run, step.alight);
  const Tick arrival = ticks(on_time + Seconds(run_delay_[run.value()]));
  const Tick expected = ticks(
      planned.is_none() || planned == run ? on_time : timetable.arrival(planned, step.alight));
  STOPOVER_CHECK(arrival >= a.time, "nobody arrives before they were ready to board");
  batch.outcome.rides[ride_of(a)].run = run;
  run_boarded_[run.value()] += since_ride.size;
  since_ride.queued = 0;
  since_ride.late = std::max(arrival - expected, Tick{0});
  since_ride.lost = since_ride.late;
  since_ride.refused = false;
  go_on({arrival, a.key, a.party, a.step + 1}, batch, exits);
}

// Parties lie in no order: asks for the memory of those who come next, in two hops.
void DaySweep::fetch_ahead(const std::vector<Arrival>& arrivals, std::size_t i) const {
  constexpr std::size_t kNear = 12;
  constexpr std::size_t kFar = 24;
  if (i + kFar < arrivals.size()) {
    __builtin_prefetch(&since(arrivals[i + kFar]));
    __builtin_prefetch(&program_.steps[arrivals[i + kFar].step]);
  }
  if (i + kNear >= arrivals.size()) return;
  const std::size_t ride = ride_of(arrivals[i + kNear]);
  const Batch& batch = batch_of(arrivals[i + kNear]);
  if (ride >= batch.plans->planned_run.size()) return;
  __builtin_prefetch(&batch.plans->planned_run[ride]);
  __builtin_prefetch(&batch.outcome.rides[ride]);
}

// Nobody stands there meanwhile, so only runs begin and close, and bookings are released.
VehicleBoarding& DaySweep::up_to_date(std::size_t stage) {
  VehicleBoarding& boarding = stages_[stage].service->boarding;
  if (boarding.now() == until_) return boarding;
  add_runs(setting_.timetable->services()[program_.stages[stage].service], boarding);
  const auto boarded = boarding.advance(until_);
  STOPOVER_CHECK(boarded.empty(), "where nobody stands nobody boards");
  return boarding;
}

void DaySweep::sweep_service(std::size_t stage) {
  const timetable::Service& service =
      setting_.timetable->services()[program_.stages[stage].service];
  ServiceState& state = *stages_[stage].service;
  std::vector<Arrival>& arrivals = take_arrivals(stage);
  if (arrivals.empty() && state.boarding.empty() && !has_bookings_of(stage)) return;
  std::vector<Arrival> scratch;
  sort_arrivals(arrivals, scratch);
  add_bookings_of(stage, state.boarding);
  add_runs(service, state.boarding);
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    fetch_ahead(arrivals, i);
    const BoardingRequest request = request_of(arrivals[i], service);
    const VehicleBoarding::Ticket ticket = state.boarding.join(request);
    if (ticket >= state.arrival.size()) state.arrival.resize(ticket + 1);
    state.arrival[ticket] = arrivals[i];
    if (setting_.rerouter != nullptr && !service.reserved && request.own_run != kNoRun &&
        is_cancelled(RunId(service.first_run + request.own_run)))
      state.searching.push_back(
          {state.boarding.missed_of(ticket, std::max(request.ready, request.own_closing))});
  }
  Exits& exits = stages_[stage].exits;
  for (const VehicleBoarding::Boarded& boarded : state.boarding.advance(until_)) {
    const Arrival& a = state.arrival[boarded.ticket];
    note_ride(a, state.boarding.request(boarded.ticket), boarded);
    if (writes()) write_ride(a, service, boarded.run, exits);
    if (boarded.run == kNoRun) {
      strand(a, batch_of(a), exits);
    } else {
      leave_vehicle(a, RunId(service.first_run + boarded.run), exits);
    }
  }
  for (const VehicleBoarding::Missed& missed : state.boarding.take_missed())
    state.searching.push_back({missed});
}

void DaySweep::strand_waiting(std::size_t stage) {
  ServiceState* state = stages_[stage].service.get();
  if (state == nullptr) return;
  const timetable::Service& service =
      setting_.timetable->services()[program_.stages[stage].service];
  Exits& exits = stages_[stage].exits;
  for (const VehicleBoarding::Ticket ticket : state->boarding.close()) {
    const Arrival& a = state->arrival[ticket];
    note_ride(a, state->boarding.request(ticket), {.ticket = ticket});
    if (writes()) write_ride(a, service, kNoRun, exits);
    strand(a, batch_of(a), exits);
  }
  hand_on(exits);
}

}  // namespace stopover::flow
