// SPDX-License-Identifier: Apache-2.0
// Fares as published, and which of them a ride costs.
#include "engine/io/gtfs_fares.hpp"

#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/feed_text.hpp"

namespace stopover::io::gtfs {
namespace {

// Zones: A and D in z1, B in z2, C in z3. Route r1 calls at A, B, C; r2 at A, D.
FeedText zoned(const std::string& fares, const std::string& rules) {
  FeedText feed =
      with(with(sound_feed(), "stops.txt",
                "stop_id,stop_name,stop_lat,stop_lon,zone_id\n"
                "A,a,35.0,139.0,z1\nB,b,35.1,139.1,z2\nC,c,35.2,139.2,z3\n"
                "D,d,35.0,139.1,z1\n"),
           "fare_attributes.txt",
           "fare_id,price,currency_type,payment_method,transfers,transfer_duration\n" + fares);
  feed["routes.txt"] += "r2,ag,2,Two,3\n";
  feed["trips.txt"] += "r2,daily,u1\n";
  feed["stop_times.txt"] += "u1,08:00:00,08:00:00,A,1\nu1,08:20:00,08:20:00,D,2\n";
  if (!rules.empty())
    feed["fare_rules.txt"] = "fare_id,route_id,origin_id,destination_id,contains_id\n" + rules;
  return feed;
}

Feed read_sound(const FeedText& text) {
  FaultList faults;
  Feed feed = read_text(text, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return feed;
}

constexpr StopId kA(0);
constexpr StopId kB(1);
constexpr StopId kC(2);
constexpr StopId kD(3);
constexpr RouteId kR1(0);
constexpr RouteId kR2(1);

// Where a ride calls: r1 passes B, on the way back too.
std::vector<StopId> calls_of(RouteId route, StopId from, StopId to) {
  const bool over_b = route == kR1 && from != kB && to != kB;
  return over_b ? std::vector{from, kB, to} : std::vector{from, to};
}

// The key of the fare, "" if none applies.
std::string fare_of(const Feed& feed, RouteId route, StopId from, StopId to) {
  const auto price = price_of(feed, route, calls_of(route, from, to));
  return price ? feed.fares[price->fare].key : "";
}

TEST(GtfsFares, AreReadInMinorUnits) {
  const Feed feed = read_sound(zoned("f,2.5,CNY,1,,\ng,4,CNY,0,2,5400\n", ""));
  ASSERT_EQ(feed.fares.size(), 2U);
  const Fare& f = feed.fares[FareId(0)];
  EXPECT_EQ(f.price, 250);
  EXPECT_EQ(f.currency, "CNY");
  EXPECT_FALSE(f.transfers || f.duration || f.on_board || f.by_rules);
  const Fare& g = feed.fares[FareId(1)];
  EXPECT_EQ(g.price, 400);
  EXPECT_EQ(g.transfers, 2);
  EXPECT_EQ(g.duration, Seconds(5400));
  EXPECT_TRUE(g.on_board);
}

TEST(GtfsFares, ACurrencyHasItsOwnDigits) {
  EXPECT_EQ(read_sound(zoned("f,300,JPY,1,,\n", "")).fares[FareId(0)].price, 300);
  EXPECT_EQ(read_sound(zoned("f,1.250,KWD,1,,\n", "")).fares[FareId(0)].price, 1250);
  EXPECT_EQ(minor_digits("CNY"), 2);
  for (const char* price : {"1.5", "-3", "1e2", "free", "1000000001", "9223372036854775807"}) {
    FaultList faults;
    (void)read_text(zoned(std::string("f,") + price + ",JPY,1,,\n", ""), faults);
    EXPECT_TRUE(codes_of(faults).contains("W-GTFS-050")) << price;
  }
}

TEST(GtfsFares, TheCheapestThatAppliesCounts) {
  const Feed feed = read_sound(zoned("f,5,CNY,1,,\ng,3,CNY,1,,\nh,3,CNY,1,,\n", ""));
  EXPECT_EQ(price_of(feed, kR1, std::array{kA, kC}), (Price{300, "CNY", FareId(1)}));
}

TEST(GtfsFares, ByRoute) {
  const Feed feed = read_sound(zoned("f,5,CNY,1,,\ng,3,CNY,1,,\n", "f,r1,,,\ng,r2,,,\n"));
  EXPECT_EQ(fare_of(feed, kR1, kA, kB), "f");
  EXPECT_EQ(fare_of(feed, kR2, kA, kD), "g");
}

TEST(GtfsFares, ByZonesOfBoardingAndAlighting) {
  const Feed feed = read_sound(zoned("f,5,CNY,1,,\ng,3,CNY,1,,\nh,9,CNY,1,,\n",
                                     "f,,z1,z2,\nf,,z2,z3,\ng,,,z1,\nh,r1,z1,z3,\n"));
  EXPECT_EQ(fare_of(feed, kR1, kA, kB), "f");
  EXPECT_EQ(fare_of(feed, kR1, kB, kC), "f");
  EXPECT_EQ(fare_of(feed, kR1, kB, kA), "g");
  EXPECT_EQ(fare_of(feed, kR1, kA, kC), "h");
  EXPECT_EQ(fare_of(feed, kR2, kA, kC), "");  // h is of r1
}

TEST(GtfsFares, ByTheZonesPassed) {
  const Feed feed =
      read_sound(zoned("one,2,CNY,1,,\ntwo,3,CNY,1,,\nthree,4,CNY,1,,\n",
                       "one,,,,z1\ntwo,,,,z1\ntwo,,,,z2\nthree,,,,z1\nthree,,,,z2\nthree,,,,z3\n"));
  EXPECT_EQ(fare_of(feed, kR2, kA, kD), "one");
  EXPECT_EQ(fare_of(feed, kR1, kA, kB), "two");
  EXPECT_EQ(fare_of(feed, kR1, kA, kC), "three");                    // through z2
  EXPECT_EQ(price_of(feed, kR1, std::array{kA, kC}), std::nullopt);  // non-stop: z1 and z3
}

TEST(GtfsFares, ARowThatContainsNothingStandsBesideOnesThatDo) {
  const Feed feed = read_sound(zoned("f,5,CNY,1,,\n", "f,r1,,,\nf,r1,,,z3\nf,r2,,,z3\n"));
  ASSERT_EQ(feed.fares[FareId(0)].rules.size(), 3U);
  EXPECT_EQ(fare_of(feed, kR1, kA, kB), "f");
  EXPECT_EQ(fare_of(feed, kR2, kA, kD), "");
}

// Of a fare that covers z1, z2 and a zone that is nowhere, no fare of z1 and z2 is made.
TEST(GtfsFares, AFaultyZoneDoesNotNarrowTheOthersOfItsRule) {
  FeedText text = zoned("f,1,CNY,1,,\ng,3,CNY,1,,\n",
                        "f,r1,,,z1\nf,r1,,,z9\nf,r1,,,z2\nf,r1,z2,,z2\nf,r1,z2,,z3\n");
  for (int i = 0; i < 400; ++i) text["fare_rules.txt"] += "g,r1,,,\n";  // said again, not faulty
  FaultList faults;
  const Feed feed = read_text(text, faults);
  EXPECT_TRUE(codes_of(faults).contains("W-GTFS-051")) << faults.text();
  EXPECT_EQ(fare_of(feed, kR1, kA, kB), "g");
  EXPECT_EQ(fare_of(feed, kR1, kB, kC), "f");
}

// A zone whose route is nowhere may belong to any rule of the fare that names zones passed.
TEST(GtfsFares, AZoneOfNoRuleSpoilsThoseThatNameZones) {
  FeedText text = zoned("f,1,CNY,1,,\ng,3,CNY,1,,\n", "f,r1,,,z1\nf,r9,,,z3\nf,r1,,,z2\nf,r2,,,\n");
  for (int i = 0; i < 400; ++i) text["fare_rules.txt"] += "g,r1,,,\n";
  FaultList faults;
  const Feed feed = read_text(text, faults);
  EXPECT_TRUE(codes_of(faults).contains("W-GTFS-051")) << faults.text();
  EXPECT_EQ(fare_of(feed, kR1, kA, kB), "g");
  EXPECT_EQ(fare_of(feed, kR2, kA, kD), "f");
}

// A rule that could not be read as a row may be any fare's.
TEST(GtfsFares, AShortRowOfTheRulesLeavesNoFareForEverywhere) {
  FeedText text = zoned("f,1,CNY,1,,\ng,3,CNY,1,,\n", "f,r2\n");
  for (int i = 0; i < 400; ++i) text["fare_rules.txt"] += "g,r1,,,\n";
  FaultList faults;
  const Feed feed = read_text(text, faults);
  EXPECT_TRUE(codes_of(faults).contains("W-GTFS-051")) << faults.text();
  EXPECT_EQ(fare_of(feed, kR1, kA, kB), "g");
  EXPECT_EQ(fare_of(feed, kR2, kA, kD), "");
}

TEST(GtfsFares, ByAgency) {
  FeedText text = zoned("", "");
  text["agency.txt"] += "b2,B,u,Asia/Tokyo\n";
  text["routes.txt"] =
      "route_id,agency_id,route_short_name,route_long_name,route_type\n"
      "r1,ag,1,One,3\nr2,b2,2,Two,3\n";
  text["fare_attributes.txt"] =
      "fare_id,price,currency_type,payment_method,transfers,agency_id\n"
      "f,5,CNY,1,,ag\ng,3,CNY,1,,b2\n";
  const Feed feed = read_sound(text);
  EXPECT_EQ(fare_of(feed, kR1, kA, kB), "f");
  EXPECT_EQ(fare_of(feed, kR2, kA, kD), "g");
}

// A fare whose only rule was left out must not turn into one for everywhere.
TEST(GtfsFares, AFareWithoutAUsableRuleAppliesNowhere) {
  FeedText text = zoned("f,1,CNY,1,,\ng,3,CNY,1,,\n", "f,,nowhere,,\n");
  for (int i = 0; i < 300; ++i)
    text["fare_rules.txt"] += i < 150 ? "g,,z1,z" + std::to_string(i % 3 + 1) + ",\n"
                                      : "g,,z2,z" + std::to_string(i % 3 + 1) + ",\n";
  FaultList faults;
  const Feed feed = read_text(text, faults);
  EXPECT_TRUE(codes_of(faults).contains("W-GTFS-051")) << faults.text();
  EXPECT_EQ(fare_of(feed, kR1, kA, kB), "g");
}

TEST(GtfsFares, ARuleOfNoFareOrZoneIsNamed) {
  for (const char* rule : {"x,,,,\n", "f,r9,,,\n", "f,,z9,,\n", "f,,,z9,\n", "f,,,,z9\n"}) {
    FaultList faults;
    const Feed feed = read_text(zoned("f,5,CNY,1,,\n", rule), faults);
    ASSERT_EQ(faults.warnings(), 2U) << faults.text();
    EXPECT_EQ(faults.kept()[0].line, 2);
    EXPECT_TRUE(faults.kept()[0].expected.ends_with("(E-GTFS-011)")) << faults.text();
    EXPECT_TRUE(feed.fares.empty());
  }
}

TEST(GtfsFares, NoFareNoPrice) {
  EXPECT_EQ(price_of(read_sound(sound_feed()), kR1, std::array{kB, kC}), std::nullopt);
}

}  // namespace
}  // namespace stopover::io::gtfs
