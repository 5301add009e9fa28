// SPDX-License-Identifier: Apache-2.0
// offset + parameter x column + random coefficient x column + rest, against the whole expression by
// plain recursion.
#include "engine/choice/linear_form.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/choice/random_expression.hpp"

namespace stopover::choice {
namespace {

using ::testing::IsEmpty;
using testing::leaf;
using testing::Luck;
using testing::NameValues;
using testing::parsed;
using testing::Tree;
using ::testing::UnorderedElementsAre;

const Symbols kSymbols{{"x", {.kind = SymbolKind::kColumn, .index = 0}},
                       {"y", {.kind = SymbolKind::kColumn, .index = 1}},
                       {"p", {.kind = SymbolKind::kParameter, .index = 0}},
                       {"q", {.kind = SymbolKind::kParameter, .index = 1}},
                       {"r", {.kind = SymbolKind::kRandom, .index = 0}},
                       {"s", {.kind = SymbolKind::kRandom, .index = 1}}};
const std::vector<double> kTheta{0.7, -1.3};
const std::vector<double> kRandom{2.5, -0.4};

double sum_of(const LinearForm& form, const Columns& columns, std::size_t row) {
  double sum = 0;
  for (const std::size_t column : form.offset) sum += columns[column][row];
  for (const LinearTerm& term : form.parameters)
    sum += kTheta[term.index] * columns[term.column][row];
  for (const LinearTerm& term : form.random) sum += kRandom[term.index] * columns[term.column][row];
  for (const Program& program : form.rest) {
    double value = 0;
    program.evaluate(columns, kTheta, row, {&value, 1}, {});
    sum += value;
  }
  return sum;
}

NameValues names_at(double x, double y) {
  return {{"x", x},         {"y", y},          {"p", kTheta[0]},
          {"q", kTheta[1]}, {"r", kRandom[0]}, {"s", kRandom[1]}};
}

// A sum in which p, q, r and s enter linearly, and p and q now and then otherwise.
Tree random_utility(Luck& luck, int depth) {
  const auto data = [&] {
    return testing::random_tree(luck, {.names = {"x", "y"}, .depth = 3, .conditions = true});
  };
  if (depth == 0) {
    if (luck.chance(0.15)) return data();
    if (luck.chance(0.15))
      return testing::random_tree(luck,
                                  {.names = {"x", "p", "q"}, .depth = 3, .conditions = false});
    return leaf(luck.one_of<std::string>({"p", "q", "r", "s"}));
  }
  const auto part = [&] { return random_utility(luck, depth - 1); };
  const std::string op =
      luck.one_of<std::string>({"+", "+", "-", "times", "of", "/", "negate", "if"});
  if (op == "times") return {"*", {data(), part()}};
  if (op == "of") return {"*", {part(), data()}};
  if (op == "/") return {"/", {part(), {"+", {{"abs", {data()}}, leaf(0.5)}}}};
  if (op == "negate") return {op, {part()}};
  if (op == "if") return {op, {data(), part(), part()}};
  return {op, {part(), part()}};
}

TEST(LinearForm, SumsToTheExpression) {
  Luck luck(21);
  std::size_t linear = 0;
  std::size_t compared = 0;
  for (int i = 0; i < 1500; ++i) {
    const Tree tree = random_utility(luck, 4);
    const std::string text = testing::text_of(tree);
    Columns columns{{0.0, 1.0, luck.between(-2, 2)}, {2.0, 0.0, luck.between(-2, 2)}};
    const LinearForm form = linear_form(parsed(text), kSymbols, columns, 3);
    ASSERT_THAT(form.not_linear, IsEmpty()) << text;
    if (form.rest.empty()) ++linear;
    for (std::size_t row = 0; row < 3; ++row) {
      const double expected = testing::value_of(tree, names_at(columns[0][row], columns[1][row]));
      if (!std::isfinite(expected)) continue;  // the sum may be one of two infinities
      ++compared;
      ASSERT_NEAR(sum_of(form, columns, row), expected, 1e-9 * (1 + std::abs(expected))) << text;
    }
  }
  EXPECT_GT(compared, 3000U);
  EXPECT_GT(linear, 200U);
  EXPECT_LT(linear, 1300U);
}

TEST(LinearForm, PublishedUtilitiesHaveNoRest) {
  Columns columns{{3.0, 0.0}, {4.0, 5.0}};
  const LinearForm form = linear_form(
      parsed("p + q * x / 100 + r * (y == 4) - p * (x > 0) + 2 + if(x > 0, q * log(x), 0)"),
      kSymbols, columns, 2);
  EXPECT_THAT(form.rest, IsEmpty());
  ASSERT_EQ(form.offset.size(), 1U);
  ASSERT_EQ(form.parameters.size(), 2U) << "terms of one parameter share a column";
  ASSERT_EQ(form.random.size(), 1U);
  EXPECT_THAT(columns[form.parameters[0].column], ::testing::ElementsAre(0.0, 1.0));
  EXPECT_NEAR(columns[form.parameters[1].column][0], 0.03 + std::log(3.0), 1e-15);
  EXPECT_EQ(columns[form.parameters[1].column][1], 0) << "log of 0 is guarded";
}

TEST(LinearForm, GuardsHoldBackWhatIsInfinite) {
  Columns columns{{0.0, 2.0}, {0.0, 0.0}};
  for (const char* text :
       {"if(x > 0, p * log(x), 0)", "if(x == 0, 0, p * log(x))", "if(x > 0, log(x) * (p + q), q)",
        "if(x > 0, p / x, q)", "p * if(x > 0, log(x), 0)", "if(x > 0, if(y > 0, p / y, q), r)",
        "if(x > 0, exp(p) * log(x), 0)", "-(if(x > 0, -p * log(x), 0)) / 2"}) {
    const LinearForm form = linear_form(parsed(text), kSymbols, columns, 2);
    for (std::size_t row = 0; row < 2; ++row) {
      const double expected =
          testing::value_of(parsed(text), names_at(columns[0][row], columns[1][row]));
      EXPECT_TRUE(std::isfinite(expected)) << text;
      EXPECT_NEAR(sum_of(form, columns, row), expected, 1e-14) << text;
    }
  }
}

TEST(LinearForm, NamesRandomCoefficientsThatDoNotEnterLinearly) {
  const auto not_linear = [](const std::string& text) {
    Columns columns{{1.0}, {2.0}};
    const LinearForm form = linear_form(parsed(text), kSymbols, columns, 1);
    return std::set<std::string>(form.not_linear.begin(), form.not_linear.end());
  };
  EXPECT_THAT(not_linear("r * p"), UnorderedElementsAre("r"));
  EXPECT_THAT(not_linear("x * (r + p) * q + s"), UnorderedElementsAre("r"));
  EXPECT_THAT(not_linear("exp(s) + r * x"), UnorderedElementsAre("s"));
  EXPECT_THAT(not_linear("r * s"), UnorderedElementsAre("r", "s"));
  EXPECT_THAT(not_linear("x / r"), UnorderedElementsAre("r"));
  EXPECT_THAT(not_linear("r ^ 2"), UnorderedElementsAre("r"));
  EXPECT_THAT(not_linear("if(p > 0, r, 0)"), UnorderedElementsAre("r"));
  EXPECT_THAT(not_linear("max(r, 0)"), UnorderedElementsAre("r"));
  EXPECT_THAT(not_linear("r / p"), UnorderedElementsAre("r"));
  EXPECT_THAT(not_linear("-(r - s * x) / 2 + if(x > 0, r, s) + p * q"), IsEmpty());
}

TEST(LinearForm, OfNothingIsNothing) {
  Columns columns{{1.0}, {2.0}};
  const LinearForm form = linear_form({}, kSymbols, columns, 1);
  EXPECT_TRUE(form.offset.empty() && form.parameters.empty() && form.random.empty() &&
              form.rest.empty());
}

}  // namespace
}  // namespace stopover::choice
