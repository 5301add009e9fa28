// SPDX-License-Identifier: Apache-2.0
// Desks that stay closed on some days: a strike of e-gates, officers sent elsewhere.
//
// A desk restriction says how many desks are open at most, between two times of each date that it
// holds on. What it comes to in one replication is a list of closures, and the staffing under them:
// in each period the fewer of the desks staffed and of those left by every closure at the time. A
// service in progress finishes, as whenever desks close.
//
// What it is not: closings of lines and places, which are for vehicles (disruption.hpp, gates.hpp);
// more desks than the staffing says.
//
// Determinism: the types of days are drawn from (seed, replication, date) alone (own_delay.hpp), so
// any range of dates gives its part of the same closures.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/flow/disruption.hpp"
#include "engine/flow/draws.hpp"
#include "engine/flow/sweep.hpp"

namespace stopover::flow {

struct DeskClosure {
  DeskRestrictionId restriction;
  CheckpointId checkpoint;
  std::optional<std::uint8_t> desk;  // 0 the ordinary ones, then the types; none: each of them
  HalfOpen<Instant> span{};
  int desks = 0;  // open at most, of each
  [[nodiscard]] bool is_of(std::uint8_t type) const { return !desk || *desk == type; }
  friend bool operator==(const DeskClosure&, const DeskClosure&) = default;
};

// By date, then restriction; those of `dates`.
[[nodiscard]] std::vector<DeskClosure> desk_closures(const Disruption& disruption,
                                                     const SweepLuck& luck,
                                                     HalfOpen<CivilDate> dates);

// Of one type of desk, under those of the closures that are of this checkpoint and type. Equal
// periods that adjoin are one; none has 0 desks.
[[nodiscard]] std::vector<StaffPeriod> under_closures(const std::vector<StaffPeriod>& staffing,
                                                      const std::vector<DeskClosure>& closures,
                                                      CheckpointId checkpoint, std::uint8_t type);

// All checkpoints under them.
[[nodiscard]] Table<CheckpointId, Checkpoint> under_closures(
    Table<CheckpointId, Checkpoint> checkpoints, const std::vector<DeskClosure>& closures);

// Desks × seconds that a closure alone takes away within a span.
[[nodiscard]] std::int64_t desk_seconds_closed(const Checkpoint& checkpoint,
                                               const DeskClosure& closure,
                                               HalfOpen<Instant> within);

}  // namespace stopover::flow
