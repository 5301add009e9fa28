// SPDX-License-Identifier: Apache-2.0
#include "models/product/stock.hpp"

#include <gtest/gtest.h>

namespace stopover::product {
namespace {

const CivilDate kMonday = CivilDate::parse("2024-06-03").value();

Shelf three_products() {
  Shelf shelf;
  shelf.goods.push_back({.key = "tour"});
  shelf.products.push_back({.key = "free"});
  shelf.products.push_back({.key = "five", .per_day = 5});
  // Its scarcest part counts.
  Product parts{.key = "parts", .goods = {{GoodId(0), 0, 4}}, .per_day = 9};
  parts.rides.push_back({.mode = 1, .lines = {}, .ends = {}, .per_day = 3});
  shelf.products.push_back(parts);
  return shelf;
}

TEST(Stock, IsTakenByTheDay) {
  Stock stock(three_products());
  EXPECT_TRUE(stock.limited());
  const ProductId five(1);
  EXPECT_EQ(stock.limit(five), 5);
  EXPECT_TRUE(stock.take(five, kMonday, 3));
  EXPECT_FALSE(stock.has(five, kMonday, 3));
  EXPECT_FALSE(stock.take(five, kMonday, 3)) << "two are left";
  EXPECT_TRUE(stock.take(five, kMonday, 2)) << "a refusal takes nothing";
  EXPECT_FALSE(stock.has(five, kMonday, 1));
  EXPECT_TRUE(stock.take(five, kMonday.plus_days(1), 5));
}

TEST(Stock, IsThatOfTheScarcestPart) {
  Stock stock(three_products());
  EXPECT_EQ(stock.limit(ProductId(2)), 3);
  EXPECT_FALSE(stock.take(ProductId(2), kMonday, 4));
  EXPECT_TRUE(stock.take(ProductId(2), kMonday, 3));
}

TEST(Stock, WithoutLimitIsAlwaysThere) {
  Stock stock(three_products());
  EXPECT_EQ(stock.limit(ProductId(0)), 0);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(stock.take(ProductId(0), kMonday, 1'000'000));
  Shelf unlimited;
  unlimited.products.push_back({.key = "free"});
  EXPECT_FALSE(Stock(unlimited).limited());
}

TEST(Stock, IsThatOfASampleOfThePeople) {
  EXPECT_EQ(Stock(three_products(), 0.5).limit(ProductId(1)), 3);
  EXPECT_EQ(Stock(three_products(), 0.01).limit(ProductId(1)), 1);
  EXPECT_EQ(Stock(three_products(), 0.01).limit(ProductId(0)), 0);
}

TEST(Stock, KnowsTheFirstRefusalOfADay) {
  Stock stock(three_products());
  EXPECT_TRUE(stock.first_refusal(ProductId(1), kMonday));
  EXPECT_FALSE(stock.first_refusal(ProductId(1), kMonday));
  EXPECT_TRUE(stock.first_refusal(ProductId(2), kMonday));
  EXPECT_TRUE(stock.first_refusal(ProductId(1), kMonday.plus_days(1)));
}

}  // namespace
}  // namespace stopover::product
