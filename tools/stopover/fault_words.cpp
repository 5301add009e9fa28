// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/fault_words.hpp"

#include <set>

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
  std::string text = faults.text();
  if (language == Language::kEnglish) return text;
  const RuleBook book = rule_book();
  std::set<std::string> codes;
  for (const InputFault& fault : faults.kept()) codes.insert(fault.rule);
  for (const std::string& code : codes) {
    const Rule* const rule = book.find(code);
    if (rule == nullptr) continue;
    const std::string end = fmt::format("[{}]\n", code);  // of the fault's line
    const std::string longer = fmt::format("[{} {}]\n", code, rule->title_zh);
    for (std::size_t at = 0; (at = text.find(end, at)) != std::string::npos; at += longer.size())
      text.replace(at, end.size(), longer);
  }
  return text;
}

}  // namespace stopover::tool
