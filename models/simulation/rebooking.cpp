// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/rebooking.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "models/simulation/routes.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr std::size_t kKeysPerPackage = 16;
constexpr int kMostWays = 6;
constexpr int kMostRides = 3;
// Departures of one way that are looked at for free places.
constexpr int kMostDepartures = 24;

// Places inside the gateway where a journey boards a service that it may miss: a reserved one, or
// any that may be cancelled.
std::vector<network::PlaceId> places_to_miss(const World& world, const Journey& journey) {
  std::vector<network::PlaceId> places;
  for (const timetable::Leg& leg : journey.legs.legs) {
    if (!leg.is_ride()) continue;
    const timetable::Service& service = world.timetable.services()[leg.service];
    const network::PlaceId place = service.stops[leg.board];
    const bool may_be_missed = service.reserved || !world.disruption.empty();
    if (may_be_missed && world.places[place].in_gateway) places.push_back(place);
  }
  return places;
}

struct Found {
  timetable::Template legs;
  flow::Route route;
};

std::vector<Found> ways_of(const World& world, const timetable::ItinerarySearch& search,
                           const WaysOn::Key& key) {
  const auto [from, to, passenger_class] = key;
  timetable::SearchOptions options;
  options.passenger_class = passenger_class;
  options.max_rides = kMostRides;
  options.max_templates = kMostWays;
  options.air_mode = scenario::AIR;
  options.inside_hub = !world.network.places[from].hub.is_none();
  std::vector<Found> found;
  for (timetable::Template& legs : search.find(from, to, options)) {
    Journey journey;
    journey.legs = std::move(legs);
    auto built = build_route(world, journey, static_cast<PassengerClass>(passenger_class), false);
    if (built) found.push_back({std::move(journey.legs), std::move(built->route)});
  }
  return found;
}

}  // namespace

WaysOn find_ways_on(World& world, Executor& executor) {
  WaysOn on;
  on.travellers.resize(world.alternatives.routes.size());
  std::set<WaysOn::Key> wanted;
  for (const Journey& journey : world.alternatives.journeys)
    for (std::size_t cls = 0; cls < kPassengerClasses; ++cls)
      for (const flow::RouteId route : journey.route[cls]) {
        if (route.is_none()) continue;
        on.travellers[route] = {journey.legs.to, static_cast<int>(cls)};
        for (const network::PlaceId place : places_to_miss(world, journey))
          if (place != journey.legs.to)
            wanted.insert({place, journey.legs.to, static_cast<int>(cls)});
      }
  for (const HolderRoutes& held : world.holder_routes)
    for (std::size_t cls = 0; cls < kPassengerClasses; ++cls)
      for (const flow::RouteId route : held.route[cls])
        if (!route.is_none())
          on.travellers[route] = {world.alternatives.journeys[held.journey].legs.to,
                                  static_cast<int>(cls)};
  const std::vector<WaysOn::Key> keys(wanted.begin(), wanted.end());
  const timetable::ItinerarySearch search(world.network, world.timetable);
  std::vector<std::vector<Found>> found(keys.size());
  executor.run(package_count(keys.size(), kKeysPerPackage), [&](std::size_t package) {
    const std::size_t end = std::min(keys.size(), (package + 1) * kKeysPerPackage);
    for (std::size_t i = package * kKeysPerPackage; i < end; ++i)
      found[i] = ways_of(world, search, keys[i]);
  });
  for (std::size_t i = 0; i < keys.size(); ++i) {
    std::vector<WaysOn::Way>& ways = on.ways[keys[i]];
    for (Found& one : found[i]) {
      const flow::RouteId route = world.alternatives.routes.push_back(std::move(one.route));
      world.alternatives.stays.push_back({});
      on.travellers.push_back({std::get<1>(keys[i]), std::get<2>(keys[i])});
      ways.push_back({std::move(one.legs), route});
    }
    for (const WaysOn::Way& way : ways) on.legs.emplace(way.route, &way.legs);
  }
  return on;
}

namespace {

class Desk {
 public:
  // `waits_for`: where the party stands, in the row for it.
  Desk(const World& world, const flow::Stuck& stuck, int passenger_class, Instant now,
       const flow::Step& waits_for, const flow::PlacesLeft& left)
      : world_(world),
        stuck_(stuck),
        passenger_class_(passenger_class),
        now_(now),
        waits_for_(waits_for),
        left_(left) {}

  // The first departure of a way that the party can still take; none if it arrives after
  // `arrives_by`.
  [[nodiscard]] std::optional<timetable::Itinerary> first(const timetable::Template& legs,
                                                          std::optional<Instant> arrives_by) const {
    const timetable::Leg& anchor = legs.legs[legs.anchor];
    const Instant earliest = begins_here(legs.legs.front()) ? now_ : now_ + kRebookingTime;
    timetable::ScheduleRequest request;
    request.passenger_class = passenger_class_;
    request.wanted = earliest;
    if (!anchor.is_ride()) {
      const auto on_the_way =
          timetable::leg_from(world_.network, world_.timetable, anchor) == legs.from
              ? std::optional(Seconds(0))
              : world_.network.planned_connection(
                    legs.from, timetable::leg_from(world_.network, world_.timetable, anchor),
                    passenger_class_);
      if (!on_the_way) return std::nullopt;
      request.wanted += *on_the_way;
      return schedule(world_.network, world_.timetable, legs, request);
    }
    const timetable::Service& service = world_.timetable.services()[anchor.service];
    auto run = world_.timetable.first_departing(anchor.service, anchor.board, earliest);
    for (int n = 0; run && n < kMostDepartures; ++n) {
      // Later runs of the anchor leave and arrive no earlier.
      if (arrives_by && world_.timetable.arrival(*run, anchor.alight) > *arrives_by)
        return std::nullopt;
      if (has_places(service, *run, anchor)) {
        request.anchor_run = *run;
        auto plan = schedule(world_.network, world_.timetable, legs, request);
        if (plan && plan->leave > now_ + kLongestWait) return std::nullopt;
        if (plan && plan->leave >= earliest && has_places(*plan)) return plan;
      }
      const std::uint32_t next = run->value() + 1;
      if (next == service.first_run + service.run_count) break;
      run = timetable::RunId(next);
    }
    return std::nullopt;
  }

 private:
  // The next run of the service that it waits for: nothing to ask for, nowhere to go.
  [[nodiscard]] bool begins_here(const timetable::Leg& leg) const {
    return leg.is_ride() && leg.service == waits_for_.service && leg.board == waits_for_.board;
  }
  // Without reservation it is enough that it runs.
  [[nodiscard]] bool has_places(const timetable::Service& service, timetable::RunId run,
                                const timetable::Leg& leg) const {
    return left_.places(run, leg.board, leg.alight) >= (service.reserved ? stuck_.size : 1);
  }
  [[nodiscard]] bool has_places(const timetable::Itinerary& plan) const {
    return std::all_of(plan.legs.begin(), plan.legs.end(), [&](const auto& at) {
      return !at.leg.is_ride() ||
             has_places(world_.timetable.services()[at.leg.service], at.run, at.leg);
    });
  }

  const World& world_;
  const flow::Stuck& stuck_;
  int passenger_class_;
  Instant now_;
  const flow::Step& waits_for_;
  const flow::PlacesLeft& left_;
};

}  // namespace

std::optional<flow::WayOn> Rebooking::way_on(const flow::Stuck& stuck, Instant now,
                                             const flow::PlacesLeft& left) const {
  const World& world = *world_;
  const WaysOn::Traveller& traveller = world.ways_on.travellers[stuck.route];
  const flow::Step& step = world.alternatives.routes[stuck.route].steps[stuck.step];
  const network::PlaceId place = world.timetable.services()[step.service].stops[step.board];
  const auto found = world.ways_on.ways.find({place, traveller.to, traveller.passenger_class});
  if (found == world.ways_on.ways.end()) return std::nullopt;
  const Desk desk(world, stuck, traveller.passenger_class, now, step, left);
  std::optional<timetable::Itinerary> best;
  flow::RouteId route = flow::RouteId::none();
  for (const WaysOn::Way& way : found->second) {
    auto plan = desk.first(way.legs, best ? std::optional(best->arrive) : std::nullopt);
    if (!plan) continue;
    if (best &&
        std::tuple(plan->arrive, plan->boardings) >= std::tuple(best->arrive, best->boardings))
      continue;
    best = std::move(plan);
    route = way.route;
  }
  if (!best) return std::nullopt;
  flow::WayOn way{.route = route, .planned_run = {}, .release = best->leave};
  for (const timetable::ScheduledLeg& leg : best->legs)
    if (leg.leg.is_ride()) way.planned_run.push_back(leg.run);
  return way;
}

}  // namespace stopover::simulation
