// SPDX-License-Identifier: Apache-2.0
#include "engine/orienteering/exact.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::orienteering {
namespace {

using Set = std::uint32_t;
using Uses = std::vector<std::int64_t>;  // of the resources on ways

constexpr std::int32_t kNone = -1;

bool none_greater(const Uses& a, const Uses& b) {
  for (std::size_t k = 0; k < a.size(); ++k)
    if (a[k] > b[k]) return false;
  return true;
}

// A way to have visited a set, its last site last.
struct Label {
  Tick time = 0;
  Uses uses{};
  std::int32_t parent = kNone;
  std::uint32_t site = 0;
};

// A division of a set among the first routes.
struct Division {
  std::int64_t worth = 0;
  Uses uses{};
  std::int32_t label = kNone;  // of the last of these routes; kNone: nothing visited on it
  Set on_last = 0;
  std::size_t rest = 0;  // number among the divisions of the rest among the routes before
};

class ExactSearch {
 public:
  explicit ExactSearch(const Problem& problem)
      : problem_(problem), sets_(std::size_t{1} << problem.sites()) {}

  std::optional<Solution> best() {
    std::vector<std::size_t> options(problem_.spec().terminals.size(), 0);
    do {
      try_options(options);
    } while (next(options));
    return std::move(best_);
  }

 private:
  bool next(std::vector<std::size_t>& options) const {
    for (std::size_t t = 0; t < options.size(); ++t) {
      if (++options[t] < problem_.spec().terminals[t].options.size()) return true;
      options[t] = 0;
    }
    return false;
  }

  [[nodiscard]] Uses after(const Uses& uses, std::size_t from, std::size_t to) const {
    Uses sum = uses;
    const std::size_t places = problem_.spec().travel[0].places();
    for (std::size_t k = 0; k < sum.size(); ++k)
      sum[k] += problem_.spec()
                    .resources[problem_.on_ways()[k]]
                    .of_way[problem_.place(from) * places + problem_.place(to)];
    return sum;
  }

  // What is used of each resource by a set of sites and the ways.
  [[nodiscard]] std::vector<std::int64_t> used(Set set, const Uses& ways) const {
    std::vector<std::int64_t> sum(problem_.spec().resources.size(), 0);
    for (std::size_t i = 0; i < problem_.sites(); ++i)
      if ((set >> i & 1U) != 0)
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += problem_.uses(i)[k];
    for (std::size_t k = 0; k < ways.size(); ++k) sum[problem_.on_ways()[k]] += ways[k];
    return sum;
  }

  [[nodiscard]] bool within(const std::vector<std::int64_t>& sum, bool on_each_route) const {
    for (std::size_t k = 0; k < sum.size(); ++k) {
      const Resource& resource = problem_.spec().resources[k];
      if (resource.on_each_route == on_each_route && sum[k] > resource.capacity) return false;
    }
    return true;
  }

  // --- one route

  struct RouteTable {
    std::vector<Label> labels{};
    std::vector<std::vector<std::int32_t>> at{};  // by set * sites + last
    // By set: labels that may end there, with what their ways use until the end terminal.
    std::vector<std::vector<std::pair<std::int32_t, Uses>>> complete{};
  };

  void extend(RouteTable& table, std::size_t r, Set set, std::int32_t parent, std::size_t from,
              std::size_t site) const {
    const Tick ready = parent == kNone ? problem_.spec().routes[r].earliest
                                       : table.labels[static_cast<std::size_t>(parent)].time;
    const Tick arrival = problem_.spec().travel[problem_.spec().routes[r].travel].arrival(
        problem_.place(from), problem_.place(site), ready);
    const Tick start = arrival < kNever ? problem_.start_of(site, r, arrival) : kNever;
    if (start == kNever || start + problem_.duration(site) > problem_.spec().routes[r].deadline)
      return;
    const Uses none(problem_.on_ways().size(), 0);
    Label label{start + problem_.duration(site),
                after(parent == kNone ? none : table.labels[static_cast<std::size_t>(parent)].uses,
                      from, site),
                parent, static_cast<std::uint32_t>(site)};
    auto& here = table.at[(set | Set{1} << site) * problem_.sites() + site];
    for (const std::int32_t other : here) {
      const Label& o = table.labels[static_cast<std::size_t>(other)];
      if (o.time <= label.time && none_greater(o.uses, label.uses)) return;
    }
    here.push_back(static_cast<std::int32_t>(table.labels.size()));
    table.labels.push_back(std::move(label));
  }

  void complete(RouteTable& table, std::size_t r, Set set, std::int32_t label, std::size_t from,
                std::size_t end) const {
    const Route& route = problem_.spec().routes[r];
    const auto at = static_cast<std::size_t>(label);
    const Tick ready = label == kNone ? route.earliest : table.labels[at].time;
    const Tick back = problem_.spec().travel[route.travel].arrival(problem_.place(from),
                                                                   problem_.place(end), ready);
    if (back > route.deadline) return;
    const Uses none(problem_.on_ways().size(), 0);
    Uses uses = after(label == kNone ? none : table.labels[at].uses, from, end);
    if (!within(used(set, uses), true)) return;
    for (const auto& other : table.complete[set])
      if (none_greater(other.second, uses)) return;
    table.complete[set].emplace_back(label, std::move(uses));
  }

  [[nodiscard]] RouteTable explore(std::size_t r, const std::vector<std::size_t>& options) const {
    const Route& route = problem_.spec().routes[r];
    const std::size_t start = problem_.node_of(route.start, options[route.start]);
    const std::size_t end = problem_.node_of(route.end, options[route.end]);
    const std::size_t n = problem_.sites();
    RouteTable table;
    table.at.resize(sets_ * n);
    table.complete.resize(sets_);
    complete(table, r, 0, kNone, start, end);
    for (std::size_t i = 0; i < n; ++i) extend(table, r, 0, kNone, start, i);
    for (Set set = 1; set < sets_; ++set)
      for (std::size_t last = 0; last < n; ++last) {
        const std::vector<std::int32_t> here = table.at[set * n + last];
        for (const std::int32_t label : here) {
          complete(table, r, set, label, last, end);
          for (std::size_t i = 0; i < n; ++i)
            if ((set >> i & 1U) == 0) extend(table, r, set, label, last, i);
        }
      }
    return table;
  }

  // --- all routes

  using Divisions = std::vector<std::vector<Division>>;  // by set

  static void add(std::vector<Division>& to, Division division) {
    for (const Division& d : to)
      if (d.worth >= division.worth && none_greater(d.uses, division.uses)) return;
    to.push_back(std::move(division));
  }

  [[nodiscard]] std::int64_t worth(Set set, std::size_t r) const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < problem_.sites(); ++i)
      if ((set >> i & 1U) != 0) sum += problem_.worth(i, r);
    return sum;
  }

  [[nodiscard]] Divisions divide(const Divisions& before, const RouteTable& table,
                                 std::size_t r) const {
    Divisions after(sets_);
    for (Set set = 0; set < sets_; ++set)
      for (Set part = set;; part = (part - 1) & set) {
        const std::int64_t gain = table.complete[part].empty() ? 0 : worth(part, r);
        for (const auto& label_and_uses : table.complete[part])
          for (std::size_t i = 0; i < before[set ^ part].size(); ++i) {
            const Division& rest = before[set ^ part][i];
            Uses uses = rest.uses;
            for (std::size_t k = 0; k < uses.size(); ++k) uses[k] += label_and_uses.second[k];
            add(after[set], {rest.worth + gain, std::move(uses), label_and_uses.first, part, i});
          }
        if (part == 0 || r == 0) break;  // the first route takes the whole set
      }
    return after;
  }

  void try_options(const std::vector<std::size_t>& options) {
    std::vector<RouteTable> tables;
    std::vector<Divisions> divisions(1, Divisions(sets_));
    divisions[0][0].push_back({.worth = 0, .uses = Uses(problem_.on_ways().size(), 0)});
    for (std::size_t r = 0; r < problem_.routes(); ++r) {
      tables.push_back(explore(r, options));
      divisions.push_back(divide(divisions[r], tables[r], r));
    }
    for (Set set = 0; set < sets_; ++set)
      for (std::size_t i = 0; i < divisions.back()[set].size(); ++i) {
        const Division& d = divisions.back()[set][i];
        if (best_ && d.worth <= best_worth_) continue;
        std::vector<std::int64_t> sum = used(set, d.uses);
        for (std::size_t t = 0; t < options.size(); ++t)
          for (std::size_t k = 0; k < sum.size(); ++k)
            sum[k] += problem_.uses(problem_.node_of(t, options[t]))[k];
        if (!within(sum, false)) continue;
        best_worth_ = d.worth;
        best_ = schedule(problem_, orders(tables, divisions, set, i), options);
        STOPOVER_CHECK(best_.has_value(), "what dynamic programming found is feasible");
      }
  }

  [[nodiscard]] std::vector<std::vector<std::size_t>> orders(
      const std::vector<RouteTable>& tables, const std::vector<Divisions>& divisions, Set set,
      std::size_t number) const {
    std::vector<std::vector<std::size_t>> order(problem_.routes());
    for (std::size_t r = problem_.routes(); r-- > 0;) {
      const Division& d = divisions[r + 1][set][number];
      for (std::int32_t at = d.label; at != kNone;
           at = tables[r].labels[static_cast<std::size_t>(at)].parent)
        order[r].push_back(tables[r].labels[static_cast<std::size_t>(at)].site);
      std::reverse(order[r].begin(), order[r].end());
      set ^= d.on_last;
      number = d.rest;
    }
    return order;
  }

  const Problem& problem_;
  std::size_t sets_;
  std::optional<Solution> best_{};
  std::int64_t best_worth_ = 0;
};

}  // namespace

std::optional<Solution> solve_exactly(const Problem& problem) {
  STOPOVER_CHECK(
      problem.sites() <= (problem.routes() == 1 ? kMaxExactSitesOfOneRoute : kMaxExactSites),
      "a small problem");
  return ExactSearch(problem).best();
}

}  // namespace stopover::orienteering
