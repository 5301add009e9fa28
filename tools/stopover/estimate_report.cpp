// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/estimate_report.hpp"

#include <algorithm>
#include <cmath>

#include "models/choice/estimate_output.hpp"
#include "tools/stopover/figures.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using choice::Estimate;
using choice::Problem;

std::string six(double value) {
  return std::isfinite(value) ? fmt::format("{:.6g}", value) : "–";
}

std::string number(double value) {
  return value == std::floor(value) && std::abs(value) < 1e15
             ? whole_text(static_cast<long long>(value))
             : fmt::format("{:.1f}", value);
}

std::string data_text(const Problem& problem, const Estimate& estimate, const ReportForm& form) {
  std::string out = form.style.paint(Colour::kBold, problem.spec.name) + "\n";
  out += say(form, "{} choices in {} choice sets", "{} 次选择，{} 个选择集",
             number(estimate.choices), number(static_cast<double>(estimate.cases)));
  if (estimate.units != estimate.cases)
    out += say(form, " of {} units", "，{} 个单元", number(static_cast<double>(estimate.units)));
  out += "\n";
  if (estimate.overview.empty()) return out;
  TextTable table({{in(form, "alternative", "备选方案")},
                   {in(form, "available", "可用"), Align::kRight},
                   {in(form, "chosen", "被选"), Align::kRight},
                   {in(form, "share", "份额"), Align::kRight}});
  for (const choice::OverviewRow& row : estimate.overview)
    table.add({row.alternative, number(row.available), number(row.chosen),
               fmt::format("{:.2f} %", 100 * row.share)});
  return out + heading(in(form, "What was chosen", "选择概况"), form) + table.text(form.style);
}

std::string parameters_text(const Problem& problem, const Estimate& estimate,
                            const ReportForm& form) {
  const std::vector<choice::EstimateRow> rows = choice::estimate_rows(problem, estimate);
  const bool resampled = estimate.bootstrap.good >= 2;
  const bool clustered = estimate.clusters != estimate.units;
  std::vector<TextTable::Column> columns{
      {in(form, "parameter", "参数")},
      {in(form, "estimate", "估计值"), Align::kRight},
      {in(form, "s.e.", "标准误"), Align::kRight},
      {clustered ? in(form, "clustered s.e.", "聚类标准误") : in(form, "robust s.e.", "稳健标准误"),
       Align::kRight}};
  if (resampled) columns.push_back({in(form, "bootstrap s.e.", "自助标准误"), Align::kRight});
  columns.push_back({"t", Align::kRight});
  columns.push_back({"p", Align::kRight});
  TextTable table(std::move(columns));
  bool bound = false;
  for (const choice::EstimateRow& row : rows) {
    bound = bound || row.at_bound;
    std::vector<std::string> cells{row.name, six(row.value) + (row.at_bound ? "*" : ""),
                                   six(row.standard_error), six(row.robust)};
    if (resampled) cells.push_back(six(row.bootstrap));
    cells.push_back(std::isfinite(row.t) ? fmt::format("{:.2f}", row.t) : "–");
    cells.push_back(std::isfinite(row.p) ? fmt::format("{:.4f}", row.p) : "–");
    table.add(std::move(cells));
  }
  std::string out = heading(in(form, "Estimates", "估计结果"), form) + table.text(form.style);
  if (bound) out += in(form, "* held by a bound: no standard error\n", "* 受界限约束，无标准误\n");
  return out + (clustered ? in(form, "t and p are by the clustered standard error, against 0\n",
                               "t 和 p 按聚类标准误，对 0 检验\n")
                          : in(form, "t and p are by the robust standard error, against 0\n",
                               "t 和 p 按稳健标准误，对 0 检验\n"));
}

std::string fit_text(const Problem& problem, const Estimate& estimate, const ReportForm& form) {
  TextTable table({{in(form, "measure", "指标")}, {in(form, "value", "值"), Align::kRight}});
  const auto add = [&](std::string what, std::string value) {
    table.add({std::move(what), std::move(value)});
  };
  add(in(form, "log-likelihood", "对数似然"), fmt::format("{:.6f}", estimate.maximum.value));
  add(in(form, "with equal shares", "等概率时"), fmt::format("{:.6f}", estimate.null_ln_l));
  add(in(form, "at the start values", "初值时"), fmt::format("{:.6f}", estimate.start_ln_l));
  add(in(form, "rho-square", "ρ²"), fmt::format("{:.4f}", estimate.rho_square()));
  add(in(form, "rho-square, adjusted", "调整 ρ²"),
      fmt::format("{:.4f}", estimate.rho_square_bar()));
  add("AIC", fmt::format("{:.2f}", estimate.aic()));
  add("BIC", fmt::format("{:.2f}", estimate.bic()));
  add(in(form, "parameters", "参数个数"), fmt::format("{}", problem.free.size()));
  add(in(form, "evaluations", "函数求值次数"), fmt::format("{}", estimate.maximum.evaluations));
  std::string out = heading(in(form, "Fit", "拟合优度"), form) + table.text(form.style);
  if (!estimate.ln_l_by_seed.empty()) {
    const auto [low, high] = std::ranges::minmax(estimate.ln_l_by_seed);
    out +=
        say(form,
            "simulated: the log-likelihood here under {} other sets of draws is {:.3f} … {:.3f}\n",
            "模拟似然：换用另外 {} 组抽样时，此处对数似然为 {:.3f} … {:.3f}\n",
            estimate.ln_l_by_seed.size(), low, high);
  }
  if (estimate.bootstrap.failed > 0)
    out += say(form, "{} bootstrap replications did not converge and are left out\n",
               "{} 次自助重复未收敛，已略去\n", estimate.bootstrap.failed);
  return out;
}

// "12.34 %", or six digits with the unit of the model's author.
std::string indicator_value(const choice::Indicator& indicator, double value) {
  if (!std::isfinite(value)) return "–";
  if (indicator.kind == "change") return fmt::format("{:+.2f}", 100 * value);
  if (indicator.unit == "share") return fmt::format("{:.2f} %", 100 * value);
  return fmt::format("{:.5g}", value);
}

std::string kind_word(const std::string& kind, const ReportForm& form) {
  if (kind == "share") return in(form, "share", "份额");
  if (kind == "measure") return in(form, "measure", "度量");
  if (kind == "sum") return in(form, "sum", "总量");
  if (kind == "elasticity") return in(form, "elasticity", "弹性");
  if (kind == "forecast") return in(form, "forecast", "预测");
  if (kind == "change") return in(form, "change", "变化");
  if (kind == "constant") return in(form, "constant", "常数项");
  return kind == "surplus" ? in(form, "surplus", "消费者剩余")
                           : in(form, "surplus, rule of a half", "消费者剩余（半数法则）");
}

std::string indicators_text(const std::vector<choice::Indicator>& indicators,
                            const ReportForm& form) {
  if (indicators.empty()) return {};
  TextTable table({{in(form, "what", "指标")},
                   {""},
                   {in(form, "value", "值"), Align::kRight},
                   {in(form, "95 % interval", "95 % 区间"), Align::kRight},
                   {in(form, "unit", "单位")}});
  for (const choice::Indicator& indicator : indicators)
    table.add({kind_word(indicator.kind, form), indicator.name,
               indicator_value(indicator, indicator.value),
               indicator_value(indicator, indicator.low) + " … " +
                   indicator_value(indicator, indicator.high),
               indicator.kind == "change"  ? in(form, "points", "百分点")
               : indicator.unit == "share" ? ""
                                           : indicator.unit});
  return heading(in(form, "What it says of the sample", "样本推断"), form) +
         table.text(form.style) +
         in(form, "intervals cover the error of the parameters, not of the sample\n",
            "区间只含参数误差，不含样本误差\n");
}

}  // namespace

std::string estimate_report(const Problem& problem, const Estimate& estimate,
                            const std::vector<choice::Indicator>& indicators,
                            const ReportForm& form) {
  return data_text(problem, estimate, form) + parameters_text(problem, estimate, form) +
         fit_text(problem, estimate, form) + indicators_text(indicators, form);
}

}  // namespace stopover::tool
