// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/flow/day_sweep.hpp"

namespace stopover::flow {
namespace {

// Why the planned run left without the party. `closing`: of that run.
[[nodiscard]] MissCause cause_of(Tick ready, Tick closing, const SinceRide& since) {
  if (since.refused) return MissCause::kClosed;
  if (ready <= closing) return MissCause::kNoSeat;
  if (ready - since.late <= closing) return MissCause::kLateInbound;
  if (ready - since.lost <= closing) return MissCause::kQueue;
  return MissCause::kWalk;
}

}  // namespace

ServiceRuns DaySweep::runs_of(const timetable::Service& service) const {
  const timetable::Timetable& timetable = *setting_.timetable;
  ServiceRuns runs;
  runs.stops = service.stops.size();
  runs.reserved = service.reserved;
  runs.places.reserve(service.run_count);
  runs.closing.reserve(service.run_count * runs.stops);
  for (std::uint32_t n = service.first_run; n < service.first_run + service.run_count; ++n) {
    const RunId id(n);
    const timetable::Run& run = timetable.runs()[id];
    runs.places.push_back(std::max(run.places - run.background, 0));
    const Seconds shift = Seconds(outcome_.run_delay[n]) - service.boarding_closes;
    for (std::size_t stop = 0; stop < runs.stops; ++stop)
      runs.closing.push_back(ticks(timetable.departure(id, stop) + shift));
  }
  return runs;
}

std::vector<Booking> DaySweep::bookings_of(std::size_t stage) {
  std::vector<Booking> bookings;
  for (Release& release : releases_) {
    std::vector<Booking>& part = release.bookings[stage];
    bookings.insert(bookings.end(), part.begin(), part.end());
    std::vector<Booking>().swap(part);
  }
  return bookings;
}

BoardingRequest DaySweep::request_of(const Arrival& a, const timetable::Service& service) const {
  const FlatStep& step = program_.steps[a.step];
  const RunId planned = planned_run(a);
  return {.ready = a.time,
          .own_run = planned.is_none() ? kNoRun : planned.value() - service.first_run,
          .size = since_ride_[a.party].size,
          .board = step.board,
          .alight = step.alight,
          .refused = since_ride_[a.party].refused};
}

void DaySweep::note_ride(const Arrival& a, const BoardingRequest& request, std::uint32_t boarded,
                         const ServiceRuns& runs) {
  RideOutcome& ride = outcome_.rides[ride_of(a)];
  ride.queued = seconds_of(since_ride_[a.party].queued);
  if (request.own_run == kNoRun) return;
  const Tick closing = runs.closing_at(request.own_run, request.board);
  const bool made =
      boarded != kNoRun && std::tuple(runs.closing_at(boarded, request.board), boarded) <=
                               std::tuple(closing, request.own_run);
  if (!made) ride.cause = cause_of(a.time, closing, since_ride_[a.party]);
}

// `planned`: `run` itself where nothing was planned.
void DaySweep::leave_vehicle(const Arrival& a, RunId run, RunId planned,
                             std::vector<Outbox>& outboxes) {
  const FlatStep& step = program_.steps[a.step];
  const timetable::Timetable& timetable = *setting_.timetable;
  SinceRide& since = since_ride_[a.party];
  const Tick arrival =
      ticks(timetable.arrival(run, step.alight) + Seconds(outcome_.run_delay[run.value()]));
  const Tick expected = ticks(timetable.arrival(planned, step.alight));
  STOPOVER_CHECK(arrival >= a.time, "nobody arrives before they were ready to board");
  outcome_.rides[ride_of(a)].run = run;
  outcome_.run_boarded[run.value()] += since.size;
  since.queued = 0;
  since.late = std::max(arrival - expected, Tick{0});
  since.lost = since.late;
  since.refused = false;
  go_on({arrival, a.key, a.party, a.step + 1}, outboxes);
}

// Parties lie in no order: asks for the memory of those who come next, in two hops.
void DaySweep::fetch_ahead(const std::vector<Arrival>& arrivals, std::size_t i) const {
  constexpr std::size_t kNear = 12;
  constexpr std::size_t kFar = 24;
  if (i + kFar >= arrivals.size()) return;
  __builtin_prefetch(&since_ride_[arrivals[i + kFar].party]);
  const std::size_t ride = ride_of(arrivals[i + kNear]);
  __builtin_prefetch(&plans_.planned_run[ride]);
  __builtin_prefetch(&outcome_.rides[ride]);
}

void DaySweep::sweep_service(std::size_t stage) {
  const timetable::Service& service =
      setting_.timetable->services()[program_.stages[stage].service];
  const std::vector<Arrival> arrivals = take_arrivals(stage, {});
  const ServiceRuns runs = runs_of(service);
  std::vector<BoardingRequest> requests(arrivals.size());
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    fetch_ahead(arrivals, i);
    requests[i] = request_of(arrivals[i], service);
  }
  std::vector<std::uint32_t> boarded(arrivals.size());
  board_vehicles(runs, bookings_of(stage), requests, boarded);

  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    fetch_ahead(arrivals, i);
    note_ride(arrivals[i], requests[i], boarded[i], runs);
    if (boarded[i] == kNoRun) {
      strand(arrivals[i]);
      continue;
    }
    const std::uint32_t planned = requests[i].own_run == kNoRun ? boarded[i] : requests[i].own_run;
    leave_vehicle(arrivals[i], RunId(service.first_run + boarded[i]),
                  RunId(service.first_run + planned), outboxes_[stage]);
  }
}

}  // namespace stopover::flow
