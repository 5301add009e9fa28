// SPDX-License-Identifier: Apache-2.0
// Paths into a scenario, and what a new value does there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/validate.hpp"
#include "models/sweep/field_value.hpp"
#include "tests/models/sweep/experiment_cases.hpp"

namespace stopover::sweep {
namespace {

using ::testing::HasSubstr;

scenario::LoadedScenario minimal() {
  FaultList faults;
  scenario::LoadedScenario loaded = scenario::load(kShelf[0] / "minimal", faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  return loaded;
}

std::vector<std::string> names_of(const std::string& path) {
  scenario::LoadedScenario loaded = minimal();
  const Found found = find_fields(loaded, path);
  std::vector<std::string> names;
  if (const auto* const places = std::get_if<std::vector<FieldPlace>>(&found))
    for (const FieldPlace& place : *places) names.push_back(place.name);
  return names;
}

PathFault fault_of(const std::string& path) {
  scenario::LoadedScenario loaded = minimal();
  const Found found = find_fields(loaded, path);
  const auto* const fault = std::get_if<PathFault>(&found);
  return fault != nullptr ? *fault : PathFault{"none", "none"};
}

std::optional<PathFault> put(scenario::LoadedScenario& loaded, const std::string& path, Combine how,
                             double value) {
  const Found found = find_fields(loaded, path);
  return set_number(std::get<std::vector<FieldPlace>>(found).front(), how, value);
}

TEST(FieldPath, LeadsToElementsPartsAndTheScenarioItself) {
  using ::testing::ElementsAre;
  EXPECT_THAT(names_of("parameter[choice.wait_weight].value"),
              ElementsAre("parameter[choice.wait_weight].value"));
  EXPECT_THAT(names_of("checkpoint[entry].staffing[*].desks"),
              ElementsAre("checkpoint[entry].staffing[0].desks"));
  EXPECT_THAT(names_of("line[intercity].stop[1].minutes"),
              ElementsAre("line[intercity].stop[1].minutes"));
  EXPECT_THAT(names_of("horizon.days"), ElementsAre("horizon.days"));
  EXPECT_EQ(names_of("checkpoint[*].service.mean_seconds").size(), 5U);
  EXPECT_EQ(names_of("hub[port].checkpoint[exit].service.mean_seconds").size(), 1U);
}

TEST(FieldPath, SaysWhatThereIsInstead) {
  EXPECT_THAT(fault_of("parameter[choice.wait_wight].value").expected,
              HasSubstr("choice.wait_weight"));
  EXPECT_THAT(fault_of("paramter[x].value").expected, HasSubstr("parameter"));
  EXPECT_THAT(fault_of("checkpoint[gate].staffing[0].desks").expected, HasSubstr("entry"));
  EXPECT_THAT(fault_of("checkpoint[entry].staffing[3].desks").expected, HasSubstr("[0]"));
  EXPECT_THAT(fault_of("checkpoint[entry].staffing.desks").expected, HasSubstr("[0]"));
  EXPECT_THAT(fault_of("checkpoint[entry].service").expected, HasSubstr("mean_seconds"));
  EXPECT_THAT(fault_of("checkpoint[entry]").expected, HasSubstr("staffing"));
  EXPECT_THAT(fault_of("horizon").expected, HasSubstr("days"));
  for (const char* const never :
       {"checkpoint[entry].id", "hub[port].provenance.source", "run.replications", "run.seed",
        "base", "files.flights[0]", "", ".", "a..b", "a[", "a[]", "a]b", "horizon.days[0]",
        "horizon.days.x", "[x].y"})
    EXPECT_NE(fault_of(never).expected, "none") << never;
}

TEST(FieldPath, ProbingAScenarioLeavesItsContent) {
  scenario::LoadedScenario loaded = minimal();
  const std::string before = loaded.scenario.SerializeAsString();
  (void)find_fields(loaded, "checkpoint[entry].service.mean_seconds");
  EXPECT_EQ(loaded.scenario.SerializeAsString(), before);
}

TEST(FieldPath, SetsAddsAndMultiplies) {
  scenario::LoadedScenario loaded = minimal();
  const std::string path = "checkpoint[entry].service.mean_seconds";
  const auto mean = [&] {
    return loaded.scenario.elements().hub(0).checkpoint(0).service().mean_seconds();
  };
  ASSERT_EQ(mean(), 30);
  EXPECT_FALSE(put(loaded, path, Combine::kTimes, 1.5));
  EXPECT_EQ(mean(), 45);
  EXPECT_FALSE(put(loaded, path, Combine::kPlus, -5));
  EXPECT_EQ(mean(), 40);
  EXPECT_FALSE(put(loaded, path, Combine::kSet, 12));
  EXPECT_EQ(mean(), 12);
}

TEST(FieldPath, GoesByNoValueThatIsNotThere) {
  scenario::LoadedScenario loaded = minimal();
  auto& service =
      *loaded.scenario.mutable_elements()->mutable_hub(0)->mutable_checkpoint(0)->mutable_service();
  const std::string path = "checkpoint[entry].service.mean_seconds";
  service.clear_mean_seconds();
  const Found found = find_fields(loaded, path);
  const FieldPlace place = std::get<std::vector<FieldPlace>>(found).front();
  place.node->fields.erase("mean_seconds");
  EXPECT_TRUE(set_number(place, Combine::kTimes, 2));
  EXPECT_TRUE(set_number(place, Combine::kPlus, 2));
  EXPECT_FALSE(set_number(place, Combine::kSet, 2));
  EXPECT_FALSE(set_number(place, Combine::kTimes, 2));
  EXPECT_EQ(service.mean_seconds(), 4);
}

TEST(FieldPath, RoundsWholeNumbersAfterTimesOnly) {
  scenario::LoadedScenario loaded = minimal();
  const std::string path = "checkpoint[security].staffing[0].desks";
  EXPECT_FALSE(put(loaded, path, Combine::kTimes, 1.25));  // 2.5, halves up
  EXPECT_EQ(loaded.scenario.elements().hub(0).checkpoint(3).staffing(0).desks(), 3);
  EXPECT_TRUE(put(loaded, path, Combine::kSet, 2.5));
  EXPECT_TRUE(put(loaded, path, Combine::kSet, 3e9));
  EXPECT_TRUE(put(loaded, "horizon.days", Combine::kTimes, 1e300));
}

TEST(FieldPath, AKnownFigureHasNoRange) {
  scenario::LoadedScenario loaded = minimal();
  EXPECT_FALSE(put(loaded, "parameter[choice.wait_weight].value", Combine::kSet, 2));
  for (const auto& p : loaded.scenario.elements().parameter())
    if (p.id() == "choice.wait_weight") {
      EXPECT_EQ(p.value(), 2);
      EXPECT_FALSE(p.has_low());
      EXPECT_FALSE(p.has_high());
    }
  FaultList faults;
  scenario::validate(loaded, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
}

TEST(FieldPath, TakesWordsTimesAndFlags) {
  scenario::LoadedScenario loaded = minimal();
  const auto word = [&](const std::string& path, const std::string& text,
                        Combine how = Combine::kSet) {
    const Found found = find_fields(loaded, path);
    return set_word(std::get<std::vector<FieldPlace>>(found).front(), how, text);
  };
  EXPECT_FALSE(word("checkpoint[entry].kind", "SECURITY"));
  EXPECT_TRUE(word("checkpoint[entry].kind", "SECURTY"));
  EXPECT_FALSE(word("checkpoint[entry].staffing[0].until", "23:00"));
  EXPECT_FALSE(word("checkpoint[entry].staffing[0].desks", "2"));
  EXPECT_FALSE(word("checkpoint[entry].staffing[0].desks", "2", Combine::kTimes));
  EXPECT_TRUE(word("checkpoint[entry].staffing[0].until", "23:30", Combine::kPlus));
  EXPECT_TRUE(word("checkpoint[entry].staffing[0].desks", "4,5"));
  EXPECT_TRUE(word("checkpoint[entry].staffing[0].desks", "nan"));
  const auto& entry = loaded.scenario.elements().hub(0).checkpoint(0);
  EXPECT_EQ(entry.kind(), scenario::SECURITY);
  EXPECT_EQ(entry.staffing(0).until(), "23:00");
  EXPECT_EQ(entry.staffing(0).desks(), 4);
}

}  // namespace
}  // namespace stopover::sweep
