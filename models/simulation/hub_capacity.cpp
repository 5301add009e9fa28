// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/hub_capacity.hpp"

#include <algorithm>

#include "engine/flow/checkpoint_lines.hpp"

namespace stopover::simulation {
namespace {

using network::CheckpointId;
using ByHour = Table<CheckpointId, std::vector<std::int64_t>>;
using ByTypeAndHour = Table<CheckpointId, std::vector<std::vector<std::int64_t>>>;

constexpr std::int64_t kMostPersonsAnHour = 1'000'000'000'000;  // what the search takes

std::vector<std::int64_t> open_in(const World& world,
                                  const std::vector<flow::StaffPeriod>& staffing) {
  return flow::open_ticks(world.hours, flow::desk_periods(staffing));
}

std::int64_t persons_an_hour(const World& world, std::size_t hour, std::int64_t open,
                             const flow::ServiceTime& service) {
  if (open == 0) return 0;
  const double desks = static_cast<double>(open) / static_cast<double>(world.hours.length(hour));
  return static_cast<std::int64_t>(
      std::min(desks * 3600 / service.mean_seconds, static_cast<double>(kMostPersonsAnHour)));
}

using Capacities = std::vector<std::int64_t>;  // persons an hour, by hour

// One type of desk, to one class.
struct TypeCapacity {
  double passes = 0;  // share of the class that may use it and is not refused there
  Capacities hours;   // of those it does not refuse
};

// The most of a class that pass in the hour: whoever no type outside a set of them lets
// through has the ordinary desks and that set. For one type it is exact, else an upper bound.
std::int64_t most_in(std::size_t hour, std::int64_t ordinary,
                     const std::vector<TypeCapacity>& types) {
  auto most = static_cast<double>(kMostPersonsAnHour);
  for (std::size_t set = 0; set < std::size_t{1} << types.size(); ++set) {
    double share = 1;
    std::int64_t persons = ordinary;
    for (std::size_t k = 0; k < types.size(); ++k) {
      if ((set >> k & 1U) != 0)
        persons += types[k].hours[hour];
      else
        share *= 1 - types[k].passes;
    }
    if (share > 0) most = std::min(most, static_cast<double>(persons) / share);
  }
  return static_cast<std::int64_t>(most);
}

Capacities class_capacity(const World& world, const flow::Checkpoint& checkpoint,
                          PassengerClass passenger_class) {
  const auto hours_of = [&](const std::vector<flow::StaffPeriod>& staffing,
                            const flow::ServiceTime& service, double share) {
    const std::vector<std::int64_t> open = open_in(world, staffing);
    Capacities hours;
    for (std::size_t hour = 0; hour < kHours; ++hour)
      hours.push_back(static_cast<std::int64_t>(
          share * static_cast<double>(persons_an_hour(world, hour, open[hour], service))));
    return hours;
  };
  if (checkpoint.unlimited) return Capacities(kHours, kMostPersonsAnHour);
  const auto names = [&](flow::ClassMask classes) {
    return (classes >> passenger_class & 1U) != 0;
  };
  const auto rule = std::ranges::find_if(
      checkpoint.rules, [&](const flow::PassengerRule& r) { return names(r.classes); });
  const bool own_service = rule != checkpoint.rules.end() && rule->service;
  const Capacities ordinary =
      hours_of(checkpoint.staffing, own_service ? *rule->service : checkpoint.service, 1);
  std::vector<TypeCapacity> types;
  for (const flow::DeskType& type : checkpoint.desk_types)
    if (names(type.serves))
      types.push_back({type.eligible_share * (1 - type.refusal_share),
                       hours_of(type.staffing, type.service, 1 - type.refusal_share)});
  Capacities most;
  for (std::size_t hour = 0; hour < kHours; ++hour)
    most.push_back(most_in(hour, ordinary[hour], types));
  return most;
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

ByTypeAndHour open_by_type(const World& world, Replications replications) {
  ByTypeAndHour open;
  for (const flow::Checkpoint& c : world.checkpoints)
    open.push_back(std::vector(c.desk_types.size() + 1, std::vector<std::int64_t>(kHours)));
  const auto add = [&](CheckpointId id, std::size_t type,
                       const std::vector<flow::StaffPeriod>& staffing, std::int64_t times) {
    const std::vector<std::int64_t> hours = open_in(world, staffing);
    for (std::size_t hour = 0; hour < kHours; ++hour) open[id][type][hour] += times * hours[hour];
  };
  const bool alike = world.disruption.desk_restrictions.empty();
  for (std::uint32_t r = 0; r < (alike ? 1 : replications.count); ++r) {
    const auto checkpoints = world.open_checkpoints(replications.seed, r);
    for (const CheckpointId id : ids_of(*checkpoints)) {
      const flow::Checkpoint& checkpoint = (*checkpoints)[id];
      const std::int64_t times = alike ? replications.count : 1;
      add(id, 0, checkpoint.staffing, times);
      for (std::size_t k = 0; k < checkpoint.desk_types.size(); ++k)
        add(id, k + 1, checkpoint.desk_types[k].staffing, times);
    }
  }
  return open;
}

ByHour open_desks(const World& world, Replications replications) {
  ByHour open;
  for (const std::vector<std::vector<std::int64_t>>& types : open_by_type(world, replications)) {
    std::vector<std::int64_t> hours(kHours);
    for (const std::vector<std::int64_t>& type : types)
      for (std::size_t hour = 0; hour < kHours; ++hour) hours[hour] += type[hour];
    open.push_back(std::move(hours));
  }
  return open;
}

ByHour desk_capacity(const World& world) {
  ByHour capacity;
  for (const flow::Checkpoint& checkpoint : world.checkpoints) {
    std::vector<std::int64_t> hours(kHours, checkpoint.unlimited ? kMostPersonsAnHour : 0);
    const auto add = [&](const std::vector<flow::StaffPeriod>& staffing,
                         const flow::ServiceTime& service) {
      const std::vector<std::int64_t> open = open_in(world, staffing);
      for (std::size_t hour = 0; hour < kHours; ++hour)
        hours[hour] = std::min(hours[hour] + persons_an_hour(world, hour, open[hour], service),
                               kMostPersonsAnHour);
    };
    add(checkpoint.staffing, checkpoint.service);
    for (const flow::DeskType& type : checkpoint.desk_types) add(type.staffing, type.service);
    capacity.push_back(std::move(hours));
  }
  return capacity;
}

std::vector<HubWay> hub_ways(const World& world, Executor& executor) {
  // By class and hour.
  std::vector<std::vector<Table<CheckpointId, std::int64_t>>> at(
      kPassengerClasses, std::vector<Table<CheckpointId, std::int64_t>>(kHours));
  for (std::size_t cls = 0; cls < at.size(); ++cls)
    for (const flow::Checkpoint& checkpoint : world.checkpoints) {
      const Capacities hours = class_capacity(world, checkpoint, static_cast<PassengerClass>(cls));
      for (std::size_t hour = 0; hour < kHours; ++hour) at[cls][hour].push_back(hours[hour]);
    }
  std::vector<HubWay> ways = ways_of(world);
  executor.run(ways.size(), [&](std::size_t i) {
    HubWay& way = ways[i];
    for (std::size_t hour = 0; hour < kHours; ++hour) {
      network::HubCapacity here = *world.network.hubs[way.hub].capacity(
          way.from, way.to, way.passenger_class, at[way.passenger_class][hour]);
      if (here.persons_an_hour.value_or(0) >= kMostPersonsAnHour)
        here = {};  // shops and bags alone
      way.hours.push_back(std::move(here));
    }
  });
  return ways;
}

}  // namespace stopover::simulation
