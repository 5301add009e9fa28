// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/index_likelihood.hpp"

#include <utility>

#include "engine/base/check.hpp"

namespace stopover::regression {

using estimation::Matrix;
using estimation::RowMatrix;
using estimation::Vector;

IndexLikelihood::IndexLikelihood(std::vector<const RowMatrix*> designs, std::size_t singles)
    : designs_(std::move(designs)), singles_(singles) {
  STOPOVER_CHECK(!designs_.empty() && indices() <= 4, "one to four indices");
  Eigen::Index next = 0;
  for (const RowMatrix* design : designs_) {
    STOPOVER_CHECK(design->rows() == designs_.front()->rows(), "designs of equal length");
    first_parameter_.push_back(next);
    next += design->cols();
  }
  for (std::size_t s = 0; s < singles_; ++s) first_parameter_.push_back(next++);
}

std::size_t IndexLikelihood::parameters() const {
  std::size_t sum = singles_;
  for (const RowMatrix* design : designs_) sum += static_cast<std::size_t>(design->cols());
  return sum;
}

std::size_t IndexLikelihood::units() const {
  return static_cast<std::size_t>(designs_.front()->rows());
}

std::vector<Jet> IndexLikelihood::jets(std::span<const double> theta, std::size_t first,
                                       std::size_t size) const {
  const Eigen::Map<const Vector> all(theta.data(), static_cast<Eigen::Index>(theta.size()));
  std::vector<Jet> result(size);
  for (std::size_t r = 0; r < size; ++r) {
    Eigen::Vector4d at = Eigen::Vector4d::Zero();
    for (std::size_t i = 0; i < indices(); ++i) {
      const auto index = static_cast<Eigen::Index>(i);
      const Eigen::Index from = first_parameter_[i];
      at[index] = i < designs_.size() ? designs_[i]
                                            ->row(static_cast<Eigen::Index>(first + r))
                                            .dot(all.segment(from, designs_[i]->cols()))
                                      : all[from];
    }
    result[r] = row(first + r, at);
  }
  return result;
}

// Derivatives of an index in its own parameters, row by row.
RowMatrix IndexLikelihood::part(std::size_t index, std::size_t first, std::size_t size) const {
  const auto rows = static_cast<Eigen::Index>(size);
  if (index >= designs_.size()) return RowMatrix::Ones(rows, 1);
  return designs_[index]->middleRows(static_cast<Eigen::Index>(first), rows);
}

void IndexLikelihood::evaluate(std::span<const double> theta, std::size_t first,
                               std::span<double> ln_l, std::span<double> scores) const {
  const std::vector<Jet> of_rows = jets(theta, first, ln_l.size());
  for (std::size_t r = 0; r < ln_l.size(); ++r) ln_l[r] = of_rows[r].value;
  if (scores.empty()) return;
  Eigen::Map<RowMatrix> all(scores.data(), static_cast<Eigen::Index>(ln_l.size()),
                            static_cast<Eigen::Index>(parameters()));
  for (std::size_t i = 0; i < indices(); ++i) {
    const RowMatrix x = part(i, first, ln_l.size());
    for (std::size_t r = 0; r < of_rows.size(); ++r) {
      const auto at = static_cast<Eigen::Index>(r);
      all.row(at).segment(first_parameter_[i], x.cols()) =
          of_rows[r].gradient[static_cast<Eigen::Index>(i)] * x.row(at);
    }
  }
}

void IndexLikelihood::add_hessian(std::span<const double> theta, std::size_t first,
                                  std::span<const double> weights, Matrix& hessian) const {
  const std::vector<Jet> of_rows = jets(theta, first, weights.size());
  Vector second(static_cast<Eigen::Index>(weights.size()));
  for (std::size_t i = 0; i < indices(); ++i) {
    const RowMatrix left = part(i, first, weights.size());
    for (std::size_t j = 0; j <= i; ++j) {
      for (std::size_t r = 0; r < weights.size(); ++r) {
        const double h =
            of_rows[r].hessian(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
        second[static_cast<Eigen::Index>(r)] = weights[r] == 0 ? 0.0 : weights[r] * h;
      }
      const RowMatrix right = part(j, first, weights.size());
      const Matrix product = left.transpose() * second.asDiagonal() * right;
      hessian.block(first_parameter_[i], first_parameter_[j], left.cols(), right.cols()) += product;
      if (i != j)
        hessian.block(first_parameter_[j], first_parameter_[i], right.cols(), left.cols()) +=
            product.transpose();
    }
  }
}

}  // namespace stopover::regression
