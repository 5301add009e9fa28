// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/sweep.hpp"

namespace stopover::tool {
namespace {

using nlohmann::json;

json json_or_null(const std::optional<double>& value) {
  return value ? json(*value) : json();
}

json json_of(const stats::Estimate& e) {
  return {{"value", e.value},
          {"standard_error", json_or_null(e.standard_error)},
          {"low", e.interval ? json(e.interval->low) : json()},
          {"high", e.interval ? json(e.interval->high) : json()}};
}

json json_of(const stats::Index& index) {
  return {{"value", index.value},
          {"low", index.interval ? json(index.interval->low) : json()},
          {"high", index.interval ? json(index.interval->high) : json()}};
}

json effects_json(const ReadSweep& read, std::size_t o) {
  json out = json::array();
  for (const auto& effect : experiment::paired_effects(read.plan, read.results(), o))
    out.push_back({{"cell", effect.cell},
                   {"settings", experiment::settings_text(read.plan, effect.cell)},
                   {"value", effect.difference.variant.value},
                   {"difference", json_of(effect.difference.difference)},
                   {"p_value", json_or_null(effect.difference.p_value)},
                   {"p_holm", json_or_null(effect.adjusted_p)}});
  return out;
}

json main_effects_json(const ReadSweep& read, std::size_t o) {
  json out = json::array();
  for (const auto& effect : experiment::main_effects(read.plan, read.results(), o)) {
    const experiment::Factor& factor = read.plan.factors[effect.factor];
    json levels = json::array();
    for (const experiment::LevelEffect& level : effect.levels)
      levels.push_back({{"level", experiment::setting_text(factor, level.level)},
                        {"cells", level.cells},
                        {"effect", json_of(level.effect)}});
    out.push_back({{"factor", factor.id},
                   {"combinations", effect.used},
                   {"left_out", effect.left_out},
                   {"levels", std::move(levels)}});
  }
  return out;
}

json sobol_json(const ReadSweep& read, std::size_t o) {
  const auto analysis = experiment::sobol_analysis(read.plan, read.results(), o);
  if (!analysis) return {};
  json out{{"rows", analysis->rows},
           {"left_out", analysis->left_out},
           {"mean", analysis->indices.mean},
           {"variance", analysis->indices.variance},
           {"factors", json::array()}};
  for (std::size_t j = 0; j < read.plan.factors.size(); ++j)
    out["factors"].push_back({{"factor", read.plan.factors[j].id},
                              {"first", json_of(analysis->indices.first[j])},
                              {"total", json_of(analysis->indices.total[j])}});
  for (const stats::PairIndex& pair : analysis->indices.second)
    out["pairs"].push_back({{"factor", read.plan.factors[pair.i].id},
                            {"other", read.plan.factors[pair.j].id},
                            {"second", json_of(pair.index)}});
  return out;
}

// Generators, resolution (6: six or more) and effects that the cells cannot tell apart.
json fraction_json(const experiment::Plan& plan) {
  const std::vector<experiment::Generator>& generators = plan.design.generators;
  const std::size_t factors = plan.factors.size();
  json out{{"generators", json::array()},
           {"resolution", experiment::resolution_of(generators, factors)},
           {"aliases", json::array()}};
  for (const experiment::Generator& generator : generators)
    out["generators"].push_back(experiment::generator_text(generator, plan.factors));
  for (const auto& set : experiment::alias_sets(generators, factors)) {
    if (set.size() < 2) continue;
    json effects = json::array();
    for (const experiment::FractionEffect& effect : set) {
      json ids{plan.factors[effect.a].id};
      if (!effect.is_main()) ids.push_back(plan.factors[effect.b].id);
      effects.push_back({{"factors", std::move(ids)}, {"minus", effect.minus}});
    }
    out["aliases"].push_back(std::move(effects));
  }
  return out;
}

json morris_json(const ReadSweep& read, std::size_t o) {
  const auto analysis = experiment::morris_analysis(read.plan, read.results(), o);
  if (!analysis) return {};
  json out{{"trajectories", analysis->trajectories},
           {"left_out", analysis->left_out},
           {"factors", json::array()}};
  for (std::size_t j = 0; j < read.plan.factors.size(); ++j)
    out["factors"].push_back({{"factor", read.plan.factors[j].id},
                              {"mu", analysis->factors[j].mu},
                              {"mu_star", json_of(analysis->factors[j].mu_star)},
                              {"sigma", json_or_null(analysis->factors[j].sigma)}});
  return out;
}

// What the design is for.
void add_analysis(const ReadSweep& read, std::size_t o, json& out) {
  switch (read.plan.design.kind) {
    case experiment::DesignKind::kSaltelli:
      out["sobol"] = sobol_json(read, o);
      return;
    case experiment::DesignKind::kMorris:
      out["morris"] = morris_json(read, o);
      return;
    default:
      out["effects"] = effects_json(read, o);
      out["main_effects"] = main_effects_json(read, o);
  }
}

}  // namespace

json analysis_json(const ReadSweep& read) {
  const experiment::Plan& plan = read.plan;
  json factors = json::array();
  for (std::size_t j = 0; j < plan.factors.size(); ++j)
    factors.push_back({{"id", plan.factors[j].id},
                       {"name", plan.factors[j].name},
                       {"name_zh", plan.factors[j].name_zh},
                       {"unit", plan.factors[j].unit},
                       {"how", plan.factors[j].how},
                       {"field", plan.fields[j]}});
  json out{{"id", plan.id},
           {"title", plan.title},
           {"title_zh", plan.title_zh},
           {"base", plan.base},
           {"version", plan.version},
           {"design", experiment::design_word(plan.design.kind)},
           {"seed", fmt::to_string(plan.seed)},
           {"replications", plan.replications},
           {"factors", std::move(factors)},
           {"experiment", read.contents.id},
           {"results_sha256", experiment::results_hash(read.contents.id, read.results())},
           {"cells", read.plan.cells.size()},
           {"missing", read.missing()},
           {"failed", read.failed()},
           {"outputs", json::array()}};
  if (plan.design.kind == experiment::DesignKind::kFractionalFactorial)
    out["fraction"] = fraction_json(plan);
  for (std::size_t o = 0; o < read.plan.outputs.size(); ++o) {
    const experiment::Output& output = read.plan.outputs[o];
    const auto base = experiment::cell_estimate(read.plan, read.results(), 0, o);
    json one{{"id", output.id},           {"group", output.group},
             {"unit", output.unit},       {"name", output.name},
             {"name_zh", output.name_zh}, {"base", base ? json_of(*base) : json()},
             {"effects", json::array()},  {"main_effects", json::array()},
             {"sobol", json()},           {"morris", json()}};
    add_analysis(read, o, one);
    out["outputs"].push_back(std::move(one));
  }
  return out;
}

int sweep_analyse(const Options& options) {
  const std::vector<std::string> folders(options.arguments.begin() + 1, options.arguments.end());
  const ReadSweep read = read_sweep(folders, options.partial);
  remark_warnings(read.contents.faults, options);
  if (options.json)
    print_json(analysis_json(read));
  else
    print(analysis_report(read, report_form(options)));
  return kExitOk;
}

}  // namespace stopover::tool
