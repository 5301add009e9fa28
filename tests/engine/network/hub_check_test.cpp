// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/network/network.hpp"

namespace stopover::network {
namespace {

using Kind = HubVertex::Kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Drawing {
  HubGraph hub;
  std::uint32_t next = 0;

  HubGraph::Vertex add(Kind kind, std::string key, ClassMask serves = kAllClasses) {
    HubVertex vertex;
    vertex.kind = kind;
    vertex.key = std::move(key);
    vertex.serves = serves;
    if (kind == Kind::kCheckpoint)
      vertex.checkpoint = CheckpointId(next++);
    else
      vertex.place = PlaceId(next++);
    return hub.add_vertex(vertex);
  }
  void walk(HubGraph::Vertex from, HubGraph::Vertex to, ClassMask only = kAllClasses) {
    hub.add_walk(from, to, Seconds(1), Seconds(0), only);
  }
};

TEST(HubCheck, OrdersAHubWithoutCyclesAlongItsWalks) {
  Drawing d;
  const auto out = d.add(Kind::kDepart, "out");
  const auto gate = d.add(Kind::kCheckpoint, "gate");
  const auto desk = d.add(Kind::kCheckpoint, "desk");
  const auto in = d.add(Kind::kArrive, "in");
  d.walk(in, desk);
  d.walk(desk, gate);
  d.walk(gate, out);
  const HubCheck check = d.hub.check();
  EXPECT_THAT(check.order, ElementsAre("in", "desk", "gate", "out"));
  EXPECT_THAT(check.cycles, IsEmpty());
  EXPECT_THAT(check.unreachable_from_arrivals, IsEmpty());
  EXPECT_THAT(check.dead_ends, IsEmpty());
}

TEST(HubCheck, NamesCyclesAndWalksToOneself) {
  Drawing d;
  const auto in = d.add(Kind::kArrive, "in");
  const auto a = d.add(Kind::kCheckpoint, "a");
  const auto b = d.add(Kind::kCheckpoint, "b");
  const auto self = d.add(Kind::kCheckpoint, "self");
  const auto out = d.add(Kind::kDepart, "out");
  d.walk(in, b);
  d.walk(b, a);
  d.walk(a, b);
  d.walk(a, self);
  d.walk(self, self);
  d.walk(self, out);
  const HubCheck check = d.hub.check();
  EXPECT_THAT(check.order, ElementsAre("in", "a", "b", "self", "out"));
  EXPECT_THAT(check.cycles, ElementsAre(ElementsAre("a", "b"), ElementsAre("self")));
}

TEST(HubCheck, NamesWhatNoArrivalReachesAndWhatLeadsNowhere) {
  Drawing d;
  const auto in = d.add(Kind::kArrive, "in");
  const auto out = d.add(Kind::kDepart, "out");
  const auto orphan = d.add(Kind::kCheckpoint, "orphan");
  const auto trap = d.add(Kind::kCheckpoint, "trap");
  d.walk(in, out);
  d.walk(in, trap);
  d.walk(orphan, out);
  const HubCheck check = d.hub.check();
  EXPECT_THAT(check.unreachable_from_arrivals, ElementsAre("orphan"));
  EXPECT_THAT(check.dead_ends, ElementsAre("trap"));
}

TEST(HubCheck, AWayThatNoClassMayWalkToItsEndIsNone) {
  Drawing d;
  const auto in = d.add(Kind::kArrive, "in", 0b01U);
  const auto desk = d.add(Kind::kCheckpoint, "desk", 0b10U);
  const auto gate = d.add(Kind::kCheckpoint, "gate");
  const auto out = d.add(Kind::kDepart, "out", 0b01U);
  d.walk(in, desk);
  d.walk(in, gate);
  d.walk(desk, out);
  d.walk(gate, out, 0b10U);
  const HubCheck check = d.hub.check();
  EXPECT_THAT(check.unreachable_from_arrivals, ElementsAre("desk", "out"));
  EXPECT_THAT(check.dead_ends, ElementsAre("in", "desk", "gate"));
}

// Oracle: reachability by repeated squaring of the walk relation, class by class.
RC_GTEST_PROP(HubCheck, AgreesWithTheTransitiveClosure, ()) {
  constexpr ClassMask kClasses = 0b111;
  Drawing d;
  const auto n = *rc::gen::inRange<std::size_t>(1, 9);
  std::vector<Kind> kinds;
  std::vector<ClassMask> serves;
  for (std::size_t v = 0; v < n; ++v) {
    kinds.push_back(*rc::gen::element(Kind::kArrive, Kind::kDepart, Kind::kCheckpoint));
    serves.push_back(*rc::gen::inRange<ClassMask>(0, kClasses + 1));
    d.add(kinds.back(), fmt::format("{}", v), serves.back());
  }
  using Relation = std::vector<std::vector<ClassMask>>;  // [from][to]: classes
  Relation reach(n, std::vector<ClassMask>(n, 0));
  std::vector<std::vector<bool>> joined(n, std::vector<bool>(n, false));  // mask-blind, length >= 1
  for (std::size_t v = 0; v < n; ++v) reach[v][v] = serves[v];
  const int walks = *rc::gen::inRange(0, 16);
  for (int w = 0; w < walks; ++w) {
    const auto from = *rc::gen::inRange<std::size_t>(0, n);
    const auto to = *rc::gen::inRange<std::size_t>(0, n);
    const auto only = *rc::gen::inRange<ClassMask>(0, kClasses + 1);
    d.walk(static_cast<HubGraph::Vertex>(from), static_cast<HubGraph::Vertex>(to), only);
    reach[from][to] |= only & serves[from] & serves[to];
    joined[from][to] = true;
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        reach[i][j] |= reach[i][k] & reach[k][j];
        joined[i][j] = joined[i][j] || (joined[i][k] && joined[k][j]);
      }
    }
  }
  const HubCheck check = d.hub.check();
  std::vector<std::string> unreachable;
  std::vector<std::string> dead;
  for (std::size_t v = 0; v < n; ++v) {
    ClassMask come = 0;
    ClassMask go = 0;
    for (std::size_t u = 0; u < n; ++u) {
      if (kinds[u] == Kind::kArrive) come |= reach[u][v];
      if (kinds[u] == Kind::kDepart) go |= reach[v][u];
    }
    if (come == 0) unreachable.push_back(fmt::format("{}", v));
    if (go == 0) dead.push_back(fmt::format("{}", v));
  }
  RC_ASSERT(check.unreachable_from_arrivals == unreachable);
  RC_ASSERT(check.dead_ends == dead);

  // Order: each vertex once; u before v whenever u leads to v and not back.
  RC_ASSERT(check.order.size() == n);
  std::vector<std::size_t> position(n, n);
  for (std::size_t i = 0; i < n; ++i) position[std::stoul(check.order[i])] = i;
  for (std::size_t u = 0; u < n; ++u) {
    RC_ASSERT(position[u] < n);
    for (std::size_t v = 0; v < n; ++v) {
      if (joined[u][v] && !joined[v][u]) RC_ASSERT(position[u] < position[v]);
    }
  }
  std::size_t in_cycles = 0;
  for (const std::vector<std::string>& cycle : check.cycles) {
    in_cycles += cycle.size();
    for (const std::string& key : cycle) RC_ASSERT(joined[std::stoul(key)][std::stoul(key)]);
  }
  std::size_t on_cycle = 0;
  for (std::size_t v = 0; v < n; ++v) on_cycle += joined[v][v] ? 1U : 0U;
  RC_ASSERT(in_cycles == on_cycle);
}

}  // namespace
}  // namespace stopover::network
