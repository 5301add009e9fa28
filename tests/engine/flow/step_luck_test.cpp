// SPDX-License-Identifier: Apache-2.0
// A step's luck is what the step is: one step more leaves the luck of the others in place.
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "engine/flow/draws.hpp"
#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::add_party;
using testing::queue;
using testing::ride;
using testing::SmallWorld;
using testing::stay;
using testing::walk;

// Bus "a"; desks "a" and "b" with exponential services and "new", which takes 50 s; none has a
// queue.
SmallWorld world_of(std::vector<Step> steps) {
  SmallWorld world;
  timetable::TimetableBuilder builder;
  testing::add_service(builder, {.key = "a", .departures = {100'000}, .places = 10'000});
  world.timetable = std::move(builder).build();
  for (const char* key : {"new", "a", "b"}) {
    Checkpoint desk;
    desk.key = key;
    desk.staffing = {{Instant(0), Instant(1'000'000), 10'000}};
    desk.service = {Distribution::kExponential, 40, 1};
    world.checkpoints.push_back(desk);
  }
  world.checkpoints[CheckpointId(0)].service = {Distribution::kConstant, 50, 0};
  world.routes.push_back({std::move(steps)});
  return world;
}

std::vector<std::uint64_t> luck_of(std::vector<Step> steps) {
  const SmallWorld world = world_of(std::move(steps));
  return StepLuck(world.setting()).of(world.routes[RouteId(0)]);
}

TEST(StepLuck, ACheckpointMoreMovesOnlyTheWalksBehindIt) {
  const auto before = luck_of({walk(60), queue(1), walk(60), walk(70), queue(2), walk(60)});
  const auto after =
      luck_of({walk(60), queue(1), walk(60), queue(0), walk(10), walk(70), queue(2), walk(60)});
  EXPECT_EQ(after[0], before[0]);
  EXPECT_EQ(after[1], before[1]);
  EXPECT_EQ(after[2], before[2]);
  EXPECT_NE(after[4], before[3]);
  EXPECT_NE(after[5], before[3]);
  EXPECT_EQ(after[6], before[4]);
  EXPECT_EQ(after[7], before[5]);
}

TEST(StepLuck, ARideOrAStayBeforeADeskMovesNothingAtIt) {
  const auto before = luck_of({queue(1), walk(60)});
  EXPECT_EQ(luck_of({stay(), queue(1), walk(60)})[2], before[1]);
  EXPECT_EQ(luck_of({ride(0), walk(60), queue(1), walk(60)})[2], before[0]);
}

TEST(StepLuck, DiffersFromStepToStepOfARoute) {
  const auto luck = luck_of({walk(60), walk(60), stay(), walk(60), stay(), walk(60), queue(1),
                             walk(60), ride(0), walk(60), walk(60), queue(2), walk(60)});
  EXPECT_EQ(std::set(luck.begin(), luck.end()).size(), luck.size());  // desk and bus "a" too
}

std::vector<Instant> finished(std::vector<Step> steps) {
  SmallWorld world = world_of(std::move(steps));
  for (std::uint64_t key = 1; key <= 200; ++key)
    add_party(world.plans, {.key = key, .release = Instant(1000)});
  const Outcome o = world.sweep_serially();
  return {o.finished.begin(), o.finished.end()};
}

// All walks and desks but the added ones vary; the added take the same time for everybody.
TEST(StepLuck, WhoPassesOneStepMoreIsLaterByThatStepAlone) {
  const Step before_a = walk(300, 80);
  const Step between = walk(400, 100);
  const Step after_b = walk(500, 120);
  const auto base = finished({before_a, queue(1), between, queue(2), after_b});
  const auto desk = finished({before_a, queue(0), queue(1), between, queue(2), after_b});
  const auto way = finished({before_a, queue(1), between, walk(30), queue(2), after_b});
  std::set<Instant> different;
  for (std::size_t p = 0; p < base.size(); ++p) {
    EXPECT_EQ(desk[p] - base[p], Seconds(50)) << p;
    EXPECT_EQ(way[p] - base[p], Seconds(30)) << p;
    different.insert(base[p]);
  }
  EXPECT_GT(different.size(), 100U);
}

}  // namespace
}  // namespace stopover::flow
