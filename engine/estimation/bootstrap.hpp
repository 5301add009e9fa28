// SPDX-License-Identifier: Apache-2.0
// Bootstrap covariance (Efron 1979): the model estimated anew on samples of its clusters (or units)
// drawn with replacement, from the estimate on. Replication r of a seed is the same whatever ran
// before it.
//
// Replications that do not converge are left out and counted; more than a few mean that the
// covariance is not to be trusted.
#pragma once

#include <cstdint>

#include "engine/estimation/covariance.hpp"

namespace stopover::estimation {

struct Bootstrap {
  Matrix covariance;  // NaN with fewer than two good replications
  int good = 0;
  int failed = 0;
};

struct Resampling {
  int replications = 0;
  std::uint64_t seed = 0;
  std::vector<double> weights = {};  // one a unit; empty: 1 each
  Clusters clusters = {};            // what is drawn; empty: units
};

[[nodiscard]] Bootstrap bootstrap(const Likelihood& likelihood, const Maximum& maximum,
                                  const std::vector<Bound>& bounds, const Resampling& how,
                                  Executor& executor);

}  // namespace stopover::estimation
