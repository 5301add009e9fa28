// SPDX-License-Identifier: Apache-2.0
#include "models/choice/indicators_check.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace stopover::choice {

namespace {

class Checker {
 public:
  Checker(const ModelFile& model, const Table& table, const Problem& problem, FaultList& faults)
      : model_(model), spec_(model.indicators), table_(table), problem_(problem), faults_(faults) {}

  void run() {
    if (problem_.long_form) {
      fault("E-CHO-005", "indicators", "", "no indicators of long data");
      return;
    }
    check_names(spec_.weight, "indicators.weight", true, false);
    for (std::size_t i = 0; i < spec_.measures.size(); ++i)
      check_names(spec_.measures[i].as, fmt::format("indicators.measure[{}].as", i), true, true);
    for (std::size_t i = 0; i < spec_.sums.size(); ++i) {
      check_alternative(spec_.sums[i].of, fmt::format("indicators.sum[{}].of", i));
      check_names(spec_.sums[i].times, fmt::format("indicators.sum[{}].times", i), true, false);
    }
    for (std::size_t i = 0; i < spec_.elasticities.size(); ++i) {
      check_alternative(spec_.elasticities[i].of, fmt::format("indicators.elasticity[{}].of", i));
      check_column(spec_.elasticities[i].column,
                   fmt::format("indicators.elasticity[{}].column", i));
    }
    for (std::size_t i = 0; i < spec_.forecasts.size(); ++i) check_forecast(i);
    check_constants();
    if (!faults_.has_errors()) check_weights();
  }

 private:
  void fault(std::string_view rule, std::string field, std::string found, std::string expected) {
    const int line = model_.places.line(field);
    faults_.add({.rule = std::string(rule),
                 .file = model_.places.file,
                 .line = line,
                 .field = std::move(field),
                 .found = std::move(found),
                 .expected = std::move(expected)});
  }

  void check_names(const Expression& expression, const std::string& field, bool data,
                   bool parameters) {
    for (const std::string& name : expression.names()) {
      const auto found = problem_.symbols.find(name);
      const bool known = found != problem_.symbols.end();
      const bool column = known && found->second.kind == SymbolKind::kColumn;
      const bool random = known && found->second.kind == SymbolKind::kRandom;
      if (!known || random || (column ? !data : !parameters))
        fault("E-CHO-002", field, name,
              data ? (parameters ? "parameters and columns of the data" : "columns of the data")
                   : "parameters");
    }
  }

  void check_alternative(const std::string& name, const std::string& field) {
    if (std::ranges::find(problem_.spec.alternatives, name, &Alternative::name) ==
        problem_.spec.alternatives.end())
      fault("E-CHO-002", field, name, "the name of an alternative");
  }

  void check_column(const std::string& name, const std::string& field) {
    if (!table_.names.contains(name))
      fault("E-CHO-002", field, name, "the name of a column of the data");
  }

  void check_constants() {
    double sum = 0;
    for (std::size_t i = 0; i < spec_.constants.size(); ++i) {
      const IndicatorSpec::Constant& constant = spec_.constants[i];
      const std::string field = fmt::format("indicators.constant[{}]", i);
      check_alternative(constant.of, field + ".of");
      if (std::ranges::find(problem_.free, constant.parameter, &Parameter::name) ==
          problem_.free.end())
        fault("E-CHO-002", field + ".parameter", constant.parameter,
              "a parameter that is estimated");
      sum += constant.share;
      if (!(constant.share > 0) || sum >= 1)
        fault("E-CHO-008", field + ".share", fmt::format("{}", constant.share),
              "a share above 0, all of them below 1");
    }
  }

  void check_forecast(std::size_t i) {
    const IndicatorSpec::Forecast& forecast = spec_.forecasts[i];
    const std::string field = fmt::format("indicators.forecast[{}]", i);
    for (std::size_t c = 0; c < forecast.changes.size(); ++c) {
      check_column(forecast.changes[c].first, fmt::format("{}.change[{}].column", field, c));
      check_names(forecast.changes[c].second, fmt::format("{}.change[{}].to", field, c), true,
                  false);
    }
    if (forecast.money.empty()) return;
    check_names(forecast.money, field + ".money", true, true);
    const bool closed = problem_.random.coefficients.empty() && problem_.classes.size() == 1 &&
                        problem_.spec.normalisation != Normalisation::kUnscaled;
    if (!closed)
      fault("E-CHO-005", field + ".money", "",
            "no surplus: it needs a logit, or nests that are not UNSCALED");
  }

  void check_weights() {
    if (spec_.weight.empty()) return;
    const std::vector<double> weights =
        evaluate_data(spec_.weight, problem_.symbols, problem_.columns, problem_.cases());
    double sum = 0;
    for (std::size_t c = 0; c < weights.size(); ++c) {
      sum += weights[c];
      if (weights[c] >= 0 && std::isfinite(weights[c])) continue;
      faults_.add({.rule = "E-CHO-014",
                   .file = table_.file,
                   .line = problem_.case_line[c],
                   .field = "indicators.weight",
                   .found = std::isnan(weights[c]) ? "" : fmt::format("{}", weights[c]),
                   .expected = "a number that is not negative"});
    }
    if (sum == 0) fault("E-CHO-014", "indicators.weight", "0", "weights that are not all 0");
  }

  const ModelFile& model_;
  const IndicatorSpec& spec_;
  const Table& table_;
  const Problem& problem_;
  FaultList& faults_;
};

}  // namespace

void check_indicators(const ModelFile& model, const Table& table, const Problem& problem,
                      FaultList& faults) {
  Checker(model, table, problem, faults).run();
}

}  // namespace stopover::choice
