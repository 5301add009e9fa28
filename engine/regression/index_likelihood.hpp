// SPDX-License-Identifier: Apache-2.0
// A likelihood whose rows depend on the parameters through a few indices only: linear indices
// x'b, each with its own design, then single parameters (ln sigma, atanh rho). A model states the
// derivatives in the indices; those in the parameters follow by the chain rule, once for all.
//
// What it is not: a model. Parameters: coefficients of the first design, of the second, ..., then
// the single ones. At most 4 indices.
// Errors: wrong shapes are bugs.
#pragma once

#include <vector>

#include "engine/estimation/likelihood.hpp"

namespace stopover::regression {

// ln L of a row with its first and second derivatives in the indices.
struct Jet {
  double value = 0;
  Eigen::Vector4d gradient = Eigen::Vector4d::Zero();
  Eigen::Matrix4d hessian = Eigen::Matrix4d::Zero();
};

class IndexLikelihood : public estimation::Likelihood {
 public:
  [[nodiscard]] std::size_t parameters() const override;
  [[nodiscard]] std::size_t units() const override;
  void evaluate(std::span<const double> theta, std::size_t first, std::span<double> ln_l,
                std::span<double> scores) const override;
  [[nodiscard]] bool has_hessian() const override { return true; }
  void add_hessian(std::span<const double> theta, std::size_t first,
                   std::span<const double> weights, estimation::Matrix& hessian) const override;

 protected:
  // The designs outlive the likelihood.
  IndexLikelihood(std::vector<const estimation::RowMatrix*> designs, std::size_t singles);

  [[nodiscard]] virtual Jet row(std::size_t row, const Eigen::Vector4d& indices) const = 0;

 private:
  [[nodiscard]] std::vector<Jet> jets(std::span<const double> theta, std::size_t first,
                                      std::size_t size) const;
  [[nodiscard]] estimation::RowMatrix part(std::size_t index, std::size_t first,
                                           std::size_t size) const;
  [[nodiscard]] std::size_t indices() const { return designs_.size() + singles_; }

  std::vector<const estimation::RowMatrix*> designs_;
  std::size_t singles_;
  std::vector<Eigen::Index> first_parameter_;  // of each index
};

}  // namespace stopover::regression
