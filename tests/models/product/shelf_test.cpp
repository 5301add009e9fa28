// SPDX-License-Identifier: Apache-2.0
// Whom a product is for, what it costs, who bears what it saves.
#include "models/product/shelf.hpp"

#include <functional>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::product {
namespace {

const CivilDate kMonday = CivilDate::parse("2024-06-03").value();

Use good_use() {
  return {.segment = demand::SegmentId(1),
          .nationality = policy::Country("US"),
          .regime = policy::RegimeId(2),
          .visitor = spending::Visitor::kStopover,
          .layover_hours = 30,
          .nights = 1,
          .persons = 2,
          .day = kMonday,
          .lead_days = 10};
}

Terms strict_terms() {
  Terms t;
  t.segments = {demand::SegmentId(1)};
  t.nationalities = {policy::Country("US")};
  t.regimes = {policy::RegimeId(2)};
  t.visitors = {spending::Visitor::kStopover};
  t.needs_layover = true;
  t.layover_min = 30;
  t.layover_max = 40;
  t.nights_min = 1;
  t.nights_max = 1;
  t.persons_min = 2;
  t.persons_max = 2;
  t.days_of_use = {kMonday, kMonday.plus_days(1)};
  t.weekdays = "1";
  t.cutoff_days = 10;
  return t;
}

TEST(Terms, AdmitWhoeverMeetsThemAllBoundsIncluded) {
  EXPECT_EQ(bar(strict_terms(), good_use()), Bar::kNone);
  EXPECT_EQ(bar(Terms{}, Use{}), Bar::kNone);
}

TEST(Terms, NameWhatKeepsSomebodyOut) {
  const auto barred = [](const std::function<void(Use&)>& change) {
    Use use = good_use();
    change(use);
    return bar(strict_terms(), use);
  };
  EXPECT_EQ(barred([](Use& u) { u.segment = demand::SegmentId(0); }), Bar::kSegment);
  EXPECT_EQ(barred([](Use& u) { u.nationality = policy::Country("GB"); }), Bar::kNationality);
  EXPECT_EQ(barred([](Use& u) { u.visitor = std::nullopt; }), Bar::kVisitor);
  EXPECT_EQ(barred([](Use& u) { u.visitor = spending::Visitor::kStepOut; }), Bar::kVisitor);
  EXPECT_EQ(barred([](Use& u) { u.persons = 3; }), Bar::kPersons);
  EXPECT_EQ(barred([](Use& u) { u.persons = 1; }), Bar::kPersons);
  EXPECT_EQ(barred([](Use& u) { u.nights = 0; }), Bar::kNights);
  EXPECT_EQ(barred([](Use& u) { u.nights = 2; }), Bar::kNights);
  EXPECT_EQ(barred([](Use& u) { u.layover_hours = 29.9; }), Bar::kLayover);
  EXPECT_EQ(barred([](Use& u) { u.layover_hours = 40.1; }), Bar::kLayover);
  EXPECT_EQ(barred([](Use& u) { u.layover_hours = std::nullopt; }), Bar::kLayover);
  EXPECT_EQ(barred([](Use& u) { u.day = kMonday.plus_days(1); }), Bar::kDate);
  EXPECT_EQ(barred([](Use& u) { u.day = kMonday.plus_days(-1); }), Bar::kDate);
  EXPECT_EQ(barred([](Use& u) { u.lead_days = 9.9; }), Bar::kCutoff);
  EXPECT_EQ(barred([](Use& u) { u.regime = policy::RegimeId(0); }), Bar::kRegime);
  Terms city;
  city.needs_visitor = true;
  Use elsewhere = good_use();
  elsewhere.visitor = std::nullopt;
  EXPECT_EQ(bar(city, elsewhere), Bar::kVisitor);
  EXPECT_EQ(bar(city, good_use()), Bar::kNone);
  Terms tuesdays;
  tuesdays.weekdays = "2";
  EXPECT_EQ(bar(tuesdays, good_use()), Bar::kDate);
}

Shelf tour_and_room() {
  Shelf shelf;
  shelf.goods.push_back({.key = "tour", .seller = "guides", .price = Fen(30'000)});
  shelf.goods.push_back({.key = "room", .seller = "inn", .price = Fen(20'050), .per_night = true});
  return shelf;
}

TEST(Quote, AddsPartsByVisitAndNight) {
  const Shelf shelf = tour_and_room();
  Product p{.goods = {{GoodId(0)}, {GoodId(1)}}, .off = 0.25};
  const Quote q = quote(shelf, p, Fen(1'000), 2);
  EXPECT_EQ(q.singly, Fen(1'000 + 30'000 + 2 * 20'050));
  EXPECT_EQ(q.price, Fen(53'325));  // 71,100 less a quarter
  EXPECT_EQ(q.saves(), Fen(17'775));
  p.price = Fen(50'000);
  EXPECT_EQ(quote(shelf, p, Fen(1'000), 2).price, Fen(50'000));
}

TEST(Quote, CountsNoMoreNightsThanThereAre) {
  const Shelf shelf = tour_and_room();
  const Good& room = shelf.goods[GoodId(1)];
  EXPECT_EQ(units(room, {GoodId(1), 0}, 3), 3);
  EXPECT_EQ(units(room, {GoodId(1), 2}, 3), 2);
  EXPECT_EQ(units(room, {GoodId(1), 2}, 1), 1);
  EXPECT_EQ(units(shelf.goods[GoodId(0)], {GoodId(0), 0}, 3), 1);
  EXPECT_EQ(units(shelf.goods[GoodId(0)], {GoodId(0), 4}, 0), 4);
}

TEST(Saving, IsSplitByHand) {
  const Product thirds{.bearers = {{"a", 0.5}, {"b", 0.25}, {"c", 0.25}}};
  EXPECT_EQ(split_saving(thirds, Fen(101)), (std::vector<Fen>{Fen(51), Fen(25), Fen(25)}));
  EXPECT_EQ(split_saving(Product{}, Fen(7)), std::vector<Fen>{Fen(7)});
}

RC_GTEST_PROP(Saving, IsBorneToTheFen, ()) {
  const auto weights =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 100)));
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  RC_PRE(sum > 0);
  Product product;
  for (const int w : weights) product.bearers.push_back({"bearer", w / sum});
  const Fen saving(*rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000));
  const std::vector<Fen> parts = split_saving(product, saving);
  RC_ASSERT(parts.size() == weights.size());
  Fen all{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    all += parts[i];
    const double exact = weights[i] / sum * static_cast<double>(saving.count());
    RC_ASSERT(std::abs(static_cast<double>(parts[i].count()) - exact) < 2);
  }
  RC_ASSERT(all == saving);
}

}  // namespace
}  // namespace stopover::product
