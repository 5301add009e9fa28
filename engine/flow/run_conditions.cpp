// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/run_conditions.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <queue>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/flow/operating_day.hpp"

namespace stopover::flow {

using timetable::RunId;
using timetable::Service;
using timetable::ServiceId;
using timetable::Timetable;

namespace {

constexpr std::int64_t kAlways = std::numeric_limits<std::int64_t>::min();
// Windows last 48 h from midnight, runs 48 h and more: dates whose windows a history can meet.
constexpr int kWindowsBefore = 3;
constexpr int kWindowsAfter = 4;

bool varies_by_hour(const DelayVariation& variation) {
  return std::any_of(variation.hour.begin(), variation.hour.end(),
                     [](double factor) { return factor != 1; });
}

RunCondition condition_alone(const OwnDelay& own) {
  if (own.cancelled)
    return {.cause = own.by_day ? DisruptionCause::kDayType : DisruptionCause::kOwn,
            .cancelled = true};
  if (own.late == Seconds(0)) return {};
  const bool by_day = own.late - own.on_any_day > own.on_any_day;
  return {.delay = static_cast<std::int32_t>(own.late.count()),
          .cause = by_day ? DisruptionCause::kDayType : DisruptionCause::kOwn};
}

}  // namespace

// What the runs of one operating day share.
class RunConditions::DayLuck {
 public:
  DayLuck(const RunConditions& all, const SweepLuck& luck, CivilDate date)
      : luck_(luck), date_(date), type_(draw_day_type(all.disruption_, luck, date)) {
    for (const DelayVariation& variation : all.disruption_.variations)
      factors_.push_back(
          variation.common > 0 ? draw_day_factor(luck, stable_hash(variation.group), date) : 0);
  }

  [[nodiscard]] const SweepLuck& luck() const { return luck_; }
  [[nodiscard]] RunDay of(timetable::DelayId profile) const {
    return {date_, type_, factors_.empty() ? 0 : factors_[profile]};
  }

 private:
  SweepLuck luck_;
  CivilDate date_;
  DayTypeId type_;
  Table<timetable::DelayId, double> factors_;
};

RunPlan::RunPlan(const Timetable& timetable, const Disruption& disruption)
    : rotations(timetable, disruption), gates(timetable, disruption) {
  std::optional<HalfOpen<Instant>> span;
  for (const ServiceId id : ids_of(timetable.services())) {
    const Service& service = timetable.services()[id];
    service_hash.push_back(stable_hash(service.key));
    if (rotations.turnaround(id) || !gates.of(id).none())
      linked.push_back(id);
    else if (!service.delay.is_none())
      alone.push_back(id);
    if (service.run_count == 0) continue;
    const Instant first = timetable.departure(RunId(service.first_run), 0);
    const Instant last = timetable.departure(RunId(service.first_run + service.run_count - 1), 0);
    if (!span) span = {first, last};
    *span = {std::min(span->from, first), std::max(span->until, last)};
  }
  if (span)
    days = {operating_date(disruption.zone, span->from),
            operating_date(disruption.zone, span->until).plus_days(1)};
}

RunConditions::RunConditions(const Timetable& timetable,
                             const Table<timetable::DelayId, DelayProfile>& delays,
                             const Disruption& disruption, const RunPlan& plan)
    : timetable_(timetable), delays_(delays), disruption_(disruption), plan_(plan) {
  STOPOVER_CHECK(disruption.variations.empty() || disruption.variations.size() == delays.size(),
                 "each delay profile has its variation");
}

RunConditions::RunRange RunConditions::runs_on(ServiceId service, CivilDate day,
                                               const HalfOpen<Instant>& span) const {
  const Service& row = timetable_.services()[service];
  const auto first_at = [&](Instant t) {
    const auto run = timetable_.first_departing(service, 0, t);
    return run ? run->value() : row.first_run + row.run_count;
  };
  const std::uint32_t first = first_at(span.from);
  return {service, first, first_at(span.until) - first, 0, day};
}

OwnDelay RunConditions::own_delay(const DayLuck& day, ServiceId service, RunId run) const {
  const timetable::DelayId delay = timetable_.services()[service].delay;
  if (delay.is_none()) return {};
  const Instant departure = timetable_.departure(run, 0);
  static const DelayVariation kNone;
  const DelayVariation& variation =
      disruption_.variations.empty() ? kNone : disruption_.variations[delay];
  const int hour = varies_by_hour(variation)
                       ? static_cast<int>(disruption_.zone.civil(departure).time_of_day / hours(1))
                       : 0;
  return draw_own_delay(delays_[delay], variation, day.luck(),
                        {plan_.service_hash[service], departure, hour}, day.of(delay));
}

// The linked runs of the days around one day, event by event.
class RunConditions::History {
 public:
  History(const RunConditions& all, const SweepLuck& luck, CivilDate day)
      : all_(all),
        gates_(all.plan_.gates, all.disruption_, luck,
               {day.plus_days(-kDaysBefore - kWindowsBefore),
                day.plus_days(kDaysAfter + kWindowsAfter)}) {
    for (int d = -kDaysBefore; d <= kDaysAfter; ++d) add_day(luck, day.plus_days(d));
    link();
  }

  // Once.
  void run_out() {
    for (std::uint32_t i = 0; i < runs_.size(); ++i)
      if (!runs_[i].has_before) make_ready(i, {ground_from(i), kAlways, false});
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      if (event.step == 0)
        set_out(event.local, event.time);
      else
        go_on(event.local, event.step, event.time);
    }
  }

  void write(CivilDate day, std::span<RunCondition> by_run) const {
    for (const RunRange& range : ranges_)
      for (std::uint32_t i = 0; range.date == day && i < range.count; ++i)
        by_run[range.first + i] = runs_[range.local + i].condition;
  }

 private:
  struct Vehicle {
    std::uint32_t ground = 0;
    std::int64_t ready = kAlways;
    bool left_behind = false;  // at the beginning of the run before, which was cancelled
  };
  // Of a run's waits for one kind of restriction.
  struct Longest {
    std::int64_t seconds = 0;
    RestrictionId restriction;

    void note(RestrictionId by, std::int64_t wait) {
      if (wait > seconds) *this = {wait, by};
    }
  };
  struct Active {
    RunId run;
    ServiceId service;
    std::uint32_t next = kNoRun;  // of its vehicle; among runs_
    bool has_before = false;
    bool under_way = false;
    OwnDelay own;
    Vehicle vehicle;
    std::array<std::int64_t, kDisruptionCauses> waits{};  // seconds
    Longest closed;
    Longest slowed;
    RunCondition condition;
  };
  // Step 0: ready; 1 and on: at a gate, those of departure, then those of landing; then done. At
  // one moment they come as they would if nothing were closed.
  struct Event {
    std::int64_t time = 0;
    std::int64_t unless_closed = 0;
    RunId run;
    std::uint32_t local = 0;
    std::uint32_t step = 0;
    friend bool operator>(const Event& a, const Event& b) {
      return std::tie(a.time, a.unless_closed, a.run) > std::tie(b.time, b.unless_closed, b.run);
    }
  };

  void add_day(const SweepLuck& luck, CivilDate date) {
    const DayLuck day_luck(all_, luck, date);
    const HalfOpen<Instant> span = operating_day(all_.disruption_.zone, date);
    for (const ServiceId service : all_.plan_.linked) {
      RunRange range = all_.runs_on(service, date, span);
      range.local = static_cast<std::uint32_t>(runs_.size());
      for (std::uint32_t i = 0; i < range.count; ++i) {
        Active& active = runs_.emplace_back();
        active.run = RunId(range.first + i);
        active.service = service;
        active.own = all_.own_delay(day_luck, service, active.run);
      }
      if (range.count > 0) ranges_.push_back(range);
    }
  }

  void link() {
    std::vector<std::pair<RunId, std::uint32_t>> local;
    for (std::uint32_t i = 0; i < runs_.size(); ++i) local.emplace_back(runs_[i].run, i);
    std::sort(local.begin(), local.end());
    for (std::uint32_t i = 0; i < runs_.size(); ++i) {
      const RunId before = all_.plan_.rotations.before(runs_[i].run);
      const auto at = std::lower_bound(local.begin(), local.end(), std::pair(before, 0U));
      if (before.is_none() || at == local.end() || at->first != before) continue;
      runs_[at->second].next = i;
      runs_[i].has_before = true;
    }
  }

  [[nodiscard]] const Service& service_of(std::uint32_t i) const {
    return all_.timetable_.services()[runs_[i].service];
  }
  [[nodiscard]] const GatesOnWay& way_of(std::uint32_t i) const {
    return all_.plan_.gates.of(runs_[i].service);
  }
  [[nodiscard]] std::uint32_t ground_from(std::uint32_t i) const {
    return all_.plan_.rotations.ground(service_of(i).stops.front());
  }
  [[nodiscard]] std::int64_t scheduled(std::uint32_t i) const {
    return all_.timetable_.departure(runs_[i].run, 0).unix_seconds();
  }
  // From the departure to the arrival at a stop.
  [[nodiscard]] std::int64_t offset(std::uint32_t i, std::size_t stop) const {
    return all_.timetable_.arrival(runs_[i].run, stop).unix_seconds() - scheduled(i);
  }
  [[nodiscard]] std::int64_t block(std::uint32_t i) const {
    return offset(i, service_of(i).stops.size() - 1);
  }
  std::int64_t& wait(std::uint32_t i, DisruptionCause cause) {
    return runs_[i].waits[static_cast<std::size_t>(cause)];
  }

  void make_ready(std::uint32_t i, const Vehicle& vehicle) {
    Active& a = runs_[i];
    a.vehicle = vehicle;
    const std::int64_t any_day = std::min(a.own.late, a.own.on_any_day).count();
    const std::int64_t alone = scheduled(i) + a.own.late.count();
    const std::int64_t ready = std::max(alone, vehicle.ready);
    wait(i, DisruptionCause::kOwn) = any_day;
    wait(i, DisruptionCause::kDayType) = a.own.late.count() - any_day;
    wait(i, DisruptionCause::kKnockOn) = ready - alone;
    push(i, 0, ready);
  }

  void push(std::uint32_t i, std::uint32_t step, std::int64_t time) {
    events_.push({time, time - wait(i, DisruptionCause::kClosed), runs_[i].run, i, step});
  }

  void set_out(std::uint32_t i, std::int64_t ready) {
    Active& a = runs_[i];
    if (a.vehicle.left_behind && a.vehicle.ground != ground_from(i))
      return cancel(i, ready, DisruptionCause::kKnockOn);
    if (a.own.cancelled)
      return cancel(i, ready, a.own.by_day ? DisruptionCause::kDayType : DisruptionCause::kOwn);
    if (const auto leaves = opening(i, ready)) return push(i, 1, *leaves);
    cancel(i, ready, DisruptionCause::kClosed);
  }

  // The least departure from `t` on at which the run meets nothing closed; the wait is noted.
  // nullopt: cancelled for it.
  [[nodiscard]] std::optional<std::int64_t> opening(std::uint32_t i, std::int64_t t) {
    while (const auto closed = closed_on_way(i, t)) {
      runs_[i].closed.note(closed->restriction, closed->until - t);
      wait(i, DisruptionCause::kClosed) += closed->until - t;
      t = closed->until;
      if (wait(i, DisruptionCause::kClosed) > closed->hold) return std::nullopt;
    }
    return t;
  }

  // A closing that the run would meet if it departed at t; `until` is the least departure at which
  // it would not.
  [[nodiscard]] std::optional<Gates::Closed> closed_on_way(std::uint32_t i, std::int64_t t) const {
    const auto met = [&](GateId gate, std::int64_t later) {
      auto closed = gates_.closed_at(gate, t + later);
      if (closed) closed->until -= later;
      return closed;
    };
    for (const GateId gate : way_of(i).depart)
      if (const auto closed = met(gate, 0)) return closed;
    for (const GatesOnWay::Stop& stop : way_of(i).between)
      if (const auto closed = met(stop.gate, offset(i, stop.stop))) return closed;
    for (const GateId gate : way_of(i).land)
      if (const auto closed = met(gate, block(i))) return closed;
    return std::nullopt;
  }

  // At the gate of this step, ready to pass at `t`.
  void go_on(std::uint32_t i, std::uint32_t step, std::int64_t t) {
    const GatesOnWay& way = way_of(i);
    const std::size_t number = step - 1;
    const std::size_t gates = way.depart.size() + way.land.size();
    if (number == gates) return arrive(i, way.land.empty() ? t + block(i) : t);
    const bool lands = number >= way.depart.size();
    // The flight between the last gate of departure and the first of landing.
    if (number == way.depart.size() && !runs_[i].under_way) {
      runs_[i].under_way = true;
      return push(i, step, t + block(i));
    }
    const GateId gate = lands ? way.land[number - way.depart.size()] : way.depart[number];
    const Gates::Turn turn = gates_.turn(gate, t);
    if (turn.time > t) {
      wait(i, DisruptionCause::kRate) += turn.time - t;
      runs_[i].slowed.note(turn.restriction, turn.time - t);
      // It would depart as much later: what was open may be closed by then. If so, it gives up its
      // turn and asks again when it could come.
      const std::int64_t flown = lands ? block(i) : 0;
      const auto leaves = opening(i, turn.time - flown);
      if (!leaves) return cancel(i, t, DisruptionCause::kClosed);
      if (*leaves + flown > turn.time) return push(i, step, *leaves + flown);
    }
    gates_.pass(gate, t);
    push(i, step + 1, turn.time);
  }

  void arrive(std::uint32_t i, std::int64_t t) {
    Active& a = runs_[i];
    const std::int64_t late = t - scheduled(i) - block(i);
    if (late > kLongestDelay.count()) return cancel(i, t, DisruptionCause::kTooLate);
    a.condition.delay = static_cast<std::int32_t>(late);
    if (late > 0)
      a.condition.cause = static_cast<DisruptionCause>(
          std::max_element(a.waits.begin(), a.waits.end()) - a.waits.begin());
    a.condition.restriction = restriction_of(a);
    const auto turnaround = all_.plan_.rotations.turnaround(a.service);
    if (a.next != kNoRun)
      make_ready(a.next, {all_.plan_.rotations.ground(service_of(i).stops.back()),
                          t + turnaround.value_or(Seconds(0)).count(), false});
  }

  // Decided at t: its vehicle does nothing else before.
  void cancel(std::uint32_t i, std::int64_t t, DisruptionCause cause) {
    Active& a = runs_[i];
    a.condition.cancelled = true;
    a.condition.cause = cause;
    a.condition.restriction = restriction_of(a);
    const bool left_behind = cause != DisruptionCause::kKnockOn;
    if (a.next != kNoRun)
      make_ready(a.next, {a.vehicle.ground, std::max(t, a.vehicle.ready), left_behind});
  }

  static RestrictionId restriction_of(const Active& a) {
    if (a.condition.cause == DisruptionCause::kClosed) return a.closed.restriction;
    if (a.condition.cause == DisruptionCause::kRate) return a.slowed.restriction;
    return RestrictionId::none();
  }

  const RunConditions& all_;
  Gates gates_;
  std::vector<Active> runs_;
  std::vector<RunRange> ranges_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
};

void RunConditions::write(const SweepLuck& luck, HalfOpen<CivilDate> days,
                          std::span<RunCondition> by_run) const {
  STOPOVER_CHECK(by_run.size() == timetable_.runs().size(), "one condition a run");
  for (CivilDate day = days.from; day < days.until; day = day.plus_days(1)) {
    const DayLuck day_luck(*this, luck, day);
    const HalfOpen<Instant> span = operating_day(disruption_.zone, day);
    for (const ServiceId service : plan_.alone) {
      const RunRange range = runs_on(service, day, span);
      for (std::uint32_t n = range.first; n < range.first + range.count; ++n)
        by_run[n] = condition_alone(own_delay(day_luck, service, RunId(n)));
    }
    if (plan_.linked.empty()) continue;
    History history(*this, luck, day);
    history.run_out();
    history.write(day, by_run);
  }
}

}  // namespace stopover::flow
