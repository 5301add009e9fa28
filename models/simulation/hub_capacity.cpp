// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/hub_capacity.hpp"

#include <algorithm>

namespace stopover::simulation {
namespace {

using network::CheckpointId;
using ByHour = Table<CheckpointId, std::vector<std::int64_t>>;

constexpr double kMostPersonsAnHour = 1e12;  // what the search takes

std::vector<flow::DeskPeriod> desk_periods(const flow::Checkpoint& checkpoint) {
  std::vector<flow::DeskPeriod> periods;
  for (const flow::StaffPeriod& staff : checkpoint.staffing)
    if (staff.desks > 0 && staff.from < staff.until)
      periods.push_back({flow::ticks(staff.from), flow::ticks(staff.until), staff.desks});
  return periods;
}

std::vector<HubWay> ways_of(const World& world) {
  std::vector<HubWay> ways;
  for (const network::HubId hub : ids_of(world.network.hubs)) {
    const network::HubGraph& graph = world.network.hubs[hub];
    for (const network::PlaceId from : graph.arrival_places())
      for (const network::PlaceId to : graph.departure_places())
        for (int cls = 0; cls < kPassengerClasses; ++cls)
          if (graph.expected(from, to, cls))
            ways.push_back({hub, from, to, static_cast<PassengerClass>(cls), {}});
  }
  return ways;
}

}  // namespace

ByHour open_desks(const World& world) {
  ByHour open;
  for (const flow::Checkpoint& checkpoint : world.checkpoints)
    open.push_back(flow::open_ticks(world.hours, desk_periods(checkpoint)));
  return open;
}

ByHour desk_capacity(const World& world) {
  ByHour capacity = open_desks(world);
  for (const CheckpointId id : ids_of(capacity)) {
    const double mean = world.checkpoints[id].service.mean_seconds;
    for (std::size_t hour = 0; hour < kHours; ++hour) {
      std::int64_t& persons = capacity[id][hour];
      if (persons == 0) continue;
      const double desks =
          static_cast<double>(persons) / static_cast<double>(world.hours.length(hour));
      persons = static_cast<std::int64_t>(std::min(desks * 3600 / mean, kMostPersonsAnHour));
    }
  }
  return capacity;
}

std::vector<HubWay> hub_ways(const World& world, Executor& executor) {
  const ByHour capacity = desk_capacity(world);
  std::vector<Table<CheckpointId, std::int64_t>> at(kHours);
  for (std::size_t hour = 0; hour < kHours; ++hour)
    for (const CheckpointId id : ids_of(capacity)) at[hour].push_back(capacity[id][hour]);
  std::vector<HubWay> ways = ways_of(world);
  executor.run(ways.size(), [&](std::size_t i) {
    HubWay& way = ways[i];
    for (std::size_t hour = 0; hour < kHours; ++hour)
      way.hours.push_back(
          *world.network.hubs[way.hub].capacity(way.from, way.to, way.passenger_class, at[hour]));
  });
  return ways;
}

}  // namespace stopover::simulation
