// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/journey.hpp"

#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "engine/journeys/journey_text.hpp"
#include "engine/journeys/trip_based.hpp"
#include "tests/engine/journeys/made.hpp"

namespace stopover::journeys {
namespace {

using testing::at;
using testing::date_of;
using testing::Made;

// A 08:00 > B 08:30, on as the next trip > C 08:50, change > D 09:20, walk > E 09:25.
class Fault : public ::testing::Test {
 protected:
  Fault() {
    Made made({day_, day_.plus_days(1)});
    first_ = made.trip("A 08:00 B 08:30", made.daily());
    second_ = made.trip("B 08:35 C 08:50", made.daily());
    made.builder.add_next(first_, second_);
    third_ = made.trip("C 09:00 D 09:20", made.daily());
    made.link("D", "E", Seconds(300));
    made.link("E", "A", Seconds(60));
    LineInfo gate{"gate"};
    gate.closes = minutes(20);
    const std::vector<CallTime> times{{33'000, 33'000}, {34'800, 34'800}};  // C 09:10 D 09:40
    gated_ = made.builder.add_trip(
        "gated", made.builder.add_pattern(gate, {{made.stop("C")}, {made.stop("D")}}), made.daily(),
        times);
    const std::vector<CallTime> shut{{32'400, 32'400}, {33'600, 33'600}, {34'200, 34'200}};
    shut_ = made.builder.add_trip(
        "shut",
        made.builder.add_pattern(
            {"shut"}, {{made.stop("C")}, {made.stop("D"), false, false}, {made.stop("F")}}),
        made.daily(), shut);
    hurried_ = made.trip("D 09:20 F 09:50", made.daily());
    last_ = made.trip("D 09:40 F 10:00", made.daily());
    no_change_ = made.builder.add_stop({"N", "N", 0, 0, std::nullopt, TimeZone::utc()});
    a_ = made.stop("A");
    c_ = made.stop("C");
    d_ = made.stop("D");
    e_ = made.stop("E");
    const std::vector<CallTime> to_n{{28'800, 28'800}, {29'400, 29'400}};
    to_n_ = made.builder.add_trip("to N", made.builder.add_pattern({"n"}, {{a_}, {no_change_}}),
                                  made.daily(), to_n);
    const std::vector<CallTime> from_n{{32'400, 32'400}, {33'600, 33'600}};
    from_n_ = made.builder.add_trip("from N", made.builder.add_pattern({"n"}, {{no_change_}, {d_}}),
                                    made.daily(), from_n);
    transit_ = made.build();
    const Prepared prepared(transit_, transit_.dates(), *serial_executor());
    journey_ = TripBasedSearch(prepared).earliest(a_, e_, time(7)).back();
  }
  [[nodiscard]] Instant time(int hour, int minute = 0) const {
    return at(day_, hours(hour) + minutes(minute));
  }
  [[nodiscard]] JourneyLeg ride(TripId trip, std::uint32_t board, std::uint32_t alight) const {
    const auto calls = transit_.calls_of(transit_.trips()[trip].pattern);
    const auto times = transit_.times_of(trip);
    return {calls[board].stop,
            calls[alight].stop,
            at(day_, Seconds(times[board].depart)),
            at(day_, Seconds(times[alight].arrive)),
            trip,
            ServiceDay(day_),
            board,
            alight,
            false};
  }
  [[nodiscard]] std::string after(const std::function<void(Journey&)>& change) const {
    Journey journey = journey_;
    change(journey);
    return fault_of(transit_, journey);
  }
  // A journey of these legs alone.
  [[nodiscard]] std::string of(const std::vector<JourneyLeg>& legs) const {
    Journey journey;
    journey.legs = legs;
    journey.point = {legs.front().depart, legs.back().arrive, 0};
    for (const JourneyLeg& leg : legs)
      journey.point.boardings += leg.is_ride() && !leg.stays_on ? 1 : 0;
    return fault_of(transit_, journey);
  }

  CivilDate day_ = date_of("2024-06-03");
  TripId first_, second_, third_, gated_, shut_, hurried_, last_, to_n_, from_n_;
  StopId a_, c_, d_, e_, no_change_;
  Transit transit_ = TransitBuilder(HalfOpen<CivilDate>{}).build();
  Journey journey_;
};

TEST_F(Fault, NoneInWhatASearchFinds) {
  ASSERT_EQ(journey_.legs.size(), 4U);
  EXPECT_EQ(journey_.point, (JourneyPoint{time(7), time(9, 25), 2}));
  EXPECT_EQ(fault_of(transit_, journey_), "");
  EXPECT_EQ(fault_of(transit_, {{time(7), time(7), 0}, {}}), "");
}

TEST_F(Fault, OfTheWholeIsNamed) {
  EXPECT_EQ(after([](Journey& j) { j.point.boardings = 3; }), "another number of boardings");
  EXPECT_EQ(after([&](Journey& j) { j.point.depart = time(8, 1); }), "leaves before it departs");
  EXPECT_EQ(after([&](Journey& j) { j.point.arrive = time(9, 20); }), "another arrival");
  EXPECT_EQ(fault_of(transit_, {{time(7), time(8), 0}, {}}), "no legs but time");
}

TEST_F(Fault, OfARideIsNamed) {
  EXPECT_EQ(after([&](Journey& j) { j.legs[0].day = ServiceDay(day_.plus_days(1)); }),
            "leg 1: the trip does not run");
  EXPECT_EQ(after([](Journey& j) { j.legs[0].alight = 0; }), "leg 1: calls out of order");
  EXPECT_EQ(after([](Journey& j) { j.legs[0].alight = 2; }), "leg 1: calls out of order");
  EXPECT_EQ(after([&](Journey& j) { j.legs[0].from = c_; }), "leg 1: another stop");
  EXPECT_EQ(after([&](Journey& j) { j.legs[2].to = e_; }), "leg 3: another stop");
  EXPECT_EQ(after([&](Journey& j) { j.legs[0].depart = time(7, 59); }), "leg 1: another departure");
  EXPECT_EQ(after([&](Journey& j) { j.legs[2].arrive = time(9, 19); }), "leg 3: another arrival");
  EXPECT_EQ(of({ride(shut_, 1, 2)}), "leg 1: no boarding there");
}

TEST_F(Fault, OfAWalkIsNamed) {
  EXPECT_EQ(after([&](Journey& j) { j.legs[3].to = c_; }), "leg 4: no link");
  EXPECT_EQ(after([&](Journey& j) { j.legs[3].arrive = time(9, 24); }),
            "leg 4: another walking time");
  EXPECT_EQ(after([&](Journey& j) {
              JourneyLeg on;
              on.from = e_;
              on.to = a_;
              on.depart = time(9, 25);
              on.arrive = time(9, 26);
              j.legs.push_back(on);
              j.point.arrive = on.arrive;
            }),
            "leg 5: two walks in a row");
}

TEST_F(Fault, WhereLegsMeetIsNamed) {
  EXPECT_EQ(after([](Journey& j) { j.legs.erase(j.legs.begin() + 1); }),
            "leg 2: does not start where the last leg ended");
  EXPECT_EQ(after([](Journey& j) { j.legs[2].stays_on = true; }), "leg 3: not one vehicle");
  EXPECT_EQ(of({ride(shut_, 0, 1), ride(last_, 0, 1)}), "leg 2: no alighting before it");
  EXPECT_EQ(of({ride(shut_, 0, 1)}), "no alighting at the end");
  EXPECT_EQ(of({ride(to_n_, 0, 1), ride(from_n_, 0, 1)}), "leg 2: no change there");
  EXPECT_EQ(of({ride(third_, 0, 1), ride(hurried_, 0, 1)}), "leg 2: starts too early");
  EXPECT_EQ(of({ride(third_, 0, 1), ride(last_, 0, 1)}), "");
  // 20 minutes to change, but it closes 20 minutes before.
  EXPECT_EQ(of({ride(second_, 0, 1), ride(gated_, 0, 1)}), "leg 2: starts too early");
  EXPECT_EQ(of({ride(gated_, 0, 1)}), "");
}

class Text : public Fault {};

TEST_F(Text, OfAJourneyIsReadBack) {
  const std::string text = text_of(transit_, journey_);
  std::string fault;
  const auto again = journey_from(transit_, text, fault);
  ASSERT_TRUE(again.has_value()) << text << ": " << fault;
  EXPECT_EQ(text_of(transit_, *again), text);
  EXPECT_EQ(again->point.boardings, journey_.point.boardings);
  EXPECT_EQ(again->legs.size(), journey_.legs.size());
  EXPECT_NE(text.find(" [+"), std::string::npos) << "stays on board: " << text;
  EXPECT_NE(text.find(" walk E@"), std::string::npos) << text;
}

TEST_F(Text, ThatIsNoJourneyIsRefusedWithAReason) {
  const std::string text = text_of(transit_, journey_);
  std::string fault;
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string altered = text;
    const std::size_t at = altered.find(from);
    EXPECT_NE(at, std::string::npos) << from << " in " << text;
    altered.replace(at, from.size(), to);
    EXPECT_FALSE(journey_from(transit_, altered, fault).has_value()) << altered;
    return fault;
  };
  EXPECT_NE(refused("A@", "Z@").find("a stop"), std::string::npos);
  EXPECT_NE(refused("walk", "swim").find("TRIP/DAY"), std::string::npos);
  EXPECT_NE(refused(" 0-1]", " 0-9]").find("TRIP/DAY"), std::string::npos);
  const std::size_t bracket = text.find('[');
  const std::string ride = text.substr(bracket, text.find(']') + 1 - bracket);
  EXPECT_NE(refused(ride, "[]").find("TRIP/DAY"), std::string::npos);
  EXPECT_NE(refused(ride, "[+]").find("TRIP/DAY"), std::string::npos);
  EXPECT_NE(refused("T08:00:00Z", "T08:00:01Z").find("TRIP/DAY"), std::string::npos);
  EXPECT_NE(refused("Z walk", " walk").find("STOP@TIMEZ"), std::string::npos);
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    fault.clear();
    const auto part = journey_from(transit_, text.substr(0, cut), fault);
    EXPECT_TRUE(part.has_value() || !fault.empty()) << text.substr(0, cut);
    EXPECT_TRUE(!part || fault_of(transit_, *part).empty());
  }
}

// Names as feeds have them.
TEST(JourneyText, KeepsAnyName) {
  const CivilDate day = *CivilDate::from_ymd(2024, 6, 3);
  TransitBuilder builder({day, day.plus_days(1)});
  Stop stop;
  stop.change = Seconds(0);
  stop.key = "上海 [虹桥]@100%/2";
  const StopId from = builder.add_stop(stop);
  stop.key = "+ -";
  const StopId to = builder.add_stop(stop);
  const std::vector<CallTime> times{{28'800, 28'800}, {29'400, 29'400}};
  builder.add_trip("G 1/2-3]%", builder.add_pattern({"g"}, {{from}, {to}}),
                   builder.add_days(TimeZone::utc(), {day}), times);
  const Transit transit = std::move(builder).build();
  const Prepared prepared(transit, transit.dates(), *serial_executor());
  const Journey journey = TripBasedSearch(prepared)
                              .earliest(from, to, TimeZone::utc().instant_at(day, Seconds(0)))
                              .back();
  const std::string text = text_of(transit, journey);
  std::string fault;
  const auto again = journey_from(transit, text, fault);
  ASSERT_TRUE(again.has_value()) << text << ": " << fault;
  EXPECT_EQ(again->legs, journey.legs);
  EXPECT_NE(text.find("Z [G%201%2F2-3%5D%25/2024-06-03 0-1] %2B%20-@"), std::string::npos) << text;
}

// A trip called as if one stayed on board, stops of one key, and trips of one name at one time.
TEST(JourneyText, TellsStopsAndTripsOfOneNameApart) {
  const CivilDate day = *CivilDate::from_ymd(2024, 6, 3);
  TransitBuilder builder({day, day.plus_days(1)});
  Stop stop;
  stop.change = Seconds(0);
  stop.key = "A";
  const StopId one = builder.add_stop(stop);
  const StopId two = builder.add_stop(stop);
  stop.key = "B";
  const StopId to = builder.add_stop(stop);
  const DaysId days = builder.add_days(TimeZone::utc(), {day});
  const std::vector<CallTime> times{{28'800, 28'800}, {29'400, 29'400}};
  const std::vector<CallTime> back{{36'000, 36'000}, {36'600, 36'600}};
  builder.add_trip("+1", builder.add_pattern({"g"}, {{one}, {to}}), days, times);
  builder.add_trip("+1", builder.add_pattern({"g"}, {{two}, {to}}), days, times);
  builder.add_trip("+1", builder.add_pattern({"g"}, {{to}, {two}}), days, back);
  const Transit transit = std::move(builder).build();
  const Prepared prepared(transit, transit.dates(), *serial_executor());
  const Instant zero = TimeZone::utc().instant_at(day, Seconds(0));
  TripBasedSearch search(prepared);
  std::string fault;
  std::vector<std::string> texts;
  for (const StopId from : {one, two}) {
    const Journey journey = search.earliest(from, to, zero).back();
    texts.push_back(text_of(transit, journey));
    const auto again = journey_from(transit, texts.back(), fault);
    ASSERT_TRUE(again.has_value()) << texts.back() << ": " << fault;
    EXPECT_EQ(again->legs, journey.legs);
  }
  EXPECT_NE(texts[0], texts[1]);
  // A way with a stay.
  const std::string on = text_of(transit, search.earliest(to, two, zero + hours(9)).back());
  const auto parts = parts_from(transit, texts[0] + " stay " + on, fault);
  ASSERT_TRUE(parts.has_value()) << fault;
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ(text_of(transit, parts->back()), on);
  EXPECT_EQ(parts_from(transit, texts[0], fault)->size(), 1U);
  EXPECT_FALSE(parts_from(transit, on + " stay " + texts[0], fault).has_value());
  EXPECT_EQ(fault, "expected a part that begins where the one before ends, no earlier");
  EXPECT_FALSE(parts_from(transit, texts[0] + " stay ", fault).has_value());
}

}  // namespace
}  // namespace stopover::journeys
