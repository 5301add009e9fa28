// SPDX-License-Identifier: Apache-2.0
#include "models/choice/model_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stopover::choice {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kEverything = R"(# every feature of the schema
name: "Everything"
note: "of a test"
data {
  choice: "chosen"
  exclude: "age < 18"
  weight: "w / 2"
  panel: "person"
  cluster: "zone"
  small_sample: true
}
define { name: "hours" as: "minutes / 60" }
define { name: "worth" as: "hours * wage" }
parameter { name: "a" }
parameter { name: "b" start: -0.5 lower: -2 upper: 0 }
parameter { name: "c" start: 3 fixed: true }
random { name: "n" mean: "a" spread: "b" }
random { name: "l" distribution: LOGNORMAL spread: "b" load { on: "n" spread: "c" } }
random { name: "m" distribution: NEGATIVE_LOGNORMAL mean: "a" spread: "b" }
random { name: "u" distribution: UNIFORM mean: "a" spread: "b" }
random { name: "t" distribution: TRIANGULAR mean: "a" spread: "b" }
random { name: "s" distribution: JOHNSON_SB mean: "a" spread: "b" lower: -3 upper: 1.5 }
alternative { name: "bus" code: 1 utility: "a + b * worth" }
alternative { name: "car" code: 2.5 available: "has_car == 1" utility: "b * hours" }
nest { name: "inner" scale: "c" member { name: "bus" share: "0.25" } member { name: "car" } }
nest { name: "outer" member { name: "inner" } }
normalisation: BOTTOM
root_scale: "1 / c"
class { name: "one" share: "c" set { parameter: "b" to: "0" } set { parameter: "a" to: "b" } }
class { name: "two" membership: "c * hours" }
draws { number: 250 seed: 17 }
)";

struct Read {
  ModelFile model;
  FaultList faults;
};
Read read(std::string_view text) {
  Read result;
  result.model = read_model(text, "model.txtpb", result.faults);
  return result;
}

// "E-CHO-001:3 alternative[0].utility" for each fault.
std::vector<std::string> brief(const FaultList& faults) {
  std::vector<std::string> out;
  for (const InputFault& fault : faults.kept())
    out.push_back(fault.rule + ":" + std::to_string(fault.line) + " " + fault.field);
  return out;
}

std::vector<std::string> names(const Expression& expression) {
  const auto set = expression.names();
  return {set.begin(), set.end()};
}

TEST(ModelFile, ReadsEveryFeature) {
  const Read found = read(kEverything);
  EXPECT_TRUE(found.faults.empty()) << found.faults.text();
  const ModelSpec& spec = found.model.spec;
  EXPECT_EQ(spec.name, "Everything");
  const DataSpec& data = found.model.data;
  EXPECT_EQ(data.choice, "chosen");
  EXPECT_EQ(data.panel, "person");
  EXPECT_EQ(data.cluster, "zone");
  EXPECT_FALSE(data.long_form);
  EXPECT_THAT(names(data.exclude), ElementsAre("age"));
  EXPECT_THAT(names(data.weight), ElementsAre("w"));
  EXPECT_TRUE(found.model.small_sample);
  ASSERT_EQ(spec.parameters.size(), 3U);
  EXPECT_EQ(spec.parameters[0].start, 0);
  EXPECT_EQ(spec.parameters[0].lower, -std::numeric_limits<double>::infinity());
  EXPECT_EQ(spec.parameters[1].start, -0.5);
  EXPECT_EQ(spec.parameters[1].lower, -2);
  EXPECT_EQ(spec.parameters[1].upper, 0);
  EXPECT_FALSE(spec.parameters[1].fixed);
  EXPECT_TRUE(spec.parameters[2].fixed);
  ASSERT_EQ(spec.alternatives.size(), 2U);
  EXPECT_EQ(spec.alternatives[1].code, 2.5);
  EXPECT_TRUE(spec.alternatives[0].available.empty());
  EXPECT_THAT(names(spec.alternatives[1].available), ElementsAre("has_car"));
  EXPECT_THAT(names(spec.alternatives[0].utility), ElementsAre("a", "b", "minutes", "wage"))
      << "definitions are put in, also into each other";
  EXPECT_EQ(found.model.draws.number, 250U);
  EXPECT_EQ(found.model.draws.seed, 17U);
}

TEST(ModelFile, ReadsDistributions) {
  const ModelSpec spec = read(kEverything).model.spec;
  ASSERT_EQ(spec.random.size(), 6U);
  const auto is = [&](std::size_t i, Draw draw, Shape shape) {
    EXPECT_EQ(spec.random[i].draw, draw) << i;
    EXPECT_EQ(spec.random[i].shape, shape) << i;
  };
  is(0, Draw::kNormal, Shape::kPlain);
  is(1, Draw::kNormal, Shape::kExponential);
  is(2, Draw::kNormal, Shape::kMinusExponential);
  is(3, Draw::kUniform, Shape::kPlain);
  is(4, Draw::kTriangular, Shape::kPlain);
  is(5, Draw::kNormal, Shape::kBounded);
  EXPECT_EQ(spec.random[0].mean, "a");
  EXPECT_EQ(spec.random[1].mean, "");
  ASSERT_EQ(spec.random[1].loads.size(), 2U);
  EXPECT_EQ(spec.random[1].loads[0].draw_of, "l") << "its own draw first";
  EXPECT_EQ(spec.random[1].loads[0].spread, "b");
  EXPECT_EQ(spec.random[1].loads[1].draw_of, "n");
  EXPECT_EQ(spec.random[1].loads[1].spread, "c");
  EXPECT_EQ(spec.random[5].lower, -3);
  EXPECT_EQ(spec.random[5].upper, 1.5);
}

TEST(ModelFile, ReadsNestsAndClasses) {
  const ModelSpec spec = read(kEverything).model.spec;
  ASSERT_EQ(spec.nests.size(), 2U);
  EXPECT_EQ(spec.nests[0].name, "inner");
  EXPECT_THAT(names(spec.nests[0].scale), ElementsAre("c"));
  EXPECT_EQ(spec.nests[0].members[0].name, "bus");
  EXPECT_EQ(spec.nests[0].members[0].share.nodes().back().number, 0.25);
  EXPECT_TRUE(spec.nests[0].members[1].share.empty());
  EXPECT_TRUE(spec.nests[1].scale.empty());
  EXPECT_EQ(spec.normalisation, Normalisation::kBottom);
  EXPECT_THAT(names(spec.root_scale), ElementsAre("c"));
  ASSERT_EQ(spec.classes.size(), 2U);
  EXPECT_THAT(names(spec.classes[0].share), ElementsAre("c"));
  EXPECT_TRUE(spec.classes[0].membership.empty());
  EXPECT_EQ(spec.classes[0].set.at("b").nodes().back().number, 0);
  EXPECT_THAT(names(spec.classes[0].set.at("a")), ElementsAre("b"));
  EXPECT_THAT(names(spec.classes[1].membership), ElementsAre("c", "minutes"));
  EXPECT_EQ(read("normalisation: UNSCALED").model.spec.normalisation, Normalisation::kUnscaled);
  EXPECT_EQ(read("").model.spec.normalisation, Normalisation::kTop);
}

TEST(ModelFile, KnowsTheLineOfEachPart) {
  const ModelFile model = read(kEverything).model;
  for (const auto& [field, line] : {std::pair{"data.exclude", 6},
                                    {"data.weight", 7},
                                    {"parameter[1].start", 15},
                                    {"random[5].upper", 22},
                                    {"alternative[1].available", 24},
                                    {"nest[0].member[1].share", 25},
                                    {"nest[1].name", 26},
                                    {"root_scale", 28},
                                    {"class[1].membership", 30},
                                    {"data.case", 4}})
    EXPECT_EQ(model.places.line(field), line) << field;
  EXPECT_EQ(model.places.line("alternative[9].utility"), 1) << "nothing of it is written";
}

TEST(ModelFile, SaysWhereAnExpressionCannotBeRead) {
  const Read found = read(
      "define { name: \"d\" as: \"1 +\" }\n"
      "alternative {\n"
      "  name: \"bus\"\n"
      "  utility: \"a + b * (time_bus\"\n"
      "}\n"
      "data { weight: \"2 x\" exclude: \"a = 1\" }\n"
      "nest { name: \"n\" scale: \"mu ^\" member { name: \"x\" share: \"*\" } }\n"
      "class { name: \"k\" share: \"log(p\" set { parameter: \"b\" to: \"\" } }\n");
  EXPECT_THAT(
      brief(found.faults),
      UnorderedElementsAre("E-CHO-001:1 define[0].as", "E-CHO-001:4 alternative[0].utility",
                           "E-CHO-001:6 data.weight", "E-CHO-001:6 data.exclude",
                           "E-CHO-001:7 nest[0].scale", "E-CHO-001:7 nest[0].member[0].share",
                           "E-CHO-001:8 class[0].share", "E-CHO-001:8 class[0].set[0].to"));
  const auto fault =
      std::ranges::find(found.faults.kept(), "alternative[0].utility", &InputFault::field);
  EXPECT_EQ(fault->file, "model.txtpb");
  EXPECT_EQ(fault->found, "the end");
  EXPECT_EQ(fault->expected, "')', at character 18 of a + b * (time_bus");
}

TEST(ModelFile, NamesAndUtilitiesMustBeThere) {
  const Read found = read(
      "parameter { start: 1 }\n"
      "random { mean: \"a\" }\n"
      "alternative { code: 1 }\n"
      "define { as: \"1\" }\n"
      "define { name: \"d\" as: \"1\" }\n"
      "define { name: \"d\" as: \"2\" }\n"
      "class { set { parameter: \"b\" to: \"0\" }\n"
      "        set { parameter: \"b\" to: \"1\" } }\n");
  EXPECT_THAT(
      brief(found.faults),
      UnorderedElementsAre("E-CHO-001:1 parameter[0].name", "E-CHO-001:2 random[0].name",
                           "E-CHO-001:3 alternative[0].name", "E-CHO-001:3 alternative[0].utility",
                           "E-CHO-001:4 define[0].name", "E-CHO-001:6 define[2].name",
                           "E-CHO-001:8 class[0].set[1].parameter"));
}

TEST(ModelFile, FaultsOfTheTextHaveTheirLine) {
  struct Case {
    const char* text;
    const char* rule;
    int line;
  };
  for (const Case& c : {Case{"name: \"x\"\nparametr { name: \"a\" }\n", "E-SCN-005", 2},
                        Case{"name: \"x\"\n\nparameter { name: \"a\" strat: 1 }\n", "E-SCN-005", 3},
                        Case{"parameter {\n  name: \"a\"\n  start: \"zero\"\n}\n", "E-SCN-004", 3},
                        Case{"parameter { name: 5 }\n", "E-SCN-004", 1},
                        Case{"\nrandom { name: \"r\" distribution: GAUSS }\n", "E-SCN-006", 2},
                        Case{"name: \"x\"\nname: \"y\"\n", "E-SCN-007", 2},
                        Case{"alternative { name: \"a\" code: 010 }\n", "E-SCN-008", 1},
                        Case{"name: \"x\"\nparameter { name: \"a\"\n", "E-SCN-004", 3},
                        Case{"name: \"\xff\"\n", "E-SCN-002", 1}}) {
    const Read found = read(c.text);
    ASSERT_TRUE(found.faults.has_errors()) << c.text;
    EXPECT_EQ(found.faults.kept().front().rule, c.rule) << c.text << found.faults.text();
    EXPECT_EQ(found.faults.kept().front().line, c.line) << c.text << found.faults.text();
    EXPECT_EQ(found.faults.kept().front().file, "model.txtpb");
  }
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "x {";
  EXPECT_TRUE(read(deep).faults.has_errors());
}

// Definitions of definitions grow fast: 2^40 names are refused, not made.
TEST(ModelFile, DefinitionsThatGrowWithoutEndAreRefused) {
  std::string text = "define { name: \"d0\" as: \"x + x\" }\n";
  for (int i = 1; i < 40; ++i)
    text += "define { name: \"d" + std::to_string(i) + "\" as: \"d" + std::to_string(i - 1) +
            " + d" + std::to_string(i - 1) + "\" }\n";
  const Read found = read(text + "alternative { name: \"a\" utility: \"d39\" }\n");
  ASSERT_GE(found.faults.count("E-CHO-001"), 1U);
  EXPECT_THAT(found.faults.kept().front().expected, HasSubstr("at most"));
}

// ---- tables -------------------------------------------------------------------------------------

constexpr std::string_view kModel = R"(data { choice: "choice" }
parameter { name: "b" }
alternative { name: "a" code: 1 utility: "b * x" }
alternative { name: "c" code: 2 utility: "b * 'y z'" }
)";

struct ReadTable {
  Table table;
  FaultList faults;
};
ReadTable table(const std::string& bytes, std::string_view model = kModel) {
  ReadTable result;
  const ModelFile file = read_model(model, "model.txtpb", result.faults);
  result.table = read_table(bytes, "data.csv", file, result.faults);
  return result;
}
const std::vector<double>& column(const Table& table, const std::string& name) {
  return table.columns.at(table.names.find(name)->second);
}

TEST(ModelTable, ReadsTheColumnsThatTheModelNames) {
  const ReadTable found = table("other,x,choice,y z\ntext,1.5,1,-2\n,2e3,2,0\n");
  EXPECT_TRUE(found.faults.empty()) << found.faults.text();
  EXPECT_EQ(found.table.rows(), 2U);
  EXPECT_EQ(found.table.file, "data.csv");
  EXPECT_THAT(found.table.lines, ElementsAre(2, 3));
  EXPECT_EQ(found.table.names.size(), 3U);
  EXPECT_THAT(column(found.table, "x"), ElementsAre(1.5, 2000));
  EXPECT_THAT(column(found.table, "y z"), ElementsAre(-2, 0));
}

TEST(ModelTable, TakesTabsAndSemicolons) {
  for (const char separator : {'\t', ';', ','}) {
    std::string bytes = "x,choice,y z\r\n1,1,2\r\n3,2,4\r\n";
    std::ranges::replace(bytes, ',', separator);
    const ReadTable found = table(bytes);
    EXPECT_TRUE(found.faults.empty()) << found.faults.text();
    EXPECT_THAT(column(found.table, "y z"), ElementsAre(2, 4)) << separator;
  }
}

TEST(ModelTable, EmptyCellsAreMissing) {
  const ReadTable found = table("x,choice,y z\n,1,2\n3,,4\n");
  EXPECT_TRUE(found.faults.empty()) << found.faults.text();
  EXPECT_TRUE(std::isnan(column(found.table, "x")[0]));
  EXPECT_TRUE(std::isnan(column(found.table, "choice")[1]));
  EXPECT_EQ(column(found.table, "x")[1], 3);
}

TEST(ModelTable, WhatIsNoNumberIsAFaultOfItsLine) {
  const ReadTable found = table("x,choice,y z\n1,1,2\n\"1,5\",2,nan\n2,1\n");
  EXPECT_THAT(brief(found.faults),
              UnorderedElementsAre("E-CSV-034:3 x", "E-CSV-034:3 y z", "E-CSV-020:4 y z"));
}

TEST(ModelTable, AMissingColumnIsNamedInTheModel) {
  FaultList faults;
  const ModelFile model = read_model(kModel, "model.txtpb", faults);
  const Table found = read_table("x,choice\n1,1\n2,2\n", "data.csv", model, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  (void)build(model.spec, model.data, found, model.places, faults);
  EXPECT_THAT(brief(faults), ElementsAre("E-CHO-002:4 alternative[1].utility"));
  EXPECT_EQ(faults.kept().front().found, "y z");
  EXPECT_EQ(faults.kept().front().file, "model.txtpb");
}

TEST(ModelTable, OfNothingIsAFaultOfTheFile) {
  EXPECT_EQ(table("").faults.kept().front().rule, "E-CSV-001");
}

}  // namespace
}  // namespace stopover::choice
