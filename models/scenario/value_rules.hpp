// SPDX-License-Identifier: Apache-2.0
// Whether one value keeps the rule of its field, whatever stands around it.
//
// What it is not: references, which need the scenario (check_fields.cpp).
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "models/scenario/field_rules.hpp"

namespace stopover::scenario {

// Names looked up in the tz database once each.
class ZoneNames {
 public:
  [[nodiscard]] bool known(std::string_view name);

 private:
  std::map<std::string, bool, std::less<>> known_;
};

// The code of the rule that is broken, or "".
[[nodiscard]] std::string_view broken_by_number(const FieldRule& rule, double value);
// An empty text is the caller's matter, but for a source or confidence.
[[nodiscard]] std::string_view broken_by_text(const FieldRule& rule, std::string_view value,
                                              ZoneNames& zones);

}  // namespace stopover::scenario
