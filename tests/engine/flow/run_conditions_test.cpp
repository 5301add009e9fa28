// SPDX-License-Identifier: Apache-2.0
// What runs meet: cases by hand.
#include "engine/flow/run_conditions.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/flow/operating_day.hpp"
#include "engine/random/transforms.hpp"
#include "tests/engine/flow/schedule.hpp"

namespace stopover::flow {
namespace {

using testing::clock;
using testing::closed_at_0;
using testing::Flights;
using testing::kMidnight;
using testing::kSomeDay;
using testing::kThatDay;
using testing::rotate_all;
using testing::Schedule;
using testing::schedule_of;
using timetable::DelayId;
using timetable::PlaceId;
using timetable::RunId;
using timetable::ServiceId;

constexpr SweepLuck kLuck{3, 1};

RunCondition held(std::int64_t delay, DisruptionCause cause, RestrictionId by = {}) {
  return {static_cast<std::int32_t>(delay), cause, false, by};
}
RunCondition cancelled(DisruptionCause cause, RestrictionId by = {}) {
  return {0, cause, true, by};
}

TEST(RunConditions, AClosedPlaceHoldsWhoCanWaitAndCancelsTheRest) {
  Schedule s = schedule_of({{"out", {0, 1}, {clock(5), clock(7), clock(9), clock(10)}},
                            {"in", {1, 0}, {clock(4, 30), clock(6), clock(8, 30), clock(9)}},
                            {"by", {1, 0, 2}, {clock(8, 30)}},
                            {"past", {1, 2}, {clock(8, 30)}}});
  s.disruption.restrictions = {closed_at_0(hours(6), hours(10), hours(2))};
  const RestrictionId fog(0);
  const std::vector<RunCondition> expected = {
      {},  // leaves before
      cancelled(DisruptionCause::kClosed, fog),
      held(3600, DisruptionCause::kClosed, fog),
      {},  // leaves as it opens
      {},
      cancelled(DisruptionCause::kClosed, fog),
      held(1800, DisruptionCause::kClosed, fog),  // lands at 10:00
      {},
      held(1800, DisruptionCause::kClosed, fog),  // calls at 10:00
      {}};
  EXPECT_EQ(s.conditions(), expected);
}

TEST(RunConditions, ASuspendedLineRunsNoneOfItsRunsAndAllOfTheOthers) {
  Schedule s = schedule_of({{"a", {0, 1, 2}, {clock(8), clock(20)}}, {"b", {0, 1}, {clock(8)}}});
  s.disruption.restrictions = {{.key = "works",
                                .services = {ServiceId(0)},
                                .dates = kThatDay,
                                .from = Seconds(0),
                                .until = hours(24)}};
  const RunCondition none = cancelled(DisruptionCause::kClosed, RestrictionId(0));
  EXPECT_EQ(s.conditions(), (std::vector{none, none, RunCondition{}}));
}

TEST(RunConditions, ACancelledWayOutCancelsTheWayBackAndNoMore) {
  // One vehicle: 0 > 1 > 0 > 2 > 0. The first is cancelled at 08:00, when it is there.
  Schedule s = schedule_of({{"a", {0, 1}, {clock(8)}},
                            {"b", {1, 0}, {clock(10)}},
                            {"c", {0, 2}, {clock(12)}},
                            {"d", {2, 0}, {clock(14)}}});
  rotate_all(s, minutes(30));
  s.disruption.restrictions = {closed_at_0(hours(7), hours(9), minutes(30))};
  EXPECT_EQ(s.conditions(),
            (std::vector{cancelled(DisruptionCause::kClosed, RestrictionId(0)),
                         cancelled(DisruptionCause::kKnockOn), RunCondition{}, RunCondition{}}));
}

TEST(RunConditions, ACancelledWayInCancelsTheNextWayOutAndNoMore) {
  // 1 > 0 > 2 > 0: the vehicle stays at 1, so 0 > 2 has none; another flies 2 > 0.
  Schedule s = schedule_of(
      {{"a", {1, 0}, {clock(8)}}, {"b", {0, 2}, {clock(10)}}, {"c", {2, 0}, {clock(12)}}});
  rotate_all(s, minutes(30));
  s.disruption.restrictions = {closed_at_0(hours(8), hours(10), minutes(30))};
  EXPECT_EQ(s.conditions(), (std::vector{cancelled(DisruptionCause::kClosed, RestrictionId(0)),
                                         cancelled(DisruptionCause::kKnockOn), RunCondition{}}));
}

TEST(RunConditions, AfterTheNextRunTooAnotherVehicleIsThere) {
  // 0 > 1 > 2 > 0: the vehicle stays at 0, so 1 > 2 has none; another flies 2 > 0.
  Schedule s = schedule_of(
      {{"a", {0, 1}, {clock(8)}}, {"b", {1, 2}, {clock(10)}}, {"c", {2, 0}, {clock(12)}}});
  rotate_all(s, minutes(30));
  s.disruption.restrictions = {closed_at_0(hours(7), hours(9), minutes(30))};
  EXPECT_EQ(s.conditions(), (std::vector{cancelled(DisruptionCause::kClosed, RestrictionId(0)),
                                         cancelled(DisruptionCause::kKnockOn), RunCondition{}}));
}

TEST(RunConditions, ALateVehicleIsLateLessItsSlack) {
  // On the ground an hour each, 30 min needed: a delay of 100 min is 70, 40, 10, 0 min after.
  Schedule s = schedule_of({{"out", {0, 1}, {clock(8), clock(12), clock(16)}},
                            {"back", {1, 0}, {clock(10), clock(14)}}});
  rotate_all(s, minutes(30));
  s.disruption.restrictions = {closed_at_0(hours(7), Seconds(clock(9, 40)), hours(2))};
  const auto knock_on = [](int late) { return held(late * 60, DisruptionCause::kKnockOn); };
  EXPECT_EQ(s.conditions(),
            (std::vector{held(6000, DisruptionCause::kClosed, RestrictionId(0)), knock_on(40),
                         RunCondition{}, knock_on(70), knock_on(10)}));
}

TEST(RunConditions, ALatenessIsCarriedOverTwoDaysAndNoMore) {
  // In the air at 04:00 each day; half an hour of slack each time.
  const std::vector<std::int64_t> out = {clock(20), clock(20 + 48)};
  const std::vector<std::int64_t> back = {clock(20 + 24), clock(20 + 72)};
  Schedule s =
      schedule_of({{.key = "out", .stops = {0, 1}, .departures = out, .block = 12 * 3600},
                   {.key = "in", .stops = {1, 0}, .departures = back, .block = 12 * 3600}});
  rotate_all(s, minutes(11 * 60 + 30));
  s.disruption.restrictions = {closed_at_0(hours(20), hours(25), hours(5))};
  EXPECT_EQ(s.conditions(),
            (std::vector{held(5 * 3600, DisruptionCause::kClosed, RestrictionId(0)),
                         held(4 * 3600, DisruptionCause::kKnockOn),
                         held(4 * 3600 + 1800, DisruptionCause::kKnockOn), RunCondition{}}));
}

TEST(RunConditions, ARateDelaysByScheduleAndWhoWouldBeTwoDaysLateIsCancelled) {
  std::vector<std::int64_t> departures(60, clock(8));
  Schedule s = schedule_of({{"a", {0, 1}, departures}});
  Restriction slow = closed_at_0(hours(6), hours(48), Seconds(0));
  slow.per_hour = 1;
  slow.dates.until = kSomeDay.plus_days(3);
  s.disruption.restrictions = {slow};
  const std::vector<RunCondition> all = s.conditions();
  for (std::size_t n = 0; n < 60; ++n) {
    const RunCondition expected =
        n == 0    ? RunCondition{}
        : n <= 48 ? held(3600 * static_cast<int>(n), DisruptionCause::kRate, RestrictionId(0))
                  : cancelled(DisruptionCause::kTooLate);
    EXPECT_EQ(all[n], expected) << n;
  }
}

// One an hour from 06:00 to 12:00.
Restriction slow_at_0() {
  Restriction slow = closed_at_0(hours(6), hours(12), Seconds(0));
  slow.per_hour = 1;
  return slow;
}

TEST(RunConditions, WhomARatePushesIntoAClosingIsHeldNoLongerThanItsHold) {
  Schedule s = schedule_of({{"a", {0, 1}, std::vector<std::int64_t>(7, clock(8))},
                            {"late", {0, 1}, {clock(11), clock(23)}}});
  s.disruption.restrictions = {slow_at_0(), closed_at_0(hours(12), hours(22), Seconds(0))};
  const auto slowed = [](int h) {
    return held(h * 3600, DisruptionCause::kRate, RestrictionId(0));
  };
  const RunCondition closed = cancelled(DisruptionCause::kClosed, RestrictionId(1));
  EXPECT_EQ(s.conditions(), (std::vector{RunCondition{}, slowed(1), slowed(2), slowed(3), closed,
                                         closed, closed, closed, RunCondition{}}));
  // With a hold they leave as it opens, when nothing is slowed any more.
  s.disruption.restrictions[RestrictionId(1)].hold = hours(10);
  const RunCondition all_day = held(14 * 3600, DisruptionCause::kClosed, RestrictionId(1));
  EXPECT_EQ(
      s.conditions(),
      (std::vector{RunCondition{}, slowed(1), slowed(2), slowed(3), all_day, all_day, all_day,
                   held(11 * 3600, DisruptionCause::kClosed, RestrictionId(1)), RunCondition{}}));
}

TEST(RunConditions, WhoIsCancelledOrWaitsForAnOpeningLeavesItsTurnToTheNext) {
  // Place 1, an hour away, is closed when the second would land after its turn at 09:00.
  Schedule s = schedule_of({{"first", {0, 2}, {clock(8)}},
                            {"second", {0, 1}, {clock(8)}},
                            {"third", {0, 2}, {clock(8)}},
                            {"fourth", {0, 2}, {clock(8, 30)}}});
  Restriction closed = closed_at_0(Seconds(clock(9, 30)), Seconds(clock(11, 30)), hours(1));
  closed.places = {PlaceId(1)};
  s.disruption.restrictions = {slow_at_0(), closed};
  const auto slowed = [](int minutes) {
    return held(minutes * 60, DisruptionCause::kRate, RestrictionId(0));
  };
  EXPECT_EQ(s.conditions(),
            (std::vector{RunCondition{}, cancelled(DisruptionCause::kClosed, RestrictionId(1)),
                         slowed(60), slowed(90)}));
  // Held till 10:30, it comes behind the fourth, who has the turn of 10:00.
  s.disruption.restrictions[RestrictionId(1)].hold = hours(2);
  EXPECT_EQ(s.conditions(),
            (std::vector{RunCondition{}, held(180 * 60, DisruptionCause::kClosed, RestrictionId(1)),
                         slowed(60), slowed(90)}));
}

TEST(RunConditions, NobodyDepartsOutOfAClosedPlaceForHavingToWaitToLand) {
  // Place 0 takes one an hour; these come from 1, an hour away, and from 3, an hour behind 2.
  Schedule s = schedule_of(
      {{"in", {1, 0}, std::vector<std::int64_t>(4, clock(7))}, {"by", {3, 2, 0}, {clock(6)}}});
  const auto closed_at = [](int place, std::int64_t from, std::int64_t until, Seconds hold) {
    Restriction r = closed_at_0(Seconds(from), Seconds(until), hold);
    r.places = {PlaceId(place)};
    return r;
  };
  s.disruption.restrictions = {slow_at_0(), closed_at(1, clock(8), clock(10), minutes(90)),
                               closed_at(2, clock(8), clock(8, 20), minutes(30))};
  // To land at 09:00 they would depart at 08:00, or call at 2 then.
  const RunCondition closed = cancelled(DisruptionCause::kClosed, RestrictionId(1));
  const RunCondition by = held(80 * 60, DisruptionCause::kRate, RestrictionId(0));
  EXPECT_EQ(s.conditions(), (std::vector{RunCondition{}, closed, closed, closed, by}));
  s.disruption.restrictions[RestrictionId(1)].hold = hours(2);
  const auto waits = [](int h) {
    return held(h * 3600, DisruptionCause::kClosed, RestrictionId(1));
  };
  // Land at 11:00, and at noon, when nothing is slowed any more.
  EXPECT_EQ(s.conditions(), (std::vector{RunCondition{}, waits(3), waits(4), waits(4), by}));
}

TEST(RunConditions, AtAnOpeningThoseGoFirstWhoCouldHaveGoneFirst) {
  Schedule s = schedule_of(
      {{"late", {0, 1}, {clock(8)}}, {"early", {0, 1}, {clock(7)}}, {"in", {1, 0}, {clock(5)}}});
  Restriction slow = closed_at_0(hours(6), hours(12), Seconds(0));
  slow.per_hour = 2;
  s.disruption.restrictions = {closed_at_0(hours(6), hours(9), hours(3)), slow};
  const auto closed = [](int minutes) {
    return held(minutes * 60, DisruptionCause::kClosed, RestrictionId(0));
  };
  EXPECT_EQ(s.conditions(), (std::vector{closed(60 + 60), closed(120 + 30), closed(180)}));
}

TEST(RunConditions, OnlyDaysOfTheTypeAreRestricted) {
  std::vector<std::int64_t> noons;
  for (int d = 0; d < 15; ++d) noons.push_back(clock(12 + 24 * d));
  Schedule s = schedule_of({{"a", {0, 1}, noons}});
  Restriction fog = closed_at_0(hours(0), hours(24), Seconds(0));
  fog.day_type = DayTypeId(1);
  fog.dates.until = kSomeDay.plus_days(99);
  s.disruption.restrictions = {fog};
  const std::array<double, 12> even{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  s.disruption.day_types = {{"fair", even}, {"fog", even}};
  const std::vector<RunCondition> all = s.conditions();
  int foggy = 0;
  for (int d = 0; d < 15; ++d) {
    const bool fog_day = draw_day_type(s.disruption, kLuck, kSomeDay.plus_days(d)) == DayTypeId(1);
    EXPECT_EQ(all[static_cast<std::size_t>(d)].cancelled, fog_day);
    foggy += fog_day ? 1 : 0;
  }
  EXPECT_GT(foggy, 2);
  EXPECT_LT(foggy, 13);
}

}  // namespace
}  // namespace stopover::flow
