// SPDX-License-Identifier: Apache-2.0
// Which run a vehicle comes from.
//
// At each ground, vehicles of a rotation with equal places are taken first in, first out: a
// departure takes the vehicle that has been ready longest, where ready is the scheduled arrival
// plus the turnaround; without one it takes a vehicle that stood there. Whoever stands at the start
// of an operating day, 04:00, is taken as such a vehicle. So who follows whom depends on the
// schedule of that ground on that day, and on nothing before.
//
// What it is not: a fleet assignment; the scenario says only who may follow whom.
//
// Units: Seconds. Cost: O(n log n) in the runs of rotations; 4 bytes a run of the timetable.
#pragma once

#include <span>
#include <vector>

#include "engine/flow/disruption.hpp"
#include "engine/flow/vehicle_boarding.hpp"

namespace stopover::flow {

class Rotations {
 public:
  Rotations() = default;
  Rotations(const timetable::Timetable& timetable, const Disruption& disruption);

  // The run whose vehicle goes on to `run`; none() for a vehicle that stood there.
  [[nodiscard]] timetable::RunId before(timetable::RunId run) const {
    return before_.empty() ? timetable::RunId::none() : before_[run.value()];
  }
  // Of the service's rotation; nullopt: in none.
  [[nodiscard]] std::optional<Seconds> turnaround(timetable::ServiceId service) const {
    return turnaround_[service];
  }
  [[nodiscard]] std::uint32_t ground(timetable::PlaceId place) const {
    return ground_.empty() ? place.value() : ground_[place];
  }

 private:
  void link(const timetable::Timetable& timetable, const Rotation& rotation, TimeZone zone);

  Table<timetable::ServiceId, std::optional<Seconds>> turnaround_;
  Table<timetable::PlaceId, std::uint32_t> ground_;
  std::vector<timetable::RunId> before_;  // empty: no rotation
};

}  // namespace stopover::flow
