// SPDX-License-Identifier: Apache-2.0
// sweep() against an event-queue simulation of the whole network: every outcome, every event.
#include <map>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/flow/event_sweep.hpp"
#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::disrupt;
using testing::draw_world;
using testing::event_sweep;
using testing::SmallWorld;
using testing::story_text;

SmallWorld drawn(std::uint64_t seed, bool disrupted) {
  SmallWorld world = draw_world(seed, {.parties = 40, .stages = 7, .routes = 8});
  if (disrupted) disrupt(world, seed);
  return world;
}

void expect_the_event_simulation(const SmallWorld& world) {
  Journal journal;
  Setting setting = world.setting();
  setting.journal = &journal;
  const auto executor = serial_executor();
  const Outcome swept = sweep(world.plans, setting, stage_order(setting), *executor);
  std::vector<Event> story;
  const Outcome simulated = event_sweep(world.plans, setting, &story);
  RC_ASSERT(story_text(events_of(journal, setting, swept.run_delay)) == story_text(story));
  RC_ASSERT(swept.rides == simulated.rides);
  RC_ASSERT(swept.stranded.rows() == simulated.stranded.rows());
  RC_ASSERT(swept.finished.rows() == simulated.finished.rows());
  RC_ASSERT(swept.checkpoints.rows() == simulated.checkpoints.rows());
  RC_ASSERT(swept.run_delay == simulated.run_delay);
  RC_ASSERT(swept.run_boarded == simulated.run_boarded);
}

RC_GTEST_PROP(SweepOracle, EveryOutcomeIsThatOfTheEventSimulation,
              (std::uint64_t seed, bool disrupted)) {
  expect_the_event_simulation(drawn(seed, disrupted));
}

RC_GTEST_PROP(SweepOracle, RoutesThatGoRoundAreThoseOfTheEventSimulation, (std::uint64_t seed)) {
  SmallWorld world = draw_world(seed, {.parties = 40, .stages = 5, .routes = 6, .circles = true});
  if (seed % 3 == 0) disrupt(world, seed);
  RC_PRE(stage_order(world.setting()).window.has_value());
  expect_the_event_simulation(world);
}

// A comparison is worth what it covers: each cause, made and lost rides, waits, strandings.
TEST(SweepOracle, TheDrawnWorldsHoldEveryKindOfOutcome) {
  std::map<MissCause, int> causes;
  int finished = 0;
  int stranded = 0;
  int waited = 0;
  int not_attempted = 0;
  std::map<QueueIncident::Kind, int> incidents;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const SmallWorld world = drawn(seed, seed % 2 == 1);
    const Outcome outcome = world.sweep_serially();
    for (const RideOutcome& ride : outcome.rides) {
      ++causes[ride.cause];
      not_attempted += ride.run.is_none() && ride.cause == MissCause::kNone ? 1 : 0;
    }
    for (const std::uint8_t s : outcome.stranded) ++(s != 0 ? stranded : finished);
    for (const CheckpointOutcome& seen : outcome.checkpoints) {
      for (const std::int32_t wait : seen.wait) waited += wait > 0 ? 1 : 0;
      for (const QueueIncident& incident : seen.incidents) ++incidents[incident.kind];
    }
  }
  for (const MissCause cause :
       {MissCause::kNone, MissCause::kLateInbound, MissCause::kQueue, MissCause::kWalk,
        MissCause::kClosed, MissCause::kNoSeat, MissCause::kCancelled})
    EXPECT_GE(causes[cause], 50) << static_cast<int>(cause);
  EXPECT_GE(finished, 500);
  EXPECT_GE(stranded, 500);
  EXPECT_GE(waited, 500);
  EXPECT_GE(not_attempted, 100);
  for (const QueueIncident::Kind kind :
       {QueueIncident::Kind::kGaveUp, QueueIncident::Kind::kRefused, QueueIncident::Kind::kHeld})
    EXPECT_GE(incidents[kind], 100) << static_cast<int>(kind);
}

}  // namespace
}  // namespace stopover::flow
