// SPDX-License-Identifier: Apache-2.0
// Mixed models against their exact integrals: 10,000 draws at the exact optimum, and estimates with
// the draws of their files. With STOPOVER_WRITE_DOCS=1 writes docs/validation/choice-models.md.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/choice/likelihoods.hpp"
#include "tests/models/choice/published.hpp"
#include "tests/models/choice/published_page.hpp"

namespace stopover::choice {
namespace {

using testing::Loaded;
using testing::PublishedModel;
using testing::PublishedResult;
using testing::SimulationError;

constexpr double kEnough = 0.1;  // of ln L, with 10,000 draws

// Mean over seeds of |ln L - exact| at the optimum of the integral.
double simulation_error(const Loaded& loaded, const estimation::Vector& theta, double exact,
                        std::size_t draws) {
  const auto executor = tbb_executor(2);
  double sum = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto likelihood = make_mixed(loaded.problem, {.number = draws, .seed = seed});
    sum += std::abs(
        estimation::total(*likelihood, theta, {}, estimation::Want::kValue, *executor).value -
        exact);
  }
  return sum / 3;
}

class PublishedMixed : public ::testing::TestWithParam<std::string> {};

// A person's many choices make the integrand steep: the reference of xlogit's model is the sum of
// 301 nodes over 8.5 standard deviations, 0.276 above its integral.
bool reference_is_exact(const std::string& stem) {
  return stem != "xlogit_panel";
}

TEST_P(PublishedMixed, ReferencesAreTheIntegral) {
  const auto folder = testing::shared_choice_data();
  if (!folder) GTEST_SKIP() << testing::kNoData;
  const Loaded loaded = testing::load_published(GetParam(), *folder);
  const PublishedModel figures = testing::figures_of(loaded, GetParam(), *folder);
  const double exact = testing::exact_ln_l(loaded, testing::verified_parameters(figures));
  EXPECT_NEAR(exact, reference_is_exact(GetParam()) ? figures.verified_ln_l : -4359.443109, 1e-4);
}

TEST_P(PublishedMixed, TenThousandDrawsAreNearTheIntegral) {
  const auto folder = testing::shared_choice_data();
  if (!folder) GTEST_SKIP() << testing::kNoData;
  const Loaded loaded = testing::load_published(GetParam(), *folder);
  const estimation::Vector theta =
      testing::verified_parameters(testing::figures_of(loaded, GetParam(), *folder));
  const double exact = testing::exact_ln_l(loaded, theta);
  const double of_1000 = simulation_error(loaded, theta, exact, 1000);
  const double of_10000 = simulation_error(loaded, theta, exact, 10'000);
  std::printf("%s: |ln L - exact| %.4f with 1000 draws, %.4f with 10000\n", GetParam().c_str(),
              of_1000, of_10000);
  EXPECT_LT(of_10000, reference_is_exact(GetParam()) ? kEnough : 2 * kEnough);
  EXPECT_LT(of_10000, of_1000 / 2);
}

// Simulation moves the optimum: parameters to a tenth of a standard error, with the draws of the
// file. Of the steep one only that the simulated ln L is near the integral there.
TEST_P(PublishedMixed, EstimatesAreNearThoseOfTheIntegral) {
  const auto folder = testing::shared_choice_data();
  if (!folder) GTEST_SKIP() << testing::kNoData;
  const Loaded loaded = testing::load_published(GetParam(), *folder);
  const PublishedModel figures = testing::figures_of(loaded, GetParam(), *folder);
  const Estimate found = testing::estimate_published(loaded);
  const double exact = testing::exact_ln_l(loaded, found.maximum.theta);
  std::printf("%s: ln L %.4f, exact there %.4f\n", GetParam().c_str(), found.maximum.value, exact);
  EXPECT_NEAR(found.maximum.value, exact, figures.panel() ? 1.0 : 0.1);
  ASSERT_EQ(found.ln_l_by_seed.size(), 4U);
  for (const double value : found.ln_l_by_seed)
    EXPECT_NEAR(value, exact, figures.panel() ? 1.5 : 0.2);
  if (!reference_is_exact(GetParam())) {
    EXPECT_GT(exact, -4359.443109) << "better than the reference's optimum";
    return;
  }
  const estimation::Vector classical = estimation::standard_errors(found.covariances.classical);
  for (std::size_t k = 0; k < figures.parameters.size(); ++k) {
    const auto i = static_cast<Eigen::Index>(k);
    const testing::PublishedParameter& p = figures.parameters[k];
    EXPECT_NEAR(found.maximum.theta[i], p.verified, 0.1 * p.verified_se) << p.name;
    EXPECT_NEAR(classical[i] / p.verified_se, 1, 0.03) << p.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Mixed, PublishedMixed, ::testing::ValuesIn(testing::mixed_stems()),
                         [](const auto& row) { return row.param; });

TEST(PublishedPage, IsWritten) {
  const auto folder = testing::shared_choice_data();
  if (!folder) GTEST_SKIP() << testing::kNoData;
  if (std::getenv("STOPOVER_WRITE_DOCS") == nullptr)
    GTEST_SKIP() << "STOPOVER_WRITE_DOCS=1 writes docs/validation/choice-models.md";
  std::vector<PublishedResult> results;
  std::vector<SimulationError> errors;
  for (const std::vector<std::string>* stems : {&testing::closed_stems(), &testing::mixed_stems()})
    for (const std::string& stem : *stems) {
      const Loaded loaded = testing::load_published(stem, *folder);
      const PublishedModel figures = testing::figures_of(loaded, stem, *folder);
      const std::string title = loaded.problem.spec.name;
      results.push_back({.title = title,
                         .figures = figures,
                         .estimate = testing::estimate_published(loaded),
                         .draws = figures.mixed() ? loaded.model.draws.number : 0});
      if (!figures.mixed()) continue;
      const estimation::Vector theta = testing::verified_parameters(figures);
      const double exact = testing::exact_ln_l(loaded, theta);
      errors.push_back({.title = title,
                        .of_100 = simulation_error(loaded, theta, exact, 100),
                        .of_1000 = simulation_error(loaded, theta, exact, 1000),
                        .of_10000 = simulation_error(loaded, theta, exact, 10'000)});
    }
  const std::string page = testing::published_page(results, errors);
  EXPECT_THAT(page, ::testing::HasSubstr("| Swissmetro, logit | 4 |  | -5331.252007 |"));
  std::ofstream(STOPOVER_SOURCE_DIR "/docs/validation/choice-models.md", std::ios::binary) << page;
}

}  // namespace
}  // namespace stopover::choice
