// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/bootstrap.hpp"

#include <limits>

#include "engine/base/check.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::estimation {

namespace {

// Times each unit's weight by how often its cluster was drawn.
std::vector<double> drawn_weights(std::size_t units, std::span<const double> weights,
                                  const Clusters& clusters, random::Stream& luck) {
  const bool by_cluster = !clusters.of_unit.empty();
  const std::size_t groups = by_cluster ? clusters.count : units;
  std::vector<double> times(groups, 0.0);
  for (std::size_t i = 0; i < groups; ++i) times[random::below(luck, groups)] += 1.0;
  std::vector<double> result(units);
  for (std::size_t u = 0; u < units; ++u)
    result[u] = (weights.empty() ? 1.0 : weights[u]) * times[by_cluster ? clusters.of_unit[u] : u];
  return result;
}

// Of a sample, by the mean of squares about its mean.
Matrix covariance_of(const std::vector<Vector>& sample, Eigen::Index size) {
  if (sample.size() < 2)
    return Matrix::Constant(size, size, std::numeric_limits<double>::quiet_NaN());
  const auto n = static_cast<double>(sample.size());
  Vector mean = Vector::Zero(size);
  for (const Vector& one : sample) mean += one / n;
  Matrix sum = Matrix::Zero(size, size);
  for (const Vector& one : sample) sum += (one - mean) * (one - mean).transpose();
  return sum / (n - 1);
}

}  // namespace

Bootstrap bootstrap(const Likelihood& likelihood, const Maximum& maximum,
                    const std::vector<Bound>& bounds, const Resampling& how, Executor& executor) {
  STOPOVER_CHECK(how.replications >= 0, "a number of replications");
  Bootstrap result;
  std::vector<Vector> estimates;
  for (int r = 0; r < how.replications; ++r) {
    random::Stream luck({.seed = how.seed,
                         .replication = static_cast<std::uint32_t>(r),
                         .purpose = random::purpose("bootstrap")});
    const std::vector<double> drawn =
        drawn_weights(likelihood.units(), how.weights, how.clusters, luck);
    const Maximum again = maximise(likelihood, maximum.theta, bounds, drawn,
                                   {.tolerance = 1e-6, .near = true}, executor);
    if (again.converged)
      estimates.push_back(again.theta);
    else
      ++result.failed;
  }
  result.good = static_cast<int>(estimates.size());
  result.covariance = covariance_of(estimates, maximum.theta.size());
  return result;
}

}  // namespace stopover::estimation
