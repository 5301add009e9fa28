// SPDX-License-Identifier: Apache-2.0
// Pages that are made from the code stand in docs/ as the code would make them now.
// STOPOVER_WRITE_DOCS=1 writes them instead.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>

#include "engine/base/rules.hpp"
#include "engine/choice/choice_rules.hpp"
#include "engine/experiment/experiment_rules.hpp"
#include "engine/io/flight_rules.hpp"
#include "engine/io/gtfs_rules.hpp"
#include "engine/io/io_rules.hpp"
#include "engine/io/rail_rules.hpp"
#include "engine/io/ssim_rules.hpp"
#include "engine/journeys/journey_rules.hpp"
#include "engine/network/coordinates_check.hpp"
#include "models/scenario/cruise_rules.hpp"
#include "models/scenario/known_cruise.hpp"
#include "models/scenario/known_parameters.hpp"
#include "models/scenario/rules.hpp"
#include "models/simulation/world_rules.hpp"
#include "models/sweep/sweep_rules.hpp"
#include "tests/docs/scenario_fields_page.hpp"

namespace stopover::docs {
namespace {

std::string read(const std::string& name) {
  std::ifstream in(std::string(STOPOVER_SOURCE_DIR "/") + name, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

void expect_page(const std::string& name, const std::string& made) {
  if (std::getenv("STOPOVER_WRITE_DOCS") != nullptr)
    std::ofstream(std::string(STOPOVER_SOURCE_DIR "/") + name, std::ios::binary) << made;
  std::istringstream is(read(name));
  std::istringstream should_be(made);
  std::string found;
  std::string expected;
  for (int line = 1; std::getline(should_be, expected); ++line) {
    std::getline(is, found);
    ASSERT_EQ(found, expected) << name << ":" << line << ": run with STOPOVER_WRITE_DOCS=1";
    found.clear();
  }
  EXPECT_FALSE(std::getline(is, found)) << name << " goes on after its end: " << found;
}

TEST(Pages, ScenarioFieldsAreThoseOfTheSchema) {
  std::string schema;
  for (const char* part :
       {"scenario", "network", "entry", "people", "product", "visit", "cruise", "provenance"})
    schema += read(std::string("models/scenario/") + part + ".proto");
  const std::string page = scenario_fields_page(schema);
  // The comments were found, and the rules.
  EXPECT_THAT(page, testing::HasSubstr("| `seats` | a whole number from 0 to 100000 (seats) |  | "
                                       "places sold or carried per vehicle |"));
  expect_page("docs/formats/scenario-fields.md", page);
}

TEST(Pages, RulesAreThoseOfTheTables) {
  const RuleBook book{io::io_rules(),
                      io::gtfs::gtfs_rules(),
                      io::flights::flight_rules(),
                      io::rail::rail_rules(),
                      io::ssim::ssim_rules(),
                      journeys::journey_rules(),
                      network::position_rules(),
                      scenario::scenario_rules(),
                      scenario::cruise_rules(),
                      simulation::world_rules(),
                      choice::choice_rules(),
                      experiment::experiment_rules(),
                      sweep::sweep_rules()};
  expect_page("docs/formats/rules.md", book.markdown());
}

TEST(Pages, CruiseFiguresAreThoseThatTheModelKnows) {
  expect_page("docs/formats/cruise-figures.md", scenario::cruise_figures_markdown());
}

TEST(Pages, ParametersAreThoseThatModelsKnow) {
  expect_page("docs/formats/parameters.md", scenario::parameters_markdown());
}

}  // namespace
}  // namespace stopover::docs
