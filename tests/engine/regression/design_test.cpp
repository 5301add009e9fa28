// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/design.hpp"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/regression/samples.hpp"

namespace stopover::regression {
namespace {

using ::testing::ElementsAre;
using testing::line;
using testing::SplitMix;
using testing::vector_of;

const double kNan = std::numeric_limits<double>::quiet_NaN();
const double kInfinite = std::numeric_limits<double>::infinity();

TEST(Design, ASoundSampleHasNoFindings) {
  EXPECT_TRUE(check({line({1, 2, 3}), vector_of({1, 5, 2})}).empty());
}

TEST(Design, NamesRowAndTermOfEachCellThatIsNoNumber) {
  Sample sample{line({1, kNan, 3, 4}), vector_of({1, 2, kInfinite, 4}), {1, 1, 1, -1}};
  EXPECT_THAT(check(sample), ElementsAre(Finding{Problem::kNotFinite, {"x"}, 1},
                                         Finding{Problem::kBadWeight, {"weight"}, 3},
                                         Finding{Problem::kNotFinite, {"outcome"}, 2}));
  EXPECT_EQ(text({Problem::kNotFinite, {"x"}, 1}), "not finite: x (row 1)");
}

TEST(Design, KeepsTheFirstTwentyOfAKind) {
  const Sample sample{line(std::vector<double>(50, kNan)), vector_of(std::vector<double>(50, 1.0)),
                      std::vector<double>(50, -1.0)};
  const Findings findings = check(sample);
  EXPECT_EQ(findings.size(), 40U);
  EXPECT_EQ(findings.front().row, 0U);
  EXPECT_EQ(findings.back().row, 19U);
}

TEST(Design, CountsRowsOfPositiveWeight) {
  Sample sample{line({1, 2, 3, 4}), vector_of({1, 3, 2, 4})};
  EXPECT_TRUE(check(sample).empty());
  sample.weights = {1, 1, 0, 0};
  EXPECT_THAT(check(sample), ElementsAre(Finding{Problem::kTooFewRows, {}, {}}));
}

// North + south = one: the dummy trap; and a column that is a combination of two others.
TEST(Design, NamesACollinearColumnAndWhatItIsMadeOf) {
  SplitMix luck(3);
  Design design = testing::normal_design(30, 2, luck);
  design.terms.insert(design.terms.end(), {"north", "south", "sum", "nothing"});
  design.cells.conservativeResize(Eigen::NoChange, 7);
  for (Eigen::Index r = 0; r < 30; ++r) {
    design.cells(r, 3) = r % 3 == 0 ? 1 : 0;
    design.cells(r, 4) = 1 - design.cells(r, 3);
    design.cells(r, 5) = 1e6 * design.cells(r, 1) - 3e6 * design.cells(r, 2);
    design.cells(r, 6) = 0;
  }
  Findings findings;
  check_columns(design, {}, findings);
  EXPECT_THAT(findings, ElementsAre(Finding{Problem::kCollinear, {"south", "one", "north"}, {}},
                                    Finding{Problem::kCollinear, {"sum", "x1", "x2"}, {}},
                                    Finding{Problem::kCollinear, {"nothing"}, {}}));
  EXPECT_EQ(text(findings.front()), "collinear: south, one, north");
}

TEST(Design, CollinearityIsJudgedAmongRowsOfPositiveWeight) {
  Sample sample{line({1, 1, 1, 5}), vector_of({1, 3, 2, 4}), {1, 1, 1, 0}};
  EXPECT_THAT(check(sample), ElementsAre(Finding{Problem::kCollinear, {"x", "one"}, {}}));
  sample.weights[3] = 1e-3;
  EXPECT_TRUE(check(sample).empty());
}

TEST(Design, AYearOrASquareIsNoCollinearColumn) {
  Design design{{"one", "year", "year2"}, RowMatrix(8, 3)};
  for (Eigen::Index r = 0; r < 8; ++r) {
    const auto year = 2016.0 + static_cast<double>(r);
    design.cells.row(r) << 1, year, year * year;
  }
  Findings findings;
  check_columns(design, {}, findings);
  EXPECT_TRUE(findings.empty());
}

TEST(Design, PartsOfASampleNumberTheirClustersAnew) {
  const Sample sample{line({1, 2, 3, 4}),
                      vector_of({10, 20, 30, 40}),
                      {1, 2, 3, 4},
                      {.of_unit = {0, 1, 2, 2}, .count = 3, .small_sample = true}};
  const Sample part = rows_of(sample, {3, 1, 2});
  EXPECT_EQ(part.outcome, vector_of({40, 20, 30}));
  EXPECT_THAT(part.weights, ElementsAre(4, 2, 3));
  EXPECT_THAT(part.clusters.of_unit, ElementsAre(0, 1, 0));
  EXPECT_EQ(part.clusters.count, 2U);
  EXPECT_TRUE(part.clusters.small_sample);
}

TEST(DesignDeathTest, WrongShapesAreBugs) {
  EXPECT_DEATH((void)check({line({1, 2, 3}), vector_of({1, 2})}), "one outcome a row");
  EXPECT_DEATH((void)check({line({1, 2, 3}), vector_of({1, 2, 3}), {1}}), "one weight a row");
  Design design = line({1, 2, 3});
  design.terms.pop_back();
  EXPECT_DEATH((void)check({design, vector_of({1, 2, 3})}), "one name a column");
}

}  // namespace
}  // namespace stopover::regression
