// SPDX-License-Identifier: Apache-2.0
// Half-open intervals [from, until): adjacent ones meet without overlap or gap.
#pragma once

#include <algorithm>
#include <optional>

namespace stopover {

template <class T>
struct HalfOpen {
  T from{};
  T until{};

  [[nodiscard]] constexpr bool empty() const { return !(from < until); }
  [[nodiscard]] constexpr bool contains(const T& value) const {
    return !(value < from) && value < until;
  }
  [[nodiscard]] constexpr bool overlaps(const HalfOpen& other) const {
    return from < other.until && other.from < until && !empty() && !other.empty();
  }
  [[nodiscard]] constexpr std::optional<HalfOpen> intersection(const HalfOpen& other) const {
    const HalfOpen both{std::max(from, other.from), std::min(until, other.until)};
    if (both.empty()) return std::nullopt;
    return both;
  }
  friend constexpr bool operator==(const HalfOpen&, const HalfOpen&) = default;
};

}  // namespace stopover
