// SPDX-License-Identifier: Apache-2.0
// Choosing for many parties of a day against choosing for each by itself, which works out every
// utility and error.
#include "models/simulation/day_choices.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/base/stable_hash.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/positive_stable.hpp"
#include "models/simulation/learning.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

bool same(const Candidate& a, const Candidate& b) {
  return a.journey == b.journey && a.side == b.side && a.stay == b.stay && a.nights == b.nights &&
         a.passenger_class == b.passenger_class && a.option == b.option && a.utility == b.utility &&
         a.stay_hours == b.stay_hours && a.product == b.product &&
         a.product_utility == b.product_utility;
}

// Parties of a day that chose; 200 of each market.
int expect_same_choices(const Planning& planning, CivilDate day, Executor& executor) {
  const World& world = planning.world;
  const DayChoices choices(planning, day, executor);
  DayChoices::Room room(choices, planning.luck);
  int chose = 0;
  for (const auto market : ids_of(world.demand.markets)) {
    for (std::int64_t k = 0; k < 200; ++k) {
      const demand::Party party = demand::draw_party(world.demand, market, day, k, planning.luck);
      Offered offered;
      Offered offered_by_day;
      const auto wanted = choose(planning, party, offered);
      const Candidate* const found = choices.choose(party, room, &offered_by_day);
      EXPECT_EQ(found != nullptr, wanted.has_value());
      EXPECT_EQ(offered_by_day.may_buy, offered.may_buy);
      EXPECT_EQ(offered_by_day.knows, offered.knows);
      if (found == nullptr || !wanted) continue;
      ++chose;
      EXPECT_TRUE(same(*found, *wanted)) << "party " << party.key;
      EXPECT_EQ(choices.error(room), wanted->error);
      EXPECT_EQ(choices.chances(room), chances(planning, party));
    }
  }
  return chose;
}

// Day after day, as departures slide along; those of one day at the least.
int expect_same_choices(const World& world, demand::Luck luck,
                        Executor& executor = *serial_executor()) {
  Departures departures(world);
  const Behaviour behaviour = behaviour_of(world.parameters);
  int least = std::numeric_limits<int>::max();
  for (const CivilDate day : world.demand_days()) {
    SCOPED_TRACE(day.text());
    departures.slide(anchors_of_day(world, day), executor);
    least =
        std::min(least, expect_same_choices({world, departures, behaviour, luck}, day, executor));
  }
  return least;
}

void soften_in_nests(scenario::Scenario& s) {
  soften(s);
  for (auto& p : *s.mutable_elements()->mutable_parameter()) {
    if (p.id() == "choice.nest_route") p.set_value(0.7);
    if (p.id() == "choice.nest_mode") p.set_value(0.6);
  }
}

TEST(DayChoices, AreThoseOfEachPartyByItself) {
  EXPECT_GT(expect_same_choices(minimal_world(), {1, 0}), 200);
  EXPECT_GT(expect_same_choices(minimal_world(soften), {2, 1}), 200);
  EXPECT_GT(expect_same_choices(minimal_world(soften_in_nests), {3, 2}), 200);
}

TEST(DayChoices, AreTheSameByWhatWasLearnt) {
  World world = minimal_world(soften_in_nests);
  World* const worlds[] = {&world};
  const auto executor = shuffled_executor(6);
  teach(worlds, {.seed = 1, .rounds = 2, .days = 4, .tolerance = -1}, *executor);
  ASSERT_FALSE(world.expectations.empty());
  EXPECT_GT(expect_same_choices(world, {5, 0}, *executor), 200);
}

World world_named(const std::string& name) {
  FaultList faults;
  World world = world_of(scenario_of(name), faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return world;
}

TEST(DayChoices, AreTheSameWithProductsOnSale) {
  EXPECT_GT(expect_same_choices(world_named("minimal-tour"), {4, 0}), 200);
}

// Departures about the day, at any second or several at once; days of 23, 24 and 25 hours.
RC_GTEST_PROP(HourMarks, FindWhatASearchOfAllFinds, (bool several)) {
  const auto zone = TimeZone::find("America/New_York");
  RC_ASSERT(zone.has_value());
  const char* const date = *rc::gen::element("2024-03-10", "2024-06-10", "2024-11-03");
  const CivilDate day = *CivilDate::parse(date);
  const Instant midnight = zone->instant_at(day, Seconds(0));
  std::vector<std::int64_t> seconds = *rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::inRange<std::int64_t>(-5'000, 110'000));
  std::ranges::sort(seconds);
  DatedOptions options;
  for (const std::int64_t s : seconds) {
    Option option;
    option.anchor = midnight + Seconds(several ? s / 600 * 600 : s);
    options.add(option);
  }
  const HourMarks marks = HourMarks::of(options, midnight);
  for (int n = 0; n < 20; ++n) {
    const Instant t = midnight + Seconds(*rc::gen::inRange<std::int64_t>(-10'000, 120'000));
    const auto wanted = std::ranges::lower_bound(options.anchors(), t) - options.anchors().begin();
    RC_ASSERT(marks.at_or_after(options, t) == static_cast<std::size_t>(wanted));
  }
  for (int n = 0; n < 20; ++n) {  // as parties want, by the clock of the day
    const Instant t = zone->instant_at(day, Seconds(*rc::gen::inRange<std::int64_t>(0, 86'400)));
    const auto wanted = std::ranges::lower_bound(options.anchors(), t) - options.anchors().begin();
    RC_ASSERT(marks.at_or_after(options, t) == static_cast<std::size_t>(wanted));
  }
}

struct RandomList {
  std::vector<double> utility;
  std::vector<std::uint64_t> entity;
  std::vector<choice::NestName> nest;
};

// Against every utility and error worked out.
class Bounds : public ::testing::TestWithParam<std::pair<double, double>> {};
INSTANTIATE_TEST_SUITE_P(Dissimilarities, Bounds,
                         ::testing::Values(std::pair(1.0, 1.0), std::pair(0.8, 0.8),
                                           std::pair(1.0, 0.3), std::pair(0.1, 1.0),
                                           std::pair(0.05, 0.5)));
TEST_P(Bounds, NeverRuleOutTheBest) {
  Behaviour behaviour;
  behaviour.nest_route = GetParam().first;
  behaviour.nest_mode = GetParam().second;
  const ErrorBounds bounds(behaviour);
  const demand::Luck luck{9, 4};
  BestByBounds best(bounds, luck);
  int ties = 0;
  for (std::uint64_t party = 0; party < 20'000; ++party) {
    RandomList list;
    const std::size_t size = 1 + mix64(party) % 30;
    // Close together: errors decide. Some hopeless, some as good as the one before to the bit.
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint64_t dice = stable_hash(party, i);
      if (i > 0 && mix64(dice) % 4 == 0) {
        list.utility.push_back(list.utility.back());
        list.entity.push_back(list.entity.back());
        list.nest.push_back(list.nest.back());
        continue;
      }
      list.utility.push_back(dice % 16 == 0 ? -1e3 : static_cast<double>(dice % 1'000) / 300);
      list.entity.push_back(stable_hash(party, i, 7));
      list.nest.push_back({static_cast<std::uint16_t>(dice % kRouteKinds),
                           static_cast<std::uint16_t>(dice / 8 % kAccessKinds)});
    }
    NestErrors nests(behaviour, party, luck);
    std::size_t wanted = 0;
    double value = -std::numeric_limits<double>::infinity();
    double error = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const double e = error_of(luck, list.entity[i], nests.shift(list.nest[i]));
      if (list.utility[i] + e <= value) continue;
      wanted = i;
      value = list.utility[i] + e;
      error = e;
    }
    ASSERT_EQ(best.of(party, list.utility, list.entity, list.nest), wanted) << party;
    ASSERT_EQ(best.error(wanted), error) << party;
    ties += wanted + 1 < size && list.entity[wanted + 1] == list.entity[wanted] ? 1 : 0;
  }
  EXPECT_GT(ties, 1'000);  // the first of several was met
}

// Over the whole range of their draws, extremes too.
TEST_P(Bounds, HoldTheErrors) {
  Behaviour behaviour;
  behaviour.nest_route = GetParam().first;
  behaviour.nest_mode = GetParam().second;
  const ErrorBounds bounds(behaviour);
  std::vector<std::uint64_t> bits{0, ~std::uint64_t{0}, std::uint64_t{1} << 63U};
  for (std::uint64_t n = 0; n < 2'000; ++n) {
    bits.push_back(mix64(n));
    bits.push_back(~(mix64(n) >> (n % 60)));
    bits.push_back(mix64(n) >> (n % 60));
  }
  double widest = 0;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const double u = random::open_unit(bits[i]);
    const double gumbel = random::Gumbel(0, 1).quantile(u);
    const ErrorBounds::Bound own = bounds.gumbel(bits[i]);
    ASSERT_LE(own.low, gumbel) << u;
    ASSERT_GE(own.high, gumbel) << u;
    if (u > 0.1 && u < 1 - 1e-6) widest = std::max(widest, own.high - own.low);
    const std::uint64_t other = bits[(i * 7 + 3) % bits.size()];
    const double v = random::open_unit(other);
    for (const bool outer : {true, false}) {
      const double exponent = outer ? behaviour.nest_route : behaviour.nest_mode;
      const double common = random::ln_positive_stable(exponent, u, v);
      const ErrorBounds::Bound held =
          outer ? bounds.outer(bits[i], other) : bounds.inner(bits[i], other);
      ASSERT_LE(held.low, common) << u << ' ' << v;
      ASSERT_GE(held.high, common) << u << ' ' << v;
    }
  }
  EXPECT_LT(widest, 0.1);
}

}  // namespace
}  // namespace stopover::simulation
