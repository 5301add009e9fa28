// SPDX-License-Identifier: Apache-2.0
// The year of the harbour: who moors when, who waits for what.
//
// What it is: a timetable of passages that is filled in order of asking. A ship asks for a passage
// when it is at the pilot station, or when it is ready to sail; it gets the earliest start at which
//   no closure (fog, typhoon, works) meets the passage
//   it is day, for ships longer than the channel allows by night
//   the tide carries its draught and the water under its keel, every ten minutes of the passage
//   no ship comes the other way where the channel is for one way, and none goes the same way within
//   the separation
//   a pilot is free
//   a berth is free when it arrives: the one it names, else the shortest that holds it, else the
//   first to be free
// Passages given are kept: nobody is moved for a later ship. A ship that could not moor within
// call.give_up_hours of its time leaves the call out. A ship that comes late sails when its least
// stay is over, at its time at the earliest; so lateness shortens the turnaround first and moves
// the sailing only then. Ships in transit need half the least stay.
//
// Guests are told when a late ship means to sail (`ready`); waits for the channel come after that.
//
// What it is not: coupled to the terminal. A ship does not wait for guests (terminal.hpp counts
// whom it leaves behind), nor does it speed up.
//
// Draws, keyed by (seed, replication, hash of the call or closure and month): whether a call takes
// place, lateness, closures. Errors: none. Cost: linear in calls but for the passages of a day.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/cruise/calls.hpp"

namespace stopover::cruise {

struct Luck {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
};

struct ClosedSpan {
  HalfOpen<Instant> time;
  ClosureKind kind = ClosureKind::kFog;
};
// Fixed and drawn, sorted; spans may meet. Drawn ones of months that touch the span.
[[nodiscard]] std::vector<ClosedSpan> closed_spans(const PortBook& book, HalfOpen<CivilDate> span,
                                                   const Luck& luck);

enum class Wait : std::uint8_t { kBerth, kClosure, kDaylight, kTide, kChannel, kPilot };
inline constexpr std::array<std::string_view, 6> kWaitNames{"berth", "closure", "daylight",
                                                            "tide",  "channel", "pilot"};
using Waits = std::array<Seconds, kWaitNames.size()>;

enum class StayFate : std::uint8_t { kServed, kNotSailed, kGaveUp, kNoBerth };
inline constexpr std::array<std::string_view, 4> kStayFateNames{"served", "not-sailed", "gave-up",
                                                                "no-berth"};

struct Stay {
  StayFate fate = StayFate::kServed;  // not served: the rest is idle
  BerthId berth;
  Seconds late{};  // of the ship itself, drawn
  Instant moored{};
  Instant ready{};   // asks to sail: gangway and check-in go by this
  Instant sailed{};  // leaves the berth
  Waits in{};
  Waits out{};
};

struct HarbourOptions {
  bool lateness = true;
  bool closures = true;
  bool thinning = true;  // calls take place with their share
};

// One a call, in the order of the calls.
[[nodiscard]] std::vector<Stay> harbour_year(const PortBook& book,
                                             const std::vector<PlannedCall>& calls,
                                             const std::vector<ClosedSpan>& closed,
                                             const Luck& luck, const HarbourOptions& options = {});

// The most calls of a year that each berth can take: one turnaround asked for every day at the
// usual hours by the largest ship of the scenario that it holds, all berths at once through their
// channels.
struct BerthMost {
  BerthId berth;
  ShipId ship;  // none: no ship fits
  int calls = 0;
  int days = 0;  // of the span on which the berth exists
};
[[nodiscard]] std::vector<BerthMost> most_calls(const PortBook& book, HalfOpen<CivilDate> span,
                                                const std::vector<ClosedSpan>& closed,
                                                const Luck& luck);

}  // namespace stopover::cruise
