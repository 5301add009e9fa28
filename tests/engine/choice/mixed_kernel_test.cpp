// SPDX-License-Identifier: Apache-2.0
// The three compiled kernels against each other, byte by byte, and against loops with std::exp.
#include "engine/choice/mixed_kernel.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/choice/model.hpp"
#include "tests/engine/choice/luck.hpp"

namespace stopover::choice {
namespace {

using testing::Luck;
using Numbers = std::vector<double>;

// A unit with arrays of its own.
struct Unit {
  std::vector<std::size_t> case_row{0};
  std::vector<std::size_t> chosen;
  std::vector<std::uint8_t> shape;
  std::vector<MixedLoad> load;
  Numbers utility, multiplier, mean, lower, width, draws;
  std::size_t number = kDrawsAtOnce;

  [[nodiscard]] std::size_t rows() const { return case_row.back(); }
  [[nodiscard]] std::size_t coefficients() const { return shape.size(); }
};

struct UnitForm {
  std::size_t cases = 1;
  double spread_of_utility = 2;
  std::size_t number = kDrawsAtOnce;
};

Unit random_unit(Luck& luck, const UnitForm& form) {
  Unit unit;
  unit.number = form.number;
  const std::size_t coefficients = 1 + luck.below(3);
  for (std::size_t q = 0; q < coefficients; ++q) {
    unit.shape.push_back(static_cast<std::uint8_t>(luck.below(4)));
    unit.mean.push_back(luck.between(-1, 1));
    unit.lower.push_back(luck.between(-2, 0));
    unit.width.push_back(luck.between(0.5, 2));
    unit.load.push_back({.coefficient = q, .draw = q, .spread = luck.between(-1, 1)});
    if (q > 0 && luck.chance(0.5))
      unit.load.push_back({.coefficient = q, .draw = q - 1, .spread = luck.between(-1, 1)});
  }
  for (std::size_t i = 0; i < coefficients * kDrawsAtOnce; ++i) unit.draws.push_back(luck.normal());
  for (std::size_t c = 0; c < form.cases; ++c) {
    const std::size_t size = 2 + luck.below(4);
    unit.chosen.push_back(unit.rows() + luck.below(size));
    unit.case_row.push_back(unit.rows() + size);
  }
  for (std::size_t r = 0; r < unit.rows(); ++r) {
    unit.utility.push_back(luck.between(-form.spread_of_utility, form.spread_of_utility));
    for (std::size_t q = 0; q < coefficients; ++q)
      unit.multiplier.push_back(luck.chance(0.2) ? 0.0 : luck.between(-2, 2));
  }
  return unit;
}

struct Sums {
  Numbers likelihood, by_row, by_mean, by_load, exponents;
  double exponent = 0;
};

Sums simulate(const MixedKernel& kernel, const Unit& unit, bool slopes) {
  const std::size_t q = unit.coefficients();
  Numbers coefficient(q * kDrawsAtOnce), by_shape(coefficient), by_value(coefficient);
  Numbers probability(unit.rows() * kDrawsAtOnce), likelihood(kDrawsAtOnce), exponent(kDrawsAtOnce);
  const MixedUnit all{.cases = unit.chosen.size(),
                      .case_row = unit.case_row.data(),
                      .chosen = unit.chosen.data(),
                      .utility = unit.utility.data(),
                      .multiplier = unit.multiplier.data(),
                      .coefficients = q,
                      .shape = unit.shape.data(),
                      .mean = unit.mean.data(),
                      .lower = unit.lower.data(),
                      .width = unit.width.data(),
                      .loads = unit.load.size(),
                      .load = unit.load.data(),
                      .draws = unit.draws.data(),
                      .number = unit.number,
                      .slopes = slopes,
                      .coefficient = coefficient.data(),
                      .by_shape = by_shape.data(),
                      .by_value = by_value.data(),
                      .probability = probability.data(),
                      .likelihood = likelihood.data(),
                      .exponent = exponent.data()};
  kernel.simulate(all);
  Sums sums{Numbers(kLanes), Numbers(unit.rows() * kLanes), Numbers(q * kLanes),
            Numbers(unit.load.size() * kLanes), exponent};
  sums.exponent = *std::ranges::min_element(exponent);
  kernel.add(
      all, sums.exponent,
      {sums.likelihood.data(), sums.by_row.data(), sums.by_mean.data(), sums.by_load.data()});
  return sums;
}

double total(const Numbers& lanes, std::size_t at = 0) {
  double sum = 0;
  for (std::size_t l = 0; l < kLanes; ++l) sum += lanes[at * kLanes + l];
  return sum;
}

double shaped(const Unit& unit, std::size_t q, double x) {
  switch (static_cast<Shape>(unit.shape[q])) {
    case Shape::kPlain:
      return x;
    case Shape::kExponential:
      return std::exp(x);
    case Shape::kMinusExponential:
      return -std::exp(x);
    case Shape::kBounded:
      return unit.lower[q] + unit.width[q] / (1 + std::exp(-x));
  }
  return 0;
}

// ln of the product over cases of P under one draw, by log-sum-exp.
double ln_product(const Unit& unit, std::size_t draw) {
  const std::size_t count = unit.coefficients();
  Numbers argument = unit.mean;
  for (const MixedLoad& load : unit.load)
    argument[load.coefficient] += load.spread * unit.draws[load.draw * kDrawsAtOnce + draw];
  double sum = 0;
  for (std::size_t c = 0; c < unit.chosen.size(); ++c) {
    Numbers v;
    for (std::size_t r = unit.case_row[c]; r < unit.case_row[c + 1]; ++r) {
      v.push_back(unit.utility[r]);
      for (std::size_t q = 0; q < count; ++q)
        v.back() += unit.multiplier[r * count + q] * shaped(unit, q, argument[q]);
    }
    const double greatest = *std::ranges::max_element(v);
    double inside = 0;
    for (const double value : v) inside += std::exp(value - greatest);
    sum += v[unit.chosen[c] - unit.case_row[c]] - greatest - std::log(inside);
  }
  return sum;
}

// ln of the sum over draws.
double ln_sum(const Unit& unit) {
  Numbers each;
  for (std::size_t i = 0; i < unit.number; ++i) each.push_back(ln_product(unit, i));
  const double greatest = *std::ranges::max_element(each);
  double sum = 0;
  for (const double value : each) sum += std::exp(value - greatest);
  return greatest + std::log(sum);
}

double ln_sum(const Sums& sums) {
  return std::log(total(sums.likelihood)) - sums.exponent * kScaleBits * std::numbers::ln2;
}

const MixedKernel& plainest() {
  return *mixed_kernel("sse2");
}

TEST(MixedKernel, AllInstructionSetsGiveTheSameBytes) {
  Luck luck(41);
  std::string compared;
  for (const char* name : {"avx2", "avx512"}) {
    const MixedKernel* const kernel = mixed_kernel(name);
    if (kernel == nullptr) continue;
    compared += std::string(name) + " ";
    for (int i = 0; i < 300; ++i) {
      const Unit unit = random_unit(luck, {.cases = 1 + luck.below(12),
                                           .spread_of_utility = i % 5 == 0 ? 300.0 : 3.0,
                                           .number = 1 + luck.below(kDrawsAtOnce)});
      for (const bool slopes : {false, true}) {
        const Sums expected = simulate(plainest(), unit, slopes);
        const Sums found = simulate(*kernel, unit, slopes);
        for (const auto& [one, two] : {std::pair{&expected.likelihood, &found.likelihood},
                                       {&expected.by_row, &found.by_row},
                                       {&expected.by_mean, &found.by_mean},
                                       {&expected.by_load, &found.by_load},
                                       {&expected.exponents, &found.exponents}})
          ASSERT_EQ(std::memcmp(one->data(), two->data(), one->size() * sizeof(double)), 0)
              << name << " unit " << i;
      }
    }
  }
  RecordProperty("compared", compared);
  if (compared.empty()) GTEST_SKIP() << "this processor has neither AVX2 nor AVX-512";
}

TEST(MixedKernel, LikelihoodsAreThoseOfPlainLoops) {
  Luck luck(42);
  for (int i = 0; i < 400; ++i) {
    const Unit unit =
        random_unit(luck, {.cases = 1 + luck.below(6), .number = 1 + luck.below(kDrawsAtOnce)});
    double expected = 0;
    for (std::size_t d = 0; d < unit.number; ++d) expected += std::exp(ln_product(unit, d));
    EXPECT_NEAR(total(simulate(plainest(), unit, false).likelihood) / expected, 1, 1e-12) << i;
  }
}

TEST(MixedKernel, HundredsOfChoicesDoNotUnderflow) {
  Luck luck(43);
  for (const std::size_t cases : {100U, 400U, 1500U}) {
    const Unit unit = random_unit(luck, {.cases = cases, .spread_of_utility = 4});
    const double expected = ln_sum(unit);
    ASSERT_LT(expected, cases == 100 ? 0.0 : -750.0) << "else it says nothing";
    const Sums found = simulate(plainest(), unit, true);
    EXPECT_NEAR(ln_sum(found), expected, 1e-12 * std::abs(expected)) << cases;
    for (const double value : found.by_mean) EXPECT_TRUE(std::isfinite(value));
  }
}

// d ln sum / d mean and spread, and sum of L P over the sum of L.
TEST(MixedKernel, SlopesAreThoseOfDifferences) {
  Luck luck(44);
  constexpr double kStep = 1e-6;
  for (int i = 0; i < 200; ++i) {
    Unit unit =
        random_unit(luck, {.cases = 1 + luck.below(5), .number = 1 + luck.below(kDrawsAtOnce)});
    const Sums sums = simulate(plainest(), unit, true);
    const double all = total(sums.likelihood);
    const auto difference = [&](double& of) {
      const double at = of;
      of = at + kStep;
      const double above = ln_sum(unit);
      of = at - kStep;
      const double below = ln_sum(unit);
      of = at;
      return (above - below) / (2 * kStep);
    };
    for (std::size_t q = 0; q < unit.coefficients(); ++q)
      EXPECT_NEAR(total(sums.by_mean, q) / all, difference(unit.mean[q]), 1e-7) << i;
    for (std::size_t l = 0; l < unit.load.size(); ++l)
      EXPECT_NEAR(total(sums.by_load, l) / all, difference(unit.load[l].spread), 1e-7) << i;
    for (std::size_t r = 0; r < unit.rows(); ++r) {
      const bool chosen = std::ranges::find(unit.chosen, r) != unit.chosen.end();
      EXPECT_NEAR((chosen ? 1.0 : 0.0) - total(sums.by_row, r) / all, difference(unit.utility[r]),
                  1e-7)
          << i;
    }
  }
}

TEST(MixedKernel, FarUtilitiesAreClampedNotInfinite) {
  Luck luck(45);
  Unit unit = random_unit(luck, {.cases = 2});
  unit.utility[0] = 5000;
  unit.utility[1] = -5000;
  const Sums sums = simulate(plainest(), unit, true);
  for (const Numbers* of : {&sums.likelihood, &sums.by_row, &sums.by_mean, &sums.by_load})
    for (const double value : *of) EXPECT_TRUE(std::isfinite(value));
}

TEST(MixedKernel, IsChosenByName) {
  EXPECT_STREQ(plainest().name, "sse2");
  EXPECT_EQ(mixed_kernel("mmx"), nullptr);
  EXPECT_NE(mixed_kernel(mixed_kernel().name), nullptr);
}

}  // namespace
}  // namespace stopover::choice
