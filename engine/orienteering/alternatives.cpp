// SPDX-License-Identifier: Apache-2.0
#include "engine/orienteering/alternatives.hpp"

#include <utility>

namespace stopover::orienteering {
namespace {

// At most so many of the solution's sites that `apart` of them are left out.
void keep_apart(Spec& spec, const Solution& from, const Apart& apart) {
  const std::size_t number = spec.resources.size();
  for (Site& site : spec.sites) site.uses.resize(number + 1, 0);
  for (Terminal& terminal : spec.terminals)
    for (TerminalOption& option : terminal.options) option.uses.resize(number + 1, 0);
  std::size_t count = 0;
  for (const Itinerary& route : from.routes)
    for (const Visit& visit : route.visits) {
      if (spec.sites[visit.site].priority > 0) continue;
      if (!apart.counted.empty() && apart.counted[visit.site] == 0) continue;
      spec.sites[visit.site].uses[number] = 1;
      ++count;
    }
  spec.resources.push_back(
      {.capacity = static_cast<std::int64_t>(count > apart.apart ? count - apart.apart : 0)});
}

}  // namespace

std::vector<SearchResult> solve_apart(const Problem& problem, const Apart& apart,
                                      const SearchOptions& options, Executor& executor) {
  std::vector<SearchResult> results;
  Spec spec = problem.spec();
  while (results.size() < apart.solutions) {
    auto next = results.empty() ? solve(problem, options, executor)
                                : solve(Problem(spec), options, executor);
    if (!next) break;
    if (!results.empty() && next->best.score == 0 && next->best.priority == 0) break;
    results.push_back(std::move(*next));
    keep_apart(spec, results.back().best, apart);
  }
  return results;
}

}  // namespace stopover::orienteering
