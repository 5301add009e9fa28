// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/draws.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <boost/math/distributions/normal.hpp>
#include <gtest/gtest.h>

namespace stopover::choice {
namespace {

using Numbers = std::vector<double>;

// All draws of a unit and dimension, and what stands behind the last.
Numbers all(const Draws& draws, std::size_t unit, std::size_t dimension,
            Numbers* behind = nullptr) {
  Numbers scratch(draws.dimensions() * Draws::kBlock);
  Numbers out;
  for (std::size_t b = 0; b < draws.blocks(); ++b) {
    const double* const block = draws.block(unit, b, scratch) + dimension * Draws::kBlock;
    out.insert(out.end(), block, block + Draws::kBlock);
  }
  if (behind != nullptr)
    behind->assign(out.begin() + static_cast<std::ptrdiff_t>(draws.number()), out.end());
  out.resize(draws.number());
  return out;
}

double mean_of_power(const Numbers& values, int power) {
  double sum = 0;
  for (const double x : values) sum += std::pow(x, power);
  return sum / static_cast<double>(values.size());
}

double share_below(Draw draw, double x) {
  if (draw == Draw::kNormal) return boost::math::cdf(boost::math::normal(), x);
  if (draw == Draw::kUniform) return (x + 1) / 2;
  return x < 0 ? (1 + x) * (1 + x) / 2 : 1 - (1 - x) * (1 - x) / 2;
}

TEST(Draws, OfOneDimensionFallOnceIntoEachCell) {
  for (const Draw draw : {Draw::kNormal, Draw::kUniform, Draw::kTriangular})
    for (const std::size_t number : {1U, 7U, 64U, 65U, 1000U}) {
      const Draws draws({draw}, 5, {.number = number, .seed = 3});
      for (std::size_t unit = 0; unit < 5; ++unit) {
        std::vector<int> hits(number, 0);
        for (const double x : all(draws, unit, 0))
          ++hits.at(static_cast<std::size_t>(share_below(draw, x) * static_cast<double>(number)));
        EXPECT_TRUE(std::ranges::all_of(hits, [](int n) { return n == 1; })) << number;
      }
    }
}

// Sobol' points moved by a shift: each dimension by itself is still stratified in powers of two, up
// to the cells in which the shift cuts.
TEST(Draws, OfMoreDimensionsAreEvenInEach) {
  const Draws draws({Draw::kNormal, Draw::kUniform, Draw::kTriangular}, 4,
                    {.number = 1024, .seed = 1});
  const std::vector<Draw> of{Draw::kNormal, Draw::kUniform, Draw::kTriangular};
  for (std::size_t unit = 0; unit < 4; ++unit)
    for (std::size_t d = 0; d < 3; ++d) {
      std::vector<int> hits(128, 0);
      for (const double x : all(draws, unit, d))
        ++hits.at(static_cast<std::size_t>(share_below(of[d], x) * 128));
      for (const int n : hits) EXPECT_NEAR(n, 8, 1) << "dimension " << d;
    }
}

TEST(Draws, HaveTheMomentsOfTheirDistribution) {
  struct Moments {
    Draw draw;
    double variance;
    double fourth;
  };
  for (const Moments& expected :
       {Moments{Draw::kNormal, 1, 3}, Moments{Draw::kUniform, 1.0 / 3, 0.2},
        Moments{Draw::kTriangular, 1.0 / 6, 1.0 / 15}}) {
    for (const bool alone : {true, false}) {
      std::vector<Draw> dimensions{expected.draw};
      if (!alone) dimensions.insert(dimensions.end(), 2, Draw::kNormal);
      const Draws draws(dimensions, 2, {.number = 8192, .seed = 5});
      const Numbers values = all(draws, 1, 0);
      EXPECT_NEAR(mean_of_power(values, 1), 0, 2e-3);
      EXPECT_NEAR(mean_of_power(values, 2), expected.variance, 4e-3);
      EXPECT_NEAR(mean_of_power(values, 3), 0, 2e-2);
      EXPECT_NEAR(mean_of_power(values, 4), expected.fourth, 4e-2);
    }
  }
}

TEST(Draws, OfDifferentDimensionsAndUnitsAreUncorrelated) {
  const Draws draws({Draw::kNormal, Draw::kNormal}, 50, {.number = 1024, .seed = 5});
  double over_units = 0;
  for (std::size_t unit = 0; unit < 50; ++unit) {
    const Numbers a = all(draws, unit, 0);
    const Numbers b = all(draws, unit, 1);
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    EXPECT_NEAR(sum / 1024, 0, 0.02);
    over_units += a[0] / 50;  // the shift: of 50 units, s.e. 0.14
  }
  EXPECT_NEAR(over_units, 0, 0.6);
}

TEST(Draws, KeptOrMadeAnewAreTheSameBytes) {
  for (const std::size_t dimensions : {1U, 3U})
    for (const std::size_t number : {10U, 64U, 200U}) {
      const std::vector<Draw> of(dimensions, Draw::kNormal);
      const DrawSpec spec{.number = number, .seed = 9};
      const std::size_t bytes = 6 * dimensions * Draws::kBlock * ((number + 63) / 64) * 8;
      const Draws kept(of, 6, spec, bytes);
      const Draws anew(of, 6, spec, bytes - 1);
      EXPECT_TRUE(kept.kept());
      EXPECT_FALSE(anew.kept()) << "one byte too few";
      Numbers one(dimensions * Draws::kBlock);
      Numbers two(one.size());
      for (std::size_t unit = 6; unit-- > 0;)
        for (std::size_t b = kept.blocks(); b-- > 0;)
          EXPECT_EQ(std::memcmp(kept.block(unit, b, one), anew.block(unit, b, two),
                                one.size() * sizeof(double)),
                    0);
    }
}

TEST(Draws, OfAUnitDoNotDependOnTheNumberOfUnits) {
  for (const std::size_t dimensions : {1U, 2U}) {
    const std::vector<Draw> of(dimensions, Draw::kNormal);
    const Draws few(of, 3, {.number = 100, .seed = 2});
    const Draws many(of, 300, {.number = 100, .seed = 2});
    for (std::size_t unit = 0; unit < 3; ++unit) EXPECT_EQ(all(few, unit, 0), all(many, unit, 0));
    EXPECT_NE(all(many, 0, 0), all(many, 1, 0));
  }
}

TEST(Draws, AnotherSeedIsAnotherSet) {
  const Draws one({Draw::kUniform}, 1, {.number = 10, .seed = 1});
  const Draws two({Draw::kUniform}, 1, {.number = 10, .seed = 2});
  EXPECT_NE(all(one, 0, 0), all(two, 0, 0));
}

TEST(Draws, BehindTheLastIsNothing) {
  const Draws draws({Draw::kNormal, Draw::kUniform}, 2, {.number = 70, .seed = 1});
  EXPECT_EQ(draws.blocks(), 2U);
  Numbers behind;
  (void)all(draws, 1, 1, &behind);
  ASSERT_EQ(behind.size(), 58U);
  for (const double x : behind) EXPECT_EQ(x, 0);
}

TEST(DrawsDeathTest, NothingToDrawIsABug) {
  EXPECT_DEATH(Draws({}, 1, {}), "something to draw");
  EXPECT_DEATH(Draws({Draw::kNormal}, 1, {.number = 0}), "something to draw");
}

}  // namespace
}  // namespace stopover::choice
