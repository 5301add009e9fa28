// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/likelihood.hpp"

#include <algorithm>
#include <vector>

#include "engine/base/check.hpp"

namespace stopover::estimation {

namespace {

struct Block {
  std::size_t first;
  std::size_t size;
};

Block block_at(const Likelihood& likelihood, std::size_t index) {
  const std::size_t first = index * likelihood.block();
  return {first, std::min(likelihood.block(), likelihood.units() - first)};
}

void check_weights(const Likelihood& likelihood, std::span<const double> weights) {
  STOPOVER_CHECK(weights.empty() || weights.size() == likelihood.units(), "one weight a unit");
}

std::span<const double> view(const Vector& theta) {
  return {theta.data(), static_cast<std::size_t>(theta.size())};
}

Matrix exact_hessian(const Likelihood& likelihood, const Vector& theta,
                     std::span<const double> weights, Executor& executor) {
  const std::size_t blocks = package_count(likelihood.units(), likelihood.block());
  std::vector<Matrix> parts(blocks, Matrix::Zero(theta.size(), theta.size()));
  executor.run(blocks, [&](std::size_t b) {
    const Block block = block_at(likelihood, b);
    std::vector<double> of_block(block.size, 1.0);
    if (!weights.empty())
      std::ranges::copy(weights.subspan(block.first, block.size), of_block.begin());
    likelihood.add_hessian(view(theta), block.first, of_block, parts[b]);
  });
  Matrix sum = Matrix::Zero(theta.size(), theta.size());
  for (const Matrix& part : parts) sum += part;
  return sum;
}

}  // namespace

void Likelihood::add_hessian(std::span<const double>, std::size_t, std::span<const double>,
                             Matrix&) const {
  STOPOVER_CHECK(false, "asked for second derivatives of a model that has none");
}

Total total(const Likelihood& likelihood, const Vector& theta, std::span<const double> weights,
            Want want, Executor& executor) {
  check_weights(likelihood, weights);
  const auto k = static_cast<Eigen::Index>(likelihood.parameters());
  STOPOVER_CHECK(theta.size() == k, "one value a parameter");
  const std::size_t blocks = package_count(likelihood.units(), likelihood.block());
  std::vector<Total> parts(blocks);
  executor.run(blocks, [&](std::size_t b) {
    const Block block = block_at(likelihood, b);
    std::vector<double> ln_l(block.size);
    RowMatrix scores;
    if (want == Want::kGradient) scores.setZero(static_cast<Eigen::Index>(block.size), k);
    likelihood.evaluate(view(theta), block.first, ln_l,
                        {scores.data(), static_cast<std::size_t>(scores.size())});
    Total& part = parts[b];
    if (want == Want::kGradient) part.gradient.setZero(k);
    for (std::size_t u = 0; u < block.size; ++u) {
      const double weight = weights.empty() ? 1.0 : weights[block.first + u];
      if (weight == 0.0) continue;  // 0 x -inf
      part.value += weight * ln_l[u];
      if (want == Want::kGradient)
        part.gradient += weight * scores.row(static_cast<Eigen::Index>(u)).transpose();
    }
  });
  Total sum;
  if (want == Want::kGradient) sum.gradient.setZero(k);
  for (const Total& part : parts) {
    sum.value += part.value;
    if (want == Want::kGradient) sum.gradient += part.gradient;
  }
  return sum;
}

RowMatrix scores(const Likelihood& likelihood, const Vector& theta, Executor& executor) {
  const std::size_t k = likelihood.parameters();
  RowMatrix all =
      RowMatrix::Zero(static_cast<Eigen::Index>(likelihood.units()), static_cast<Eigen::Index>(k));
  executor.run(package_count(likelihood.units(), likelihood.block()), [&](std::size_t b) {
    const Block block = block_at(likelihood, b);
    std::vector<double> ln_l(block.size);
    likelihood.evaluate(view(theta), block.first, ln_l,
                        {all.data() + block.first * k, block.size * k});
  });
  return all;
}

Vector by_unit(const Likelihood& likelihood, const Vector& theta, Executor& executor) {
  Vector all = Vector::Zero(static_cast<Eigen::Index>(likelihood.units()));
  executor.run(package_count(likelihood.units(), likelihood.block()), [&](std::size_t b) {
    const Block block = block_at(likelihood, b);
    likelihood.evaluate(view(theta), block.first, {all.data() + block.first, block.size}, {});
  });
  return all;
}

Matrix information(const Likelihood& likelihood, const Vector& theta,
                   std::span<const double> weights, const Vector& step, Executor& executor) {
  if (likelihood.has_hessian()) return -exact_hessian(likelihood, theta, weights, executor);
  const Eigen::Index k = theta.size();
  STOPOVER_CHECK(step.size() == k, "one step a parameter");
  Matrix second(k, k);
  for (Eigen::Index i = 0; i < k; ++i) {
    Vector up = theta;
    Vector down = theta;
    up[i] += step[i];
    down[i] -= step[i];
    const Total above = total(likelihood, up, weights, Want::kGradient, executor);
    const Total below = total(likelihood, down, weights, Want::kGradient, executor);
    second.col(i) = (above.gradient - below.gradient) / (up[i] - down[i]);
  }
  return -0.5 * (second + second.transpose());
}

}  // namespace stopover::estimation
