// SPDX-License-Identifier: Apache-2.0
// What maximum likelihood needs of a model: ln L of each unit and its derivatives (scores).
//
// A unit is what is independent of the others: one choice, or all choices of one person (panel). A
// model fills blocks of units; `total` runs the blocks in parallel and adds in their order, so sum
// and gradient are the same bytes for every executor.
//
// What it is not: an optimiser (maximise.hpp), nor the source of standard errors (covariance.hpp).
// Shapes: scores are units x parameters, row by row. Logarithms are natural.
// Errors: a unit of probability 0 has ln L = -inf; the sum is then -inf. A wrong length is a bug.
#pragma once

#include <cstddef>
#include <span>

#include <Eigen/Core>

#include "engine/base/executor.hpp"

namespace stopover::estimation {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

class Likelihood {
 public:
  virtual ~Likelihood() = default;
  Likelihood() = default;
  Likelihood(const Likelihood&) = delete;
  Likelihood& operator=(const Likelihood&) = delete;
  Likelihood(Likelihood&&) = delete;
  Likelihood& operator=(Likelihood&&) = delete;

  [[nodiscard]] virtual std::size_t parameters() const = 0;
  [[nodiscard]] virtual std::size_t units() const = 0;

  // ln L of the units from `first` on, ln_l.size() of them; `scores`, ln_l.size() x parameters(),
  // is empty where they are not wanted. Called from several threads at once.
  virtual void evaluate(std::span<const double> theta, std::size_t first, std::span<double> ln_l,
                        std::span<double> scores) const = 0;

  // Adds weight times the matrix of second derivatives of those units, if the model knows them.
  // The units' weights are `weights`, one a unit of the block.
  [[nodiscard]] virtual bool has_hessian() const { return false; }
  virtual void add_hessian(std::span<const double> theta, std::size_t first,
                           std::span<const double> weights, Matrix& hessian) const;

  // Units a block: large enough to amortise, small enough for the caches.
  [[nodiscard]] virtual std::size_t block() const { return 256; }
};

struct Total {
  double value = 0;
  Vector gradient;  // empty if it was not wanted
};

enum class Want : unsigned char { kValue, kGradient };

// Sum over units of weight x ln L. `weights`: one a unit, or empty for 1 each.
[[nodiscard]] Total total(const Likelihood& likelihood, const Vector& theta,
                          std::span<const double> weights, Want want, Executor& executor);

// All scores, each unweighted.
[[nodiscard]] RowMatrix scores(const Likelihood& likelihood, const Vector& theta,
                               Executor& executor);

// ln L of each unit.
[[nodiscard]] Vector by_unit(const Likelihood& likelihood, const Vector& theta, Executor& executor);

// -(second derivatives) of the weighted sum: exact if the model knows them, otherwise central
// differences of the gradient with steps of `step[k]`.
[[nodiscard]] Matrix information(const Likelihood& likelihood, const Vector& theta,
                                 std::span<const double> weights, const Vector& step,
                                 Executor& executor);

}  // namespace stopover::estimation
