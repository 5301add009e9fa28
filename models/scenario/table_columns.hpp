// SPDX-License-Identifier: Apache-2.0
// Private to models/scenario: how columns are written, and tables that have a file of their own.
#pragma once

#include <span>
#include <string_view>

#include "models/scenario/tables.hpp"

namespace stopover::scenario::table_column {

[[nodiscard]] std::span<const TableKind> tables_of_cruise();

inline constexpr bool kNeeded = true;

constexpr TableColumn field(std::string_view name, bool needed = false) {
  return {.name = name, .path = name, .needed = needed};
}
inline constexpr TableColumn kSource{"source", "provenance.source", kNeeded};
inline constexpr TableColumn kConfidence{"confidence", "provenance.confidence", kNeeded};
inline constexpr TableColumn kNote{"note", "provenance.note"};

}  // namespace stopover::scenario::table_column
