// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "tools/verify_events/checks.hpp"

namespace stopover::verify_events {
namespace {

enum class State : std::uint8_t {
  kPlanned,
  kFree,
  kWalking,
  kQueued,
  kTried,  // at a desk that will refuse it
  kServed,
  kLeaving,  // has given up
  kReady,
  kRiding,
  kStaying,
  kDone
};

// One party's events, told one after another.
class Story {
 public:
  Story(const Log& log, const Party& party, Faults& faults)
      : log_(log), party_(party), faults_(faults) {}

  void tell(const Event& e) {
    event_ = &e;
    if (e.persons != party_.persons)
      fault("E-EVT-017", fmt::to_string(e.persons), fmt::to_string(party_.persons));
    if (state_ == State::kDone) return fault("E-EVT-014", name_of(e), "");
    if (e.way != way_)
      fault("E-EVT-012", fmt::format("way {}", e.way), fmt::format("way {}", way_));
    take(e);
    last_ = e.time;
  }

  void end() {
    if (state_ == State::kDone) return;
    faults_.add({.rule = "E-EVT-015",
                 .file = "parties.csv",
                 .line = party_.line,
                 .subject = "party " + party_.key});
  }

 private:
  static std::string name_of(const Event& e) {
    return std::string(kKindNames[static_cast<std::size_t>(e.kind)]);
  }
  void fault(std::string_view rule, std::string found, std::string expected) {
    faults_.add({rule, "events.csv", event_->line,
                 fmt::format("party {}, step {}", party_.key, event_->step), std::move(found),
                 std::move(expected)});
  }
  void expect_time(std::string_view rule, Time expected) {
    if (event_->time != expected)
      fault(rule, fmt::to_string(event_->time), fmt::to_string(expected));
  }

  [[nodiscard]] const Way& way() const { return party_.ways[static_cast<std::size_t>(way_)]; }
  // The run that it waits for; kNone: the first with room.
  [[nodiscard]] Index own_run() const { return planned(at_).run; }
  [[nodiscard]] std::size_t steps() const {
    const Index route = way().route;
    return route == kNone ? 0 : log_.routes[static_cast<std::size_t>(route)].size();
  }
  // What the route has at the present step; nullptr beyond its end.
  [[nodiscard]] const RouteStep* step(Index at) const {
    if (at < 0 || static_cast<std::size_t>(at) >= steps()) return nullptr;
    return &log_.routes[static_cast<std::size_t>(way().route)][static_cast<std::size_t>(at)];
  }
  [[nodiscard]] Planned planned(Index at) const {
    const auto it = way().planned.find(at);
    return it == way().planned.end() ? Planned{} : it->second;
  }

  void take(const Event& e) {
    switch (e.kind) {
      case Kind::kReleased:
        if (!from(State::kPlanned, State::kFree)) return;
        return expect_time("E-EVT-013", way().release);
      case Kind::kWalkStarts:
        return begin(RouteStep::Kind::kWalk, State::kWalking);
      case Kind::kWalkEnds:
        if (from(State::kWalking, State::kFree)) ++at_;
        return;
      case Kind::kJoins:
        return join(e);
      case Kind::kEnters:
      case Kind::kTries:
      case Kind::kRefused:
      case Kind::kGaveUp:
      case Kind::kThrough:
      case Kind::kServiceStarts:
      case Kind::kServiceEnds:
        return be_served(e);
      case Kind::kReady:
        return ready(e);
      case Kind::kLeftBehind:
        return leave_behind(e);
      case Kind::kMissed:
        return miss(e);
      case Kind::kBoards:
        return board(e);
      case Kind::kAlights:
        return alight(e);
      case Kind::kStayStarts:
        return begin(RouteStep::Kind::kStay, State::kStaying);
      case Kind::kStayEnds:
        return end_stay(e);
      case Kind::kFinished:
        if (!from(State::kFree, State::kDone)) return;
        if (static_cast<std::size_t>(at_) != steps())
          fault("E-EVT-016", fmt::format("{} steps", at_), fmt::format("{} steps", steps()));
        return expect_time("E-EVT-019", last_);
      case Kind::kStranded:
        return strand();
      case Kind::kRerouted:
        return reroute();
    }
  }

  void be_served(const Event& e) {
    if (e.kind == Kind::kEnters) {
      if (from(State::kQueued, State::kQueued)) seen_in_queue_ = e.time;
    } else if (e.kind == Kind::kTries) {
      if (from(State::kQueued, State::kTried)) lost_ += e.time - waits_since_;
    } else if (e.kind == Kind::kRefused) {
      if (from(State::kTried, State::kQueued)) waits_since_ = seen_in_queue_ = e.time;
    } else if (e.kind == Kind::kGaveUp) {
      static_cast<void>(from(State::kQueued, State::kLeaving));
    } else if (e.kind == Kind::kThrough) {
      if (!from(State::kLeaving, State::kFree)) return;
      lost_ += e.time - waits_since_;
      ++at_;
    } else if (e.kind == Kind::kServiceStarts) {
      if (from(State::kQueued, State::kServed) && !waits_for_bags(e))
        lost_ += e.time - waits_since_;
    } else if (from(State::kServed, State::kFree)) {
      ++at_;
    }
  }

  // From one state to the next; false, with a fault, from another.
  [[nodiscard]] bool from(State expected, State next) {
    const bool right = state_ == expected;
    if (!right) fault("E-EVT-011", name_of(*event_), "what follows its last event");
    state_ = next;
    return right;
  }

  void begin(RouteStep::Kind kind, State next) {
    const State before = std::exchange(state_, next);
    began_ = event_->time;
    if (before != State::kFree)
      return fault("E-EVT-011", name_of(*event_), "what follows its last event");
    const RouteStep* const now = step(at_);
    if (now == nullptr || now->kind != kind || event_->step != at_)
      fault("E-EVT-012", name_of(*event_), fmt::format("step {} of its route", at_));
    expect_time("E-EVT-019", last_);
    at_ = event_->step;
  }

  // The planned run of the next ride from the present step on, with its boarding stop.
  [[nodiscard]] std::pair<Index, Index> next_ride() const {
    for (Index i = at_; const RouteStep* const s = step(i); ++i)
      if (s->kind == RouteStep::Kind::kRide) return {planned(i).run, s->board};
    return {kNone, kNone};
  }

  [[nodiscard]] bool waits_for_bags(const Event& e) const {
    return e.checkpoint != kNone &&
           log_.checkpoints[static_cast<std::size_t>(e.checkpoint)].unlimited;
  }

  void join(const Event& e) {
    begin(RouteStep::Kind::kQueue, State::kQueued);
    waits_since_ = seen_in_queue_ = e.time;
    const RouteStep* const now = step(at_);
    if (now == nullptr || e.checkpoint == kNone) return;
    if (now->checkpoint != e.checkpoint)
      fault("E-EVT-012", log_.checkpoints[static_cast<std::size_t>(e.checkpoint)].key,
            now->checkpoint == kNone
                ? ""
                : log_.checkpoints[static_cast<std::size_t>(now->checkpoint)].key);
    const auto& closes_before =
        log_.checkpoints[static_cast<std::size_t>(e.checkpoint)].closes_before;
    const auto [run, stop] = next_ride();
    const Call* const call = call_of(log_, run, stop);
    if (closes_before && call != nullptr && e.time > call->scheduled_departure - *closes_before)
      closed_out_ = true;
  }

  void ready(const Event& e) {
    begin(RouteStep::Kind::kRide, State::kReady);
    left_behind_.clear();
    if (missed_ != nullptr) fault("E-EVT-040", "missed", "nothing");
    missed_ = nullptr;
    if (e.run != planned(at_).run) fault("E-EVT-012", "another planned run", "that of plans.csv");
  }

  void reroute() {
    const RouteStep* const now = step(at_);
    if (!from(State::kReady, State::kPlanned) || now == nullptr) return;
    conclude_ride(*now, true);
    if (static_cast<std::size_t>(way_) + 1 == party_.ways.size())
      return fault("E-EVT-012", "another way", "its last way");
    ++way_;
    at_ = 0;
    late_ = lost_ = 0;
    closed_out_ = false;
  }

  void leave_behind(const Event& e) {
    if (!from(State::kReady, State::kReady)) return;
    left_behind_.push_back(e.run);
    const RouteStep* const now = step(at_);
    const Call* const call = call_of(log_, e.run, e.stop);
    if (now == nullptr || call == nullptr || e.stop != now->board || e.time != call->closes)
      fault("E-EVT-026", "another stop or time", "that of a closing where it waits");
  }

  void miss(const Event& e) {
    if (state_ != State::kReady && state_ != State::kQueued)
      return fault("E-EVT-011", name_of(e), "what follows its last event");
    if (missed_ != nullptr || std::pair(e.run, e.stop) != next_ride())
      fault("E-EVT-040", "missed twice, or another run", "the planned run");
    missed_ = &e;
  }

  // (closing, number) says which of two runs comes first at a stop.
  [[nodiscard]] std::pair<Time, std::int64_t> rank(Index run, Index stop) const {
    const Call* const call = call_of(log_, run, stop);
    return {call == nullptr ? 0 : call->closes, run_of(log_, run).number};
  }

  void board(const Event& e) {
    boarded_ = e.run;
    if (std::exchange(state_, State::kRiding) != State::kReady) return fault("E-EVT-020", "", "");
    const RouteStep* const now = step(at_);
    const Call* const call = call_of(log_, e.run, e.stop);
    if (now == nullptr || now->kind != RouteStep::Kind::kRide || call == nullptr ||
        run_of(log_, e.run).service != now->service || e.stop != now->board)
      return fault("E-EVT-022",
                   e.run == kNone ? "no run" : fmt::format("run {}", run_of(log_, e.run).number),
                   "");
    expect_time("E-EVT-021", call->closes);
    const Index plan = own_run();
    if (closed_out_ && plan != kNone && rank(e.run, e.stop) <= rank(plan, e.stop))
      fault("E-EVT-024", fmt::format("run {}", run_of(log_, e.run).number), "a later one");
    conclude_ride(*now, false);
  }

  void alight(const Event& e) {
    if (!from(State::kRiding, State::kFree)) return;
    const RouteStep* const now = step(at_);
    const Call* const call = call_of(log_, e.run, e.stop);
    if (now == nullptr || call == nullptr || e.run != boarded_ || e.stop != now->alight) {
      fault("E-EVT-022", "another run or stop", "those of boarding and route");
    } else {
      expect_time("E-EVT-023", call->arrives);
      const Index plan = planned(at_).run == kNone ? e.run : planned(at_).run;
      const Call* const expected = call_of(log_, plan, e.stop);
      late_ = expected == nullptr ? 0 : std::max<Time>(e.time - expected->scheduled_arrival, 0);
    }
    closed_out_ = false;
    lost_ = late_;
    ++at_;
  }

  void end_stay(const Event& e) {
    if (!from(State::kStaying, State::kFree)) return;
    const Time until = planned(at_).until.value_or(began_);
    expect_time("E-EVT-018", std::max(began_, until));
    // What would have been waited out anyway is not lost.
    late_ = e.time - std::max(began_ - late_, until);
    lost_ = e.time - std::max(began_ - lost_, until);
    ++at_;
  }

  void strand() {
    const bool in_queue = state_ == State::kQueued;
    const RouteStep* const now = step(at_);
    if ((state_ != State::kReady && !in_queue) || now == nullptr) {
      fault("E-EVT-011", name_of(*event_), "what follows its last event");
    } else if (in_queue) {
      const Index plan = next_ride().first;
      const Time gone = std::max(seen_in_queue_, last_desk(now->checkpoint));
      if (plan != kNone)
        check_missed(true,
                     run_of(log_, plan).cancelled ? kCancelled
                     : closed_out_                ? kClosed
                                                  : kQueue,
                     gone);
      else
        check_missed(false, kNone, 0);
      expect_time("E-EVT-019", gone);
    } else {
      expect_time("E-EVT-019", last_closing(*now));
      boarded_ = kNone;
      conclude_ride(*now, false);
    }
    state_ = State::kDone;
  }

  // When the last desk of any type closes; none: as if it had always been.
  [[nodiscard]] Time last_desk(Index checkpoint) const {
    Time last = std::numeric_limits<Time>::min();
    if (checkpoint == kNone) return last;
    for (const DeskType& type : log_.checkpoints[static_cast<std::size_t>(checkpoint)].desks)
      for (const DeskPeriod& period : type.staffing) last = std::max(last, period.until);
    return last;
  }
  // Of the runs that it waited for, its own among them; not before it was there.
  [[nodiscard]] Time last_closing(const RouteStep& ride) const {
    Time last = began_;
    if (const Index plan = own_run(); plan != kNone)
      last = std::max(last, rank(plan, ride.board).first);
    if (!left_behind_.empty()) last = std::max(last, rank(left_behind_.back(), ride.board).first);
    return last;
  }

  // `leaves`: it has missed its run and goes another way.
  void conclude_ride(const RouteStep& ride, bool leaves) {
    if (leaves) boarded_ = kNone;
    const Index plan = own_run();
    const bool made = plan == kNone ||
                      (boarded_ != kNone && rank(boarded_, ride.board) <= rank(plan, ride.board));
    const Time closing = plan == kNone ? 0 : rank(plan, ride.board).first;
    const bool cancelled = plan != kNone && run_of(log_, plan).cancelled;
    check_missed(!made, cancelled ? kCancelled : cause(closing), std::max(began_, closing));
    check_left_behind(ride, plan, leaves);
  }

  [[nodiscard]] Index cause(Time closing) const {
    if (closed_out_) return kClosed;
    if (began_ <= closing) return kNoSeat;
    if (began_ - late_ <= closing) return kLateInbound;
    if (began_ - lost_ <= closing) return kQueue;
    return kWalk;
  }

  void check_missed(bool missed, Index expected, Time time) {
    if (missed != (missed_ != nullptr)) {
      fault("E-EVT-040", missed ? "nothing" : "missed", missed ? "missed" : "nothing");
    } else if (missed) {
      const Event* const now = std::exchange(event_, missed_);
      if (missed_->cause != expected)
        fault("E-EVT-041",
              missed_->cause == kNone
                  ? "none"
                  : std::string(kCauseNames[static_cast<std::size_t>(missed_->cause)]),
              std::string(kCauseNames[static_cast<std::size_t>(expected)]));
      expect_time("E-EVT-042", time);
      event_ = now;
    }
    missed_ = nullptr;
  }

  // The runs that closed while the party waited for them, in order.
  void check_left_behind(const RouteStep& ride, Index plan, bool leaves) {
    if (ride.service == kNone) return;
    // Who holds a ticket, or was too late at a checkpoint for a run, waits for that run alone until
    // it has closed.
    const bool bound = plan != kNone && began_ <= rank(plan, ride.board).first &&
                       (run_of(log_, plan).reserved || closed_out_);
    const Time since = bound ? rank(plan, ride.board).first : began_;
    const auto gives_up = [&](Time closing) {
      return log_.longest_wait && closing - since > *log_.longest_wait;
    };
    std::vector<std::pair<Time, Index>> expected;
    for (const Index run : log_.runs_of[static_cast<std::size_t>(ride.service)]) {
      const Call* const call = call_of(log_, run, ride.board);
      if (call == nullptr || call->closes < began_ || gives_up(call->closes)) continue;
      if (run == boarded_ || (leaves && call->closes >= event_->time)) continue;
      if (boarded_ != kNone && rank(run, ride.board) > rank(boarded_, ride.board)) continue;
      if (bound && (rank(run, ride.board) < rank(plan, ride.board) || (run == plan && closed_out_)))
        continue;
      expected.emplace_back(call->closes, run);
    }
    std::ranges::stable_sort(expected, {}, &std::pair<Time, Index>::first);
    std::vector<Index> runs;
    runs.reserve(expected.size());
    for (const auto& [closing, run] : expected) runs.push_back(run);
    if (runs != left_behind_)
      fault("E-EVT-026", fmt::format("{} runs", left_behind_.size()),
            fmt::format("{} runs", runs.size()));
    if (boarded_ != kNone && gives_up(event_->time))
      fault("E-EVT-026", "boards", "gives up before");
  }

  const Log& log_;
  const Party& party_;
  Faults& faults_;
  const Event* event_ = nullptr;
  State state_ = State::kPlanned;
  Index at_ = 0;            // step
  Time last_ = 0;           // of the last event
  Time began_ = 0;          // the present step
  Time waits_since_ = 0;    // in a queue
  Time seen_in_queue_ = 0;  // last: it joined, entered or was refused
  Time late_ = 0;           // by the last ride
  Time lost_ = 0;           // by the last ride and by queues
  bool closed_out_ = false;
  Index way_ = 0;
  Index boarded_ = kNone;
  const Event* missed_ = nullptr;
  std::vector<Index> left_behind_;
};

}  // namespace

void check_parties(const Log& log, Faults& faults) {
  std::vector<std::vector<std::size_t>> of(log.parties.size());
  for (std::size_t i = 0; i < log.events.size(); ++i)
    if (log.events[i].party != kNone)
      of[static_cast<std::size_t>(log.events[i].party)].push_back(i);
  for (std::size_t p = 0; p < log.parties.size(); ++p) {
    Story story(log, log.parties[p], faults);
    for (const std::size_t i : of[p]) story.tell(log.events[i]);
    story.end();
  }
}

}  // namespace stopover::verify_events
