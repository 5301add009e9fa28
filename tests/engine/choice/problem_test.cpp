// SPDX-License-Identifier: Apache-2.0
// What a model and its data are made into.
#include "engine/choice/problem.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/choice/row_utilities.hpp"
#include "tests/engine/choice/sound_problems.hpp"

namespace stopover::choice {
namespace {

using testing::built;
using ::testing::ElementsAre;
using testing::parsed;
using testing::Sample;
using testing::sound;
using testing::sound_long;

TEST(ChoiceProblem, RowsAreWhatWasAvailable) {
  Sample sample;
  sample.column("x", {1, 2, 3, 4});
  sample.column("there", {1, 0, 1, 1});
  sample.column("choice", {10, 20, 20, 10});
  sample.column("person", {5, 8, 5, 8});
  sample.column("zone", {1, 2, 1, 2});
  sample.column("weight", {1, 2, 3, 4});
  sample.parameter("b");
  sample.alternative("a", 10, "b * x", "there");
  sample.alternative("c", 20, "b + 3");
  sample.data.panel = "person";
  sample.data.cluster = "zone";
  sample.data.weight = parsed("weight");
  const Problem problem = built(sample);
  EXPECT_EQ(problem.cases(), 4U);
  EXPECT_EQ(problem.units(), 2U);
  EXPECT_THAT(problem.unit_case, ElementsAre(0, 2, 4)) << "rows 1, 3 and rows 2, 4";
  EXPECT_THAT(problem.case_row, ElementsAre(0, 2, 4, 5, 7));
  EXPECT_THAT(problem.row_alternative, ElementsAre(0, 1, 0, 1, 1, 0, 1));
  EXPECT_THAT(problem.chosen, ElementsAre(1, 0, 0, 1, 1, 1, 0));
  EXPECT_THAT(problem.weight, ElementsAre(1, 3, 2, 4));
  EXPECT_THAT(problem.case_line, ElementsAre(2, 4, 3, 5));
  EXPECT_THAT(problem.cluster, ElementsAre(0, 1));
  EXPECT_EQ(problem.clusters, 2U);
  const estimation::Vector theta = testing::vector_of({0.5});
  RowUtilities out;
  row_utilities(problem, problem.classes[0], {theta.data(), 1}, {1, 4}, true, out);
  EXPECT_THAT(out.value, ElementsAre(1.5, 3.5, 3.5, 2, 3.5));
  EXPECT_EQ(out.derivative[0], 3);
}

TEST(ChoiceProblem, LongRowsThatAreNotThereAreGone) {
  Sample sample = sound_long();
  sample.cells("there")[4] = 0;
  // Sets need not stand together.
  std::swap(sample.cells("set")[1], sample.cells("set")[2]);
  sample.cells("times")[1] = 1;
  const Problem problem = built(sample);
  EXPECT_THAT(problem.case_row, ElementsAre(0, 2, 4, 5));
  EXPECT_THAT(problem.chosen, ElementsAre(1, 3, 1, 2, 1));
}

TEST(ChoiceProblem, FixedParametersAreNumbers) {
  Sample sample = sound();
  sample.spec.parameters[2].start = -0.5;
  sample.spec.parameters[2].fixed = true;
  const Problem problem = built(sample);
  ASSERT_EQ(problem.free.size(), 3U);
  EXPECT_EQ(problem.free[2].name, "b_cost");
  const double time = sample.cells("time_bus")[0];
  EXPECT_NEAR(problem.classes[0].offset[0], -0.5 * time, 1e-15);
  EXPECT_THAT(problem.symbols.at("b_time").number, -0.5);
}

}  // namespace
}  // namespace stopover::choice
