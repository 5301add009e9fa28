// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/linear_form.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::choice {

namespace {

// What a term is multiplied with, and under which conditions it counts. The conditions go outside
// the product, so that a term not counted may be infinite: if(x > 0, b * log(x), 0).
struct Factor {
  Expression product = {};  // empty: 1
  bool negative = false;
  std::vector<std::pair<Expression, bool>> guards = {};

  [[nodiscard]] Factor times(Op op, const Expression& by) const {
    Factor result = *this;
    if (product.empty() && op == Op::kMultiply)
      result.product = by;
    else
      result.product = combine(op, product.empty() ? number_expression(1) : product, by);
    return result;
  }
  [[nodiscard]] Factor when(const Expression& condition, bool holds) const {
    Factor result = *this;
    result.guards.emplace_back(condition, holds);
    return result;
  }
  [[nodiscard]] Factor negated() const {
    Factor result = *this;
    result.negative = !negative;
    return result;
  }
  // The factor times `body` (empty: alone).
  [[nodiscard]] Expression whole(const Expression& body) const {
    Expression result = body.empty() ? number_expression(1) : body;
    if (!product.empty()) result = body.empty() ? product : combine(Op::kMultiply, product, body);
    if (negative) result = combine(Op::kNegate, result);
    const Expression zero = number_expression(0);
    for (const auto& [condition, holds] : guards)
      result = holds ? combine(Op::kIf, condition, result, zero)
                     : combine(Op::kIf, condition, zero, result);
    return result;
  }
};

class Splitter {
 public:
  Splitter(const Expression& expression, const Symbols& symbols)
      : expression_(expression), symbols_(symbols), only_(data_only(expression, symbols)) {}

  void run() {
    if (!expression_.empty()) split(expression_.root(), Factor{});
  }

  LinearForm form(Columns& columns, std::size_t rows) {
    LinearForm result;
    if (!offset_.empty()) result.offset.push_back(column(offset_, columns, rows));
    for (const auto& [parameter, factors] : parameters_)
      result.parameters.push_back({parameter, column(factors, columns, rows)});
    for (const auto& [coefficient, factors] : random_)
      result.random.push_back({coefficient, column(factors, columns, rows)});
    for (const Expression& term : rest_) {
      bool random = false;
      for (const std::string& name : term.names()) {
        if (symbols_.find(name)->second.kind != SymbolKind::kRandom) continue;
        random = true;
        if (std::ranges::find(result.not_linear, name) == result.not_linear.end())
          result.not_linear.push_back(name);
      }
      if (!random) result.rest.emplace_back(term, symbols_, columns, rows);
    }
    return result;
  }

 private:
  using Terms = std::map<std::size_t, std::vector<Expression>>;

  [[nodiscard]] bool only(std::int32_t node) const { return only_[static_cast<std::size_t>(node)]; }

  void split(std::int32_t index, const Factor& factor) {
    const ExpressionNode& node = expression_.nodes()[static_cast<std::size_t>(index)];
    if (only(index)) {
      offset_.push_back(factor.whole(subtree(expression_, index)));
      return;
    }
    switch (node.op) {
      case Op::kName: {
        const Symbol& symbol = symbols_.find(node.name)->second;
        Terms& terms = symbol.kind == SymbolKind::kRandom ? random_ : parameters_;
        terms[symbol.index].push_back(factor.whole({}));
        return;
      }
      case Op::kNegate:
        split(node.a, factor.negated());
        return;
      case Op::kAdd:
        split(node.a, factor);
        split(node.b, factor);
        return;
      case Op::kSubtract:
        split(node.a, factor);
        split(node.b, factor.negated());
        return;
      case Op::kMultiply:
        if (only(node.a)) {
          split(node.b, factor.times(Op::kMultiply, subtree(expression_, node.a)));
          return;
        }
        if (only(node.b)) {
          split(node.a, factor.times(Op::kMultiply, subtree(expression_, node.b)));
          return;
        }
        break;
      case Op::kDivide:
        if (only(node.b)) {
          split(node.a, factor.times(Op::kDivide, subtree(expression_, node.b)));
          return;
        }
        break;
      case Op::kIf:
        if (only(node.a)) {
          const Expression condition = subtree(expression_, node.a);
          split(node.b, factor.when(condition, true));
          split(node.c, factor.when(condition, false));
          return;
        }
        break;
      default:
        break;
    }
    rest_.push_back(factor.whole(subtree(expression_, index)));
  }

  std::size_t column(const std::vector<Expression>& terms, Columns& columns, std::size_t rows) {
    Expression sum = terms.front();
    for (std::size_t i = 1; i < terms.size(); ++i) sum = combine(Op::kAdd, sum, terms[i]);
    columns.push_back(evaluate_data(sum, symbols_, columns, rows));
    return columns.size() - 1;
  }

  const Expression& expression_;
  const Symbols& symbols_;
  std::vector<bool> only_;
  std::vector<Expression> offset_;
  Terms parameters_;
  Terms random_;
  std::vector<Expression> rest_;
};

}  // namespace

LinearForm linear_form(const Expression& expression, const Symbols& symbols, Columns& columns,
                       std::size_t rows) {
  Splitter splitter(expression, symbols);
  splitter.run();
  return splitter.form(columns, rows);
}

}  // namespace stopover::choice
