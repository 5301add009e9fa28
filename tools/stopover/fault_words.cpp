// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/fault_words.hpp"

#include <fmt/format.h>

#include "engine/choice/choice_rules.hpp"
#include "engine/experiment/experiment_rules.hpp"
#include "engine/io/flight_rules.hpp"
#include "engine/io/gtfs_rules.hpp"
#include "engine/io/io_rules.hpp"
#include "engine/io/rail_rules.hpp"
#include "engine/io/ssim_rules.hpp"
#include "engine/journeys/journey_rules.hpp"
#include "engine/network/coordinates_check.hpp"
#include "models/scenario/cruise_rules.hpp"
#include "models/scenario/rules.hpp"
#include "models/simulation/world_rules.hpp"
#include "models/sweep/sweep_rules.hpp"

namespace stopover::tool {

RuleBook rule_book() {
  return {scenario::scenario_rules(), simulation::world_rules(),   io::io_rules(),
          io::gtfs::gtfs_rules(),     io::flights::flight_rules(), io::rail::rail_rules(),
          io::ssim::ssim_rules(),     journeys::journey_rules(),   network::position_rules(),
          choice::choice_rules(),     scenario::cruise_rules(),    experiment::experiment_rules(),
          sweep::sweep_rules()};
}

std::string faults_text(const FaultList& faults, Language language) {
  if (language == Language::kEnglish) return faults.text();
  const RuleBook book = rule_book();
  std::string text;
  for (const InputFault& fault : faults.sorted()) {
    text += fault.where_text();
    if (!fault.found.empty()) text += "值为 " + fault.found_text() + "，";
    const Rule* const rule = book.find(fault.rule);
    text += fmt::format("应为 {} [{}{}]\n", fault.expected, fault.rule,
                        rule == nullptr ? "" : fmt::format(" {}", rule->title_zh));
  }
  text += fmt::format("{} 处错误，{} 处警告", faults.errors(), faults.warnings());
  if (faults.kept().size() < faults.errors() + faults.warnings())
    text += fmt::format("（列出 {} 处）", faults.kept().size());
  return text + "\n";
}

}  // namespace stopover::tool
