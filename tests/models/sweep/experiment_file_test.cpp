// SPDX-License-Identifier: Apache-2.0
// Experiment files: what is read, and one slip a rule, each with its line.
#include "models/sweep/experiment_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/sweep/experiment_cases.hpp"

namespace stopover::sweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(ExperimentFile, IsReadAsItIsWritten) {
  ReadText read;
  read_text(read, kSound);
  ASSERT_TRUE(read.faults.empty()) << read.faults.text();
  const Experiment& e = read.experiment;
  EXPECT_EQ(e.id, "desks");
  EXPECT_EQ(e.title_zh, "Desks");
  EXPECT_EQ(e.base_file.filename(), "scenario.txtpb");
  ASSERT_THAT(e.factors, SizeIs(2));
  EXPECT_EQ(e.factors[0].kind, experiment::Kind::kWhole);
  EXPECT_EQ(e.factors[1].kind, experiment::Kind::kUniform);
  EXPECT_EQ(e.targets[1].how, Combine::kTimes);
  EXPECT_THAT(e.targets[0].fields, ElementsAre("checkpoint[entry].staffing[*].desks"));
  EXPECT_EQ(e.replications, 2U);
  EXPECT_EQ(e.outputs[0].group, "all");
}

TEST(ExperimentFile, TakesEveryDesign) {
  using experiment::DesignKind;
  const std::vector<std::pair<std::string, DesignKind>> designs{
      {"one_at_a_time {}", DesignKind::kOneAtATime},
      {"latin_hypercube { points: 8 }", DesignKind::kLatinHypercube},
      {"sobol { points: 8 }", DesignKind::kSobol},
      {"saltelli { rows: 4 }", DesignKind::kSaltelli},
      {"saltelli { rows: 4 second_order: true }", DesignKind::kSaltelli},
      {"fractional_factorial { resolution: 3 }", DesignKind::kFractionalFactorial},
      {"morris { trajectories: 3 levels: 6 }", DesignKind::kMorris}};
  for (const auto& [text, kind] : designs) {
    ReadText read;
    read_text(read, with(kSound, "full_factorial {}", text + " seed: 9"));
    EXPECT_TRUE(read.faults.empty()) << read.faults.text();
    EXPECT_EQ(read.experiment.design.kind, kind);
    EXPECT_EQ(read.experiment.design.seed, 9U);
  }
}

TEST(ExperimentFile, ReadsATableOfCells) {
  ReadText read;
  io::put(read.folder / "cells.csv", "service,desks\n1.5,2\n,3\n");
  read_text(read, with(kSound, "full_factorial {}", "custom { file: \"cells.csv\" }"));
  ASSERT_TRUE(read.faults.empty()) << read.faults.text();
  using experiment::Setting;
  EXPECT_THAT(read.experiment.design.rows, ElementsAre(ElementsAre(Setting(2), Setting(1.5)),
                                                       ElementsAre(Setting(3), Setting())));
}

struct Slip {
  const char* from;
  const char* to;
  const char* rule;
  int line;
  const char* field;
};

TEST(ExperimentFile, NamesEachSlipWithItsLineAndRule) {
  const std::vector<Slip> slips{
      {"id: \"desks\"", "", "E-SWP-001", 1, "id"},
      {"base: \"minimal\"", "", "E-SWP-001", 1, "base"},
      {"field: \"checkpoint[entry].staffing[*].desks\"", "", "E-SWP-001", 4, "factor[0].field"},
      {"design { full_factorial {} }", "", "E-SWP-001", 1, "design"},
      {"\"minimal\"", "\"maximal\"", "E-SWP-002", 3, "base"},
      {"full_factorial {}", "custom { file: \"no.csv\" }", "E-SWP-002", 11, "design.custom.file"},
      {"id: \"desks\"", "id: \"two desks\"", "E-SWP-003", 1, "id"},
      {"id: \"service\"", "id: \"desks\"", "E-SWP-004", 6, "factor[1].id"},
      {"id: \"service\"", "id: \"Desks\"", "E-SWP-004", 6, "factor[1].id"},
      {"uniform { low: 0.5 high: 2 }", "", "E-SWP-005", 5, "factor[1]"},
      {"how: TIMES", "normal { mean: 1 sd: 1 }", "E-SWP-005", 5, "factor[1]"},
      {"high: 2 }", "high: 0.5 }", "E-SWP-006", 9, "factor[1].uniform.high"},
      {"low: 1 high: 3", "low: 1 high: 3 } level: 1.5 level: 2", "E-SCN-004", 4, ""},
      {"full_factorial {}", "morris { trajectories: 3 levels: 5 }", "E-SWP-010", 11, "design"},
      {"full_factorial {}", "fractional_factorial {}", "E-SWP-010", 11,
       "design.fractional_factorial"},
      {"full_factorial {}", "fractional_factorial { resolution: 2 }", "E-SWP-013", 11,
       "design.fractional_factorial.resolution"},
      {"full_factorial {}", "fractional_factorial { generator: \"desks = port*service\" }",
       "E-SWP-010", 11, "design.fractional_factorial.generator[0]"},
      {"full_factorial {}", "fractional_factorial { generator: \"desks = service\" }", "E-SWP-010",
       11, "design"},
      {"full_factorial {}", "sobol { points: -4 }", "E-SWP-013", 11, "design.sobol.points"},
      {"replications: 2", "replications: 100001", "E-SWP-013", 12, "replications"},
      {"whole {", "hole {", "E-SCN-005", 4, "hole"}};
  for (const Slip& slip : slips) {
    ReadText read;
    read_text(read, with(kSound, slip.from, slip.to));
    ASSERT_FALSE(read.faults.kept().empty()) << slip.to;
    const InputFault& fault = read.faults.kept().front();
    EXPECT_EQ(fault.rule, slip.rule) << slip.from << ": " << fault.text();
    if (fault.rule.starts_with("E-SCN")) continue;
    EXPECT_EQ(fault.line, slip.line) << fault.text();
    EXPECT_EQ(fault.field, slip.field) << fault.text();
  }
}

TEST(ExperimentFile, NamesACellOfTheTableThatCannotBe) {
  ReadText read;
  io::put(read.folder / "cells.csv", "desks,service\n2,1\n2.5,1\n");
  read_text(read, with(kSound, "full_factorial {}", "custom { file: \"cells.csv\" }"));
  ASSERT_THAT(read.faults.kept(), SizeIs(1));
  EXPECT_EQ(read.faults.kept()[0].rule, "E-SWP-011");
  EXPECT_EQ(read.faults.kept()[0].line, 3);
  EXPECT_EQ(read.faults.kept()[0].field, "desks");
}

TEST(Variants, NamePathsAndValuesThatCannotBe) {
  const std::vector<Slip> slips{
      {"checkpoint[entry].staffing", "checkpoint[entri].staffing", "E-SWP-007", 4,
       "factor[0].field[0]"},
      {"staffing[*].desks", "staffing[7].desks", "E-SWP-007", 4, "factor[0].field[0]"},
      {"staffing[*].desks", "staffing[*].id", "E-SWP-007", 4, "factor[0].field[0]"},
      {"staffing[*].desks", "staffing[*].from", "E-SWP-008", 4, "factor[0].field[0]"},
      {"whole { low: 1 high: 3 }", "uniform { low: 1 high: 3 }", "E-SWP-008", 4,
       "factor[0].field[0]"},
      {"checkpoint[entry].service.mean_seconds", "checkpoint[entry].staffing[0].desks", "E-SWP-009",
       7, "factor[1].field[0]"},
      {"checkpoint[entry].service.mean_seconds", "hub[port].checkpoint[entry].staffing[0].desks",
       "E-SWP-009", 7, "factor[1].field[0]"},
      {"checkpoint[entry].service.mean_seconds", "run.seed", "E-SWP-007", 7, "factor[1].field[0]"}};
  for (const Slip& slip : slips) {
    ReadText read;
    read_text(read, with(kSound, slip.from, slip.to));
    ASSERT_TRUE(read.faults.empty()) << read.faults.text();
    const Variants variants(read.experiment, kShelf, read.faults);
    ASSERT_FALSE(read.faults.kept().empty()) << slip.to;
    const InputFault& fault = read.faults.kept().front();
    EXPECT_EQ(fault.rule, slip.rule) << fault.text();
    EXPECT_EQ(fault.line, slip.line) << fault.text();
    EXPECT_EQ(fault.field, slip.field) << fault.text();
  }
}

TEST(ExperimentFile, BoundsWhatIsKept) {
  ReadText read;
  read_text(read, kSound);
  experiment::Plan plan{.factors = read.experiment.factors};
  const auto rules = [&](std::size_t outputs, std::size_t cells, std::uint32_t replications) {
    plan.outputs.clear();
    for (std::size_t i = 0; i < outputs; ++i)
      plan.outputs.push_back({.id = std::to_string(i), .group = "all"});
    plan.cells.assign(cells, experiment::Settings(2));
    plan.replications = replications;
    FaultList faults;
    check_size(read.experiment, plan, faults);
    return faults.text();
  };
  EXPECT_THAT(rules(1997, 1, 1), HasSubstr("0 errors"));
  EXPECT_THAT(rules(1998, 1, 1), HasSubstr("E-SWP-014"));
  EXPECT_THAT(rules(10, 1000, 10'000), HasSubstr("0 errors"));
  EXPECT_THAT(rules(10, 1001, 10'000), HasSubstr("E-SWP-014"));
  plan.outputs = {{.id = "y", .group = "all"}, {.id = "Y", .group = "all"}};
  FaultList faults;
  check_size(read.experiment, plan, faults);
  EXPECT_THAT(faults.text(), HasSubstr("E-SWP-004"));
}

TEST(Variants, LayWholeChangesOverTheBase) {
  ReadText read;
  io::put(read.folder / "more.txtpb", R"(id: "more"
change {
  id: "more"
  reason: "More desks."
  alter { hub { id: "port" checkpoint { id: "entry"
    staffing { from: "00:00" until: "24:00" desks: 7 } } } }
  provenance { source: "invented" confidence: "assumption" }
})");
  read_text(read, R"(id: "whole"
base: "minimal"
factor { id: "measure" choice { id: "none" } choice { id: "more" changes: "more.txtpb" } }
factor {
  id: "times" field: "checkpoint[entry].staffing[0].desks" how: TIMES whole { low: 1 high: 2 }
}
design { full_factorial {} })");
  Variants variants(read.experiment, kShelf, read.faults);
  ASSERT_FALSE(read.faults.has_errors()) << read.faults.text();
  const auto cells = experiment::make_cells(read.experiment.design, read.experiment.factors);
  variants.read_combinations(cells);
  const auto desks = [&](std::size_t cell) {
    FaultList faults;
    scenario::LoadedScenario loaded = variants.scenario_of(cells[cell], faults);
    EXPECT_FALSE(faults.has_errors()) << faults.text();
    EXPECT_EQ(loaded.scenario.id(), "minimal");
    for (const auto& point : loaded.scenario.elements().hub(0).checkpoint())
      if (point.id() == "entry") return point.staffing(0).desks();
    return -1;
  };
  EXPECT_EQ(desks(0), 1);
  EXPECT_EQ(desks(1), 1);   // none, once
  EXPECT_EQ(desks(4), 14);  // more, twice
  EXPECT_EQ(variants.content_of(cells[1]), variants.content_of(cells[1]));
  EXPECT_NE(variants.content_of(cells[1]), variants.content_of(cells[3]));
}

TEST(Variants, RefuseChangesThatNameABase) {
  ReadText read;
  io::put(read.folder / "more.txtpb", "id: \"more\"\nbase: \"minimal\"\n");
  read_text(read, R"(id: "whole"
base: "minimal"
factor { id: "m" choice { id: "none" } choice { id: "more" changes: "more.txtpb" } }
design { full_factorial {} })");
  const Variants variants(read.experiment, kShelf, read.faults);
  ASSERT_FALSE(read.faults.kept().empty());
  EXPECT_EQ(read.faults.kept()[0].rule, "E-SCN-010");
  EXPECT_THAT(read.faults.kept()[0].file, HasSubstr("more.txtpb"));
}

}  // namespace
}  // namespace stopover::sweep
