// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

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

// 300 s to a desk that takes 200 s, 100 s to a gate, 50 s to the vehicle, and a reserve of 60 s.
// The desk closes 900 s and the gate 1,000 s before the departure, boarding ends so long before it.
TEST(Network, CheckpointsThatCloseAreReachedInTime) {
  Network network;
  network.hubs.push_back(HubGraph());
  Place place;
  place.hub = HubId(0);
  place.reserve = Seconds(60);
  network.places.push_back(place);
  const auto between = [&](std::optional<Seconds> desk_closes, std::optional<Seconds> gate_closes) {
    HubGraph hub;
    const auto in = hub.add_vertex({.place = kPier, .key = "in"});
    const auto desk = hub.add_vertex({.kind = Kind::kCheckpoint,
                                      .checkpoint = CheckpointId(0U),
                                      .expected = Seconds(200),
                                      .key = "desk",
                                      .closes = desk_closes});
    const auto gate = hub.add_vertex({.kind = Kind::kCheckpoint,
                                      .checkpoint = CheckpointId(1U),
                                      .key = "gate",
                                      .closes = gate_closes});
    const auto out = hub.add_vertex({.kind = Kind::kDepart, .place = kPier, .key = "out"});
    hub.add_walk(in, desk, Seconds(300), Seconds(0), kAllClasses);
    hub.add_walk(desk, gate, Seconds(100), Seconds(0), kAllClasses);
    hub.add_walk(gate, out, Seconds(50), Seconds(0), kAllClasses);
    network.hubs[HubId(0)] = std::move(hub);
  };
  const auto planned = [&](std::optional<Seconds> closes) {
    return network.planned_connection(kPier, kPier, 0, {.closes = closes});
  };
  between({}, {});
  EXPECT_EQ(planned(Seconds(0)), Seconds(710));
  between(Seconds(900), {});
  EXPECT_EQ(planned(Seconds(0)), Seconds(1'200)) << "at the desk after 300 s";
  EXPECT_EQ(planned(Seconds(400)), Seconds(800));
  EXPECT_EQ(planned(Seconds(500)), Seconds(710)) << "the way and its reserve";
  EXPECT_EQ(planned(std::nullopt), Seconds(710)) << "no ride follows";
  between(Seconds(900), Seconds(1'000));
  EXPECT_EQ(planned(Seconds(0)), Seconds(1'600)) << "at the gate after 600 s";
  network.add({.time = Seconds(1'500), .hub = HubId(0)});
  EXPECT_EQ(planned(Seconds(0)), Seconds(1'600));
  EXPECT_EQ(planned(Seconds(200)), Seconds(1'500));
  network.add({.from = kPier, .time = Seconds(800), .hub = HubId(0), .replaces = true});
  EXPECT_EQ(planned(Seconds(0)), Seconds(800));
}

constexpr Mode kAir = 1;
constexpr Mode kRail = 2;

TEST(Network, OnlyRowsThatReplaceUndercutLessSpecificOnes) {
  Network network = draw();
  const Changing any;
  const Changing flights{{kAir, "MU"}, {kAir, "FM"}, {}};
  const Changing others{{kAir, "MU"}, {kAir, "CA"}, {}};
  const Changing to_rail{{kAir, "MU"}, {kRail, "C"}, {}};
  MinimumConnection of_hub{.time = Seconds(2'000), .hub = HubId(0)};
  MinimumConnection of_flights{kPier, kMetro, Seconds(2'500)};
  of_flights.in.mode = of_flights.out.mode = kAir;
  MinimumConnection of_partners{.time = Seconds(100), .hub = HubId(0)};
  of_partners.in.carrier = "MU";
  of_partners.out.carrier = "FM";
  of_partners.replaces = true;
  MinimumConnection protected_one{.time = Seconds(1'200), .hub = HubId(0)};
  protected_one.product = "through ticket";
  protected_one.only = 0b10U;
  network.minimum_connections = {of_hub, of_flights, of_partners, protected_one};
  const auto time = [&](int passenger_class, const Changing& changing) {
    return network.planned_connection(kPier, kMetro, passenger_class, changing);
  };
  EXPECT_EQ(time(0, any), Seconds(2'000)) << "of rides that are not known, only what holds for all";
  EXPECT_EQ(time(0, to_rail), Seconds(2'000));
  EXPECT_EQ(time(0, others), Seconds(2'500));
  EXPECT_EQ(time(0, flights), Seconds(100)) << "shorter than the way, as it replaces it";
  Changing held = flights;
  held.product = "through ticket";
  EXPECT_EQ(time(0, held), Seconds(100)) << "another class";
  EXPECT_EQ(time(1, held), Seconds(1'200));
  EXPECT_EQ(network.planned_connection(kPier, kPier, 0, any), Seconds(2'000));
  EXPECT_EQ(network.planned_connection(kMetro, kPier, 0, any), std::nullopt) << "makes no way";
  EXPECT_EQ(network.planned_connection(kTown, kTown, 0, any), Seconds(660)) << "of no hub";
}

TEST(Network, ADefaultOfAHubNeverUndercutsItsTerminals) {
  Network network = draw();
  MinimumConnection of_hub{.time = Seconds(1'000), .hub = HubId(0)};
  of_hub.in.mode = of_hub.out.mode = kAir;
  const MinimumConnection sourced{kPier, kMetro, Seconds(2'000)};
  network.minimum_connections = {sourced, of_hub};
  const Changing flights{{kAir, "MU"}, {kAir, "FM"}, {}};
  EXPECT_EQ(network.planned_connection(kPier, kMetro, 0, flights), Seconds(2'000));
  network.minimum_connections[1].replaces = true;
  EXPECT_EQ(network.planned_connection(kPier, kMetro, 0, flights), Seconds(2'000))
      << "places are more specific than modes";
  EXPECT_EQ(network.planned_connection(kPier, kPier, 0, flights), Seconds(1'000));
  network.minimum_connections[1].time = Seconds(600);
  EXPECT_EQ(network.planned_connection(kPier, kPier, 0, flights), Seconds(600));
}

TEST(Network, OfEquallySpecificRowsTheLongestCountsWithTheWay) {
  for (const bool first : {false, true}) {
    Network network = draw();  // 900 s from pier to pier
    network.minimum_connections = {{kPier, kPier, Seconds(300)}, {kPier, kPier, Seconds(300)}};
    network.minimum_connections[first ? 0 : 1].replaces = true;
    EXPECT_EQ(network.planned_connection(kPier, kPier, 0), Seconds(900));
    network.minimum_connections[first ? 0 : 1].time = Seconds(400);
    EXPECT_EQ(network.planned_connection(kPier, kPier, 0), Seconds(900));
    network.minimum_connections[first ? 0 : 1].time = Seconds(1'000);
    EXPECT_EQ(network.planned_connection(kPier, kPier, 0), Seconds(1'000));
  }
}

// What a row names, in the order in which it tells; a row is less specific than another if the
// first number that differs is smaller.
std::string told(const MinimumConnection& row) {
  const auto digit = [](int n) { return static_cast<char>('0' + n); };
  const auto both = [&](bool a, bool b) { return digit((a ? 1 : 0) + (b ? 1 : 0)); };
  return {both(!row.product.empty(), false),
          both(!row.in.carrier.empty(), !row.out.carrier.empty()),
          both(row.from != PlaceId::none(), row.to != PlaceId::none()),
          both(row.in.mode.has_value(), row.out.mode.has_value()),
          both(row.only != kAllClasses, false)};
}

// By striking out one row or the way after the other, of those that hold.
TEST(Network, RowsOfMinimumConnectionsAreChosenAsByLookingAtAll) {
  std::mt19937_64 random(31);
  const auto number = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  const auto mode = [&]() -> std::optional<Mode> {
    if (number(0, 1) == 0) return std::nullopt;
    return static_cast<Mode>(number(1, 2));
  };
  const auto name = [&](int none) {
    const int n = number(0, none + 2);
    return n < none ? std::string() : std::string(1, static_cast<char>('A' + n - none));
  };
  std::size_t asked = 0;
  for (int round = 0; round < 2'000; ++round) {
    Network network = draw();
    const int rows = number(0, 12);
    for (int i = 0; i < rows; ++i) {
      MinimumConnection row;
      if (number(0, 1) == 0) row.from = kPier;
      if (number(0, 1) == 0) row.to = number(0, 1) == 0 ? kPier : kMetro;
      row.hub = HubId(0);
      row.time = Seconds(number(1, 30) * 60);
      row.in = {mode(), name(3)};
      row.out = {mode(), name(3)};
      if (number(0, 2) == 0) row.only = static_cast<ClassMask>(number(1, 3));
      row.product = name(4);
      row.replaces = number(0, 1) == 0;
      network.minimum_connections.push_back(row);
    }
    const Changing changing{{mode(), name(1)}, {mode(), name(1)}, name(2)};
    const PlaceId to = number(0, 1) == 0 ? kPier : kMetro;
    const int passenger_class = number(0, 1);
    const Seconds way =
        network.connection(kPier, to, passenger_class)->expected + network.places[to].reserve;
    std::vector<MinimumConnection> left;
    for (const MinimumConnection& row : network.minimum_connections) {
      if (!row.from.is_none() && row.from != kPier) continue;
      if (!row.to.is_none() && row.to != to) continue;
      if (row.in.mode && (!changing.in.mode || *row.in.mode != *changing.in.mode)) continue;
      if (row.out.mode && (!changing.out.mode || *row.out.mode != *changing.out.mode)) continue;
      if (!row.in.carrier.empty() && row.in.carrier != changing.in.carrier) continue;
      if (!row.out.carrier.empty() && row.out.carrier != changing.out.carrier) continue;
      if (!row.product.empty() && row.product != changing.product) continue;
      if ((row.only & (1U << static_cast<unsigned>(passenger_class))) == 0) continue;
      left.push_back(row);
    }
    asked += left.empty() ? 0U : 1U;
    bool way_counts = true;
    for (const MinimumConnection& strikes : std::vector(left)) {
      if (!strikes.replaces) continue;
      way_counts = false;
      std::erase_if(left, [&](const auto& row) { return told(row) < told(strikes); });
    }
    Seconds expected{};
    for (const MinimumConnection& row : left) {
      expected = std::max(expected, row.time);
      if (!row.replaces) way_counts = true;
    }
    if (way_counts) expected = std::max(expected, way);
    EXPECT_EQ(network.planned_connection(kPier, to, passenger_class, changing), expected) << round;
  }
  EXPECT_GT(asked, 500U);
}

}  // namespace
}  // namespace stopover::network
