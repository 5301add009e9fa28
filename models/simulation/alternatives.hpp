// SPDX-License-Identifier: Apache-2.0
// The real alternatives of every pair of places somebody wants to travel between, on the timetable.
//
// A pair is (from, to, planning group). Its *journeys* are the templates that the network offers
// (timetable/itineraries.hpp): by which airport and carrier, by rail or road to it, direct or over
// a hub. A journey's *options* are its dated departures, in order of the anchor's departure; for
// journeys over the gateway also those with n nights between the two flights.
//
// Planning groups differ in how long a border takes them: citizens, foreigners. A traveller between
// two foreign places may pass the gateway without entering (class AIRSIDE) where its hub allows.
//
// Cost: one `schedule` a journey, anchor run and night count; memory 48 bytes each.
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

// One dated departure of a journey.
struct Option {
  Instant anchor{};          // departure of the anchor leg
  Instant gateway_arrive{};  // of the first flight at the gateway, for journeys over it
  Instant gateway_depart{};  // of the second
  float in_vehicle_hours = 0;
  float waiting_hours = 0;
  float connecting_hours = 0;
  float held_hours = 0;                             // of the waiting, during nights outside
  float ride_yuan = 0;                              // per person
  timetable::RunId run = timetable::RunId::none();  // of the anchor; a road has none
};

struct Journey {
  timetable::Template legs;
  std::uint64_t identity = 0;        // from the keys of its services and roads
  std::array<float, 6> road_yuan{};  // per person, for parties of 1 … 6; see road_yuan()
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
  // direct[0]: planned for the group's class; direct[1]: planned airside. Either may be empty.
  std::array<std::vector<Option>, 2> direct;
  // [n-1]: n nights between the flights, that is midnights of the gateway's civil time, and at
  // least 24 hours.
  std::vector<std::vector<Option>> nights;

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

// The dated plan of an option, as it was planned when the option was made.
[[nodiscard]] std::optional<timetable::Itinerary> replay(const World& world, const Journey& journey,
                                                         const Option& option, int passenger_class,
                                                         int nights);

}  // namespace stopover::simulation
