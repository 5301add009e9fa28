// SPDX-License-Identifier: Apache-2.0
// Trip-based search: earliest arrivals, profiles and one-to-all for fewest boardings.
//
// What it is: the fast search, for time and boardings alone, over the services of a Window.
// What it is not: a search by price or with hub rules (multi_criteria.hpp).
//
// Method: Witt (2015): a queue of trip segments for each number of boardings; each event's
// transfers, found beforehand, lead to the next. Ranges as in Delling, Pajor & Werneck (2012): from
// the last departure to the first, keeping what was reached. Added here: bounds on what is still to
// come (bounds.hpp) end a segment's way once it cannot beat a journey known with as many boardings;
// and an event that reaches its stop no earlier than another did, with no more boardings, hands on
// nothing.
//
// Results are complete: one journey stands for each triple of departure, arrival and boardings that
// none beats, as each search defines it. Searches know at most `kMostBoardings`.
//
// Units: instants. Determinism: a result depends on its query alone. Errors: unknown stops are
// bugs. Cost: a searcher holds about 20 bytes a run and serves one thread; what it reads is shared.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/half_open.hpp"
#include "engine/journeys/bounds.hpp"
#include "engine/journeys/journey.hpp"
#include "engine/journeys/transfers.hpp"
#include "engine/journeys/window.hpp"

namespace stopover::journeys {

inline constexpr int kMostBoardings = 15;

// What searches share.
struct Prepared {
  Window window;
  Transfers transfers;
  Bounds bounds;

  Prepared(const Transit& transit, HalfOpen<CivilDate> days, Executor& executor,
           std::vector<Cancelled> cancelled = {})
      : window(transit, days, std::move(cancelled)),
        transfers(find_transfers(window, executor)),
        bounds(window, executor) {}
};

// The earliest arrival at a stop with so many boardings.
struct Arrival {
  Instant at{};
  int boardings = 0;
  friend bool operator==(const Arrival&, const Arrival&) = default;
};

class TripBasedSearch {
 public:
  explicit TripBasedSearch(const Prepared& prepared);
  ~TripBasedSearch();
  TripBasedSearch(TripBasedSearch&&) noexcept;
  TripBasedSearch& operator=(TripBasedSearch&&) noexcept;
  TripBasedSearch(const TripBasedSearch&) = delete;
  TripBasedSearch& operator=(const TripBasedSearch&) = delete;

  // Ready to leave at `depart`: by boardings, 0 first. Points depart at `depart`; journeys may
  // leave later.
  std::vector<Journey> earliest(StopId from, StopId to, Instant depart,
                                int most_boardings = kMostBoardings);
  // All that leave within `departures` and that none beats which leaves later, in the range or
  // after it; by departure, then boardings. Without the walk from door to door, which is always
  // possible where it is.
  std::vector<Journey> profile(StopId from, StopId to, HalfOpen<Instant> departures,
                               int most_boardings = kMostBoardings);
  // To be there by `arrive`, leaving within `longest` before: the latest departure for each number
  // of boardings, by boardings. The walk from door to door is among them.
  std::vector<Journey> latest(StopId from, StopId to, Instant arrive, Seconds longest = hours(24),
                              int most_boardings = kMostBoardings);
  // The points alone: without the cost of putting legs together. A view, until the next search.
  std::span<const JourneyPoint> earliest_points(StopId from, StopId to, Instant depart,
                                                int most_boardings = kMostBoardings);
  std::span<const JourneyPoint> profile_points(StopId from, StopId to, HalfOpen<Instant> departures,
                                               int most_boardings = kMostBoardings);
  // To all stops: for each, by boardings, each earlier than the one before. Empty: not reached.
  std::vector<std::vector<Arrival>> to_all(StopId from, Instant depart,
                                           int most_boardings = kMostBoardings);
  // The same as a flat table, seconds after the window's zero by boardings, then stop; the largest
  // value: not earlier than with fewer boardings. A view, until the next search.
  std::span<const std::int32_t> to_all_table(StopId from, Instant depart,
                                             int most_boardings = kMostBoardings);
  // To all stops: for each, what `profile_points` gives. None for `from` itself.
  std::vector<std::vector<JourneyPoint>> profile_to_all(StopId from, HalfOpen<Instant> departures,
                                                        int most_boardings = kMostBoardings);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stopover::journeys
