// SPDX-License-Identifier: Apache-2.0
#include "models/choice/indicators.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "engine/choice/application.hpp"
#include "engine/choice/estimate.hpp"
#include "engine/random/normal.hpp"
#include "models/choice/indicators_check.hpp"

namespace stopover::choice {

namespace {

constexpr double kSmall = 1e-4;  // relative change of a column for a point elasticity
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kTail = 0.025;
constexpr double kShareHolds = 1e-9;
constexpr int kMostMoves = 500;

// The problem with some columns of its data changed; the same choices are left out.
class Changed {
 public:
  Changed(const ModelFile& model, const Table& table, const Problem& problem)
      : model_(model), table_(table), problem_(problem) {
    if (model.data.exclude.empty()) return;
    excluded_ = evaluate_data(model.data.exclude, problem.symbols, table.columns, table.rows());
  }

  Problem with(const std::vector<std::pair<std::string, Expression>>& changes,
               FaultList& faults) const {
    Table table = table_;
    for (const auto& [column, to] : changes)
      table.columns[table.names.find(column)->second] =
          evaluate_data(to, problem_.symbols, table_.columns, table_.rows());
    DataSpec data = model_.data;
    data.applied_only = true;  // a change may take away what somebody chose
    if (!excluded_.empty()) {
      const std::string name = "(left out)";
      table.names.emplace(name, table.columns.size());
      table.columns.push_back(excluded_);
      data.exclude = name_expression(name);
    }
    return build(model_.spec, data, table, model_.places, faults);
  }

 private:
  const ModelFile& model_;
  const Table& table_;
  const Problem& problem_;
  std::vector<double> excluded_;
};

Expression scaled(const std::string& column, double factor) {
  return combine(Op::kMultiply, name_expression(column), number_expression(factor));
}
Expression shifted(const std::string& column, double by) {
  return combine(Op::kAdd, name_expression(column), number_expression(by));
}

class Calculator {
 public:
  Calculator(const ModelFile& model, const Table& table, const Problem& problem, FaultList& faults,
             Executor& executor)
      : model_(model),
        spec_(model.indicators),
        table_(table),
        problem_(problem),
        faults_(faults),
        executor_(executor) {}

  bool prepare() {
    check_indicators(model_, table_, problem_, faults_);
    if (faults_.has_errors()) return false;
    weight_.assign(problem_.cases(), 1.0);
    if (!spec_.weight.empty())
      weight_ = evaluate_data(spec_.weight, problem_.symbols, problem_.columns, problem_.cases());
    double sum = 0;
    for (const double w : weight_) sum += w;
    for (double& w : weight_) w *= static_cast<double>(problem_.cases()) / sum;
    columns_ = problem_.columns;
    for (const IndicatorSpec::Measure& measure : spec_.measures)
      measures_.emplace_back(measure.as, problem_.symbols, columns_, problem_.cases());
    for (const IndicatorSpec::Sum& sum_spec : spec_.sums)
      times_.push_back(sum_spec.times.empty() ? std::vector<double>(problem_.cases(), 1.0)
                                              : evaluate_data(sum_spec.times, problem_.symbols,
                                                              problem_.columns, problem_.cases()));
    base_.emplace(problem_, model_.draws);
    const Changed changed(model_, table_, problem_);
    for (std::size_t i = 0; i < spec_.elasticities.size(); ++i) {
      const IndicatorSpec::Elasticity& e = spec_.elasticities[i];
      const std::string field = fmt::format("indicators.elasticity[{}]", i);
      const bool arc = e.change != 0;
      above_.push_back(applied(
          changed, {{e.column, arc ? shifted(e.column, e.change) : scaled(e.column, 1 + kSmall)}},
          field));
      below_.push_back(arc ? std::nullopt
                           : applied(changed, {{e.column, scaled(e.column, 1 - kSmall)}}, field));
    }
    for (std::size_t i = 0; i < spec_.forecasts.size(); ++i) {
      const IndicatorSpec::Forecast& forecast = spec_.forecasts[i];
      after_.push_back(
          applied(changed, forecast.changes, fmt::format("indicators.forecast[{}]", i)));
      money_.push_back(forecast.money.empty()
                           ? std::nullopt
                           : std::optional<Program>(std::in_place, forecast.money, problem_.symbols,
                                                    columns_, problem_.cases()));
    }
    return !faults_.has_errors();
  }

  // All values at `theta`; with `list` also what they are.
  std::vector<double> values(const estimation::Vector& theta, std::vector<Indicator>* list) {
    std::vector<double> result;
    const auto add = [&](std::string kind, std::string name, std::string unit, double value) {
      result.push_back(value);
      if (list != nullptr)
        list->push_back({std::move(kind), std::move(name), std::move(unit), value, kNone, kNone});
    };
    const Applied base = base_->at(theta, executor_);
    const std::vector<Alternative>& alternatives = problem_.spec.alternatives;
    for (std::size_t j = 0; j < alternatives.size(); ++j)
      add("share", alternatives[j].name, "share", share(base, j));
    for (std::size_t m = 0; m < measures_.size(); ++m)
      add("measure", spec_.measures[m].name, spec_.measures[m].unit, mean(measures_[m], theta));
    for (std::size_t s = 0; s < spec_.sums.size(); ++s)
      add("sum", spec_.sums[s].name, spec_.sums[s].unit,
          sum_of(base, index(spec_.sums[s].of), times_[s]));
    for (std::size_t e = 0; e < spec_.elasticities.size(); ++e)
      add("elasticity",
          fmt::format("{} / {}", spec_.elasticities[e].of, spec_.elasticities[e].column), "",
          elasticity(e, base, theta));
    for (std::size_t f = 0; f < spec_.forecasts.size(); ++f) {
      const std::string& name = spec_.forecasts[f].name;
      const Applied after = after_[f]->at(theta, executor_);
      for (std::size_t j = 0; j < alternatives.size(); ++j) {
        add("forecast", name + ": " + alternatives[j].name, "share", share(after, j));
        add("change", name + ": " + alternatives[j].name, "share",
            share(after, j) - share(base, j));
      }
      if (!money_[f]) continue;
      add("surplus", name, "per choice", surplus(base, after, *money_[f], theta));
      add("surplus, rule of a half", name, "per choice",
          rule_of_a_half(base, after, *money_[f], theta));
    }
    if (!spec_.constants.empty()) {
      const estimation::Vector moved = with_shares(theta);
      for (const IndicatorSpec::Constant& constant : spec_.constants)
        add("constant",
            fmt::format("{} for {:.4g} % {}", constant.parameter, 100 * constant.share,
                        constant.of),
            "", moved[parameter(constant.parameter)]);
    }
    return result;
  }

 private:
  [[nodiscard]] Eigen::Index parameter(const std::string& name) const {
    const auto found = std::ranges::find(problem_.free, name, &Parameter::name);
    return found - problem_.free.begin();
  }

  // NaN where they cannot be reached. Begins with the shifts that the estimate needed.
  [[nodiscard]] estimation::Vector with_shares(estimation::Vector theta) {
    const estimation::Vector unmoved = theta;
    if (shift_.size() > 0) theta += shift_;
    for (int i = 0; i < kMostMoves; ++i) {
      const Applied applied = base_->at(theta, executor_);
      double furthest = 0;
      for (const IndicatorSpec::Constant& constant : spec_.constants) {
        const double ratio = constant.share / share(applied, index(constant.of));
        theta[parameter(constant.parameter)] += std::log(ratio);
        furthest = std::max(furthest, std::abs(ratio - 1));
      }
      if (furthest >= kShareHolds) continue;
      if (shift_.size() == 0) shift_ = theta - unmoved;
      return theta;
    }
    return estimation::Vector::Constant(theta.size(), kNone);
  }

  // The model on changed data; what is wrong with these is said of `field`.
  std::optional<Application> applied(const Changed& changed,
                                     const std::vector<std::pair<std::string, Expression>>& changes,
                                     const std::string& field) {
    FaultList faults;
    Problem problem = changed.with(changes, faults);
    if (!faults.has_errors()) return Application(std::move(problem), model_.draws);
    for (InputFault fault : faults.kept()) {
      fault.field = field + ": " + fault.field;
      faults_.add(std::move(fault));
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t index(const std::string& alternative) const {
    const auto found =
        std::ranges::find(problem_.spec.alternatives, alternative, &Alternative::name);
    return static_cast<std::size_t>(found - problem_.spec.alternatives.begin());
  }

  [[nodiscard]] double sum_of(const Applied& applied, std::size_t j,
                              std::span<const double> times) const {
    double sum = 0;
    for (std::size_t c = 0; c < weight_.size(); ++c)
      sum += weight_[c] * times[c] *
             applied.probability(static_cast<Eigen::Index>(c), static_cast<Eigen::Index>(j));
    return sum;
  }

  [[nodiscard]] double share(const Applied& applied, std::size_t j) const {
    const std::vector<double> ones(weight_.size(), 1.0);
    return sum_of(applied, j, ones) / static_cast<double>(weight_.size());
  }

  [[nodiscard]] std::vector<double> of_cases(const Program& program,
                                             const estimation::Vector& theta) const {
    std::vector<double> value(problem_.cases());
    program.evaluate(columns_, {theta.data(), static_cast<std::size_t>(theta.size())}, 0, value,
                     {});
    return value;
  }

  [[nodiscard]] double mean(const Program& program, const estimation::Vector& theta) const {
    const std::vector<double> value = of_cases(program, theta);
    double sum = 0;
    for (std::size_t c = 0; c < value.size(); ++c) sum += weight_[c] * value[c];
    return sum / static_cast<double>(value.size());
  }

  [[nodiscard]] double elasticity(std::size_t e, const Applied& base,
                                  const estimation::Vector& theta) {
    const IndicatorSpec::Elasticity& spec = spec_.elasticities[e];
    const std::size_t j = index(spec.of);
    const std::vector<double> ones(weight_.size(), 1.0);
    const Applied above = above_[e]->at(theta, executor_);
    if (below_[e]) {
      const Applied below = below_[e]->at(theta, executor_);
      return (sum_of(above, j, ones) - sum_of(below, j, ones)) / (2 * kSmall) /
             sum_of(base, j, ones);
    }
    const std::vector<double>& x = problem_.columns[table_.names.find(spec.column)->second];
    return (sum_of(above, j, x) - sum_of(base, j, x)) / spec.change / sum_of(base, j, ones);
  }

  [[nodiscard]] double surplus(const Applied& base, const Applied& after, const Program& money,
                               const estimation::Vector& theta) const {
    const std::vector<double> unit = of_cases(money, theta);
    double sum = 0;
    for (std::size_t c = 0; c < unit.size(); ++c) {
      const auto n = static_cast<Eigen::Index>(c);
      sum += weight_[c] * (after.logsum[n] - base.logsum[n]) / unit[c];
    }
    return sum / static_cast<double>(unit.size());
  }

  [[nodiscard]] double rule_of_a_half(const Applied& base, const Applied& after,
                                      const Program& money, const estimation::Vector& theta) const {
    const std::vector<double> unit = of_cases(money, theta);
    double sum = 0;
    for (std::size_t c = 0; c < unit.size(); ++c) {
      const auto n = static_cast<Eigen::Index>(c);
      for (Eigen::Index j = 0; j < base.utility.cols(); ++j) {
        const bool before = std::isfinite(base.utility(n, j));
        if (before != std::isfinite(after.utility(n, j))) return kNone;  // it came or went
        if (!before) continue;
        const double gain = after.utility(n, j) - base.utility(n, j);
        sum +=
            weight_[c] * 0.5 * (base.probability(n, j) + after.probability(n, j)) * gain / unit[c];
      }
    }
    return sum / static_cast<double>(unit.size());
  }

  const ModelFile& model_;
  const IndicatorSpec& spec_;
  const Table& table_;
  const Problem& problem_;
  FaultList& faults_;
  Executor& executor_;
  std::vector<double> weight_;
  Columns columns_;
  std::vector<Program> measures_;
  std::vector<std::vector<double>> times_;
  std::optional<Application> base_;
  std::vector<std::optional<Application>> above_;  // none only where there are faults
  std::vector<std::optional<Application>> below_;  // none of an arc elasticity
  std::vector<std::optional<Application>> after_;
  std::vector<std::optional<Program>> money_;
  estimation::Vector shift_;  // of constants, to the shares that are wanted
};

// A root of the robust covariance; parameters without a variance stay where they are.
estimation::Matrix root_of(const estimation::Matrix& covariance) {
  estimation::Matrix filled = covariance;
  for (Eigen::Index i = 0; i < filled.rows(); ++i)
    if (!std::isfinite(covariance(i, i))) {
      filled.row(i).setZero();
      filled.col(i).setZero();
    }
  const Eigen::LDLT<estimation::Matrix> factor(filled);
  const estimation::Vector size = factor.vectorD().cwiseMax(0.0).cwiseSqrt();
  const estimation::Matrix lower = factor.matrixL();
  return factor.transpositionsP().transpose() * (lower * size.asDiagonal());
}

double quantile(std::vector<double> values, double p) {
  std::ranges::sort(values);
  const double at = p * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
}

}  // namespace

std::vector<Indicator> indicators(const ModelFile& model, const Table& table,
                                  const Problem& problem, const Estimate& estimate,
                                  FaultList& faults, Executor& executor) {
  std::vector<Indicator> list;
  if (!model.indicators.wanted) return list;
  Calculator calculator(model, table, problem, faults, executor);
  if (!calculator.prepare()) return list;
  calculator.values(estimate.maximum.theta, &list);
  const estimation::Matrix root = root_of(estimate.covariances.robust);
  if (!root.allFinite() || root.squaredNorm() == 0) return list;
  std::vector<std::vector<double>> drawn(list.size());
  for (std::size_t r = 0; r < model.indicators.draws; ++r) {
    random::Stream luck({.seed = model.indicators.seed,
                         .replication = static_cast<std::uint32_t>(r),
                         .purpose = random::purpose("indicators")});
    estimation::Vector normal(estimate.maximum.theta.size());
    for (double& value : normal) value = random::normal_quantile(random::open_unit(luck));
    estimation::Vector theta = estimate.maximum.theta + root * normal;
    for (std::size_t k = 0; k < problem.free.size(); ++k) {
      double& value = theta[static_cast<Eigen::Index>(k)];
      value = std::clamp(value, problem.free[k].lower, problem.free[k].upper);
    }
    const std::vector<double> values = calculator.values(theta, nullptr);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (std::isfinite(values[i])) drawn[i].push_back(values[i]);
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (drawn[i].size() < 2) continue;
    list[i].low = quantile(drawn[i], kTail);
    list[i].high = quantile(drawn[i], 1 - kTail);
  }
  return list;
}

}  // namespace stopover::choice
