// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/events.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

namespace stopover::flow {
namespace {

constexpr std::array<std::string_view, 21> kKindNames{
    "released",    "walk_starts", "walk_ends", "joins",          "enters",       "tries",
    "refused",     "gave_up",     "through",   "service_starts", "service_ends", "ready",
    "left_behind", "missed",      "boards",    "alights",        "stay_starts",  "stay_ends",
    "finished",    "stranded",    "rerouted"};

// Order in which runs close at a stop; numbers break ties.
using Closing = std::pair<Tick, RunId>;

class Teller {
 public:
  Teller(const Journal& journal, const Setting& setting, const std::vector<std::int32_t>& run_delay)
      : journal_(journal), setting_(setting), run_delay_(run_delay) {}

  void tell(const Passage& p) {
    passage_ = &p;
    switch (p.kind) {
      case Passage::Kind::kRelease:
        add(p.begin, EventKind::kReleased);
        return;
      case Passage::Kind::kWalk:
        add(p.begin, EventKind::kWalkStarts);
        add(p.end, EventKind::kWalkEnds);
        return;
      case Passage::Kind::kQueue:
        return tell_queue(p);
      case Passage::Kind::kRide:
        return tell_ride(p);
      case Passage::Kind::kStay:
        add(p.begin, EventKind::kStayStarts);
        add(p.end, EventKind::kStayEnds);
        return;
      case Passage::Kind::kEnd:
        add(p.begin, EventKind::kFinished);
        return;
      case Passage::Kind::kReroute:
        add(p.begin, EventKind::kRerouted);
        return;
      case Passage::Kind::kPlan:
        return;
    }
  }

  std::vector<Event> in_order() && {
    std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
      return std::tie(a.time, a.key, a.way, a.step, a.kind, a.run) <
             std::tie(b.time, b.key, b.way, b.step, b.kind, b.run);
    });
    return std::move(events_);
  }

 private:
  Event& add(Tick time, EventKind kind) {
    const Passage& p = *passage_;
    return events_.emplace_back(Event{.time = time,
                                      .key = p.key,
                                      .way = p.way,
                                      .step = p.step,
                                      .size = p.size,
                                      .kind = kind,
                                      .other = p.other});
  }
  void add(Tick time, EventKind kind, RunId run, std::uint16_t stop) {
    Event& event = add(time, kind);
    event.run = run;
    event.stop = stop;
  }

  void tell_queue(const Passage& p) {
    add_at_desk(p.begin, EventKind::kJoins).ahead = p.ahead;
    const LinesPassage* const lines = journal_.lines_of(p);
    if (lines != nullptr) tell_lines(p, *lines);
    if (p.gave_up) {
      add_at_desk(p.start, EventKind::kGaveUp);
      add_at_desk(p.end, EventKind::kThrough);
    } else if (p.start != kNever) {
      const std::uint8_t desk = lines == nullptr ? std::uint8_t{0} : lines->desk;
      add_at_desk(p.start, EventKind::kServiceStarts, desk);
      add_at_desk(p.end, EventKind::kServiceEnds, desk);
    } else if (!p.other) {
      Tick closed = std::max(p.begin, last_desk(p.checkpoint));
      if (lines != nullptr && lines->entered != kNever) closed = std::max(closed, lines->entered);
      if (lines != nullptr && lines->refused) closed = std::max(closed, lines->refused->end);
      add_missed(closed);
      add(closed, EventKind::kStranded);
    }
  }

  Event& add_at_desk(Tick time, EventKind kind, std::uint8_t desk = 0) {
    Event& event = add(time, kind);
    event.checkpoint = passage_->checkpoint;
    event.desk = desk;
    return event;
  }

  // Before its last service, or before it goes without.
  void tell_lines(const Passage& p, const LinesPassage& lines) {
    if (lines.entered != kNever && lines.entered != p.begin)
      add_at_desk(lines.entered, EventKind::kEnters);
    if (!lines.refused) return;
    add_at_desk(lines.refused->start, EventKind::kTries, lines.refused->desk);
    add_at_desk(lines.refused->end, EventKind::kRefused, lines.refused->desk);
  }

  [[nodiscard]] Tick last_desk(CheckpointId checkpoint) const {
    Tick last = std::numeric_limits<Tick>::min();
    const auto look = [&](const std::vector<StaffPeriod>& staffing) {
      for (const StaffPeriod& staff : staffing)
        if (staff.desks > 0) last = std::max(last, ticks(staff.until));
    };
    look((*setting_.checkpoints)[checkpoint].staffing);
    for (const DeskType& type : (*setting_.checkpoints)[checkpoint].desk_types) look(type.staffing);
    return last;
  }

  void add_missed(Tick time) {
    if (passage_->cause == MissCause::kNone) return;
    add(time, EventKind::kMissed, passage_->planned, passage_->board);
    events_.back().cause = passage_->cause;
  }

  [[nodiscard]] Closing closing(RunId run) const {
    return {closing_of(*setting_.timetable, run, passage_->board, Seconds(run_delay_[run.value()])),
            run};
  }
  // All runs at a stop of a service, as they close.
  [[nodiscard]] const std::vector<Closing>& closings(ServiceId service) {
    const auto [it, fresh] = closings_.try_emplace({service, passage_->board});
    if (fresh) {
      const timetable::Service& s = setting_.timetable->services()[service];
      for (std::uint32_t run = s.first_run; run < s.first_run + s.run_count; ++run)
        it->second.push_back(closing(RunId(run)));
      std::sort(it->second.begin(), it->second.end());
    }
    return it->second;
  }

  void tell_ride(const Passage& p) {
    add(p.begin, EventKind::kReady, p.planned, p.board);
    Tick gone = p.begin;
    if (!p.planned.is_none()) {
      gone = std::max(gone, closing(p.planned).first);
      add_missed(gone);
    }
    gone = std::max(gone, tell_left_behind(p));
    if (p.leaves) return;
    if (p.run.is_none()) {
      add(gone, EventKind::kStranded);
      return;
    }
    add(closing(p.run).first, EventKind::kBoards, p.run, p.board);
    add(p.end, EventKind::kAlights, p.run, p.alight);
  }

  // Of whom waits at a closing: vehicle_boarding.hpp. Returns the last of the closings.
  Tick tell_left_behind(const Passage& p) {
    const bool reserved = setting_.timetable->services()[p.service].reserved;
    const bool own_to_come = !p.planned.is_none() && p.begin <= closing(p.planned).first;
    const bool bound = own_to_come && (reserved || p.closed_out);
    Closing from{p.begin, RunId(0)};
    if (bound) {
      from = closing(p.planned);
      if (p.closed_out) from.second = RunId(from.second.value() + 1);
    }
    const Closing until = p.leaves          ? Closing{p.end, RunId(0)}
                          : p.run.is_none() ? Closing{kNever, RunId(0)}
                                            : closing(p.run);
    const Tick patience = setting_.longest_wait ? ticks(*setting_.longest_wait) : kNever;
    const Tick since = from.first;
    Tick last = std::numeric_limits<Tick>::min();
    const std::vector<Closing>& all = closings(p.service);
    for (auto it = std::lower_bound(all.begin(), all.end(), from);
         it != all.end() && *it < until && (patience == kNever || it->first - since <= patience);
         ++it) {
      add(it->first, EventKind::kLeftBehind, it->second, p.board);
      last = it->first;
    }
    return last;
  }

  const Journal& journal_;
  const Setting& setting_;
  const std::vector<std::int32_t>& run_delay_;
  const Passage* passage_ = nullptr;
  std::map<std::pair<ServiceId, std::uint16_t>, std::vector<Closing>> closings_;
  std::vector<Event> events_;
};

}  // namespace

std::string_view name_of(EventKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

Tick closing_of(const timetable::Timetable& timetable, RunId run, std::size_t stop, Seconds delay) {
  const timetable::Service& service = timetable.services()[timetable.runs()[run].service];
  return ticks(timetable.departure(run, stop) + delay - service.boarding_closes);
}

std::vector<Event> events_of(const Journal& journal, const Setting& setting,
                             const std::vector<std::int32_t>& run_delay) {
  Teller teller(journal, setting, run_delay);
  for (const Passage& passage : journal.passages())
    if (journal.wish().tells(passage.key)) teller.tell(passage);
  return std::move(teller).in_order();
}

}  // namespace stopover::flow
