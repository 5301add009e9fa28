// SPDX-License-Identifier: Apache-2.0
// Which rules a reading reported, and which are registered.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/fault.hpp"
#include "engine/base/rules.hpp"

namespace stopover::io {

inline std::set<std::string> codes_of(const FaultList& faults) {
  std::set<std::string> codes;
  for (const InputFault& fault : faults.kept()) codes.insert(fault.rule);
  return codes;
}

// Registered codes of an area: "CSV" gives E-CSV-… and W-CSV-….
inline std::set<std::string> registered(std::span<const Rule> rules, std::string_view area) {
  std::set<std::string> codes;
  for (const Rule& rule : rules)
    if (rule.code.substr(2, area.size() + 1) == std::string(area) + "-")
      codes.insert(std::string(rule.code));
  return codes;
}

}  // namespace stopover::io
