// SPDX-License-Identifier: Apache-2.0
// Shares, elasticities and surplus by sample enumeration, against finite changes and by hand.
#include "models/simulation/market_shares.hpp"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "models/simulation/asked.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

const Enumeration kHow{.luck = {3, 0}, .parties_a_day = 20};

World nested_world() {
  return minimal_world([](scenario::Scenario& s) {
    soften(s);
    for (auto& p : *s.mutable_elements()->mutable_parameter()) {
      if (p.id() == "choice.nest_route") p.set_value(0.7);
      if (p.id() == "choice.nest_mode") p.set_value(0.6);
    }
  });
}

SegmentShares all_of(const MarketShares& shares) {
  SegmentShares sum;
  for (const SegmentShares& s : shares) sum.add(s);
  return sum;
}

SegmentShares shares_with(const World& world, const Behaviour& behaviour) {
  const auto executor = serial_executor();
  return all_of(market_shares(world, behaviour, kHow, *executor));
}

TEST(MarketShares, AddUpToThePersonsOfTheMarkets) {
  const World world = nested_world();
  const SegmentShares all = shares_with(world, behaviour_of(world.parameters));
  double by_kind = 0;
  for (const double persons : all.by) by_kind += persons;
  EXPECT_NEAR(by_kind, all.persons, 1e-9 * all.persons);
  double volume = 0;
  for (const demand::Market& market : world.demand.markets) volume += market.persons_per_day;
  EXPECT_NEAR(all.persons, volume, 1e-9 * volume);  // all parties are of one
  int kinds = 0;
  for (const double persons : all.by) kinds += persons > 0 ? 1 : 0;
  EXPECT_GE(kinds, 4);
}

// All ways' waiting and connecting by a thousandth more and less, by their weights.
TEST(MarketShares, ElasticitiesAreThoseOfSmallChanges) {
  const World world = nested_world();
  const Behaviour behaviour = behaviour_of(world.parameters);
  const SegmentShares now = shares_with(world, behaviour);
  constexpr double kStep = 1e-3;
  const auto with = [&](double factor) {
    Behaviour b = behaviour;
    b.wait_weight *= factor;
    b.connect_weight *= factor;
    return shares_with(world, b);
  };
  const SegmentShares more = with(1 + kStep);
  const SegmentShares less = with(1 - kStep);
  constexpr std::size_t kWaiting = 2;
  double largest = 0;
  for (std::size_t of = 0; of < kWayKinds.size(); ++of) {
    if (now.by[of] == 0) continue;
    double sum = 0;
    for (std::size_t changed = 0; changed < kLevers.size(); ++changed)
      sum += now.elasticity(kWaiting, static_cast<Lever>(changed), static_cast<WayKind>(of));
    const double expected = (more.by[of] - less.by[of]) / (2 * kStep * now.by[of]);
    EXPECT_NEAR(sum, expected, 1e-5 * (1 + std::abs(expected))) << kWayKinds[of];
    largest = std::max(largest, std::abs(expected));
  }
  EXPECT_GT(largest, 0.05);
}

// Who leaves one kind goes to the others: persons times elasticities of one change add up to none.
TEST(MarketShares, WhatOneKindLosesTheOthersGain) {
  const World world = nested_world();
  const SegmentShares now = shares_with(world, behaviour_of(world.parameters));
  for (std::size_t a = 0; a < kAttributes.size(); ++a)
    for (std::size_t changed = 0; changed < kLevers.size(); ++changed) {
      double moved = 0;
      for (std::size_t of = 0; of < kWayKinds.size(); ++of) moved += now.answer[a][changed][of];
      EXPECT_NEAR(moved, 0, 1e-9 * now.persons);
      double own = 0;
      for (std::size_t of = 0; of < kWayKinds.size(); ++of)
        if (static_cast<std::size_t>(lever_of(static_cast<WayKind>(of))) == changed)
          own += now.answer[a][changed][of];
      EXPECT_LE(own, 1e-12);  // dearer or longer is chosen less
    }
}

Surplus surplus_between(const World& base, const World& variant) {
  const auto executor = serial_executor();
  return consumer_surplus({base, variant, behaviour_of(base.parameters)}, kHow, *executor);
}

World with_fares(double more) {
  return minimal_world([=](scenario::Scenario& s) {
    soften(s);
    for (auto& market : *s.mutable_elements()->mutable_market())
      market.set_persons_per_day(market.id() == "a_delta" ? 60 : 0);
    for (auto& flight : *s.mutable_elements()->mutable_flight())
      flight.set_fare_yuan(flight.fare_yuan() + more);
  });
}

// Every way from a to the delta has one flight: whoever must pay 70 yuan more loses 70 yuan, by the
// logsum and by the rule of a half.
TEST(ConsumerSurplus, IsTheFareWhereNobodyCanAvoidIt) {
  SegmentSurplus sum;
  for (const SegmentSurplus& s : surplus_between(with_fares(0), with_fares(70))) sum.add(s);
  EXPECT_NEAR(sum.persons, 60, 1e-9);
  EXPECT_NEAR(sum.yuan, -70 * 60, 0.01);  // options hold floats
  EXPECT_NEAR(sum.yuan_by_half, sum.yuan, 0.01);
  EXPECT_NEAR(sum.matched, 60, 1e-9);
}

TEST(ConsumerSurplus, IsNothingWithoutADifference) {
  const World world = nested_world();
  for (const SegmentSurplus& s : surplus_between(world, world)) {
    EXPECT_EQ(s.yuan, 0);
    EXPECT_EQ(s.yuan_by_half, 0);
  }
}

// Where ways differ and can be avoided, less is lost than the fare, and the rule of a half is near.
TEST(ConsumerSurplus, AgreesWithTheRuleOfAHalf) {
  const auto dearer = [](double yuan) {
    return minimal_world([=](scenario::Scenario& s) {
      soften(s);
      for (auto& flight : *s.mutable_elements()->mutable_flight())
        if (flight.carrier() == "XR") flight.set_fare_yuan(flight.fare_yuan() + yuan);
    });
  };
  SegmentSurplus sum;
  for (const SegmentSurplus& s : surplus_between(dearer(0), dearer(60))) sum.add(s);
  EXPECT_LT(sum.yuan, 0);
  EXPECT_NEAR(sum.yuan_by_half, sum.yuan, 0.01 * std::abs(sum.yuan));
  EXPECT_NEAR(sum.matched, sum.persons, 1e-9 * sum.persons);
}

TEST(Asked, IsTheSameForEveryExecutor) {
  const World world = nested_world();
  const AskSettings settings{.seed = 4, .replications = 3};
  const auto serial = serial_executor();
  const std::vector<Asked> expected = ask(world, settings, *serial);
  ASSERT_GT(expected.size(), 20U);
  for (const auto& executor : {tbb_executor(3), shuffled_executor(5)}) {
    const std::vector<Asked> other = ask(world, settings, *executor);
    ASSERT_EQ(other.size(), expected.size());
    for (std::size_t i = 0; i < other.size(); ++i) {
      EXPECT_EQ(other[i].simulation, expected[i].simulation);
      EXPECT_EQ(other[i].total, expected[i].total);
    }
  }
}

// A segment's mean value of time is its median times exp(sigma^2 / 2).
TEST(Asked, WorthOfAnHourIsTheMeanValueOfTime) {
  const World world = nested_world();
  const auto executor = tbb_executor(2);
  const std::vector<Asked> asked =
      ask(world, {.seed = 4, .replications = 40, .drawn = false}, *executor);
  int seen = 0;
  for (const Asked& a : asked) {
    if (a.id != "worth" || a.of != "riding") continue;
    for (const demand::Segment& s : world.demand.segments) {
      if (s.key != a.group) continue;
      const double expected =
          s.value_of_time * std::exp(s.value_of_time_sigma * s.value_of_time_sigma / 2);
      EXPECT_NEAR(a.simulation.value, expected, 5 * *a.simulation.standard_error) << s.key;
      EXPECT_FALSE(a.total.has_value());
      ++seen;
    }
  }
  EXPECT_GT(seen, 1);
}

}  // namespace
}  // namespace stopover::simulation
