// SPDX-License-Identifier: Apache-2.0
// The journeys of a world's network against the itineraries that its plans are made of: two ways
// to the same timetable, hubs and fares, by different code.
#include "models/simulation/journey_network.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <utility>
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

// A world by hand: from abroad to an airport of two piers, and on to xian. XA brings people to pier
// one at 10:00; XB, XC and a train leave at other times. 20 minutes from pier to pier, a shuttle
// that takes one, and a table of minimum connections.
class HandMade {
 public:
  // `closes`: the way from pier one to pier two passes a desk after five of its twenty minutes.
  explicit HandMade(std::optional<Seconds> closes = {}) {
    hub_ = world.network.hubs.push_back(network::HubGraph());
    world.hubs.push_back({"port", "Port", ""});
    abroad = place("abroad", false);
    one = place("one", true);
    two = place("two", true);
    xian = place("xian", false);
    network::HubGraph& graph = world.network.hubs[hub_];
    for (const network::PlaceId from : {one, two})
      in_.push_back(graph.add_vertex({.kind = network::HubVertex::Kind::kArrive,
                                      .place = from,
                                      .key = world.places[from].key + ":arrive"}));
    for (const network::PlaceId to : {one, two})
      out_.push_back(graph.add_vertex({.kind = network::HubVertex::Kind::kDepart,
                                       .place = to,
                                       .key = world.places[to].key + ":depart"}));
    for (const auto from : in_)
      for (const auto to : out_)
        if (!closes || from != in_[0] || to != out_[1])
          graph.add_walk(from, to, minutes(20), Seconds(0), network::kAllClasses);
    if (!closes) return;
    const auto desk = graph.add_vertex({.kind = network::HubVertex::Kind::kCheckpoint,
                                        .checkpoint = network::CheckpointId(0U),
                                        .key = "desk",
                                        .closes = *closes});
    graph.add_walk(in_[0], desk, minutes(5), Seconds(0), network::kAllClasses);
    graph.add_walk(desk, out_[1], minutes(15), Seconds(0), network::kAllClasses);
  }

  network::PlaceId place(const std::string& key, bool in_hub) {
    network::Place p;
    p.key = key;
    if (in_hub) p.hub = hub_;
    if (!in_hub) p.board = p.alight = Seconds(0);
    world.places.push_back({key, key, "", {}, policy::Country("CN"), false, 0, 0, {}});
    return world.network.places.push_back(std::move(p));
  }

  void run(const std::string& carrier, int mode, network::PlaceId from, network::PlaceId to,
           Seconds departs, Seconds takes, Seconds closes = Seconds(0)) {
    timetable::Service service;
    service.key = carrier + std::to_string(count_++);
    service.line = service.key;
    service.carrier = carrier;
    service.mode = static_cast<network::Mode>(mode);
    service.stops = {from, to};
    service.boarding_closes = closes;
    service.fare = {Fen(-1), Fen(0), Fen(-1), Fen(-1)};
    const timetable::ServiceId id = builder_.add_service(std::move(service));
    const auto s = static_cast<std::int32_t>(takes.count());
    builder_.add_run(id, {Instant(1'717'372'800) + departs, 100, 0}, {{0, s}, {0, s}});
  }

  void add_taxi(network::PlaceId from, network::PlaceId to, Seconds takes) {
    network::Road road;
    road.key = "taxi" + std::to_string(count_++);
    road.mode = scenario::TAXI;
    road.from = from;
    road.to = to;
    road.mean = takes;
    world.network.roads.push_back(std::move(road));
  }

  [[nodiscard]] std::vector<journeys::Offer> offers(const JourneyNetwork& network,
                                                    PassengerClass passenger_class,
                                                    const std::string& product) const {
    const journeys::Window window(network.transit, network.transit.dates());
    const auto serial = serial_executor();
    const journeys::Bounds bounds(window, *serial);
    journeys::MultiCriteriaSearch search(window, bounds, network.rules);
    const Instant day(1'717'372'800);
    const journeys::Request request{
        JourneyNetwork::door_of(abroad), JourneyNetwork::door_of(xian), {day, day + hours(24)}};
    std::vector<journeys::Offer> all = search.profile(request);
    for (const journeys::Offer& offer : all) {
      EXPECT_EQ(journeys::fault_of(network.transit, offer.journey), "");
      EXPECT_EQ(journeys::hub_fault_of(network.transit, network.rules, offer.journey.legs), "");
      EXPECT_EQ(connection_fault(network, offer.journey, passenger_class, product), "");
    }
    return all;
  }

  // The first ride that is boarded sooner after the one before than plans would, by the places,
  // modes and carriers of the two and of a road between them.
  [[nodiscard]] std::string connection_fault(const JourneyNetwork& network,
                                             const journeys::Journey& journey,
                                             PassengerClass passenger_class,
                                             const std::string& product) const {
    const journeys::JourneyLeg* before = nullptr;
    network::RoadId road = network::RoadId::none();
    for (const journeys::JourneyLeg& leg : journey.legs) {
      if (!leg.is_ride()) {
        const auto at = network.road_of.find({leg.from, leg.to});
        if (at != network.road_of.end()) road = at->second;
        continue;
      }
      const timetable::Service& next = service(network, leg);
      if (before != nullptr) {
        const timetable::Service& last = service(network, *before);
        const network::PlaceId from = network.place_of[before->to];
        const network::PlaceId to = network.place_of[leg.from];
        const auto planned = [&](network::PlaceId a, network::PlaceId b, network::RideKind in,
                                 network::RideKind out, std::optional<Seconds> closes = {}) {
          return world.network
              .planned_connection(a, b, passenger_class,
                                  {std::move(in), std::move(out), product, closes})
              .value_or(hours(1'000));
        };
        const network::RideKind in{last.mode, last.carrier};
        const network::RideKind out{next.mode, next.carrier};
        Seconds needed{};
        if (road.is_none()) {
          needed = planned(from, to, in, out, next.boarding_closes);
        } else {
          const network::Road& taken = world.network.roads[road];
          needed = planned(from, taken.from, in, {taken.mode, {}}) + taken.mean +
                   planned(taken.to, to, {taken.mode, {}}, out, next.boarding_closes);
        }
        if (leg.depart - next.boarding_closes < before->arrive + needed)
          return last.key + " to " + next.key + " in " +
                 std::to_string((leg.depart - before->arrive).count()) + " s, not " +
                 std::to_string(needed.count());
      }
      before = &leg;
      road = network::RoadId::none();
    }
    return {};
  }

  [[nodiscard]] const timetable::Service& service(const JourneyNetwork& network,
                                                  const journeys::JourneyLeg& leg) const {
    for (const timetable::Service& other : world.timetable.services())
      if (other.key == network.transit.name_of(leg.trip)) return other;
    ADD_FAILURE() << network.transit.name_of(leg.trip);
    return world.timetable.services()[timetable::ServiceId(0U)];
  }

  // The key of the last service to xian of each journey that a passenger finds, one a line.
  [[nodiscard]] std::string found(PassengerClass passenger_class,
                                  const std::string& product) const {
    const JourneyNetwork network = journey_network(world, passenger_class, Roads::kByHour, product);
    std::string out;
    for (const journeys::Offer& offer : offers(network, passenger_class, product)) {
      std::string last;
      for (const journeys::JourneyLeg& leg : offer.journey.legs)
        if (leg.is_ride()) last = network.transit.name_of(leg.trip);
      out += last + "\n";
    }
    return out;
  }

  network::MinimumConnection& row(Seconds time) {
    network::MinimumConnection& added = world.network.minimum_connections.emplace_back();
    added.time = time;
    added.hub = hub_;
    return added;
  }
  void finish() {
    for (network::MinimumConnection& row : std::exchange(world.network.minimum_connections, {}))
      world.network.add(std::move(row));
    world.timetable = std::move(builder_).build();
  }

  World world;
  network::PlaceId abroad;
  network::PlaceId one;
  network::PlaceId two;
  network::PlaceId xian;

 private:
  network::HubId hub_;
  std::vector<network::HubGraph::Vertex> in_;
  std::vector<network::HubGraph::Vertex> out_;
  timetable::TimetableBuilder builder_;
  int count_ = 0;
};

TEST(JourneyNetwork, TablesOfMinimumConnectionsCountByModeCarrierClassAndProduct) {
  HandMade made;
  made.run("XA", scenario::AIR, made.abroad, made.one, hours(8), hours(2));
  made.run("XB", scenario::AIR, made.two, made.xian, hours(10) + minutes(15), hours(2));  // XB1
  made.run("XC", scenario::AIR, made.two, made.xian, hours(10) + minutes(40), hours(2));  // XC2
  made.run("XC", scenario::AIR, made.two, made.xian, hours(11), hours(2));                // XC3
  made.run("XD", scenario::AIR, made.two, made.xian, hours(11) + minutes(35), hours(2),
           minutes(5));  // XD4
  // Round by shuttle, and out and back by train, in less than any rule.
  made.run("bus", scenario::SHUTTLE, made.one, made.two, hours(10) + minutes(20), minutes(1));
  made.run("bus", scenario::SHUTTLE, made.two, made.one, hours(10) + minutes(22), minutes(1));
  network::MinimumConnection& flights = made.row(minutes(90));
  flights.in.mode = flights.out.mode = scenario::AIR;
  network::MinimumConnection& partners = made.row(minutes(15));
  partners.in.carrier = "XA";
  partners.out.carrier = "XB";
  partners.replaces = true;
  partners.only = network::ClassMask{1} << kAirside;
  network::MinimumConnection& ticket = made.row(minutes(60));
  ticket.product = "through";
  ticket.replaces = true;
  ticket.from = made.one;
  ticket.to = made.two;
  made.finish();
  EXPECT_EQ(made.found(kCitizen, ""), "XD4\n") << "90 minutes, to the end of boarding";
  EXPECT_EQ(made.found(kAirside, ""), "XB1\n") << "partners, shorter than the way of 20 minutes";
  EXPECT_EQ(made.found(kCitizen, "through"), "XC3\n");
  EXPECT_EQ(made.found(kAirside, "through"), "XC3\n") << "a product goes before carriers";
}

// A train and a coach to pier one; flights, a train and a coach from pier two; taxis between them.
TEST(JourneyNetwork, RowsForOneKindOfRideLeaveTheOthersAlone) {
  HandMade made;
  made.run("coach", scenario::COACH, made.abroad, made.one, hours(8), hours(2));
  made.run("XB", scenario::AIR, made.two, made.xian, hours(10) + minutes(10), hours(2));  // XB1
  made.run("XC", scenario::AIR, made.two, made.xian, hours(10) + minutes(30), hours(2));  // XC2
  network::MinimumConnection& rail = made.row(minutes(5));
  rail.in.mode = scenario::RAIL;
  rail.out.mode = scenario::AIR;
  rail.replaces = true;
  made.run("train", scenario::RAIL, made.xian, made.one, hours(8), hours(1));
  made.finish();
  EXPECT_EQ(made.found(kCitizen, ""), "XC2\n") << "a coach still takes the way of 20 minutes";
}

TEST(JourneyNetwork, RowsWithASideLeftOutCountForAllRidesAndRoads) {
  for (const bool road : {false, true}) {
    HandMade made;
    made.run("train", scenario::RAIL, made.abroad, made.one, hours(8), hours(2));
    made.run("coach", scenario::COACH, made.two, made.xian, hours(10) + minutes(40), hours(2));
    made.run("coach", scenario::COACH, made.two, made.xian, hours(13) + minutes(30), hours(2));
    made.row(minutes(180)).in.mode = road ? scenario::TAXI : scenario::RAIL;
    if (road) made.add_taxi(made.one, made.two, minutes(1));
    made.finish();
    EXPECT_EQ(made.found(kCitizen, ""), road ? "coach1\n" : "coach2\n");
  }
}

// Forty minutes to the pier, ninety for who sets out at eleven, and twenty there: for the flight at
// noon one leaves at 10:32:43, when it takes 67 minutes.
TEST(JourneyNetwork, TaxisTakeTheTimeOfTheHour) {
  HandMade made;
  made.add_taxi(made.abroad, made.two, minutes(40));
  std::vector<Seconds>& by_hour = made.world.network.roads[network::RoadId(0U)].by_hour;
  by_hour.assign(24, minutes(40));
  by_hour[11] = minutes(90);
  made.run("XB", scenario::AIR, made.two, made.xian, hours(12), hours(2));
  made.finish();
  const auto leaves = [&](Roads roads) {
    const JourneyNetwork network = journey_network(made.world, kCitizen, roads);
    const std::vector<journeys::Offer> offers = made.offers(network, kCitizen, "");
    EXPECT_EQ(offers.size(), roads == Roads::kNone ? 0U : 1U);
    return offers.empty() ? std::string()
                          : iso_text(offers[0].journey.point.depart, TimeZone::utc());
  };
  EXPECT_EQ(leaves(Roads::kNone), "");
  EXPECT_EQ(leaves(Roads::kMean), "2024-06-03T11:00:00+00:00");
  EXPECT_EQ(leaves(Roads::kByHour), "2024-06-03T10:32:43+00:00");
}

// A car of an hour, and a taxi that takes 55 minutes but two hours at ten: the car stands. A way
// that takes a day at some hour is none.
TEST(JourneyNetwork, OfTwoRoadsTheBetterAtItsWorstHourStands) {
  for (const bool taxi_first : {false, true}) {
    HandMade made;
    for (const bool taxi : {taxi_first, !taxi_first})
      made.add_taxi(made.abroad, made.two, minutes(taxi ? 55 : 60));
    std::vector<Seconds>& by_hour =
        made.world.network.roads[network::RoadId(taxi_first ? 0U : 1U)].by_hour;
    by_hour.assign(24, minutes(55));
    by_hour[10] = minutes(114);
    by_hour[9] = minutes(114);
    made.run("XB", scenario::AIR, made.two, made.xian, hours(12), hours(2));
    made.finish();
    const auto leaves = [&] {
      const JourneyNetwork network = journey_network(made.world, kCitizen);
      const std::vector<journeys::Offer> offers = made.offers(network, kCitizen, "");
      EXPECT_LE(offers.size(), 1U);
      return offers.empty() ? std::string()
                            : iso_text(offers[0].journey.point.depart, TimeZone::utc());
    };
    EXPECT_EQ(leaves(), "2024-06-03T10:40:00+00:00");
    made.world.network.roads[network::RoadId(taxi_first ? 1U : 0U)].mean = hours(30);
    EXPECT_NE(leaves(), "");
    for (Seconds& takes : by_hour) takes = hours(20);
    by_hour[10] = hours(24);
    EXPECT_EQ(leaves(), "");
  }
}

TEST(JourneyNetwork, ARowOfADayIsKept) {
  HandMade made;
  made.run("XA", scenario::AIR, made.abroad, made.one, hours(8), hours(2));
  made.run("XB", scenario::AIR, made.two, made.xian, hours(11), hours(2));
  made.run("XC", scenario::AIR, made.two, made.xian, hours(34) - minutes(1), hours(2));
  made.run("XD", scenario::AIR, made.two, made.xian, hours(34), hours(2));  // XD3
  network::MinimumConnection& flights = made.row(hours(24));
  flights.in.mode = flights.out.mode = scenario::AIR;
  made.finish();
  EXPECT_EQ(made.found(kCitizen, ""), "XD3\n");
}

// Random rows; each journey is held to the rows by its own rides, and each pair of rides that plans
// know must be among the journeys.
TEST(JourneyNetwork, RandomTablesAreKeptByEachPairOfRides) {
  std::mt19937_64 random(17);
  const auto number = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  const std::vector<int> modes{scenario::AIR, scenario::RAIL, scenario::COACH, scenario::SHUTTLE};
  std::size_t compared = 0;
  std::size_t connections = 0;
  for (int round = 0; round < 300; ++round) {
    HandMade made(number(0, 2) == 0 ? std::optional(minutes(number(0, 90))) : std::nullopt);
    const auto pier = [&] { return number(0, 1) == 0 ? made.one : made.two; };
    const int rides = number(6, 12);
    for (int i = 0; i < rides; ++i) {
      const int mode = modes[static_cast<std::size_t>(number(0, 3))];
      const std::string carrier(1, static_cast<char>('A' + number(0, 3)));
      const Seconds departs = minutes(number(1, 90));
      if (i % 3 == 0)
        made.run(carrier, mode, made.abroad, pier(), departs, minutes(number(1, 60)));
      else if (i % 3 == 1)
        made.run(carrier, mode, pier(), made.xian, departs + minutes(number(0, 200)), hours(2),
                 minutes(number(0, 5)));
      else
        made.run(carrier, mode, pier(), pier(), departs, minutes(number(1, 10)));
    }
    made.run("A", scenario::AIR, pier(), made.xian, hours(27), hours(2));
    if (number(0, 1) == 0) made.add_taxi(pier(), pier(), minutes(number(1, 30)));
    const int rows = number(0, 5);
    for (int i = 0; i < rows; ++i) {
      network::MinimumConnection& row =
          made.row(number(0, 9) == 0 ? hours(24) : minutes(number(1, 120)));
      for (network::RideKind* ride : {&row.in, &row.out}) {
        if (number(0, 1) == 0)
          ride->mode = static_cast<network::Mode>(modes[static_cast<std::size_t>(number(0, 3))]);
        if (number(0, 9) == 0) ride->mode = static_cast<network::Mode>(scenario::TAXI);
        if (number(0, 2) == 0)
          ride->carrier = std::string(1, static_cast<char>('A' + number(0, 1)));
      }
      if (number(0, 2) == 0) row.from = pier();
      if (number(0, 2) == 0) row.to = pier();
      row.replaces = number(0, 1) == 0;
    }
    made.finish();
    const JourneyNetwork network = journey_network(made.world, kCitizen);
    const std::vector<journeys::Offer> offers = made.offers(network, kCitizen, "");
    for (const journeys::Offer& offer : offers)
      connections += offer.journey.point.boardings > 1 ? 1U : 0U;
    for (const timetable::ServiceId a : ids_of(made.world.timetable.services()))
      for (const timetable::ServiceId b : ids_of(made.world.timetable.services())) {
        if (made.world.timetable.services()[a].stops.front() != made.abroad) continue;
        if (made.world.timetable.services()[b].stops.back() != made.xian) continue;
        const timetable::Template way{
            made.abroad,
            made.xian,
            {{a, 0, 1, network::RoadId::none()}, {b, 0, 1, network::RoadId::none()}},
            0,
            {}};
        const auto plan =
            timetable::schedule(made.world.network, made.world.timetable, way,
                                {.wanted = Instant(1'717'372'800), .passenger_class = kCitizen});
        if (!plan) continue;
        ++compared;
        EXPECT_TRUE(std::any_of(offers.begin(), offers.end(), [&](const journeys::Offer& offer) {
          const journeys::JourneyPoint& p = offer.journey.point;
          return p.depart >= plan->leave && p.arrive <= plan->arrive && p.boardings <= 2;
        })) << round;
      }
  }
  EXPECT_GT(compared, 300U);
  EXPECT_GT(connections, 300U);
}

// The desk is reached at 10:05 and closes an hour before departures, whenever their boarding ends.
TEST(JourneyNetwork, NobodyPassesADeskThatHasClosed) {
  const auto made = [](std::optional<Seconds> closes, bool replaced) {
    HandMade m(closes);
    m.run("XA", scenario::AIR, m.abroad, m.one, hours(8), hours(2));
    m.run("XB", scenario::AIR, m.two, m.xian, hours(10) + minutes(40), hours(2));
    m.run("XC", scenario::AIR, m.two, m.xian, hours(11) + minutes(4), hours(2), minutes(30));
    m.run("XD", scenario::AIR, m.two, m.xian, hours(11) + minutes(5), hours(2), minutes(45));
    m.run("XE", scenario::AIR, m.two, m.xian, hours(11) + minutes(5), hours(3), minutes(10));
    if (replaced) {
      network::MinimumConnection& through = m.row(minutes(30));
      through.in.carrier = "XA";
      through.out.carrier = "XB";
      through.replaces = true;
    }
    m.finish();
    return m.found(kCitizen, "");
  };
  EXPECT_EQ(made({}, false), "XB1\n");
  EXPECT_EQ(made(minutes(60), false), "XD3\n");
  EXPECT_EQ(made(minutes(60), true), "XB1\n") << "a through ticket needs no desk";
}

TEST(JourneyNetwork, WhoComesFromADoorKeepsTheClosingOfADesk) {
  HandMade made(minutes(60));
  made.run("XB", scenario::AIR, made.two, made.xian, hours(12), hours(2), minutes(10));
  made.finish();
  const JourneyNetwork network = journey_network(made.world, kCitizen);
  const journeys::Window window(network.transit, network.transit.dates());
  const journeys::Bounds bounds(window, *serial_executor());
  journeys::MultiCriteriaSearch search(window, bounds, network.rules);
  const Instant day(1'717'372'800);
  const auto offers = search.profile({JourneyNetwork::door_of(made.one),
                                      JourneyNetwork::door_of(made.xian),
                                      {day, day + hours(24)}});
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers[0].journey.point.depart, day + hours(10) + minutes(55));
}

TEST(JourneyNetwork, TablesOfMinimumConnectionsCountInPlansToo) {
  HandMade made;
  made.run("XA", scenario::AIR, made.abroad, made.one, hours(8), hours(2));
  made.run("XB", scenario::AIR, made.two, made.xian, hours(10) + minutes(30), hours(2));
  made.run("XC", scenario::AIR, made.two, made.xian, hours(10) + minutes(30), hours(2));
  network::MinimumConnection& rivals = made.row(minutes(45));
  rivals.in.carrier = "XA";
  rivals.out.carrier = "XC";
  made.finish();
  const auto plan = [&](std::uint32_t onward) {
    const timetable::Leg first{timetable::ServiceId(0U), 0, 1, network::RoadId::none()};
    const timetable::Leg second{timetable::ServiceId(onward), 0, 1, network::RoadId::none()};
    const timetable::Template way{made.abroad, made.xian, {first, second}, 0, {}};
    return timetable::schedule(made.world.network, made.world.timetable, way,
                               {.wanted = Instant(1'717'372'800), .passenger_class = kCitizen});
  };
  EXPECT_TRUE(plan(1).has_value());
  EXPECT_FALSE(plan(2).has_value()) << "half an hour is too short for another carrier";
}

}  // namespace
}  // namespace stopover::simulation
