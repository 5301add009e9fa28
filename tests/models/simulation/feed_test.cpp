// SPDX-License-Identifier: Apache-2.0
// A GTFS feed compiled into services and runs: patterns, mapping, days, frequencies, background.
//
// Places of the world: a, b, c; x1 and x2 inside one hub. The feed is that of feed_text.hpp.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "models/simulation/compile_parts.hpp"
#include "models/simulation/world_rules.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/feed_text.hpp"

namespace stopover::simulation {
namespace {

using io::codes_of;
using io::gtfs::changed;
using io::gtfs::FeedText;
using io::gtfs::sound_feed;
using io::gtfs::with;
using timetable::RunId;
using timetable::Service;
using timetable::ServiceId;

using Codes = std::set<std::string>;
using Mapping = std::map<std::string, std::string>;
const Mapping kAll{{"S", "a"}, {"B", "b"}, {"C", "c"}};

struct Compiled {
  World world;
  FaultList faults;

  [[nodiscard]] const Service& service(std::size_t at) const {
    return world.timetable.services()[ServiceId(at)];
  }
  [[nodiscard]] std::vector<std::string> departures(std::size_t at) const {
    std::vector<std::string> out;
    const Service& s = service(at);
    for (std::uint32_t i = 0; i < s.run_count; ++i)
      out.push_back(
          world.zone.civil(world.timetable.departure(RunId(s.first_run + i), 0)).text().substr(5));
    return out;
  }
};

void add_places(Compiling& c) {
  const network::HubId hub = c.world.network.hubs.push_back({});
  for (const char* key : {"a", "b", "c", "x1", "x2"}) {
    network::Place place;
    place.key = key;
    place.zone = c.world.zone;
    if (place.key.starts_with("x")) place.hub = hub;
    c.names.place[key] = c.world.network.places.push_back(std::move(place));
  }
}

// Wednesday 2024-06-05 is simulated; services run from the day before to three days after.
Compiled compiled(const FeedText& text, const Mapping& mapping,
                  const scenario::Scenario& more = {}) {
  const io::TempFolder folder;
  io::gtfs::write_feed(folder, text, "");
  scenario::Feed feed;
  feed.set_path(folder.path().string());
  feed.set_prefix("bus:");
  for (const auto& [stop, place] : mapping) {
    auto& mapped = *feed.add_stop_place();
    mapped.set_key(stop);
    mapped.set_value(place);
  }

  Compiled out;
  out.world.zone = *TimeZone::find("Asia/Tokyo");
  out.world.first_day = *CivilDate::parse("2024-06-05");
  out.world.days = 1;
  out.world.parameters["stay.max_nights"] = Figure{};
  Compiling c{.scenario = more, .world = out.world, .names = {}, .faults = out.faults};
  add_places(c);
  timetable::TimetableBuilder builder;
  FeedNames names;
  add_feed(c, "gtfs", feed, builder, names);
  check_route_targets(c, names.routes);
  out.world.timetable = std::move(builder).build();
  check_minimum_rows(c, names.carriers);
  return out;
}

TEST(Feed, TripsWithTheSameStopsAreOneService) {
  const Compiled c = compiled(sound_feed(), kAll);
  EXPECT_TRUE(c.faults.empty()) << c.faults.text();
  ASSERT_EQ(c.world.timetable.services().size(), 1U);
  const Service& s = c.service(0);
  EXPECT_EQ(s.line, "bus:r1");
  EXPECT_TRUE(s.key.starts_with("bus:r1/")) << s.key;
  EXPECT_EQ(s.mode, scenario::COACH);
  EXPECT_EQ(s.stops.size(), 3U);
  // Tuesday to Friday: the feed's calendar has no weekends.
  EXPECT_EQ(c.departures(0),
            (std::vector<std::string>{"06-04T08:00:00", "06-04T09:00:00", "06-05T08:00:00",
                                      "06-05T09:00:00", "06-06T08:00:00", "06-06T09:00:00",
                                      "06-07T08:00:00", "06-07T09:00:00"}));
  const RunId run(s.first_run);
  EXPECT_EQ(c.world.timetable.arrival(run, 1) - c.world.timetable.departure(run, 0), minutes(10));
  EXPECT_EQ(c.world.timetable.departure(run, 1) - c.world.timetable.departure(run, 0), minutes(11));
  EXPECT_EQ(s.fare_between(0, 2), Fen(0));
}

// A and B in zone 1, C in zone 2.
FeedText with_fares(const std::string& fares, const std::string& rules) {
  FeedText feed = with(sound_feed(), "stops.txt",
                       "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,zone_id\n"
                       "S,Station,35.0,139.0,1,,\nA,Platform,35.0,139.0,0,S,1\n"
                       "B,Bee,35.1,139.1,,,1\nC,Sea,35.2,139.2,,,2\n");
  feed["fare_attributes.txt"] = "fare_id,price,currency_type,payment_method,transfers\n" + fares;
  feed["fare_rules.txt"] = "fare_id,route_id,origin_id,destination_id,contains_id\n" + rules;
  return feed;
}

TEST(Feed, RidesCostWhatItsFaresSay) {
  const Compiled c = compiled(with_fares("f,3.5,CNY,0,\ng,6,CNY,0,\n", "f,,1,1,\ng,,1,2,\n"), kAll);
  const Service& s = c.service(0);
  EXPECT_EQ(s.fare_between(0, 1), Fen(350));
  EXPECT_EQ(s.fare_between(0, 2), Fen(600));
  EXPECT_EQ(s.fare_between(1, 2), Fen(600));
  EXPECT_TRUE(c.faults.empty()) << c.faults.text();
}

// Stops that are passed count for the zones of a ride.
TEST(Feed, FaresKnowTheStopsOnTheWay) {
  const FeedText feed = changed(with_fares("f,5,CNY,0,\n", "f,,,,1\nf,,,,2\nf,,,,3\n"), "stops.txt",
                                "139.1,,,1", "139.1,,,3");
  const Compiled c = compiled(feed, {{"S", "a"}, {"C", "c"}});
  EXPECT_EQ(c.service(0).fare_between(0, 1), Fen(500));
}

TEST(Feed, StopsWithoutAPlaceArePassed) {
  const Compiled c = compiled(sound_feed(), {{"S", "a"}, {"C", "c"}});
  ASSERT_EQ(c.world.timetable.services().size(), 1U);
  EXPECT_EQ(c.service(0).stops.size(), 2U);
  const RunId run(c.service(0).first_run);
  EXPECT_EQ(c.world.timetable.arrival(run, 1) - c.world.timetable.departure(run, 0), minutes(20));
}

TEST(Feed, APlatformsOwnPlaceGoesBeforeItsStations) {
  Mapping mapping = kAll;
  mapping["A"] = "x1";
  const Compiled c = compiled(sound_feed(), mapping);
  EXPECT_EQ(c.world.network.places[c.service(0).stops[0]].key, "x1");
}

TEST(Feed, CallsInARowAtOnePlaceAreOne) {
  const Compiled c = compiled(sound_feed(), {{"S", "a"}, {"B", "a"}, {"C", "c"}});
  ASSERT_EQ(c.service(0).stops.size(), 2U);
  EXPECT_EQ(c.departures(0).front(), "06-04T08:11:00");  // the last departure from there
}

TEST(Feed, TheKeyOfAServiceDoesNotHangOnOtherTrips) {
  const std::string alone = compiled(sound_feed(), kAll).service(0).key;
  FeedText more = sound_feed();
  more["trips.txt"] = "route_id,service_id,trip_id\nr1,daily,t0\nr1,daily,t2\nr1,daily,t1\n";
  more["stop_times.txt"] += "t0,07:00:00,07:00:00,C,1\nt0,07:20:00,07:20:00,A,2\n";
  const Compiled c = compiled(more, kAll);
  ASSERT_EQ(c.world.timetable.services().size(), 2U);
  EXPECT_NE(c.service(0).key, c.service(1).key);
  EXPECT_TRUE(c.service(0).key == alone || c.service(1).key == alone);
}

TEST(Feed, WhereNobodyMayBoardNothingIsSold) {
  FeedText text = with(sound_feed(), "stop_times.txt",
                       "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,"
                       "drop_off_type\nt1,08:00:00,08:00:00,A,1,0,0\nt1,08:10:00,08:10:00,B,2,1,0\n"
                       "t1,08:20:00,08:20:00,C,3,0,0\n");
  const Compiled c = compiled(changed(text, "trips.txt", "r1,daily,t2\n", ""), kAll);
  EXPECT_EQ(c.service(0).fare_between(0, 1), Fen(0));
  EXPECT_EQ(c.service(0).fare_between(0, 2), Fen(0));
  EXPECT_EQ(c.service(0).fare_between(1, 2), std::nullopt);
}

TEST(Feed, FrequenciesBecomeRuns) {
  const FeedText text =
      with(changed(sound_feed(), "trips.txt", "r1,daily,t2\n", "r1,never,t2\n"), "frequencies.txt",
           "trip_id,start_time,end_time,headway_secs\nt1,23:40:00,24:20:00,1200\n");
  const FeedText dated =
      with(changed(text, "calendar.txt", "1,1,1,1,1,0,0", "0,0,1,0,0,0,0"), "calendar_dates.txt",
           "service_id,date,exception_type\nnever,20200101,1\n");
  // Counted at A, the first stop; B is left eleven minutes later. Wednesday's last run is
  // Thursday's.
  const Compiled c = compiled(dated, {{"B", "b"}, {"C", "c"}});
  EXPECT_EQ(c.departures(0), (std::vector<std::string>{"06-05T23:51:00", "06-06T00:11:00"}));
}

// Its first departure is on the day after its service day, which is not among the simulated ones.
TEST(Feed, RunsOfAnEarlierServiceDayCount) {
  const FeedText late =
      changed(changed(sound_feed(), "trips.txt", "r1,daily,t2\n", ""), "stop_times.txt",
              "t1,08:00:00,08:00:00,A,1\nt1,08:10:00,08:11:00,B,2\nt1,08:20:00,08:20:00,C,3\n"
              "t2,09:00:00,09:00:00,A,1\nt2,09:10:00,09:11:00,B,2\nt2,09:20:00,09:20:00,C,3\n",
              "t1,25:00:00,25:00:00,A,1\nt1,26:00:00,26:00:00,B,2\n");
  EXPECT_EQ(compiled(late, kAll).departures(0),
            (std::vector<std::string>{"06-04T01:00:00", "06-05T01:00:00", "06-06T01:00:00",
                                      "06-07T01:00:00", "06-08T01:00:00"}));
}

TEST(Feed, ModesFollowTheRouteType) {
  for (const auto& [type, mode] :
       std::vector<std::pair<const char*, scenario::Mode>>{{"0", scenario::METRO},
                                                           {"1", scenario::METRO},
                                                           {"2", scenario::RAIL},
                                                           {"3", scenario::COACH},
                                                           {"4", scenario::FERRY},
                                                           {"12", scenario::METRO},
                                                           {"100", scenario::RAIL},
                                                           {"117", scenario::RAIL},
                                                           {"200", scenario::COACH},
                                                           {"405", scenario::METRO},
                                                           {"700", scenario::COACH},
                                                           {"900", scenario::METRO},
                                                           {"1000", scenario::FERRY},
                                                           {"1100", scenario::AIR},
                                                           {"1700", scenario::COACH}}) {
    const FeedText text = changed(sound_feed(), "routes.txt", "One,3", std::string("One,") + type);
    const Compiled c = compiled(text, kAll);
    EXPECT_EQ(c.service(0).mode, mode) << type;
    EXPECT_GT(c.world.timetable.runs()[RunId(0)].places, 0);
    EXPECT_EQ(c.service(0).reserved, mode == scenario::AIR);
  }
}

TEST(Feed, ABusInsideOneHubIsItsShuttle) {
  EXPECT_EQ(compiled(sound_feed(), {{"S", "x1"}, {"B", "x2"}}).service(0).mode, scenario::SHUTTLE);
  EXPECT_EQ(compiled(sound_feed(), {{"S", "x1"}, {"B", "b"}}).service(0).mode, scenario::COACH);
}

TEST(Feed, BackgroundOnARouteThatIsNotThereIsAFault) {
  scenario::Scenario more;
  more.mutable_elements()->add_line()->set_id("bus:own");  // a line with the feed's prefix
  const auto text_with = [&](const std::string& target) {
    auto* elements = more.mutable_elements();
    elements->clear_background();
    auto* load = elements->add_background();
    load->set_id("others");
    load->set_target(target);
    return compiled(sound_feed(), kAll, more).faults.text();
  };
  EXPECT_EQ(text_with("bus:r1"), "0 errors, 0 warnings\n");
  EXPECT_EQ(text_with("bus:own"), "0 errors, 0 warnings\n");
  const std::string text = text_with("bus:r9");
  EXPECT_NE(text.find("background others: target: found \"bus:r9\""), std::string::npos) << text;
  EXPECT_NE(text.find(fmt::format("did you mean \"bus:r1\"? [{}]", rule::kNoRoute)),
            std::string::npos)
      << text;
}

TEST(Feed, RowsOfMinimumConnectionsNameCarriersAndRidesThatAreThere) {
  const auto faults_with = [](const std::string& carrier, scenario::Mode mode,
                              const std::string& place) {
    scenario::Scenario more;
    auto* hub = more.mutable_elements()->add_hub();
    hub->set_id("port");
    for (const char* key : {"x1", "x2"}) hub->add_places(key);
    auto* row = hub->add_minimum_connection();
    row->set_minutes(60);
    row->set_carrier_in(carrier);
    row->set_mode_in(mode);
    row->set_from(place);
    return compiled(sound_feed(), {{"S", "x1"}, {"B", "x2"}}, more).faults;
  };
  const auto any = scenario::MODE_UNSPECIFIED;
  EXPECT_TRUE(faults_with("ag", any, "").empty()) << faults_with("ag", any, "").text();
  EXPECT_TRUE(faults_with("ag", scenario::SHUTTLE, "x2").empty());
  EXPECT_EQ(codes_of(faults_with("ag", any, "x1")), Codes{"W-WLD-011"}) << "only leaves from there";
  EXPECT_EQ(codes_of(faults_with("", scenario::AIR, "")), Codes{"W-WLD-011"});
  EXPECT_EQ(codes_of(faults_with("ah", any, "")), Codes{"E-WLD-010"});
  const std::string text = faults_with("ah", any, "").text();
  EXPECT_NE(text.find("hub port: minimum_connection[0].carrier_in: found \"ah\""),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("did you mean \"ag\"? [E-WLD-010]"), std::string::npos) << text;
}

TEST(Feed, BackgroundTakesItsShare) {
  scenario::Scenario more;
  auto& b = *more.mutable_elements()->add_background();
  b.set_target("bus:r1");
  b.set_from("08:30");
  b.set_until("10:00");
  b.set_seat_share(0.5);
  const Compiled c = compiled(sound_feed(), kAll, more);
  const auto& runs = c.world.timetable.runs();
  EXPECT_EQ(runs[RunId(0)].background, 0);                          // 08:00
  EXPECT_EQ(runs[RunId(1)].background, runs[RunId(1)].places / 2);  // 09:00
}

// ---- faults that only a scenario can have

TEST(FeedFaults, EachHasItsRule) {
  const auto codes = [](const FeedText& text, const Mapping& mapping) {
    return codes_of(compiled(text, mapping).faults);
  };
  Mapping with_unknown = kAll;
  with_unknown["Q"] = "c";
  EXPECT_EQ(codes(sound_feed(), with_unknown), Codes{"E-GTFS-071"});
  EXPECT_EQ(codes(sound_feed(), {{"B", "b"}}), Codes{"W-GTFS-072"});
  EXPECT_EQ(
      codes(changed(sound_feed(), "calendar.txt", "20240601,20240630", "20230601,20230630"), kAll),
      Codes{"W-GTFS-073"});
}

TEST(FeedFaults, FaresThatCannotBePaidInYuanAreNamed) {
  const Compiled yen = compiled(with_fares("f,300,JPY,0,\n", "f,r1,,,\n"), kAll);
  EXPECT_EQ(codes_of(yen.faults), Codes{"W-GTFS-074"}) << yen.faults.text();
  EXPECT_EQ(yen.service(0).fare_between(0, 2), Fen(0));
  const Compiled none = compiled(with_fares("f,3,CNY,0,\n", "f,,1,2,\n"), kAll);
  EXPECT_EQ(codes_of(none.faults), Codes{"W-GTFS-075"}) << none.faults.text();
  EXPECT_EQ(none.service(0).fare_between(0, 1), Fen(0));
  EXPECT_EQ(none.service(0).fare_between(0, 2), Fen(300));
}

TEST(FeedFaults, SimulatedDaysOutsideTheFeedsDatesAreNamed) {
  const auto dated = [](const std::string& dates) {
    return codes_of(
        compiled(with(sound_feed(), "feed_info.txt",
                      "feed_publisher_name,feed_start_date,feed_end_date\nP," + dates + "\n"),
                 kAll)
            .faults);
  };
  EXPECT_EQ(dated("20240605,20240605"), Codes{});
  EXPECT_EQ(dated("20240601,"), Codes{});
  EXPECT_EQ(dated("20240606,"), Codes{"W-GTFS-033"});
  EXPECT_EQ(dated(",20240604"), Codes{"W-GTFS-033"});
}

// A headway of a second around the clock, many times over: refused before memory is.
TEST(FeedFaults, TooManyRunsAreRefused) {
  FeedText text = sound_feed();
  text["frequencies.txt"] = "trip_id,start_time,end_time,headway_secs\n";
  for (const char* trip : {"t1", "t2"})
    text["frequencies.txt"] += std::string(trip) + ",00:00:00,999:00:00,1\n";
  text = changed(text, "calendar.txt", "1,1,1,1,1,0,0,20240601", "1,1,1,1,1,1,1,20230601");
  EXPECT_EQ(codes_of(compiled(text, kAll).faults), Codes{"E-GTFS-070"});
}

TEST(FeedFaults, AFeedWithErrorsAddsNothing) {
  const Compiled c = compiled(changed(sound_feed(), "stops.txt", "35.1", "95.1"), kAll);
  EXPECT_TRUE(c.faults.has_errors());
  EXPECT_TRUE(c.world.timetable.services().empty());
}

}  // namespace
}  // namespace stopover::simulation
