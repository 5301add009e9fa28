// SPDX-License-Identifier: Apache-2.0
// Estimates a choice model: maximum, standard errors, fit, and an overview of the choices.
//
// Mixed models climb with a sixteenth of the draws first and finish with all of them.
// What it is not: a check that estimates make sense; signs and sizes are for the reader.
// Null log-likelihood: all available alternatives equally likely. rho-square = 1 - LL / LL null
// (McFadden 1974), its bar with LL - K. AIC = 2 K - 2 LL, BIC = K ln(cases) - 2 LL.
// Warnings of data and estimate go to `faults` (W-CHO-…).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/choice/likelihoods.hpp"
#include "engine/choice/problem.hpp"
#include "engine/estimation/bootstrap.hpp"
#include "engine/estimation/covariance.hpp"
#include "engine/estimation/maximise.hpp"

namespace stopover::choice {

struct EstimateOptions {
  DrawSpec draws;
  bool small_sample = false;  // clustered covariance times G / (G - 1)
  int bootstrap = 0;          // replications
  int seeds = 0;              // mixed models: further seeds to show the simulation error of LL
};

struct OverviewRow {
  std::string alternative;
  double available = 0;  // weighted choice sets
  double chosen = 0;     // weighted choices
  double share = 0;      // of all choices
};

struct Estimate {
  estimation::Maximum maximum;
  estimation::Covariances covariances;
  estimation::Bootstrap bootstrap;
  std::size_t cases = 0;
  std::size_t units = 0;
  std::size_t clusters = 0;
  double choices = 0;  // weighted
  double null_ln_l = 0;
  double start_ln_l = 0;
  std::vector<OverviewRow> overview;  // empty for long data
  double least_probability = 0;       // of a unit's choices, at the estimate
  std::vector<double> ln_l_by_seed;   // at the estimate, under further seeds

  [[nodiscard]] double rho_square() const;
  [[nodiscard]] double rho_square_bar() const;
  [[nodiscard]] double aic() const;
  [[nodiscard]] double bic() const;
};

[[nodiscard]] Estimate estimate(const Problem& problem, const EstimateOptions& options,
                                const ModelPlaces& places, FaultList& faults, Executor& executor);

}  // namespace stopover::choice
