// SPDX-License-Identifier: Apache-2.0
// Values against plain recursion with <cmath>, derivatives against central differences.
#include "engine/choice/program.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/choice/random_expression.hpp"

namespace stopover::choice {
namespace {

using ::testing::ElementsAre;
using testing::Luck;
using testing::NameValues;
using testing::parsed;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const Symbols kSymbols{{"x", {.kind = SymbolKind::kColumn, .index = 0}},
                       {"y", {.kind = SymbolKind::kColumn, .index = 1}},
                       {"p", {.kind = SymbolKind::kParameter, .index = 2}},
                       {"q", {.kind = SymbolKind::kParameter, .index = 5}},
                       {"k", {.kind = SymbolKind::kNumber, .number = 0.75}}};

struct Ran {
  std::vector<double> value;
  std::vector<double> derivative;
  std::vector<std::size_t> parameters;
};

Ran run(const std::string& text, Columns columns, double p, double q) {
  const std::size_t rows = columns[0].size();
  const Program program(parsed(text), kSymbols, columns, rows);
  const std::vector<double> theta{9, 9, p, 9, 9, q};
  Ran ran{.value = std::vector<double>(rows), .parameters = program.parameters()};
  ran.derivative.resize(ran.parameters.size() * rows);
  program.evaluate(columns, theta, 0, ran.value, ran.derivative);
  return ran;
}

// Of one row.
double value(const std::string& text, double x, double y = 0, double p = 0, double q = 0) {
  return run(text, {{x}, {y}}, p, q).value[0];
}
double by_p(const std::string& text, double x, double p, double q = 0) {
  return run(text, {{x}, {0.0}}, p, q).derivative[0];
}

void expect_same(double found, double expected, const std::string& what) {
  if (std::isnan(expected)) {
    EXPECT_TRUE(std::isnan(found)) << what;
  } else if (std::isinf(expected)) {
    EXPECT_EQ(found, expected) << what;
  } else {
    EXPECT_NEAR(found, expected, 1e-9 * (1 + std::abs(expected))) << what;
  }
}

TEST(Program, ListsItsParametersAscending) {
  Columns columns{{1.0}, {2.0}};
  const Program both(parsed("q * x + p * y + q"), kSymbols, columns, 1);
  EXPECT_THAT(both.parameters(), ElementsAre(2, 5));
  const Program none(parsed("x * y + k"), kSymbols, columns, 1);
  EXPECT_TRUE(none.parameters().empty());
}

TEST(Program, ComputesWhatIsDataAloneOnce) {
  Columns columns{{1.0, 4.0}, {2.0, 3.0}};
  const Program program(parsed("p * log(x * y + k) + exp(p) * (x + y)"), kSymbols, columns, 2);
  ASSERT_EQ(columns.size(), 4U) << "two columns of its own";
  EXPECT_THAT(columns[3], ElementsAre(3.0, 7.0));
  std::vector<double> found(2);
  program.evaluate(columns, std::vector<double>{0, 0, 2, 0, 0, 0}, 0, found, {});
  EXPECT_NEAR(found[1], 2 * std::log(12.75) + std::exp(2.0) * 7, 1e-12);
}

TEST(Program, StartsAtAnyRow) {
  Columns columns{std::vector<double>(1000), std::vector<double>(1000)};
  for (std::size_t r = 0; r < 1000; ++r) columns[0][r] = static_cast<double>(r);
  const Program program(parsed("p ^ 2 * x + (x > 500)"), kSymbols, columns, 1000);
  std::vector<double> found(300);
  std::vector<double> slope(300);
  program.evaluate(columns, std::vector<double>{0, 0, 3, 0, 0, 0}, 450, found, slope);
  for (std::size_t r = 0; r < 300; ++r) {
    const double x = static_cast<double>(450 + r);
    EXPECT_EQ(found[r], 9 * x + (x > 500));
    EXPECT_EQ(slope[r], 6 * x);
  }
}

TEST(Program, ValuesAreThoseOfPlainRecursion) {
  Luck luck(11);
  for (int i = 0; i < 2000; ++i) {
    const testing::Tree tree = testing::random_tree(
        luck, {.names = {"x", "y", "p", "q", "k"}, .depth = 5, .conditions = i % 2 == 0});
    const std::string text = testing::text_of(tree);
    const NameValues names{{"x", luck.between(-2, 2)},
                           {"y", luck.between(-2, 2)},
                           {"p", luck.between(-2, 2)},
                           {"q", luck.between(-2, 2)},
                           {"k", 0.75}};
    expect_same(value(text, names.at("x"), names.at("y"), names.at("p"), names.at("q")),
                testing::value_of(tree, names), text);
  }
}

TEST(Program, ExpressionsOfDataAloneToo) {
  Luck luck(12);
  for (int i = 0; i < 300; ++i) {
    const testing::Tree tree = testing::random_tree(luck, {.names = {"x", "y", "k"}});
    Columns columns(2);
    for (int r = 0; r < 600; ++r)
      for (std::vector<double>& column : columns) column.push_back(luck.between(-2, 2));
    const std::string text = testing::text_of(tree);
    const std::vector<double> found = evaluate_data(parsed(text), kSymbols, columns, 600);
    for (const std::size_t r : {0U, 255U, 256U, 599U})
      expect_same(
          found[r],
          testing::value_of(tree, {{"x", columns[0][r]}, {"y", columns[1][r]}, {"k", 0.75}}), text);
  }
}

// Central differences, with two widths: where they differ there is a kink or no figure to speak of.
TEST(Program, DerivativesAreThoseOfCentralDifferences) {
  Luck luck(13);
  int compared = 0;
  int left_out = 0;
  for (int i = 0; i < 3000; ++i) {
    const testing::Tree tree = testing::random_tree(
        luck, {.names = {"x", "y", "p", "q", "p"}, .depth = 5, .conditions = i % 3 == 0});
    const std::string text = testing::text_of(tree);
    NameValues names{{"x", luck.between(-2, 2)},
                     {"y", luck.between(-2, 2)},
                     {"p", luck.between(-2, 2)},
                     {"q", luck.between(-2, 2)}};
    const Ran ran = run(text, {{names["x"]}, {names["y"]}}, names["p"], names["q"]);
    for (std::size_t k = 0; k < ran.parameters.size(); ++k) {
      double& of = names[ran.parameters[k] == 2 ? "p" : "q"];
      const auto difference = [&](double h) {
        const double at = of;
        of = at + h;
        const double above = testing::value_of(tree, names);
        of = at - h;
        const double below = testing::value_of(tree, names);
        of = at;
        return (above - below) / (2 * h);
      };
      const double wide = difference(2e-5);
      const double narrow = difference(1e-5);
      if (!std::isfinite(narrow) || std::abs(wide - narrow) > 1e-6 * (1 + std::abs(narrow))) {
        ++left_out;
        continue;
      }
      ++compared;
      EXPECT_NEAR(ran.derivative[k], narrow, 1e-5 * (1 + std::abs(narrow))) << text;
    }
  }
  EXPECT_GT(compared, 2000);
  EXPECT_LT(left_out, compared / 20);
}

TEST(Program, BoxCoxIsSmoothAroundTheLogarithm) {
  for (const double x : {0.01, 0.5, 1.0, 3.0, 500.0}) {
    const long double ln = std::log(static_cast<long double>(x));
    for (const double p :
         {-2.0, -1e-3, -1.1e-5, -9e-6, -1e-9, 0.0, 1e-9, 9e-6, 1.1e-5, 1e-3, 2.0}) {
      const long double l = p;
      const long double z = l * ln;
      // Series for small z in long double: exact far below the tolerances here.
      long double expected = ln;
      long double slope = 0;
      long double term = ln;  // ln^n l^(n-1) / n!
      long double steep = ln * ln / 2;
      for (int n = 2; n < 60; ++n) {
        term *= z / n;
        expected += term;
        slope += steep * (n - 1);
        steep *= z / (n + 1);
      }
      if (std::abs(static_cast<double>(z)) > 8) continue;  // the series cancels
      EXPECT_NEAR(value("boxcox(x, p)", x, 0, p), static_cast<double>(expected),
                  1e-12 * (1 + std::abs(static_cast<double>(expected))))
          << x << " " << p;
      EXPECT_NEAR(by_p("boxcox(x, p)", x, p), static_cast<double>(slope),
                  1e-10 * (1e-3 + std::abs(static_cast<double>(slope))))
          << x << " " << p;
    }
  }
}

TEST(Program, BoxCoxOfNothingIsFiniteWhereLambdaIsPositive) {
  EXPECT_EQ(value("boxcox(x, p)", 0, 0, 0.5), -2);
  EXPECT_EQ(by_p("boxcox(x, p)", 0, 0.5), 4);
  EXPECT_EQ(value("boxcox(x, p)", 0, 0, 0), -kInfinity);
}

TEST(Program, PowersAreThoseOfRealNumbers) {
  EXPECT_NEAR(value("x ^ 3", -2), -8, 1e-14);
  EXPECT_EQ(value("x ^ 2", -3), 9);
  EXPECT_NEAR(value("x ^ -1", -4), -0.25, 1e-15);
  EXPECT_NEAR(value("x ^ 4", -1.5), 5.0625, 1e-12);
  EXPECT_TRUE(std::isnan(value("x ^ 0.5", -4)));
  EXPECT_EQ(value("x ^ y", 0, 0), 1);
  EXPECT_EQ(value("x ^ y", 0, 2.5), 0);
  EXPECT_EQ(value("x ^ y", 0, -1), kInfinity);
  EXPECT_EQ(value("x ^ 0", -7), 1);
  EXPECT_NEAR(value("x ^ 0.5", 2), std::sqrt(2.0), 1e-15);
  // By the base: 3 p^2 at -2, 2 p at 0 and -1, and by the exponent.
  EXPECT_NEAR(by_p("p ^ 3", 0, -2), 12, 1e-12);
  EXPECT_EQ(by_p("p ^ 2", 0, 0), 0);
  EXPECT_EQ(by_p("p ^ 1", 0, 0), 1);
  EXPECT_EQ(by_p("p ^ 2", 0, -1), -2);
  EXPECT_NEAR(by_p("x ^ p", 3, 2), 9 * std::log(3.0), 1e-12);
  EXPECT_EQ(by_p("x ^ p", 0, 2), 0);
}

TEST(Program, ABranchNotTakenDoesNotLeak) {
  EXPECT_EQ(value("if(x > 0, p * log(x), 0)", 0, 0, 2), 0);
  EXPECT_EQ(by_p("if(x > 0, p * log(x), 0)", 0, 2), 0);
  EXPECT_EQ(by_p("if(x > 0, p ^ 2 * log(x), p)", -1, 2), 1);
  EXPECT_EQ(by_p("if(p > 0, log(p), 0)", 0, -1), 0) << "log of a negative number stays outside";
  EXPECT_EQ(by_p("if(x > 0, p / x, 3 * p)", 0, 1), 3);
  EXPECT_EQ(by_p("max(p, x)", 1, 0), 0);
  EXPECT_EQ(by_p("max(p, x)", 1, 2), 1);
  EXPECT_EQ(by_p("min(sqrt(p), x)", -5, 4), 0);
}

TEST(Program, WhatIsNotFiniteGoesThrough) {
  EXPECT_EQ(value("p * log(x)", 0, 0, 1), -kInfinity);
  EXPECT_TRUE(std::isnan(value("p * log(x)", -1, 0, 1)));
  EXPECT_EQ(value("p / x", 0, 0, 1), kInfinity);
  EXPECT_EQ(value("exp(p * x)", 1000, 0, 1), kInfinity);
}

// A value that is missing may not turn to 0 or 1 on its way; only where a condition is settled
// without it, it does not matter.
TEST(Program, AMissingValueStaysMissing) {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  for (const char* text :
       {"x",           "-x",          "not x",       "log(x)",          "exp(x)",
        "sqrt(x)",     "abs(x)",      "x + 1",       "1 - x",           "2 * x",
        "x / 2",       "x ^ 2",       "x ^ 0.5",     "2 ^ x",           "x == 1",
        "1 != x",      "x < 1",       "1 <= x",      "x > 1",           "1 >= x",
        "x and 1",     "1 and x",     "x or 0",      "0 or x",          "min(x, 1)",
        "min(1, x)",   "max(x, 1)",   "max(1, x)",   "boxcox(x, 2)",    "boxcox(2, x)",
        "if(x, 1, 2)", "if(1, x, 2)", "if(0, 2, x)", "spline(x, 0, 1)", "gain(x)",
        "loss(x)"}) {
    EXPECT_TRUE(std::isnan(value(text, missing))) << text;
    EXPECT_TRUE(std::isnan(value(std::string("p * 0 + (") + text + ")", missing))) << text;
  }
  EXPECT_EQ(value("x and 0", missing), 0);
  EXPECT_EQ(value("0 and x", missing), 0);
  EXPECT_EQ(value("x or 1", missing), 1);
  EXPECT_EQ(value("2 or x", missing), 1);
  EXPECT_EQ(value("if(0, x, 2)", missing), 2);
}

TEST(Program, PartsAndSumsOfExpressions) {
  const Expression whole = parsed("x * y + log(x)");
  EXPECT_EQ(testing::value_of(subtree(whole, 2), {{"x", 3}, {"y", 4}}), 12);
  EXPECT_EQ(
      testing::value_of(combine(Op::kSubtract, whole, number_expression(1)), {{"x", 1}, {"y", 4}}),
      3);
  EXPECT_EQ(testing::value_of(combine(Op::kIf, parsed("x > 1"), parsed("y"), parsed("-y")),
                              {{"x", 1}, {"y", 4}}),
            -4);
  const std::vector<bool> only = data_only(parsed("p * (x + k)"), kSymbols);
  EXPECT_THAT(only, ElementsAre(false, true, true, true, false));
}

}  // namespace
}  // namespace stopover::choice
