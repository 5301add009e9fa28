// SPDX-License-Identifier: Apache-2.0
// Where people lose most time: checkpoints and services ranked, and what one more desk would do.
//
// Lost at a checkpoint is everyone's time in its queue; at a service, how much later those left
// behind could leave, a day for who found no later run, nothing for who went another way. The worst
// hour is the one in which most of it is lost.
//
// One more desk: replications are simulated again, and the one queue is run on the same arrivals
// with an ordinary desk more in the worst hour of every counted day
// (engine/flow/staffing_what_if.hpp). It moves that queue alone.
//
// Units: persons × seconds, summed over replications and counted days.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/executor.hpp"
#include "models/simulation/detail.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

// Over `replications` of the run, all hours.
struct OneMoreDesk {
  std::uint32_t replications = 0;
  std::int64_t lost_seconds = 0;       // as staffed
  std::int64_t lost_seconds_then = 0;  // with the desk
  friend bool operator==(const OneMoreDesk&, const OneMoreDesk&) = default;
};

struct Bottleneck {
  network::CheckpointId checkpoint;  // one of the two
  timetable::ServiceId service;
  std::int64_t lost_seconds = 0;
  std::size_t hour = 0;                   // the worst
  std::int64_t lost_seconds_in_hour = 0;  // in it
  std::optional<OneMoreDesk> one_more;    // of a checkpoint
};

// At most `count`, the worst first; nothing is lost at those left out.
[[nodiscard]] std::vector<Bottleneck> find_bottlenecks(const Detail& detail, std::size_t count);

// Fills `one_more` of checkpoints, by the first `replications` of a run with this seed.
void try_one_more_desk(const World& world, std::uint64_t seed, std::uint32_t replications,
                       Executor& executor, std::vector<Bottleneck>& bottlenecks);

}  // namespace stopover::simulation
