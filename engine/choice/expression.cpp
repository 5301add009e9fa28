// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/expression.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace stopover::choice {

namespace {

constexpr int kDeepest = 200;

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

enum class Kind : std::uint8_t { kEnd, kNumber, kName, kQuoted, kSign, kWrong };

struct Token {
  Kind kind = Kind::kEnd;
  std::size_t at = 0;
  std::string_view text = {};
  double number = 0;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t'))
      ++at_;
    if (at_ == text_.size()) return {.kind = Kind::kEnd, .at = at_};
    const char c = text_[at_];
    if (is_digit(c) || c == '.') return number();
    if (starts_name(c)) return name();
    if (c == '\'') return quoted();
    return sign();
  }

 private:
  Token number() {
    const std::size_t from = at_;
    double value = 0;
    const auto [end, error] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc{}) return taken(Kind::kWrong, from, 1);
    Token token = taken(Kind::kNumber, from, static_cast<std::size_t>(end - (text_.data() + from)));
    token.number = value;
    return token;
  }

  Token name() {
    const std::size_t from = at_;
    std::size_t until = at_;
    while (until < text_.size() &&
           (starts_name(text_[until]) || is_digit(text_[until]) || text_[until] == '.'))
      ++until;
    return taken(Kind::kName, from, until - from);
  }

  Token quoted() {
    const std::size_t from = at_;
    const std::size_t close = text_.find('\'', from + 1);
    if (close == std::string_view::npos || close == from + 1) return taken(Kind::kWrong, from, 1);
    Token token = taken(Kind::kQuoted, from, close + 1 - from);
    token.text = text_.substr(from + 1, close - from - 1);
    return token;
  }

  Token sign() {
    constexpr std::array<std::string_view, 4> kPairs{"==", "!=", "<=", ">="};
    for (const std::string_view pair : kPairs)
      if (text_.substr(at_).starts_with(pair)) return taken(Kind::kSign, at_, 2);
    constexpr std::string_view kSingles = "+-*/^()<>,";
    const bool known = kSingles.find(text_[at_]) != std::string_view::npos;
    return taken(known ? Kind::kSign : Kind::kWrong, at_, 1);
  }

  Token taken(Kind kind, std::size_t from, std::size_t length) {
    at_ = from + length;
    return {.kind = kind, .at = from, .text = text_.substr(from, length)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

struct Function {
  std::string_view name;
  int arguments;
};
constexpr std::array<Function, 11> kFunctions{{{"log", 1},
                                               {"exp", 1},
                                               {"sqrt", 1},
                                               {"abs", 1},
                                               {"min", 2},
                                               {"max", 2},
                                               {"if", 3},
                                               {"boxcox", 2},
                                               {"spline", 3},
                                               {"gain", 1},
                                               {"loss", 1}}};

// Recursive descent (Aho, Lam, Sethi & Ullman 2006). A fault is remembered once and ends it: every
// step after it returns -1.
class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text), token_(lexer_.next()) {}

  ParsedExpression run() {
    either();
    if (!fault_ && token_.kind != Kind::kEnd) refuse("an operator or the end");
    if (fault_) return {.expression = {}, .fault = fault_};
    return {.expression = Expression(std::move(nodes_)), .fault = {}};
  }

 private:
  using Index = std::int32_t;

  void refuse(std::string expected) {
    if (fault_) return;
    std::string found = token_.kind == Kind::kEnd ? "the end" : std::string(token_.text);
    fault_ = {.at = token_.at, .found = std::move(found), .expected = std::move(expected)};
  }
  [[nodiscard]] bool is(std::string_view sign) const {
    return (token_.kind == Kind::kSign || token_.kind == Kind::kName) && token_.text == sign;
  }
  bool take(std::string_view sign) {
    if (fault_ || !is(sign)) return false;
    token_ = lexer_.next();
    return true;
  }
  void need(std::string_view sign) {
    if (!take(sign)) refuse("'" + std::string(sign) + "'");
  }
  Index add(Op op, Index a = -1, Index b = -1, Index c = -1) {
    if (fault_) return -1;
    nodes_.push_back({.op = op, .a = a, .b = b, .c = c});
    return static_cast<Index>(nodes_.size()) - 1;
  }
  Index number(double value) {
    const Index i = add(Op::kNumber);
    if (i >= 0) nodes_.back().number = value;
    return i;
  }

  Index either() {
    Index left = both();
    while (take("or")) {
      const Index right = both();
      left = add(Op::kOr, left, right);
    }
    return left;
  }
  Index both() {
    Index left = negation();
    while (take("and")) {
      const Index right = negation();
      left = add(Op::kAnd, left, right);
    }
    return left;
  }
  Index negation() {
    if (!is("not")) return comparison();
    if (!deeper()) return -1;
    take("not");
    const Index a = negation();
    --depth_;
    return add(Op::kNot, a);
  }
  Index comparison() {
    const Index left = sum();
    if (take("==")) return add(Op::kEqual, left, sum());
    if (take("!=")) return add(Op::kNotEqual, left, sum());
    if (take("<=")) return add(Op::kLessEqual, left, sum());
    if (take("<")) return add(Op::kLess, left, sum());
    if (take(">=")) {
      const Index right = sum();
      return add(Op::kLessEqual, right, left);
    }
    if (take(">")) {
      const Index right = sum();
      return add(Op::kLess, right, left);
    }
    return left;
  }
  Index sum() {
    Index left = product();
    while (!fault_) {
      if (take("+")) {
        const Index right = product();
        left = add(Op::kAdd, left, right);
      } else if (take("-")) {
        const Index right = product();
        left = add(Op::kSubtract, left, right);
      } else {
        break;
      }
    }
    return left;
  }
  Index product() {
    Index left = signed_power();
    while (!fault_) {
      if (take("*")) {
        const Index right = signed_power();
        left = add(Op::kMultiply, left, right);
      } else if (take("/")) {
        const Index right = signed_power();
        left = add(Op::kDivide, left, right);
      } else {
        break;
      }
    }
    return left;
  }
  Index signed_power() {
    if (is("-") || is("+")) {
      if (!deeper()) return -1;
      const bool minus = take("-");
      if (!minus) take("+");
      const Index a = signed_power();
      --depth_;
      return minus ? add(Op::kNegate, a) : a;
    }
    const Index base = primary();
    if (!is("^")) return base;
    if (!deeper()) return -1;
    take("^");
    const Index exponent = signed_power();
    --depth_;
    return add(Op::kPower, base, exponent);
  }
  Index primary() {
    if (fault_) return -1;
    if (token_.kind == Kind::kNumber) {
      const double value = token_.number;
      token_ = lexer_.next();
      return number(value);
    }
    if (token_.kind == Kind::kQuoted) return name(token_);
    if (token_.kind == Kind::kName && !is("and") && !is("or") && !is("not")) {
      const Token word = token_;
      for (const Function& function : kFunctions)
        if (word.text == function.name) return call(function);
      return name(word);
    }
    if (!is("(")) {
      refuse("a number, a name, a function or '('");
      return -1;
    }
    if (!deeper()) return -1;
    take("(");
    const Index inside = either();
    need(")");
    --depth_;
    return inside;
  }
  Index name(const Token& word) {
    const Index i = add(Op::kName);
    if (i >= 0) nodes_.back().name = std::string(word.text);
    token_ = lexer_.next();
    return i;
  }
  Index call(const Function& function) {
    if (!deeper()) return -1;
    token_ = lexer_.next();
    need("(");
    std::array<Index, 3> arguments{-1, -1, -1};
    for (int i = 0; i < function.arguments; ++i) {
      if (i > 0) need(",");
      arguments.at(static_cast<std::size_t>(i)) = either();
    }
    need(")");
    --depth_;
    return apply(function.name, arguments);
  }
  Index apply(std::string_view function, const std::array<Index, 3>& x) {
    if (function == "log") return add(Op::kLog, x[0]);
    if (function == "exp") return add(Op::kExp, x[0]);
    if (function == "sqrt") return add(Op::kSqrt, x[0]);
    if (function == "abs") return add(Op::kAbs, x[0]);
    if (function == "min") return add(Op::kMin, x[0], x[1]);
    if (function == "max") return add(Op::kMax, x[0], x[1]);
    if (function == "if") return add(Op::kIf, x[0], x[1], x[2]);
    if (function == "boxcox") return add(Op::kBoxCox, x[0], x[1]);
    if (function == "gain") return add(Op::kMax, x[0], number(0));
    if (function == "loss") {
      const Index minus = add(Op::kNegate, x[0]);
      return add(Op::kMax, minus, number(0));
    }
    const Index above = add(Op::kMax, x[0], x[1]);  // spline: min(max(x, from), to) - from
    const Index inside = add(Op::kMin, above, x[2]);
    return add(Op::kSubtract, inside, x[1]);
  }
  bool deeper() {
    if (fault_) return false;
    if (++depth_ > kDeepest) refuse("at most 200 levels of nesting");
    return !fault_;
  }

  Lexer lexer_;
  Token token_;
  std::vector<ExpressionNode> nodes_;
  std::optional<ExpressionFault> fault_;
  int depth_ = 0;
};

// Copies `nodes` behind `into`; the index of the copied root.
std::int32_t append(const std::vector<ExpressionNode>& nodes, std::vector<ExpressionNode>& into) {
  const auto shift = static_cast<std::int32_t>(into.size());
  for (ExpressionNode node : nodes) {
    for (std::int32_t* operand : {&node.a, &node.b, &node.c})
      if (*operand >= 0) *operand += shift;
    into.push_back(std::move(node));
  }
  return static_cast<std::int32_t>(into.size()) - 1;
}

void mark_operands(const ExpressionNode& node, std::vector<bool>& marked) {
  for (const std::int32_t operand : {node.a, node.b, node.c})
    if (operand >= 0) marked[static_cast<std::size_t>(operand)] = true;
}

// The node with its operands where `moved` says they now are.
ExpressionNode with_operands(ExpressionNode node, const std::vector<std::int32_t>& moved) {
  for (std::int32_t* operand : {&node.a, &node.b, &node.c})
    if (*operand >= 0) *operand = moved[static_cast<std::size_t>(*operand)];
  return node;
}

}  // namespace

ParsedExpression parse_expression(std::string_view text) {
  return Parser(text).run();
}

std::set<std::string, std::less<>> Expression::names() const {
  std::set<std::string, std::less<>> found;
  for (const ExpressionNode& node : nodes_)
    if (node.op == Op::kName) found.insert(node.name);
  return found;
}

Expression Expression::with(const std::map<std::string, Expression, std::less<>>& by) const {
  std::vector<ExpressionNode> nodes;
  std::vector<std::int32_t> moved;
  for (const ExpressionNode& node : nodes_) {
    const auto replacement = node.op == Op::kName ? by.find(node.name) : by.end();
    if (replacement != by.end() && !replacement->second.empty()) {
      moved.push_back(append(replacement->second.nodes(), nodes));
      continue;
    }
    nodes.push_back(with_operands(node, moved));
    moved.push_back(static_cast<std::int32_t>(nodes.size()) - 1);
  }
  return Expression(std::move(nodes));
}

Expression subtree(const Expression& expression, std::int32_t node) {
  const std::vector<ExpressionNode>& nodes = expression.nodes();
  const auto last = static_cast<std::size_t>(node);
  std::vector<bool> needed(nodes.size(), false);
  needed[last] = true;
  for (std::size_t i = last + 1; i-- > 0;)
    if (needed[i]) mark_operands(nodes[i], needed);
  std::vector<ExpressionNode> part;
  std::vector<std::int32_t> moved(nodes.size(), -1);
  for (std::size_t i = 0; i <= last; ++i) {
    if (!needed[i]) continue;
    moved[i] = static_cast<std::int32_t>(part.size());
    part.push_back(with_operands(nodes[i], moved));
  }
  return Expression(std::move(part));
}

Expression combine(Op op, const Expression& a, const Expression& b, const Expression& c) {
  std::vector<ExpressionNode> nodes;
  ExpressionNode joined{.op = op};
  if (!a.empty()) joined.a = append(a.nodes(), nodes);
  if (!b.empty()) joined.b = append(b.nodes(), nodes);
  if (!c.empty()) joined.c = append(c.nodes(), nodes);
  nodes.push_back(std::move(joined));
  return Expression(std::move(nodes));
}

Expression number_expression(double value) {
  return Expression({{.op = Op::kNumber, .number = value}});
}

Expression name_expression(std::string name) {
  return Expression({{.op = Op::kName, .name = std::move(name)}});
}

}  // namespace stopover::choice
