// SPDX-License-Identifier: Apache-2.0
// Common random numbers: a change moves only those whom it concerns.
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

// What a party planned, by its key: journey, day, stay, departure.
using Planned = std::map<std::uint64_t, std::string>;

Planned planned(const World& world, demand::Luck luck) {
  const PlansOfReplication plans = plans_of(world, behaviour_of(world.parameters), luck);
  Planned out;
  for (const auto i : ids_of(plans.flow.key)) {
    const PlannedParty& p = plans.parties[i.value()];
    out[plans.flow.key[i]] = std::to_string(world.alternatives.journeys[p.journey].identity) + " " +
                             std::to_string(static_cast<int>(p.stay)) + " " +
                             std::to_string(p.nights) + " " +
                             std::to_string(plans.flow.release[i].unix_seconds());
  }
  return out;
}

scenario::Market* market_of(scenario::Scenario& s, const std::string& id) {
  for (auto& m : *s.mutable_elements()->mutable_market())
    if (m.id() == id) return &m;
  return nullptr;
}

TEST(Coupling, AnUnrelatedMarketLeavesAllOthersPlansAsTheyWere) {
  const World base = minimal_world(soften);
  const World more = minimal_world([](scenario::Scenario& s) {
    soften(s);
    scenario::Market extra = *market_of(s, "a_b");
    extra.set_id("a_b_extra");
    s.mutable_elements()->mutable_market()->Add()->CopyFrom(extra);
  });
  for (std::uint32_t r = 0; r < 5; ++r) {
    const Planned before = planned(base, {1, r});
    const Planned after = planned(more, {1, r});
    EXPECT_GT(after.size(), before.size());
    for (const auto& [key, plan] : before) {
      ASSERT_TRUE(after.contains(key));
      EXPECT_EQ(after.at(key), plan);
    }
  }
}

TEST(Coupling, MoreDemandExtendsAndLessDemandCuts) {
  const auto with = [](double factor) {
    return minimal_world([=](scenario::Scenario& s) {
      soften(s);
      auto* market = market_of(s, "a_b");
      market->set_persons_per_day(market->persons_per_day() * factor);
    });
  };
  const World less = with(0.5);
  const World more = with(2);
  std::size_t gained = 0;
  for (std::uint32_t r = 0; r < 5; ++r) {
    const Planned few = planned(less, {1, r});
    const Planned many = planned(more, {1, r});
    for (const auto& [key, plan] : few) {
      ASSERT_TRUE(many.contains(key));
      EXPECT_EQ(many.at(key), plan);
    }
    gained += many.size() - few.size();
  }
  EXPECT_GT(gained, 20U);
}

// Without the rival's nonstop flight, who did not take it does what they did.
TEST(Coupling, RemovingAnAlternativeMovesOnlyThoseWhoTookIt) {
  const World base = minimal_world(soften);
  const World without = minimal_world([](scenario::Scenario& s) {
    soften(s);
    auto* flights = s.mutable_elements()->mutable_flight();
    for (int i = 0; i < flights->size(); ++i)
      if (flights->Get(i).id() == "a_b") return flights->DeleteSubrange(i, 1);
  });
  std::set<std::uint64_t> nonstop;
  for (const Journey& j : base.alternatives.journeys)
    if (j.nonstop && !j.over_gateway && j.legs.legs.size() == 1) nonstop.insert(j.identity);
  int kept = 0;
  int moved = 0;
  for (std::uint32_t r = 0; r < 10; ++r) {
    const Planned before = planned(base, {1, r});
    const Planned after = planned(without, {1, r});
    for (const auto& [key, plan] : before) {
      const auto now = after.find(key);
      if (now != after.end() && now->second == plan) {
        ++kept;
        continue;
      }
      ++moved;
      EXPECT_TRUE(nonstop.contains(std::stoull(plan))) << plan;
    }
  }
  EXPECT_GT(kept, 100);
  EXPECT_GT(moved, 5);
}

// A stop more on a line, which nobody uses, changes nobody's choice.
TEST(Coupling, AStopThatNobodyUsesLeavesAllPlansAsTheyWere) {
  const World base = minimal_world(soften);
  const World more = minimal_world([](scenario::Scenario& s) {
    soften(s);
    auto* line = s.mutable_elements()->mutable_line(0);
    scenario::LineStop end = line->stop(1);
    line->mutable_stop(1)->set_place("city");  // no fare: not sold
    line->mutable_stop(1)->set_minutes(10);
    line->add_stop()->CopyFrom(end);
  });
  for (std::uint32_t r = 0; r < 5; ++r) EXPECT_EQ(planned(base, {1, r}), planned(more, {1, r}));
}

}  // namespace
}  // namespace stopover::simulation
