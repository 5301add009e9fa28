// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <thread>
#include <tuple>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/network/network.hpp"

namespace stopover::network {
namespace {

using Kind = HubVertex::Kind;

HubVertex arrive(int place, ClassMask serves = kAllClasses) {
  return {Kind::kArrive,        PlaceId(static_cast<std::uint32_t>(place)),
          CheckpointId::none(), serves,
          Seconds(0),           fmt::format("{}:arrive", place)};
}

HubVertex depart(int place, ClassMask serves = kAllClasses) {
  return {Kind::kDepart,        PlaceId(static_cast<std::uint32_t>(place)),
          CheckpointId::none(), serves,
          Seconds(0),           fmt::format("{}:depart", place)};
}

HubVertex desk(int checkpoint, Seconds expected, ClassMask serves = kAllClasses) {
  return {Kind::kCheckpoint,
          PlaceId::none(),
          CheckpointId(static_cast<std::uint32_t>(checkpoint)),
          serves,
          expected,
          fmt::format("c{}", checkpoint)};
}

ProcessStep walk_step(int mean, int sd = 0) {
  return {ProcessStep::Kind::kWalk, Seconds(mean), Seconds(sd), CheckpointId::none()};
}

ProcessStep desk_step(int checkpoint) {
  return {ProcessStep::Kind::kCheckpoint, Seconds(0), Seconds(0),
          CheckpointId(static_cast<std::uint32_t>(checkpoint))};
}

//   arrive ─100─► border (60, class 0 only) ─20─► depart
//      └───30──► side (300, all) ──────────40──────┘
TEST(HubGraph, EachClassTakesItsFastestOpenWayCheckpointsIncluded) {
  HubGraph hub;
  const auto a = hub.add_vertex(arrive(0));
  const auto d = hub.add_vertex(depart(1));
  const auto border = hub.add_vertex(desk(0, Seconds(60), 1U));
  const auto side = hub.add_vertex(desk(1, Seconds(300)));
  hub.add_walk(a, border, Seconds(100), Seconds(9), kAllClasses);
  hub.add_walk(border, d, Seconds(20), Seconds(0), kAllClasses);
  hub.add_walk(a, side, Seconds(30), Seconds(0), kAllClasses);
  hub.add_walk(side, d, Seconds(40), Seconds(0), 0b011U);
  const ProcessPath first = {{walk_step(100, 9), desk_step(0), walk_step(20)}, Seconds(180)};
  const ProcessPath second = {{walk_step(30), desk_step(1), walk_step(40)}, Seconds(370)};
  EXPECT_EQ(hub.path(PlaceId(0), PlaceId(1), 0), first);
  EXPECT_EQ(hub.path(PlaceId(0), PlaceId(1), 1), second);
  EXPECT_EQ(hub.path(PlaceId(0), PlaceId(1), 2), std::nullopt);
  EXPECT_EQ(hub.expected(PlaceId(0), PlaceId(1), 1), Seconds(370));
  EXPECT_EQ(hub.path(PlaceId(1), PlaceId(0), 0), std::nullopt);
  EXPECT_EQ(hub.path(PlaceId(7), PlaceId(1), 0), std::nullopt);
}

TEST(HubGraph, TiesGoToFewerStepsThenToSmallerVerticesThenToTheWalkAddedFirst) {
  HubGraph hub;
  const auto a = hub.add_vertex(arrive(0));
  const auto d = hub.add_vertex(depart(0));
  const auto late = hub.add_vertex(desk(2, Seconds(10)));
  const auto later = hub.add_vertex(desk(3, Seconds(10)));
  const auto detour = hub.add_vertex(depart(9));
  hub.add_walk(a, later, Seconds(10), Seconds(1), kAllClasses);
  hub.add_walk(later, d, Seconds(10), Seconds(1), kAllClasses);
  hub.add_walk(a, late, Seconds(10), Seconds(2), kAllClasses);
  hub.add_walk(a, late, Seconds(10), Seconds(3), kAllClasses);
  hub.add_walk(late, d, Seconds(10), Seconds(2), kAllClasses);
  hub.add_walk(a, detour, Seconds(0), Seconds(0), kAllClasses);  // as fast, more steps
  hub.add_walk(detour, late, Seconds(10), Seconds(0), kAllClasses);
  const ProcessPath expected = {{walk_step(10, 2), desk_step(2), walk_step(10, 2)}, Seconds(30)};
  EXPECT_EQ(hub.path(PlaceId(0), PlaceId(0), 5), expected);
}

TEST(HubGraph, ATimeThatDoesNotFitIsNoWay) {
  const Seconds huge(std::numeric_limits<std::int64_t>::max() / 2);
  HubGraph hub;
  const auto a = hub.add_vertex(arrive(0));
  const auto d = hub.add_vertex(depart(0));
  const auto c = hub.add_vertex(desk(0, huge));
  hub.add_walk(a, c, huge, Seconds(0), kAllClasses);
  hub.add_walk(c, d, huge, Seconds(0), kAllClasses);
  hub.add_walk(a, d, huge, Seconds(0), 1U);
  EXPECT_EQ(hub.expected(PlaceId(0), PlaceId(0), 0), huge);
  EXPECT_EQ(hub.expected(PlaceId(0), PlaceId(0), 1), std::nullopt);
}

// ---- oracle: every simple path, compared by (time, steps, vertices, walk numbers)
struct RandomHub {
  struct Walk {
    std::uint32_t from, to;
    int mean;
    int sd;
    ClassMask only;
  };
  std::vector<HubVertex> vertices;
  std::vector<Walk> walks;
};

RandomHub draw_hub() {
  RandomHub hub;
  const int places = *rc::gen::inRange(1, 4);
  const int desks = *rc::gen::inRange(0, 4);
  const auto mask = [] { return static_cast<ClassMask>(*rc::gen::element(1, 2, 3, 3, 3)); };
  for (int p = 0; p < places; ++p) {
    hub.vertices.push_back(depart(p, mask()));
    hub.vertices.push_back(arrive(p, mask()));
  }
  for (int c = 0; c < desks; ++c)
    hub.vertices.push_back(desk(c, Seconds(*rc::gen::inRange(0, 3)), mask()));
  const auto n = static_cast<std::uint32_t>(hub.vertices.size());
  const int walks = 6 + *rc::gen::inRange(0, 18);
  for (int w = 0; w < walks; ++w)
    hub.walks.push_back(
        {*rc::gen::inRange(0U, n), *rc::gen::inRange(0U, n), *rc::gen::inRange(0, 4), w, mask()});
  return hub;
}

HubGraph build(const RandomHub& drawn) {
  HubGraph hub;
  for (const HubVertex& vertex : drawn.vertices) hub.add_vertex(vertex);
  for (const RandomHub::Walk& walk : drawn.walks)
    hub.add_walk(walk.from, walk.to, Seconds(walk.mean), Seconds(walk.sd), walk.only);
  return hub;
}

struct Enumeration {
  const RandomHub& hub;
  ClassMask bit;
  std::uint32_t target;
  using Rank =
      std::tuple<std::int64_t, std::size_t, std::vector<std::uint32_t>, std::vector<std::size_t>>;
  std::optional<Rank> best_rank;
  ProcessPath best;
  std::vector<std::uint32_t> visited{};
  std::vector<std::size_t> walks{};

  void extend(const ProcessPath& path) {
    const std::uint32_t at = visited.back();
    if (at == target) {
      Rank rank(path.expected.count(), path.steps.size(), visited, walks);
      if (!best_rank || rank < *best_rank) {
        best_rank = std::move(rank);
        best = path;
      }
      return;
    }
    for (std::size_t w = 0; w < hub.walks.size(); ++w) {
      const RandomHub::Walk& walk = hub.walks[w];
      const HubVertex& end = hub.vertices[walk.to];
      if (walk.from != at || (walk.only & end.serves & bit) == 0) continue;
      if (std::find(visited.begin(), visited.end(), walk.to) != visited.end()) continue;
      ProcessPath longer = path;
      longer.steps.push_back(walk_step(walk.mean, walk.sd));
      longer.expected += Seconds(walk.mean);
      if (end.kind == Kind::kCheckpoint) {
        longer.steps.push_back({ProcessStep::Kind::kCheckpoint, {}, {}, end.checkpoint});
        longer.expected += end.expected;
      }
      visited.push_back(walk.to);
      walks.push_back(w);
      extend(longer);
      visited.pop_back();
      walks.pop_back();
    }
  }
};

std::optional<ProcessPath> slow_path(const RandomHub& hub, std::uint32_t from, std::uint32_t to,
                                     int passenger_class) {
  const ClassMask bit = 1U << static_cast<unsigned>(passenger_class);
  if ((hub.vertices[from].serves & hub.vertices[to].serves & bit) == 0) return std::nullopt;
  Enumeration all{hub, bit, to, std::nullopt, {}};
  all.visited.push_back(from);
  all.extend({});
  if (!all.best_rank) return std::nullopt;
  return all.best;
}

RC_GTEST_PROP(HubGraph, EqualsTheBestOfAllSimplePaths, ()) {
  const RandomHub drawn = draw_hub();
  const HubGraph hub = build(drawn);
  std::size_t found = 0;
  for (std::uint32_t from = 0; from < drawn.vertices.size(); ++from) {
    for (std::uint32_t to = 0; to < drawn.vertices.size(); ++to) {
      const HubVertex& a = drawn.vertices[from];
      const HubVertex& d = drawn.vertices[to];
      if (a.kind != Kind::kArrive || d.kind != Kind::kDepart) continue;
      for (const int passenger_class : {0, 1, 2}) {
        const auto fast = hub.path(a.place, d.place, passenger_class);
        RC_ASSERT(fast == slow_path(drawn, from, to, passenger_class));
        RC_ASSERT(hub.expected(a.place, d.place, passenger_class).has_value() == fast.has_value());
        if (fast) RC_ASSERT(hub.expected(a.place, d.place, passenger_class) == fast->expected);
        if (fast) ++found;
      }
    }
  }
  RC_CLASSIFY(found > 0, "has paths");
}

TEST(HubGraph, ThreadsThatAskAtOnceGetTheSamePaths) {
  HubGraph hub;
  const auto a = hub.add_vertex(arrive(0));
  const auto d = hub.add_vertex(depart(0));
  hub.add_walk(a, d, Seconds(7), Seconds(0), kAllClasses);
  std::vector<std::optional<ProcessPath>> answers(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < answers.size(); ++i)
    threads.emplace_back([&, i] { answers[i] = hub.path(PlaceId(0), PlaceId(0), 3); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& answer : answers) EXPECT_EQ(answer, (ProcessPath{{walk_step(7)}, Seconds(7)}));
}

TEST(HubGraphDeathTest, MisuseAborts) {
  HubGraph hub;
  const auto a = hub.add_vertex(arrive(0));
  EXPECT_DEATH(hub.add_vertex(arrive(0)), "arrives at one vertex");
  EXPECT_DEATH(hub.add_vertex(desk(0, Seconds(-1))), "not negative");
  EXPECT_DEATH(hub.add_walk(a, a + 1, Seconds(1), Seconds(0), kAllClasses), "vertices of the hub");
  EXPECT_DEATH(hub.add_walk(a, a, Seconds(-1), Seconds(0), kAllClasses), "no negative time");
  EXPECT_DEATH((void)hub.path(PlaceId(0), PlaceId(0), 32), "class is 0 to 31");
  (void)hub.path(PlaceId(0), PlaceId(0), 0);
  EXPECT_DEATH(hub.add_vertex(depart(0)), "built before it is asked");
}

}  // namespace
}  // namespace stopover::network
