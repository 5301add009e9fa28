// SPDX-License-Identifier: Apache-2.0
// The two-part lognormal against its closed forms.
#include "models/spending/spending.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace stopover::spending {
namespace {

constexpr auto kFood = static_cast<std::size_t>(Category::kFood);

TEST(Spending, WithoutSpreadIsTheMeanToTheFen) {
  Model model;
  model.set(Visitor::kStopover, Category::kFood, {1, 123.45, 0, Per::kDay});
  model.set(Visitor::kStopover, Category::kFood, {1, 10.0, 0, Per::kVisit});
  const Amounts a = model.spend({Visitor::kStopover, 3, 2, 1}, {.seed = 1, .entity = 9});
  EXPECT_EQ(a[kFood], Fen(12345 * 6 + 1000 * 3));
  for (std::size_t c = 0; c < a.size(); ++c)
    if (c != kFood) {
      EXPECT_EQ(a[c], Fen(0));
    }
}

// Triangular from 100 by 150 to 300: mean 183.33, variance 1,805.6 (Evans, Hastings & Peacock
// 2000). n = 20,000; mean within 4 standard errors. Fixed seed: no flake.
TEST(Spending, DrawnMeansFollowTheTriangleOfTheirRange) {
  Model model;
  model.set(
      Visitor::kVisitor, Category::kFood,
      {.probability = 1, .mean_yuan = 150, .per = Per::kVisit, .mean_low = 100, .mean_high = 300});
  model.set(Visitor::kVisitor, Category::kSights,
            {.probability = 1, .mean_yuan = 80, .per = Per::kVisit});
  constexpr int kDraws = 20'000;
  double sum = 0;
  for (std::uint32_t r = 0; r < kDraws; ++r) {
    const Model drawn = model.drawn({.seed = 5, .replication = r});
    const double mean = drawn.rules(Visitor::kVisitor, Category::kFood).front().mean_yuan;
    ASSERT_GE(mean, 100);
    ASSERT_LE(mean, 300);
    sum += mean;
    ASSERT_EQ(drawn.rules(Visitor::kVisitor, Category::kSights).front().mean_yuan, 80);
  }
  EXPECT_NEAR(sum / kDraws, 550.0 / 3, 4 * std::sqrt(1805.6 / kDraws));
}

// A rule more elsewhere leaves the draw of this one.
TEST(Spending, DrawnMeansDependOnTheirOwnRuleAlone) {
  const Rule rule{
      .probability = 1, .mean_yuan = 150, .per = Per::kVisit, .mean_low = 100, .mean_high = 300};
  Model one;
  one.set(Visitor::kVisitor, Category::kFood, rule);
  Model more = one;
  more.set(Visitor::kAirside, Category::kFood, rule);
  more.set(Visitor::kVisitor, Category::kShopping, rule);
  const auto food = [](const Model& model) {
    return model.drawn({.seed = 5, .replication = 2})
        .rules(Visitor::kVisitor, Category::kFood)
        .front()
        .mean_yuan;
  };
  EXPECT_EQ(food(one), food(more));
  EXPECT_NE(food(one), 150);
}

TEST(Spending, OtherVisitorsSpendNothing) {
  Model model;
  model.set(Visitor::kStopover, Category::kFood, {1, 100, 0, Per::kVisit});
  for (const Fen amount : model.spend({Visitor::kAirside, 1, 1, 0}, {.entity = 1}))
    EXPECT_EQ(amount, Fen(0));
}

// Null: mean p·m, second moment p·m²·exp(sigma²). n = 400,000; mean within 4 standard errors; share
// of spenders within 4 of its own. Fixed seed: no flake.
TEST(Spending, MomentsAreTheClosedForm) {
  constexpr double kProbability = 0.3;
  constexpr double kMean = 200;
  constexpr double kSigma = 0.9;
  Model model;
  model.set(Visitor::kVisitor, Category::kFood, {kProbability, kMean, kSigma, Per::kVisit});
  constexpr int kParties = 400'000;
  double sum = 0;
  int spenders = 0;
  for (std::uint64_t party = 0; party < kParties; ++party) {
    const auto fen = model.spend({Visitor::kVisitor, 1, 1, 0}, {.seed = 2, .entity = party})[kFood];
    sum += static_cast<double>(fen.count()) / 100;
    spenders += fen > Fen(0) ? 1 : 0;
  }
  const double second = kProbability * kMean * kMean * std::exp(kSigma * kSigma);
  const double mean = kProbability * kMean;
  EXPECT_NEAR(sum / kParties, mean, 4 * std::sqrt((second - mean * mean) / kParties));
  EXPECT_NEAR(spenders / double{kParties}, kProbability,
              4 * std::sqrt(kProbability * (1 - kProbability) / kParties));
  EXPECT_NEAR(model.expected({Visitor::kVisitor, 1, 1, 0})[kFood], 100 * mean, 1e-9);
}

// The same party keeps its luck: twice the days, twice the amount (to the rounding).
TEST(Spending, ALongerStayScalesWhatTheSamePartySpends) {
  Model model;
  model.set(Visitor::kStopover, Category::kShopping, {0.5, 300, 1.1, Per::kDay});
  constexpr auto kShopping = static_cast<std::size_t>(Category::kShopping);
  for (std::uint64_t party = 0; party < 200; ++party) {
    const auto one = model.spend({Visitor::kStopover, 1, 1, 0}, {.entity = party})[kShopping];
    const auto two = model.spend({Visitor::kStopover, 1, 2, 0}, {.entity = party})[kShopping];
    EXPECT_LE(std::abs((two - one * 2).count()), 1);
  }
}

}  // namespace
}  // namespace stopover::spending
