// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/trip_based.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/journeys/legs.hpp"
#include "engine/journeys/trip_based_impl.hpp"
#include "engine/journeys/trip_scan.hpp"

namespace stopover::journeys {

void TripBasedSearch::Impl::search_earliest(std::uint32_t from, std::uint32_t to,
                                            std::int32_t depart, int most) {
  start_query(to, most);
  one.clear();
  one.memory.start();
  if (egress[from] != kNever) best.set(0, depart + egress[from]);
  const Bound* bounds = prepared.bounds.to(to);
  detail::ToOne<false> visitor{bounds, egress, best, found, lines};
  if (most > 0)
    each_access(from, [&](std::uint32_t stop, std::int32_t walk) {
      const Bound bound = bounds[stop];
      if (depart + walk + bound.seconds() - w.least_change(stop) >= best[bound.boardings()]) return;
      for (const Boarding& b : w.boardings_at(stop)) {
        const std::uint32_t run = w.first_boarded(b.line, b.position, depart + walk);
        if (run != w.end_run(b.line)) one.board_first(run, b.position, stop, visitor);
      }
    });
  one.run(visitor);
  for (std::uint32_t n = 0; n <= best.most(); ++n)
    if (best[n] != kNever && (n == 0 || best[n] < best[n - 1]))
      points.push_back({w.instant(depart), w.instant(best[n]), static_cast<std::int32_t>(n)});
}

void TripBasedSearch::Impl::collect_starts(std::uint32_t from, HalfOpen<std::int32_t> departures,
                                           const Bound* bounds) {
  starts.clear();
  each_access(from, [&](std::uint32_t stop, std::int32_t walk) {
    if (bounds != nullptr && bounds[stop].boardings() > best.most()) return;
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

void TripBasedSearch::Impl::board_start(const Start& start, const detail::ToOne<true>& visitor) {
  const Bound bound = visitor.bounds[start.stop];
  const std::int32_t depart = w.depart()[w.runs()[start.run].first_event + start.position];
  if (depart + bound.seconds() - w.least_change(start.stop) >= best[bound.boardings()]) return;
  range.board_first(start.run, start.position, start.stop, visitor);
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
  detail::ToOne<true> visitor{bounds, egress, best, found, lines};
  for (std::size_t i = 0; i < starts.size();) {
    const std::int32_t leave = starts[i].leave;
    range.clear();
    // Who walks from door to door arrives without a boarding.
    if (egress[from] != kNever) best.set(0, leave + egress[from]);
    for (; i < starts.size() && starts[i].leave == leave; ++i) board_start(starts[i], visitor);
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

// From the last departure back; whoever is found at a departure ends the search for journeys with
// as many boardings or more.
void TripBasedSearch::Impl::search_latest(std::uint32_t from, std::uint32_t to, std::int32_t arrive,
                                          std::int32_t longest, int most) {
  start_query(to, most);
  range.memory.start();
  best.set(0, arrive + 1);
  const auto settle = [&](std::uint32_t boardings) {
    best.set(boardings, std::numeric_limits<std::int32_t>::min());
  };
  std::int32_t walk_at = arrive - longest;  // no earlier departure is of use
  if (egress[from] != kNever) walk_at = std::max(walk_at, arrive - egress[from]);
  if (from == to) return;
  const Bound* bounds = prepared.bounds.to(to);
  collect_starts(from, {walk_at, arrive + 1}, bounds);
  detail::ToOne<true> visitor{bounds, egress, best, found, lines};
  for (std::size_t i = 0; i < starts.size();) {
    const std::int32_t leave = starts[i].leave;
    if (egress[from] != kNever && leave <= walk_at) break;
    range.clear();
    for (; i < starts.size() && starts[i].leave == leave; ++i) board_start(starts[i], visitor);
    if (range.empty()) continue;
    range.run(visitor);
    const std::size_t known = points.size();
    take_points(from, leave, true);
    if (points.size() == known) continue;
    // Of one departure, fewest boardings first: more are of no use.
    points.resize(known + 1);
    journeys.resize(known + 1);
    settle(static_cast<std::uint32_t>(points.back().boardings));
  }
  std::reverse(journeys.begin(), journeys.end());
}

std::vector<Journey> TripBasedSearch::latest(StopId from, StopId to, Instant arrive,
                                             Seconds longest, int most_boardings) {
  Impl& i = *impl_;
  const std::int32_t by = i.w.seconds(arrive);
  i.search_latest(from.value(), to.value(), by, static_cast<std::int32_t>(longest.count()),
                  most_boardings);
  std::vector<Journey> out;
  if (const std::int32_t walk = i.egress[from.value()];
      walk != kNever && Seconds(walk) <= longest) {
    const JourneyPoint point{arrive - Seconds(walk), arrive, 0};
    out.push_back({point, detail::walk_of(i.w, from, to, point)});
  }
  out.insert(out.end(), i.journeys.begin(), i.journeys.end());
  return out;
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
