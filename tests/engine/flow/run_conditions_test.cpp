// SPDX-License-Identifier: Apache-2.0
// What runs meet: cases by hand, two oracles, and what holds for every day.
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
using testing::Flights;
using testing::kMidnight;
using testing::kSomeDay;
using testing::Schedule;
using testing::schedule_of;
using timetable::DelayId;
using timetable::PlaceId;
using timetable::RunId;
using timetable::ServiceId;

constexpr SweepLuck kLuck{3, 1};
const HalfOpen<CivilDate> kThatDay{kSomeDay, kSomeDay.plus_days(1)};

Restriction closed_at_0(Seconds from, Seconds until, Seconds hold) {
  return {.key = "closed",
          .places = {PlaceId(0)},
          .dates = kThatDay,
          .from = from,
          .until = until,
          .hold = hold};
}
void rotate_all(Schedule& s, Seconds turnaround) {
  s.disruption.rotations = {{"all", ids_of(s.timetable.services()), turnaround}};
}
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

// ---- drawn days ---------------------------------------------------------------------------------

// Flights between a hub (0) and four other places over `days` days, with delays of their own.
Schedule drawn_schedule(std::uint64_t seed, int days) {
  random::Stream dice({.seed = seed, .purpose = random::purpose("test.schedule")});
  const auto roll = [&](int least, int most) {
    return static_cast<int>(random::between(dice, least, most));
  };
  std::vector<Flights> flights;
  for (int other = 1; other <= 4; ++other) {
    const int block = 600 * roll(3, 40);
    for (const bool out : {true, false}) {
      Flights f{.key = std::to_string(flights.size()),
                .stops = out ? std::vector{0, other} : std::vector{other, 0},
                .block = block,
                .places = 100 * roll(1, 2),
                .delay = DelayId(roll(0, 1))};
      for (int d = 0; d < days; ++d)
        for (int n = roll(0, 6); n > 0; --n)
          f.departures.push_back(d * 86'400 + clock(4) + 600 * roll(0, 140));
      flights.push_back(f);
    }
  }
  Schedule s = schedule_of(flights);
  s.delays = {{0.5, minutes(40), minutes(300)}, {0.2, minutes(90), hours(48)}};
  return s;
}

// Everything at once.
Schedule drawn_disruption(std::uint64_t seed, int days) {
  Schedule s = drawn_schedule(seed, days);
  rotate_all(s, minutes(40));
  const std::array<double, 12> even{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  s.disruption.day_types = {{"fair", even}, {"foul", even}};
  DelayVariation v;
  v.common = 0.3;
  v.group = "g";
  v.cancelled = 0.05;
  v.hour[9] = 2;
  v.on_day = {DayEffect{.cancelled = 0.05}, DayEffect{.late = 2, .lateness = 2, .cancelled = 0.2}};
  s.disruption.variations = {v, v};
  const HalfOpen<CivilDate> all{kSomeDay, kSomeDay.plus_days(days)};
  Restriction closed = closed_at_0(hours(9), hours(13), hours(2));
  Restriction slow = closed_at_0(hours(6), hours(26), Seconds(0));
  Restriction line{.services = {ServiceId(2)}, .from = hours(8), .until = hours(40)};
  slow.per_hour = 6;
  slow.day_type = DayTypeId(1);
  Restriction far = closed_at_0(hours(14), hours(17), minutes(90));
  far.places = {PlaceId(1), PlaceId(3)};
  closed.dates = slow.dates = far.dates = all;
  line.dates = {kSomeDay.plus_days(1), kSomeDay.plus_days(2)};
  s.disruption.restrictions = {closed, slow, line, far};
  return s;
}

RC_GTEST_PROP(RunConditions, WithoutDisruptionAreTheDelaysOfTheProfiles, (std::uint64_t seed)) {
  const Schedule s = drawn_schedule(seed, 3);
  const std::vector<RunCondition> all = s.conditions();
  for (const RunId run : ids_of(s.timetable.runs())) {
    const auto& service = s.timetable.services()[s.timetable.runs()[run].service];
    const Seconds own =
        draw_delay(s.delays[service.delay], kLuck, service.key, s.timetable.runs()[run].departure);
    RC_ASSERT(all[run.value()].delay == own.count());
    RC_ASSERT((own == Seconds(0)) == (all[run.value()].cause == DisruptionCause::kNone));
  }
}

// Without gates the recursion has a closed form: the worst of the chain's own delays, each less the
// slack since.
RC_GTEST_PROP(RunConditions, OfRotationsAreTheWorstDelayOfTheChain, (std::uint64_t seed)) {
  Schedule s = drawn_schedule(seed, 1);
  rotate_all(s, minutes(40));
  const std::vector<RunCondition> all = s.conditions();
  const Rotations rotations(s.timetable, s.disruption);
  for (const RunId run : ids_of(s.timetable.runs())) {
    Seconds worst{};
    Seconds slack{};
    for (RunId at = run; !at.is_none();) {
      const auto& service = s.timetable.services()[s.timetable.runs()[at].service];
      const Instant departure = s.timetable.runs()[at].departure;
      worst = std::max(worst,
                       draw_delay(s.delays[service.delay], kLuck, service.key, departure) - slack);
      const RunId before = rotations.before(at);
      if (!before.is_none()) slack += departure - s.timetable.arrival(before, 1) - minutes(40);
      at = before;
    }
    RC_ASSERT(all[run.value()].cancelled == (worst > kLongestDelay));
    if (worst <= kLongestDelay) RC_ASSERT(all[run.value()].delay == worst.count());
  }
}

// The oracle of rates and rotations together: whole passes over all runs, one after the other as if
// the last pass were the truth, until nothing moves.
std::vector<std::int64_t> settle(const Schedule& s, std::int64_t gap_ms) {
  const auto& runs = s.timetable.runs();
  const Rotations rotations(s.timetable, s.disruption);
  std::vector<std::int64_t> delay(runs.size());
  for (bool moved = true; moved;) {
    struct Request {
      std::int64_t time;
      RunId run;
    };
    std::vector<Request> requests;
    std::vector<std::int64_t> next(runs.size());
    for (const RunId run : ids_of(runs)) {
      const auto& service = s.timetable.services()[runs[run].service];
      const std::int64_t scheduled = runs[run].departure.unix_seconds();
      const std::int64_t own =
          draw_delay(s.delays[service.delay], kLuck, service.key, runs[run].departure).count();
      std::int64_t ready = scheduled + own;
      const RunId before = rotations.before(run);
      if (!before.is_none())
        ready = std::max(
            ready, s.timetable.arrival(before, 1).unix_seconds() + delay[before.value()] + 2400);
      next[run.value()] = ready - scheduled;
      const bool lands = service.stops[0] != PlaceId(0);
      const std::int64_t block = s.timetable.arrival(run, 1).unix_seconds() - scheduled;
      requests.push_back({ready + (lands ? block : 0), run});
    }
    std::sort(requests.begin(), requests.end(), [](const Request& a, const Request& b) {
      return std::tie(a.time, a.run) < std::tie(b.time, b.run);
    });
    std::int64_t free_ms = 0;
    for (const Request& r : requests) {
      const std::int64_t at = std::max(r.time * 1000, free_ms);
      next[r.run.value()] += (at + 999) / 1000 - r.time;
      free_ms = at + gap_ms;
    }
    moved = next != delay;
    delay = next;
  }
  return delay;
}

RC_GTEST_PROP(RunConditions, OfRatesAndRotationsAreWhereAllPassesSettle, (std::uint64_t seed)) {
  Schedule s = drawn_schedule(seed, 1);
  s.delays = {{0.5, minutes(40), minutes(200)}, {0.2, minutes(90), minutes(200)}};
  rotate_all(s, minutes(40));
  const int per_hour = *rc::gen::inRange(1, 12);
  Restriction slow = closed_at_0(Seconds(0), hours(48), Seconds(0));
  slow.per_hour = per_hour;
  slow.dates = {kSomeDay.plus_days(-1), kSomeDay.plus_days(4)};
  s.disruption.restrictions = {slow};
  const std::vector<std::int64_t> expected = settle(s, std::llround(3'600'000.0 / per_hour));
  const std::vector<RunCondition> all = s.conditions();
  for (std::size_t r = 0; r < all.size(); ++r) {
    RC_ASSERT(!all[r].cancelled);
    RC_ASSERT(all[r].delay == expected[r]);
  }
}

RC_GTEST_PROP(RunConditions, DoNotDependOnHowTheSpanIsCut, (std::uint64_t seed)) {
  const Schedule s = drawn_disruption(seed, 8);
  const RunPlan plan(s.timetable, s.disruption);
  const RunConditions conditions(s.timetable, s.delays, s.disruption, plan);
  const std::vector<RunCondition> whole = s.conditions();
  std::vector<RunCondition> pieces(whole.size(), cancelled(DisruptionCause::kNone));
  for (CivilDate from = kSomeDay.plus_days(-1); from < kSomeDay.plus_days(12);) {
    const CivilDate until = from.plus_days(*rc::gen::inRange(1, 5));
    conditions.write(kLuck, {from, until}, pieces);
    from = until;
  }
  RC_ASSERT(pieces == whole);
}

// A day is told by the days from two before it to one after it, and who follows whom on the first
// of these by who landed from the day before.
RC_GTEST_PROP(RunConditions, DoNotDependOnFarDays, (std::uint64_t seed)) {
  const Schedule s = drawn_disruption(seed, 7);
  const CivilDate day = kSomeDay.plus_days(3);
  const HalfOpen<CivilDate> near{day.plus_days(-3), day.plus_days(2)};
  // The same timetable without the runs of other days.
  timetable::TimetableBuilder builder;
  for (const auto& service : s.timetable.services()) {
    const auto id = builder.add_service(service);
    for (std::uint32_t n = service.first_run; n < service.first_run + service.run_count; ++n) {
      const auto& run = s.timetable.runs()[RunId(n)];
      const auto block =
          static_cast<std::int32_t>((s.timetable.arrival(RunId(n), 1) - run.departure).count());
      if (near.contains(operating_date(s.disruption.zone, run.departure)))
        builder.add_run(id, {run.departure, run.places, run.background}, {{0, block}, {0, block}});
    }
  }
  const Schedule cut{std::move(builder).build(), s.delays, s.disruption};
  const auto of_day = [&](const Schedule& schedule) {
    std::map<std::pair<ServiceId, std::int64_t>, std::vector<std::int32_t>> found;
    const std::vector<RunCondition> all = schedule.conditions();
    for (const RunId run : ids_of(schedule.timetable.runs())) {
      const auto& r = schedule.timetable.runs()[run];
      if (operating_date(s.disruption.zone, r.departure) == day)
        found[{r.service, r.departure.unix_seconds()}].push_back(
            all[run.value()].cancelled ? -1 : all[run.value()].delay);
    }
    return found;
  };
  RC_ASSERT(of_day(cut) == of_day(s));
}

// Those of drawn_disruption are closed on all of its first days.
bool is_closed(const Disruption& disruption, PlaceId place, Instant t) {
  const std::int64_t after_midnight = t.unix_seconds() - kMidnight;
  return std::any_of(
      disruption.restrictions.begin(), disruption.restrictions.end(), [&](const Restriction& r) {
        const Seconds at(after_midnight % 86'400);
        return !r.per_hour && std::count(r.places.begin(), r.places.end(), place) > 0 &&
               r.from <= at && at < r.until;
      });
}

RC_GTEST_PROP(RunConditions, NobodyOperatesWhatIsClosedOrHasNoVehicle, (std::uint64_t seed)) {
  constexpr int kDays = 7;  // 4 with runs; no delay is over 2
  Schedule s = drawn_disruption(seed, 4);
  for (const RestrictionId r : ids_of(s.disruption.restrictions))
    if (!s.disruption.restrictions[r].places.empty())
      s.disruption.restrictions[r].dates.until = kSomeDay.plus_days(kDays);
  const std::vector<RunCondition> all = s.conditions();
  const Rotations rotations(s.timetable, s.disruption);
  for (const RunId run : ids_of(s.timetable.runs())) {
    const RunCondition& c = all[run.value()];
    RC_ASSERT((c.delay >= 0 && c.delay <= kLongestDelay.count()));
    RC_ASSERT((!c.cancelled || c.delay == 0));
    RC_ASSERT((c.cause == DisruptionCause::kNone) == (!c.cancelled && c.delay == 0));
    if (!c.restriction.is_none()) {
      const bool slow = s.disruption.restrictions[c.restriction].per_hour.has_value();
      RC_ASSERT(c.cause == (slow ? DisruptionCause::kRate : DisruptionCause::kClosed));
    }
    if (c.cancelled) continue;
    const auto& r = s.timetable.runs()[run];
    const auto& service = s.timetable.services()[r.service];
    for (std::size_t stop = 0; stop < service.stops.size(); ++stop)
      RC_ASSERT(!is_closed(s.disruption, service.stops[stop],
                           s.timetable.arrival(run, stop) + Seconds(c.delay)));
    const RunId before = rotations.before(run);
    if (before.is_none() || all[before.value()].cancelled) continue;
    if (operating_date(s.disruption.zone, s.timetable.runs()[before].departure) !=
        operating_date(s.disruption.zone, r.departure))
      continue;  // told by another history
    RC_ASSERT(s.timetable.arrival(before, 1) + Seconds(all[before.value()].delay) + minutes(40) <=
              r.departure + Seconds(c.delay));
  }
}

}  // namespace
}  // namespace stopover::flow
