// SPDX-License-Identifier: Apache-2.0
// The journeys of a world's network against the itineraries that its plans are made of: two ways
// to the same timetable, hubs and fares, by different code.
#include "models/simulation/journey_network.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/journeys/multi_criteria.hpp"
#include "engine/timetable/itineraries.hpp"
#include "models/scenario/load.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

struct Opened {
  World world;
  JourneyNetwork network;
};

Opened open(const std::string& scenario) {
  FaultList faults;
  const scenario::LoadedScenario loaded = ::stopover::scenario::load(
      std::string(STOPOVER_SOURCE_DIR) + "/scenarios/" + scenario, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  const auto executor = serial_executor();
  Opened out{compile(loaded.scenario, *executor, faults), {}};
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  out.network = journey_network(out.world, kCitizen);
  return out;
}

// Of the plan: what a citizen pays, a vehicle's fares in full.
Fen fare_of(const timetable::Itinerary& plan) {
  return plan.ride_fare + plan.road_fare;
}

void expect_offers_as_good(const Opened& o, std::size_t most_pairs, std::size_t least_compared) {
  const journeys::Window window(o.network.transit, o.network.transit.dates());
  const auto serial = serial_executor();
  const journeys::Bounds bounds(window, *serial);
  journeys::MultiCriteriaSearch search(window, bounds, o.network.rules);
  const Instant day = o.world.zone.instant_at(o.world.first_day, Seconds(0));
  std::size_t compared = 0;
  std::size_t pairs = 0;
  for (const auto& [key, pair] : o.world.alternatives.pairs) {
    const auto& [from, to, group] = key;
    if (group != Group::kCitizen || pairs++ >= most_pairs) continue;
    journeys::Request request{JourneyNetwork::door_of(from),
                              JourneyNetwork::door_of(to),
                              {day - hours(24), day + hours(36)}};
    request.by_fare = true;
    const std::vector<journeys::Offer> offers = search.profile(request);
    for (const journeys::Offer& offer : offers)
      ASSERT_EQ(journeys::fault_of(o.network.transit, offer.journey), "");
    for (const JourneyId id : o.world.alternatives.journeys_of[pair]) {
      const timetable::Template& way = o.world.alternatives.journeys[id].legs;
      const auto plan =
          timetable::schedule(o.world.network, o.world.timetable, way,
                              {.wanted = day + hours(9), .passenger_class = kCitizen});
      if (!plan || plan->boardings == 0) continue;
      ++compared;
      const bool matched = std::any_of(offers.begin(), offers.end(), [&](const auto& offer) {
        const journeys::JourneyPoint& p = offer.journey.point;
        return p.depart >= plan->leave && p.arrive <= plan->arrive &&
               p.boardings <= plan->boardings && offer.fare <= fare_of(*plan);
      });
      EXPECT_TRUE(matched) << o.world.places[from].key << " > " << o.world.places[to].key
                           << " leaving " << iso_text(plan->leave, o.world.zone) << " arriving "
                           << iso_text(plan->arrive, o.world.zone) << ", " << plan->boardings
                           << " boardings, " << fare_of(*plan).count() << " fen";
    }
  }
  EXPECT_GE(compared, least_compared);
}

TEST(JourneyNetwork, OffersWhatPlansKnowInMinimal) {
  expect_offers_as_good(open("minimal"), 1'000, 1);
}

TEST(JourneyNetwork, OffersWhatPlansKnowInShanghai) {
  expect_offers_as_good(open("shanghai/2024"), 60, 200);
}

}  // namespace
}  // namespace stopover::simulation
