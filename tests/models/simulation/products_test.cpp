// SPDX-License-Identifier: Apache-2.0
// Products in the simulation: by hand on scenarios/minimal, and against the world without them.
#include "models/simulation/products.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/simulation/run.hpp"
#include "models/simulation/tally.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using enum ProductCount;

// Everybody would buy it singly, and what it is worth hardly differs.
void add_tour(scenario::Scenario& s, double price = 100) {
  auto& good = *s.mutable_elements()->add_good();
  good.set_id("tour");
  good.set_name("Tour");
  good.set_kind("tour");
  good.set_seller("guides");
  good.set_price_yuan(price);
  good.set_per("visit");
  good.set_bought_singly(0.999'999);
  good.set_spread(0.001);
  good.set_category("sights");
}

scenario::Product& add_product(scenario::Scenario& s, const std::string& id, double awareness = 1) {
  auto& product = *s.mutable_elements()->add_product();
  product.set_id(id);
  product.set_name(id);
  product.set_awareness(awareness);
  return product;
}

scenario::Product& add_tour_product(scenario::Scenario& s, double price) {
  add_tour(s);
  auto& product = add_product(s, "p");
  product.add_part()->set_good("tour");
  product.set_price_yuan(price);
  return product;
}

Tally tally_of(const World& world, demand::Luck luck = {1, 0}) {
  return simulate(world, central(world), luck);
}

std::int64_t persons(const Tally& tally, const World& world, const std::string& segment) {
  for (const demand::SegmentId s : ids_of(world.demand.segments))
    if (world.demand.segments[s].key == segment)
      return tally.counts[s][static_cast<std::size_t>(Count::kPersons)];
  return -1;
}

Tally without_products(Tally tally) {
  tally.products = {};
  return tally;
}

// A product at the price of its parts, and one that nobody knows.
TEST(Products, AtThePriceOfTheirPartsChangeNothing) {
  const World plain = minimal_world(soften);
  const World sold = minimal_world([](scenario::Scenario& s) {
    soften(s);
    add_tour(s);
    auto& as_parts = add_product(s, "as-parts");
    as_parts.add_part()->set_good("tour");
    as_parts.add_part()->set_mode(scenario::AIR);
    as_parts.set_percent_off(0);
    auto& unknown = add_product(s, "unknown", 0);
    unknown.add_part()->set_good("tour");
    unknown.set_price_yuan(0);
  });
  for (std::uint32_t r = 0; r < 3; ++r) {
    const Tally with = tally_of(sold, {1, r});
    EXPECT_EQ(without_products(with), without_products(tally_of(plain, {1, r})));
    EXPECT_EQ(with.products[product::ProductId(0)][kBuyers], 0);
    EXPECT_GT(with.products[product::ProductId(0)][kMayBuy], 0);
    EXPECT_GT(with.products[product::ProductId(1)][kMayBuy], 0);
    EXPECT_EQ(with.products[product::ProductId(1)][kKnow], 0);
  }
}

// Visitors to the delta all take the train: 30 yuan off what train and tour cost, shared 2 : 1.
TEST(Products, AreBoughtByHand) {
  double fare = 0;
  const World world = minimal_world([&](scenario::Scenario& s) {
    for (const auto& line : s.elements().line())
      if (line.id() == "intercity") fare = line.fare(0).yuan();
    add_tour(s);
    s.mutable_elements()->mutable_good(0)->clear_category();  // who goes to the delta buys it too
    auto& product = add_product(s, "p");
    product.add_part()->set_mode(scenario::RAIL);
    product.add_part()->set_good("tour");
    product.set_price_yuan(fare + 70);
    product.add_segment("visitors");
    auto* railway = product.add_bearer();
    railway->set_name("railway");
    railway->set_share(2.0 / 3);
    auto* city = product.add_bearer();
    city->set_name("city");
    city->set_share(1.0 / 3);
    city->set_public_money(true);
  });
  const World plain = minimal_world();
  const Tally tally = tally_of(world);
  const Tally other = tally_of(plain);
  const ProductTally& p = tally.products[product::ProductId(0)];
  const std::int64_t n = p[kBuyers];
  EXPECT_GT(n, 0);
  EXPECT_EQ(n, p[kMayBuy]);
  EXPECT_EQ(n, p[kParties]);
  EXPECT_EQ(n, p[kUnchanged]);
  EXPECT_EQ(p[kGainedVisitors], 0);
  EXPECT_EQ(p[kGainedRiders], 0);
  const auto fen = [](double yuan) { return static_cast<std::int64_t>(100 * yuan); };
  EXPECT_EQ(p[kPaid], n * fen(fare + 70));
  EXPECT_EQ(p[kSingly], n * fen(fare + 100));
  EXPECT_EQ(p.borne[0], n * fen(20));
  EXPECT_EQ(p.borne[1], n * fen(10));
  EXPECT_EQ(p[kBornePublicly], n * fen(10));
  EXPECT_EQ(p[kSingles], n * fen(100)) << "all would have bought the tour";
  // The delta is not in the gateway: only what is paid for the ride is counted here, as a fare.
  EXPECT_EQ(tally.spending, other.spending);
  const auto ride = static_cast<double>(p[kPaid]) * fare / (fare + 100);
  EXPECT_NEAR(static_cast<double>(tally.total(Count::kFares)),
              static_cast<double>(other.total(Count::kFares) - n * fen(fare)) + ride,
              static_cast<double>(n));
}

// Visitors to the city spend nothing on sights of their own, and 300 yuan on shopping: what they
// pay for the tour is new, what the voucher is worth would have been spent anyway.
TEST(Products, TakeThePlaceOfSpendingByHand) {
  const auto sell = [](scenario::Scenario& s, const char* category) {
    add_tour_product(s, 70).add_visitor("visitor");
    s.mutable_elements()->mutable_good(0)->set_category(category);
  };
  const World plain = minimal_world();
  const World sights = minimal_world([&](scenario::Scenario& s) { sell(s, "sights"); });
  const World shopping = minimal_world([&](scenario::Scenario& s) { sell(s, "shopping"); });
  const Tally without = tally_of(plain);
  const Tally with_tour = tally_of(sights);
  const Tally with_voucher = tally_of(shopping);
  const std::int64_t n = with_tour.products[product::ProductId(0)][kBuyers];
  ASSERT_GT(n, 0);
  const auto spent = [](const Tally& t, spending::Category c) {
    return t
        .spending[static_cast<std::size_t>(spending::Visitor::kVisitor)]
                 [static_cast<std::size_t>(c)]
        .count();
  };
  EXPECT_EQ(spent(with_tour, spending::Category::kSights), n * 7'000);
  EXPECT_EQ(spent(with_tour, spending::Category::kShopping),
            spent(without, spending::Category::kShopping));
  EXPECT_EQ(spent(with_voucher, spending::Category::kShopping),
            spent(without, spending::Category::kShopping) - n * 10'000 + n * 7'000);
  const ProductTally& p = with_tour.products[product::ProductId(0)];
  // They would have bought the tour for 100, so the city earns 30 less of each.
  EXPECT_EQ(p[kSpending] - p[kSpendingWithout], n * (7'000 - 10'000));
}

// The thrifty (50 yuan/h, 2 units of utility a yuan) stay airside at 100 units against stepping
// out; a free tour worth 100 yuan to them is 200.
TEST(Products, BringOutWhoWouldStayInside) {
  const World world = minimal_world([](scenario::Scenario& s) {
    add_tour_product(s, 0).add_visitor("step-out");
    s.mutable_elements()->mutable_product(0)->add_segment("thrifty");
  });
  const World plain = minimal_world();
  const Tally tally = tally_of(world);
  const ProductTally& p = tally.products[product::ProductId(0)];
  const std::int64_t thrifty = persons(tally, world, "thrifty");
  ASSERT_GT(thrifty, 0);
  EXPECT_EQ(p[kBuyers], thrifty);
  EXPECT_EQ(p[kGainedVisitors], thrifty);
  EXPECT_EQ(p[kUnchanged], 0);
  EXPECT_EQ(tally.total(Count::kSteppedOut), tally_of(plain).total(Count::kSteppedOut) + thrifty);
  // Airside 50 yuan of food; outside 80 of food and 120 of shopping; the tour is a gift.
  EXPECT_EQ(p[kSpendingWithout], thrifty * 5'000);
  EXPECT_EQ(p[kSpending], thrifty * 20'000);
  EXPECT_EQ(p.borne[0], thrifty * 10'000) << "without bearers the sellers bear it";
}

// 100 yuan of effort, and the tour is worth no more.
TEST(Products, AreNotBoughtForMoreEffortThanTheySave) {
  const World world =
      minimal_world([](scenario::Scenario& s) { add_tour_product(s, 0).set_effort_yuan(100.1); });
  const Tally tally = tally_of(world);
  EXPECT_EQ(tally.products[product::ProductId(0)][kBuyers], 0);
  EXPECT_EQ(without_products(tally), without_products(tally_of(minimal_world())));
}

World soft_sale(std::int64_t per_day = 0) {
  return minimal_world([=](scenario::Scenario& s) {
    soften(s);
    for (auto& segment : *s.mutable_elements()->mutable_segment()) {
      segment.set_booking_days(20);
      segment.set_booking_sigma(0.8);
    }
    for (auto& market : *s.mutable_elements()->mutable_market())
      market.set_persons_per_day(20 * market.persons_per_day());
    add_tour(s, 600);
    s.mutable_elements()->mutable_good(0)->set_bought_singly(0.3);
    s.mutable_elements()->mutable_good(0)->set_spread(1);
    auto& out = add_product(s, "out", 0.8);
    out.add_part()->set_good("tour");
    out.set_price_yuan(10);
    out.add_visitor("step-out");
    out.add_visitor("stopover");
    out.set_per_day(static_cast<std::int32_t>(per_day));
    double share = 0.11;
    for (const char* name : {"a", "b", "c"}) {
      auto* bearer = out.add_bearer();
      bearer->set_name(name);
      bearer->set_share(share);
      share = share == 0.11 ? 0.27 : 0.62;
    }
    auto& air = add_product(s, "air", 0.5);
    air.add_part()->set_mode(scenario::AIR);
    air.add_part()->set_good("tour");
    air.set_percent_off(20);
  });
}

// What is said of a buyer without products is what the party does in the world without them.
TEST(Purchases, TellWhatTheWorldWithoutThemTells) {
  const World sold = soft_sale();
  const World plain = minimal_world([](scenario::Scenario& s) {
    soften(s);
    for (auto& market : *s.mutable_elements()->mutable_market())
      market.set_persons_per_day(20 * market.persons_per_day());
  });
  int seen = 0;
  int moved = 0;
  for (std::uint32_t r = 0; r < 4; ++r) {
    const auto with = plans_of(sold, central(sold).behaviour, {1, r});
    const auto without = plans_of(plain, central(plain).behaviour, {1, r});
    std::map<std::uint64_t, std::size_t> at;
    for (std::size_t i = 0; i < without.parties.size(); ++i)
      at[without.flow.key[flow::PartyIndex(static_cast<std::uint32_t>(i))]] = i;
    for (const Purchase& purchase : with.purchases) {
      const auto found = at.find(with.flow.key[flow::PartyIndex(purchase.party)]);
      ASSERT_EQ(purchase.travels, found != at.end());
      if (!purchase.travels) continue;
      const PlannedParty& other = without.parties[found->second];
      const PlannedParty& party = with.parties[purchase.party];
      EXPECT_EQ(sold.alternatives.journeys[purchase.journey].identity,
                plain.alternatives.journeys[other.journey].identity);
      EXPECT_EQ(purchase.stay, other.stay);
      EXPECT_EQ(purchase.nights_without, other.nights);
      EXPECT_EQ(purchase.stay_hours, other.stay_hours);
      EXPECT_EQ(purchase.same, party.journey == purchase.journey && party.stay == other.stay &&
                                   party.anchor == other.anchor && party.nights == other.nights);
      ++seen;
      moved += purchase.same ? 0 : 1;
    }
    // Who bought nothing does as without.
    std::map<std::uint32_t, bool> bought;
    for (const Purchase& purchase : with.purchases) bought[purchase.party] = true;
    for (std::uint32_t i = 0; i < with.parties.size(); ++i) {
      if (bought.contains(i)) continue;
      const PlannedParty& other = without.parties[at.at(with.flow.key[flow::PartyIndex(i)])];
      EXPECT_EQ(with.parties[i].anchor, other.anchor);
      EXPECT_EQ(with.parties[i].stay, other.stay);
      EXPECT_EQ(with.parties[i].fare, other.fare);
    }
  }
  EXPECT_GT(seen, 20);
  EXPECT_GT(moved, 0) << "nobody was moved by any product: the test sees nothing";
}

TEST(Purchases, ConserveMoney) {
  const World sold = soft_sale(3);
  for (std::uint32_t r = 0; r < 6; ++r) {
    const Tally tally = tally_of(sold, {2, r});
    for (const ProductTally& p : tally.products) {
      std::int64_t borne = 0;
      for (const std::int64_t b : p.borne) borne += b;
      EXPECT_EQ(p[kPaid] + borne, p[kSingly]);
      EXPECT_GE(p[kMayBuy], p[kKnow]);
      EXPECT_GE(p[kKnow], p[kBuyers]);
    }
  }
}

// Three persons a day: those of the parties that book first, in order; all others are turned away.
TEST(Purchases, OfWhatIsLimitedGoToWhoBooksFirst) {
  const World few = soft_sale(3);
  const World many = soft_sale();
  int refused = 0;
  for (std::uint32_t r = 0; r < 6; ++r) {
    const demand::Luck luck{1, r};
    product::Stock stock(few.shelf);
    const auto departures = departures_of(few);
    const Assumptions assumptions = central(few);
    const auto executor = serial_executor();
    const auto days = static_cast<std::uint16_t>(few.demand_days().size());
    const auto with =
        make_plans({few, departures, assumptions.behaviour, luck, nullptr, nullptr, &stock},
                   {0, days}, *executor);
    const auto all = plans_of(many, central(many).behaviour, luck);
    std::map<CivilDate, std::int64_t> sold;
    std::map<CivilDate, double> last_served;
    std::map<std::uint64_t, bool> served;
    const auto lead = [&](const PlansOfReplication& plans, const Purchase& p) {
      const PlannedParty& party = plans.parties[p.party];
      return demand::booking_days(few.demand.segments[few.demand.markets[party.market].segment],
                                  plans.flow.key[flow::PartyIndex(p.party)], luck);
    };
    for (const Purchase& p : with.purchases) {
      if (p.product != product::ProductId(0)) continue;
      sold[p.day] += with.parties[p.party].size;
      served[with.flow.key[flow::PartyIndex(p.party)]] = true;
      const auto [at, fresh] = last_served.emplace(p.day, lead(with, p));
      if (!fresh) at->second = std::min(at->second, lead(with, p));
    }
    for (const auto& [day, persons] : sold) EXPECT_LE(persons, 3);
    for (const Purchase& p : all.purchases) {
      if (p.product != product::ProductId(0)) continue;
      if (served.contains(all.flow.key[flow::PartyIndex(p.party)])) continue;
      ++refused;
      ASSERT_TRUE(sold.contains(p.day));
      // A larger party may find too few places left where a smaller one after it finds some.
      if (all.parties[p.party].size == 1) {
        EXPECT_EQ(sold[p.day], 3);
        EXPECT_LE(lead(all, p), last_served[p.day]);
      }
    }
    EXPECT_EQ(with.products[product::ProductId(0)][kSoldOutDays] > 0,
              with.products[product::ProductId(0)][kTurnedAway] > 0);
  }
  EXPECT_GT(refused, 0);
}

TEST(Purchases, AreTheSameForEveryExecutor) {
  const World world = soft_sale(3);
  const RunSettings settings{.seed = 4, .first_replication = 0, .replications = 4};
  const auto serial = serial_executor();
  const auto wanted = run_replications(world, settings, *serial);
  EXPECT_GT(wanted[0].central.products[product::ProductId(1)][kBuyers], 0);
  std::vector<std::unique_ptr<Executor>> executors;
  for (const int threads : {1, 2, 3, 7, 16}) executors.push_back(tbb_executor(threads));
  for (const std::uint64_t seed : {1U, 2U}) executors.push_back(shuffled_executor(seed));
  for (const auto& executor : executors)
    EXPECT_EQ(run_replications(world, settings, *executor), wanted);
}

// The booking office is between two parallel parts.
TEST(Purchases, OfOneDayAreTheSameForEveryExecutor) {
  const World world = soft_sale(3);
  const auto departures = departures_of(world);
  const Assumptions assumptions = central(world);
  const auto days = static_cast<std::uint16_t>(world.demand_days().size());
  const auto keys = [&](Executor& executor) {
    product::Stock stock(world.shelf);
    const auto plans =
        make_plans({world, departures, assumptions.behaviour, {3, 0}, nullptr, nullptr, &stock},
                   {0, days}, executor);
    std::vector<std::uint64_t> out;
    for (const Purchase& p : plans.purchases) {
      out.push_back(plans.flow.key[flow::PartyIndex(p.party)]);
      out.push_back(p.product.value());
    }
    return out;
  };
  const auto serial = serial_executor();
  const auto wanted = keys(*serial);
  EXPECT_GT(wanted.size(), 10U);
  for (const int threads : {2, 3, 7}) EXPECT_EQ(keys(*tbb_executor(threads)), wanted);
  for (const std::uint64_t seed : {1U, 2U, 3U}) EXPECT_EQ(keys(*shuffled_executor(seed)), wanted);
}

TEST(Products, ThatNoJourneyHasAreRefused) {
  scenario::Scenario s = scenario_of("minimal");
  auto& product = add_product(s, "p");
  product.add_part()->set_mode(scenario::MAGLEV);
  product.set_percent_off(10);
  FaultList faults;
  (void)world_of(s, faults);
  ASSERT_TRUE(faults.has_errors());
  EXPECT_NE(faults.text().find("E-WLD-008"), std::string::npos) << faults.text();
}

}  // namespace
}  // namespace stopover::simulation
