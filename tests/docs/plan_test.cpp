// SPDX-License-Identifier: Apache-2.0
// The plans that pages show, written beside the scenarios as they say, have no fault and do
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

struct Shown {
  const char* page;
  const char* plan;
};

// The indented block that begins with the plan's id and has a change.
std::string shown_plan(const Shown& shown) {
  const std::string first = std::string("    id: \"") + shown.plan + '"';
  std::ifstream in(std::string(STOPOVER_SOURCE_DIR "/") + shown.page);
  std::string block;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("    ")) {
      if (!block.empty() || line == first) block += line.substr(4) + '\n';
    } else if (block.find("change {") != std::string::npos) {
      return block;
    } else {
      block.clear();
    }
  }
  return {};
}

class ShownPlan : public testing::TestWithParam<Shown> {};

TEST_P(ShownPlan, HasNoFaultAndChangesItsBase) {
  const fs::path folder =
      fs::path(testing::TempDir()) /
      (std::string("shown_") + GetParam().plan + fs::path(GetParam().page).stem().string());
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
                         testing::Values(Shown{"README.md", "my-plan"},
                                         Shown{"docs/guide/en.md", "my-plan"},
                                         Shown{"docs/guide/en.md", "more-desks"},
                                         Shown{"docs/guide/en.md", "more-gates"},
                                         Shown{"docs/guide/zh.md", "my-plan"},
                                         Shown{"docs/guide/zh.md", "more-desks"},
                                         Shown{"docs/guide/zh.md", "more-gates"},
                                         Shown{"docs/formats/scenario.md", "my-plan"}));

}  // namespace
}  // namespace stopover::docs
