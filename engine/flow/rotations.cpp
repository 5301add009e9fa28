// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/rotations.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/flow/operating_day.hpp"

namespace stopover::flow {
namespace {

using timetable::RunId;
using timetable::Service;
using timetable::Timetable;

// A vehicle becomes ready, or is needed. At one moment the ready come first.
struct Turn {
  Instant time{};
  bool needed = false;
  RunId run;

  friend auto operator<=>(const Turn&, const Turn&) = default;
};

// Ground and places.
using Pool = std::pair<std::uint32_t, std::int32_t>;

void link_pool(std::vector<Turn>& turns, TimeZone zone, std::vector<RunId>& before) {
  std::sort(turns.begin(), turns.end());
  std::deque<RunId> standing;
  Instant day_ends = turns.front().time;
  for (const Turn& turn : turns) {
    if (turn.time >= day_ends) {
      standing.clear();
      day_ends = operating_day(zone, operating_date(zone, turn.time)).until;
    }
    if (!turn.needed) {
      standing.push_back(turn.run);
    } else if (!standing.empty()) {
      before[turn.run.value()] = standing.front();
      standing.pop_front();
    }
  }
}

}  // namespace

Rotations::Rotations(const Timetable& timetable, const Disruption& disruption)
    : turnaround_(timetable.services().size()), ground_(disruption.ground) {
  if (!disruption.rotations.empty()) before_.resize(timetable.runs().size());
  for (const Rotation& rotation : disruption.rotations) link(timetable, rotation, disruption.zone);
}

void Rotations::link(const Timetable& timetable, const Rotation& rotation, TimeZone zone) {
  std::map<Pool, std::vector<Turn>> pools;
  for (const timetable::ServiceId id : rotation.services) {
    STOPOVER_CHECK(!turnaround_[id].has_value(), "a service is in one rotation at most");
    turnaround_[id] = rotation.turnaround;
    const Service& service = timetable.services()[id];
    const std::size_t last = service.stops.size() - 1;
    const std::uint32_t from = ground(service.stops.front());
    const std::uint32_t to = ground(service.stops.back());
    for (std::uint32_t n = service.first_run; n < service.first_run + service.run_count; ++n) {
      const RunId run(n);
      const std::int32_t places = timetable.runs()[run].places;
      pools[{from, places}].push_back({timetable.departure(run, 0), true, run});
      pools[{to, places}].push_back(
          {timetable.arrival(run, last) + rotation.turnaround, false, run});
    }
  }
  for (auto& [pool, turns] : pools) link_pool(turns, zone, before_);
}

}  // namespace stopover::flow
