// SPDX-License-Identifier: Apache-2.0
// One named fixture a rule: the sound scenario with a single slip, and the one fault it must give.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace stopover::scenario {

struct Edit {
  std::string from;  // occurs once
  std::string to;
};

struct Slip {
  std::string rule;
  std::string field;
  std::vector<Edit> edits;
  std::string at;  // occurs once in the altered file: the line that must be named; "" = line 0
  std::vector<std::pair<std::string, std::string>> files = {};  // written beside the scenario
  std::string file = "scenario.txtpb";
};

[[nodiscard]] std::vector<Slip> reading_slips();  // 0xx
[[nodiscard]] std::vector<Slip> value_slips();    // 1xx
[[nodiscard]] std::vector<Slip> service_slips();  // 2xx: lines, schedules, disruption
[[nodiscard]] std::vector<Slip> people_slips();   // 2xx: people, rules, visits, products, goals
[[nodiscard]] std::vector<Slip> hub_slips();      // 3xx and 4xx

// Before the elements, and before the delay profile among them.
[[nodiscard]] Edit with_field(const std::string& text);
[[nodiscard]] Edit with_element(const std::string& text);

inline const std::string kWho = R"(provenance { source: "s" confidence: "low" })";

}  // namespace stopover::scenario
