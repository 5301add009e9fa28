// SPDX-License-Identifier: Apache-2.0
// The harbour by hand, and what must hold of any year: random ports, calls and closures against a
// checker that looks at every pair.
#include "models/cruise/harbour.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "models/cruise/sun_and_tide.hpp"
#include "tests/models/cruise/cruise_cases.hpp"

namespace stopover::cruise {
namespace {

constexpr HarbourOptions kPlain{.lateness = false, .closures = true, .thinning = false};

std::vector<Stay> stays_of(const scenario::Scenario& scenario, const PortBook& book,
                           const HarbourOptions& options = kPlain) {
  const Luck luck{3, 0};
  return harbour_year(book, planned_calls(book, scenario.elements(), calendar_year(2024)),
                      closed_spans(book, calendar_year(2024), luck), luck, options);
}

TEST(Harbour, AShipOnTimeMoorsAndSailsOnTime) {
  const auto scenario = small_port(call_text(""));
  const PortBook book = port_book(scenario);
  const Stay stay = stays_of(scenario, book).at(0);
  EXPECT_EQ(stay.fate, StayFate::kServed);
  EXPECT_EQ(stay.moored, at(book, "2024-06-04T07:00"));
  EXPECT_EQ(stay.sailed, at(book, "2024-06-04T17:00"));
}

TEST(Harbour, FogHoldsShipsAndShortensTheTurnaround) {
  // Closed 4:00 to 10:00: the passage begins at 10:00, an hour later the ship is moored; eight
  // hours at least, so it sails at 19:00.
  const auto scenario = small_port(
      call_text("") +
      "cruise_closure { id: \"fog\" name: \"Fog\" kind: \"fog\" valid_from: \"2024-06-04\" "
      "valid_until: \"2024-06-05\" from: \"04:00\" until: \"10:00\" }");
  const PortBook book = port_book(scenario);
  const Stay stay = stays_of(scenario, book).at(0);
  EXPECT_EQ(stay.moored, at(book, "2024-06-04T11:00"));
  EXPECT_EQ(stay.sailed, at(book, "2024-06-04T19:00"));
  EXPECT_EQ(stay.in[static_cast<std::size_t>(Wait::kClosure)], hours(4));
}

TEST(Harbour, ThreeDaysOfFogTakeTheCallAway) {
  const auto scenario = small_port(
      call_text("") +
      "cruise_closure { id: \"fog\" name: \"Fog\" kind: \"fog\" valid_from: \"2024-06-03\" "
      "valid_until: \"2024-06-06\" }");
  const PortBook book = port_book(scenario);
  EXPECT_EQ(stays_of(scenario, book).at(0).fate, StayFate::kGaveUp);
}

TEST(Harbour, ABerthIsFreeAnHourAfterItsShipHasLeft) {
  const auto scenario = small_port(call_text("berth: \"long\"", "a") +
                                   call_text("berth: \"long\" arrive: \"2024-06-04T16:00\" "
                                             "depart: \"2024-06-05T06:00\"",
                                             "b"));
  const PortBook book = port_book(scenario);
  const auto stays = stays_of(scenario, book);
  EXPECT_EQ(stays[0].sailed, at(book, "2024-06-04T17:00"));
  EXPECT_EQ(stays[1].moored, at(book, "2024-06-04T18:00"));
  EXPECT_GT(stays[1].in[static_cast<std::size_t>(Wait::kBerth)], Seconds(0));
}

TEST(Harbour, DaylightHoldsLongShips) {
  // December: the sun rises at 6:48 or so; a passage of an hour from then on.
  const auto scenario =
      small_port(call_text("arrive: \"2024-12-10T07:00\" depart: \"2024-12-10T16:00\"") +
                 "cruise_channel { id: \"way\" daylight_over_m: 250 }"
                 "place { id: \"town\" lon: 121.5 lat: 31.2 }");
  const PortBook book = port_book(scenario);
  const Stay stay = stays_of(scenario, book).at(0);
  EXPECT_GT(stay.moored, at(book, "2024-12-10T07:40"));
  EXPECT_LT(stay.moored, at(book, "2024-12-10T07:55"));
  EXPECT_GT(stay.in[static_cast<std::size_t>(Wait::kDaylight)], minutes(30));
}

TEST(Harbour, TheTideCarriesADeepShip) {
  const auto scenario =
      small_port(call_text("") + "cruise_channel { id: \"way\" depth_m: 7.5 tide_m: 3 }");
  const PortBook book = port_book(scenario);
  const Stay stay = stays_of(scenario, book).at(0);
  ASSERT_EQ(stay.fate, StayFate::kServed);
  for (Instant t = stay.moored - hours(1); t <= stay.moored; t += minutes(10))
    EXPECT_GE(tide_height(t, 3), 0.5) << "half a metre is missing at lowest water";
}

TEST(Harbour, TheMostCallsAreOneADayLessTheClosedOnes) {
  const PortBook open = port_book(small_port());
  const Luck luck{1, 0};
  for (const BerthMost& most : most_calls(open, calendar_year(2024), {}, luck)) {
    EXPECT_EQ(most.days, 366);
    EXPECT_EQ(most.calls, 366);
  }
  const auto scenario = small_port(
      "cruise_closure { id: \"works\" name: \"Works\" kind: \"works\" valid_from: \"2024-03-01\" "
      "valid_until: \"2024-03-11\" }");
  const PortBook closed = port_book(scenario);
  const auto spans = closed_spans(closed, calendar_year(2024), luck);
  // Ten days are closed whole; who comes on the last of them waits and is served a day later, the
  // one of that day after it.
  for (const BerthMost& most : most_calls(closed, calendar_year(2024), spans, luck)) {
    EXPECT_LE(most.calls, 366 - 9);
    EXPECT_GE(most.calls, 366 - 11);
  }
}

TEST(Harbour, ClosuresHaveTheMeanOfTheirMonths) {
  // Null hypothesis: 2 events a month of 6 h, Poisson: 24 events a year, variance 24; 200 years;
  // 4 standard errors: false alarms below 1 in 10,000. Fixed seed.
  const auto scenario = small_port(
      "cruise_closure { id: \"fog\" name: \"Fog\" kind: \"fog\" "
      "month_events: [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2] starts_from: \"00:00\" "
      "starts_until: \"08:00\" mean_hours: 6 cv: 0.7 }");
  const PortBook book = port_book(scenario);
  double events = 0;
  double hours_closed = 0;
  constexpr int kYears = 200;
  for (std::uint32_t r = 0; r < kYears; ++r)
    for (const ClosedSpan& span : closed_spans(book, calendar_year(2024), {11, r})) {
      ++events;
      hours_closed += static_cast<double>((span.time.until - span.time.from).count()) / 3600;
    }
  EXPECT_NEAR(events / kYears, 24, 4 * std::sqrt(24.0 / kYears));
  EXPECT_NEAR(hours_closed / events, 6, 4 * 6 * 0.7 / std::sqrt(events));
}

// ---- any year -----------------------------------------------------------------------------------

void check_year(const PortBook& book, const std::vector<PlannedCall>& calls,
                const std::vector<ClosedSpan>& closed, const std::vector<Stay>& stays) {
  struct Move {
    HalfOpen<Instant> time;
    bool inward;
  };
  const Channel& channel = book.channels[ChannelId(0)];
  std::vector<Move> moves;
  for (std::size_t i = 0; i < stays.size(); ++i) {
    if (stays[i].fate != StayFate::kServed) continue;
    RC_ASSERT(stays[i].sailed >= calls[i].depart);
    RC_ASSERT(stays[i].moored >= calls[i].arrive);
    moves.push_back({{stays[i].moored - channel.passage, stays[i].moored}, true});
    moves.push_back({{stays[i].sailed, stays[i].sailed + channel.passage}, false});
    for (std::size_t j = 0; j < i; ++j) {
      if (stays[j].fate != StayFate::kServed || stays[j].berth != stays[i].berth) continue;
      const bool apart = stays[i].moored >= stays[j].sailed + minutes(60) ||
                         stays[j].moored >= stays[i].sailed + minutes(60);
      RC_ASSERT(apart);
    }
  }
  for (std::size_t i = 0; i < moves.size(); ++i) {
    for (const ClosedSpan& span : closed) RC_ASSERT(!span.time.overlaps(moves[i].time));
    for (std::size_t j = 0; j < i; ++j) {
      if (moves[i].inward != moves[j].inward)
        RC_ASSERT(!channel.one_way || !moves[i].time.overlaps(moves[j].time));
      else
        RC_ASSERT(moves[i].time.from >= moves[j].time.from + channel.separation ||
                  moves[j].time.from >= moves[i].time.from + channel.separation);
    }
  }
}

RC_GTEST_PROP(Harbour, KeepsItsRulesWhateverComes, ()) {
  std::string text =
      fmt::format("cruise_channel {{ id: \"way\" one_way: {} }}\n", *rc::gen::arbitrary<bool>());
  const int count = *rc::gen::inRange(1, 40);
  for (int i = 0; i < count; ++i) {
    const int day = *rc::gen::inRange(1, 15);
    const int hour = *rc::gen::inRange(0, 24);
    const int stay = *rc::gen::inRange(4, 30);
    const CivilTime leaves{CivilDate::from_ymd(2024, 6, day + (hour + stay) / 24).value(),
                           hours((hour + stay) % 24)};
    text += fmt::format(
        "cruise_call {{ id: \"c{}\" ship: \"{}\" terminal: \"quay\" kind: \"{}\" "
        "arrive: \"2024-06-{:02}T{:02}:00\" depart: \"{}\" }}\n",
        i, *rc::gen::element(std::string("big"), std::string("small")),
        *rc::gen::element(std::string("turnaround"), std::string("transit")), day, hour,
        leaves.text());
  }
  const auto scenario = small_port(text);
  const PortBook book = port_book(scenario);
  std::vector<ClosedSpan> closed;
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
    const Instant from = at(book, "2024-06-01T00:00") + hours(*rc::gen::inRange(0, 360));
    closed.push_back({{from, from + hours(*rc::gen::inRange(1, 20))}, ClosureKind::kFog});
  }
  std::sort(closed.begin(), closed.end(),
            [](const ClosedSpan& a, const ClosedSpan& b) { return a.time.from < b.time.from; });
  const auto calls = planned_calls(book, scenario.elements(), calendar_year(2024));
  check_year(book, calls, closed, harbour_year(book, calls, closed, {5, 0}, kPlain));
}

}  // namespace
}  // namespace stopover::cruise
