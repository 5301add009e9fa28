// SPDX-License-Identifier: Apache-2.0
// The sweep by hand: small days whose every second is worked out in a comment.
#include "engine/flow/sweep.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::add_party;
using testing::add_service;
using testing::NewParty;
using testing::queue;
using testing::ride;
using testing::SmallWorld;
using testing::stay;
using testing::walk;

constexpr Instant at(std::int64_t second) {
  return Instant(second);
}

// Bus 0 (2 stops, runs 0 and 1 depart 1000 and 2000, 600 s on the way) and then bus 1 (runs 2, 3, 4
// depart 2000, 3000, 4000). Desk 0: one desk until 10,000, 100 s a person. `late`: all runs of bus
// 0 are that late. (An exponential of mean 1e6 s cut at `late`: on time with probability 0.)
struct Buses {
  bool reserved = false;
  int places = 100;
  int late = 0;
};
SmallWorld buses(const Buses& options) {
  SmallWorld world;
  world.delays.push_back({0, Seconds(1'000'000), Seconds(options.late)});
  timetable::TimetableBuilder builder;
  add_service(builder, {.key = "bus0",
                        .reserved = options.reserved,
                        .delay = timetable::DelayId(0),
                        .departures = {1000, 2000},
                        .places = options.places});
  add_service(builder, {.key = "bus1", .departures = {2000, 3000, 4000}});
  world.timetable = std::move(builder).build();
  Checkpoint desk;
  desk.key = "desk";
  desk.staffing = {{at(0), at(10'000), 1}};
  desk.service = {Distribution::kConstant, 100, 0};
  world.checkpoints.push_back(desk);
  return world;
}

struct Traveller {
  std::int64_t release = 0;
  std::vector<std::uint32_t> planned = {0};
  std::int16_t size = 1;
  std::vector<Instant> stays = {};
};
// All take the same route; the first has the least key.
Outcome sweep_all(SmallWorld& world, std::vector<Step> steps, const std::vector<Traveller>& all) {
  world.routes.push_back({std::move(steps)});
  for (const Traveller& t : all) {
    NewParty party{.key = world.plans.key.size() + 1, .size = t.size, .release = at(t.release)};
    for (const std::uint32_t run : t.planned) party.planned.emplace_back(run);
    party.stays = t.stays;
    add_party(world.plans, party);
  }
  return world.sweep_serially();
}

constexpr RideOutcome made(std::uint32_t run, std::int32_t queued = 0) {
  return {RunId(run), MissCause::kNone, queued};
}
constexpr RideOutcome missed(std::uint32_t run, MissCause cause, std::int32_t queued = 0) {
  return {RunId(run), cause, queued};
}
constexpr RideOutcome stranded(MissCause cause, std::int32_t queued = 0) {
  return {RunId::none(), cause, queued};
}

// 0 ─walk 50─ desk 50–150 ─walk 30─ ready 180 … run 0 leaves 1000, arrives 1600 ─walk 20─ 1620
TEST(Sweep, OnePartyGoesThrough) {
  SmallWorld world = buses({});
  const Outcome o = sweep_all(world, {walk(50), queue(0), walk(30), ride(0), walk(20)}, {{}});
  EXPECT_EQ(o.rides, (std::vector{made(0)}));
  EXPECT_EQ(o.finished[PartyIndex(0)], at(1620));
  EXPECT_EQ(o.stranded[PartyIndex(0)], 0);
  EXPECT_EQ(o.run_boarded, (std::vector<std::int32_t>{1, 0, 0, 0, 0}));
  EXPECT_EQ(o.checkpoints[CheckpointId(0)], (CheckpointOutcome{{0}, {1}, {at(50)}}));
}

// Both join at 700. The first, two persons, is served 700–900, the second 900–1000: just in time.
TEST(Sweep, APartyIsOneJobOfItsMembersServices) {
  SmallWorld world = buses({});
  const Outcome o = sweep_all(world, {queue(0), ride(0)},
                              {{.release = 700, .size = 2}, {.release = 700, .size = 1}});
  EXPECT_EQ(o.rides, (std::vector{made(0), made(0, 200)}));
  EXPECT_EQ(o.checkpoints[CheckpointId(0)],
            (CheckpointOutcome{{0, 200}, {2, 1}, {at(700), at(700)}}));
  EXPECT_EQ(o.run_boarded[0], 3);
}

// Served 850–950, 950–1050 (waited 100; would have been ready at 950) and 1050–1150.
TEST(Sweep, WhoLosesTheRunInTheQueueMissedItByTheQueue) {
  SmallWorld world = buses({});
  const Outcome o =
      sweep_all(world, {queue(0), ride(0)}, {{.release = 850}, {.release = 850}, {.release = 960}});
  EXPECT_EQ(o.rides, (std::vector{made(0), missed(1, MissCause::kQueue, 100),
                                  missed(1, MissCause::kWalk, 90)}));  // 960 + 100 > 1000
}

TEST(Sweep, AWalkThatTakesTooLongIsTheWalk) {
  SmallWorld world = buses({});
  const Outcome o = sweep_all(world, {walk(1001), ride(0)}, {{}});
  EXPECT_EQ(o.rides, (std::vector{missed(1, MissCause::kWalk)}));
  EXPECT_EQ(o.finished[PartyIndex(0)], at(2600));
}

SmallWorld without(const Buses& options, const std::vector<std::size_t>& cancelled) {
  SmallWorld world = buses(options);
  world.conditions.resize(5);
  for (const std::size_t run : cancelled) world.conditions[run].cancelled = true;
  return world;
}

TEST(Sweep, WhoPlannedACancelledRunTakesTheNextOrIsStranded) {
  for (const bool reserved : {false, true}) {
    SmallWorld world = without({.reserved = reserved}, {0, 2, 3, 4});
    const Outcome o =
        sweep_all(world, {ride(0), ride(1)}, {{.planned = {0, 2}}, {.planned = {1, 3}}});
    EXPECT_EQ(o.rides,
              (std::vector{missed(1, MissCause::kCancelled), stranded(MissCause::kCancelled),
                           made(1), stranded(MissCause::kCancelled)}));
    EXPECT_EQ(o.stranded.rows(), (std::vector<std::uint8_t>{1, 1}));
    EXPECT_EQ(o.run_boarded, (std::vector<std::int32_t>{0, 2, 0, 0, 0}));
  }
}

// At the desk 900-1000 and 1000-1300: the third, ready after the run's closing, missed it because
// it was cancelled all the same.
TEST(Sweep, WhenNothingRunsEverybodyIsStranded) {
  SmallWorld world = without({}, {0, 1, 2, 3, 4});
  const Outcome o =
      sweep_all(world, {queue(0), ride(0)}, {{}, {.release = 900}, {.release = 900, .size = 3}});
  for (const RideOutcome& ride : o.rides) {
    EXPECT_TRUE(ride.run.is_none());
    EXPECT_EQ(ride.cause, MissCause::kCancelled);
  }
  EXPECT_EQ(o.stranded.rows(), (std::vector<std::uint8_t>{1, 1, 1}));
  EXPECT_EQ(o.run_boarded, (std::vector<std::int32_t>(5, 0)));
}

TEST(Sweep, WhoWasThereInTimeAndFoundNoPlaceHadNoSeat) {
  SmallWorld world = buses({.places = 1});
  const Outcome o = sweep_all(world, {ride(0)}, {{.release = 5}, {.release = 6}, {.release = 7}});
  EXPECT_EQ(o.rides,
            (std::vector{made(0), missed(1, MissCause::kNoSeat), stranded(MissCause::kNoSeat)}));
  EXPECT_EQ(o.stranded.rows(), (std::vector<std::uint8_t>{0, 0, 1}));
  EXPECT_EQ(o.finished[PartyIndex(2)], at(7));
}

// The desk closes 400 s before run 0, at 600. Who joins at 600 is let in; who joins at 601 would be
// ready at 801, well before 1000, but travels with run 1.
TEST(Sweep, WhoComesAfterTheDeskClosedForTheRunTakesTheNext) {
  for (const bool reserved : {false, true}) {
    SmallWorld world = buses({.reserved = reserved});
    world.checkpoints[CheckpointId(0)].closes_before = Seconds(400);
    const Outcome o = sweep_all(world, {queue(0), ride(0)}, {{.release = 600}, {.release = 601}});
    EXPECT_EQ(o.rides, (std::vector{made(0), missed(1, MissCause::kClosed, 99)}));
  }
}

TEST(Sweep, ADeskClosesForTheRideThatFollowsNotForOneBefore) {
  SmallWorld world = buses({});
  world.checkpoints[CheckpointId(0)].closes_before = Seconds(400);
  // Arrives 1600, joins, ready 1700; run 2 (2000) was closed at 1600: still open at 1600.
  Outcome o = sweep_all(world, {ride(0), queue(0), ride(1)}, {{.planned = {0, 2}}});
  EXPECT_EQ(o.rides, (std::vector{made(0), made(2)}));
  SmallWorld last = buses({});
  last.checkpoints[CheckpointId(0)].closes_before = Seconds(1'000'000);
  o = sweep_all(last, {ride(0), queue(0)}, {{}});  // no ride follows: nothing closes
  EXPECT_EQ(o.finished[PartyIndex(0)], at(1700));
}

// Run 0 arrives 300 s late, at 1900; with the walk of 200 s run 2 (2000) is missed, which without
// the delay (1600 + 200) it would not have been.
TEST(Sweep, ALateInboundRideIsTheCauseWhenItsDelayMadeTheDifference) {
  SmallWorld world = buses({.late = 300});
  const Outcome o = sweep_all(world, {ride(0), walk(200), ride(1)}, {{.planned = {0, 2}}});
  EXPECT_EQ(o.run_delay, (std::vector<std::int32_t>{300, 300, 0, 0, 0}));
  EXPECT_EQ(o.rides, (std::vector{made(0), missed(3, MissCause::kLateInbound)}));
}

// The same delay; but the walk of 500 s (1600 + 500 > 2000) would have missed run 2 anyway.
TEST(Sweep, ALateInboundRideIsNotTheCauseOfWhatTheWalkWouldHaveMissed) {
  SmallWorld world = buses({.late = 300});
  const Outcome o = sweep_all(world, {ride(0), walk(500), ride(1)}, {{.planned = {0, 2}}});
  EXPECT_EQ(o.rides, (std::vector{made(0), missed(3, MissCause::kWalk)}));
}

// 100 s late (1700) and 100 s behind another in the queue: served 1800–1900 and 1900–2000, walk 50.
// Ready 1950 and 2050; run 2 leaves at 2000. Without the delay the second would be ready at 1950.
TEST(Sweep, TheDelayIsAskedBeforeTheQueue) {
  SmallWorld world = buses({.late = 100});
  const Outcome o = sweep_all(world, {ride(0), walk(100), queue(0), walk(50), ride(1)},
                              {{.planned = {0, 2}}, {.planned = {0, 2}}});
  EXPECT_EQ(o.rides,
            (std::vector{made(0), made(2), made(0), missed(3, MissCause::kLateInbound, 100)}));
}

// Neither alone: 100 s late and 100 s queued, ready at 2120. Without the delay 2020, without the
// wait 2020, without both 1920: the queue, asked second, made the difference.
TEST(Sweep, DelayAndQueueTogetherCountAsTheQueue) {
  SmallWorld world = buses({.late = 100});
  const Outcome o = sweep_all(world, {ride(0), walk(170), queue(0), walk(50), ride(1)},
                              {{.planned = {0, 3}}, {.planned = {0, 2}}});
  EXPECT_EQ(o.rides[3], missed(3, MissCause::kQueue, 100));
}

// 300 s late, but the stay lasts until 1950 whatever happens; the walk of 100 s alone misses run 2.
TEST(Sweep, AStayTakesUpTheDelay) {
  SmallWorld world = buses({.late = 300});
  const Outcome o = sweep_all(world, {ride(0), stay(), walk(100), ride(1)},
                              {{.planned = {0, 2}, .stays = {at(1950)}}});
  EXPECT_EQ(o.rides, (std::vector{made(0), missed(3, MissCause::kWalk)}));
}

// Left behind by run 0 for want of a seat, it arrives with run 1 at 2600, a thousand seconds after
// plan: run 2 (2000) is missed for that reason.
TEST(Sweep, AnEarlierMissIsALateInboundForTheNextRide) {
  SmallWorld world = buses({.places = 1});
  const Outcome o =
      sweep_all(world, {ride(0), ride(1)}, {{.planned = {0, 2}}, {.planned = {0, 2}}});
  EXPECT_EQ(o.rides, (std::vector{made(0), made(2), missed(1, MissCause::kNoSeat),
                                  missed(3, MissCause::kLateInbound)}));
}

// The second takes run 0 though run 1 was planned, and arrives a thousand seconds ahead of plan.
// That is no credit: at 1850 it queues 100 s behind the first, is ready at 2050 and misses run 2
// (2000).
TEST(Sweep, AnInboundRideAheadOfPlanIsNoExcuse) {
  SmallWorld world = buses({});
  const Outcome o = sweep_all(world, {ride(0), walk(250), queue(0), ride(1)},
                              {{.planned = {0, 3}}, {.planned = {1, 2}}});
  EXPECT_EQ(o.rides[2], made(0));
  EXPECT_EQ(o.rides[3], missed(3, MissCause::kQueue, 100));
}

TEST(Sweep, ALateDepartureWaitsForWhoIsLate) {
  SmallWorld world = buses({.late = 300});
  const Outcome o = sweep_all(world, {ride(0)}, {{.release = 1300}, {.release = 1301}});
  EXPECT_EQ(o.rides, (std::vector{made(0), missed(1, MissCause::kWalk)}));
  EXPECT_EQ(o.finished[PartyIndex(0)], at(1900));
}

TEST(Sweep, WithoutReservationAnEarlierRunIsTakenAndNothingIsMissed) {
  SmallWorld open = buses({});
  EXPECT_EQ(sweep_all(open, {ride(0)}, {{.planned = {1}}}).rides, (std::vector{made(0)}));
  SmallWorld reserved = buses({.reserved = true});
  EXPECT_EQ(sweep_all(reserved, {ride(0)}, {{.planned = {1}}}).rides, (std::vector{made(1)}));
}

TEST(Sweep, WithoutAPlannedRunNothingIsMissed) {
  SmallWorld world = buses({});
  EXPECT_EQ(
      sweep_all(world, {ride(0)}, {{.release = 1001, .planned = {RunId::none().value()}}}).rides,
      (std::vector{made(1)}));
}

TEST(Sweep, AfterTheLastRunAPartyIsStrandedAndItsLaterRidesAreNotAttempted) {
  SmallWorld world = buses({});
  const Outcome o =
      sweep_all(world, {walk(1), ride(0), ride(1)}, {{.release = 2000, .planned = {1, 4}}});
  EXPECT_EQ(o.rides, (std::vector{stranded(MissCause::kWalk), stranded(MissCause::kNone)}));
  EXPECT_EQ(o.stranded[PartyIndex(0)], 1);
  EXPECT_EQ(o.finished[PartyIndex(0)], at(2001));
}

// The desk closes for good at 250: who waits behind the service from 150 to 250 never gets on.
TEST(Sweep, WhoIsLeftInAQueueThatNeverOpensAgainIsStrandedByTheQueue) {
  SmallWorld world = buses({});
  world.checkpoints[CheckpointId(0)].staffing = {{at(0), at(250), 1}};
  const Outcome o = sweep_all(world, {queue(0), ride(0)}, {{.release = 150}, {.release = 150}});
  EXPECT_EQ(o.rides, (std::vector{made(0), stranded(MissCause::kQueue)}));
  EXPECT_EQ(o.stranded.rows(), (std::vector<std::uint8_t>{0, 1}));
  EXPECT_EQ(o.checkpoints[CheckpointId(0)].wait.size(), 1U);
}

// 9 others in the first second, 100 s each: the party that joins at 500 is served at 900 or later.
TEST(Sweep, OthersAtTheDeskTakeItsTimeAndAreNotReported) {
  SmallWorld world = buses({});
  world.checkpoints[CheckpointId(0)].background = {{at(0), at(1), 9}};
  const Outcome o = sweep_all(world, {queue(0)}, {{.release = 500, .planned = {}}});
  const CheckpointOutcome& seen = o.checkpoints[CheckpointId(0)];
  ASSERT_EQ(seen.wait.size(), 1U);
  EXPECT_GE(seen.wait[0], 400);
  EXPECT_LE(seen.wait[0], 401);
}

TEST(Sweep, VehiclesWithoutAFreePlaceLeaveEverybody) {
  SmallWorld world = buses({.places = 0});
  const Outcome o = sweep_all(world, {ride(0)}, {{}, {}});
  EXPECT_EQ(o.stranded.rows(), (std::vector<std::uint8_t>{1, 1}));
}

TEST(Sweep, NobodyGivesAnEmptyDay) {
  SmallWorld world = buses({.late = 300});
  const Outcome o = sweep_all(world, {queue(0), ride(0)}, {});
  EXPECT_TRUE(o.rides.empty());
  EXPECT_EQ(o.finished.size(), 0U);
  EXPECT_EQ(o.run_delay, (std::vector<std::int32_t>{300, 300, 0, 0, 0}));
  EXPECT_EQ(o.checkpoints.size(), 1U);
  EXPECT_EQ(SmallWorld().sweep_serially().rides.size(), 0U);
}

TEST(Sweep, ARouteWithoutStepsEndsWhereItBegins) {
  SmallWorld world = buses({});
  EXPECT_EQ(sweep_all(world, {}, {{.release = 77, .planned = {}}}).finished[PartyIndex(0)], at(77));
}

TEST(SweepDeathTest, APlannedRunOfAnotherServiceIsABug) {
  SmallWorld world = buses({});
  EXPECT_DEATH(static_cast<void>(sweep_all(world, {ride(0)}, {{.planned = {3}}})),
               "one of the service");
}
TEST(SweepDeathTest, AMissingPlannedRunIsABug) {
  SmallWorld world = buses({});
  EXPECT_DEATH(static_cast<void>(sweep_all(world, {ride(0), ride(1)}, {{.planned = {0}}})),
               "one planned run for each ride");
}
TEST(SweepDeathTest, AStageOutsideTheOrderIsABug) {
  SmallWorld world = buses({});
  world.routes.push_back({{queue(0)}});
  const StageOrder order = stage_order(world.setting());
  world.routes.push_back({{ride(0)}});
  const auto executor = serial_executor();
  EXPECT_DEATH(static_cast<void>(sweep(world.plans, world.setting(), order, *executor)),
               "knows every stage");
}

}  // namespace
}  // namespace stopover::flow
