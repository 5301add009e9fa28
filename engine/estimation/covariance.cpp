// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/covariance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Cholesky>

#include "engine/base/check.hpp"

namespace stopover::estimation {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<Eigen::Index> with_variance(const Maximum& maximum) {
  std::vector<bool> out = maximum.at_bound;
  for (const FlatDirection& flat : maximum.identification)
    for (const std::size_t k : flat.parameters) out[k] = true;
  std::vector<Eigen::Index> kept;
  for (std::size_t k = 0; k < out.size(); ++k)
    if (!out[k]) kept.push_back(static_cast<Eigen::Index>(k));
  return kept;
}

// Inverse of a symmetric matrix, scaled to a unit diagonal before; empty if it is not positive.
Matrix inverse(const Matrix& symmetric) {
  const Vector scale =
      symmetric.diagonal().unaryExpr([](double d) { return d > 0 ? 1.0 / std::sqrt(d) : kNone; });
  if (!scale.allFinite()) return {};
  const Eigen::LLT<Matrix> factor(scale.asDiagonal() * symmetric * scale.asDiagonal());
  if (factor.info() != Eigen::Success) return {};
  const Matrix unit = Matrix::Identity(symmetric.rows(), symmetric.cols());
  return scale.asDiagonal() * factor.solve(unit) * scale.asDiagonal();
}

Matrix of_kept(const Matrix& all, const std::vector<Eigen::Index>& kept) {
  const auto n = static_cast<Eigen::Index>(kept.size());
  Matrix part(n, n);
  for (Eigen::Index r = 0; r < n; ++r)
    for (Eigen::Index c = 0; c < n; ++c)
      part(r, c) = all(kept[static_cast<std::size_t>(r)], kept[static_cast<std::size_t>(c)]);
  return part;
}

Matrix with_gaps(const Matrix& part, const std::vector<Eigen::Index>& kept, Eigen::Index size) {
  Matrix all = Matrix::Constant(size, size, kNone);
  if (part.size() == 0) return all;
  for (std::size_t r = 0; r < kept.size(); ++r)
    for (std::size_t c = 0; c < kept.size(); ++c)
      all(kept[r], kept[c]) = part(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c));
  return all;
}

}  // namespace

Matrix outer_product(const RowMatrix& scores, std::span<const double> weights,
                     const Clusters& clusters) {
  const bool by_cluster = !clusters.of_unit.empty();
  const Eigen::Index groups = by_cluster ? clusters.count : scores.rows();
  RowMatrix sums = RowMatrix::Zero(groups, scores.cols());
  for (Eigen::Index u = 0; u < scores.rows(); ++u) {
    const auto unit = static_cast<std::size_t>(u);
    const double weight = weights.empty() ? 1.0 : weights[unit];
    sums.row(by_cluster ? clusters.of_unit[unit] : u) += weight * scores.row(u);
  }
  Matrix product = sums.transpose() * sums;
  if (clusters.small_sample && groups > 1)
    product *= static_cast<double>(groups) / static_cast<double>(groups - 1);
  return product;
}

Covariances covariances(const Likelihood& likelihood, const Maximum& maximum,
                        std::span<const double> weights, const Clusters& clusters,
                        Executor& executor) {
  STOPOVER_CHECK(clusters.of_unit.empty() || clusters.of_unit.size() == likelihood.units(),
                 "one cluster a unit");
  const Eigen::Index size = maximum.theta.size();
  const std::vector<Eigen::Index> kept = with_variance(maximum);
  Covariances result;
  if (maximum.information.rows() != size) {
    result.classical = result.robust = result.outer = Matrix::Constant(size, size, kNone);
    return result;
  }
  const Matrix scores_outer =
      of_kept(outer_product(scores(likelihood, maximum.theta, executor), weights, clusters), kept);
  const Matrix classical = inverse(of_kept(maximum.information, kept));
  result.classical = with_gaps(classical, kept, size);
  result.outer = with_gaps(inverse(scores_outer), kept, size);
  const Matrix sandwich =
      classical.size() == 0 ? Matrix{} : Matrix(classical * scores_outer * classical);
  result.robust = with_gaps(sandwich, kept, size);
  return result;
}

Vector standard_errors(const Matrix& covariance) {
  return covariance.diagonal().unaryExpr([](double v) { return v >= 0 ? std::sqrt(v) : kNone; });
}

}  // namespace stopover::estimation
