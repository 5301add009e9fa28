// SPDX-License-Identifier: Apache-2.0
// A party's journey as it was made: the legs of its plan up to the run that it missed, then those
// of the way on that it took, and so on to the end.
//
//   MadeJourneys journeys(world, plans, outcome);
//   for (const MadeLeg& leg : journeys.of(party)) ...
//
// What it is not: walks, queues and their times (told.hpp).
//
// Errors: plans, outcome and world of different simulations are a bug.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/flow/sweep.hpp"
#include "models/simulation/plans.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

// Parties that have ended, by reference.
struct EndedParties {
  const PlansOfReplication& plans;
  const flow::PartyOutcomes& outcome;
  const std::vector<std::int32_t>& run_delay;  // seconds, by RunId
};

struct MadeLeg {
  const timetable::Leg* leg = nullptr;
  network::Mode mode = 0;
  network::PlaceId from;
  network::PlaceId to;
  bool begins_way_on = false;
  bool rerouted = false;   // missed, and the party went another way
  bool made = false;       // boarded some run; a road: not behind where the party is stranded
  std::uint32_t ride = 0;  // of a ride: into PartyOutcomes::rides
  timetable::RunId planned = timetable::RunId::none();
  flow::RideOutcome outcome;

  [[nodiscard]] bool is_flight() const { return leg->is_ride() && mode == scenario::AIR; }
  [[nodiscard]] bool is_intercity() const {
    return leg->is_ride() && (mode == scenario::AIR || mode == scenario::RAIL);
  }
  [[nodiscard]] bool missed() const { return outcome.cause != flow::MissCause::kNone; }
  // A ride that a stranded party never came to is neither made nor missed (flow/sweep.hpp). A run
  // before the planned one is no miss.
  [[nodiscard]] bool tried() const { return made || missed(); }
};

// Keeps references to all three.
class MadeJourneys {
 public:
  MadeJourneys(const World& world, const PlansOfReplication& plans,
               const flow::PartyOutcomes& outcome)
      : world_(world), plans_(plans), outcome_(outcome) {}
  // In order; valid until the next call.
  [[nodiscard]] const std::vector<MadeLeg>& of(flow::PartyIndex party);

 private:
  void add(const timetable::Template& way, std::uint32_t ride);
  void strand();

  const World& world_;
  const PlansOfReplication& plans_;
  const flow::PartyOutcomes& outcome_;
  std::vector<MadeLeg> legs_;
};

// Planned departures by flight or intercity train that the party came to: take(before, leg), where
// `before` is the one that it connected from, none for its first. What follows a miss on another
// way was not planned as a connection and is left out.
template <class Take>
void for_each_departure(const std::vector<MadeLeg>& legs, const Take& take) {
  const MadeLeg* before = nullptr;
  bool rebooked = false;
  for (const MadeLeg& leg : legs) {
    rebooked = rebooked || leg.begins_way_on;
    if (!leg.is_intercity()) continue;
    if (!leg.tried()) return;
    if (!rebooked) take(before, leg);
    rebooked = false;
    before = &leg;
  }
}

}  // namespace stopover::simulation
