// SPDX-License-Identifier: Apache-2.0
// What parties intend: shares against the closed form of nested logit, and the stay decision
// against entry rules and clocks.
#include "models/simulation/plans.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <gtest/gtest.h>

#include "engine/random/uniform.hpp"
#include "models/simulation/run.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using Choice = std::tuple<std::uint64_t, StayKind, int, Instant>;

Choice name_of(const World& world, const Candidate& c) {
  return {world.alternatives.journeys[c.journey].identity, c.stay, c.nights, c.option->anchor};
}

demand::MarketId market_of(const World& world, const std::string& key) {
  for (const auto id : ids_of(world.demand.markets))
    if (world.demand.markets[id].key == key) return id;
  return demand::MarketId::none();
}

// Soft choice in nests of this dissimilarity.
void soften_in_nests(scenario::Scenario& s, double dissimilarity) {
  soften(s);
  for (auto& p : *s.mutable_elements()->mutable_parameter())
    if (p.id() == "choice.nest_route" || p.id() == "choice.nest_mode") p.set_value(dissimilarity);
}

class Nests : public ::testing::TestWithParam<double> {};
INSTANTIATE_TEST_SUITE_P(Plans, Nests, ::testing::Values(1.0, 0.6));

// Null: choices follow the shares of nested logit, with dissimilarity 1 the softmax of utilities.
// Each of 4,000 parties of one market has utilities of its own, so chosen counts are compared with
// summed probabilities by a chi-square whose cells are alternatives by rank of utility; 5 cells,
// p > 1e-4 with a fixed seed.
TEST_P(Nests, ChoicesFollowTheSharesOfTheirUtilities) {
  const World world = minimal_world([](scenario::Scenario& s) { soften_in_nests(s, GetParam()); });
  const Departures departures = departures_of(world);
  const Behaviour behaviour = behaviour_of(world.parameters);
  const demand::MarketId market = market_of(world, "a_b");
  const demand::Luck luck{.seed = 11, .replication = 0};
  std::vector<double> expected(5);
  std::vector<double> seen(5);
  std::vector<Candidate> all;
  for (int k = 0; k < 4'000; ++k) {
    const demand::Party party = demand::draw_party(world.demand, market, world.first_day, k, luck);
    candidates({world, departures, behaviour, luck}, party, all);
    ASSERT_GE(all.size(), 2U);
    std::sort(all.begin(), all.end(),
              [](const Candidate& a, const Candidate& b) { return a.utility > b.utility; });
    const std::vector<double> share = shares({world, departures, behaviour, luck}, all);
    double sum = 0;
    for (const Candidate& a : all) sum += std::exp(a.utility - all.front().utility);
    std::size_t best = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (GetParam() == 1.0) {
        ASSERT_NEAR(share[i], std::exp(all[i].utility - all.front().utility) / sum, 1e-12);
      }
      expected[std::min<std::size_t>(i, 4)] += share[i];
      if (all[i].utility + all[i].error > all[best].utility + all[best].error) best = i;
    }
    seen[std::min<std::size_t>(best, 4)] += 1;
  }
  double chi_square = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    ASSERT_GT(expected[i], 20) << "cell " << i << " is too thin for a test";
    chi_square += (seen[i] - expected[i]) * (seen[i] - expected[i]) / expected[i];
  }
  EXPECT_LT(chi_square, 23.5);  // 4 degrees of freedom, 1e-4
}

TEST(Plans, APartyTakesTheCandidateOfGreatestUtilityAndError) {
  const World world = minimal_world(soften);
  const Departures departures = departures_of(world);
  const Behaviour behaviour = behaviour_of(world.parameters);
  const demand::Luck luck{.seed = 3, .replication = 1};
  const PlansOfReplication plans = plans_of(world, behaviour, luck);
  std::map<std::uint64_t, Choice> best;
  std::vector<Candidate> all;
  for (const auto market : ids_of(world.demand.markets)) {
    const auto count = demand::party_count(world.demand, market, world.first_day, 1, luck);
    for (std::int64_t k = 0; k < count; ++k) {
      const auto party = demand::draw_party(world.demand, market, world.first_day, k, luck);
      candidates({world, departures, behaviour, luck}, party, all);
      const auto top = std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.utility + a.error < b.utility + b.error;
      });
      ASSERT_NE(top, all.end());
      best[party.key] = name_of(world, *top);
    }
  }
  ASSERT_EQ(plans.parties.size(), best.size());
  for (const auto i : ids_of(plans.flow.key)) {
    const PlannedParty& p = plans.parties[i.value()];
    const auto& [identity, stay, nights, anchor] = best.at(plans.flow.key[i]);
    EXPECT_EQ(world.alternatives.journeys[p.journey].identity, identity);
    EXPECT_EQ(p.stay, stay);
  }
}

std::int64_t total_of(const World& world, Count count) {
  std::int64_t sum = 0;
  for (std::uint32_t r = 0; r < 5; ++r) sum += simulate(world, central(world), {1, r}).total(count);
  return sum;
}

scenario::Regime& regime_of(scenario::Scenario& s, const std::string& id) {
  for (auto& r : *s.mutable_elements()->mutable_regime())
    if (r.id() == id) return r;
  ADD_FAILURE() << "no regime " << id;
  return *s.mutable_elements()->mutable_regime(0);
}

TEST(Stay, NobodyEntersWithoutARegime) {
  const World base = minimal_world();
  EXPECT_GT(total_of(base, Count::kEntered), 0);
  const World closed = minimal_world([](scenario::Scenario& s) {
    regime_of(s, "transit_24").set_valid_until("2024-06-03");  // ends the day before
  });
  EXPECT_EQ(total_of(closed, Count::kMayEnter), 0);
  EXPECT_EQ(total_of(closed, Count::kEntered), 0);
  EXPECT_EQ(total_of(closed, Count::kTransfer), total_of(base, Count::kTransfer));
}

// The curious have 7 hours (13:00 to 20:00) and the thrifty 8 (10:00 to 18:00).
TEST(Stay, TheClockOfTheRegimeDecidesWhoMayGoOut) {
  const auto with_hours = [](int hours) {
    return minimal_world(
        [=](scenario::Scenario& s) { regime_of(s, "transit_24").set_stay_hours(hours); });
  };
  const World six = with_hours(6);
  const World seven = with_hours(7);
  const World eight = with_hours(8);
  EXPECT_EQ(total_of(six, Count::kMayEnter), 0);
  EXPECT_EQ(total_of(six, Count::kEntered), 0);
  EXPECT_EQ(total_of(seven, Count::kMayEnter), total_of(seven, Count::kEntered));
  EXPECT_GT(total_of(seven, Count::kEntered), 0);
  EXPECT_GT(total_of(eight, Count::kMayEnter), total_of(seven, Count::kMayEnter));
}

// A clock that starts at midnight gives the rest of the day of arrival on top.
TEST(Stay, AClockFromMidnightLetsTheSameHoursReachFurther) {
  const World world = minimal_world([](scenario::Scenario& s) {
    auto& regime = regime_of(s, "transit_24");
    regime.set_stay_hours(1);
    regime.set_clock(scenario::NEXT_MIDNIGHT);  // until 01:00 of the next day
  });
  EXPECT_EQ(total_of(world, Count::kMayEnter), total_of(minimal_world(), Count::kMayEnter));
}

// Nights: worth a great deal, all the curious stay as long as they may, though their hub has no way
// from arrival to departure but by its landside.
TEST(Stay, NightsAreLimitedByTheRegime) {
  const auto with_hours = [](int hours) {
    return minimal_world([=](scenario::Scenario& s) {
      auto& regime = regime_of(s, "transit_24");
      regime.set_stay_hours(hours);
      for (auto& p : *s.mutable_elements()->mutable_parameter()) {
        if (p.id() == "stay.max_nights") p.set_value(2);
        if (p.id() == "stay.max_nights") p.clear_low();
        if (p.id() == "stay.max_nights") p.clear_high();
        if (p.id() == "stay.night_constant") p.set_value(-5'000);  // not for the thrifty
        if (p.id() == "stay.night_constant") p.clear_low();
        if (p.id() == "stay.night_constant") p.clear_high();
        if (p.id() == "stay.per_night") p.set_value(100'000);
        if (p.id() == "stay.per_night") p.clear_low();
        if (p.id() == "stay.per_night") p.clear_high();
      }
    });
  };
  const auto stopovers = [](const World& world) { return total_of(world, Count::kStopover); };
  EXPECT_EQ(stopovers(with_hours(20)), 0);
  const World two_days = with_hours(72);
  EXPECT_GT(stopovers(two_days), 0);
  const World one_day = with_hours(40);
  EXPECT_EQ(stopovers(one_day), stopovers(two_days));
  const auto nights = [](const World& world) {
    return total_of(world, Count::kNights) - total_of(minimal_world(), Count::kNights);
  };
  EXPECT_EQ(nights(two_days), 2 * nights(one_day));
}

// Arrival at 13:00, one onward flight a day at 12:00: straight on is 23 h, no night of 24 hours;
// two midnights pass before the flight after that.
TEST(Stay, NightsAreTheMidnightsBetweenTheFlights) {
  const World world = minimal_world([](scenario::Scenario& s) {
    for (auto& flight : *s.mutable_elements()->mutable_flight())
      if (flight.id() == "gates_a") flight.set_first_departure("12:00");
    regime_of(s, "transit_24").set_stay_hours(200);
    for (auto& p : *s.mutable_elements()->mutable_parameter()) {
      p.clear_low();
      p.clear_high();
      if (p.id() == "stay.max_nights") p.set_value(3);
    }
  });
  const Departures departures = departures_of(world);
  int options = 0;
  for (const JourneyId id : ids_of(world.alternatives.journeys))
    for (std::size_t n = 1; n <= departures[id].nights.size(); ++n)
      for (const Option& o : departures[id].nights[n - 1]) {
        const auto held = o.gateway_depart - o.gateway_arrive;
        EXPECT_GE(held, hours(24));
        EXPECT_EQ(days_between(world.zone.civil(o.gateway_arrive).date,
                               world.zone.civil(o.gateway_depart).date),
                  static_cast<int>(n));
        ++options;
      }
  EXPECT_GT(options, 5);
}

// Without an airside way and without a regime nobody foreign may connect; with the regime they may.
TEST(Stay, WhoMustEnterToConnectNeedsARightTo) {
  const auto transfers = [](bool regime) {
    const World world = minimal_world([&](scenario::Scenario& s) {
      auto* hub = s.mutable_elements()->mutable_hub(0);
      auto* walks = hub->mutable_walk();
      for (int i = walks->size(); i-- > 0;)
        if (walks->Get(i).only_size() == 1 && walks->Get(i).only(0) == scenario::AIRSIDE)
          walks->DeleteSubrange(i, 1);
      auto* checkpoints = hub->mutable_checkpoint();
      for (int i = checkpoints->size(); i-- > 0;)
        if (checkpoints->Get(i).id() == "recheck") checkpoints->DeleteSubrange(i, 1);
      for (const char* from : {"entry", "permit"}) {
        auto* walk = hub->add_walk();
        walk->set_from(from);
        walk->set_to("security");
        walk->set_seconds(600);
      }
      if (!regime) regime_of(s, "transit_24").set_valid_until("2024-05-01");
    });
    return std::pair(total_of(world, Count::kTransfer), total_of(world, Count::kEntered));
  };
  EXPECT_EQ(transfers(false), std::pair(std::int64_t{0}, std::int64_t{0}));
  const auto [transfer, entered] = transfers(true);
  EXPECT_GT(transfer, 0);
  EXPECT_EQ(entered, transfer);
}

// Flights that leave together share their passengers, as far as seats go.
TEST(Plans, CoincidingDeparturesShareTheirPassengers) {
  const World world = minimal_world([](scenario::Scenario& s) {
    for (auto& flight : *s.mutable_elements()->mutable_flight())
      if (flight.id() == "a_gates") flight.set_per_day(3);
  });
  const PlansOfReplication plans =
      plans_of(world, behaviour_of(world.parameters), {.seed = 1, .replication = 0});
  std::map<timetable::RunId, int> passengers;
  for (const timetable::RunId run : plans.flow.planned_run) {
    const auto& service = world.timetable.services()[world.timetable.runs()[run].service];
    if (service.line == "a_gates") ++passengers[run];
  }
  EXPECT_EQ(passengers.size(), 3U);
}

// What each chooses is a draw from its chances: over many parties the counts agree within 5
// standard deviations, and the sums of chances spread less over replications than the counts do.
TEST_P(Nests, ChancesAreWhatPartiesChooseInTheMean) {
  const World world = minimal_world([](scenario::Scenario& s) { soften_in_nests(s, GetParam()); });
  const Departures departures = departures_of(world);
  const Behaviour behaviour = behaviour_of(world.parameters);
  struct Sums {
    double chance = 0;
    double variance = 0;
    double chosen = 0;
    void add(std::int32_t millionths, bool chose) {
      const double p = millionths / 1e6;
      chance += p;
      variance += p * (1 - p);
      chosen += chose ? 1 : 0;
    }
  };
  Sums over;
  Sums step_out;
  std::vector<double> counted;
  std::vector<double> likely;
  for (std::uint32_t r = 0; r < 200; ++r) {
    const auto plans = make_plans({world, departures, behaviour, {.seed = 7, .replication = r}});
    counted.push_back(0);
    likely.push_back(0);
    for (const PlannedParty& party : plans.parties) {
      if (party.chances == Chances{}) continue;
      over.add(party.chances.over_gateway, world.alternatives.journeys[party.journey].over_gateway);
      step_out.add(party.chances.step_out, party.stay == StayKind::kStepOut);
      counted.back() += party.stay == StayKind::kStepOut ? 1 : 0;
      likely.back() += party.chances.step_out / 1e6;
    }
  }
  for (const Sums& sums : {over, step_out}) {
    ASSERT_GT(sums.variance, 10);
    EXPECT_LT(std::abs(sums.chosen - sums.chance), 5 * std::sqrt(sums.variance));
  }
  const auto spread = [](const std::vector<double>& values) {
    double mean = 0;
    for (const double v : values) mean += v / static_cast<double>(values.size());
    double sum = 0;
    for (const double v : values) sum += (v - mean) * (v - mean);
    return sum;
  };
  EXPECT_LT(spread(likely), 0.5 * spread(counted));
}

// Persons of a sample of the scenario whose plan has a ride on the line.
std::int64_t persons_on(const std::string& scenario_name, const std::string& line) {
  scenario::Scenario s = scenario_of(scenario_name);
  s.mutable_run()->set_sample(0.002);
  FaultList faults;
  const World world = world_of(s, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  const PlansOfReplication plans = plans_of(world, behaviour_of(world.parameters), {.seed = 1});
  std::int64_t persons = 0;
  for (const auto party : ids_of(plans.flow.key)) {
    const auto& steps = world.alternatives.routes[plans.flow.route[party]].steps;
    const bool rides = std::any_of(steps.begin(), steps.end(), [&](const flow::Step& step) {
      return step.kind == flow::Step::Kind::kRide &&
             world.timetable.services()[step.service].line == line;
    });
    if (rides) persons += plans.flow.size[party];
  }
  return persons;
}

// The Airport Link Line opened on 27 December 2024; the plan opens it in June.
TEST(Plans, NobodyRidesALineOfShanghaiBeforeItOpens) {
  EXPECT_EQ(persons_on("shanghai/2024", "airport_link"), 0);
  EXPECT_GT(persons_on("shanghai/2024-link", "airport_link"), 0);
}

}  // namespace
}  // namespace stopover::simulation
