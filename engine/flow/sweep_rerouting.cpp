// SPDX-License-Identifier: Apache-2.0
// At fixed times, between windows and one after the other: those who missed their run look for
// another way.
#include <algorithm>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/flow/day_sweep.hpp"

namespace stopover::flow {

class DaySweep::Places final : public PlacesLeft {
 public:
  explicit Places(const DaySweep& sweep) : sweep_(sweep) {}

  [[nodiscard]] std::int32_t places(RunId run, std::size_t board,
                                    std::size_t alight) const override {
    const timetable::Run& vehicle = sweep_.setting_.timetable->runs()[run];
    const timetable::Service& service = sweep_.setting_.timetable->services()[vehicle.service];
    if (ticks(closing(run, board)) < sweep_.now_) return 0;
    const std::int32_t all = sweep_.places_of(run);
    const std::uint32_t stage = sweep_.program_.stage_of_service[vehicle.service];
    if (stage == kStart) return all;  // no route leads there
    return sweep_.stages_[stage].service->boarding.places_left(run.value() - service.first_run, all,
                                                               board, alight);
  }

  [[nodiscard]] Instant closing(RunId run, std::size_t stop) const override {
    const timetable::Service& service =
        sweep_.setting_.timetable->services()[sweep_.setting_.timetable->runs()[run].service];
    return instant_of(sweep_.closing_of(run, stop, service));
  }

 private:
  const DaySweep& sweep_;
};

// The first time after `time` at which other ways are found.
Tick DaySweep::rerouting_after(Tick time) const {
  if (setting_.rerouter == nullptr || time == kNever) return kNever;
  const Tick every = ticks(setting_.rerouting_every);
  Tick rounds = time / every;
  if (time % every < 0) --rounds;
  return (rounds + 1) * every;
}

Stuck DaySweep::stuck_of(const Lost& lost) const {
  const Arrival& a = lost.arrival;
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
          .since = instant_of(lost.since)};
}

void DaySweep::reroute() {
  std::vector<Lost> lost;
  lost.swap(lost_);
  std::sort(lost.begin(), lost.end(), [](const Lost& a, const Lost& b) {
    return std::tie(a.since, a.arrival.key) < std::tie(b.since, b.arrival.key);
  });
  const Places places(*this);
  for (const Lost& one : lost) {
    const auto way = setting_.rerouter->way_on(stuck_of(one), instant_of(now_), places);
    if (way) {
      go_another_way(one, *way);
      continue;
    }
    since(one.arrival).missed = true;  // waits on, for any run
    other_ways_.later.push_back(one.arrival);
    other_ways_.later.back().time = now_;
  }
  hand_on(other_ways_);
}

void DaySweep::go_another_way(const Lost& lost, const WayOn& way) {
  const Arrival& a = lost.arrival;
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
                .size = since_ride.size};
  batch.outcome.rides.resize(batch.outcome.rides.size() + way.planned_run.size());
  batch.later_runs.insert(batch.later_runs.end(), way.planned_run.begin(), way.planned_run.end());
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
    stages_[step.stage].service->boarding.book_late(
        {run.value() - service.first_run, step.board, step.alight, since_ride.size});
  }
  const Arrival start{ticks(way.release), a.key, a.party, route.first};
  if (writes()) write_plans(start, way.planned_run, other_ways_);
  go_on(start, batch, other_ways_);
}

}  // namespace stopover::flow
