// SPDX-License-Identifier: Apache-2.0
// What the hubs of a scenario let through, as a person reads it and as JSON.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "models/simulation/hub_capacity.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

using simulation::HubWay;

// Of each hub its bottlenecks, the narrowest first.
[[nodiscard]] std::string hubs_text(const simulation::World& world, const std::vector<HubWay>& ways,
                                    const ReportForm& form);
// One way, class by class through the day.
[[nodiscard]] std::string hub_way_text(const simulation::World& world,
                                       const std::vector<HubWay>& ways, const ReportForm& form);
[[nodiscard]] nlohmann::json hubs_json(const simulation::World& world,
                                       const std::vector<HubWay>& ways);

// "06:00–22:00" for hours 6 … 21.
[[nodiscard]] std::string hours_text(std::size_t first, std::size_t last);
// The name in the language of the form, else the other one, else the key.
template <class Info>
[[nodiscard]] std::string label_of(const Info& info, const ReportForm& form) {
  const bool chinese = form.language == Language::kChinese && !info.name_zh.empty();
  const std::string& name = chinese ? info.name_zh : info.name;
  return name.empty() ? info.key : name;
}

}  // namespace stopover::tool
