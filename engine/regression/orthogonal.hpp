// SPDX-License-Identifier: Apache-2.0
// Weighted least squares by Householder's QR decomposition, for a design whose columns have been
// checked: computed once, solved for many outcomes.
//
// What it is not: a regression with its statistics (least_squares.hpp). Collinear columns are a bug
// here; `check_columns` finds them.
#pragma once

#include <Eigen/QR>

#include "engine/regression/design.hpp"

namespace stopover::regression {

class Orthogonal {
 public:
  Orthogonal(const RowMatrix& cells, std::span<const double> weights);

  // b that makes the sum of w (outcome - x'b)^2 least.
  [[nodiscard]] Vector solve(const Vector& outcome) const;
  // (X'WX)^-1
  [[nodiscard]] Matrix inverse() const;

 private:
  Vector root_weights_;  // empty: 1 each
  Vector scale_;         // of columns, that all are of length 1
  Eigen::HouseholderQR<Matrix> decomposition_;
};

}  // namespace stopover::regression
