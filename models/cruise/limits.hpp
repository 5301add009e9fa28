// SPDX-License-Identifier: Apache-2.0
// How many passengers a year each part of the port could pass if nothing else were short, and which
// part falls short of the goal first.
//
//   demand   the timetable as it is, loads and shares as given, every call served
//   berths   every berth has one turnaround a day by the largest ship that it holds
//   days     the same less what closures, daylight and tide take, the channel wide open
//   channel  eight ships a berth and day ask for passages; those that get both within six hours
//   hall     the days of `days` with as many guests as the halls of arrival and departure hold
//   border   the days of `days` with as many guests as wait.share of them can wait less than
//            wait.minutes at every border desk
// The last two are found by simulating a day on which all berths of a terminal are taken, with
// loads from a tenth to all beds; in between the last that holds counts (steps of a twentieth of
// all beds).
//
// What it is not: a plan. Guests who come are taken as the scenario's mix; other terminals' ships
// may share a channel. All figures are of one replication, seed as given, so they are comparable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/cruise/year.hpp"

namespace stopover::cruise {

enum class Constraint : std::uint8_t { kDemand, kBerths, kDays, kChannel, kHall, kBorder };
inline constexpr std::array<std::string_view, 6> kConstraintNames{"demand",  "berths", "days",
                                                                  "channel", "hall",   "border"};

struct Limits {
  double goal = 0;
  std::array<double, kConstraintNames.size()> passengers{};  // a year of 365 days
  Constraint first = Constraint::kDemand;                    // the smallest
  // Supply alone: the smallest of the others.
  Constraint first_supply = Constraint::kBerths;
};

[[nodiscard]] Limits limits(const PortBook& book, const std::vector<PlannedCall>& calls,
                            HalfOpen<CivilDate> span, std::uint64_t seed, Executor& executor);

// One terminal with all its berths taken by the largest ships they hold, on one day.
struct FullDay {
  std::int64_t passengers = 0;
  double border_in_time = 1;  // share of persons who wait less than wait.minutes
  std::int64_t arrival_peak = 0;
  std::int64_t departure_peak = 0;
};
// `beds`: share of guests_max that are taken.
[[nodiscard]] FullDay full_day(const PortBook& book, TerminalId terminal, CivilDate date,
                               double beds, const DeskTable& desks, std::uint64_t seed);

}  // namespace stopover::cruise
