// SPDX-License-Identifier: Apache-2.0
// Every fault of the data of a model, each provoked by one slip in sound ones.
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/choice/problem.hpp"
#include "tests/engine/choice/sound_problems.hpp"

namespace stopover::choice {
namespace {

using testing::expect_after;
using testing::expect_fault;
using testing::faults_of;
using testing::parsed;
using testing::Sample;
using testing::sound;
using testing::sound_classes;
using testing::sound_long;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

TEST(ChoiceProblem, MissingValues) {
  expect_after(sound(), [](Sample& s) { s.cells("cost_bus")[3] = kMissing; },
               {"E-CHO-010", 5, "bus", "no number", "every column that the utility reads"});
  expect_after(sound(), [](Sample& s) { s.cells("rail_there")[4] = kMissing; },
               {"E-CHO-010", 6, "alternative[1].available", "nothing", "every column"});
  expect_after(sound(),
               [](Sample& s) {
                 s.data.exclude = parsed("income == 3");
                 s.cells("income")[0] = kMissing;
               },
               {"E-CHO-010", 2, "data.exclude", "nothing", "that the condition reads"});
  expect_after(sound(),
               [](Sample& s) {
                 s.data.panel = "person";
                 s.cells("person")[9] = kMissing;
               },
               {"E-CHO-010", 11, "person", "nothing", "a number, for data.panel"});
  expect_after(sound(),
               [](Sample& s) {
                 s.data.cluster = "person";
                 s.cells("person")[9] = kMissing;
               },
               {"E-CHO-010", 11, "person", "nothing", "a number, for data.cluster"});
  expect_after(sound_long(),
               [](Sample& s) {
                 s.cells("set")[0] = kMissing;
                 s.cells("set")[1] = 0;
                 s.cells("times")[1] = 1;
               },
               {"E-CHO-010", 2, "set", "nothing", "a number, for data.case"});
  expect_after(sound_long(), [](Sample& s) { s.cells("there")[2] = kMissing; },
               {"E-CHO-010", 4, "alternative[0].available", "nothing", "every column"});
  // A dummy of an empty cell is not 0.
  expect_after(sound(),
               [](Sample& s) {
                 s.spec.alternatives[2].utility =
                     parsed("b_time * time_car + b_cost * (income == 1)");
                 s.cells("income")[7] = kMissing;
               },
               {"E-CHO-010", 9, "car", "no number", "every column that the utility reads"});
  expect_after(sound_classes(),
               [](Sample& s) {
                 s.spec.classes[0].share = parsed("p * (income > 0)");
                 s.cells("income")[1] = kMissing;
               },
               {"E-CHO-010", 3, "one", "no number", "every column that the class reads"});
}

TEST(ChoiceProblem, ValuesThatAreInfinite) {
  expect_after(sound(),
               [](Sample& s) {
                 s.spec.alternatives[0].utility = parsed("asc_bus + b_cost * log(cost_bus)");
                 s.cells("cost_bus")[5] = 0;
               },
               {"E-CHO-010", 7, "bus", "no number", "every column that the utility reads"});
  expect_after(sound(),
               [](Sample& s) {
                 s.spec.alternatives[0].utility = parsed("1 / asc_bus ^ 2 * time_bus");
                 s.cells("time_bus")[0] = 0;
                 for (std::size_t r = 1; r < 10; ++r) s.cells("rail_there")[r] = 1;
                 s.data.exclude = parsed("time_bus > 0");
               },
               {"E-CHO-010", 2, "bus", "no number", "at the start values"});
  Sample guarded = sound();
  guarded.spec.alternatives[0].utility =
      parsed("asc_bus + if(cost_bus > 0, b_cost * log(cost_bus), 0)");
  guarded.cells("cost_bus")[5] = 0;
  EXPECT_TRUE(faults_of(guarded).empty()) << faults_of(guarded).text();
  // What is not available, or left out, may be missing.
  Sample unread = sound();
  unread.cells("cost_rail") = std::vector<double>(10, kMissing);
  unread.cells("rail_there") = std::vector<double>(10, 0);
  for (double& choice : unread.cells("choice")) choice = 1;
  unread.cells("cost_bus")[2] = kMissing;
  unread.column("skip", {0, 0, 1, 0, 0, 0, 0, 0, 0, 0});
  unread.data.exclude = parsed("skip");
  EXPECT_TRUE(faults_of(unread).empty()) << faults_of(unread).text();
}

TEST(ChoiceProblem, ChoicesThatWereNotAvailable) {
  expect_after(sound(),
               [](Sample& s) {
                 s.cells("rail_there")[6] = 0;
                 s.cells("choice")[6] = 2;
               },
               {"E-CHO-011", 8, "choice", "rail", "a choice that was available"});
  expect_after(sound(),
               [](Sample& s) {
                 for (Alternative& a : s.spec.alternatives) a.available = parsed("time_bus > 0");
                 s.cells("time_bus")[1] = 0;
                 s.cells("choice")[1] = 9;
                 s.data.exclude = parsed("choice == 9 and time_bus > 0");
                 s.cells("choice")[1] = 1;
               },
               {"E-CHO-011", 3, "choice", "bus", "a choice that was available"});
  expect_after(sound_long(), [](Sample& s) { s.cells("there")[3] = 0; },
               {"E-CHO-011", 5, "times", "2", "0, since the row is not available"});
}

TEST(ChoiceProblem, ChoicesThatAreNoAlternative) {
  expect_after(sound(), [](Sample& s) { s.cells("choice")[0] = 4; },
               {"E-CHO-012", 2, "choice", "4", "the code of an alternative"});
  expect_after(sound(), [](Sample& s) { s.cells("choice")[9] = kMissing; },
               {"E-CHO-012", 11, "choice", "", "the code of an alternative"});
  expect_after(sound_long(), [](Sample& s) { s.cells("times")[1] = -1; },
               {"E-CHO-012", 3, "times", "-1", "how many times"});
  expect_after(sound_long(), [](Sample& s) { s.cells("times")[1] = kMissing; },
               {"E-CHO-012", 3, "times", "", "how many times"});
}

TEST(ChoiceProblem, NoChoicesLeft) {
  expect_after(sound(), [](Sample& s) { s.data.exclude = parsed("1"); },
               {"E-CHO-013", 0, "data.exclude", "no choices", "not left out"});
  expect_after(sound(),
               [](Sample& s) {
                 for (auto& c : s.table.columns) c.clear();
                 s.table.lines.clear();
               },
               {"E-CHO-013", 0, "data.exclude", "no choices", "at least one choice"});
}

TEST(ChoiceProblem, WeightsThatAreNone) {
  expect_after(sound(),
               [](Sample& s) {
                 s.data.weight = parsed("income");
                 s.cells("income")[4] = -0.5;
               },
               {"E-CHO-014", 6, "data.weight", "-0.5", "not negative"});
  expect_after(sound(),
               [](Sample& s) {
                 s.data.weight = parsed("income");
                 s.cells("income")[4] = kMissing;
               },
               {"E-CHO-014", 6, "data.weight", "nan", "not negative"});
  expect_after(sound(),
               [](Sample& s) {
                 s.data.weight = parsed("1 / (income > 0)");
                 s.cells("income")[4] = 0;
               },
               {"E-CHO-014", 6, "data.weight", "inf", "not negative"});
}

TEST(ChoiceProblem, SetsWithoutOneChoice) {
  expect_after(sound_long(), [](Sample& s) { s.cells("times")[0] = 0; },
               {"E-CHO-015", 2, "times", "nothing chosen", "a choice in each choice set"});
  Sample mixed = sound_long();
  mixed.parameter("spread", 0.1);
  mixed.random("taste", Draw::kNormal, Shape::kPlain, "b", "spread");
  mixed.spec.alternatives[0].utility = parsed("taste * x");
  expect_fault(mixed, {"E-CHO-015", 4, "times", "5 choices", "one choice in each"});
}

TEST(ChoiceProblem, ReportsAllFaultsOfTheDataTogether) {
  Sample sample = sound();
  sample.data.weight = parsed("income");
  sample.cells("choice")[0] = 7;
  sample.cells("choice")[1] = 2;
  sample.cells("rail_there")[1] = 0;
  sample.cells("income")[2] = -1;
  sample.cells("rail_there")[3] = kMissing;
  std::vector<std::string> found;
  const FaultList faults = faults_of(sample);
  for (const InputFault& fault : faults.kept())
    found.push_back(fault.rule + ":" + std::to_string(fault.line));
  EXPECT_THAT(found, ::testing::UnorderedElementsAre("E-CHO-012:2", "E-CHO-011:3", "E-CHO-014:4",
                                                     "E-CHO-010:5"));
}

}  // namespace
}  // namespace stopover::choice
