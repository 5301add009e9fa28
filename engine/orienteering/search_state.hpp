// SPDX-License-Identifier: Apache-2.0
// Routes as the search changes them: each stop knows when it is left at the earliest and when it
// may be reached at the latest, so that an insertion is checked in constant time.
//
// With travel that is FIFO and waiting that is free, "reached at t or earlier" is all that decides
// whether the rest of a route is feasible. The latest arrival is found backwards, by
// the inverse of travel: exact for times that depend on the departure as for constant ones.
//
// Private to engine/orienteering. Source: Vansteenwegen et al. 2009 for constant times.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/orienteering/problem.hpp"

namespace stopover::orienteering::detail {

// Travel between nodes of one route.
class ConstantWays {
 public:
  static constexpr bool kTimed = false;

  ConstantWays(const Problem& problem, std::size_t travel)
      : ways_(problem.ways(travel)), back_(problem.ways_back(travel)), nodes_(problem.nodes()) {}

  // Both walk a row of the node named first: the inner loops hold it fixed.
  [[nodiscard]] Tick into(std::size_t to, std::size_t from, Tick t) const {
    return t + back_[to * nodes_ + from];
  }
  [[nodiscard]] Tick out_of(std::size_t from, std::size_t to, Tick t) const {
    return t + ways_[from * nodes_ + to];
  }
  [[nodiscard]] Tick latest(std::size_t from, std::size_t to, Tick by) const {
    const Tick t = by - ways_[from * nodes_ + to];
    return t < 0 ? -1 : t;
  }

 private:
  const Tick* ways_;
  const Tick* back_;
  std::size_t nodes_;
};

class TimedWays {
 public:
  static constexpr bool kTimed = true;

  TimedWays(const Problem& problem, std::size_t travel)
      : problem_(&problem),
        travel_(&problem.spec().travel[travel]),
        nodes_(problem.nodes()),
        shortest_(nodes_ * nodes_),
        shortest_back_(nodes_ * nodes_) {
    for (std::size_t i = 0; i < nodes_; ++i)
      for (std::size_t j = 0; j < nodes_; ++j)
        shortest_[i * nodes_ + j] = shortest_back_[j * nodes_ + i] =
            travel_->shortest(problem.place(i), problem.place(j));
  }

  // No arrival is earlier: most insertions are refused by this, without a look at the table.
  [[nodiscard]] Tick soonest_into(std::size_t to, std::size_t from, Tick t) const {
    return t + shortest_back_[to * nodes_ + from];
  }
  [[nodiscard]] Tick soonest_out_of(std::size_t from, std::size_t to, Tick t) const {
    return t + shortest_[from * nodes_ + to];
  }
  [[nodiscard]] Tick into(std::size_t to, std::size_t from, Tick t) const {
    return travel_->arrival(problem_->place(from), problem_->place(to), t);
  }
  [[nodiscard]] Tick out_of(std::size_t from, std::size_t to, Tick t) const {
    return travel_->arrival(problem_->place(from), problem_->place(to), t);
  }
  [[nodiscard]] Tick latest(std::size_t from, std::size_t to, Tick by) const {
    return travel_->latest_departure(problem_->place(from), problem_->place(to), by);
  }

 private:
  const Problem* problem_;
  const TravelTimes* travel_;
  std::size_t nodes_;
  std::vector<Tick> shortest_;
  std::vector<Tick> shortest_back_;
};

struct Stop {
  Tick arrival = 0;    // at the earliest
  Tick departure = 0;  // at the earliest
  Tick latest = 0;     // latest arrival from which the rest is feasible; -1: none
  std::uint32_t node = 0;
};

// Stops of a route with both terminals.
using Tour = std::vector<Stop>;

inline constexpr std::uint8_t kUnvisited = 255;
inline constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max() / 4;

struct State {
  std::vector<Tour> tours{};
  std::vector<std::uint64_t> version{};  // of each tour: the same number, the same stops
  std::vector<std::uint8_t> where{};     // by site: its route, or kUnvisited
  // What is left of each resource: a row a route, then one over all. A resource that does not count
  // in a row has kUnlimited there.
  std::vector<std::int64_t> left{};
  std::vector<std::uint32_t> option{};  // by terminal
  std::int64_t worth = 0;
};

struct Insertion {
  Tick cost = kNever;       // delay of the stop after; kNever: not feasible
  std::int32_t before = 0;  // stop number

  [[nodiscard]] bool feasible() const { return cost != kNever; }
};

template <class Ways>
class Routes {
 public:
  explicit Routes(const Problem& problem)
      : problem_(problem), resources_(problem.spec().resources.size()) {
    for (std::size_t k = 0; k < problem.spec().travel.size(); ++k) ways_.emplace_back(problem, k);
  }

  [[nodiscard]] const Ways& ways(std::size_t route) const {
    return ways_[problem_.spec().routes[route].travel];
  }

  // All routes empty, first options.
  [[nodiscard]] State empty() const {
    State state;
    state.where.assign(problem_.sites(), kUnvisited);
    state.option.assign(problem_.spec().terminals.size(), 0);
    state.version.assign(problem_.routes(), 0);
    state.tours.resize(problem_.routes());
    for (std::size_t r = 0; r < problem_.routes(); ++r) {
      state.tours[r].resize(2);
      set_terminals(state, r);
    }
    recount(state);
    return state;
  }

  void set_terminals(State& state, std::size_t r) const {
    const Route& route = problem_.spec().routes[r];
    const auto node = [&](std::size_t t) {
      return static_cast<std::uint32_t>(problem_.node_of(t, state.option[t]));
    };
    state.tours[r].front() = {route.earliest, route.earliest, 0, node(route.start)};
    state.tours[r].back() = {0, 0, route.deadline, node(route.end)};
    retime(state, r, 1, state.tours[r].size() - 2);
  }

  // Times after stops [from, …) changed forwards and (…, last] backwards.
  void retime(State& state, std::size_t r, std::size_t from, std::size_t last) const {
    Tour& tour = state.tours[r];
    const Ways& way = ways(r);
    std::size_t p = from;
    for (; p < tour.size() && tour[p - 1].departure <= kLastTick; ++p) {
      Stop& stop = tour[p];
      stop.arrival = way.out_of(tour[p - 1].node, stop.node, tour[p - 1].departure);
      if (p + 1 == tour.size()) continue;
      const Tick start =
          stop.arrival <= kLastTick ? problem_.start_of(stop.node, r, stop.arrival) : kNever;
      stop.departure = start < kNever ? start + problem_.duration(stop.node) : kNever;
    }
    for (; p < tour.size(); ++p) tour[p].arrival = tour[p].departure = kNever;
    for (std::size_t q = last + 1; q-- > 0;) {
      Stop& stop = tour[q];
      const Stop& next = tour[q + 1];
      const Tick by = next.latest < 0 ? -1 : way.latest(stop.node, next.node, next.latest);
      stop.latest = by < 0 || q == 0 ? by : latest_start(stop.node, r, by);
    }
  }

  // Whether the route can be carried out, by times.
  [[nodiscard]] bool in_time(const State& state, std::size_t r) const {
    const Tour& tour = state.tours[r];
    return tour.back().arrival <= tour.back().latest;
  }
  [[nodiscard]] bool within_resources(const State& state, std::size_t r) const {
    return row_holds(state, r) && row_holds(state, problem_.routes());
  }

  [[nodiscard]] bool fits(const State& state, std::size_t row, std::size_t node) const {
    if (resources_ == 0) return true;
    const std::int64_t* left = state.left.data() + row * resources_;
    const std::int64_t* uses = problem_.uses(node).data();
    bool enough = true;
    for (std::size_t k = 0; k < resources_; ++k) enough &= uses[k] <= left[k];
    return enough;
  }

  // Where the site delays the route least; feasible by times, resources and windows.
  [[nodiscard]] Insertion best_insertion(const State& state, std::size_t r,
                                         std::size_t site) const {
    Insertion best;
    const Tour& tour = state.tours[r];
    const Ways& way = ways(r);
    const Tick duration = problem_.duration(site);
    const Tick last_close = problem_.last_close(site, r);
    // The stop after must be reachable from the first opening, the stop before be left in time.
    const Tick soonest = problem_.first_open(site, r) + duration;
    for (std::size_t p = 1; p < tour.size(); ++p) {
      const Stop& after = tour[p];
      const Stop& before = tour[p - 1];
      if (before.departure > last_close) break;
      if (after.latest < soonest) continue;
      if constexpr (Ways::kTimed) {
        const Tick soon = way.soonest_into(site, before.node, before.departure);
        if (soon > last_close) continue;
        const Tick leave = std::max(soon, problem_.first_open(site, r)) + duration;
        if (way.soonest_out_of(site, after.node, leave) > after.latest) continue;
      }
      const Tick arrival = way.into(site, before.node, before.departure);
      if (arrival > last_close) continue;
      const Tick start = problem_.start_of(site, r, arrival);
      const Tick next = way.out_of(site, after.node, start + duration);
      if (next > after.latest) continue;
      const Tick cost = next - after.arrival;
      if (cost >= best.cost) continue;
      if (!problem_.on_ways().empty() && !ways_fit(state, r, p, site)) continue;
      best = {cost, static_cast<std::int32_t>(p)};
    }
    return best;
  }

  void insert(State& state, std::size_t r, std::size_t before, std::size_t site) const {
    Tour& tour = state.tours[r];
    tour.insert(tour.begin() + static_cast<std::ptrdiff_t>(before),
                Stop{0, 0, 0, static_cast<std::uint32_t>(site)});
    retime(state, r, before, before);
    state.where[site] = static_cast<std::uint8_t>(r);
    state.worth += problem_.worth(site, r);
    take(state, r, site, 1);
    if (problem_.on_ways().empty()) return;
    const std::uint32_t a = tour[before - 1].node;
    const std::uint32_t b = tour[before + 1].node;
    take_way(state, r, a, site, 1);
    take_way(state, r, site, b, 1);
    take_way(state, r, a, b, -1);
  }

  // Stops [from, until) leave the route; none of them a terminal.
  void remove(State& state, std::size_t r, std::size_t from, std::size_t until) const {
    Tour& tour = state.tours[r];
    const bool counted = !problem_.on_ways().empty();
    if (counted) {
      for (std::size_t p = from; p <= until; ++p)
        take_way(state, r, tour[p - 1].node, tour[p].node, -1);
      take_way(state, r, tour[from - 1].node, tour[until].node, 1);
    }
    for (std::size_t p = from; p < until; ++p) {
      state.where[tour[p].node] = kUnvisited;
      state.worth -= problem_.worth(tour[p].node, r);
      take(state, r, tour[p].node, -1);
    }
    tour.erase(tour.begin() + static_cast<std::ptrdiff_t>(from),
               tour.begin() + static_cast<std::ptrdiff_t>(until));
    retime(state, r, from, from - 1);
  }

  // What is left of the resources, from nothing.
  void recount(State& state) const {
    const std::size_t m = problem_.routes();
    state.left.assign((m + 1) * resources_, kUnlimited);
    for (std::size_t k = 0; k < resources_; ++k) {
      const Resource& resource = problem_.spec().resources[k];
      for (std::size_t row = 0; row <= m; ++row)
        if (resource.on_each_route == (row < m))
          state.left[row * resources_ + k] = resource.capacity;
    }
    for (std::size_t t = 0; t < state.option.size(); ++t)
      take_row(state, m, problem_.node_of(t, state.option[t]), 1);
    for (std::size_t r = 0; r < m; ++r) {
      const Tour& tour = state.tours[r];
      for (std::size_t p = 1; p < tour.size(); ++p) {
        if (p + 1 < tour.size()) take(state, r, tour[p].node, 1);
        take_way(state, r, tour[p - 1].node, tour[p].node, 1);
      }
    }
  }

 private:
  [[nodiscard]] Tick latest_start(std::size_t site, std::size_t r, Tick by) const {
    const Tick start = by - problem_.duration(site);
    return start < 0 ? -1 : problem_.latest_start(site, r, start);
  }
  [[nodiscard]] bool row_holds(const State& state, std::size_t row) const {
    const auto first = state.left.begin() + static_cast<std::ptrdiff_t>(row * resources_);
    return std::all_of(first, first + static_cast<std::ptrdiff_t>(resources_),
                       [](std::int64_t left) { return left >= 0; });
  }
  void take_row(State& state, std::size_t row, std::size_t node, std::int64_t sign) const {
    if (resources_ == 0) return;
    std::int64_t* left = state.left.data() + row * resources_;
    const std::int64_t* uses = problem_.uses(node).data();
    for (std::size_t k = 0; k < resources_; ++k) left[k] -= sign * uses[k];
  }
  void take(State& state, std::size_t r, std::size_t node, std::int64_t sign) const {
    take_row(state, r, node, sign);
    take_row(state, problem_.routes(), node, sign);
  }
  [[nodiscard]] std::int64_t of_way(std::size_t k, std::size_t from, std::size_t to) const {
    const std::size_t places = problem_.spec().travel[0].places();
    return problem_.spec().resources[k].of_way[problem_.place(from) * places + problem_.place(to)];
  }
  void take_way(State& state, std::size_t r, std::size_t from, std::size_t to,
                std::int64_t sign) const {
    for (const std::size_t k : problem_.on_ways()) {
      const std::int64_t use = sign * of_way(k, from, to);
      state.left[r * resources_ + k] -= use;
      state.left[problem_.routes() * resources_ + k] -= use;
    }
  }
  [[nodiscard]] bool ways_fit(const State& state, std::size_t r, std::size_t before,
                              std::size_t site) const {
    const std::size_t a = state.tours[r][before - 1].node;
    const std::size_t b = state.tours[r][before].node;
    return std::ranges::all_of(problem_.on_ways(), [&](const std::size_t k) {
      const std::int64_t more =
          problem_.uses(site)[k] + of_way(k, a, site) + of_way(k, site, b) - of_way(k, a, b);
      return more <= state.left[r * resources_ + k] &&
             more <= state.left[problem_.routes() * resources_ + k];
    });
  }

  const Problem& problem_;
  std::size_t resources_;
  std::vector<Ways> ways_{};
};

}  // namespace stopover::orienteering::detail
