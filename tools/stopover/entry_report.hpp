// SPDX-License-Identifier: Apache-2.0
// The answer of `stopover entry`: the best regime and what it asks for, every other regime with
// the conditions that fail, and the sources; as text and as JSON.
#pragma once

#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "models/policy/entry.hpp"
#include "models/scenario/scenario.pb.h"
#include "tools/stopover/report.hpp"

namespace stopover::tool {

struct EntryFinding {
  const scenario::Scenario& scenario;
  const policy::EntryRules& rules;
  policy::EntryQuestion question;
  policy::EntryAnswer answer;
  std::string port;  // id of the port of entry
  std::set<std::string> switched;
  TimeZone zone = TimeZone::utc();
};

[[nodiscard]] std::string entry_text(const EntryFinding& finding, const ReportForm& form);
[[nodiscard]] nlohmann::json entry_json(const EntryFinding& finding);

// "24:00 on 2025-01-11": midnight is the end of a day, not the start of the next.
[[nodiscard]] std::string exit_text(Instant exit, TimeZone zone);

}  // namespace stopover::tool
