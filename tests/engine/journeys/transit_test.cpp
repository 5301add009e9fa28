// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/transit.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/journeys/made.hpp"

namespace stopover::journeys {
namespace {

using testing::at;
using testing::date_of;
using testing::Made;

HalfOpen<CivilDate> some_days() {
  return {date_of("2024-02-28"), date_of("2024-03-02")};
}

TEST(Transit, EqualDaysAndPatternsAreOne) {
  Made made(some_days());
  const std::vector<Call> calls{{made.stop("A")}, {made.stop("B")}};
  EXPECT_EQ(made.builder.add_pattern({"1"}, calls), made.builder.add_pattern({"1"}, calls));
  EXPECT_NE(made.builder.add_pattern({"1"}, calls), made.builder.add_pattern({"2"}, calls));
  EXPECT_NE(made.builder.add_pattern({"1"}, calls),
            made.builder.add_pattern({"1"}, {{made.stop("A"), false}, {made.stop("B")}}));
  const TimeZone paris = *TimeZone::find("Europe/Paris");
  EXPECT_EQ(made.daily(), made.daily());
  EXPECT_NE(made.daily(), made.daily(paris));
  EXPECT_NE(made.daily(), made.builder.add_days(TimeZone::utc(), {date_of("2024-02-28")}));
  EXPECT_EQ(made.build().patterns().size(), 3U);
}

TEST(Transit, RunsOnItsDaysAlone) {
  const CivilDate first = date_of("2024-01-01");
  Made made({first, first.plus_days(130)});
  std::vector<CivilDate> dates;
  for (const int day : {0, 63, 64, 127, 128, 129}) dates.push_back(first.plus_days(day));
  const TripId trip = made.trip("A 08:00 B 09:00", made.builder.add_days(TimeZone::utc(), dates));
  const Transit transit = made.build();
  std::vector<CivilDate> found;
  for (int day = -70; day < 200; ++day)
    if (transit.runs_on(trip, ServiceDay(first.plus_days(day))))
      found.push_back(first.plus_days(day));
  EXPECT_EQ(found, dates);
}

TEST(Transit, KeepsTheShortestLinkOfEachDirection) {
  Made made(some_days());
  made.link("A", "C", Seconds(90));
  made.link("A", "B", Seconds(300));
  made.link("A", "B", Seconds(200));
  made.link("B", "A", Seconds(250));
  made.link("A", "B", Seconds(400));
  made.link("A", "A", Seconds(1));
  const StopId a = made.stop("A");
  const StopId b = made.stop("B");
  const StopId c = made.stop("C");
  const Transit transit = made.build();
  const auto from_a = transit.links_of(a);
  EXPECT_EQ(std::vector(from_a.begin(), from_a.end()),
            (std::vector<Link>{{c, 90}, {b, 200}}));  // c was made first
  ASSERT_EQ(transit.links_of(b).size(), 1U);
  EXPECT_EQ(transit.links_of(b).front(), (Link{a, 250}));
  EXPECT_TRUE(transit.links_of(c).empty());
  EXPECT_EQ(transit.link_count(), 3U);
}

HourTimes rush_hour(TimeZone zone) {
  HourTimes times{.zone = zone, .before = 60, .after = 30};
  times.seconds.fill(600);
  times.seconds[8] = 1800;
  return times;
}

TEST(Transit, ALinkTakesLongerAtSomeHours) {
  Made made(some_days());
  const TimeZone shanghai = *TimeZone::find("Asia/Shanghai");
  const StopId a = made.stop("A");
  const StopId b = made.stop("B");
  made.builder.add_link(a, b, rush_hour(shanghai), Fen(700));
  const Transit transit = made.build();
  const Link& link = *transit.link(a, b);
  EXPECT_EQ(link.seconds, 690) << "the least";
  EXPECT_EQ(link.fen, 700);
  const auto takes = [&](const char* clock) {
    const Seconds time = *parse_service_time(clock) - Seconds(60);  // sets out a minute later
    return transit.time_of(link, at(date_of("2024-02-29"), time, shanghai)).count() - 90;
  };
  EXPECT_EQ(takes("06:30"), 600);
  EXPECT_EQ(takes("07:15"), 900);
  EXPECT_EQ(takes("07:30"), 1200);
  EXPECT_EQ(takes("08:00"), 1800);
  EXPECT_EQ(takes("08:45"), 900);
  EXPECT_EQ(takes("09:00"), 600);
  EXPECT_EQ(takes("07:00:01"), 601) << "a third of a second, rounded up";
}

// Figures that fall by an hour within an hour, where the clock leaps over it or goes back.
TEST(Transit, WhoSetsOutLaterNeverArrivesEarlier) {
  const TimeZone paris = *TimeZone::find("Europe/Paris");
  for (const char* night : {"2024-03-31", "2024-10-27", "2024-06-01"}) {
    Made made({date_of(night), date_of(night).plus_days(1)});
    const StopId a = made.stop("A");
    const StopId b = made.stop("B");
    HourTimes times = rush_hour(paris);
    times.seconds[1] = 5400;
    times.seconds[2] = 3600;
    times.seconds[3] = 0;
    made.builder.add_link(a, b, times, Fen(0));
    const Transit transit = made.build();
    const Link& link = *transit.link(a, b);
    Instant before(0);
    const Instant from = at(date_of(night), Seconds(0), paris);
    for (Instant t = from; t < from + hours(6); t += Seconds(37)) {
      const Instant arrives = t + transit.time_of(link, t);
      EXPECT_GE(arrives, before) << night << " " << iso_text(t, paris);
      before = arrives;
      const Instant latest = transit.latest_start(link, t);
      EXPECT_LE(latest + transit.time_of(link, latest), t);
      EXPECT_GT(latest + Seconds(1) + transit.time_of(link, latest + Seconds(1)), t);
    }
  }
}

TEST(Transit, ShiftedTripsShareTimes) {
  Made made(some_days());
  const TripId first = made.trip("A 08:00 B 08:10-08:11 C 08:20", made.daily());
  made.builder.add_next(first, made.trip("C 08:20 D 08:30", made.daily()));
  const TripId second = made.builder.add_shifted("later", first, minutes(30));
  const TripId third = made.builder.add_shifted("later still", second, minutes(30));
  const Transit transit = made.build();
  EXPECT_EQ(transit.stop_time_count(), 5U);
  const ServiceDay day(some_days().from);
  EXPECT_FALSE(transit.next_on(first, day).is_none());
  EXPECT_TRUE(transit.next_on(second, day).is_none());  // another vehicle
  EXPECT_EQ(transit.trips()[third].shift, 3'600);
  EXPECT_EQ(transit.times_of(third).data(), transit.times_of(first).data());
  EXPECT_EQ(transit.name_of(third), "later still");
  EXPECT_EQ(transit.zone_of(third), TimeZone::utc());
}

TEST(Transit, FaresAreOfPairsOfCalls) {
  Made made(some_days());
  LineInfo line{"1"};
  line.tariff = {-1, 200, 300, -1, -1, 250, -1, -1, -1};
  const PatternId sold =
      made.builder.add_pattern(line, {{made.stop("A")}, {made.stop("B")}, {made.stop("C")}});
  const PatternId free = made.builder.add_pattern({"2"}, {{made.stop("A")}, {made.stop("B")}});
  const Transit transit = made.build();
  EXPECT_EQ(transit.patterns()[sold].fare(0, 2), Fen(300));
  EXPECT_EQ(transit.patterns()[sold].fare(1, 2), Fen(250));
  EXPECT_EQ(transit.patterns()[sold].fare(1, 1), std::nullopt);
  EXPECT_EQ(transit.patterns()[free].fare(0, 1), Fen(0));
}

TEST(TransitDeathTest, MisuseAborts) {
  Made made(some_days());
  const DaysId days = made.daily();
  const TripId there = made.trip("A 08:00 B 09:00", days);
  const TripId back = made.trip("B 10:00 A 11:00", days);
  const TripId early = made.trip("B 08:30 A 09:30", days);
  EXPECT_DEATH(made.trip("A 08:00 B 07:59", days), "do not go back");
  EXPECT_DEATH(made.trip("A 08:00-07:59 B 09:00", days), "do not go back");
  EXPECT_DEATH(made.trip("A 08:00", days), "two calls");
  EXPECT_DEATH(made.builder.add_next(there, there), "after it arrived");
  EXPECT_DEATH(made.builder.add_rule({made.stop("A"), made.stop("B"), {}, {}, hours(24)}),
               "less than a day");
  EXPECT_DEATH(made.builder.add_next(there, early), "after it arrived");
  EXPECT_DEATH(made.builder.add_shifted("early", there, hours(-9)), "starts on its service day");
  EXPECT_DEATH(made.builder.add_days(TimeZone::utc(), {date_of("2024-03-02")}), "within");
  EXPECT_DEATH(made.builder.add_link(made.stop("A"), made.stop("B"), Seconds(-1)),
               "less than a day");
  made.builder.add_next(there, back);
}

TEST(TransitDeathTest, VehiclesDoNotGoRound) {
  Made made(some_days());
  const DaysId days = made.daily();
  const TripId there = made.trip("A 08:00 B 08:00", days);
  const TripId back = made.trip("B 08:00 A 08:00", days);
  EXPECT_DEATH(made.builder.add_next(there, back), "does not go round");
}

}  // namespace
}  // namespace stopover::journeys
