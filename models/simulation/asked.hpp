// SPDX-License-Identifier: Apache-2.0
// What sample enumeration (market_shares.hpp) tells, as estimates with their two intervals.
//
// Each replication asks other parties, with the figures as they are and, when asked for, with
// parameters drawn from their ranges for the same parties. The intervals are those of indicators
// (indicators.hpp): *simulation* covers which parties were asked, *total* the ranges of parameters
// too.
//
// Groups: all travellers, each kind of visitor ("through"), each segment by its key.
//
// Determinism: the same for any executor.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/stats/estimate.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

struct Asked {
  // "persons", "share", "elasticity", "worth"; "surplus", "surplus_by_half", "surplus_matched".
  std::string id;
  std::string group;
  std::string of;    // a kind of way; of "worth" what is worth it: "waiting"
  std::string by;    // elasticity: "price of rival-hub"
  std::string unit;  // "people/day", "share", "", "yuan/h", "yuan", "yuan/day"
  stats::Estimate simulation;
  std::optional<stats::Interval> total;  // nullopt: parameters were not drawn
};

struct AskSettings {
  std::uint64_t seed = 0;
  std::uint32_t replications = 10;
  bool drawn = true;
  std::function<void(std::size_t, std::size_t)> progress = {};  // (done, all)
};

// Shares, elasticities and the worth of time. What is 0 in every replication is left out.
[[nodiscard]] std::vector<Asked> ask(const World& world, const AskSettings& settings,
                                     Executor& executor);
// Consumer surplus of the variant against the base, by the behaviour of the base.
[[nodiscard]] std::vector<Asked> ask_surplus(const World& base, const World& variant,
                                             const AskSettings& settings, Executor& executor);

}  // namespace stopover::simulation
