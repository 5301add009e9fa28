// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/timetable/timetable.hpp"

namespace stopover::timetable {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Seconds at(int hour, int minute, int second = 0) {
  return hours(hour) + minutes(minute) + Seconds(second);
}

TEST(DeparturesOf, OnlyTheLastPeriodIncludesItsEnd) {
  EXPECT_THAT(departures_of({{at(6, 0), at(7, 0), minutes(30)}, {at(7, 0), at(8, 0), minutes(20)}}),
              ElementsAre(at(6, 0), at(6, 30), at(7, 0), at(7, 20), at(7, 40), at(8, 0)));
  EXPECT_THAT(departures_of({{at(6, 0), at(7, 0), minutes(30)}, {at(9, 0), at(9, 0), minutes(20)}}),
              ElementsAre(at(6, 0), at(6, 30), at(9, 0)));
}

TEST(DeparturesOf, AnEndOffTheHeadwayHasNoDeparture) {
  EXPECT_THAT(departures_of({{at(22, 0), at(25, 10), at(1, 15)}}),
              ElementsAre(at(22, 0), at(23, 15), at(24, 30)));
}

// A period that ended earlier has no departure at the day's end, though its headway falls on it.
TEST(DeparturesOf, OnlyThePeriodThatEndsThereDepartsAtTheEnd) {
  EXPECT_THAT(
      departures_of({{at(6, 0), at(7, 50), minutes(60)}, {at(7, 30), at(8, 0), minutes(20)}}),
      ElementsAre(at(6, 0), at(7, 0), at(7, 30), at(7, 50)));
}

TEST(DeparturesOf, EachPeriodStartsAfreshAndDoublesFallTogether) {
  EXPECT_THAT(departures_of({{at(7, 0), at(8, 0), minutes(25)}, {at(7, 50), at(8, 0), minutes(5)}}),
              ElementsAre(at(7, 0), at(7, 25), at(7, 50), at(7, 55), at(8, 0)));
}

TEST(DeparturesOf, NothingComesOfNoPeriod) {
  EXPECT_THAT(departures_of({}), IsEmpty());
}

// Oracle: ask of every second whether some period departs then.
RC_GTEST_PROP(DeparturesOf, EqualsAskingOfEverySecond, ()) {
  std::vector<HeadwayPeriod> periods;
  const int n = *rc::gen::inRange(0, 4);
  for (int i = 0; i < n; ++i) {
    const int from = *rc::gen::inRange(0, 200);
    periods.push_back({Seconds(from), Seconds(from + *rc::gen::inRange(0, 150)),
                       Seconds(*rc::gen::inRange(1, 40))});
  }
  std::int64_t end = -1;
  for (const HeadwayPeriod& p : periods) end = std::max(end, p.until.count());
  std::vector<Seconds> slow;
  for (std::int64_t t = 0; t < 400; ++t) {
    const bool departs = std::any_of(periods.begin(), periods.end(), [&](const HeadwayPeriod& p) {
      const bool on_headway = t >= p.from.count() && (t - p.from.count()) % p.headway.count() == 0;
      return on_headway && (t < p.until.count() || (t == p.until.count() && t == end));
    });
    if (departs) slow.emplace_back(t);
  }
  RC_ASSERT(departures_of(periods) == slow);
}

TEST(SpreadDepartures, BothEndsAndEvenWholeMinutesBetween) {
  EXPECT_THAT(spread_departures(at(8, 0), at(20, 0), 4),
              ElementsAre(at(8, 0), at(12, 0), at(16, 0), at(20, 0)));
  // 100 minutes in seven parts: 14.29, 28.57, 42.86, 57.14, 71.43, 85.71
  EXPECT_THAT(spread_departures(at(0, 0), at(1, 40), 8),
              ElementsAre(at(0, 0), at(0, 14), at(0, 29), at(0, 43), at(0, 57), at(1, 11),
                          at(1, 26), at(1, 40)));
  EXPECT_THAT(spread_departures(at(0, 0), at(0, 1), 3),  // half a minute goes up
              ElementsAre(at(0, 0), at(0, 1), at(0, 1)));
}

TEST(SpreadDepartures, EndsStandAsTheyAreAndNothingFallsOutside) {
  EXPECT_THAT(spread_departures(at(8, 0, 40), at(8, 0, 50), 4),
              ElementsAre(at(8, 0, 40), at(8, 0, 50), at(8, 0, 50), at(8, 0, 50)));
}

TEST(SpreadDepartures, OneIsAtFirstAndNoneIsNone) {
  EXPECT_THAT(spread_departures(at(9, 5), at(21, 0), 1), ElementsAre(at(9, 5)));
  EXPECT_THAT(spread_departures(at(9, 5), at(21, 0), 0), IsEmpty());
}

RC_GTEST_PROP(SpreadDepartures, WithinHalfAMinuteOfTheExactSpread, ()) {
  const int first = *rc::gen::inRange(-4000, 90000);
  const int span = *rc::gen::inRange(0, 90000);
  const int count = *rc::gen::inRange(2, 300);
  const std::vector<Seconds> times =
      spread_departures(Seconds(first), Seconds(first + span), count);
  RC_ASSERT(times.size() == static_cast<std::size_t>(count));
  RC_ASSERT(std::is_sorted(times.begin(), times.end()));
  RC_ASSERT(times.front() == Seconds(first));
  RC_ASSERT(times.back() == Seconds(first + span));
  for (int i = 1; i + 1 < count; ++i) {
    const std::int64_t t = times[static_cast<std::size_t>(i)].count();
    const double exact = first + static_cast<double>(span) * i / (count - 1);
    RC_ASSERT(std::abs(static_cast<double>(t) - exact) <= 30.0);
    RC_ASSERT((t % 60 == 0 || t == first || t == first + span));
  }
}

TEST(PatternsDeathTest, MisuseAborts) {
  EXPECT_DEATH((void)departures_of({{at(6, 0), at(7, 0), Seconds(0)}}), "headway is positive");
  EXPECT_DEATH((void)departures_of({{at(7, 0), at(6, 0), Seconds(60)}}), "ends after it begins");
  EXPECT_DEATH((void)spread_departures(at(9, 0), at(8, 0), 2), "not before the first");
}

}  // namespace
}  // namespace stopover::timetable
