// SPDX-License-Identifier: Apache-2.0
// What holds for every day: conservation, one outcome whatever the executor or the order of the
// rows, and luck that hangs on nobody else.
#include <cstdlib>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/base/stable_hash.hpp"
#include "engine/flow/draws.hpp"
#include "engine/random/transforms.hpp"
#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::add_party;
using testing::add_service;
using testing::disrupt;
using testing::draw_world;
using testing::fingerprint;
using testing::NewParty;
using testing::party_of;
using testing::queue;
using testing::ride;
using testing::SmallWorld;
using testing::walk;
using testing::WorldSize;

constexpr WorldSize kBusy = {.parties = 400, .stages = 9, .routes = 20};

// One party and what happened to it, step by step as far as the outcome tells.
struct Story {
  std::vector<RideOutcome> rides;
  Instant finished;
  bool stranded = false;
  friend bool operator==(const Story&, const Story&) = default;
};
Story story_of(const SmallWorld& world, const Outcome& outcome, std::size_t party) {
  Story story;
  for (auto i = world.plans.ride_offset[party]; i < world.plans.ride_offset[party + 1]; ++i)
    story.rides.push_back(outcome.rides[i]);
  const PartyIndex id(static_cast<std::uint32_t>(party));
  story.finished = outcome.finished[id];
  story.stranded = outcome.stranded[id] != 0;
  return story;
}

// Ride steps of a party's route, in order.
std::vector<Step> rides_of(const SmallWorld& world, std::size_t party) {
  std::vector<Step> rides;
  for (const Step& step :
       world.routes[world.plans.route[PartyIndex(static_cast<std::uint32_t>(party))]].steps)
    if (step.kind == Step::Kind::kRide) rides.push_back(step);
  return rides;
}

Instant actual(const SmallWorld& world, const Outcome& outcome, RunId run, Instant planned) {
  EXPECT_TRUE(world.timetable.runs().contains(run));
  return planned + Seconds(outcome.run_delay[run.value()]);
}

RC_GTEST_PROP(SweepInvariants, NoSegmentCarriesMorePersonsThanItsFreePlaces,
              (std::uint64_t seed, bool disrupted)) {
  SmallWorld world = draw_world(seed, kBusy);
  if (disrupted) disrupt(world, seed);
  const Outcome outcome = world.sweep_serially();
  std::vector<std::vector<int>> load(world.timetable.runs().size(), std::vector<int>(4));
  std::vector<std::int32_t> boarded(world.timetable.runs().size());
  for (std::size_t p = 0; p < world.plans.key.size(); ++p) {
    const std::vector<Step> rides = rides_of(world, p);
    const int size = world.plans.size[PartyIndex(static_cast<std::uint32_t>(p))];
    for (std::size_t r = 0; r < rides.size(); ++r) {
      const RunId run = outcome.rides[world.plans.ride_offset[p] + r].run;
      if (run.is_none()) continue;
      RC_ASSERT(world.timetable.runs()[run].service == rides[r].service);
      boarded[run.value()] += size;
      for (std::size_t s = rides[r].board; s < rides[r].alight; ++s) load[run.value()][s] += size;
    }
  }
  for (const RunId run : ids_of(world.timetable.runs()))
    for (const int persons : load[run.value()])
      RC_ASSERT(persons <=
                world.timetable.runs()[run].places - world.timetable.runs()[run].background);
  RC_ASSERT(boarded == outcome.run_boarded);
  for (std::size_t run = 0; run < world.conditions.size(); ++run)
    RC_ASSERT((!world.conditions[run].cancelled || boarded[run] == 0));
}

// Everyone finishes with all rides made, or is stranded with a first ride not made and none after;
// and time runs forward: release, then each ride's departure and arrival, then the end.
RC_GTEST_PROP(SweepInvariants, EverybodyFinishesOrIsStrandedAndTimeRunsForward,
              (std::uint64_t seed, bool disrupted)) {
  SmallWorld world = draw_world(seed, kBusy);
  if (disrupted) disrupt(world, seed);
  const Outcome outcome = world.sweep_serially();
  for (std::size_t p = 0; p < world.plans.key.size(); ++p) {
    const std::vector<Step> rides = rides_of(world, p);
    const Story story = story_of(world, outcome, p);
    Instant now = world.plans.release[PartyIndex(static_cast<std::uint32_t>(p))];
    std::size_t taken = 0;
    for (; taken < rides.size() && !story.rides[taken].run.is_none(); ++taken) {
      const RunId run = story.rides[taken].run;
      const Instant departure =
          actual(world, outcome, run, world.timetable.departure(run, rides[taken].board));
      RC_ASSERT(departure >= now);
      now = actual(world, outcome, run, world.timetable.arrival(run, rides[taken].alight));
      RC_ASSERT(now >= departure);
    }
    RC_ASSERT(story.finished >= now);
    if (!story.stranded) RC_ASSERT(taken == rides.size());
    for (std::size_t r = taken; r < rides.size(); ++r) {
      RC_ASSERT(story.stranded);
      RC_ASSERT(story.rides[r].run.is_none());
      if (r > taken) RC_ASSERT(story.rides[r] == RideOutcome{});
    }
  }
}

RC_GTEST_PROP(SweepInvariants, ACauseIsGivenExactlyWhenThePlannedRunWasMissed,
              (std::uint64_t seed)) {
  const SmallWorld world = draw_world(seed, kBusy);
  const Outcome outcome = world.sweep_serially();
  for (std::size_t r = 0; r < outcome.rides.size(); ++r) {
    const RideOutcome& ride = outcome.rides[r];
    const RunId planned = world.plans.planned_run[r];
    if (planned.is_none() || ride.run == planned) RC_ASSERT(ride.cause == MissCause::kNone);
    if (world.timetable.runs().contains(ride.run) && !planned.is_none() && ride.run != planned &&
        world.timetable.services()[world.timetable.runs()[planned].service].reserved)
      RC_ASSERT(ride.cause != MissCause::kNone);
  }
}

TEST(SweepDeterminism, OneOutcomeForEveryExecutorAndNumberOfThreads) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const SmallWorld world = draw_world(seed, {.parties = 80'000, .stages = 31, .routes = 200});
    const StageOrder order = stage_order(world.setting());
    const auto with = [&](std::unique_ptr<Executor> executor) {
      return fingerprint(sweep(world.plans, world.setting(), order, *executor));
    };
    const std::uint64_t expected = with(serial_executor());
    for (const int threads : {1, 2, 3, 7, 16}) {
      EXPECT_EQ(with(tbb_executor(threads)), expected) << threads << " threads";
      EXPECT_EQ(with(thread_executor(threads)), expected) << threads << " plain threads";
    }
    for (std::uint64_t shuffle = 0; shuffle < 4; ++shuffle)
      EXPECT_EQ(with(shuffled_executor(shuffle)), expected) << "shuffle " << shuffle;
  }
}

// Tables of service times are filled by whichever thread draws first.
TEST(SweepDeterminism, SharedTablesOfServiceTimesChangeNothing) {
  const SmallWorld world = draw_world(5, {.parties = 20'000, .stages = 31, .routes = 100});
  const StageOrder order = stage_order(world.setting());
  const std::uint64_t own = fingerprint(world.sweep_serially());
  Setting setting = world.setting();
  const DeskTimes shared(*setting.checkpoints);
  setting.desks = &shared;
  std::vector<std::uint64_t> together(6);
  thread_executor(3)->run(together.size(), [&](std::size_t i) {
    const auto inner = thread_executor(2);
    together[i] = fingerprint(sweep(world.plans, setting, order, *inner));
  });
  for (const std::uint64_t one : together) EXPECT_EQ(one, own);
}

TEST(SweepDeterminism, SweepsSideBySideInOneProcessDoNotMeet) {
  std::vector<SmallWorld> worlds;
  std::vector<std::uint64_t> alone;
  for (std::uint64_t seed = 10; seed < 18; ++seed) {
    worlds.push_back(draw_world(seed, {.parties = 3000, .stages = 9, .routes = 20}));
    alone.push_back(fingerprint(worlds.back().sweep_serially()));
  }
  std::vector<std::uint64_t> together(worlds.size());
  const auto outer = thread_executor(4);
  outer->run(worlds.size(), [&](std::size_t i) {
    const auto inner = thread_executor(2);
    const Setting setting = worlds[i].setting();
    together[i] = fingerprint(sweep(worlds[i].plans, setting, stage_order(setting), *inner));
  });
  EXPECT_EQ(together, alone);
}

TEST(SweepDeterminism, SeedAndReplicationChangeTheDay) {
  SmallWorld world = draw_world(3, kBusy);
  const std::uint64_t before = fingerprint(world.sweep_serially());
  world.replication = 1;
  const std::uint64_t other = fingerprint(world.sweep_serially());
  world.replication = 0;
  world.seed = 4;
  EXPECT_NE(before, other);
  EXPECT_NE(before, fingerprint(world.sweep_serially()));
  world.seed = 3;
  EXPECT_EQ(before, fingerprint(world.sweep_serially()));
}

// Rows of the parties and of the routes in another order: the same stories, the same totals.
RC_GTEST_PROP(SweepMetamorphic, TheOrderOfPartiesAndRoutesMeansNothing, (std::uint64_t seed)) {
  const SmallWorld world = draw_world(seed, {.parties = 100, .stages = 7, .routes = 10});
  random::Stream stream({.seed = seed, .purpose = random::purpose("test.permute")});
  const auto permutation = [&](std::size_t n) {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    random::shuffle(std::span(order), stream);
    return order;
  };
  SmallWorld other = world;
  const std::vector<std::size_t> routes = permutation(world.routes.size());
  for (std::size_t i = 0; i < routes.size(); ++i)
    other.routes[RouteId(static_cast<std::uint32_t>(routes[i]))] =
        world.routes[RouteId(static_cast<std::uint32_t>(i))];
  other.plans = SmallWorld::no_plans();
  const std::vector<std::size_t> parties = permutation(world.plans.key.size());
  for (const std::size_t p : parties) {
    NewParty party = party_of(world.plans, p);
    party.route = RouteId(static_cast<std::uint32_t>(routes[party.route.value()]));
    add_party(other.plans, party);
  }
  const Outcome before = world.sweep_serially();
  const Outcome after = other.sweep_serially();
  for (std::size_t i = 0; i < parties.size(); ++i)
    RC_ASSERT(story_of(other, after, i) == story_of(world, before, parties[i]));
  RC_ASSERT(after.checkpoints.rows() == before.checkpoints.rows());
  RC_ASSERT(after.run_boarded == before.run_boarded);
  RC_ASSERT(after.run_delay == before.run_delay);
}

// With room for everybody nobody can be in anybody's way: then more parties, more services and more
// background leave every story as it was, so every draw is where it was.
SmallWorld with_room_for_all(SmallWorld world) {
  const auto many = [](std::vector<StaffPeriod>& staffing) {
    for (StaffPeriod& staff : staffing) staff.desks = staff.desks > 0 ? 100'000 : 0;
  };
  for (Checkpoint& c : world.checkpoints) {
    many(c.staffing);
    for (DeskType& type : c.desk_types) many(type.staffing);
    c.room.reset();
  }
  timetable::TimetableBuilder builder;
  for (const timetable::Service& service : world.timetable.services()) {
    builder.add_service(service);
    for (auto n = service.first_run; n < service.first_run + service.run_count; ++n) {
      timetable::Offsets offsets;
      const Instant departure = world.timetable.runs()[RunId(n)].departure;
      for (std::size_t stop = 0; stop < service.stops.size(); ++stop) {
        offsets.arrive.push_back(static_cast<std::int32_t>(
            (world.timetable.arrival(RunId(n), stop) - departure).count()));
        offsets.depart.push_back(static_cast<std::int32_t>(
            (world.timetable.departure(RunId(n), stop) - departure).count()));
      }
      builder.add_run(world.timetable.runs()[RunId(n)].service, {departure, 1'000'000, 0}, offsets);
    }
  }
  testing::add_service(builder, {.key = "unrelated", .departures = {0, 600, 1200}});
  world.timetable = std::move(builder).build();
  return world;
}

RC_GTEST_PROP(SweepMetamorphic, NobodysLuckHangsOnOtherPartiesServicesOrBackground,
              (std::uint64_t seed)) {
  const WorldSize size = {.parties = 50, .stages = 7, .routes = 8};
  const SmallWorld world = with_room_for_all(draw_world(seed, size));
  SmallWorld more = world;
  for (int i = 0; i < 30; ++i) {
    NewParty extra = party_of(world.plans, static_cast<std::size_t>(i));
    extra.key = stable_hash(seed, i, 999);
    add_party(more.plans, extra);
  }
  for (Checkpoint& c : more.checkpoints) c.background.push_back({Instant(0), Instant(9000), 40});
  const Outcome before = world.sweep_serially();
  const Outcome after = more.sweep_serially();
  for (std::size_t p = 0; p < world.plans.key.size(); ++p)
    RC_ASSERT(story_of(more, after, p) == story_of(world, before, p));
  RC_ASSERT(after.run_delay == before.run_delay);
}

// A crowd at one stop and one desk; a million with STOPOVER_FULL, else a tenth of it.
TEST(SweepScale, ACrowdAtOneStopIsCarriedInTheOrderItCame) {
  const std::uint32_t crowd = std::getenv("STOPOVER_FULL") != nullptr ? 1'000'000 : 100'000;
  SmallWorld world;
  timetable::TimetableBuilder builder;
  testing::NewService bus{.key = "bus", .places = 1000};
  for (std::int64_t run = 0; run < crowd / 1250; ++run) bus.departures.push_back(10'000 + run * 60);
  add_service(builder, bus);
  world.timetable = std::move(builder).build();
  Checkpoint gate;
  gate.key = "gate";
  gate.staffing = {{Instant(0), Instant(100'000'000), 150}};
  gate.service = {Distribution::kConstant, 10, 0};
  world.checkpoints.push_back(gate);
  world.routes.push_back({{queue(0), ride(0)}});
  for (std::uint32_t p = 0; p < crowd; ++p)  // all at one instant: the key alone decides
    add_party(world.plans, {.key = mix64(p), .planned = {RunId(0)}});
  const Outcome outcome = world.sweep_serially();
  std::vector<std::uint32_t> by_key(crowd);
  std::iota(by_key.begin(), by_key.end(), 0U);
  std::sort(by_key.begin(), by_key.end(),
            [](std::uint32_t a, std::uint32_t b) { return mix64(a) < mix64(b); });
  // The n-th by key is served in wave n / 150. Gate and buses are first come, first served, so the
  // runs taken never fall; all runs but the last ones fill to the last place.
  std::int64_t carried = 0;
  std::uint32_t last_run = 0;
  for (std::uint32_t n = 0; n < crowd; ++n) {
    const RideOutcome& ride = outcome.rides[by_key[n]];
    ASSERT_EQ(ride.queued, static_cast<std::int32_t>(n / 150 * 10));
    if (ride.run.is_none()) continue;
    ASSERT_GE(ride.run.value(), last_run);
    last_run = ride.run.value();
    ++carried;
  }
  EXPECT_EQ(carried, std::accumulate(outcome.run_boarded.begin(), outcome.run_boarded.end(),
                                     std::int64_t{0}));
  EXPECT_EQ(carried, std::int64_t{crowd} / 1250 * 1000);
}

}  // namespace
}  // namespace stopover::flow
