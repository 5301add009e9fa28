// SPDX-License-Identifier: Apache-2.0
// Mean of a positive outcome as exp(x'b), variance in proportion to its square: the generalised
// linear model of the gamma family with log link (Nelder & Wedderburn 1972; for spending: Manning &
// Mullahy 2001), by Fisher scoring.
//
// No factor is needed to come back from logarithms: the mean itself is modelled. The scale is
// Pearson's chi-square over n - k.
//   classical  scale (X'WX)^-1
//   robust     sandwich of the scores, clustered if there are clusters
// What it is not: a likelihood of the gamma distribution with its shape.
// Units: of the outcome. Errors: findings; an outcome that is not above 0 is one.
#pragma once

#include "engine/regression/design.hpp"

namespace stopover::regression {

struct GammaGlm {
  Findings findings;
  std::vector<std::string> terms;
  Vector coefficients;
  Matrix classical;
  Matrix robust;
  double scale = 0;
  double deviance = 0;
  std::size_t rows = 0;  // of positive weight
  int steps = 0;
};

[[nodiscard]] GammaGlm gamma_glm(const Sample& sample);

// exp(x'b) of each row.
[[nodiscard]] Vector mean_outcomes(const GammaGlm& model, const Design& design);

}  // namespace stopover::regression
