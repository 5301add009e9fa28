// SPDX-License-Identifier: Apache-2.0
#include "engine/orienteering/search.hpp"

#include <algorithm>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/orienteering/search_kernel.hpp"

namespace stopover::orienteering {
namespace {

constexpr std::int64_t kStepsBetweenQuestions = 32;

struct Outcome {
  std::optional<Solution> best{};
  std::int64_t worth = 0;
  std::int64_t steps = 0;
};

template <class Ways>
Outcome run_start(const Problem& problem, const SearchOptions& options, std::uint32_t start) {
  detail::Search<Ways> search(problem, options.seed, start);
  while (search.steps() < options.steps) {
    if (options.go_on && !options.go_on()) break;
    search.run(std::min(kStepsBetweenQuestions, options.steps - search.steps()));
  }
  if (!search.feasible()) return {};
  const detail::State& state = search.best();
  std::vector<std::vector<std::size_t>> order(problem.routes());
  for (std::size_t r = 0; r < problem.routes(); ++r)
    for (std::size_t p = 1; p + 1 < state.tours[r].size(); ++p)
      order[r].push_back(state.tours[r][p].node);
  const std::vector<std::size_t> chosen(state.option.begin(), state.option.end());
  Outcome outcome{schedule(problem, order, chosen), state.worth, search.steps()};
  STOPOVER_CHECK(outcome.best.has_value(), "what the search found is feasible");
  return outcome;
}

}  // namespace

std::optional<SearchResult> solve(const Problem& problem, const SearchOptions& options,
                                  Executor& executor) {
  STOPOVER_CHECK(options.starts >= 1, "at least one start");
  std::vector<Outcome> outcomes(options.starts);
  executor.run(options.starts, [&](std::size_t i) {
    const auto start = static_cast<std::uint32_t>(i);
    outcomes[i] = problem.constant_travel()
                      ? run_start<detail::ConstantWays>(problem, options, start)
                      : run_start<detail::TimedWays>(problem, options, start);
  });
  const Outcome* best = nullptr;
  SearchResult result;
  for (const Outcome& o : outcomes) {
    result.steps = std::max(result.steps, o.steps);
    if (o.best && (best == nullptr || o.worth > best->worth)) best = &o;
  }
  if (best == nullptr) return std::nullopt;
  result.best = *best->best;
  return result;
}

}  // namespace stopover::orienteering
