// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/plan.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/experiment/experiment_rules.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/csv_writer.hpp"
#include "engine/io/sha256.hpp"

namespace stopover::experiment {
namespace {

using nlohmann::json;

constexpr int kFormat = 1;
constexpr std::array kKindWords{"uniform", "triangular", "normal", "lognormal", "whole", "choice"};

json json_of(const Factor& factor, const std::string& field) {
  json out{{"id", factor.id},
           {"field", field},
           {"kind", kKindWords.at(static_cast<std::size_t>(factor.kind))},
           {"mode", factor.mode},
           {"mean", factor.mean},
           {"sd", factor.sd},
           {"choices", factor.choices},
           {"levels", factor.levels}};
  out["low"] = factor.low ? json(*factor.low) : json();
  out["high"] = factor.high ? json(*factor.high) : json();
  return out;
}

[[noreturn]] void refuse_text(const char* what) {
  throw json::other_error::create(501, what, nullptr);
}

std::optional<double> number_or_none(const json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

Factor factor_of(const json& from, const json& about) {
  const auto word = from.at("kind").get<std::string>();
  const auto* const kind = std::find(kKindWords.begin(), kKindWords.end(), word);
  if (kind == kKindWords.end()) refuse_text("kind");
  Factor factor{.id = from.at("id"),
                .unit = about.at("unit"),
                .name = about.at("name"),
                .name_zh = about.at("name_zh"),
                .how = about.at("how")};
  factor.kind = static_cast<Kind>(kind - kKindWords.begin());
  factor.low = number_or_none(from.at("low"));
  factor.high = number_or_none(from.at("high"));
  factor.mode = from.at("mode");
  factor.mean = from.at("mean");
  factor.sd = from.at("sd");
  factor.choices = from.at("choices").get<std::vector<std::string>>();
  factor.levels = from.at("levels").get<std::vector<double>>();
  return factor;
}

json json_of(const Output& output) {
  return {{"id", output.id}, {"group", output.group}, {"ratio", output.is_ratio}};
}

Output output_of(const json& from, const json& about) {
  return {.id = from.at("id"),
          .group = from.at("group"),
          .unit = about.at("unit"),
          .name = about.at("name"),
          .name_zh = about.at("name_zh"),
          .is_ratio = from.at("ratio")};
}

// What is told, but decides nothing.
json about_of(const Plan& plan) {
  json out{{"id", plan.id},     {"title", plan.title},      {"title_zh", plan.title_zh},
           {"base", plan.base}, {"factors", json::array()}, {"outputs", json::array()}};
  for (const Factor& factor : plan.factors)
    out["factors"].push_back({{"unit", factor.unit},
                              {"name", factor.name},
                              {"name_zh", factor.name_zh},
                              {"how", factor.how}});
  for (const Output& output : plan.outputs)
    out["outputs"].push_back(
        {{"unit", output.unit}, {"name", output.name}, {"name_zh", output.name_zh}});
  return out;
}

void check_design(const Plan& plan) {
  Design design = plan.design;
  if (design.kind == DesignKind::kCustom) design.rows.emplace_back();  // they are in cells.csv
  if (design_fault(design, plan.factors)) refuse_text("design");
  std::set<std::string> ids;
  for (const Factor& factor : plan.factors)
    if (!ids.insert(factor.id).second) refuse_text("factor");
  if (plan.replications == 0) refuse_text("replications");
}

std::string cells_csv(const Plan& plan) {
  std::string out;
  std::vector<std::string> header{"cell"};
  header.reserve(plan.factors.size() + 2);
  for (const Factor& factor : plan.factors) header.push_back("factor:" + factor.id);
  header.emplace_back("key");
  io::CsvWriter csv(out, header);
  for (std::size_t c = 0; c < plan.cells.size(); ++c) {
    csv.integer(static_cast<std::int64_t>(c));
    for (std::size_t j = 0; j < plan.factors.size(); ++j)
      csv.text(setting_text(plan.factors[j], plan.cells[c][j]));
    csv.text(plan.keys[c]);
    csv.end_row();
  }
  csv.footer();
  return out;
}

void read_document(const StoreContents& contents, Plan& plan) {
  const json from = json::parse(contents.document);
  if (from.at("format") != kFormat) refuse_text("format");
  const json& about = from.at("about");
  plan.id = about.at("id");
  plan.title = about.at("title");
  plan.title_zh = about.at("title_zh");
  plan.base = about.at("base");
  plan.base_hash = from.at("base_sha256");
  plan.version = from.at("version");
  plan.seed = from.at("seed");
  plan.replications = from.at("replications");
  for (const json& factor : from.at("factors")) {
    plan.factors.push_back(factor_of(factor, about.at("factors").at(plan.fields.size())));
    plan.fields.push_back(factor.at("field").get<std::string>());
    if (factor_fault(plan.factors.back())) refuse_text("factor");
  }
  const json& design = from.at("design");
  const auto kind = design_of_word(design.at("kind").get<std::string>());
  if (!kind) refuse_text("design");
  plan.design = {
      .kind = *kind, .n = design.at("n"), .levels = design.at("levels"), .seed = design.at("seed")};
  plan.design.second_order = design.value("second_order", false);
  for (const json& text : design.value("generators", json::array())) {
    auto generator = generator_of_text(text.get<std::string>(), plan.factors);
    if (!generator) refuse_text("generators");
    plan.design.generators.push_back(std::move(*generator));
  }
  check_design(plan);
  for (const json& output : from.at("outputs"))
    plan.outputs.push_back(output_of(output, about.at("outputs").at(plan.outputs.size())));
}

bool read_cells(const StoreContents& contents, const std::string& file, Plan& plan) {
  io::CsvSpec spec{.columns = {{.name = "cell", .type = io::IntegerField{.min = 0}}}};
  spec.columns.reserve(plan.factors.size() + 2);
  for (const Factor& factor : plan.factors)
    spec.columns.push_back({.name = "factor:" + factor.id, .need = io::Need::kColumn});
  spec.columns.push_back({.name = "key"});
  FaultList faults;
  const io::CsvTable table = io::read_csv(contents.cells, file, spec, faults);
  if (faults.has_errors()) return false;
  const std::size_t k = plan.factors.size();
  plan.cells.reserve(table.size());
  plan.keys.reserve(table.size());
  for (std::size_t r = 0; r < table.size(); ++r) {
    Settings& cell = plan.cells.emplace_back();
    cell.reserve(k);
    for (std::size_t j = 0; j < k; ++j) {
      const auto setting = setting_of_text(plan.factors[j], std::string(table.texts(j + 1)[r]));
      if (!setting) return false;
      cell.push_back(*setting);
    }
    plan.keys.emplace_back(table.texts(k + 1)[r]);
    if (plan.keys.back().size() != kKeyDigits) return false;
    if (table.numbers(0)[r] != static_cast<std::int64_t>(r)) return false;
  }
  // Analysis goes by the layout of the design.
  return plan.design.kind == DesignKind::kCustom
             ? !plan.cells.empty()
             : plan.cells.size() == cell_count(plan.design, plan.factors);
}

}  // namespace

StoreHeader header_of(const Plan& plan) {
  StoreHeader header{.document = {}, .cells = cells_csv(plan), .keys = plan.keys};
  json out{{"format", kFormat},
           {"about", about_of(plan)},
           {"base_sha256", plan.base_hash},
           {"version", plan.version},
           {"seed", plan.seed},
           {"replications", plan.replications},
           {"cells", plan.cells.size()},
           {"cells_sha256", io::sha256_hex(header.cells)}};
  out["factors"] = json::array();
  for (std::size_t j = 0; j < plan.factors.size(); ++j)
    out["factors"].push_back(json_of(plan.factors[j], plan.fields[j]));
  out["design"] = {{"kind", design_word(plan.design.kind)},
                   {"n", plan.design.n},
                   {"levels", plan.design.levels},
                   {"seed", plan.design.seed}};
  // Told only where they are, so that other designs keep their names.
  if (plan.design.second_order) out["design"]["second_order"] = true;
  for (const Generator& generator : plan.design.generators)
    out["design"]["generators"].push_back(generator_text(generator, plan.factors));
  out["outputs"] = json::array();
  for (const Output& output : plan.outputs) out["outputs"].push_back(json_of(output));
  header.document = out.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
  return header;
}

Plan plan_of(const StoreContents& contents, const std::string& folder) {
  Plan plan;
  bool sound = false;
  try {
    read_document(contents, plan);
    sound = read_cells(contents, folder + "/cells.csv", plan);
  } catch (const json::exception&) {  // a text of another form
  }
  if (!sound)
    refuse_file(rule::kHeaderDamaged, folder + "/experiment.json", "",
                "the text that this version of stopover writes");
  return plan;
}

void drop_misfits(const Plan& plan, const std::string& folder, StoreContents& contents) {
  const auto fits = [&](const CellResult& result) {
    if (result.failed()) return result.outputs.empty();
    return result.outputs.size() == plan.outputs.size() &&
           std::ranges::all_of(result.outputs, [&](const auto& output) {
             return !output || output->sums.size() == plan.replications;
           });
  };
  for (auto at = contents.results.begin(); at != contents.results.end();) {
    if (fits(at->second)) {
      ++at;
      continue;
    }
    contents.faults.add({.rule = std::string(rule::kOtherKey),
                         .file = folder,
                         .found = fmt::format("cell {}", at->first),
                         .expected = "as many outputs and replications as the experiment has"});
    at = contents.results.erase(at);
  }
}

std::string settings_text(const Plan& plan, std::uint64_t cell) {
  std::string out;
  for (std::size_t j = 0; j < plan.factors.size(); ++j) {
    const Setting& setting = plan.cells[cell][j];
    if (!setting) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", plan.factors[j].id,
                       setting_text(plan.factors[j], setting));
  }
  return out.empty() ? "base" : out;
}

}  // namespace stopover::experiment
