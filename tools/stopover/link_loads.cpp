// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/link_loads.hpp"

namespace stopover::tool {

using simulation::World;

std::string mode_word(network::Mode mode) {
  return scenario::Mode_Name(static_cast<scenario::Mode>(mode));
}

std::map<LinkKey, LinkLoad> link_loads(const World& world,
                                       const std::map<timetable::Leg, std::int64_t>& rides) {
  std::map<LinkKey, LinkLoad> out;
  const auto& services = world.timetable.services();
  const HalfOpen<CivilDate> counted = world.counted_days();
  Table<timetable::ServiceId, std::int64_t> runs;
  runs.resize(services.size());
  for (const timetable::Run& run : world.timetable.runs())
    if (counted.contains(world.zone.civil(run.departure).date)) ++runs[run.service];
  for (const timetable::ServiceId id : ids_of(services)) {
    const timetable::Service& service = services[id];
    if (service.run_count == 0) continue;
    for (std::size_t s = 0; s + 1 < service.stops.size(); ++s) {
      auto& scheduled = out[{service.stops[s], service.stops[s + 1], service.mode}].runs;
      scheduled = scheduled.value_or(0) + runs[id];
    }
  }
  for (const network::Road& road : world.network.roads) out[{road.from, road.to, road.mode}];
  for (const auto& [leg, persons] : rides) {
    if (leg.is_ride()) {
      const timetable::Service& service = services[leg.service];
      for (std::size_t s = leg.board; s < leg.alight; ++s)
        out[{service.stops[s], service.stops[s + 1], service.mode}].people += persons;
    } else {
      const network::Road& road = world.network.roads[leg.road];
      out[{road.from, road.to, road.mode}].people += persons;
    }
  }
  return out;
}

}  // namespace stopover::tool
