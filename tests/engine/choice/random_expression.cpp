// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/choice/random_expression.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace stopover::choice::testing {

namespace {

// How tightly what an operator makes holds together, and what it needs on each side.
struct Grip {
  int own;
  int left;
  int right;
};
const std::map<std::string, Grip, std::less<>> kOperators{
    {"or", {1, 1, 2}}, {"and", {2, 2, 3}}, {"==", {4, 5, 5}}, {"!=", {4, 5, 5}}, {"<", {4, 5, 5}},
    {"<=", {4, 5, 5}}, {">", {4, 5, 5}},   {">=", {4, 5, 5}}, {"+", {5, 5, 6}},  {"-", {5, 5, 6}},
    {"*", {6, 6, 7}},  {"/", {6, 6, 7}},   {"^", {8, 9, 7}}};

std::string text_at(const Tree& tree, int grip) {
  if (tree.op == "number") return fmt::format("{}", tree.number);
  if (tree.op == "name") return tree.name;
  const auto within = [grip](int own, std::string text) {
    return own < grip ? "(" + text + ")" : text;
  };
  if (tree.op == "not") return within(3, "not " + text_at(tree.parts[0], 3));
  if (tree.op == "negate") return within(7, "-" + text_at(tree.parts[0], 7));
  if (const auto found = kOperators.find(tree.op); found != kOperators.end())
    return within(found->second.own, text_at(tree.parts[0], found->second.left) + " " + tree.op +
                                         " " + text_at(tree.parts[1], found->second.right));
  std::string text = tree.op + "(";
  for (std::size_t i = 0; i < tree.parts.size(); ++i)
    text += (i > 0 ? ", " : "") + text_at(tree.parts[i], 1);
  return text + ")";
}

double box_cox(double x, double lambda) {
  return lambda == 0 ? std::log(x) : std::expm1(lambda * std::log(x)) / lambda;
}

double apply(const std::string& op, double x, double y, double z) {
  if (op == "negate") return -x;
  if (op == "not") return x == 0;
  if (op == "or") return x != 0 || y != 0;
  if (op == "and") return x != 0 && y != 0;
  if (op == "==") return x == y;
  if (op == "!=") return x != y;
  if (op == "<") return x < y;
  if (op == "<=") return x <= y;
  if (op == ">") return x > y;
  if (op == ">=") return x >= y;
  if (op == "+") return x + y;
  if (op == "-") return x - y;
  if (op == "*") return x * y;
  if (op == "/") return x / y;
  if (op == "^") return std::pow(x, y);
  if (op == "log") return std::log(x);
  if (op == "exp") return std::exp(x);
  if (op == "sqrt") return std::sqrt(x);
  if (op == "abs") return std::abs(x);
  if (op == "min") return std::min(x, y);
  if (op == "max") return std::max(x, y);
  if (op == "boxcox") return box_cox(x, y);
  if (op == "spline") return std::min(std::max(x, y), z) - y;
  if (op == "gain") return std::max(x, 0.0);
  if (op == "loss") return std::max(-x, 0.0);
  ADD_FAILURE() << "no operator " << op;
  return 0;
}

// Arguments that a function is defined for: log, sqrt and Box-Cox of something positive.
Tree positive(Tree inside) {
  return {"+", {{"abs", {std::move(inside)}}, leaf(0.25)}};
}

}  // namespace

Tree leaf(double number) {
  return {.op = "number", .number = number};
}
Tree leaf(const std::string& name) {
  return {.op = "name", .name = name};
}

std::string text_of(const Tree& tree) {
  return text_at(tree, 0);
}

double value_of(const Tree& tree, const NameValues& names) {
  if (tree.op == "number") return tree.number;
  if (tree.op == "name") return names.find(tree.name)->second;
  const auto part = [&](std::size_t i) {
    return i < tree.parts.size() ? value_of(tree.parts[i], names) : 0.0;
  };
  if (tree.op == "if") return part(0) != 0 ? part(1) : part(2);
  return apply(tree.op, part(0), part(1), part(2));
}

Tree random_tree(Luck& luck, const TreeForm& form) {
  if (form.depth == 0 || luck.chance(0.1)) {
    if (luck.chance(0.3)) return leaf(static_cast<double>(luck.below(9)) / 4);
    return leaf(luck.one_of(form.names));
  }
  TreeForm inside = form;
  --inside.depth;
  const auto part = [&] { return random_tree(luck, inside); };
  static const std::vector<std::string> kSmooth{
      "+", "+", "-", "*", "*", "/", "negate", "log", "exp", "sqrt", "^", "boxcox", "min", "max"};
  static const std::vector<std::string> kAll{
      "+",  "-",  "*",   "/",   "negate", "==", "!=",  "<",   "<=",     ">",    ">=",   "and",
      "or", "or", "not", "log", "exp",    "^",  "abs", "min", "spline", "gain", "loss", "if"};
  const std::string op = luck.one_of(form.conditions ? kAll : kSmooth);
  if (op == "/") return {op, {part(), positive(part())}};
  if (op == "log" || op == "sqrt") return {op, {positive(part())}};
  if (op == "exp") return {op, {{"min", {part(), leaf(2.0)}}}};
  if (op == "^") return {op, {positive(part()), leaf(static_cast<double>(luck.below(4)) / 2)}};
  if (op == "boxcox") return {op, {positive(part()), leaf(luck.one_of(form.names))}};
  if (op == "negate" || op == "not" || op == "abs" || op == "gain" || op == "loss")
    return {op, {part()}};
  if (op == "if") return {op, {part(), part(), part()}};
  if (op == "spline") return {op, {part(), leaf(0.25), leaf(1.5)}};
  return {op, {part(), part()}};
}

Expression parsed(const std::string& text) {
  ParsedExpression result = parse_expression(text);
  if (result.fault)
    ADD_FAILURE() << text << ": found " << result.fault->found << ", expected "
                  << result.fault->expected << " at " << result.fault->at;
  return result.expression;
}

double value_of(const Expression& expression, const NameValues& names) {
  static const std::map<Op, std::string> kWords{
      {Op::kNegate, "negate"}, {Op::kNot, "not"},  {Op::kLog, "log"},      {Op::kExp, "exp"},
      {Op::kSqrt, "sqrt"},     {Op::kAbs, "abs"},  {Op::kAdd, "+"},        {Op::kSubtract, "-"},
      {Op::kMultiply, "*"},    {Op::kDivide, "/"}, {Op::kPower, "^"},      {Op::kEqual, "=="},
      {Op::kNotEqual, "!="},   {Op::kLess, "<"},   {Op::kLessEqual, "<="}, {Op::kAnd, "and"},
      {Op::kOr, "or"},         {Op::kMin, "min"},  {Op::kMax, "max"},      {Op::kBoxCox, "boxcox"}};
  const std::function<double(std::int32_t)> at = [&](std::int32_t index) -> double {
    if (index < 0) return 0;
    const ExpressionNode& node = expression.nodes()[static_cast<std::size_t>(index)];
    if (node.op == Op::kNumber) return node.number;
    if (node.op == Op::kName) return names.find(node.name)->second;
    if (node.op == Op::kIf) return at(node.a) != 0 ? at(node.b) : at(node.c);
    return apply(kWords.at(node.op), at(node.a), at(node.b), 0);
  };
  return at(expression.root());
}

}  // namespace stopover::choice::testing
