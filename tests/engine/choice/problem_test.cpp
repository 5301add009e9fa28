// SPDX-License-Identifier: Apache-2.0
// Every fault of a model and its data, each provoked by one slip in a sound sample, and what a
// sound one is made into.
#include "engine/choice/problem.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/choice/choice_sample.hpp"

namespace stopover::choice {
namespace {

using testing::built;
using ::testing::ElementsAre;
using testing::faults_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Luck;
using testing::parsed;
using testing::Sample;
using testing::trips;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Ten choices of ten persons, all parts sound.
Sample sound() {
  Luck luck(81);
  Sample sample = trips(luck, 10, 1);
  add_linear_utilities(sample);
  return sample;
}

Sample sound_mixed() {
  Sample sample = sound();
  sample.parameter("spread", 0.1);
  sample.random("taste", Draw::kNormal, Shape::kPlain, "b_time", "spread");
  for (Alternative& alternative : sample.spec.alternatives)
    alternative.utility = alternative.utility.with({{"b_time", parsed("taste")}});
  return sample;
}

Sample sound_nested() {
  Sample sample = sound();
  sample.parameter("mu", 1);
  sample.nest("public", "mu", {{"bus", ""}, {"rail", ""}});
  return sample;
}

Sample sound_classes() {
  Sample sample = sound();
  sample.parameter("p", 0.5);
  sample.share("one", "p", {{"b_time", "0"}});
  sample.share("two", "1 - p");
  return sample;
}

// Three sets of two rows.
Sample sound_long() {
  Sample sample;
  sample.data = {.long_form = true, .choice = "times", .case_id = "set"};
  sample.column("set", {1, 1, 2, 2, 3, 3});
  sample.column("x", {1, 2, 3, 4, 5, 7});
  sample.column("there", {1, 1, 1, 1, 1, 1});
  sample.column("times", {1, 0, 3, 2, 0, 1});
  sample.parameter("b");
  sample.alternative("row", 0, "b * x", "there");
  return sample;
}

struct Expected {
  const char* rule;
  int line;  // of the data; 0: of the model
  const char* field;
  const char* found;
  const char* expected;
};

// One fault, with everything a reader needs.
void expect_fault(const Sample& sample, const Expected& expected) {
  const FaultList faults = faults_of(sample);
  SCOPED_TRACE(std::string(expected.rule) + " " + expected.field + "\n" + faults.text());
  ASSERT_EQ(faults.kept().size(), 1U);
  const InputFault& fault = faults.kept().front();
  EXPECT_EQ(fault.rule, expected.rule);
  EXPECT_EQ(fault.file, expected.line > 0 ? "choices.csv" : "model.txtpb");
  EXPECT_EQ(fault.line, expected.line > 0 ? expected.line
                                          : static_cast<int>(std::string(expected.field).size()));
  EXPECT_EQ(fault.field, expected.field);
  EXPECT_EQ(fault.found, expected.found);
  EXPECT_THAT(fault.expected, HasSubstr(expected.expected));
}

using Slip = std::function<void(Sample&)>;
void expect_after(Sample sample, const Slip& slip, const Expected& expected) {
  slip(sample);
  expect_fault(sample, expected);
}

TEST(ChoiceProblem, ASoundOneHasNoFaults) {
  for (const Sample& sample :
       {sound(), sound_mixed(), sound_nested(), sound_classes(), sound_long()})
    EXPECT_TRUE(faults_of(sample).empty()) << faults_of(sample).text();
}

TEST(ChoiceProblem, UnknownNames) {
  expect_after(sound(),
               [](Sample& s) {
                 s.spec.alternatives[0].utility = parsed(
                     "asc_bus + b_tiem"
                     " * time_bus");
               },
               {"E-CHO-002", 0, "alternative[0].utility", "b_tiem", "a parameter, a definition"});
  expect_after(sound(), [](Sample& s) { s.spec.alternatives[1].available = parsed("rail"); },
               {"E-CHO-002", 0, "alternative[1].available", "rail", "a column of the data"});
  expect_after(sound(), [](Sample& s) { s.spec.alternatives[1].available = parsed("b_time > 0"); },
               {"E-CHO-002", 0, "alternative[1].available", "b_time", "columns of the data only"});
  expect_after(sound_mixed(), [](Sample& s) { s.data.exclude = parsed("taste > 0"); },
               {"E-CHO-002", 0, "data.exclude", "taste", "no random coefficient"});
  expect_after(sound(), [](Sample& s) { s.data.weight = parsed("wieght"); },
               {"E-CHO-002", 0, "data.weight", "wieght", "a column"});
  expect_after(sound(), [](Sample& s) { s.data.choice = ""; },
               {"E-CHO-002", 0, "data.choice", "", "the name of a column"});
  expect_after(sound(), [](Sample& s) { s.data.choice = "chosen"; },
               {"E-CHO-002", 0, "data.choice", "chosen", "the name of a column"});
  expect_after(sound(), [](Sample& s) { s.data.panel = "persons"; },
               {"E-CHO-002", 0, "data.panel", "persons", "the name of a column"});
  expect_after(sound(), [](Sample& s) { s.data.cluster = "zone"; },
               {"E-CHO-002", 0, "data.cluster", "zone", "the name of a column"});
  expect_after(sound_long(), [](Sample& s) { s.data.case_id = ""; },
               {"E-CHO-002", 0, "data.case", "", "the name of a column"});
  expect_after(sound_mixed(),
               [](Sample& s) {
                 s.spec.random[0].mean = "b_tiem";
                 s.spec.alternatives[0].utility = parsed("asc_bus + b_time + taste + b_cost");
               },
               {"E-CHO-002", 0, "random[0].mean", "b_tiem", "the name of a parameter"});
  expect_after(sound_mixed(),
               [](Sample& s) {
                 s.spec.random[0].loads.push_back({"toste", "spread"});
               },
               {"E-CHO-002", 0, "random[0].load", "toste", "a random coefficient"});
  expect_after(sound_mixed(),
               [](Sample& s) {
                 s.spec.random[0].loads.push_back({"taste", "sprad"});
               },
               {"E-CHO-002", 0, "random[0].spread", "sprad", "the name of a parameter"});
  expect_after(sound_nested(), [](Sample& s) { s.spec.nests[0].scale = parsed("mu * income"); },
               {"E-CHO-002", 0, "nest[0].scale", "income", "parameters only"});
  expect_after(sound_nested(), [](Sample& s) { s.spec.nests[0].members[1].share = parsed("inc"); },
               {"E-CHO-002", 0, "nest[0].member[1].share", "inc", "parameters only"});
  expect_after(sound_classes(), [](Sample& s) { s.spec.classes[1].share = parsed("1 - q"); },
               {"E-CHO-002", 0, "class[1].share", "q", "a parameter"});
  expect_after(sound_classes(), [](Sample& s) { s.spec.classes[1].set["b_tiem"] = parsed("0"); },
               {"E-CHO-002", 0, "class[1].set", "b_tiem", "the name of a parameter"});
}

TEST(ChoiceProblem, NamesAndCodesUsedTwice) {
  expect_after(sound(), [](Sample& s) { s.parameter("b_time"); },
               {"E-CHO-003", 0, "parameter[4].name", "b_time", "nothing else"});
  expect_after(sound(),
               [](Sample& s) {
                 s.spec.parameters[0].name = "income";
                 s.spec.alternatives[0].utility = parsed("income + b_time * time_bus");
               },
               {"E-CHO-003", 0, "parameter[0].name", "income", "not a column"});
  expect_after(
      sound_mixed(),
      [](Sample& s) { s.random("taste", Draw::kNormal, Shape::kPlain, "b_time", "spread"); },
      {"E-CHO-003", 0, "random[1].name", "taste", "nothing else"});
  expect_after(sound(), [](Sample& s) { s.spec.alternatives[2].name = "bus"; },
               {"E-CHO-003", 0, "alternative[2].name", "bus", "a name of its own"});
  expect_after(sound(), [](Sample& s) { s.alternative("ferry", 2, "b_cost"); },
               {"E-CHO-003", 0, "alternative[3].code", "2", "a code of its own"});
  expect_after(sound_nested(),
               [](Sample& s) {
                 s.nest("car", "", {{"public", ""}, {"bus", "1"}});
               },
               {"E-CHO-003", 0, "nest[1].name", "car", "no alternative or other nest"});
}

TEST(ChoiceProblem, RandomCoefficientsThatAreNotLinear) {
  expect_after(sound_mixed(),
               [](Sample& s) {
                 s.spec.alternatives[0].utility = parsed("asc_bus * taste + b_cost * taste");
               },
               {"E-CHO-004", 0, "alternative[0].utility", "taste", "times data only"});
  expect_after(sound_mixed(),
               [](Sample& s) { s.spec.alternatives[2].utility = parsed("exp(taste)"); },
               {"E-CHO-004", 0, "alternative[2].utility", "taste", "times data only"});
}

TEST(ChoiceProblem, PartsThatDoNotGoTogether) {
  expect_after(sound_mixed(),
               [](Sample& s) {
                 s.nest("public", "", {{"bus", ""}, {"rail", ""}});
               },
               {"E-CHO-005", 0, "random", "", "one of nests, random coefficients and classes"});
  expect_after(sound_classes(),
               [](Sample& s) {
                 s.nest("public", "", {{"bus", ""}});
               },
               {"E-CHO-005", 0, "class", "", "one of nests, random coefficients and classes"});
  expect_after(sound_mixed(),
               [](Sample& s) {
                 s.spec.random[0].loads.clear();
                 s.spec.parameters.pop_back();
               },
               {"E-CHO-005", 0, "random[0].spread", "", "a parameter for the spread"});
  expect_after(sound(),
               [](Sample& s) {
                 s.spec.alternatives.resize(1);
                 s.spec.parameters[1].fixed = true;
               },
               {"E-CHO-005", 0, "alternative", "1", "at least two alternatives"});
  expect_after(sound_long(), [](Sample& s) { s.alternative("other", 0, "b"); },
               {"E-CHO-005", 0, "alternative", "2", "one alternative, for every row"});
  expect_after(sound_long(),
               [](Sample& s) {
                 s.nest("all", "", {{"row", ""}});
               },
               {"E-CHO-005", 0, "nest", "all", "no nests over long data"});
  expect_after(sound_nested(), [](Sample& s) { s.spec.root_scale = parsed("mu"); },
               {"E-CHO-005", 0, "root_scale", "", "only where nests are normalised to 1"});
  expect_after(sound(), [](Sample& s) { s.share("all", "1"); },
               {"E-CHO-005", 0, "class[0]", "", "at least two classes"});
  expect_after(sound_classes(), [](Sample& s) { s.membership("three", "p"); },
               {"E-CHO-005", 0, "class[2]", "three", "a share in each class"});
  expect_after(sound_classes(), [](Sample& s) { s.spec.classes[1].membership = parsed("p"); },
               {"E-CHO-005", 0, "class[1]", "two", "a share in each class"});
}

TEST(ChoiceProblem, NestsThatAreNoNetwork) {
  expect_after(sound_nested(), [](Sample& s) { s.spec.nests[0].members[1].name = "tram"; },
               {"E-CHO-006", 0, "nest[0].member[1].name", "tram", "an alternative or a nest"});
  expect_after(sound_nested(),
               [](Sample& s) {
                 s.nest("wheels", "", {{"bus", ""}, {"car", ""}});
               },
               {"E-CHO-006", 0, "nest[1].member[0].share", "bus", "in several nests"});
  expect_after(sound_nested(), [](Sample& s) { s.nest("none", "", {}); },
               {"E-CHO-006", 0, "nest[1]", "none", "a nest with members"});
  expect_after(sound_nested(),
               [](Sample& s) {
                 s.nest("up", "", {{"down", ""}});
                 s.nest("down", "", {{"up", ""}, {"car", ""}});
               },
               {"E-CHO-006", 0, "nest", "public", "do not hold each other"});
}

TEST(ChoiceProblem, WhatIsNotUsed) {
  expect_after(sound(), [](Sample& s) { s.parameter("b_comfort"); },
               {"E-CHO-007", 0, "parameter[4].name", "b_comfort", "uses"});
  expect_after(sound_mixed(),
               [](Sample& s) { s.random("other", Draw::kNormal, Shape::kPlain, "", "spread"); },
               {"E-CHO-007", 0, "random[1].name", "other", "uses"});
  Sample fixed = sound();
  fixed.parameter("b_comfort");
  fixed.spec.parameters.back().fixed = true;
  EXPECT_TRUE(faults_of(fixed).empty()) << "a fixed one is at rest";
}

TEST(ChoiceProblem, StartsOutsideTheirBounds) {
  expect_after(sound(), [](Sample& s) { s.spec.parameters[2].lower = 0.5; },
               {"E-CHO-008", 0, "parameter[2].start", "0", "a number from 0.5 to inf"});
  expect_after(sound(), [](Sample& s) { s.spec.parameters[2].start = kMissing; },
               {"E-CHO-008", 0, "parameter[2].start", "nan", "a number from -inf to inf"});
  expect_after(sound_mixed(),
               [](Sample& s) {
                 s.spec.random[0].shape = Shape::kBounded;
                 s.spec.random[0].lower = 2;
                 s.spec.random[0].upper = 2;
               },
               {"E-CHO-008", 0, "random[0].upper", "2", "a number above 2"});
}

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

TEST(ChoiceProblem, ReportsAllFaultsOfTheModelTogether) {
  Sample sample = sound_nested();
  sample.parameter("b_comfort");
  sample.parameter("b_time");
  sample.spec.parameters[0].lower = 1;
  sample.spec.alternatives[0].utility = parsed("asc_bus + b_tiem * time_bus + b_cost * cots_bus");
  sample.spec.nests[0].members[0].name = "tram";
  sample.data.panel = "persons";
  std::vector<std::string> found;
  const FaultList faults = faults_of(sample);
  for (const InputFault& fault : faults.kept()) found.push_back(fault.rule + " " + fault.found);
  EXPECT_THAT(found,
              ::testing::UnorderedElementsAre("E-CHO-003 b_time", "E-CHO-008 0", "E-CHO-002 b_tiem",
                                              "E-CHO-002 cots_bus", "E-CHO-006 tram",
                                              "E-CHO-002 persons", "E-CHO-007 b_comfort"));
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

// ---- what it is made into -----------------------------------------------------------------------

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
