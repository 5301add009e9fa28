// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/routes.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

using network::PlaceId;
using network::ProcessPath;
using timetable::Leg;

class RouteBuilder {
 public:
  RouteBuilder(const World& world, const Journey& journey, PassengerClass passenger_class,
               scenario::HolderId holder)
      : world_(world),
        journey_(journey),
        plain_class_(passenger_class),
        class_(scenario::Holders::class_of(passenger_class, holder)) {}

  std::optional<BuiltRoute> build(bool stay) && {
    const auto& legs = journey_.legs.legs;
    if (!add_way_in()) return std::nullopt;
    for (std::size_t i = 0; i < legs.size(); ++i) {
      add_leg(legs[i]);
      if (i + 1 == legs.size()) break;
      const bool outside = stay && (static_cast<int>(i) == journey_.first_air ||
                                    static_cast<int>(i) + 1 == journey_.last_air);
      if (!(outside ? add_stay(i) : add_connection(i))) return std::nullopt;
    }
    if (legs.back().is_ride() && !add_door(journey_.legs.to, &network::Place::alight))
      return std::nullopt;
    return std::move(built_);
  }

 private:
  void add_walk(Seconds mean, Seconds sd) {
    if (mean > Seconds(0))
      built_.route.steps.push_back({.kind = flow::Step::Kind::kWalk, .mean = mean, .sd = sd});
  }

  // The door, or for who stands inside a hub the way to the first leg.
  bool add_way_in() {
    const auto& legs = journey_.legs.legs;
    const PlaceId first = timetable::leg_from(world_.network, world_.timetable, legs.front());
    if (first == journey_.legs.from)
      return !legs.front().is_ride() || add_door(first, &network::Place::board);
    const auto path = world_.network.connection(journey_.legs.from, first, class_);
    if (path) add_path(*path);
    return path.has_value();
  }

  // Outside hubs the door takes the place's own time; without one it cannot be passed.
  bool add_door(PlaceId place, std::optional<Seconds> network::Place::*door) {
    const network::Place& p = world_.network.places[place];
    if (!p.hub.is_none()) return true;
    if (!(p.*door)) return false;
    add_walk(*(p.*door), Seconds(0));
    return true;
  }

  void add_leg(const Leg& leg) {
    if (leg.is_ride()) {
      built_.route.steps.push_back({.kind = flow::Step::Kind::kRide,
                                    .service = leg.service,
                                    .board = leg.board,
                                    .alight = leg.alight});
    } else {
      const network::Road& road = world_.network.roads[leg.road];
      add_walk(road.mean, road.sd);
      built_.road.resize(built_.route.steps.size(), network::RoadId::none());
      if (road.mean > Seconds(0)) built_.road.back() = leg.road;
    }
  }

  // Classes that a checkpoint treats alike share their routes.
  void add_queue(network::CheckpointId id) {
    flow::Step step{.kind = flow::Step::Kind::kQueue, .checkpoint = id};
    const flow::Checkpoint& checkpoint = world_.checkpoints[id];
    if (!checkpoint.is_plain())
      step.passenger_class =
          static_cast<std::uint8_t>(sets_holder_apart(checkpoint) ? class_ : plain_class_);
    built_.route.steps.push_back(step);
  }

  [[nodiscard]] bool sets_holder_apart(const flow::Checkpoint& checkpoint) const {
    const auto differs = [&](network::ClassMask classes) {
      return (classes >> class_ & 1U) != (classes >> static_cast<int>(plain_class_) & 1U);
    };
    return std::ranges::any_of(checkpoint.desk_types, differs, &flow::DeskType::serves) ||
           std::ranges::any_of(checkpoint.rules, differs, &flow::PassengerRule::classes);
  }

  void add_path(const ProcessPath& path) {
    for (const network::ProcessStep& step : path.steps) {
      if (step.kind == network::ProcessStep::Kind::kWalk)
        add_walk(step.mean, step.sd);
      else
        add_queue(step.checkpoint);
    }
  }

  [[nodiscard]] std::pair<PlaceId, PlaceId> ends_of(std::size_t leg) const {
    const auto& legs = journey_.legs.legs;
    return {timetable::leg_to(world_.network, world_.timetable, legs[leg]),
            timetable::leg_from(world_.network, world_.timetable, legs[leg + 1])};
  }

  bool add_connection(std::size_t leg) {
    const auto [from, to] = ends_of(leg);
    const auto path = world_.network.connection(from, to, class_);
    if (!path) return false;
    add_path(*path);
    return true;
  }

  // Waits, outside, for the time to go to leg + 1. Between flights of one hub that is at the hub's
  // door that is passed soonest; next to a land leg, at that leg's station.
  bool add_stay(std::size_t leg) {
    const auto [from, to] = ends_of(leg);
    const auto& legs = journey_.legs.legs;
    const bool comes_by_air = is_air(legs[leg]);
    const bool goes_by_air = is_air(legs[leg + 1]);
    const PlaceId door = comes_by_air ? (goes_by_air ? door_between(from, to) : to) : from;
    if (door.is_none()) return false;
    if (comes_by_air) {
      const auto in = world_.network.connection(from, door, class_);
      if (!in) return false;
      add_path(*in);
    }
    const Seconds closes = legs[leg + 1].is_ride()
                               ? world_.timetable.services()[legs[leg + 1].service].boarding_closes
                               : Seconds(0);
    built_.route.steps.push_back({.kind = flow::Step::Kind::kStay});
    built_.stays.push_back({leg + 1, closes});
    if (!goes_by_air) return true;
    const auto out = world_.network.connection(door, to, class_);
    const auto planned = world_.network.planned_connection(
        door, to, class_, {.in = {}, .out = {}, .product = {}, .closes = closes});
    if (!out || !planned) return false;
    built_.stays.back().before += *planned;
    add_path(*out);
    return true;
  }

  [[nodiscard]] bool is_air(const Leg& leg) const {
    return leg.is_ride() && world_.timetable.services()[leg.service].mode == scenario::AIR;
  }

  // The landside place with the least planned time there and back; none() without one.
  [[nodiscard]] PlaceId door_between(PlaceId from, PlaceId to) const {
    const network::HubId hub = world_.network.places[from].hub;
    PlaceId best = PlaceId::none();
    std::optional<Seconds> least;
    if (hub.is_none()) return best;
    for (const PlaceId place : ids_of(world_.network.places)) {
      if (world_.network.places[place].hub != hub) continue;
      if (world_.places[place].kind == scenario::AIRPORT_GATES) continue;
      const auto there = world_.network.planned_connection(from, place, class_);
      const auto back = world_.network.planned_connection(place, to, class_);
      if (!there || !back || (least && *there + *back >= *least)) continue;
      least = *there + *back;
      best = place;
    }
    return best;
  }

  const World& world_;
  const Journey& journey_;
  PassengerClass plain_class_;
  int class_;  // the holder's
  BuiltRoute built_;
};

}  // namespace

std::optional<BuiltRoute> build_route(const World& world, const Journey& journey,
                                      PassengerClass passenger_class, bool stay,
                                      scenario::HolderId holder) {
  return RouteBuilder(world, journey, passenger_class, holder).build(stay);
}

}  // namespace stopover::simulation
