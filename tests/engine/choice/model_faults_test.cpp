// SPDX-License-Identifier: Apache-2.0
// Every fault of a model, each provoked by one slip in a sound one.
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/choice/problem.hpp"
#include "tests/engine/choice/sound_problems.hpp"

namespace stopover::choice {
namespace {

using testing::expect_after;
using testing::faults_of;
using testing::parsed;
using testing::Sample;
using testing::sound;
using testing::sound_classes;
using testing::sound_long;
using testing::sound_mixed;
using testing::sound_nested;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

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

}  // namespace
}  // namespace stopover::choice
