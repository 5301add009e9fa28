// SPDX-License-Identifier: Apache-2.0
// The runs of a schedule, day by day, against those of the feed that is made of it.
#include "engine/io/schedule_feed.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <tuple>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/io/ssim_text.hpp"
#include "tests/engine/io/temp_folder.hpp"

namespace stopover::io::gtfs {
namespace {

CivilDate date(std::string_view text) {
  return *CivilDate::parse(text);
}

// Flight, airports with times of each leg.
using Ride = std::tuple<std::string, std::string>;

std::string leg_text(const std::string& from, Instant departs, const std::string& to,
                     Instant arrives) {
  return fmt::format("{} {} {} {};", from, departs.unix_seconds(), to, arrives.unix_seconds());
}

// Of the days of service.
std::multiset<Ride> runs_of(const Feed& feed, HalfOpen<CivilDate> days) {
  std::multiset<Ride> runs;
  for (const TripId trip : ids_of(feed.trips))
    for (CivilDate day = days.from.plus_days(-2); day < days.until.plus_days(2);
         day = day.plus_days(1)) {
      if (!feed.calendars[feed.trips[trip].calendar].runs_on(ServiceDay(day))) continue;
      EXPECT_TRUE(days.contains(day));
      const auto times = feed.stop_times_of(trip);
      std::string legs;
      for (std::size_t i = 0; i + 1 < times.size(); ++i)
        legs += leg_text(feed.stops[times[i].stop].key,
                         feed.zone.instant_at(ServiceDay(day), Seconds(times[i].depart)),
                         feed.stops[times[i + 1].stop].key,
                         feed.zone.instant_at(ServiceDay(day), Seconds(times[i + 1].arrive)));
      runs.insert({feed.routes[feed.trips[trip].route].key, legs});
    }
  return runs;
}

bool is_within(HalfOpen<CivilDate> days, Instant departs) {
  return days.contains(TimeZone::utc().civil(departs).date);
}

// Over changes of clocks at one end, at both on different days, and over the date line.
RC_GTEST_PROP(ScheduleFeed, HasEachFlightOfATableAtItsInstants, ()) {
  constexpr std::array<std::pair<const char*, const char*>, 4> kEnds{{{"PVG", "Asia/Shanghai"},
                                                                      {"LHR", "Europe/London"},
                                                                      {"JFK", "America/New_York"},
                                                                      {"AKL", "Pacific/Auckland"}}};
  const auto number = [](int from, int until) { return *rc::gen::inRange(from, until); };
  flights::Schedule schedule;
  const int count = number(1, 5);
  for (int i = 0; i < count; ++i) {
    flights::Flight flight;
    flight.name = {"MU", i + 1, ' '};
    const int from = number(0, 4);
    const int to = (from + number(1, 4)) % 4;
    const auto end = [&](int at, int hour) {
      const auto& [airport, zone] = kEnds.at(static_cast<std::size_t>(at));
      return flights::FlightEnd{airport, *TimeZone::find(zone), hours(hour) + minutes(i)};
    };
    flight.origin = end(from, number(0, 24));
    flight.destination = end(to, 0);
    // Some hours later by the clocks of a summer's day.
    const Instant lands = flights::departure(flight, date("2024-06-03")) + hours(number(1, 15));
    const CivilTime civil = flight.destination.zone.civil(lands);
    flight.destination.time =
        hours(24) * days_between(date("2024-06-03"), civil.date) + civil.time_of_day;
    flight.weekdays = static_cast<std::uint8_t>(number(1, 128));
    flight.line = i + 2;
    schedule.flights.push_back(flight);
  }
  const CivilDate first = date("2024-03-01").plus_days(number(0, 260));
  const HalfOpen<CivilDate> days{first, first.plus_days(number(1, 20))};
  std::multiset<Ride> expected;
  for (const flights::Flight& flight : schedule.flights)
    for (CivilDate day = days.from.plus_days(-3); day < days.until.plus_days(3);
         day = day.plus_days(1)) {
      const Instant departs = flights::departure(flight, day);
      if (flights::operates(flight, day) && is_within(days, departs))
        expected.insert({flight.name.text(),
                         leg_text(flight.origin.airport, departs, flight.destination.airport,
                                  flights::arrival(flight, day))});
    }
  RC_ASSERT(runs_of(feed_of(schedule, days).feed, days) == expected);
}

TEST(ScheduleFeed, AChangeOfClocksPartsAFlightInTwoTrips) {
  FaultList faults;
  const flights::Schedule schedule = flights::parse_flights(
      "carrier,number,from,to,departs,arrives,from_zone,to_zone,seats,operated_as\n"
      "BA,168,LHR,PVG,12:00,06:30+1,Europe/London,Asia/Shanghai,280,\n"
      "MU,9999,LHR,PVG,12:00,06:30+1,Europe/London,Asia/Shanghai,,BA168\n",
      "f.csv", faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  const ScheduleFeed made = feed_of(schedule, {date("2024-03-29"), date("2024-04-02")});
  ASSERT_EQ(made.feed.trips.size(), 2U) << "the codeshare is no aircraft";
  EXPECT_EQ(made.feed.trips[TripId(0)].key, "BA168:2");
  EXPECT_EQ(made.feed.trips[TripId(1)].key, "BA168:2#2");
  EXPECT_EQ(made.seats[TripId(1)], Places(280));
  EXPECT_EQ(made.feed.routes[RouteId(0)].type, 1100);
  const auto dates = [&](TripId trip) {
    return made.feed.calendars[made.feed.trips[trip].calendar].added.size();
  };
  EXPECT_EQ(dates(TripId(0)), 2U);
  EXPECT_EQ(dates(TripId(1)), 2U);
  EXPECT_EQ(made.feed.stops[StopId(1)].zone.name(), "Asia/Shanghai");
}

TEST(ScheduleFeed, OfAnSsimFileThoseFlyThatSellSeats) {
  using ssim::Fields;
  using ssim::SsimText;
  const Fields second{{12, "02"}, {37, "NRT14001400+0900  "}, {55, "HNL02300230-1000  "}};
  FaultList faults;
  const ssim::Schedule schedule =
      ssim::parse_schedule(SsimText()
                               .header()
                               .carrier()
                               .leg()
                               .leg(second)
                               .leg({{6, "   2"}, {14, "F"}})
                               .leg({{6, "   3"}})
                               .segment({{6, "   3"}, {31, "050"}, {40, "XX 1"}})
                               .leg({{6, "   4"}})
                               .segment({{6, "   4"}, {31, "050"}, {40, "YY 7"}})
                               .trailer()
                               .text(),
                           "s.ssim", faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  const HalfOpen<CivilDate> days{date("2024-06-01"), date("2024-06-12")};
  const ScheduleFeed made = feed_of(schedule, days, Terminals::kApart);
  // Of the codeshares, XX 3 is of XX 1; YY 7 is not in the file, so that XX 4 stands for it.
  std::multiset<Ride> expected;
  for (const char* monday : {"2024-06-03", "2024-06-10"}) {
    const auto at = [&](int hour, int minute) {
      return TimeZone::utc().instant_at(date(monday), hours(hour) + minutes(minute));
    };
    expected.insert({"XX1", leg_text("PVG/T2", at(0, 0), "NRT/T1", at(3, 0)) +
                                leg_text("NRT/T1", at(5, 0), "HNL", at(12, 30))});
    expected.insert({"XX4", leg_text("PVG/T2", at(0, 0), "NRT/T1", at(3, 0))});
  }
  EXPECT_EQ(runs_of(made.feed, days), expected);
  const auto& stops = made.feed.stops;
  const auto pvg = std::find_if(stops.begin(), stops.end(),
                                [](const Stop& stop) { return stop.key == "PVG/T2"; });
  ASSERT_NE(pvg, stops.end());
  EXPECT_EQ(stops[pvg->parent].key, "PVG");
  EXPECT_EQ(pvg->zone.name(), "Etc/GMT-8");
  const ScheduleFeed together = feed_of(schedule, days);
  EXPECT_EQ(together.feed.stops.size(), 3U);
  EXPECT_EQ(runs_of(together.feed, days).size(), 4U);
}

TEST(ScheduleFeed, TrainsKeepTheirClockAndTheirSeats) {
  const TempFolder folder;
  folder.write("trips.csv",
               "trip,train,run_dates\n1,G1,ALL\n2,D2,2016-03-02|2016-04-01\n3,D3,2016-04-01\n");
  folder.write("stop_times.csv",
               "trip,stop_seq,station,arr,dep,open\n1,1,A,,08:00,True\n1,2,B,08:40,08:42,False\n"
               "1,3,C,09:30,,True\n2,1,A,,23:30,True\n2,2,C,25:00,,True\n"
               "3,1,A,,23:30,True\n3,2,E,25:00,,True\n");
  folder.write("seats.csv", "trip,class,seats\n1,二等座,500\n1,一等座,50\n");
  FaultList faults;
  const rail::Timetable trains =
      rail::read_timetable(rail::files_in(folder.path().string()), faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  const TimeZone zone = *TimeZone::find("Asia/Shanghai");
  const HalfOpen<CivilDate> days{date("2016-03-01"), date("2016-03-04")};
  const ScheduleFeed made = feed_of(trains, zone, days);
  ASSERT_EQ(made.feed.trips.size(), 2U) << "the third runs on no day";
  EXPECT_EQ(made.feed.stops.size(), 4U) << "but its stations are there";
  EXPECT_EQ(made.seats[TripId(0)], Places(550));
  EXPECT_EQ(made.seats[TripId(1)], Places(0));
  const auto calls = made.feed.stop_times_of(TripId(0));
  EXPECT_FALSE(calls[1].pick_up || calls[1].set_down);
  EXPECT_TRUE(calls[2].set_down);
  const auto at = [&](const char* day, int hour, int minute) {
    return zone.instant_at(date(day), hours(hour) + minutes(minute));
  };
  EXPECT_EQ(
      runs_of(made.feed, days)
          .count({"D2", leg_text("A", at("2016-03-02", 23, 30), "C", at("2016-03-03", 1, 0))}),
      1U);
  EXPECT_EQ(runs_of(made.feed, days).size(), 4U);
  EXPECT_EQ(stated_days(trains), (HalfOpen<CivilDate>{date("2016-03-02"), date("2016-04-02")}));
}

}  // namespace
}  // namespace stopover::io::gtfs
