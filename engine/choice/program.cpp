// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/program.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/check.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::choice {

namespace {

namespace pm = random::portable;

constexpr std::size_t kRowsAtOnce = 256;
constexpr double kNothingLeft = 700;  // exp of minus this is 0 beside 1
constexpr int kSeries = 14;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double truth(bool condition) {
  return condition ? 1.0 : 0.0;
}

// Of a comparison: without one of the numbers there is no answer.
double answer(bool condition, double x, double y) {
  return std::isnan(x) || std::isnan(y) ? kMissing : truth(condition);
}

// Three-valued (Kleene 1952): one number may settle it without the other.
double both(double x, double y) {
  if (x == 0 || y == 0) return 0.0;
  return answer(true, x, y);
}
double either(double x, double y) {
  return 1.0 - both(std::isnan(x) ? x : truth(x == 0), std::isnan(y) ? y : truth(y == 0));
}

// x^y of any x where it is real.
double real_power(double x, double y) {
  if (y == 2.0) return x * x;
  if (x > 0) return pm::power(x, y);
  if (x == 0) {
    if (y == 0) return 1.0;
    return y > 0 ? 0.0 : std::numeric_limits<double>::infinity();
  }
  if (std::nearbyint(y) != y) return std::numeric_limits<double>::quiet_NaN();
  const double size = pm::power(-x, y);
  return std::fmod(y, 2.0) == 0.0 ? size : -size;
}

double box_cox(double x, double lambda) {
  const double ln = pm::log(x);
  return lambda == 0 ? ln : pm::expm1(lambda * ln) / lambda;
}

// (e^z (z - 1) + 1) / lambda^2, z = lambda ln x; near 0, where that cancels, the series
// ln^2 sum (n + 1) z^n / (n + 2)!
double box_cox_by_lambda(double x, double lambda) {
  const double ln = pm::log(x);
  const double z = lambda * ln;
  if (z < -kNothingLeft) return 1.0 / (lambda * lambda);  // also x = 0
  if (std::abs(z) > 0.5) return (pm::exp(z) * (z - 1.0) + 1.0) / (lambda * lambda);
  double term = 0.5;
  double sum = term;
  for (int n = 0; n < kSeries; ++n) {
    term *= z * (n + 2) / ((n + 1) * (n + 3));
    sum += term;
  }
  return ln * ln * sum;
}

double apply(Op op, double x, double y, double z) {
  switch (op) {
    case Op::kNumber:
    case Op::kName:
      return x;
    case Op::kNegate:
      return -x;
    case Op::kNot:
      return answer(x == 0, x, x);
    case Op::kLog:
      return pm::log(x);
    case Op::kExp:
      return pm::exp(x);
    case Op::kSqrt:
      return std::sqrt(x);
    case Op::kAbs:
      return std::abs(x);
    case Op::kAdd:
      return x + y;
    case Op::kSubtract:
      return x - y;
    case Op::kMultiply:
      return x * y;
    case Op::kDivide:
      return x / y;
    case Op::kPower:
      return real_power(x, y);
    case Op::kEqual:
      return answer(x == y, x, y);
    case Op::kNotEqual:
      return answer(x != y, x, y);
    case Op::kLess:
      return answer(x < y, x, y);
    case Op::kLessEqual:
      return answer(x <= y, x, y);
    case Op::kAnd:
      return both(x, y);
    case Op::kOr:
      return either(x, y);
    case Op::kMin:
      return y < x || std::isnan(y) ? y : x;
    case Op::kMax:
      return y > x || std::isnan(y) ? y : x;
    case Op::kBoxCox:
      return box_cox(x, y);
    case Op::kIf:
      return std::isnan(x) ? x : (x != 0 ? y : z);
  }
  return x;
}

// Derivatives of apply by its operands.
struct Slopes {
  double x = 0;
  double y = 0;
  double z = 0;
};
Slopes slopes(Op op, double x, double y, double value) {
  switch (op) {
    case Op::kNegate:
      return {-1, 0, 0};
    case Op::kLog:
      return {1 / x, 0, 0};
    case Op::kExp:
      return {value, 0, 0};
    case Op::kSqrt:
      return {0.5 / value, 0, 0};
    case Op::kAbs:
      return {x < 0 ? -1.0 : 1.0, 0, 0};
    case Op::kAdd:
      return {1, 1, 0};
    case Op::kSubtract:
      return {1, -1, 0};
    case Op::kMultiply:
      return {y, x, 0};
    case Op::kDivide:
      return {1 / y, -value / y, 0};
    case Op::kPower:
      return {y == 0 ? 0 : y * real_power(x, y - 1), x > 0 ? value * pm::log(x) : 0, 0};
    case Op::kMin:
      return {truth(!(y < x)), truth(y < x), 0};
    case Op::kMax:
      return {truth(!(y > x)), truth(y > x), 0};
    case Op::kBoxCox:
      return {pm::power(x, y - 1), box_cox_by_lambda(x, y), 0};
    case Op::kIf:
      return {0, truth(x != 0), truth(x == 0)};
    default:
      return {};  // numbers and conditions
  }
}

const Symbol& symbol_of(const ExpressionNode& node, const Symbols& symbols) {
  const auto found = symbols.find(node.name);
  STOPOVER_CHECK(found != symbols.end(), "names are checked before an expression is compiled");
  return found->second;
}

std::size_t at(std::int32_t index) {
  return static_cast<std::size_t>(index);
}

}  // namespace

std::vector<bool> data_only(const Expression& expression, const Symbols& symbols) {
  std::vector<bool> result;
  for (const ExpressionNode& node : expression.nodes()) {
    bool only = true;
    if (node.op == Op::kName) {
      const SymbolKind kind = symbol_of(node, symbols).kind;
      only = kind == SymbolKind::kColumn || kind == SymbolKind::kNumber;
    }
    for (const std::int32_t operand : {node.a, node.b, node.c})
      if (operand >= 0) only = only && result[at(operand)];
    result.push_back(only);
  }
  return result;
}

Program::Program(const Expression& expression, const Symbols& symbols, Columns& columns,
                 std::size_t rows) {
  const std::vector<ExpressionNode>& nodes = expression.nodes();
  const std::vector<bool> only = data_only(expression, symbols);
  std::vector<bool> needed(nodes.size(), false);
  if (!nodes.empty()) needed.back() = true;
  const auto simple = [&](std::size_t i) {
    return nodes[i].op == Op::kNumber || nodes[i].op == Op::kName;
  };
  for (std::size_t i = nodes.size(); i-- > 0;)  // what a computed column stands for is not run
    if (needed[i] && (!only[i] || simple(i)))
      for (const std::int32_t operand : {nodes[i].a, nodes[i].b, nodes[i].c})
        if (operand >= 0) needed[at(operand)] = true;
  std::vector<std::int32_t> moved(nodes.size(), -1);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!needed[i]) continue;
    const ExpressionNode& node = nodes[i];
    Instruction instruction{.op = node.op, .number = node.number};
    if (only[i] && !simple(i)) {
      columns.push_back(
          evaluate_data(subtree(expression, static_cast<std::int32_t>(i)), symbols, columns, rows));
      instruction.op = Op::kName;
      instruction.column = static_cast<std::int32_t>(columns.size()) - 1;
    } else if (node.op == Op::kName) {
      const Symbol& symbol = symbol_of(node, symbols);
      STOPOVER_CHECK(symbol.kind != SymbolKind::kRandom, "random coefficients are taken apart");
      if (symbol.kind == SymbolKind::kNumber) {
        instruction.op = Op::kNumber;
        instruction.number = symbol.number;
      } else if (symbol.kind == SymbolKind::kColumn) {
        instruction.column = static_cast<std::int32_t>(symbol.index);
      } else {
        parameters_.push_back(symbol.index);
        instruction.parameter = static_cast<std::int32_t>(symbol.index);
      }
    } else {
      if (node.a >= 0) instruction.a = moved[at(node.a)];
      if (node.b >= 0) instruction.b = moved[at(node.b)];
      if (node.c >= 0) instruction.c = moved[at(node.c)];
    }
    moved[i] = static_cast<std::int32_t>(code_.size());
    code_.push_back(instruction);
  }
  std::ranges::sort(parameters_);
  parameters_.erase(std::unique(parameters_.begin(), parameters_.end()), parameters_.end());
  for (Instruction& instruction : code_) {
    if (instruction.parameter < 0) continue;
    const auto place = std::ranges::lower_bound(parameters_, at(instruction.parameter));
    instruction.parameter = static_cast<std::int32_t>(place - parameters_.begin());
  }
}

void Program::run(const Columns& columns, std::span<const double> theta, std::size_t first,
                  std::size_t n, std::span<double> slots) const {
  for (std::size_t i = 0; i < code_.size(); ++i) {
    const Instruction& step = code_[i];
    double* const out = &slots[i * n];
    if (step.op == Op::kNumber) {
      std::fill_n(out, n, step.number);
    } else if (step.column >= 0) {
      std::copy_n(&columns[at(step.column)][first], n, out);
    } else if (step.op == Op::kName) {
      std::fill_n(out, n, theta[parameters_[at(step.parameter)]]);
    } else {
      const double* const x = &slots[at(step.a) * n];
      const double* const y = step.b >= 0 ? &slots[at(step.b) * n] : x;
      const double* const z = step.c >= 0 ? &slots[at(step.c) * n] : x;
      for (std::size_t r = 0; r < n; ++r) out[r] = apply(step.op, x[r], y[r], z[r]);
    }
  }
}

void Program::run_back(std::size_t n, std::span<const double> slots, std::span<double> adjoint,
                       std::span<double> derivative) const {
  std::ranges::fill(adjoint, 0.0);
  std::ranges::fill(derivative, 0.0);
  std::fill_n(&adjoint[(code_.size() - 1) * n], n, 1.0);
  for (std::size_t i = code_.size(); i-- > 0;) {
    const Instruction& step = code_[i];
    const double* const own = &adjoint[i * n];
    if (step.parameter >= 0)
      for (std::size_t r = 0; r < n; ++r) derivative[at(step.parameter) * n + r] += own[r];
    if (step.a < 0) continue;
    const std::int32_t b = step.b >= 0 ? step.b : step.a;
    const std::int32_t c = step.c >= 0 ? step.c : step.a;
    for (std::size_t r = 0; r < n; ++r) {
      if (own[r] == 0) continue;  // also keeps 0 x inf of a branch not taken out
      const Slopes slope =
          slopes(step.op, slots[at(step.a) * n + r], slots[at(b) * n + r], slots[i * n + r]);
      adjoint[at(step.a) * n + r] += own[r] * slope.x;
      if (step.b >= 0) adjoint[at(b) * n + r] += own[r] * slope.y;
      if (step.c >= 0) adjoint[at(c) * n + r] += own[r] * slope.z;
    }
  }
}

void Program::evaluate(const Columns& columns, std::span<const double> theta, std::size_t first,
                       std::span<double> value, std::span<double> derivative) const {
  const std::size_t n = value.size();
  STOPOVER_CHECK(derivative.empty() || derivative.size() == parameters_.size() * n,
                 "one derivative a parameter and row");
  if (n == 0) return;
  std::vector<double> slots(code_.size() * n);
  run(columns, theta, first, n, slots);
  std::copy_n(&slots[(code_.size() - 1) * n], n, value.begin());
  if (derivative.empty()) return;
  std::vector<double> adjoint(slots.size());
  run_back(n, slots, adjoint, derivative);
}

std::vector<double> evaluate_data(const Expression& expression, const Symbols& symbols,
                                  const Columns& columns, std::size_t rows) {
  const std::vector<ExpressionNode>& nodes = expression.nodes();
  std::vector<double> result(rows);
  std::vector<double> slots(nodes.size() * kRowsAtOnce);
  for (std::size_t first = 0; first < rows; first += kRowsAtOnce) {
    const std::size_t n = std::min(kRowsAtOnce, rows - first);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const ExpressionNode& node = nodes[i];
      double* const out = &slots[i * kRowsAtOnce];
      if (node.op == Op::kNumber) {
        std::fill_n(out, n, node.number);
      } else if (node.op == Op::kName) {
        const Symbol& symbol = symbol_of(node, symbols);
        STOPOVER_CHECK(symbol.kind == SymbolKind::kColumn || symbol.kind == SymbolKind::kNumber,
                       "an expression of data");
        if (symbol.kind == SymbolKind::kColumn)
          std::copy_n(&columns[symbol.index][first], n, out);
        else
          std::fill_n(out, n, symbol.number);
      } else {
        const double* const x = &slots[at(node.a) * kRowsAtOnce];
        const double* const y = node.b >= 0 ? &slots[at(node.b) * kRowsAtOnce] : x;
        const double* const z = node.c >= 0 ? &slots[at(node.c) * kRowsAtOnce] : x;
        for (std::size_t r = 0; r < n; ++r) out[r] = apply(node.op, x[r], y[r], z[r]);
      }
    }
    std::copy_n(&slots[(nodes.size() - 1) * kRowsAtOnce], n,
                result.begin() + static_cast<std::ptrdiff_t>(first));
  }
  return result;
}

}  // namespace stopover::choice
