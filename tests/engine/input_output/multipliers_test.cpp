// SPDX-License-Identifier: Apache-2.0
// Multipliers against fractions by hand, a published example, and rounds of spending added up.
#include "engine/input_output/multipliers.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/random/stream.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::input_output {
namespace {

using ::testing::ElementsAre;

constexpr double kRoundings = 1e-12;

// Each of two sectors uses the other's products: A = [0 1/2; 1/4 0], det(I - A) = 7/8.
Economy by_hand() {
  Economy e;
  e.flows = Matrix{{0, 200}, {25, 0}};
  e.output = Vector{{100, 400}};
  return e;
}

// The same with households, who earn half of each output and spend two fifths of it.
Economy with_households() {
  Economy e = by_hand();
  e.wages = Vector{{50, 200}};
  e.purchases = Vector{{75, 25}};
  e.income = 250;
  return e;
}

void expect_near(const Matrix& found, const Matrix& wanted, double tolerance = kRoundings) {
  ASSERT_EQ(found.rows(), wanted.rows());
  ASSERT_EQ(found.cols(), wanted.cols());
  EXPECT_LT((found - wanted).array().abs().maxCoeff(), tolerance) << found << "\nwanted\n"
                                                                  << wanted;
}

TEST(InputOutput, TheInverseIsThatOnPaper) {
  const Model model(by_hand());
  expect_near(model.coefficients(), Matrix{{0, 0.5}, {0.25, 0}});
  expect_near(model.inverse(), Matrix{{8.0 / 7, 4.0 / 7}, {2.0 / 7, 8.0 / 7}});
  expect_near(model.output_multipliers(), Vector{{10.0 / 7, 12.0 / 7}});
  EXPECT_FALSE(model.has_households());
}

// A' = [0 1/2 3/10; 1/4 0 1/10; 1/2 1/2 0]: det(I - A') = 49/80; cofactors by hand. And what holds
// of any: the household row earns what sectors pay.
TEST(InputOutput, WhatHouseholdsEarnIsWhatSectorsPay) {
  const Model model(with_households());
  const Vector wage_share{{0.5, 0.5}};
  const Vector earned = model.closed_inverse().bottomLeftCorner(1, 2).transpose();
  expect_near(model.total_effect_multipliers(wage_share), earned);
  EXPECT_NEAR(model.closed_inverse()(0, 0), 0.95 * 80 / 49, kRoundings);
  EXPECT_NEAR(model.closed_inverse()(0, 1), 0.65 * 80 / 49, kRoundings);   // 1/2 + 3/10 * 1/2
  EXPECT_NEAR(model.closed_inverse()(2, 0), 0.625 * 80 / 49, kRoundings);  // 1/4 * 1/2 + 1/2
  EXPECT_TRUE(
      (model.total_output_multipliers().array() > model.output_multipliers().array()).all());
}

TEST(InputOutput, AYuanEndsAsValueAddedOrLeaks) {
  const Model model(by_hand());
  const Vector kept = Vector::Ones(2) - model.coefficients().colwise().sum().transpose();
  expect_near(model.effect_multipliers(kept), Vector::Ones(2));
}

// Ten sectors, columns that sum below one.
Economy drawn(std::uint64_t seed) {
  constexpr Eigen::Index n = 10;
  random::Stream luck(
      {.seed = seed, .replication = 0, .entity = 0, .purpose = random::purpose("test.io")});
  Economy e;
  e.flows = Matrix(n, n);
  e.output = Vector(n);
  e.wages = Vector(n);
  e.purchases = Vector(n);
  for (Eigen::Index j = 0; j < n; ++j) {
    e.output[j] = 1 + 999 * random::unit(luck);
    Vector parts(n + 2);
    for (double& part : parts) part = random::unit(luck) + 1e-6;
    parts *= e.output[j] / parts.sum();
    e.flows.col(j) = parts.head(n);
    e.wages[j] = parts[n];
    e.purchases[j] = random::unit(luck);
  }
  e.income = 1.5 * e.purchases.sum();
  return e;
}

// The slow way: demand, what it uses, what that uses, …, until nothing is left.
Vector by_rounds(const Matrix& coefficients, Vector round) {
  Vector sum = round;
  while (round.lpNorm<1>() > 1e-18) {
    round = coefficients * round;
    sum += round;
  }
  return sum;
}

TEST(InputOutput, EffectsAreTheSumOfAllRounds) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Economy e = drawn(seed);
    ASSERT_TRUE(faults_of(e).empty()) << seed;
    const Model model(e);
    const Vector demand = e.purchases;
    const Effects effects = model.effects_of(demand);
    expect_near(effects.type1(), by_rounds(model.coefficients(), demand), 1e-9);
    Matrix closed(11, 11);
    closed.topLeftCorner(10, 10) = model.coefficients();
    closed.bottomLeftCorner(1, 10) = (e.wages.array() / e.output.array()).transpose();
    closed.topRightCorner(10, 1) = e.purchases / e.income;
    closed(10, 10) = 0;
    Vector opened = Vector::Zero(11);
    opened.head(10) = demand;
    expect_near(effects.type2(), by_rounds(closed, opened).head(10), 1e-9);
    EXPECT_TRUE((effects.induced.array() > 0).all());
    expect_near(model.inverse() * (e.output - e.flows.rowwise().sum()), e.output, 1e-6);
  }
}

TEST(InputOutput, FaultsNameTheSector) {
  EXPECT_TRUE(faults_of(with_households()).empty());
  Economy e = with_households();
  e.flows(0, 1) = -1;
  EXPECT_THAT(faults_of(e), ElementsAre(Finding{Fault::kNotANumber, 1}));
  e = with_households();
  e.wages[0] = std::numeric_limits<double>::quiet_NaN();
  e.output[1] = 0;
  EXPECT_THAT(faults_of(e),
              ElementsAre(Finding{Fault::kNotANumber, 0}, Finding{Fault::kNoOutput, 1}));
  e = with_households();
  e.income = 0;
  EXPECT_THAT(faults_of(e), ElementsAre(Finding{Fault::kNoOutput, 2}));
  e = with_households();
  e.purchases[0] = 250;
  EXPECT_THAT(faults_of(e), testing::Contains(Finding{Fault::kOverspent, 2}));
  e = by_hand();
  e.flows << 50, 300, 50, 150;  // the first uses all that it makes, and the second's
  EXPECT_THAT(faults_of(e), ElementsAre(Finding{Fault::kNotProductive, 2}));
}

// Miller & Blair 2009, ch. 2: two sectors, to the digits printed in the book.
TEST(InputOutput, ThePublishedExampleAsPrinted) {
  constexpr double kThreeDigits = 5e-4;
  Economy e;
  e.flows = Matrix{{150, 500}, {200, 100}};
  e.output = Vector{{1000, 2000}};
  const Model model(e);
  expect_near(model.coefficients(), Matrix{{0.15, 0.25}, {0.2, 0.05}});
  expect_near(model.inverse(), Matrix{{1.254, 0.330}, {0.264, 1.122}}, kThreeDigits);
  expect_near(model.effects_of(Vector{{600, 1500}}).type1(), Vector{{1247.5, 1841.6}}, 0.05);
}

// The same, open and closed, and its multipliers, to ten digits.
TEST(InputOutput, ThePublishedExample) {
  const char* const root = std::getenv("STOPOVER_SHARED_DATA");
  std::ifstream file(std::string(root == nullptr ? "" : root) +
                     "/choice/reference/io_miller_blair.csv");
  if (!file) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set, or has no such file";
  std::map<std::tuple<std::string, int, int>, double> figures;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string item;
    std::string i;
    std::string j;
    std::string value;
    std::getline(cells, item, ',');
    std::getline(cells, i, ',');
    std::getline(cells, j, ',');
    std::getline(cells, value, ',');
    figures[{item, std::stoi(i), j.empty() ? 0 : std::stoi(j)}] = std::stod(value);
  }
  const auto at = [&](const std::string& item, int i, int j = 0) {
    return figures.at({item, i, j});
  };
  const auto two = [&](const std::string& item) { return Vector{{at(item, 1), at(item, 2)}}; };
  Economy e;
  e.flows = Matrix{{at("Z", 1, 1), at("Z", 1, 2)}, {at("Z", 2, 1), at("Z", 2, 2)}};
  e.output = two("x");
  // Households as the sector of the closed table, at an income of 1,000.
  e.income = 1000;
  e.wages = e.output.cwiseProduct(two("labour_coef"));
  e.purchases = Vector{{at("A_closed", 1, 3), at("A_closed", 2, 3)}} * e.income;
  e.household_services = at("A_closed", 3, 3) * e.income;
  const Model model(e);
  constexpr double kPrinted = 1e-10;
  for (int i = 1; i <= 3; ++i)
    for (int j = 1; j <= 3; ++j) {
      EXPECT_NEAR(model.closed_inverse()(i - 1, j - 1), at("L_closed", i, j), kPrinted);
      if (i == 3 || j == 3) continue;
      EXPECT_NEAR(model.coefficients()(i - 1, j - 1), at("A", i, j), kPrinted);
      EXPECT_NEAR(model.inverse()(i - 1, j - 1), at("L", i, j), kPrinted);
    }
  const Vector wage_share = two("labour_coef");
  expect_near(model.effects_of(two("f_new")).type1(), two("x_new"), 1e-7);
  expect_near(wage_share.cwiseProduct(model.effects_of(two("f_new")).type1()), two("labour_new"),
              1e-7);
  expect_near(model.output_multipliers(), two("output_multiplier_simple"), kPrinted);
  expect_near(model.total_output_multipliers(), two("output_multiplier_total_truncated"), kPrinted);
  const Vector simple = model.effect_multipliers(wage_share);
  expect_near(simple, two("labour_multiplier_simple_hL"), kPrinted);
  expect_near(simple.cwiseQuotient(wage_share), two("labour_multiplier_typeI"), kPrinted);
  const Vector total = model.total_effect_multipliers(wage_share, e.household_services / e.income);
  expect_near(total, two("household_multiplier_total"), kPrinted);
  expect_near(total.cwiseQuotient(wage_share), two("labour_multiplier_typeII"), kPrinted);
}

}  // namespace
}  // namespace stopover::input_output
