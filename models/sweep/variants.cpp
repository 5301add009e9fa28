// SPDX-License-Identifier: Apache-2.0
#include "models/sweep/variants.hpp"

#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/io/sha256.hpp"
#include "models/scenario/validate.hpp"
#include "models/sweep/field_value.hpp"
#include "models/sweep/sweep_rules.hpp"

namespace stopover::sweep {
namespace {

using experiment::Settings;

std::optional<PathFault> put_value(const FieldPlace& place, const experiment::Factor& factor,
                                   const FactorTarget& target, double setting) {
  if (factor.kind != experiment::Kind::kChoice) return set_number(place, target.how, setting);
  const ChoiceTarget& choice = target.choices[static_cast<std::size_t>(setting)];
  return choice.value.empty() ? std::nullopt : set_word(place, target.how, choice.value);
}

// The value of a factor in all its fields; the field and the fault where one cannot have it.
std::optional<std::pair<std::size_t, PathFault>> put_setting(scenario::LoadedScenario& loaded,
                                                             const experiment::Factor& factor,
                                                             const FactorTarget& target,
                                                             double setting) {
  for (std::size_t f = 0; f < target.fields.size(); ++f) {
    const Found found = find_fields(loaded, target.fields[f]);
    if (const auto* const fault = std::get_if<PathFault>(&found)) return std::pair(f, *fault);
    for (const FieldPlace& place : std::get<std::vector<FieldPlace>>(found))
      if (const auto fault = put_value(place, factor, target, setting)) return std::pair(f, *fault);
  }
  return std::nullopt;
}

}  // namespace

Variants::Variants(const Experiment& experiment, std::vector<std::filesystem::path> shelves,
                   FaultList& faults)
    : experiment_(&experiment), shelves_(std::move(shelves)) {
  faults.merge(read({}).faults);
  if (faults.has_errors()) return;
  check_choices(faults);
  check_paths(faults);
}

const Variants::Read& Variants::read(const Combination& changes) {
  const auto [at, is_new] = read_.try_emplace(changes);
  if (is_new) {
    Read& one = at->second;
    one.loaded = scenario::load_changed(experiment_->base_file, changes, one.faults, shelves_);
    scenario::validate(one.loaded, one.faults);
  }
  return at->second;
}

void Variants::read_combinations(const std::vector<Settings>& cells) {
  for (const Settings& cell : cells) (void)read(changes_of(cell));
}

void Variants::check_choices(FaultList& faults) {
  for (const FactorTarget& target : experiment_->targets)
    for (const ChoiceTarget& choice : target.choices) {
      if (choice.changes.empty()) continue;
      const FaultList& found = read(choice.changes).faults;
      if (found.has_errors()) faults.merge(found);
    }
}

void Variants::check_paths(FaultList& faults) const {
  std::set<std::tuple<const void*, const void*, int>> varied;  // owner, field, index
  scenario::LoadedScenario whole = base();                     // where owners stay as they are
  for (std::size_t j = 0; j < experiment_->factors.size(); ++j) {
    const experiment::Factor& factor = experiment_->factors[j];
    const FactorTarget& target = experiment_->targets[j];
    const auto fault = [&](std::string_view rule, std::size_t f, const PathFault& what) {
      faults.add(experiment_->fault(rule, fmt::format("factor[{}].field[{}]", j, f), what.found,
                                    what.expected));
    };
    bool leads_somewhere = true;
    for (std::size_t f = 0; f < target.fields.size(); ++f) {
      const Found found = find_fields(whole, target.fields[f]);
      if (const auto* const wrong = std::get_if<PathFault>(&found)) {
        fault(rule::kPath, f, *wrong);
        leads_somewhere = false;
        continue;
      }
      for (const FieldPlace& place : std::get<std::vector<FieldPlace>>(found))
        if (!varied.emplace(place.owner, place.field, place.index).second)
          fault(rule::kFieldVariedTwice, f, {place.name, "a field that is varied once"});
    }
    if (!leads_somewhere) continue;
    for (const double level : experiment::levels_of(factor)) {
      scenario::LoadedScenario copy = base();
      if (const auto wrong = put_setting(copy, factor, target, level)) {
        fault(rule::kPathValue, wrong->first, wrong->second);
        break;
      }
    }
  }
}

const scenario::LoadedScenario& Variants::base() const {
  return read_.at({}).loaded;
}

Variants::Combination Variants::changes_of(const Settings& settings) const {
  Combination changes;
  for (std::size_t j = 0; j < settings.size(); ++j) {
    const std::vector<ChoiceTarget>& choices = experiment_->targets[j].choices;
    if (choices.empty() || !settings[j]) continue;
    const ChoiceTarget& choice = choices[static_cast<std::size_t>(*settings[j])];
    changes.insert(changes.end(), choice.changes.begin(), choice.changes.end());
  }
  return changes;
}

scenario::LoadedScenario Variants::scenario_of(const Settings& settings, FaultList& faults) const {
  const auto at = read_.find(changes_of(settings));
  STOPOVER_CHECK(at != read_.end(), "the combinations of the cells have been read");
  if (at->second.faults.has_errors()) {
    faults.merge(at->second.faults);
    return at->second.loaded;
  }
  scenario::LoadedScenario loaded = at->second.loaded;
  bool varied = false;
  for (std::size_t j = 0; j < settings.size(); ++j) {
    if (!settings[j] || experiment_->targets[j].fields.empty()) continue;
    varied = true;
    const auto wrong =
        put_setting(loaded, experiment_->factors[j], experiment_->targets[j], *settings[j]);
    if (wrong)
      faults.add(experiment_->fault(rule::kPathValue,
                                    fmt::format("factor[{}].field[{}]", j, wrong->first),
                                    wrong->second.found, wrong->second.expected));
  }
  if (varied && !faults.has_errors()) scenario::validate(loaded, faults);
  return loaded;
}

std::string Variants::content_of(const Settings& settings) const {
  const auto at = read_.find(changes_of(settings));
  STOPOVER_CHECK(at != read_.end(), "the combinations of the cells have been read");
  std::string out = at->second.loaded.hash + "\n";
  for (std::size_t j = 0; j < settings.size(); ++j) {
    const FactorTarget& target = experiment_->targets[j];
    const experiment::Factor& factor = experiment_->factors[j];
    if (!settings[j]) continue;
    const bool choice = factor.kind == experiment::Kind::kChoice;
    const std::string value = choice ? target.choices[static_cast<std::size_t>(*settings[j])].value
                                     : experiment::setting_text(factor, settings[j]);
    if (value.empty()) continue;
    for (const std::string& field : target.fields)
      out += fmt::format("{} {} {}\n", field, static_cast<int>(target.how), value);
  }
  return out;
}

std::string cell_key(const experiment::Plan& plan, const std::string& content) {
  std::string all = fmt::format("cell 1\nversion {}\nbase {}\nseed {}\nreplications {}\n",
                                plan.version, plan.base_hash, plan.seed, plan.replications);
  for (const experiment::Output& output : plan.outputs)
    all += fmt::format("output {} {}\n", output.id, output.group);
  return io::sha256_hex(all + content);
}

}  // namespace stopover::sweep
