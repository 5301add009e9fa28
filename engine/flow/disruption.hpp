// SPDX-License-Identifier: Apache-2.0
// What can go wrong on a day, as it is given: kinds of days, how delays vary with them, vehicles
// that go on from run to run, places or lines that are closed or slowed, and desks that are closed.
//
// What it is not: what happens to one run (run_conditions.hpp) or to a traveller (sweep.hpp).
//
// An *operating day* begins at 04:00 of the disruption's zone, when fewest vehicles are under way,
// and is named by the date of that moment. A run belongs to the day of its scheduled departure.
//
// Units: Seconds; shares and probabilities from 0 to 1; factors >= 0. Errors: values out of range,
// tables of another length, ids that lead nowhere are bugs (readers check).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/network/network.hpp"
#include "engine/timetable/timetable.hpp"

namespace stopover::flow {

using DayTypeId = Id<struct DayTypeTag, std::uint16_t>;
using RestrictionId = Id<struct RestrictionTag, std::uint16_t>;
using DeskRestrictionId = Id<struct DeskRestrictionTag, std::uint16_t>;

inline constexpr Seconds kDayStarts = hours(4);
// No run is later; one that would be is cancelled.
inline constexpr Seconds kLongestDelay = hours(48);

struct DayType {
  std::string key;
  std::array<double, 12> month_weight{};  // January first; in each month the sum over types is > 0
};

// On days of one type.
struct DayEffect {
  double late = 1;       // times the share of late runs
  double lateness = 1;   // times the mean lateness of the late
  double cancelled = 0;  // share of runs cancelled, in place of the profile's
};

// How a delay profile (sweep.hpp) varies. As it stands: not at all.
struct DelayVariation {
  std::array<double, 24> hour{};   // times the share of late runs, by hour of departure in the zone
  std::array<double, 12> month{};  // the same by month of the operating day
  // Correlation of the normal scores behind the delays of any two runs of one day and group: 0 is
  // independent, up to below 1.
  double common = 0;
  std::string group;              // profiles of one group share their good and bad days
  double cancelled = 0;           // share of runs cancelled for reasons of their own
  std::vector<DayEffect> on_day;  // by DayTypeId; empty: no effect

  DelayVariation() {
    hour.fill(1);
    month.fill(1);
  }
};

// Services whose vehicles go on to each other's runs, where these have as many places.
struct Rotation {
  std::string key;
  std::vector<timetable::ServiceId> services;  // a service is in one rotation at most
  Seconds turnaround{};                        // least, from an arrival to the next departure
};

// Closes or slows a line, or a place for services of some modes, on some days.
struct Restriction {
  std::string key;
  std::vector<timetable::ServiceId> services;  // where they depart first, or
  std::vector<timetable::PlaceId> places;      // whoever calls there
  std::vector<timetable::Mode> modes;          // empty: all
  DayTypeId day_type = DayTypeId::none();      // none: any
  HalfOpen<CivilDate> dates{};
  // On each such date, civil time of the zone; 0 <= from < until <= 48 h.
  Seconds from{};
  Seconds until{};
  // Runs that may pass: departures and arrivals together. nullopt: none, closed. More than 0.
  std::optional<double> per_hour;
  // Closed: a run waits until it opens if all its waits for openings are not longer than this, else
  // is cancelled.
  Seconds hold{};
};

// Fewer desks than staffed, on some days (desk_closures.hpp).
struct DeskRestriction {
  std::string key;
  network::CheckpointId checkpoint;
  std::optional<std::uint8_t> desk;  // 0 the ordinary ones, then its types; none: each of them
  int desks = 0;                     // open at most, of each; >= 0
  DayTypeId day_type = DayTypeId::none();  // these as of a restriction
  HalfOpen<CivilDate> dates{};
  Seconds from{};
  Seconds until{};
};

struct Disruption {
  TimeZone zone = TimeZone::utc();
  Table<DayTypeId, DayType> day_types;                   // empty: all days are alike
  Table<timetable::DelayId, DelayVariation> variations;  // empty, or one a profile
  std::vector<Rotation> rotations;
  Table<RestrictionId, Restriction> restrictions;
  Table<DeskRestrictionId, DeskRestriction> desk_restrictions;
  // Where a vehicle stands after an arrival at a place, such as its hub: runs from places of one
  // ground can follow each other. Empty: each place is its own.
  Table<timetable::PlaceId, std::uint32_t> ground;

  // Runs are late by their delay profiles alone; desks may be closed.
  [[nodiscard]] bool empty() const {
    return variations.empty() && rotations.empty() && restrictions.empty();
  }
};

}  // namespace stopover::flow
