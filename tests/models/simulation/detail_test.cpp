// SPDX-License-Identifier: Apache-2.0
// Details of a run against its tallies, and the ranking and the trial of bottlenecks by hand.
#include "models/simulation/detail.hpp"

#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/simulation/bottlenecks.hpp"
#include "models/simulation/hub_capacity.hpp"
#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Others who fill desks and trains, so that there are queues, late comers and full vehicles.
World crowded_world() {
  return minimal_world([](scenario::Scenario& s) {
    soften(s);
    auto* elements = s.mutable_elements();
    auto* desk = elements->add_background();
    desk->set_id("crowd");
    desk->set_target("security");
    desk->set_from("06:00");
    desk->set_until("22:00");
    desk->set_people_per_quarter(58);
    auto* train = elements->add_background();
    train->set_id("full");
    train->set_target("intercity");
    train->set_from("00:00");
    train->set_until("24:00");
    train->set_seat_share(0.97);
  });
}

const World& crowded() {
  static const World world = crowded_world();
  return world;
}

struct Ran {
  Detail detail = empty_detail(crowded());
  Tally sum = empty_tally(crowded());
};

const Ran& ran() {
  static const Ran result = [] {
    Ran r;
    const auto executor = serial_executor();
    for (const Replication& one : run_replications(
             crowded(), {.seed = 3, .replications = 6, .drawn = false, .detail = &r.detail},
             *executor))
      r.sum.add(one.central);
    return r;
  }();
  return result;
}

TEST(Detail, QueuesByHourAddUpToTheTally) {
  const auto open = open_desks(crowded(), {.seed = 3, .count = 6});
  for (const network::CheckpointId id : ids_of(crowded().checkpoints)) {
    flow::QueueCounts all;
    std::int64_t waits = 0;
    for (const flow::QueueSlot& slot : ran().detail.queues[id].slots) {
      all.add(slot.counts);
      waits += slot.waits.count();
    }
    const QueueTally& tally = ran().sum.queues[id];
    EXPECT_EQ(all.served, tally.persons);
    EXPECT_EQ(all.waited_seconds, tally.wait_seconds);
    EXPECT_EQ(all.over_target, tally.over_target);
    EXPECT_EQ(waits, tally.persons);
    EXPECT_LE(all.busy_ticks, std::accumulate(open[id].begin(), open[id].end(), flow::Tick{0}));
  }
}

// The same at a checkpoint of several lines, with what can happen there.
TEST(Detail, GatesByHourAddUpToTheTally) {
  const World world = minimal_world(crowd_at_gates);
  Detail detail = empty_detail(world);
  Tally sum = empty_tally(world);
  const auto executor = serial_executor();
  for (const Replication& one : run_replications(
           world, {.seed = 3, .replications = 6, .drawn = false, .detail = &detail}, *executor))
    sum.add(one.central);
  const auto open_in_all = open_by_type(world, {.seed = 3, .count = 6});
  for (const network::CheckpointId id : ids_of(world.checkpoints)) {
    flow::QueueCounts all;
    for (const flow::QueueSlot& slot : detail.queues[id].slots) all.add(slot.counts);
    const QueueTally& tally = sum.queues[id];
    EXPECT_EQ(all.served, tally.persons);
    EXPECT_EQ(all.waited_seconds, tally.wait_seconds);
    EXPECT_EQ(all.over_target, tally.over_target);
    EXPECT_EQ(all.gave_up, tally.gave_up);
    EXPECT_EQ(all.refused, tally.refused);
    EXPECT_EQ(all.held, tally.held);
    EXPECT_EQ(all.held_seconds, tally.held_seconds);
    EXPECT_EQ(all.arrived, all.served + all.gave_up);
    std::vector<std::int64_t> open;
    for (const std::vector<std::int64_t>& hours : open_in_all[id])
      open.push_back(std::accumulate(hours.begin(), hours.end(), flow::Tick{0}));
    std::int64_t busy = 0;
    for (std::size_t type = 0; type < all.busy_by_type.size(); ++type) {
      EXPECT_LE(all.busy_by_type[type], type < open.size() ? open[type] : 0);
      busy += all.busy_by_type[type];
    }
    EXPECT_EQ(busy, all.busy_ticks);
    if (world.checkpoint_info[id].key != "security") continue;
    for (const std::int64_t count : {all.gave_up, all.refused, all.held, all.busy_by_type[1]})
      EXPECT_GT(count, 0);
    std::vector<Bottleneck> found{{.checkpoint = id, .hour = 12}};
    try_one_more_desk(world, 3, 6, *executor, found);
    ASSERT_TRUE(found[0].one_more.has_value());
    EXPECT_NEAR(static_cast<double>(found[0].one_more->lost_seconds),
                static_cast<double>(all.queued_ticks) / 1000, 6 * 24);  // rounded down
    EXPECT_LT(found[0].one_more->lost_seconds_then, found[0].one_more->lost_seconds);
  }
}

TEST(Detail, ConnectionsByHourAddUpToTheTally) {
  MissCounts all{};
  for (const auto& [key, counts] : ran().detail.connections)
    for (std::size_t c = 0; c < all.size(); ++c) all[c] += counts[c];
  const auto of = [&](flow::MissCause cause) { return all[static_cast<std::size_t>(cause)]; };
  EXPECT_EQ(planned(all), ran().sum.total(Count::kConnections));
  EXPECT_EQ(missed(all), ran().sum.total(Count::kMissed));
  EXPECT_EQ(of(flow::MissCause::kLateInbound),
            ran().sum.total(count_for(Count::kMissed, flow::MissCause::kLateInbound)));
  EXPECT_EQ(of(flow::MissCause::kQueue),
            ran().sum.total(count_for(Count::kMissed, flow::MissCause::kQueue)));
  EXPECT_EQ(of(flow::MissCause::kWalk),
            ran().sum.total(count_for(Count::kMissed, flow::MissCause::kWalk)));
  EXPECT_EQ(of(flow::MissCause::kNoSeat),
            ran().sum.total(count_for(Count::kMissed, flow::MissCause::kNoSeat)));
  EXPECT_GT(of(flow::MissCause::kLateInbound), 0);
  EXPECT_GT(of(flow::MissCause::kNoSeat), 0);

  MissCounts pairs{};
  for (const auto& [key, counts] : ran().detail.failing)
    for (std::size_t c = 0; c < pairs.size(); ++c) pairs[c] += counts[c];
  all[0] = 0;
  EXPECT_EQ(pairs, all);
}

TEST(Detail, WhoFoundNoPlaceIsLeftBehindByAVehicle) {
  std::int64_t persons = 0;
  for (const auto& [key, left] : ran().detail.vehicles) {
    persons += left.persons;
    EXPECT_LE(left.departures, left.persons);
    EXPECT_LE(left.stranded, left.persons);
    EXPECT_GE(left.late_seconds, 0);
  }
  EXPECT_GE(persons, ran().sum.total(count_for(Count::kMissed, flow::MissCause::kNoSeat)));
  EXPECT_GT(persons, 0);
}

// Rebooking sends some another way: they are neither late nor stranded.
TEST(Detail, WhoWentAnotherWayIsCountedApart) {
  const World world = crowded_trains(45);
  ConnectionWatch watch(world);
  std::int64_t rerouted = 0;
  for (std::uint32_t r = 0; r < 5; ++r) {
    const auto [plans, outcome] = swept(world, {.seed = 7, .replication = r});
    watch.add({plans, outcome, outcome.run_delay});
    for (const flow::Rerouting& way : outcome.reroutings)
      if (outcome.rides[way.missed_ride].cause == flow::MissCause::kNoSeat)
        rerouted += plans.flow.size[way.party];
  }
  Detail detail = empty_detail(world);
  std::move(watch).finish(detail);
  LeftBehind all;
  for (const auto& [key, left] : detail.vehicles) {
    all.persons += left.persons;
    all.rerouted += left.rerouted;
    all.stranded += left.stranded;
  }
  EXPECT_GT(rerouted, 0);
  EXPECT_EQ(all.rerouted, rerouted);
  EXPECT_EQ(all.persons, rerouted);
  EXPECT_EQ(all.stranded, 0);
}

// One who was rebooked finds the train of the other way full and takes the next, an hour later.
TEST(Detail, WhoIsLeftBehindOnAnotherWayIsLateByItsPlan) {
  const World world = crowded_trains(180);
  Swept one = swept(world, {.seed = 7, .replication = 0});
  flow::PartyOutcomes& outcome = one.outcome;
  const auto way = std::ranges::find_if(outcome.reroutings, [&](const flow::Rerouting& r) {
    return world.ways_on.legs.at(r.route)->legs.front().is_ride();
  });
  ASSERT_NE(way, outcome.reroutings.end());
  const auto seen = [&](flow::RideOutcome ride) {
    outcome.rides[way->first_ride] = ride;
    ConnectionWatch watch(world);
    watch.add({one.plans, outcome, one.outcome.run_delay});
    Detail detail = empty_detail(world);
    std::move(watch).finish(detail);
    LeftBehind all;
    for (const auto& [key, left] : detail.vehicles) {
      all.departures += left.departures;
      all.persons += left.persons;
      all.stranded += left.stranded;
      all.late_seconds += left.late_seconds;
    }
    return all;
  };
  const std::int64_t persons = one.plans.flow.size[way->party];
  const flow::RideOutcome went = outcome.rides[way->first_ride];
  const timetable::RunId next(went.run.value() + 1);
  const auto leaves = [&](timetable::RunId run) {
    return world.timetable.departure(run, 0) + Seconds(one.outcome.run_delay[run.value()]);
  };
  const LeftBehind before = seen(went);
  const LeftBehind late = seen({.run = next, .cause = flow::MissCause::kNoSeat});
  EXPECT_EQ(late.persons - before.persons, persons);
  EXPECT_EQ(late.late_seconds - before.late_seconds,
            persons * (leaves(next) - leaves(went.run)).count());
  EXPECT_GT(late.late_seconds, before.late_seconds);
  EXPECT_EQ(late.stranded, before.stranded);
  const LeftBehind gone =
      seen({.run = timetable::RunId::none(), .cause = flow::MissCause::kNoSeat});
  EXPECT_EQ(gone.stranded - before.stranded, persons);
  EXPECT_EQ(gone.late_seconds, before.late_seconds);
}

// Flights that begin or end at the gateway are what its airports handle; trips are who travelled.
TEST(Detail, RidesAndTripsAddUpToTheTally) {
  std::int64_t handled = 0;
  std::int64_t trains = 0;
  const auto& services = crowded().timetable.services();
  for (const auto& [leg, persons] : ran().detail.rides) {
    EXPECT_GT(persons, 0);
    if (!leg.is_ride()) continue;
    const auto ends = {leg_from(crowded().network, crowded().timetable, leg),
                       leg_to(crowded().network, crowded().timetable, leg)};
    if (services[leg.service].mode == scenario::RAIL) trains += persons;
    if (services[leg.service].mode != scenario::AIR) continue;
    for (const network::PlaceId place : ends)
      if (crowded().places[place].in_gateway) handled += persons;
  }
  EXPECT_EQ(handled, ran().sum.total(Count::kHandled));
  EXPECT_GT(trains, 0);
  std::int64_t travelled = 0;
  for (const auto& [ends, persons] : ran().detail.trips) {
    EXPECT_NE(ends.from, ends.to);
    travelled += persons;
  }
  EXPECT_EQ(travelled, ran().sum.total(Count::kPersons));
}

TEST(Detail, IsTheSameForAnyExecutor) {
  const auto detail_on = [](Executor& executor) {
    Detail detail = empty_detail(crowded());
    (void)run_replications(
        crowded(), {.seed = 3, .replications = 6, .drawn = false, .detail = &detail}, executor);
    return detail;
  };
  const auto three = tbb_executor(3);
  EXPECT_TRUE(detail_on(*three) == ran().detail);
}

TEST(Bottlenecks, TheWorstComeFirstWithTheirWorstHour) {
  Detail detail = empty_detail(crowded());
  detail.queues[network::CheckpointId(1)].slots[7].counts.queued_ticks = 5'000'000;
  detail.queues[network::CheckpointId(1)].slots[9].counts.queued_ticks = 6'000'000;
  detail.queues[network::CheckpointId(0)].slots[8].counts.queued_ticks = 10'000'000;
  detail.vehicles[{timetable::ServiceId(0), 17}] = {
      .departures = 1, .persons = 3, .stranded = 1, .late_seconds = 1};
  const std::vector<Bottleneck> found = find_bottlenecks(detail, 5);
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_EQ(found[0].service, timetable::ServiceId(0));
  EXPECT_EQ(found[0].lost_seconds, 86'401);
  EXPECT_EQ(found[0].hour, 17U);
  EXPECT_EQ(found[1].checkpoint, network::CheckpointId(1));
  EXPECT_EQ(found[1].lost_seconds, 11'000);
  EXPECT_EQ(found[1].hour, 9U);
  EXPECT_EQ(found[1].lost_seconds_in_hour, 6'000);
  EXPECT_EQ(found[2].checkpoint, network::CheckpointId(0));
  EXPECT_THAT(find_bottlenecks(detail, 1), SizeIs(1));
  EXPECT_THAT(find_bottlenecks(empty_detail(crowded()), 5), IsEmpty());
}

// The trial as staffed is the run's own queue; a desk more in the worst hour helps.
TEST(Bottlenecks, OneMoreDeskIsTriedOnTheRunsOwnArrivals) {
  const auto executor = serial_executor();
  std::vector<Bottleneck> found = find_bottlenecks(ran().detail, 5);
  ASSERT_FALSE(found.empty());
  try_one_more_desk(crowded(), 3, 6, *executor, found);
  int tried = 0;
  for (const Bottleneck& b : found) {
    EXPECT_EQ(b.one_more.has_value(), !b.checkpoint.is_none());
    if (!b.one_more) continue;
    ++tried;
    EXPECT_EQ(b.one_more->replications, 6U);
    EXPECT_NEAR(static_cast<double>(b.one_more->lost_seconds), static_cast<double>(b.lost_seconds),
                6 * 24);  // rounded down slot by slot
    EXPECT_LT(b.one_more->lost_seconds_then, b.one_more->lost_seconds);
  }
  EXPECT_GT(tried, 0);
}

// ---- capacity ----------------------------------------------------------------------------------

// scenarios/minimal: entry one desk of 30 s, exit one of 30 s behind security with two.
TEST(HubCapacity, OfMinimalIsThatOfItsDesks) {
  const auto executor = serial_executor();
  const World world = minimal_world();
  const std::vector<HubWay> ways = hub_ways(world, *executor);
  const auto way = [&](const char* from, const char* to, PassengerClass cls) -> const HubWay* {
    for (const HubWay& w : ways)
      if (world.places[w.from].key == from && world.places[w.to].key == to &&
          w.passenger_class == cls)
        return &w;
    return nullptr;
  };
  const HubWay* in = way("gates", "station", kCitizen);
  ASSERT_NE(in, nullptr);
  ASSERT_THAT(in->hours, SizeIs(24));
  EXPECT_EQ(in->hours[12].persons_an_hour, 120);
  ASSERT_THAT(in->hours[12].bottleneck, SizeIs(1));
  EXPECT_EQ(world.checkpoint_info[in->hours[12].bottleneck[0]].key, "entry");
  const HubWay* permit = way("gates", "station", kForeignPermit);
  ASSERT_NE(permit, nullptr);
  EXPECT_EQ(permit->hours[0].persons_an_hour, 60);
  const HubWay* out = way("station", "gates", kCitizen);
  ASSERT_NE(out, nullptr);
  EXPECT_EQ(out->hours[23].persons_an_hour, 120);
  EXPECT_EQ(world.checkpoint_info[out->hours[23].bottleneck[0]].key, "exit");
  EXPECT_EQ(way("station", "gates", kAirside), nullptr);
}

// Entry: a desk of 120 an hour; a gate of 360, which half of the citizens may use and which refuses
// a fifth of these. Of x citizens 0.6 x need the desk: 200. All of them eligible and none refused:
// both desks, 480. Residents have the desk alone.
TEST(HubCapacity, GatesHelpThoseWhoMayUseThem) {
  const auto executor = serial_executor();
  const auto entry_of = [&](double eligible, double refused, PassengerClass cls) {
    const World world = minimal_world([&](scenario::Scenario& s) {
      for (auto& checkpoint : *s.mutable_elements()->mutable_hub(0)->mutable_checkpoint()) {
        if (checkpoint.id() != "entry") continue;
        auto* gate = checkpoint.add_desk_type();
        gate->set_id("gate");
        gate->add_serves(scenario::CITIZEN);
        *gate->mutable_staffing() = checkpoint.staffing();
        gate->mutable_service()->set_distribution(scenario::CONSTANT);
        gate->mutable_service()->set_mean_seconds(10);
        gate->set_eligible_share(eligible);
        gate->set_refusal_share(refused);
      }
    });
    std::int64_t found = -1;
    for (const HubWay& w : hub_ways(world, *executor))
      if (world.places[w.from].key == "gates" && world.places[w.to].key == "station" &&
          w.passenger_class == cls)
        found = w.hours[12].persons_an_hour.value_or(-1);
    return found;
  };
  EXPECT_EQ(entry_of(0.5, 0.2, kCitizen), 200);
  EXPECT_EQ(entry_of(1, 0, kCitizen), 480);
  EXPECT_EQ(entry_of(0.5, 0.2, kResident), 120);
}

// One desk until 12:30 and none after: half the capacity in that hour, none in the next.
TEST(HubCapacity, AnHourOfPartStaffingPassesItsPart) {
  const World world = minimal_world([](scenario::Scenario& s) {
    for (auto& checkpoint : *s.mutable_elements()->mutable_hub(0)->mutable_checkpoint())
      if (checkpoint.id() == "entry") checkpoint.mutable_staffing(0)->set_until("12:30");
  });
  for (const network::CheckpointId id : ids_of(world.checkpoint_info)) {
    if (world.checkpoint_info[id].key != "entry") continue;
    EXPECT_EQ(desk_capacity(world)[id][11], 120);
    EXPECT_EQ(desk_capacity(world)[id][12], 60);
    EXPECT_EQ(desk_capacity(world)[id][13], 0);
    EXPECT_EQ(open_desks(world, {})[id][12], 1'800'000);
  }
}

}  // namespace
}  // namespace stopover::simulation
