// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

#include "engine/journeys/trip_based_impl.hpp"

namespace stopover::journeys {
namespace {

// Every stop is a destination: nothing bounds a ride, and each arrival counts at the stop and over
// its links.
class ToAll {
 public:
  static constexpr bool kBounded = false;
  static constexpr bool kByLine = false;
  ToAll(const Window& window, std::vector<std::int32_t>& table) : w_(window), table_(table) {
    reached_.assign(window.stop_count(), kNever);
  }

  void reach(std::uint32_t stop, std::int32_t at, std::uint32_t round) {
    if (at >= reached_[stop]) return;
    reached_[stop] = at;
    if (round >= rows_) add_rows(round + 1);
    table_[std::size_t{round} * w_.stop_count() + stop] = at;
  }
  [[nodiscard]] static std::int32_t limit(std::uint32_t /*round*/) { return kNever; }
  bool arrive(detail::Found /*here*/, std::uint32_t stop, std::int32_t at, std::uint32_t round) {
    reach(stop, at, round);
    for (const Link& link : w_.transit().links_of(StopId(stop)))
      reach(link.to.value(), at + link.seconds, round);
    return round < most_;
  }
  void set_most(int most) { most_ = static_cast<std::uint32_t>(most); }
  [[nodiscard]] std::uint32_t rows() const { return rows_; }

 private:
  void add_rows(std::uint32_t rows) {
    table_.resize(std::max<std::size_t>(table_.size(), std::size_t{rows} * w_.stop_count()));
    std::fill(table_.begin() + std::ptrdiff_t{rows_} * w_.stop_count(),
              table_.begin() + std::ptrdiff_t{rows} * w_.stop_count(), kNever);
    rows_ = rows;
  }

  const Window& w_;
  std::vector<std::int32_t>& table_;
  std::vector<std::int32_t> reached_;
  std::uint32_t rows_ = 0;
  std::uint32_t most_ = 0;
};

// From the last departure to the first, keeping what was reached by stop and number of boardings.
class ToAllByDeparture {
 public:
  static constexpr bool kBounded = false;
  static constexpr bool kByLine = false;
  ToAllByDeparture(const Window& window, int most)
      : w_(window), most_(static_cast<std::uint32_t>(most)), best_(window.stop_count(), never()) {}

  [[nodiscard]] static std::int32_t limit(std::uint32_t /*round*/) { return kNever; }
  bool arrive(detail::Found /*here*/, std::uint32_t stop, std::int32_t at, std::uint32_t round) {
    reach(stop, at, round);
    for (const Link& link : w_.transit().links_of(StopId(stop)))
      reach(link.to.value(), at + link.seconds, round);
    return round < most_;
  }
  // Without a ride, or by who leaves later: no point, but what a point must beat.
  void bound(std::uint32_t stop, std::int32_t at, std::uint32_t round) {
    for (std::uint32_t n = round; n < detail::kWidth && best_[stop][n] > at; ++n)
      best_[stop][n] = at;
  }
  // What those who leave then reach.
  void take(Instant leave, std::vector<std::vector<JourneyPoint>>& out) {
    std::sort(changed_.begin(), changed_.end());
    changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
    for (const auto& [stop, round] : changed_)
      if (best_[stop][round] < best_[stop][round - 1])
        out[stop].push_back(
            {leave, w_.instant(best_[stop][round]), static_cast<std::int32_t>(round)});
    changed_.clear();
  }

 private:
  using Times = std::array<std::int32_t, detail::kWidth>;
  static Times never() {
    Times times;
    times.fill(kNever);
    return times;
  }
  void reach(std::uint32_t stop, std::int32_t at, std::uint32_t round) {
    if (at >= best_[stop][round]) return;
    bound(stop, at, round);
    changed_.emplace_back(stop, round);
  }

  const Window& w_;
  std::uint32_t most_;
  std::vector<Times> best_;  // by stop, then boardings
  std::vector<std::pair<std::uint32_t, std::uint32_t>> changed_;
};

}  // namespace

void TripBasedSearch::Impl::search_all(std::uint32_t from, std::int32_t depart, int most) {
  one.clear();
  one.memory.start();
  ToAll visitor(w, table);
  visitor.set_most(most);
  each_access(from, [&](std::uint32_t stop, std::int32_t walk) {
    visitor.reach(stop, depart + walk, 0);
    if (most == 0) return;
    for (const Boarding& b : w.boardings_at(stop)) {
      const std::uint32_t run = w.first_boarded(b.line, b.position, depart + walk);
      if (run != w.end_run(b.line)) one.board_first(run, b.position, stop, visitor);
    }
  });
  one.run(visitor);
  rows = visitor.rows();
}

std::vector<std::vector<JourneyPoint>> TripBasedSearch::Impl::profile_all(
    std::uint32_t from, HalfOpen<std::int32_t> departures, int most) {
  STOPOVER_CHECK(most >= 0 && most <= kMostBoardings, "as many boardings as a search knows");
  std::vector<std::vector<JourneyPoint>> out(w.stop_count());
  if (most == 0) return out;
  ToAllByDeparture visitor(w, most);
  // Who leaves at the range's end or later bounds who leaves in it.
  search_all(from, departures.until, most);
  for (std::uint32_t round = 0; round < rows; ++round)
    for (std::uint32_t stop = 0; stop < w.stop_count(); ++stop)
      visitor.bound(stop, table[std::size_t{round} * w.stop_count() + stop], round);
  range.memory.start();
  collect_starts(from, departures, nullptr);
  for (std::size_t i = 0; i < starts.size();) {
    const std::int32_t leave = starts[i].leave;
    range.clear();
    each_access(
        from, [&](std::uint32_t stop, std::int32_t walk) { visitor.bound(stop, leave + walk, 0); });
    for (; i < starts.size() && starts[i].leave == leave; ++i)
      range.board_first(starts[i].run, starts[i].position, starts[i].stop, visitor);
    range.run(visitor);
    visitor.take(w.instant(leave), out);
  }
  for (std::vector<JourneyPoint>& points_there : out)
    std::sort(points_there.begin(), points_there.end(),
              [](const JourneyPoint& a, const JourneyPoint& b) {
                return std::tie(a.depart, a.boardings) < std::tie(b.depart, b.boardings);
              });
  out[from].clear();
  return out;
}

std::vector<std::vector<JourneyPoint>> TripBasedSearch::profile_to_all(StopId from,
                                                                       HalfOpen<Instant> departures,
                                                                       int most_boardings) {
  return impl_->profile_all(from.value(),
                            {impl_->w.seconds(departures.from), impl_->w.seconds(departures.until)},
                            most_boardings);
}

std::span<const std::int32_t> TripBasedSearch::to_all_table(StopId from, Instant depart,
                                                            int most_boardings) {
  Impl& i = *impl_;
  i.search_all(from.value(), i.w.seconds(depart), most_boardings);
  return std::span(i.table).first(std::size_t{i.rows} * i.w.stop_count());
}

std::vector<std::vector<Arrival>> TripBasedSearch::to_all(StopId from, Instant depart,
                                                          int most_boardings) {
  const auto table = to_all_table(from, depart, most_boardings);
  const std::size_t stops = impl_->w.stop_count();
  std::vector<std::vector<Arrival>> out(stops);
  for (std::size_t k = 0; k < table.size(); ++k)
    if (table[k] != kNever)
      out[k % stops].push_back({impl_->w.instant(table[k]), static_cast<int>(k / stops)});
  return out;
}

}  // namespace stopover::journeys
