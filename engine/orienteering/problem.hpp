// SPDX-License-Identifier: Apache-2.0
// Which sites to visit, on which route and when, so that the score is greatest: the team
// orienteering problem with time windows, resources, times by departure and a choice of terminals.
//
// A route (a day) leaves its start terminal at `earliest` or later and reaches its end terminal by
// `deadline`. A site is visited at most once, its visit starts inside one of its windows of that
// route, and waiting is free. A resource is used up by sites, by terminals and by ways, on each
// route or over all; "at most k of a category" is a resource of capacity k. Where a terminal has
// several options (a hotel), one is chosen, for every route that begins or ends there.
//
// What is greatest: first the sum of priorities (a site that must be seen), then that of scores.
//
// What it is not: it knows no opening hours, no money and no walking, only windows and resources.
//
// Units: times in ticks (travel.hpp); scores, priorities and resources in the caller's whole units.
// Shapes: n sites, m routes. Places are rows of the travel times; several sites may share one.
// Errors: `unsound` lists all that is wrong with a Spec; a Problem made of an unsound one is a bug.
// Source: Vansteenwegen and Gunawan 2019, "Orienteering Problems".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/orienteering/travel.hpp"

namespace stopover::orienteering {

// Of the start of a visit, both ends included.
struct Window {
  Tick open = 0;
  Tick close = 0;

  friend bool operator==(const Window&, const Window&) = default;
};

struct Site {
  std::size_t place = 0;
  Tick duration = 0;
  std::int32_t score = 0;                      // 0 or more, on every route …
  std::vector<std::int32_t> score_on_route{};  // … or m of them
  std::int32_t priority = 0;                   // 0 or more
  // Of each route, apart and in order; an empty list: closed. One list serves all routes.
  std::vector<std::vector<Window>> windows{};
  std::vector<std::int64_t> uses{};  // one a resource, 0 or more; empty: none
};

struct Resource {
  bool on_each_route = false;
  std::int64_t capacity = 0;
  std::vector<std::int64_t> of_way{};  // places², 0 or more; empty: none
};

struct TerminalOption {
  std::size_t place = 0;
  std::vector<std::int64_t> uses{};  // once, of resources over all routes; empty: none
};

struct Terminal {
  std::vector<TerminalOption> options{};  // at least one
};

struct Route {
  std::size_t start = 0;  // terminals
  std::size_t end = 0;
  Tick earliest = 0;
  Tick deadline = 0;
  std::size_t travel = 0;  // which travel times
};

struct Spec {
  std::vector<TravelTimes> travel{};
  std::vector<Site> sites{};
  std::vector<Terminal> terminals{};
  std::vector<Route> routes{};
  std::vector<Resource> resources{};
};

inline constexpr std::size_t kMaxSites = 4096;
inline constexpr std::size_t kMaxRoutes = 64;

[[nodiscard]] std::vector<std::string> unsound(const Spec& spec);

// A Spec laid out for the inner loops. Sites are nodes 0 … n - 1, terminal options follow.
class Problem {
 public:
  explicit Problem(Spec spec);

  [[nodiscard]] const Spec& spec() const { return spec_; }
  [[nodiscard]] std::size_t sites() const { return spec_.sites.size(); }
  [[nodiscard]] std::size_t routes() const { return spec_.routes.size(); }
  [[nodiscard]] std::size_t nodes() const { return place_.size(); }
  [[nodiscard]] std::size_t place(std::size_t node) const { return place_[node]; }
  [[nodiscard]] Tick duration(std::size_t site) const { return duration_[site]; }
  [[nodiscard]] std::size_t node_of(std::size_t terminal, std::size_t option) const {
    return first_option_[terminal] + option;
  }
  // Uses of a node, one a resource.
  [[nodiscard]] std::span<const std::int64_t> uses(std::size_t node) const {
    return std::span(uses_).subspan(node * spec_.resources.size(), spec_.resources.size());
  }
  // Priority, then score, in one number: a sum of worths compares as (priorities, scores) do.
  [[nodiscard]] std::int64_t worth(std::size_t site, std::size_t route) const {
    return worth_[route * sites() + site];
  }
  [[nodiscard]] std::int64_t priority_of(std::int64_t worth) const { return worth / one_priority_; }
  [[nodiscard]] std::int64_t score_of(std::int64_t worth) const { return worth % one_priority_; }
  // The start of a visit by who arrives at t; kNever: too late.
  [[nodiscard]] Tick start_of(std::size_t site, std::size_t route, Tick t) const {
    const FirstAndLast& w = windows_[route * sites() + site];
    if (t <= w.first_close) return t > w.first_open ? t : w.first_open;
    return w.several ? start_in_several(site, route, t) : kNever;
  }
  // The latest start not after `by`; -1: none.
  [[nodiscard]] Tick latest_start(std::size_t site, std::size_t route, Tick by) const {
    const FirstAndLast& w = windows_[route * sites() + site];
    if (by >= w.last_open) return by < w.last_close ? by : w.last_close;
    return w.several ? latest_in_several(site, route, by) : -1;
  }
  // The latest start at all; -1: closed all day.
  [[nodiscard]] Tick last_close(std::size_t site, std::size_t route) const {
    return windows_[route * sites() + site].last_close;
  }
  [[nodiscard]] Tick first_open(std::size_t site, std::size_t route) const {
    return windows_[route * sites() + site].first_open;
  }
  [[nodiscard]] std::span<const Window> windows(std::size_t site, std::size_t route) const;
  [[nodiscard]] bool constant_travel() const { return constant_travel_; }
  // nodes², of constant travel times: [from * nodes + to], and its transpose.
  [[nodiscard]] const Tick* ways(std::size_t travel) const { return ways_[travel].data(); }
  [[nodiscard]] const Tick* ways_back(std::size_t travel) const { return back_[travel].data(); }
  // Resources whose ways use something.
  [[nodiscard]] const std::vector<std::size_t>& on_ways() const { return on_ways_; }

 private:
  struct FirstAndLast {
    Tick first_open = kNever;  // closed all day: no t is in time
    Tick first_close = -1;
    Tick last_open = kNever;
    Tick last_close = -1;
    bool several = false;
  };

  void lay_out_nodes();
  void lay_out_windows();
  void lay_out_worths();
  void lay_out_ways();
  [[nodiscard]] Tick start_in_several(std::size_t site, std::size_t route, Tick t) const;
  [[nodiscard]] Tick latest_in_several(std::size_t site, std::size_t route, Tick by) const;

  Spec spec_;
  std::vector<std::size_t> place_{};         // by node
  std::vector<std::size_t> first_option_{};  // by terminal
  std::vector<Tick> duration_{};
  std::vector<std::int64_t> uses_{};
  std::vector<std::int64_t> worth_{};
  std::int64_t one_priority_ = 1;
  std::vector<FirstAndLast> windows_{};
  bool constant_travel_ = true;
  std::vector<std::vector<Tick>> ways_{};
  std::vector<std::vector<Tick>> back_{};
  std::vector<std::size_t> on_ways_{};
};

// A visit as it takes place.
struct Visit {
  std::size_t site = 0;
  Tick arrival = 0;
  Tick start = 0;
  Tick departure = 0;

  friend bool operator==(const Visit&, const Visit&) = default;
};

struct Itinerary {
  std::vector<Visit> visits{};
  Tick back = 0;  // arrival at the end terminal

  friend bool operator==(const Itinerary&, const Itinerary&) = default;
};

struct Solution {
  std::vector<Itinerary> routes{};
  std::vector<std::size_t> options{};  // by terminal, the one chosen
  std::int64_t priority = 0;
  std::int64_t score = 0;

  friend bool operator==(const Solution&, const Solution&) = default;
};

// The sites of each route in their order, as early as they can be. Nothing when that is not
// feasible.
[[nodiscard]] std::optional<Solution> schedule(const Problem& problem,
                                               const std::vector<std::vector<std::size_t>>& order,
                                               const std::vector<std::size_t>& options);

}  // namespace stopover::orienteering
