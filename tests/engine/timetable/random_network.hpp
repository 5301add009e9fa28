// SPDX-License-Identifier: Apache-2.0
// Small random networks for the oracles: places with and without doors, one hub, lines that share
// stops, roads. Many ties, because times are small whole minutes.
#pragma once

#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "engine/timetable/timetable.hpp"

namespace stopover::timetable {

constexpr Mode kAir = 1;
constexpr Mode kRail = 2;
constexpr Mode kBus = 3;
constexpr Mode kTaxi = 8;

// A counter-based source of small numbers (SplitMix64: Steele, Lea & Flood 2014).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  // 0 … below - 1
  std::size_t roll(std::size_t below) { return static_cast<std::size_t>(bits() % below); }
  bool happens(int per_cent) { return roll(100) < static_cast<std::size_t>(per_cent); }
  Seconds some_minutes(std::size_t below) { return minutes(static_cast<int>(roll(below))); }

 private:
  std::uint64_t state_;
};

struct SmallWorld {
  network::Network network;
  Timetable timetable;
};

inline void add_places(SmallWorld& world, Dice& dice, std::size_t count) {
  network::HubGraph hub;
  const network::HubId hub_id = world.network.hubs.next_id();
  std::vector<network::HubGraph::Vertex> arrive;
  std::vector<network::HubGraph::Vertex> depart;
  for (std::size_t i = 0; i < count; ++i) {
    network::Place place;
    place.key = fmt::format("p{}", i);
    const PlaceId id(i);
    if (i < count / 2) {
      place.hub = hub_id;
      arrive.push_back(hub.add_vertex({.kind = network::HubVertex::Kind::kArrive,
                                       .place = id,
                                       .key = fmt::format("{}:arrive", place.key)}));
      depart.push_back(hub.add_vertex({.kind = network::HubVertex::Kind::kDepart,
                                       .place = id,
                                       .key = fmt::format("{}:depart", place.key)}));
    } else {
      if (dice.happens(80)) place.board = dice.some_minutes(4);
      if (dice.happens(80)) place.alight = dice.some_minutes(4);
      if (dice.happens(50)) place.connect = dice.some_minutes(4);
    }
    if (dice.happens(30)) place.reserve = dice.some_minutes(5);
    world.network.places.push_back(std::move(place));
  }
  for (const auto from : arrive)
    for (const auto to : depart)
      if (dice.happens(60))
        hub.add_walk(from, to, dice.some_minutes(4), Seconds(0),
                     dice.happens(80) ? network::kAllClasses : network::ClassMask{1});
  world.network.hubs.push_back(std::move(hub));
}

inline Service random_service(Dice& dice, std::size_t places, std::size_t number) {
  Service service;
  service.key = fmt::format("s{}", number);
  service.line = fmt::format("l{}", number / 2);  // lines of two services
  service.mode = dice.happens(35) ? kAir : (dice.happens(50) ? kRail : kBus);
  service.reserved = service.mode == kAir || dice.happens(30);
  service.boarding_closes = dice.happens(30) ? dice.some_minutes(3) : Seconds(0);
  const std::size_t stops = 2 + dice.roll(3);
  for (std::size_t i = 0; i < stops; ++i) service.stops.emplace_back(dice.roll(places));
  for (std::size_t i = 0; i < stops * stops; ++i)
    service.fare.push_back(dice.happens(85) ? Fen(static_cast<int>(dice.roll(50))) : Fen(-1));
  return service;
}

inline SmallWorld random_world(std::uint64_t seed) {
  Dice dice(seed);
  SmallWorld world;
  const std::size_t places = 4 + dice.roll(4);
  add_places(world, dice, places);
  TimetableBuilder builder;
  const std::size_t services = 6 + dice.roll(9);
  for (std::size_t s = 0; s < services; ++s) {
    Service service = random_service(dice, places, s);
    const std::size_t stops = service.stops.size();
    const ServiceId id = builder.add_service(std::move(service));
    const std::size_t pace = dice.roll(3);  // the same for all runs, so that ties are common
    const std::size_t runs = dice.roll(7);  // none: never a leg
    for (std::size_t r = 0; r < runs; ++r) {
      Offsets offsets;
      std::int32_t at = 0;
      for (std::size_t k = 0; k < stops; ++k) {
        if (k > 0) at += 60 * static_cast<std::int32_t>(1 + pace);
        offsets.arrive.push_back(at);
        offsets.depart.push_back(at);
      }
      builder.add_run(id, {Instant(0) + dice.some_minutes(60), 10, 0}, offsets);
    }
  }
  world.timetable = std::move(builder).build();
  const std::size_t roads = dice.roll(9);
  for (std::size_t r = 0; r < roads; ++r)
    world.network.roads.push_back({.key = fmt::format("r{}", r),
                                   .mode = kTaxi,
                                   .from = PlaceId(dice.roll(places)),
                                   .to = PlaceId(dice.roll(places)),
                                   .mean = dice.some_minutes(9),
                                   .fare = Fen(static_cast<int>(dice.roll(90)))});
  return world;
}

}  // namespace stopover::timetable
