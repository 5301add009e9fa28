// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/flow/event_sweep.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "engine/flow/checkpoint_lines.hpp"
#include "engine/flow/draws.hpp"
#include "engine/flow/run_conditions.hpp"
#include "engine/random/portable_math.hpp"
#include "tests/engine/flow/event_station.hpp"
#include "tests/engine/flow/event_ways.hpp"

namespace stopover::flow::testing {
namespace {

constexpr std::uint32_t kNobody = static_cast<std::uint32_t>(-1);

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
};

// The plan of a party, or another way that it took.
struct Way {
  RouteId route = RouteId::none();
  std::size_t first_ride = 0;  // in the outcome
  std::vector<RunId> planned;
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
  EventSweep(const Plans& plans, const Setting& setting)
      : plans_(plans),
        setting_(setting),
        luck_{setting.seed, setting.replication},
        desk_times_(*setting.checkpoints) {
    const std::size_t runs = setting.timetable->runs().size();
    outcome_.rides.resize(plans.planned_run.size());
    outcome_.finished = Table<PartyIndex, Instant>(plans.key.size());
    outcome_.stranded = Table<PartyIndex, std::uint8_t>(plans.key.size(), 1);
    outcome_.checkpoints = Table<CheckpointId, CheckpointOutcome>(setting.checkpoints->size());
    outcome_.run_delay.resize(runs);
    outcome_.run_boarded.resize(runs);
    const StepLuck step_luck(setting);
    for (const Route& route : *setting.routes) step_luck_.push_back(step_luck.of(route));
    at_work_.resize(setting.checkpoints->size());
    desks_.resize(setting.checkpoints->size());
    line_.resize(setting.checkpoints->size());
    waiting_.resize(setting.timetable->services().size());
    booked_.resize(runs);
    on_board_.resize(runs);
    for (const PartyIndex p : ids_of(plans.key)) {
      const auto from = plans.planned_run.begin();
      const std::uint32_t first = plans.ride_offset[p.value()];
      way_.push_back(
          {plans.route[p], first, {from + first, from + plans.ride_offset[p.value() + 1]}});
    }
  }

  Outcome run() {
    set_up_services();
    set_up_checkpoints();
    for (std::uint32_t p = 0; p < plans_.key.size(); ++p) {
      Traveller t;
      t.party = p;
      t.key = plans_.key[PartyIndex(p)];
      t.clock = t.on_plan = t.unhindered = ticks(plans_.release[PartyIndex(p)]);
      book(t);
      go_on(t);
    }
    if (setting_.rerouter != nullptr && !events_.empty())
      ways_.begin(std::get<0>(events_.begin()->first));
    while (!events_.empty()) {
      const auto event = events_.begin();
      now_ = std::get<0>(event->first);
      const auto action = std::move(event->second);
      events_.erase(event);
      action();
    }
    for (const auto& line : line_)
      for (const Traveller& t : line) strand(t);
    for (auto& [id, lines] : lines_)
      for (const QueueVisit& visit : lines.station.strand()) {
        note_hall(id, lines.people[visit.customer], visit);
        strand(lines.people[visit.customer]);
      }
    std::ranges::stable_sort(outcome_.reroutings, {}, &Rerouting::party);
    return outcome_;
  }

 private:
  void strand(const Traveller& t) {
    if (t.party == kNobody || next_ride(t) == nullptr) return;
    RideOutcome& ride = outcome_.rides[ride_index(t)];
    ride.queued = seconds_of(t.queued);
    if (!planned(t).is_none())
      ride.cause = is_cancelled(planned(t)) ? MissCause::kCancelled
                   : t.refused              ? MissCause::kClosed
                                            : MissCause::kQueue;
  }

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

  void go_on(Traveller t) {
    for (; t.step < steps(t).size(); ++t.step) {
      const Step& step = steps(t)[t.step];
      if (step.kind == Step::Kind::kWalk) {
        pass(t, WalkTime(step.mean, step.sd).draw(luck_, t.key, step_luck(t)));
      } else if (step.kind == Step::Kind::kStay) {
        const Tick until = ticks(plans_.stay_until[plans_.stay_offset[t.party] + t.stay++]);
        t.clock = std::max(t.clock, until);
        t.on_plan = std::max(t.on_plan, until);
        t.unhindered = std::max(t.unhindered, until);
      } else {
        outcome_.finished[PartyIndex(t.party)] = instant_of(t.clock);  // in case it stays here
        if (step.kind == Step::Kind::kQueue) {
          at(t.clock, stage_of(step.checkpoint), Phase::kComes, t.key,
             [=, this] { join(step.checkpoint, t); });
        } else {
          at(t.clock, stage_of(step.service), Phase::kComes, t.key,
             [=, this] { come_to(step.service, t); });
        }
        return;
      }
    }
    outcome_.finished[PartyIndex(t.party)] = instant_of(t.clock);
    outcome_.stranded[PartyIndex(t.party)] = 0;
  }

  // ---- checkpoints ----

  void set_up_checkpoints() {
    for (const CheckpointId id : ids_of(*setting_.checkpoints)) {
      const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
      if (!checkpoint.is_plain()) {
        const auto [lines, added] = lines_.try_emplace(id, checkpoint, desk_times_.all(id));
        for (const Tick time : lines->second.station.times())
          at(time, stage_of(id), Phase::kActs, 0, [=, this] { act(id); });
      }
      if (checkpoint.unlimited) continue;
      for (const StaffPeriod& staff : checkpoint.staffing) {
        at(ticks(staff.until), stage_of(id), Phase::kDesksClose, 0, [=, this] { staff_to(id, 0); });
        at(ticks(staff.from), stage_of(id), Phase::kDesksOpen, 0,
           [=, this] { staff_to(id, staff.desks); });
      }
      const BackgroundDraw background(checkpoint, luck_);
      for (std::size_t n = 0; n < checkpoint.background.size(); ++n)
        background.draw(n, [&](Tick time, std::uint64_t key) {
          Traveller t;
          t.party = kNobody;
          t.key = key;
          t.clock = time;
          t.passenger_class = checkpoint.background[n].passenger_class;
          at(time, stage_of(id), Phase::kComes, key, [=, this] { join(id, t); });
        });
    }
  }
  void staff_to(CheckpointId id, int desks) {
    desks_[id.value()] = desks;
    now_serve(id);
  }
  void join(CheckpointId id, Traveller t) {
    const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
    if (t.party != kNobody && checkpoint.closes_before && next_ride(t) != nullptr &&
        !planned(t).is_none()) {
      const Instant departure = setting_.timetable->departure(planned(t), next_ride(t)->board);
      if (t.clock > ticks(departure - *checkpoint.closes_before)) t.refused = true;
    }
    if (checkpoint.unlimited) {
      stay_at(id, t);
    } else if (checkpoint.is_plain()) {
      line_[id.value()].push_back(t);
      now_serve(id);
    } else {
      stand_in_lines(id, t);
    }
  }

  // ---- checkpoints where nobody queues ----

  void stay_at(CheckpointId id, Traveller t) {
    const Checkpoint& checkpoint = (*setting_.checkpoints)[id];
    random::Stream visit = luck_.stream(kVisitPurpose, luck_at_desk(t));
    if (random::unit(visit) < checkpoint.visit_share) {
      const Tick wait = checkpoint.bags ? wait_for_bags(t, *checkpoint.bags) : 0;
      note_wait(id, t, wait);
      t.clock += wait;
      t.on_plan += wait;
      t.unhindered += wait;
      pass(t, service_of(id, t));
    }
    ++t.step;
    go_on(t);
  }
  Tick wait_for_bags(const Traveller& t, const BagStream& bags) const {
    if (t.ride == 0) return 0;
    random::Stream stream = luck_.stream(kBagPurpose, luck_at_desk(t));
    int mine = 0;
    for (int person = 0; person < size(t); ++person)
      if (random::unit(stream) < bags.bag_share) ++mine;
    if (mine == 0) return 0;
    const RunId run = outcome_.rides[ride_index(t) - 1].run;
    std::size_t step = t.step;
    while (steps(t)[step].kind != Step::Kind::kRide) --step;
    const Instant arrived = setting_.timetable->arrival(run, steps(t)[step].alight) +
                            Seconds(outcome_.run_delay[run.value()]);
    const double share =
        random::portable::exp(random::portable::log(random::open_unit(stream)) / mine);
    const Tick last = ticks(arrived + bags.first) +
                      static_cast<Tick>(share * static_cast<double>(ticks(bags.span)));
    return std::max<Tick>(last - t.clock, 0);
  }

  // ---- checkpoints of several lines ----

  struct Lines {
    Lines(const Checkpoint& checkpoint, const CheckpointTimes& times)
        : draws(checkpoint, times), station(draws.rules()) {}
    CheckpointLines draws;
    EventStation station;
    std::vector<Traveller> people;
  };

  void stand_in_lines(CheckpointId id, const Traveller& t) {
    const bool background = t.party == kNobody;
    const std::uint8_t passenger_class =
        background ? t.passenger_class : steps(t)[t.step].passenger_class;
    Lines& lines = lines_.at(id);
    LineColumns columns;
    lines.draws.add({t.clock, luck_at_desk(t), background, passenger_class,
                     static_cast<std::int16_t>(background ? 1 : size(t))},
                    luck_, columns);
    lines.station.add({columns.arrival[0], columns.service, columns.line[0], columns.persons[0],
                       columns.patience[0], columns.refused[0]});
    lines.people.push_back(t);
    act_at_all_times(id);
  }
  // All that is known now; more times may be known after each.
  void act_at_all_times(CheckpointId id) {
    for (const Tick time : lines_.at(id).station.times())
      at(time, stage_of(id), Phase::kActs, 0, [=, this] { act(id); });
  }
  void act(CheckpointId id) {
    Lines& lines = lines_.at(id);
    if (!lines.station.times().contains(now_)) return;
    for (const QueueVisit& visit : lines.station.act(now_))
      leave_lines(id, lines.people[visit.customer], visit);
    act_at_all_times(id);
  }
  void note_hall(CheckpointId id, const Traveller& t, const QueueVisit& visit) {
    if (t.party == kNobody) return;
    using Kind = QueueIncident::Kind;
    const auto note = [&](Kind kind, Tick time) {
      outcome_.checkpoints[id].incidents.push_back(
          {instant_of(t.clock), seconds_of(time), static_cast<std::int16_t>(size(t)), kind});
    };
    const bool never_in = visit.entered == kNever;
    if (never_in && visit.end != kNever && visit.end != t.clock)
      note(Kind::kHeld, visit.end - t.clock);
    if (!never_in && visit.entered != t.clock) note(Kind::kHeld, visit.entered - t.clock);
    if (visit.refused) note(Kind::kRefused, 0);
    if (visit.fate == QueueVisit::Fate::kGaveUp) note(Kind::kGaveUp, 0);
  }
  void leave_lines(CheckpointId id, Traveller t, const QueueVisit& visit) {
    if (t.party == kNobody) return;
    note_hall(id, t, visit);
    Tick lost = visit.waited;
    if (visit.fate == QueueVisit::Fate::kServed) {
      note_wait(id, t, visit.waited);
    } else {
      lost += ticks((*setting_.checkpoints)[id].patience->instead);
    }
    const Tick at_desks = visit.end - t.clock - visit.waited;
    t.clock += lost;
    t.on_plan += lost;
    t.queued += lost;
    pass(t, at_desks);
    ++t.step;
    go_on(t);
  }

  void note_wait(CheckpointId id, const Traveller& t, Tick wait) {
    CheckpointOutcome& seen = outcome_.checkpoints[id];
    seen.wait.push_back(seconds_of(wait));
    seen.persons.push_back(static_cast<std::int16_t>(size(t)));
    seen.joined.push_back(instant_of(t.clock));
  }

  // ---- plain checkpoints ----

  // Desks act once all that happens to them at this instant has happened.
  void now_serve(CheckpointId id) {
    at(now_, stage_of(id), Phase::kActs, 0, [=, this] { serve(id); });
  }
  void serve(CheckpointId id) {
    const Tick now = now_;
    auto& line = line_[id.value()];
    while (!line.empty() && at_work_[id.value()] < desks_[id.value()]) {
      Traveller t = line.front();
      line.pop_front();
      ++at_work_[id.value()];
      const Tick service = service_of(id, t);
      at(now + service, stage_of(id), Phase::kServiceEnds, 0, [=, this] {
        --at_work_[id.value()];
        now_serve(id);
      });
      if (t.party == kNobody) continue;
      note_wait(id, t, now - t.clock);
      t.queued += now - t.clock;
      t.on_plan += now - t.clock;
      t.clock = now;
      pass(t, service);
      ++t.step;
      go_on(t);
    }
  }
  std::uint64_t luck_at_desk(const Traveller& t) const {
    return t.party == kNobody ? t.key : stable_hash(t.key, step_luck(t));
  }
  Tick service_of(CheckpointId id, const Traveller& t) const {
    Tick service = 0;
    desk_times_[id].draw(
        1,
        [&](std::size_t /*i*/) {
          return luck_.stream(t.party == kNobody ? kBackgroundService : kServicePurpose,
                              luck_at_desk(t));
        },
        [&](std::size_t /*i*/) { return t.party == kNobody ? 1 : size(t); }, &service);
    return service;
  }

  // ---- services ----

  void set_up_services() {
    const timetable::Timetable& tt = *setting_.timetable;
    for (const ServiceId id : ids_of(tt.services())) {
      const timetable::Service& service = tt.services()[id];
      for (std::uint32_t n = service.first_run; n < service.first_run + service.run_count; ++n) {
        const RunId run(n);
        if (setting_.conditions != nullptr)
          outcome_.run_delay[n] = setting_.conditions->at(n).delay;
        else if (!service.delay.is_none())
          outcome_.run_delay[n] =
              static_cast<std::int32_t>(draw_delay((*setting_.delays)[service.delay], luck_,
                                                   service.key, tt.runs()[run].departure)
                                            .count());
        for (std::size_t stop = 0; stop + 1 < service.stops.size(); ++stop)
          at(closing(run, stop), stage_of(id), Phase::kActs, n * std::uint64_t{65536} + stop,
             [=, this] { close(id, run, stop); });
      }
    }
  }
  Tick closing(RunId run, std::size_t stop) const {
    const timetable::Timetable& tt = *setting_.timetable;
    return ticks(tt.departure(run, stop) + Seconds(outcome_.run_delay[run.value()]) -
                 tt.services()[tt.runs()[run].service].boarding_closes);
  }

  bool is_cancelled(RunId run) const {
    return setting_.conditions != nullptr && setting_.conditions->at(run.value()).cancelled;
  }

  void book(const Traveller& t) {
    std::size_t ride = 0;
    for (const Step& step : steps(t))
      if (step.kind == Step::Kind::kRide) {
        const RunId run = way_[t.party].planned[ride++];
        if (!run.is_none()) booked_[run.value()].push_back({step.board, step.alight, size(t)});
      }
  }

  void come_to(ServiceId id, const Traveller& t) {
    outcome_.rides[ride_index(t)].queued = seconds_of(t.queued);
    if (!planned(t).is_none() && closing(planned(t), steps(t)[t.step].board) < t.clock)
      outcome_.rides[ride_index(t)].cause = why_late(t);
    waiting_[id.value()].push_back(t);
  }
  MissCause why_late(const Traveller& t) const {
    const Tick closed = closing(planned(t), steps(t)[t.step].board);
    if (is_cancelled(planned(t))) return MissCause::kCancelled;
    if (t.refused) return MissCause::kClosed;
    if (t.on_plan <= closed) return MissCause::kLateInbound;
    if (t.unhindered <= closed) return MissCause::kQueue;
    return MissCause::kWalk;
  }

  void close(ServiceId id, RunId run, std::size_t stop) {
    const timetable::Service& service = setting_.timetable->services()[id];
    std::vector<Traveller>& waiting = waiting_[id.value()];
    std::sort(waiting.begin(), waiting.end(), [](const Traveller& a, const Traveller& b) {
      return std::tuple(a.clock, a.key) < std::tuple(b.clock, b.key);
    });
    for (const bool holders : {true, false}) {
      std::vector<Traveller> left;
      for (const Traveller& t : waiting) {
        const Step& step = steps(t)[t.step];
        const bool own = planned(t) == run;
        const bool in_turn =
            holders ? service.reserved && own && !t.refused
                    : free_to_choose(t, service, run, stop) && !gave_up(t, service, run, stop);
        if (step.board == stop && in_turn && fits(t, service, run, holders)) {
          board(t, run);
        } else {
          left.push_back(t);
        }
      }
      waiting = left;
    }
    for (const Traveller& t : waiting)  // in time, and still here
      if (planned(t) == run && steps(t)[t.step].board == stop)
        outcome_.rides[ride_index(t)].cause = is_cancelled(run) ? MissCause::kCancelled
                                              : t.refused       ? MissCause::kClosed
                                                                : MissCause::kNoSeat;
  }
  bool free_to_choose(const Traveller& t, const timetable::Service& service, RunId run,
                      std::size_t stop) const {
    if (planned(t).is_none() || !(service.reserved || t.refused)) return true;
    return std::tuple(closing(run, stop), run) > std::tuple(closing(planned(t), stop), planned(t));
  }
  bool gave_up(const Traveller& t, const timetable::Service& service, RunId run,
               std::size_t stop) const {
    if (!setting_.longest_wait) return false;
    Tick since = t.clock;
    if (!planned(t).is_none() && (service.reserved || t.refused))
      since = std::max(since, closing(planned(t), stop));
    return closing(run, stop) - since > ticks(*setting_.longest_wait);
  }
  bool fits(const Traveller& t, const timetable::Service& service, RunId run, bool holder) const {
    const Step& step = steps(t)[t.step];
    const timetable::Run& vehicle = setting_.timetable->runs()[run];
    if (is_cancelled(run)) return false;
    for (std::size_t segment = step.board; segment < step.alight; ++segment) {
      int taken = vehicle.background + size(t);
      for (const Load& load : on_board_[run.value()])
        if (load.board <= segment && segment < load.alight) taken += load.persons;
      if (!holder && service.reserved)
        for (const Load& load : booked_[run.value()])
          if (load.board > step.board && load.board <= segment && segment < load.alight)
            taken += load.persons;
      if (taken > vehicle.places) return false;
    }
    return true;
  }
  void board(Traveller t, RunId run) {
    const Step& step = steps(t)[t.step];
    outcome_.rides[ride_index(t)].run = run;
    outcome_.run_boarded[run.value()] += size(t);
    on_board_[run.value()].push_back({step.board, step.alight, size(t)});
    const timetable::Timetable& tt = *setting_.timetable;
    const RunId meant = planned(t).is_none() ? run : planned(t);
    t.clock = ticks(tt.arrival(run, step.alight) + Seconds(outcome_.run_delay[run.value()]));
    t.on_plan = t.unhindered = std::min(t.clock, ticks(tt.arrival(meant, step.alight)));
    t.queued = 0;
    t.refused = false;
    ++t.step;
    ++t.ride;
    go_on(t);
  }

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
  EventWays<EventSweep, Traveller, Load, Way> ways_{*this};
};

}  // namespace

Outcome event_sweep(const Plans& plans, const Setting& setting) {
  return EventSweep(plans, setting).run();
}

}  // namespace stopover::flow::testing
