// SPDX-License-Identifier: Apache-2.0
#include "engine/io/ssim.hpp"

#include <cstdlib>
#include <filesystem>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/io/file_source.hpp"
#include "engine/io/ssim_rules.hpp"
#include "engine/random/stream.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/ssim_text.hpp"
#include "tests/engine/io/temp_folder.hpp"

namespace stopover::io::ssim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Schedule parse(const SsimText& text, FaultList& faults) {
  return parse_schedule(text.text(), "s.ssim", faults);
}

Schedule sound(const SsimText& text) {
  FaultList faults;
  Schedule schedule = parse(text, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return schedule;
}

CivilDate date(std::string_view text) {
  return *CivilDate::parse(text);
}
Seconds clock(int h, int m) {
  return hours(h) + minutes(m);
}

TEST(Ssim, ReadsALegWithAllThatItSays) {
  const Schedule s =
      sound(SsimText().header().filler().carrier().leg({{2, "A"}, {36, "2"}}).trailer().filler());
  ASSERT_EQ(s.carriers.size(), 1U);
  EXPECT_EQ(s.carriers[0].code, "XX");
  EXPECT_EQ(s.carriers[0].season, "S24");
  EXPECT_EQ(s.carriers[0].mode, TimeMode::kLocal);
  EXPECT_EQ(s.carriers[0].validity, (Period{date("2024-04-01"), date("2024-10-31")}));
  ASSERT_EQ(s.legs.size(), 1U);
  const FlightLeg& leg = s.legs[0];
  EXPECT_EQ(leg.flight, (FlightName{"XX", 1, 'A'}));
  EXPECT_EQ(leg.flight.text(), "XX1A");
  EXPECT_EQ(leg.period, (Period{date("2024-06-03"), date("2024-06-30")}));
  EXPECT_EQ(leg.weekdays, 1);
  EXPECT_TRUE(leg.fortnightly);
  EXPECT_EQ(leg.origin.airport, "PVG");
  EXPECT_EQ(leg.origin.terminal, "T2");
  EXPECT_EQ(leg.origin.passenger, clock(8, 0));
  EXPECT_EQ(leg.origin.aircraft, clock(8, 5));
  EXPECT_EQ(leg.destination.aircraft, clock(11, 55));
  EXPECT_EQ(leg.destination.passenger, clock(12, 0));
  EXPECT_EQ(leg.destination.utc_offset, hours(9));
  EXPECT_EQ(leg.aircraft, "789");
  EXPECT_EQ(leg.seats, Places(280));
  EXPECT_EQ(leg.line, 4);
  EXPECT_EQ(
      instant_of(leg.destination, date("2024-06-03")) - instant_of(leg.origin, date("2024-06-03")),
      hours(3));
}

TEST(Ssim, OperatesOnItsDaysEveryWeekOrEveryOther) {
  FlightLeg leg = sound(SsimText().header().carrier().leg({{29, "1 3    "}}).trailer()).legs[0];
  for (const auto& [day, weekly, fortnightly] : {std::tuple("2024-06-02", false, false),
                                                 {"2024-06-03", true, true},
                                                 {"2024-06-04", false, false},
                                                 {"2024-06-05", true, true},
                                                 {"2024-06-10", true, false},
                                                 {"2024-06-17", true, true},
                                                 {"2024-06-26", true, false},
                                                 {"2024-07-01", false, false}}) {
    leg.fortnightly = false;
    EXPECT_EQ(operates(leg, date(day)), weekly) << day;
    leg.fortnightly = true;
    EXPECT_EQ(operates(leg, date(day)), fortnightly) << day;
  }
}

TEST(Ssim, EveryOtherWeekCountsFromTheFirstFlight) {
  // The period begins on a Wednesday; flights are on Mondays, or on Tuesdays and Fridays.
  const Fields from_wednesday{{15, "05JUN24"}, {36, "2"}};
  const auto with_days = [&](const char* days) {
    Fields fields = from_wednesday;
    fields.emplace_back(29, days);
    return sound(SsimText().header().carrier().leg(fields).trailer()).legs[0];
  };
  for (const auto& [day, mondays, fridays] : {std::tuple("2024-06-07", false, true),
                                              {"2024-06-10", true, false},
                                              {"2024-06-14", false, false},
                                              {"2024-06-17", false, false},
                                              {"2024-06-18", false, true},
                                              {"2024-06-24", true, false}}) {
    EXPECT_EQ(operates(with_days("1      "), date(day)), mondays) << day;
    EXPECT_EQ(operates(with_days(" 2  5  "), date(day)), fridays) << day;
  }
}

TEST(Ssim, YearsAreOfTwoCenturies) {
  const Schedule s =
      sound(SsimText().header().carrier({{15, "01JAN9831OCT24"}}).leg({{15, "07DEC98"}}).trailer());
  EXPECT_EQ(s.legs[0].period.first, date("1998-12-07"));
}

TEST(Ssim, SeatsAreOfAllClassesWithoutTheCrew) {
  for (const auto& [configuration, seats] : {std::pair("W18Y112VV112", 130),
                                             {"Y180", 180},
                                             {"YVV3", 0},
                                             {"Y1800", 0},
                                             {"", 0},
                                             {"PP38LL12", 0},
                                             {"Y30PP38", 30}}) {
    const std::string field = fmt::format("{:19}", configuration);
    EXPECT_EQ(sound(SsimText().header().carrier().leg({{173, field}}).trailer()).legs[0].seats,
              Places(seats))
        << configuration;
  }
}

TEST(Ssim, OpenEndsLastAsLongAsTheCarrierRecord) {
  const Fields open{{22, "00XXX00"}};
  EXPECT_EQ(sound(SsimText().header().carrier().leg(open).trailer()).legs[0].period.last,
            date("2024-10-31"));
  const Schedule s = sound(SsimText().header().carrier(open).leg(open).trailer());
  EXPECT_EQ(s.legs[0].period.last, std::nullopt);
  EXPECT_TRUE(operates(s.legs[0], date("2031-06-02")));
  // One that begins after the carrier record ends does not end before it begins.
  FaultList faults;
  const Schedule later =
      parse(SsimText().header().carrier().leg({{15, "04NOV2400XXX00"}}).trailer(), faults);
  EXPECT_EQ(codes_of(faults), std::set<std::string>{"W-SSIM-023"}) << faults.text();
  EXPECT_EQ(later.legs[0].period.last, std::nullopt);
}

// Times and offsets in, arrival in seconds from the operating day out.
TEST(Ssim, WorksOutTheDayOfArrival) {
  struct Case {
    const char* depart;
    const char* arrive;
    const char* variation;
    Seconds departs, arrives;
  };
  for (const Case& c : {
           Case{"21302130+0400", "22402240+0300", "  ", clock(21, 30), clock(22, 40)},
           Case{"23552355+0400", "00350035+0400", "  ", clock(23, 55), clock(24, 35)},
           Case{"23552355+0400", "00350035+0400", "01", clock(23, 55), clock(24, 35)},
           Case{"00300030+0400", "01300130+0400", "11", clock(24, 30), clock(25, 30)},
           Case{"01000100+1200", "19001900-1000", "  ", clock(1, 0), clock(-5, 0)},
           Case{"01000100+1200", "19001900-1000", "0A", clock(1, 0), clock(-5, 0)},
           Case{"01000100+1200", "19001900-1000", "0J", clock(1, 0), clock(-5, 0)},
           Case{"09000900-0700", "15401540+0400", "01", clock(9, 0), clock(39, 40)},
           Case{"23502350+0800", "24002400+0800", "  ", clock(23, 50), clock(24, 0)},
       }) {
    const Schedule s = sound(SsimText()
                                 .header()
                                 .carrier()
                                 .leg({{40, c.depart}, {58, c.arrive}, {193, c.variation}})
                                 .trailer());
    ASSERT_EQ(s.legs.size(), 1U) << c.depart << c.arrive;
    EXPECT_EQ(s.legs[0].origin.passenger, c.departs) << c.depart;
    EXPECT_EQ(s.legs[0].destination.passenger, c.arrives) << c.arrive << c.variation;
  }
}

TEST(Ssim, TimesOfAUtcFileBecomeLocalOnes) {
  // 23:00Z is 07:00 of the next day at PVG; 22:00Z of the day is 08:00 there at NRT + 9.
  const Schedule s = sound(SsimText()
                               .header()
                               .carrier({{2, "U"}})
                               .leg({{40, "23002300+0800"}, {58, "01300130+0900"}})
                               .leg({{6, "   2"}, {40, "05000500-1000"}, {58, "11001100-0700"}})
                               .trailer());
  EXPECT_EQ(s.legs[0].origin.passenger, clock(31, 0));
  EXPECT_EQ(s.legs[0].destination.passenger, clock(34, 30));
  EXPECT_EQ(instant_of(s.legs[0].origin, date("2024-06-03")),
            TimeZone::utc().instant_at(date("2024-06-03"), clock(23, 0)));
  EXPECT_EQ(s.legs[1].origin.passenger, clock(-5, 0));
}

TEST(Ssim, PutsLegsTogetherOverMidnight) {
  // Records of the two variations are mixed; the second leg leaves after midnight without saying.
  const Fields second{{12, "02"}, {37, "NRT00300030+0900"}, {55, "HNL13001300-1000"}};
  const Fields late{{55, "NRT23302330+0900"}, {40, "19301930+0800"}};
  Fields other = late;
  other.insert(other.end(), {{10, "02"}, {29, " 2     "}});
  Fields other_second = second;
  other_second.insert(other_second.end(), {{10, "02"}, {29, " 2     "}});
  const Schedule s = sound(
      SsimText().header().carrier().leg(second).leg(other).leg(late).leg(other_second).trailer());
  ASSERT_EQ(s.itineraries.size(), 2U);
  for (const Itinerary& itinerary : s.itineraries) {
    const auto legs = s.legs_of(itinerary);
    ASSERT_EQ(legs.size(), 2U);
    EXPECT_EQ(legs[0].destination.passenger, clock(23, 30));
    EXPECT_EQ(legs[1].origin.passenger, clock(24, 30));
    EXPECT_EQ(legs[1].destination.passenger, clock(13, 0));  // the same day, east of the date line
  }
  EXPECT_EQ(s.legs[0].variation, 1);
  EXPECT_EQ(s.legs[2].variation, 2);
}

// Over the date line the second leg leaves on the day before the operating day, by the clock there.
TEST(Ssim, ALegAfterTheDateLineLeavesOnAnEarlierDay) {
  for (const char* mode : {"L", "U"}) {
    const bool local = *mode == 'L';
    const Schedule s = sound(SsimText()
                                 .header()
                                 .carrier({{2, mode}})
                                 .leg({{37, local ? "AKL01000100+1200  " : "AKL13001300+1200  "},
                                       {55, local ? "HNL19001900-1000  " : "HNL05000500-1000  "}})
                                 .leg({{12, "02"},
                                       {37, local ? "HNL21002100-1000  " : "HNL07000700-1000  "},
                                       {55, local ? "LAX05300530-0700  " : "LAX12301230-0700  "}})
                                 .trailer());
    ASSERT_EQ(s.itineraries.size(), 1U);
    const auto legs = s.legs_of(s.itineraries[0]);
    const CivilDate day = date("2024-06-03");
    EXPECT_EQ(instant_of(legs[1].origin, day) - instant_of(legs[0].destination, day), hours(2));
    EXPECT_EQ(instant_of(legs[1].destination, day) - instant_of(legs[1].origin, day), clock(5, 30));
    // The operating day is that of Auckland's clock, or of UTC, where 13:00 is the day before.
    EXPECT_EQ(legs[1].origin.passenger, local ? clock(-3, 0) : clock(21, 0));
  }
}

TEST(Ssim, VariationsGoOnPastNinetyNineByALetter) {
  const Schedule s = sound(SsimText().header().carrier().leg({{128, "B"}}).trailer());
  EXPECT_EQ(s.legs[0].variation, 201);
}

TEST(Ssim, NamesCodesharesAndTheFlightThatALegSells) {
  const Schedule s = sound(SsimText()
                               .header()
                               .carrier()
                               .leg()
                               .segment({{31, "010"}, {40, "YY 4567/ZZ0012A"}})
                               .segment({{31, " 98"}, {40, "anything"}})
                               .leg({{6, "  90"}})
                               .segment({{6, "  90"}, {31, "050"}, {40, "QQ 7"}})
                               .trailer());
  EXPECT_EQ(s.segment_records, 3U);
  EXPECT_THAT(s.legs[0].also_sold_as,
              ElementsAre(FlightName{"YY", 4567, ' '}, FlightName{"ZZ", 12, 'A'}));
  EXPECT_EQ(s.legs[0].operated_as, std::nullopt);
  EXPECT_EQ(s.legs[1].operated_as, (FlightName{"QQ", 7, ' '}));
}

TEST(Ssim, TwoCarriersOfOneFileStayApart) {
  const Schedule s = sound(SsimText()
                               .header()
                               .carrier()
                               .leg()
                               .trailer()
                               .carrier({{11, "W24"}})
                               .leg({{15, "01JUL2431JUL24"}})
                               .trailer());
  EXPECT_EQ(s.carriers.size(), 2U);
  EXPECT_EQ(s.itineraries.size(), 2U);
  EXPECT_EQ(s.legs[1].carrier, 1U);
}

TEST(Ssim, LinesMayEndInCrLf) {
  const SsimText sound_text = SsimText().header().carrier().leg().trailer();
  std::string text;
  for (const char c : sound_text.text())
    text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  FaultList faults;
  EXPECT_EQ(parse_schedule(text, "s.ssim", faults).legs.size(), 1U);
  EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(Ssim, AMissingFileIsTheEnvironments) {
  FaultList faults;
  EXPECT_THROW((void)read_schedule("/no/such/file.ssim", faults), EnvironmentError);
}

// ---- The sample --------------------------------------------------------------------------------

std::string sample_path() {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) return "";
  const auto path = std::filesystem::path(root) / "flights/ssim/sample.ssim";
  return exists(path) ? path.string() : "";
}

TEST(SsimSample, LoadsWhole) {
  if (sample_path().empty()) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set, or has no SSIM file";
  FaultList faults;
  const Schedule s = read_schedule(sample_path(), faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  EXPECT_EQ(s.carriers.size(), 2U);
  EXPECT_EQ(s.legs.size(), 514U);
  // The file is two put together: a serial number stands twice. Its carrier records cover one day.
  // In 22 itineraries of XX 974 the second leg leaves from another airport.
  EXPECT_EQ(codes_of(faults), (std::set<std::string>{"W-SSIM-007", "W-SSIM-023", "W-SSIM-025"}));
  EXPECT_EQ(faults.warnings(), 24U) << faults.text();
  EXPECT_THAT(faults.text(),
              HasSubstr("found \"XX974 08, leg 2 from CDG\", expected leg 2 from DZA"));
  std::map<std::uint32_t, int> by_legs;
  for (const Itinerary& itinerary : s.itineraries) ++by_legs[itinerary.legs];
  EXPECT_EQ(by_legs, (std::map<std::uint32_t, int>{{1, 422}, {2, 34}, {3, 8}}));
  for (const FlightLeg& leg : s.legs) {
    const Seconds block =
        instant_of(leg.destination, leg.period.first) - instant_of(leg.origin, leg.period.first);
    EXPECT_GE(block, minutes(30)) << leg.line;
    EXPECT_LT(block, hours(20)) << leg.line;
  }
  const auto leg_at = [&s](int line) {
    return *std::find_if(s.legs.begin(), s.legs.end(),
                         [line](const FlightLeg& leg) { return leg.line == line; });
  };
  const FlightLeg westward = leg_at(11);  // RUN 21:30 (+4) to DZA 22:40 (+3)
  EXPECT_EQ(westward.destination.passenger, clock(22, 40));
  EXPECT_EQ(instant_of(westward.destination, westward.period.first) -
                instant_of(westward.origin, westward.period.first),
            clock(2, 10));
}

// Cut or changed anywhere, the file ends in a diagnosis or loads; it never stops the program.
TEST(SsimDamage, NeverCrashes) {
  const std::string whole = sample_path().empty() ? SsimText()
                                                        .header()
                                                        .carrier()
                                                        .leg()
                                                        .segment({{31, "010"}, {40, "YY 1"}})
                                                        .trailer()
                                                        .text()
                                                  : read_file(sample_path()).substr(0, 201 * 60);
  random::Stream luck({.seed = 7});
  for (int i = 0; i < 400; ++i) {
    std::string text = whole;
    for (int changes = 0; changes < 20; ++changes)
      text[luck.next64() % text.size()] = static_cast<char>(luck.next64() % 256);
    FaultList faults;
    (void)parse_schedule(text, "s.ssim", faults);
    FaultList cut_faults;
    const std::size_t cut = luck.next64() % (whole.size() - 1);  // more than the last line's end
    (void)parse_schedule(whole.substr(0, cut), "s.ssim", cut_faults);
    EXPECT_TRUE(cut_faults.has_errors()) << "cut at " << cut;
  }
}

// Of each column of a leg: a change is a fault or changes what is read, or the column is not read.
TEST(SsimDamage, EachColumnOfALegCountsOrIsNotRead) {
  const std::string whole = SsimText().header().carrier().leg().trailer().text();
  const FlightLeg leg = sound(SsimText().header().carrier().leg().trailer()).legs[0];
  const auto is_read = [](std::size_t column) {
    return column <= 75 || column == 128 || (column >= 173 && column <= 181) || column >= 193;
  };
  for (std::size_t column = 1; column <= 200; ++column) {
    std::string text = whole;
    char& c = text[201 * 2 + column - 1];
    c = c == '9' ? 'Z' : '9';
    FaultList faults;
    const Schedule s = parse_schedule(text, "s.ssim", faults);
    const bool same = faults.empty() && s.legs.size() == 1 && s.legs[0] == leg;
    EXPECT_EQ(same, !is_read(column)) << "column " << column << '\n' << faults.text();
  }
}

}  // namespace
}  // namespace stopover::io::ssim
