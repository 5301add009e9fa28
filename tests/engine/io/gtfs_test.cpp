// SPDX-License-Identifier: Apache-2.0
// What a feed says is what is read: times, days, frequencies, and where the files may lie.
#include "engine/io/gtfs.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zip.h>

#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/feed_text.hpp"

namespace stopover::io::gtfs {
namespace {

Feed read_sound(const FeedText& text) {
  FaultList faults;
  Feed feed = read_text(text, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  return feed;
}

// "A 08:00:00-08:00:00 B …": a trip as text.
std::string trip_text(const Feed& feed, TripId trip) {
  std::string text;
  for (const StopTime& t : feed.stop_times_of(trip))
    text += (text.empty() ? "" : " ") + feed.stops[t.stop].key + " " +
            service_time_text(Seconds(t.arrive)) + "-" + service_time_text(Seconds(t.depart)) +
            (t.pick_up ? "" : " no pick-up") + (t.set_down ? "" : " no set-down");
  return text;
}

FeedText with_times(const std::string& rows, const std::string& more_columns = "") {
  return with(
      changed(sound_feed(), "trips.txt", "r1,daily,t2\n", ""), "stop_times.txt",
      "trip_id,arrival_time,departure_time,stop_id,stop_sequence" + more_columns + "\n" + rows);
}

CivilDate day(const char* text) {
  return *CivilDate::parse(text);
}

TEST(Gtfs, ReadsTheSoundFeed) {
  const Feed feed = read_sound(sound_feed());
  EXPECT_EQ(feed.zone.name(), "Asia/Tokyo");
  ASSERT_EQ(feed.stops.size(), 4U);
  EXPECT_EQ(feed.stops[StopId(1)].parent, StopId(0));
  EXPECT_EQ(feed.stops[StopId(0)].kind, StopKind::kStation);
  EXPECT_EQ(feed.stops[StopId(2)].position, (Position{139.1, 35.1}));
  EXPECT_EQ(feed.routes[RouteId(0)].type, 3);
  EXPECT_EQ(feed.routes[RouteId(0)].agency, AgencyId(0));
  ASSERT_EQ(feed.trips.size(), 2U);
  EXPECT_EQ(trip_text(feed, TripId(0)),
            "A 08:00:00-08:00:00 B 08:10:00-08:11:00 C 08:20:00-08:20:00");
  EXPECT_EQ(feed.trips[TripId(1)].key, "t2");
}

TEST(Gtfs, TimesPassMidnightTwice) {
  const Feed feed = read_sound(with_times("t1,23:50:00,24:10:00,A,1\nt1,49:00:00,49:00:00,B,2\n"));
  EXPECT_EQ(trip_text(feed, TripId(0)), "A 23:50:00-24:10:00 B 49:00:00-49:00:00");
}

TEST(Gtfs, StopTimesMayStandInAnyOrder) {
  const Feed feed = read_sound(with_times(
      "t1,08:20:00,08:20:00,C,30\nt1,08:00:00,08:00:00,A,0\nt1,08:10:00,08:10:00,B,7\n"));
  EXPECT_EQ(trip_text(feed, TripId(0)),
            "A 08:00:00-08:00:00 B 08:10:00-08:10:00 C 08:20:00-08:20:00");
}

TEST(Gtfs, BlankTimesAreFilledInEqualSteps) {
  const Feed feed = read_sound(
      with_times("t1,08:00:00,08:01:00,A,1\nt1,,,B,2\nt1,,,C,3\nt1,08:11:00,08:12:00,A,4\n"));
  EXPECT_EQ(trip_text(feed, TripId(0)),
            "A 08:00:00-08:01:00 B 08:04:20-08:04:20 C 08:07:40-08:07:40 A 08:11:00-08:12:00");
}

TEST(Gtfs, BlankTimesFollowTheDistanceWhereAllHaveIt) {
  const std::string column = ",shape_dist_traveled";
  EXPECT_EQ(trip_text(read_sound(with_times("t1,08:00:00,08:00:00,A,1,0\nt1,,,B,2,9\n"
                                            "t1,08:10:00,08:10:00,C,3,10\n",
                                            column)),
                      TripId(0)),
            "A 08:00:00-08:00:00 B 08:09:00-08:09:00 C 08:10:00-08:10:00");
  EXPECT_EQ(trip_text(read_sound(with_times("t1,08:00:00,08:00:00,A,1,0\nt1,,,B,2,\n"
                                            "t1,08:10:00,08:10:00,C,3,10\n",
                                            column)),
                      TripId(0)),
            "A 08:00:00-08:00:00 B 08:05:00-08:05:00 C 08:10:00-08:10:00");
}

TEST(Gtfs, OneOfTwoTimesStandsForBoth) {
  const Feed feed =
      read_sound(with_times("t1,,08:00:00,A,1\nt1,08:10:00,,B,2\nt1,08:20:00,08:20:00,C,3\n"));
  EXPECT_EQ(trip_text(feed, TripId(0)),
            "A 08:00:00-08:00:00 B 08:10:00-08:10:00 C 08:20:00-08:20:00");
}

TEST(Gtfs, BoardingAndAlightingMayBeRefused) {
  const Feed feed =
      read_sound(with_times("t1,08:00:00,08:00:00,A,1,0,1\n"
                            "t1,08:10:00,08:10:00,B,2,1,3\n"
                            "t1,08:20:00,08:20:00,C,3,,\n",
                            ",pickup_type,drop_off_type"));
  EXPECT_EQ(trip_text(feed, TripId(0)),
            "A 08:00:00-08:00:00 no set-down B 08:10:00-08:10:00 no pick-up C 08:20:00-08:20:00");
}

// Which kind of stop may lie in which: platform 0, station 1, entrance 2, node 3, boarding area 4.
TEST(Gtfs, EachKindOfStopHasItsKindOfParent) {
  const auto accepted = [](int kind, const std::string& parent) {
    FaultList faults;
    const std::string row =
        "X,x,35,139," + std::to_string(kind) + "," + parent + "\nB,Bee";  // before B
    (void)read_text(changed(sound_feed(), "stops.txt", "B,Bee", row), faults);
    return !faults.has_errors();
  };
  struct Row {
    int kind;
    bool none, platform, station;
  };
  for (const Row& row :
       {Row{0, true, false, true}, Row{1, true, false, false}, Row{2, false, false, true},
        Row{3, false, false, true}, Row{4, false, true, false}}) {
    EXPECT_EQ(accepted(row.kind, ""), row.none) << row.kind;
    EXPECT_EQ(accepted(row.kind, "A"), row.platform) << row.kind;
    EXPECT_EQ(accepted(row.kind, "S"), row.station) << row.kind;
  }
}

// ---- days

std::string june_days(const Feed& feed, CalendarId calendar) {
  std::string text;
  for (CivilDate d = day("2024-05-30"); d <= day("2024-07-02"); d = d.plus_days(1))
    if (feed.calendars[calendar].runs_on(ServiceDay(d)))
      text += (text.empty() ? "" : " ") + d.text().substr(5);
  return text;
}

TEST(GtfsCalendar, WeekdaysSpanAndExceptions) {
  const FeedText text = with(
      changed(sound_feed(), "calendar.txt", "1,1,1,1,1,0,0,20240601,20240630",
              "1,0,0,0,0,0,0,20240603,20240624"),
      "calendar_dates.txt", "service_id,date,exception_type\ndaily,20240610,2\ndaily,20240701,1\n");
  // 3, 10, 17, 24 June are Mondays, both ends included.
  EXPECT_EQ(june_days(read_sound(text), CalendarId(0)), "06-03 06-17 06-24 07-01");
}

TEST(GtfsCalendar, DatesAloneAreEnough) {
  const FeedText text =
      with(without(sound_feed(), "calendar.txt"), "calendar_dates.txt",
           "service_id,date,exception_type\ndaily,20240702,1\ndaily,20240531,1\n");
  EXPECT_EQ(june_days(read_sound(text), CalendarId(0)), "05-31 07-02");
}

// Clocks in New York go forward on 2024-03-10 at 02:00: noon minus 12 h is 23:00 the day before.
TEST(GtfsCalendar, AServiceDayBeginsTwelveHoursBeforeNoon) {
  const Feed feed =
      read_sound(changed(sound_feed(), "agency.txt", "Asia/Tokyo", "America/New_York"));
  const ServiceDay change(day("2024-03-10"));
  const Seconds eight(feed.stop_times_of(TripId(0))[0].depart);
  EXPECT_EQ(iso_text(feed.zone.instant_at(change, eight), feed.zone), "2024-03-10T08:00:00-04:00");
  EXPECT_EQ(iso_text(feed.zone.instant_at(change, Seconds(0)), feed.zone),
            "2024-03-09T23:00:00-05:00");
}

// ---- frequencies

TEST(GtfsFrequencies, AreSortedByTripAndTime) {
  const Feed feed = read_sound(with(sound_feed(), "frequencies.txt",
                                    "trip_id,start_time,end_time,headway_secs,exact_times\n"
                                    "t2,09:00:00,10:00:00,600,1\n"
                                    "t1,20:00:00,25:00:00,1200,0\n"
                                    "t1,06:00:00,20:00:00,300,\n"));
  ASSERT_EQ(feed.frequencies.size(), 3U);
  const auto of_first = feed.frequencies_of(TripId(0));
  ASSERT_EQ(of_first.size(), 2U);
  EXPECT_EQ(of_first[0].span, (HalfOpen<Seconds>{hours(6), hours(20)}));
  EXPECT_EQ(of_first[0].headway, minutes(5));
  EXPECT_EQ(of_first[1].span.until, hours(25));
  EXPECT_FALSE(of_first[1].exact);
  ASSERT_EQ(feed.frequencies_of(TripId(1)).size(), 1U);
  EXPECT_TRUE(feed.frequencies_of(TripId(1))[0].exact);
}

// ---- where the files lie

void expect_two_trips(const std::string& path) {
  FaultList faults;
  EXPECT_EQ(read_feed(path, faults).trips.size(), 2U) << path << faults.text();
}

TEST(GtfsPlace, AFolderAZipOrOneFolderBelow) {
  const TempFolder folder;
  write_feed(folder, sound_feed(), "flat/");
  write_feed(folder, sound_feed(), "deep/feed/");
  for (const std::string below : {"", "feed/"}) {
    const std::string path = folder.file(below.empty() ? "flat.zip" : "deep.zip");
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
    ASSERT_NE(archive, nullptr);
    const FeedText feed = sound_feed();
    for (const auto& [name, text] : feed)
      ASSERT_GE(zip_file_add(archive, (below + name).c_str(),
                             zip_source_buffer(archive, text.data(), text.size(), 0), 0),
                0);
    ASSERT_EQ(zip_close(archive), 0);
  }
  for (const char* name : {"flat", "deep", "flat.zip", "deep.zip"})
    expect_two_trips(folder.file(name));
}

TEST(GtfsPlace, TheShadowFilesOfAMacAreNoSecondFeed) {
  const TempFolder folder;
  write_feed(folder, sound_feed(), "feed/");
  write_feed(folder, {{"stops.txt", "x"}}, "__MACOSX/feed/");
  expect_two_trips(folder.path().string());
}

TEST(GtfsPlace, NothingThereIsTheEnvironmentsFault) {
  FaultList faults;
  EXPECT_THROW((void)read_feed("/nonexistent/feed.zip", faults), EnvironmentError);
}

// Rows of a file in any order, same trips: what is read does not depend on it.
RC_GTEST_PROP(GtfsProperty, TheOrderOfStopTimesDoesNotMatter, ()) {
  std::vector<std::string> rows;
  for (int i = 0; i < 8; ++i)
    rows.push_back("t" + std::to_string(1 + i % 2) + ",0" + std::to_string(i / 2 + 1) + ":00:00,0" +
                   std::to_string(i / 2 + 1) + ":00:00," + "ABCA"[i / 2] + "," +
                   std::to_string(i / 2) + "\n");
  std::vector<std::string> mixed = rows;
  for (std::size_t i = mixed.size() - 1; i > 0; --i)
    std::swap(mixed[i], mixed[*rc::gen::inRange<std::size_t>(0, i + 1)]);
  const auto read = [](const std::vector<std::string>& lines) {
    std::string text = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";
    for (const std::string& line : lines) text += line;
    FaultList faults;
    return read_text(with(sound_feed(), "stop_times.txt", text), faults).stop_times;
  };
  RC_ASSERT(read(mixed) == read(rows));
  RC_ASSERT(read(rows).size() == 8U);
}

}  // namespace
}  // namespace stopover::io::gtfs
