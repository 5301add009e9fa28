// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/likelihood.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

#include <gtest/gtest.h>

#include "tests/engine/estimation/models.hpp"
#include "tests/engine/stats/sample.hpp"

namespace stopover::estimation {
namespace {

using stats::SplitMix;
using testing::LogitSample;
using testing::NormalSample;

LogitSample logit(std::size_t units, std::uint64_t seed, bool with_hessian) {
  SplitMix luck(seed);
  RowMatrix x(static_cast<Eigen::Index>(units), 3);
  std::vector<bool> y;
  for (Eigen::Index u = 0; u < x.rows(); ++u) {
    x.row(u) << 1, luck.normal(), 0.1 * luck.lognormal(1);
    y.push_back(luck.uniform() < 0.4);
  }
  return {x, y, with_hessian};
}

std::vector<double> some_weights(std::size_t units, std::uint64_t seed) {
  SplitMix luck(seed);
  std::vector<double> weights(units);
  for (double& w : weights) w = luck.lognormal(1);
  return weights;
}

bool same_bytes(const Total& a, const Total& b) {
  const auto bytes = static_cast<std::size_t>(a.gradient.size()) * sizeof(double);
  return std::memcmp(&a.value, &b.value, sizeof(double)) == 0 &&
         a.gradient.size() == b.gradient.size() &&
         std::memcmp(a.gradient.data(), b.gradient.data(), bytes) == 0;
}

TEST(Likelihood, TotalsAreTheSameBytesForEveryExecutor) {
  const LogitSample model = logit(1'003, 1, true);  // the last block is not full
  const std::vector<double> weights = some_weights(1'003, 2);
  const Vector theta = Vector::LinSpaced(3, -0.3, 0.4);
  const Total expected = total(model, theta, weights, Want::kGradient, *serial_executor());
  const Matrix information_expected = information(model, theta, weights, {}, *serial_executor());
  std::vector<std::unique_ptr<Executor>> executors;
  for (const int threads : {2, 3, 7}) executors.push_back(tbb_executor(threads));
  executors.push_back(thread_executor(3));
  for (const std::uint64_t seed : {1U, 2U, 3U}) executors.push_back(shuffled_executor(seed));
  for (const auto& executor : executors) {
    EXPECT_TRUE(same_bytes(total(model, theta, weights, Want::kGradient, *executor), expected));
    EXPECT_EQ(information(model, theta, weights, {}, *executor), information_expected);
    EXPECT_EQ(scores(model, theta, *executor), scores(model, theta, *serial_executor()));
    EXPECT_EQ(by_unit(model, theta, *executor), by_unit(model, theta, *serial_executor()));
  }
}

TEST(Likelihood, TotalsAreWeightedSumsOfUnits) {
  const auto executor = serial_executor();
  const LogitSample model = logit(100, 3, false);
  const std::vector<double> weights = some_weights(100, 4);
  const Eigen::Map<const Vector> w(weights.data(), 100);
  const Vector theta = Vector::LinSpaced(3, -0.3, 0.4);
  const Total sum = total(model, theta, weights, Want::kGradient, *executor);
  EXPECT_NEAR(sum.value, w.dot(by_unit(model, theta, *executor)), 1e-11);
  EXPECT_TRUE(sum.gradient.isApprox(scores(model, theta, *executor).transpose() * w, 1e-12));
  const Total value = total(model, theta, weights, Want::kValue, *executor);
  EXPECT_EQ(value.value, sum.value);
  EXPECT_EQ(value.gradient.size(), 0);
}

TEST(Likelihood, AUnitWithoutWeightMayBeImpossible) {
  const double infinite = std::numeric_limits<double>::infinity();
  const LogitSample model{RowMatrix{{infinite}, {0.5}}, {false, true}};
  const Vector theta = Vector::Ones(1);
  const auto executor = serial_executor();
  EXPECT_EQ(total(model, theta, {}, Want::kValue, *executor).value, -infinite);
  const double weights[] = {0, 1};
  EXPECT_NEAR(total(model, theta, weights, Want::kValue, *executor).value,
              -std::log(1 + std::exp(-0.5)), 1e-15);
}

TEST(Likelihood, InformationByDifferencesIsTheExactOne) {
  const auto executor = serial_executor();
  const std::vector<double> weights = some_weights(200, 5);
  const Vector theta = Vector::LinSpaced(3, -0.3, 0.4);
  const Matrix exact = information(logit(200, 6, true), theta, weights, {}, *executor);
  const Matrix differences =
      information(logit(200, 6, false), theta, weights, Vector::Constant(3, 1e-5), *executor);
  EXPECT_TRUE(differences.isApprox(exact, 1e-9));
  EXPECT_EQ(differences, differences.transpose());

  SplitMix luck(7);
  std::vector<double> y(300);
  for (double& value : y) value = 3 + 2 * luck.normal();
  Vector at(2);
  at << 2.8, 4.4;
  EXPECT_TRUE(information(NormalSample(y, false), at, {}, Vector::Constant(2, 1e-4), *executor)
                  .isApprox(information(NormalSample(y, true), at, {}, {}, *executor), 1e-8));
}

TEST(LikelihoodDeathTest, WrongLengthsAreBugs) {
  const LogitSample model = logit(20, 1, false);
  const auto executor = serial_executor();
  EXPECT_DEATH((void)total(model, Vector::Zero(2), {}, Want::kValue, *executor),
               "one value a parameter");
  const double one_weight[] = {1};
  EXPECT_DEATH((void)total(model, Vector::Zero(3), one_weight, Want::kValue, *executor),
               "one weight a unit");
}

}  // namespace
}  // namespace stopover::estimation
