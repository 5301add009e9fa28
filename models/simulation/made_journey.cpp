// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/made_journey.hpp"

#include <algorithm>

#include "engine/base/check.hpp"

namespace stopover::simulation {

void MadeJourneys::add(const timetable::Template& way, std::uint32_t ride) {
  const auto& services = world_.timetable.services();
  for (const timetable::Leg& leg : way.legs) {
    MadeLeg& made = legs_.emplace_back();
    made.leg = &leg;
    if (leg.is_ride()) {
      const timetable::Service& service = services[leg.service];
      made.mode = service.mode;
      made.from = service.stops[leg.board];
      made.to = service.stops[leg.alight];
      made.ride = ride++;
      made.planned = outcome_.planned_run(plans_.flow, made.ride);
      made.outcome = outcome_.rides[made.ride];
      made.made = !made.outcome.run.is_none();
    } else {
      const network::Road& road = world_.network.roads[leg.road];
      made.mode = road.mode;
      made.from = road.from;
      made.to = road.to;
      made.made = true;
    }
  }
}

// A stranded party made no road behind the ride that it did not board, nor, where it boarded all,
// behind the last.
void MadeJourneys::strand() {
  const auto open = std::ranges::find_if(
      legs_, [](const MadeLeg& leg) { return leg.leg->is_ride() && !leg.made && !leg.rerouted; });
  const auto last = std::find_if(legs_.rbegin(), legs_.rend(), [](const MadeLeg& leg) {
                      return leg.leg->is_ride();
                    }).base();
  for (auto leg = open != legs_.end() ? open : last; leg != legs_.end(); ++leg) leg->made = false;
}

const std::vector<MadeLeg>& MadeJourneys::of(flow::PartyIndex party) {
  legs_.clear();
  const std::size_t i = party.value();
  add(world_.alternatives.journeys[plans_.parties[i].journey].legs, plans_.flow.ride_offset[i]);
  for (const flow::Rerouting& way : outcome_.reroutings_of(party)) {
    const auto missed = std::ranges::find_if(legs_, [&](const MadeLeg& leg) {
      return leg.leg->is_ride() && leg.ride == way.missed_ride;
    });
    STOPOVER_CHECK(missed != legs_.end(), "the missed ride is one of the party's");
    missed->rerouted = true;
    legs_.erase(missed + 1, legs_.end());
    const std::size_t kept = legs_.size();
    add(*world_.ways_on.legs.at(way.route), way.first_ride);
    STOPOVER_CHECK(legs_.size() > kept, "a way on has legs");
    legs_[kept].begins_way_on = true;
  }
  if (outcome_.stranded[party] != 0) strand();
  return legs_;
}

}  // namespace stopover::simulation
