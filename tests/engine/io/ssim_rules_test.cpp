// SPDX-License-Identifier: Apache-2.0
// What is wrong with an SSIM file is named with its place, and the rest is read.
#include "engine/io/ssim_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/io/ssim.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/ssim_text.hpp"

namespace stopover::io::ssim {
namespace {

using testing::HasSubstr;

Schedule parse(const SsimText& text, FaultList& faults) {
  return parse_schedule(text.text(), "s.ssim", faults);
}

struct Damage {
  const char* code;
  SsimText text;
  const char* says;
};

SsimText with_leg(const Fields& changes) {
  return SsimText().header().carrier().leg(changes).trailer();
}
SsimText from_text(const std::string& record) {
  return SsimText().header().carrier().add({{1, record}}).trailer();
}

std::vector<Damage> damages() {
  return {
      {"E-SSIM-001", SsimText().carrier(), "s.ssim: found \"2LXX"},
      {"E-SSIM-003", from_text("7"), "column 1 (record type): found \"7\""},
      {"E-SSIM-004", SsimText().header().leg().carrier().leg().trailer(), "s.ssim:2: columns 1-40"},
      {"E-SSIM-005", SsimText().header().carrier().leg(), "found \"the end of the file\""},
      {"E-SSIM-006", SsimText().header().carrier().leg().trailer({{3, "YY"}}),
       "found \"YY \", expected XX, as in the carrier record"},
      {"E-SSIM-006", SsimText().header().carrier().leg().trailer({{188, "000009"}}),
       "expected 000003, the serial number"},
      {"W-SSIM-007",
       SsimText().header().carrier().leg({{195, "000004"}}).trailer({{188, "000004"}}),
       "s.ssim:3: columns 195-200 (record serial number): found \"000004\", expected 000003"},
      {"E-SSIM-010", with_leg({{37, "P1G"}}), "columns 37-39 (departure airport): found \"P1G\""},
      {"E-SSIM-010", with_leg({{6, " 1 2"}}), "columns 6-9 (flight number)"},
      {"E-SSIM-010", with_leg({{12, "00"}}), "columns 12-13 (leg sequence number)"},
      {"E-SSIM-010", with_leg({{3, "X  "}}), "columns 3-5 (airline designator)"},
      {"E-SSIM-010", with_leg({{3, " XX"}}), "columns 3-5 (airline designator)"},
      {"E-SSIM-010", with_leg({{36, "3"}}), "column 36 (frequency rate)"},
      {"E-SSIM-010", with_leg({{14, " "}}), "column 14 (service type)"},
      {"E-SSIM-010", SsimText().header().carrier({{2, "X"}}).leg().trailer(),
       "column 2 (time mode)"},
      {"E-SSIM-011", with_leg({{15, "31JUN24"}}), "columns 15-21 (first day of operation)"},
      {"E-SSIM-011", with_leg({{15, "00XXX00"}}), "columns 15-21 (first day of operation)"},
      {"E-SSIM-011", with_leg({{22, "30jun24"}}), "columns 22-28 (last day of operation)"},
      {"E-SSIM-012", with_leg({{29, "       "}}), "columns 29-35 (days of operation)"},
      {"E-SSIM-012", with_leg({{29, "2      "}}), "columns 29-35 (days of operation)"},
      {"E-SSIM-013", with_leg({{40, "0860"}}), "columns 40-43 (passenger departure time)"},
      {"E-SSIM-013", with_leg({{62, "    "}}), "columns 62-65 (passenger arrival time)"},
      // An aircraft that leaves before its passengers, or arrives after them.
      {"E-SSIM-013", with_leg({{40, "08000755"}}),
       "columns 44-47 (aircraft departure time): found \"0755\", expected the passengers' time or "
       "up to 12 h after it"},
      {"E-SSIM-013", with_leg({{58, "12051200"}}),
       "columns 58-61 (aircraft arrival time): found \"1205\""},
      {"E-SSIM-014", with_leg({{48, " 0800"}}), "columns 48-52 (UTC variation at departure)"},
      {"E-SSIM-015", with_leg({{193, "X"}}), "column 193 (date variation at departure)"},
      {"E-SSIM-016", with_leg({{22, "01JUN24"}}), "expected 03JUN24 or later"},
      {"E-SSIM-020", with_leg({{193, "10"}}), "s.ssim:3: columns 40-70 and 193-194"},
      {"E-SSIM-020", with_leg({{193, "02"}}), "arrival 51:00:00 UTC"},
      {"E-SSIM-020",
       SsimText()
           .header()
           .carrier()
           .leg()
           .leg({{12, "02"}, {37, "NRT10301030"}, {55, "HNL"}, {193, "00"}})
           .trailer(),
       "s.ssim:4: columns 40-70"},
      {"E-SSIM-021", SsimText().header().carrier().leg().leg().trailer(), "line 3 has it"},
      {"E-SSIM-022",
       SsimText().header().carrier().leg().segment({{6, "   2"}, {31, "010"}}).trailer(),
       "those of the leg before it, XX1 0101"},
      {"E-SSIM-022",
       SsimText().header().carrier().leg().segment({{31, "050"}, {40, "XX 1/YY 2"}}).trailer(),
       "expected one flight"},
      {"E-SSIM-022",
       SsimText().header().carrier().leg().segment({{31, "010"}, {40, "1"}}).trailer(),
       "columns 40-194 (segment data): found \"1"},
      {"W-SSIM-023", with_leg({{15, "03JUN2403JUN25"}}), "found \"1 legs, this the first\""},
      {"W-SSIM-024", with_leg({{15, "04JUN2409JUN24"}}), "none of the days in the period"},
      {"W-SSIM-026", SsimText().header().carrier().leg().leg({{10, "02"}}).trailer(),
       "s.ssim:4: columns 15-36"},
      {"W-SSIM-025",
       SsimText().header().carrier().leg().leg({{12, "03"}, {37, "NRT"}, {55, "HNL"}}).trailer(),
       "found \"XX1 01, leg 3 from NRT\", expected leg 2 from NRT"},
  };
}

TEST(SsimRules, EachFaultIsNamedAloneWithItsPlace) {
  std::set<std::string> tried{"E-SSIM-002"};  // no record of another length is made of fields
  for (const Damage& damage : damages()) {
    FaultList faults;
    (void)parse(damage.text, faults);
    EXPECT_EQ(codes_of(faults), std::set<std::string>{damage.code}) << faults.text();
    EXPECT_THAT(faults.text(), HasSubstr(damage.says));
    tried.insert(damage.code);
  }
  EXPECT_EQ(tried, registered(ssim_rules(), "SSIM"));
}

TEST(SsimRules, ARecordOfAnotherLengthIsLeftOut) {
  std::string text = SsimText().header().carrier().leg().trailer().text();
  text.erase(201 * 2 + 150, 1);
  FaultList faults;
  const Schedule s = parse_schedule(text, "s.ssim", faults);
  EXPECT_TRUE(s.legs.empty());
  // Its serial number goes missing with it, which the trailer tells too.
  EXPECT_EQ(codes_of(faults), (std::set<std::string>{"E-SSIM-002", "E-SSIM-006", "W-SSIM-007"}));
  EXPECT_THAT(faults.text(), HasSubstr("s.ssim:3: found \"199 bytes\", expected a record of 200"));
}

TEST(SsimRules, AllFaultsOfALegComeAtOnce) {
  FaultList faults;
  (void)parse(with_leg({{37, "P1G"}, {40, "9999"}, {66, "+9999"}}), faults);
  EXPECT_EQ(faults.errors(), 3U);
}

TEST(SsimRules, LegsThatDoNotJoinStandAlone) {
  const Fields joining{{12, "02"}, {37, "NRT13001300"}, {55, "HNL20002000"}};
  FaultList none;
  EXPECT_EQ(
      parse(SsimText().header().carrier().leg().leg(joining).trailer(), none).itineraries.size(),
      1U);
  EXPECT_TRUE(none.empty()) << none.text();
  for (const auto& [column, text] :
       {std::pair(37, "CDG"), {15, "10JUN24"}, {22, "24JUN24"}, {29, " 2"}, {36, "2"}}) {
    Fields apart = joining;
    apart.emplace_back(column, text);
    FaultList faults;
    const Schedule s = parse(SsimText().header().carrier().leg().leg(apart).trailer(), faults);
    EXPECT_EQ(codes_of(faults), std::set<std::string>{"W-SSIM-025"}) << column;
    EXPECT_EQ(s.itineraries.size(), 2U) << column;
  }
}

TEST(SsimRules, SegmentDataOfALegLeftOutGoNowhere) {
  const Fields names{{6, "   2"}, {31, "010"}, {40, "YY 1"}};
  FaultList faults;
  const Schedule s = parse(
      SsimText().header().carrier().leg().leg({{6, "   2"}, {37, "P1G"}}).segment(names).trailer(),
      faults);
  EXPECT_EQ(codes_of(faults), std::set<std::string>{"E-SSIM-010"});
  ASSERT_EQ(s.legs.size(), 1U);
  EXPECT_TRUE(s.legs[0].also_sold_as.empty());
  // Nor those of a leg that was no record at all.
  std::string text = SsimText().header().carrier().leg().leg().segment(names).trailer().text();
  text.erase(201 * 3 + 150, 1);
  FaultList more;
  (void)parse_schedule(text, "s.ssim", more);
  EXPECT_THAT(more.text(), HasSubstr("a leg (type 3) before it"));
}

TEST(SsimRules, AFlightThatOperatesTwiceADayIsNamed) {
  const auto faults_of = [](const Fields& changes) {
    Fields fields{{10, "02"}};
    fields.insert(fields.end(), changes.begin(), changes.end());
    FaultList faults;
    const Schedule s =
        parse(SsimText().header().carrier().leg({{36, "2"}}).leg(fields).trailer(), faults);
    EXPECT_EQ(s.legs.size(), 2U);
    return faults.empty() ? "" : faults.text();
  };
  EXPECT_THAT(faults_of({}), HasSubstr("s.ssim:4: columns 15-36 (period and days of operation): "
                                       "found \"XX1 from PVG on 2024-06-03\", expected a flight "
                                       "once a day; line 3 has it"));
  EXPECT_THAT(faults_of({{15, "10JUN24"}}), HasSubstr("on 2024-06-17"));
  EXPECT_EQ(faults_of({{15, "10JUN24"}, {36, "2"}}), "");  // in the weeks between
  EXPECT_EQ(faults_of({{22, "02JUN24"}, {15, "01APR24"}}), "");
  EXPECT_EQ(faults_of({{29, " 2"}}), "");
  EXPECT_EQ(faults_of({{37, "SHA"}}), "");
  EXPECT_EQ(faults_of({{2, "A"}}), "");
}

}  // namespace
}  // namespace stopover::io::ssim
