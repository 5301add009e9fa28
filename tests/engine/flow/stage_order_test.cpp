// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::add_service;
using testing::draw_world;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::queue;
using testing::ride;
using testing::SmallWorld;
using testing::stay;
using testing::walk;

// Checkpoints c0 … c3, services s0 … s2.
SmallWorld world_of(std::vector<Route> routes) {
  SmallWorld world;
  timetable::TimetableBuilder builder;
  for (int i = 0; i < 3; ++i)
    add_service(builder, {.key = fmt::format("s{}", i), .departures = {0}});
  world.timetable = std::move(builder).build();
  for (int i = 0; i < 4; ++i) {
    Checkpoint c;
    c.key = fmt::format("c{}", i);
    c.service.mean_seconds = 1;
    world.checkpoints.push_back(c);
  }
  for (Route& route : routes) world.routes.push_back(std::move(route));
  return world;
}

std::vector<std::vector<std::string>> levels_of(const SmallWorld& world) {
  std::vector<std::vector<std::string>> levels;
  for (const auto& level : stage_order(world.setting()).levels) {
    levels.emplace_back();
    for (const StageOrder::Stage& stage : level)
      levels.back().push_back(stage.checkpoint.is_none()
                                  ? world.timetable.services()[stage.service].key
                                  : world.checkpoints[stage.checkpoint].key);
  }
  return levels;
}

//   c0 ── s0 ── c2          c1 joins at c2; s2 lies behind both; c3 and s1 are visited by nobody
//         c1 ──┘└─ s2
TEST(StageOrder, AStageLiesOneDeeperThanTheDeepestBeforeIt) {
  const SmallWorld world = world_of(
      {{{queue(0), walk(5), ride(0), queue(2)}}, {{queue(1), stay(), queue(2), walk(1), ride(2)}}});
  EXPECT_THAT(levels_of(world), ElementsAre(ElementsAre("c0", "c1"), ElementsAre("s0"),
                                            ElementsAre("c2"), ElementsAre("s2")));
  EXPECT_THAT(stage_order(world.setting()).cycles, IsEmpty());
}

TEST(StageOrder, WithoutStagesThereIsNoLevel) {
  EXPECT_THAT(levels_of(world_of({})), IsEmpty());
  EXPECT_THAT(levels_of(world_of({{{}}, {{walk(5)}}})), IsEmpty());
}

// One route goes c0 → c2, another c2 → c1 → c0: no route runs in a circle, all three stages do.
TEST(StageOrder, ACycleOverSeveralRoutesIsNamed) {
  const SmallWorld world =
      world_of({{{queue(0), queue(2)}}, {{queue(2), queue(1), queue(0)}}, {{queue(3), ride(2)}}});
  const StageOrder order = stage_order(world.setting());
  EXPECT_THAT(order.cycles, ElementsAre(ElementsAre("c0", "c1", "c2")));
  EXPECT_THAT(order.levels, IsEmpty());
}

TEST(StageOrder, EachCycleIsNamedByItself) {
  const SmallWorld world =
      world_of({{{queue(2), queue(3), queue(2)}}, {{queue(1), queue(1)}}, {{ride(1), ride(1)}}});
  EXPECT_THAT(stage_order(world.setting()).cycles,
              ElementsAre(ElementsAre("c1"), ElementsAre("c2", "c3")));
}

// c0 → s0, a ride of 600 s and a walk of 100 s at the least → c1, a walk of 500 s → c0. The longest
// window that leaves one of the two long ways out of the circle is the longer's time.
TEST(StageOrder, ACircleThatTakesTimeSetsTheWindow) {
  const SmallWorld world =
      world_of({{{queue(0), ride(0), walk(300, 60), queue(1), walk(500), queue(0)}}});
  const StageOrder order = stage_order(world.setting());
  EXPECT_THAT(order.cycles, IsEmpty());
  EXPECT_EQ(order.window, Seconds(700));
  const SmallWorld shorter = world_of({{{queue(0), walk(90), queue(1), walk(500), queue(0)}}});
  EXPECT_EQ(stage_order(shorter.setting()).window, Seconds(500));
  const SmallWorld line = world_of({{{queue(0), walk(90), queue(1)}}});
  EXPECT_EQ(stage_order(line.setting()).window, std::nullopt);
}

TEST(StageOrder, EveryStepLeadsToADeeperLevel) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const SmallWorld world = draw_world(seed, {});
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> level_of;
    const StageOrder order = stage_order(world.setting());
    for (std::size_t level = 0; level < order.levels.size(); ++level)
      for (const StageOrder::Stage& stage : order.levels[level])
        level_of[{stage.checkpoint.value(), stage.service.value()}] = level + 1;
    for (const Route& route : world.routes) {
      std::size_t before = 0;
      for (const Step& step : route.steps) {
        if (step.kind != Step::Kind::kQueue && step.kind != Step::Kind::kRide) continue;
        const std::size_t level = level_of.at({step.checkpoint.value(), step.service.value()});
        ASSERT_GT(level, before);
        before = level;
      }
    }
  }
}

TEST(StageOrderDeathTest, ACycleCannotBeSwept) {
  const SmallWorld world = world_of({{{queue(0), queue(0)}}});
  EXPECT_DEATH(static_cast<void>(world.sweep_serially()), "cycle");
}

}  // namespace
}  // namespace stopover::flow
