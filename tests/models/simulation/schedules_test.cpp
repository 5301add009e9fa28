// SPDX-License-Identifier: Apache-2.0
// Flights and trains from published schedules: the answers of scenarios/minimal, whose lines and
// flights say the same.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/simulation/run.hpp"
#include "models/simulation/world_rules.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/temp_folder.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using testing::HasSubstr;

World with_schedules() {
  FaultList faults;
  World world = world_of(scenario_of("minimal-schedules"), faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return world;
}

// Mode, stops, departure, ride, places, fare, whether a ticket is for one run.
using Ride =
    std::tuple<int, std::string, std::string, std::int64_t, std::int32_t, std::int64_t, bool>;

std::multiset<Ride> rides_of(const World& world) {
  std::multiset<Ride> rides;
  for (const auto& service : world.timetable.services()) {
    if (service.line.starts_with("shuttle:")) continue;
    const std::string stops = world.network.places[service.stops.front()].key + ">" +
                              world.network.places[service.stops.back()].key;
    for (std::uint32_t i = 0; i < service.run_count; ++i) {
      const timetable::RunId run(service.first_run + i);
      rides.insert({service.mode, stops, iso_text(world.timetable.departure(run, 0), world.zone),
                    (world.timetable.arrival(run, 1) - world.timetable.departure(run, 0)).count(),
                    world.timetable.runs()[run].places, service.fare_between(0, 1)->count(),
                    service.reserved});
    }
  }
  return rides;
}

TEST(Schedules, AreTheRunsOfTheLinesAndFlightsThatSayTheSame) {
  const std::multiset<Ride> expected = rides_of(minimal_world());
  EXPECT_GT(expected.size(), 32U);
  EXPECT_EQ(rides_of(with_schedules()), expected);
}

TEST(Schedules, GiveTheAnswersOfMinimal) {
  const World plain = minimal_world();
  const World schedules = with_schedules();
  for (const std::uint32_t replication : {0U, 1U, 2U}) {
    const demand::Luck luck{.seed = 1, .replication = replication};
    const Tally a = simulate(plain, central(plain), luck);
    const Tally b = simulate(schedules, central(schedules), luck);
    for (const Count count : {Count::kPersons, Count::kHandled, Count::kHandledInternational,
                              Count::kTransfer, Count::kAirMovements, Count::kFares})
      EXPECT_EQ(b.total(count), a.total(count)) << static_cast<int>(count);
    EXPECT_GT(a.total(Count::kTransfer), 0);
  }
}

TEST(Schedules, AFlightBelongsToTheDayOfItsPlaceNotOfUtc) {
  scenario::Scenario s = scenario_of("minimal-schedules");
  FaultList faults;
  const World world = world_of(s, faults);
  std::map<std::string, int> departures;
  for (const auto& service : world.timetable.services())
    if (service.line == "air:XA1")  // 09:00 in Tokyo is 00:00 of UTC
      for (std::uint32_t i = 0; i < service.run_count; ++i)
        ++departures[iso_text(world.timetable.departure(timetable::RunId(service.first_run + i), 0),
                              *TimeZone::find("Asia/Tokyo"))];
  EXPECT_EQ(departures.size(), static_cast<std::size_t>(days_between(world.service_days().from,
                                                                     world.service_days().until)));
  for (CivilDate day = world.service_days().from; day < world.service_days().until;
       day = day.plus_days(1))
    EXPECT_EQ(departures[day.text() + "T09:00:00+09:00"], 1);
}

// ---- What the scenario states -------------------------------------------------------------------

scenario::Scenario changed(const std::function<void(scenario::Files&)>& change) {
  scenario::Scenario s = scenario_of("minimal-schedules");
  change(*s.mutable_files());
  return s;
}

FaultList faults_of(const std::function<void(scenario::Files&)>& change) {
  FaultList faults;
  (void)world_of(changed(change), faults);
  return faults;
}

const timetable::Service& service_of(const World& world, const std::string& line) {
  const auto& services = world.timetable.services();
  return *std::find_if(services.begin(), services.end(),
                       [&](const auto& service) { return service.line == line; });
}

TEST(Schedules, TakeDelayClosingAndFaresFromTheScenario) {
  FaultList faults;
  const World world = world_of(changed([](scenario::Files& files) {
                                 scenario::Feed& feed = *files.mutable_ssim(0);
                                 feed.set_closes_minutes(45);
                                 auto& fare = *feed.add_fare();
                                 fare.set_from("gates");
                                 fare.set_to("a");
                                 fare.set_yuan(700.5);
                                 files.mutable_rail(0)->clear_delay();
                               }),
                               faults);
  const timetable::Service& there = service_of(world, "air:XA1");
  EXPECT_EQ(there.boarding_closes, minutes(45));
  EXPECT_EQ(there.fare_between(0, 1), Fen(70'050)) << "a pair goes before the flat fare";
  EXPECT_EQ(service_of(world, "air:XA2").fare_between(0, 1), yuan(1000));
  EXPECT_FALSE(there.delay.is_none());
  EXPECT_TRUE(service_of(world, "train:D112").delay.is_none());
}

TEST(Schedules, WithoutSeatsAnywhereAreNamed) {
  const FaultList faults =
      faults_of([](scenario::Files& files) { files.mutable_flight_schedules(0)->clear_seats(); });
  EXPECT_EQ(io::codes_of(faults), std::set<std::string>{"E-WLD-007"}) << faults.text();
  EXPECT_THAT(faults.text(), HasSubstr("2 trips"));
}

TEST(Schedules, MappedStopsAreOfTheFile) {
  const FaultList faults = faults_of([](scenario::Files& files) {
    files.mutable_rail(0)->mutable_stop_place(0)->set_key("机场站");
    files.mutable_ssim(0)->mutable_stop_place(0)->set_key("AAB");
  });
  EXPECT_THAT(faults.text(), HasSubstr("a station of the tables"));
  EXPECT_THAT(faults.text(), HasSubstr("an airport of the schedule"));
}

TEST(Schedules, OfAGtfsFeedTooSeatsAndFaresMayBeStated) {
  FaultList faults;
  const World world = world_of(changed([](scenario::Files& files) {
                                 scenario::Feed& feed = *files.mutable_gtfs(0);
                                 feed.set_seats(44);
                                 feed.set_flat_fare_yuan(3);
                                 feed.set_delay("punctual");
                               }),
                               faults);
  const auto& services = world.timetable.services();
  const auto shuttle = std::find_if(services.begin(), services.end(), [](const auto& service) {
    return service.line.starts_with("shuttle:");
  });
  ASSERT_NE(shuttle, services.end());
  EXPECT_EQ(shuttle->fare_between(0, 1), yuan(3));
  EXPECT_FALSE(shuttle->delay.is_none());
  EXPECT_EQ(world.timetable.runs()[timetable::RunId(shuttle->first_run)].places, 44);
}

}  // namespace
}  // namespace stopover::simulation
