// SPDX-License-Identifier: Apache-2.0
// Rules of choice models and their data (E-CHO-…), for RuleBook.
#pragma once

#include <span>

#include "engine/base/rules.hpp"

namespace stopover::choice {

[[nodiscard]] std::span<const Rule> choice_rules();

}  // namespace stopover::choice
