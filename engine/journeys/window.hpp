// SPDX-License-Identifier: Apache-2.0
// A span of service days of a Transit, laid out for search.
//
// What it is: every trip of every day in the span as a *run* with times in seconds from one zero,
// so that a search meets no calendar, no zone and no midnight. Runs that call at the same stops
// form *lines* without overtaking, runs in order of departure at every stop (Delling, Pajor &
// Werneck 2012); a pattern whose runs overtake becomes several lines. Trips of several patterns
// with equal calls and equal rules for rides and changes share lines.
// What it is not: preprocessed for trip-based search (transfers.hpp) or guided (bounds.hpp).
//
// A journey that leaves on day D may ride trips of service day D-1 after midnight and of the days
// that follow: take the span so (`span_for`).
//
// Units: seconds from `zero()`; 32 bits reach 68 years. Cost: 8 bytes for each stop of each run.
// A pattern longer than kMaxCalls is cut into parts that a vehicle goes through, so that a position
// fits a byte. More than kMaxRuns runs are an InputError (E-JRN-001); nothing else fails.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "engine/journeys/pair_changes.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::journeys {

using LineId = Id<struct WindowLineTag>;
using RunId = Id<struct WindowRunTag>;

inline constexpr std::uint32_t kMaxRuns = (1U << 24U) - 1;
inline constexpr std::uint32_t kMaxCalls = 250;
inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();

// A trip that does not run on a day, whatever its calendar says.
struct Cancelled {
  TripId trip;
  ServiceDay day;
  friend auto operator<=>(const Cancelled&, const Cancelled&) = default;
};

// A trip on its day; `first_call` is where the run starts in a trip that was cut.
struct Origin {
  TripId trip;
  ServiceDay day;
  std::uint32_t first_call = 0;
};

// Where a line can be boarded.
struct Boarding {
  std::uint32_t line = 0;
  std::uint32_t position = 0;  // never the line's last
  friend auto operator<=>(const Boarding&, const Boarding&) = default;
};

class Window {
 public:
  // Service days [from, until). Keeps a reference: the transit outlives the window.
  Window(const Transit& transit, HalfOpen<CivilDate> days, std::vector<Cancelled> cancelled = {});

  // The service days that journeys of `longest` starting within `departures` can touch.
  [[nodiscard]] static HalfOpen<CivilDate> span_for(const Transit& transit,
                                                    HalfOpen<Instant> departures, Seconds longest);

  [[nodiscard]] const Transit& transit() const { return *transit_; }
  [[nodiscard]] Instant zero() const { return zero_; }
  [[nodiscard]] Instant instant(std::int32_t seconds) const { return zero_ + Seconds(seconds); }
  // Clamped to what 32 bits hold with room to add to.
  [[nodiscard]] std::int32_t seconds(Instant t) const;

  [[nodiscard]] std::uint32_t stop_count() const {
    return static_cast<std::uint32_t>(transit_->stops().size());
  }
  [[nodiscard]] std::uint32_t line_count() const {
    return static_cast<std::uint32_t>(first_call_.size() - 1);
  }
  [[nodiscard]] std::uint32_t run_count() const { return static_cast<std::uint32_t>(run_.size()); }
  [[nodiscard]] std::uint32_t event_count() const {
    return static_cast<std::uint32_t>(arrive_.size());
  }

  // ---- lines
  [[nodiscard]] std::uint32_t first_call(std::uint32_t line) const { return first_call_[line]; }
  [[nodiscard]] std::uint32_t call_count(std::uint32_t line) const {
    return first_call_[line + 1] - first_call_[line];
  }
  [[nodiscard]] std::uint32_t first_run(std::uint32_t line) const { return first_run_[line]; }
  [[nodiscard]] std::uint32_t end_run(std::uint32_t line) const { return first_run_[line + 1]; }
  // By call, all lines.
  [[nodiscard]] const std::vector<std::uint32_t>& call_stop() const { return call_stop_; }
  // By call: its stop, kNone where one may not get off; kAgain is added where the line called there
  // before, kRuled where its slot is not the stop's.
  static constexpr std::uint32_t kAgain = 1U << 31U;
  static constexpr std::uint32_t kRuled = 1U << 30U;
  [[nodiscard]] const std::vector<std::uint32_t>& alight_stop() const { return alight_stop_; }
  [[nodiscard]] bool may_board(std::uint32_t call) const { return (call_may_[call] & 1U) != 0; }
  [[nodiscard]] bool may_alight(std::uint32_t call) const { return (call_may_[call] & 2U) != 0; }

  // ---- runs, by line
  struct Run {
    std::uint32_t line = 0;
    std::uint32_t first_event = 0;
    std::uint32_t then = kNone;  // run that the vehicle becomes
  };
  [[nodiscard]] const std::vector<Run>& runs() const { return run_; }
  [[nodiscard]] const Origin& origin(std::uint32_t run) const { return origin_[run]; }
  [[nodiscard]] std::uint32_t run_of(std::uint32_t event) const;

  // ---- events: one for each call of each run, by run
  [[nodiscard]] const std::vector<std::int32_t>& arrive() const { return arrive_; }
  [[nodiscard]] const std::vector<std::int32_t>& depart() const { return depart_; }

  // ---- stops
  [[nodiscard]] std::span<const Boarding> boardings_at(std::uint32_t stop) const;
  // How long before a departure one has to be there.
  [[nodiscard]] std::int32_t closes(std::uint32_t line) const { return closes_[line]; }
  // kNoChange where there is none: no run departs so late. Where no rule asks who arrived.
  static constexpr std::int32_t kNoChange = 1 << 28;
  [[nodiscard]] std::int32_t change(std::uint32_t stop) const { return change_[stop]; }
  // Of all changes at the stop, with and without rules.
  [[nodiscard]] std::int32_t least_change(std::uint32_t stop) const { return least_change_[stop]; }

  // ---- changes that depend on who arrives
  [[nodiscard]] const PairChanges& pairs() const { return pairs_; }
  [[nodiscard]] std::uint32_t slot_count() const { return pairs_.slot_count(); }
  // By call; the stop unless ruled.
  [[nodiscard]] std::uint32_t slot(std::uint32_t call) const {
    return pairs_.empty() ? call_stop_[call] : call_slot_[call];
  }
  [[nodiscard]] bool ruled(std::uint32_t call) const { return slot(call) >= stop_count(); }
  [[nodiscard]] std::uint32_t side(std::uint32_t line) const { return side_[line]; }
  // One of the line's, whose rules are those of all.
  [[nodiscard]] PatternId pattern(std::uint32_t line) const {
    return transit_->trips()[origin_[first_run_[line]].trip].pattern;
  }

  // First run of the line that whoever is at `position` at t can board; end_run: none.
  [[nodiscard]] std::uint32_t first_boarded(std::uint32_t line, std::uint32_t position,
                                            std::int32_t t) const;

 private:
  friend class WindowBuilder;
  const Transit* transit_;
  Instant zero_{};
  std::vector<std::uint32_t> first_call_;
  std::vector<std::uint32_t> first_run_;
  std::vector<std::int32_t> closes_;  // by line
  std::vector<std::uint32_t> call_stop_;
  std::vector<std::uint32_t> alight_stop_;
  std::vector<std::uint8_t> call_may_;  // bit 0: board, bit 1: alight
  std::vector<Run> run_;
  std::vector<Origin> origin_;
  std::vector<std::int32_t> arrive_;
  std::vector<std::int32_t> depart_;
  std::vector<std::uint32_t> first_boarding_;  // by stop, and one past
  std::vector<Boarding> boardings_;
  std::vector<std::int32_t> change_;
  std::vector<std::int32_t> least_change_;
  std::vector<std::uint32_t> side_;       // class, by line
  std::vector<std::uint32_t> call_slot_;  // empty without rules
  PairChanges pairs_;
};

}  // namespace stopover::journeys
