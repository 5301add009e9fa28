// SPDX-License-Identifier: Apache-2.0
// The real alternatives of every pair of places somebody wants to travel between, on the timetable.
//
// A pair is (from, to, planning group). Its *journeys* are the templates that the network offers
// (timetable/itineraries.hpp): by which airport and carrier, by rail or road to it, direct or over
// a hub. When they depart: departures.hpp.
//
// Planning groups differ in how long a border takes them: citizens, foreigners. A traveller between
// two foreign places may pass the gateway without entering (class AIRSIDE) where its hub allows.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/ids.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/timetable/itineraries.hpp"

namespace stopover::simulation {

struct World;

using PairId = Id<struct PairTag>;
using JourneyId = Id<struct JourneyTag>;

// In what way a journey is made. Who steps out between flights counts as who does not.
enum class Way : std::uint8_t {
  kDirect,   // as the group's class connects, if at all
  kAirside,  // connecting without entering
  kNights,   // between the flights
};
inline constexpr std::uint32_t kWays = 3;
// A journey and a way of making it.
using OfferId = Id<struct OfferTag>;
[[nodiscard]] constexpr OfferId offer_of(JourneyId journey, Way way) {
  return OfferId(std::uint64_t{journey.value()} * kWays + static_cast<std::uint64_t>(way));
}

// Passenger classes as bit numbers, in the order of the schema's PassengerClass without its zero.
enum PassengerClass : std::uint8_t {
  kCitizen,
  kResident,
  kForeignOrdinary,
  kForeignPermit,
  kAirside,
  kPassengerClasses
};

enum class Group : std::uint8_t { kCitizen, kForeign };

struct Journey {
  timetable::Template legs;
  std::uint64_t identity = 0;        // from the keys of its services and roads
  std::array<float, 6> road_yuan{};  // per person, for parties of 1 … 6; see road_yuan()
  float ln_path_size = 0;            // 0 or less: overlap.hpp
  std::int16_t boardings = 0;
  std::int16_t first_air = -1;  // leg index
  std::int16_t last_air = -1;
  bool over_gateway = false;     // changes flights inside the gateway
  bool over_rival = false;       // changes flights elsewhere, or lands there or departs from there
  bool between_foreign = false;  // from one foreign place to another
  bool nonstop = false;          // one flight
  bool air_rail = false;         // has a flight and an intercity rail leg
  bool has_road = false;
  bool has_coach = false;
  bool has_metro = false;
  bool airside = false;   // may be made without entering
  bool entering = false;  // may be made by a person who enters
  // Whether it departs at all within the horizon: planned for the group's class; planned airside.
  std::array<bool, 2> direct{};
  int max_nights = 0;  // between the flights
  Group group = Group::kCitizen;

  // Route of a passenger class; with_stay: leaves the airport between the flights.
  // none(): not possible for that class.
  std::array<std::array<flow::RouteId, 2>, kPassengerClasses> route{};
};

// A stay of a route: it ends so long before the departure of that leg, reserve included.
struct PlannedStay {
  std::size_t leg = 0;
  Seconds before{};
};

class Alternatives {
 public:
  using PairKey = std::tuple<network::PlaceId, network::PlaceId, Group>;

  std::map<PairKey, PairId> pairs;
  Table<PairId, std::vector<JourneyId>> journeys_of;
  Table<JourneyId, Journey> journeys;
  Table<flow::RouteId, flow::Route> routes;
  Table<flow::RouteId, std::vector<PlannedStay>> stays;  // one for each kStay step, in order

  [[nodiscard]] PairId pair(network::PlaceId from, network::PlaceId to, Group group) const {
    const auto it = pairs.find({from, to, group});
    return it == pairs.end() ? PairId::none() : it->second;
  }
};

[[nodiscard]] constexpr int planning_class(Group group) {
  return group == Group::kCitizen ? kCitizen : kForeignOrdinary;
}

// For all pairs of the world's demand. Packages of pairs run in parallel.
[[nodiscard]] Alternatives find_alternatives(const World& world, Executor& executor);

// What a person of a party of `size` pays for the journey's roads, yuan.
[[nodiscard]] double road_yuan(const World& world, const Journey& journey, int size);

}  // namespace stopover::simulation
