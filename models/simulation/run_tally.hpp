// SPDX-License-Identifier: Apache-2.0
// Exact counts of what runs met in one replication (flow/run_conditions.hpp).
//
// Counted are runs scheduled to depart on the counted days, in the gateway's time; lines, flights
// and feeds alike. Where nothing can disrupt them none is cancelled, and all delay is their own.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/flow/run_conditions.hpp"
#include "engine/network/network.hpp"
#include "models/scenario/scenario.pb.h"

namespace stopover::simulation {

struct World;

// Later is late: the 15 minutes of airline statistics.
inline constexpr Seconds kPunctual = minutes(15);

struct RunTally {
  struct ByMode {
    std::int64_t scheduled = 0;
    std::int64_t cancelled = 0;
    std::int64_t late = 0;  // of those that ran
    friend bool operator==(const ByMode&, const ByMode&) = default;
  };
  struct ByCause {
    std::int64_t cancelled = 0;
    std::int64_t delay_seconds = 0;
    friend bool operator==(const ByCause&, const ByCause&) = default;
  };
  struct ByRestriction {
    std::int64_t cancelled = 0;
    std::int64_t held = 0;  // late, and most of it for this
    friend bool operator==(const ByRestriction&, const ByRestriction&) = default;
  };

  std::array<ByMode, scenario::Mode_ARRAYSIZE> by_mode{};
  std::array<ByCause, flow::kDisruptionCauses> by_cause{};
  Table<flow::RestrictionId, ByRestriction> by_restriction;
  Table<flow::DayTypeId, std::int64_t> days;  // counted days of the type
  // Desks × seconds of the counted days that each would close alone.
  Table<flow::DeskRestrictionId, std::int64_t> desk_seconds_closed;

  void add(const RunTally& other);
  friend bool operator==(const RunTally&, const RunTally&) = default;
};

[[nodiscard]] RunTally empty_run_tally(const World& world);

// `conditions`: as World::run_conditions gives them for `luck`, perhaps empty. `run_delay`: as the
// sweep gives it for them, seconds, by RunId.
[[nodiscard]] RunTally tally_runs(const World& world, const flow::SweepLuck& luck,
                                  const std::vector<flow::RunCondition>& conditions,
                                  const std::vector<std::int32_t>& run_delay);

}  // namespace stopover::simulation
