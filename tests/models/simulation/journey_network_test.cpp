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

// A world by hand: from abroad to an airport of two piers, and on to xian. XA brings people to pier
// one at 10:00; XB, XC and a train leave at other times. 20 minutes from pier to pier, a shuttle
// that takes one, and a table of minimum connections.
class HandMade {
 public:
  HandMade() {
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
        graph.add_walk(from, to, minutes(20), Seconds(0), network::kAllClasses);
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

  // The key of the last service to xian of each journey that a passenger finds, one a line.
  [[nodiscard]] std::string found(PassengerClass passenger_class,
                                  const std::string& product) const {
    const JourneyNetwork network = journey_network(world, passenger_class, true, product);
    const journeys::Window window(network.transit, network.transit.dates());
    const auto serial = serial_executor();
    const journeys::Bounds bounds(window, *serial);
    journeys::MultiCriteriaSearch search(window, bounds, network.rules);
    const Instant day(1'717'372'800);
    const journeys::Request request{
        JourneyNetwork::door_of(abroad), JourneyNetwork::door_of(xian), {day, day + hours(24)}};
    std::string out;
    for (const journeys::Offer& offer : search.profile(request)) {
      EXPECT_EQ(journeys::fault_of(network.transit, offer.journey), "");
      EXPECT_EQ(journeys::hub_fault_of(network.transit, network.rules, offer.journey.legs), "");
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
    for (const network::MinimumConnection& row : world.network.minimum_connections)
      if (!row.is_for_any_ride()) world.network.asks_of_rides = true;
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
  ticket.from = made.one;
  ticket.to = made.two;
  made.finish();
  EXPECT_EQ(made.found(kCitizen, ""), "XD4\n") << "90 minutes, to the end of boarding";
  EXPECT_EQ(made.found(kAirside, ""), "XB1\n") << "partners, shorter than the way of 20 minutes";
  EXPECT_EQ(made.found(kCitizen, "through"), "XC3\n");
  EXPECT_EQ(made.found(kAirside, "through"), "XC3\n") << "a product goes before carriers";
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
