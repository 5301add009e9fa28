// SPDX-License-Identifier: Apache-2.0
// Standard errors of a maximum-likelihood estimate: inverse information ("classical"), and the
// sandwich of Huber (1967) and White (1982) with the scores of units, or of clusters of units, in
// the middle ("robust"; clustered: Liang & Zeger 1986).
//
// What it is not: a bootstrap (bootstrap.hpp). Parameters held by a bound, and those of flat
// directions, have no variance: NaN in their row and column.
// Shapes: parameters x parameters. `weights`: one a unit, or empty; a unit of weight 2 enters the
// middle with twice its score, once (a weight is an importance, not a count of equal units).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/estimation/maximise.hpp"

namespace stopover::estimation {

struct Clusters {
  std::vector<std::uint32_t> of_unit;  // empty: each unit by itself
  std::uint32_t count = 0;
  bool small_sample = false;  // times G / (G - 1), as Apollo does
};

struct Covariances {
  Matrix classical;
  Matrix robust;
  Matrix outer;  // inverse of the outer product of scores (BHHH)
};

[[nodiscard]] Covariances covariances(const Likelihood& likelihood, const Maximum& maximum,
                                      std::span<const double> weights, const Clusters& clusters,
                                      Executor& executor);

// Sum of w s (w s)' over units, or over clusters of the sums of w s within them.
[[nodiscard]] Matrix outer_product(const RowMatrix& scores, std::span<const double> weights,
                                   const Clusters& clusters);

// Square roots of the diagonal; NaN where there is none.
[[nodiscard]] Vector standard_errors(const Matrix& covariance);

}  // namespace stopover::estimation
