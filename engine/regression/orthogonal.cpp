// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/orthogonal.hpp"

#include <cmath>

#include "engine/base/check.hpp"

namespace stopover::regression {

Orthogonal::Orthogonal(const RowMatrix& cells, std::span<const double> weights) {
  Matrix scaled = cells;
  if (!weights.empty()) {
    root_weights_ = Eigen::Map<const Vector>(weights.data(), cells.rows()).cwiseSqrt();
    scaled = root_weights_.asDiagonal() * scaled;
  }
  scale_.resize(cells.cols());
  for (Eigen::Index c = 0; c < cells.cols(); ++c) {
    const double length = scaled.col(c).stableNorm();
    STOPOVER_CHECK(length > 0 && std::isfinite(length), "a checked column");
    scale_[c] = 1 / length;
  }
  scaled = scaled * scale_.asDiagonal();
  decomposition_.compute(scaled);
}

Vector Orthogonal::solve(const Vector& outcome) const {
  const Vector target =
      root_weights_.size() == 0 ? outcome : Vector(root_weights_.cwiseProduct(outcome));
  return scale_.cwiseProduct(decomposition_.solve(target));
}

Matrix Orthogonal::inverse() const {
  const Eigen::Index n = scale_.size();
  const Matrix triangle = decomposition_.matrixQR().topRows(n).triangularView<Eigen::Upper>();
  const Matrix back = triangle.triangularView<Eigen::Upper>().solve(Matrix::Identity(n, n).eval());
  return scale_.asDiagonal() * (back * back.transpose()) * scale_.asDiagonal();
}

}  // namespace stopover::regression
