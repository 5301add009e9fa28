// SPDX-License-Identifier: Apache-2.0
// What travelling costs as against another scenario, and who travels because of it.
#include "models/simulation/trip_costs.hpp"

#include <cmath>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "models/simulation/indicators.hpp"
#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

void set_parameter(scenario::Scenario& s, const std::string& id, double value) {
  for (auto& p : *s.mutable_elements()->mutable_parameter())
    if (p.id() == id) {
      p.set_value(value);
      p.clear_low();
      p.clear_high();
    }
}

void raise_fares(scenario::Scenario& s, double yuan) {
  for (auto& flight : *s.mutable_elements()->mutable_flight())
    flight.set_fare_yuan(flight.fare_yuan() + yuan);
}

demand::MarketId market_of(const World& world, const std::string& key) {
  for (const demand::MarketId m : ids_of(world.demand.markets))
    if (world.demand.markets[m].key == key) return m;
  ADD_FAILURE() << key;
  return {};
}

World elastic(double yuan, double elasticity = -1.5) {
  return minimal_world([=](scenario::Scenario& s) {
    soften(s);
    raise_fares(s, yuan);
    set_parameter(s, "demand.trip_elasticity", elasticity);
  });
}

TripCosts costs_of(const World& base, const World& variant) {
  const auto executor = serial_executor();
  return trip_costs(base, variant, 1, *executor);
}

// The worlds of a comparison.
struct Pair {
  World base;
  World variant;
  Pair(World b, World v) : base(std::move(b)), variant(std::move(v)) {
    TripCosts costs = costs_of(base, variant);
    base.trip_costs = std::move(costs.base);
    variant.trip_costs = std::move(costs.variant);
  }
};

// One way leads from a to the delta, with one flight: 100 yuan at 50 yuan an hour are two hours.
// They are set against what the journey costs, to which the minute that one wants to leave at adds.
TEST(TripCosts, RiseByTheHoursThatHigherFaresAreWorth) {
  const auto hard = [](double yuan) {
    return minimal_world([=](scenario::Scenario& s) {
      s.mutable_horizon()->set_days(1);
      s.mutable_horizon()->set_warmup_days(0);
      raise_fares(s, yuan);
      set_parameter(s, "demand.trip_elasticity", -1);
    });
  };
  const World base = hard(0);
  const Departures departures = departures_of(base);
  const Behaviour behaviour = behaviour_of(base.parameters);
  const demand::MarketId market = market_of(base, "a_delta");
  const Planning planning{base, departures, behaviour, {1, 0}};
  const demand::Party party =
      demand::draw_party(base.demand, market, base.first_day, 0, planning.luck);
  std::vector<Candidate> ways;
  candidates(planning, party, ways);
  ASSERT_FALSE(ways.empty());
  const std::vector<double> share = shares(planning, ways);
  double hours = 0;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    EXPECT_EQ(ways[i].journey, ways[0].journey);
    hours += share[i] * utility_parts(planning, party, ways[i]).hours();
  }
  const double rise = costs_of(base, hard(100)).variant[market].here - 1;
  for (const double yuan : {100.0, 250.0}) {
    const TripCosts costs = costs_of(base, hard(yuan));
    EXPECT_NEAR(costs.variant[market].here - 1, yuan / 50 / hours, 0.01 * yuan / 50 / hours);
    EXPECT_NEAR(costs.variant[market].here - 1, rise * yuan / 100, 1e-6);  // options hold floats
    EXPECT_EQ(costs.variant[market].there, 1);
    EXPECT_EQ(costs.base[market].there, costs.variant[market].here);
    EXPECT_EQ(costs.base[market].here, 1);
  }
}

TEST(TripCosts, AreOneWhereNothingChanges) {
  const TripCosts costs = costs_of(elastic(0), elastic(0));
  ASSERT_FALSE(costs.base.empty());
  for (const demand::RelativeCost& cost : costs.base) EXPECT_EQ(cost, demand::RelativeCost{});
  EXPECT_EQ(costs.base, costs.variant);
}

TEST(TripCosts, NobodyAsksForThemWithoutAnElasticity) {
  const TripCosts costs = costs_of(elastic(0, 0), elastic(500, 0));
  EXPECT_TRUE(costs.base.empty());
  EXPECT_TRUE(costs.variant.empty());
}

// Dearer flights are worse for everybody; where there are other ways, by less.
TEST(TripCosts, AreTheSameForEveryExecutor) {
  const World base = elastic(0);
  const World variant = elastic(300);
  const TripCosts serial = costs_of(base, variant);
  for (const demand::MarketId m : ids_of(serial.variant)) {
    if (base.demand.markets[m].persons_per_day > 0) {
      EXPECT_GT(serial.variant[m].here, 1);
    }
  }
  for (const auto& executor : {tbb_executor(3), shuffled_executor(11)}) {
    const TripCosts other = trip_costs(base, variant, 1, *executor);
    EXPECT_EQ(other.base, serial.base);
    EXPECT_EQ(other.variant, serial.variant);
  }
}

std::set<std::uint64_t> keys_of(const PlansOfReplication& plans, bool only_here) {
  std::set<std::uint64_t> keys;
  for (const auto i : ids_of(plans.flow.key))
    if (!only_here || plans.parties[i.value()].only_here) keys.insert(plans.flow.key[i]);
  return keys;
}

PlansOfReplication plans_of_pair(const World& world, demand::Luck luck) {
  const Assumptions assumptions = central(world);
  return make_plans(
      {world, departures_of(world), assumptions.behaviour, luck, &assumptions.volumes});
}

// Whoever travels in one scenario only is told as such, and nobody else.
TEST(TripCosts, WhoTravelsInOneScenarioOnlyIsMarked) {
  const Pair pair(elastic(0), elastic(400));
  std::size_t lost = 0;
  for (std::uint32_t r = 0; r < 5; ++r) {
    const PlansOfReplication base = plans_of_pair(pair.base, {1, r});
    const PlansOfReplication variant = plans_of_pair(pair.variant, {1, r});
    const std::set<std::uint64_t> before = keys_of(base, false);
    const std::set<std::uint64_t> after = keys_of(variant, false);
    std::set<std::uint64_t> gone;
    for (const std::uint64_t key : before)
      if (!after.contains(key)) gone.insert(key);
    for (const std::uint64_t key : after) EXPECT_TRUE(before.contains(key));
    EXPECT_EQ(keys_of(base, true), gone);
    EXPECT_TRUE(keys_of(variant, true).empty());
    lost += gone.size();
  }
  EXPECT_GT(lost, 20U);
}

// The share that stays away is the elasticity's: of some 120 a day over three days and 40
// replications, within 4 standard errors of a Poisson difference.
TEST(TripCosts, VolumesFollowTheElasticity) {
  const Pair pair(elastic(0), elastic(400));
  const demand::MarketId market = market_of(pair.base, "a_delta");
  const double expected = std::pow(pair.variant.trip_costs[market].here, -1.5);
  double base = 0;
  double variant = 0;
  for (std::uint32_t r = 0; r < 400; ++r)
    for (const CivilDate day : pair.base.demand_days()) {
      const demand::Luck luck{5, r};
      base += static_cast<double>(demand::party_count(pair.base.demand, market, day, 1, luck));
      variant += static_cast<double>(
          demand::party_count(pair.variant.demand, market, day,
                              demand::volume_of(central(pair.variant).volumes, market).here, luck));
    }
  ASSERT_GT(base, 1000);
  EXPECT_NEAR(variant / base, expected, 4 * std::sqrt(expected * (1 - expected) / base));
}

// What is lost is lost trips and those who go another way, without a rest.
TEST(TripCosts, DivertedAndNewTripsAreTheWholeDifference) {
  const Pair pair(elastic(0), elastic(400));
  const auto executor = serial_executor();
  const RunSettings settings{.seed = 1, .replications = 3, .drawn = true};
  const auto of_base = indicators(pair.base);
  const auto of_variant = indicators(pair.variant);
  const auto base = run_replications(pair.base, settings, *executor);
  const auto variant = run_replications(pair.variant, settings, *executor);
  const auto compared = compare({of_base, base}, {of_variant, variant});
  const auto difference = [&](const std::string& id, const std::string& group) {
    for (const Compared& c : compared)
      if (c.indicator->id == id && c.indicator->group == group)
        return c.difference.difference.value;
    ADD_FAILURE() << id << " " << group;
    return 0.0;
  };
  for (const char* what : {"handled", "transfer", "stopover", "entered", "nights", "spending"}) {
    const double whole = difference(what, "all");
    EXPECT_NEAR(difference("diverted", what) + difference("new_trips", what), whole,
                1e-9 * (1 + std::abs(whole)))
        << what;
  }
  EXPECT_LT(difference("new_trips", "persons"), 0);
  EXPECT_EQ(difference("diverted", "persons"), 0);  // who travels in both does
}

}  // namespace
}  // namespace stopover::simulation
