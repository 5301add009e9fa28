// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/trip_based.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/journeys/legs.hpp"
#include "engine/journeys/trip_based_impl.hpp"
#include "engine/journeys/trip_scan.hpp"

namespace stopover::journeys {

using detail::kNever;

void TripBasedSearch::Impl::search_earliest(std::uint32_t from, std::uint32_t to,
                                            std::int32_t depart, int most) {
  start_query(to, most);
  one.clear();
  one.memory.start();
  if (egress[from] != kNever) best.set(0, depart + egress[from]);
  const Bound* bounds = prepared.bounds.to(to);
  if (most > 0)
    each_access(from, [&](std::uint32_t stop, std::int32_t walk) {
      const Bound bound = bounds[stop];
      if (depart + walk + bound.seconds() - w.change(stop) >= best[bound.boardings()]) return;
      for (const Boarding& b : w.boardings_at(stop)) {
        const std::uint32_t run = w.first_boarded(b.line, b.position, depart + walk);
        if (run != w.end_run(b.line)) one.board_first(run, b.position, stop);
      }
    });
  detail::ToOne visitor{bounds, egress, best, found};
  one.run(visitor);
  for (std::uint32_t n = 0; n <= best.most(); ++n)
    if (best[n] != kNever && (n == 0 || best[n] < best[n - 1]))
      points.push_back({w.instant(depart), w.instant(best[n]), static_cast<std::int32_t>(n)});
}

void TripBasedSearch::Impl::collect_starts(std::uint32_t from, HalfOpen<std::int32_t> departures,
                                           const Bound* bounds) {
  starts.clear();
  each_access(from, [&](std::uint32_t stop, std::int32_t walk) {
    if (bounds[stop].boardings() > best.most()) return;
    for (const Boarding& b : w.boardings_at(stop)) {
      const std::uint32_t stride = w.call_count(b.line);
      std::uint32_t run = w.first_boarded(b.line, b.position, departures.from + walk);
      if (run == w.end_run(b.line)) continue;
      const std::int32_t* depart = w.depart().data() + w.runs()[run].first_event + b.position;
      const std::int32_t lead = walk + w.closes(b.line);
      for (; run < w.end_run(b.line) && *depart < departures.until + lead; ++run, depart += stride)
        starts.push_back({*depart - lead, b.line, run, b.position, stop});
    }
  });
  std::sort(starts.begin(), starts.end());
}

void TripBasedSearch::Impl::take_points(std::uint32_t from, std::int32_t leave, bool legs) {
  std::int32_t before = kNever;  // with fewer boardings
  for (std::uint32_t n = 0; n <= best.most(); ++n) {
    const std::int32_t arrive = best[n];
    if (found[n].segment != kNone && arrive < before) {
      points.push_back({w.instant(leave), w.instant(arrive), static_cast<std::int32_t>(n)});
      if (legs)
        journeys.push_back({points.back(), detail::legs_of(w, range.segments(), found[n],
                                                           StopId(from), StopId(egress.to()))});
    }
    found[n] = {};
    before = std::min(before, arrive);
  }
}

void TripBasedSearch::Impl::search_profile(std::uint32_t from, std::uint32_t to,
                                           HalfOpen<std::int32_t> departures, int most, bool legs) {
  // Who leaves at the range's end or later bounds who leaves in it.
  search_earliest(from, to, departures.until, most);
  points.clear();
  found.fill({});
  range.memory.start();
  if (from == to) return;
  const Bound* bounds = prepared.bounds.to(to);
  collect_starts(from, departures, bounds);
  detail::ToOne visitor{bounds, egress, best, found};
  for (std::size_t i = 0; i < starts.size();) {
    const std::int32_t leave = starts[i].leave;
    range.clear();
    // Who walks from door to door arrives without a boarding.
    if (egress[from] != kNever) best.set(0, leave + egress[from]);
    for (; i < starts.size() && starts[i].leave == leave; ++i) {
      const Start& s = starts[i];
      const Bound bound = bounds[s.stop];
      const std::int32_t depart = w.depart()[w.runs()[s.run].first_event + s.position];
      if (depart + bound.seconds() - w.change(s.stop) >= best[bound.boardings()]) continue;
      range.board_first(s.run, s.position, s.stop);
    }
    if (range.empty()) continue;
    range.run(visitor);
    take_points(from, leave, legs);
  }
  std::reverse(points.begin(), points.end());
  std::reverse(journeys.begin(), journeys.end());
  const auto by_point = [](const auto& a, const auto& b) {
    return std::tuple(a.depart, a.boardings) < std::tuple(b.depart, b.boardings);
  };
  std::stable_sort(points.begin(), points.end(), by_point);
  std::stable_sort(journeys.begin(), journeys.end(),
                   [&](const Journey& a, const Journey& b) { return by_point(a.point, b.point); });
}

TripBasedSearch::TripBasedSearch(const Prepared& prepared)
    : impl_(std::make_unique<Impl>(prepared)) {}
TripBasedSearch::~TripBasedSearch() = default;
TripBasedSearch::TripBasedSearch(TripBasedSearch&&) noexcept = default;
TripBasedSearch& TripBasedSearch::operator=(TripBasedSearch&&) noexcept = default;

std::span<const JourneyPoint> TripBasedSearch::earliest_points(StopId from, StopId to,
                                                               Instant depart, int most_boardings) {
  impl_->search_earliest(from.value(), to.value(), impl_->w.seconds(depart), most_boardings);
  return impl_->points;
}

std::vector<Journey> TripBasedSearch::earliest(StopId from, StopId to, Instant depart,
                                               int most_boardings) {
  impl_->search_earliest(from.value(), to.value(), impl_->w.seconds(depart), most_boardings);
  std::vector<Journey> out;
  for (const JourneyPoint& point : impl_->points) {
    const auto n = static_cast<std::size_t>(point.boardings);
    out.push_back({point, n == 0 ? detail::walk_of(impl_->w, from, to, point)
                                 : detail::legs_of(impl_->w, impl_->one.segments(), impl_->found[n],
                                                   from, to)});
  }
  return out;
}

std::span<const JourneyPoint> TripBasedSearch::profile_points(StopId from, StopId to,
                                                              HalfOpen<Instant> departures,
                                                              int most_boardings) {
  impl_->search_profile(from.value(), to.value(),
                        {impl_->w.seconds(departures.from), impl_->w.seconds(departures.until)},
                        most_boardings, false);
  return impl_->points;
}

std::vector<Journey> TripBasedSearch::profile(StopId from, StopId to, HalfOpen<Instant> departures,
                                              int most_boardings) {
  impl_->search_profile(from.value(), to.value(),
                        {impl_->w.seconds(departures.from), impl_->w.seconds(departures.until)},
                        most_boardings, true);
  return std::move(impl_->journeys);
}

}  // namespace stopover::journeys
