// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/flow/day_sweep.hpp"

namespace stopover::flow {

Passage DaySweep::passage_of(const Arrival& a, Passage::Kind kind) const {
  Passage passage;
  passage.begin = a.time;
  passage.key = a.key;
  passage.kind = kind;
  if (a.party == kNobody) {
    passage.other = true;
    return passage;
  }
  const Batch& batch = batch_of(a);
  const SinceRide& since_ride = since(a);
  passage.way = since_ride.way;
  const RouteId route = passage.way == 0 ? batch.plans->route[PartyIndex(a.party - batch.first)]
                                         : program_.route_of(a.step);
  passage.step = static_cast<std::uint16_t>(a.step - program_.routes[route].first);
  passage.size = since_ride.size;
  return passage;
}

void DaySweep::write_step(const Arrival& from, std::uint32_t step, Tick begin, Tick end,
                          Exits& exits) const {
  const FlatStep::Kind kind = program_.steps[step].kind;
  Passage passage = passage_of({begin, from.key, from.party, step},
                               kind == FlatStep::Kind::kWalk   ? Passage::Kind::kWalk
                               : kind == FlatStep::Kind::kStay ? Passage::Kind::kStay
                                                               : Passage::Kind::kEnd);
  passage.end = end;
  exits.passages.push_back(passage);
}

Passage DaySweep::queue_passage(std::size_t stage, const Arrival& a, Tick start, Tick end) const {
  Passage passage = passage_of(a, Passage::Kind::kQueue);
  passage.checkpoint = program_.stages[stage].checkpoint;
  passage.start = start;
  passage.end = end;
  if (!passage.other && start == kNever && program_.steps[a.step].ride_follows) {
    passage.planned = planned_run(a);
    passage.board = program_.steps[a.step].board;
    passage.cause = batch_of(a).outcome.rides[ride_of(a)].cause;
  }
  return passage;
}

void DaySweep::write_queue(std::size_t stage, const Arrival& a, Tick start, Tick end,
                           Exits& exits) {
  CheckpointState& state = *stages_[stage].checkpoint;
  Passage passage = queue_passage(stage, a, start, end);
  if (state.queue) {
    // Starts do not fall, so those who still wait are the last of them.
    while (!state.waiting.empty() && state.waiting.front() <= a.time) state.waiting.pop_front();
    passage.ahead = static_cast<std::uint32_t>(state.waiting.size());
    if (start > a.time) state.waiting.push_back(start);
  }
  exits.passages.push_back(passage);
}

void DaySweep::note_passage(std::size_t stage, const Arrival& a, const QueueVisit& visit,
                            LinesState::Inside& customer) const {
  const bool gave_up = visit.fate == QueueVisit::Fate::kGaveUp;
  Tick end = visit.end;
  if (gave_up)
    end += ticks((*setting_.checkpoints)[program_.stages[stage].checkpoint].patience->instead);
  customer.told->passage = queue_passage(stage, a, gave_up ? visit.end : visit.start, end);
  customer.told->passage.gave_up = gave_up;
  LinesPassage& lines = customer.told->lines;
  lines.entered = visit.entered;
  lines.refused = visit.refused;
  lines.desk = visit.desk;
}

void DaySweep::write_lines(LinesState& state, const LinesState::Told& told, Exits& exits) {
  Passage& passage = exits.passages.emplace_back(told.passage);
  passage.ahead = static_cast<std::uint32_t>(state.waiting.at(passage.begin));
  passage.lines = static_cast<std::uint32_t>(exits.lines.size());
  exits.lines.push_back(told.lines);
  Tick from = passage.begin;
  if (const std::optional<Refusal>& refused = told.lines.refused) {
    state.waiting.waits(from, refused->start);
    from = refused->end;
  }
  state.waiting.waits(from, passage.start);
}

void DaySweep::write_ride(const Arrival& a, const timetable::Service& service,
                          std::uint32_t boarded, Exits& exits, bool leaves) const {
  const FlatStep& step = program_.steps[a.step];
  Passage passage = passage_of(a, Passage::Kind::kRide);
  passage.service = program_.stages[step.stage].service;
  passage.board = step.board;
  passage.alight = step.alight;
  passage.planned = planned_run(a);
  passage.closed_out = since(a).refused;
  passage.cause = batch_of(a).outcome.rides[ride_of(a)].cause;
  passage.leaves = leaves;
  if (leaves) passage.end = now_;
  if (boarded != kNoRun) {
    passage.run = RunId(service.first_run + boarded);
    passage.end = ticks(setting_.timetable->arrival(passage.run, step.alight) +
                        Seconds(run_delay_[passage.run.value()]));
  }
  exits.passages.push_back(passage);
}

void DaySweep::write_reroute(const Arrival& a, RouteId route, Tick release, Exits& exits) const {
  Passage passage = passage_of(a, Passage::Kind::kReroute);
  passage.begin = now_;
  passage.end = release;
  passage.route = route;
  exits.passages.push_back(passage);
}

void DaySweep::write_plans(const Arrival& start, const std::vector<RunId>& planned,
                           Exits& exits) const {
  exits.passages.push_back(passage_of(start, Passage::Kind::kRelease));
  for (std::uint32_t at = start.step; program_.steps[at].kind != FlatStep::Kind::kEnd; ++at) {
    const FlatStep& step = program_.steps[at];
    if (step.kind != FlatStep::Kind::kRide) continue;
    Passage passage = passage_of({start.time, start.key, start.party, at}, Passage::Kind::kPlan);
    passage.service = program_.stages[step.stage].service;
    passage.planned = planned[step.ride];
    passage.board = step.board;
    passage.alight = step.alight;
    exits.passages.push_back(passage);
  }
}

}  // namespace stopover::flow
