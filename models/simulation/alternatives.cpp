// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/alternatives.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "models/simulation/departures.hpp"
#include "models/simulation/overlap.hpp"
#include "models/simulation/routes.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr std::size_t kPairsPerPackage = 16;

struct WantedPair {
  network::PlaceId from;
  network::PlaceId to;
  Group group = Group::kCitizen;
  bool through = false;  // some segment travels it from elsewhere to elsewhere

  [[nodiscard]] Alternatives::PairKey key() const { return {from, to, group}; }
};

// Which planning groups a segment's nationalities fall into.
std::vector<Group> groups_of(const World& world, const demand::Segment& segment) {
  bool own = false;
  bool foreign = false;
  for (const policy::Country country : segment.nationalities) {
    const bool foreigner = country != world.country && country != policy::Country("HK") &&
                           country != policy::Country("MO") && country != policy::Country("TW");
    (foreigner ? foreign : own) = true;
  }
  std::vector<Group> groups;
  if (own) groups.push_back(Group::kCitizen);
  if (foreign) groups.push_back(Group::kForeign);
  return groups;
}

std::vector<WantedPair> wanted_pairs(const World& world) {
  std::map<Alternatives::PairKey, WantedPair> wanted;
  for (const demand::Market& market : world.demand.markets) {
    if (market.persons_per_day <= 0) continue;
    const demand::Segment& segment = world.demand.segments[market.segment];
    const bool through = segment.kind == demand::VisitorKind::kThrough;
    for (const Group group : groups_of(world, segment))
      for (const auto from : market.from)
        for (const auto to : market.to) {
          if (from == to) continue;
          WantedPair& pair = wanted[{from, to, group}];
          pair = {from, to, group, pair.through || through};
        }
  }
  std::vector<WantedPair> list;
  list.reserve(wanted.size());
  for (const auto& [key, pair] : wanted) list.push_back(pair);
  return list;
}

timetable::SearchOptions options_for(const World& world, int passenger_class) {
  timetable::SearchOptions options;
  options.passenger_class = passenger_class;
  options.max_templates = static_cast<int>(value_of(world.parameters, "choice.max_alternatives"));
  options.air_mode = scenario::AIR;
  return options;
}

// ---- what a journey is --------------------------------------------------------------------------

void describe_changes(const World& world, Journey& j) {
  const auto& services = world.timetable.services();
  const auto& legs = j.legs.legs;
  int flights = 0;
  bool rail = false;
  for (std::size_t k = 0; k < legs.size(); ++k) {
    const timetable::Leg& leg = legs[k];
    const network::Mode mode =
        leg.is_ride() ? services[leg.service].mode : world.network.roads[leg.road].mode;
    if (leg.is_ride()) ++j.boardings;
    if (mode == scenario::AIR) {
      ++flights;
      if (j.first_air < 0) j.first_air = static_cast<std::int16_t>(k);
      j.last_air = static_cast<std::int16_t>(k);
    }
    rail = rail || mode == scenario::RAIL;
    j.has_road = j.has_road || !leg.is_ride();
    j.has_coach = j.has_coach || mode == scenario::COACH;
    j.has_metro = j.has_metro || mode == scenario::METRO;
  }
  j.nonstop = flights == 1;
  j.air_rail = flights >= 1 && rail;
  if (flights >= 2) {
    const timetable::Leg& in = legs[static_cast<std::size_t>(j.first_air)];
    const timetable::Leg& out = legs[static_cast<std::size_t>(j.last_air)];
    const bool here = world.places[services[in.service].stops[in.alight]].in_gateway &&
                      world.places[services[out.service].stops[out.board]].in_gateway;
    (here ? j.over_gateway : j.over_rival) = true;
  }
}

// By the names a person gave, never by positions: a stop more on a line leaves its journeys alone.
std::uint64_t identity_of(const World& world, const timetable::Template& legs) {
  const auto key = [&](network::PlaceId place) {
    return stable_hash(world.network.places[place].key);
  };
  std::uint64_t h = key(legs.from);
  for (const timetable::Leg& leg : legs.legs) {
    if (leg.is_ride()) {
      const timetable::Service& service = world.timetable.services()[leg.service];
      h = stable_hash(h, stable_hash(service.line), key(service.stops[leg.board]),
                      key(service.stops[leg.alight]));
    } else {
      h = stable_hash(h, stable_hash(world.network.roads[leg.road].key));
    }
  }
  return stable_hash(h, stable_hash(world.network.places[legs.to].key));
}

double road_yuan_of(const World& world, const timetable::Template& legs, int size) {
  double yuan = 0;
  for (const timetable::Leg& leg : legs.legs) {
    if (leg.is_ride()) continue;
    const network::Road& road = world.network.roads[leg.road];
    const int vehicles = (size + road.party_max - 1) / road.party_max;
    yuan += static_cast<double>(road.fare.count()) / 100 * vehicles;
  }
  return yuan / size;
}

void price_roads(const World& world, Journey& j) {
  for (std::size_t size = 1; size <= j.road_yuan.size(); ++size)
    j.road_yuan[size - 1] = static_cast<float>(road_yuan_of(world, j.legs, static_cast<int>(size)));
}

// ---- one pair -----------------------------------------------------------------------------------

struct FoundPair {
  std::vector<Journey> journeys;
  std::vector<std::array<std::array<std::optional<BuiltRoute>, 2>, kPassengerClasses>> routes;
};

bool foreign_ends(const World& world, const WantedPair& pair) {
  return world.places[pair.from].country != world.country &&
         world.places[pair.to].country != world.country;
}

// Templates for somebody who enters and, between foreign places, for somebody who stays airside.
std::vector<Journey> templates_of(const World& world, const timetable::ItinerarySearch& search,
                                  const WantedPair& pair) {
  std::vector<Journey> journeys;
  const auto add = [&](const timetable::Template& found, bool airside) {
    auto it = std::find_if(journeys.begin(), journeys.end(),
                           [&](const Journey& j) { return j.legs.legs == found.legs; });
    if (it == journeys.end()) {
      journeys.emplace_back();
      it = journeys.end() - 1;
      it->legs = found;
      it->identity = identity_of(world, found);
      describe_changes(world, *it);
      price_roads(world, *it);
    }
    (airside ? it->airside : it->entering) = true;
  };
  const int entering = planning_class(pair.group);
  for (const auto& found : search.find(pair.from, pair.to, options_for(world, entering)))
    add(found, false);
  if (foreign_ends(world, pair))
    for (const auto& found : search.find(pair.from, pair.to, options_for(world, kAirside)))
      add(found, true);
  return journeys;
}

FoundPair find_pair(const World& world, const timetable::ItinerarySearch& search,
                    const WantedPair& pair) {
  FoundPair found;
  const int entering = planning_class(pair.group);
  const int max_nights = static_cast<int>(value_of(world.parameters, "stay.max_nights"));
  for (Journey& j : templates_of(world, search, pair)) {
    j.group = pair.group;
    j.between_foreign = foreign_ends(world, pair);
    j.direct[0] = j.entering && departs_at_all(world, j, entering);
    j.direct[1] =
        j.airside && j.over_gateway && j.between_foreign && departs_at_all(world, j, kAirside);
    if (j.over_gateway && pair.through) j.max_nights = max_nights;
    if (!j.direct[0] && !j.direct[1]) continue;

    auto& routes = found.routes.emplace_back();
    const auto build = [&](PassengerClass cls, bool stay) {
      routes[cls][stay ? 1 : 0] = build_route(world, j, cls, stay);
    };
    const std::vector<PassengerClass> classes =
        pair.group == Group::kCitizen
            ? std::vector<PassengerClass>{kCitizen, kResident}
            : std::vector<PassengerClass>{kForeignOrdinary, kForeignPermit};
    for (const PassengerClass cls : classes) {
      build(cls, false);
      if (j.over_gateway && pair.through) build(cls, true);
    }
    if (j.direct[1]) build(kAirside, false);
    found.journeys.push_back(std::move(j));
  }
  const std::vector<double> ln_path_size = ln_path_sizes(world, found.journeys);
  for (std::size_t k = 0; k < found.journeys.size(); ++k)
    found.journeys[k].ln_path_size = static_cast<float>(ln_path_size[k]);
  return found;
}

}  // namespace

Alternatives find_alternatives(const World& world, Executor& executor) {
  const std::vector<WantedPair> wanted = wanted_pairs(world);
  const timetable::ItinerarySearch search(world.network, world.timetable);
  std::vector<FoundPair> found(wanted.size());
  executor.run(package_count(wanted.size(), kPairsPerPackage), [&](std::size_t package) {
    const std::size_t end = std::min(wanted.size(), (package + 1) * kPairsPerPackage);
    for (std::size_t i = package * kPairsPerPackage; i < end; ++i)
      found[i] = find_pair(world, search, wanted[i]);
  });

  Alternatives all;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const PairId pair = all.journeys_of.push_back({});
    all.pairs[wanted[i].key()] = pair;
    for (std::size_t k = 0; k < found[i].journeys.size(); ++k) {
      Journey& j = found[i].journeys[k];
      for (std::size_t cls = 0; cls < kPassengerClasses; ++cls)
        for (std::size_t stay = 0; stay < 2; ++stay) {
          auto& built = found[i].routes[k][cls][stay];
          if (!built) continue;
          j.route[cls][stay] = all.routes.push_back(std::move(built->route));
          all.stays.push_back(std::move(built->stays));
        }
      all.journeys_of[pair].push_back(all.journeys.push_back(std::move(j)));
    }
  }
  return all;
}

double road_yuan(const World& world, const Journey& journey, int size) {
  const auto index = static_cast<std::size_t>(size) - 1;
  return index < journey.road_yuan.size() ? static_cast<double>(journey.road_yuan[index])
                                          : road_yuan_of(world, journey.legs, size);
}

}  // namespace stopover::simulation
