// SPDX-License-Identifier: Apache-2.0
#include "engine/orienteering/bound.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace stopover::orienteering {
namespace {

__extension__ using Wide = __int128;

struct Item {
  std::int64_t score;
  std::int64_t weight;
};

// The whole part of the best fractional filling.
std::int64_t filling(std::vector<Item> items, std::int64_t capacity) {
  if (capacity < 0) return 0;
  // Without score and weight an item has no ratio, and would be like every other to the order.
  std::erase_if(items, [](const Item& item) { return item.score == 0; });
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return Wide{a.score} * b.weight > Wide{b.score} * a.weight;
  });
  std::int64_t sum = 0;
  for (const Item& item : items) {
    if (item.weight <= capacity) {
      capacity -= item.weight;
      sum += item.score;
      continue;
    }
    return sum + static_cast<std::int64_t>(Wide{item.score} * capacity / item.weight);
  }
  return sum;
}

// The shortest ways between places, of any route and departure.
class ShortestWays {
 public:
  explicit ShortestWays(const Problem& problem)
      : nodes_(problem.nodes()), in_(nodes_, kNever), out_(nodes_, kNever) {
    for (std::size_t i = 0; i < nodes_; ++i)
      for (std::size_t j = 0; j < nodes_; ++j) {
        if (i == j) continue;
        for (const TravelTimes& travel : problem.spec().travel) {
          const Tick t = travel.shortest(problem.place(i), problem.place(j));
          out_[i] = std::min(out_[i], t);
          in_[j] = std::min(in_[j], t);
        }
      }
  }
  [[nodiscard]] std::int64_t in(std::size_t node) const { return in_[node]; }
  [[nodiscard]] std::int64_t out(std::size_t node) const { return out_[node]; }

 private:
  std::size_t nodes_;
  std::vector<Tick> in_;
  std::vector<Tick> out_;
};

// The most that a site can score, -1 when no route can reach it.
std::int64_t most_of(const Problem& problem, std::size_t site) {
  std::int64_t most = -1;
  for (std::size_t r = 0; r < problem.routes(); ++r)
    if (problem.last_close(site, r) >= problem.spec().routes[r].earliest)
      most = std::max(most, problem.score_of(problem.worth(site, r)));
  return most;
}

}  // namespace

std::int64_t score_bound(const Problem& problem) {
  const ShortestWays ways(problem);
  const std::vector<Resource>& resources = problem.spec().resources;
  std::vector<Item> by_time;
  std::vector<std::vector<Item>> by_resource(resources.size());
  std::int64_t bound = 0;
  for (std::size_t i = 0; i < problem.sites(); ++i) {
    const std::int64_t score = most_of(problem, i);
    if (score < 0) continue;
    bound += score;
    // Twice the time, so that halves stay whole.
    by_time.push_back({score, 2 * std::int64_t{problem.duration(i)} + ways.in(i) + ways.out(i)});
    for (std::size_t k = 0; k < resources.size(); ++k)
      by_resource[k].push_back({score, problem.uses(i)[k]});
  }
  std::int64_t time = 0;
  for (const Route& route : problem.spec().routes)
    time += std::int64_t{2} * (route.deadline - route.earliest);
  bound = std::min(bound, filling(std::move(by_time), time));
  for (std::size_t k = 0; k < resources.size(); ++k) {
    const auto times = resources[k].on_each_route ? static_cast<std::int64_t>(problem.routes()) : 1;
    bound = std::min(bound, filling(std::move(by_resource[k]), resources[k].capacity * times));
  }
  return bound;
}

}  // namespace stopover::orienteering
