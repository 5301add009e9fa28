// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network.hpp"

#include <gtest/gtest.h>

namespace stopover::network {
namespace {

using Kind = HubVertex::Kind;

//   places: 0 pier, 1 metro (hub 0); 2 town (connects in 600 s); 3 village (no connection);
//           4 station (hub 1, no graph)
Network draw() {
  Network network;
  network.hubs.push_back(HubGraph());
  network.hubs.push_back(HubGraph());
  const auto place = [](const char* key, HubId hub) {
    Place p;
    p.key = key;
    p.hub = hub;
    return p;
  };
  network.places.push_back(place("pier", HubId(0)));
  network.places.push_back(place("metro", HubId(0)));
  network.places.push_back(place("town", HubId::none()));
  network.places.push_back(place("village", HubId::none()));
  network.places.push_back(place("station", HubId(1)));
  network.places[PlaceId(1)].reserve = Seconds(100);
  network.places[PlaceId(0)].connect = Seconds(1);  // of no effect inside a hub
  network.places[PlaceId(2)].connect = Seconds(600);
  network.places[PlaceId(2)].reserve = Seconds(60);
  HubGraph& hub = network.hubs[HubId(0)];
  const auto in = hub.add_vertex({Kind::kArrive, PlaceId(0), {}, 0b11U, {}, "pier:arrive"});
  const auto out = hub.add_vertex({Kind::kDepart, PlaceId(1), {}, 0b11U, {}, "metro:depart"});
  const auto back = hub.add_vertex({Kind::kDepart, PlaceId(0), {}, 0b11U, {}, "pier:depart"});
  hub.add_walk(in, out, Seconds(240), Seconds(30), 0b01U);
  hub.add_walk(in, out, Seconds(500), Seconds(30), kAllClasses);
  hub.add_walk(in, back, Seconds(900), Seconds(0), kAllClasses);
  return network;
}

const PlaceId kPier(0);
const PlaceId kMetro(1);
const PlaceId kTown(2);
const PlaceId kVillage(3);
const PlaceId kStation(4);

TEST(Network, InsideAHubTheGraphDecidesForTheSamePlaceToo) {
  const Network network = draw();
  EXPECT_EQ(network.connection(kPier, kMetro, 0)->expected, Seconds(240));
  EXPECT_EQ(network.connection(kPier, kMetro, 1)->expected, Seconds(500));
  EXPECT_EQ(network.connection(kPier, kPier, 0)->expected, Seconds(900));
  EXPECT_EQ(network.connection(kMetro, kPier, 0), std::nullopt);
  EXPECT_EQ(network.connection(kPier, kMetro, 2), std::nullopt);
  EXPECT_EQ(network.connection(kStation, kStation, 0), std::nullopt);
}

TEST(Network, OutsideHubsOnlyTheSamePlaceConnectsByOneWalk) {
  const Network network = draw();
  const ProcessPath walk = {
      {{ProcessStep::Kind::kWalk, Seconds(600), Seconds(0), CheckpointId::none()}}, Seconds(600)};
  EXPECT_EQ(network.connection(kTown, kTown, 9), walk);
  EXPECT_EQ(network.connection(kVillage, kVillage, 0), std::nullopt);
  EXPECT_EQ(network.connection(kTown, kVillage, 0), std::nullopt);
  EXPECT_EQ(network.connection(kTown, kPier, 0), std::nullopt);
  EXPECT_EQ(network.connection(kPier, kStation, 0), std::nullopt);
}

TEST(Network, PlannedTimeAddsTheReserveOfTheDeparturePlace) {
  const Network network = draw();
  EXPECT_EQ(network.planned_connection(kPier, kMetro, 0), Seconds(340));
  EXPECT_EQ(network.planned_connection(kPier, kPier, 0), Seconds(900));
  EXPECT_EQ(network.planned_connection(kTown, kTown, 0), Seconds(660));
  EXPECT_EQ(network.planned_connection(kMetro, kPier, 0), std::nullopt);
  EXPECT_EQ(network.planned_connection(kVillage, kVillage, 0), std::nullopt);
}

TEST(Network, AMinimumConnectionCountsOnlyWhenLongerAndForItsOwnPair) {
  Network network = draw();
  network.minimum_connections = {{kPier, kMetro, Seconds(341)},
                                 {kMetro, kPier, Seconds(50)},
                                 {kPier, kPier, Seconds(899)},
                                 {kPier, kMetro, Seconds(345)},
                                 {kPier, kMetro, Seconds(1)}};
  EXPECT_EQ(network.planned_connection(kPier, kMetro, 0), Seconds(345));
  EXPECT_EQ(network.planned_connection(kPier, kMetro, 1), Seconds(600));
  EXPECT_EQ(network.planned_connection(kPier, kPier, 0), Seconds(900));
  EXPECT_EQ(network.planned_connection(kMetro, kPier, 0), std::nullopt);  // makes no way
}

}  // namespace
}  // namespace stopover::network
