// SPDX-License-Identifier: Apache-2.0
// A terminal against hand arithmetic, and the busiest day that has been.
#include "models/cruise/terminal.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "models/cruise/sun_and_tide.hpp"
#include "tests/models/cruise/cruise_cases.hpp"

namespace stopover::cruise {
namespace {

// Every call served on time.
TerminalDay day_of(const PortBook& book, const std::vector<PlannedCall>& calls,
                   Seconds late = Seconds(0)) {
  std::vector<TerminalCall> served;
  const Luck luck{7, 0};
  for (std::size_t i = 0; i < calls.size(); ++i)
    served.push_back(
        {i, &calls[i],
         Stay{
             .moored = calls[i].arrive + late, .ready = calls[i].depart, .sailed = calls[i].depart},
         call_guests(book, calls[i], luck)});
  return terminal_day(book, calls.front().terminal, served, DeskTable(book), luck);
}

PlannedCall only_call(const PortBook& book, const scenario::Scenario& scenario) {
  return planned_calls(book, scenario.elements(), calendar_year(2024)).at(0);
}

// 600 guests end their cruise. Moored 7:00, first guest off 7:30 (second 0); one a second over the
// gangway. Ten desks of 20 s: guest k = 10 q + r, r from 1 to 10, starts at r + 20 q: the wait is
// 10 q, of the last 590 s, of the 570th 560 s; the last leaves the border at 590 + 600 + 20 = 1210
// s. Bags from 7:40 (second 600), one a second, group by group of 100: group g has its last at 600
// + 100 g, the last at 1200 s. Customs takes 1 s: the last guest is gone at 1211 s, 3011 s after
// mooring.
TEST(Terminal, OneShipByHandArithmetic) {
  const auto scenario = small_port(call_text("kind: \"disembark\" guests_off: 600 guests_on: 0"));
  const PortBook book = port_book(scenario);
  const TerminalDay day = day_of(book, {only_call(book, scenario)});
  const CallResult& call = day.calls.at(0);
  EXPECT_EQ(call.guests.off, 600);
  EXPECT_EQ(call.last_bag_seconds, 40 * 60 + 600);
  EXPECT_EQ(call.border_p95_seconds, 560);
  EXPECT_EQ(call.clear_seconds, 30 * 60 + 1211);
  const StageResult& border = day.stages[static_cast<std::size_t>(Stage::kBorderIn)];
  EXPECT_EQ(border.persons, 600);
  EXPECT_EQ(border.longest_wait_seconds, 590);
  EXPECT_EQ(border.wait_seconds, 10 * 10 * (59 * 60 / 2));
  // All have come by second 600; 10 q + r have started by r + 20 q, so 300 of them.
  EXPECT_EQ(border.longest_queue, 300);
  EXPECT_EQ(call.movements(), 600);
  EXPECT_EQ(call.border_count(), 600 + 2 * 100);
}

// 80 guests by coach, two bays, 600 s to load 40: with one bay the second coach waits.
TEST(Terminal, CoachesWaitForABay) {
  const std::string coaches = "cruise_mode { id: \"walk\" kerb: \"coach\" }" +
                              call_text("kind: \"disembark\" guests_off: 80 guests_on: 0") +
                              "cruise_figure { id: \"bags.first_minutes\" value: 1 }"
                              "cruise_figure { id: \"bags.per_minute\" value: 9000 }";
  const auto two = small_port(coaches);
  const PortBook book = port_book(two);
  const TerminalDay day = day_of(book, {only_call(book, two)});
  // Guest 80 leaves the border at 10 + 20 * 7 + 20, customs 1 s later.
  EXPECT_EQ(day.calls.at(0).clear_seconds, 1800 + 171 + 600);
  const auto one = small_port(coaches + "cruise_desk { id: \"coach:any\" desks: 1 }");
  const PortBook narrow = port_book(one);
  // The first is full with guest 40: 10 + 20 * 3 + 20 + 1.
  EXPECT_EQ(day_of(narrow, {only_call(narrow, one)}).calls.at(0).clear_seconds,
            1800 + 91 + 600 + 600);
}

TEST(Terminal, EverybodyBoardsOrIsLeftBehind) {
  const auto scenario = small_port(call_text("guests_off: 500 guests_on: 700"));
  const PortBook book = port_book(scenario);
  const PlannedCall call = only_call(book, scenario);
  const CallResult in_time = day_of(book, {call}).calls.at(0);
  EXPECT_EQ(in_time.boarded, 700);
  EXPECT_EQ(in_time.left_checkin + in_time.left_gangway, 0);
  EXPECT_GT(in_time.spare_seconds, 0);
  // Ten hours late the ship sails as planned in this test: check-in never opens in time.
  const CallResult late = day_of(book, {call}, hours(9) + minutes(30)).calls.at(0);
  EXPECT_EQ(late.boarded + late.left_checkin + late.left_gangway, 700);
  EXPECT_EQ(late.boarded, 0);
}

TEST(Terminal, TwoShipsShareTheDesks) {
  const auto scenario = small_port(
      call_text("kind: \"disembark\" guests_off: 600 guests_on: 0", "a") +
      call_text("kind: \"disembark\" guests_off: 200 guests_on: 0 ship: \"small\"", "b"));
  const PortBook book = port_book(scenario);
  const auto calls = planned_calls(book, scenario.elements(), calendar_year(2024));
  ASSERT_EQ(calls.size(), 2U);
  const TerminalDay both = day_of(book, calls);
  const TerminalDay alone = day_of(book, {calls[0]});
  EXPECT_GT(both.calls.at(0).border_p95_seconds, alone.calls.at(0).border_p95_seconds);
  EXPECT_EQ(both.stages[0].persons, 800);
  EXPECT_GT(both.arrival_hall_peak, alone.arrival_hall_peak);
}

TEST(Terminal, VisitorsAndCrewComeBack) {
  const auto scenario = small_port(call_text(
      "kind: \"transit\" guests_through: 400 crew_ashore: 0.5 nationality { country: \"CN\" "
      "weight: 1 }"));
  const PortBook book = port_book(scenario);
  const CallResult call = day_of(book, {only_call(book, scenario)}).calls.at(0);
  EXPECT_EQ(call.ashore, 400);
  EXPECT_EQ(call.crew_ashore, 50);
  EXPECT_EQ(call.movements(), 800);
  EXPECT_EQ(call.border_count(), 800 + 200);
  EXPECT_EQ(call.back_late, 0);
  EXPECT_EQ(call.guests.off + call.guests.on, 0);
}

// 28 June 2024 had 25,000 persons, crew too; here 22,000 movements of guests.
TEST(Terminal, ThePeakDayPassesWithoutStall) {
  const auto& elements = shanghai().scenario.elements();
  scenario::Scenario peak = shanghai().scenario;
  peak.mutable_elements()->clear_cruise_deployment();
  peak.mutable_elements()->clear_cruise_call();
  const struct {
    const char* ship;
    int guests;
  } ships[] = {{"spectrum", 4700}, {"adora_magic_city", 4400}, {"costa_serena", 1900}};
  for (const auto& one : ships) {
    auto& call = *peak.mutable_elements()->add_cruise_call();
    call.set_id(one.ship);
    call.set_ship(one.ship);
    call.set_terminal("wusongkou");
    call.set_kind("turnaround");
    call.set_arrive("2024-06-28T06:30");
    call.set_depart("2024-06-28T17:00");
    call.set_guests_off(one.guests);
    call.set_guests_on(one.guests);
  }
  ASSERT_FALSE(elements.cruise_ship().empty());
  const PortBook book = port_book(peak);
  const TerminalDay day = day_of(book, planned_calls(book, peak.elements(), calendar_year(2024)));
  std::int64_t movements = 0;
  for (const CallResult& call : day.calls) {
    movements += call.movements();
    EXPECT_EQ(call.boarded + call.left_checkin + call.left_gangway, call.guests.on);
    EXPECT_LT(call.left_gangway, call.guests.on / 100);
    EXPECT_GT(call.clear_seconds, 0);
    EXPECT_LT(call.clear_seconds, 8 * 3600);
  }
  EXPECT_EQ(movements, 22'000);
  for (std::size_t s = 0; s < kStageNames.size(); ++s) {
    EXPECT_EQ(day.stages[s].stranded, 0) << kStageNames[s];
    EXPECT_LT(day.stages[s].longest_wait_seconds, 90 * 60)
        << kStageNames[s] << ": " << day.stages[s].longest_queue << " persons in the queue";
  }
}

TEST(SunAndTide, AreWhereAlmanacsPutThem) {
  const auto zone = TimeZone::find("Asia/Shanghai").value();
  const auto clock = [&](Instant t) {
    return static_cast<double>(zone.civil(t).time_of_day.count()) / 60;
  };
  // Almanac: 4:50 and 19:01 on 21 June, 6:48 and 16:56 on 21 December, at 121.5 E 31.2 N.
  const Daylight june = daylight(CivilDate::from_ymd(2024, 6, 21).value(), zone, 121.5, 31.2);
  EXPECT_NEAR(clock(june.rise), 4 * 60 + 50, 6);
  EXPECT_NEAR(clock(june.set), 19 * 60 + 1, 6);
  const Daylight december = daylight(CivilDate::from_ymd(2024, 12, 21).value(), zone, 121.5, 31.2);
  EXPECT_NEAR(clock(december.rise), 6 * 60 + 48, 6);
  EXPECT_NEAR(clock(december.set), 16 * 60 + 56, 6);
  EXPECT_DOUBLE_EQ(tide_height(Instant(946'684'800), 3), 3);
  EXPECT_NEAR(tide_height(Instant(946'684'800 + 22'357), 3), 0, 1e-9);
  for (double x = -20; x < 20; x += 0.37) EXPECT_NEAR(portable_cos(x), std::cos(x), 1e-8);
}

}  // namespace
}  // namespace stopover::cruise
