// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/overlap.hpp"

#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

// Line or road, and the two places.
using PartKey = std::tuple<std::string, network::PlaceId, network::PlaceId>;

struct Part {
  PartKey key;
  double seconds = 0;
};

std::vector<Part> parts_of(const World& world, const Journey& journey) {
  std::vector<Part> parts;
  for (const timetable::Leg& leg : journey.legs.legs) {
    if (!leg.is_ride()) {
      const network::Road& road = world.network.roads[leg.road];
      parts.push_back({{road.key, road.from, road.to}, static_cast<double>(road.mean.count())});
      continue;
    }
    const timetable::Service& service = world.timetable.services()[leg.service];
    const timetable::RunId run(service.first_run);
    for (std::size_t stop = leg.board; stop < leg.alight; ++stop) {
      const Seconds time =
          world.timetable.arrival(run, stop + 1) - world.timetable.departure(run, stop);
      parts.push_back({{service.line, service.stops[stop], service.stops[stop + 1]},
                       static_cast<double>(time.count())});
    }
  }
  return parts;
}

}  // namespace

std::vector<double> ln_path_sizes(const World& world, const std::vector<Journey>& journeys) {
  std::vector<std::vector<Part>> parts;
  std::map<PartKey, int> journeys_with;
  for (const Journey& journey : journeys) {
    parts.push_back(parts_of(world, journey));
    std::set<PartKey> own;
    for (const Part& part : parts.back())
      if (own.insert(part.key).second) ++journeys_with[part.key];
  }
  std::vector<double> result;
  for (const std::vector<Part>& of_journey : parts) {
    double whole = 0;
    double size = 0;
    for (const Part& part : of_journey) {
      whole += part.seconds;
      size += part.seconds / journeys_with.at(part.key);
    }
    result.push_back(whole > 0 ? std::log(size / whole) : 0.0);
  }
  return result;
}

}  // namespace stopover::simulation
