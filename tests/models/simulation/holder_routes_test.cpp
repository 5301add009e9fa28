// SPDX-License-Identifier: Apache-2.0
// Rights of products, on scenarios/minimal: whoever travels to the delta comes by air, passes the
// border and takes the train.
#include "models/simulation/holder_routes.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

// Sold to about half of those who ride the train, at what it costs.
void sell_right(scenario::Scenario& s, double awareness = 0.5) {
  auto& right = *s.mutable_elements()->add_right();
  right.set_id("swift");
  right.set_name("Swift");
  auto& good = *s.mutable_elements()->add_good();
  good.set_id("tour");
  good.set_name("Tour");
  good.set_per("visit");
  good.set_price_yuan(100);
  good.set_bought_singly(0.999'999);
  good.set_spread(0.001);
  auto& product = *s.mutable_elements()->add_product();
  product.set_id("p");
  product.set_awareness(awareness);
  product.add_part()->set_mode(scenario::RAIL);
  product.add_part()->set_good("tour");
  product.set_percent_off(20);
  product.add_grants("swift");
}

scenario::Hub& port(scenario::Scenario& s) {
  return *s.mutable_elements()->mutable_hub(0);
}

void add_way(scenario::Scenario& s, const std::string& from, const std::string& to,
             double seconds) {
  auto& walk = *port(s).add_walk();
  walk.set_from(from);
  walk.set_to(to);
  walk.set_seconds(seconds);
  walk.set_needs("swift");
}

// More people, so that queues form.
World busy_world(const std::function<void(scenario::Scenario&)>& change) {
  return minimal_world([&](scenario::Scenario& s) {
    soften(s);
    for (auto& market : *s.mutable_elements()->mutable_market())
      market.set_persons_per_day(20 * market.persons_per_day());
    change(s);
  });
}

network::CheckpointId checkpoint(const World& world, const std::string& key) {
  for (const network::CheckpointId c : ids_of(world.checkpoints))
    if (world.checkpoints[c].key == key) return c;
  return network::CheckpointId::none();
}

const flow::Step* queue_at(const World& world, flow::RouteId route, network::CheckpointId where) {
  for (const flow::Step& step : world.alternatives.routes[route].steps)
    if (step.kind == flow::Step::Kind::kQueue && step.checkpoint == where) return &step;
  return nullptr;
}

std::vector<bool> buyers(const PlansOfReplication& plans) {
  std::vector<bool> bought(plans.parties.size(), false);
  for (const Purchase& purchase : plans.purchases) bought[purchase.party] = true;
  return bought;
}

TEST(HolderRoutes, PassByWhatOthersQueueAt) {
  const World world = busy_world([](scenario::Scenario& s) {
    sell_right(s);
    add_way(s, "gates:arrive", "station:depart", 300);
  });
  const auto entry = checkpoint(world, "entry");
  const auto plans = plans_of(world, central(world).behaviour, {1, 0});
  const std::vector<bool> bought = buyers(plans);
  int by = 0;
  int through = 0;
  for (std::size_t i = 0; i < plans.parties.size(); ++i) {
    const PlannedParty& party = plans.parties[i];
    const auto index = flow::PartyIndex(static_cast<std::uint32_t>(i));
    const flow::RouteId plain =
        world.alternatives.journeys[party.journey]
            .route[party.passenger_class][party.stay != StayKind::kNone ? 1 : 0];
    const bool queues = queue_at(world, plain, entry) != nullptr;
    EXPECT_TRUE(bought[i] || plans.flow.route[index] == plain);
    if (!queues) continue;
    EXPECT_EQ(queue_at(world, plans.flow.route[index], entry) == nullptr, bought[i]);
    (bought[i] ? by : through) += 1;
  }
  EXPECT_GT(by, 20);
  EXPECT_GT(through, 20);
}

// They leave the queue to others, and take nothing else: rides and departures stay.
TEST(HolderRoutes, LeavePlansOfOthersAlone) {
  const auto sell = [](scenario::Scenario& s) { sell_right(s); };
  const World without = busy_world([&](scenario::Scenario& s) {
    sell(s);
    s.mutable_elements()->mutable_product(0)->clear_grants();
  });
  const World with = busy_world([&](scenario::Scenario& s) {
    sell(s);
    add_way(s, "gates:arrive", "station:depart", 300);
  });
  const auto a = plans_of(without, central(without).behaviour, {1, 0});
  const auto b = plans_of(with, central(with).behaviour, {1, 0});
  ASSERT_EQ(a.parties.size(), b.parties.size());
  EXPECT_EQ(a.flow.key.rows(), b.flow.key.rows());
  EXPECT_EQ(a.flow.release.rows(), b.flow.release.rows());
  EXPECT_EQ(a.flow.planned_run, b.flow.planned_run);
  const Tally without_right = simulate(without, central(without), {1, 0});
  const Tally with_right = simulate(with, central(with), {1, 0});
  EXPECT_EQ(without_right.total(Count::kPersons), with_right.total(Count::kPersons));
  EXPECT_NE(without_right, with_right);
}

// Nobody takes a slower way, and a right that nothing asks for is none.
TEST(HolderRoutes, ChangeNothingWhereTheyHelpNobody) {
  const World plain = busy_world([](scenario::Scenario& s) {
    sell_right(s);
    s.mutable_elements()->mutable_product(0)->clear_grants();
  });
  const World slower = busy_world([](scenario::Scenario& s) {
    sell_right(s);
    add_way(s, "gates:arrive", "station:depart", 14'000);
  });
  const World idle = busy_world([](scenario::Scenario& s) { sell_right(s); });
  EXPECT_EQ(slower.alternatives.routes.size(), plain.alternatives.routes.size());
  for (std::uint32_t r = 0; r < 3; ++r) {
    const Tally wanted = simulate(plain, central(plain), {1, r});
    EXPECT_EQ(simulate(slower, central(slower), {1, r}), wanted);
    EXPECT_EQ(simulate(idle, central(idle), {1, r}), wanted);
  }
}

// Who comes by road and must drop bags first: 500 s to the desk, 90 s there, 400 s on, in place of
// 180 s to security.
TEST(HolderRoutes, SetOutEarlierForMoreBeforeTheFirstRide) {
  const World world = busy_world([](scenario::Scenario& s) {
    sell_right(s, 1);
    s.mutable_elements()->mutable_product(0)->mutable_part(0)->set_mode(scenario::AIR);
    scenario::Place city = s.elements().place(0);
    city.set_id("home");
    *s.mutable_elements()->add_place() = city;
    auto& road = *s.mutable_elements()->add_road();
    road.set_id("taxi");
    road.set_mode(scenario::TAXI);
    road.set_from("home");
    road.set_to("station");
    road.set_minutes(30);
    for (auto& market : *s.mutable_elements()->mutable_market())
      if (market.id() == "city_b") market.set_from("home");
    for (auto& walk : *port(s).mutable_walk())
      if (walk.from() == "station:arrive" && walk.to() == "security") walk.set_not_with("swift");
    auto& desk = *port(s).add_checkpoint();
    desk = port(s).checkpoint(0);
    desk.set_id("drop");
    desk.clear_serves();
    desk.clear_wait_target_minutes();
    desk.mutable_service()->set_mean_seconds(90);
    add_way(s, "station:arrive", "drop", 500);
    add_way(s, "drop", "security", 400);
  });
  const auto at = checkpoint(world, "drop");
  const auto plans = plans_of(world, central(world).behaviour, {1, 0});
  const std::vector<bool> bought = buyers(plans);
  int seen = 0;
  for (std::size_t i = 0; i < plans.parties.size(); ++i) {
    const auto index = flow::PartyIndex(static_cast<std::uint32_t>(i));
    if (queue_at(world, plans.flow.route[index], at) == nullptr) continue;
    EXPECT_TRUE(bought[i]);
    const Journey& journey = world.alternatives.journeys[plans.parties[i].journey];
    if (journey.legs.legs.front().is_ride()) continue;  // drops bags on the way back to the gates
    const HolderRoutes* const held =
        holder_routes_of(world, plans.parties[i].journey, product::ProductId(0));
    ASSERT_NE(held, nullptr);
    EXPECT_EQ(held->earlier[plans.parties[i].passenger_class][0], Seconds(500 + 90 + 400 - 180));
    ++seen;
  }
  EXPECT_GT(seen, 20);
  // After a flight there is nothing to be earlier for.
  for (const HolderRoutes& held : world.holder_routes) {
    const Journey& journey = world.alternatives.journeys[held.journey];
    if (!journey.legs.legs.front().is_ride()) continue;
    for (const auto& of_class : held.earlier) EXPECT_EQ(of_class[0], Seconds(0));
  }
}

// A lane of their own: told apart there, and nowhere else.
TEST(HolderRoutes, MayUseDesksOfTheirOwn) {
  const World world = busy_world([](scenario::Scenario& s) {
    sell_right(s);
    for (auto& desk : *port(s).mutable_checkpoint()) {
      if (desk.id() != "entry") continue;
      auto& lane = *desk.add_desk_type();
      lane.set_id("lane");
      lane.set_name("Lane");
      *lane.add_staffing() = desk.staffing(0);
      *lane.mutable_service() = desk.service();
      lane.set_needs("swift");
    }
  });
  const auto entry = checkpoint(world, "entry");
  const flow::ClassMask serves = world.checkpoints[entry].desk_types[0].serves;
  EXPECT_EQ(serves & 0x3FU, 0U) << "nobody without the right";
  int seen = 0;
  for (const HolderRoutes& held : world.holder_routes)
    for (std::size_t cls = 0; cls < kPassengerClasses; ++cls) {
      const flow::RouteId route = held.route[cls][0];
      const flow::RouteId plain = world.alternatives.journeys[held.journey].route[cls][0];
      if (route.is_none() || queue_at(world, plain, entry) == nullptr) continue;
      const flow::Step* const own = queue_at(world, route, entry);
      ASSERT_NE(own, nullptr);
      EXPECT_NE(serves >> own->passenger_class & 1U, 0U);
      EXPECT_EQ(serves >> queue_at(world, plain, entry)->passenger_class & 1U, 0U);
      for (const flow::Step& step : world.alternatives.routes[route].steps)
        EXPECT_TRUE(step.checkpoint == entry || step.passenger_class < scenario::kFirstHolderClass);
      ++seen;
    }
  EXPECT_GT(seen, 0);
}

TEST(HolderRoutes, AreTheSameForEveryExecutor) {
  scenario::Scenario s = scenario_of("minimal");
  soften(s);
  sell_right(s);
  add_way(s, "gates:arrive", "station:depart", 300);
  const auto routes = [&](Executor& executor) {
    FaultList faults;
    const World world = compile(s, executor, faults);
    EXPECT_TRUE(faults.empty()) << faults.text();
    std::vector<std::vector<flow::Step>> out;
    for (const flow::Route& route : world.alternatives.routes) out.push_back(route.steps);
    return out;
  };
  const auto serial = serial_executor();
  const auto wanted = routes(*serial);
  for (const int threads : {2, 3, 7, 16}) EXPECT_EQ(routes(*tbb_executor(threads)), wanted);
  for (const std::uint64_t seed : {1U, 2U}) EXPECT_EQ(routes(*shuffled_executor(seed)), wanted);
}

}  // namespace
}  // namespace stopover::simulation
