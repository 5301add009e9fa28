// SPDX-License-Identifier: Apache-2.0
// What the oracle tells of a sweep: every event, as docs/formats/events.md has them.
#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "tests/engine/flow/event_sweep_parts.hpp"

namespace stopover::flow::testing {

Event& EventSweep::tell(const Traveller& t, Tick time, EventKind kind) {
  Event& e = story_.emplace_back();
  e.time = time;
  e.key = t.key;
  e.kind = kind;
  e.other = t.party == kNobody;
  if (e.other) return e;
  e.way = way_[t.party].number;
  e.step = static_cast<std::uint16_t>(t.step);
  e.size = static_cast<std::int16_t>(size(t));
  last_told_[t.party] = std::max(last_told_[t.party], time);
  return e;
}

void EventSweep::tell_run(const Traveller& t, Tick time, EventKind kind, RunId run,
                          std::size_t stop) {
  Event& e = tell(t, time, kind);
  e.run = run;
  e.stop = static_cast<std::uint16_t>(stop);
}

void EventSweep::tell_missed(const Traveller& t, Tick time) {
  tell_run(t, time, EventKind::kMissed, planned(t), next_ride(t)->board);
  story_.back().cause = outcome_.rides[ride_index(t)].cause;
}

void EventSweep::tell_desk(CheckpointId id, const Traveller& t, Tick time, EventKind kind,
                           std::uint8_t desk) {
  Event& e = tell(t, time, kind);
  e.checkpoint = id;
  e.desk = desk;
}

void EventSweep::tell_join(CheckpointId id, Traveller& t) {
  std::vector<Queued>& queued = queued_[id];
  t.queued_as = queued.size();
  queued.push_back({story_.size(), t.clock, {{t.clock, kNever}}});
  tell_desk(id, t, t.clock, EventKind::kJoins);
}

void EventSweep::tell_served(CheckpointId id, const Traveller& t, Tick start, Tick end) {
  queued_[id][t.queued_as].waits = {{t.clock, start}};
  tell_desk(id, t, start, EventKind::kServiceStarts);
  tell_desk(id, t, end, EventKind::kServiceEnds);
}

void EventSweep::tell_visit(CheckpointId id, const Traveller& t, const QueueVisit& visit) {
  auto& waits = queued_[id][t.queued_as].waits;
  waits.clear();
  Tick from = t.clock;
  if (visit.entered != kNever && visit.entered != from)
    tell_desk(id, t, visit.entered, EventKind::kEnters);
  if (visit.refused) {
    waits.emplace_back(from, visit.refused->start);
    from = visit.refused->end;
    tell_desk(id, t, visit.refused->start, EventKind::kTries, visit.refused->desk);
    tell_desk(id, t, from, EventKind::kRefused, visit.refused->desk);
  }
  if (visit.fate == QueueVisit::Fate::kServed) {
    waits.emplace_back(from, visit.start);
    tell_desk(id, t, visit.start, EventKind::kServiceStarts, visit.desk);
    tell_desk(id, t, visit.end, EventKind::kServiceEnds, visit.desk);
  } else {
    waits.emplace_back(from, visit.end);
  }
  if (visit.fate != QueueVisit::Fate::kGaveUp) return;
  tell_desk(id, t, visit.end, EventKind::kGaveUp);
  tell_desk(id, t, visit.end + ticks((*setting_.checkpoints)[id].patience->instead),
            EventKind::kThrough);
}

// In a queue: once no desk opens any more. Before a vehicle: at what was told last.
void EventSweep::tell_stranded(const Traveller& t) {
  if (t.party == kNobody) return;
  Tick time = last_told_[t.party];
  const Step& step = steps(t)[t.step];
  if (step.kind == Step::Kind::kQueue) {
    const Checkpoint& checkpoint = (*setting_.checkpoints)[step.checkpoint];
    const auto look = [&](const std::vector<StaffPeriod>& staffing) {
      for (const StaffPeriod& staff : staffing)
        if (staff.desks > 0) time = std::max(time, ticks(staff.until));
    };
    look(checkpoint.staffing);
    for (const DeskType& type : checkpoint.desk_types) look(type.staffing);
    if (next_ride(t) != nullptr && !planned(t).is_none()) tell_missed(t, time);
  }
  tell(t, time, EventKind::kStranded);
}

std::vector<Event> EventSweep::story() {
  for (const auto& [id, queued] : queued_)
    for (std::size_t i = 0; i < queued.size(); ++i) {
      if ((*setting_.checkpoints)[id].unlimited) continue;
      const Tick now = queued[i].joined;
      for (std::size_t j = 0; j < i; ++j)
        story_[queued[i].event].ahead += static_cast<std::uint32_t>(
            std::ranges::count_if(queued[j].waits, [&](const std::pair<Tick, Tick>& wait) {
              return wait.first <= now && now < wait.second;
            }));
    }
  std::ranges::sort(story_, {}, [](const Event& e) {
    return std::tuple(e.time, e.key, e.way, e.step, e.kind, e.run);
  });
  return story_;
}

std::string story_text(const std::vector<Event>& events) {
  std::string out;
  for (const Event& e : events)
    out += fmt::format(
        "{} {} way {} step {}: {}, run {} stop {} checkpoint {} desk {} ahead {} {}{}\n", e.time,
        e.key, e.way, e.step, name_of(e.kind), e.run.value(), e.stop, e.checkpoint.value(), e.desk,
        e.ahead, name_of(e.cause), e.other ? " (other)" : fmt::format(" of {}", e.size));
  return out;
}

}  // namespace stopover::flow::testing
