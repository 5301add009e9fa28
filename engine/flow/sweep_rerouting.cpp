// SPDX-License-Identifier: Apache-2.0
// At fixed times, between windows and one after the other: those who missed their run, and wait for
// the next, look for another way.
#include <algorithm>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/flow/day_sweep.hpp"

namespace stopover::flow {
namespace {

// Two hours of looking, at a look every quarter; then one waits for the next run.
constexpr int kMostLooks = 8;

}  // namespace

class DaySweep::Places final : public PlacesLeft {
 public:
  explicit Places(DaySweep& sweep) : sweep_(sweep) {}

  [[nodiscard]] std::int32_t places(RunId run, std::size_t board,
                                    std::size_t alight) const override {
    const timetable::Run& vehicle = sweep_.setting_.timetable->runs()[run];
    const timetable::Service& service = sweep_.setting_.timetable->services()[vehicle.service];
    if (ticks(closing(run, board)) < sweep_.now_) return 0;
    if (sweep_.is_cancelled(run) && is_announced(run, board)) return 0;
    const std::int32_t all = std::max(vehicle.places - vehicle.background, 0);
    const std::uint32_t stage = sweep_.program_.stage_of_service[vehicle.service];
    if (stage == kStart) return all;  // no route leads there
    return sweep_.up_to_date(stage).places_left(run.value() - service.first_run, all, board,
                                                alight);
  }

  [[nodiscard]] Instant closing(RunId run, std::size_t stop) const override {
    const timetable::Service& service =
        sweep_.setting_.timetable->services()[sweep_.setting_.timetable->runs()[run].service];
    return instant_of(sweep_.closing_of(run, stop, service));
  }

 private:
  [[nodiscard]] bool is_announced(RunId run, std::size_t board) const {
    const Seconds ahead = sweep_.setting_.cancelled_known_ahead;
    return ticks(sweep_.setting_.timetable->departure(run, board) - ahead) <= sweep_.now_;
  }

  DaySweep& sweep_;
};

// The first time after `time` at which other ways are found.
Tick DaySweep::rerouting_after(Tick time) const {
  if (setting_.rerouter == nullptr || time == kNever) return kNever;
  const Tick every = ticks(setting_.rerouting_every);
  Tick rounds = time / every;
  if (time % every < 0) --rounds;
  return (rounds + 1) * every;
}

Tick DaySweep::next_look(const ServiceState& state) {
  Tick next = kNever;
  for (const ServiceState::Searching& one : state.searching)
    next = std::min(next, one.missed.since);
  return next;
}

Stuck DaySweep::stuck_of(const Looker& looker) const {
  const Arrival& a = looker.arrival;
  const Batch& batch = batch_of(a);
  const PartyIndex party(a.party - batch.first);
  const RouteId route = program_.route_of(a.step);
  return {.batch = batch.id,
          .party = party,
          .key = a.key,
          .size = since(a).size,
          .route = route,
          .step = static_cast<std::uint16_t>(a.step - program_.routes[route].first),
          .missed = planned_run(a),
          .since = instant_of(looker.since)};
}

// Those who still wait; by (since, key).
std::vector<DaySweep::Looker> DaySweep::take_lookers() {
  std::vector<Looker> lookers;
  for (std::uint32_t stage = 0; stage < stages_.size(); ++stage) {
    ServiceState* const state = stages_[stage].service.get();
    if (state == nullptr || state->searching.empty()) continue;
    std::erase_if(state->searching, [&](ServiceState::Searching& one) {
      if (!state->boarding.still_waits(one.missed)) return true;
      if (one.missed.since >= now_) return false;
      const VehicleBoarding::Ticket ticket = one.missed.ticket;
      lookers.push_back({one.missed.since, state->arrival[ticket], stage, ticket});
      return ++one.looked == kMostLooks;
    });
  }
  std::sort(lookers.begin(), lookers.end(), [](const Looker& a, const Looker& b) {
    return std::tie(a.since, a.arrival.key) < std::tie(b.since, b.arrival.key);
  });
  return lookers;
}

void DaySweep::reroute() {
  const Places places(*this);
  for (const Looker& looker : take_lookers()) look(looker, places);
  hand_on(other_ways_);
}

// What it has booked is not in its own way: given back, and booked again if it stays.
void DaySweep::look(const Looker& looker, const PlacesLeft& places) {
  const Arrival& a = looker.arrival;
  const auto booked = unbook_later(a);
  const auto way = setting_.rerouter->way_on(stuck_of(looker), instant_of(now_), places);
  if (!way) {
    for (const auto& [stage, booking] : booked) up_to_date(stage).book_late(booking);
    return;
  }
  VehicleBoarding& boarding = up_to_date(looker.stage);
  boarding.withdraw(looker.ticket);
  note_ride(a, boarding.request(looker.ticket), {.ticket = looker.ticket});
  if (writes()) {
    const ServiceId service = program_.stages[looker.stage].service;
    write_ride(a, setting_.timetable->services()[service], kNoRun, other_ways_, true);
  }
  go_another_way(looker, *way);
}

std::vector<std::pair<std::uint32_t, Booking>> DaySweep::unbook_later(const Arrival& a) {
  std::vector<std::pair<std::uint32_t, Booking>> booked;
  const Batch& batch = batch_of(a);
  const SinceRide& since_ride = since(a);
  for (std::uint32_t at = a.step + 1; program_.steps[at].kind != FlatStep::Kind::kEnd; ++at) {
    const FlatStep& step = program_.steps[at];
    if (step.kind != FlatStep::Kind::kRide) continue;
    const RunId run = batch.planned_run(since_ride.rides + step.ride);
    if (run.is_none()) continue;
    const std::uint32_t first =
        setting_.timetable->services()[program_.stages[step.stage].service].first_run;
    const Booking booking{run.value() - first, step.board, step.alight, since_ride.size};
    if (up_to_date(step.stage).unbook(booking)) booked.emplace_back(step.stage, booking);
  }
  return booked;
}

void DaySweep::go_another_way(const Looker& looker, const WayOn& way) {
  const Arrival& a = looker.arrival;
  Batch& batch = batch_of(a);
  const RouteSteps& route = program_.routes[way.route];
  STOPOVER_CHECK(route.rides == way.planned_run.size() && route.stays == 0,
                 "one planned run for each ride of another way, and no stays");
  STOPOVER_CHECK(ticks(way.release) >= now_, "nobody is released in the past");
  const PartyIndex party(a.party - batch.first);
  if (writes()) write_reroute(a, way.route, ticks(way.release), other_ways_);
  batch.outcome.reroutings.push_back({party, static_cast<std::uint32_t>(ride_of(a)), way.route,
                                      static_cast<std::uint32_t>(batch.outcome.rides.size()),
                                      instant_of(now_)});
  SinceRide& since_ride = since(a);
  since_ride = {.rides = static_cast<std::uint32_t>(batch.outcome.rides.size()),
                .size = since_ride.size,
                .way = static_cast<std::uint8_t>(std::min(since_ride.way + 1, 255))};
  batch.outcome.rides.resize(batch.outcome.rides.size() + way.planned_run.size());
  std::vector<RunId>& later = batch.outcome.later_runs;
  later.insert(later.end(), way.planned_run.begin(), way.planned_run.end());
  for (std::size_t at = route.first; program_.steps[at].kind != FlatStep::Kind::kEnd; ++at) {
    const FlatStep& step = program_.steps[at];
    if (step.kind != FlatStep::Kind::kRide) continue;
    const RunId run = way.planned_run[step.ride];
    if (run.is_none()) continue;
    const timetable::Service& service =
        setting_.timetable->services()[program_.stages[step.stage].service];
    STOPOVER_CHECK(
        run.value() >= service.first_run && run.value() - service.first_run < service.run_count,
        "the planned run is one of the service");
    up_to_date(step.stage)
        .book_late({run.value() - service.first_run, step.board, step.alight, since_ride.size});
  }
  const Arrival start{ticks(way.release), a.key, a.party, route.first};
  if (writes()) write_plans(start, way.planned_run, other_ways_);
  go_on(start, batch, other_ways_);
}

}  // namespace stopover::flow
