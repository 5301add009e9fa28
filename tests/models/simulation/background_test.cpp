// SPDX-License-Identifier: Apache-2.0
// Others: when their periods hold, and that a rate loses and gains nobody by rounding.
#include "models/simulation/background.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using ::testing::ElementsAre;

scenario::Background period(const std::string& from, const std::string& until) {
  scenario::Background b;
  b.set_target("target");
  b.set_from(from);
  b.set_until(until);
  return b;
}

// ---- places of vehicles ----

std::int32_t taken_of_100(const std::vector<scenario::Background>& periods, Seconds departure) {
  scenario::Scenario scenario;
  for (const auto& b : periods) *scenario.mutable_elements()->add_background() = b;
  World world;
  FaultList faults;
  return BackgroundShare(Compiling{scenario, world, {}, faults}, "target").taken(departure, 100);
}

scenario::Background share(const std::string& from, const std::string& until, double share) {
  scenario::Background b = period(from, until);
  b.set_seat_share(share);
  return b;
}

constexpr Seconds clock_time(int hour, int minute) {
  return hours(hour) + minutes(minute);
}

TEST(BackgroundShare, ANightPeriodHoldsBeforeAndAfterMidnight) {
  const std::vector<scenario::Background> night{share("22:00", "26:00", 0.4)};
  EXPECT_EQ(taken_of_100(night, clock_time(21, 59)), 0);
  EXPECT_EQ(taken_of_100(night, clock_time(22, 0)), 40);
  EXPECT_EQ(taken_of_100(night, clock_time(24, 10)), 40);  // late on the day before
  EXPECT_EQ(taken_of_100(night, clock_time(0, 10)), 40);   // early on the day itself
  EXPECT_EQ(taken_of_100(night, clock_time(1, 59)), 40);
  EXPECT_EQ(taken_of_100(night, clock_time(2, 0)), 0);
  EXPECT_EQ(taken_of_100(night, clock_time(26, 0)), 0);
}

TEST(BackgroundShare, PeriodsAddUpButOneCountsOnce) {
  EXPECT_EQ(taken_of_100({share("00:00", "48:00", 0.4)}, clock_time(9, 0)), 40);
  EXPECT_EQ(
      taken_of_100({share("00:00", "24:00", 0.4), share("08:00", "10:00", 0.5)}, clock_time(9, 0)),
      90);
  EXPECT_EQ(
      taken_of_100({share("00:00", "24:00", 0.7), share("08:00", "10:00", 0.7)}, clock_time(9, 0)),
      100);
}

// ---- users of desks ----

// One service day's flows of a desk, `per_quarter` persons in each quarter-hour.
std::vector<flow::BackgroundFlow> flows(const std::string& from, const std::string& until,
                                        double per_quarter) {
  scenario::Scenario scenario;
  auto* b = scenario.mutable_elements()->add_background();
  *b = period(from, until);
  b->set_people_per_quarter(per_quarter);
  World world = minimal_world();
  FaultList faults;
  std::vector<flow::BackgroundFlow> all =
      background_flows(Compiling{scenario, world, {}, faults}, "target");
  const HalfOpen<CivilDate> days = world.service_days();
  const auto count = static_cast<std::size_t>(days_between(days.from, days.until));
  EXPECT_EQ(all.size() % count, 0U);
  EXPECT_EQ(all.front().from, world.zone.instant_at(days.from, service_time(from)));
  all.resize(all.size() / count);
  return all;
}

std::vector<std::int32_t> people(const std::vector<flow::BackgroundFlow>& flows) {
  std::vector<std::int32_t> people;
  for (const auto& f : flows) people.push_back(f.people);
  return people;
}

TEST(BackgroundFlows, CarryWhatRoundingLeavesToTheNextQuarter) {
  EXPECT_THAT(people(flows("08:00", "09:15", 0.4)), ElementsAre(0, 1, 0, 1, 0));
  EXPECT_THAT(people(flows("08:00", "09:00", 2.5)), ElementsAre(3, 2, 3, 2));
  EXPECT_THAT(people(flows("08:00", "09:00", 7)), ElementsAre(7, 7, 7, 7));
}

TEST(BackgroundFlows, EndWithTheirPeriod) {
  const auto two = flows("08:00", "08:20", 30);
  EXPECT_THAT(people(two), ElementsAre(30, 10));  // five minutes of the second quarter
  EXPECT_EQ(two[0].until - two[0].from, minutes(15));
  EXPECT_EQ(two[1].from, two[0].until);
  EXPECT_EQ(two[1].until - two[1].from, minutes(5));
  EXPECT_THAT(people(flows("08:00", "08:05", 30)), ElementsAre(10));
}

TEST(BackgroundFlows, GoOnOverMidnight) {
  const auto night = flows("23:30", "24:30", 1);
  EXPECT_THAT(people(night), ElementsAre(1, 1, 1, 1));
  EXPECT_EQ(night.back().until - night.front().from, hours(1));
}

}  // namespace
}  // namespace stopover::simulation
