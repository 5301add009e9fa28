// SPDX-License-Identifier: Apache-2.0
// Who misses a booked run looks for another way, with the places that are really left.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/flow/event_sweep.hpp"
#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::add_party;
using testing::add_service;
using testing::disrupt;
using testing::draw_world;
using testing::NewParty;
using testing::party_of;
using testing::queue;
using testing::ride;
using testing::SmallWorld;
using testing::walk;

// Takes the first run of a route's one ride that still has places, `after` later.
class FirstWithPlaces final : public Rerouter {
 public:
  FirstWithPlaces(const SmallWorld& world, std::vector<RouteId> routes, Seconds after = Seconds(0))
      : world_(world), routes_(std::move(routes)), after_(after) {}

  std::optional<WayOn> way_on(const Stuck& stuck, Instant now,
                              const PlacesLeft& left) const override {
    std::optional<WayOn> best;
    std::optional<Instant> soonest;
    for (const RouteId route : routes_) {
      const Step& step = world_.routes[route].steps.back();
      const timetable::Service& service = world_.timetable.services()[step.service];
      for (auto n = service.first_run; n < service.first_run + service.run_count; ++n) {
        const RunId run(n);
        const Instant closing = left.closing(run, step.board);
        if (closing < now + after_ || (soonest && closing >= *soonest)) continue;
        if (left.places(run, step.board, step.alight) < stuck.size) continue;
        soonest = closing;
        best = WayOn{route, {run}, now + after_};
      }
    }
    return best;
  }

 private:
  const SmallWorld& world_;
  std::vector<RouteId> routes_;
  Seconds after_;
};

// A train at 1000 s with 3 places, one more at 20000 s; another line at 2000, 3000 s, 2 places.
SmallWorld two_lines() {
  SmallWorld world;
  timetable::TimetableBuilder builder;
  add_service(builder,
              {.key = "fast", .reserved = true, .departures = {1000, 20'000}, .places = 3});
  add_service(builder,
              {.key = "slow", .reserved = true, .departures = {2000, 3000, 4000}, .places = 2});
  world.timetable = std::move(builder).build();
  world.routes.push_back({{ride(0)}});
  world.routes.push_back({{walk(60), ride(1)}});
  return world;
}

// Four come too late for their train at 1000, by different times; rounds are at 1200 and 2400 s.
TEST(SweepRerouting, TheStuckTakeWhatIsLeftInTheOrderTheyKnew) {
  SmallWorld world = two_lines();
  for (const std::int64_t ready : {1150, 1100, 1050, 1300})
    add_party(world.plans, {.key = world.plans.key.size() + 1,
                            .route = RouteId(0),
                            .release = Instant(ready),
                            .planned = {RunId(0)}});
  const FirstWithPlaces rerouter(world, {RouteId(1)});
  Setting setting = world.setting();
  setting.rerouter = &rerouter;
  setting.rerouting_every = Seconds(1200);
  const auto executor = serial_executor();
  const Outcome outcome = sweep(world.plans, setting, stage_order(setting), *executor);
  // Those of 1050 and 1100 get the run at 2000, that of 1150 the one at 3000; that of 1300 is asked
  // at 2400.
  ASSERT_EQ(outcome.reroutings.size(), 4U);
  std::vector<std::uint32_t> run_of(4);
  for (const Rerouting& r : outcome.reroutings) {
    EXPECT_EQ(r.missed_ride, r.party.value());
    EXPECT_EQ(r.route, RouteId(1));
    EXPECT_EQ(outcome.rides[r.missed_ride].cause, MissCause::kWalk);
    EXPECT_TRUE(outcome.rides[r.missed_ride].run.is_none());
    run_of[r.party.value()] = outcome.rides[r.first_ride].run.value();
  }
  EXPECT_EQ(run_of, (std::vector<std::uint32_t>{3, 2, 2, 3}));
  EXPECT_EQ(outcome.reroutings[3].at, Instant(2400));
  EXPECT_EQ(outcome.finished[PartyIndex(2)], Instant(2600));
}

TEST(SweepRerouting, WithoutABetterWayTheyWaitForTheNextOfTheirService) {
  SmallWorld world = two_lines();
  add_party(
      world.plans,
      {.key = 1, .size = 3, .route = RouteId(0), .release = Instant(1500), .planned = {RunId(0)}});
  const FirstWithPlaces rerouter(world, {RouteId(1)});  // no run of it has three places
  Setting setting = world.setting();
  setting.rerouter = &rerouter;
  const auto executor = serial_executor();
  const Outcome outcome = sweep(world.plans, setting, stage_order(setting), *executor);
  EXPECT_TRUE(outcome.reroutings.empty());
  EXPECT_EQ(outcome.rides[0].run, RunId(1));
  EXPECT_EQ(outcome.rides[0].cause, MissCause::kWalk);
}

// Places sold to others are no places; those of who missed the run at a stop before are free again.
TEST(SweepRerouting, HeldPlacesAreNotGivenAway) {
  SmallWorld world = two_lines();
  for (int i = 0; i < 2; ++i)  // will take up the run at 2000
    add_party(world.plans, {.key = 10 + static_cast<std::uint64_t>(i),
                            .route = RouteId(1),
                            .release = Instant(1900 - 60),
                            .planned = {RunId(2)}});
  add_party(world.plans,
            {.key = 1, .route = RouteId(0), .release = Instant(1100), .planned = {RunId(0)}});
  const FirstWithPlaces rerouter(world, {RouteId(1)});
  Setting setting = world.setting();
  setting.rerouter = &rerouter;
  setting.rerouting_every = Seconds(600);
  const auto executor = serial_executor();
  const Outcome outcome = sweep(world.plans, setting, stage_order(setting), *executor);
  EXPECT_EQ(outcome.rides[0].run, RunId(2));
  EXPECT_EQ(outcome.rides[1].run, RunId(2));
  ASSERT_EQ(outcome.reroutings.size(), 1U);
  EXPECT_EQ(outcome.rides[outcome.reroutings[0].first_ride].run, RunId(3));
}

// A party needs another way to its own flight alone; the place that it holds there is its own.
TEST(SweepRerouting, WhatOneHasBookedIsNotTakenFromOneself) {
  SmallWorld world;
  timetable::TimetableBuilder builder;
  add_service(builder, {.key = "train", .reserved = true, .departures = {1000}, .places = 3});
  add_service(builder,
              {.key = "flight", .reserved = true, .departures = {5000, 90'000}, .places = 1});
  world.timetable = std::move(builder).build();
  world.routes.push_back({{ride(0), ride(1)}});
  world.routes.push_back({{walk(1800), ride(1)}});  // by taxi
  add_party(
      world.plans,
      {.key = 1, .route = RouteId(0), .release = Instant(1100), .planned = {RunId(0), RunId(1)}});
  const FirstWithPlaces rerouter(world, {RouteId(1)});
  Setting setting = world.setting();
  setting.rerouter = &rerouter;
  const Outcome outcome = sweep(world.plans, setting, stage_order(setting), *serial_executor());
  ASSERT_EQ(outcome.reroutings.size(), 1U);
  EXPECT_EQ(outcome.rides[outcome.reroutings[0].first_ride].run, RunId(1));
  EXPECT_EQ(outcome.rides[1].cause, MissCause::kNone);  // not attempted
}

// A line without reservation that does not run: rounds at 900 and 1800 s; the other one runs.
TEST(SweepRerouting, WhoPlannedACancelledRunLooksForAnotherWayOnAnyService) {
  SmallWorld world;
  timetable::TimetableBuilder builder;
  add_service(builder, {.key = "metro", .departures = {1000, 40'000}});
  add_service(builder, {.key = "bus", .departures = {2000}});
  world.timetable = std::move(builder).build();
  world.routes.push_back({{ride(0)}});
  world.routes.push_back({{ride(1)}});
  add_party(world.plans,
            {.key = 1, .route = RouteId(0), .release = Instant(500), .planned = {RunId(0)}});
  world.conditions.resize(3);
  world.conditions[0].cancelled = true;
  const FirstWithPlaces rerouter(world, {RouteId(1)});
  Setting setting = world.setting();
  setting.rerouter = &rerouter;
  const Outcome outcome = sweep(world.plans, setting, stage_order(setting), *serial_executor());
  ASSERT_EQ(outcome.reroutings.size(), 1U);
  EXPECT_EQ(outcome.reroutings[0].at, Instant(1800));
  EXPECT_EQ(outcome.rides[0].cause, MissCause::kCancelled);
  EXPECT_EQ(outcome.finished[PartyIndex(0)], Instant(2600));
}

// Notes what it is asked and says how many places a run has.
class Asks final : public Rerouter {
 public:
  explicit Asks(RunId run) : run_(run) {}
  std::optional<WayOn> way_on(const Stuck&, Instant now, const PlacesLeft& left) const override {
    asked_.emplace_back(now, left.places(run_, 0, 1));
    return std::nullopt;
  }
  [[nodiscard]] const std::vector<std::pair<Instant, std::int32_t>>& asked() const {
    return asked_;
  }

 private:
  RunId run_;
  mutable std::vector<std::pair<Instant, std::int32_t>> asked_;
};

// Eight looks, a quarter apart; the cancelled run of 20000 s, known 5 h before, has places until
// 2000 s.
TEST(SweepRerouting, OneLooksForTwoHoursAndKnowsWhatIsAnnounced) {
  SmallWorld world = two_lines();
  add_party(world.plans,
            {.key = 1, .route = RouteId(0), .release = Instant(1100), .planned = {RunId(0)}});
  world.conditions.resize(5);
  world.conditions[1].cancelled = true;
  const Asks rerouter(RunId(1));
  Setting setting = world.setting();
  setting.rerouter = &rerouter;
  setting.cancelled_known_ahead = hours(5);
  const Outcome outcome = sweep(world.plans, setting, stage_order(setting), *serial_executor());
  ASSERT_EQ(rerouter.asked().size(), 8U);
  for (std::size_t i = 0; i < 8; ++i) {
    const auto& [at, places] = rerouter.asked()[i];
    EXPECT_EQ(at, Instant(1800) + minutes(15) * static_cast<int>(i));
    EXPECT_EQ(places, at < Instant(2000) ? 3 : 0) << i;
  }
  EXPECT_EQ(outcome.stranded[PartyIndex(0)], 1);
}

// ---- on drawn worlds ----

struct Rerouted {
  SmallWorld world;
  std::vector<RouteId> ways;
};

// Ways on: a walk and one ride of each service, from its first stop to its last.
Rerouted with_ways(std::uint64_t seed) {
  Rerouted r{draw_world(seed, {.parties = 200, .stages = 7, .routes = 10}), {}};
  for (const auto id : ids_of(r.world.timetable.services())) {
    const int stops = static_cast<int>(r.world.timetable.services()[id].stops.size());
    r.ways.push_back(r.world.routes.push_back({{walk(120), ride(id.value(), 0, stops - 1)}}));
  }
  return r;
}

Outcome swept(const Rerouted& r, Executor& executor) {
  const FirstWithPlaces rerouter(r.world, r.ways, Seconds(180));
  Setting setting = r.world.setting();
  setting.rerouter = &rerouter;
  setting.rerouting_every = Seconds(300);
  return sweep(r.world.plans, setting, stage_order(setting), executor);
}

RC_GTEST_PROP(SweepRerouting, NobodyIsLostAndNoVehicleOverfilled, (std::uint64_t seed)) {
  const Rerouted r = with_ways(seed);
  const auto executor = serial_executor();
  const Outcome outcome = swept(r, *executor);
  const SmallWorld& world = r.world;
  std::vector<std::vector<int>> load(world.timetable.runs().size(), std::vector<int>(4));
  const auto carry = [&](RouteId route, std::size_t first_ride, int size) {
    std::size_t i = first_ride;
    for (const Step& step : world.routes[route].steps) {
      if (step.kind != Step::Kind::kRide) continue;
      const RunId run = outcome.rides[i++].run;
      if (run.is_none()) continue;
      for (std::size_t s = step.board; s < step.alight; ++s) load[run.value()][s] += size;
    }
  };
  for (const PartyIndex party : ids_of(world.plans.key))
    RC_ASSERT(
        (outcome.stranded[party] != 0 || outcome.finished[party] >= world.plans.release[party]));
  for (std::uint32_t p = 0; p < world.plans.key.size(); ++p)
    carry(world.plans.route[PartyIndex(p)], world.plans.ride_offset[p],
          world.plans.size[PartyIndex(p)]);
  for (const Rerouting& way : outcome.reroutings) {
    carry(way.route, way.first_ride, world.plans.size[way.party]);
    RC_ASSERT(outcome.rides[way.missed_ride].cause != MissCause::kNone);
    RC_ASSERT(outcome.rides[way.missed_ride].run.is_none());
    RC_ASSERT(outcome.finished[way.party] >= way.at);
  }
  for (const RunId run : ids_of(world.timetable.runs()))
    for (const int persons : load[run.value()])
      RC_ASSERT(persons <=
                world.timetable.runs()[run].places - world.timetable.runs()[run].background);
}

// Ride by ride what an event-queue simulation of the same network has, disrupted or not, whether
// patience ends or not.
RC_GTEST_PROP(SweepRerouting, EqualsTheEventQueue, (std::uint64_t seed)) {
  Rerouted r = with_ways(seed);
  if (seed % 2 == 0) disrupt(r.world, seed);
  const FirstWithPlaces rerouter(r.world, r.ways, Seconds(180));
  Setting setting = r.world.setting();
  setting.rerouter = &rerouter;
  setting.rerouting_every = Seconds(300);
  setting.cancelled_known_ahead = minutes(20);
  if (seed % 3 == 0) setting.longest_wait = minutes(40);
  std::vector<Event> story;
  const Outcome expected = testing::event_sweep(r.world.plans, setting, &story);
  Journal journal;
  setting.journal = &journal;
  const Outcome outcome = sweep(r.world.plans, setting, stage_order(setting), *serial_executor());
  RC_ASSERT(testing::story_text(events_of(journal, setting, outcome.run_delay)) ==
            testing::story_text(story));
  RC_ASSERT(outcome.reroutings == expected.reroutings);
  RC_ASSERT(outcome.later_runs == expected.later_runs);
  RC_ASSERT(outcome.rides == expected.rides);
  RC_ASSERT(outcome.finished.rows() == expected.finished.rows());
  RC_ASSERT(outcome.stranded.rows() == expected.stranded.rows());
  RC_ASSERT(outcome.run_boarded == expected.run_boarded);
}

RC_GTEST_PROP(SweepRerouting, OneOutcomeForEveryExecutor, (std::uint64_t seed)) {
  const Rerouted r = with_ways(seed);
  const Outcome expected = swept(r, *serial_executor());
  for (const auto& executor : {tbb_executor(3).release(), shuffled_executor(seed).release()}) {
    const std::unique_ptr<Executor> own(executor);
    const Outcome other = swept(r, *own);
    RC_ASSERT(other.rides == expected.rides);
    RC_ASSERT(other.reroutings == expected.reroutings);
    RC_ASSERT(other.finished.rows() == expected.finished.rows());
  }
}

// Looking costs nothing: who finds no other way is where they would be had they not looked.
RC_GTEST_PROP(SweepRerouting, LookingInVainChangesNothing, (std::uint64_t seed)) {
  SmallWorld world = draw_world(seed, {.parties = 200, .stages = 7, .routes = 10});
  if (seed % 2 == 0) disrupt(world, seed);
  const Outcome expected = world.sweep_serially();
  const Asks rerouter(RunId(0));
  Setting setting = world.setting();
  setting.rerouter = &rerouter;
  setting.rerouting_every = Seconds(240);
  const Outcome outcome = sweep(world.plans, setting, stage_order(setting), *serial_executor());
  RC_ASSERT(outcome.rides == expected.rides);
  RC_ASSERT(outcome.finished.rows() == expected.finished.rows());
  RC_ASSERT(outcome.stranded.rows() == expected.stranded.rows());
}

// However time is cut; batch by batch, each whole before the first cut.
RC_GTEST_PROP(SweepRerouting, AnyCutOfTimeGivesTheWholeOutcome, (std::uint64_t seed)) {
  const Rerouted r = with_ways(seed);
  const Outcome expected = swept(r, *serial_executor());
  const FirstWithPlaces rerouter(r.world, r.ways, Seconds(180));
  Setting setting = r.world.setting();
  setting.rerouter = &rerouter;
  setting.rerouting_every = Seconds(300);
  SweepStream stream(setting, stage_order(setting));
  stream.add(std::make_shared<const Plans>(r.world.plans));
  Instant cut = *std::min_element(r.world.plans.release.begin(), r.world.plans.release.end());
  const int cuts = *rc::gen::inRange(1, 30);
  for (int i = 0; i < cuts; ++i) {
    stream.advance(cut, *serial_executor());
    cut += Seconds(*rc::gen::inRange(1, 2000));
  }
  stream.finish(*serial_executor());
  const std::vector<EndedBatch> ended = stream.take_ended();
  RC_ASSERT(ended.size() == 1U);
  RC_ASSERT(ended[0].outcome.rides == expected.rides);
  RC_ASSERT(ended[0].outcome.reroutings == expected.reroutings);
  RC_ASSERT(ended[0].outcome.finished.rows() == expected.finished.rows());
}

// Some are rerouted in most drawn worlds, else the tests above hold nothing.
TEST(SweepRerouting, TheDrawnWorldsHaveReroutings) {
  std::size_t reroutings = 0;
  std::size_t again = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const Rerouted r = with_ways(seed);
    const Outcome outcome = swept(r, *serial_executor());
    reroutings += outcome.reroutings.size();
    for (const Rerouting& way : outcome.reroutings)
      again += way.missed_ride >= r.world.plans.planned_run.size() ? 1U : 0U;
  }
  EXPECT_GT(reroutings, 500U);
  EXPECT_GT(again, 5U);  // missed another way too
}

}  // namespace
}  // namespace stopover::flow
