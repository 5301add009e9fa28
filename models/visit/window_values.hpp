// SPDX-License-Identifier: Apache-2.0
// What windows at the gateway's hubs are worth to those who pass through: the table that their
// choice looks up (simulation/visit_values.hpp), filled from the timetable and the sights.
//
// For each hub where somebody can leave the airport between two flights (from the terminal where
// most such journeys land), each weekday, and each taste: purpose and value of time of a through
// segment. Weekdays on which the sights open alike share the timetable of one of them, in the first
// week of the horizon. Foreigners by the ordinary desk, by timetable alone, as a pair of flights of
// one terminal; the reserve before the flight is that of `stopover visit`.
//
// What it is not: fed back from the days lived through; later seasons and holidays are as the first
// week.
//
// Units: hours of the median value of time, for interest 1. Cost: some milliseconds a window; rows
// share the executor. Same bytes for any executor.
#pragma once

#include "engine/base/executor.hpp"
#include "engine/base/fault.hpp"
#include "models/scenario/load.hpp"
#include "models/simulation/world.hpp"
#include "models/visit/sight_book.hpp"

namespace stopover::visit {

// Steps of the search for each window: tests hold the values to a thirtieth of ten times as many.
inline constexpr std::int64_t kWindowSteps = 300;

// Without sights nothing is done.
void value_windows(simulation::World& world, const SightBook& book, Executor& executor,
                   std::int64_t steps = kWindowSteps);

// As runs need a scenario: compiled, and its windows valued. Of use only without errors.
[[nodiscard]] simulation::World compile_with_visits(const scenario::LoadedScenario& loaded,
                                                    Executor& executor, FaultList& faults);

// So long before a departure from there, boarding ends: the most of its services.
[[nodiscard]] Seconds gate_closes(const simulation::World& world, network::PlaceId place);

}  // namespace stopover::visit
