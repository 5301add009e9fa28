// SPDX-License-Identifier: Apache-2.0
// Gates: closing by the clock, and the server of a rate against queueing theory.
#include "engine/flow/gates.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/random/transforms.hpp"
#include "tests/engine/flow/schedule.hpp"

namespace stopover::flow {
namespace {

using testing::clock;
using testing::kMidnight;
using testing::kSomeDay;
using testing::Schedule;
using testing::schedule_of;

constexpr SweepLuck kLuck{3, 1};
const HalfOpen<CivilDate> kOneDay{kSomeDay, kSomeDay.plus_days(1)};

Restriction at_place_0(std::optional<double> per_hour, Seconds from, Seconds until) {
  return {.key = "r",
          .places = {timetable::PlaceId(0)},
          .dates = kOneDay,
          .from = from,
          .until = until,
          .per_hour = per_hour,
          .hold = hours(1)};
}

struct OneGate {
  explicit OneGate(const std::vector<Restriction>& restrictions, int days = 1)
      : schedule(schedule_of({{"a", {0, 1}, {clock(8)}}})) {
    for (const Restriction& r : restrictions) schedule.disruption.restrictions.push_back(r);
    plan.emplace(schedule.timetable, schedule.disruption);
    gates.emplace(*plan, schedule.disruption, kLuck,
                  HalfOpen<CivilDate>{kSomeDay, kSomeDay.plus_days(days)});
  }
  // Seconds after kMidnight.
  [[nodiscard]] std::int64_t pass(std::int64_t t) {
    const Gates::Turn turn = gates->turn(GateId(0), kMidnight + t);
    gates->pass(GateId(0), kMidnight + t);
    return turn.time - kMidnight;
  }
  Schedule schedule;
  std::optional<GatePlan> plan;
  std::optional<Gates> gates;
};

TEST(Gate, IsClosedFromItsBeginningToBeforeItsEnd) {
  const OneGate one({at_place_0(std::nullopt, hours(9), hours(10)),
                     at_place_0(std::nullopt, hours(9), hours(11))});
  const auto closed = [&](std::int64_t t) {
    return one.gates->closed_at(GateId(0), kMidnight + t);
  };
  EXPECT_FALSE(closed(clock(9) - 1));
  EXPECT_EQ(closed(clock(9))->until, kMidnight + clock(11));
  EXPECT_EQ(closed(clock(11) - 1)->restriction, RestrictionId(1));
  EXPECT_FALSE(closed(clock(11)));
}

TEST(Gate, LetsPassTheRateAnHourWhileItIsInForceAndKeepsNoTurnThatIsNotTaken) {
  OneGate one({at_place_0(40.0, hours(0), hours(12))});
  EXPECT_EQ(one.pass(clock(8)), clock(8));
  const Gates::Turn asked = one.gates->turn(GateId(0), kMidnight + clock(8));
  EXPECT_EQ(asked.time - kMidnight, clock(8) + 90);
  EXPECT_EQ(asked.restriction, RestrictionId(0));
  EXPECT_EQ(one.pass(clock(8)), clock(8) + 90);
  EXPECT_EQ(one.pass(clock(9)), clock(9));
  EXPECT_TRUE(one.gates->turn(GateId(0), kMidnight + clock(10)).restriction.is_none());
  // From 12:00 no rate is in force: all at once.
  EXPECT_EQ(one.pass(clock(12)), clock(12));
  EXPECT_EQ(one.pass(clock(12)), clock(12));
}

TEST(Gate, OfModesAndLinesHoldsOnlyThose) {
  const Schedule schedule = schedule_of({{.key = "air", .stops = {0, 1}, .departures = {0}},
                                         {.key = "bus", .stops = {1, 0, 2}, .mode = 6},
                                         {.key = "far", .stops = {1, 2}}});
  Disruption disruption;
  Restriction fog = at_place_0(std::nullopt, hours(1), hours(2));
  fog.modes = {1};
  Restriction all = at_place_0(std::nullopt, hours(1), hours(2));
  Restriction line{.services = {timetable::ServiceId(2)}, .dates = kOneDay, .until = hours(1)};
  disruption.restrictions = {fog, all, line};
  const GatePlan plan(schedule.timetable, disruption);
  EXPECT_EQ(plan.of(timetable::ServiceId(0)).depart, (std::vector{GateId(0), GateId(1)}));
  EXPECT_TRUE(plan.of(timetable::ServiceId(0)).land.empty());
  ASSERT_EQ(plan.of(timetable::ServiceId(1)).between.size(), 1);
  EXPECT_EQ(plan.of(timetable::ServiceId(1)).between[0].gate, GateId(1));
  EXPECT_EQ(plan.of(timetable::ServiceId(2)).depart, std::vector{GateId(2)});
}

// Lindley 1952, written as a maximum over who came before: with gap g, the n-th of arrivals a
// passes at max over j <= n of a_j + (n - j) g.
RC_GTEST_PROP(Gate, OfARateIsLindleysRecursion, ()) {
  const auto per_hour = *rc::gen::inRange(1, 200);
  const auto gaps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 300));
  OneGate one({at_place_0(per_hour, Seconds(0), hours(48))});
  const std::int64_t gap_ms = std::llround(3'600'000.0 / per_hour);
  std::vector<std::int64_t> arrivals;
  std::int64_t t = kMidnight;
  for (const int gap : gaps) arrivals.push_back(t += gap);
  for (std::size_t n = 0; n < arrivals.size(); ++n) {
    std::int64_t expected = 0;
    for (std::size_t j = 0; j <= n; ++j)
      expected = std::max(expected, arrivals[j] * 1000 + static_cast<std::int64_t>(n - j) * gap_ms);
    if (expected >= (kMidnight + clock(48)) * 1000) break;
    RC_ASSERT(one.pass(arrivals[n] - kMidnight) + kMidnight == (expected + 999) / 1000);
  }
}

// Poisson arrivals at load rho wait rho / (2 (1 - rho)) gaps (Pollaczek 1930, Khinchine 1932).
// Bands: 4 standard errors over independent days, plus half a second of rounding.
TEST(Gate, OfARateWaitsAsMD1) {
  constexpr int kDays = 400;
  constexpr double kGap = 120;
  for (const double rho : {0.5, 0.8}) {
    Restriction r = at_place_0(30.0, Seconds(0), hours(24));
    r.dates.until = kSomeDay.plus_days(kDays);
    OneGate one({r}, kDays);
    double sum = 0;
    double squares = 0;
    for (int day = 0; day < kDays; ++day) {
      random::Stream luck({.seed = 9, .replication = static_cast<std::uint32_t>(day)});
      const random::Exponential next(kGap / rho);
      double t = static_cast<double>(kMidnight) + day * 86'400.0;
      double waits = 0;
      int count = 0;
      // The first three hours fill the queue, the last three empty it.
      for (const double end = t + clock(21); t < end; t += next(luck)) {
        const std::int64_t at = std::llround(t);
        const std::int64_t passed = one.pass(at - kMidnight) + kMidnight;
        if (t < end - clock(18)) continue;
        waits += static_cast<double>(passed - at);
        ++count;
      }
      sum += waits / count;
      squares += (waits / count) * (waits / count);
    }
    const double mean = sum / kDays;
    const double error = std::sqrt((squares / kDays - mean * mean) / kDays);
    EXPECT_NEAR(mean, kGap * rho / (2 * (1 - rho)), 4 * error + 0.5) << rho;
    EXPECT_LT(error, 0.03 * mean) << "a band that shows something";
  }
}

}  // namespace
}  // namespace stopover::flow
