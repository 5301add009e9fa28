// SPDX-License-Identifier: Apache-2.0
#include "engine/orienteering/problem.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::orienteering {

Problem::Problem(Spec spec) : spec_(std::move(spec)) {
  STOPOVER_CHECK(unsound(spec_).empty(), "a sound problem");
  lay_out_nodes();
  lay_out_windows();
  lay_out_worths();
  lay_out_ways();
}

void Problem::lay_out_nodes() {
  const std::size_t resources = spec_.resources.size();
  const auto add = [&](std::size_t place, const std::vector<std::int64_t>& uses) {
    place_.push_back(place);
    if (uses.empty())
      uses_.resize(uses_.size() + resources, 0);
    else
      uses_.insert(uses_.end(), uses.begin(), uses.end());
  };
  for (const Site& site : spec_.sites) {
    add(site.place, site.uses);
    duration_.push_back(site.duration);
  }
  for (const Terminal& terminal : spec_.terminals) {
    first_option_.push_back(place_.size());
    for (const TerminalOption& option : terminal.options) add(option.place, option.uses);
  }
  for (std::size_t k = 0; k < resources; ++k)
    if (!spec_.resources[k].of_way.empty()) on_ways_.push_back(k);
}

std::span<const Window> Problem::windows(std::size_t site, std::size_t route) const {
  const auto& lists = spec_.sites[site].windows;
  return lists.size() == 1 ? lists[0] : lists[route];
}

void Problem::lay_out_windows() {
  windows_.resize(sites() * routes());
  for (std::size_t r = 0; r < routes(); ++r)
    for (std::size_t i = 0; i < sites(); ++i) {
      const std::span<const Window> list = windows(i, r);
      if (list.empty()) continue;
      windows_[r * sites() + i] = {.first_open = list.front().open,
                                   .first_close = list.front().close,
                                   .last_open = list.back().open,
                                   .last_close = list.back().close,
                                   .several = list.size() > 1};
    }
}

void Problem::lay_out_worths() {
  const auto score_on = [this](std::size_t i, std::size_t r) {
    const Site& site = spec_.sites[i];
    return site.score_on_route.empty() ? site.score : site.score_on_route[r];
  };
  for (std::size_t i = 0; i < sites(); ++i) {
    std::int64_t most = 0;
    for (std::size_t r = 0; r < routes(); ++r) most = std::max<std::int64_t>(most, score_on(i, r));
    one_priority_ += most;
  }
  for (std::size_t r = 0; r < routes(); ++r)
    for (std::size_t i = 0; i < sites(); ++i)
      worth_.push_back(spec_.sites[i].priority * one_priority_ + score_on(i, r));
}

void Problem::lay_out_ways() {
  constant_travel_ = std::all_of(spec_.travel.begin(), spec_.travel.end(),
                                 [](const TravelTimes& t) { return t.is_constant(); });
  if (!constant_travel_) return;
  const std::size_t count = nodes();
  for (const TravelTimes& times : spec_.travel) {
    std::vector<Tick>& ways = ways_.emplace_back(count * count);
    std::vector<Tick>& back = back_.emplace_back(count * count);
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < count; ++j)
        ways[i * count + j] = back[j * count + i] =
            times.matrix()[place_[i] * times.places() + place_[j]];
  }
}

Tick Problem::start_in_several(std::size_t site, std::size_t route, Tick t) const {
  for (const Window& w : windows(site, route))
    if (t <= w.close) return std::max(t, w.open);
  return kNever;
}

Tick Problem::latest_in_several(std::size_t site, std::size_t route, Tick by) const {
  const std::span<const Window> list = windows(site, route);
  for (std::size_t i = list.size(); i-- > 0;)
    if (by >= list[i].open) return std::min(by, list[i].close);
  return -1;
}

namespace {

// One route in ticks; false when something is late.
bool walk(const Problem& problem, std::size_t route, const std::vector<std::size_t>& order,
          const std::vector<std::size_t>& options, Itinerary& out) {
  const Route& r = problem.spec().routes[route];
  const TravelTimes& travel = problem.spec().travel[r.travel];
  std::size_t at = problem.place(problem.node_of(r.start, options[r.start]));
  Tick now = r.earliest;
  for (const std::size_t site : order) {
    const Tick arrival = travel.arrival(at, problem.place(site), now);
    const Tick start = arrival < kNever ? problem.start_of(site, route, arrival) : kNever;
    if (start == kNever) return false;
    now = start + problem.duration(site);
    out.visits.push_back({site, arrival, start, now});
    at = problem.place(site);
    if (now > r.deadline) return false;
  }
  out.back = travel.arrival(at, problem.place(problem.node_of(r.end, options[r.end])), now);
  return out.back <= r.deadline;
}

std::int64_t of_ways(const Problem& problem, const Resource& resource, std::size_t route,
                     const std::vector<std::size_t>& order,
                     const std::vector<std::size_t>& options) {
  if (resource.of_way.empty()) return 0;
  const Route& r = problem.spec().routes[route];
  const std::size_t places = problem.spec().travel[r.travel].places();
  std::size_t at = problem.place(problem.node_of(r.start, options[r.start]));
  std::int64_t sum = 0;
  for (const std::size_t site : order) {
    sum += resource.of_way[at * places + problem.place(site)];
    at = problem.place(site);
  }
  return sum + resource.of_way[at * places + problem.place(problem.node_of(r.end, options[r.end]))];
}

bool within_resources(const Problem& problem, const std::vector<std::vector<std::size_t>>& order,
                      const std::vector<std::size_t>& options) {
  const std::vector<Resource>& resources = problem.spec().resources;
  for (std::size_t k = 0; k < resources.size(); ++k) {
    std::int64_t all = 0;
    for (std::size_t t = 0; t < options.size(); ++t)
      all += problem.uses(problem.node_of(t, options[t]))[k];
    for (std::size_t r = 0; r < order.size(); ++r) {
      std::int64_t used = of_ways(problem, resources[k], r, order[r], options);
      for (const std::size_t site : order[r]) used += problem.uses(site)[k];
      if (resources[k].on_each_route && used > resources[k].capacity) return false;
      all += used;
    }
    if (!resources[k].on_each_route && all > resources[k].capacity) return false;
  }
  return true;
}

}  // namespace

std::optional<Solution> schedule(const Problem& problem,
                                 const std::vector<std::vector<std::size_t>>& order,
                                 const std::vector<std::size_t>& options) {
  Solution solution;
  solution.options = options;
  std::vector<char> seen(problem.sites(), 0);
  std::int64_t worth = 0;
  for (std::size_t r = 0; r < problem.routes(); ++r) {
    if (!walk(problem, r, order[r], options, solution.routes.emplace_back())) return std::nullopt;
    for (const std::size_t site : order[r]) {
      if (std::exchange(seen[site], 1) != 0) return std::nullopt;
      worth += problem.worth(site, r);
    }
  }
  if (!within_resources(problem, order, options)) return std::nullopt;
  solution.priority = problem.priority_of(worth);
  solution.score = problem.score_of(worth);
  return solution;
}

}  // namespace stopover::orienteering
