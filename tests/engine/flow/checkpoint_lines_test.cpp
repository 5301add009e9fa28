// SPDX-License-Identifier: Apache-2.0
// Checkpoints of several lines, dwell and bags in a sweep: by hand, and shares against their
// expectation. Every visit against a simulation: desk_queue_test.cpp, sweep_oracle_test.cpp.
#include "engine/flow/checkpoint_lines.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::add_party;
using testing::add_service;
using testing::queue;
using testing::ride;
using testing::SmallWorld;

constexpr ClassMask kCitizens = 1U << 1;
constexpr std::uint8_t kCitizen = 1;
constexpr std::uint8_t kForeigner = 3;

ServiceTime constant(double seconds) {
  return {Distribution::kConstant, seconds, 0};
}
std::vector<StaffPeriod> always(int desks) {
  return {{Instant(0), Instant(1'000'000), desks}};
}

// One ordinary desk, 100 s a person.
Checkpoint border() {
  Checkpoint c;
  c.key = "border";
  c.staffing = always(1);
  c.service = constant(100);
  return c;
}
DeskType gate(double seconds) {
  DeskType type;
  type.staffing = always(1);
  type.service = constant(seconds);
  type.serves = kCitizens;
  return type;
}

// Everybody goes through the checkpoint only; at second `release`, of `passenger_class`.
struct Person {
  std::int64_t release = 0;
  std::uint8_t passenger_class = 0;
  std::int16_t size = 1;
};
SmallWorld through(const Checkpoint& checkpoint, const std::vector<Person>& people) {
  SmallWorld world;
  world.checkpoints.push_back(checkpoint);
  for (std::uint8_t c = 0; c <= kForeigner; ++c) {
    world.routes.push_back({{queue(0)}});
    world.routes[RouteId(c)].steps[0].passenger_class = c;
  }
  std::uint64_t key = 0;
  for (const Person& p : people)
    add_party(world.plans, {.key = ++key,
                            .size = p.size,
                            .route = RouteId(p.passenger_class),
                            .release = Instant(p.release)});
  return world;
}
std::vector<std::int64_t> finished(const SmallWorld& world) {
  std::vector<std::int64_t> seconds;
  for (const Instant end : world.sweep_serially().finished) seconds.push_back(end.unix_seconds());
  return seconds;
}

using Incidents = std::vector<QueueIncident>;
Incidents incidents(const SmallWorld& world) {
  return world.sweep_serially().checkpoints[CheckpointId(0)].incidents;
}

TEST(CheckpointLines, WithoutAnyOfThemTheDeskIsAsBefore) {
  EXPECT_EQ(finished(through(border(), {{0}, {0}, {50}})),
            (std::vector<std::int64_t>{100, 200, 300}));
}

// Citizens take the gate (20 s), or the desk when it is free and the gate is not.
TEST(CheckpointLines, AGateServesItsClassesAndLeavesTheOthersTheDesk) {
  Checkpoint c = border();
  c.desk_types = {gate(20)};
  EXPECT_EQ(finished(through(c, {{0, kForeigner}, {1, kForeigner}, {2, kCitizen}, {3, kCitizen}})),
            (std::vector<std::int64_t>{100, 200, 22, 42}));
}

TEST(CheckpointLines, NobodyEligibleMeansNobodyAtTheGate) {
  Checkpoint c = border();
  c.desk_types = {gate(20)};
  c.desk_types[0].eligible_share = 0;
  EXPECT_EQ(finished(through(c, {{0, kCitizen}, {0, kCitizen}})),
            (std::vector<std::int64_t>{100, 200}));
}

TEST(CheckpointLines, WhoIsRefusedAtTheGateGoesThroughTheDesk) {
  Checkpoint c = border();
  c.desk_types = {gate(20)};
  c.desk_types[0].refusal_share = 1;
  const SmallWorld world = through(c, {{0, kCitizen, 2}});
  EXPECT_EQ(finished(world), (std::vector<std::int64_t>{240}));  // 2 * 20 + 2 * 100
  EXPECT_EQ(incidents(world), (Incidents{{Instant(0), 0, 2, QueueIncident::Kind::kRefused}}));
}

// 40,000 people: standard errors 0.0024 and 0.0018.
TEST(CheckpointLines, EligibleAndRefusedSharesAreThoseStated) {
  Checkpoint c = border();
  c.staffing = always(1000);
  c.desk_types = {gate(20)};
  c.desk_types[0].staffing = always(1000);
  c.desk_types[0].eligible_share = 0.6;
  c.desk_types[0].refusal_share = 0.25;
  constexpr int kPeople = 40'000;
  std::vector<Person> people;
  for (int i = 0; i < kPeople; ++i) people.push_back({i * std::int64_t{20}, kCitizen});
  const SmallWorld world = through(c, people);
  const auto ends = finished(world);
  int at_gate = 0;
  int refused = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const std::int64_t took = ends[i] - people[i].release;
    at_gate += took != 100 ? 1 : 0;
    refused += took == 120 ? 1 : 0;
  }
  EXPECT_NEAR(at_gate, 0.6 * kPeople, 4 * 0.0025 * kPeople);
  EXPECT_NEAR(refused, 0.15 * kPeople, 4 * 0.0018 * kPeople);
  EXPECT_EQ(incidents(world).size(), static_cast<std::size_t>(refused));
}

TEST(CheckpointLines, RulesGiveClassesTheirPlaceAndTheirService) {
  Checkpoint c = border();
  c.rules = {{.classes = kCitizens, .level = -1, .weight = 1, .service = constant(10)}};
  EXPECT_EQ(finished(through(c, {{0, kForeigner}, {1, kForeigner}, {2, kCitizen}})),
            (std::vector<std::int64_t>{100, 210, 110}));
}

// Room for two: the third waits 100 s outside and 100 s inside; counted as held once.
TEST(CheckpointLines, AFullHallHoldsBackAndSaysSo) {
  Checkpoint c = border();
  c.room = 2;
  const SmallWorld world = through(c, {{0}, {0}, {0}});
  EXPECT_EQ(finished(world), (std::vector<std::int64_t>{100, 200, 300}));
  EXPECT_EQ(incidents(world), (Incidents{{Instant(0), 100, 1, QueueIncident::Kind::kHeld}}));
  EXPECT_EQ(world.sweep_serially().checkpoints[CheckpointId(0)].wait,
            (std::vector<std::int32_t>{0, 100, 200}));
}

// The third would wait 200 s, gives up after 150 and needs 500 by other means.
TEST(CheckpointLines, WhoGivesUpGoesOnByOtherMeans) {
  Checkpoint c = border();
  c.patience = {constant(150), Seconds(500)};
  const SmallWorld world = through(c, {{0}, {0}, {0}});
  EXPECT_EQ(finished(world), (std::vector<std::int64_t>{100, 200, 650}));
  EXPECT_EQ(incidents(world), (Incidents{{Instant(0), 0, 1, QueueIncident::Kind::kGaveUp}}));
}

// The second waits outside and gives up there.
TEST(CheckpointLines, WhoGivesUpOutsideAFullHallWasHeldToo) {
  Checkpoint c = border();
  c.room = 1;
  c.patience = {constant(30), Seconds(500)};
  const SmallWorld world = through(c, {{0}, {5}});
  EXPECT_EQ(incidents(world), (Incidents{{Instant(5), 30, 1, QueueIncident::Kind::kHeld},
                                         {Instant(5), 0, 1, QueueIncident::Kind::kGaveUp}}));
}

TEST(CheckpointLines, NobodyQueuesInAShop) {
  Checkpoint c = border();
  c.staffing.clear();
  c.unlimited = true;
  EXPECT_EQ(finished(through(c, {{0}, {0}, {7}})), (std::vector<std::int64_t>{100, 100, 107}));
  c.visit_share = 0;
  EXPECT_EQ(finished(through(c, {{0}, {7}})), (std::vector<std::int64_t>{0, 7}));
}

// ---- bags ----

// A train that arrives at 1600, then the belt; each party of `size`, everybody with a bag.
SmallWorld belt(const BagStream& bags, int parties, std::int16_t size) {
  SmallWorld world;
  timetable::TimetableBuilder builder;
  add_service(builder, {.key = "train", .departures = {1000}, .places = 1'000'000});
  world.timetable = std::move(builder).build();
  Checkpoint c = border();
  c.staffing.clear();
  c.unlimited = true;
  c.service = constant(1);
  c.bags = bags;
  world.checkpoints.push_back(c);
  world.routes.push_back({{ride(0), queue(0)}});
  for (int i = 1; i <= parties; ++i)
    add_party(world.plans, {.key = static_cast<std::uint64_t>(i),
                            .size = size,
                            .release = Instant(0),
                            .planned = {RunId(0)}});
  return world;
}

TEST(CheckpointLines, WithoutABagNobodyWaitsAtTheBelt) {
  EXPECT_EQ(finished(belt({Seconds(600), Seconds(900), 0}, 1, 2)),
            (std::vector<std::int64_t>{1602}));
}

// The last of k bags spread evenly over 900 s comes after 900 k / (k + 1) on average, sd
// 900 sqrt(k / (k + 1)^2 / (k + 2)); 10,000 parties, 4 standard errors.
TEST(CheckpointLines, APartyLeavesWithTheLastOfItsBags) {
  for (const std::int16_t size : {std::int16_t{1}, std::int16_t{3}}) {
    constexpr int kParties = 10'000;
    const auto ends = finished(belt({Seconds(600), Seconds(900), 1}, kParties, size));
    double sum = 0;
    for (const std::int64_t end : ends) {
      EXPECT_GE(end, 1600 + 600);
      EXPECT_LE(end, 1600 + 600 + 900 + size);
      sum += static_cast<double>(end - 1600 - 600 - size);
    }
    const double k = size;
    const double sd = 900 * std::sqrt(k / (k + 1) / (k + 1) / (k + 2));
    EXPECT_NEAR(sum / kParties, 900 * k / (k + 1), 4 * sd / std::sqrt(kParties));
  }
}

}  // namespace
}  // namespace stopover::flow
