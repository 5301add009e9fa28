// SPDX-License-Identifier: Apache-2.0
// What the codes of messages mean: all rules of all areas, and faults with the meaning beside them.
#pragma once

#include <string>

#include "engine/base/fault.hpp"
#include "engine/base/rules.hpp"

namespace stopover::tool {

[[nodiscard]] RuleBook rule_book();

// FaultList::text(); in Chinese with the title of its rule after each code, and what was expected
// still in English: its clauses name fields and forms.
[[nodiscard]] std::string faults_text(const FaultList& faults, Language language);

}  // namespace stopover::tool
