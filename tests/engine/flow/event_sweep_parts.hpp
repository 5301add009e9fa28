// SPDX-License-Identifier: Apache-2.0
// The event simulation of a sweep (event_sweep.hpp): what happens when, in one queue of events.
// Private to event_sweep*.cpp: the core, what happens at checkpoints, what happens at services.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/flow/checkpoint_lines.hpp"
#include "engine/flow/draws.hpp"
#include "engine/flow/events.hpp"
#include "engine/flow/sweep.hpp"
#include "tests/engine/flow/event_station.hpp"
#include "tests/engine/flow/event_ways.hpp"

namespace stopover::flow::testing {

inline constexpr std::uint32_t kNobody = static_cast<std::uint32_t>(-1);

struct Traveller {
  std::uint32_t party = 0;  // kNobody: background
  std::uint64_t key = 0;
  Tick clock = 0;       // when it came to where it stands
  Tick on_plan = 0;     // the same, had the previous ride been on plan
  Tick unhindered = 0;  // and had there been no queues either
  Tick queued = 0;
  std::size_t step = 0;
  std::size_t ride = 0;
  std::size_t stay = 0;
  bool refused = false;
  int looked = 0;                    // for another way, while it waits
  std::uint8_t passenger_class = 0;  // of background
  std::size_t queued_as = 0;         // at the checkpoint where it stands
};

// The plan of a party, or another way that it took.
struct Way {
  RouteId route = RouteId::none();
  std::size_t first_ride = 0;  // in the outcome
  std::vector<RunId> planned;
  std::uint16_t number = 0;  // 0: the plan
};

// At one instant: by stage in the direction of travel; there, what changes, then who comes, by key,
// then what the stage does.
enum class Phase { kServiceEnds, kDesksClose, kDesksOpen, kComes, kActs };
using EventKey = std::tuple<Tick, std::size_t, Phase, std::uint64_t, std::size_t>;

class EventSweep {
  struct Load {
    std::size_t board;
    std::size_t alight;
    int persons;
    friend bool operator==(const Load&, const Load&) = default;
  };
  friend class EventWays<EventSweep, Traveller, Load, Way>;

 public:
  EventSweep(const Plans& plans, const Setting& setting);
  Outcome run();
  // After it: all that happened, in order.
  std::vector<Event> story();

 private:
  void strand(const Traveller& t);

  // Stages in the direction of travel: small worlds alternate checkpoints and services. First of
  // all at an instant, those who are stuck look for another way.
  static constexpr std::size_t kLooks = 0;
  static std::size_t stage_of(CheckpointId id) { return 2 * std::size_t{id.value()} + 1; }
  static std::size_t stage_of(ServiceId id) { return 2 * std::size_t{id.value()} + 2; }

  void at(Tick time, std::size_t stage, Phase phase, std::uint64_t order,
          std::function<void()> action) {
    events_.emplace(EventKey{time, stage, phase, order, count_++}, std::move(action));
  }

  void at_round(Tick time, std::function<void()> action) {
    at(time, kLooks, Phase::kActs, 0, std::move(action));
  }

  const std::vector<Step>& steps(const Traveller& t) const {
    return (*setting_.routes)[way_[t.party].route].steps;
  }
  const Step* next_ride(const Traveller& t) const {
    for (std::size_t i = t.step; i < steps(t).size(); ++i)
      if (steps(t)[i].kind == Step::Kind::kRide) return &steps(t)[i];
    return nullptr;
  }
  std::uint64_t step_luck(const Traveller& t) const {
    return step_luck_[way_[t.party].route][t.step];
  }
  std::size_t ride_index(const Traveller& t) const { return way_[t.party].first_ride + t.ride; }
  RunId planned(const Traveller& t) const { return way_[t.party].planned[t.ride]; }
  int size(const Traveller& t) const { return plans_.size[PartyIndex(t.party)]; }

  void pass(Traveller& t, Tick duration) {
    t.clock += duration;
    t.on_plan += duration;
    t.unhindered += duration;
  }

  void go_on(Traveller t);

  // ---- checkpoints: event_sweep_desks.cpp ----
  struct Lines {
    Lines(const Checkpoint& checkpoint, const CheckpointTimes& times)
        : draws(checkpoint, times), station(draws.rules()) {}
    CheckpointLines draws;
    EventStation station;
    std::vector<Traveller> people;
  };
  [[nodiscard]] bool is_on_a_route(CheckpointId id) const;
  void set_up_checkpoints();
  void staff_to(CheckpointId id, int desks);
  void join(CheckpointId id, Traveller t);
  void stay_at(CheckpointId id, Traveller t);
  Tick wait_for_bags(const Traveller& t, const BagStream& bags) const;
  void stand_in_lines(CheckpointId id, const Traveller& t);
  // All that is known now; more times may be known after each.
  void act_at_all_times(CheckpointId id);
  void act(CheckpointId id);
  void note_hall(CheckpointId id, const Traveller& t, const QueueVisit& visit);
  void leave_lines(CheckpointId id, Traveller t, const QueueVisit& visit);
  void note_wait(CheckpointId id, const Traveller& t, Tick wait);
  // Desks act once all that happens to them at this instant has happened.
  void now_serve(CheckpointId id);
  void serve(CheckpointId id);
  std::uint64_t luck_at_desk(const Traveller& t) const;
  Tick service_of(CheckpointId id, const Traveller& t) const;

  // ---- services: event_sweep_services.cpp ----
  void set_up_services();
  Tick closing(RunId run, std::size_t stop) const;
  bool is_cancelled(RunId run) const;
  void book(const Traveller& t);
  void come_to(ServiceId id, const Traveller& t);
  MissCause why_late(const Traveller& t) const;
  void close(ServiceId id, RunId run, std::size_t stop);
  bool free_to_choose(const Traveller& t, const timetable::Service& service, RunId run,
                      std::size_t stop) const;
  bool gave_up(const Traveller& t, const timetable::Service& service, RunId run,
               std::size_t stop) const;
  bool fits(const Traveller& t, const timetable::Service& service, RunId run, bool holder) const;
  void board(Traveller t, RunId run);

  // ---- what is told: event_sweep_story.cpp ----
  // Who came to a checkpoint, in order of coming; from when until when they waited.
  struct Queued {
    std::size_t event;  // of joining, in story_
    Tick joined;
    std::vector<std::pair<Tick, Tick>> waits;
  };
  Event& tell(const Traveller& t, Tick time, EventKind kind);
  void tell_run(const Traveller& t, Tick time, EventKind kind, RunId run, std::size_t stop);
  void tell_missed(const Traveller& t, Tick time);
  void tell_desk(CheckpointId id, const Traveller& t, Tick time, EventKind kind,
                 std::uint8_t desk = 0);
  void tell_join(CheckpointId id, Traveller& t);
  void tell_served(CheckpointId id, const Traveller& t, Tick start, Tick end);
  void tell_visit(CheckpointId id, const Traveller& t, const QueueVisit& visit);
  void tell_stranded(const Traveller& t);

  const Plans& plans_;
  const Setting& setting_;
  SweepLuck luck_;
  DeskTimes desk_times_;
  Table<RouteId, std::vector<std::uint64_t>> step_luck_;
  Outcome outcome_;
  std::map<EventKey, std::function<void()>> events_;
  std::size_t count_ = 0;
  Tick now_ = 0;
  std::vector<int> at_work_;                     // by checkpoint
  std::vector<int> desks_;                       // by checkpoint
  std::vector<std::deque<Traveller>> line_;      // by checkpoint
  std::map<CheckpointId, Lines> lines_;          // those that are not plain
  std::vector<std::vector<Traveller>> waiting_;  // by service
  std::vector<std::vector<Load>> booked_;        // by run
  std::vector<std::vector<Load>> on_board_;      // by run
  std::vector<Way> way_;                         // by party
  std::map<CheckpointId, std::vector<Queued>> queued_;
  std::vector<Event> story_;
  std::vector<Tick> last_told_;  // by party
  EventWays<EventSweep, Traveller, Load, Way> ways_{*this};
};

}  // namespace stopover::flow::testing
