// SPDX-License-Identifier: Apache-2.0
// The figures that models ask for by name: unit, range and meaning of each.
//
// To add one: a row here, and `value_of(parameters, "name")` in the model. A scenario must give
// every parameter and no other. Ranges are what the models can use, not what is plausible; the
// plausible range is the scenario's own low and high.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace stopover::scenario {

struct KnownParameter {
  std::string_view name;
  std::string_view unit;  // as a scenario writes it; "-" for none
  double min = 0;
  double max = 0;
  bool whole = false;
  std::string_view meaning;  // one clause
  std::string_view meaning_zh;
};
inline constexpr bool kCount = true;  // of `whole`

[[nodiscard]] constexpr bool is_sorted_by_name(std::span<const KnownParameter> table) {
  for (std::size_t i = 1; i < table.size(); ++i)
    if (!(table[i - 1].name < table[i].name)) return false;
  return true;
}
// In a table that is sorted by name; nullptr: not there.
[[nodiscard]] const KnownParameter* find_known(std::span<const KnownParameter> table,
                                               std::string_view name);

[[nodiscard]] std::span<const KnownParameter> known_parameters();  // sorted by name
[[nodiscard]] const KnownParameter* find_parameter(std::string_view name);
// "a number from 0 to 10 (-)"
[[nodiscard]] std::string expected_text(const KnownParameter& parameter);
[[nodiscard]] std::string parameters_markdown();  // docs/formats/parameters.md

}  // namespace stopover::scenario
