// SPDX-License-Identifier: Apache-2.0
// Two scenarios, simulated with the same luck; used by `compare` and `demo`.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "tools/stopover/results.hpp"
#include "tools/stopover/session.hpp"

namespace stopover::tool {

struct Comparison {
  Session base;
  Session variant;
  RunPlan plan;
  std::vector<simulation::Replication> base_replications;
  std::vector<simulation::Replication> variant_replications;
  simulation::Detail base_detail;
  simulation::Detail variant_detail;
  std::vector<simulation::Estimated> base_estimates;
  std::vector<simulation::Estimated> variant_estimates;
  std::vector<simulation::Compared> compared;

  [[nodiscard]] std::array<const Session*, 2> sessions() const { return {&base, &variant}; }
};

// The plan and the sample are the base's where the options do not say.
[[nodiscard]] Comparison open_comparison(const Options& options, const std::string& base,
                                         const std::string& variant, Executor& executor);
// False: the precision asked for was not reached.
[[nodiscard]] bool simulate(Comparison& comparison, Executor& executor, Progress& progress);
// Views of `comparison`, which must outlive it.
[[nodiscard]] CompareResults results_of(const Comparison& comparison, std::string command);

}  // namespace stopover::tool
