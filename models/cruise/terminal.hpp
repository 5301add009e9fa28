// SPDX-License-Identifier: Apache-2.0
// A terminal with ships before it: everyone who leaves them and everyone who joins them, queue by
// queue.
//
// The way off: guests are called in groups over the gangway; border control (e-gates with manual
// desks as the other choice, manual, foreign, group and crew desks); bags, which come to the hall
// in the order of the groups; customs; then coach bays, taxi rank, metro or shuttle, car park. The
// way on: check-in between its opening and closing before sailing, security, border control,
// gangway, which opens when the last guest of the ship before has left it. Guests in transit and
// crew go out and come back by the border. Ships at one terminal share all desks; a gangway is a
// ship's own.
//
// All queues are engine/flow's: FIFO desks by the clock (checkpoint_queue.hpp), lines with several
// kinds of desk at the border (desk_queue.hpp). A party is one job of its members' services. A
// coach is one job at a bay, ready when its last guest is there.
//
// Left behind: who comes when check-in has closed, or to the gangway when it has. Onward trains and
// flights are booked so that their guests must have left the terminal some time after the planned
// clearance; who leaves later has missed them, unless the connection is protected.
//
// What it is not: a limit by the halls. Nobody is held outside; the greatest number inside is told
// beside what the halls hold.
//
// Units: persons; whole seconds; fen. Draws keyed by party and stage. Cost: O(log) a queue visit.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/flow/draws.hpp"
#include "engine/stats/histogram.hpp"
#include "models/cruise/guests.hpp"

namespace stopover::cruise {

// Of all terminals; made once, shared by all replications.
class DeskTable {
 public:
  explicit DeskTable(const PortBook& book);
  [[nodiscard]] const flow::DeskTime& time(TerminalId terminal, Stage stage, DeskKind kind) const;

 private:
  std::vector<std::optional<flow::DeskTime>> times_;
};

// One call that was served.
struct TerminalCall {
  std::size_t call = 0;  // in the calls
  const PlannedCall* planned = nullptr;
  Stay stay;
  CallGuests guests;
};

struct Amounts {
  std::array<std::int64_t, kSpendingNames.size()> fen{};       // what people spend
  std::array<std::int64_t, kSpendingNames.size()> city_fen{};  // what of it stays in the city
  std::int64_t crew_fen = 0;
  std::int64_t fees_fen = 0;
  void add(const Amounts& other);
  friend bool operator==(const Amounts&, const Amounts&) = default;
};

struct CallResult {
  std::size_t call = 0;
  CallGuests guests;
  std::int64_t ashore = 0;       // persons in transit who went into the city
  std::int64_t kept_aboard = 0;  // whom no rule let in
  std::int64_t stay_aboard = 0;
  std::int64_t foreign = 0;       // persons, of off, on and ashore
  std::int64_t boarded = 0;       // of on
  std::int64_t left_checkin = 0;  // came too late
  std::int64_t left_gangway = 0;  // queues took too long
  std::int64_t back_late = 0;     // of ashore: after the gangway had closed
  std::int64_t crew_ashore = 0;
  std::int64_t onward = 0;  // persons with a booked onward train or flight
  std::int64_t onward_missed = 0;
  std::int64_t onward_kept = 0;         // missed, but for the protection
  std::int64_t rush = 0;                // who leave the terminal 7:00-9:00 or 16:30-18:30
  std::int64_t waited_long = 0;         // persons, longer than wait.minutes at some desk
  std::int64_t passed = 0;              // persons through the desks, off, on and ashore twice
  std::int64_t clear_seconds = 0;       // mooring to the last guest gone by vehicle; 0 without off
  std::int64_t last_bag_seconds = 0;    // mooring to the last bag in the hall
  std::int64_t border_p95_seconds = 0;  // wait at the border, off
  std::int64_t spare_seconds = 0;       // last guest aboard to gangway closing; < 0 never
  std::vector<std::int64_t> by_mode_off;  // persons by ModeId
  std::vector<std::int64_t> by_mode_on;
  std::vector<EntryCount> entry;
  Amounts amounts;

  // Passengers in and out: one movement each.
  [[nodiscard]] std::int64_t movements() const { return guests.off + guests.on + 2 * ashore; }
  // As border inspection counts: everyone aboard, crew too, at coming and at leaving.
  [[nodiscard]] std::int64_t border_count() const {
    return guests.aboard_at_arrival() + guests.aboard_at_departure() + 2 * guests.crew;
  }
};

struct StageResult {
  std::int64_t persons = 0;
  std::int64_t wait_seconds = 0;
  std::int64_t longest_wait_seconds = 0;
  std::int64_t longest_queue = 0;  // persons at once
  std::int64_t waited_long = 0;
  std::int64_t stranded = 0;  // desks never opened for them again
  stats::IntegerHistogram wait_minutes;
  void add(const StageResult& other);
};

struct TerminalDay {
  std::vector<CallResult> calls;
  std::array<StageResult, kStageNames.size()> stages;
  std::int64_t arrival_hall_peak = 0;  // persons at once
  std::int64_t departure_hall_peak = 0;
};

// Ships whose stays meet: `calls` in order of mooring.
[[nodiscard]] TerminalDay terminal_day(const PortBook& book, TerminalId terminal,
                                       const std::vector<TerminalCall>& calls,
                                       const DeskTable& desks, const Luck& luck);

}  // namespace stopover::cruise
