// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/trace_story.hpp"

#include <algorithm>
#include <utility>

namespace stopover::tool {

using flow::EventKind;
using flow::Tick;
using flow::ticks;
using timetable::RunId;

Story::Story(const simulation::World& world, const simulation::ToldReplication& told,
             std::size_t number)
    : world_(world),
      told_(told),
      party_(told.party(number)),
      aboard_(simulation::persons_aboard(world, told.journal)) {
  find_ways();
  for (const flow::Event& event : told.events(world)) add(event, events_);
}

std::vector<network::PlaceId> Story::places_of(const Way& way, network::PlaceId from) const {
  std::vector<network::PlaceId> here;
  network::PlaceId place = from;
  for (std::size_t at = 0; at < way.steps->size(); ++at) {
    const flow::Step& step = (*way.steps)[at];
    const bool ride = step.kind == flow::Step::Kind::kRide;
    if (ride) place = world_.timetable.services()[step.service].stops[step.board];
    here.push_back(place);
    if (ride) place = world_.timetable.services()[step.service].stops[step.alight];
    if (!way.roads[at].is_none()) place = world_.network.roads[way.roads[at]].to;
  }
  here.push_back(place);
  return here;
}

// When the plan would have ended: the last ride on time, then walks, desks and roads as planned.
// Never, where no run was planned for it.
Tick Story::end_of(const Way& plan) const {
  Tick end = flow::kNever;
  for (std::size_t at = 0; at < plan.steps->size(); ++at) {
    const flow::Step& step = (*plan.steps)[at];
    if (step.kind == flow::Step::Kind::kRide) {
      const RunId run = plan.planned[ride_number(plan, at)];
      end = run.is_none() ? flow::kNever : ticks(world_.timetable.arrival(run, step.alight));
    } else if (end != flow::kNever && step.kind == flow::Step::Kind::kWalk) {
      end += ticks(step.mean);
    } else if (end != flow::kNever && step.kind == flow::Step::Kind::kQueue) {
      end += ticks(world_.checkpoint_info[step.checkpoint].expected);
    }
  }
  return end;
}

std::size_t Story::step_of(const Way& way, std::size_t ride) const {
  std::size_t at = 0;
  while ((*way.steps)[at].kind != flow::Step::Kind::kRide || ride_number(way, at) != ride) ++at;
  return at;
}

void Story::add_way(flow::RouteId route, std::vector<network::RoadId> roads, std::size_t first_ride,
                    network::PlaceId from) {
  Way way{.steps = &world_.alternatives.routes[route].steps,
          .roads = std::move(roads),
          .first_ride = first_ride};
  const std::size_t rides = ride_number(way, way.steps->size());
  for (std::size_t n = 0; n < rides; ++n)
    way.planned.push_back(party_.day->outcome.planned_run(party_.day->plans->flow, first_ride + n));
  way.here = places_of(way, from);
  ways_.push_back(std::move(way));
}

void Story::find_ways() {
  add_way(party_.route(), simulation::roads_of(world_, party_),
          party_.day->plans->flow.ride_offset[party_.index.value()],
          world_.alternatives.journeys[party_.plan().journey].legs.from);
  planned_end_ = end_of(ways_.front());
  for (const flow::Rerouting& r : party_.day->outcome.reroutings_of(party_.index)) {
    const Way& before = ways_.back();
    add_way(r.route, simulation::roads_of(world_, r.route), r.first_ride,
            before.here[step_of(before, r.missed_ride - before.first_ride)]);
  }
}

network::RoadId Story::road_of(const flow::Event& event) const {
  return ways_[event.way].roads[event.step];
}

std::int64_t Story::places_left(RunId run, std::size_t stop) const {
  const timetable::Run& r = world_.timetable.runs()[run];
  const auto& aboard = aboard_[run.value()];
  return std::max(r.places - r.background, 0) - (aboard.empty() ? 0 : aboard[stop]);
}

Seconds Story::delay_of(RunId run) const {
  return Seconds(told_.run_delay[run.value()]);
}

std::size_t Story::ride_number(const Way& way, std::size_t step) const {
  return static_cast<std::size_t>(
      std::count_if(way.steps->begin(), way.steps->begin() + static_cast<std::ptrdiff_t>(step),
                    [](const flow::Step& s) { return s.kind == flow::Step::Kind::kRide; }));
}

std::pair<RunId, std::size_t> Story::next_plan(const flow::Event& event) const {
  const Way& way = ways_[event.way];
  for (std::size_t at = event.step; at < way.steps->size(); ++at)
    if ((*way.steps)[at].kind == flow::Step::Kind::kRide)
      return {way.planned[ride_number(way, at)], (*way.steps)[at].board};
  return {RunId::none(), 0};
}

void Story::spend(Spent kind, Tick from, Tick until) {
  spent_[static_cast<std::size_t>(kind)] += until - from;
}

// Too late for the planned run of the next ride?
void Story::tell_join(StoryEvent& told) {
  const auto& before = world_.checkpoints[told.event.checkpoint].closes_before;
  const auto [run, stop] = next_plan(told.event);
  if (!before || run.is_none()) return;
  const Tick closes = ticks(world_.timetable.departure(run, stop) - *before);
  if (told.event.time <= closes) return;
  told.closed_at = closed_at_ = closes;
  closed_by_ = told.event.checkpoint;
  told.planned = run;
}

void Story::tell_missed(StoryEvent& told) const {
  const flow::Event& event = told.event;
  const Tick closing =
      flow::closing_of(world_.timetable, event.run, event.stop, delay_of(event.run));
  told.late = std::max(begun_ - closing, Tick{0});
  told.closed_at = closed_at_;
  told.closed_by = closed_by_;
  const Way& way = ways_[event.way];
  const std::size_t ride = way.first_ride + ride_number(way, event.step);
  if (event.cause == flow::MissCause::kQueue)
    told.lasts = ticks(Seconds(party_.day->outcome.rides[ride].queued));
  if (event.cause == flow::MissCause::kLateInbound) told.lasts = late_;
}

void Story::tell_boards(StoryEvent& told) {
  const flow::Event& event = told.event;
  const timetable::Service& service = world_.timetable.services()[step(event).service];
  told.places_left = places_left(event.run, event.stop);
  told.to = service.stops[step(event).alight];
  told.late = ticks(delay_of(event.run));
  spend(Spent::kWait, begun_, event.time);
  closed_at_ = flow::kNever;
  closed_by_ = network::CheckpointId::none();
}

void Story::tell_alights(StoryEvent& told) {
  const flow::Event& event = told.event;
  const Way& way = ways_[event.way];
  told.lasts = event.time - begun_;
  told.place = way.here[event.step + 1U];
  spend(Spent::kRide, begun_, event.time);
  const RunId plan = way.planned[ride_number(way, event.step)];
  if (plan.is_none()) return;
  told.late = late_ =
      std::max(event.time - ticks(world_.timetable.arrival(plan, event.stop)), Tick{0});
}

void Story::tell_rerouted(StoryEvent& told) {
  spend(Spent::kWait, begun_, told.event.time);
  told.to = world_.alternatives.journeys[party_.plan().journey].legs.to;
  closed_at_ = flow::kNever;
  late_ = 0;
}

void Story::tell_queue(StoryEvent& told, std::vector<StoryEvent>& out) {
  const Tick now = told.event.time;
  switch (told.event.kind) {
    case EventKind::kJoins:
      tell_join(told);
      open_at(now, out.size());
      break;
    case EventKind::kEnters:
    case EventKind::kGaveUp:
      told.lasts = now - begun_;
      opener_ = out.size();  // waits on since it came
      break;
    case EventKind::kThrough:
      out[opener_].also = now - out[opener_].event.time;
      spend(Spent::kQueue, begun_, now);
      break;
    case EventKind::kTries:
    case EventKind::kServiceStarts:
      told.lasts = spent_until(Spent::kQueue, now);
      open_at(now, out.size());
      break;
    default:  // a service ends; whom it has refused waits again
      out[opener_].also = spent_until(Spent::kDesk, now);
      open_at(now, out.size());
      break;
  }
}

void Story::tell_left_behind(StoryEvent& told) const {
  told.cancelled = told_.is_cancelled(told.event.run);
  told.places_left = places_left(told.event.run, told.event.stop);
}

void Story::tell_stranded(const StoryEvent& told) {
  const bool queued = step(told.event).kind == flow::Step::Kind::kQueue;
  spend(queued ? Spent::kQueue : Spent::kWait, begun_, told.event.time);
}

void Story::open_at(Tick now, std::size_t number) {
  begun_ = now;
  opener_ = number;
}

Tick Story::spent_until(Spent on, Tick now) {
  spend(on, begun_, now);
  return now - begun_;
}

void Story::add(const flow::Event& event, std::vector<StoryEvent>& out) {
  const Way& way = ways_[event.way];
  StoryEvent told{.event = event, .place = way.here[event.step]};
  const auto open = [&] { open_at(event.time, out.size()); };
  const auto close = [&](Spent on) { out[opener_].lasts = spent_until(on, event.time); };
  switch (event.kind) {
    case EventKind::kWalkStarts:
      told.road = road_of(event);
      if (!told.road.is_none()) told.to = world_.network.roads[told.road].to;
      [[fallthrough]];
    case EventKind::kStayStarts:
      open();
      break;
    case EventKind::kWalkEnds:
      close(road_of(event).is_none() ? Spent::kWalk : Spent::kRoad);
      break;
    case EventKind::kStayEnds:
      close(Spent::kStay);
      break;
    case EventKind::kJoins:
    case EventKind::kEnters:
    case EventKind::kTries:
    case EventKind::kRefused:
    case EventKind::kGaveUp:
    case EventKind::kThrough:
    case EventKind::kServiceStarts:
    case EventKind::kServiceEnds:
      tell_queue(told, out);
      break;
    case EventKind::kReady:
      told.planned = event.run;
      open();
      break;
    case EventKind::kLeftBehind:
      tell_left_behind(told);
      break;
    case EventKind::kMissed:
      tell_missed(told);
      break;
    case EventKind::kBoards:
      tell_boards(told);
      open();
      break;
    case EventKind::kAlights:
      tell_alights(told);
      break;
    case EventKind::kStranded:
      tell_stranded(told);
      break;
    case EventKind::kRerouted:
      tell_rerouted(told);
      open();
      break;
    case EventKind::kReleased:
      if (event.way > 0) spend(Spent::kWait, begun_, event.time);
      break;
    case EventKind::kFinished:
      late_in_all_ = std::max(event.time - planned_end_, Tick{0});
      break;
  }
  out.push_back(told);
}

}  // namespace stopover::tool
