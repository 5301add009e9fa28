// SPDX-License-Identifier: Apache-2.0
// Calls that are written and calls that are made.
#include "models/cruise/calls.hpp"

#include <set>

#include <gtest/gtest.h>

#include "tests/models/cruise/cruise_cases.hpp"

namespace stopover::cruise {
namespace {

std::string season(std::string_view fields) {
  return "cruise_deployment { id: \"season\" ship: \"big\" terminal: \"quay\" kind: \"turnaround\" "
         "valid_from: \"2024-06-03\" valid_until: \"2024-06-24\" arrive: \"07:00\" "
         "depart: \"17:00\" " +
         std::string(fields) + " }\n";
}

std::vector<std::string> days_of(const scenario::Scenario& scenario) {
  const PortBook book = port_book(scenario);
  std::vector<std::string> days;
  for (const PlannedCall& call : planned_calls(book, scenario.elements(), calendar_year(2024)))
    days.push_back(book.zone.civil(call.arrive).date.text());
  return days;
}

TEST(Calls, CyclesGoOverAndOver) {
  EXPECT_EQ(days_of(small_port(season("nights: [4, 5]"))),
            (std::vector<std::string>{"2024-06-03", "2024-06-07", "2024-06-12", "2024-06-16",
                                      "2024-06-21"}));
}

TEST(Calls, AShipMayCallOnSomeDaysOfTheWeekOnly) {
  // 3 June 2024 is a Monday; Fridays only.
  EXPECT_EQ(days_of(small_port(season("nights: [4] departs_on: \"5\""))),
            (std::vector<std::string>{"2024-06-07", "2024-06-14", "2024-06-21"}));
}

TEST(Calls, AWrittenCallStandsForTheMadeOneOfItsShip) {
  const auto scenario = small_port(
      season("nights: [4]") +
      call_text("arrive: \"2024-06-07T12:00\" depart: \"2024-06-07T20:00\" guests_on: 11"));
  const PortBook book = port_book(scenario);
  const auto calls = planned_calls(book, scenario.elements(), calendar_year(2024));
  ASSERT_EQ(calls.size(), 6U);  // 3, 7, 11, 15, 19, 23
  EXPECT_EQ(calls[1].key, "call");
  EXPECT_EQ(calls[1].on, 11);
}

TEST(Calls, ADateAloneTakesTheUsualHours) {
  const auto scenario =
      small_port(call_text("arrive: \"2024-06-04\" depart: \"2024-06-05\" kind: \"transit\""));
  const PortBook book = port_book(scenario);
  const auto calls = planned_calls(book, scenario.elements(), calendar_year(2024));
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_TRUE(calls[0].date_only);
  EXPECT_EQ(calls[0].arrive, at(book, "2024-06-04T07:00"));
  EXPECT_EQ(calls[0].depart, at(book, "2024-06-05T17:00"));
}

TEST(Calls, AnEmbarkationNeedsNoArrival) {
  auto scenario = small_port(call_text("kind: \"embark\""));
  scenario.mutable_elements()->mutable_cruise_call(0)->clear_arrive();
  const PortBook book = port_book(scenario);
  const auto calls = planned_calls(book, scenario.elements(), calendar_year(2024));
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].depart - calls[0].arrive, hours(10));  // the usual hour is early enough
}

TEST(Calls, AThirdShipFindsNoBerth) {
  const auto scenario = small_port(call_text("", "a") + call_text("ship: \"small\"", "b") +
                                   call_text("ship: \"small\" arrive: \"2024-06-04T08:00\"", "c") +
                                   call_text("ship: \"small\" arrive: \"2024-06-04T19:00\" "
                                             "depart: \"2024-06-05T05:00\"",
                                             "d"));
  const PortBook book = port_book(scenario);
  const auto calls = planned_calls(book, scenario.elements(), calendar_year(2024));
  const auto conflicts = berth_conflicts(book, calls);
  ASSERT_EQ(conflicts.size(), 1U);
  EXPECT_EQ(calls[conflicts[0].call].key, "c");
  // A third berth takes the conflict away.
  const auto wider =
      small_port(call_text("", "a") + call_text("ship: \"small\"", "b") +
                 call_text("ship: \"small\" arrive: \"2024-06-04T08:00\"", "c") +
                 "cruise_berth { id: \"third\" terminal: \"quay\" length_m: 250 depth_m: 12 }");
  const PortBook more = port_book(wider);
  EXPECT_TRUE(
      berth_conflicts(more, planned_calls(more, wider.elements(), calendar_year(2024))).empty());
}

TEST(Calls, OfShanghaiMakeThePublishedVoyages) {
  const PortBook book = port_book(shanghai().scenario);
  const auto calls = planned_calls(book, shanghai().scenario.elements(), calendar_year(2024));
  int adora = 0;
  int spectrum = 0;
  const Instant first_half = at(book, "2024-06-13T00:00");
  for (const PlannedCall& call : calls) {
    if (book.ships[call.ship].key == "adora_magic_city" && call.arrive < first_half) ++adora;
    if (book.ships[call.ship].key == "spectrum") ++spectrum;
  }
  EXPECT_NEAR(adora, 37, 2);     // voyages by 12 June 2024, Shanghai municipal government
  EXPECT_NEAR(spectrum, 48, 2);  // voyages in 2024, Shine
}

}  // namespace
}  // namespace stopover::cruise
