// SPDX-License-Identifier: Apache-2.0
// Three days from Shanghai to Paris over midnight, the end of March 2024 and, in the night to the
// 31st, the start of summer time in Paris (02:00 becomes 03:00).
//
//   flight   PVG 23:50 … CDG 35:30 (Shanghai time; 05:30 in Paris on the 31st)   daily
//   night    CDG 25:30 … PAR 26:30 (Paris service time)                          daily
//   morning  CDG 07:00 … PAR 07:40                                               daily
//   south    PAR 08:00 … LYS 10:00                                               daily
//   late     PAR 24:20 … LYS 26:20                                               daily
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/journeys/trip_based.hpp"
#include "tests/engine/journeys/made.hpp"
#include "tests/engine/journeys/oracle.hpp"

namespace stopover::journeys {
namespace {

using testing::at;
using testing::date_of;
using testing::Made;
using testing::Oracle;
using testing::points_of;
using testing::text_of;

class ThreeDays : public ::testing::Test {
 protected:
  ThreeDays() {
    Made made({date_of("2024-03-30"), date_of("2024-04-02")}, paris_);
    pvg_ = made.stop("PVG");
    cdg_ = made.stop("CDG");
    par_ = made.stop("PAR");
    lys_ = made.stop("LYS");
    made.trip("PVG 23:50 CDG 35:30", made.daily(shanghai_));
    made.trip("CDG 25:30 PAR 26:30", made.daily());
    made.trip("CDG 07:00 PAR 07:40", made.daily());
    made.trip("PAR 08:00 LYS 10:00", made.daily());
    made.trip("PAR 24:20 LYS 26:20", made.daily());
    transit_ = made.build();
  }
  [[nodiscard]] std::string found(StopId from, StopId to, HalfOpen<Instant> departures,
                                  TimeZone zone) const {
    const Prepared prepared(transit_, transit_.dates(), *serial_executor());
    TripBasedSearch search(prepared);
    const auto journeys = search.profile(from, to, departures);
    for (const Journey& journey : journeys) EXPECT_EQ(fault_of(transit_, journey), "");
    return text_of(points_of(journeys), zone);
  }

  TimeZone shanghai_ = *TimeZone::find("Asia/Shanghai");
  TimeZone paris_ = *TimeZone::find("Europe/Paris");
  StopId pvg_, cdg_, par_, lys_;
  Transit transit_ = TransitBuilder(HalfOpen<CivilDate>{}).build();
};

TEST_F(ThreeDays, FlightsMeetTrainsOfTheOtherClock) {
  const HalfOpen<Instant> departures{at(date_of("2024-03-30"), hours(0), shanghai_),
                                     at(date_of("2024-04-02"), hours(0), shanghai_)};
  // The third flight comes in when the timetable has ended.
  EXPECT_EQ(found(pvg_, lys_, departures, paris_),
            "2024-03-30T16:50:00+01:00 > 2024-03-31T10:00:00+02:00 3\n"
            "2024-03-31T17:50:00+02:00 > 2024-04-01T10:00:00+02:00 3\n");
  EXPECT_EQ(found(pvg_, cdg_, departures, paris_),
            "2024-03-30T16:50:00+01:00 > 2024-03-31T05:30:00+02:00 1\n"
            "2024-03-31T17:50:00+02:00 > 2024-04-01T05:30:00+02:00 1\n"
            "2024-04-01T17:50:00+02:00 > 2024-04-02T05:30:00+02:00 1\n");
}

TEST_F(ThreeDays, NightsAreCountedFromNoonMinusTwelve) {
  const HalfOpen<Instant> departures{at(date_of("2024-03-31"), hours(0), paris_),
                                     at(date_of("2024-04-02"), hours(12), paris_)};
  // 25:30 of the 30th is 01:30 in winter time and an hour later the clock shows 03:30.
  EXPECT_EQ(found(cdg_, par_, departures, paris_),
            "2024-03-31T01:30:00+01:00 > 2024-03-31T03:30:00+02:00 1\n"
            "2024-03-31T07:00:00+02:00 > 2024-03-31T07:40:00+02:00 1\n"
            "2024-04-01T01:30:00+02:00 > 2024-04-01T02:30:00+02:00 1\n"
            "2024-04-01T07:00:00+02:00 > 2024-04-01T07:40:00+02:00 1\n"
            "2024-04-02T01:30:00+02:00 > 2024-04-02T02:30:00+02:00 1\n");
  EXPECT_EQ(found(par_, lys_, departures, paris_),
            "2024-03-31T00:20:00+01:00 > 2024-03-31T03:20:00+02:00 1\n"
            "2024-03-31T08:00:00+02:00 > 2024-03-31T10:00:00+02:00 1\n"
            "2024-04-01T00:20:00+02:00 > 2024-04-01T02:20:00+02:00 1\n"
            "2024-04-01T08:00:00+02:00 > 2024-04-01T10:00:00+02:00 1\n"
            "2024-04-02T00:20:00+02:00 > 2024-04-02T02:20:00+02:00 1\n");
}

TEST_F(ThreeDays, AskingAtEveryHourGivesTheOraclesAnswer) {
  const Prepared prepared(transit_, transit_.dates(), *serial_executor());
  TripBasedSearch search(prepared);
  Oracle oracle(transit_, transit_.dates());
  const Instant start = at(date_of("2024-03-29"), hours(20));
  for (const StopId to : ids_of(transit_.stops())) {
    oracle.aim_at(to, kMostBoardings);
    for (const StopId from : ids_of(transit_.stops()))
      for (int hour = 0; hour < 96; ++hour) {
        const Instant depart = start + hours(hour);
        EXPECT_EQ(text_of(points_of(search.earliest(from, to, depart))),
                  text_of(oracle.earliest(from, depart)));
        EXPECT_EQ(text_of(points_of(search.profile(from, to, {depart, depart + hours(24)}))),
                  text_of(oracle.profile(from, {depart, depart + hours(24)})));
      }
  }
}

}  // namespace
}  // namespace stopover::journeys
