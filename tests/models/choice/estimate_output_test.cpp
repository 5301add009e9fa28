// SPDX-License-Identifier: Apache-2.0
#include "models/choice/estimate_output.hpp"

#include <charconv>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/base/executor.hpp"
#include "engine/io/csv.hpp"
#include "models/choice/model_file.hpp"
#include "models/scenario/text_file.hpp"

namespace stopover::choice {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// b_twice repeats b: neither has a standard error; asc does, and is told apart.
constexpr std::string_view kModel = R"(name: "Two of one"
data { choice: "choice" }
parameter { name: "asc" }
parameter { name: "b" }
PARAMETER
alternative { name: "a" code: 1 utility: "asc + b * x UTILITY" }
alternative { name: "c" code: 2 utility: "0" }
)";
constexpr const char* kData =
    "x,choice\n1,1\n2,2\n3,1\n-1,2\n-2,1\n0.5,2\n1.5,1\n-1.5,2\n0.25,1\n-0.5,2\n";

struct Made {
  Problem problem;
  Estimate estimate;
  FaultList faults;
  EstimateInput input{.model_file = "models/two.txtpb",
                      .data_file = "two.csv",
                      .model_sha256 = "0123456789abcdef0123456789abcdef",
                      .data_sha256 = "fedcba9876543210fedcba9876543210",
                      .draws = {.number = 7, .seed = 3},
                      .version = "1.2.3"};
};

std::string with(std::string text, const std::string& mark, const std::string& by) {
  const std::size_t at = text.find(mark);
  return text.replace(at, mark.size(), by);
}

Made made(bool flat, const std::string& name = "Two of one") {
  Made result;
  std::string text(kModel);
  text = with(text, "PARAMETER\n", flat ? "parameter { name: \"b_twice\" }\n" : "");
  text = with(text, " UTILITY", flat ? " + b_twice * 2 * x" : "");
  ModelFile model = read_model(text, "two.txtpb", result.faults);
  model.spec.name = name;
  const Table table = read_table(kData, "two.csv", model, result.faults);
  result.problem = build(model.spec, model.data, table, model.places, result.faults);
  EXPECT_TRUE(result.faults.empty()) << result.faults.text();
  result.estimate = estimate(result.problem, {}, model.places, result.faults, *serial_executor());
  return result;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

TEST(EstimateOutput, JsonHasNullWhereThereIsNoFigure) {
  const Made flat = made(true);
  ASSERT_EQ(flat.faults.count("W-CHO-021"), 1U) << flat.faults.text();
  const json document = estimate_json(flat.problem, flat.estimate, flat.input, {}, flat.faults);
  EXPECT_EQ(json::parse(document.dump()), document);
  ASSERT_EQ(document.at("parameters").size(), 3U);
  EXPECT_TRUE(document.at("parameters")[0].at("standard_error").is_number());
  for (const int k : {1, 2}) {
    const json& parameter = document.at("parameters")[static_cast<std::size_t>(k)];
    EXPECT_TRUE(parameter.at("estimate").is_number());
    for (const char* figure :
         {"standard_error", "robust_standard_error", "t", "p", "bootstrap_standard_error"})
      EXPECT_TRUE(parameter.at(figure).is_null()) << figure;
  }
  EXPECT_TRUE(document.at("covariance")[1][2].is_null());
  EXPECT_TRUE(document.at("covariance")[0][0].is_number());
  ASSERT_EQ(document.at("warnings").size(), 1U);
  EXPECT_THAT(document.at("warnings")[0].get<std::string>(), HasSubstr("W-CHO-021"));
  EXPECT_FALSE(document.contains("draws")) << "nothing is simulated";
  EXPECT_FALSE(document.contains("bootstrap"));
}

TEST(EstimateOutput, JsonSaysEverything) {
  const Made sound = made(false);
  const json document = estimate_json(sound.problem, sound.estimate, sound.input, {}, sound.faults);
  EXPECT_EQ(document.at("format"), "stopover-estimate-1");
  EXPECT_EQ(document.at("version"), "1.2.3");
  EXPECT_EQ(document.at("model"), "Two of one");
  EXPECT_EQ(document.at("model_file"), "models/two.txtpb");
  EXPECT_EQ(document.at("data_sha256"), sound.input.data_sha256);
  EXPECT_EQ(document.at("cases"), 10);
  EXPECT_EQ(document.at("choices"), 10.0);
  EXPECT_EQ(document.at("converged"), true);
  EXPECT_EQ(document.at("log_likelihood"), sound.estimate.maximum.value);
  EXPECT_EQ(document.at("aic"), sound.estimate.aic());
  EXPECT_EQ(document.at("overview")[1].at("alternative"), "c");
  EXPECT_EQ(document.at("overview")[1].at("chosen"), 5.0);
  const json& b = document.at("parameters")[1];
  EXPECT_EQ(b.at("name"), "b");
  EXPECT_EQ(b.at("estimate"), sound.estimate.maximum.theta[1]);
  EXPECT_NEAR(b.at("t").get<double>(),
              b.at("estimate").get<double>() / b.at("robust_standard_error").get<double>(), 1e-12);
  EXPECT_TRUE(document.at("warnings").empty());
}

TEST(EstimateOutput, CsvReadsBackToTheSameNumbers) {
  const Made sound = made(false);
  const std::string text = estimates_csv(sound.problem, sound.estimate);
  EXPECT_THAT(text, ::testing::EndsWith("#rows=2\n"));
  EXPECT_THAT(lines_of(text).front(),
              "parameter,estimate,standard_error,robust_standard_error,"
              "bootstrap_standard_error,t,p");
  FaultList faults;
  io::CsvSpec spec{.columns = {{.name = "parameter"}}, .footer = io::Footer::kRequired};
  for (const char* name : {"estimate", "standard_error", "robust_standard_error",
                           "bootstrap_standard_error", "t", "p"})
    spec.columns.push_back({.name = name, .type = io::DecimalField{}, .need = io::Need::kColumn});
  const io::CsvTable table = io::read_csv(text, "estimates.csv", spec, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  ASSERT_EQ(table.size(), 2U);
  EXPECT_EQ(table[1].text("parameter"), "b");
  EXPECT_EQ(table[1].decimal("estimate"), sound.estimate.maximum.theta[1]);
  EXPECT_FALSE(table[1].has("bootstrap_standard_error"));
}

TEST(EstimateOutput, CsvIsEmptyWhereThereIsNoFigure) {
  const Made flat = made(true);
  EXPECT_THAT(lines_of(estimates_csv(flat.problem, flat.estimate))[2],
              ::testing::MatchesRegex("b,[-0-9.e]+,,,,,"));
  const std::vector<std::string> covariance = lines_of(covariance_csv(flat.problem, flat.estimate));
  ASSERT_EQ(covariance.size(), 11U) << "header, nine pairs, footer";
  EXPECT_EQ(covariance[0], "parameter,with,covariance,robust_covariance");
  EXPECT_EQ(covariance[2], "asc,b,,");
  EXPECT_EQ(covariance.back(), "#rows=9");
}

TEST(EstimateOutput, RowsAreOneAParameter) {
  const Made sound = made(false);
  const std::vector<EstimateRow> rows = estimate_rows(sound.problem, sound.estimate);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].name, "asc");
  EXPECT_NEAR(rows[0].robust, std::sqrt(sound.estimate.covariances.robust(0, 0)), 1e-15);
  EXPECT_NEAR(rows[0].p, std::erfc(std::abs(rows[0].t) / std::sqrt(2.0)), 1e-12);
  EXPECT_TRUE(std::isnan(rows[0].bootstrap));
}

scenario::ScenarioText parsed_back(const std::string& parameters, FaultList& faults) {
  return scenario::read_scenario_text("elements {\n" + parameters + "}\n", "back.txtpb", 0, faults);
}

TEST(EstimateOutput, ParametersAreReadBackByAScenario) {
  const Made sound = made(false);
  FaultList faults;
  const scenario::ScenarioText back =
      parsed_back(scenario_parameters(sound.problem, sound.estimate, sound.input), faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  ASSERT_TRUE(back.whole);
  ASSERT_EQ(back.scenario.elements().parameter_size(), 2);
  const auto& b = back.scenario.elements().parameter(1);
  const EstimateRow row = estimate_rows(sound.problem, sound.estimate)[1];
  EXPECT_EQ(b.id(), "b");
  EXPECT_EQ(b.value(), row.value);
  EXPECT_NEAR(b.low(), row.value - 1.959964 * row.robust, 1e-6 * row.robust);
  EXPECT_NEAR(b.high(), row.value + 1.959964 * row.robust, 1e-6 * row.robust);
  EXPECT_EQ(b.provenance().source(), "estimated: Two of one on sha256 fedcba9876543210");
  EXPECT_EQ(b.provenance().confidence(), "derived");
}

TEST(EstimateOutput, ParametersWithoutAnErrorHaveNoRange) {
  const Made flat = made(true);
  FaultList faults;
  const scenario::ScenarioText back =
      parsed_back(scenario_parameters(flat.problem, flat.estimate, flat.input), faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  EXPECT_TRUE(back.scenario.elements().parameter(0).has_low());
  EXPECT_FALSE(back.scenario.elements().parameter(1).has_low());
  EXPECT_FALSE(back.scenario.elements().parameter(2).has_high());
}

// Names and paths are a person's: quotes and line breaks stay inside theirs.
TEST(EstimateOutput, NothingInANameEndsItsText) {
  Made sound = made(false, "A \"good\" model\\\nid: \"evil\"");
  sound.problem.free[0].name = "a\"b";
  sound.input.model_file = "dir\nparameter { id: \"evil\" }";
  FaultList faults;
  const scenario::ScenarioText back =
      parsed_back(scenario_parameters(sound.problem, sound.estimate, sound.input), faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  ASSERT_EQ(back.scenario.elements().parameter_size(), 2);
  EXPECT_EQ(back.scenario.elements().parameter(0).id(), "a\"b");
  EXPECT_THAT(back.scenario.elements().parameter(0).provenance().source(),
              HasSubstr("A \"good\" model\\\nid: \"evil\""));
}

}  // namespace
}  // namespace stopover::choice
