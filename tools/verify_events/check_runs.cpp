// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "tools/verify_events/checks.hpp"

namespace stopover::verify_events {
namespace {

// One party at one closing of a run: aboard, or left behind.
struct Comer {
  const Event* event = nullptr;
  Time ready = 0;
  Index alight = kNone;
  bool holder = false;  // of a booking for this very run, there in time and let through
};

struct Booking {
  Index board = kNone;
  Index alight = kNone;
  std::int32_t persons = 0;
  Time made = 0;
  Time given_back = std::numeric_limits<Time>::max();  // the party went another way
};

struct RunComers {
  std::vector<Comer> aboard;
  std::vector<Comer> behind;
  std::vector<Booking> bookings;  // of a reserved service
};

class RunCheck {
 public:
  RunCheck(const Log& log, const Run& run, const RunComers& comers, Faults& faults)
      : log_(log), run_(run), comers_(comers), faults_(faults) {}

  void check() {
    if (run_.calls.empty()) return;
    check_times();
    aboard_.assign(run_.calls.size(), 0);
    for (Index stop = 0; static_cast<std::size_t>(stop) < run_.calls.size(); ++stop)
      check_closing(stop);
  }

 private:
  using Load = std::vector<std::int64_t>;  // by segment, named by its first stop

  void add(Load& load, Index board, Index alight, std::int64_t persons) const {
    for (Index s = std::max(board, 0); s < alight && static_cast<std::size_t>(s) < load.size(); ++s)
      load[static_cast<std::size_t>(s)] += persons;
  }
  void fault(std::string_view rule, std::string file, std::size_t line, const std::string& subject,
             std::string found, std::string expected) {
    faults_.add({rule, std::move(file), line,
                 fmt::format("run {}{}", run_.number, subject.empty() ? "" : ", " + subject),
                 std::move(found), std::move(expected)});
  }
  void fault_of(std::string_view rule, const Comer& comer, std::string found,
                std::string expected) {
    fault(rule, "events.csv", comer.event->line, "party " + party_of(log_, *comer.event).key,
          std::move(found), std::move(expected));
  }

  void check_times() {
    Time last = run_.calls.front().arrives;
    for (std::size_t s = 0; s < run_.calls.size(); ++s) {
      const Call& call = run_.calls[s];
      // Nothing is boarded at the last stop.
      const bool right = call.arrives >= last && call.departs >= call.arrives &&
                         (s + 1 == run_.calls.size() || call.closes <= call.departs) &&
                         call.scheduled_departure >= call.scheduled_arrival;
      if (!right) fault("E-EVT-032", "calls.csv", call.line, fmt::format("stop {}", s), "", "");
      last = std::max(last, call.departs);
    }
  }

  // Least number of places over a ride.
  [[nodiscard]] std::int64_t room(Index board, Index alight, bool held_too) const {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    const std::int64_t places = run_.cancelled ? 0 : std::max(run_.places - run_.others, 0);
    for (Index s = board; s < alight && static_cast<std::size_t>(s) < aboard_.size(); ++s) {
      const auto at = static_cast<std::size_t>(s);
      least = std::min(least, places - aboard_[at] - (held_too ? held_[at] : 0));
    }
    return least;
  }

  void check_closing(Index stop) {
    const auto at = static_cast<std::size_t>(stop);
    // Booked from later stops, by now.
    held_.assign(run_.calls.size(), 0);
    for (const Booking& b : comers_.bookings)
      if (b.board > stop && b.made <= run_.calls[at].closes && run_.calls[at].closes < b.given_back)
        add(held_, b.board, b.alight, b.persons);
    std::vector<const Comer*> boarded;
    for (const Comer& c : comers_.aboard) {
      if (c.event->stop != stop) continue;
      add(aboard_, stop, c.alight, c.event->persons);
      boarded.push_back(&c);
    }
    const Call& call = run_.calls[at];
    if (aboard_[at] > 0 && (run_.cancelled || aboard_[at] + run_.others > run_.places))
      fault("E-EVT-030", "calls.csv", call.line, fmt::format("stop {}", stop),
            fmt::format("{} and {} others", aboard_[at], run_.others),
            fmt::format("at most {}", run_.places));
    if (aboard_[at] != call.persons)
      fault("E-EVT-031", "calls.csv", call.line, fmt::format("stop {}", stop),
            fmt::to_string(call.persons), fmt::to_string(aboard_[at]));
    for (const Comer* const c : boarded)
      if (!c->holder && room(stop, c->alight, false) >= 0 && room(stop, c->alight, true) < 0)
        fault_of("E-EVT-028", *c, "", "");
    check_left_behind(stop, boarded);
  }

  void check_left_behind(Index stop, const std::vector<const Comer*>& boarded) {
    // Of those who boarded beside the holders, the last in line, by what they need.
    std::map<std::tuple<Index, std::int32_t>, std::pair<Time, std::string_view>> last;
    for (const Comer* const c : boarded) {
      if (c->holder) continue;
      auto& slot = last[{c->alight, c->event->persons}];
      slot = std::max(slot, {c->ready, party_of(log_, *c->event).key});
    }
    for (const Comer& c : comers_.behind) {
      if (c.event->stop != stop) continue;
      const std::int64_t places = room(stop, c.alight, !c.holder);
      if (places >= c.event->persons)
        fault_of("E-EVT-025", c, fmt::format("{} places", places),
                 fmt::format("fewer than {}", c.event->persons));
      const auto it = last.find({c.alight, c.event->persons});
      if (!c.holder && it != last.end() &&
          it->second > std::pair(c.ready, std::string_view(party_of(log_, *c.event).key)))
        fault_of("E-EVT-027", c, fmt::format("party {} aboard", it->second.second), "");
    }
  }

  const Log& log_;
  const Run& run_;
  const RunComers& comers_;
  Faults& faults_;
  Load aboard_;
  Load held_;
};

// Puts every party to the runs that it booked, boarded or was left behind by.
class Collector {
 public:
  explicit Collector(const Log& log)
      : log_(log), comers_(log.runs.size()), ride_(log.parties.size()) {}

  std::vector<RunComers> collect() && {
    for (const Party& party : log_.parties)
      add_bookings(party, 0, std::numeric_limits<Time>::min());
    for (const Event& e : log_.events)
      if (e.party != kNone) add(e);
    return std::move(comers_);
  }

 private:
  // The ride that a party waits for.
  struct Ride {
    Time ready = 0;
    Index planned = kNone;
    Index alight = kNone;
    bool closed_out = false;
  };

  [[nodiscard]] static const Way* way_of(const Party& party, Index way) {
    const auto at = static_cast<std::size_t>(way);
    return way < 0 || at >= party.ways.size() ? nullptr : &party.ways[at];
  }
  [[nodiscard]] const RouteStep* step_of(const Way* way, Index step) const {
    if (way == nullptr || way->route == kNone || step < 0) return nullptr;
    const auto& steps = log_.routes[static_cast<std::size_t>(way->route)];
    return static_cast<std::size_t>(step) < steps.size() ? &steps[static_cast<std::size_t>(step)]
                                                         : nullptr;
  }

  void add_bookings(const Party& party, Index number, Time made) {
    const Way* const way = way_of(party, number);
    if (way == nullptr) return;
    for (const auto& [at, planned] : way->planned) {
      const RouteStep* const step = step_of(way, at);
      if (step == nullptr || step->kind != RouteStep::Kind::kRide || planned.run == kNone) continue;
      if (!run_of(log_, planned.run).reserved) continue;
      std::vector<Booking>& bookings = comers_[static_cast<std::size_t>(planned.run)].bookings;
      booked_[{&party, number, at}] = {planned.run, bookings.size()};
      bookings.push_back({step->board, step->alight, party.persons, made});
    }
  }

  // Those of the way beyond the ride that it gave up.
  void give_back(const Party& party, const Event& rerouted) {
    const auto end = booked_.lower_bound({&party, rerouted.way + 1, 0});
    for (auto it = booked_.lower_bound({&party, rerouted.way, rerouted.step + 1}); it != end; ++it)
      comers_[static_cast<std::size_t>(it->second.first)].bookings[it->second.second].given_back =
          rerouted.time;
  }

  // Too late at a checkpoint for the planned run of the next ride?
  [[nodiscard]] bool closed_for(const Event& joins) const {
    if (joins.checkpoint == kNone) return false;
    const auto& before = log_.checkpoints[static_cast<std::size_t>(joins.checkpoint)].closes_before;
    const Way* const way = way_of(party_of(log_, joins), joins.way);
    if (!before || way == nullptr) return false;
    for (const auto& [at, planned] : way->planned) {
      const RouteStep* const step = step_of(way, at);
      if (at < joins.step || step == nullptr || step->kind != RouteStep::Kind::kRide) continue;
      const Call* const call = call_of(log_, planned.run, step->board);
      return call != nullptr && joins.time > call->scheduled_departure - *before;
    }
    return false;
  }

  void add(const Event& e) {
    Ride& ride = ride_[static_cast<std::size_t>(e.party)];
    if (e.kind == Kind::kJoins) ride.closed_out = ride.closed_out || closed_for(e);
    if (e.kind == Kind::kAlights || e.kind == Kind::kRerouted) ride = {};
    if (e.kind == Kind::kRerouted) {
      give_back(party_of(log_, e), e);
      add_bookings(party_of(log_, e), e.way + 1, e.time);
    }
    if (e.kind == Kind::kReady) {
      const RouteStep* const step = step_of(way_of(party_of(log_, e), e.way), e.step);
      ride.ready = e.time;
      ride.planned = e.run;
      ride.alight = step == nullptr ? kNone : step->alight;
    }
    if ((e.kind != Kind::kBoards && e.kind != Kind::kLeftBehind) || e.run == kNone) return;
    const Call* const call = call_of(log_, e.run, e.stop);
    RunComers& comers = comers_[static_cast<std::size_t>(e.run)];
    const bool holder = run_of(log_, e.run).reserved && ride.planned == e.run && !ride.closed_out &&
                        call != nullptr && ride.ready <= call->closes;
    (e.kind == Kind::kBoards ? comers.aboard : comers.behind)
        .push_back({&e, ride.ready, ride.alight, holder});
  }

  const Log& log_;
  std::vector<RunComers> comers_;
  std::map<std::tuple<const Party*, Index, Index>, std::pair<Index, std::size_t>>
      booked_;              // by party, way and step: the run, and which of its bookings
  std::vector<Ride> ride_;  // by party
};

}  // namespace

void check_runs(const Log& log, Faults& faults) {
  const std::vector<RunComers> comers = Collector(log).collect();
  for (std::size_t r = 0; r < log.runs.size(); ++r)
    RunCheck(log, log.runs[r], comers[r], faults).check();
}

}  // namespace stopover::verify_events
