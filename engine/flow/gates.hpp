// SPDX-License-Identifier: Apache-2.0
// Lines and places as gates that runs pass: closed at times, and letting so many an hour through at
// others.
//
// A rate is an exact single server with constant service, first come first served by the moment a
// run is ready to pass (Lindley 1952): it passes at the later of that moment and the end of the gap
// that the run before left, gap = 1 h / rate. The gap is that of the lowest rate in force when it
// passes. Runs that pass while no rate is in force leave no gap. The server does not look at what
// is closed: who asks it does (run_conditions.hpp).
//
// What it is not: runway sequencing by wake class, or slots agreed months ahead.
//
// Units: whole seconds since 1970; a gap is kept in milliseconds and a run passes at the next whole
// second. Determinism: depends on the order of calls, which is the caller's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/flow/disruption.hpp"
#include "engine/flow/own_delay.hpp"

namespace stopover::flow {

using GateId = Id<struct GateTag, std::uint16_t>;

// What the runs of a service pass.
struct GatesOnWay {
  struct Stop {
    std::uint16_t stop = 0;
    GateId gate;
  };
  std::vector<GateId> depart;  // the line's, then those of the first stop
  std::vector<GateId> land;    // of the last stop
  std::vector<Stop> between;   // only closing counts there

  [[nodiscard]] bool none() const { return depart.empty() && land.empty() && between.empty(); }
};

// Restrictions of one target are one gate.
class GatePlan {
 public:
  GatePlan() = default;
  GatePlan(const timetable::Timetable& timetable, const Disruption& disruption);
  [[nodiscard]] const GatesOnWay& of(timetable::ServiceId service) const { return way_[service]; }
  [[nodiscard]] const std::vector<std::vector<RestrictionId>>& gates() const { return gates_; }

 private:
  std::vector<std::vector<RestrictionId>> gates_;
  Table<timetable::ServiceId, GatesOnWay> way_;
};

// The gates over some days of one replication, with the state of their servers.
class Gates {
 public:
  // Windows that begin on the dates [from, until).
  Gates(const GatePlan& plan, const Disruption& disruption, const SweepLuck& luck,
        HalfOpen<CivilDate> dates);

  struct Closed {
    std::int64_t until = 0;
    std::int64_t hold = 0;
    RestrictionId restriction;
  };
  // The window that closes the gate at t and lasts longest; nullopt: open.
  [[nodiscard]] std::optional<Closed> closed_at(GateId gate, std::int64_t t) const;

  struct Turn {
    std::int64_t time = 0;
    RestrictionId restriction;  // whose rate it waits for; none() if it need not wait
  };
  // When a run that is ready at t could pass. It may ask and not come.
  [[nodiscard]] Turn turn(GateId id, std::int64_t t) const;
  // Passes at turn(id, t). Calls come in order of t.
  void pass(GateId id, std::int64_t t);

 private:
  struct Window {
    std::int64_t from = 0;
    std::int64_t until = 0;
    std::int64_t hold = 0;    // closed
    std::int64_t gap_ms = 0;  // 0: closed
    RestrictionId restriction;
  };
  struct Gate {
    std::vector<Window> closed;
    std::vector<Window> slowed;
    std::int64_t free_ms = std::numeric_limits<std::int64_t>::min();
    RestrictionId last;  // whose gap ends at free_ms

    [[nodiscard]] std::int64_t turn_ms(std::int64_t t) const { return std::max(t * 1000, free_ms); }
  };
  std::vector<Gate> gates_;
};

}  // namespace stopover::flow
