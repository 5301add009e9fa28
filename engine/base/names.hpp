// SPDX-License-Identifier: Apache-2.0
// Enumerators by the names that files have for them: names[i] is that of the enumerator i.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace stopover {

// nullopt: none is called so.
template <class Enum, std::size_t N>
[[nodiscard]] constexpr std::optional<Enum> enumerator_called(
    std::string_view text, const std::array<std::string_view, N>& names) {
  const auto at = std::find(names.begin(), names.end(), text);
  if (at == names.end()) return std::nullopt;
  return static_cast<Enum>(at - names.begin());
}

}  // namespace stopover
