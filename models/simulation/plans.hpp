// SPDX-License-Identifier: Apache-2.0
// What each party of one replication intends to do.
//
// Parties are drawn market by market and day by day (models/demand) and choose, by multinomial
// logit, among the journeys of their pair, each at the departure before and the one after the time
// they want, up to kEarliest before it and kLatest after it; travellers between two other places
// may also step out between their flights or stay nights, when an entry regime lets them and its
// clock allows. Utilities are generalised hours (time weighted by kind, money divided by the
// party's value of time) plus constants. Error terms are keyed by party and alternative.
//
// What it is not: aware of capacity (the sweep is) or of learned times (a later loop is).
//
// Shapes: `flow` holds the columns the sweep needs; `parties[i]` describes the same party i.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/flow/sweep.hpp"
#include "models/simulation/departures.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

enum class StayKind : std::uint8_t { kNone, kStepOut, kNights };

struct PlannedParty {
  demand::MarketId market;
  JourneyId journey;
  std::uint16_t day = 0;  // index into World::demand_days()
  std::int16_t size = 1;
  std::int16_t nights = 0;  // in the gateway
  network::PlaceId to;      // where the journey ends
  StayKind stay = StayKind::kNone;
  PassengerClass passenger_class = kCitizen;
  bool may_enter = false;     // connects at the gateway and some regime would let them in
  bool over_gateway = false;  // connects at the gateway between two foreign places
  float stay_hours = 0;       // usable hours outside between the flights
  Fen fare{};                 // the party's, rides and roads
};

struct PlansOfReplication {
  flow::Plans flow;
  std::vector<PlannedParty> parties;
  // Parties of the counted days without any alternative within the timetable, by market: persons.
  Table<demand::MarketId, std::int64_t> unserved;
};

// One alternative as a party sees it: for choosing, and for explaining the choice.
struct Candidate {
  JourneyId journey;
  std::int16_t side = 0;  // 0: group's class, 1: airside
  StayKind stay = StayKind::kNone;
  std::int16_t nights = 0;
  PassengerClass passenger_class = kCitizen;
  const Option* option = nullptr;
  double utility = 0;  // without error
  double error = 0;
  double stay_hours = 0;
};

// What planning goes by; kept by reference.
struct Planning {
  const World& world;
  const Departures& departures;
  const Behaviour& behaviour;
  demand::Luck luck;
};

// All alternatives of a party, in a fixed order. Empty: nothing in the timetable serves it.
void candidates(const Planning& planning, const demand::Party& party, std::vector<Candidate>& out);

// The parties of some demand days, by index into World::demand_days(). The departures hold
// anchors_of_day of each.
[[nodiscard]] PlansOfReplication make_plans(const Planning& planning, HalfOpen<std::uint16_t> days);
// Of all demand days, for which the departures are the whole.
[[nodiscard]] PlansOfReplication make_plans(const Planning& planning);

}  // namespace stopover::simulation
