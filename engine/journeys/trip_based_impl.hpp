// SPDX-License-Identifier: Apache-2.0
// Private to engine/journeys: what a TripBasedSearch holds.
#pragma once

#include <array>
#include <cstdint>
#include <tuple>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/journeys/trip_based.hpp"
#include "engine/journeys/trip_scan.hpp"

namespace stopover::journeys {

// A boarding of the range: leave the origin at `leave` for it.
struct Start {
  std::int32_t leave = 0;
  std::uint32_t line = 0;
  std::uint32_t run = 0;
  std::uint32_t position = 0;
  std::uint32_t stop = 0;
  friend bool operator<(const Start& a, const Start& b) {
    // Late departures first; of one line the first run, boarded first.
    if (a.leave != b.leave) return a.leave > b.leave;
    return std::tie(a.line, a.run, a.position) < std::tie(b.line, b.run, b.position);
  }
};

struct TripBasedSearch::Impl {
  explicit Impl(const Prepared& p)
      : prepared(p), w(p.window), one(p), range(p), egress(p.window), lines(p.window, p.bounds) {}

  template <class Use>
  void each_access(std::uint32_t from, Use use) const {
    use(from, 0);
    for (const Link& link : w.transit().links_of(StopId(from))) use(link.to.value(), link.seconds);
  }

  void search_earliest(std::uint32_t from, std::uint32_t to, std::int32_t depart, int most);
  void search_profile(std::uint32_t from, std::uint32_t to, HalfOpen<std::int32_t> departures,
                      int most, bool legs);
  void search_latest(std::uint32_t from, std::uint32_t to, std::int32_t arrive,
                     std::int32_t longest, int most);
  // `bounds` nullptr: to all.
  void collect_starts(std::uint32_t from, HalfOpen<std::int32_t> departures, const Bound* bounds);
  // Unless it cannot beat what is known.
  void board_start(const Start& start, const detail::ToOne<true>& visitor);
  void take_points(std::uint32_t from, std::int32_t leave, bool legs);
  // Fills the table.
  void search_all(std::uint32_t from, std::int32_t depart, int most);
  [[nodiscard]] std::vector<std::vector<JourneyPoint>> profile_all(
      std::uint32_t from, HalfOpen<std::int32_t> departures, int most);
  void start_query(std::uint32_t to, int most) {
    STOPOVER_CHECK(most >= 0 && most <= kMostBoardings, "as many boardings as a search knows");
    points.clear();
    journeys.clear();
    found.fill({});
    egress.set(to);
    lines.start(prepared.bounds.to(to));
    best.start(most);
  }

  const Prepared& prepared;
  const Window& w;
  detail::TripScan<detail::OneDeparture> one;
  detail::TripScan<detail::Range> range;
  detail::Egress egress;
  detail::LineBounds lines;
  detail::Best best;
  std::array<detail::Found, detail::kWidth> found{};
  std::vector<Start> starts;
  std::vector<JourneyPoint> points;
  std::vector<Journey> journeys;
  std::vector<std::int32_t> table;  // to all: by boardings, then stop
  std::uint32_t rows = 0;           // of it
};

}  // namespace stopover::journeys
