// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/binary.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/regression/samples.hpp"

namespace stopover::regression {
namespace {

using ::testing::ElementsAre;
using testing::error_of;
using testing::intercept_only;
using testing::line;
using testing::SplitMix;
using testing::vector_of;

Binary fit(const Sample& sample, Link link) {
  return binary_regression(sample, link, *serial_executor());
}

constexpr double kSolved = 1e-8;  // the search ends 1e-8 standard errors off at most

constexpr Link kLinks[] = {Link::kLogit, Link::kProbit};

TEST(Binary, AnInterceptIsTheShareOfOnes) {
  const Sample sample{intercept_only(10), vector_of({1, 0, 0, 1, 0, 0, 0, 1, 0, 0})};
  for (const Link link : kLinks) {
    const Binary model = fit(sample, link);
    ASSERT_TRUE(model.fit.findings.empty());
    EXPECT_NEAR(probability(link, model.fit.coefficients()[0]), 0.3, kSolved);
    EXPECT_NEAR(model.fit.log_likelihood(), 3 * std::log(0.3) + 7 * std::log(0.7), 1e-12);
  }
  const Binary logit = fit(sample, Link::kLogit);
  EXPECT_NEAR(error_of(logit.fit.covariances.classical, 0), 1 / std::sqrt(10 * 0.21), kSolved);
}

// Two groups: 3 of 10 and 12 of 20. The slope is the logarithm of the ratio of odds.
TEST(Binary, ATableOfTwoByTwoHasAClosedForm) {
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 10; ++i) x.push_back(0), y.push_back(i < 3 ? 1 : 0);
  for (int i = 0; i < 20; ++i) x.push_back(1), y.push_back(i < 12 ? 1 : 0);
  const Binary model = fit({line(x), vector_of(y)}, Link::kLogit);
  ASSERT_TRUE(model.fit.findings.empty());
  EXPECT_NEAR(model.fit.coefficients()[0], std::log(3.0 / 7), kSolved);
  EXPECT_NEAR(model.fit.coefficients()[1], std::log(12.0 / 8 * 7 / 3), kSolved);
  EXPECT_NEAR(error_of(model.fit.covariances.classical, 1),
              std::sqrt(1.0 / 3 + 1.0 / 7 + 1.0 / 12 + 1.0 / 8), kSolved);
  const Vector p = probabilities(model, line({0, 1}));
  EXPECT_NEAR(p[0], 0.3, kSolved);
  EXPECT_NEAR(p[1], 0.6, kSolved);
}

TEST(Binary, WholeWeightsAreRepeatedRows) {
  SplitMix luck(5);
  Sample sample{testing::normal_design(40, 2, luck), Vector(40)};
  std::vector<int> times;
  for (double& y : sample.outcome) {
    y = luck.uniform() < 0.4 ? 1 : 0;
    times.push_back(static_cast<int>(luck.below(4)));
  }
  Sample weighted = sample;
  weighted.weights.assign(times.begin(), times.end());
  for (const Link link : kLinks) {
    const Binary a = fit(weighted, link);
    const Binary b = fit(testing::repeated(sample, times), link);
    ASSERT_TRUE(a.fit.findings.empty());
    EXPECT_TRUE(a.fit.coefficients().isApprox(b.fit.coefficients(), 1e-9));
    EXPECT_TRUE(a.fit.covariances.classical.isApprox(b.fit.covariances.classical, 1e-9));
    EXPECT_NEAR(a.fit.log_likelihood(), b.fit.log_likelihood(), 1e-9);
  }
}

TEST(Binary, SwappingTheOutcomesTurnsTheSigns) {
  SplitMix luck(6);
  Sample sample{testing::normal_design(60, 2, luck), Vector(60)};
  for (double& y : sample.outcome) y = luck.uniform() < 0.4 ? 1 : 0;
  Sample swapped = sample;
  swapped.outcome = Vector::Ones(60) - sample.outcome;
  for (const Link link : kLinks)
    EXPECT_TRUE(fit(sample, link)
                    .fit.coefficients()
                    .isApprox(-fit(swapped, link).fit.coefficients(), 1e-9));
}

// 3 estimates a link, seed pinned; see kFarOff.
TEST(Binary, RecoversWhatDataWereMadeWith) {
  const Vector truth = vector_of({-0.5, 1, -0.7});
  for (const Link link : kLinks) {
    SplitMix luck(7);
    Sample sample{testing::normal_design(4'000, 2, luck), Vector(4'000)};
    const Vector index = sample.design.cells * truth;
    for (Eigen::Index r = 0; r < 4'000; ++r)
      sample.outcome[r] = luck.uniform() < probability(link, index[r]) ? 1 : 0;
    const Binary model = fit(sample, link);
    ASSERT_TRUE(model.fit.findings.empty());
    for (std::size_t k = 0; k < 3; ++k) {
      const auto at = static_cast<Eigen::Index>(k);
      EXPECT_NEAR(model.fit.coefficients()[at], truth[at],
                  testing::kFarOff * error_of(model.fit.covariances.classical, k));
      EXPECT_NEAR(
          error_of(model.fit.covariances.robust, k) / error_of(model.fit.covariances.classical, k),
          1, 0.1);
    }
  }
}

TEST(Binary, ProbabilitiesStayNumbersFarOut) {
  EXPECT_EQ(probability(Link::kLogit, 800), 1);
  EXPECT_EQ(probability(Link::kLogit, -800), 0);
  EXPECT_NEAR(probability(Link::kLogit, -700) / std::exp(-700.0), 1, 1e-13);
  EXPECT_NEAR(probability(Link::kProbit, -38) / 2.885428360068676e-316, 1, 1e-6);  // subnormal
}

// ---- what has no maximum ----

TEST(Binary, CompleteSeparationIsNamed) {
  const Sample sample{line({1, 2, 3, 4, 5, 6}), vector_of({0, 0, 0, 1, 1, 1})};
  for (const Link link : kLinks) {
    const Findings findings = fit(sample, link).fit.findings;
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].problem, Problem::kSeparated);
    EXPECT_THAT(findings[0].terms, ::testing::UnorderedElementsAre("one", "x"));
  }
}

// Every traveller of one group spends; the other terms are sound.
TEST(Binary, ADummyThatForetellsItsRowsIsNamedAlone) {
  SplitMix luck(9);
  Sample sample{testing::normal_design(400, 2, luck), Vector(400)};
  sample.design.terms.emplace_back("agency");
  sample.design.cells.conservativeResize(Eigen::NoChange, 4);
  for (Eigen::Index r = 0; r < 400; ++r) {
    sample.design.cells(r, 3) = r % 10 == 3 ? 1 : 0;
    sample.outcome[r] = r % 10 == 3 || luck.uniform() < 0.5 ? 1 : 0;
  }
  for (const Link link : kLinks)
    EXPECT_THAT(fit(sample, link).fit.findings,
                ElementsAre(Finding{Problem::kSeparated, {"agency"}, 3}));
}

// With an intercept and one column there is separation where the values of both outcomes overlap
// in one value or not at all: an oracle by counting. 3,000 small samples.
TEST(Binary, FindsSeparationWhereverThereIsSome) {
  SplitMix luck(10);
  int separated = 0;
  int sound = 0;
  for (int trial = 0; trial < 3'000; ++trial) {
    std::vector<double> x;
    std::vector<double> y;
    const std::int64_t rows = 4 + luck.below(9);
    const double slope = 4 * luck.uniform();
    for (std::int64_t r = 0; r < rows; ++r) {
      x.push_back(static_cast<double>(luck.below(7)) - 3);
      y.push_back(luck.uniform() < probability(Link::kLogit, slope * x.back()) ? 1 : 0);
    }
    double low[2] = {99, 99};
    double high[2] = {-99, -99};
    for (std::size_t r = 0; r < x.size(); ++r) {
      const int side = y[r] > 0 ? 1 : 0;
      low[side] = std::min(low[side], x[r]);
      high[side] = std::max(high[side], x[r]);
    }
    const bool constant = std::min(low[0], low[1]) == std::max(high[0], high[1]);
    if (constant || low[0] > high[0] || low[1] > high[1]) continue;
    const bool expected = high[0] <= low[1] || high[1] <= low[0];
    (expected ? separated : sound) += 1;
    for (const Link link : kLinks) {
      const Findings findings = fit({line(x), vector_of(y)}, link).fit.findings;
      const bool found = findings.size() == 1 && findings[0].problem == Problem::kSeparated;
      ASSERT_EQ(found, expected) << trial << ' ' << ::testing::PrintToString(x) << ' '
                                 << ::testing::PrintToString(y);
      if (!expected) {
        ASSERT_TRUE(findings.empty()) << text(findings[0]);
      }
    }
  }
  EXPECT_GT(separated, 300);
  EXPECT_GT(sound, 300);
}

// Certain rows are no separation while one row stands against them.
TEST(Binary, AStrongTermIsNotSeparation) {
  std::vector<double> x{0, 0.1, 0.2, 0.3, 0.15};
  std::vector<double> y{0, 0, 1, 1, 1};
  x.push_back(0.25), y.push_back(0);
  for (int i = 0; i < 50; ++i) x.push_back(30 + i), y.push_back(1);
  for (int i = 0; i < 50; ++i) x.push_back(-30 - i), y.push_back(0);
  for (const Link link : kLinks) {
    const Binary model = fit({line(x), vector_of(y)}, link);
    EXPECT_TRUE(model.fit.findings.empty()) << text(model.fit.findings.front());
    EXPECT_GT(model.fit.coefficients()[1], 1);
  }
}

TEST(Binary, NamesOtherFaultsOfTheData) {
  const Design design = line({1, 2, 4, 3});
  EXPECT_THAT(fit({design, vector_of({1, 1, 1, 1})}, Link::kLogit).fit.findings,
              ElementsAre(Finding{Problem::kOneClass, {"outcome"}, {}}));
  EXPECT_THAT(fit({design, vector_of({1, 0, 2, 1})}, Link::kLogit).fit.findings,
              ElementsAre(Finding{Problem::kNotBinary, {"outcome"}, 2}));
  EXPECT_THAT(fit({design, vector_of({1, 1, 0, 1}), {1, 1, 0, 1}}, Link::kProbit).fit.findings,
              ElementsAre(Finding{Problem::kOneClass, {"outcome"}, {}}));
}

}  // namespace
}  // namespace stopover::regression
