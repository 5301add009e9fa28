// SPDX-License-Identifier: Apache-2.0
// The plan that pages show, written beside the scenarios as they say, has no fault and does
// something.
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "models/scenario/load.hpp"
#include "models/scenario/validate.hpp"

namespace stopover::docs {
namespace {

namespace fs = std::filesystem;

// The indented block that begins with id: "my-plan" and has a change.
std::string shown_plan(const std::string& page) {
  std::ifstream in(std::string(STOPOVER_SOURCE_DIR "/") + page);
  std::string block;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("    ")) {
      if (!block.empty() || line == "    id: \"my-plan\"") block += line.substr(4) + '\n';
    } else if (block.find("change {") != std::string::npos) {
      return block;
    } else {
      block.clear();
    }
  }
  return {};
}

class ShownPlan : public testing::TestWithParam<const char*> {};

TEST_P(ShownPlan, HasNoFaultAndChangesItsBase) {
  const fs::path folder =
      fs::path(testing::TempDir()) / ("shown_plan_" + fs::path(GetParam()).stem().string());
  fs::remove_all(folder);
  fs::create_directories(folder / "my-plan");
  fs::create_directory_symlink(fs::path(STOPOVER_SOURCE_DIR) / "scenarios", folder / "scenarios");
  std::ofstream(folder / "my-plan/scenario.txtpb") << shown_plan(GetParam());

  FaultList faults;
  const auto plan = scenario::load(folder / "my-plan", faults);
  scenario::validate(plan, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  FaultList unused;
  EXPECT_NE(plan.hash, scenario::load(folder / "scenarios/shanghai/2024", unused).hash);
  EXPECT_EQ(plan.changes.size(), 1U);
  fs::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(Pages, ShownPlan,
                         testing::Values("README.md", "docs/guide/en.md", "docs/guide/zh.md",
                                         "docs/formats/scenario.md"));

}  // namespace
}  // namespace stopover::docs
