// SPDX-License-Identifier: Apache-2.0
// A year of calls, replication by replication: the harbour, then the terminals, then sums.
//
// What it is: for each replication the stays of all calls (harbour.hpp), cut by terminal into runs
// of days whose ships meet, each simulated by itself (terminal.hpp). All counts are integers; they
// are added in the order of the calls, so the result is the same bytes for any executor.
//
// What it is not: estimates (YearReport makes them), nor a change of the timetable.
//
// Definitions. Passenger: one movement, so a cruise that begins and ends here counts two; who goes
// ashore in transit counts two. Guests: persons aboard. Border count: everyone aboard, crew too, at
// coming and at leaving. Calls: ships that moored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/executor.hpp"
#include "models/cruise/terminal.hpp"

namespace stopover::cruise {

struct YearOptions {
  std::uint64_t seed = 1;
  std::uint32_t replications = 1;
  HarbourOptions harbour;
};

struct YearTotals {
  std::int64_t calls = 0;
  std::int64_t not_sailed = 0;
  std::int64_t gave_up = 0;
  std::int64_t no_berth = 0;
  std::int64_t late_calls = 0;     // moored more than 30 minutes after their time
  std::int64_t late_sailings = 0;  // left more than 30 minutes after their time
  std::array<std::int64_t, kWaitNames.size()> wait_seconds{};  // in and out
  std::int64_t berth_waits = 0;                                // calls that waited for a berth
  std::int64_t closed_seconds = 0;
  std::int64_t passengers = 0;  // movements
  std::int64_t off = 0;
  std::int64_t on = 0;
  std::int64_t through = 0;
  std::int64_t ashore = 0;
  std::int64_t kept_aboard = 0;
  std::int64_t border_count = 0;
  std::int64_t crew_ashore = 0;
  std::int64_t foreign = 0;
  std::int64_t boarded = 0;
  std::int64_t left_behind = 0;  // check-in and gangway closed
  std::int64_t back_late = 0;
  std::int64_t onward = 0;
  std::int64_t onward_missed = 0;
  std::int64_t onward_kept = 0;
  std::int64_t rush = 0;
  std::int64_t passed = 0;
  std::int64_t waited_long = 0;
  std::vector<std::int64_t> by_mode;  // persons off and on, by ModeId
  std::vector<EntryCount> entry;      // sorted by regime
  Amounts amounts;
  std::int64_t peak_day = 0;  // passengers of the greatest day of mooring
};

// One a call that was served in the replication.
struct YearReplication {
  std::vector<Stay> stays;        // of all calls
  std::vector<CallResult> calls;  // in order of the calls
  Table<TerminalId, std::array<StageResult, kStageNames.size()>> stages;
  Table<TerminalId, std::int64_t> arrival_hall_peak;
  Table<TerminalId, std::int64_t> departure_hall_peak;
  YearTotals totals;
  std::vector<BerthMost> most;  // the most calls that berths can take
};

[[nodiscard]] std::vector<YearReplication> simulate_year(const PortBook& book,
                                                         const std::vector<PlannedCall>& calls,
                                                         HalfOpen<CivilDate> span,
                                                         const YearOptions& options,
                                                         Executor& executor);

}  // namespace stopover::cruise
