// SPDX-License-Identifier: Apache-2.0
// What windows are worth, looked up: between the hours of the table by hand, and in the choice.
#include "models/simulation/visit_values.hpp"

#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "models/simulation/candidates.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using demand::SegmentId;
using network::HubId;

const CivilDate kMonday = CivilDate::parse("2024-06-03").value();

// 100 for each 3 hours of the clock, and the length in hours.
VisitValues::Row hundreds_and_hours() {
  VisitValues::Row row{};
  for (std::size_t a = 0; a < VisitValues::kArrivals.size(); ++a)
    for (std::size_t l = 0; l < VisitValues::kLengths.size(); ++l)
      row[a * VisitValues::kLengths.size() + l] =
          static_cast<float>(100 * a) + static_cast<float>(VisitValues::kLengths[l]);
  return row;
}

class Lookup : public ::testing::Test {
 protected:
  Lookup() : values(Table<SegmentId, std::optional<std::int32_t>>{{0}, std::nullopt, {1}}) {
    VisitValues::Week week{};
    week[0] = hundreds_and_hours();
    week[1].fill(1'000.0F);
    values.set(HubId(0), 0, week);
  }
  double at(Seconds clock, double length) const {
    return values.hours(HubId(0), SegmentId(0), {kMonday, clock}, length).value();
  }
  VisitValues values;
};

TEST_F(Lookup, IsTheTableOnItsHours) {
  EXPECT_DOUBLE_EQ(at(hours(0), 4), 4);
  EXPECT_DOUBLE_EQ(at(hours(9), 10), 310);
  EXPECT_DOUBLE_EQ(at(hours(21), 24), 724);
}

TEST_F(Lookup, IsLinearBetweenThem) {
  EXPECT_DOUBLE_EQ(at(hours(9), 7), 307);
  EXPECT_DOUBLE_EQ(at(hours(9), 19), 319);
  EXPECT_DOUBLE_EQ(at(hours(10), 10), 310 + 100.0 / 3);
  EXPECT_DOUBLE_EQ(at(minutes(9 * 60 + 90), 10), 360);
}

// Half past ten in the evening lies between the 708 of 21 o'clock and what Tuesday begins with.
TEST_F(Lookup, GoesOnIntoTheNextDay) {
  EXPECT_DOUBLE_EQ(at(minutes(22 * 60 + 30), 8), 854);
  const CivilTime sunday{kMonday.plus_days(-1), minutes(22 * 60 + 30)};
  EXPECT_DOUBLE_EQ(values.hours(HubId(0), SegmentId(0), sunday, 8).value(), 4);
}

TEST_F(Lookup, OutsideItsLengthsTakesTheNearest) {
  EXPECT_DOUBLE_EQ(at(hours(3), 2), 104);
  EXPECT_DOUBLE_EQ(at(hours(3), 40), 124);
}

TEST_F(Lookup, SaysNothingWhereNothingIsKnown) {
  const CivilTime noon{kMonday, hours(12)};
  EXPECT_FALSE(values.hours(HubId(1), SegmentId(0), noon, 8));  // no such hub
  EXPECT_FALSE(values.hours(HubId(0), SegmentId(1), noon, 8));  // nobody's taste
  EXPECT_FALSE(values.hours(HubId(0), SegmentId(2), noon, 8));  // no row of the taste
  EXPECT_TRUE(VisitValues().empty());
  EXPECT_FALSE(VisitValues().hours(HubId(0), SegmentId(0), noon, 8));
}

// Every window is worth five hours: those who step out have constant + per hour x 5 x interest,
// whatever their layover, and nobody else is touched.
TEST(VisitValuesInChoice, TakeThePlaceOfTheHours) {
  World world = minimal_world(soften);
  const Departures departures = departures_of(world);
  const Behaviour behaviour = behaviour_of(world.parameters);
  const demand::Luck luck{.seed = 5, .replication = 0};
  const World plain = minimal_world(soften);
  world.visit_values =
      VisitValues(Table<SegmentId, std::optional<std::int32_t>>(world.demand.segments.size(), 0));
  VisitValues::Week five{};
  for (VisitValues::Row& row : five) row.fill(5.0F);
  for (const HubId hub : ids_of(world.hubs)) world.visit_values.set(hub, 0, five);
  int stepped = 0;
  int others = 0;
  for (const auto market : ids_of(world.demand.markets)) {
    const double interest =
        world.demand.segments[world.demand.markets[market].segment].stay_interest;
    for (int k = 0; k < 50; ++k) {
      const auto party = demand::draw_party(world.demand, market, world.first_day, k, luck);
      const Planning planning{world, departures, behaviour, luck};
      std::vector<Candidate> with;
      std::vector<Candidate> without;
      candidates(planning, party, with);
      candidates({plain, departures, behaviour, luck}, party, without);
      ASSERT_EQ(with.size(), without.size());
      for (std::size_t i = 0; i < with.size(); ++i) {
        if (with[i].stay == StayKind::kStepOut) {
          ++stepped;
          EXPECT_NEAR(utility_parts(planning, party, with[i]).stay,
                      behaviour.step_out_constant + behaviour.step_out_per_hour * 5 * interest,
                      1e-9);
          EXPECT_EQ(with[i].stay_hours, without[i].stay_hours);
        } else {
          ++others;
          EXPECT_EQ(with[i].utility, without[i].utility);
        }
      }
    }
  }
  EXPECT_GT(stepped, 20);
  EXPECT_GT(others, 100);
}

}  // namespace
}  // namespace stopover::simulation
