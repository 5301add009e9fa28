// SPDX-License-Identifier: Apache-2.0
// A few offers out of many that are real choices: good, and unlike each other.
//
// What it is: a greedy choice. The offer of least cost first; then again and again the one whose
// cost plus `likeness` times its overlap with the most similar one already chosen is least. Cost is
// arrival, boardings, fare and walking in seconds, counted from the wanted departure. Overlap is
// the mean of the share of the time on board that two offers spend on the same trips, closeness of
// departure, and, where kinds are given, whether they are of one kind: the same lines and roads at
// another time. It is the commonality idea of Cascetta et al. (1996) and the path size of Ben-Akiva
// & Bierlaire (1999), here to pick and not to correct a utility.
// What it is not: a choice model. Offers that no traveller would take (slower by `max_detour` than
// the fastest and by `slack` more) are left out first.
//
// Errors: none. Determinism: ties go to the earlier offer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "engine/journeys/multi_criteria.hpp"

namespace stopover::journeys {

struct ChooseOptions {
  std::size_t count = 10;
  Instant wanted{};  // departure
  Seconds per_boarding = minutes(15);
  double seconds_per_unit = 36;    // of currency: 100 yuan an hour
  std::int64_t minor_units = 100;  // of fares in a unit
  double seconds_per_walked = 1;   // beside being on the way
  Seconds likeness = hours(2);     // of an offer that is the same as another
  Seconds close = minutes(90);     // departures further apart are not alike in time
  double max_detour = 2.5;
  Seconds slack = hours(4);
};

// Which of the offers, in order of departure, then arrival. `kinds`: one an offer, or empty.
[[nodiscard]] std::vector<std::size_t> choose(const std::vector<Offer>& offers,
                                              const ChooseOptions& options,
                                              std::span<const std::uint64_t> kinds = {});

// The lines of the rides and the ways by road, in order: equal for the same way at another time.
[[nodiscard]] std::uint64_t kind_of(const Transit& transit, const Journey& journey);

}  // namespace stopover::journeys
