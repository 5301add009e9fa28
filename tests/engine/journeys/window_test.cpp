// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/window.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/base/fault.hpp"
#include "engine/journeys/trip_based.hpp"
#include "tests/engine/journeys/made.hpp"
#include "tests/engine/journeys/networks.hpp"
#include "tests/engine/journeys/oracle.hpp"

namespace stopover::journeys {
namespace {

using testing::at;
using testing::date_of;
using testing::first_date;
using testing::Made;
using testing::NetworkSize;
using testing::Oracle;
using testing::points_of;
using testing::random_transit;
using testing::text_of;

// "trip day call: stop arrive depart" of each event; a boundary call of cut trips once.
std::map<std::string, int> events_of(const Window& w) {
  std::map<std::string, int> out;
  for (std::uint32_t r = 0; r < w.run_count(); ++r) {
    const Window::Run& run = w.runs()[r];
    const Origin& origin = w.origin(r);
    for (std::uint32_t i = origin.first_call > 0 ? 1 : 0; i < w.call_count(run.line); ++i)
      ++out[fmt::format("{} {} {}: {} {} {}", origin.trip.value(), origin.day.date().text(),
                        origin.first_call + i, w.call_stop()[w.first_call(run.line) + i],
                        w.instant(w.arrive()[run.first_event + i]).unix_seconds(),
                        w.instant(w.depart()[run.first_event + i]).unix_seconds())];
  }
  return out;
}

std::map<std::string, int> events_of(const Transit& t, HalfOpen<CivilDate> days) {
  std::map<std::string, int> out;
  for (const TripId trip : ids_of(t.trips()))
    for (CivilDate date = days.from; date < days.until; date = date.plus_days(1)) {
      if (!t.runs_on(trip, ServiceDay(date))) continue;
      const Instant zero =
          t.zone_of(trip).instant_at(ServiceDay(date), Seconds(t.trips()[trip].shift));
      const auto calls = t.calls_of(t.trips()[trip].pattern);
      for (std::size_t i = 0; i < calls.size(); ++i)
        ++out[fmt::format("{} {} {}: {} {} {}", trip.value(), date.text(), i, calls[i].stop.value(),
                          (zero + Seconds(t.times_of(trip)[i].arrive)).unix_seconds(),
                          (zero + Seconds(t.times_of(trip)[i].depart)).unix_seconds())];
    }
  return out;
}

void expect_no_overtaking(const Window& w) {
  for (std::uint32_t line = 0; line < w.line_count(); ++line)
    for (std::uint32_t r = w.first_run(line); r + 1 < w.end_run(line); ++r)
      for (std::uint32_t i = 0; i < w.call_count(line); ++i) {
        EXPECT_LE(w.arrive()[w.runs()[r].first_event + i],
                  w.arrive()[w.runs()[r + 1].first_event + i]);
        EXPECT_LE(w.depart()[w.runs()[r].first_event + i],
                  w.depart()[w.runs()[r + 1].first_event + i]);
      }
}

TEST(Window, HoldsEachRunOnceWithoutOvertaking) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    const Transit transit = random_transit(random, NetworkSize{.stops = 4, .patterns = 3});
    const Window window(transit, transit.dates());
    EXPECT_EQ(events_of(window), events_of(transit, transit.dates()));
    expect_no_overtaking(window);
  }
}

TEST(Window, OvertakingRunsAreSeveralLines) {
  const CivilDate day = date_of("2024-06-03");
  Made made({day, day.plus_days(1)});
  made.trip("A 08:00 B 08:40 C 09:00", made.daily());
  made.trip("A 08:10 B 08:30 C 09:10", made.daily());  // passes the first on the way to B
  made.trip("A 08:20 B 08:50 C 09:20", made.daily());
  const Transit transit = made.build();
  const Window window(transit, transit.dates());
  EXPECT_EQ(window.line_count(), 2U);
  EXPECT_EQ(window.run_count(), 3U);
  EXPECT_EQ(window.end_run(0) - window.first_run(0), 2U);  // the first and the third
  expect_no_overtaking(window);
}

TEST(Window, FindsTheFirstRunThatStillTakesAPassenger) {
  const CivilDate day = date_of("2024-06-03");
  Made made({day, day.plus_days(1)});
  const StopId a = made.stop("A");
  const StopId b = made.stop("B");
  LineInfo line{"1"};
  line.closes = minutes(10);
  const std::vector<CallTime> times{{28'800, 28'800}, {32'400, 32'400}};
  const TripId first =
      made.builder.add_trip("1", made.builder.add_pattern(line, {{a}, {b}}), made.daily(), times);
  made.builder.add_shifted("2", first, hours(1));
  const Transit transit = made.build();
  const Window window(transit, transit.dates());
  ASSERT_EQ(window.boardings_at(a.value()).size(), 1U);
  EXPECT_TRUE(window.boardings_at(b.value()).empty());
  const auto boarded = [&](Seconds time) {
    return window.first_boarded(0, 0, window.seconds(at(day, time)));
  };
  EXPECT_EQ(boarded(hours(0)), 0U);
  EXPECT_EQ(boarded(hours(7) + minutes(50)), 0U);
  EXPECT_EQ(boarded(hours(7) + minutes(50) + Seconds(1)), 1U);
  EXPECT_EQ(boarded(hours(8) + minutes(50)), 1U);
  EXPECT_EQ(boarded(hours(8) + minutes(50) + Seconds(1)), window.end_run(0));
}

// Journeys of one trip a day, as iso texts in its zone.
std::string arrivals(const Transit& transit, TimeZone zone) {
  const Window window(transit, transit.dates());
  std::vector<std::string> out;
  for (std::uint32_t r = 0; r < window.run_count(); ++r)
    out.push_back(
        iso_text(window.instant(window.arrive()[window.runs()[r].first_event + 1]), zone));
  std::sort(out.begin(), out.end());
  return fmt::format("{}", fmt::join(out, " "));
}

TEST(Window, TimesPassMidnightTwiceAndTheMonthsEnd) {
  Made made({date_of("2024-02-28"), date_of("2024-03-01")});
  made.trip("A 23:00 B 25:10", made.daily());
  made.trip("A 47:00 B 49:10", made.daily());
  EXPECT_EQ(arrivals(made.build(), TimeZone::utc()),
            "2024-02-29T01:10:00+00:00 2024-03-01T01:10:00+00:00 2024-03-01T01:10:00+00:00 "
            "2024-03-02T01:10:00+00:00");
}

TEST(Window, ClocksChangeAtNoonMinusTwelveHours) {
  const TimeZone paris = *TimeZone::find("Europe/Paris");
  Made spring({date_of("2024-03-30"), date_of("2024-04-01")}, paris);
  spring.trip("A 00:00 B 01:00", spring.daily());
  spring.trip("A 03:00 B 13:00", spring.daily());
  spring.trip("A 24:00 B 26:30", spring.daily());
  // On the 31st, 00:00 of service time is 23:00 by the clock of the day before.
  EXPECT_EQ(arrivals(spring.build(), paris),
            "2024-03-30T01:00:00+01:00 2024-03-30T13:00:00+01:00 2024-03-31T00:00:00+01:00 "
            "2024-03-31T03:30:00+02:00 2024-03-31T13:00:00+02:00 2024-04-01T02:30:00+02:00");
  Made autumn({date_of("2024-10-27"), date_of("2024-10-28")}, paris);
  autumn.trip("A 00:00 B 01:00", autumn.daily());
  autumn.trip("A 03:00 B 13:00", autumn.daily());
  EXPECT_EQ(arrivals(autumn.build(), paris), "2024-10-27T02:00:00+02:00 2024-10-27T13:00:00+01:00");
}

TEST(Window, TripsOfTwoZonesMeet) {
  const CivilDate day = date_of("2024-06-03");
  Made made({day, day.plus_days(2)});
  const TimeZone tokyo = *TimeZone::find("Asia/Tokyo");
  const TimeZone los_angeles = *TimeZone::find("America/Los_Angeles");
  made.trip("NRT 17:00 LAX 27:00", made.daily(tokyo));  // 11:00 in Los Angeles, the same day
  made.trip("LAX 10:59 SFO 12:00", made.daily(los_angeles));
  made.trip("LAX 11:01 SFO 12:30", made.daily(los_angeles));
  const StopId from = made.stop("NRT");
  const StopId to = made.stop("SFO");
  const Transit transit = made.build();
  const Prepared prepared(transit, transit.dates(), *serial_executor());
  TripBasedSearch search(prepared);
  const auto found = search.earliest(from, to, at(day, hours(12), tokyo));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(iso_text(found[0].point.arrive, los_angeles), "2024-06-03T12:30:00-07:00");
  EXPECT_EQ(fault_of(transit, found[0]), "");
}

TEST(Window, LeavesOutWhatIsCancelled) {
  const CivilDate day = date_of("2024-06-03");
  Made made({day, day.plus_days(2)});
  const TripId first = made.trip("A 08:00 B 09:00", made.daily());
  const TripId second = made.trip("B 09:10 C 10:00", made.daily());
  made.builder.add_next(first, second);
  const Transit transit = made.build();
  const Window whole(transit, transit.dates());
  const Window window(transit, transit.dates(), {{second, ServiceDay(day)}});
  EXPECT_EQ(whole.run_count(), 4U);
  EXPECT_EQ(window.run_count(), 3U);
  int joined = 0;
  for (std::uint32_t r = 0; r < window.run_count(); ++r) {
    EXPECT_FALSE(window.origin(r).trip == second && window.origin(r).day == ServiceDay(day));
    if (window.runs()[r].then == kNone) continue;
    ++joined;
    EXPECT_EQ(window.origin(r).day, ServiceDay(day.plus_days(1)));
    EXPECT_EQ(window.origin(window.runs()[r].then).trip, second);
  }
  EXPECT_EQ(joined, 1);
}

TEST(Window, VehiclesGoOnOnlyWhereTheNextTripRuns) {
  const CivilDate day = date_of("2024-06-03");
  Made made({day, day.plus_days(2)});
  const TripId first = made.trip("A 08:00 B 09:00", made.daily());
  const TripId second = made.trip("B 09:00 C 10:00", made.builder.add_days(TimeZone::utc(), {day}));
  made.trip("B 09:30 C 11:00", made.daily());
  made.builder.add_next(first, second);
  const StopId a = made.stop("A");
  const StopId c = made.stop("C");
  const Transit transit = made.build();
  const Prepared prepared(transit, transit.dates(), *serial_executor());
  TripBasedSearch search(prepared);
  const auto found = search.profile(a, c, {at(day, hours(0)), at(day, hours(48))});
  EXPECT_EQ(text_of(points_of(found)),
            "2024-06-03T08:00:00+00:00 > 2024-06-03T10:00:00+00:00 1\n"
            "2024-06-04T08:00:00+00:00 > 2024-06-04T11:00:00+00:00 2\n");
  for (const Journey& journey : found) EXPECT_EQ(fault_of(transit, journey), "");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(found[0].legs.back().stays_on);
  EXPECT_FALSE(found[1].legs.back().stays_on);
}

// A line of 600 calls, which calls at some stops twice, and short lines from and to its middle.
Transit long_line(std::mt19937_64& random) {
  constexpr std::uint32_t kCalls = 600;
  constexpr std::uint32_t kStops = 560;
  Made made({date_of("2024-06-03"), date_of("2024-06-05")});
  for (std::uint32_t i = 0; i < kStops; ++i) made.stop(fmt::format("{}", i));
  std::vector<Call> calls;
  std::vector<CallTime> times;
  std::int32_t t = 6 * 3'600;
  for (std::uint32_t i = 0; i < kCalls; ++i) {
    calls.push_back({StopId(i % kStops), random() % 8 != 0, random() % 8 != 0});
    times.push_back({t, t + (i % 3 == 0 ? 30 : 0)});
    t += 60 + static_cast<std::int32_t>(random() % 60);
  }
  const PatternId pattern = made.builder.add_pattern({"long"}, calls);
  const TripId first = made.builder.add_trip("long", pattern, made.daily(), times);
  made.builder.add_shifted("later", first, minutes(45));
  for (std::size_t i = 300; i < kCalls; ++i)
    times[i] = {times[i].arrive - 3'000, times[i].depart - 3'000};
  for (std::size_t i = 1; i < kCalls; ++i) {
    times[i].arrive = std::max(times[i].arrive, times[i - 1].depart);
    times[i].depart = std::max(times[i].depart, times[i].arrive);
  }
  const TripId fast = made.builder.add_trip("fast from 300", pattern, made.daily(), times);
  made.builder.add_shifted("overtakes", fast, minutes(20));
  for (int i = 0; i < 120; ++i) {
    const auto from = static_cast<std::uint32_t>(random() % kStops);
    const auto to = static_cast<std::uint32_t>(random() % kStops);
    const auto start = static_cast<std::int32_t>(21'600 + random() % 50'000);
    made.builder.add_trip(fmt::format("short {}", i),
                          made.builder.add_pattern({"short"}, {{StopId(from)}, {StopId(to)}}),
                          made.daily(),
                          std::vector<CallTime>{{start, start}, {start + 900, start + 900}});
  }
  return made.build();
}

TEST(Window, CutsLongPatternsWithoutATrace) {
  static_assert(kMaxCalls < 300, "600 calls are three parts");
  std::mt19937_64 random(600);
  const Transit transit = long_line(random);
  const Prepared prepared(transit, transit.dates(), *serial_executor());
  EXPECT_EQ(events_of(prepared.window), events_of(transit, transit.dates()));
  TripBasedSearch search(prepared);
  Oracle oracle(transit, transit.dates());
  std::size_t longest = 0;
  for (int target = 0; target < 12; ++target) {
    const StopId to(static_cast<std::uint32_t>(random() % transit.stops().size()));
    oracle.aim_at(to, 8);
    for (int source = 0; source < 12; ++source) {
      const StopId from(static_cast<std::uint32_t>(random() % transit.stops().size()));
      const Instant depart =
          at(transit.dates().from, Seconds(static_cast<std::int64_t>(random() % 60'000)));
      const auto earliest = search.earliest(from, to, depart, 8);
      EXPECT_EQ(text_of(points_of(earliest)), text_of(oracle.earliest(from, depart)));
      const HalfOpen<Instant> departures{depart, depart + hours(24)};
      const auto profile = search.profile(from, to, departures, 8);
      EXPECT_EQ(text_of(points_of(profile)), text_of(oracle.profile(from, departures)));
      for (const Journey& journey : profile) {
        EXPECT_EQ(fault_of(transit, journey), "");
        for (const JourneyLeg& leg : journey.legs) {
          EXPECT_FALSE(leg.stays_on) << "one trip is one ride, cut or not";
          if (leg.is_ride()) longest = std::max<std::size_t>(longest, leg.alight - leg.board);
        }
      }
    }
  }
  EXPECT_GT(longest, kMaxCalls);  // some ride goes over a cut
}

TEST(Window, SpanHoldsTheDaysThatMatter) {
  std::mt19937_64 random(5);
  NetworkSize size;
  size.days = 9;
  for (int round = 0; round < 60; ++round) {
    const Transit transit = random_transit(random, size);
    const Instant depart =
        at(first_date().plus_days(4), Seconds(static_cast<std::int64_t>(random() % 86'400)));
    const HalfOpen<Instant> departures{depart, depart + hours(2)};
    const HalfOpen<CivilDate> span = Window::span_for(transit, departures, hours(10));
    EXPECT_GE(span.from, transit.dates().from);
    EXPECT_LE(span.until, transit.dates().until);
    EXPECT_LT(days_between(span.from, span.until), 9);
    const Prepared part(transit, span, *serial_executor());
    const Prepared whole(transit, transit.dates(), *serial_executor());
    TripBasedSearch in_part(part);
    TripBasedSearch in_whole(whole);
    for (const StopId from : ids_of(transit.stops()))
      for (const StopId to : ids_of(transit.stops())) {
        const auto within = [&](TripBasedSearch& search) {
          auto points = points_of(search.profile(from, to, departures));
          points.erase(std::remove_if(points.begin(), points.end(),
                                      [&](const JourneyPoint& p) {
                                        return p.arrive > departures.until + hours(10);
                                      }),
                       points.end());
          return points;
        };
        EXPECT_EQ(within(in_part), within(in_whole));
      }
  }
}

TEST(Window, RefusesMoreRunsThanItCanNumber) {
  const CivilDate first = date_of("2024-01-01");
  constexpr int kDays = 400;
  Made made({first, first.plus_days(kDays)});
  const TripId original = made.trip("A 00:00 B 00:01", made.daily());
  for (std::uint32_t i = 1; i <= kMaxRuns / kDays; ++i)
    made.builder.add_shifted("", original, Seconds(i));
  const Transit transit = made.build();
  try {
    const Window window(transit, transit.dates());
    FAIL() << "16.8 M runs";
  } catch (const InputError& error) {
    ASSERT_EQ(error.faults().kept().size(), 1U);
    EXPECT_EQ(error.faults().kept()[0].rule, "E-JRN-001");
  }
}

}  // namespace
}  // namespace stopover::journeys
