// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/batch.hpp"

#include <algorithm>
#include <cstddef>

namespace stopover::journeys {
namespace {

constexpr std::size_t kPerPackage = 32;

// `make()` gives a searcher for a package, `ask(searcher, i)` the answer to question i.
template <class Answer, class Make, class Ask>
std::vector<Answer> ask_all(std::size_t questions, Executor& executor, Make make, Ask ask) {
  std::vector<Answer> out(questions);
  executor.run(package_count(questions, kPerPackage), [&](std::size_t package) {
    auto searcher = make();
    const std::size_t end = std::min(questions, (package + 1) * kPerPackage);
    for (std::size_t i = package * kPerPackage; i < end; ++i) out[i] = ask(searcher, i);
  });
  return out;
}

}  // namespace

std::vector<Pair> all_pairs(std::span<const StopId> from, std::span<const StopId> to) {
  std::vector<Pair> pairs;
  pairs.reserve(from.size() * to.size());
  for (const StopId a : from)
    for (const StopId b : to) pairs.push_back({a, b});
  return pairs;
}

std::vector<std::vector<Journey>> profiles(const Prepared& prepared, std::span<const Pair> pairs,
                                           HalfOpen<Instant> departures, Executor& executor,
                                           int most_boardings) {
  return ask_all<std::vector<Journey>>(
      pairs.size(), executor, [&] { return TripBasedSearch(prepared); },
      [&](TripBasedSearch& search, std::size_t i) {
        return search.profile(pairs[i].from, pairs[i].to, departures, most_boardings);
      });
}

std::vector<std::vector<std::vector<Arrival>>> all_from(const Prepared& prepared,
                                                        std::span<const StopId> from,
                                                        Instant depart, Executor& executor,
                                                        int most_boardings) {
  return ask_all<std::vector<std::vector<Arrival>>>(
      from.size(), executor, [&] { return TripBasedSearch(prepared); },
      [&](TripBasedSearch& search, std::size_t i) {
        return search.to_all(from[i], depart, most_boardings);
      });
}

std::vector<std::vector<Offer>> offers(const Window& window, const Bounds& bounds,
                                       const HubRules& rules, std::span<const Request> requests,
                                       Executor& executor) {
  return ask_all<std::vector<Offer>>(
      requests.size(), executor, [&] { return MultiCriteriaSearch(window, bounds, rules); },
      [&](MultiCriteriaSearch& search, std::size_t i) { return search.profile(requests[i]); });
}

}  // namespace stopover::journeys
