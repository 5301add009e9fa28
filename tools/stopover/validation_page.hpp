// SPDX-License-Identifier: Apache-2.0
// What `validate` found, as a page for a browser: one file, readable offline and on paper.
//
// Faults stand by rule, errors first, each rule with its meaning. Whatever came from a person's
// files is escaped.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/rules.hpp"

namespace stopover::tool {

struct ValidationReport {
  std::string input;
  std::string kind;  // "scenario" or "GTFS feed"
  std::string hash;  // of a scenario
  std::vector<std::pair<std::string, std::size_t>> counts;
  std::vector<std::pair<std::string, std::string>> details;  // of a feed: its days, its publisher
  std::vector<std::string> not_checked;
  FaultList faults;

  [[nodiscard]] bool valid() const { return !faults.has_errors(); }
};

[[nodiscard]] std::string validation_page(const ValidationReport& report, Language language);

}  // namespace stopover::tool
