// SPDX-License-Identifier: Apache-2.0
// What the codes of messages mean: all rules of all areas, and faults with the meaning beside them.
#pragma once

#include <string>

#include "engine/base/fault.hpp"
#include "engine/base/rules.hpp"

namespace stopover::tool {

[[nodiscard]] RuleBook rule_book();

// FaultList::text(); in Chinese each code is followed by the title of its rule.
[[nodiscard]] std::string faults_text(const FaultList& faults, Language language);

}  // namespace stopover::tool
