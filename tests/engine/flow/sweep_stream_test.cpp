// SPDX-License-Identifier: Apache-2.0
// Days as a stream: however time and plans are cut, the outcome is that of one whole sweep.
#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/flow/queue_visits.hpp"
#include "engine/random/transforms.hpp"
#include "tests/engine/flow/event_sweep.hpp"
#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::add_party;
using testing::disrupt;
using testing::draw_world;
using testing::NewParty;
using testing::party_of;
using testing::queue;
using testing::SmallWorld;

struct Story {
  std::vector<RideOutcome> rides;
  Instant finished;
  bool stranded = false;
  friend bool operator==(const Story&, const Story&) = default;
};
using Stories = std::map<std::uint64_t, Story>;  // by party key

void add_stories(const Plans& plans, const PartyOutcomes& outcome, Stories& stories) {
  for (std::uint32_t p = 0; p < plans.key.size(); ++p) {
    Story story{{}, outcome.finished[PartyIndex(p)], outcome.stranded[PartyIndex(p)] != 0};
    story.rides.assign(outcome.rides.begin() + plans.ride_offset[p],
                       outcome.rides.begin() + plans.ride_offset[p + 1]);
    stories.emplace(plans.key[PartyIndex(p)], story);
  }
}

// By when a party must have joined: its release, and the first closing of runs it has booked.
Instant needed(const SmallWorld& world, const NewParty& party) {
  Instant first = party.release;
  for (const RunId run : party.planned) {
    if (run.is_none()) continue;
    const timetable::Run& r = world.timetable.runs()[run];
    const timetable::Service& service = world.timetable.services()[r.service];
    if (service.reserved) first = std::min(first, r.departure - service.boarding_closes);
  }
  return first;
}

struct Streamed {
  Stories stories;
  Table<CheckpointId, CheckpointOutcome> checkpoints;
  std::vector<std::int32_t> run_boarded;
  std::size_t most_alive = 0;  // batches
};

void append(CheckpointOutcome& to, const CheckpointOutcome& more) {
  to.wait.insert(to.wait.end(), more.wait.begin(), more.wait.end());
  to.persons.insert(to.persons.end(), more.persons.begin(), more.persons.end());
  to.joined.insert(to.joined.end(), more.joined.begin(), more.joined.end());
  to.incidents.insert(to.incidents.end(), more.incidents.begin(), more.incidents.end());
}

// `cuts` ascend; a party joins at the last cut at which it may.
Streamed stream(const SmallWorld& world, const Setting& setting, const std::vector<Instant>& cuts,
                Executor& executor) {
  std::vector<NewParty> parties;
  for (std::size_t p = 0; p < world.plans.key.size(); ++p)
    parties.push_back(party_of(world.plans, p));
  std::stable_sort(parties.begin(), parties.end(), [&](const NewParty& a, const NewParty& b) {
    return needed(world, a) < needed(world, b);
  });
  SweepStream sweep(setting, stage_order(setting));
  Streamed result;
  result.checkpoints.resize(world.checkpoints.size());
  std::size_t next = 0;
  std::size_t alive = 0;
  const auto add_until = [&](std::optional<Instant> until) {
    Plans plans = SmallWorld::no_plans();
    for (; next < parties.size() && (!until || needed(world, parties[next]) < *until); ++next)
      add_party(plans, parties[next]);
    sweep.add(std::make_shared<const Plans>(std::move(plans)));
    result.most_alive = std::max(result.most_alive, ++alive);
  };
  const auto take = [&] {
    for (const EndedBatch& batch : sweep.take_ended()) {
      add_stories(*batch.plans, batch.outcome, result.stories);
      --alive;
    }
    const auto seen = sweep.take_checkpoints();
    for (const CheckpointId id : ids_of(seen)) append(result.checkpoints[id], seen[id]);
  };
  for (const Instant cut : cuts) {
    add_until(cut);
    sweep.advance(cut, executor);
    take();
  }
  add_until(std::nullopt);
  sweep.finish(executor);
  take();
  EXPECT_EQ(alive, 0U);
  result.run_boarded = sweep.run_boarded();
  return result;
}

std::vector<Instant> any_cuts(std::uint64_t seed) {
  random::Stream draw({.seed = seed, .purpose = random::purpose("test.cuts")});
  std::vector<Instant> cuts;
  const auto count = random::between(draw, 0, 11);
  for (std::int64_t i = 0; i < count; ++i) cuts.emplace_back(random::between(draw, -500, 20'000));
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

RC_GTEST_PROP(SweepStream, AnyCutOfTimeAndPlansGivesTheWholeOutcome,
              (std::uint64_t seed, bool disrupted)) {
  SmallWorld world =
      draw_world(seed, {.parties = 120, .stages = 9, .routes = 14, .circles = seed % 2 == 1});
  if (disrupted) disrupt(world, seed);
  const Outcome whole = world.sweep_serially();
  Stories expected;
  add_stories(world.plans, whole, expected);
  const auto executor = shuffled_executor(seed);
  const Streamed cut = stream(world, world.setting(), any_cuts(seed), *executor);
  RC_ASSERT(cut.stories == expected);
  RC_ASSERT(cut.checkpoints.rows() == whole.checkpoints.rows());
  RC_ASSERT(cut.run_boarded == whole.run_boarded);
}

RC_GTEST_PROP(SweepStream, WhoeverWaitsTooLongIsStrandedHoweverTimeIsCut, (std::uint64_t seed)) {
  const SmallWorld world = draw_world(seed, {.parties = 120, .stages = 9, .routes = 14});
  Setting setting = world.setting();
  setting.longest_wait = Seconds(900);
  const auto executor = serial_executor();
  const Outcome whole = testing::event_sweep(world.plans, setting);
  Stories expected;
  add_stories(world.plans, whole, expected);
  const Streamed cut = stream(world, setting, any_cuts(seed), *executor);
  RC_ASSERT(cut.stories == expected);
}

TEST(SweepStream, BatchesLeaveWhenTheirPartiesHaveEnded) {
  const SmallWorld world = draw_world(11, {.parties = 3000, .stages = 9, .routes = 14});
  Setting setting = world.setting();
  setting.longest_wait = Seconds(300);
  std::vector<Instant> cuts;
  for (std::int64_t t = 0; t < 40'000; t += 250) cuts.emplace_back(t);
  const auto executor = serial_executor();
  const Streamed cut = stream(world, setting, cuts, *executor);
  EXPECT_EQ(cut.stories.size(), world.plans.key.size());
  EXPECT_LT(cut.most_alive, cuts.size() / 2);
}

class Visits final : public QueueListener {
 public:
  void hear(CheckpointId, const QueueVisits& visits) override {
    for (const std::int16_t size : visits.persons) persons += size;
  }
  std::int64_t persons = 0;
};

// Behind somebody who waits all night others are served and gone when they are told of.
TEST(SweepStream, WhoHasLeftWithTheirBatchIsStillToldOf) {
  SmallWorld world;
  Checkpoint desk{.key = "desk",
                  .staffing = {{Instant(90'000), Instant(99'000), 1}},
                  .service = {.mean_seconds = 30}};
  desk.desk_types.push_back({.staffing = {{Instant(0), Instant(99'000), 1}},
                             .service = {.mean_seconds = 10},
                             .serves = 1U << 1U});
  world.checkpoints.push_back(desk);
  world.routes.push_back({{queue(0)}});
  Step fast = queue(0);
  fast.passenger_class = 1;
  world.routes.push_back({{fast}});
  Visits listener;
  Setting setting = world.setting();
  setting.listener = &listener;
  SweepStream stream(setting, stage_order(setting));
  for (const std::uint32_t day : {0U, 1U}) {
    Plans plans = SmallWorld::no_plans();
    add_party(plans, {.key = day + 1, .size = 3, .route = RouteId(day), .release = Instant(100)});
    stream.add(std::make_shared<const Plans>(plans));
  }
  stream.advance(Instant(1000), *serial_executor());
  EXPECT_EQ(stream.take_ended().size(), 1U);
  EXPECT_EQ(listener.persons, 0);
  stream.finish(*serial_executor());
  EXPECT_EQ(stream.take_ended().size(), 1U);
  EXPECT_EQ(listener.persons, 6);
}

TEST(SweepStreamDeathTest, TimeThatGoesBackIsABug) {
  const SmallWorld world = draw_world(1, {});
  const Setting setting = world.setting();
  SweepStream sweep(setting, stage_order(setting));
  const auto executor = serial_executor();
  sweep.advance(Instant(100), *executor);
  EXPECT_DEATH(sweep.advance(Instant(99), *executor), "time does not go back");
}

TEST(SweepStreamDeathTest, APartyReleasedInThePastIsABug) {
  const SmallWorld world = draw_world(1, {});
  const Setting setting = world.setting();
  SweepStream sweep(setting, stage_order(setting));
  const auto executor = serial_executor();
  sweep.advance(Instant(1'000'000), *executor);
  sweep.add(std::make_shared<const Plans>(world.plans));
  EXPECT_DEATH(sweep.advance(Instant(2'000'000), *executor), "nobody is released in the past");
}

}  // namespace
}  // namespace stopover::flow
