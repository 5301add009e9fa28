// SPDX-License-Identifier: Apache-2.0
// Utilities as a person writes them: "asc_train + b_time * TRAIN_TT / 100 + b_cost * cost".
//
//   numbers     1, 0.5, 2e-3
//   names       columns of the data, parameters, random coefficients, definitions; a letter first,
//               then letters, digits, '_' and '.'; any other name in single quotes: 'kids 5'
//   operators   + - * / ^, comparisons == != < <= > >= (1 or 0), and, or, not, parentheses; ^ binds
//               tightest and to the right, then unary minus, * /, + -, comparisons, not, and, or
//   functions   log exp sqrt abs (x), min max (x, y), if (condition, then, otherwise),
//               boxcox (x, lambda): (x^lambda - 1) / lambda, the logarithm at lambda = 0
//               (Box & Cox 1964); spline (x, from, to): how much of x lies between them, so that a
//               sum of splines is piecewise linear; gain (x) = max(x, 0), loss (x) = max(-x, 0) for
//               reference-dependent terms (Tversky & Kahneman 1991)
//
// An Expression is a tree in one array; `Program` (program.hpp) evaluates it over rows of data.
// What it is not: a language; there are no loops, texts or assignments.
// Errors: `parse` gives what is wrong and where in the text (0-based byte); nesting is at most 200.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace stopover::choice {

enum class Op : std::uint8_t {
  kNumber,
  kName,
  kNegate,
  kNot,
  kLog,
  kExp,
  kSqrt,
  kAbs,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kPower,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kAnd,
  kOr,
  kMin,
  kMax,
  kBoxCox,
  kIf,
};

// Operands are nodes that stand earlier in the array.
struct ExpressionNode {
  Op op = Op::kNumber;
  std::int32_t a = -1;
  std::int32_t b = -1;
  std::int32_t c = -1;
  double number = 0;
  std::string name = {};
};

class Expression {
 public:
  Expression() = default;
  explicit Expression(std::vector<ExpressionNode> nodes) : nodes_(std::move(nodes)) {}

  [[nodiscard]] bool empty() const { return nodes_.empty(); }
  [[nodiscard]] const std::vector<ExpressionNode>& nodes() const { return nodes_; }
  [[nodiscard]] std::int32_t root() const { return static_cast<std::int32_t>(nodes_.size()) - 1; }
  [[nodiscard]] std::set<std::string, std::less<>> names() const;

  // The same with names replaced by expressions, once: what is put in is not searched again.
  [[nodiscard]] Expression with(const std::map<std::string, Expression, std::less<>>& by) const;

 private:
  std::vector<ExpressionNode> nodes_;
};

// The subtree that ends in `node`.
[[nodiscard]] Expression subtree(const Expression& expression, std::int32_t node);

// `op` applied to whole expressions.
[[nodiscard]] Expression combine(Op op, const Expression& a, const Expression& b = {},
                                 const Expression& c = {});
[[nodiscard]] Expression number_expression(double value);
[[nodiscard]] Expression name_expression(std::string name);

struct ExpressionFault {
  std::size_t at = 0;
  std::string found;
  std::string expected;
};

struct ParsedExpression {
  Expression expression;
  std::optional<ExpressionFault> fault;
};

[[nodiscard]] ParsedExpression parse_expression(std::string_view text);

}  // namespace stopover::choice
