// SPDX-License-Identifier: Apache-2.0
// Networks of nests against the textbook formulas, written anew here, and against differences.
#include "engine/choice/gev_network.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/engine/choice/luck.hpp"

namespace stopover::choice {
namespace {

using testing::Luck;
using Values = std::vector<double>;

constexpr double kNothing = -std::numeric_limits<double>::infinity();

GevEdge alternative(std::size_t j, std::int32_t share = kOne) {
  return {.leaf = true, .child = j, .share = share};
}
GevEdge nest(std::size_t n, std::int32_t tau = kOne) {
  return {.leaf = false, .child = n, .tau = tau};
}

Values probabilities(const GevNetwork& network, const Values& utility, const Values& values) {
  GevScratch scratch;
  (void)network.probabilities(utility, values, scratch);
  return scratch.probability;
}

void expect_near(const Values& found, const Values& expected, double tolerance,
                 const std::string& what = "") {
  ASSERT_EQ(found.size(), expected.size()) << what;
  for (std::size_t i = 0; i < found.size(); ++i)
    EXPECT_NEAR(found[i], expected[i], tolerance) << what << " at " << i;
}

Values scaled(const Values& from, double by) {
  Values out = from;
  for (double& value : out) value *= by;
  return out;
}

Values random_utility(Luck& luck, std::size_t alternatives, bool some_missing) {
  Values utility(alternatives);
  for (double& value : utility) value = luck.between(-3, 3);
  if (some_missing)
    for (double& value : utility)
      if (luck.chance(0.3)) value = kNothing;
  utility[luck.below(alternatives)] = luck.between(-3, 3);
  return utility;
}

// ---- formulas -----------------------------------------------------------------------------------

Values logit(const Values& utility) {
  Values p;
  double sum = 0;
  for (const double v : utility) sum += std::exp(v);
  for (const double v : utility) p.push_back(std::exp(v) / sum);
  return p;
}

// Two levels, nests {0, 1} and {2, 3, 4}; P(j | m) = e^(mu V) / sum, P(m) by (1 / mu) ln sum.
Values nested(const Values& v, double mu1, double mu2, double root = 1) {
  const double s1 = std::exp(mu1 * v[0]) + std::exp(mu1 * v[1]);
  const double s2 = std::exp(mu2 * v[2]) + std::exp(mu2 * v[3]) + std::exp(mu2 * v[4]);
  const double u1 = s1 > 0 ? std::exp(root * std::log(s1) / mu1) : 0;
  const double u2 = s2 > 0 ? std::exp(root * std::log(s2) / mu2) : 0;
  const auto in = [&](std::size_t j, double mu, double s, double u) {
    return s > 0 ? std::exp(mu * v[j]) / s * u / (u1 + u2) : 0;
  };
  return {in(0, mu1, s1, u1), in(1, mu1, s1, u1), in(2, mu2, s2, u2), in(3, mu2, s2, u2),
          in(4, mu2, s2, u2)};
}

// Cross-nested: G = sum_m (sum_j (a_jm y_j)^mu_m)^(1 / mu_m), P_j = y_j G_j / G.
Values cross_nested(const Values& v, const std::vector<Values>& share, const Values& mu) {
  Values p(v.size(), 0.0);
  double g = 0;
  for (std::size_t m = 0; m < mu.size(); ++m) {
    double inside = 0;
    for (std::size_t j = 0; j < v.size(); ++j)
      inside += std::pow(share[m][j] * std::exp(v[j]), mu[m]);
    if (inside == 0) continue;
    g += std::pow(inside, 1 / mu[m]);
    for (std::size_t j = 0; j < v.size(); ++j)
      p[j] += std::pow(inside, 1 / mu[m] - 1) * std::pow(share[m][j] * std::exp(v[j]), mu[m]);
  }
  for (double& value : p) value /= g;
  return p;
}

GevNetwork two_nests() {  // values: mu of each
  return GevNetwork({{.scale = 0, .edges = {alternative(0), alternative(1)}},
                     {.scale = 1, .edges = {alternative(2), alternative(3), alternative(4)}},
                     {.edges = {nest(0), nest(1)}}},
                    5, 2);
}

TEST(GevNetwork, IsALogitWhereAllScalesAreOne) {
  Luck luck(31);
  const GevNetwork network = two_nests();
  for (int i = 0; i < 50; ++i) {
    const Values utility = random_utility(luck, 5, i % 2 == 1);
    expect_near(probabilities(network, utility, {1, 1}), logit(utility), 1e-14);
    GevScratch scratch;
    double sum = 0;
    for (const double v : utility) sum += std::exp(v);
    EXPECT_NEAR(network.probabilities(utility, Values{1, 1}, scratch), std::log(sum), 1e-13);
  }
}

TEST(GevNetwork, TwoLevelsAreTheTextbooks) {
  Luck luck(32);
  const GevNetwork network = two_nests();
  for (int i = 0; i < 200; ++i) {
    const Values utility = random_utility(luck, 5, i % 2 == 1);
    const double mu1 = luck.between(1, 6);
    const double mu2 = luck.between(1, 6);
    expect_near(probabilities(network, utility, {mu1, mu2}), nested(utility, mu1, mu2), 1e-13);
  }
}

TEST(GevNetwork, ThreeLevelsAreTheTextbooks) {
  // ((0, 1) mu 2, 2) mu 1, 3
  const GevNetwork network({{.scale = 1, .edges = {alternative(0), alternative(1)}},
                            {.scale = 0, .edges = {nest(0), alternative(2)}},
                            {.edges = {nest(1), alternative(3)}}},
                           4, 2);
  Luck luck(33);
  for (int i = 0; i < 100; ++i) {
    const Values v = random_utility(luck, 4, false);
    const double upper = luck.between(1, 3);
    const double lower = upper + luck.between(0, 3);
    const double s_low = std::exp(lower * v[0]) + std::exp(lower * v[1]);
    const double v_low = std::log(s_low) / lower;
    const double s_up = std::exp(upper * v_low) + std::exp(upper * v[2]);
    const double v_up = std::log(s_up) / upper;
    const double s = std::exp(v_up) + std::exp(v[3]);
    const double p_up = std::exp(v_up) / s;
    const double p_low = p_up * std::exp(upper * v_low) / s_up;
    expect_near(probabilities(network, v, {upper, lower}),
                {p_low * std::exp(lower * v[0]) / s_low, p_low * std::exp(lower * v[1]) / s_low,
                 p_up * std::exp(upper * v[2]) / s_up, std::exp(v[3]) / s},
                1e-13);
  }
}

TEST(GevNetwork, CrossNestsAreTheDerivativesOfG) {
  const GevNetwork network(
      {{.scale = 0, .edges = {alternative(0, 2), alternative(1), alternative(3, 4)}},
       {.scale = 1, .edges = {alternative(0, 3), alternative(2), alternative(3, 5)}},
       {.edges = {nest(0), nest(1)}}},
      4, 6);
  Luck luck(34);
  for (int i = 0; i < 200; ++i) {
    const Values v = random_utility(luck, 4, i % 3 == 2);
    const double a = luck.between(0.05, 0.95);
    const double b = luck.between(0.05, 0.95);
    const Values values{luck.between(1, 5), luck.between(1, 5), a, 1 - a, b, 1 - b};
    expect_near(probabilities(network, v, values),
                cross_nested(v, {{a, 1, 0, b}, {1 - a, 0, 1, 1 - b}}, {values[0], values[1]}),
                1e-12);
  }
  // A share of 0 takes an alternative out of a nest.
  const Values v{0.3, -0.2, 0.5, 0.1};
  expect_near(probabilities(network, v, {2, 3, 0, 1, 1, 0}),
              cross_nested(v, {{0, 1, 0, 1}, {1, 0, 1, 0}}, {2, 3}), 1e-13);
}

// ---- normalisations -----------------------------------------------------------------------------

TEST(GevNetwork, FromTheBottomIsFromTheTopInOtherUnits) {
  const GevNetwork top({{.scale = 0, .edges = {alternative(0), alternative(1)}},
                        {.edges = {nest(0), alternative(2)}}},
                       3, 1);
  const GevNetwork bottom({{.edges = {alternative(0), alternative(1)}},
                           {.scale = 0, .edges = {nest(0), alternative(2)}}},
                          3, 1);
  const GevNetwork bottom_of_two({{.edges = {alternative(0), alternative(1)}},
                                  {.edges = {alternative(2), alternative(3), alternative(4)}},
                                  {.scale = 0, .edges = {nest(0), nest(1)}}},
                                 5, 1);
  Luck luck(35);
  for (int i = 0; i < 100; ++i) {
    const double mu = luck.between(1, 5);
    const Values v5 = random_utility(luck, 5, i % 2 == 1);
    expect_near(probabilities(bottom_of_two, scaled(v5, mu), {1 / mu}), nested(v5, mu, mu), 1e-13);
    const Values v3 = random_utility(luck, 3, i % 2 == 1);
    // An alternative beside a nest is scaled by the root from below and by 1 from above.
    expect_near(probabilities(bottom, scaled(v3, mu), {1 / mu}), probabilities(top, v3, {mu}),
                1e-13);
  }
}

TEST(GevNetwork, UnscaledIsFromTheTopOnlyWhereAllTausAreEqual) {
  const GevNetwork unscaled({{.edges = {alternative(0), alternative(1)}},
                             {.edges = {alternative(2), alternative(3), alternative(4)}},
                             {.edges = {nest(0, 0), nest(1, 1)}}},
                            5, 2);
  Luck luck(36);
  for (int i = 0; i < 100; ++i) {
    const Values v = random_utility(luck, 5, i % 2 == 1);
    const double tau = luck.between(0.2, 1);
    // V / tau inside the nests, tau times their value outside: mu = 1 / tau of V.
    expect_near(probabilities(unscaled, scaled(v, 1 / tau), {tau, tau}),
                nested(v, 1 / tau, 1 / tau), 1e-13);
  }
  // With taus of their own no scale of the utilities makes them the same.
  const Values v{0.4, -0.3, 0.2, 0.9, -0.5};
  const Values found = probabilities(unscaled, v, {0.9, 0.4});
  double least = 1;
  for (int step = 1; step <= 400; ++step) {
    const Values other = nested(scaled(v, step / 100.0), 1 / 0.9, 1 / 0.4);
    double distance = 0;
    for (std::size_t j = 0; j < 5; ++j) distance += std::abs(other[j] - found[j]);
    least = std::min(least, distance);
  }
  EXPECT_GT(least, 0.02);
}

TEST(GevNetwork, AConstantForAllChangesNothingWhereItMayNot) {
  Luck luck(37);
  const GevNetwork top = two_nests();
  const GevNetwork unscaled(
      {{.edges = {alternative(0), alternative(1)}}, {.edges = {nest(0, 0), alternative(2)}}}, 3, 1);
  for (int i = 0; i < 50; ++i) {
    Values v = random_utility(luck, 5, true);
    const Values values{luck.between(1, 5), luck.between(1, 5)};
    const Values before = probabilities(top, v, values);
    for (const double constant : {-7.0, 0.5, 300.0, -2000.0}) {
      Values moved = v;
      for (double& value : moved) value += constant;
      expect_near(probabilities(top, moved, values), before, 1e-11);
    }
  }
  // tau multiplies the constant of a nest but not that of an alternative beside it.
  const double before = probabilities(unscaled, {0, 0, 0}, {0.5})[2];
  EXPECT_GT(probabilities(unscaled, {2, 2, 2}, {0.5})[2], before + 0.1);
}

// ---- any network --------------------------------------------------------------------------------

struct Made {
  GevNetwork network;
  Values values;
};

// A network of up to three levels with crossed members, shares, scales and taus of its own.
Made random_network(Luck& luck, std::size_t alternatives) {
  Values values;
  const auto value = [&](double low, double high) {
    values.push_back(luck.between(low, high));
    return static_cast<std::int32_t>(values.size()) - 1;
  };
  std::vector<GevNode> nodes;
  std::vector<bool> held;
  const std::size_t nests = 1 + luck.below(4);
  std::vector<bool> placed(alternatives, false);
  for (std::size_t n = 0; n < nests; ++n) {
    GevNode node;
    if (luck.chance(0.8)) node.scale = value(0.5, 4);
    for (std::size_t j = 0; j < alternatives; ++j) {
      if (!luck.chance(0.4)) continue;
      node.edges.push_back(alternative(j, luck.chance(0.5) ? value(0.1, 1) : kOne));
      placed[j] = true;
    }
    for (std::size_t below = 0; below < n; ++below)
      if (!held[below] && luck.chance(0.3)) {
        node.edges.push_back(nest(below, luck.chance(0.4) ? value(0.3, 1.5) : kOne));
        node.edges.back().share = luck.chance(0.3) ? value(0.2, 1) : kOne;
        held[below] = true;
      }
    if (node.edges.empty()) {
      node.edges.push_back(alternative(0));
      placed[0] = true;
    }
    nodes.push_back(std::move(node));
    held.push_back(false);
  }
  GevNode root;
  if (luck.chance(0.3)) root.scale = value(0.5, 2);
  for (std::size_t n = 0; n < nests; ++n)
    if (!held[n]) root.edges.push_back(nest(n, luck.chance(0.4) ? value(0.3, 1.5) : kOne));
  for (std::size_t j = 0; j < alternatives; ++j)
    if (!placed[j]) root.edges.push_back(alternative(j));
  nodes.push_back(std::move(root));
  const std::size_t count = values.size();
  return {GevNetwork(std::move(nodes), alternatives, count), std::move(values)};
}

Values random_choices(Luck& luck, const Values& utility, bool several) {
  Values chosen(utility.size(), 0.0);
  for (std::size_t j = 0; j < chosen.size(); ++j)
    if (several && utility[j] != kNothing) chosen[j] = static_cast<double>(luck.below(3));
  for (std::size_t j = luck.below(chosen.size());; j = (j + 1) % chosen.size())
    if (utility[j] != kNothing) {
      chosen[j] += 1;
      return chosen;
    }
}

TEST(GevNetwork, ProbabilitiesSumToOne) {
  Luck luck(38);
  for (int i = 0; i < 500; ++i) {
    const std::size_t n = 2 + luck.below(6);
    const Made made = random_network(luck, n);
    const Values utility = random_utility(luck, n, true);
    const Values p = probabilities(made.network, utility, made.values);
    EXPECT_NEAR(std::accumulate(p.begin(), p.end(), 0.0), 1.0, 1e-13);
    for (std::size_t j = 0; j < n; ++j) EXPECT_EQ(p[j] > 0, utility[j] != kNothing);
    Values chosen = random_choices(luck, utility, true);
    double expected = 0;
    for (std::size_t j = 0; j < n; ++j)
      if (chosen[j] > 0) expected += chosen[j] * std::log(p[j]);
    GevScratch scratch;
    EXPECT_NEAR(made.network.evaluate(utility, chosen, made.values, scratch), expected, 1e-12);
  }
}

TEST(GevNetwork, DerivativesAreThoseOfDifferences) {
  Luck luck(39);
  for (int i = 0; i < 400; ++i) {
    const std::size_t n = 2 + luck.below(6);
    const Made made = random_network(luck, n);
    Values values = made.values;
    Values utility = random_utility(luck, n, i % 2 == 1);
    const Values chosen = random_choices(luck, utility, i % 4 == 0);
    GevScratch scratch;
    (void)made.network.evaluate(utility, chosen, values, scratch);
    const Values by_utility = scratch.by_utility;
    const Values by_value = scratch.by_value;
    const auto difference = [&](double& of) {
      constexpr double kStep = 1e-5;
      const double at = of;
      of = at + kStep;
      const double above = made.network.evaluate(utility, chosen, values, scratch);
      of = at - kStep;
      const double below = made.network.evaluate(utility, chosen, values, scratch);
      of = at;
      return (above - below) / (2 * kStep);
    };
    for (std::size_t j = 0; j < n; ++j) {
      if (utility[j] == kNothing) {
        EXPECT_EQ(by_utility[j], 0);
      } else {
        const double expected = difference(utility[j]);
        EXPECT_NEAR(by_utility[j], expected, 1e-7 * (1 + std::abs(expected))) << i;
      }
    }
    for (std::size_t s = 0; s < values.size(); ++s) {
      const double expected = difference(values[s]);
      EXPECT_NEAR(by_value[s], expected, 1e-7 * (1 + std::abs(expected))) << i;
    }
  }
}

TEST(GevNetwork, WhatCannotBeChosenHasNoLikelihood) {
  const GevNetwork network = two_nests();
  GevScratch scratch;
  const Values utility{kNothing, kNothing, 1, 0, kNothing};
  EXPECT_EQ(network.evaluate(utility, Values{1, 0, 0, 0, 0}, Values{2, 3}, scratch), kNothing);
  for (const double value : scratch.by_utility) EXPECT_EQ(value, 0);
  EXPECT_NEAR(probabilities(network, utility, {2, 3})[2], 1 / (1 + std::exp(-3.0)), 1e-14);
}

TEST(GevNetworkDeathTest, ChildrenComeFirst) {
  EXPECT_DEATH(GevNetwork({{.edges = {nest(0)}}}, 1, 0), "children come first");
  EXPECT_DEATH(GevNetwork({{.edges = {alternative(1)}}}, 1, 0), "children come first");
  EXPECT_DEATH(GevNetwork({}, 1, 0), "root");
}

}  // namespace
}  // namespace stopover::choice
