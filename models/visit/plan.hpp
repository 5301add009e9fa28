// SPDX-License-Identifier: Apache-2.0
// Itineraries for a window: distinct ones, best first, with times, ways, prices, the slack before
// the flight and how likely it is missed.
//
// Method: visit_problem, then solve_apart (engine/orienteering): each itinerary leaves out at least
// `apart` sights of every earlier one. Whoever leaves a spot takes the way that arrives first and
// leaves as late as that allows; on a morning, as late as the first opening allows.
//
// Units: instants; fen a person; worth in yuan a person. Same bytes for any executor.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/orienteering/search.hpp"
#include "models/visit/problem.hpp"
#include "models/visit/world_ways.hpp"

namespace stopover::visit {

struct PlannedStop {
  SiteOf of;
  Instant arrive{};
  Instant start{};
  Instant leave{};
  Fen price{};
};

struct PlannedDay {
  CivilDate date;
  std::vector<PlannedStop> stops;
  std::vector<Way> ways;  // one more than stops; the last ends at the hotel or the gate
};

struct VisitItinerary {
  std::vector<PlannedDay> days;
  std::optional<std::size_t> hotel;  // of the book
  int nights = 0;
  std::int64_t worth = 0;  // yuan, meals not counted
  Fen tickets{};
  Fen meals{};
  Fen fares{};
  Fen lodging{};  // rooms for two shared
  std::int64_t walk_m = 0;
  Seconds visiting{};      // at sights
  Seconds slack{};         // from the expected arrival at the gate until it closes
  MissChance miss;         // of the flight, by the way back as planned
  Instant leave_latest{};  // the last spot, for the stated probability to hold
  std::vector<SightId> must_missing;

  [[nodiscard]] Fen price() const { return tickets + meals + fares + lodging; }
};

struct PlanSettings {
  std::size_t itineraries = 3;
  std::size_t apart = 2;
  orienteering::SearchOptions search{.seed = 1, .steps = 8'000, .starts = 2};
};

// What there is to see, where, and how to get there.
struct VisitTown {
  const SightBook& book;
  const Placement& placement;
  const WorldWays& ways;
  Clock clock;
};

// Nothing: no way from the arrival over the nights to the gate in time and within the budget, not
// even without a visit.
[[nodiscard]] std::vector<VisitItinerary> plan_visits(const VisitTown& town,
                                                      const VisitQuestion& question,
                                                      const PlanSettings& settings,
                                                      Executor& executor);

}  // namespace stopover::visit
