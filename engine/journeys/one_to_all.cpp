// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>

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
