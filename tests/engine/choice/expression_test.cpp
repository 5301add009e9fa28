// SPDX-License-Identifier: Apache-2.0
// The grammar, by values: an operator that bound otherwise would give another number.
#include "engine/choice/expression.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/choice/random_expression.hpp"

namespace stopover::choice {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Luck;
using testing::NameValues;
using testing::parsed;
using testing::value_of;

double number(const std::string& text, const NameValues& names = {}) {
  return value_of(parsed(text), names);
}

TEST(Expression, OperatorsBindAsTheGrammarSays) {
  EXPECT_EQ(number("1 + 2 * 3"), 7);
  EXPECT_EQ(number("(1 + 2) * 3"), 9);
  EXPECT_EQ(number("10 - 4 - 3"), 3);
  EXPECT_EQ(number("16 / 4 / 2"), 2);
  EXPECT_EQ(number("2 * 3 ^ 2"), 18);
  EXPECT_EQ(number("2 ^ 3 ^ 2"), 512) << "to the right";
  EXPECT_EQ(number("-2 ^ 2"), -4) << "a power binds tighter than a sign";
  EXPECT_EQ(number("(-2) ^ 2"), 4);
  EXPECT_EQ(number("2 ^ -1"), 0.5);
  EXPECT_EQ(number("2 ^ -2 ^ 1"), 0.25);
  EXPECT_EQ(number("--3"), 3);
  EXPECT_EQ(number("-+-3"), 3);
  EXPECT_EQ(number("3 - -2"), 5);
  EXPECT_EQ(number("-2 * 3"), -6);
}

TEST(Expression, ComparisonsAndWordsBindLoosest) {
  EXPECT_EQ(number("1 + 1 == 2"), 1);
  EXPECT_EQ(number("2 < 1 + 2"), 1);
  EXPECT_EQ(number("3 > 2"), 1);
  EXPECT_EQ(number("2 > 2"), 0);
  EXPECT_EQ(number("2 >= 2"), 1);
  EXPECT_EQ(number("2 <= 1"), 0);
  EXPECT_EQ(number("2 != 2"), 0);
  EXPECT_EQ(number("not 1 == 2"), 1) << "not (1 == 2)";
  EXPECT_EQ(number("not not 5"), 1);
  EXPECT_EQ(number("1 or 0 and 0"), 1) << "1 or (0 and 0)";
  EXPECT_EQ(number("(1 or 0) and 0"), 0);
  EXPECT_EQ(number("not 0 and 0"), 0) << "(not 0) and 0";
  EXPECT_EQ(number("0 or 0 or 2"), 1);
  EXPECT_EQ(number("2 * (3 > 2) + (1 > 2)"), 2) << "1 or 0, to calculate with";
}

TEST(Expression, NumbersAreReadToTheLastDigit) {
  EXPECT_EQ(number("0.1"), 0.1);
  EXPECT_EQ(number(".5"), 0.5);
  EXPECT_EQ(number("2."), 2);
  EXPECT_EQ(number("2e-3"), 0.002);
  EXPECT_EQ(number("1E2"), 100);
  EXPECT_EQ(number("123456789.123456789"), 123456789.123456789);
}

TEST(Expression, FunctionsTakeTheirArguments) {
  const NameValues x{{"x", 3.0}};
  EXPECT_EQ(number("sqrt(x + 1)", x), 2);
  EXPECT_EQ(number("abs(-x)", x), 3);
  EXPECT_EQ(number("min(x, 2)", x), 2);
  EXPECT_EQ(number("max(x, 2)", x), 3);
  EXPECT_DOUBLE_EQ(number("log(x)", x), std::log(3.0));
  EXPECT_DOUBLE_EQ(number("exp(-x)", x), std::exp(-3.0));
  EXPECT_EQ(number("if(x > 2, 10, 20)", x), 10);
  EXPECT_EQ(number("if(x < 2, 10, 20)", x), 20);
  EXPECT_EQ(number("boxcox(x, 1)", x), 2);
  EXPECT_DOUBLE_EQ(number("boxcox(x, 0)", x), std::log(3.0));
  EXPECT_EQ(number("spline(x, 1, 2)", x), 1);
  EXPECT_EQ(number("spline(x, 2, 5)", x), 1);
  EXPECT_EQ(number("spline(x, 4, 5)", x), 0);
  EXPECT_EQ(number("gain(x - 5) + 10 * loss(x - 5)", x), 20);
  EXPECT_EQ(number("gain(x) + 10 * loss(x)", x), 3);
  // Piecewise linear: the pieces make up the whole.
  for (const double at : {-1.0, 0.5, 1.0, 2.5, 9.0})
    EXPECT_DOUBLE_EQ(number("spline(x,0,1) + spline(x,1,3) + spline(x,3,20)", {{"x", at}}),
                     std::max(at, 0.0));
}

TEST(Expression, NamesAreWordsOrStandInQuotes) {
  EXPECT_EQ(number("a.b_1 + 'kids 5' + '价格' + _z",
                   {{"a.b_1", 1}, {"kids 5", 2}, {"价格", 4}, {"_z", 8}}),
            15);
  EXPECT_EQ(number("'log' + 'and' + 'x'", {{"log", 1}, {"and", 2}, {"x", 4}}), 7)
      << "in quotes a word of the language is a name";
  EXPECT_EQ(number("android + or_not + logx", {{"android", 1}, {"or_not", 2}, {"logx", 4}}), 7);
  EXPECT_THAT(parsed("b * x + if(y > 1, b, log(z))").names(), ElementsAre("b", "x", "y", "z"));
  EXPECT_THAT(parsed("1 + 2").names(), IsEmpty());
}

TEST(Expression, PutsExpressionsForNamesOnce) {
  const Expression from = parsed("a + a * b");
  const Expression to =
      from.with({{"a", parsed("b + 1")}, {"b", parsed("a * 10")}, {"c", parsed("1")}});
  EXPECT_EQ(value_of(to, {{"a", 2}, {"b", 5}}), 6 + 6 * 20) << "what is put in is not searched";
  EXPECT_EQ(value_of(from.with({}), {{"a", 2}, {"b", 5}}), 12);
  EXPECT_EQ(value_of(from.with({{"a", Expression{}}}), {{"a", 2}, {"b", 5}}), 12)
      << "nothing is put for a name";
}

struct Wrong {
  const char* text;
  std::size_t at;
  const char* found;
  const char* expected;
};

TEST(Expression, SaysWhatIsWrongAndWhere) {
  for (const Wrong& wrong : {Wrong{"", 0, "the end", "a number, a name, a function or '('"},
                             Wrong{"  ", 2, "the end", "a number"},
                             Wrong{"1 +", 3, "the end", "a number"},
                             Wrong{"1 + * 2", 4, "*", "a number"},
                             Wrong{"(1 + 2", 6, "the end", "')'"},
                             Wrong{"1 + 2)", 5, ")", "an operator or the end"},
                             Wrong{"a b", 2, "b", "an operator or the end"},
                             Wrong{"2 x", 2, "x", "an operator or the end"},
                             Wrong{"a = b", 2, "=", "an operator or the end"},
                             Wrong{"1 < 2 < 3", 6, "<", "an operator or the end"},
                             Wrong{"log x", 4, "x", "'('"},
                             Wrong{"log(x, y)", 5, ",", "')'"},
                             Wrong{"min(x)", 5, ")", "','"},
                             Wrong{"if(a, b)", 7, ")", "','"},
                             Wrong{"2 * not a", 4, "not", "a number"},
                             Wrong{"a and", 5, "the end", "a number"},
                             Wrong{"and a", 0, "and", "a number"},
                             Wrong{"'a", 0, "'", "a number"},
                             Wrong{"1 + ''", 4, "'", "a number"},
                             Wrong{"a ! b", 2, "!", "an operator"},
                             Wrong{".", 0, ".", "a number"},
                             Wrong{"1.5.2", 3, ".2", "an operator"},
                             Wrong{"x[1]", 1, "[", "an operator"}}) {
    const ParsedExpression result = parse_expression(wrong.text);
    ASSERT_TRUE(result.fault) << wrong.text;
    EXPECT_TRUE(result.expression.empty()) << wrong.text;
    EXPECT_EQ(result.fault->at, wrong.at) << wrong.text;
    EXPECT_EQ(result.fault->found, wrong.found) << wrong.text;
    EXPECT_THAT(result.fault->expected, HasSubstr(wrong.expected)) << wrong.text;
  }
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Expression, NestingIsLimited) {
  for (const auto& [open, close] :
       {std::pair{"(", ")"}, {"-", ""}, {"not ", ""}, {"log(", ")"}, {"2^", ""}, {"min(1,", ")"}}) {
    const auto nested = [&before = open, &after = close](std::size_t levels) {
      return parse_expression(repeated(before, levels) + "1" + repeated(after, levels)).fault;
    };
    EXPECT_FALSE(nested(200)) << open;
    ASSERT_TRUE(nested(201)) << open;
    EXPECT_EQ(nested(201)->expected, "at most 200 levels of nesting") << open;
    EXPECT_TRUE(nested(1'000'000)) << open;
  }
  EXPECT_EQ(number("1" + repeated(" + 1", 2'000)), 2'001) << "length is not nesting";
}

// Property: with as few parentheses as the grammar allows, the value is the tree's.
TEST(Expression, AnyTreeIsReadBackFromItsText) {
  Luck luck(1);
  const std::vector<std::string> names{"a", "b", "c"};
  for (int i = 0; i < 3000; ++i) {
    const testing::Tree tree = testing::random_tree(luck, {.names = names});
    NameValues values;
    for (const std::string& name : names) values[name] = luck.between(-2, 2);
    const std::string text = testing::text_of(tree);
    const double expected = value_of(tree, values);
    const double found = number(text, values);
    if (std::isnan(expected))
      EXPECT_TRUE(std::isnan(found)) << text;
    else
      EXPECT_EQ(found, expected) << text;
  }
}

void expect_read_or_refused(const std::string& text) {
  const ParsedExpression result = parse_expression(text);
  if (!result.fault) {
    ASSERT_FALSE(result.expression.empty()) << text;
    for (std::size_t i = 0; i < result.expression.nodes().size(); ++i) {
      const ExpressionNode& node = result.expression.nodes()[i];
      for (const std::int32_t operand : {node.a, node.b, node.c})
        ASSERT_LT(operand, static_cast<std::int32_t>(i)) << text;
    }
    return;
  }
  ASSERT_LE(result.fault->at, text.size()) << text;
  ASSERT_FALSE(result.fault->expected.empty()) << text;
  if (result.fault->found == "the end") return;
  ASSERT_NE(text.find(result.fault->found, result.fault->at), std::string::npos) << text;
}

TEST(Expression, AnyBytesAreReadOrRefused) {
  Luck luck(2);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t length = luck.below(24); length > 0; --length)
      text += static_cast<char>(luck.below(256));
    expect_read_or_refused(text);
  }
}

TEST(Expression, AnyTokensAreReadOrRefused) {
  Luck luck(3);
  const std::vector<std::string> tokens{
      "1",    "2.5", "x", "'y z'", "+",   "-",     "*",   "/",  "^",    "(",  ")",    ",",
      "==",   "!=",  "<", "<=",    ">",   ">=",    "and", "or", "not",  "if", "log(", "spline",
      "min(", "'",   "=", "!",     "1e9", "1e999", "0x1", "..", "\xc3", "\n", "a.b"};
  int read = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text;
    for (std::size_t length = 1 + luck.below(9); length > 0; --length)
      text += luck.one_of(tokens) + (luck.chance(0.5) ? " " : "");
    expect_read_or_refused(text);
    read += parse_expression(text).fault ? 0 : 1;
  }
  EXPECT_GT(read, 500) << "some of them are expressions";
}

}  // namespace
}  // namespace stopover::choice
