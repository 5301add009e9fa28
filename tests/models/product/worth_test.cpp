// SPDX-License-Identifier: Apache-2.0
// What goods are worth: the law by closed forms, and that a bundle at the price of its parts is
// never better than they are.
#include "models/product/worth.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::product {
namespace {

Level just(double value) {
  return {value, value, value};
}

Shelf one_good(double bought, double spread) {
  Shelf shelf;
  shelf.goods.push_back(
      {.key = "tour", .price = Fen(30'000), .bought_singly = just(bought), .spread = spread});
  shelf.products.push_back(
      {.key = "tour only", .goods = {{GoodId(0)}}, .price = Fen(30'000), .awareness = just(0.3)});
  return shelf;
}

double yuan(Fen fen) {
  return static_cast<double>(fen.count()) / 100;
}

// H0: worth is lognormal, more than the price with probability 0.2. 40,000 parties of a fixed seed;
// each of the three figures within 4.5 standard errors: false alarm below 1e-5 each.
TEST(Worth, IsLognormalWithTheShareThatBuysSingly) {
  const Shelf shelf = one_good(0.2, 0.7);
  const Levels as_written = levels(shelf);
  constexpr int kParties = 40'000;
  int buy = 0;
  double sum = 0;
  double squares = 0;
  for (std::uint64_t party = 0; party < kParties; ++party) {
    Shopper shopper(shelf, as_written, party * 7919, {1, 0});
    EXPECT_EQ(shopper.buys_singly(GoodId(0)), shopper.worth(GoodId(0)) > 300);
    buy += shopper.buys_singly(GoodId(0)) ? 1 : 0;
    const double log = std::log(shopper.worth(GoodId(0)) / 300);
    sum += log;
    squares += log * log;
  }
  EXPECT_NEAR(buy / double{kParties}, 0.2, 4.5 * std::sqrt(0.2 * 0.8 / kParties));
  const double mean = sum / kParties;
  const double wanted = 0.7 * boost::math::quantile(boost::math::normal(), 0.2);
  EXPECT_NEAR(mean, wanted, 4.5 * 0.7 / std::sqrt(kParties));
  EXPECT_NEAR(std::sqrt(squares / kParties - mean * mean), 0.7,
              4.5 * 0.7 / std::sqrt(2 * kParties));
}

// H0: 30 % know. 40,000 parties, 4.5 standard errors.
TEST(Awareness, IsTheShareThatKnows) {
  const Shelf shelf = one_good(0.2, 0.7);
  const Levels as_written = levels(shelf);
  constexpr int kParties = 40'000;
  int know = 0;
  for (std::uint64_t party = 0; party < kParties; ++party)
    know += Shopper(shelf, as_written, party, {1, 0}).knows(ProductId(0)) ? 1 : 0;
  EXPECT_NEAR(know / double{kParties}, 0.3, 4.5 * std::sqrt(0.3 * 0.7 / kParties));
}

TEST(Worth, OfAGoodDoesNotDependOnOtherGoods) {
  const Shelf alone = one_good(0.2, 0.7);
  Shelf more = alone;
  more.goods = {};
  more.goods.push_back({.key = "new", .price = Fen(1), .bought_singly = just(0.5), .spread = 1});
  more.goods.push_back(alone.goods[GoodId(0)]);
  const Levels of_alone = levels(alone);
  const Levels of_more = levels(more);
  for (std::uint64_t party = 0; party < 100; ++party)
    EXPECT_EQ(Shopper(alone, of_alone, party, {1, 0}).worth(GoodId(0)),
              Shopper(more, of_more, party, {1, 0}).worth(GoodId(1)));
}

// By the formula as it is argued: surplus of the bundle over surplus of buying singly.
double argued_gain(Shopper& shopper, const Shelf& shelf, const Product& product, Fen rides,
                   int nights, double effort) {
  double bundle = yuan(rides);
  double singly = 0;
  for (const GoodPart& part : product.goods) {
    const Good& good = shelf.goods[part.good];
    const int n = units(good, part, nights);
    bundle += n * shopper.worth(part.good);
    singly += n * std::max(0.0, shopper.worth(part.good) - yuan(good.price));
  }
  return bundle - yuan(quote(shelf, product, rides, nights).price) - effort - singly;
}

RC_GTEST_PROP(Gain, IsSurplusOverBuyingSingly, ()) {
  Shelf shelf;
  Product product{.key = "p"};
  const int goods = *rc::gen::inRange(0, 5);
  for (int g = 0; g < goods; ++g) {
    shelf.goods.push_back({.key = std::to_string(g),
                           .price = Fen(*rc::gen::inRange<std::int64_t>(0, 100'000)),
                           .per_night = *rc::gen::arbitrary<bool>(),
                           .bought_singly = just(*rc::gen::inRange(1, 99) / 100.0),
                           .spread = *rc::gen::inRange(1, 20) / 10.0});
    product.goods.push_back({GoodId(static_cast<std::uint32_t>(g)), *rc::gen::inRange(0, 3)});
  }
  const Fen rides(*rc::gen::inRange<std::int64_t>(0, 500'000));
  const int nights = *rc::gen::inRange(0, 4);
  product.effort = just(*rc::gen::inRange(0, 50));
  if (*rc::gen::arbitrary<bool>())
    product.off = *rc::gen::inRange(0, 101) / 100.0;
  else
    product.price = Fen(*rc::gen::inRange<std::int64_t>(0, 800'000));
  shelf.products.push_back(product);
  const Levels as_written = levels(shelf);
  Shopper shopper(shelf, as_written, *rc::gen::arbitrary<std::uint64_t>(), {3, 1});
  const double gain = shopper.gain(ProductId(0), rides, nights);
  const double argued = argued_gain(shopper, shelf, product, rides, nights, product.effort.value);
  RC_ASSERT(std::abs(gain - argued) <= 1e-9 * (1 + std::abs(argued) + 20'000));

  // At the price of its parts it never gains, not by rounding either.
  product.off = 0;
  product.price.reset();
  product.effort = just(0);
  Shelf as_parts = shelf;
  as_parts.products = {};
  as_parts.products.push_back(product);
  const Levels again = levels(as_parts);
  Shopper other(as_parts, again, *rc::gen::arbitrary<std::uint64_t>(), {3, 1});
  RC_ASSERT(other.gain(ProductId(0), rides, nights) <= 0);
}

TEST(Levels, AreDrawnFromTheirRangesAndTheSameForBothShelves) {
  Shelf shelf = one_good(0.2, 0.7);
  shelf.goods[GoodId(0)].bought_singly = {0.2, 0.1, 0.4};
  shelf.products[ProductId(0)].awareness = {0.3, 0.2, 0.5};
  double least = 1;
  double most = 0;
  for (std::uint32_t r = 0; r < 200; ++r) {
    const Levels drawn = drawn_levels(shelf, {1, r});
    const double bought = drawn.bought_singly[GoodId(0)];
    least = std::min(least, bought);
    most = std::max(most, bought);
    EXPECT_TRUE(0.2 <= drawn.awareness[ProductId(0)] && drawn.awareness[ProductId(0)] <= 0.5);
    EXPECT_EQ(drawn.effort[ProductId(0)], 0) << "no range";
    Shelf other = shelf;
    other.products.push_back({.key = "another", .awareness = {0.5, 0.1, 0.9}});
    EXPECT_EQ(drawn_levels(other, {1, r}).awareness[ProductId(0)], drawn.awareness[ProductId(0)]);
  }
  EXPECT_GE(least, 0.1);
  EXPECT_LE(most, 0.4);
  EXPECT_LT(least, 0.15);
  EXPECT_GT(most, 0.33);
}

}  // namespace
}  // namespace stopover::product
