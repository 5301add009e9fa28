// SPDX-License-Identifier: Apache-2.0
// Another way for a party that missed its train or flight inside the gateway, or whose run of any
// kind was cancelled there: by air, rail, road or several of them, with the places that are really
// left.
//
// For each place where somebody may miss a run, each destination and passenger class,
// `find_ways_on` keeps the journeys that the network offers from there (timetable/itineraries.hpp).
// At the moment, `Rebooking` puts each on the timetable, from kRebookingTime after the round in
// which the party asks, or at once if it begins with the service it waits for: its first
// departures, up to kLongestWait from now, for which every booked run still has places for the
// whole party, and every other still runs. The earliest arrival is taken, then fewest boardings:
// what a desk that rebooks people does. Times are those of the printed timetable, late runs not put
// off; of the day it knows places, who has closed, and cancellations announced (flow::Setting).
//
// What it is not: a choice (the party takes what it gets), protection of a ticket (who pays is
// another model's), or a night's lodging. Who missed a run elsewhere waits for the next of its
// service.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/ids.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/timetable/itineraries.hpp"
#include "models/simulation/alternatives.hpp"

namespace stopover::simulation {

struct World;

// An assumption, without a source: to notice, ask and be given a new ticket.
inline constexpr Seconds kRebookingTime = minutes(10);
// For a vehicle; then a party gives its journey up. An assumption too.
inline constexpr Seconds kLongestWait = hours(48);

struct WaysOn {
  // Where a run was missed, the destination, the passenger class.
  using Key = std::tuple<network::PlaceId, network::PlaceId, int>;
  struct Way {
    timetable::Template legs;
    flow::RouteId route = flow::RouteId::none();
  };
  // Whose route is this, and where does it lead?
  struct Traveller {
    network::PlaceId to = network::PlaceId::none();
    int passenger_class = 0;
  };
  std::map<Key, std::vector<Way>> ways;
  Table<flow::RouteId, Traveller> travellers;                // of all routes
  std::map<flow::RouteId, const timetable::Template*> legs;  // of ways on; into `ways`
};

// Adds the routes of ways on to the world's alternatives.
[[nodiscard]] WaysOn find_ways_on(World& world, Executor& executor);

class Rebooking final : public flow::Rerouter {
 public:
  // Keeps a reference.
  explicit Rebooking(const World& world) : world_(&world) {}
  [[nodiscard]] std::optional<flow::WayOn> way_on(const flow::Stuck& stuck, Instant now,
                                                  const flow::PlacesLeft& left) const override;

 private:
  const World* world_;
};

}  // namespace stopover::simulation
