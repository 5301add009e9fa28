// SPDX-License-Identifier: Apache-2.0
// The words of entry rules: conditions, counters, documents, activities, in both languages and as
// they are written on the command line.
#pragma once

#include <optional>
#include <string_view>

#include "models/policy/entry.hpp"

namespace stopover::tool {

struct EntryWord {
  std::string_view key;  // of the command line and of JSON
  std::string_view en;
  std::string_view zh;
};

// Why a regime does not apply; one bit.
[[nodiscard]] const EntryWord& condition_word(policy::Failed bit);
[[nodiscard]] const EntryWord& counter_word(policy::Counter counter);
[[nodiscard]] const EntryWord& document_word(policy::Document document);
[[nodiscard]] const EntryWord& activity_word(policy::Activity activity);

}  // namespace stopover::tool
