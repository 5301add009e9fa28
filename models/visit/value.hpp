// SPDX-License-Identifier: Apache-2.0
// What a window is worth: for the package designer's table, and for whoever chooses to stay.
//
// The value is an expected maximum over the distinct itineraries of the window and of not going:
//   scale × ln(1 + Σ size × exp(worth / scale)),
// where the size of an itinerary is the share of its worth that no itinerary before it has, best
// first: the idea of path sizes (Ben-Akiva and Bierlaire 1999), so that what is listed twice counts
// once and the value is at least that of the best. Entries of one sight are one site (problem.hpp):
// doubling the list of sights leaves the value as it is. The scale is assumed: an hour of the
// segment's value of time.
//
// A window over the night may be used on one side of the night alone, and a longer one like a
// shorter one: the rest is spent in the terminal.
//
// Usable hours: from the earliest arrival at a sight to the latest departure from it, inside the
// visitors' day; the most of all sights. Visits and what lies between them must fit there.
//
// Units: yuan a person; minutes of the segment's value of time.
#pragma once

#include <vector>

#include "engine/base/executor.hpp"
#include "engine/orienteering/search.hpp"
#include "models/visit/problem.hpp"

namespace stopover::visit {

// What does not change from window to window.
struct VisitCity {
  const SightBook& book;
  const Placement& placement;
  const Ways& ways;
  Clock clock;
  CivilDate day;          // on which the windows begin
  Seconds gate_closes{};  // before the departure
};

// Of length, from a time of day.
struct WindowClass {
  Seconds length{};
  Seconds arrival{};
};

struct VisitValue {
  double yuan = 0;
  double minutes = 0;
  std::int64_t best = 0;  // yuan, of the best itinerary alone, meals not counted
  Seconds usable{};
  int sights = 0;  // of the best itinerary
  bool feasible = false;
};

struct ValueSettings {
  std::size_t itineraries = 3;
  std::size_t apart = 2;
  double scale_hours = 1;
  orienteering::SearchOptions search{.seed = 1, .steps = 4'000, .starts = 1};
};

// `taste`: of the segment; its window is not read.
[[nodiscard]] VisitValue visit_value(const VisitCity& city, const WindowClass& window,
                                     const VisitQuestion& taste, const ValueSettings& settings);

// One a window, in their order, on the executor; of the same arrival none less than a shorter one.
[[nodiscard]] std::vector<VisitValue> visit_values(const VisitCity& city,
                                                   const std::vector<WindowClass>& windows,
                                                   const VisitQuestion& taste,
                                                   const ValueSettings& settings,
                                                   Executor& executor);

// Of itineraries in any order, sight by sight.
struct WorthOfSight {
  SightId sight;
  std::int64_t yuan = 0;
};
[[nodiscard]] double expected_maximum(std::vector<std::vector<WorthOfSight>> itineraries,
                                      double scale);

}  // namespace stopover::visit
