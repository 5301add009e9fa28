// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/bounds.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace stopover::journeys {
namespace {

// Stops in groups of at most `per_cell` that lie together.
class CellCutter {
 public:
  CellCutter(const Window& window, std::size_t cells)
      : stops_(window.transit().stops().rows()), cell_(window.stop_count(), 0) {
    std::vector<std::uint32_t> all(stops_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
    cut(all, cells);
  }
  [[nodiscard]] std::vector<std::uint32_t> take() && { return std::move(cell_); }
  [[nodiscard]] std::uint32_t count() const { return next_; }

 private:
  void cut(std::span<std::uint32_t> stops, std::size_t cells) {
    if (cells <= 1 || stops.size() <= 1) {
      for (const std::uint32_t stop : stops) cell_[stop] = next_;
      ++next_;
      return;
    }
    const auto [west, east] = std::minmax_element(
        stops.begin(), stops.end(), [&](auto a, auto b) { return stops_[a].lon < stops_[b].lon; });
    const auto [south, north] = std::minmax_element(
        stops.begin(), stops.end(), [&](auto a, auto b) { return stops_[a].lat < stops_[b].lat; });
    const bool by_lon =
        stops_[*east].lon - stops_[*west].lon > stops_[*north].lat - stops_[*south].lat;
    std::sort(stops.begin(), stops.end(), [&](std::uint32_t a, std::uint32_t b) {
      const double x = by_lon ? stops_[a].lon : stops_[a].lat;
      const double y = by_lon ? stops_[b].lon : stops_[b].lat;
      return x != y ? x < y : a < b;
    });
    const std::size_t left_cells = cells / 2;
    std::size_t left = stops.size() * left_cells / cells;
    left = std::clamp<std::size_t>(left, 1, stops.size() - 1);
    cut(stops.first(left), left_cells);
    cut(stops.subspan(left), cells - left_cells);
  }

  const std::vector<Stop>& stops_;
  std::vector<std::uint32_t> cell_;
  std::uint32_t next_ = 0;
};

// From one call of a line to the next, at least.
struct Ride {
  std::int32_t seconds = 0;  // from departure to arrival
  std::int32_t dwell = 0;    // there
};

struct Reach {
  // By stop, for who alighted there and takes one more ride at least.
  std::vector<std::int32_t> seconds;
  std::vector<std::uint32_t> boardings;
  std::vector<bool> walk;
};

// What all cells' searches read.
class LeastTimes {
 public:
  explicit LeastTimes(const Window& window);

  [[nodiscard]] const Window& window() const { return w_; }
  // By call, to the next of its line.
  [[nodiscard]] const Ride& ride(std::uint32_t call) const { return rides_[call]; }
  // Stops from where one walks to a stop.
  [[nodiscard]] std::span<const Link> links_to(std::uint32_t stop) const {
    return std::span(links_).subspan(first_link_[stop], first_link_[stop + 1] - first_link_[stop]);
  }
  // Stops from where one changes to a line at a stop: over links, or as rules allow.
  [[nodiscard]] std::span<const Link> changes_to(std::uint32_t stop) const {
    if (first_change_.empty()) return links_to(stop);
    return std::span(changes_).subspan(first_change_[stop],
                                       first_change_[stop + 1] - first_change_[stop]);
  }
  // Lines where one may alight at a stop.
  [[nodiscard]] std::span<const std::uint32_t> lines_at(std::uint32_t stop) const {
    return lines_at_[stop];
  }
  // Lines some of whose vehicles go on as the line, and those that some of its go on as.
  [[nodiscard]] std::span<const std::uint32_t> before(std::uint32_t line) const {
    return before_[line];
  }
  [[nodiscard]] std::span<const std::uint32_t> after(std::uint32_t line) const {
    return after_[line];
  }

 private:
  void add_rides(std::uint32_t line);
  void add_vehicles(std::uint32_t line);
  using Reversed = std::pair<std::uint32_t, Link>;  // to, and the link with where it starts
  void add_links();
  void add_changes(std::vector<Reversed> all);
  void index(std::vector<Reversed>& all, std::vector<std::uint32_t>& first,
             std::vector<Link>& links) const;

  const Window& w_;
  std::vector<Ride> rides_;
  std::vector<std::uint32_t> first_link_;  // by stop, and one past
  std::vector<Link> links_;
  std::vector<std::uint32_t> first_change_;  // the same, with those of rules; empty without rules
  std::vector<Link> changes_;
  std::vector<std::vector<std::uint32_t>> lines_at_;
  std::vector<std::vector<std::uint32_t>> before_;
  std::vector<std::vector<std::uint32_t>> after_;
};

void add_once(std::vector<std::uint32_t>& all, std::uint32_t one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

LeastTimes::LeastTimes(const Window& window)
    : w_(window),
      rides_(window.call_stop().size(), Ride{kNever, kNever}),
      lines_at_(window.stop_count()),
      before_(window.line_count()),
      after_(window.line_count()) {
  for (std::uint32_t line = 0; line < w_.line_count(); ++line) {
    add_rides(line);
    add_vehicles(line);
  }
  add_links();
}

void LeastTimes::add_rides(std::uint32_t line) {
  const std::uint32_t first = w_.first_call(line);
  for (std::uint32_t run = w_.first_run(line); run < w_.end_run(line); ++run) {
    const std::uint32_t event = w_.runs()[run].first_event;
    for (std::uint32_t i = 0; i + 1 < w_.call_count(line); ++i) {
      Ride& ride = rides_[first + i];
      ride.seconds = std::min(ride.seconds, w_.arrive()[event + i + 1] - w_.depart()[event + i]);
      ride.dwell = std::min(ride.dwell, w_.depart()[event + i + 1] - w_.arrive()[event + i + 1]);
    }
  }
  for (std::uint32_t i = 1; i < w_.call_count(line); ++i)
    if (w_.may_alight(first + i)) add_once(lines_at_[w_.call_stop()[first + i]], line);
}

void LeastTimes::add_vehicles(std::uint32_t line) {
  for (std::uint32_t run = w_.first_run(line); run < w_.end_run(line); ++run) {
    const std::uint32_t then = w_.runs()[run].then;
    if (then == kNone) continue;
    add_once(before_[w_.runs()[then].line], line);
    add_once(after_[line], w_.runs()[then].line);
  }
}

void LeastTimes::add_links() {
  std::vector<Reversed> all;
  for (std::uint32_t from = 0; from < w_.stop_count(); ++from)
    for (const Link& link : w_.transit().links_of(StopId(from)))
      all.push_back({link.to.value(), {StopId(from), link.seconds, link.fen}});
  index(all, first_link_, links_);
  if (!w_.pairs().empty()) add_changes(std::move(all));
}

void LeastTimes::add_changes(std::vector<Reversed> all) {
  for (std::uint32_t slot = w_.stop_count(); slot < w_.slot_count(); ++slot)
    for (const PairChanges::Target& target : w_.pairs().targets(slot)) {
      const std::int32_t least = w_.pairs().least(target);
      if (target.walks && least < Window::kNoChange)
        all.push_back({target.stop, {StopId(w_.pairs().stop_of(slot)), least, 0}});
    }
  index(all, first_change_, changes_);
}

void LeastTimes::index(std::vector<Reversed>& all, std::vector<std::uint32_t>& first,
                       std::vector<Link>& links) const {
  first.assign(w_.stop_count() + std::size_t{1}, 0);
  std::sort(all.begin(), all.end());
  for (const auto& [to, link] : all) {
    ++first[to + 1];
    links.push_back(link);
  }
  for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
}

// From the ends back, one boarding more in each round, as RAPTOR does with times of day.
class BackwardSearch {
 public:
  explicit BackwardSearch(const LeastTimes& times)
      : t_(times),
        w_(times.window()),
        alighted_(w_.stop_count(), kNever),
        start_(w_.line_count(), kNever),
        marked_(w_.line_count(), false) {
    reach_.seconds.assign(w_.stop_count(), kNever);
    reach_.boardings.assign(w_.stop_count(), Bound::kFarBoardings);
    reach_.walk.assign(w_.stop_count(), false);
  }

  Reach search(const std::vector<std::uint32_t>& ends) && {
    for (const std::uint32_t end : ends) {
      walk_from(end, 0);
      for (const Link& link : t_.links_to(end)) walk_from(link.to.value(), link.seconds);
    }
    for (round_ = 1; round_ < Bound::kFarBoardings && !lines_.empty(); ++round_) {
      changed_.clear();
      for (std::size_t k = 0; k < lines_.size(); ++k) {
        marked_[lines_[k]] = false;
        ride(lines_[k]);
      }
      lines_.clear();
      for (const auto& [stop, board] : changed_) {
        reach(stop, board + w_.least_change(stop));
        for (const Link& link : t_.changes_to(stop)) reach(link.to.value(), board + link.seconds);
      }
    }
    return std::move(reach_);
  }

 private:
  void walk_from(std::uint32_t stop, std::int32_t seconds) {
    reach_.walk[stop] = true;
    lower(stop, seconds);
  }
  // Who alighted there needs so long.
  void lower(std::uint32_t stop, std::int32_t seconds) {
    if (seconds >= alighted_[stop]) return;
    alighted_[stop] = seconds;
    for (const std::uint32_t line : t_.lines_at(stop)) mark(line);
  }
  void mark(std::uint32_t line) {
    if (marked_[line]) return;
    marked_[line] = true;
    lines_.push_back(line);
  }
  void reach(std::uint32_t stop, std::int32_t seconds) {
    if (seconds < reach_.seconds[stop]) reach_.seconds[stop] = seconds;
    reach_.boardings[stop] = std::min(reach_.boardings[stop], round_);
    // Where there is no change, the label only serves journeys that start there.
    if (seconds < Window::kNoChange) lower(stop, seconds);
  }
  void ride(std::uint32_t line) {
    const std::uint32_t first = w_.first_call(line);
    const std::uint32_t last = w_.call_count(line) - 1;
    std::int32_t on_board = kNever;  // from the arrival at call i + 1, staying
    for (const std::uint32_t then : t_.after(line)) on_board = std::min(on_board, start_[then]);
    for (std::uint32_t i = last; i-- > 0;) {
      const Ride& ride = t_.ride(first + i);
      if (on_board != kNever && i + 1 != last) on_board += ride.dwell;
      if (w_.may_alight(first + i + 1))
        on_board = std::min(on_board, alighted_[w_.call_stop()[first + i + 1]]);
      if (on_board == kNever) continue;
      on_board += ride.seconds;
      if (w_.may_board(first + i)) changed_.emplace_back(w_.call_stop()[first + i], on_board);
    }
    if (on_board >= start_[line]) return;
    start_[line] = on_board;
    for (const std::uint32_t before : t_.before(line)) mark(before);
  }

  const LeastTimes& t_;
  const Window& w_;
  Reach reach_;
  std::vector<std::int32_t> alighted_;  // by stop
  std::vector<std::int32_t> start_;     // by line: from its first departure
  std::vector<bool> marked_;
  std::vector<std::uint32_t> lines_;
  std::vector<std::pair<std::uint32_t, std::int32_t>> changed_;  // stop, from a boarding there
  std::uint32_t round_ = 0;
};

}  // namespace

Bounds::Bounds(const Window& window, Executor& executor, std::size_t max_cells,
               std::size_t max_bytes)
    : stops_(window.stop_count()) {
  const std::size_t row = std::max<std::size_t>(1, stops_) * sizeof(Bound);
  const std::size_t cells =
      std::clamp<std::size_t>(max_bytes / row, 1, std::max<std::size_t>(1, max_cells));
  CellCutter cutter(window, cells);
  const std::uint32_t count = cutter.count();
  cell_ = std::move(cutter).take();
  std::vector<std::vector<std::uint32_t>> members(count);
  for (std::uint32_t stop = 0; stop < stops_; ++stop) members[cell_[stop]].push_back(stop);
  bounds_.resize(std::size_t{count} * stops_);
  const LeastTimes times(window);
  rides_.resize(window.call_stop().size());
  for (std::uint32_t line = 0; line < window.line_count(); ++line) {
    goes_on_.push_back(times.after(line).empty() ? 0 : 1);
    for (std::uint32_t call = window.first_call(line); call + 1 < window.first_call(line + 1);
         ++call) {
      rides_[call].seconds = times.ride(call).seconds;
      rides_[call + 1].dwell = times.ride(call).dwell;
    }
  }
  constexpr std::size_t kCellsPerPackage = 8;
  executor.run(package_count(count, kCellsPerPackage), [&](std::size_t package) {
    for (std::size_t c = package * kCellsPerPackage;
         c < std::min<std::size_t>((package + 1) * kCellsPerPackage, count); ++c) {
      const Reach reach = BackwardSearch(times).search(members[c]);
      for (std::size_t stop = 0; stop < stops_; ++stop) {
        const std::uint32_t boardings = reach.boardings[stop];
        const bool far = reach.seconds[stop] == kNever || boardings >= Bound::kFarBoardings;
        const auto seconds =
            far ? Bound::kFarSeconds
                : std::min(static_cast<std::uint32_t>(reach.seconds[stop]), Bound::kFarSeconds - 1);
        bounds_[c * stops_ + stop] =
            Bound(seconds, far ? Bound::kFarBoardings : boardings, reach.walk[stop]);
      }
    }
  });
}

}  // namespace stopover::journeys
