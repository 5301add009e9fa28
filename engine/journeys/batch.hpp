// SPDX-License-Identifier: Apache-2.0
// Many journey searches at once: one to many, many to many, any list of questions.
//
// Results stand in the order of the questions and do not depend on the executor. Cost: a searcher
// for each package of questions (about 20 bytes a run), nothing shared but what is read.
#pragma once

#include <span>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/half_open.hpp"
#include "engine/journeys/hub_rules.hpp"
#include "engine/journeys/multi_criteria.hpp"
#include "engine/journeys/trip_based.hpp"

namespace stopover::journeys {

struct Pair {
  StopId from;
  StopId to;
};

// Every origin with every destination, origins first.
[[nodiscard]] std::vector<Pair> all_pairs(std::span<const StopId> from, std::span<const StopId> to);

// TripBasedSearch::profile for each pair.
[[nodiscard]] std::vector<std::vector<Journey>> profiles(const Prepared& prepared,
                                                         std::span<const Pair> pairs,
                                                         HalfOpen<Instant> departures,
                                                         Executor& executor,
                                                         int most_boardings = kMostBoardings);

// TripBasedSearch::to_all for each origin.
[[nodiscard]] std::vector<std::vector<std::vector<Arrival>>> all_from(
    const Prepared& prepared, std::span<const StopId> from, Instant depart, Executor& executor,
    int most_boardings = kMostBoardings);

// MultiCriteriaSearch::profile for each request.
[[nodiscard]] std::vector<std::vector<Offer>> offers(const Window& window, const Bounds& bounds,
                                                     const HubRules& rules,
                                                     std::span<const Request> requests,
                                                     Executor& executor);

}  // namespace stopover::journeys
