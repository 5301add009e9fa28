// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/bootstrap.hpp"

#include <cmath>
#include <cstdio>

#include <gtest/gtest.h>

#include "tests/engine/estimation/models.hpp"
#include "tests/engine/stats/sample.hpp"

namespace stopover::estimation {
namespace {

using stats::SplitMix;
using testing::LogitSample;
using testing::NormalSample;

std::vector<double> normal_sample(std::size_t n) {
  SplitMix luck(41);
  std::vector<double> y(n);
  for (double& value : y) value = 2 + luck.normal();
  return y;
}

Vector pair(double a, double b) {
  Vector result(2);
  result << a, b;
  return result;
}

// The bootstrap of a mean has the variance m2 / n exactly, but for its own luck: the spread of 500
// replications has a relative error of 1 / sqrt(1000), 4.5 of which are 14 %.
TEST(Bootstrap, OfAMeanIsNearTheClassicalError) {
  const NormalSample model(normal_sample(150));
  const auto executor = serial_executor();
  const Maximum best = maximise(model, pair(0, 3), {}, {}, {}, *executor);
  const Covariances covariance = covariances(model, best, {}, {}, *executor);
  const Bootstrap result = bootstrap(model, best, {}, {.replications = 500, .seed = 7}, *executor);
  EXPECT_EQ(result.good, 500);
  EXPECT_EQ(result.failed, 0);
  const Vector ratio =
      standard_errors(result.covariance).cwiseQuotient(standard_errors(covariance.robust));
  std::printf("bootstrap over robust errors: %.3f %.3f\n", ratio[0], ratio[1]);
  EXPECT_NEAR(ratio[0], 1, 0.14);
  EXPECT_NEAR(ratio[1], 1, 0.14);
}

TEST(Bootstrap, IsTheSameForEveryExecutorAndDependsOnItsSeed) {
  SplitMix luck(42);
  RowMatrix x = RowMatrix::Ones(90, 2);
  std::vector<bool> y;
  for (Eigen::Index u = 0; u < 90; ++u) {
    x(u, 1) = luck.normal();
    y.push_back(luck.uniform() < 0.4);
  }
  const LogitSample model(x, y);
  const auto run = [&](std::unique_ptr<Executor> executor, std::uint64_t seed) {
    const Maximum best = maximise(model, pair(0, 0), {}, {}, {}, *executor);
    return bootstrap(model, best, {}, {.replications = 40, .seed = seed}, *executor).covariance;
  };
  const Matrix expected = run(serial_executor(), 1);
  EXPECT_EQ(run(tbb_executor(2), 1), expected);
  EXPECT_EQ(run(tbb_executor(7), 1), expected);
  EXPECT_EQ(run(shuffled_executor(5), 1), expected);
  EXPECT_NE(run(serial_executor(), 2), expected);
}

// Equal units in clusters of 4: drawn by cluster, the error is twice that of units drawn alone.
TEST(Bootstrap, DrawsWholeClusters) {
  const std::vector<double> y = normal_sample(60);
  std::vector<double> four;
  Clusters clusters{.of_unit = {}, .count = 60};
  for (std::size_t u = 0; u < 240; ++u) {
    four.push_back(y[u % 60]);
    clusters.of_unit.push_back(static_cast<std::uint32_t>(u % 60));
  }
  const NormalSample model(four);
  const auto executor = serial_executor();
  const Maximum best = maximise(model, pair(2, 1), {}, {}, {}, *executor);
  const auto error = [&](const Clusters& by) {
    return std::sqrt(
        bootstrap(model, best, {}, {.replications = 500, .seed = 9, .clusters = by}, *executor)
            .covariance(0, 0));
  };
  EXPECT_NEAR(error(clusters) / error({}), 2, 2 * 0.2);  // 4.5 sqrt(2) / sqrt(1000)
}

// Of 12 units one is a 1: where it is not drawn there is no maximum.
TEST(Bootstrap, CountsReplicationsWithoutAMaximum) {
  std::vector<bool> y(12);
  y[3] = true;
  const LogitSample model(RowMatrix::Ones(12, 1), y, true);
  const auto executor = serial_executor();
  const Maximum best = maximise(model, Vector::Zero(1), {{-8, 8}}, {}, {}, *executor);
  ASSERT_TRUE(best.converged);
  const Bootstrap none = bootstrap(model, best, {}, {.replications = 1, .seed = 3}, *executor);
  EXPECT_TRUE(std::isnan(none.covariance(0, 0)));
  EXPECT_EQ(none.good + none.failed, 1);
  const Bootstrap result = bootstrap(model, best, {}, {.replications = 60, .seed = 3}, *executor);
  EXPECT_EQ(result.good + result.failed, 60);
}

}  // namespace
}  // namespace stopover::estimation
