// SPDX-License-Identifier: Apache-2.0
// Logit, nests and classes: values against plain loops over the table, scores and second
// derivatives against differences.
#include "engine/choice/likelihoods.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/engine/choice/choice_sample.hpp"

namespace stopover::choice {
namespace {

using testing::built;
using testing::expect_exact_hessian;
using testing::expect_exact_scores;
using testing::ln_l;
using testing::Luck;
using testing::Sample;
using testing::trips;
using testing::Vector;
using testing::vector_of;

const Vector kTheta = vector_of({0.3, -0.4, -0.9, -0.25});

// ln P of each row of `trips` under add_linear_utilities, by plain loops.
double plain(Sample& sample, std::size_t row, const Vector& t) {
  const auto utility = [&](const std::string& mode, double constant) {
    return std::exp(constant + t[2] * sample.cells("time_" + mode)[row] +
                    t[3] * sample.cells("cost_" + mode)[row]);
  };
  const double rail = sample.cells("rail_there")[row] == 0 ? 0 : utility("rail", t[1]);
  const double each[] = {utility("bus", t[0]), rail, utility("car", 0)};
  const auto chosen = static_cast<std::size_t>(sample.cells("choice")[row]) - 1;
  return std::log(each[chosen] / (each[0] + each[1] + each[2]));
}

TEST(LogitLikelihood, IsThatOfPlainLoops) {
  Luck luck(51);
  Sample sample = trips(luck, 300, 1);
  add_linear_utilities(sample);
  const Problem problem = built(sample);
  EXPECT_EQ(problem.units(), 300U);
  const Vector found = ln_l(*make_logit(problem), kTheta);
  for (std::size_t r = 0; r < 300; ++r)
    EXPECT_NEAR(found[static_cast<Eigen::Index>(r)], plain(sample, r, kTheta), 1e-13);
}

TEST(LogitLikelihood, HasExactDerivatives) {
  Luck luck(52);
  Sample sample = trips(luck, 40, 3);
  add_linear_utilities(sample);
  sample.data.panel = "person";
  sample.data.weight = testing::parsed("income / 2");
  const Problem problem = built(sample);
  const auto likelihood = make_logit(problem);
  expect_exact_scores(*likelihood, kTheta);
  expect_exact_hessian(*likelihood, kTheta);
}

TEST(LogitLikelihood, OfUtilitiesThatAreNotLinearHasExactScores) {
  Luck luck(53);
  Sample sample = trips(luck, 50, 2);
  for (const char* name : {"asc", "b_time", "b_cost", "lambda", "scale"})
    sample.parameter(name, 0.5);
  sample.alternative("bus", 1, "scale * (asc + b_time * boxcox(time_bus, lambda)) - cost_bus");
  sample.alternative("rail", 2, "b_time * time_rail ^ 2 + exp(b_cost) * cost_rail", "rail_there");
  sample.alternative("car", 3, "if(income > 3, b_cost * b_time, asc) + time_car * b_cost");
  const Problem problem = built(sample);
  const auto likelihood = make_logit(problem);
  EXPECT_FALSE(likelihood->has_hessian());
  expect_exact_scores(*likelihood, vector_of({0.2, -0.8, -0.3, 0.4, 1.2}));
}

TEST(LogitLikelihood, AddsAPersonsChoicesAndMultipliesWeights) {
  Luck luck(54);
  Sample sample = trips(luck, 20, 5);
  add_linear_utilities(sample);
  const Vector single = ln_l(*make_logit(built(sample)), kTheta);
  sample.data.panel = "person";
  const Problem panel = built(sample);
  ASSERT_EQ(panel.units(), 20U);
  const Vector of_person = ln_l(*make_logit(panel), kTheta);
  sample.data.weight = testing::parsed("cost_bus");
  const Problem weighted = built(sample);
  const Vector with_weights = ln_l(*make_logit(weighted), kTheta);
  for (Eigen::Index u = 0; u < 20; ++u) {
    EXPECT_NEAR(of_person[u], single.segment(u * 5, 5).sum(), 1e-12);
    double expected = 0;
    for (Eigen::Index c = u * 5; c < u * 5 + 5; ++c)
      expected += sample.cells("cost_bus")[static_cast<std::size_t>(c)] * single[c];
    EXPECT_NEAR(with_weights[u], expected, 1e-12);
  }
}

// Persons in any order of rows, and rows left out: the unit's choices are found.
TEST(LogitLikelihood, DoesNotDependOnTheOrderOfRows) {
  Luck luck(55);
  Sample sample = trips(luck, 15, 4);
  add_linear_utilities(sample);
  sample.data.panel = "person";
  sample.data.exclude = testing::parsed("time_bus > 1.5");
  const Vector expected = ln_l(*make_logit(built(sample)), kTheta);
  for (std::vector<double>& column : sample.table.columns)
    std::rotate(column.begin(), column.begin() + 23, column.end());
  Vector found = ln_l(*make_logit(built(sample)), kTheta);
  ASSERT_EQ(found.size(), expected.size());
  std::vector<double> one(expected.data(), expected.data() + expected.size());
  std::vector<double> two(found.data(), found.data() + found.size());
  std::ranges::sort(one);
  std::ranges::sort(two);
  for (std::size_t u = 0; u < one.size(); ++u) EXPECT_NEAR(one[u], two[u], 1e-12);
}

// A set of 2 … 6 rows, `times` of each: once as counts, once every choice by itself.
TEST(LogitLikelihood, CountsAreRepeatedChoices) {
  Luck luck(56);
  std::vector<std::vector<double>> counted(4);  // case, x, y, times
  std::vector<std::vector<double>> repeated(4);
  double next = 0;
  for (int c = 0; c < 60; ++c) {
    const std::size_t size = 2 + luck.below(5);
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> times;
    for (std::size_t j = 0; j < size; ++j) {
      x.push_back(luck.between(-1, 1));
      y.push_back(luck.between(-1, 1));
      times.push_back(static_cast<double>(luck.below(4)));
    }
    times[luck.below(size)] += 1;
    const auto add = [&](std::vector<std::vector<double>>& to, double id, std::size_t j, double n) {
      to[0].push_back(id);
      to[1].push_back(x[j]);
      to[2].push_back(y[j]);
      to[3].push_back(n);
    };
    for (std::size_t j = 0; j < size; ++j) add(counted, c, j, times[j]);
    for (std::size_t j = 0; j < size; ++j)
      for (int n = 0; n < static_cast<int>(times[j]); ++n) {
        for (std::size_t k = 0; k < size; ++k) add(repeated, next, k, k == j ? 1 : 0);
        ++next;
      }
  }
  const auto problem_of = [](const std::vector<std::vector<double>>& columns) {
    Sample sample;
    sample.data = {.long_form = true, .choice = "times", .case_id = "case"};
    sample.column("case", columns[0]);
    sample.column("x", columns[1]);
    sample.column("y", columns[2]);
    sample.column("times", columns[3]);
    sample.parameter("b_x");
    sample.parameter("b_y");
    sample.alternative("row", 0, "b_x * x + b_y * y");
    return built(sample);
  };
  const Problem one = problem_of(counted);
  const Problem two = problem_of(repeated);
  EXPECT_EQ(one.cases(), 60U);
  EXPECT_EQ(two.cases(), static_cast<std::size_t>(next));
  const Vector theta = vector_of({0.8, -1.1});
  const auto serial = serial_executor();
  const auto total = [&](const Problem& problem) {
    return estimation::total(*make_logit(problem), theta, {}, estimation::Want::kGradient, *serial);
  };
  EXPECT_NEAR(total(one).value, total(two).value, 1e-10);
  EXPECT_LT((total(one).gradient - total(two).gradient).norm(), 1e-10);
  const auto information = [&](const Problem& problem) {
    return estimation::information(*make_logit(problem), theta, {}, Vector::Ones(2), *serial);
  };
  EXPECT_LT((information(one) - information(two)).norm(), 1e-9);
  expect_exact_scores(*make_logit(one), theta);
  expect_exact_hessian(*make_logit(one), theta);
}

// ---- nests --------------------------------------------------------------------------------------

TEST(NestedLikelihood, IsALogitWhereScalesAreOne) {
  Luck luck(57);
  Sample sample = trips(luck, 100, 1);
  add_linear_utilities(sample);
  const Vector logit = ln_l(*make_logit(built(sample)), kTheta);
  sample.parameter("mu", 1);
  sample.nest("public", "mu", {{"bus", ""}, {"rail", ""}});
  const Problem nested = built(sample);
  Vector theta(5);
  theta << kTheta, 1.0;
  EXPECT_LT((ln_l(*make_logit(nested), theta) - logit).norm(), 1e-12);
}

TEST(NestedLikelihood, IsTheTextbooks) {
  Luck luck(58);
  Sample sample = trips(luck, 100, 1);
  add_linear_utilities(sample);
  sample.parameter("mu", 1);
  sample.nest("public", "mu", {{"bus", ""}, {"rail", ""}});
  const Problem nested = built(sample);
  Vector theta(5);
  theta << kTheta, 2.2;
  const Vector found = ln_l(*make_logit(nested), theta);
  for (std::size_t r = 0; r < 100; ++r) {
    const auto utility = [&](const std::string& mode, double constant) {
      return constant - 0.9 * sample.cells("time_" + mode)[r] -
             0.25 * sample.cells("cost_" + mode)[r];
    };
    const double bus = std::exp(2.2 * utility("bus", 0.3));
    const double rail =
        sample.cells("rail_there")[r] == 0 ? 0 : std::exp(2.2 * utility("rail", -0.4));
    const double both = std::pow(bus + rail, 1 / 2.2);
    const double car = std::exp(utility("car", 0));
    const double p[] = {both / (both + car) * bus / (bus + rail),
                        both / (both + car) * rail / (bus + rail), car / (both + car)};
    EXPECT_NEAR(found[static_cast<Eigen::Index>(r)],
                std::log(p[static_cast<std::size_t>(sample.cells("choice")[r]) - 1]), 1e-12);
  }
}

TEST(NestedLikelihood, HasExactScoresInEveryNormalisation) {
  Luck luck(59);
  const Sample base = [&] {
    Sample sample = trips(luck, 30, 3);
    add_linear_utilities(sample);
    sample.data.panel = "person";
    sample.data.weight = testing::parsed("income");
    sample.parameter("mu", 1.5);
    return sample;
  }();
  Vector theta(5);
  theta << kTheta, 1.7;
  {
    Sample top = base;
    top.nest("public", "mu", {{"bus", ""}, {"rail", ""}});
    const Problem problem = built(top);
    expect_exact_scores(*make_logit(problem), theta);
    EXPECT_FALSE(make_logit(problem)->has_hessian());
  }
  {
    Sample bottom = base;
    bottom.nest("public", "", {{"bus", ""}, {"rail", ""}});
    bottom.spec.normalisation = Normalisation::kBottom;
    bottom.spec.root_scale = testing::parsed("1 / mu");
    const Problem problem = built(bottom);
    expect_exact_scores(*make_logit(problem), theta);
  }
  {
    Sample unscaled = base;
    unscaled.nest("public", "1 / mu", {{"bus", ""}, {"rail", ""}});
    unscaled.spec.normalisation = Normalisation::kUnscaled;
    const Problem problem = built(unscaled);
    expect_exact_scores(*make_logit(problem), theta);
  }
  {
    Sample cross = base;
    cross.parameter("alpha", 0.5);
    cross.nest("wheels", "mu", {{"bus", "alpha"}, {"car", ""}});
    cross.nest("public", "mu ^ 2", {{"bus", "1 - alpha"}, {"rail", ""}});
    const Problem problem = built(cross);
    Vector longer(6);
    longer << theta, 0.35;
    expect_exact_scores(*make_logit(problem), longer);
  }
  {
    Sample three = base;
    three.nest("all", "mu", {{"public", ""}});  // named before what it holds
    three.nest("public", "mu * 1.5", {{"bus", ""}, {"rail", ""}});
    const Problem problem = built(three);
    ASSERT_EQ(problem.network->nodes().size(), 3U);
    expect_exact_scores(*make_logit(problem), theta);
  }
}

TEST(NestedLikelihood, NormalisationsAreOneModelInOtherUnits) {
  Luck luck(60);
  Sample sample = trips(luck, 80, 1);
  add_linear_utilities(sample);
  sample.parameter("mu", 1.5);
  const auto found = [&](Normalisation normalisation, const std::string& scale,
                         const std::string& root, double of_utility) {
    Sample one = sample;
    one.nest("public", scale, {{"bus", ""}, {"rail", ""}});
    // The nest of one keeps the car's scale apart in the unscaled form.
    one.nest("own", scale, {{"car", ""}});
    one.spec.normalisation = normalisation;
    if (!root.empty()) one.spec.root_scale = testing::parsed(root);
    const Problem problem = built(one);
    Vector theta(5);
    theta << kTheta * of_utility, 1.7;
    return ln_l(*make_logit(problem), theta);
  };
  const Vector top = found(Normalisation::kTop, "mu", "", 1);
  EXPECT_LT((found(Normalisation::kBottom, "", "1 / mu", 1.7) - top).norm(), 1e-12);
  EXPECT_LT((found(Normalisation::kUnscaled, "1 / mu", "", 1.7) - top).norm(), 1e-12);
}

// ---- classes ------------------------------------------------------------------------------------

Sample two_classes(Luck& luck, bool by_membership) {
  Sample sample = trips(luck, 40, 4);
  add_linear_utilities(sample);
  sample.data.panel = "person";
  if (by_membership) {
    sample.parameter("c");
    sample.parameter("c_income");
    sample.membership("slow", "c + c_income * income", {{"b_time", "0"}});
    sample.membership("fast", "0", {});
  } else {
    sample.parameter("p", 0.3, 0.01, 0.99);
    sample.share("slow", "p", {{"b_time", "b_cost / 2"}});
    sample.share("fast", "1 - p");
  }
  return sample;
}

TEST(ClassLikelihood, IsTheMixtureOfItsClasses) {
  Luck luck(61);
  Sample sample = two_classes(luck, false);
  const Problem problem = built(sample);
  Vector theta(5);
  theta << kTheta, 0.35;
  const Vector found = ln_l(*make_latent_class(problem), theta);
  Vector slow = kTheta;
  slow[2] = slow[3] / 2;
  for (std::size_t person = 0; person < 40; ++person) {
    double one = 0;
    double two = 0;
    for (std::size_t r = person * 4; r < person * 4 + 4; ++r) {
      one += plain(sample, r, slow);
      two += plain(sample, r, kTheta);
    }
    EXPECT_NEAR(found[static_cast<Eigen::Index>(person)],
                std::log(0.35 * std::exp(one) + 0.65 * std::exp(two)), 1e-12);
  }
}

TEST(ClassLikelihood, MembershipIsALogitOfTheUnit) {
  Luck luck(62);
  Sample sample = two_classes(luck, true);
  sample.data.weight = testing::parsed("2");
  const Problem problem = built(sample);
  Vector theta(6);
  theta << kTheta, -0.5, 0.3;
  const Vector found = ln_l(*make_latent_class(problem), theta);
  Vector slow = kTheta;
  slow[2] = 0;
  for (std::size_t person = 0; person < 40; ++person) {
    const double share = 1 / (1 + std::exp(0.5 - 0.3 * sample.cells("income")[person * 4]));
    double one = 0;
    double two = 0;
    for (std::size_t r = person * 4; r < person * 4 + 4; ++r) {
      one += plain(sample, r, slow);
      two += plain(sample, r, kTheta);
    }
    EXPECT_NEAR(found[static_cast<Eigen::Index>(person)],
                2 * std::log(share * std::exp(one) + (1 - share) * std::exp(two)), 1e-12);
  }
}

TEST(ClassLikelihood, HasExactScores) {
  Luck luck(63);
  const Problem shares = built(two_classes(luck, false));
  Vector theta(5);
  theta << kTheta, 0.35;
  expect_exact_scores(*make_latent_class(shares), theta);
  const Problem memberships = built(two_classes(luck, true));
  Vector longer(6);
  longer << kTheta, -0.5, 0.3;
  expect_exact_scores(*make_latent_class(memberships), longer);
}

TEST(ClassLikelihood, AClassThatHasEverybodyIsALogit) {
  Luck luck(64);
  Sample sample = trips(luck, 30, 3);
  add_linear_utilities(sample);
  sample.data.panel = "person";
  const Vector logit = ln_l(*make_logit(built(sample)), kTheta);
  sample.share("all", "1");
  sample.share("nobody", "0", {{"b_time", "3"}});
  const Problem problem = built(sample);
  const auto likelihood = make_latent_class(problem);
  EXPECT_LT((ln_l(*likelihood, kTheta) - logit).norm(), 1e-12);
  expect_exact_scores(*likelihood, kTheta);
}

TEST(Likelihood, IsMadeByTheKindOfTheModel) {
  Luck luck(65);
  Sample sample = trips(luck, 10, 1);
  add_linear_utilities(sample);
  const Problem plain_logit = built(sample);
  EXPECT_TRUE(make_likelihood(plain_logit, {})->has_hessian());
  const Problem classes = built(two_classes(luck, false));
  Vector theta(5);
  theta << kTheta, 0.35;
  EXPECT_EQ(ln_l(*make_likelihood(classes, {}), theta), ln_l(*make_latent_class(classes), theta));
}

}  // namespace
}  // namespace stopover::choice
