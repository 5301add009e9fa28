// SPDX-License-Identifier: Apache-2.0
// The design, factors and failures of a sweep, and what its analysis says, for a terminal.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tools/stopover/figures.hpp"
#include "tools/stopover/sweep.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

constexpr std::size_t kEffectsShown = 12;
constexpr std::size_t kFailuresShown = 5;
constexpr std::size_t kFactorWidth = 30;
constexpr std::size_t kFieldWidth = 40;

using experiment::DesignKind;

std::string design_name(DesignKind kind, const ReportForm& form) {
  struct Name {
    const char* english;
    const char* chinese;
  };
  constexpr std::array<Name, experiment::kDesignKinds> kNames{
      {{"Full factorial design", "全因子设计"},
       {"One factor at a time", "逐因素设计"},
       {"Latin hypercube", "拉丁超立方"},
       {"Sobol' sequence", "Sobol' 序列"},
       {"Saltelli design", "Saltelli 设计"},
       {"Morris design", "Morris 设计"},
       {"Table of cells", "自定义单元表"},
       {"Fractional factorial design", "部分因子设计"}}};
  const Name& name = kNames.at(static_cast<std::size_t>(kind));
  return in(form, name.english, name.chinese);
}

std::string number(double value) {
  return fmt::format("{:.6g}", value);
}

// "p" as it can be told apart.
std::string p_text(double p) {
  constexpr double kLeast = 0.0001;
  return p < kLeast ? "<0.0001" : fmt::format("{:.4f}", p);
}

// As settings_text, in as many digits as a person reads.
std::string setting_shown(const experiment::Factor& factor, const experiment::Setting& setting) {
  return factor.kind == experiment::Kind::kChoice || !setting
             ? experiment::setting_text(factor, setting)
             : number(*setting);
}

std::string settings_shown(const experiment::Plan& plan, std::uint64_t cell,
                           const ReportForm& form) {
  std::vector<std::string> set;
  for (std::size_t j = 0; j < plan.factors.size(); ++j)
    if (const experiment::Setting& setting = plan.cells[cell][j])
      set.push_back(plan.factors[j].id + " " + setting_shown(plan.factors[j], setting));
  return set.empty() ? in(form, "base", "基础情景") : fmt::format("{}", fmt::join(set, ", "));
}

std::string spread_text(const experiment::Factor& factor, const ReportForm& form) {
  using experiment::Kind;
  std::string ends;
  if (factor.low || factor.high)
    ends = fmt::format("{} … {}", factor.low ? number(*factor.low) : "",
                       factor.high ? number(*factor.high) : "");
  const bool around = factor.kind == Kind::kNormal || factor.kind == Kind::kLognormal;
  if (around && !ends.empty()) ends = in(form, ", within ", "，限于 ") + ends;
  switch (factor.kind) {
    case Kind::kUniform:
      return say(form, "uniform {}", "均匀 {}", ends);
    case Kind::kTriangular:
      return say(form, "triangular {}, mode {}", "三角 {}，众数 {}", ends, number(factor.mode));
    case Kind::kNormal:
      return say(form, "normal {} ± {}{}", "正态 {} ± {}{}", number(factor.mean), number(factor.sd),
                 ends);
    case Kind::kLognormal:
      return say(form, "lognormal {} ± {}{}", "对数正态 {} ± {}{}", number(factor.mean),
                 number(factor.sd), ends);
    case Kind::kWhole:
      return say(form, "whole {}", "整数 {}", ends);
    case Kind::kChoice:
      break;
  }
  return fmt::format("{}", fmt::join(factor.choices, ", "));
}

std::string range_text(const experiment::Factor& factor, const ReportForm& form) {
  const std::string how = factor.how == "times"  ? in(form, "base times ", "基础值乘以 ")
                          : factor.how == "plus" ? in(form, "base plus ", "基础值加上 ")
                                                 : "";
  return how + spread_text(factor, form);
}

std::string effects_text(const ReadSweep& read, std::size_t o, const ReportForm& form) {
  const experiment::Output& output = read.plan.outputs[o];
  auto effects = experiment::paired_effects(read.plan, read.results(), o);
  if (effects.empty())
    return in(form, "Nothing to set against the base.\n", "没有可与基础情景比较的单元。\n");
  std::ranges::stable_sort(effects, [](const auto& a, const auto& b) {
    return std::abs(a.difference.difference.value) > std::abs(b.difference.difference.value);
  });
  TextTable table({{in(form, "Cell", "单元"), Align::kRight},
                   {in(form, "Settings", "取值")},
                   {in(form, "Value", "数值"), Align::kRight},
                   {in(form, "Against base", "与基础之差"), Align::kRight},
                   {in(form, "95 % interval", "95% 区间"), Align::kRight},
                   {in(form, "p (Holm)", "p（Holm）"), Align::kRight}});
  for (std::size_t i = 0; i < std::min(effects.size(), kEffectsShown); ++i) {
    const experiment::PairedEffect& effect = effects[i];
    table.add({std::to_string(effect.cell), settings_shown(read.plan, effect.cell, form),
               figure_text(output.unit, effect.difference.variant.value),
               change_text(output.unit, effect.difference.difference.value),
               change_interval_text(output.unit, effect.difference.difference.interval),
               effect.adjusted_p ? p_text(*effect.adjusted_p) : "–"});
  }
  std::string out = table.text(form.style);
  if (effects.size() > kEffectsShown)
    out += say(form, "The {} largest of {}; --json has all.\n",
               "共 {1} 个，列出最大的 {0} 个；--json 含全部。\n", kEffectsShown, effects.size());
  return out;
}

std::string main_effects_text(const ReadSweep& read, std::size_t o, const ReportForm& form) {
  const experiment::Output& output = read.plan.outputs[o];
  TextTable table({{in(form, "Factor", "因素")},
                   {in(form, "Level", "水平"), Align::kRight},
                   {in(form, "Cells", "单元数"), Align::kRight},
                   {in(form, "Main effect", "主效应"), Align::kRight},
                   {in(form, "95 % interval", "95% 区间"), Align::kRight}});
  std::string notes;
  for (const auto& effect : experiment::main_effects(read.plan, read.results(), o)) {
    const experiment::Factor& factor = read.plan.factors[effect.factor];
    for (const experiment::LevelEffect& level : effect.levels)
      table.add({factor.id, setting_shown(factor, level.level), std::to_string(level.cells),
                 change_text(output.unit, level.effect.value),
                 change_interval_text(output.unit, level.effect.interval)});
    if (effect.levels.empty())
      notes += say(form, "{}: no main effect, as no combination has a result at every level.\n",
                   "{}：没有任何组合在各水平都有结果，故无主效应。\n", factor.id);
    else if (effect.left_out > 0)
      notes += say(form, "{}: {} of {} combinations left out, with a level without a result.\n",
                   "{}：略去 {} / {} 个组合，因其某一水平没有结果。\n", factor.id, effect.left_out,
                   effect.left_out + effect.used);
  }
  return (table.empty() ? std::string() : table.text(form.style)) + notes;
}

std::string index_text(const stats::Index& index) {
  if (!index.interval) return fmt::format("{:.3f}", index.value);
  return fmt::format("{:.3f} ({:.3f} … {:.3f})", index.value, index.interval->low,
                     index.interval->high);
}

std::string pairs_text(const experiment::Plan& plan, const std::vector<stats::PairIndex>& pairs,
                       const ReportForm& form) {
  if (pairs.empty()) return {};
  TextTable table({{in(form, "Pair", "因素对")},
                   {in(form, "Second order (95 %)", "二阶指数（95%）"), Align::kRight}});
  for (const stats::PairIndex& pair : pairs)
    table.add({plan.factors[pair.i].id + " × " + plan.factors[pair.j].id, index_text(pair.index)});
  return table.text(form.style);
}

std::string sobol_text(const ReadSweep& read, std::size_t o, const ReportForm& form) {
  const auto analysis = experiment::sobol_analysis(read.plan, read.results(), o);
  if (!analysis)
    return in(form, "No shares of variance: the output does not vary, or too few rows.\n",
              "无方差份额：输出没有变化，或行数太少。\n");
  TextTable table({{in(form, "Factor", "因素")},
                   {in(form, "First order (95 %)", "一阶指数（95%）"), Align::kRight},
                   {in(form, "Total (95 %)", "总指数（95%）"), Align::kRight}});
  for (std::size_t j = 0; j < read.plan.factors.size(); ++j)
    table.add({read.plan.factors[j].id, index_text(analysis->indices.first[j]),
               index_text(analysis->indices.total[j])});
  return table.text(form.style) + pairs_text(read.plan, analysis->indices.second, form) +
         say(form, "{} rows, {} left out; intervals cover the design's own sampling.\n",
             "{} 行，略去 {} 行；区间只含设计抽样误差。\n", analysis->rows, analysis->left_out);
}

// "a*b", or "-a*b" of a column that is the negative of the first of its set.
std::string effect_name(const experiment::Plan& plan, const experiment::FractionEffect& effect) {
  const std::string one = plan.factors[effect.a].id;
  return (effect.minus ? "-" : "") +
         (effect.is_main() ? one : one + "*" + plan.factors[effect.b].id);
}

// Generators, resolution and what the cells cannot tell apart.
std::string fraction_text(const experiment::Plan& plan, const ReportForm& form) {
  if (plan.design.kind != DesignKind::kFractionalFactorial) return {};
  constexpr std::array<const char*, 4> kResolutions{"III", "IV", "V", "VI+"};
  const std::vector<experiment::Generator>& generators = plan.design.generators;
  const int resolution = experiment::resolution_of(generators, plan.factors.size());
  if (generators.empty())
    return in(form, "All combinations of two levels.\n", "两水平的全部组合。\n");
  std::vector<std::string> texts;
  texts.reserve(generators.size());
  for (const experiment::Generator& generator : generators)
    texts.push_back(experiment::generator_text(generator, plan.factors));
  std::string out =
      say(form, "Resolution {}; generators: {}.\n", "分辨度 {}；生成元：{}。\n",
          kResolutions.at(static_cast<std::size_t>(resolution - experiment::kLeastResolution)),
          fmt::join(texts, ", "));
  std::string aliases;
  for (const auto& set : experiment::alias_sets(generators, plan.factors.size())) {
    if (set.size() < 2) continue;
    std::vector<std::string> names;
    names.reserve(set.size());
    for (const experiment::FractionEffect& effect : set) names.push_back(effect_name(plan, effect));
    aliases += fmt::format("  {}\n", fmt::join(names, " = "));
  }
  if (aliases.empty()) return out;
  return out +
         in(form, "Told only together, up to interactions of two:\n",
            "不能区分的效应（至二因素交互作用）：\n") +
         aliases;
}

std::string morris_text(const ReadSweep& read, std::size_t o, const ReportForm& form) {
  const auto analysis = experiment::morris_analysis(read.plan, read.results(), o);
  if (!analysis) return in(form, "No whole trajectory.\n", "没有完整的轨迹。\n");
  const experiment::Output& output = read.plan.outputs[o];
  TextTable table({{in(form, "Factor", "因素")},
                   {"mu*", Align::kRight},
                   {in(form, "95 % interval", "95% 区间"), Align::kRight},
                   {"mu", Align::kRight},
                   {"sigma", Align::kRight}});
  for (std::size_t j = 0; j < read.plan.factors.size(); ++j) {
    const stats::ElementaryEffects& effects = analysis->factors[j];
    table.add({read.plan.factors[j].id, figure_text(output.unit, effects.mu_star.value),
               change_interval_text(output.unit, effects.mu_star.interval),
               change_text(output.unit, effects.mu),
               effects.sigma ? figure_text(output.unit, *effects.sigma) : "–"});
  }
  return table.text(form.style) + say(form, "{} trajectories, {} left out.\n",
                                      "{} 条轨迹，略去 {} 条。\n", analysis->trajectories,
                                      analysis->left_out);
}

}  // namespace

std::string design_text(const experiment::Plan& plan, const ReportForm& form) {
  return say(form, "{}: {} cells and the base, {} replications each.\n",
             "{}：{} 个单元及基础情景，每个重复 {} 次。\n", design_name(plan.design.kind, form),
             plan.cells.size() - 1, plan.replications) +
         fraction_text(plan, form);
}

std::string factors_table(const experiment::Plan& plan, const ReportForm& form) {
  TextTable table({{in(form, "Factor", "因素")},
                   {in(form, "What", "名称"), Align::kLeft, kFactorWidth},
                   {in(form, "Range", "范围")},
                   {in(form, "Unit", "单位")},
                   {in(form, "Field", "字段"), Align::kLeft, kFieldWidth}});
  for (std::size_t j = 0; j < plan.factors.size(); ++j) {
    const experiment::Factor& factor = plan.factors[j];
    table.add({factor.id, in(form, factor.name, factor.name_zh), range_text(factor, form),
               factor.unit, plan.fields[j]});
  }
  return table.text(form.style);
}

std::string failures_text(const experiment::Plan& plan, const experiment::Results& results,
                          const ReportForm& form) {
  std::string out;
  std::size_t shown = 0;
  for (const auto& [cell, result] : results)
    if (result.failed() && shown++ < kFailuresShown)
      out += say(form, "  cell {} ({}): {}\n", "  单元 {}（{}）：{}\n", cell,
                 settings_shown(plan, cell, form), result.failure);
  if (shown > kFailuresShown)
    out += say(form, "  and {} more: csv/cells.csv of sweep merge\n",
               "  另有 {} 个：见 sweep merge 的 csv/cells.csv\n", shown - kFailuresShown);
  return out;
}

std::string analysis_report(const ReadSweep& read, const ReportForm& form) {
  const experiment::Plan& plan = read.plan;
  std::string out = heading(in(form, plan.title, plan.title_zh), form);
  out += design_text(plan, form);
  if (read.missing() > 0)
    out += say(form, "{} cells are missing.\n", "缺 {} 个单元。\n", read.missing());
  if (read.failed() > 0)
    out += say(form, "{} cells failed:\n", "{} 个单元失败：\n", read.failed()) +
           failures_text(plan, read.results(), form);
  for (std::size_t o = 0; o < plan.outputs.size(); ++o) {
    const experiment::Output& output = plan.outputs[o];
    const auto base = experiment::cell_estimate(plan, read.results(), 0, o);
    out += "\n" +
           heading(fmt::format("{} ({}){}", in(form, output.name, output.name_zh), output.label(),
                               output.unit == "share" ? "" : ", " + unit_text(output.unit, form)),
                   form);
    if (base)
      out += say(form, "Base: {} ({})\n", "基础情景：{}（{}）\n",
                 figure_text(output.unit, base->value), interval_text(output.unit, base->interval));
    if (plan.design.kind == DesignKind::kSaltelli) {
      out += sobol_text(read, o, form);
    } else if (plan.design.kind == DesignKind::kMorris) {
      out += morris_text(read, o, form);
    } else {
      out += effects_text(read, o, form);
      out += main_effects_text(read, o, form);
    }
  }
  return out;
}

}  // namespace stopover::tool
