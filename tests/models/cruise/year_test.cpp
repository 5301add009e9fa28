// SPDX-License-Identifier: Apache-2.0
// A year: same bytes for any executor, sums that agree, and what is short of the goal.
#include "models/cruise/year.hpp"

#include <gtest/gtest.h>

#include "models/cruise/indicators.hpp"
#include "models/cruise/limits.hpp"
#include "tests/models/cruise/cruise_cases.hpp"

namespace stopover::cruise {
namespace {

std::string season() {
  return "cruise_deployment { id: \"season\" ship: \"big\" terminal: \"quay\" kind: \"turnaround\" "
         "valid_from: \"2024-06-03\" valid_until: \"2024-07-03\" nights: [2, 3] arrive: \"07:00\" "
         "depart: \"17:00\" share: 0.8 }\n"
         "cruise_figure { id: \"load.sd\" value: 0.1 }"
         "cruise_figure { id: \"ship.late_share\" value: 0.4 }"
         "cruise_closure { id: \"fog\" name: \"Fog\" kind: \"fog\" "
         "month_events: [1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1] starts_from: \"00:00\" "
         "starts_until: \"08:00\" mean_hours: 8 cv: 0.5 }";
}

std::string told(const PortBook& book, const std::vector<YearReplication>& reps) {
  std::string out;
  for (const CruiseIndicator& one : year_indicators(book, reps))
    out += std::string(one.key) + " " + std::to_string(one.estimate.value) + "\n";
  for (const YearReplication& rep : reps)
    for (const CallResult& call : rep.calls)
      out += std::to_string(call.call) + " " + std::to_string(call.clear_seconds) + " " +
             std::to_string(call.boarded) + " " + std::to_string(call.amounts.fees_fen) + " " +
             std::to_string(call.border_p95_seconds) + "\n";
  return out;
}

TEST(Year, TheSameBytesForAnyExecutor) {
  const auto scenario = small_port(season());
  const PortBook book = port_book(scenario);
  const auto calls = planned_calls(book, scenario.elements(), calendar_year(2024));
  const YearOptions options{.seed = 4, .replications = 3};
  const auto run = [&](Executor& executor) {
    return told(book, simulate_year(book, calls, calendar_year(2024), options, executor));
  };
  const std::string serial = run(*serial_executor());
  EXPECT_GT(serial.size(), 1000U);
  EXPECT_EQ(run(*shuffled_executor(99)), serial);
  for (const int threads : {2, 3, 7, 16}) EXPECT_EQ(run(*thread_executor(threads)), serial);
}

TEST(Year, CountsAreThoseOfItsCalls) {
  const auto scenario = small_port(season());
  const PortBook book = port_book(scenario);
  const auto calls = planned_calls(book, scenario.elements(), calendar_year(2024));
  const auto reps = simulate_year(book, calls, calendar_year(2024), {.seed = 4, .replications = 2},
                                  *serial_executor());
  for (const YearReplication& rep : reps) {
    std::int64_t passengers = 0;
    std::size_t served = 0;
    for (const Stay& stay : rep.stays) served += stay.fate == StayFate::kServed ? 1 : 0;
    for (const CallResult& call : rep.calls) {
      passengers += call.movements();
      EXPECT_EQ(call.boarded + call.left_checkin + call.left_gangway, call.guests.on);
    }
    EXPECT_EQ(rep.calls.size(), served);
    EXPECT_EQ(rep.totals.passengers, passengers);
    EXPECT_EQ(rep.totals.calls + rep.totals.not_sailed + rep.totals.gave_up + rep.totals.no_berth,
              static_cast<std::int64_t>(calls.size()));
    EXPECT_EQ(rep.totals.by_mode[0], rep.totals.off + rep.totals.on);
  }
}

TEST(Year, AClosureOrABerthMoreMovesNobodyElse) {
  const auto base = small_port(season());
  const auto with_berth = small_port(
      season() + "cruise_berth { id: \"third\" terminal: \"quay\" length_m: 350 depth_m: 12 }");
  const PortBook a = port_book(base);
  const PortBook b = port_book(with_berth);
  const YearOptions options{.seed = 4, .replications = 1};
  const auto reps_a = simulate_year(a, planned_calls(a, base.elements(), calendar_year(2024)),
                                    calendar_year(2024), options, *serial_executor());
  const auto reps_b = simulate_year(b, planned_calls(b, with_berth.elements(), calendar_year(2024)),
                                    calendar_year(2024), options, *serial_executor());
  EXPECT_EQ(reps_a[0].totals.off, reps_b[0].totals.off);
  EXPECT_EQ(reps_a[0].totals.amounts, reps_b[0].totals.amounts);
  EXPECT_EQ(reps_b[0].most.size(), 3U);
}

TEST(Limits, OfAnOpenPortAreArithmetic) {
  const auto scenario = small_port(
      "cruise_deployment { id: \"season\" ship: \"big\" terminal: \"quay\" kind: \"turnaround\" "
      "valid_from: \"2023-01-01\" valid_until: \"2024-01-01\" nights: [5] arrive: \"07:00\" "
      "depart: \"17:00\" }");
  const PortBook book = port_book(scenario);
  const auto calls = planned_calls(book, scenario.elements(), calendar_year(2023));
  const Limits found = limits(book, calls, calendar_year(2023), 1, *serial_executor());
  const auto of = [&](Constraint c) { return found.passengers[static_cast<std::size_t>(c)]; };
  EXPECT_DOUBLE_EQ(of(Constraint::kDemand), 73 * 2 * 0.9 * 600);
  // The long berth holds the big ship, the short one the small.
  EXPECT_DOUBLE_EQ(of(Constraint::kBerths), 365 * 2 * 0.9 * (600 + 200));
  EXPECT_DOUBLE_EQ(of(Constraint::kDays), of(Constraint::kBerths));
  EXPECT_GT(of(Constraint::kChannel), of(Constraint::kBerths));
  EXPECT_EQ(found.first, Constraint::kDemand);
  EXPECT_EQ(found.goal, 1'000'000);
}

TEST(Limits, ANarrowHallAndFewDesksBind) {
  const PortBook book = port_book(small_port());
  const DeskTable desks(book);
  const CivilDate date = CivilDate::from_ymd(2024, 6, 5).value();
  const FullDay full = full_day(book, TerminalId(0), date, 1, desks, 1);
  EXPECT_EQ(full.passengers, 2 * (800 + 250));
  const FullDay half = full_day(book, TerminalId(0), date, 0.5, desks, 1);
  EXPECT_LT(half.arrival_peak, full.arrival_peak);
  const PortBook narrow =
      port_book(small_port("cruise_desk { id: \"border_in:manual\" desks: 1 }"));
  EXPECT_LT(full_day(narrow, TerminalId(0), date, 1, DeskTable(narrow), 1).border_in_time,
            full.border_in_time);
}

}  // namespace
}  // namespace stopover::cruise
