// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/covariance.hpp"

#include <cmath>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "tests/engine/estimation/models.hpp"
#include "tests/engine/stats/sample.hpp"

namespace stopover::estimation {
namespace {

using stats::SplitMix;
using testing::LogitSample;
using testing::NormalSample;
using testing::UnitNormalLine;

struct Fitted {
  Maximum maximum;
  Covariances covariances;
};

Fitted fit(const Likelihood& likelihood, const Vector& start, std::span<const double> weights = {},
           const Clusters& clusters = {}, const std::vector<Bound>& bounds = {}) {
  const auto executor = serial_executor();
  Fitted result;
  result.maximum = maximise(likelihood, start, bounds, weights, {.tolerance = 1e-16}, *executor);
  EXPECT_TRUE(result.maximum.converged);
  result.covariances = covariances(likelihood, result.maximum, weights, clusters, *executor);
  return result;
}

std::vector<double> skewed(std::size_t n) {
  SplitMix luck(21);
  std::vector<double> y(n);
  for (double& value : y) value = luck.lognormal(0.7);
  return y;
}

Vector pair(double a, double b) {
  Vector result(2);
  result << a, b;
  return result;
}

// With central moments m2, m3, m4: classical diag(m2, 2 m2^2) / n; sandwich
// [m2, m3; m3, m4 - m2^2] / n.
TEST(Covariance, OfMeanAndVarianceHasAClosedForm) {
  constexpr std::size_t kUnits = 200;
  const std::vector<double> y = skewed(kUnits);
  const Eigen::Map<const Eigen::ArrayXd> all(y.data(), kUnits);
  const Eigen::ArrayXd d = all - all.mean();
  const double m2 = d.square().mean();
  const double m3 = d.cube().mean();
  const double m4 = d.square().square().mean();
  const Fitted got = fit(NormalSample(y), pair(1, 1));
  Matrix classical = Matrix::Zero(2, 2);
  classical << m2, 0, 0, 2 * m2 * m2;
  Matrix robust(2, 2);
  robust << m2, m3, m3, m4 - m2 * m2;
  EXPECT_TRUE(got.covariances.classical.isApprox(classical / kUnits, 1e-5));
  EXPECT_TRUE(got.covariances.robust.isApprox(robust / kUnits, 1e-5));
  Matrix scores(2, 2);
  scores << 1 / m2, m3 / (2 * m2 * m2 * m2), m3 / (2 * m2 * m2 * m2),
      (m4 - m2 * m2) / (4 * m2 * m2 * m2 * m2);
  EXPECT_TRUE(got.covariances.outer.isApprox(scores.inverse() / kUnits, 1e-5));
  EXPECT_NEAR(standard_errors(got.covariances.classical)[0], std::sqrt(m2 / kUnits), 1e-6);
}

struct LineData {
  RowMatrix x;
  Vector y;
};

LineData line_data(Eigen::Index rows) {
  SplitMix luck(22);
  LineData data{RowMatrix::Ones(rows, 2), Vector(rows)};
  for (Eigen::Index r = 0; r < rows; ++r) {
    data.x(r, 1) = 1e3 * luck.normal();
    data.y[r] = 1 + 0.002 * data.x(r, 1) * (1 + luck.normal());
  }
  return data;
}

TEST(Covariance, OfLeastSquaresIsWhitesSandwich) {
  const LineData data = line_data(60);
  const Fitted got = fit(UnitNormalLine(data.x, data.y), pair(0, 0));
  const Matrix bread = (data.x.transpose() * data.x).inverse();
  const Vector e = data.y - data.x * (bread * data.x.transpose() * data.y);
  const Matrix middle = data.x.transpose() * e.cwiseAbs2().asDiagonal() * data.x;
  EXPECT_TRUE(got.covariances.classical.isApprox(bread, 1e-8));
  EXPECT_TRUE(got.covariances.robust.isApprox(bread * middle * bread, 1e-7));
}

TEST(Covariance, AWeightIsAnImportanceAndNotACount) {
  const LineData data = line_data(60);
  std::vector<double> weights;
  for (int r = 0; r < 60; ++r) weights.push_back(1 + r % 3);
  const Eigen::Map<const Vector> w(weights.data(), 60);
  const Fitted got = fit(UnitNormalLine(data.x, data.y), pair(0, 0), weights);
  const Matrix bread = (data.x.transpose() * w.asDiagonal() * data.x).inverse();
  const Vector b = bread * data.x.transpose() * w.asDiagonal() * data.y;
  const Vector we = w.cwiseProduct(data.y - data.x * b);
  const Matrix middle = data.x.transpose() * we.cwiseAbs2().asDiagonal() * data.x;
  EXPECT_TRUE(got.covariances.robust.isApprox(bread * middle * bread, 1e-7));
}

TEST(Covariance, ClustersOfOneUnitAreTheRobustOne) {
  const LineData data = line_data(60);
  const UnitNormalLine model(data.x, data.y);
  Clusters clusters{.of_unit = {}, .count = 60};
  for (std::uint32_t u = 0; u < 60; ++u) clusters.of_unit.push_back((u * 7) % 60);
  const Fitted plain = fit(model, pair(0, 0));
  EXPECT_TRUE(fit(model, pair(0, 0), {}, clusters)
                  .covariances.robust.isApprox(plain.covariances.robust, 1e-12));
  clusters.small_sample = true;
  EXPECT_TRUE(fit(model, pair(0, 0), {}, clusters)
                  .covariances.robust.isApprox(plain.covariances.robust * 60 / 59, 1e-12));
}

// Every unit three times over, in one cluster each: as if it had been there once.
TEST(Covariance, ClustersOfEqualUnitsCountOnce) {
  const LineData data = line_data(40);
  LineData tripled{RowMatrix(120, 2), Vector(120)};
  Clusters clusters{.of_unit = {}, .count = 40};
  for (Eigen::Index r = 0; r < 120; ++r) {
    tripled.x.row(r) = data.x.row(r % 40);
    tripled.y[r] = data.y[r % 40];
    clusters.of_unit.push_back(static_cast<std::uint32_t>(r % 40));
  }
  const Fitted once = fit(UnitNormalLine(data.x, data.y), pair(0, 0));
  const Fitted thrice = fit(UnitNormalLine(tripled.x, tripled.y), pair(0, 0), {}, clusters);
  EXPECT_TRUE(thrice.covariances.robust.isApprox(once.covariances.robust, 1e-8));
  EXPECT_TRUE(thrice.covariances.classical.isApprox(once.covariances.classical / 3, 1e-8));
}

TEST(Covariance, WhatABoundHoldsHasNone) {
  const std::vector<double> y = skewed(50);
  const double infinite = std::numeric_limits<double>::infinity();
  const Fitted got =
      fit(NormalSample(y), pair(0.1, 1), {}, {}, {{-infinite, 0.5}, {1e-3, infinite}});
  const Vector errors = standard_errors(got.covariances.classical);
  EXPECT_TRUE(std::isnan(errors[0]));
  EXPECT_TRUE(std::isnan(got.covariances.robust(0, 1)));
  // The variance about 0.5, known: 2 v^2 / n.
  EXPECT_NEAR(errors[1], got.maximum.theta[1] * std::sqrt(2.0 / 50), 1e-5);
}

TEST(Covariance, WhatIsNotIdentifiedHasNoneAndTheRestKeepsItsOwn) {
  RowMatrix x = RowMatrix::Ones(100, 3);
  std::vector<bool> y;
  for (Eigen::Index u = 0; u < 100; ++u) {
    x(u, 1) = x(u, 2) = u % 2 == 0 ? 1 : -1;
    y.push_back(u % 3 == 0);
  }
  const Fitted got = fit(LogitSample(x, y), Vector::Zero(3));
  const Vector errors = standard_errors(got.covariances.robust);
  EXPECT_FALSE(std::isnan(errors[0]));
  EXPECT_TRUE(std::isnan(errors[1]));
  EXPECT_TRUE(std::isnan(errors[2]));
}

TEST(Covariance, OuterProductsAreOfTheSumsOfClusters) {
  const RowMatrix scores{{1, 2}, {3, -1}, {0, 4}};
  const double weights[] = {1, 2, 0.5};
  const Clusters clusters{.of_unit = {1, 0, 1}, .count = 2};
  // Cluster 0: (6, -2); cluster 1: (1, 4).
  EXPECT_TRUE(outer_product(scores, weights, clusters).isApprox(Matrix{{37, -8}, {-8, 20}}));
  EXPECT_TRUE(outer_product(scores, {}, {}).isApprox(Matrix{{10, -1}, {-1, 21}}));
}

}  // namespace
}  // namespace stopover::estimation
