// SPDX-License-Identifier: Apache-2.0
#include "models/choice/estimate_output.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/estimation/hypothesis.hpp"
#include "engine/io/csv_writer.hpp"

namespace stopover::choice {

namespace {

constexpr double kNormal95 = 1.959963984540054;

nlohmann::json number(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

nlohmann::json matrix(const estimation::Matrix& values) {
  nlohmann::json rows = nlohmann::json::array();
  for (Eigen::Index r = 0; r < values.rows(); ++r) {
    nlohmann::json row = nlohmann::json::array();
    for (Eigen::Index c = 0; c < values.cols(); ++c) row.push_back(number(values(r, c)));
    rows.push_back(std::move(row));
  }
  return rows;
}

// Names and paths are a person's; in protobuf text and in a comment they stay what they are.
std::string text_in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + "\"";
}
std::string on_one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

void cell(io::CsvWriter& csv, double value) {
  if (std::isfinite(value))
    csv.decimal(value);
  else
    csv.empty();
}

}  // namespace

std::vector<EstimateRow> estimate_rows(const Problem& problem, const Estimate& estimate) {
  const estimation::Vector classical = estimation::standard_errors(estimate.covariances.classical);
  const estimation::Vector robust = estimation::standard_errors(estimate.covariances.robust);
  const bool resampled = estimate.bootstrap.good >= 2;
  const estimation::Vector bootstrap =
      resampled ? estimation::standard_errors(estimate.bootstrap.covariance) : estimation::Vector{};
  std::vector<EstimateRow> rows;
  for (std::size_t k = 0; k < problem.free.size(); ++k) {
    const auto i = static_cast<Eigen::Index>(k);
    EstimateRow& row = rows.emplace_back();
    row.name = problem.free[k].name;
    row.value = estimate.maximum.theta[i];
    row.standard_error = classical[i];
    row.robust = robust[i];
    row.bootstrap = resampled ? bootstrap[i] : std::numeric_limits<double>::quiet_NaN();
    row.t = row.value / row.robust;
    row.p = estimation::two_sided_normal_p(row.t);
    row.at_bound = estimate.maximum.at_bound[k];
  }
  return rows;
}

nlohmann::json estimate_json(const Problem& problem, const Estimate& estimate,
                             const EstimateInput& input, const std::vector<Indicator>& indicators,
                             const FaultList& faults) {
  nlohmann::json parameters = nlohmann::json::array();
  for (const EstimateRow& row : estimate_rows(problem, estimate))
    parameters.push_back({{"name", row.name},
                          {"estimate", row.value},
                          {"standard_error", number(row.standard_error)},
                          {"robust_standard_error", number(row.robust)},
                          {"bootstrap_standard_error", number(row.bootstrap)},
                          {"t", number(row.t)},
                          {"p", number(row.p)},
                          {"at_bound", row.at_bound}});
  nlohmann::json overview = nlohmann::json::array();
  for (const OverviewRow& row : estimate.overview)
    overview.push_back({{"alternative", row.alternative},
                        {"available", row.available},
                        {"chosen", row.chosen},
                        {"share", row.share}});
  nlohmann::json said = nlohmann::json::array();
  for (const Indicator& indicator : indicators)
    said.push_back({{"kind", indicator.kind},
                    {"name", indicator.name},
                    {"unit", indicator.unit},
                    {"value", number(indicator.value)},
                    {"low", number(indicator.low)},
                    {"high", number(indicator.high)}});
  nlohmann::json warnings = nlohmann::json::array();
  for (const InputFault& fault : faults.kept()) warnings.push_back(fault.text());
  nlohmann::json document = {{"format", "stopover-estimate-1"},
                             {"version", input.version},
                             {"model", problem.spec.name},
                             {"model_file", input.model_file},
                             {"model_sha256", input.model_sha256},
                             {"data_file", input.data_file},
                             {"data_sha256", input.data_sha256},
                             {"cases", estimate.cases},
                             {"units", estimate.units},
                             {"clusters", estimate.clusters},
                             {"choices", estimate.choices},
                             {"converged", estimate.maximum.converged},
                             {"evaluations", estimate.maximum.evaluations},
                             {"log_likelihood", number(estimate.maximum.value)},
                             {"null_log_likelihood", number(estimate.null_ln_l)},
                             {"start_log_likelihood", number(estimate.start_ln_l)},
                             {"rho_square", number(estimate.rho_square())},
                             {"rho_square_bar", number(estimate.rho_square_bar())},
                             {"aic", number(estimate.aic())},
                             {"bic", number(estimate.bic())},
                             {"parameters", parameters},
                             {"covariance", matrix(estimate.covariances.classical)},
                             {"robust_covariance", matrix(estimate.covariances.robust)},
                             {"overview", overview},
                             {"indicators", said},
                             {"warnings", warnings}};
  if (!problem.random.coefficients.empty())
    document["draws"] = {{"number", input.draws.number},
                         {"seed", input.draws.seed},
                         {"log_likelihood_by_seed", estimate.ln_l_by_seed}};
  if (estimate.bootstrap.good + estimate.bootstrap.failed > 0)
    document["bootstrap"] = {{"good", estimate.bootstrap.good},
                             {"failed", estimate.bootstrap.failed},
                             {"covariance", matrix(estimate.bootstrap.covariance)}};
  return document;
}

std::string estimates_csv(const Problem& problem, const Estimate& estimate) {
  std::string out;
  io::CsvWriter csv(out, {"parameter", "estimate", "standard_error", "robust_standard_error",
                          "bootstrap_standard_error", "t", "p"});
  for (const EstimateRow& row : estimate_rows(problem, estimate)) {
    csv.text(row.name);
    for (const double value :
         {row.value, row.standard_error, row.robust, row.bootstrap, row.t, row.p})
      cell(csv, value);
    csv.end_row();
  }
  csv.footer();
  return out;
}

std::string indicators_csv(const std::vector<Indicator>& indicators) {
  std::string out;
  io::CsvWriter csv(out, {"kind", "name", "unit", "value", "low", "high"});
  for (const Indicator& indicator : indicators) {
    csv.text(indicator.kind).text(indicator.name).text(indicator.unit);
    for (const double value : {indicator.value, indicator.low, indicator.high}) cell(csv, value);
    csv.end_row();
  }
  csv.footer();
  return out;
}

std::string covariance_csv(const Problem& problem, const Estimate& estimate) {
  std::string out;
  io::CsvWriter csv(out, {"parameter", "with", "covariance", "robust_covariance"});
  for (std::size_t r = 0; r < problem.free.size(); ++r)
    for (std::size_t c = 0; c < problem.free.size(); ++c) {
      csv.text(problem.free[r].name).text(problem.free[c].name);
      const auto i = static_cast<Eigen::Index>(r);
      const auto j = static_cast<Eigen::Index>(c);
      cell(csv, estimate.covariances.classical(i, j));
      cell(csv, estimate.covariances.robust(i, j));
      csv.end_row();
    }
  csv.footer();
  return out;
}

std::string scenario_parameters(const Problem& problem, const Estimate& estimate,
                                const EstimateInput& input) {
  std::string out = fmt::format(
      "# Estimated by stopover {} from {} on {}: ln L {:.6f}, {} choices.\n"
      "# low and high: robust 95 % interval. Covariances: covariance.csv.\n",
      input.version, on_one_line(input.model_file), on_one_line(input.data_file),
      estimate.maximum.value, estimate.choices);
  for (const EstimateRow& row : estimate_rows(problem, estimate)) {
    out += fmt::format("parameter {{\n  id: {}\n  value: {}\n", text_in_quotes(row.name),
                       io::decimal_text(row.value));
    if (std::isfinite(row.robust))
      out += fmt::format("  low: {}\n  high: {}\n",
                         io::decimal_text(row.value - kNormal95 * row.robust),
                         io::decimal_text(row.value + kNormal95 * row.robust));
    out += fmt::format("  provenance {{ source: {} confidence: \"derived\" }}\n}}\n",
                       text_in_quotes(fmt::format("estimated: {} on sha256 {}", problem.spec.name,
                                                  input.data_sha256.substr(0, 16))));
  }
  return out;
}

}  // namespace stopover::choice
