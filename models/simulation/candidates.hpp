// SPDX-License-Identifier: Apache-2.0
// What a party chooses among, and what it chooses.
//
// By multinomial logit among the journeys of its pair, each at the departure before and the one
// after the time it wants, up to kEarliest before it and kLatest after it; travellers between two
// other places may also step out between their flights or stay nights, when an entry regime lets
// them and its clock allows. Utilities are generalised hours (time weighted by kind, money divided
// by the party's value of time; how late and how crowded one expects to be, expectations.hpp) plus
// constants. Error terms are keyed by party and alternative.
//
// What it is not: aware of what is sold out on the day (the sweep is).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/demand/demand.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/departures.hpp"

namespace stopover::simulation {

struct Behaviour;

enum class StayKind : std::uint8_t { kNone, kStepOut, kNights };

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
// The best of them, the first if several are; as if from the list, but faster.
[[nodiscard]] std::optional<Candidate> choose(const Planning& planning, const demand::Party& party);
// How likely a party chooses alternatives of three kinds, over the error terms: the logit shares,
// in millionths, so that they can be counted exactly. What few choose is told by them more closely
// than by who happens to choose it.
struct Chances {
  std::int32_t over_gateway = 0;  // changes flights there
  std::int32_t step_out = 0;      // of these, without a night
  std::int32_t nights = 0;        // of these, with
  friend bool operator==(const Chances&, const Chances&) = default;
};
[[nodiscard]] Chances chances(const Planning& planning, const demand::Party& party);
// Whether a foreigner who changes at the gateway would be let in between the flights.
[[nodiscard]] bool may_enter(const Planning& planning, const demand::Party& party,
                             const Candidate& taken);

}  // namespace stopover::simulation
