// SPDX-License-Identifier: Apache-2.0
// A hub's capacity against every subset of its checkpoints, and on hubs drawn by hand.
#include <algorithm>
#include <bit>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/network/network.hpp"

namespace stopover::network {
namespace {

using Kind = HubVertex::Kind;
using Rates = Table<CheckpointId, std::int64_t>;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr PlaceId kFrom(0);
constexpr PlaceId kTo(1);

HubVertex place_vertex(Kind kind, PlaceId place, ClassMask serves = kAllClasses) {
  return {kind, place, CheckpointId::none(), serves, Seconds(0), fmt::format("p{}", place.value())};
}
HubVertex desk(std::uint32_t n, ClassMask serves = kAllClasses) {
  return {Kind::kCheckpoint, PlaceId::none(),      CheckpointId(n), serves,
          Seconds(0),        fmt::format("c{}", n)};
}

// The same hub twice: for the engine, and as plain lists for the oracle.
struct Drawing {
  struct Edge {
    std::size_t from;
    std::size_t to;
    ClassMask only;
  };
  HubGraph hub;
  std::vector<HubVertex> vertices;
  std::vector<Edge> edges;

  HubGraph::Vertex add(const HubVertex& vertex) {
    vertices.push_back(vertex);
    return hub.add_vertex(vertex);
  }
  void walk(HubGraph::Vertex from, HubGraph::Vertex to, ClassMask only = kAllClasses) {
    edges.push_back({from, to, only});
    hub.add_walk(from, to, Seconds(1), Seconds(0), only);
  }

  // Can the class get through when the checkpoints of `closed` are shut?
  [[nodiscard]] bool passes(ClassMask bit, std::uint32_t closed) const {
    const auto is_open = [&](std::size_t v) {
      const HubVertex& vertex = vertices[v];
      return (vertex.serves & bit) != 0 &&
             (vertex.kind != Kind::kCheckpoint || (closed >> vertex.checkpoint.value() & 1U) == 0);
    };
    std::vector<bool> reached(vertices.size());
    for (std::size_t v = 0; v < vertices.size(); ++v)
      reached[v] = vertices[v].kind == Kind::kArrive && vertices[v].place == kFrom && is_open(v);
    for (std::size_t round = 0; round < vertices.size(); ++round)
      for (const Edge& e : edges)
        if (reached[e.from] && (e.only & bit) != 0 && is_open(e.to)) reached[e.to] = true;
    for (std::size_t v = 0; v < vertices.size(); ++v)
      if (reached[v] && vertices[v].kind == Kind::kDepart && vertices[v].place == kTo) return true;
    return false;
  }

  // The oracle: of all sets of checkpoints that shut the way, the least capacity.
  [[nodiscard]] std::optional<std::int64_t> least_cut(ClassMask bit, const Rates& rates) const {
    std::optional<std::int64_t> least;
    for (std::uint32_t closed = 0; closed < 1U << rates.size(); ++closed) {
      if (passes(bit, closed)) continue;
      std::int64_t capacity = 0;
      for (const CheckpointId c : ids_of(rates))
        if ((closed >> c.value() & 1U) != 0) capacity += rates[c];
      if (!least || capacity < *least) least = capacity;
    }
    return least;
  }
};

RC_GTEST_PROP(HubCapacityProperty, EqualsTheLeastOfAllCuts, ()) {
  Drawing d;
  const auto mask = [] {
    return *rc::gen::weightedElement<ClassMask>({{4, 3U}, {1, 1U}, {1, 2U}});
  };
  d.add(place_vertex(Kind::kArrive, kFrom));
  d.add(place_vertex(Kind::kDepart, kTo));
  const auto up_to = [](int least, int most) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(least, most + 1));
  };
  const int desks = up_to(1, 8);
  Rates rates;
  for (int n = 0; n < desks; ++n) {
    rates.push_back(up_to(0, 20));
    d.add(desk(static_cast<std::uint32_t>(n), mask()));
  }
  // Vertex 0 arrives, 1 departs, then the desks; seldom a way past all of them.
  const int walks = up_to(3, 40);
  for (int i = 0; i < walks; ++i) {
    const int from = up_to(-1, desks);
    const int to = up_to(1, desks + 1);
    if (from <= 0 && to == 1 && up_to(0, 9) > 0) continue;
    d.walk(static_cast<HubGraph::Vertex>(from <= 0 ? 0 : from + 1),
           static_cast<HubGraph::Vertex>(to), mask());
  }

  for (int cls = 0; cls < 2; ++cls) {
    const ClassMask bit = ClassMask{1} << static_cast<unsigned>(cls);
    const auto capacity = d.hub.capacity(kFrom, kTo, cls, rates);
    RC_ASSERT(capacity.has_value() == d.passes(bit, 0));
    if (!capacity) continue;
    RC_ASSERT(capacity->persons_an_hour == d.least_cut(bit, rates));
    if (!capacity->persons_an_hour) {
      RC_ASSERT(capacity->bottleneck.empty());
      continue;
    }
    std::uint32_t closed = 0;
    std::int64_t sum = 0;
    for (const CheckpointId c : capacity->bottleneck) {
      closed |= 1U << c.value();
      sum += rates[c];
    }
    RC_ASSERT(sum == *capacity->persons_an_hour);
    RC_ASSERT(!d.passes(bit, closed));
    RC_TAG(std::popcount(closed));
  }
}

//   arrive ─► e-gates (600, class 0) ─┬─► security (500) ─► depart
//      └────► desks (200, all) ───────┘
TEST(HubCapacity, ClassesMayHaveBottlenecksOfTheirOwn) {
  Drawing d;
  const auto a = d.add(place_vertex(Kind::kArrive, kFrom));
  const auto b = d.add(place_vertex(Kind::kDepart, kTo));
  const auto gates = d.add(desk(0, 1U));
  const auto desks = d.add(desk(1));
  const auto security = d.add(desk(2));
  d.walk(a, gates);
  d.walk(a, desks);
  d.walk(gates, security);
  d.walk(desks, security);
  d.walk(security, b);
  Rates rates{600, 200, 500};
  const HubCapacity citizens{500, {CheckpointId(2)}};
  const HubCapacity others{200, {CheckpointId(1)}};
  EXPECT_EQ(d.hub.capacity(kFrom, kTo, 0, rates), citizens);
  EXPECT_EQ(d.hub.capacity(kFrom, kTo, 1, rates), others);
  rates[CheckpointId(2)] = 900;  // now the two before it, together
  const HubCapacity both{800, {CheckpointId(0), CheckpointId(1)}};
  EXPECT_EQ(d.hub.capacity(kFrom, kTo, 0, rates), both);
  EXPECT_EQ(d.hub.capacity(kTo, kFrom, 0, rates), std::nullopt);
  EXPECT_THAT(d.hub.arrival_places(), ElementsAre(kFrom));
  EXPECT_THAT(d.hub.departure_places(), ElementsAre(kTo));
}

TEST(HubCapacity, OfTwoEqualBottlenecksTheFirstIsNamed) {
  Drawing d;
  const auto a = d.add(place_vertex(Kind::kArrive, kFrom));
  const auto second = d.add(desk(0));
  const auto first = d.add(desk(1));
  const auto b = d.add(place_vertex(Kind::kDepart, kTo));
  d.walk(a, first);
  d.walk(first, second);
  d.walk(second, b);
  const HubCapacity expected{100, {CheckpointId(1)}};
  EXPECT_EQ(d.hub.capacity(kFrom, kTo, 0, Rates{100, 100}), expected);
}

TEST(HubCapacity, AWayWithoutCheckpointHasNoLimitAndAClosedDeskNoCapacity) {
  Drawing d;
  const auto a = d.add(place_vertex(Kind::kArrive, kFrom));
  const auto shut = d.add(desk(0));
  const auto b = d.add(place_vertex(Kind::kDepart, kTo));
  d.walk(a, shut);
  d.walk(shut, b);
  d.walk(a, b, 2U);
  const HubCapacity none{0, {CheckpointId(0)}};
  EXPECT_EQ(d.hub.capacity(kFrom, kTo, 0, Rates{0}), none);
  const auto unlimited = d.hub.capacity(kFrom, kTo, 1, Rates{1'000'000'000'000});
  ASSERT_TRUE(unlimited.has_value());
  EXPECT_EQ(unlimited->persons_an_hour, std::nullopt);
  EXPECT_THAT(unlimited->bottleneck, IsEmpty());
}

}  // namespace
}  // namespace stopover::network
