// SPDX-License-Identifier: Apache-2.0
// Path sizes by hand, and what they do to choices.
#include "models/simulation/overlap.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "models/simulation/candidates.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

std::vector<JourneyId> journeys_of(const World& world, const std::string& from,
                                   const std::string& to) {
  const auto place = [&](const std::string& key) {
    for (const network::PlaceId p : ids_of(world.places))
      if (world.places[p].key == key) return p;
    ADD_FAILURE() << key;
    return network::PlaceId();
  };
  const Alternatives& all = world.alternatives;
  return all.journeys_of[all.pair(place(from), place(to), Group::kForeign)];
}

// From a to the delta: a flight of 120 minutes, then a train of 45 or a taxi of 60.
TEST(Overlap, IsTheSharedPartOfTheTime) {
  const World world = crowded_trains(60);
  const std::vector<JourneyId> both = journeys_of(world, "a", "delta");
  ASSERT_EQ(both.size(), 2U);
  for (const JourneyId id : both) {
    const Journey& j = world.alternatives.journeys[id];
    const double expected = j.has_road ? (120.0 / 2 + 60) / 180 : (120.0 / 2 + 45) / 165;
    EXPECT_NEAR(j.ln_path_size, std::log(expected), 1e-6);
  }
}

TEST(Overlap, IsNothingForAJourneyAlone) {
  const World world = minimal_world();
  const std::vector<JourneyId> one = journeys_of(world, "a", "delta");
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(world.alternatives.journeys[one[0]].ln_path_size, 0);
}

// A journey twice weighs as much as once.
TEST(Overlap, HalvesWhatIsThereTwice) {
  const World world = minimal_world();
  const Journey& one = world.alternatives.journeys[journeys_of(world, "a", "delta")[0]];
  const std::vector<double> twice = ln_path_sizes(world, {one, one});
  EXPECT_NEAR(twice[0], std::log(0.5), 1e-12);
  EXPECT_EQ(twice[0], twice[1]);
}

TEST(Overlap, CountsInUtilityByItsWeight) {
  const World world = crowded_trains(60);
  const Departures departures = departures_of(world);
  Behaviour without = behaviour_of(world.parameters);
  Behaviour with = without;
  with.path_size = 0.7;
  const demand::Luck luck{1, 0};
  int seen = 0;
  for (const demand::MarketId market : ids_of(world.demand.markets)) {
    if (world.demand.markets[market].persons_per_day <= 0) continue;
    const demand::Party party = demand::draw_party(world.demand, market, world.first_day, 0, luck);
    std::vector<Candidate> plain;
    std::vector<Candidate> sized;
    candidates({world, departures, without, luck}, party, plain);
    candidates({world, departures, with, luck}, party, sized);
    ASSERT_EQ(plain.size(), sized.size());
    for (std::size_t i = 0; i < plain.size(); ++i, ++seen) {
      const double ln =
          static_cast<double>(world.alternatives.journeys[plain[i].journey].ln_path_size);
      EXPECT_NEAR(sized[i].utility - plain[i].utility, 0.7 * ln, 1e-12);
      EXPECT_EQ(sized[i].error, plain[i].error);
    }
  }
  EXPECT_GT(seen, 1);
}

}  // namespace
}  // namespace stopover::simulation
