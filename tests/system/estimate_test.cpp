// SPDX-License-Identifier: Apache-2.0
// `stopover estimate` on a small model and table of its own.
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/system/program.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kModel = R"(name: "Bus or car"
data { choice: "choice" }
parameter { name: "asc_bus" }
parameter { name: "b_minutes" }
alternative { name: "bus" code: 1 utility: "asc_bus + b_minutes * bus" }
alternative { name: "car" code: 2 utility: "b_minutes * car" }
)";
constexpr const char* kMixed = R"(name: "Bus or car, tastes vary"
data { choice: "choice" panel: "person" }
parameter { name: "asc_bus" }
parameter { name: "b_minutes" }
parameter { name: "spread" start: 0.05 }
random { name: "minutes" mean: "b_minutes" spread: "spread" }
alternative { name: "bus" code: 1 utility: "asc_bus + minutes * bus" }
alternative { name: "car" code: 2 utility: "minutes * car" }
draws { number: 100 }
)";

// Forty choices of ten persons: mostly the quicker one, now and then not.
std::string table(const char* separator = ",") {
  std::string out =
      std::string("person") + separator + "bus" + separator + "car" + separator + "choice\n";
  for (int r = 0; r < 40; ++r) {
    const int bus = 10 + (r * 7) % 23;
    const int car = 12 + (r * 5) % 19;
    const bool quicker = r % 4 != 3;
    const int choice = (bus < car) == quicker ? 1 : 2;
    for (const int cell : {r / 4, bus, car}) out += std::to_string(cell) + separator;
    out += std::to_string(choice) + "\n";
  }
  return out;
}

struct Files {
  explicit Files(const std::string& model = kModel, const std::string& data = table()) {
    std::ofstream(scratch / "model.txtpb", std::ios::binary) << model;
    std::ofstream(scratch / "data.csv", std::ios::binary) << data;
  }
  [[nodiscard]] Outcome estimate(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"estimate", scratch / "model.txtpb", scratch / "data.csv"});
    return run(std::move(options));
  }
  Scratch scratch;
};

TEST(EstimateCommand, PrintsWhatItFound) {
  const Files files;
  const Outcome outcome = files.estimate();
  EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  for (const char* part : {"Bus or car", "40 choices in 40 choice sets", "asc_bus", "b_minutes",
                           "log-likelihood", "rho-square", "robust s.e."})
    EXPECT_THAT(outcome.out, HasSubstr(part));
  EXPECT_THAT(outcome.err, IsEmpty());
  const Outcome chinese = files.estimate({"--lang", "zh"});
  EXPECT_THAT(chinese.out, HasSubstr("估计结果"));
}

TEST(EstimateCommand, PrintsOneDocument) {
  const Files files;
  const Outcome outcome = files.estimate({"--json"});
  EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  const auto document = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(document.at("format"), "stopover-estimate-1");
  EXPECT_EQ(document.at("cases"), 40);
  EXPECT_EQ(document.at("converged"), true);
  EXPECT_LT(document.at("parameters")[1].at("estimate").get<double>(), 0);
  EXPECT_THAT(document.at("model_sha256").get<std::string>(), ::testing::SizeIs(64));
}

TEST(EstimateCommand, WritesAFolder) {
  const Files files;
  const std::string folder = files.scratch / "out";
  const Outcome outcome = files.estimate({"-o", folder});
  EXPECT_EQ(outcome.code, tool::kExitOk) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr(folder));
  for (const char* name : {"estimate.json", "estimates.csv", "covariance.csv", "parameters.txtpb"})
    EXPECT_TRUE(fs::is_regular_file(fs::path(folder) / name)) << name;
  EXPECT_THAT(slurp(fs::path(folder) / "estimates.csv"), ::testing::EndsWith("#rows=2\n"));
  const auto document = nlohmann::json::parse(slurp(fs::path(folder) / "estimate.json"));
  EXPECT_EQ(document, nlohmann::json::parse(files.estimate({"--json"}).out));
  const std::string before = fingerprint(folder);
  EXPECT_NE(files.estimate({"-o", folder}).code, tool::kExitOk) << "it is there already";
  EXPECT_EQ(fingerprint(folder), before);
  EXPECT_EQ(files.estimate({"-o", folder, "--force"}).code, tool::kExitOk);
  EXPECT_EQ(fingerprint(folder), before) << "the same bytes";
}

TEST(EstimateCommand, IsTheSameOnAnyNumberOfThreads) {
  const Files files(kMixed);
  const Outcome one = files.estimate({"--json", "--threads", "1"});
  EXPECT_EQ(one.code, tool::kExitOk) << one.err;
  for (const char* threads : {"2", "5"})
    EXPECT_EQ(files.estimate({"--json", "--threads", threads}).out, one.out);
  EXPECT_NE(files.estimate({"--json", "--seed", "8"}).out, one.out);
  EXPECT_EQ(nlohmann::json::parse(files.estimate({"--json", "--draws", "33"}).out)
                .at("draws")
                .at("number"),
            33);
}

TEST(EstimateCommand, AddsBootstrapErrors) {
  const Files files;
  const auto document = nlohmann::json::parse(files.estimate({"--json", "--bootstrap", "20"}).out);
  EXPECT_TRUE(document.at("parameters")[0].at("bootstrap_standard_error").is_number());
  EXPECT_GE(document.at("bootstrap").at("good"), 2);
}

TEST(EstimateCommand, TakesTabs) {
  EXPECT_EQ(nlohmann::json::parse(Files(kModel, table("\t")).estimate({"--json"}).out)
                .at("log_likelihood"),
            nlohmann::json::parse(Files().estimate({"--json"}).out).at("log_likelihood"));
}

TEST(EstimateCommand, ReportsFaultsOfModelAndDataWithTheirLines) {
  std::string model = kModel;
  model.replace(model.find("* bus"), 5, "* bsu");
  const Outcome names = Files(model).estimate();
  EXPECT_EQ(names.code, tool::kExitInput);
  EXPECT_THAT(names.err, HasSubstr("model.txtpb:5"));
  EXPECT_THAT(names.err, HasSubstr("[E-CHO-002]"));
  EXPECT_THAT(names.out, IsEmpty());
  model = kModel;
  model.replace(model.find("* bus"), 5, "* * b");
  EXPECT_THAT(Files(model).estimate().err, HasSubstr("[E-CHO-001]"));
  const Outcome rows =
      Files(kModel, "bus,car,choice\n1,2,1\n,3,2\n4,5,3\n2,1,2\n").estimate({"-o", "/nowhere/out"});
  EXPECT_EQ(rows.code, tool::kExitInput);
  EXPECT_THAT(rows.err, HasSubstr("data.csv:4"));
  EXPECT_THAT(rows.err, HasSubstr("[E-CHO-012]"));
}

TEST(EstimateCommand, WarnsAndGoesOn) {
  std::string model = kModel;
  model += "parameter { name: \"asc_car\" }\n";
  model.replace(model.find("\"b_minutes * car\""), 17, "\"asc_car + b_minutes * car\"");
  const Outcome outcome = Files(model).estimate();
  EXPECT_EQ(outcome.code, tool::kExitOk);
  EXPECT_THAT(outcome.err, HasSubstr("W-CHO-021"));
  EXPECT_THAT(outcome.err, HasSubstr("asc_car"));
  EXPECT_THAT(outcome.out, HasSubstr("log-likelihood"));
}

TEST(EstimateCommand, AMissingFileIsTheMachines) {
  const Files files;
  const Outcome model = run({"estimate", files.scratch / "none.txtpb", files.scratch / "data.csv"});
  EXPECT_EQ(model.code, tool::kExitEnvironment);
  EXPECT_THAT(model.err, HasSubstr("none.txtpb"));
  const Outcome data = run({"estimate", files.scratch / "model.txtpb", files.scratch / "none.csv"});
  EXPECT_EQ(data.code, tool::kExitEnvironment);
  EXPECT_THAT(data.err, HasSubstr("none.csv"));
  EXPECT_EQ(run({"estimate", files.scratch / "model.txtpb"}).code, tool::kExitUsage);
}

}  // namespace
}  // namespace stopover::system_test
