// SPDX-License-Identifier: Apache-2.0
// Disruption from the scenario to the tally: fields arrive, nothing stalls, people are conserved.
#include <gtest/gtest.h>

#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using flow::DisruptionCause;

scenario::Restriction& close(scenario::Scenario& s, const std::string& target) {
  auto* r = s.mutable_elements()->add_restriction();
  r->set_id("closed " + target);
  r->set_name(target);
  r->set_target(target);
  r->set_from("00:00");
  r->set_until("24:00");
  return *r;
}

// Planned first departures and connections that were missed although their run was there.
std::int64_t missed_otherwise(const Tally& t) {
  return t.total(Count::kMissed) - t.total(count_for(Count::kMissed, flow::MissCause::kCancelled)) +
         t.total(Count::kDeparturesMissed) -
         t.total(count_for(Count::kDeparturesMissed, flow::MissCause::kCancelled));
}
std::int64_t cancelled(const Tally& t, DisruptionCause cause) {
  return t.runs.by_cause.at(static_cast<std::size_t>(cause)).cancelled;
}

Tally simulated(const World& world, std::uint32_t replication = 0) {
  const demand::Luck luck{.seed = 1, .replication = replication};
  return simulate(world, central(world), luck);
}

TEST(Disruption, WithoutAnyRunsAreLateOfTheirOwnAndNoneIsCancelled) {
  const World world = minimal_world(soften);
  EXPECT_TRUE(world.disruption.empty());
  EXPECT_TRUE(world.run_conditions(1, 0).empty());
  const RunTally runs = simulated(world).runs;
  EXPECT_GT(runs.by_mode[scenario::RAIL].scheduled, runs.by_mode[scenario::RAIL].late);
  EXPECT_GT(runs.by_mode[scenario::RAIL].late, 0);
  EXPECT_GT(runs.by_cause[static_cast<std::size_t>(DisruptionCause::kOwn)].delay_seconds, 0);
  for (const RunTally::ByMode& mode : runs.by_mode) EXPECT_EQ(mode.cancelled, 0);
}

TEST(Disruption, AnEmptyRestrictionLeavesEveryBodyTheirLuck) {
  const World plain = minimal_world(soften);
  const World restricted = minimal_world([](scenario::Scenario& s) {
    soften(s);
    close(s, "gates").set_valid_until("2000-01-01");
  });
  for (std::uint32_t r = 0; r < 5; ++r) {
    Tally with = simulated(restricted, r);
    EXPECT_GT(with.runs.by_mode[scenario::AIR].scheduled, 0);
    with.runs.by_restriction = {};
    EXPECT_EQ(with, simulated(plain, r));
  }
}

// No flight leaves or lands on any simulated day: people go nowhere, and nobody is lost.
TEST(Disruption, AnAirportInFogAllTheTimeStrandsItsPassengersAndTheRunEnds) {
  const Tally fair = simulated(minimal_world());
  const World fog =
      minimal_world([](scenario::Scenario& s) { close(s, "gates").add_only(scenario::AIR); });
  const Tally t = simulated(fog);
  EXPECT_EQ(t.total(Count::kPersons), fair.total(Count::kPersons));
  EXPECT_EQ(t.total(Count::kHandled), 0);
  EXPECT_GT(t.total(Count::kStranded), 0);
  EXPECT_GT(fair.total(Count::kHandled), 0);
  EXPECT_EQ(missed_otherwise(t), 0);
  const RunTally::ByMode& air = t.runs.by_mode[scenario::AIR];
  EXPECT_GT(air.cancelled, 0);
  EXPECT_EQ(cancelled(t, DisruptionCause::kClosed), air.cancelled);
  EXPECT_EQ(t.runs.by_restriction[flow::RestrictionId(0)].cancelled, air.cancelled);
  EXPECT_EQ(t.runs.by_mode[scenario::RAIL].cancelled, 0);
}

TEST(Disruption, ALineClosedAllDayIsTheCauseOfWhatItsPassengersMiss) {
  const std::int64_t by_train = simulated(minimal_world()).total(Count::kAirRail);
  const World closed = minimal_world([](scenario::Scenario& s) { close(s, "intercity"); });
  const Tally t = simulated(closed);
  const RunTally::ByMode& rail = t.runs.by_mode[scenario::RAIL];
  EXPECT_GT(rail.scheduled, 0);
  EXPECT_EQ(rail.cancelled, rail.scheduled);
  EXPECT_GT(by_train, 0);
  EXPECT_EQ(t.total(count_for(Count::kMissed, flow::MissCause::kCancelled)), by_train);
  EXPECT_EQ(t.total(Count::kStranded), by_train);
  EXPECT_EQ(t.total(Count::kAirRail), 0);
  EXPECT_EQ(t.total(Count::kDeparturesMissed), 0);
  EXPECT_EQ(missed_otherwise(t), 0);
}

// Residents of the city begin with the flight to B; through passengers connect to it.
TEST(Disruption, ACancelledFirstFlightIsTheCauseOfWhatItsPassengersMiss) {
  const World closed = minimal_world([](scenario::Scenario& s) { close(s, "gates_b"); });
  const Tally t = simulated(closed);
  std::int64_t residents = 0;
  for (const demand::SegmentId id : ids_of(closed.demand.segments))
    if (closed.demand.segments[id].key == "residents")
      residents = t.counts[id][static_cast<std::size_t>(Count::kPersons)];
  EXPECT_GT(residents, 0);
  EXPECT_EQ(t.total(count_for(Count::kDeparturesMissed, flow::MissCause::kCancelled)), residents);
  EXPECT_EQ(t.total(Count::kDeparturesMissed), residents);
  EXPECT_EQ(missed_otherwise(t), 0);
}

TEST(Disruption, WhenNothingRunsNobodyArrives) {
  const World none = minimal_world([](scenario::Scenario& s) {
    for (auto& d : *s.mutable_elements()->mutable_delay()) d.set_cancelled_share(1);
    close(s, "shuttle:S");
  });
  const Tally t = simulated(none);
  EXPECT_GT(t.total(Count::kPersons), 0);
  EXPECT_EQ(t.total(Count::kStranded), t.total(Count::kPersons));
  EXPECT_EQ(t.total(Count::kHandled), 0);
  EXPECT_EQ(t.total(Count::kTransfer) + t.total(Count::kStopover), 0);
  EXPECT_EQ(t.total(Count::kConnections), 0);
  EXPECT_EQ(missed_otherwise(t), 0);
  for (const std::int64_t persons : t.access) EXPECT_EQ(persons, 0);
}

TEST(Disruption, NoPlacesAtAllStrandWithoutSeat) {
  const World full = minimal_world([](scenario::Scenario& s) {
    soften(s);
    for (auto& flight : *s.mutable_elements()->mutable_flight()) {
      auto* b = s.mutable_elements()->add_background();
      b->set_id("full " + flight.id());
      b->set_target(flight.id());
      b->set_from("00:00");
      b->set_until("48:00");
      b->set_seat_share(1);
    }
    s.mutable_elements()->mutable_delay(0)->set_cancelled_share(0.3);
  });
  const Tally t = simulated(full);
  EXPECT_EQ(t.total(Count::kHandled), 0);
  EXPECT_GT(t.total(Count::kStranded), 0);
  EXPECT_GT(t.runs.by_mode[scenario::AIR].cancelled + t.runs.by_mode[scenario::RAIL].cancelled, 0);
}

TEST(Disruption, FieldsOfTheScenarioArriveInTheWorld) {
  const World w = minimal_world([](scenario::Scenario& s) {
    auto* elements = s.mutable_elements();
    for (const char* id : {"fair", "foul"}) {
      auto* type = elements->add_day_type();
      type->set_id(id);
      type->set_name(id);
      type->add_month_weight(1);
    }
    auto& delay = *elements->mutable_delay(0);
    delay.set_cancelled_share(0.25);
    delay.set_common_share(0.5);
    for (int hour = 0; hour < 24; ++hour) delay.add_hour_factor(hour);
    auto* effect = delay.add_on_day();
    effect->set_day_type("foul");
    effect->set_late_factor(0);
    auto* rotation = elements->add_rotation();
    rotation->set_id("trains");
    rotation->add_member("intercity");
    rotation->set_turnaround_minutes(15);
    auto& cap = close(s, "port");
    cap.add_only(scenario::AIR);
    cap.set_day_type("foul");
    cap.set_per_hour(12);
    cap.set_until("36:00");
  });
  const flow::DelayVariation& v = w.disruption.variations[timetable::DelayId(0)];
  EXPECT_EQ(v.hour[23], 23);
  EXPECT_EQ(v.month[5], 1);
  EXPECT_EQ(v.common, 0.5);
  EXPECT_EQ(v.group, "delay punctual");
  EXPECT_EQ(v.on_day.at(0).cancelled, 0.25);
  EXPECT_EQ(v.on_day.at(1).cancelled, 0.25);
  EXPECT_EQ(v.on_day.at(1).late, 0);
  EXPECT_EQ(v.on_day.at(1).lateness, 1);
  ASSERT_EQ(w.disruption.rotations.size(), 1);
  EXPECT_EQ(w.disruption.rotations[0].services.size(), 2) << "both ways";
  EXPECT_EQ(w.disruption.rotations[0].turnaround, minutes(15));
  const flow::Restriction& r = w.disruption.restrictions[flow::RestrictionId(0)];
  EXPECT_EQ(r.places.size(), 2) << "gates and station";
  EXPECT_EQ(r.modes, std::vector<network::Mode>{scenario::AIR});
  EXPECT_EQ(r.day_type, flow::DayTypeId(1));
  EXPECT_EQ(r.per_hour, 12.0);
  EXPECT_EQ(r.until, hours(36));
  EXPECT_TRUE(r.dates.contains(w.first_day));
  EXPECT_EQ(w.disruption.ground[r.places[0]], w.disruption.ground[r.places[1]]);
}

TEST(Disruption, DaysByTypeAndRunsAddUpAndAreTheSameForAnyNumberOfThreads) {
  const World world = minimal_world([](scenario::Scenario& s) {
    soften(s);
    s.mutable_horizon()->set_days(20);
    auto* elements = s.mutable_elements();
    for (const char* id : {"fair", "foul"}) {
      auto* type = elements->add_day_type();
      type->set_id(id);
      type->set_name(id);
      type->add_month_weight(1);
    }
    elements->mutable_delay(0)->set_common_share(0.3);
    auto* rotation = elements->add_rotation();
    rotation->set_id("trains");
    rotation->add_member("intercity");
    close(s, "gates").set_day_type("foul");
  });
  const RunSettings settings{.seed = 4, .replications = 3};
  const auto serial = serial_executor();
  const auto expected = run_replications(world, settings, *serial);
  for (const Replication& r : expected) {
    const RunTally& runs = r.central.runs;
    EXPECT_EQ(runs.days[flow::DayTypeId(0)] + runs.days[flow::DayTypeId(1)], 20);
    std::int64_t by_mode = 0;
    std::int64_t by_cause = 0;
    for (const auto& mode : runs.by_mode) by_mode += mode.cancelled;
    for (const auto& cause : runs.by_cause) by_cause += cause.cancelled;
    EXPECT_EQ(by_mode, by_cause);
    EXPECT_GT(by_mode, 0);
  }
  for (const int threads : {2, 7}) {
    const auto executor = tbb_executor(threads);
    EXPECT_EQ(run_replications(world, settings, *executor), expected) << threads;
  }
}

TEST(Disruption, ARestrictionOfARouteThatNoFeedHasIsAFault) {
  scenario::Scenario s = scenario_of("minimal");
  close(s, "shuttle:none");
  FaultList faults;
  static_cast<void>(world_of(s, faults));
  EXPECT_NE(faults.text().find("restriction closed shuttle:none"), std::string::npos)
      << faults.text();
}

}  // namespace
}  // namespace stopover::simulation
