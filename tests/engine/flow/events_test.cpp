// SPDX-License-Identifier: Apache-2.0
// The story of a sweep: by hand, the same however time is cut, and without touching the outcome.
// Whether it is possible is for tools/verify_events (tests/tools/verify_events/run_log_test.cpp).
#include "engine/flow/events.hpp"

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::add_party;
using testing::add_service;
using testing::draw_world;
using ::testing::ElementsAre;
using testing::queue;
using testing::ride;
using testing::SmallWorld;
using testing::stay;
using testing::walk;

std::vector<Event> events_of_sweep(const SmallWorld& world, const JournalWish& wish = {}) {
  Journal journal(wish);
  Setting setting = world.setting();
  setting.journal = &journal;
  const auto executor = serial_executor();
  const Outcome outcome = sweep(world.plans, setting, stage_order(setting), *executor);
  return events_of(journal, setting, outcome.run_delay);
}

// "60 2 boards run 0 stop 0": seconds, key, what.
std::string text(const Event& e) {
  std::string out = fmt::format("{} {} {}", e.time / kTicksPerSecond, e.key, name_of(e.kind));
  if (!e.run.is_none()) out += fmt::format(" run {} stop {}", e.run.value(), e.stop);
  if (e.kind == EventKind::kJoins) out += fmt::format(", {} ahead", e.ahead);
  if (e.desk != 0) out += fmt::format(" desk {}", e.desk);
  if (e.cause != MissCause::kNone) out += fmt::format(": {}", name_of(e.cause));
  return out;
}
std::vector<std::string> texts(const std::vector<Event>& events) {
  std::vector<std::string> out;
  for (const Event& e : events) out.push_back(text(e));
  return out;
}

// One desk, 100 s a person, until 400. Then a bus with one place at 300, 600 and 900, 60 s to its
// other stop. Party 3 finds two before it at the desk, party 4 no desk any more.
SmallWorld desk_and_bus() {
  SmallWorld world;
  timetable::TimetableBuilder builder;
  add_service(builder, {.departures = {300, 600, 900}, .places = 1, .hop = 60});
  world.timetable = std::move(builder).build();
  Checkpoint desk;
  desk.key = "desk";
  desk.staffing = {{Instant(0), Instant(400), 1}};
  desk.service = {Distribution::kConstant, 100, 0};
  world.checkpoints.push_back(desk);
  world.routes.push_back({{queue(0), ride(0), stay(), walk(10)}});
  const auto add = [&](std::uint64_t key, std::int64_t release, RunId planned) {
    add_party(
        world.plans,
        {.key = key, .release = Instant(release), .planned = {planned}, .stays = {Instant(700)}});
  };
  add(1, 0, RunId(0));
  add(2, 0, RunId(0));
  add(3, 50, RunId::none());
  add(4, 500, RunId(1));
  return world;
}

TEST(Events, TellAStory) {
  EXPECT_THAT(
      texts(events_of_sweep(desk_and_bus())),
      ElementsAre("0 1 released", "0 1 joins, 0 ahead", "0 1 service_starts", "0 2 released",
                  "0 2 joins, 0 ahead", "50 3 released", "50 3 joins, 1 ahead",
                  "100 1 service_ends", "100 1 ready run 0 stop 0", "100 2 service_starts",
                  "200 2 service_ends", "200 2 ready run 0 stop 0", "200 3 service_starts",
                  "300 1 boards run 0 stop 0", "300 2 left_behind run 0 stop 0",
                  "300 2 missed run 0 stop 0: no_seat", "300 3 service_ends", "300 3 ready",
                  "300 3 left_behind run 0 stop 0", "360 1 alights run 0 stop 1",
                  "360 1 stay_starts", "500 4 released", "500 4 joins, 0 ahead",
                  "500 4 missed run 1 stop 0: queue", "500 4 stranded", "600 2 boards run 1 stop 0",
                  "600 3 left_behind run 1 stop 0", "660 2 alights run 1 stop 1",
                  "660 2 stay_starts", "700 1 stay_ends", "700 1 walk_starts", "700 2 stay_ends",
                  "700 2 walk_starts", "710 1 walk_ends", "710 1 finished", "710 2 walk_ends",
                  "710 2 finished", "900 3 boards run 2 stop 0", "960 3 alights run 2 stop 1",
                  "960 3 stay_starts", "960 3 stay_ends", "960 3 walk_starts", "970 3 walk_ends",
                  "970 3 finished"));
}

// One desk, 100 s a person; who has waited a minute is through by other means 30 s later.
TEST(Events, WhoLosesPatienceIsToldOf) {
  SmallWorld world;
  world.timetable = timetable::TimetableBuilder().build();
  Checkpoint desk;
  desk.key = "desk";
  desk.staffing = {{Instant(0), Instant(400), 1}};
  desk.service = {Distribution::kConstant, 100, 0};
  desk.patience = {{Distribution::kConstant, 60, 0}, Seconds(30)};
  world.checkpoints.push_back(desk);
  world.routes.push_back({{queue(0)}});
  add_party(world.plans, {.key = 1, .release = Instant(0)});
  add_party(world.plans, {.key = 2, .release = Instant(10)});
  EXPECT_THAT(
      texts(events_of_sweep(world)),
      ElementsAre("0 1 released", "0 1 joins, 0 ahead", "0 1 service_starts", "10 2 released",
                  "10 2 joins, 0 ahead", "70 2 gave_up", "100 1 service_ends", "100 1 finished",
                  "100 2 through", "100 2 finished"));
}

// A gate that refuses everybody, 10 s each; one desk, 100 s. Party 2 finds the gate taken and the
// desk free; the others wait at the gate, are refused, and wait once more.
TEST(Events, AtSeveralLinesAreToldAsTheyWere) {
  SmallWorld world;
  world.timetable = timetable::TimetableBuilder().build();
  Checkpoint border;
  border.key = "border";
  border.staffing = {{Instant(0), Instant(1000), 1}};
  border.service = {Distribution::kConstant, 100, 0};
  border.desk_types.push_back(
      {.staffing = border.staffing, .service = {Distribution::kConstant, 10, 0}});
  border.desk_types.front().refusal_share = 1;
  border.room = 3;
  world.checkpoints.push_back(border);
  world.routes.push_back({{queue(0)}});
  for (const std::uint64_t key : {1U, 2U, 3U, 4U})
    add_party(world.plans, {.key = key, .release = Instant(key < 4 ? 5 * (key > 1) : 50)});
  EXPECT_THAT(
      texts(events_of_sweep(world)),
      ElementsAre("0 1 released", "0 1 joins, 0 ahead", "0 1 tries desk 1", "5 2 released",
                  "5 2 joins, 0 ahead", "5 2 service_starts", "5 3 released", "5 3 joins, 0 ahead",
                  "10 1 refused desk 1", "10 3 tries desk 1", "20 3 refused desk 1",
                  "50 4 released", "50 4 joins, 2 ahead", "105 1 service_starts",
                  "105 2 service_ends", "105 2 finished", "105 4 enters", "105 4 tries desk 1",
                  "115 4 refused desk 1", "205 1 service_ends", "205 1 finished",
                  "205 3 service_starts", "305 3 service_ends", "305 3 finished",
                  "305 4 service_starts", "405 4 service_ends", "405 4 finished"));
}

TEST(Events, OfOnePartyAreItsEventsAmongAll) {
  const SmallWorld world = draw_world(11, {});
  for (const std::uint64_t key : {world.plans.key[PartyIndex(0)], world.plans.key[PartyIndex(7)]}) {
    std::vector<Event> wanted;
    for (const Event& e : events_of_sweep(world))
      if (e.key == key) wanted.push_back(e);
    EXPECT_FALSE(wanted.empty());
    EXPECT_EQ(events_of_sweep(world, {.everybody = false, .rides = true, .party = key}), wanted);
  }
}

RC_GTEST_PROP(Events, AreTheSameHoweverTimeIsCut, (std::uint64_t seed)) {
  const SmallWorld world = draw_world(seed, {});
  Journal journal;
  Setting setting = world.setting();
  setting.journal = &journal;
  const auto executor = shuffled_executor(seed);
  SweepStream stream(setting, stage_order(setting));
  stream.add(std::make_shared<const Plans>(world.plans));
  Instant now;
  for (const int seconds : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5000)))
    stream.advance(now += Seconds(seconds), *executor);
  stream.finish(*executor);
  RC_ASSERT(events_of(journal, setting, stream.run_delay()) == events_of_sweep(world));
}

TEST(Events, AWatchedSweepHasTheSameOutcome) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    const SmallWorld world = draw_world(seed, {});
    Journal journal;
    Setting setting = world.setting();
    setting.journal = &journal;
    const auto executor = serial_executor();
    EXPECT_EQ(testing::fingerprint(sweep(world.plans, setting, stage_order(setting), *executor)),
              testing::fingerprint(world.sweep_serially()));
    EXPECT_FALSE(journal.passages().empty());
  }
}

}  // namespace
}  // namespace stopover::flow
