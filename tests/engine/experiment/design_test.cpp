// SPDX-License-Identifier: Apache-2.0
// Designs: how many cells, in which order, and what makes each the design it says it is.
#include "engine/experiment/design.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::experiment {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

std::vector<Factor> unit_factors(std::size_t k) {
  std::vector<Factor> factors;
  for (std::size_t j = 0; j < k; ++j)
    factors.push_back({.id = "f" + std::to_string(j), .kind = Kind::kUniform, .low = 0, .high = 1});
  return factors;
}

Factor with_levels(std::vector<double> levels) {
  Factor factor = unit_factors(1).front();
  factor.levels = std::move(levels);
  return factor;
}

std::size_t changed(const Settings& a, const Settings& b) {
  std::size_t count = 0;
  for (std::size_t j = 0; j < a.size(); ++j) count += a[j] == b[j] ? 0U : 1U;
  return count;
}

TEST(Design, CrossesLevelsWithTheLastFactorFastest) {
  const std::vector<Factor> factors{with_levels({1, 2}), with_levels({10, 20, 30})};
  const auto cells = make_cells({.kind = DesignKind::kFullFactorial}, factors);
  ASSERT_EQ(cells.size(), 7U);
  EXPECT_THAT(cells[0], Each(Setting()));
  EXPECT_THAT(cells[1], ElementsAre(Setting(1), Setting(10)));
  EXPECT_THAT(cells[2], ElementsAre(Setting(1), Setting(20)));
  EXPECT_THAT(cells[6], ElementsAre(Setting(2), Setting(30)));
}

TEST(Design, ChangesOneFactorAtATime) {
  const std::vector<Factor> factors{with_levels({1, 2}), with_levels({10})};
  const auto cells = make_cells({.kind = DesignKind::kOneAtATime}, factors);
  EXPECT_THAT(cells,
              ElementsAre(ElementsAre(Setting(), Setting()), ElementsAre(Setting(1), Setting()),
                          ElementsAre(Setting(2), Setting()), ElementsAre(Setting(), Setting(10))));
}

// Every one of n equal parts of each factor's range is met once.
RC_GTEST_PROP(DesignProperty, AHypercubeMeetsEachPartOnce, ()) {
  const auto n = *rc::gen::inRange<std::uint64_t>(1, 60);
  const auto k = *rc::gen::inRange<std::size_t>(1, 6);
  const Design design{
      .kind = DesignKind::kLatinHypercube, .n = n, .seed = *rc::gen::arbitrary<std::uint64_t>()};
  const auto cells = make_cells(design, unit_factors(k));
  for (std::size_t j = 0; j < k; ++j) {
    std::set<std::uint64_t> parts;
    for (std::size_t c = 1; c < cells.size(); ++c)
      parts.insert(static_cast<std::uint64_t>(std::floor(*cells[c][j] * static_cast<double>(n))));
    RC_ASSERT(parts.size() == n);
  }
}

// A digital shift keeps the net: of 2^m points each interval of length 2^-m has one, and of the
// first two columns each of 2^a by 2^(m - a) boxes.
TEST(Design, SobolPointsAreANet) {
  const auto cells = make_cells({.kind = DesignKind::kSobol, .n = 64, .seed = 7}, unit_factors(5));
  for (std::size_t j = 0; j < 5; ++j) {
    std::set<int> parts;
    for (std::size_t c = 1; c < cells.size(); ++c)
      parts.insert(static_cast<int>(*cells[c][j] * 64));
    EXPECT_EQ(parts.size(), 64U) << j;
  }
  for (const int a : {1, 2, 3, 4, 5}) {
    std::set<std::pair<int, int>> boxes;
    for (std::size_t c = 1; c < cells.size(); ++c)
      boxes.emplace(static_cast<int>(*cells[c][0] * (1 << a)),
                    static_cast<int>(*cells[c][1] * (64 >> a)));
    EXPECT_EQ(boxes.size(), 64U) << a;
  }
}

TEST(Design, SaltelliRowsAreAAndAWithOneColumnOfBAndB) {
  const std::size_t k = 3;
  const Design design{.kind = DesignKind::kSaltelli, .n = 8, .seed = 1};
  const auto cells = make_cells(design, unit_factors(k));
  ASSERT_EQ(cells.size(), 1 + 8 * (k + 2));
  for (std::uint64_t row = 0; row < 8; ++row) {
    const SaltelliRow at = saltelli_row(row, k);
    EXPECT_EQ(changed(cells[at.a], cells[at.b]), k);
    for (std::size_t j = 0; j < k; ++j) {
      EXPECT_EQ(changed(cells[at.a], cells[at.ab[j]]), 1U);
      EXPECT_EQ(cells[at.ab[j]][j], cells[at.b][j]);
    }
  }
  EXPECT_EQ(saltelli_row(7, k).b, cells.size() - 1);
}

TEST(Design, SaltelliRowsOfSecondOrderHaveBWithOneColumnOfA) {
  const std::size_t k = 3;
  const auto cells = make_cells(
      {.kind = DesignKind::kSaltelli, .n = 8, .seed = 1, .second_order = true}, unit_factors(k));
  ASSERT_EQ(cells.size(), 1 + 8 * (2 * k + 2));
  for (std::uint64_t row = 0; row < 8; ++row) {
    const SaltelliRow at = saltelli_row(row, k, true);
    ASSERT_EQ(at.ba.size(), k);
    for (std::size_t j = 0; j < k; ++j) {
      EXPECT_EQ(changed(cells[at.b], cells[at.ba[j]]), 1U);
      EXPECT_EQ(cells[at.ba[j]][j], cells[at.a][j]);
      EXPECT_EQ(cells[at.ab[j]][j], cells[at.b][j]);
    }
  }
  EXPECT_EQ(saltelli_row(7, k, true).ba.back(), cells.size() - 1);
}

RC_GTEST_PROP(DesignProperty, AMorrisTrajectoryMovesEachFactorOnceByHalfItsRange, ()) {
  const auto k = *rc::gen::inRange<std::size_t>(1, 7);
  const Design design{.kind = DesignKind::kMorris,
                      .n = *rc::gen::inRange<std::uint64_t>(1, 9),
                      .levels = 2 * *rc::gen::inRange<std::uint64_t>(1, 6),
                      .seed = *rc::gen::arbitrary<std::uint64_t>()};
  const auto cells = make_cells(design, unit_factors(k));
  for (std::uint64_t t = 0; t < design.n; ++t) {
    const auto path = morris_trajectory(t, k);
    std::set<std::size_t> moved;
    for (std::size_t i = 0; i < k; ++i) {
      RC_ASSERT(changed(cells[path[i]], cells[path[i + 1]]) == 1U);
      for (std::size_t j = 0; j < k; ++j) {
        const double step = *cells[path[i + 1]][j] - *cells[path[i]][j];
        if (step == 0) continue;
        moved.insert(j);
        RC_ASSERT(std::abs(std::abs(step) - 0.5) < 1e-12);
      }
    }
    RC_ASSERT(moved.size() == k);
  }
}

// A factor more leaves the columns before it: more of an experiment, not another one.
TEST(Design, ColumnsDoNotDependOnTheFactorsAfterThem) {
  for (const DesignKind kind : {DesignKind::kLatinHypercube, DesignKind::kSobol}) {
    const Design design{.kind = kind, .n = 10, .seed = 3};
    const auto few = make_cells(design, unit_factors(2));
    const auto many = make_cells(design, unit_factors(4));
    for (std::size_t c = 1; c < few.size(); ++c)
      for (std::size_t j = 0; j < 2; ++j) EXPECT_EQ(few[c][j], many[c][j]);
  }
}

TEST(Design, SaysWhatDoesNotFit) {
  const auto part = [](const Design& design, std::size_t k) {
    const auto fault = design_fault(design, unit_factors(k));
    return fault ? fault->part : std::string();
  };
  EXPECT_EQ(part({.kind = DesignKind::kSobol, .n = 8}, 2), "");
  EXPECT_EQ(part({.kind = DesignKind::kSobol, .n = 8}, 0), "factor");
  EXPECT_EQ(part({.kind = DesignKind::kSobol, .n = 8}, 501), "factor");
  EXPECT_EQ(part({.kind = DesignKind::kSaltelli, .n = 0}, 2), "n");
  EXPECT_EQ(part({.kind = DesignKind::kMorris, .n = 3, .levels = 5}, 2), "levels");
  EXPECT_EQ(part({.kind = DesignKind::kSobol, .n = 100'000}, 400), "design") << "40e6 values";
  EXPECT_EQ(part({.kind = DesignKind::kCustom}, 2), "file");
  EXPECT_EQ(part({.kind = DesignKind::kSobol, .n = ~std::uint64_t{0}}, 2), "design");
  EXPECT_EQ(part({.kind = DesignKind::kFullFactorial}, 20), "design");  // 3^20
}

TEST(Design, OfSecondOrderHasAtMostSixtyFactors) {
  const Design design{.kind = DesignKind::kSaltelli, .n = 2, .seed = 1, .second_order = true};
  EXPECT_FALSE(design_fault(design, unit_factors(60)));
  EXPECT_TRUE(design_fault(design, unit_factors(61)));
}

TEST(Design, AMorrisDesignTriesEveryValueOrIsRefused) {
  for (int values = 2; values <= 12; ++values) {
    const std::vector<Factor> factors{
        {.id = "whole", .kind = Kind::kWhole, .low = 0, .high = values - 1},
        {.id = "choice",
         .kind = Kind::kChoice,
         .choices = std::vector<std::string>(static_cast<std::size_t>(values), "c")}};
    for (std::uint64_t levels = 2; levels <= 12; levels += 2) {
      const Design design{.kind = DesignKind::kMorris, .n = 200, .levels = levels, .seed = 1};
      const auto fault = design_fault(design, factors);
      EXPECT_EQ(fault.has_value(), levels < static_cast<std::uint64_t>(values));
      if (fault) continue;
      std::set<double> tried[2];
      for (const Settings& cell : make_cells(design, factors))
        for (std::size_t j = 0; j < 2; ++j)
          if (cell[j]) tried[j].insert(*cell[j]);
      for (const auto& found : tried) EXPECT_EQ(found.size(), static_cast<std::size_t>(values));
    }
  }
}

TEST(Design, WordsReadBack) {
  for (std::size_t i = 0; i < kDesignKinds; ++i) {
    const auto kind = static_cast<DesignKind>(i);
    EXPECT_EQ(design_of_word(design_word(kind)), kind);
  }
  EXPECT_EQ(design_of_word("sobols"), std::nullopt);
}

}  // namespace
}  // namespace stopover::experiment
