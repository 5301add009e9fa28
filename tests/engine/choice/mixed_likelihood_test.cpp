// SPDX-License-Identifier: Apache-2.0
// Simulated mixed logit against plain loops over the same draws with std::exp, and its scores
// against differences: every distribution, correlated ones, panel and cross-section.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "engine/choice/draws.hpp"
#include "engine/choice/likelihoods.hpp"
#include "tests/engine/choice/choice_sample.hpp"

namespace stopover::choice {
namespace {

using testing::built;
using testing::expect_exact_scores;
using testing::ln_l;
using testing::Luck;
using testing::Sample;
using testing::trips;
using testing::Vector;
using testing::vector_of;

constexpr Draw kDraws[] = {Draw::kNormal, Draw::kUniform, Draw::kTriangular};
constexpr Shape kShapes[] = {Shape::kPlain, Shape::kExponential, Shape::kMinusExponential,
                             Shape::kBounded};

void add_utilities(Sample& sample) {
  sample.parameter("asc_bus");
  sample.alternative("bus", 1, "asc_bus + time * time_bus + cost * cost_bus");
  sample.alternative("rail", 2, "time * time_rail + cost * cost_rail", "rail_there");
  sample.alternative("car", 3, "time * time_car + cost * cost_car");
}

// Time random by `draw` and `shape`, cost normal and correlated with it.
Sample two_tastes(Luck& luck, std::size_t each, Draw draw, Shape shape) {
  Sample sample = trips(luck, 30, each);
  for (const char* name : {"m_time", "s_time", "m_cost", "s_cost", "s_both"})
    sample.parameter(name, 0.1);
  add_utilities(sample);
  sample.random("time", draw, shape, "m_time", "s_time");
  sample.spec.random.back().lower = -2;
  sample.spec.random.back().upper = 0.5;
  sample.random("cost", Draw::kNormal, Shape::kPlain, "m_cost", "s_cost");
  sample.spec.random.back().loads.push_back({.draw_of = "time", .spread = "s_both"});
  if (each > 1) sample.data.panel = "person";
  return sample;
}

const Vector kTheta = vector_of({-0.6, 0.8, -0.4, 0.3, 0.5, 0.2});

double shaped(Shape shape, double x) {
  switch (shape) {
    case Shape::kPlain:
      return x;
    case Shape::kExponential:
      return std::exp(x);
    case Shape::kMinusExponential:
      return -std::exp(x);
    case Shape::kBounded:
      return -2 + 2.5 / (1 + std::exp(-x));
  }
  return 0;
}

// Mean over draws of the product over a person's choices.
double plain(Sample& sample, std::size_t person, std::size_t each, Shape shape,
             const Draws& draws) {
  std::vector<double> scratch(2 * Draws::kBlock);
  double sum = 0;
  for (std::size_t d = 0; d < draws.number(); ++d) {
    const double* const at = draws.block(person, d / Draws::kBlock, scratch) + d % Draws::kBlock;
    const double time = shaped(shape, kTheta[0] + kTheta[1] * at[0]);
    const double cost = kTheta[2] + kTheta[3] * at[Draws::kBlock] + kTheta[4] * at[0];
    double product = 1;
    for (std::size_t r = person * each; r < person * each + each; ++r) {
      const auto e = [&](const std::string& mode, double constant) {
        return std::exp(constant + time * sample.cells("time_" + mode)[r] +
                        cost * sample.cells("cost_" + mode)[r]);
      };
      const double rail = sample.cells("rail_there")[r] == 0 ? 0 : e("rail", 0);
      const double all[] = {e("bus", kTheta[5]), rail, e("car", 0)};
      product *=
          all[static_cast<std::size_t>(sample.cells("choice")[r]) - 1] / (all[0] + all[1] + all[2]);
    }
    sum += product;
  }
  return std::log(sum / static_cast<double>(draws.number()));
}

TEST(MixedLikelihood, IsThatOfPlainLoops) {
  Luck luck(71);
  for (const std::size_t each : {1U, 6U})
    for (const Draw draw : kDraws)
      for (const Shape shape : kShapes) {
        Sample sample = two_tastes(luck, each, draw, shape);
        const Problem problem = built(sample);
        const DrawSpec spec{.number = 150, .seed = 4};
        const Vector found = ln_l(*make_mixed(problem, spec), kTheta);
        const Draws draws({draw, Draw::kNormal}, 30, spec);
        for (std::size_t person = 0; person < 30; ++person)
          EXPECT_NEAR(found[static_cast<Eigen::Index>(person)],
                      plain(sample, person, each, shape, draws), 1e-12);
      }
}

TEST(MixedLikelihood, HasExactScoresForEveryDistribution) {
  Luck luck(72);
  for (const std::size_t each : {1U, 5U})
    for (const Draw draw : kDraws)
      for (const Shape shape : kShapes) {
        SCOPED_TRACE(static_cast<int>(shape) * 10 + static_cast<int>(draw));
        const Problem problem = built(two_tastes(luck, each, draw, shape));
        expect_exact_scores(*make_mixed(problem, {.number = 100, .seed = 1}), kTheta, 2e-6);
      }
}

TEST(MixedLikelihood, WeightsMultiplyAPerson) {
  Luck luck(73);
  Sample sample = two_tastes(luck, 3, Draw::kNormal, Shape::kPlain);
  const DrawSpec spec{.number = 64, .seed = 1};
  const Problem plain_problem = built(sample);
  const Vector once = ln_l(*make_mixed(plain_problem, spec), kTheta);
  sample.data.weight = testing::parsed("income");
  const Problem weighted = built(sample);
  const auto likelihood = make_mixed(weighted, spec);
  const Vector found = ln_l(*likelihood, kTheta);
  for (Eigen::Index u = 0; u < found.size(); ++u)
    EXPECT_NEAR(found[u], once[u] * sample.cells("income")[static_cast<std::size_t>(u) * 3], 1e-12);
  expect_exact_scores(*likelihood, kTheta, 2e-6);
}

TEST(MixedLikelihood, WithoutSpreadIsALogit) {
  Luck luck(74);
  Sample mixed = two_tastes(luck, 4, Draw::kNormal, Shape::kPlain);
  const Problem problem = built(mixed);
  const Vector found =
      ln_l(*make_mixed(problem, {.number = 100, .seed = 1}), vector_of({-0.6, 0, -0.4, 0, 0, 0.2}));
  Sample logit = mixed;
  logit.spec.random.clear();
  logit.spec.parameters.clear();
  for (const char* name : {"time", "cost", "asc_bus"}) logit.parameter(name);
  const Problem plain_problem = built(logit);
  EXPECT_LT((found - ln_l(*make_logit(plain_problem), vector_of({-0.6, -0.4, 0.2}))).norm(), 1e-12);
}

TEST(MixedLikelihood, AMeanOrSpreadMayBeFixedOrShared) {
  Luck luck(75);
  Sample sample = trips(luck, 30, 2);
  sample.data.panel = "person";
  sample.parameter("m", -0.5);
  sample.parameter("s", 0.3);
  sample.spec.parameters.back().fixed = true;
  add_utilities(sample);
  sample.random("time", Draw::kNormal, Shape::kPlain, "m", "s");
  sample.random("cost", Draw::kNormal, Shape::kPlain, "m", "s");
  sample.spec.random.push_back(sample.spec.random.back());
  sample.spec.random.back().name = "error";
  sample.spec.random.back().mean = "";
  sample.spec.random.back().loads = {{.draw_of = "error", .spread = "asc_bus"}};
  sample.spec.alternatives[1].utility =
      testing::parsed("time * time_rail + cost * cost_rail + error");
  const Problem problem = built(sample);
  ASSERT_EQ(problem.free.size(), 2U);
  expect_exact_scores(*make_mixed(problem, {.number = 100, .seed = 1}), vector_of({-0.4, 0.6}),
                      2e-6);
}

// Utilities with parameters in a rest beside random coefficients.
TEST(MixedLikelihood, TakesUtilitiesThatAreNotLinearInParameters) {
  Luck luck(76);
  Sample sample = two_tastes(luck, 2, Draw::kNormal, Shape::kMinusExponential);
  sample.parameter("lambda", 0.5);
  sample.spec.alternatives[2].utility =
      testing::parsed("time * time_car + cost * cost_car + boxcox(income, lambda) * asc_bus");
  const Problem problem = built(sample);
  Vector theta(7);
  theta << kTheta, 0.4;
  expect_exact_scores(*make_mixed(problem, {.number = 70, .seed = 1}), theta, 2e-6);
}

// The first person of 600 choices with utilities taste * x, by log-sum-exp over the draws.
double ln_mean(const Draws& draws, const Vector& theta, const Problem& problem,
               const std::vector<double>& x) {
  std::vector<double> scratch(Draws::kBlock);
  std::vector<double> each;
  for (std::size_t d = 0; d < draws.number(); ++d) {
    const double draw = draws.block(0, d / Draws::kBlock, scratch)[d % Draws::kBlock];
    const double taste = theta[0] + theta[1] * draw;
    double ln = 0;
    for (std::size_t c = 0; c < 600; ++c) {
      double sum = 0;
      for (std::size_t r = problem.case_row[c]; r < problem.case_row[c + 1]; ++r) {
        sum += std::exp(taste * x[r]);
        ln += problem.chosen[r] * taste * x[r];
      }
      ln -= std::log(sum);
    }
    each.push_back(ln);
  }
  const double greatest = *std::max_element(each.begin(), each.end());
  double sum = 0;
  for (const double ln : each) sum += std::exp(ln - greatest);
  return greatest + std::log(sum / static_cast<double>(draws.number()));
}

TEST(MixedLikelihood, TakesLongDataAndPersonsWithHundredsOfChoices) {
  Luck luck(77);
  Sample sample;
  sample.data = {.long_form = true, .choice = "chosen", .case_id = "case", .panel = "person"};
  std::vector<double> ids, person, x, chosen;
  constexpr std::size_t kCases = 900;
  for (std::size_t c = 0; c < kCases; ++c) {
    const std::size_t size = 2 + luck.below(6);
    const std::size_t taken = luck.below(size);
    for (std::size_t j = 0; j < size; ++j) {
      ids.push_back(static_cast<double>(c));
      person.push_back(c < 600 ? 1 : static_cast<double>(c / 100));
      x.push_back(luck.between(-2, 2));
      chosen.push_back(j == taken ? 1 : 0);
    }
  }
  sample.column("case", ids);
  sample.column("person", person);
  sample.column("x", x);
  sample.column("chosen", chosen);
  sample.parameter("m", 0.1);
  sample.parameter("s", 0.2);
  sample.alternative("row", 0, "taste * x");
  sample.random("taste", Draw::kNormal, Shape::kPlain, "m", "s");
  const Problem problem = built(sample);
  ASSERT_EQ(problem.units(), 4U);
  const DrawSpec spec{.number = 130, .seed = 1};
  const auto likelihood = make_mixed(problem, spec);
  const Draws draws({Draw::kNormal}, 4, spec);
  // Draws of one dimension ascend: the best are in the middle, in the last block, in the first.
  for (const Vector& theta :
       {vector_of({0.2, 1.1}), vector_of({-3, 1.5}), vector_of({3, 1.5}), vector_of({-1, 0.6})}) {
    const Vector found = ln_l(*likelihood, theta);
    EXPECT_LT(found[0], -800) << "exp of it is 0";
    EXPECT_NEAR(found[0], ln_mean(draws, theta, problem, x), 1e-9 * std::abs(found[0]));
    expect_exact_scores(*likelihood, theta, 1e-4);
  }
}

}  // namespace
}  // namespace stopover::choice
