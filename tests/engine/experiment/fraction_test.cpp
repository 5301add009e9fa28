// SPDX-License-Identifier: Apache-2.0
// Fractions against the tables and the bicycle example of Box, Hunter and Hunter (1978, chapter 12)
// and, at random, against products of columns taken cell by cell.
#include "engine/experiment/fraction.hpp"

#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/experiment/analysis.hpp"
#include "tests/engine/experiment/experiment_sample.hpp"

namespace stopover::experiment {
namespace {

using ::testing::ElementsAre;

// Levels -1 and 1, factors "1", "2", …
std::vector<Factor> numbered(std::size_t k) {
  std::vector<Factor> factors;
  for (std::size_t j = 1; j <= k; ++j) {
    Factor& factor = factors.emplace_back(
        Factor{.id = std::to_string(j), .kind = Kind::kUniform, .low = -1, .high = 1});
    factor.levels = {-1, 1};
  }
  return factors;
}

std::vector<Generator> read_all(const std::vector<std::string>& texts,
                                const std::vector<Factor>& factors) {
  std::vector<Generator> out;
  for (const std::string& text : texts) out.push_back(generator_of_text(text, factors).value());
  return out;
}

// "1+24+35+67"
std::vector<std::string> alias_texts(const std::vector<Generator>& generators, std::size_t k) {
  std::vector<std::string> out;
  for (const auto& set : alias_sets(generators, k)) {
    std::string& text = out.emplace_back();
    for (const FractionEffect& effect : set) {
      if (!text.empty() || effect.minus) text += effect.minus ? "-" : "+";
      text += std::to_string(effect.a + 1);
      if (!effect.is_main()) text += std::to_string(effect.b + 1);
    }
  }
  return out;
}

const std::vector<std::string> kBicycle{"4 = 1*2", "5 = 1*3", "6 = 2*3", "7 = 1*2*3"};

TEST(Fraction, HasThePublishedAliases) {
  EXPECT_THAT(alias_texts(read_all(kBicycle, numbered(7)), 7),
              ElementsAre("1+24+35+67", "2+14+36+57", "3+15+26+47", "4+12+37+56", "5+13+27+46",
                          "6+17+23+45", "7+16+25+34"));
  EXPECT_THAT(alias_texts(read_all({"4 = 1*2*3"}, numbered(4)), 4),
              ElementsAre("1", "2", "3", "4", "12+34", "13+24", "14+23"));
  EXPECT_THAT(alias_texts(read_all({"4 = -1*2*3"}, numbered(4)), 4),
              ElementsAre("1", "2", "3", "4", "12-34", "13-24", "14-23"));
}

TEST(Fraction, GivesTheEffectsOfTheBicycle) {
  Plan plan{.id = "bicycle", .base = "base", .replications = 1};
  plan.factors = numbered(7);
  plan.fields.assign(7, "field");
  plan.design = {.kind = DesignKind::kFractionalFactorial,
                 .generators = read_all(kBicycle, plan.factors)};
  plan.cells = make_cells(plan.design, plan.factors);
  plan.keys.assign(plan.cells.size(), io::sha256_hex("cell"));
  plan.outputs = {{.id = "y", .group = "all"}, {.id = "rate", .group = "all", .is_ratio = true}};
  ASSERT_EQ(plan.cells.size(), 9U);
  // Seconds up the hill; the table's first factor changes fastest.
  const double seconds[] = {69, 52, 60, 83, 71, 50, 59, 88};
  Results results;
  for (std::uint64_t cell = 1; cell < plan.cells.size(); ++cell) {
    std::size_t run = 0;
    for (std::size_t j = 0; j < 3; ++j)
      if (*plan.cells[cell][j] > 0) run += std::size_t{1} << j;
    results.emplace(cell, sample_result(plan, cell, seconds[run]));
  }
  const double published[] = {3.5, 12.0, 1.0, 22.5, 0.5, 1.0, 2.5};  // high less low
  const auto effects = main_effects(plan, results, 0);
  ASSERT_EQ(effects.size(), 7U);
  for (std::size_t j = 0; j < 7; ++j) {
    ASSERT_EQ(effects[j].levels.size(), 2U);
    const double effect = effects[j].levels[1].effect.value - effects[j].levels[0].effect.value;
    EXPECT_NEAR(effect, published[j], 1e-9) << j;
  }
  results.erase(4);
  EXPECT_TRUE(main_effects(plan, results, 0)[0].levels.empty()) << "not of a part of a fraction";
}

// The most factors for 2^q cells by resolution, as in their table 12.15.
TEST(Fraction, NeedsNoMoreCellsThanTheTables) {
  struct Row {
    int resolution;
    std::size_t factors;
    std::size_t basic;
    int best = resolution;  // in as many cells
  };
  for (const Row& row :
       {Row{3, 3, 2}, Row{3, 4, 3, 4}, Row{3, 7, 3}, Row{3, 8, 4, 4}, Row{3, 15, 4},
        Row{3, 16, 5, 4}, Row{3, 31, 5}, Row{4, 4, 3}, Row{4, 5, 4, 5}, Row{4, 8, 4}, Row{4, 16, 5},
        Row{4, 32, 6}, Row{5, 5, 4}, Row{5, 6, 5, 6}, Row{5, 8, 6}, Row{5, 11, 7}, Row{5, 17, 8}}) {
    const auto found = generators_of_resolution(row.factors, row.resolution);
    ASSERT_TRUE(found);
    EXPECT_EQ(row.factors - found->size(), row.basic) << row.resolution << " " << row.factors;
    EXPECT_EQ(resolution_of(*found, row.factors), row.best) << row.resolution << " " << row.factors;
    EXPECT_FALSE(generator_fault(*found, numbered(row.factors)));
  }
  EXPECT_FALSE(generators_of_resolution(kMostFractionFactors + 1, 3));
}

std::vector<int> column(const std::vector<std::vector<bool>>& runs, const FractionEffect& effect) {
  std::vector<int> out;
  for (const auto& run : runs)
    out.push_back((run[effect.a] ? 1 : -1) * (effect.is_main() || run[effect.b] ? 1 : -1));
  return out;
}

RC_GTEST_PROP(FractionProperty, EffectsAreAliasedIfTheirCellsAreTheSame, ()) {
  const auto k = *rc::gen::inRange<std::size_t>(3, 9);
  const auto resolution = *rc::gen::inRange(3, 6);
  std::vector<Generator> generators = generators_of_resolution(k, resolution).value();
  for (Generator& generator : generators) generator.minus = *rc::gen::arbitrary<bool>();
  const auto runs = fraction_runs(generators, k);
  RC_ASSERT(std::set(runs.begin(), runs.end()).size() == runs.size());
  const auto sets = alias_sets(generators, k);
  std::set<std::vector<int>> seen;
  for (const auto& set : sets) {
    const std::vector<int> first = column(runs, set.front());
    std::vector<int> turned = first;
    for (int& level : turned) level = -level;
    RC_ASSERT(seen.insert(first).second);
    RC_ASSERT(seen.insert(turned).second);
    for (const FractionEffect& effect : set)
      RC_ASSERT(column(runs, effect) == (effect.minus ? turned : first));
  }
  for (const Generator& generator : generators)
    RC_ASSERT(generator_of_text(generator_text(generator, numbered(k)), numbered(k)) == generator);
}

TEST(Fraction, RefusesGeneratorsThatCannotBe) {
  const std::vector<Factor> factors = numbered(5);
  for (const char* const text : {"", "4", "9 = 1*2", "4 = 1*9", "4 = 1*1", "4 = ", "4 = 1**2"})
    EXPECT_FALSE(generator_of_text(text, factors)) << text;
  const std::vector<std::vector<std::string>> faulty{{"4 = 1*2", "4 = 1*3"},
                                                     {"4 = 1*2", "5 = 1*4"},
                                                     {"4 = 1*4"},
                                                     {"4 = 1"},
                                                     {"4 = 1*2", "5 = -1*2"}};
  for (const auto& texts : faulty)
    EXPECT_TRUE(generator_fault(read_all(texts, factors), factors)) << texts.back();
  std::vector<Factor> three = factors;
  three[0].levels = {-1, 0, 1};
  EXPECT_TRUE(generator_fault({}, three));
}

// So that folders of sweeps from before keep their names.
TEST(Fraction, IsToldInThePlanAndOtherDesignsAreAsBefore) {
  const Plan plan = sample_plan({.kind = DesignKind::kFractionalFactorial,
                                 .generators = {{.factor = 2, .of = {0, 1}, .minus = true}}},
                                3);
  const StoreHeader header = header_of(plan);
  EXPECT_THAT(header.document, ::testing::HasSubstr("f2 = - f0*f1"));
  EXPECT_THAT(header_of(small_plan()).document,
              ::testing::Not(::testing::AnyOf(::testing::HasSubstr("generators"),
                                              ::testing::HasSubstr("second_order"))));
}

}  // namespace
}  // namespace stopover::experiment
