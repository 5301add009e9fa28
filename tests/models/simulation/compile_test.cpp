// SPDX-License-Identifier: Apache-2.0
// What only shows once a scenario is compiled, one test a rule; and dated services.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/simulation/world_rules.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> rules_of(const FaultList& faults) {
  std::vector<std::string> rules;
  for (const InputFault& fault : faults.kept()) rules.push_back(fault.rule);
  std::sort(rules.begin(), rules.end());
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  return rules;
}

FaultList faults_of(const std::function<void(scenario::Scenario&)>& change) {
  scenario::Scenario scenario = scenario_of("minimal");
  change(scenario);
  FaultList faults;
  (void)world_of(scenario, faults);
  return faults;
}

TEST(CompileRules, MinimalHasNone) {
  EXPECT_THAT(rules_of(faults_of([](scenario::Scenario&) {})), IsEmpty());
}

TEST(CompileRules, AMarketThatNoJourneyServes) {
  const FaultList faults = faults_of([](scenario::Scenario& s) {
    auto* lines = s.mutable_elements()->mutable_line();
    lines->Clear();  // no train: nobody reaches the delta city
  });
  EXPECT_THAT(rules_of(faults), ElementsAre(rule::kNoJourney));
  EXPECT_THAT(faults.text(), HasSubstr("market a_delta"));
}

// As `validate` and `run` compile: what shows only then stands at the line of its element too.
TEST(CompileRules, FaultsNameFileLineAndElement) {
  FaultList faults;
  scenario::LoadedScenario loaded =
      scenario::load(std::string(STOPOVER_SOURCE_DIR) + "/scenarios/minimal", faults);
  loaded.scenario.mutable_elements()->mutable_line()->Clear();
  const auto executor = serial_executor();
  (void)compile(loaded.scenario, *executor, faults, &loaded.sources);
  ASSERT_FALSE(faults.empty());
  for (const InputFault& fault : faults.kept()) {
    EXPECT_EQ(fault.rule, rule::kNoJourney);
    EXPECT_TRUE(fault.file.ends_with("minimal/scenario.txtpb")) << fault.text();
    EXPECT_EQ(fault.line, loaded.sources.where("market", "a_delta", "from").line);
    EXPECT_EQ(fault.field, "market a_delta: from, to");
  }
}

// A turnstile that some pass after one line and before another, and some the other way round;
// `instant`: in no time.
void make_circle(scenario::Scenario& s, bool instant) {
  auto* elements = s.mutable_elements();
  scenario::Hub hub;
  hub.set_id("interchange");
  hub.set_name("Interchange");
  const auto add_desk = [&](const std::string& id) {
    auto* desk = hub.add_checkpoint();
    desk->CopyFrom(elements->hub(0).checkpoint(0));
    desk->set_id(id);
    desk->clear_serves();
  };
  const auto add_walk = [&](const std::string& from, const std::string& to) {
    auto* walk = hub.add_walk();
    walk->set_from(from);
    walk->set_to(to);
    walk->set_seconds(instant ? 0 : 60);
  };
  hub.add_places("city");
  add_desk("turnstile");
  add_walk("city:arrive", "turnstile");
  add_walk("turnstile", "city:depart");
  elements->add_hub()->CopyFrom(hub);
  // Two lines that go round: those who come pass the turnstile from the airport's to the delta's,
  // those who leave from the delta's to the airport's.
  const scenario::Line train = elements->line(0);
  elements->clear_line();
  const auto add_loop = [&](const std::string& id, std::vector<std::string> stops) {
    auto* line = elements->add_line();
    line->CopyFrom(train);
    line->set_id(id);
    line->set_boarding_closes_seconds(0);
    line->clear_both_ways();
    line->clear_fare();
    line->set_flat_fare_yuan(1);
    line->clear_stop();
    for (std::size_t i = 0; i < stops.size(); ++i) {
      line->add_stop()->set_place(stops[i]);
      line->mutable_stop(static_cast<int>(i))
          ->set_minutes(instant ? 0 : 20.0 * static_cast<double>(i));
    }
  };
  add_loop("airport_loop", {"station", "city", "station"});
  add_loop("delta_loop", {"city", "delta", "city"});
  scenario::Market back = elements->market(0);
  for (const auto& market : elements->market())
    if (market.id() == "city_b") back = market;
  back.set_id("delta_b");
  back.set_from("delta");
  elements->add_market()->CopyFrom(back);
}

TEST(CompileRules, StagesInACircle) {
  const FaultList faults = faults_of([](scenario::Scenario& s) { make_circle(s, true); });
  EXPECT_THAT(rules_of(faults), ElementsAre(rule::kStageCycle));
}

TEST(Compile, ACircleThatTakesTimeIsSweptInWindows) {
  const World world = minimal_world([](scenario::Scenario& s) { make_circle(s, false); });
  ASSERT_TRUE(world.stages.window);
  EXPECT_GE(*world.stages.window, minutes(20));
}

// A period without desks is the same as none: the queue waits for the next.
TEST(Compile, ADeskPlanMayHavePeriodsWithoutDesks) {
  const World world = minimal_world([](scenario::Scenario& s) {
    auto* entry = s.mutable_elements()->mutable_hub(0)->mutable_checkpoint(0);
    entry->clear_staffing();
    for (const auto& [from, until, desks] :
         {std::tuple("00:00", "10:30", 0), {"10:30", "24:00", 1}}) {
      auto* period = entry->add_staffing();
      period->set_from(from);
      period->set_until(until);
      period->set_desks(desks);
    }
  });
  const auto& staffing = world.checkpoints[network::CheckpointId(0)].staffing;
  ASSERT_FALSE(staffing.empty());
  for (const flow::StaffPeriod& period : staffing) EXPECT_EQ(period.desks, 1);
}

// Desk types, rules, hall and patience come through; routes tell classes apart at such checkpoints.
TEST(Compile, ACheckpointMayHaveLines) {
  const World world = minimal_world([](scenario::Scenario& s) {
    auto* entry = s.mutable_elements()->mutable_hub(0)->mutable_checkpoint(0);
    auto* gate = entry->add_desk_type();
    gate->set_id("gate");
    gate->add_serves(scenario::CITIZEN);
    gate->set_eligible_share(0.5);
    gate->set_refusal_share(0.1);
    *gate->add_staffing() = entry->staffing(0);
    *gate->mutable_service() = entry->service();
    auto* rule = entry->add_passenger_rule();
    rule->add_of(scenario::RESIDENT);
    rule->set_level(-1);
    rule->set_weight(3);
    *rule->mutable_service() = entry->service();
    entry->set_hall_room(400);
    *entry->mutable_patience()->mutable_time() = entry->service();
    entry->mutable_patience()->set_instead_minutes(7);
  });
  const flow::Checkpoint& entry = world.checkpoints[network::CheckpointId(0)];
  ASSERT_EQ(entry.desk_types.size(), 1U);
  EXPECT_EQ(entry.desk_types[0].serves, 1U);  // CITIZEN is bit 0
  EXPECT_EQ(entry.desk_types[0].eligible_share, 0.5);
  EXPECT_EQ(entry.desk_types[0].refusal_share, 0.1);
  EXPECT_EQ(entry.desk_types[0].staffing.size(), entry.staffing.size());
  EXPECT_EQ(entry.desk_types[0].service.mean_seconds, 30);
  ASSERT_EQ(entry.rules.size(), 1U);
  EXPECT_EQ(entry.rules[0].classes, 2U);
  EXPECT_EQ(entry.rules[0].level, -1);
  EXPECT_EQ(entry.rules[0].weight, 3);
  EXPECT_EQ(entry.rules[0].service.value().mean_seconds, 30);
  EXPECT_EQ(entry.room, 400);
  EXPECT_EQ(entry.patience.value().instead, minutes(7));
  std::set<int> classes;
  for (const flow::Route& route : world.alternatives.routes)
    for (const flow::Step& step : route.steps)
      if (step.kind == flow::Step::Kind::kQueue) {
        EXPECT_TRUE(step.checkpoint == network::CheckpointId(0) || step.passenger_class == 0);
        classes.insert(step.passenger_class);
      }
  EXPECT_GT(classes.size(), 1U);
}

TEST(Compile, ACheckpointMayBeADwell) {
  const World world = minimal_world([](scenario::Scenario& s) {
    auto* entry = s.mutable_elements()->mutable_hub(0)->mutable_checkpoint(0);
    entry->clear_staffing();
    entry->mutable_dwell()->set_visit_share(0.25);
    auto* bags = entry->mutable_dwell()->mutable_bags();
    bags->set_first_minutes(15);
    bags->set_span_minutes(20);
    bags->set_bag_share(0.6);
  });
  const flow::Checkpoint& entry = world.checkpoints[network::CheckpointId(0)];
  EXPECT_TRUE(entry.unlimited);
  EXPECT_TRUE(entry.is_plain());
  EXPECT_EQ(entry.visit_share, 0.25);
  EXPECT_EQ(entry.bags.value().first, minutes(15));
  EXPECT_EQ(entry.bags.value().span, minutes(20));
  EXPECT_EQ(entry.bags.value().bag_share, 0.6);
}

// From the year of a segment's figures to that of the first day, 2024, and back.
TEST(Compile, VolumesGrowFromTheirYear) {
  const auto volume = [](int year, double growth) {
    const World world = minimal_world([=](scenario::Scenario& s) {
      for (auto& segment : *s.mutable_elements()->mutable_segment()) {
        if (year > 0) segment.set_volume_year(year);
        segment.set_growth_per_year(growth);
      }
    });
    return world.demand.markets[demand::MarketId(0)].persons_per_day;
  };
  const double written = volume(0, 0);
  EXPECT_GT(written, 0);
  EXPECT_EQ(volume(2024, 0.1), written);
  EXPECT_NEAR(volume(2022, 0.1), written * 1.21, 1e-9);
  EXPECT_NEAR(volume(2025, 0.1), written / 1.1, 1e-9);
}

TEST(Compile, VolumesAreDrawnFromTheRangeOfTheirSegment) {
  const World world = minimal_world([](scenario::Scenario& s) {
    for (auto& segment : *s.mutable_elements()->mutable_segment()) {
      segment.set_volume_low(0.5);
      segment.set_volume_high(1.5);
    }
  });
  for (const demand::Volume& v : central(world).volumes) EXPECT_EQ(v, demand::Volume{});
  for (const demand::Volume& v : drawn(world, {1, 0}).volumes) {
    EXPECT_NE(v.here, 1);
    EXPECT_GT(v.here, 0.5);
    EXPECT_LT(v.here, 1.5);
    EXPECT_EQ(v.here, v.there);
  }
}

// A line opens on its first day: before, it has no run.
TEST(Compile, ALineHasNoRunBeforeItOpens) {
  const auto runs_of_train = [](const std::string& from, const std::string& until) {
    scenario::Scenario s = scenario_of("minimal");
    s.mutable_elements()->mutable_line(0)->set_valid_from(from);
    s.mutable_elements()->mutable_line(0)->set_valid_until(until);
    FaultList faults;
    const World world = world_of(s, faults);
    std::int64_t runs = 0;
    for (const timetable::Service& service : world.timetable.services())
      if (service.line == "intercity") runs += service.run_count;
    return runs;
  };
  const auto all = runs_of_train("", "");
  EXPECT_EQ(all % 2, 0);       // both ways
  const auto days = all / 32;  // 06:30 to 21:30, hourly, both ways
  EXPECT_EQ(all, 32 * days);
  EXPECT_GT(days, 1);
  EXPECT_EQ(runs_of_train("2030-01-01", ""), 0);
  EXPECT_EQ(runs_of_train("", "2020-01-01"), 0);
  EXPECT_EQ(runs_of_train("2024-06-03", "2024-06-04"), 32);
}

}  // namespace
}  // namespace stopover::simulation
