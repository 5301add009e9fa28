// SPDX-License-Identifier: Apache-2.0
// A window as a problem of orienteering: days as routes, sights and meals as sites, hotels as the
// options of one terminal.
//
//   day          ends at Habits::new_day; the first begins at the arrival, the last ends at the
//                gate
//   opening      hours of that date, last entry, closing days; inside the visitors' own day
//   one sight    of entries that are one sight (Sight::identity) the worthiest alone is a site
//   meals        lunch and dinner, each at most once a day; worth a fixed time
//   budget, walk resources of each day, sites and ways; at most k of a category over all days
//   hotel        one for all nights: each of the grade and price is an option
//
// What it is not: a plan; it holds no timetable beside the ways it is given.
//
// Units: ticks are seconds after Clock::zero; scores yuan; money fen a person.
// Errors: must-see sights that are never open stay a priority that no solution reaches.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/orienteering/alternatives.hpp"
#include "engine/orienteering/problem.hpp"
#include "models/visit/question.hpp"
#include "models/visit/ways.hpp"

namespace stopover::visit {

struct Clock {
  Instant zero{};
  TimeZone zone = TimeZone::utc();

  [[nodiscard]] Tick tick(CivilDate date, Seconds time_of_day) const {
    return static_cast<Tick>((zone.instant_at(date, time_of_day) - zero).count());
  }
  [[nodiscard]] Tick tick(Instant t) const { return static_cast<Tick>((t - zero).count()); }
  [[nodiscard]] Instant instant(Tick t) const { return zero + Seconds(t); }
};

// Spots of a book, each location once. Numbers count from 2: 0 and 1 are the terminals.
struct Placement {
  std::vector<Spot> spots;
  Table<SightId, std::size_t> of_sight;
  std::vector<std::size_t> of_meal;
  std::vector<std::size_t> of_hotel;
};
[[nodiscard]] Placement placement(const SightBook& book);

struct SiteOf {
  enum class Kind : std::uint8_t { kSight, kLunch, kDinner };
  Kind kind = Kind::kSight;
  SightId sight = SightId::none();
  std::size_t meal = 0;
};

struct VisitProblem {
  orienteering::Spec spec;
  std::vector<SiteOf> sites;        // as in the spec
  std::vector<CivilDate> days;      // as the routes
  std::vector<std::size_t> hotels;  // options of terminal 2, if there are nights
};

[[nodiscard]] VisitProblem visit_problem(const SightBook& book, const Placement& placement,
                                         const Ways& ways, const Clock& clock,
                                         const VisitQuestion& question);

// So many solutions at most, that differ by so many sights; meals are not counted.
[[nodiscard]] orienteering::Apart apart_by_sights(const VisitProblem& problem,
                                                  std::size_t solutions, std::size_t apart);

}  // namespace stopover::visit
