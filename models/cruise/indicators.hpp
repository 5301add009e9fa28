// SPDX-License-Identifier: Apache-2.0
// What a year of calls comes to, with intervals over replications: the rows of the report.
//
// What it is: means of counts and ratios of sums (stats/estimate.hpp, ratio.hpp). Intervals cover
// simulation error alone: weather, lateness, loads, parties. What is assumed is not in them.
//
// Numerators and denominators of the shares:
//   fly_cruise     guests off and on who come or go by air / guests off and on
//   rail_cruise    the same by rail
//   foreign        foreigners off, on and ashore / persons off, on and ashore
//   late_mooring   calls moored more than 30 min late / calls that moored
//   left_behind    guests whom check-in or gangway closed out / guests on
//   onward_missed  guests who missed a booked onward train or flight, protected ones not / booked
//   waited_long    persons who waited more than wait.minutes at some desk / persons through desks
//   rush           guests off who leave the terminal 7:00-9:00 or 16:30-18:30 / guests off
#pragma once

#include <string_view>
#include <vector>

#include "engine/stats/estimate.hpp"
#include "models/cruise/year.hpp"

namespace stopover::cruise {

struct CruiseIndicator {
  std::string_view group;  // calls, people, terminal, money
  std::string_view key;
  std::string_view name;
  std::string_view name_zh;
  std::string_view unit;  // calls, persons, share, yuan, minutes, hours
  stats::Estimate estimate;
};

[[nodiscard]] std::vector<CruiseIndicator> year_indicators(const PortBook& book,
                                                           std::span<const YearReplication> reps);

// One call over the replications in which it was served.
struct CallSummary {
  std::size_t call = 0;
  std::size_t served = 0;  // replications
  stats::Estimate passengers;
  stats::Estimate border_count;
  stats::Estimate late_minutes;   // of mooring
  stats::Estimate clear_minutes;  // mooring to the last guest gone
  stats::Estimate last_bag_minutes;
  stats::Estimate border_p95_minutes;
  stats::Estimate left_behind;
  stats::Estimate onward_missed;
  stats::Estimate waited_long_share;
  stats::Estimate air_share;  // of guests off and on
  stats::Estimate rail_share;
  stats::Estimate spending_yuan;  // people's, in the city
};
// Those that were served at least once, in order.
[[nodiscard]] std::vector<CallSummary> call_summaries(const PortBook& book,
                                                      std::span<const YearReplication> reps);

}  // namespace stopover::cruise
