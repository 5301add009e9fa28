// SPDX-License-Identifier: Apache-2.0
// What each run meets on its day: how late it is, or that it is cancelled, and why.
//
// A run is late for reasons of its own (own_delay.hpp); because its vehicle comes late from the run
// before (rotations.hpp); because a line or place is closed until it opens; or because a place lets
// only so many an hour through (gates.hpp). The whole lateness is the same at all stops: a wait to
// land is taken at the gate of departure, as ground delay programmes do (Odoni 1987).
//
//   ready    = max(scheduled + own, the vehicle's last arrival + turnaround)
//   departs  = ready, put off until nothing on its way is closed when it comes there, then through
//              the servers of its first stop, then of its last. After each wait for a turn at a
//              server it looks again at what is closed on its way. If something is, it gives up its
//              turn to those behind and comes to that server again when it could pass.
// At an opening those come first who could have come first, had nothing been closed. A turn taken
// at the first stop is not given back by a run that then waits, or is cancelled, for its last.
//
// A vehicle never makes a run late by more than it lacks: scheduled ground time above the
// turnaround is slack that takes delay off (AhmadBeygi et al. 2008). Flying faster is not modelled.
//
// Cancelled is a run that draws so; whose waits for openings together are longer than the hold of
// something closed that it waits for; that would be more than 48 h late; or whose vehicle stayed
// where the run before, cancelled, was to begin. Flights are cancelled in such pairs so that
// aircraft are where they should be (Rosenberger et al. 2003). The run after has a vehicle, no
// sooner than that of the pair could have left, and even where that one stands elsewhere: after a
// cancelled way in, or in a round of three. Only pairs are seen.
//
// All runs of rotations and with gates are worked through in order of time (then of run), with one
// event when a run is ready and one when it would land.
//
// A day's conditions are those of a history that begins two operating days before it, with all
// vehicles and places as the timetable has them, and goes on to the end of the day after it. So any
// span of days can be asked for alone, and far days of the timetable do not matter. Lateness older
// than two days is taken to have been made good.
//
// What it is not: crews, passengers waited for, vehicles changed, runs put on.
//
// Randomness: own_delay.hpp. Cost: independent runs once; a day of linked runs four times,
// O(log n) each.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/flow/disruption.hpp"
#include "engine/flow/draws.hpp"
#include "engine/flow/gates.hpp"
#include "engine/flow/own_delay.hpp"
#include "engine/flow/rotations.hpp"

namespace stopover::flow {

// Of a lateness, what the greatest part of it comes from (the first of equals).
enum class DisruptionCause : std::uint8_t {
  kNone,     // on time
  kOwn,      // what happens on any day
  kDayType,  // what that kind of day adds
  kKnockOn,  // the vehicle came late, or was not there
  kClosed,   // a line or place was closed
  kRate,     // a place let only so many through
  kTooLate,  // cancelled: more than 48 h late
};
inline constexpr std::size_t kDisruptionCauses = 7;

struct RunCondition {
  std::int32_t delay = 0;  // seconds, at all stops; 0 if cancelled
  DisruptionCause cause = DisruptionCause::kNone;
  bool cancelled = false;
  RestrictionId restriction;  // kClosed, kRate: the one that held it longest
  friend bool operator==(const RunCondition&, const RunCondition&) = default;
};
static_assert(sizeof(RunCondition) == 8, "a year of runs stays in memory");

// What is the same in all replications. Stands alone.
struct RunPlan {
  RunPlan() = default;
  RunPlan(const timetable::Timetable& timetable, const Disruption& disruption);

  Rotations rotations;
  GatePlan gates;
  Table<timetable::ServiceId, std::uint64_t> service_hash;
  std::vector<timetable::ServiceId> alone;   // with a delay of their own and nothing else
  std::vector<timetable::ServiceId> linked;  // in rotations or with gates
  HalfOpen<CivilDate> days;                  // operating days that have runs
};

class RunConditions {
 public:
  // Days of history before and after a day.
  static constexpr int kDaysBefore = 2;
  static constexpr int kDaysAfter = 1;

  // Keeps references to all four.
  RunConditions(const timetable::Timetable& timetable,
                const Table<timetable::DelayId, DelayProfile>& delays, const Disruption& disruption,
                const RunPlan& plan);

  // Writes by_run[r] for the runs r of the operating days [from, until), and leaves the others.
  // `by_run` has one entry a run of the timetable.
  void write(const SweepLuck& luck, HalfOpen<CivilDate> days, std::span<RunCondition> by_run) const;

 private:
  class DayLuck;
  class History;
  struct RunRange {
    timetable::ServiceId service;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t local = 0;  // of `first`, among the runs of a history
    CivilDate date{};
  };

  [[nodiscard]] RunRange runs_on(timetable::ServiceId service, CivilDate day,
                                 const HalfOpen<Instant>& span) const;
  [[nodiscard]] OwnDelay own_delay(const DayLuck& day, timetable::ServiceId service,
                                   timetable::RunId run) const;

  const timetable::Timetable& timetable_;
  const Table<timetable::DelayId, DelayProfile>& delays_;
  const Disruption& disruption_;
  const RunPlan& plan_;
};

}  // namespace stopover::flow
