// SPDX-License-Identifier: Apache-2.0
// The best solution that a search finds: large neighbourhood search with acceptance by simulated
// annealing.
//
// Each step takes a string of visits, or what stands in a site's way, out of one or two routes and
// fills the room greedily by worth and delay. The temperature falls in cycles, each twice as long
// as the one before, and depends on the number of the step alone. So the search is anytime: after N
// steps it has the same best, however it is stopped, and more steps are never worse.
//
// What it is not: exact (exact.hpp), or a proof (bound.hpp).
//
// Same bytes: a result is a function of the problem, the options and the steps made; `starts`
// searches run as packages of the executor, any number of threads. A time limit is the caller's
// `go_on`; the steps it allowed are in the result, and as many again give the same solution.
//
// Errors: none of its own; a route that cannot be carried out empty makes `solve` give nothing.
// Sources: Schrimpf et al. 2000, Christiaens and Vanden Berghe 2020 (ruin and recreate, strings);
// Vansteenwegen et al. 2009 (constant-time insertion); Gunawan et al. 2015 (annealed acceptance).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "engine/base/executor.hpp"
#include "engine/orienteering/problem.hpp"

namespace stopover::orienteering {

struct SearchOptions {
  std::uint64_t seed = 1;
  std::int64_t steps = 100'000;  // of each start
  std::uint32_t starts = 1;
  // Asked now and then, by each start; false stops it. Empty: all steps. Called from
  // several threads when the executor has them.
  std::function<bool()> go_on{};
};

struct SearchResult {
  Solution best{};
  std::int64_t steps = 0;  // made, of the start that made most
};

[[nodiscard]] std::optional<SearchResult> solve(const Problem& problem,
                                                const SearchOptions& options, Executor& executor);

}  // namespace stopover::orienteering
